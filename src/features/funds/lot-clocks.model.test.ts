import { expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { type LotClocks, marksOf } from './lot-clocks.model.ts'

const lot = (more: Partial<LotClocks> = {}): LotClocks => ({
  since: civilDate('2017-03-01'),
  lapsesOn: civilDate('2018-12-31'),
  awaitedFen: 0n,
  availableFen: 0n,
  unspentFen: 100n,
  ...more,
})
const marks = (today: string, more: Partial<LotClocks> = {}) =>
  marksOf(lot(more), civilDate(today)).map((m) => `${m.mark} ${m.days}${m.grave ? '!' : ''}`)

test.each<[string, string, Partial<LotClocks>, string[]]>([
  ['on the 30th day a receipt is not overdue', '2017-03-31', { awaitedFen: 1n }, []],
  ['on the 31st it is', '2017-04-01', { awaitedFen: 1n }, ['overdue 31']],
  ['after 60 days gravely', '2017-05-01', { awaitedFen: 1n }, ['overdue 61!']],
  ['what has come and lies there is idle', '2017-04-01', { availableFen: 1n }, ['idle 31']],
  ['for a year is red', '2018-03-01', { availableFen: 1n }, ['idle 365!']],
  ['what is spent lapses never', '2019-01-01', { unspentFen: 0n }, []],
  ['91 days before the end nothing is said', '2018-10-01', {}, []],
  ['90 days before it is', '2018-10-02', {}, ['expiring 90']],
  ['on the last day it may still be spent', '2018-12-31', {}, ['expiring 0']],
  ['the day after it has lapsed', '2019-01-01', {}, ['lapsed 1!']],
  ['the gravest comes first', '2018-10-02', { awaitedFen: 1n }, ['overdue 580!', 'expiring 90']],
])('%s', (_, today, more, expected) => {
  expect(marks(today, more)).toEqual(expected)
})

test('after two years the reader is told to give it back or out anew', () => {
  const [idle] = marksOf(lot({ availableFen: 1n, lapsesOn: civilDate('2030-12-31') }), civilDate('2019-03-01'))
  expect(idle!.because.zh).toContain('满两年应收回或重新安排')
})
