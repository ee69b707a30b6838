/** Shortfalls worked out by hand, and the same answers for many projects at once as for each alone. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fen } from '#kernel/money.ts'
import { nameAccount } from '#features/ledger/ledger.model.ts'
import type { BookKey } from '#policy/books.ts'
import { type Available, giversOf, helpFor, helpForEach, type ProjectNeed, shortfallOf } from './shortfall.model.ts'

const lot = (id: string, book: BookKey, uses: readonly string[], amount: bigint, regions: readonly string[] | null = null): Available => ({
  lot: { lotId: id, name: id, uses, book, poolClass: 'poolable', regions, usableTo: 2018 },
  account: nameAccount(id, book, 'available'),
  balanceFen: fen(amount),
})

const project = (more: Partial<ProjectNeed> = {}): ProjectNeed => ({
  projectId: 'prj',
  name: '路',
  category: 'road',
  poverty: true,
  agriculture: true,
  household: false,
  regions: ['420302201201', '420302201', '420302'],
  year: 2017,
  needFen: fen(1000n),
  allocatedFen: fen(0n),
  ...more,
})

test.each([
  [1000n, 300n, 200n, 500n],
  [1000n, 1000n, 0n, 0n],
  [1000n, 300n, 700n, 0n],
  [1000n, 300n, 9999n, 0n],
  [0n, 0n, 0n, 0n],
])('need %i, allocated %i, own %i: short by %i', (need, allocated, own, short) => {
  expect(shortfallOf(fen(need), fen(allocated), fen(own)).shortfallFen).toBe(short)
})

describe('what could help', () => {
  const all = [
    lot('p', 'poverty', ['road'], 100n),
    lot('c', 'coordination', ['road'], 200n),
    lot('far', 'coordination', ['road'], 400n, ['420302202']),
    lot('f', 'financing', ['road', 'housing'], 800n),
  ]

  test.each([
    ['poverty', 100n, [200n, 800n]],
    ['coordination', 200n, [800n]],
  ] as const)('the %s book', (receiver, own, helpers) => {
    const help = helpFor(project(), receiver, 2017, all)
    expect([help.ownFen, help.helpers.map((h) => h.availableFen)]).toEqual([own, helpers])
  })

  test('not debt for households, whatever the book it would pass through', () => {
    const help = helpFor(project({ category: 'housing', household: true }), 'poverty', 2017, all)
    expect(help.helpers.map((h) => h.availableFen)).toEqual([0n, 0n])
  })

  test('not money that lapses before the phase', () => {
    expect(helpFor(project(), 'poverty', 2019, all)).toMatchObject({ ownFen: 0n, shortfallFen: 1000n })
  })

  test('nobody helps the financing book', () => {
    expect([giversOf('financing'), giversOf('coordination'), giversOf('poverty')]).toEqual([
      [],
      ['financing'],
      ['coordination', 'financing'],
    ])
  })

  test('many at once are answered like each alone', () => {
    const any = fc.record({
      category: fc.constantFrom('road', 'housing', 'water'),
      poverty: fc.boolean(),
      agriculture: fc.boolean(),
      household: fc.boolean(),
      year: fc.integer({ min: 2016, max: 2019 }),
      regions: fc.constantFrom(['420302201201', '420302201', '420302'], ['420302202201', '420302202', '420302']),
      needFen: fc.bigInt({ min: 0n, max: 2000n }).map(fen),
    })
    fc.assert(
      fc.property(fc.array(any, { maxLength: 20 }), fc.constantFrom('poverty' as const, 'coordination' as const), (list, receiver) => {
        const help = helpForEach(2017, all)
        for (const one of list) expect(help(project(one), receiver)).toEqual(helpFor(project(one), receiver, 2017, all))
      }),
    )
  })
})
