import { expect, it } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { readMoment } from './moment.model.ts'

const today = civilDate('2017-06-30')
const read = (asOf?: string, knownAt?: string) => {
  const outcome = readMoment({ asOf, knownAt }, today)
  return outcome.ok ? outcome.value : outcome.refusal.code
}

it('takes days that were and exact instants, and today as now', () => {
  expect(read()).toEqual({})
  expect(read('', '')).toEqual({})
  expect(read('2016-02-29', '2017-01-01')).toEqual({ asOf: '2016-02-29', knownAt: '2017-01-01' })
  expect(read('2017-06-30', '2017-06-30')).toEqual({})
  expect(read(undefined, '2017-06-30T08:00:00Z')).toEqual({ knownAt: '2017-06-30T08:00:00Z' })
  expect(read(undefined, '2017-06-30T08:00:00.123+08:00')).toEqual({ knownAt: '2017-06-30T08:00:00.123+08:00' })
})

it('refuses days that do not exist and days to come, naming the field and what to write', () => {
  for (const wrong of ['2017-02-29', '2017-13-01', '20170101', '昨天', '2017-06-30T08:00:00Z']) expect(read(wrong)).toBe('moment_no_date')
  for (const wrong of ['2017-02-30', '2017-06-30T08:00', '2017-06-30T99:00:00Z']) expect(read(undefined, wrong)).toBe('moment_no_date')
  expect(read('2017-07-01')).toBe('moment_in_future')
  expect(read(undefined, '2017-06-30T16:00:00Z')).toBe('moment_in_future')
  const outcome = readMoment({ asOf: '2017-07-01' }, today)
  expect(outcome.ok ? '' : outcome.refusal.message.zh).toContain('截至日期 2017-07-01 还没有到')
})
