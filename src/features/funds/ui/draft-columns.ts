/** The columns in which drafts of lots are checked before they are registered: what they are, then what follows from it. */
import type { Text } from '#kernel/outcome.ts'
import type { DraftColumn } from '#features/imports/ui/import-shapes.ts'
import { books, type BookKey } from '#policy/books.ts'
import { categories, type CategoryKey } from '#policy/categories.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { useSay } from '#ui/language.tsx'
import type { previewFunds } from '../funds.contract.ts'
import { levelLabel, natureLabel, poolClassLabel } from './fund-words.ts'

export type Draft = AnswerOf<typeof previewFunds>['rows'][number]
type Say = (text: Text) => string

export function useDraftColumns(): DraftColumn<Draft>[] {
  const say = useSay()
  return [...identity(say), ...meaning(say)]
}

function identity(say: Say): DraftColumn<Draft>[] {
  return [
    { key: 'docNo', title: { zh: '文号', en: 'Document' }, value: (draft) => draft.docNo, fields: ['docNo', '文号'], width: 190 },
    {
      key: 'fundName',
      title: { zh: '资金名称', en: 'Fund' },
      value: (draft) => draft.fundName,
      fields: ['fundName', '资金名称'],
      width: 240,
      long: true,
    },
    {
      key: 'amountFen',
      title: { zh: '金额', en: 'Amount' },
      kind: 'money',
      value: (draft) => draft.amountFen,
      fields: ['amount', 'fundingSources', 'source', '金额'],
      width: 130,
    },
    {
      key: 'level',
      title: { zh: '级次', en: 'Level' },
      value: (draft) => (draft.level ? say(levelLabel(draft.level)) : null),
      fields: ['level', '级次'],
      width: 76,
    },
    {
      key: 'department',
      title: { zh: '主管部门', en: 'Department' },
      value: (draft) => draft.department,
      fields: ['department', '主管部门'],
      width: 130,
    },
    { key: 'year', title: { zh: '年度', en: 'Year' }, kind: 'number', value: (draft) => draft.year, fields: ['year', '年度'], width: 66 },
  ]
}

function meaning(say: Say): DraftColumn<Draft>[] {
  const uses = (draft: Draft) => draft.uses.map((use) => say(categories[use as CategoryKey]?.label ?? { zh: use, en: use })).join('、')
  return [
    {
      key: 'book',
      title: { zh: '记入专账', en: 'Book' },
      value: (draft) => say(books[draft.book as BookKey]?.label ?? { zh: draft.book, en: draft.book }),
      fields: ['book'],
      width: 116,
    },
    {
      key: 'kind',
      title: { zh: '资金类别', en: 'Kind of money' },
      value: (draft) => say(draft.catalogueLabel),
      fields: ['catalogueCode'],
      width: 170,
    },
    {
      key: 'nature',
      title: { zh: '资金性质', en: 'Nature' },
      value: (draft) => (draft.nature ? say(natureLabel(draft.nature)) : null),
      fields: ['fundNature', '资金性质'],
      width: 116,
    },
    {
      key: 'poolClass',
      title: { zh: '统筹类别', en: 'Pooling' },
      value: (draft) => say(poolClassLabel(draft.poolClass)),
      fields: ['poolClass', '统筹类别', '不可整合原因'],
      width: 140,
    },
    {
      key: 'funcCode',
      title: { zh: '功能科目', en: 'Functional subject' },
      value: (draft) => draft.funcCode,
      fields: ['budgetSubject', '功能科目'],
      width: 90,
    },
    {
      key: 'usableUntil',
      title: { zh: '资金到期日', en: 'Lapses on' },
      value: (draft) => draft.usableUntil,
      fields: ['usableUntil', '资金到期日'],
      width: 110,
    },
    { key: 'uses', title: { zh: '可用于', en: 'May pay for' }, value: uses, fields: ['uses'], width: 260, long: true },
    {
      key: 'purpose',
      title: { zh: '文件用途', en: 'Purpose' },
      value: (draft) => draft.purpose,
      fields: ['purpose'],
      width: 240,
      long: true,
    },
  ]
}
