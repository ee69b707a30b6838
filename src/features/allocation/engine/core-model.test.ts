import { describe, expect, it } from 'vitest'
import { generateShape } from '../../../../bench/allocation/generate.ts'
import { mustFund } from './choose.ts'
import { classModel } from './class-model.ts'
import { classify } from './classes.ts'
import { coreModel } from './core-model.ts'
import type { LinearModel } from './linear-model.ts'
import { othersParts, paidByOthers } from './others-part.ts'
import { DEBT, MATCH, prepare } from './prepare.ts'
import { relax } from './relax.ts'

const SHAPE = { projects: 120, lots: 14, counties: 1, towns: 3, years: [2024, 2025], cover: 0.5 }
const limits = { deadline: performance.now() + 600_000, seed: 1, stopped: () => false }
const law = { kind: 'all' } as const
const seeds = [6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]

/** A core: every third project open, all others as the relaxation has them. */
async function core(seed: number) {
  const prep = prepare(generateShape(SHAPE, `core-${seed}`, seed))
  const classes = classify(prep, true)
  const relaxed = await relax(prep, classes, law, limits, null)
  const units = (p: number) => {
    const must = mustFund(prep, law, p)
    const least = must ? (prep.projects[p]!.statutory ? prep.unitsMax[p]! : prep.unitsMin[p]!) : 0
    if (p % 3 === 0) return { least, most: prep.unitsMax[p]!, whole: true }
    const stands = relaxed.units[p]! > prep.unitsMax[p]! - 1e-6 || must ? prep.unitsMax[p]! : 0
    return { least: stands, most: stands, whole: false }
  }
  const flows = ({ lots }: { readonly lots: Int32Array }) => new Uint8Array(lots.length).fill(1)
  const plain = classModel(prep, classes, { statutory: law, goal: 'benefit', units, flows })
  return { prep, classes, plain, core: coreModel(prep, classes, { units, flows }), options: { units, flows } }
}

const solved = (model: LinearModel) => model.minimise(limits, { presolve: 'off', absoluteGap: 1e-6 })

/** Rows of a model that a point breaks. */
function broken(model: LinearModel, values: ArrayLike<number>): number {
  let rows = 0
  for (let r = 0; r < model.rows; r++) {
    let sum = 0
    for (let k = model.starts[r]!; k < model.starts[r + 1]!; k++) sum += model.values[k]! * values[model.indices[k]!]!
    if (sum < model.rowLower[r]! - 1e-6 || sum > model.rowUpper[r]! + 1e-6) rows++
  }
  return rows
}

describe('the core of a choice', () => {
  it('promises what the class model promises, with fewer rows', async () => {
    for (const seed of seeds) {
      const { plain, core: m } = await core(seed)
      const [whole, small] = [await solved(plain.model), await solved(m.model)]
      expect(small.values === null).toBe(whole.values === null)
      if (whole.values) expect(m.standing - small.objective).toBeCloseTo(-whole.objective, 3)
      expect(m.model.rows).toBeLessThan(plain.model.rows)
    }
  }, 60_000)

  it('deals money out to every class within lots, caps, shares, co-funding and debt, and knows its own choice again', async () => {
    let seen = 0
    for (const seed of seeds) {
      const { prep, classes, core: m } = await core(seed)
      const run = await solved(m.model)
      if (!run.values) continue
      seen++
      const units = m.units(run.values)
      const quotas = m.quotas(run.values)
      const rest = prep.lots.map((lot) => lot.amount)
      const room = prep.caps.map((cap) => cap.max)
      for (const c of classes.list) {
        const need = c.phases.reduce((sum, x) => sum + prep.phases[x]!.need * units[prep.phases[x]!.project]!, 0)
        const own = [...quotas[c.index]!]
        const ofKind = (kind: number) => own.reduce((sum, amount, i) => sum + (c.kinds[i] === kind ? amount : 0), 0)
        expect(own.reduce((a, b) => a + b, 0)).toBeCloseTo(need, 0)
        if (c.match > 0) expect(ofKind(MATCH)).toBeGreaterThan(c.match * need - 1)
        if (c.debt < 1) expect(ofKind(DEBT)).toBeLessThan(c.debt * need + 1)
        own.forEach((amount, i) => {
          expect(amount).toBeLessThan(c.shares[i]! * need + 1)
          rest[c.lots[i]!]! -= amount
          if (c.caps[i]! >= 0) room[c.caps[i]!]! -= amount
        })
      }
      expect(Math.min(...rest, ...room)).toBeGreaterThan(-1)
      expect(broken(m.model, m.start(units, quotas))).toBe(0)
    }
    expect(seen).toBeGreaterThan(2)
  }, 60_000)

  it('leaves others nothing or a smallest slice of what a lot may pay, as it was before where that is decided', async () => {
    let [mended, kept] = [0, 0]
    for (const seed of seeds) {
      const { prep, classes, core: m, options } = await core(seed)
      const free = await solved(m.model)
      if (!free.values) continue
      const taken = m.quotas(free.values)
      const bound = coreModel(prep, classes, { ...options, others: { quotas: taken, decided: seed % 2 === 0 } })
      const { values } = await solved(bound.model)
      if (!values) continue
      const quotas = bound.quotas(values)
      othersParts(prep, classes).forEach((part, lot) => {
        const before = paidByOthers(prep, part, lot, taken)
        if (before === Number.POSITIVE_INFINITY) return
        const open = part.classes.some((c) => c.phases.some((x) => options.units(prep.phases[x]!.project).whole))
        if (!open) return
        const after = paidByOthers(prep, part, lot, quotas)
        if (before > 1 && before < part.least - 1) mended++
        else kept++
        expect(after < 1 || after > part.least - 1).toBe(true)
        if (seed % 2 === 1) return
        if (before < 1) expect(after).toBeLessThan(1)
        if (before > part.least) expect(after).toBeGreaterThan(part.least - 1)
      })
    }
    expect(mended).toBeGreaterThan(0)
    expect(kept).toBeGreaterThan(10)
  }, 60_000)
})
