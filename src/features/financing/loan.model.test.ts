/** Calendars and interest with figures worked out by hand: 4.75 % a year on 6 million, actual days over 360. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, type CivilDate, civilDate } from '#kernel/civil-date.ts'
import { fen, sum } from '#kernel/money.ts'
import { type Flow, interestFor, owedOn } from './interest.model.ts'
import { calendarOf, costOf, datesEvery, type Loan, principalDue, shareInterest } from './loan.model.ts'

const d = civilDate
const loan: Loan = {
  loanId: 'lon_1',
  instrument: 'loan',
  lender: '农发行',
  borrower: '区城投公司',
  agreementNo: '合1',
  lineFen: fen(6_000_000_00n),
  ratePpm: 47_500,
  dayCount: 'actual-360',
  startsOn: d('2017-03-20'),
  endsOn: d('2019-03-20'),
  interestMonths: 3,
  repayment: 'equal',
  principalMonths: 6,
  schedule: [],
}
const drawn: Flow[] = [{ on: d('2017-03-20'), principalFen: 6_000_000_00n }]

describe('interest', () => {
  test.each([
    // 6,000,000.00 × 4.75 % × 92 ÷ 360 = 72,833.333…
    ['2017-03-20', '2017-06-20', 'actual-360', 72_833_33n],
    ['2017-03-20', '2017-06-20', 'actual-365', 71_835_62n],
    ['2017-03-20', '2017-03-21', 'actual-360', 791_67n],
    ['2017-03-20', '2017-03-20', 'actual-360', 0n],
    ['2017-06-20', '2017-03-20', 'actual-360', 0n],
  ] as const)('from %s to %s by %s', (from, to, dayCount, amount) => {
    expect(interestFor(drawn, d(from), d(to), { ratePpm: 47_500, dayCount })).toBe(amount)
  })

  test('the day of a repayment is not counted, the day of a drawdown is', () => {
    const flows = [...drawn, { on: d('2017-03-30'), principalFen: -6_000_000_00n }]
    expect(interestFor(flows, d('2017-03-20'), d('2017-06-20'), loan)).toBe(interestFor(drawn, d('2017-03-20'), d('2017-03-30'), loan))
    expect(owedOn(flows, d('2017-03-30'))).toBe(0n)
  })

  test('half a fen is rounded up', () => {
    // 1.80 yuan × 1 % × 100 days ÷ 360 = 0.005
    expect(
      interestFor([{ on: d('2017-01-01'), principalFen: 180n }], d('2017-01-01'), d('2017-04-11'), {
        ratePpm: 10_000,
        dayCount: 'actual-360',
      }),
    ).toBe(1n)
  })

  test('cut into periods it differs from the whole by at most half a fen a period', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 10_000_000_00n }),
        fc.integer({ min: 1, max: 200_000 }),
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 8 }),
        (principalFen, ratePpm, steps) => {
          const start = d('2017-01-01')
          const marks = steps.reduce<CivilDate[]>((all, days) => [...all, addDays(all.at(-1)!, days)], [start])
          const flows = [{ on: start, principalFen }]
          const rate = { ratePpm, dayCount: 'actual-360' } as const
          const parts = sum(marks.slice(1).map((to, i) => interestFor(flows, marks[i]!, to, rate)))
          const whole = interestFor(flows, start, marks.at(-1)!, rate)
          const away = parts > whole ? parts - whole : whole - parts
          return away * 2n <= BigInt(steps.length) + 1n
        },
      ),
    )
  })
})

describe('the calendar', () => {
  test('periods end every three months and on the last day', () => {
    expect(datesEvery(d('2017-01-31'), d('2017-08-15'), 3)).toEqual(['2017-04-30', '2017-07-31', '2017-08-15'])
    expect(datesEvery(d('2017-03-20'), d('2018-03-20'), 6)).toEqual(['2017-09-20', '2018-03-20'])
  })

  test.each([
    [
      'equal',
      [
        ['2017-09-20', 1_500_000_00n],
        ['2018-03-20', 1_500_000_00n],
        ['2018-09-20', 1_500_000_00n],
        ['2019-03-20', 1_500_000_00n],
      ],
    ],
    ['bullet', [['2019-03-20', 6_000_000_00n]]],
    [
      'schedule',
      [
        ['2018-06-30', 1_000_000_00n],
        ['2019-03-20', 5_000_000_00n],
      ],
    ],
  ] as const)('principal %s', (repayment, due) => {
    const schedule = [
      { dueOn: d('2018-06-30'), principalFen: fen(1_000_000_00n) },
      { dueOn: d('2019-03-20'), principalFen: fen(5_000_000_00n) },
    ]
    expect(principalDue({ ...loan, repayment, schedule }, drawn).map((l) => [l.dueOn, l.principalFen])).toEqual(due)
  })

  test('a later drawdown is spread over the days after it, to the fen', () => {
    const flows = [
      { on: d('2017-03-20'), principalFen: 100n },
      { on: d('2018-03-20'), principalFen: 101n },
    ]
    expect(principalDue(loan, flows).map((l) => l.principalFen)).toEqual([25n, 25n, 76n, 75n])
  })

  test('paid, overdue, due soon and later; payments fill the lines from the first on', () => {
    const flows = [...drawn, { on: d('2017-09-20'), principalFen: -1_500_000_00n }]
    const lines = calendarOf({ loan, flows, interestPaidFen: fen(72_833_33n) }, d('2018-03-01'), d('2018-03-31'))
    expect(lines.map((l) => [l.dueOn, l.principalFen, l.principalPaidFen, l.interestFen, l.interestPaidFen, l.state])).toEqual([
      ['2017-06-20', 0n, 0n, 72_833_33n, 72_833_33n, 'paid'],
      ['2017-09-20', 1_500_000_00n, 1_500_000_00n, 72_833_33n, 0n, 'overdue'],
      // 4,500,000.00 × 4.75 % × 91 ÷ 360 = 54,031.25; 90 days 53,437.50
      ['2017-12-20', 0n, 0n, 54_031_25n, 0n, 'overdue'],
      ['2018-03-20', 1_500_000_00n, 0n, 53_437_50n, 0n, 'due'],
      ['2018-06-20', 0n, 0n, 36_416_67n, 0n, 'later'],
      ['2018-09-20', 1_500_000_00n, 0n, 36_416_67n, 0n, 'later'],
      ['2018-12-20', 0n, 0n, 18_010_42n, 0n, 'later'],
      ['2019-03-20', 1_500_000_00n, 0n, 17_812_50n, 0n, 'later'],
    ])
  })

  test('what it costs to date, to the end, and what is left of the line', () => {
    expect(costOf({ loan: { ...loan, lineFen: fen(8_000_000_00n) }, flows: drawn, interestPaidFen: fen(0n) }, d('2017-07-20'))).toEqual({
      drawnFen: 6_000_000_00n,
      repaidFen: 0n,
      owedFen: 6_000_000_00n,
      undrawnFen: 2_000_000_00n,
      interestToDateFen: 72_833_33n + 23_750_00n,
      interestToEndFen: 72_833_33n * 2n + 54_031_25n + 53_437_50n + 36_416_67n * 2n + 18_010_42n + 17_812_50n,
      interestPaidFen: 0n,
    })
  })
})

test('the cost is shared by what the money does, and keeps every fen', () => {
  const shares = shareInterest(fen(100n), [
    { key: 'a', amountFen: fen(1n) },
    { key: 'b', amountFen: fen(1n) },
    { key: 'c', amountFen: fen(1n) },
    { key: 'd', amountFen: fen(0n) },
  ])
  expect([...shares]).toEqual([
    ['a', 34n],
    ['b', 33n],
    ['c', 33n],
  ])
})
