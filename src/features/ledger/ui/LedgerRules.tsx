/** The books and the acts that may move money between stages; any other move cannot be posted. */
import { books, stages } from '#policy/books.ts'
import { postings, reversal } from '#policy/postings.ts'
import { subjects } from '#policy/subjects.ts'
import { useSay } from '#ui/language.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'

const bookRows = Object.entries(books).map(([key, book]) => ({ key, ...book }))
const stageRows = Object.entries(stages).map(([key, stage]) => ({ key, ...stage }))
const postingRows = Object.entries(postings).map(([key, posting]) => ({ key, ...posting }))

const needs = {
  poverty: { zh: '只付扶贫项目', en: 'Poverty projects only' },
  'poverty-or-agriculture': { zh: '付扶贫项目或涉农项目', en: 'Poverty or agricultural projects' },
} as const

const keys = {
  project: { zh: '项目', en: 'project' },
  contract: { zh: '合同', en: 'contract' },
  claim: { zh: '报账单', en: 'claim' },
  payee: { zh: '收款人', en: 'payee' },
} as const

export function BookRules() {
  const say = useSay()
  return (
    <>
      <RowsTable
        rows={bookRows}
        rowKey={(row) => row.key}
        empty={{ zh: '没有', en: 'None' }}
        columns={[
          { title: { zh: '使用顺序', en: 'Order' }, cell: (row) => 'ABC'.indexOf(row.letter) + 1 },
          { title: { zh: '专账', en: 'Book' }, cell: (row) => <strong>{say(row.label)}</strong> },
          { title: { zh: '用来做什么', en: 'What for' }, cell: (row) => say(row.purpose) },
          { title: { zh: '能付什么项目', en: 'May pay' }, cell: (row) => say(needs[row.needs]) },
        ]}
      />
      <h3 style={{ marginTop: 24 }}>{say({ zh: '资金经过的阶段', en: 'Stages of money' })}</h3>
      <RowsTable
        rows={stageRows}
        rowKey={(row) => row.key}
        empty={{ zh: '没有', en: 'None' }}
        columns={[
          { title: { zh: '阶段', en: 'Stage' }, cell: (row) => say(row.label) },
          {
            title: { zh: '在不在专户', en: 'In the bank' },
            cell: (row) => (row.inBank ? say({ zh: '在', en: 'yes' }) : say({ zh: '不在', en: 'no' })),
          },
          {
            title: { zh: '记到哪里', en: 'Kept by' },
            cell: (row) => [say({ zh: '资金', en: 'lot' }), ...row.keyedBy.map((key) => say(keys[key]))].join(' · '),
          },
        ]}
      />
    </>
  )
}

export function PostingRules() {
  const say = useSay()
  return (
    <>
      <p className="help-text">
        {say({
          zh: `资金只能按下表移动，表里没有的一律记不上账（规则 I6）。记错了用“${reversal.label.zh}”，不改不删。`,
          en: `Money moves only as listed; anything else cannot be posted (I6). A mistake is corrected by a ${reversal.label.en.toLowerCase()}, never by an edit.`,
        })}
      </p>
      <RowsTable
        rows={postingRows}
        rowKey={(row) => row.key}
        empty={{ zh: '没有', en: 'None' }}
        columns={[
          { title: { zh: '业务', en: 'Act' }, cell: (row) => <strong>{say(row.label)}</strong> },
          {
            title: { zh: '从 → 到', en: 'From → to' },
            cell: (row) =>
              row.moves.map((m) => <div key={`${m.from}${m.to}`}>{`${say(stages[m.from].label)} → ${say(stages[m.to].label)}`}</div>),
          },
          {
            title: { zh: '资金账分录（借／贷）', en: 'Cash book (debit / credit)' },
            cell: (row) =>
              row.moves.map((m) => (
                <div key={`${m.from}${m.to}`}>
                  {'cash' in m ? m.cash.map((code) => `${code} ${say(subjects[code].label)}`).join('／') : '–'}
                </div>
              )),
          },
          { title: { zh: '凭什么', en: 'Basis' }, cell: (row) => `${say(row.basis)}（${row.basis.legal}）` },
          {
            title: { zh: '由谁记', en: 'Posted by' },
            cell: (row) =>
              row.postedBy === 'keeper'
                ? say({ zh: '专账记账人', en: 'keeper of the book' })
                : say({ zh: '随业务自动记', en: 'follows its act' }),
          },
          {
            title: { zh: '能否手工记', en: 'By hand' },
            cell: (row) =>
              row.byHand
                ? say({ zh: '财政可以，须写依据', en: 'by the treasurer, with a basis' })
                : say({ zh: '只能由业务产生', en: 'only by its own act' }),
          },
        ]}
      />
    </>
  )
}
