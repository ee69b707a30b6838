/** The reconciliation: the equation, balances between statements, gaps, and statements that begin in the middle of the books. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, type CivilDate, civilDate } from '#kernel/civil-date.ts'
import { type Fen, fen, sum } from '#kernel/money.ts'
import { type AccountStatements, balanceOn, type OpenItem, reconcile } from './reconciliation.model.ts'
import type { KnownStatement } from './statement.model.ts'

const statement = (from: string, to: string, opening: bigint, closing: bigint): KnownStatement => ({
  from: civilDate(from),
  to: civilDate(to),
  openingFen: fen(opening),
  closingFen: fen(closing),
})
const account = (
  statements: readonly KnownStatement[],
  lines: readonly (readonly [string, bigint])[] = [],
  openedOn = '2017-01-01',
): AccountStatements => ({
  accountId: 'a',
  accountNo: '4200',
  openedOn: civilDate(openedOn),
  closedOn: null,
  replaces: null,
  statements,
  movedBetween: (from, to): Fen => sum(lines.filter(([on]) => from <= on && on <= to).map(([, amount]) => fen(amount))),
})
const item = (id: string, on: string, amount: bigint, kind: string | null = null): OpenItem => ({
  id,
  on: civilDate(on),
  amountFen: fen(amount),
  kind,
})
const on = civilDate('2017-03-31')
const march = statement('2017-03-01', '2017-03-31', 0n, 1000n)

describe('on a day', () => {
  test('both sides corrected by what the other lacks are the same', () => {
    const table = reconcile({
      on,
      bookFen: fen(1200n),
      accounts: [account([march])],
      bank: [item('b1', '2017-03-30', 30n, 'interest'), item('b2', '2017-03-31', -10n)],
      book: [item('k1', '2017-03-31', 300n), item('k2', '2017-03-31', -80n)],
    })
    expect(table).toMatchObject({ state: 'balanced', adjustedBookFen: 1220n, adjustedBankFen: 1220n, differenceFen: 0n, unexplained: 1 })
    expect(table).toMatchObject({ bankInFen: 30n, bankOutFen: 10n, bookInFen: 300n, bookOutFen: 80n, notes: [] })
  })

  test('a fen apart is not balanced, and says so', () => {
    const table = reconcile({ on, bookFen: fen(1001n), accounts: [account([march])], bank: [], book: [] })
    expect(table).toMatchObject({ state: 'unbalanced', differenceFen: 1n })
    expect(table.notes[0]!.zh).toContain('调节后仍差 0.01 元')
  })

  test.each<[string, readonly AccountStatements[], string]>([
    ['no account', [], 'no-statement'],
    ['an account that opens later', [account([march], [], '2017-04-01')], 'no-statement'],
    ['no statement yet', [account([statement('2017-04-01', '2017-04-30', 0n, 0n)])], 'no-statement'],
    ['a statement that ends before', [account([statement('2017-03-01', '2017-03-20', 0n, 0n)])], 'incomplete'],
    [
      'a statement that ends before, and one that goes on from the same balance',
      [account([statement('2017-03-01', '2017-03-20', 0n, 0n), statement('2017-04-03', '2017-04-30', 0n, 5n)])],
      'balanced',
    ],
    ['a statement of today', [account([statement('2017-03-01', '2017-03-31', 0n, 0n)])], 'balanced'],
    ['one of two accounts without statement', [account([statement('2017-03-01', '2017-03-31', 0n, 0n)]), account([])], 'incomplete'],
  ])('%s', (_, accounts, state) => {
    expect(reconcile({ on, bookFen: fen(0n), accounts, bank: [], book: [] }).state).toBe(state)
  })
})

describe('when the bank is changed', () => {
  const old = (more: Partial<AccountStatements> = {}): AccountStatements => ({
    ...account([march, statement('2017-04-01', '2017-04-30', 1000n, 0n)], [['2017-04-10', -1000n]]),
    accountId: 'old',
    accountNo: '1111',
    ...more,
  })
  const next = (more: Partial<AccountStatements> = {}): AccountStatements => ({
    ...account(
      [statement('2017-04-05', '2017-04-30', 0n, 1000n), statement('2017-05-01', '2017-05-31', 1000n, 850n)],
      [['2017-04-10', 1000n]],
    ),
    accountId: 'next',
    accountNo: '2222',
    openedOn: civilDate('2017-04-05'),
    replaces: 'old',
    ...more,
  })
  const on = (day: string, bookFen: bigint, ...accounts: AccountStatements[]) => {
    const { state, bankFen, notes } = reconcile({ on: civilDate(day), bookFen: fen(bookFen), accounts, bank: [], book: [] })
    return [state, bankFen, ...notes.map((n) => n.zh)]
  }
  const TOGETHER = '换户期间 1111、2222 同时开着，本表是合计；原专户余额划清后，请登记销户'

  test('both are one table, which says so; closed, the old one has no part in it and no statement of it is awaited', () => {
    expect(on('2017-03-31', 1000n, old(), next())).toEqual(['balanced', 1000n])
    expect(on('2017-04-30', 1000n, old(), next())).toEqual(['balanced', 1000n, TOGETHER])
    expect(on('2017-05-31', 850n, old(), next())).toEqual([
      'incomplete',
      850n,
      TOGETHER,
      '专户 1111：对账单只到 2017-04-30，还缺 2017-05-01 至 2017-05-31 共 31 天',
    ])
    const closedOn = civilDate('2017-04-28')
    expect(on('2017-04-30', 1000n, old({ closedOn }), next())).toEqual(['balanced', 1000n])
    expect(on('2017-05-31', 850n, old({ closedOn }), next())).toEqual(['balanced', 850n])
    expect(on('2017-04-27', 1000n, old({ closedOn }), next())).toEqual(['balanced', 1000n, TOGETHER])
  })

  test('two that nobody said to replace each other are named, with what to do', () => {
    expect(on('2017-04-30', 1000n, old(), next({ replaces: null }))).toEqual([
      'balanced',
      1000n,
      '1111、2222 同时开着，又没有接替关系：三个专账只应有一个专户。本表只能按合计编制；请把不用的专户划清余额、登记销户',
    ])
  })

  test('what a successor opens with came from the account before it, and stands for nothing that was booked', () => {
    const late = next({ statements: [statement('2017-05-01', '2017-05-31', 1000n, 850n)] })
    const [state, , ...notes] = on('2017-05-31', 850n, old({ closedOn: civilDate('2017-04-28') }), late)
    expect([state, notes]).toEqual(['balanced', []])
  })
})

describe('the balance of an account', () => {
  const lines = [
    ['2017-03-05', 700n],
    ['2017-03-20', 300n],
    ['2017-04-10', -50n],
  ] as const
  const april = statement('2017-04-01', '2017-04-30', 1000n, 950n)
  test.each([
    ['2017-03-04', 0n],
    ['2017-03-05', 700n],
    ['2017-03-31', 1000n],
    ['2017-04-09', 1000n],
    ['2017-04-10', 950n],
    ['2017-04-30', 950n],
  ])('on %s is %s', (day, balance) => {
    expect(balanceOn(account([april, march], lines), civilDate(day))).toEqual({ fen: balance, complete: true })
  })

  test('a gap between statements is noted with both balances', () => {
    const notes: { zh: string; en: string }[] = []
    balanceOn(account([march, statement('2017-05-01', '2017-05-31', 900n, 900n)]), civilDate('2017-05-31'), notes)
    expect(notes.map((n) => n.zh)).toEqual(['2017-03-31 的期末余额 10.00 元与 2017-05-01 的期初余额 9.00 元不一致，中间缺对账单'])
  })

  test('statements that overlap are no gap', () => {
    const notes: { zh: string; en: string }[] = []
    balanceOn(account([march, statement('2017-03-15', '2017-04-15', 700n, 950n)], lines), civilDate('2017-04-15'), notes)
    expect(notes).toEqual([])
  })
})

describe('statements that begin in the middle of the books', () => {
  const june = account([statement('2017-06-01', '2017-06-30', 800n, 900n)])
  const facts = (before: bigint) => ({
    on: civilDate('2017-06-30'),
    bookFen: fen(before + 100n),
    accounts: [june],
    bank: [item('b1', '2017-06-10', 100n)],
    book: [item('k1', '2017-03-10', before), item('k2', '2017-06-10', 100n)],
  })
  test('their opening balance stands for what was booked before', () => {
    const table = reconcile(facts(800n))
    expect(table).toMatchObject({ state: 'balanced', bookInFen: 100n, book: [{ id: 'k2' }] })
    expect(table.notes[0]!.zh).toBe('首份对账单自 2017-06-01 起，期初余额 8.00 元与当日以前的账面一致')
  })
  test('and where it is another one, that is the difference', () => {
    const table = reconcile(facts(750n))
    expect(table).toMatchObject({ state: 'unbalanced', differenceFen: -50n })
    expect(table.notes[0]!.zh).toContain('期初余额 8.00 元，当日以前的账面是 7.50 元，相差 -0.50 元')
  })
})

test('whatever happens at bank and books, matched or not, early or late: complete statements always balance, on every day', () => {
  const first = civilDate('2017-01-01')
  const event = fc.record({
    amount: fc.integer({ min: -500, max: 500 }).filter((n) => n !== 0),
    bank: fc.option(fc.integer({ min: 0, max: 59 })),
    book: fc.option(fc.integer({ min: 0, max: 59 })),
    matched: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), fc.integer({ min: 0, max: 59 }), (events, at) => {
      const day = (n: number): CivilDate => addDays(first, n)
      const today = day(at)
      const bank = events.flatMap((e, i) =>
        e.bank === null ? [] : [{ ...e, id: `b${i}`, on: day(e.bank), other: e.matched && e.book !== null ? day(e.book) : null }],
      )
      const book = events.flatMap((e, i) =>
        e.book === null ? [] : [{ ...e, id: `k${i}`, on: day(e.book), other: e.matched && e.bank !== null ? day(e.bank) : null }],
      )
      const upTo = (list: typeof bank, limit: CivilDate) =>
        list.filter((l) => l.on <= limit).reduce((total, l) => total + BigInt(l.amount), 0n)
      const open = (list: typeof bank) =>
        list.filter((l) => l.on <= today && (l.other === null || l.other > today)).map((l) => item(l.id, l.on, BigInt(l.amount)))
      const cut = day(30)
      const statements = [statement(first, cut, 0n, upTo(bank, cut)), statement(day(31), day(59), upTo(bank, cut), upTo(bank, day(59)))]
      const table = reconcile({
        on: today,
        bookFen: fen(upTo(book, today)),
        accounts: [
          account(
            statements,
            bank.map((l) => [l.on, BigInt(l.amount)] as const),
          ),
        ],
        bank: open(bank),
        book: open(book),
      })
      expect(table).toMatchObject({ state: 'balanced', differenceFen: 0n })
    }),
  )
})
