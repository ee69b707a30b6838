import { describe, expect, test } from 'vitest'
import { roles } from '#policy/roles.ts'
import { entryOf, menuFor } from './menu.ts'

const paths = (permissions: readonly string[]) => menuFor(permissions).flatMap((section) => section.entries.map((entry) => entry.path))

describe('the menu', () => {
  test('shows a village what it may open and nothing of the money', () => {
    expect(paths(roles.village.permissions)).toEqual(['/', '/projects', '/claims', '/rules', '/trace', '/public'])
  })

  test('gives the treasury receipts and no imports', () => {
    const treasury = paths(roles.finance.permissions)
    expect(treasury).toContain('/money/receipts')
    expect(treasury).not.toContain('/money/import')
  })

  test('has no empty section', () => {
    expect(menuFor([]).map((section) => section.key)).toEqual(['desk', 'rules', 'public'])
  })
})

test('a page belongs to the entry with the longest path', () => {
  expect(entryOf('/')).toBe('/')
  expect(entryOf('/money/receipts')).toBe('/money/receipts')
  expect(entryOf('/money/lots/lot_1')).toBe('/money')
  expect(entryOf('/moneyless')).toBe('')
  expect(entryOf('/books/postings/pst_1')).toBe('/books/postings')
})
