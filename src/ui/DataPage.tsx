/**
 * A page that is a list: title, what it is, search, filters, buttons, table. Everything that narrows the list stands in the
 * address (q, filters, page, pageSize, sort), so a link or the back button gives the same list again.
 */
import { DownloadOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { call, hrefOf } from '#contract/client.ts'
import type { AnyEndpoint, Endpoint, OutputOf, Schema } from '#contract/endpoint.ts'
import type { Text } from '#kernel/outcome.ts'
import { DataTable, type DataTableProps } from './DataTable.tsx'
import { ErrorNote } from './ErrorNote.tsx'
import { useSay } from './language.tsx'
import { MomentBar } from './MomentBar.tsx'
import { type Crumb, PageHead } from './PageHead.tsx'
import { useQueryParams, useSetQueryParams } from './routing.ts'

export interface ListFilter {
  /** Name in the query of the endpoint and in the address. */
  readonly name: string
  readonly label: Text
  readonly options: readonly { readonly value: string; readonly label: Text | string }[]
  readonly width?: number
}

type ListSchema = Schema<unknown, { rows: object[]; total: number }>
type RowOf<R> = OutputOf<R> extends { rows: (infer Row)[] } ? Row : never
type Passed = 'columns' | 'rowKey' | 'rowHref' | 'onRow' | 'empty' | 'rowClassName'

interface DataPageProps<Q extends Schema | undefined, R extends ListSchema> extends Pick<DataTableProps<RowOf<R> & object>, Passed> {
  readonly title: Text
  readonly description?: Text
  readonly crumbs?: readonly Crumb[]
  readonly endpoint: Endpoint<undefined, Q, undefined, R>
  /** Always sent along, on top of what the address says. */
  readonly always?: Readonly<Record<string, string>>
  /** An endpoint with the same query that answers with a file. */
  readonly exportAs?: AnyEndpoint | Endpoint<undefined, Q, undefined, undefined>
  readonly searchHint?: Text
  readonly filters?: (data: OutputOf<R> | undefined) => readonly ListFilter[]
  readonly extra?: ReactNode
  /** The endpoint knows the time machine: the page offers it. */
  readonly moment?: boolean
  readonly summary?: (data: OutputOf<R>) => Readonly<Record<string, ReactNode>>
  /** Between the head of the page and the list, e.g. tabs of its faces. */
  readonly tabs?: ReactNode
  /** Between filters and table, e.g. a bar of the sums. */
  readonly above?: (data: OutputOf<R>) => ReactNode
}

const numberOf = (text: string | undefined, otherwise: number): number => (text && /^\d{1,6}$/.test(text) ? Number(text) : otherwise)

export function DataPage<Q extends Schema | undefined, R extends ListSchema>(props: DataPageProps<Q, R>) {
  const say = useSay()
  const { list, data, page, pageSize, narrowed, query } = useList(props)
  const setParams = useSetQueryParams()
  const filters = props.filters?.(data) ?? []
  return (
    <>
      <PageHead
        title={say(props.title)}
        {...(props.crumbs ? { crumbs: props.crumbs } : {})}
        {...(props.description ? { description: say(props.description) } : {})}
        extra={
          <>
            {props.exportAs ? <ExportLink endpoint={props.exportAs} query={query} /> : null}
            {props.extra}
          </>
        }
      />
      {props.tabs}
      {props.moment ? <MomentBar /> : null}
      <div className="list-panel">
        <Filters filters={filters} searchHint={props.searchHint} narrowed={narrowed} />
        {list.isError ? <ErrorNote error={list.error} /> : null}
        {data && props.above && data.total > 0 ? props.above(data) : null}
        <DataTable<RowOf<R> & object>
          columns={props.columns}
          rows={(data?.rows ?? []) as (RowOf<R> & object)[]}
          rowKey={props.rowKey}
          total={data?.total ?? 0}
          page={page}
          pageSize={pageSize}
          sort={query['sort'] ?? null}
          loading={list.isFetching && !list.isError}
          sticky
          label={props.title}
          empty={narrowed ? nothingFound(props.empty, say, setParams) : props.empty}
          {...(props.rowHref ? { rowHref: props.rowHref } : {})}
          {...(props.onRow ? { onRow: props.onRow } : {})}
          {...(props.rowClassName ? { rowClassName: props.rowClassName } : {})}
          {...(data && props.summary ? { summary: props.summary(data) } : {})}
          onChange={(change) =>
            setParams({
              ...('page' in change ? { page: change.page === 1 ? undefined : String(change.page) } : {}),
              ...('pageSize' in change ? { pageSize: String(change.pageSize) } : {}),
              ...('sort' in change ? { sort: change.sort } : {}),
            })
          }
        />
      </div>
    </>
  )
}

function useList<Q extends Schema | undefined, R extends ListSchema>({ endpoint, always, filters }: DataPageProps<Q, R>) {
  const params = useQueryParams()
  const page = numberOf(params['page'], 1)
  const pageSize = numberOf(params['pageSize'], 20)
  const query: Record<string, string | undefined> = { ...params, ...always, page: String(page), pageSize: String(pageSize) }
  const list = useQuery({
    queryKey: [endpoint.path, null, query],
    queryFn: () => call(endpoint as Endpoint<undefined, Schema, undefined, R>, { query }),
    placeholderData: keepPreviousData,
  })
  const { data } = list
  const names = ['q', ...(filters?.(data) ?? []).map((filter) => filter.name)]
  return {
    list,
    data,
    page,
    pageSize,
    query,
    narrowed: names.some((name) => params[name]),
  }
}

function nothingFound(empty: DataTableProps<object>['empty'], say: (text: Text) => string, set: ReturnType<typeof useSetQueryParams>) {
  const clear = () => set(Object.fromEntries([...new URLSearchParams(window.location.search).keys()].map((name) => [name, undefined])))
  return {
    title: { zh: '没有符合条件的记录', en: 'Nothing matches' },
    hint: { zh: '换一个词，或者清除筛选条件再看。', en: 'Try another word, or clear the filters.' },
    action: <Button onClick={clear}>{say({ zh: '清除条件', en: 'Clear' })}</Button>,
  } satisfies typeof empty
}

function ExportLink({
  endpoint,
  query,
}: {
  endpoint: AnyEndpoint | Endpoint<undefined, Schema | undefined, undefined, undefined>
  query: Record<string, string | undefined>
}) {
  const say = useSay()
  const { page: _page, pageSize: _size, ...rest } = query
  return (
    <Button icon={<DownloadOutlined aria-hidden />} href={hrefOf(endpoint as Endpoint<undefined, Schema>, { query: rest })} download>
      {say({ zh: '导出 Excel', en: 'Export to Excel' })}
    </Button>
  )
}

interface FiltersProps {
  readonly filters: readonly ListFilter[]
  readonly searchHint: Text | undefined
  readonly narrowed: boolean
}

const SEARCH_AFTER = 350

function Filters({ filters, searchHint, narrowed }: FiltersProps) {
  const say = useSay()
  const params = useQueryParams()
  const setParams = useSetQueryParams()
  return (
    <div className="list-filters no-print" role="search">
      <SearchBox label={say(searchHint ?? { zh: '搜索', en: 'Search' })} />
      {filters.map((filter) => (
        <Select<string>
          key={filter.name}
          className="list-filter"
          style={{ minWidth: filter.width ?? 132 }}
          aria-label={say(filter.label)}
          placeholder={say(filter.label)}
          allowClear
          value={params[filter.name] ?? null}
          options={filter.options.map(({ value, label: words }) => ({ value, label: typeof words === 'string' ? words : say(words) }))}
          showSearch={filter.options.length > 12 ? { optionFilterProp: 'label' } : false}
          onChange={(value: string | undefined) => setParams({ [filter.name]: value, page: undefined })}
        />
      ))}
      {narrowed ? (
        <Button
          type="text"
          onClick={() => setParams(Object.fromEntries(['q', 'page', ...filters.map((f) => f.name)].map((name) => [name, undefined])))}
        >
          {say({ zh: '清除条件', en: 'Clear' })}
        </Button>
      ) : null}
    </div>
  )
}

function SearchBox({ label }: { label: string }) {
  const asked = useQueryParams()['q'] ?? ''
  const setParams = useSetQueryParams()
  const [typed, setTyped] = useState({ text: asked, of: asked })
  const [composing, setComposing] = useState(false)
  // The address changed from outside (back button, "clear"): the box follows it.
  if (typed.of !== asked) setTyped({ text: typed.text.trim() === asked ? typed.text : asked, of: asked })
  const words = typed.text.trim()
  useEffect(() => {
    // While a Chinese input method composes, the letters typed so far are not yet what is searched for.
    if (composing || words === asked) return
    const timer = setTimeout(() => setParams({ q: words, page: undefined }), SEARCH_AFTER)
    return () => clearTimeout(timer)
  }, [words, asked, composing, setParams])
  return (
    <Input.Search
      className="list-search"
      value={typed.text}
      allowClear
      placeholder={label}
      aria-label={label}
      onChange={(event) => setTyped({ text: event.target.value, of: asked })}
      onCompositionStart={() => setComposing(true)}
      onCompositionEnd={() => setComposing(false)}
      onSearch={(value) => setParams({ q: value.trim(), page: undefined })}
    />
  )
}
