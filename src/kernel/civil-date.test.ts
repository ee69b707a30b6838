import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  civilDate,
  civilDateOfInstant,
  daysBetween,
  daysInMonth,
  formatDate,
  lastDayOfYear,
  monthOf,
  monthsBetween,
  parseCivilDate,
  yearOf,
} from './civil-date.ts'

const anyDate = fc
  .record({ year: fc.integer({ min: 1900, max: 2199 }), month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 28 }) })
  .map(({ year, month, day }) => civilDate(`${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`))

describe('a date', () => {
  test.each(['2016-02-29', '2000-02-29', '2017-12-31', '1900-01-01'])('%s is one', (text) => {
    expect(parseCivilDate(text)).toBe(text)
  })

  test.each([
    '2017-02-29',
    '1900-02-29',
    '2017-04-31',
    '2017-13-01',
    '2017-00-10',
    '2017-01-00',
    '2017-1-1',
    '17-01-01',
    '1899-12-31',
    '2017/01/01',
    '2017-01-01T00:00:00Z',
    ' 2017-01-01',
    '',
  ])('"%s" is none', (text) => {
    expect(parseCivilDate(text)).toBeNull()
    expect(() => civilDate(text)).toThrow('civil-date')
  })

  test('every text that is one sorts as time does', () => {
    fc.assert(
      fc.property(anyDate, anyDate, (a, b) => {
        expect(a < b).toBe(daysBetween(a, b) > 0)
        expect(a === b).toBe(daysBetween(a, b) === 0)
      }),
    )
  })
})

test.each([
  [2017, 1, 31],
  [2017, 2, 28],
  [2016, 2, 29],
  [2000, 2, 29],
  [2100, 2, 28],
  [2017, 4, 30],
  [2017, 12, 31],
])('%i-%i has %i days', (year, month, days) => {
  expect(daysInMonth(year, month)).toBe(days)
})

describe('counting days', () => {
  test.each([
    ['2016-02-28', 1, '2016-02-29'],
    ['2016-02-28', 2, '2016-03-01'],
    ['2017-02-28', 1, '2017-03-01'],
    ['2017-12-31', 1, '2018-01-01'],
    ['2017-01-01', -1, '2016-12-31'],
    ['2017-03-10', 365, '2018-03-10'],
    ['2017-03-10', 0, '2017-03-10'],
  ])('%s and %i days is %s', (from, days, to) => {
    expect(addDays(civilDate(from), days)).toBe(to)
    expect(daysBetween(civilDate(from), civilDate(to))).toBe(days)
  })

  test('there and back', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -20_000, max: 20_000 }), (date, days) => {
        expect(daysBetween(date, addDays(date, days))).toBe(days)
        expect(addDays(addDays(date, days), -days)).toBe(date)
      }),
    )
  })
})

test('parts of a date', () => {
  const date = civilDate('2017-06-03')
  expect([yearOf(date), monthOf(date), lastDayOfYear(2017)]).toEqual([2017, 6, '2017-12-31'])
  expect(formatDate(date, 'zh')).toBe('2017年6月3日')
  expect(formatDate(date, 'en')).toBe('2017-06-03')
})

describe('the day of an instant is the day in Shanghai', () => {
  test.each([
    ['2017-06-30T15:59:59.999Z', '2017-06-30'],
    ['2017-06-30T16:00:00.000Z', '2017-07-01'],
    ['2017-12-31T16:00:00.000Z', '2018-01-01'],
    ['1969-12-31T15:59:59.999Z', '1969-12-31'],
    ['1970-01-01T00:00:00.000Z', '1970-01-01'],
  ])('%s is on %s', (instant, day) => {
    expect(civilDateOfInstant(Date.parse(instant))).toBe(day)
  })
})

describe('months', () => {
  test.each([
    ['2017-01-31', 1, '2017-02-28'],
    ['2016-01-31', 1, '2016-02-29'],
    ['2017-11-15', 3, '2018-02-15'],
    ['2017-03-31', -1, '2017-02-28'],
    ['2017-01-01', -1, '2016-12-01'],
  ])('%s and %i months is %s', (date, months, later) => {
    expect(addMonths(civilDate(date), months)).toBe(later)
  })

  test.each([
    ['2017-01-31', '2017-02-27', 0],
    ['2017-01-31', '2017-02-28', 1],
    ['2017-03-15', '2019-03-14', 23],
    ['2017-03-15', '2019-03-15', 24],
    ['2017-03-15', '2017-01-01', 0],
  ])('from %s to %s are %i whole months', (a, b, months) => {
    expect(monthsBetween(civilDate(a), civilDate(b))).toBe(months)
  })
})
