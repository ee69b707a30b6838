/** What both directions share: search, can or cannot, the order with its reasons, why not, and the table paged on the spot. */
import { DownloadOutlined } from '@ant-design/icons'
import { Button, Input, Segmented } from 'antd'
import { useDeferredValue, useState } from 'react'
import type { Text } from '#kernel/outcome.ts'
import { type DataColumn, DataTable } from '#ui/DataTable.tsx'
import { useSay } from '#ui/language.tsx'
import { useNarrow } from '#ui/narrow.ts'
import { usePrinting } from '#ui/printing.ts'
import { type Matched, narrow, type Narrowing, type Show } from './match-list.ts'

interface MatchListProps<Row extends Matched> {
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  readonly rowHref: (row: Row) => string
  readonly columns: readonly DataColumn<Row>[]
  readonly words: Narrowing<Row>['words']
  readonly sorts: Narrowing<Row>['columns']
  readonly label: Text
  readonly searchHint: Text
  readonly empty: { readonly title: Text; readonly hint: Text }
  /** Address of the same list as a spreadsheet. */
  readonly download: (query: { q: string; show: Show; sort: string | undefined }) => string
}

const PAGE = 20
const CARDS = 10

export function MatchList<Row extends Matched & object>(props: MatchListProps<Row>) {
  const say = useSay()
  const phone = useNarrow(768)
  const printing = usePrinting()
  const able = props.rows.filter((row) => row.rank !== null).length
  const [typed, setTyped] = useState('')
  const [show, setShow] = useState<Show>(undefined)
  const [sort, setSort] = useState<string | undefined>(undefined)
  const [page, setPage] = useState(1)
  const [chosenSize, setSize] = useState<number | null>(null)
  const pageSize = chosenSize ?? (phone ? CARDS : PAGE)
  const q = useDeferredValue(typed)
  const rows = narrow(props.rows, { q, show, sort, words: props.words, columns: props.sorts })
  const current = Math.min(page, Math.max(1, Math.ceil(rows.length / pageSize)))
  return (
    <div className="list-panel">
      <div className="list-filters no-print" role="search">
        <Input.Search
          className="list-search"
          value={typed}
          allowClear
          aria-label={say(props.searchHint)}
          placeholder={say(props.searchHint)}
          onChange={(event) => {
            setTyped(event.target.value)
            setPage(1)
          }}
        />
        <Segmented<string>
          value={show ?? 'all'}
          aria-label={say({ zh: '能不能付', en: 'Can pay or not' })}
          onChange={(value) => {
            setShow(value === 'all' ? undefined : (value as Show))
            setPage(1)
          }}
          options={[
            { value: 'all', label: say({ zh: `全部 ${props.rows.length}`, en: `All ${props.rows.length}` }) },
            { value: 'can', label: say({ zh: `能付 ${able}`, en: `Can ${able}` }) },
            { value: 'cannot', label: say({ zh: `不能付 ${props.rows.length - able}`, en: `Cannot ${props.rows.length - able}` }) },
          ]}
        />
        <Button className="match-download" icon={<DownloadOutlined aria-hidden />} href={props.download({ q: typed, show, sort })} download>
          {say({ zh: '导出 Excel', en: 'Export to Excel' })}
        </Button>
      </div>
      <DataTable<Row>
        columns={props.columns}
        rows={printing ? rows : rows.slice((current - 1) * pageSize, current * pageSize)}
        rowKey={props.rowKey}
        rowHref={props.rowHref}
        rowClassName={(row) => (row.rank === null ? 'match-cannot' : '')}
        label={props.label}
        empty={props.empty}
        total={rows.length}
        page={current}
        pageSize={pageSize}
        sort={sort ?? null}
        onChange={(change) => {
          if (change.page) setPage(change.page)
          if (change.pageSize) setSize(change.pageSize)
          if ('sort' in change) setSort(change.sort)
        }}
      />
    </div>
  )
}

/** The order in words, each rule with its reason. */
export function OrderNote({ rules }: { rules: readonly { readonly label: Text; readonly reason: Text }[] }) {
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

export function Why({ row }: { row: Matched }) {
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
