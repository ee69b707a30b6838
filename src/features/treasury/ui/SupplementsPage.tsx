/** 专账间补充: which projects are short in which book, which book could help, and every supplement there was with its proof. */
import { Button, Tooltip } from 'antd'
import { useState } from 'react'
import type { Text } from '#kernel/outcome.ts'
import { type BookKey, books } from '#policy/books.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { DataPage, type ListFilter } from '#ui/DataPage.tsx'
import type { DataColumn } from '#ui/DataTable.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { useNarrow } from '#ui/media.ts'
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
    half: true,
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
          render: (row) => <Help row={row} onHelp={onHelp} />,
        },
      ]
    : []
  return [
    { key: 'name', title: { zh: '项目', en: 'Project' }, value: (row) => row.name, card: 'title', width: 240 },
    { key: 'code', title: { zh: '编号', en: 'Code' }, kind: 'code', value: (row) => row.code, width: 110, half: true },
    {
      key: 'receiver',
      title: { zh: '专账', en: 'Book' },
      value: (row) => say(books[row.receiver as BookKey].label),
      width: 76,
      half: true,
    },
    money('need', '应有资金', 'Needed', (row) => row.needFen),
    money('allocated', '已安排', 'Allocated', (row) => row.allocatedFen),
    money('own', '本专账可用', 'Own, available', (row) => row.ownFen),
    { ...money('short', '缺口', 'Shortfall', (row) => row.shortfallFen), render: (row) => <MoneyText fen={row.shortfallFen} strong /> },
    money('coordination', '统筹可补', 'From coordination', (row) => helpOf(row, 'coordination')),
    money('financing', '融资可补', 'From financing', (row) => helpOf(row, 'financing')),
    ...help,
  ]
}

/** Why nobody can supplement this row now: nothing is short, or no book above it has money that may pay the project. */
function whyNoHelp(row: ShortfallRow): Text | null {
  if (BigInt(row.shortfallFen) === 0n) return { zh: '没有缺口', en: 'Nothing is short' }
  if (row.helpers.some((h) => BigInt(h.availableFen) > 0n)) return null
  const givers = row.helpers.map((h) => books[h.book as BookKey].label)
  return {
    zh: `${givers.map((b) => b.zh).join('、')}现在没有可用于这个项目的钱，补不了`,
    en: `${givers.map((b) => b.en).join(' and ')} can give nothing to this project now`,
  }
}

function Help({ row, onHelp }: { row: ShortfallRow; onHelp: (row: ShortfallRow) => void }) {
  const say = useSay()
  const narrow = useNarrow(768)
  const because = whyNoHelp(row)
  const reason = because ? say(because) : ''
  return (
    <>
      <Tooltip title={narrow ? '' : reason}>
        <Button size="small" disabled={because !== null} onClick={() => onHelp(row)} {...(because ? { 'aria-description': reason } : {})}>
          {say({ zh: '补充', en: 'Supplement' })}
        </Button>
      </Tooltip>
      {narrow && because ? <div className="cell-second">{reason}</div> : null}
    </>
  )
}

/** From the year after next back to the first year that any money or phase is of; today's year at least. */
const yearsFrom = (first: number, today: string): string[] => {
  const last = Number(today.slice(0, 4)) + 2
  return Array.from({ length: Math.max(3, last - first + 1) }, (_, i) => String(last - i))
}

const filtersFor =
  (today: string) =>
  (data: List | undefined): ListFilter[] => [
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
      options: yearsFrom(data?.firstYear ?? Number(today.slice(0, 4)), today).map((value) => ({ value, label: value })),
    },
  ]

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
