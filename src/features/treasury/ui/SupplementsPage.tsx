/** 专账间补充: which projects are short in which book, which book could help, and every supplement there was with its proof. */
import { Button } from 'antd'
import { useState } from 'react'
import { type BookKey, books } from '#policy/books.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { DataPage, type ListFilter } from '#ui/DataPage.tsx'
import type { DataColumn } from '#ui/DataTable.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { useQueryParam } from '#ui/routing.ts'
import { useMay, useSession } from '#ui/session.tsx'
import { listShortfalls } from '../treasury.contract.ts'
import { SupplementDialog } from './SupplementDialog.tsx'
import { SupplementHistory } from './SupplementHistory.tsx'
import './treasury.css'

type List = AnswerOf<typeof listShortfalls>
export type ShortfallRow = List['rows'][number]

const helpOf = (row: ShortfallRow, book: BookKey) => row.helpers.find((h) => h.book === book)?.availableFen ?? null

function useColumns(onHelp: ((row: ShortfallRow) => void) | null): DataColumn<ShortfallRow>[] {
  const say = useSay()
  const money = (key: string, zh: string, en: string, value: (row: ShortfallRow) => string | null): DataColumn<ShortfallRow> => ({
    key,
    title: { zh, en },
    kind: 'money',
    value,
    width: 96,
  })
  const help: DataColumn<ShortfallRow>[] = onHelp
    ? [
        {
          key: 'help',
          title: { zh: '办理', en: 'Act' },
          value: () => 1,
          width: 72,
          operable: true,
          render: (row) => (
            <Button size="small" disabled={BigInt(row.shortfallFen) === 0n} onClick={() => onHelp(row)}>
              {say({ zh: '补充', en: 'Supplement' })}
            </Button>
          ),
        },
      ]
    : []
  return [
    { key: 'name', title: { zh: '项目', en: 'Project' }, value: (row) => row.name, card: 'title', width: 240 },
    { key: 'code', title: { zh: '编号', en: 'Code' }, kind: 'code', value: (row) => row.code, width: 110 },
    { key: 'receiver', title: { zh: '专账', en: 'Book' }, value: (row) => say(books[row.receiver as BookKey].label), width: 76 },
    money('need', '应有资金', 'Needed', (row) => row.needFen),
    money('allocated', '已安排', 'Allocated', (row) => row.allocatedFen),
    money('own', '本专账可用', 'Own, available', (row) => row.ownFen),
    { ...money('short', '缺口', 'Shortfall', (row) => row.shortfallFen), render: (row) => <MoneyText fen={row.shortfallFen} strong /> },
    money('coordination', '统筹可补', 'From coordination', (row) => helpOf(row, 'coordination')),
    money('financing', '融资可补', 'From financing', (row) => helpOf(row, 'financing')),
    ...help,
  ]
}

const filtersFor = (today: string) => (): ListFilter[] => {
  const year = Number(today.slice(0, 4))
  return [
    {
      name: 'receiver',
      label: { zh: '缺口所在专账', en: 'Book that is short' },
      width: 140,
      options: (['poverty', 'coordination'] as const).map((value) => ({ value, label: books[value].label })),
    },
    {
      name: 'year',
      label: { zh: '截至年度', en: 'Phases up to' },
      width: 120,
      options: Array.from({ length: 12 }, (_, i) => String(year + 2 - i)).map((value) => ({ value, label: value })),
    },
  ]
}

export function SupplementsPage() {
  const say = useSay()
  const may = useMay()
  const { today } = useSession()
  const [chosen, setChosen] = useState<ShortfallRow | null>(null)
  const asked = useQueryParam('year')
  const year = asked && /^20\d\d$/.test(asked) ? Number(asked) : Number(today.slice(0, 4))
  return (
    <>
      <DataPage
        title={{ zh: '专账间补充', en: 'Supplements between books' }}
        description={{
          zh: '缺口 = 到期阶段应有资金 − 已安排 − 本专账自己还能用的钱。只能由上往下补，不超过缺口；统筹专账用完才轮到融资。',
          en: 'Shortfall = need of the phases due − allocated − what the book itself can still give. Downhill only, never above the shortfall, debt last.',
        }}
        endpoint={listShortfalls}
        searchHint={{ zh: '按项目名称、编号、地点查找', en: 'Search projects' }}
        filters={filtersFor(today)}
        columns={useColumns(may('treasury.supplement') ? setChosen : null)}
        rowKey={(row) => `${row.projectId} ${row.receiver}`}
        rowHref={(row) => `/projects/${row.projectId}`}
        above={(data) => (
          <p className="help-text" style={{ margin: '0 0 8px' }}>
            {say({
              zh: `截至 ${data.year} 年到期的阶段。同一项目在每个可以承担它的专账各列一行。`,
              en: `Phases due up to ${data.year}. A project stands once for each book that may pay it.`,
            })}
          </p>
        )}
        empty={{
          title: { zh: '没有缺口', en: 'Nothing is short' },
          hint: { zh: '到期阶段的资金都已安排。', en: 'All phases that are due have their money.' },
        }}
      />
      <SupplementHistory />
      {chosen ? <SupplementDialog row={chosen} year={year} onClose={() => setChosen(null)} /> : null}
    </>
  )
}
