import { describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { settledMonths } from './span.model.ts'

const of = (from: string, to: string, unit: 'month' | 'within' | 'upTo') =>
  settledMonths({ from: civilDate(from), to: civilDate(to) }, unit).map(({ first, last }) => `${first}–${last}`)

describe('which settled months and years make up a span', () => {
  test.each([
    ['a year', '2017-01-01', '2017-12-31', ['2017–2017'], ['1–2017']],
    ['years', '2015-01-01', '2017-12-31', ['2015–2017'], ['1–2017']],
    ['the first months of a year', '2017-01-01', '2017-03-31', ['201701–201703'], ['1–2016', '201701–201703']],
    ['a month within a year', '2017-05-01', '2017-05-31', ['201705–201705'], ['1–2016', '201701–201705']],
    ['the last months of a year', '2017-11-01', '2017-12-31', ['201711–201712'], ['1–2016', '201701–201712']],
    [
      'over the turn of a year',
      '2016-11-01',
      '2017-05-31',
      ['201611–201612', '201701–201705'],
      ['1–2015', '201601–201612', '201701–201705'],
    ],
    [
      'over several turns',
      '2014-11-01',
      '2017-05-31',
      ['201411–201412', '2015–2016', '201701–201705'],
      ['1–2013', '201401–201412', '2015–2016', '201701–201705'],
    ],
    ['cut within a month', '2017-01-01', '2017-06-17', ['201701–201705'], ['1–2016', '201701–201705']],
    ['cut within January', '2017-01-01', '2017-01-17', [], ['1–2016']],
    ['cut within its only month', '2017-06-01', '2017-06-17', [], ['1–2016', '201701–201705']],
  ])('%s', (_, from, to, within, upTo) => {
    expect(of(from, to, 'within')).toEqual(within)
    expect(of(from, to, 'upTo')).toEqual(upTo)
  })

  test('its months alone', () => {
    expect(of('2016-11-01', '2017-05-31', 'month')).toEqual(['201611–201705'])
    expect(of('2017-01-01', '2017-01-17', 'month')).toEqual([])
  })
})
