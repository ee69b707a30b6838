/** What both directions share: whom it is sought for, the order with its reasons, and the list of who can and who cannot, with why. */
import { Card } from 'antd'
import type { ReactNode } from 'react'
import type { Endpoint, OutputOf, Schema } from '#contract/endpoint.ts'
import type { Text } from '#kernel/outcome.ts'
import { DataPage, type ListFilter } from '#ui/DataPage.tsx'
import type { DataColumn } from '#ui/DataTable.tsx'
import { Facts } from '#ui/Facts.tsx'
import { useSay } from '#ui/language.tsx'

interface Matched {
  readonly rank: number | null
  readonly couldFen: string
  readonly because: readonly Text[]
}

interface MatchList {
  readonly rows: (Matched & object)[]
  readonly total: number
  readonly facets: { readonly all: number; readonly can: number }
}

type RowOf<R> = OutputOf<R> extends { rows: (infer Row)[] } ? Row : never

interface MatchFrameProps<Q extends Schema, R extends Schema<unknown, MatchList>> {
  readonly title: Text
  readonly description: string
  readonly extra: ReactNode
  readonly facts: Parameters<typeof Facts>[0]['items']
  readonly order: readonly { readonly label: Text; readonly reason: Text }[]
  readonly endpoint: Endpoint<undefined, Q, undefined, R>
  readonly exportAs: Endpoint<undefined, Q, undefined, undefined>
  /** The column that names the row, and those behind the rank and the reasons. */
  readonly name: DataColumn<RowOf<R> & object>
  readonly more: readonly DataColumn<RowOf<R> & object>[]
  readonly rowKey: (row: RowOf<R> & object) => string
  readonly rowHref: (row: RowOf<R> & object) => string
  readonly searchHint: Text
  readonly empty: Text
}

export function MatchFrame<Q extends Schema, R extends Schema<unknown, MatchList>>(props: MatchFrameProps<Q, R>) {
  const say = useSay()
  return (
    <DataPage<Q, R>
      title={props.title}
      crumbs={[{ label: { zh: '资金项目对接', en: 'Money and projects' }, to: '/matches' }]}
      description={{ zh: props.description, en: props.description }}
      extra={props.extra}
      tabs={
        <>
          <Card className="page-card">
            <Facts items={props.facts} />
          </Card>
          <OrderNote rules={props.order} />
        </>
      }
      endpoint={props.endpoint}
      exportAs={props.exportAs}
      searchHint={props.searchHint}
      filters={(data) => [canFilter(data)]}
      rowKey={props.rowKey}
      rowHref={props.rowHref}
      rowClassName={(row) => (isMatched(row) && row.rank === null ? 'match-cannot' : '')}
      empty={{ title: props.empty }}
      columns={[props.name, ...sharedColumns<RowOf<R> & object>(say), ...props.more]}
    />
  )
}

const isMatched = (row: object): row is Matched => 'rank' in row

function canFilter(data: { readonly facets: MatchList['facets'] } | undefined): ListFilter {
  const count = (n: number | undefined) => (n === undefined ? '' : `（${n}）`)
  const { all, can } = data?.facets ?? {}
  const cannot = all === undefined || can === undefined ? undefined : all - can
  return {
    name: 'show',
    label: { zh: '能不能付', en: 'Can pay or not' },
    width: 150,
    options: [
      { value: 'can', label: { zh: `能付${count(can)}`, en: `Can ${count(can)}` } },
      { value: 'cannot', label: { zh: `不能付${count(cannot)}`, en: `Cannot ${count(cannot)}` } },
    ],
  }
}

const sharedColumns = <Row extends object>(say: ReturnType<typeof useSay>): DataColumn<Row>[] => {
  const of = (row: Row) => row as unknown as Matched
  return [
    { key: 'rank', title: { zh: '次序', en: 'Rank' }, kind: 'number', value: (r) => of(r).rank, sortable: true, width: 62 },
    {
      key: 'because',
      title: { zh: '能不能付，为什么', en: 'Can it pay, and why not' },
      value: (r) => (of(r).rank === null ? of(r).because.map(say).join('；') : say({ zh: '能付', en: 'can pay' })),
      render: (r) => <Why row={of(r)} />,
      width: 330,
    },
    {
      key: 'couldFen',
      title: { zh: '现在能给', en: 'Could give' },
      kind: 'money',
      value: (r) => of(r).couldFen,
      sortable: true,
      width: 110,
    },
  ]
}

/** The order in words, each rule with its reason. */
function OrderNote({ rules }: { rules: readonly { readonly label: Text; readonly reason: Text }[] }) {
  const say = useSay()
  return (
    <details className="match-order no-print">
      <summary>{`${say({ zh: '先后次序', en: 'The order' })}${say({ zh: '：', en: ': ' })}${rules.map((r) => say(r.label)).join(' → ')}`}</summary>
      <ol>
        {rules.map((r) => (
          <li key={r.label.en}>{say(r.reason)}</li>
        ))}
      </ol>
    </details>
  )
}

function Why({ row }: { row: Matched }) {
  const say = useSay()
  if (row.rank !== null) return <span className="match-can">{say({ zh: '能付', en: 'can pay' })}</span>
  return (
    <ul className="match-why">
      {row.because.map((reason) => (
        <li key={reason.zh}>{say(reason)}</li>
      ))}
    </ul>
  )
}

/** A name with its number below, so that the reasons have room. */
export function TwoLines({ first, second }: { first: string; second: string }) {
  return (
    <span className="cell-wrap match-two-lines">
      {first}
      <span className="match-second">{second}</span>
    </span>
  )
}
