/** Vouchers are projections: whatever is posted, both ledgers balance, and 101 is the money that lies in the bank (I9). */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BookKey, books, helps, type StageKey, stages } from '#policy/books.ts'
import { type PostingKindKey, postings } from '#policy/postings.ts'
import { quotaSubject, type SubjectCode } from '#policy/subjects.ts'
import {
  detailWords,
  gapsOf,
  linesOfPosting,
  summaryOf,
  totalsOf,
  voucherLines,
  type VoucherMove,
  type VoucherSource,
} from './vouchers.model.ts'

const BOOKS = Object.keys(books) as BookKey[]
const detail = {
  lotId: 'lot_1',
  lot: '扶贫资金',
  docNo: '财农〔2017〕1号',
  projectId: '',
  project: null,
  contractId: '',
  contract: null,
  claimId: '',
  payee: null,
}

interface Placed {
  readonly kind: PostingKindKey
  readonly book: BookKey
  readonly moves: readonly VoucherMove[]
}

const kinds = (Object.keys(postings) as PostingKindKey[]).filter((kind) => kind !== 'year-close')

/** One posting of any kind but the closing of a year, which has lines of its own. */
const posting: fc.Arbitrary<Placed> = fc.constantFrom(...kinds).chain((kind) => {
  const policy: { moves: readonly { from: StageKey; to: StageKey }[]; books?: readonly BookKey[] } = postings[kind]
  const givers = kind === 'supplement' ? BOOKS.filter((b) => helps[b].length > 0) : (policy.books ?? BOOKS)
  return fc.constantFrom(...givers).chain((book) =>
    fc
      .tuple(
        fc.constantFrom(...(kind === 'supplement' ? (helps[book] as readonly BookKey[]) : [book])),
        fc.array(fc.tuple(fc.constantFrom(...policy.moves), fc.bigInt({ min: 1n, max: 9_999_999_999n })), { minLength: 1, maxLength: 6 }),
      )
      .map(([toBook, list]) => ({
        kind,
        book,
        moves: list.map(([{ from, to }, amountFen]) => ({ fromBook: book, from, toBook, to, amountFen, detail })),
      })),
  )
})

const sourceOf = ({ kind, book, moves }: Placed): VoucherSource => ({ book, entryKind: kind, red: false, moves, closing: [] })
const turned = ({ kind, book, moves }: Placed): VoucherSource => ({
  book,
  entryKind: kind,
  red: true,
  moves: moves.map((m) => ({ ...m, fromBook: m.toBook, from: m.to, toBook: m.fromBook, to: m.from })),
  closing: [],
})

describe('the voucher of any posting', () => {
  test('balances in each ledger of each book that it touches, and is never empty', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(posting, (placed) => {
        for (const source of [sourceOf(placed), turned(placed)]) {
          const touched = new Set(linesOfPosting(source).map((l) => l.book))
          expect([...touched].sort()).toEqual([...new Set(placed.moves.flatMap((m) => [m.fromBook, m.toBook]))].sort())
          for (const book of touched) for (const t of totalsOf(voucherLines(source, book))) expect(t.debitFen).toBe(t.creditFen)
        }
        seen.add(placed.kind)
      }),
      { numRuns: 2000 },
    )
    expect(seen.size).toBe(kinds.length)
  })

  test('in red shows the very same lines with amounts below zero', () => {
    fc.assert(
      fc.property(posting, (placed) => {
        const [black, red] = [linesOfPosting(sourceOf(placed)), linesOfPosting(turned(placed))]
        expect(red).toEqual(black.map((l) => ({ ...l, debitFen: -l.debitFen, creditFen: -l.creditFen })))
      }),
      { numRuns: 500 },
    )
  })

  test('after any sequence leaves on 101 of each book what lies in its stages at the bank, and on the quota titles what the stages hold', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(posting, fc.boolean()), { maxLength: 25 }), (sequence) => {
        const held = new Map<string, bigint>()
        const titles = new Map<string, bigint>()
        const put = (map: Map<string, bigint>, key: string, amount: bigint) => map.set(key, (map.get(key) ?? 0n) + amount)
        for (const [placed, red] of sequence) {
          const source = red ? turned(placed) : sourceOf(placed)
          for (const m of source.moves) {
            put(held, `${m.fromBook} ${m.from}`, -m.amountFen)
            put(held, `${m.toBook} ${m.to}`, m.amountFen)
          }
          for (const l of linesOfPosting(source)) put(titles, `${l.book} ${l.subject}`, l.debitFen - l.creditFen)
        }
        const stageKeys = Object.keys(stages) as StageKey[]
        for (const book of BOOKS) {
          const sumOf = (list: readonly StageKey[]) => list.reduce((sum, s) => sum + (held.get(`${book} ${s}`) ?? 0n), 0n)
          expect(titles.get(`${book} 101`) ?? 0n).toBe(sumOf(stageKeys.filter((s) => stages[s].inBank)))
          const codes = [...new Set(Object.values(quotaSubject))].filter((c): c is Exclude<typeof c, null> => c !== null)
          // The source of quota is also what supplements come from and go to.
          for (const code of codes)
            if (code !== '801')
              expect(titles.get(`${book} ${code}`) ?? 0n, code).toBe(sumOf(stageKeys.filter((s) => quotaSubject[s] === code)))
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('a supplement', () => {
  const placed: Placed = {
    kind: 'supplement',
    book: 'financing',
    moves: [{ fromBook: 'financing', from: 'available', toBook: 'poverty', to: 'reserved', amountFen: 500_000_00n, detail }],
  }
  const shown = (book: BookKey, source = sourceOf(placed)) =>
    voucherLines(source, book).map((l) => [l.ledger, l.subject, l.debitFen, l.creditFen])

  test('is 502/101 in the giving book and 101/404 in the receiving one, with its quota beside it', () => {
    expect(shown('financing')).toEqual([
      ['cash', '502', 500_000_00n, 0n],
      ['cash', '101', 0n, 500_000_00n],
      ['quota', '801', 500_000_00n, 0n],
      ['quota', '811', 0n, 500_000_00n],
    ])
    expect(shown('poverty')).toEqual([
      ['cash', '101', 500_000_00n, 0n],
      ['cash', '404', 0n, 500_000_00n],
      ['quota', '813', 500_000_00n, 0n],
      ['quota', '801', 0n, 500_000_00n],
    ])
    expect(shown('coordination')).toEqual([])
  })

  test('given back stands in red on the same sides of both books', () => {
    expect(shown('poverty', turned(placed)).slice(0, 2)).toEqual([
      ['cash', '101', -500_000_00n, 0n],
      ['cash', '404', 0n, -500_000_00n],
    ])
  })
})

test('money that returns to its contract is a transfer between details of one title', () => {
  const move: VoucherMove = { fromBook: 'poverty', from: 'returned', toBook: 'poverty', to: 'committed', amountFen: 7n, detail }
  const source = sourceOf({ kind: 'return-to-contract', book: 'poverty', moves: [move] })
  expect(voucherLines(source, 'poverty').map((l) => [l.ledger, l.subject, l.debitFen, l.creditFen])).toEqual([
    ['quota', '814', 7n, 0n],
    ['quota', '814', 0n, 7n],
  ])
})

test('the closing of a year shows the lines it keeps, in red when it is taken back', () => {
  const closing = [
    { subject: '401' as SubjectCode, debitFen: 100n, creditFen: 0n, detail },
    { subject: '301' as SubjectCode, debitFen: 0n, creditFen: 100n, detail },
  ]
  const move: VoucherMove = { fromBook: 'poverty', from: 'result', toBook: 'poverty', to: 'surplus', amountFen: 100n, detail }
  const source: VoucherSource = { book: 'poverty', entryKind: 'year-close', red: false, moves: [move], closing }
  const shown = (red: boolean) => voucherLines({ ...source, red }, 'poverty').map((l) => [l.subject, l.debitFen, l.creditFen])
  expect(shown(false)).toEqual([
    ['401', 100n, 0n],
    ['301', 0n, 100n],
  ])
  expect(shown(true)).toEqual([
    ['401', -100n, 0n],
    ['301', 0n, -100n],
  ])
})

test('a month with a hole, a double or a number beyond its last is told by its numbers', () => {
  expect(gapsOf([1, 2, 3], 3)).toEqual({ missing: [], twice: [] })
  expect(gapsOf([1, 3, 3, 5], 4)).toEqual({ missing: [2, 4], twice: [3, 5] })
  expect(gapsOf([], 2)).toEqual({ missing: [1, 2], twice: [] })
})

test('a reversal names itself and what it turns round; a detail leaves out what the money does not know', () => {
  expect(summaryOf({ kind: 'reversal', entryKind: 'receipt', basis: '更正单3' }).zh).toBe('红字冲销：资金到账 更正单3')
  expect(summaryOf({ kind: 'receipt', entryKind: 'receipt', basis: '回单9' }).zh).toBe('资金到账 回单9')
  expect(detailWords({ ...detail, payee: '某公司' })).toBe('财农〔2017〕1号 扶贫资金 · 某公司')
})
