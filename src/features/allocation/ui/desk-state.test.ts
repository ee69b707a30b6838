import { describe, expect, test } from 'vitest'
import {
  amountAt,
  begin,
  changesOf,
  type Desk,
  editsOf,
  follow,
  put,
  slicesFrom,
  sameSlices,
  sumsOf,
  takeOver,
  unfund,
  withEdits,
} from './desk-state.ts'

const at = (lotId: string, projectId: string, year = 2017) => ({ lotId, projectId, year })
const project = (id: string, needFen: string, units: Desk['projects'][number]['units'] = null): Desk['projects'][number] => ({
  id,
  code: id,
  name: id,
  categoryLabel: { zh: '', en: '' },
  statutory: false,
  score: 1,
  units,
  phases: [{ year: 2017, needFen }],
})
const desk = {
  lots: [
    { id: 'A', amountFen: '100' },
    { id: 'B', amountFen: '50' },
  ],
  projects: [project('P', '60'), project('Q', '30'), project('R', '10', { min: 2, max: 4 })],
  slices: [
    { ...at('A', 'P'), amountFen: '60' },
    { ...at('B', 'Q'), amountFen: '30' },
  ],
} as unknown as Desk
const first = slicesFrom(desk.slices)

test('what was changed is remembered by itself and gives the same slices again', () => {
  const changed = unfund(put(put(first, at('A', 'P'), 50n), at('B', 'P'), 10n), 'Q')
  expect(editsOf(first, changed).map((s) => [s.lotId, s.projectId, s.amountFen])).toEqual([
    ['A', 'P', 50n],
    ['B', 'P', 10n],
    ['B', 'Q', 0n],
  ])
  expect(sameSlices(withEdits(first, editsOf(first, changed)), changed)).toBe(true)
  expect(editsOf(first, first)).toEqual([])
})

describe('a plan under the hand', () => {
  test('money is put, changed, taken back and taken over', () => {
    const more = put(first, at('A', 'Q'), 5n)
    expect(amountAt(more, at('A', 'Q'))).toBe(5n)
    expect(put(more, at('A', 'Q'), 0n)).toEqual(first)
    expect([...unfund(more, 'Q').keys()]).toEqual(['A P 2017'])
    const taken = takeOver(first, { lotId: 'B', byLotId: 'A', projectId: 'Q', year: 2017, amountFen: '30' })
    expect([amountAt(taken, at('B', 'Q')), amountAt(taken, at('A', 'Q'))]).toEqual([0n, 30n])
    expect(taken.size).toBe(2)
  })

  test('every change can be undone and redone; a new change forgets what was undone; nothing changed is no change', () => {
    let history = follow(begin(first), { to: (s) => unfund(s, 'P') })
    history = follow(history, { to: (s) => put(s, at('A', 'Q'), 5n) })
    const last = history.now
    history = follow(follow(history, 'undo'), 'undo')
    expect([history.now.slices, history.past.length, history.future.length]).toEqual([first, 0, 2])
    expect(follow(history, 'undo')).toBe(history)
    expect(follow(follow(history, 'redo'), 'redo').now).toBe(last)
    const other = follow(history, { to: (s) => unfund(s, 'Q') })
    expect([other.future, other.now.no]).toEqual([[], 3])
    expect(follow(other, { to: (s) => s })).toBe(other)
  })

  test('sums: what is left of a lot, what a project lacks, a project of units by the size its money means', () => {
    const { left, given, lacks } = sumsOf(desk, put(put(first, at('A', 'Q'), 50n), at('A', 'R'), 25n))
    expect([left.get('A'), left.get('B')]).toEqual([-35n, 20n])
    expect([given.get('Q'), lacks.get('Q'), lacks.get('P')]).toEqual([80n, -50n, 0n])
    expect(lacks.get('R')).toBe(5n)
    expect(sumsOf(desk, first).lacks.get('R')).toBe(40n)
  })

  test('differences from the plan it began from', () => {
    const now = put(put(unfund(first, 'Q'), at('A', 'P'), 40n), at('B', 'P'), 20n)
    const { changed, gone, unfunded } = changesOf(desk, now)
    expect(changed.map((s) => [s.lotId, s.projectId, s.amountFen])).toEqual([
      ['A', 'P', 40n],
      ['B', 'P', 20n],
    ])
    expect(gone.map((g) => [g.lotId, g.projectId])).toEqual([['B', 'Q']])
    expect(unfunded).toEqual(['Q'])
  })
})
