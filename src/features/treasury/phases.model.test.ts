/** Money fills the phases from the first on and keeps every fen; a promise knows which years it waits for. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fen, sum } from '#kernel/money.ts'
import { decidePhases, fillPhases, needUpTo, type Phase, phasesOf } from './phases.model.ts'

const phases: Phase[] = [
  { year: 2018, needFen: fen(420n) },
  { year: 2017, needFen: fen(380n) },
]

test.each([
  [0n, [0n, 0n]],
  [300n, [300n, 0n]],
  [500n, [380n, 120n]],
  [900n, [380n, 520n]],
])('%i fills', (allocated, filled) => {
  expect(fillPhases(phases, fen(allocated)).map((p) => [p.year, p.filledFen])).toEqual([
    [2017, filled[0]],
    [2018, filled[1]],
  ])
})

test.each([
  [0n, 100n, [2017]],
  [300n, 100n, [2017, 2018]],
  [380n, 1n, [2018]],
])('after %i, another %i is for', (before, amount, years) => {
  expect(phasesOf(phases, fen(before), fen(amount))).toEqual(years)
})

test('the need up to a year', () => {
  expect([2016, 2017, 2018, 2019].map((year) => needUpTo(phases, year))).toEqual([0n, 380n, 800n, 800n])
})

test('no fen is lost, and no phase but the last holds more than it needs', () => {
  const any = fc.uniqueArray(
    fc.record({ year: fc.integer({ min: 2015, max: 2025 }), needFen: fc.bigInt({ min: 1n, max: 10n ** 12n }).map(fen) }),
    {
      selector: (p) => p.year,
      minLength: 1,
      maxLength: 5,
    },
  )
  fc.assert(
    fc.property(any, fc.bigInt({ min: 0n, max: 10n ** 13n }), (list, allocated) => {
      const filled = fillPhases(list, fen(allocated))
      expect(sum(filled.map((p) => p.filledFen))).toBe(allocated)
      for (const p of filled.slice(0, -1)) expect(p.filledFen).toBeLessThanOrEqual(p.needFen)
    }),
  )
})

test('a project given more than its library need is planned only after the rest is released', () => {
  const now = { projectId: 'p', name: '路', year: 2017, phases, allocatedFen: fen(801n), version: 1 }
  const input = { projectId: 'p', phases: [phases[1]!, { year: 2018, needFen: fen(600n) }], document: '文', reason: '因' }
  const refused = decidePhases(input, now)
  expect(refused.ok ? 'ok' : refused.refusal.code).toBe('phase_library_below')
  expect(decidePhases(input, { ...now, allocatedFen: fen(800n) }).ok).toBe(true)
  expect(decidePhases(input, { ...now, version: 2 }).ok).toBe(true)
})
