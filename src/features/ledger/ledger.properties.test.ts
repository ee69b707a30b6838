/** Properties of every posting and of the rule by which several lots share one payment, over random balances. */
import fc from 'fast-check'
import { canonical } from '#kernel/json.ts'
import { inputText } from './ledger.commands.ts'
import { describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { type Fen, fen, magnitude, sum } from '#kernel/money.ts'
import { type BookKey, books } from '#policy/books.ts'
import { type PostingKindKey, postings } from '#policy/postings.ts'
import { type Holding, takeExpiringFirst, takeInProportion } from './holdings.model.ts'
import {
  type AccountName,
  accountText,
  atStage,
  type Decided,
  decidePosting,
  type LedgerFacts,
  type LotFacts,
  type Move,
  nameAccount,
  type PostingDraft,
  type PurposeFacts,
  reversed,
} from './ledger.model.ts'
import { postingBytes } from './posting-bytes.model.ts'

const today = civilDate('2017-06-30')
const LOTS = ['A', 'B', 'C']
const PROJECTS = ['P', 'Q']
const lotOf = (lotId: string): LotFacts => ({
  lotId,
  name: lotId,
  uses: ['road'],
  book: 'poverty',
  poolClass: 'poolable',
  regions: null,
  usableTo: 2018,
})
const purposeOf = (projectId: string): PurposeFacts => ({
  projectId,
  name: projectId,
  category: 'road',
  poverty: true,
  agriculture: true,
  household: false,
  regions: ['420302'],
  year: 2017,
})
const facts = (balances: readonly (readonly [string, Fen])[]): LedgerFacts & { readonly balances: ReadonlyMap<string, Fen> } => ({
  today,
  howPaid: new Map(),
  balances: new Map(balances),
  lots: new Map(LOTS.map((id) => [id, lotOf(id)])),
  purposes: new Map(PROJECTS.map((id) => [id, purposeOf(id)])),
  books: new Map([['poverty', { closedThrough: 0, keepers: [{ personId: 'K1', from: today, to: null }] }]]),
  personId: 'K1',
})
const move = (from: AccountName, to: AccountName, amount: bigint): Move => ({ from, to, amountFen: fen(amount) })
const draft = (kind: (typeof kinds)[number], moves: readonly Move[]): PostingDraft => ({ kind, businessDate: today, basis: '依据', moves })
const codeOf = (d: PostingDraft, f: LedgerFacts) => {
  const outcome = decidePosting(d, f)
  return outcome.ok ? 'ok' : outcome.refusal.code
}

/** A few lots and projects with random balances, and postings that may or may not fit. */
const kinds = ['receipt', 'reservation', 'release', 'announcement'] as const
const amount = fc.bigInt({ min: 1n, max: 60n })
const balances = fc
  .array(
    fc.tuple(
      fc.constantFrom(...LOTS),
      fc.constantFrom('expected' as const, 'available' as const, 'reserved' as const),
      fc.constantFrom(...PROJECTS),
      amount,
    ),
    {
      maxLength: 12,
    },
  )
  .map((list) =>
    list.map(
      ([lotId, stage, projectId, value]) =>
        [accountText(atStage(nameAccount(lotId, 'poverty', 'source', { projectId }), stage)), fen(value)] as const,
    ),
  )
const posting = fc
  .tuple(
    fc.constantFrom(...kinds),
    fc.array(fc.tuple(fc.constantFrom(...LOTS), fc.constantFrom(...PROJECTS), amount), { minLength: 1, maxLength: 6 }),
  )
  .map(([kind, list]) =>
    draft(
      kind,
      list.map(([lotId, projectId, value]) => {
        const base = nameAccount(lotId, 'poverty', 'source', { projectId })
        return move(atStage(base, postings[kind].moves[0].from), atStage(base, postings[kind].moves[0].to), value)
      }),
    ),
  )
const all = (before: ReadonlyMap<string, Fen>, { balances: after }: Decided): ReadonlyMap<string, Fen> => new Map([...before, ...after])
const nonZero = (map: ReadonlyMap<string, Fen>) => [...map].filter(([, v]) => v !== 0n).sort(([a], [b]) => (a < b ? -1 : 1))

describe('texts that are hashed', () => {
  const word = fc.oneof(fc.string(), fc.constantFrom('基准“决定”', 'a"b\\c', 'line\nfeed', '\u2028', ''))
  const maybe = fc.option(word, { nil: undefined })
  const orNull = fc.option(word, { nil: null })

  test('a posting’s is the canonical one', () => {
    const voucher = fc.record({
      no: fc.nat(),
      otherBook: orNull,
      otherNo: fc.option(fc.nat()),
      keeper: orNull,
      entryKind: word,
      red: fc.boolean(),
    })
    const first = {
      id: word,
      district: word,
      book: word,
      number: fc.bigInt(),
      kind: word,
      businessDate: word,
      recordedAt: word,
      person: word,
    }
    const more = { key: word, basis: word, reason: orNull, reverses: orNull, moves: fc.array(fc.tuple(word, word, fc.bigInt())) }
    fc.assert(
      fc.property(fc.record({ ...first, ...more }), fc.option(voucher), (facts, v) => {
        expect(postingBytes({ ...facts, voucher: v })).toBe(canonical(v ? { ...facts, voucher: v } : facts))
      }),
    )
  })

  test('an input’s is the canonical one', () => {
    const amountFen = fc.bigInt().map(fen)
    const one = fc.record({
      lotId: word,
      amountFen,
      projectId: maybe,
      contractId: maybe,
      claimId: maybe,
      payeeId: maybe,
      from: maybe,
      to: maybe,
    })
    const input = fc.record({
      key: word,
      kind: word,
      businessDate: fc.constant(civilDate('2017-06-30')),
      basis: word,
      reason: maybe,
      reverses: maybe,
    })
    fc.assert(
      fc.property(input, fc.option(fc.array(one), { nil: undefined }), (head, moves) => {
        expect(inputText({ ...head, moves })).toBe(canonical({ ...head, moves }))
      }),
    )
  })
})

describe('every posting', () => {
  test('that is posted and reversed leaves everything as it was', () => {
    let posted = 0
    fc.assert(
      fc.property(balances, posting, (list, d) => {
        const before = facts(list)
        const after = decidePosting(d, before)
        if (!after.ok) return
        posted++
        const reverses = { postingId: 'X', book: 'poverty' as const, entryKind: d.kind as PostingKindKey, red: false }
        const back = decidePosting(
          { ...d, kind: 'reversal', reverses, moves: reversed(d.moves) },
          { ...before, balances: all(before.balances, after.value) },
        )
        expect(back.ok && nonZero(all(before.balances, back.value))).toEqual(nonZero(before.balances))
      }),
      { numRuns: 1000 },
    )
    expect(posted).toBeGreaterThan(100)
  })

  test('has the same effect and the same answer in whatever order its moves stand', () => {
    const withOrder = posting.chain((d) =>
      fc.shuffledSubarray([...d.moves], { minLength: d.moves.length }).map((moves) => [d, { ...d, moves }] as const),
    )
    fc.assert(
      fc.property(balances, withOrder, (list, [one, other]) => {
        const f = facts(list)
        const [a, b] = [decidePosting(one, f), decidePosting(other, f)]
        expect(a.ok ? nonZero(a.value.balances) : a.refusal.code).toEqual(b.ok ? nonZero(b.value.balances) : b.refusal.code)
      }),
      { numRuns: 1000 },
    )
  })

  test('keeps the sum of each lot, and puts nothing but the source below zero (I2, I3)', () => {
    const perLot = (map: ReadonlyMap<string, Fen>) =>
      LOTS.map((id) => sum([...map].filter(([k]) => k.startsWith(`${id}/`)).map(([, v]) => v)))
    fc.assert(
      fc.property(balances, posting, (list, d) => {
        const f = facts(list)
        const after = decidePosting(d, f)
        const map = after.ok ? all(f.balances, after.value) : f.balances
        expect(perLot(map)).toEqual(perLot(f.balances))
        expect([...map].filter(([k, v]) => v < 0n && !k.includes('/source/'))).toEqual([])
      }),
      { numRuns: 1000 },
    )
  })

  test('is refused for want of money only when some account would really be overdrawn', () => {
    fc.assert(
      fc.property(balances, posting, (list, d) => {
        const f = facts(list)
        const left = new Map<string, bigint>(f.balances)
        for (const m of d.moves) left.set(accountText(m.from), (left.get(accountText(m.from)) ?? 0n) - m.amountFen)
        const overdrawn = d.kind !== 'announcement' && [...left.values()].some((v) => v < 0n)
        expect(codeOf(d, f)).toBe(overdrawn ? 'would_go_negative' : 'ok')
      }),
      { numRuns: 1000 },
    )
  })
})

const HOLDING_BOOKS = Object.keys(books) as BookKey[]
const holding = (i: number, value: bigint, usableTo = 2018): Holding => ({
  account: nameAccount(`L${i}`, HOLDING_BOOKS[i % 3]!, 'reserved'),
  balanceFen: fen(value),
  usableTo,
})
const holdings = fc
  .array(fc.tuple(fc.bigInt({ min: 1n, max: 10n ** 13n }), fc.integer({ min: 2016, max: 2019 })), { minLength: 1, maxLength: 12 })
  .map((list) => list.map(([value, year], i) => holding(i, value, year)))
const allOf = (list: readonly Holding[]) => sum(list.map((h) => h.balanceFen))
const asked = holdings.chain((list) => fc.bigInt({ min: 1n, max: allOf(list) }).map((wanted) => [list, fen(wanted)] as const))

describe.each([
  ['in proportion', takeInProportion],
  ['expiring first', takeExpiringFirst],
])('taking %s (I8)', (_, take) => {
  test('takes exactly what is asked, never more than a holding has, each holding once', () => {
    fc.assert(
      fc.property(asked, ([list, wanted]) => {
        const parts = take(wanted, list)
        expect(sum(parts.map((p) => p.amountFen))).toBe(wanted)
        const limits = new Map(list.map((h) => [h.account, h.balanceFen]))
        for (const part of parts) expect(part.amountFen > 0n && part.amountFen <= limits.get(part.account)!).toBe(true)
        expect(new Set(parts.map((p) => p.account)).size).toBe(parts.length)
      }),
      { numRuns: 1000 },
    )
  })

  test('emptied step by step, the holdings give back every fen', () => {
    fc.assert(
      fc.property(holdings, fc.array(fc.bigInt({ min: 1n, max: 10n ** 13n }), { maxLength: 8 }), (start, wishes) => {
        let list: readonly Holding[] = start
        let taken = 0n
        for (const wish of [...wishes, allOf(start)]) {
          const wanted = fen(wish < allOf(list) ? wish : allOf(list))
          if (wanted === 0n) break
          const parts = new Map(take(wanted, list).map((p) => [p.account, p.amountFen]))
          list = list.map((h) => ({ ...h, balanceFen: fen(h.balanceFen - (parts.get(h.account) ?? 0n)) })).filter((h) => h.balanceFen > 0n)
          taken += wanted
        }
        expect([taken, list]).toEqual([allOf(start), []])
      }),
    )
  })

  test('asking for more than there is, or for nothing, is a fault of the program', () => {
    expect(() => take(fen(11n), [holding(0, 10n)])).toThrow('I8')
    expect(() => take(fen(0n), [holding(0, 10n)])).toThrow('I8')
  })
})

describe('the declared rule for what several lots pay together', () => {
  const amounts = (wanted: bigint, list: readonly (readonly [bigint, number])[]) =>
    takeExpiringFirst(
      fen(wanted),
      list.map(([value, year], i) => holding(i, value, year)),
    ).map((p) => [p.account.lotId, p.amountFen])

  test.each<[string, bigint, (readonly [bigint, number])[], [string, bigint][]]>([
    [
      'one year: in proportion',
      100n,
      [
        [100n, 2018],
        [100n, 2018],
        [100n, 2018],
      ],
      [
        ['L0', 34n],
        ['L1', 33n],
        ['L2', 33n],
      ],
    ],
    [
      'the odd fen goes to the larger remainder',
      7n,
      [
        [1n, 2018],
        [9n, 2018],
      ],
      [
        ['L0', 1n],
        ['L1', 6n],
      ],
    ],
    [
      'what lapses first pays first',
      60n,
      [
        [100n, 2019],
        [50n, 2017],
      ],
      [
        ['L1', 50n],
        ['L0', 10n],
      ],
    ],
    [
      'what lapses later is not touched without need',
      50n,
      [
        [100n, 2019],
        [50n, 2017],
      ],
      [['L1', 50n]],
    ],
    [
      'inside a year again in proportion',
      40n,
      [
        [30n, 2018],
        [20n, 2017],
        [10n, 2018],
      ],
      [
        ['L1', 20n],
        ['L0', 15n],
        ['L2', 5n],
      ],
    ],
    [
      'a share below half a fen is nothing',
      1n,
      [
        [5n, 2018],
        [1n, 2018],
      ],
      [['L0', 1n]],
    ],
  ])('%s', (_, wanted, list, expected) => {
    expect(amounts(wanted, list)).toEqual(expected)
  })

  test('never leaves a fen that lapses sooner while it takes one that lapses later', () => {
    fc.assert(
      fc.property(asked, ([list, wanted]) => {
        const taken = new Map(takeExpiringFirst(wanted, list).map((p) => [p.account, p.amountFen]))
        const latest = Math.max(...list.filter((h) => taken.has(h.account)).map((h) => h.usableTo))
        const left = list.filter((h) => h.usableTo < latest && (taken.get(h.account) ?? 0n) < h.balanceFen)
        expect(left).toEqual([])
      }),
    )
  })

  test('inside the last year nobody is more than a fen off the exact share', () => {
    fc.assert(
      fc.property(asked, ([list, wanted]) => {
        const taken = new Map(takeExpiringFirst(wanted, list).map((p) => [p.account, p.amountFen]))
        const latest = Math.max(...list.filter((h) => taken.has(h.account)).map((h) => h.usableTo))
        const group = list.filter((h) => h.usableTo === latest)
        const total = sum(group.map((h) => taken.get(h.account) ?? fen(0n)))
        for (const h of group) {
          const off = (taken.get(h.account) ?? 0n) * allOf(group) - total * h.balanceFen
          expect(magnitude(off) < allOf(group)).toBe(true)
        }
      }),
    )
  })
})
