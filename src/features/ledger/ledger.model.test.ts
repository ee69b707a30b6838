import { describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { type Fen, fen } from '#kernel/money.ts'
import { type BookKey, books, type StageKey, stages } from '#policy/books.ts'
import { type PostingKindKey, postings } from '#policy/postings.ts'
import {
  type AccountName,
  accountText,
  atStage,
  byBook,
  decidePosting,
  type LedgerFacts,
  type LotFacts,
  type Move,
  nameAccount,
  permits,
  type PostingDraft,
  type PurposeFacts,
  reasonsOf,
} from './ledger.model.ts'

const today = civilDate('2017-06-30')
const lot = (lotId: string, more: Partial<LotFacts> = {}): LotFacts => ({
  lotId,
  name: `资金${lotId}`,
  uses: ['road', 'water'],
  book: 'poverty',
  poolClass: 'poolable',
  regions: null,
  usableTo: 2018,
  ...more,
})
const purpose = (projectId: string, more: Partial<PurposeFacts> = {}): PurposeFacts => ({
  projectId,
  name: `项目${projectId}`,
  category: 'road',
  poverty: true,
  agriculture: true,
  household: false,
  regions: ['420302202201', '420302202', '420302'],
  year: 2017,
  ...more,
})
const keeper = { personId: 'K1', from: civilDate('2015-01-01'), to: null }
const byId = <T>(key: (item: T) => string, ...items: T[]) => new Map(items.map((i) => [key(i), i]))

const held = (account: AccountName, amount: bigint): readonly [string, Fen] => [accountText(account), fen(amount)]
const facts = (balances: readonly (readonly [string, Fen])[] = [], more: Partial<LedgerFacts> = {}): LedgerFacts => ({
  today,
  howPaid: new Map(),
  balances: new Map(balances),
  lots: byId((l) => l.lotId, lot('A'), lot('B')),
  purposes: byId((p) => p.projectId, purpose('P')),
  books: new Map((Object.keys(books) as BookKey[]).map((b) => [b, { closedThrough: 0, keepers: [keeper] }])),
  personId: 'K1',
  ...more,
})

const available = (lotId: string, book: BookKey = 'poverty') => nameAccount(lotId, book, 'available')
const reserved = (lotId: string, projectId = 'P', book: BookKey = 'poverty') => nameAccount(lotId, book, 'reserved', { projectId })
const move = (from: AccountName, to: AccountName, amount: bigint): Move => ({ from, to, amountFen: fen(amount) })
const draft = (moves: readonly Move[], more: Partial<PostingDraft> = {}): PostingDraft => ({
  kind: 'reservation',
  businessDate: today,
  basis: '茅扶组〔2017〕6号',
  moves,
  ...more,
})
const codeOf = (d: PostingDraft, f: LedgerFacts) => {
  const outcome = decidePosting(d, f)
  return outcome.ok ? 'ok' : outcome.refusal.code
}

describe('refusals', () => {
  test('come in their order: a request that breaks every rule, mended one rule at a time', () => {
    const other = available('Z', 'financing')
    let f = facts([], { purposes: new Map() })
    const tried: string[] = []
    const attempt = (d: PostingDraft) => tried.push(codeOf(d, f))
    attempt(draft([], { basis: ' ', businessDate: civilDate('2017-07-01') }))
    const bad = move(other, reserved('Z'), 0n)
    attempt(draft([bad], { basis: ' ', businessDate: civilDate('2017-07-01'), kind: 'receipt' }))
    attempt(draft([bad], { businessDate: civilDate('2017-07-01'), kind: 'receipt' }))
    attempt(draft([bad], { kind: 'receipt' }))
    attempt(draft([move(other, reserved('Z'), 5n)], { kind: 'receipt' }))
    attempt(draft([move(available('Z'), reserved('Z'), 5n)], { kind: 'receipt' }))
    attempt(draft([move(available('Z'), reserved('Z'), 5n)]))
    attempt(draft([move(available('A'), reserved('A'), 5n)]))
    f = facts([], { purposes: byId((p) => p.projectId, purpose('P', { category: 'housing' })) })
    attempt(draft([move(available('A'), reserved('A'), 5n)]))
    f = facts()
    attempt(draft([move(available('A'), reserved('A'), 5n)]))
    f = facts([held(available('A'), 5n)])
    attempt(draft([move(available('A'), reserved('A'), 5n)]))
    expect(tried).toEqual([
      'nothing_to_post',
      'basis_missing',
      'date_in_future',
      'amount_must_be_positive',
      'books_mixed',
      'move_not_listed',
      'unknown_lot',
      'unknown_project',
      'use_not_permitted',
      'would_go_negative',
      'ok',
    ])
  })

  test.each<[string, bigint, bigint, string]>([
    ['all of it', 100n, 100n, 'ok'],
    ['a fen too much', 100n, 101n, 'would_go_negative'],
    ['from an account that does not exist', 0n, 1n, 'would_go_negative'],
    ['nothing', 100n, 0n, 'amount_must_be_positive'],
    ['less than nothing', 100n, -1n, 'amount_must_be_positive'],
  ])('%s: %d held, %d wanted is %s', (_, balance, wanted, code) => {
    expect(codeOf(draft([move(available('A'), reserved('A'), wanted)]), facts([held(available('A'), balance)]))).toBe(code)
  })

  test('what is short is said in each language with the stage called as there', () => {
    const short = decidePosting(draft([move(available('A'), reserved('A'), 101n)]), facts([held(available('A'), 100n)]))
    expect(short.ok ? null : short.refusal.message).toEqual({
      zh: '资金“资金A”在“可安排”只有 1.00 元，不够 1.01 元（差 0.01 元）',
      en: 'The lot "资金A" holds 1.00 yuan in "Available", not 1.01 yuan (short by 0.01)',
    })
  })

  test('two moves of one posting out of one account are added up', () => {
    const f = facts([held(available('A'), 100n)], { purposes: byId((p) => p.projectId, purpose('P'), purpose('Q')) })
    const both = (a: bigint, b: bigint) => draft([move(available('A'), reserved('A'), a), move(available('A'), reserved('A', 'Q'), b)])
    expect([codeOf(both(60n, 40n), f), codeOf(both(60n, 41n), f)]).toEqual(['ok', 'would_go_negative'])
  })

  test('the sentence of a shortage names lot, stage and all three figures', () => {
    const outcome = decidePosting(draft([move(available('A'), reserved('A'), 12_345_67n)]), facts([held(available('A'), 345_67n)]))
    expect(outcome).toMatchObject({
      ok: false,
      refusal: {
        kind: 'rule-not-met',
        message: { zh: '资金“资金A”在“可安排”只有 345.67 元，不够 12,345.67 元（差 12,000.00 元）' },
      },
    })
  })

  test('today is not the future, tomorrow is', () => {
    const d = (date: string) => draft([move(available('A'), reserved('A'), 1n)], { businessDate: civilDate(date) })
    const f = facts([held(available('A'), 1n)])
    expect([codeOf(d('2017-06-30'), f), codeOf(d('2015-01-01'), f), codeOf(d('2017-07-01'), f)]).toEqual(['ok', 'ok', 'date_in_future'])
  })

  test('a move between two lots, or to the same account, is a fault of the program (I1)', () => {
    expect(() => decidePosting(draft([move(available('A'), reserved('B'), 1n)]), facts())).toThrow('I1')
    expect(() => decidePosting(draft([move(available('A'), available('A'), 1n)]), facts())).toThrow('I1')
  })
})

describe('listed moves alone (I6)', () => {
  const account = (stage: StageKey, book: BookKey) =>
    atStage(nameAccount('A', book, 'available'), stage, { projectId: 'P', contractId: 'C', claimId: 'K', payeeId: 'R' })
  const keys = Object.keys(stages) as StageKey[]
  /** A book in which the kind may be posted. */
  const homeOf = (key: PostingKindKey): { book: BookKey; toBook: BookKey } => {
    const kind = postings[key]
    const book: BookKey = 'books' in kind ? kind.books[0] : 'crossesBooks' in kind ? 'coordination' : 'poverty'
    return { book, toBook: 'crossesBooks' in kind ? 'poverty' : book }
  }

  test.each(Object.keys(postings) as PostingKindKey[])('%s goes from its own stage to its own stage and nowhere else', (kind) => {
    const allowed = keys.flatMap((from) =>
      keys.flatMap((to) => {
        if (from === to) return []
        const { book, toBook } = homeOf(kind)
        const [f, t] = [account(from, book), account(to, toBook)]
        const code = codeOf(draft([move(f, t, 1n)], { kind }), facts([held(f, 1n)]))
        return code === 'move_not_listed' ? [] : [`${from}>${to}`]
      }),
    )
    expect(new Set(allowed)).toEqual(new Set(postings[kind].moves.map((m) => `${m.from}>${m.to}`)))
  })
})

describe('permitted use (I13)', () => {
  const reasons = (l: Partial<LotFacts>, p: Partial<PurposeFacts>) => reasonsOf(permits(lot('A', l), purpose('P', p))).map((r) => r.en)
  const USE = "The lot's document permits this use"
  const POVERTY = 'The poverty book pays poverty projects only'
  const POOLED = 'Pooled money pays poverty or agricultural projects only'
  const PERSONS = 'Money due to persons may not go into production or infrastructure'
  const DEBT = 'Debt never pays what is due to persons'
  const AREA = 'Within the area the document names'
  const YEARS = 'Within the years the money may be used'

  test.each<[string, Partial<LotFacts>, Partial<PurposeFacts>, string[]]>([
    ['a listed use', {}, {}, []],
    ['an unlisted use', {}, { category: 'housing' }, [USE]],
    ['no use at all', { uses: [] }, {}, [USE]],
    ['the poverty book, no poverty project', {}, { poverty: false }, [POVERTY]],
    ['the coordination book, agricultural', { book: 'coordination' }, { poverty: false }, []],
    ['the coordination book, neither', { book: 'coordination' }, { poverty: false, agriculture: false }, [POOLED]],
    ['the poverty book, neither', {}, { poverty: false, agriculture: false }, [POVERTY, POOLED]],
    ['money of persons into a road', { poolClass: 'personal' }, {}, [PERSONS]],
    ['money of persons to households', { poolClass: 'personal', uses: ['housing'] }, { category: 'housing', household: true }, []],
    ['debt to households', { book: 'financing', uses: ['housing'] }, { category: 'housing', household: true }, [DEBT]],
    ['debt into a road', { book: 'financing' }, {}, []],
    ['the right township', { regions: ['420302202'] }, {}, []],
    ['another township', { regions: ['420302201'] }, {}, [AREA]],
    ['the last usable year', { usableTo: 2017 }, {}, []],
    ['too late', { usableTo: 2016 }, {}, [YEARS]],
    [
      'all at once',
      { uses: [], poolClass: 'personal', regions: [], usableTo: 2016 },
      { poverty: false },
      [USE, POVERTY, PERSONS, AREA, YEARS],
    ],
  ])('%s', (_, l, p, expected) => {
    expect(reasons(l, p)).toEqual(expected)
    expect(permits(lot('A', l), purpose('P', p)).truth).toBe(expected.length === 0 ? 'true' : 'false')
  })

  test('is asked of every move that ends on a project, with the book of the account', () => {
    const f = facts([held(available('A'), 10n), held(available('B'), 10n)], {
      lots: byId((l) => l.lotId, lot('A'), lot('B', { uses: ['education'] })),
    })
    const outcome = decidePosting(draft([move(available('A'), reserved('A'), 1n), move(available('B'), reserved('B'), 1n)]), f)
    expect(outcome).toMatchObject({
      ok: false,
      refusal: { code: 'use_not_permitted', message: { zh: '资金“资金B”不能用于项目“项目P”，不符合规定：资金文件允许该用途' } },
    })
  })

  test('is not asked of money that comes back from a project', () => {
    const f = facts([held(reserved('A'), 10n)], { purposes: new Map() })
    expect(codeOf(draft([move(reserved('A'), available('A'), 10n)], { kind: 'release' }), f)).toBe('ok')
  })
})

describe('accounts', () => {
  test('keep at each stage what the stage knows and no more', () => {
    const whole = nameAccount('A', 'poverty', 'paid', { projectId: 'P', contractId: 'C', claimId: 'K', payeeId: 'R' })
    const text = (stage: StageKey) => accountText(atStage(whole, stage))
    expect(text('source')).toBe('A/poverty/source////')
    expect(text('available')).toBe('A/poverty/available////')
    expect(text('reserved')).toBe('A/poverty/reserved/P///')
    expect(text('committed')).toBe('A/poverty/committed/P/C//')
    for (const stage of ['ordered', 'returned', 'paid'] as const) expect(text(stage)).toBe(`A/poverty/${stage}/P/C/K/R`)
  })

  test('one draft a book, in the order of the books, nothing lost', () => {
    const moves = (['financing', 'poverty', 'financing', 'coordination'] as const).map((book, i) =>
      move(available('A', book), reserved('A', 'P', book), BigInt(i + 1)),
    )
    const drafts = byBook(draft(moves))
    expect(drafts.map((d) => [d.moves[0]!.from.book, d.moves.map((m) => m.amountFen)])).toEqual([
      ['poverty', [2n]],
      ['coordination', [4n]],
      ['financing', [1n, 3n]],
    ])
    expect(byBook(draft([]))).toEqual([])
  })
})
