import { expect, it } from 'vitest'
import type { DataColumn } from '#ui/DataTable.tsx'
import { sortRows } from './sort-rows.ts'

interface Row {
  readonly name: string
  readonly fen: string
  readonly n: number
}
const label = { zh: '', en: '' }
const columns: DataColumn<Row>[] = [
  { key: 'name', title: label, value: (r) => r.name },
  { key: 'fen', title: label, kind: 'money', value: (r) => r.fen },
  { key: 'n', title: label, kind: 'number', value: (r) => r.n },
]
const rows = [
  { name: '水利局', fen: '9', n: 10 },
  { name: '农业局', fen: '10007199254740993', n: 9 },
  { name: '交通局', fen: '10007199254740992', n: 100 },
]
const names = (sort: string | null) => sortRows(rows, columns, sort).map((r) => r.name)

it('sorts money exactly, numbers by size, text by its order, either way, and otherwise leaves the order', () => {
  expect(names('fen')).toEqual(['水利局', '交通局', '农业局'])
  expect(names('-fen')).toEqual(['农业局', '交通局', '水利局'])
  expect(names('n')).toEqual(['农业局', '水利局', '交通局'])
  expect(names('name')).toEqual(['交通局', '农业局', '水利局'])
  for (const none of [null, 'other']) expect(names(none)).toEqual(['水利局', '农业局', '交通局'])
})
