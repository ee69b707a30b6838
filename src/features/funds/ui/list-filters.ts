/** What narrows the one list, alike in its three faces; everything stands in the address. */
import type { Text } from '#kernel/outcome.ts'
import { books } from '#policy/books.ts'
import { type ListGrouping, listGroupings, lotStates } from '#policy/fund-lists.ts'
import { fundClocks, poolClasses } from '#policy/fund-terms.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import type { ListFilter } from '#ui/DataPage.tsx'
import type { QueryParams } from '#ui/routing.ts'
import type { listLots } from '../funds.contract.ts'
import { catalogueLabel, levelLabel, natureLabel } from './fund-words.ts'

type Facets = AnswerOf<typeof listLots>['facets']
export interface Place {
  readonly code: string
  readonly name: string
}

const EMPTY: Facets = { levels: [], departments: [], years: [], natures: [], catalogue: [] }
const SPANS = [30, 60, fundClocks.expiringDays, 180, 365] as const

const same = (values: readonly (string | number)[]) => values.map((value) => ({ value: String(value), label: String(value) }))
const labelled = (values: readonly string[], label: (value: string) => Text) => values.map((value) => ({ value, label: label(value) }))
const entries = (table: Readonly<Record<string, Text>>) => Object.entries(table).map(([value, label]) => ({ value, label }))
const entriesOf = (table: Readonly<Record<string, { readonly label: Text }>>) =>
  Object.entries(table).map(([value, { label }]) => ({ value, label }))

export function filtersOf(facets: Facets = EMPTY, places: readonly Place[], params: QueryParams): ListFilter[] {
  return [
    { name: 'group', label: { zh: '分组小计', en: 'Group by' }, width: 112, options: entries(listGroupings) },
    { name: 'level', label: { zh: '级次', en: 'Level' }, width: 92, options: labelled(facets.levels, levelLabel) },
    { name: 'department', label: { zh: '主管部门', en: 'Department' }, width: 124, options: same(facets.departments) },
    { name: 'nature', label: { zh: '资金性质', en: 'Nature' }, width: 124, options: labelled(facets.natures, natureLabel) },
    { name: 'book', label: { zh: '专账', en: 'Book' }, width: 120, options: entriesOf(books) },
    { name: 'year', label: { zh: '年度', en: 'Year' }, width: 88, options: same(facets.years) },
    { name: 'catalogue', label: { zh: '资金目录', en: 'Catalogue' }, width: 136, options: labelled(facets.catalogue, catalogueLabel) },
    { name: 'poolClass', label: { zh: '统筹类别', en: 'Pooling' }, width: 116, options: entriesOf(poolClasses) },
    { name: 'state', label: { zh: '资金状态', en: 'State' }, width: 132, options: entries(lotStates) },
    ...(params['state'] === 'expiring'
      ? [
          {
            name: 'days',
            label: { zh: `${fundClocks.expiringDays} 天内`, en: `within ${fundClocks.expiringDays} days` },
            width: 108,
            options: SPANS.map((days) => ({ value: String(days), label: { zh: `${days} 天内`, en: `within ${days} days` } })),
          },
        ]
      : []),
    { name: 'region', label: { zh: '地域', en: 'Area' }, width: 112, options: places.map((p) => ({ value: p.code, label: p.name })) },
  ]
}

/** The filter that a group narrows to when it is opened. */
const FILTER_OF: Readonly<Record<ListGrouping, string>> = {
  level: 'level',
  nature: 'nature',
  department: 'department',
  book: 'book',
  year: 'year',
  catalogue: 'catalogue',
}

export const groupingOf = (params: QueryParams): ListGrouping | null => {
  const { group } = params
  return group !== undefined && group in listGroupings ? (group as ListGrouping) : null
}

/** The same list, narrowed to one group and no longer grouped. */
export function drillAddress(params: QueryParams, by: ListGrouping, key: string): string {
  const { group: _group, page: _page, sort: _sort, ...kept } = params
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...kept, [FILTER_OF[by]]: key }))
    if (value !== undefined && value !== '') search.set(name, String(value))
  return `/money?${search.toString()}`
}
