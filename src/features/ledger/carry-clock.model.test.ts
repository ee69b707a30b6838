/** Warned at 12 months, decided at 24, and a decision holds for 12: to the day. */
import { expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { standingOf } from './carry-clock.model.ts'

const since = civilDate('2017-03-15')
const at = (on: string, decidedOn: string | null = null) =>
  standingOf({ since, decidedOn: decidedOn === null ? null : civilDate(decidedOn) }, civilDate(on))

test.each([
  ['2017-03-15', null, 'fresh', 0, '2018-03-15'],
  ['2018-03-14', null, 'fresh', 11, '2018-03-15'],
  ['2018-03-15', null, 'warn', 12, '2019-03-15'],
  ['2019-03-14', null, 'warn', 23, '2019-03-15'],
  ['2019-03-15', null, 'decide', 24, null],
  ['2019-04-01', '2019-03-20', 'decided', 24, '2020-03-20'],
  ['2020-03-19', '2019-03-20', 'decided', 36, '2020-03-20'],
  ['2020-03-20', '2019-03-20', 'decide', 36, null],
  // Decided before it had to be: the next decision is due when that one ends.
  ['2018-12-01', '2018-11-30', 'warn', 20, '2019-11-30'],
  // A decision of a later day does not hold for an earlier one.
  ['2019-03-16', '2019-03-20', 'decide', 24, null],
] as const)('on %s, decided %s: %s after %i months, next %s', (on, decided, standing, months, nextOn) => {
  expect(at(on, decided)).toEqual({ standing, months, nextOn })
})

test('before there was a rule nothing is asked', () => {
  expect(standingOf({ since: civilDate('2010-01-01'), decidedOn: null }, civilDate('2014-12-29'))).toMatchObject({ standing: 'fresh' })
})
