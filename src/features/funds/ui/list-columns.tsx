/** The columns of the three faces on the page: which stand there and how wide is policy, what stands in them is here. */
import type { ReactNode } from 'react'
import type { Text } from '#kernel/outcome.ts'
import { dutyColumns, sourceColumns, useColumns as useFaceColumns } from '#policy/fund-lists.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import type { DataColumn } from '#ui/DataTable.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { PageLink } from '#ui/PageLink.tsx'
import type { groupLots, listDuties, listLots, listUses } from '../funds.contract.ts'
import { LotMarks } from './LotMarks.tsx'

export type SourceRow = AnswerOf<typeof listLots>['rows'][number]
export type UseRow = AnswerOf<typeof listUses>['rows'][number]
export type DutyRow = AnswerOf<typeof listDuties>['rows'][number]
export type GroupRow = AnswerOf<typeof groupLots>['rows'][number]

type Say = (text: Text) => string
type Amounts = Pick<SourceRow, 'amounts' | 'four'>

interface FaceColumn {
  readonly key: string
  readonly label: { readonly zh: string; readonly en: string }
  readonly kind: 'text' | 'money' | 'number' | 'date'
  readonly page?: number
  readonly sortable?: true
}

interface Cell<Row> {
  readonly value: (row: Row) => string | number | null
  readonly render?: (row: Row) => ReactNode
}

const onTheWay = ({ amounts }: Amounts): string => (BigInt(amounts.ordered) + BigInt(amounts.returned)).toString()
export const awaited = ({ amounts }: Amounts): string => (BigInt(amounts.expected) + BigInt(amounts.promised)).toString()

/** Amounts by the key of their column; the four amounts and the stages beside them. */
export const moneyCell: Readonly<Record<string, (row: Amounts) => string>> = {
  announced: ({ four }) => four.announced,
  allocated: ({ four }) => four.allocated,
  paid: ({ four }) => four.paid,
  recognised: ({ four }) => four.recognised,
  expected: awaited,
  promised: ({ amounts }) => amounts.promised,
  available: ({ amounts }) => amounts.available,
  reserved: ({ amounts }) => amounts.reserved,
  committed: ({ amounts }) => amounts.committed,
  onTheWay,
}

function build<Row>(columns: readonly FaceColumn[], cells: Readonly<Record<string, Cell<Row>>>): DataColumn<Row>[] {
  return columns.flatMap((column): DataColumn<Row>[] => {
    const cell = cells[column.key]
    if (column.page === undefined || !cell) return []
    return [
      {
        key: column.key,
        title: column.label,
        kind: column.kind,
        width: column.page,
        ...cell,
        ...(column.kind === 'money' ? { rounded: true } : {}),
        ...(column.sortable ? { sortable: true } : {}),
      },
    ]
  })
}

const moneyCells = <Row extends Amounts>(): Readonly<Record<string, Cell<Row>>> =>
  Object.fromEntries(Object.entries(moneyCell).map(([key, value]) => [key, { value }]))

const twoLines = (first: ReactNode, second: ReactNode) => (
  <span className="two-lines">
    <span>{first}</span>
    <span className="cell-second">{second}</span>
  </span>
)

const fundCell = <Row extends { fundName: string; docNo: string; lotId: string }>(): Cell<Row> => ({
  value: (row) => row.fundName,
  render: (row) => twoLines(<PageLink to={`/money/lots/${row.lotId}`}>{row.fundName}</PageLink>, row.docNo),
})

export function useSourceColumns(): DataColumn<SourceRow>[] {
  const say = useSay()
  const columns = build<SourceRow>(sourceColumns, {
    ...moneyCells<SourceRow>(),
    fundName: {
      value: (lot) => lot.fundName,
      render: (lot) =>
        twoLines(
          lot.fundName,
          <>
            {lot.docNo} <LotMarks marks={lot.marks} most={1} />
          </>,
        ),
    },
    level: { value: (lot) => say(lot.levelLabel) },
    department: { value: (lot) => lot.department },
    book: { value: (lot) => say(lot.bookLabel) },
    fiscalYear: { value: (lot) => lot.fiscalYear },
  })
  return columns.map((column) => (column.key === 'fundName' ? { ...column, fixed: true, card: 'title' } : column))
}

const projectCell = <Row extends UseRow>(): Cell<Row> => ({
  value: (row) => row.project,
  render: (row) => twoLines(row.project, row.projectCode),
})

export function useUseColumns(): DataColumn<UseRow>[] {
  const say = useSay()
  const columns = build<UseRow>(useFaceColumns, {
    ...moneyCells<UseRow>(),
    project: projectCell(),
    place: { value: (row) => row.place },
    category: { value: (row) => say(row.categoryLabel) },
    fundName: fundCell(),
    level: { value: (row) => say(row.levelLabel) },
  })
  return columns.map((column) => (column.key === 'project' ? { ...column, fixed: true, card: 'title' } : column))
}

export function useDutyColumns(): DataColumn<DutyRow>[] {
  const say = useSay()
  const columns = build<DutyRow>(dutyColumns, {
    ...moneyCells<DutyRow>(),
    responsibleUnit: { value: (row) => row.responsibleUnit },
    department: { value: (row) => row.department },
    project: {
      value: (row) => row.project,
      render: (row) => twoLines(<PageLink to={`/projects/${row.projectId}`}>{row.project}</PageLink>, row.projectCode),
    },
    contract: { value: (row) => row.contractNo ?? notSigned(say), render: (row) => contractCell(row, say) },
    fundName: fundCell(),
    level: { value: (row) => say(row.levelLabel) },
    unpaid: { value: (row) => row.unpaidFen },
    lapsesOn: { value: (row) => row.lapsesOn, render: (row) => deadline(row, say) },
  })
  return columns.map((column) => (column.key === 'project' ? { ...column, card: 'title' } : column))
}

const notSigned = (say: Say): string => say({ zh: '还没有签约', en: 'Not under contract' })

function contractCell(row: DutyRow, say: Say): ReactNode {
  if (row.contractId === '') return <span className="cell-second">{notSigned(say)}</span>
  return twoLines(<PageLink to={`/contracts/${row.contractId}`}>{row.contractNo}</PageLink>, row.contractor)
}

function deadline(row: DutyRow, say: Say): ReactNode {
  if (row.unpaidFen === '0') return row.lapsesOn
  const { daysLeft } = row
  const words =
    daysLeft < 0
      ? say({ zh: `已过 ${-daysLeft} 天`, en: `${-daysLeft} days ago` })
      : say({ zh: `还有 ${daysLeft} 天`, en: `${daysLeft} days left` })
  return twoLines(row.lapsesOn, <span className={daysLeft < 0 ? 'mark-grave' : ''}>{words}</span>)
}

const GROUP_MONEY = ['announced', 'expected', 'available', 'allocated', 'reserved', 'committed', 'onTheWay', 'paid', 'recognised'] as const

/** Groups carry every amount: the four, and the stages beside them. */
export function useGroupColumns(): DataColumn<GroupRow>[] {
  const say = useSay()
  const known: readonly FaceColumn[] = sourceColumns
  return [
    { key: 'label', title: { zh: '分组', en: 'Group' }, value: (group) => say(group.label), width: 236, fixed: true, card: 'title' },
    { key: 'lots', title: { zh: '笔数', en: 'Lots' }, kind: 'number', value: (group) => group.lots, width: 60 },
    ...GROUP_MONEY.map((key) => ({
      key,
      title: known.find((column) => column.key === key)!.label,
      kind: 'money' as const,
      rounded: true,
      value: moneyCell[key]!,
      width: 84,
    })),
  ]
}

/** The line of sums over the whole filter, by column. */
export function sumsOf(sum: Amounts): Readonly<Record<string, ReactNode>> {
  const all = Object.entries(moneyCell).map(([key, of]) => [key, <MoneyText key={key} fen={of(sum)} rounded />] as const)
  const unpaid = BigInt(sum.four.allocated) - BigInt(sum.four.paid)
  return Object.fromEntries([...all, ['unpaid', <MoneyText key="unpaid" fen={unpaid} rounded />]])
}
