/** What is asked of a statement: every period that exists is understood, and what does not exist is refused in words. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { must } from '#kernel/outcome.ts'
import { placeOf } from './day-pages.model.ts'
import { parseSpan } from './span.model.ts'
import { addressOf, readQuery } from './statement-query.model.ts'

const today = civilDate('2017-12-20')
const codeOf = (name: string, raw: Parameters<typeof readQuery>[1]) => {
  const read = readQuery(name, raw, today)
  return read.ok ? 'ok' : read.refusal.code
}
const wordsOf = (name: string, raw: Parameters<typeof readQuery>[1]) => {
  const read = readQuery(name, raw, today)
  return read.ok ? '' : read.refusal.message.zh
}

describe('a period', () => {
  test.each([
    ['2017', '2017-01-01', '2017-12-31', '2017年度'],
    ['2016-02', '2016-02-01', '2016-02-29', '2016年2月'],
    ['2017-01..2017-06', '2017-01-01', '2017-06-30', '2017年1月至2017年6月'],
    ['2016..2017', '2016-01-01', '2017-12-31', '2016年度至2017年度'],
    ['2017-04..2017-04', '2017-04-01', '2017-04-30', '2017年4月'],
  ])('%s is %s to %s', (text, from, to, zh) => {
    expect(must(parseSpan(text, today))).toMatchObject({ from, to, label: { zh }, yearFrom: `${to.slice(0, 4)}-01-01` })
  })

  test.each(['2017-13', '2017-00', '17-03', '2017-3', '2017-03..', '..2017', '2017-01..2017-02..2017-03', '一月', '1817-01'])(
    '%s is none, and the answer says how to write one',
    (period) => {
      expect(codeOf('trial', { period })).toBe('period_unreadable')
      expect(wordsOf('trial', { period })).toContain(`期间“${period}”不存在；请写成 2017`)
    },
  )

  test('that runs backwards, or lies after the day it is looked at, is refused', () => {
    expect(wordsOf('trial', { period: '2017-06..2017-03' })).toBe('期间的起点 2017-06 晚于终点 2017-03，请对调')
    expect(wordsOf('trial', { period: '2017-06', asOf: '2017-05-31' })).toBe(
      '截至日期 2017-05-31 早于期间的第一天 2017-06-01；请改期间或截至日期',
    )
    expect(must(readQuery('trial', { period: '2017', asOf: '2017-05-31' }, today)).span).toMatchObject({
      from: '2017-01-01',
      to: '2017-05-31',
    })
  })
})

test('a statement, book, title or moment that does not exist is refused in words', () => {
  expect(wordsOf('ledger', {})).toContain('没有报表“ledger”；可用：')
  expect(wordsOf('toString', {})).toContain('没有报表“toString”')
  expect(wordsOf('trial', { book: '扶贫' })).toContain('没有专账“扶贫”；请用 poverty')
  expect(codeOf('trial', { book: 'constructor' })).toBe('book_unknown')
  expect(wordsOf('detail', {})).toBe('看明细账要选一个科目，例如 101 专户存款')
  expect(wordsOf('detail', { subject: '999' })).toContain('没有科目“999”；可用：101、')
  expect(codeOf('trial', { asOf: '2017-12-21' })).toBe('moment_in_future')
  expect(codeOf('trial', { asOf: '2017-02-30' })).toBe('moment_no_date')
  expect(codeOf('trial', { knownAt: '明天' })).toBe('moment_no_date')
  expect(codeOf('trial', { book: 'all', period: '2017', asOf: '2017-12-19', knownAt: '2017-12-19T10:00:00+08:00' })).toBe('ok')
})

test('an address keeps what was asked and changes what it must', () => {
  const address = addressOf('detail', { book: 'poverty', period: '2017-03', ledger: 'cash' }, { subject: '101', ledger: undefined })
  expect(address).toBe('/statements?statement=detail&book=poverty&period=2017-03&subject=101')
})

describe('turning pages', () => {
  const counts = fc.array(fc.nat(7), { maxLength: 30 }).map((list) => list.map((lines, i) => ({ day: String(100 + i), lines })))

  test('finds for every page the days it needs, and nothing is left out or shown twice', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 9 }), (days, size) => {
        const all = days.flatMap((d) => Array.from({ length: d.lines }, (_, i) => `${d.day}/${i}`))
        const read: string[] = []
        for (let offset = 0; offset < all.length; offset += size) {
          const place = placeOf(days, offset, size)!
          const loaded = all.filter((l) => l.slice(0, 3) >= place.first && l.slice(0, 3) <= place.last)
          read.push(...loaded.slice(place.skip, place.skip + size))
        }
        expect(read).toEqual(all)
        expect(placeOf(days, all.length, size)).toBe(null)
      }),
    )
  })
})
