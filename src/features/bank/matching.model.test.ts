/** Matching: each rule alone, what it must not do, and that true pairs are found among noise whatever the order. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, type CivilDate, civilDate } from '#kernel/civil-date.ts'
import { fen, sum } from '#kernel/money.ts'
import { bankMatching } from '#policy/bank-matching.ts'
import type { BankLine, BookLine, ReturnNote } from './matching-evidence.model.ts'
import { matchLines, type MatchingResult } from './matching.model.ts'
import { subsetsOf } from './subset-sum.model.ts'
import { whyUnmatched } from './unmatched.model.ts'

const DAY = civilDate('2017-03-20')
const day = (n: number): CivilDate => addDays(DAY, n)
const bank = (id: string, amount: bigint, more: Partial<BankLine> = {}): BankLine => ({
  id,
  ofAccount: '42001520000000123456',
  on: DAY,
  amountFen: fen(amount),
  counterparty: '',
  counterpartyAccount: '',
  reference: '',
  summary: '',
  details: [],
  ...more,
})
const book = (id: string, amount: bigint, more: Partial<BookLine> = {}): BookLine => ({
  id,
  on: DAY,
  amountFen: fen(amount),
  names: [],
  accountNos: [],
  references: [],
  reverses: null,
  ...more,
})
const run = (b: readonly BankLine[], k: readonly BookLine[], returns: readonly ReturnNote[] = []) =>
  matchLines({ bank: b, book: k, returns }, bankMatching)
const said = (r: MatchingResult) => r.matches.map((m) => `${m.confidence} ${m.rule}: ${m.bank.join('+')} = ${m.book.join('+')}`)
const words = (r: MatchingResult, i = 0) => [
  r.matches[i]!.agrees.map((t) => t.zh).join('；'),
  r.matches[i]!.differs.map((t) => t.zh).join('；'),
]
const why = (r: MatchingResult) => whyUnmatched(r.bank, r.book, bankMatching)

const ROAD = '十堰市青山路桥工程有限公司'

describe('one to one', () => {
  test('by the reference of the bank, days apart, in words', () => {
    const found = run(
      [bank('b1', -500n, { reference: '中行付2017 0616-03', on: day(2) })],
      [book('k1', -500n, { references: ['中行付2017061603'] })],
    )
    expect(said(found)).toEqual(['certain reference: b1 = k1'])
    expect(words(found)).toEqual([
      '流水号一致：中行付2017 0616-03；金额一致：5.00 元',
      '日期差 2 天（银行 2017-03-22，账上 2017-03-20）；银行流水没有写对方户名',
    ])
  })

  test('the reference counts only with the amount, and far apart it needs a person', () => {
    const other = run([bank('b1', -500n, { reference: 'A100001' })], [book('k1', -501n, { references: ['A100001'] })])
    expect(said(other)).toEqual([])
    expect(why(other).bank).toMatchObject([{ id: 'b1', nearest: 'k1', why: { zh: '流水号相同，但金额差 0.01 元' } }])
    const late = run([bank('b1', -500n, { reference: 'A100001', on: day(60) })], [book('k1', -500n, { references: ['A100001'] })])
    expect(said(late)).toEqual(['likely reference: b1 = k1'])
  })

  test('by an order number in what the bank says it was for', () => {
    const found = run(
      [bank('b1', -500n, { summary: '工程款 ZF2017-0001', on: day(9) }), bank('b2', -500n, { on: day(9) })],
      [book('k1', -500n, { references: ['中行付1', 'ZF2017-0001'] })],
    )
    expect(said(found)).toEqual(['certain reference: b1 = k1'])
  })

  test('by amount, days and name, cut short or with another bracket', () => {
    const found = run([bank('b1', -500n, { counterparty: '青山路桥工程有限公司', on: day(3) })], [book('k1', -500n, { names: [ROAD] })])
    expect(said(found)).toEqual(['certain name: b1 = k1'])
    expect(words(found)[0]).toBe('金额一致：5.00 元；对方一致：青山路桥工程有限公司')
  })

  test('by the account of the other side', () => {
    const found = run(
      [bank('b1', -500n, { counterpartyAccount: '1722 0101 0400 08801' })],
      [book('k1', -500n, { accountNos: ['17220101040008801'] }), book('k2', -500n)],
    )
    expect(said(found)).toEqual(['certain name: b1 = k1'])
  })

  test('amount and day alone need a person; another name is said', () => {
    const found = run([bank('b1', 500n, { counterparty: '湖北省财政厅' })], [book('k1', 500n, { names: ['区扶贫办'] })])
    expect(said(found)).toEqual(['likely amount: b1 = k1'])
    expect(words(found)[1]).toBe('对方不同：银行“湖北省财政厅”，账上“区扶贫办”')
  })

  test.each<[string, Partial<BankLine>, bigint]>([
    ['a fen more', {}, 501n],
    ['the other way', {}, -500n],
    ['nine days later', { on: day(9) }, 500n],
  ])('%s is no match', (_, more, amount) => {
    expect(said(run([bank('b1', 500n, more)], [book('k1', amount)]))).toEqual([])
  })

  test('two that could be meant are none', () => {
    const found = run([bank('b1', 500n)], [book('k1', 500n), book('k2', 500n)])
    expect(said(found)).toEqual([])
    expect(why(found).bank[0]!.why.zh).toBe('账上有 2 笔同样金额的候选，分不出是哪一笔，请人工选择')
  })

  test('the name tells two of one amount apart, and the day tells two of one name apart', () => {
    const found = run(
      [bank('b1', -500n, { counterparty: '甲建筑公司' }), bank('b2', -500n, { counterparty: '乙建筑公司', on: day(1) })],
      [book('k2', -500n, { names: ['乙建筑公司'] }), book('k1', -500n, { names: ['甲建筑公司'], on: day(1) })],
    )
    expect(said(found)).toEqual(['certain name: b1 = k1', 'certain name: b2 = k2'])
  })

  test('as many alike at the bank as in the books are paired in order, and shown to a person', () => {
    const at = (i: number) => ({ on: day(i * 2), counterparty: ROAD })
    const found = run(
      [bank('b1', -500n, at(0)), bank('b2', -500n, at(1))],
      [book('k2', -500n, { on: day(1), names: [ROAD] }), book('k1', -500n, { on: day(-1), names: [ROAD] })],
    )
    expect(said(found)).toEqual(['likely name: b1 = k1', 'likely name: b2 = k2'])
    expect(words(found)[1]).toContain('同一对方同样金额共 2 笔')
  })
})

describe('one to several', () => {
  test('one credit under one reference for three books', () => {
    const found = run(
      [bank('b1', 600n, { reference: 'R20170320' })],
      [100n, 200n, 300n].map((a, i) => book(`k${i}`, a, { references: ['R20170320'] })),
    )
    expect(said(found)).toEqual(['certain reference: b1 = k0+k1+k2'])
    expect(words(found)[0]).toContain('3 笔合计一致：6.00 元')
  })

  test('the parts that the bank lists, each found in the books', () => {
    const part = (amount: bigint, counterparty: string) => ({
      amountFen: fen(amount),
      counterparty,
      counterpartyAccount: '',
      reference: '',
    })
    const batch = bank('b1', -700n, { details: [part(-300n, '甲建筑公司'), part(-400n, '乙建筑公司')] })
    const books = [
      book('k1', -300n, { names: ['甲建筑公司'] }),
      book('k2', -400n, { names: ['乙建筑公司'], on: day(1) }),
      book('k3', -500n),
    ]
    expect(said(run([batch], books))).toEqual(['certain details: b1 = k1+k2'])
    expect(said(run([batch], [books[0]!, book('k2', -400n)]))).toEqual(['likely details: b1 = k1+k2'])
    expect(said(run([batch], [books[0]!]))).toEqual([])
    expect(said(run([batch], [...books, book('k4', -300n, { names: ['甲建筑公司'] })]))).toEqual([])
  })

  test('the only combination that adds up needs a person, two combinations are none', () => {
    const parts = [book('k1', -123n), book('k2', -456n), book('k3', -789n)]
    expect(said(run([bank('b1', -579n)], parts))).toEqual(['likely batch: b1 = k1+k2'])
    expect(said(run([bank('b1', -300n)], [book('k1', -100n), book('k2', -200n), book('k3', -150n), book('k4', -150n)]))).toEqual([])
    expect(said(run([bank('b1', -579n, { on: day(4) })], parts))).toEqual([])
  })

  test('several at the bank for one in the books', () => {
    expect(said(run([bank('b1', 123n), bank('b2', 456n)], [book('k1', 579n)]))).toEqual(['likely batch: b1+b2 = k1'])
  })

  test('two that want the same line get neither', () => {
    const parts = [book('k1', -100n), book('k2', -200n), book('k3', -7n), book('k4', -77n)]
    expect(said(run([bank('b1', -300n), bank('b2', -107n)], parts))).toEqual([])
  })
})

describe('lines of one side', () => {
  test('a posting and its reversal cancel out; the right one is matched', () => {
    const found = run([bank('b1', 500n)], [book('k1', 500n), book('k2', -500n, { reverses: 'k1' }), book('k3', 500n)])
    expect(said(found)).toEqual(['certain reversal:  = k1+k2', 'likely amount: b1 = k3'])
  })

  test('a reversal of another amount cancels nothing out', () => {
    expect(said(run([], [book('k1', 500n), book('k2', -400n, { reverses: 'k1' })]))).toEqual([])
  })

  test('paid and returned: the word of the bank and the name', () => {
    const found = run(
      [bank('b1', -700n, { counterparty: ROAD }), bank('b2', 700n, { counterparty: ROAD, on: day(8), summary: '退汇 行号有误' })],
      [book('k1', -700n, { names: [ROAD], on: day(12) })],
    )
    expect(said(found)).toEqual(['certain returned: b1+b2 = '])
    expect(words(found)[0]).toBe('付出后原额退回，账上没有离开专户；银行摘要写明“退汇”；对方一致：十堰市青山路桥工程有限公司；8 天后退回')
    expect(why(found).book[0]!.why.zh).toBe('对账单没有金额相近的记录')
  })

  test('paid and returned: the books say so, by the reference', () => {
    const note = { on: day(8), amountFen: fen(700n), references: ['中行退2017062801'] }
    const lines = [bank('b1', -700n), bank('b2', 700n, { on: day(8), reference: '中行退2017062801' })]
    expect(said(run(lines, [], [note]))).toEqual(['certain returned: b1+b2 = '])
    expect(said(run(lines, [], []))).toEqual([])
  })

  test('moved from one special account to its successor: a line that names the other account, and no return within one account', () => {
    const [old, next] = ['42001520000000123456', '17220101040009999']
    const out = bank('b1', -700n, { counterparty: '专户', counterpartyAccount: next })
    const into = bank('b2', 700n, { ofAccount: next, on: day(1), counterparty: '专户' })
    const found = run([out, into], [])
    expect(said(found)).toEqual(['certain moved: b1+b2 = '])
    expect(words(found)[0]).toBe(`从专户 ${old} 划入 ${next}，账上没有离开专户`)
    // Without the number nobody knows, and money that came back to another account is no return of this one.
    expect(
      said(
        run(
          [
            { ...out, counterpartyAccount: '' },
            { ...into, summary: '退汇' },
          ],
          [],
        ),
      ),
    ).toEqual([])
  })

  test('what the books have as money in is no return', () => {
    const lines = [bank('b1', -700n, { counterparty: ROAD }), bank('b2', 700n, { counterparty: ROAD, on: day(1), summary: '退汇' })]
    const found = run(lines, [book('k1', -700n, { names: [ROAD] }), book('k2', 700n, { names: [ROAD], on: day(1) })])
    expect(said(found)).toEqual(['certain name: b1 = k1', 'certain name: b2 = k2'])
  })

  test('money in before money out is no return', () => {
    expect(said(run([bank('b1', 700n, { summary: '退汇' }), bank('b2', -700n, { on: day(1) })], []))).toEqual([])
  })
})

describe('why not', () => {
  test.each<[string, BankLine, BookLine[], string, string | null]>([
    ['a fen apart', bank('b', 10_000n), [book('k', 10_001n)], '金额差 0.01 元，日期差 0 天', 'k'],
    [
      'the same name',
      bank('b', 10_000n, { counterparty: ROAD }),
      [book('x', 10_001n), book('k', 10_500n, { names: [ROAD] })],
      '对方相同，金额差 5.00 元，日期差 0 天',
      'k',
    ],
    ['nine days', bank('b', 10_000n), [book('k', 10_000n, { on: day(9) })], '金额相同，日期差 9 天，超过 7 天', 'k'],
    ['the other direction', bank('b', 10_000n), [book('k', -10_000n)], '账上有同样金额，但收支方向相反', 'k'],
    ['nothing near', bank('b', 10_000n), [book('k', 90_000n)], '账上没有金额相近的记录', null],
    ['nothing at all', bank('b', 10_000n), [], '账上没有金额相近的记录', null],
  ])('%s', (_, line, books, sentence, nearest) => {
    expect(why(run([line], books)).bank).toEqual([{ id: 'b', nearest, why: { zh: sentence, en: expect.any(String) as string } }])
  })
})

describe('a subset that adds up', () => {
  const bounds = { mostLines: 10, mostSteps: 100_000 }
  test('agrees with trying everything', () => {
    const amounts = fc.array(fc.bigInt({ min: 1n, max: 30n }), { maxLength: 9 })
    fc.assert(
      fc.property(amounts, fc.bigInt({ min: 1n, max: 90n }), (list, target) => {
        const all = [...Array(2 ** list.length).keys()].map((mask) => list.flatMap((_, i) => ((mask >> i) & 1 ? [i] : [])))
        const right = all.filter((s) => s.length >= 2 && s.reduce((t, i) => t + list[i]!, 0n) === target)
        const { found, complete } = subsetsOf(target, list, bounds)
        expect(complete).toBe(true)
        expect(found.length).toBe(Math.min(2, right.length))
        for (const s of found) expect(right).toContainEqual([...s])
      }),
    )
  })
  test('gives up and says so', () => {
    const many = Array.from({ length: 40 }, (_, i) => BigInt(2 * i + 2))
    expect(subsetsOf(801n, many, { mostLines: 10, mostSteps: 1000 })).toEqual({ found: [], complete: false })
  })
})

/** A true pair tells itself by one kind of evidence; amounts are multiples of a million, so noise cannot add up to them. */
const MILLION = 1_000_000n
const pairs = fc.uniqueArray(
  fc.record({
    unit: fc.bigInt({ min: 1n, max: 5000n }),
    out: fc.boolean(),
    apart: fc.integer({ min: -7, max: 7 }),
    on: fc.integer({ min: 0, max: 300 }),
    by: fc.constantFrom('reference', 'name', 'both'),
  }),
  { selector: (p) => p.unit, maxLength: 25 },
)
const noiseOf = (rest: bigint) =>
  fc
    .array(fc.record({ unit: fc.bigInt({ min: 1n, max: 5000n }), out: fc.boolean(), on: fc.integer({ min: 0, max: 300 }) }), {
      maxLength: 20,
    })
    .map((list) => list.map((n) => ({ on: n.on, amount: (n.unit * MILLION + rest) * (n.out ? -1n : 1n) })))

test('true pairs among noise, in any order: found all, and nothing else is certain', () => {
  fc.assert(
    fc.property(pairs, noiseOf(7n), noiseOf(500_000n), fc.infiniteStream(fc.nat()), (truth, bankNoise, bookNoise, order) => {
      const shuffled = <T>(list: T[]): T[] =>
        list
          .map((item) => ({ item, at: order.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ item }) => item)
      const banks = truth.map((p, i) => {
        const amount = p.unit * MILLION * (p.out ? -1n : 1n)
        return bank(`b${i}`, amount, {
          on: day(p.on),
          reference: p.by === 'name' ? '' : `REF${i}X`,
          counterparty: p.by === 'reference' ? '' : `公司第${i}号分部`,
        })
      })
      const books = truth.map((p, i) => {
        const amount = p.unit * MILLION * (p.out ? -1n : 1n)
        return book(`k${i}`, amount, {
          on: day(p.on + p.apart),
          references: p.by === 'name' ? [] : [`REF${i}X`],
          names: p.by === 'reference' ? [] : [`公司第${i}号分部`],
        })
      })
      const noisyBank = bankNoise.map((n, i) => bank(`nb${i}`, n.amount, { on: day(n.on) }))
      const noisyBook = bookNoise.map((n, i) => book(`nk${i}`, n.amount, { on: day(n.on) }))
      const found = run(shuffled([...banks, ...noisyBank]), shuffled([...books, ...noisyBook]))
      const certain = found.matches.filter((m) => m.confidence === 'certain').map((m) => m.key)
      expect([...certain].sort()).toEqual(truth.map((_, i) => `b${i}=k${i}`).sort())
    }),
    { numRuns: 150 },
  )
})

test('whatever the lines: nothing twice, both sides the same money, one side alone cancels out, the order of input does not matter', () => {
  const name = fc.constantFrom('', '甲建筑公司', '乙建筑公司', '丙建筑公司')
  const line = fc.record({
    amount: fc.integer({ min: -6, max: 6 }).filter((n) => n !== 0),
    on: fc.integer({ min: 0, max: 12 }),
    name,
    ref: fc.constantFrom('', 'REF1', 'REF2', 'REF3'),
    word: fc.constantFrom('', '退汇'),
  })
  const lines = fc.array(line, { maxLength: 14 })
  fc.assert(
    fc.property(lines, lines, (bankSide, bookSide) => {
      const banks = bankSide.map((l, i) =>
        bank(`b${i}`, BigInt(l.amount) * 100n, { on: day(l.on), counterparty: l.name, reference: l.ref, summary: l.word }),
      )
      const books = bookSide.map((l, i) => book(`k${i}`, BigInt(l.amount) * 100n, { on: day(l.on), names: [l.name], references: [l.ref] }))
      const found = run(banks, books)
      const ids = found.matches.flatMap((m) => [...m.bank, ...m.book])
      expect(new Set(ids).size).toBe(ids.length)
      expect([...ids, ...found.bank.map((l) => l.id), ...found.book.map((l) => l.id)].sort()).toEqual(
        [...banks, ...books].map((l) => l.id).sort(),
      )
      const amountOf = new Map<string, bigint>([...banks, ...books].map((l) => [l.id, l.amountFen]))
      const total = (list: readonly string[]) => sum(list.map((id) => fen(amountOf.get(id)!)))
      for (const m of found.matches) {
        expect(total(m.bank)).toBe(total(m.book))
        if (m.bank.length === 0 || m.book.length === 0) expect(total([...m.bank, ...m.book])).toBe(0n)
        expect(Math.min(m.bank.length, m.book.length)).toBeLessThanOrEqual(1)
      }
      expect(said(run([...banks].reverse(), [...books].reverse()))).toEqual(said(found))
    }),
    { numRuns: 400 },
  )
})
