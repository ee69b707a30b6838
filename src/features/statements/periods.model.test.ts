import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import { cashEntries } from '#features/ledger/entries.model.ts'
import { type BookKey, books } from '#policy/books.ts'
import { type PostingKindKey, postings } from '#policy/postings.ts'
import { type SubjectCode, subjects } from '#policy/subjects.ts'
import {
  decideClose,
  decideReopen,
  type LotTurnover,
  monthToClose,
  nextMonth,
  parseMonth,
  type PeriodState,
  previousMonth,
  type Reconciliation,
  yearClosing,
} from './periods.model.ts'

const state = (more: Partial<PeriodState> = {}): PeriodState => ({
  book: 'poverty',
  closedThrough: 0,
  firstMonth: 201703,
  closedYears: [],
  closedBy: null,
  ...more,
})
const balanced: Reconciliation = { state: 'balanced', differenceFen: fen(0n), unexplained: 0 }
const facts = { today: civilDate('2017-06-10'), reconciliation: balanced, bankTouched: true, yearOpen: false }
const codeOf = (o: { ok: boolean; refusal?: { code: string } }) => (o.ok ? 'ok' : o.refusal!.code)

describe('months', () => {
  test('follow each other over the turn of the year', () => {
    expect([nextMonth(201711), nextMonth(201712), previousMonth(201801), previousMonth(201802)]).toEqual([201712, 201801, 201712, 201801])
    fc.assert(
      fc.property(
        fc.integer({ min: 1990, max: 2100 }),
        fc.integer({ min: 1, max: 12 }),
        (y, m) => previousMonth(nextMonth(y * 100 + m)) === y * 100 + m,
      ),
    )
  })

  test.each(['2017-3', '2017-13', '2017-00', '201703', '', '2017-03-01', '1899-12', 'März'])('"%s" is no month', (text) => {
    expect(parseMonth(text)).toBeNull()
  })
  test('2017-03 is', () => expect(parseMonth('2017-03')).toBe(201703))
})

describe('closing a month', () => {
  test('goes in order from the first month with vouchers', () => {
    expect(monthToClose(state())).toBe(201703)
    expect(codeOf(decideClose(state(), 201703, facts))).toBe('ok')
    expect(codeOf(decideClose(state(), 201704, facts))).toBe('out_of_order')
    expect(codeOf(decideClose(state({ closedThrough: 201703 }), 201704, facts))).toBe('ok')
    expect(codeOf(decideClose(state({ closedThrough: 201704 }), 201703, facts))).toBe('month_closed')
    expect(codeOf(decideClose(state({ firstMonth: 0 }), 201703, facts))).toBe('out_of_order')
  })

  test('waits for the end of the month', () => {
    const atMay = state({ closedThrough: 201705 })
    expect(codeOf(decideClose(atMay, 201706, facts))).toBe('month_not_over')
    expect(codeOf(decideClose(atMay, 201706, { ...facts, today: civilDate('2017-06-30') }))).toBe('month_not_over')
    expect(codeOf(decideClose(atMay, 201706, { ...facts, today: civilDate('2017-07-01') }))).toBe('ok')
  })

  test('waits for a bank that reconciles, and says by how much it does not', () => {
    const off: Reconciliation = { state: 'unbalanced', differenceFen: fen(1n), unexplained: 0 }
    const no = decideClose(state(), 201703, { ...facts, reconciliation: off })
    expect(no.ok ? '' : no.refusal.message.zh).toContain('差 0.01 元')
    const none: Reconciliation = { state: 'no-statement', differenceFen: fen(0n), unexplained: 0 }
    expect(codeOf(decideClose(state(), 201703, { ...facts, reconciliation: none }))).toBe('bank_statement_missing')
    expect(codeOf(decideClose(state(), 201703, { ...facts, reconciliation: none, bankTouched: false }))).toBe('ok')
  })

  test('waits for a word about every line of the bank', () => {
    const no = decideClose(state(), 201703, { ...facts, reconciliation: { ...balanced, unexplained: 2 } })
    expect(codeOf(no)).toBe('bank_lines_unexplained')
  })

  test('December waits for the year', () => {
    const december = { ...facts, today: civilDate('2018-01-05'), yearOpen: true }
    expect(codeOf(decideClose(state({ closedThrough: 201711 }), 201712, december))).toBe('year_not_closed')
    expect(codeOf(decideClose(state({ closedThrough: 201711 }), 201712, { ...december, yearOpen: false }))).toBe('ok')
  })
})

describe('reopening', () => {
  const closed = state({ closedThrough: 201704, closedBy: 'A' })
  test.each<[string, number, string, string]>([
    ['by another, the last one, with a reason', 201704, '补记', 'ok:B'],
    ['not by the one who closed it', 201704, '补记', 'own_closing:A'],
    ['not an earlier one first', 201703, '补记', 'not_last:B'],
    ['not without a reason', 201704, ' ', 'reason_missing:B'],
  ])('%s', (_, month, reason, expected) => {
    const [code, who] = expected.split(':')
    expect(codeOf(decideReopen(closed, month, reason, who!))).toBe(code)
  })
  test('the first month leaves nothing closed', () => {
    const decided = decideReopen(state({ closedThrough: 201703, closedBy: 'A' }), 201703, '补记', 'B')
    expect(decided.ok && decided.value.closedThrough).toBe(0)
    expect(codeOf(decideReopen(state(), 201703, '补记', 'B'))).toBe('nothing_closed')
  })
})

describe('closing a year', () => {
  const kinds = Object.keys(postings) as PostingKindKey[]
  const moves = kinds
    .filter((k) => k !== 'year-close')
    .flatMap((kind) =>
      postings[kind].moves.map((m) => {
        const fromBook: BookKey = 'books' in postings[kind] ? (postings[kind] as { books: readonly BookKey[] }).books[0]! : 'coordination'
        return { kind, from: m.from, to: m.to, fromBook, toBook: 'crossesBooks' in postings[kind] ? ('poverty' as const) : fromBook }
      }),
    )
  const turnover = fc.array(
    fc.record({
      move: fc.constantFrom(...moves),
      lotId: fc.constantFrom('A', 'B', 'C'),
      amountFen: fc.bigInt({ min: -1_000_000n, max: 1_000_000n }),
    }),
    { maxLength: 30 },
  )

  test('leaves every title of income and expenditure of every lot at zero, debits equal credits, and the moves carry the same', () => {
    let closed = 0
    fc.assert(
      fc.property(turnover, fc.constantFrom(...(Object.keys(books) as BookKey[])), (list, book) => {
        const all: LotTurnover[] = list.map(({ move, lotId, amountFen }) => ({
          ...move,
          lotId,
          amountFen,
          usableTo: lotId === 'C' ? 2017 : 2018,
        }))
        const { lines, moves: carried } = yearClosing(book, 2017, all)
        closed += lines.length
        const sums = new Map<string, bigint>()
        const put = (lot: string, subject: SubjectCode, amount: bigint) =>
          sums.set(`${lot}${subject}`, (sums.get(`${lot}${subject}`) ?? 0n) + amount)
        for (const t of all)
          for (const e of cashEntries(t).filter((entry) => entry.book === book)) {
            put(t.lotId, e.debit, t.amountFen)
            put(t.lotId, e.credit, -t.amountFen)
          }
        for (const l of lines) put(l.lotId, l.subject, l.debitFen - l.creditFen)
        const open = [...sums].filter(([k, v]) => v !== 0n && ['income', 'expense'].includes(subjects[k.slice(1) as SubjectCode].nature))
        expect(open).toEqual([])
        expect(lines.reduce((s, l) => s + l.debitFen - l.creditFen, 0n)).toBe(0n)
        for (const lot of ['A', 'B', 'C']) {
          const net = lines.filter((l) => l.lotId === lot && l.subject.startsWith('30')).reduce((s, l) => s + l.creditFen - l.debitFen, 0n)
          const moved = carried
            .filter((m) => m.from.lotId === lot)
            .reduce((s, m) => s + (m.to.stage === 'surplus' ? m.amountFen : -m.amountFen), 0n)
          expect(moved).toBe(net)
        }
        expect(lines.filter((l) => l.subject === '302').every((l) => l.lotId === 'C')).toBe(true)
        expect(lines.filter((l) => l.subject === '301').every((l) => l.lotId !== 'C')).toBe(true)
      }),
      { numRuns: 300 },
    )
    expect(closed).toBeGreaterThan(100)
  })
})
