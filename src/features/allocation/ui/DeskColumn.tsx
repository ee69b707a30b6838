/** One side of the desk: searched, narrowed and paged, so that a thousand cards stay light; partners of the other side's choice come first. */
import { Input, Pagination, Select } from 'antd'
import { type ReactNode, useDeferredValue, useState } from 'react'
import type { Text } from '#kernel/outcome.ts'
import { useSay } from '#ui/language.tsx'

export interface ColumnFilter<Item> {
  readonly value: string
  readonly label: Text
  readonly fits: (item: Item) => boolean
}

interface DeskColumnProps<Item> {
  readonly title: Text
  readonly items: readonly Item[]
  readonly keyOf: (item: Item) => string
  readonly words: (item: Item) => string
  readonly filters: readonly ColumnFilter<Item>[]
  /** Smaller comes first; equal keeps the order given. */
  readonly first: (item: Item) => number
  readonly searchHint: Text
  readonly children: (item: Item) => ReactNode
}

const PAGE = 12

export function DeskColumn<Item>({ title, items, keyOf, words, filters, first, searchHint, children }: DeskColumnProps<Item>) {
  const say = useSay()
  const [typed, setTyped] = useState('')
  const [filter, setFilter] = useState(filters[0]!.value)
  const [page, setPage] = useState(1)
  const q = useDeferredValue(typed).trim().toLowerCase()
  const { fits } = filters.find((f) => f.value === filter)!
  const found = items
    .filter((item) => fits(item) && (q === '' || words(item).toLowerCase().includes(q)))
    .sort((a, b) => first(a) - first(b))
  const current = Math.min(page, Math.max(1, Math.ceil(found.length / PAGE)))
  return (
    <section className="desk-column" aria-label={say(title)}>
      <h2>
        {say(title)} <span className="desk-count">{found.length}</span>
      </h2>
      <div className="desk-narrow">
        <Input
          value={typed}
          allowClear
          aria-label={say(searchHint)}
          placeholder={say(searchHint)}
          onChange={(event) => {
            setTyped(event.target.value)
            setPage(1)
          }}
        />
        <Select
          value={filter}
          aria-label={`${say(title)}${say({ zh: '：显示哪些', en: ': which' })}`}
          options={filters.map((f) => ({ value: f.value, label: say(f.label) }))}
          onChange={(value) => {
            setFilter(value)
            setPage(1)
          }}
        />
      </div>
      {found.length === 0 ? (
        <p className="desk-none">{say({ zh: '没有符合条件的，换个词或看全部。', en: 'Nothing matches; try another word or all.' })}</p>
      ) : null}
      <ul className="desk-cards">
        {found.slice((current - 1) * PAGE, current * PAGE).map((item) => (
          <li key={keyOf(item)}>{children(item)}</li>
        ))}
      </ul>
      {found.length > PAGE ? (
        <Pagination simple size="small" current={current} pageSize={PAGE} total={found.length} onChange={setPage} showSizeChanger={false} />
      ) : null}
    </section>
  )
}
