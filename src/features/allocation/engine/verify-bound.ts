/** The certificate's bound on benefit, recomputed from the prices (Lagrangian relaxation). Part of the independent check. */
import type { Certificate, Instance, Lot, Project, Result } from './format.ts'
import type { Books, Say } from './verify-books.ts'

const EPSILON = 1e-6

export function checkBound(b: Books, result: Result, say: Say): void {
  const total = [...b.units].reduce((sum, [id, units]) => sum + b.projects.get(id)!.benefit * units, 0)
  if (result.bounds?.benefit !== undefined && total > result.bounds.benefit * (1 + 1e-9) + EPSILON)
    say('bound', 'bounds.benefit', `benefit ${total} is above the claimed bound ${result.bounds.benefit}`)
  const certificate = result.certificate
  if (!certificate) return
  const sane = (list: Readonly<Record<string, number>>) => Object.values(list).every((x) => Number.isFinite(x) && x >= 0)
  if (!sane(certificate.lots) || !sane(certificate.caps) || !((certificate.statutory ?? 0) >= 0))
    say('certificate', 'certificate', 'a price is negative or not a number')
  for (const g of b.instance.groups) {
    const price = certificate.groups[g.id] ?? 0
    if (!Number.isFinite(price) || (price > 0 && g.max === null)) say('certificate', g.id, 'the price of a group has the wrong sign')
  }
  const bound = provenBound(b, certificate)
  if (result.bounds?.benefit !== undefined && bound > result.bounds.benefit + EPSILON * Math.max(1, Math.abs(bound)))
    say('certificate', 'bounds.benefit', `the prices prove ${bound}, not ${result.bounds.benefit}`)
}

export function provenBound(b: Books, certificate: Certificate): number {
  const { instance } = b
  const sigma = certificate.statutory ?? 0
  const order = instance.rules.objectives
  const statutoryFirst = order.includes('statutory') && order.indexOf('statutory') < order.indexOf('benefit')
  let reached = 0
  for (const p of b.paid) if (p.project.statutory) reached += p.need
  let bound = statutoryFirst ? -sigma * reached : 0
  for (const lot of instance.lots) {
    bound += lot.amount * (certificate.lots[lot.id] ?? 0)
    lot.caps.forEach((cap, k) => {
      bound += cap.max * (certificate.caps[`${lot.id}#${k}`] ?? 0)
    })
  }
  for (const g of instance.groups) {
    const price = certificate.groups[g.id] ?? 0
    bound += price * (price < 0 ? g.min : (g.max ?? 0))
  }
  const forced = new Set([...instance.overrides.include, ...instance.overrides.pin.map((p) => p.project)])
  const excluded = new Set(instance.overrides.exclude)
  const all = instance.projects.filter((p) => p.statutory && !p.banned && !excluded.has(p.id))
  const mustFund = statutoryFirst && certificate.statutory === undefined && all.every((p) => b.units.get(p.id) === (p.units?.max ?? 1))
  const cost = costOfPhase(b, certificate)
  for (const p of instance.projects) {
    if (p.banned || excluded.has(p.id)) continue
    const least = p.units?.min ?? 1
    const most = p.units?.max ?? 1
    let worth = p.benefit
    for (const phase of p.phases) {
      worth -= cost(p, phase.year) * phase.need
      if (p.statutory && statutoryFirst) worth += sigma * phase.need
      for (const g of groupsOf(instance, b, p, phase.year)) worth -= phase.need * (certificate.groups[g.id] ?? 0)
    }
    if (worth > 0) bound += most * worth
    else if (mustFund && p.statutory) bound += most * worth
    else if (forced.has(p.id)) bound += least * worth
  }
  return bound
}

const memberships = new WeakMap<Instance, Map<string, Instance['groups'][number][]>>()
function groupsOf(instance: Instance, b: Books, p: Project, year: number): Instance['groups'][number][] {
  let table = memberships.get(instance)
  if (!table) {
    table = new Map()
    memberships.set(instance, table)
  }
  let own = table.get(p.id)
  if (!own) {
    own = instance.groups.filter((g) => b.inGroup(g, p))
    table.set(p.id, own)
  }
  return own.filter((g) => g.years === null || g.years.includes(year))
}

/** Cheapest fractional payment of one yuan of a phase; infinite when the shares of its lots cannot reach it. */
function costOfPhase(b: Books, certificate: Certificate): (p: Project, year: number) => number {
  const known = new Map<string, number>()
  const byHand = new Set(b.instance.overrides.forbid.map((f) => f.project))
  return (p, year) => {
    const marks = [p.category, p.region, p.industry, p.poverty, p.agri, p.household, p.match, p.maxDebtShare, year]
    const key = JSON.stringify(byHand.has(p.id) ? [...marks, p.id] : marks)
    let cost = known.get(key)
    if (cost === undefined) {
      cost = cheapestYuan(b, certificate, p, year)
      known.set(key, cost)
    }
    return cost
  }
}

function cheapestYuan(b: Books, certificate: Certificate, p: Project, year: number): number {
  const price = (lot: Lot) => {
    const cap = lot.caps.findIndex((c) => c.categories.includes(p.category))
    return (certificate.lots[lot.id] ?? 0) + (cap < 0 ? 0 : (certificate.caps[`${lot.id}#${cap}`] ?? 0))
  }
  const offers = b.instance.lots
    .filter((l) => b.legal(l, p, year))
    .map((l) => ({
      price: price(l),
      share: l.maxShare ?? 1,
      debt: l.ledger === 'C',
      match: l.ledger !== 'C' && (p.match?.levels.includes(l.level) ?? false),
    }))
    .sort((x, y) => x.price - y.price)
  let open = 1
  let match = p.match?.minShare ?? 0
  let debt = p.maxDebtShare ?? 1
  let cost = 0
  for (const o of offers) {
    if (!o.match || match <= 0) continue
    const part = Math.min(o.share, match)
    o.share -= part
    match -= part
    open -= part
    cost += part * o.price
  }
  if (match > 1e-9) return Number.POSITIVE_INFINITY
  for (const o of offers) {
    const part = Math.min(o.share, open, o.debt ? debt : 1)
    if (part <= 0) continue
    open -= part
    if (o.debt) debt -= part
    cost += part * o.price
  }
  return open > 1e-9 ? Number.POSITIVE_INFINITY : cost
}
