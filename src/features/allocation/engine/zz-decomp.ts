import type { Instance, Result } from './format.ts'
import { classify } from './classes.ts'
import { classCosts, worths, type Prices } from './certificate.ts'
import { prepare } from './prepare.ts'
export function decompose(inst: Instance, r: Result): string {
  const prep = prepare(inst)
  const cl = classify(prep)
  const c = r.certificate!
  const prices: Prices = {
    lots: Float64Array.from(prep.lots, (l) => c.lots[l.id] ?? 0),
    caps: Float64Array.from(prep.caps, (k) => c.caps[k.id] ?? 0),
    groups: Float64Array.from(prep.groups, (g) => c.groups[g.id] ?? 0),
    statutory: c.statutory ?? 0,
  }
  const w = worths(prep, cl, prices, { kind: 'reached', amount: 0 })
  const cost = classCosts(cl, prices)
  const used = new Map<string, number>()
  const cu = new Float64Array(prep.caps.length)
  const u = new Map(r.funded.map((f) => [f.project, f.units]))
  let idle = 0,
    capi = 0,
    gi = 0,
    dear = 0,
    missed = 0,
    bad = 0,
    idleYuan = 0,
    tot = 0
  const gs = new Float64Array(prep.groups.length)
  for (const s of r.slices) {
    used.set(s.lot, (used.get(s.lot) ?? 0) + s.amount)
    const p = prep.projectIndex.get(s.project)!
    const l = prep.lotIndex.get(s.lot)!
    const x = prep.phasesOf[p]!.find((x) => prep.phases[x]!.year === s.year)!
    const cap = prep.capOf(l, prep.projects[p]!.category)
    if (cap >= 0) cu[cap]! += s.amount
    dear += s.amount * (prices.lots[l]! + (cap < 0 ? 0 : prices.caps[cap]!) - cost[cl.ofPhase[x]!]!)
  }
  prep.projects.forEach((p, i) => {
    if (!prep.open[i]) return
    const n = u.get(p.id) ?? 0
    for (const x of prep.phasesOf[i]!) for (const g of prep.phases[x]!.groups) gs[g]! += n * prep.phases[x]!.need
    if (w[i]! > 0) missed += w[i]! * (prep.unitsMax[i]! - n)
    else bad += -w[i]! * n
  })
  prep.lots.forEach((l, i) => {
    const rest = l.amount - (used.get(l.id) ?? 0)
    idle += rest * prices.lots[i]!
    idleYuan += rest
    tot += l.amount
  })
  prep.caps.forEach((k, i) => {
    capi += (k.max - cu[i]!) * prices.caps[i]!
  })
  prep.groups.forEach((g, i) => {
    const pr = prices.groups[i]!
    gi += pr * ((pr < 0 ? g.min : (g.max ?? 0)) - gs[i]!)
  })
  const B = r.bounds!.benefit!
  const pc = (x: number) => ((100 * x) / B).toFixed(3)
  return `idle lots ${pc(idle)} (yuan ${((100 * idleYuan) / tot).toFixed(2)}%) caps ${pc(capi)} groups ${pc(gi)} dear ${pc(dear)} missed ${pc(missed)} bad ${pc(bad)}`
}
