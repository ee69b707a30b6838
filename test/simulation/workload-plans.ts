/** The coordination office draws up plans by hand, and adjustments of what was adopted: projects paid in full from the strongest money. */
import { type Release, familyOf, openIn, reservedOf, type Slice } from './allocation.ts'
import { BOOKS, bare, placeOf } from './book-rules.ts'
import { standingOf } from './plans.ts'
import type { Request } from './requests.ts'
import type { Workload } from './workload.ts'

export interface Draft {
  readonly parent: string | null
  readonly slices: readonly Slice[]
  readonly releases: readonly Release[]
}

/** Null when nothing can be given or taken back. */
export function drawDraft(w: Workload): Draft | null {
  const { a, chance } = w
  const adopted = [...a.plans].filter(([, p]) => p.state === 'adopted' && p.parent === null).map(([id]) => id)
  const parent = adopted.length > 0 && chance.chance(0.65) ? chance.pick(adopted.slice(-3)) : null
  const releases = parent === null ? [] : drawReleases(w, parent)
  const taken = new Set(releases.map((r) => r.project))
  const slices = parent === null || chance.chance(0.8) ? drawSlices(w, taken) : []
  if (slices.length + releases.length === 0) return null
  return { parent, slices, releases }
}

function drawReleases(w: Workload, parent: string): Release[] {
  const { a, chance } = w
  const contracted = new Set([...a.contracts.values()].map((c) => c.project))
  const free = [...familyOf(a, parent)].filter((project) => !contracted.has(project))
  const lines = free.flatMap((project) => [...a.lots.keys()].map((lot) => ({ lot, project, amount: reservedOf(a, { lot, project }) })))
  return chance
    .some(
      lines.filter((l) => l.amount > 0n),
      0.6,
    )
    .map((l) => ({ ...l, amount: chance.chance(0.4) ? l.amount : chance.part(l.amount) }))
}

/**
 * A contract signed between drawing up and adopting: of a project that a draft takes money back from, so little is put under contract that
 * each lot could still give; then the draft is to be adopted, which must be refused. Each draft once; null where there is none.
 */
export function drawLate(w: Workload, tried: Set<string>): Request | null {
  const { a } = w
  const contracted = new Set([...a.contracts.values()].map((c) => c.project))
  for (const [plan, { state, releases }] of a.plans) {
    if (state !== 'draft' || tried.has(plan)) continue
    if (releases.some((r) => contracted.has(r.project))) {
      tried.add(plan)
      return { act: 'adopt', who: w.who('adopt'), plan, on: a.today, basis: w.number('决议') }
    }
    const [first] = releases
    if (!first) continue
    const spare = releases.flatMap((r) => (r.project === first.project ? [reservedOf(a, r) - r.amount] : []))
    const least = spare.reduce((x, y) => (x < y ? x : y))
    if (least > 0n) return w.contract(first.project, w.chance.part(least))
  }
  return null
}

function drawSlices(w: Workload, without: ReadonlySet<string>): Slice[] {
  const { a, chance } = w
  const year = Number(a.today.slice(0, 4))
  const lacking = [...a.projects.keys()].filter((id) => !without.has(id) && openIn(a, id, year) > 0n)
  const left = new Map([...a.lots].map(([id, lot]) => [id, a.held(placeOf('available', bare(id, lot.book)))]))
  const strongest = [...left.keys()].sort((x, y) => strength(w, x) - strength(w, y))
  const slices: Slice[] = []
  for (let tries = 0; tries < 5 && lacking.length > 0; tries++) {
    const project = chance.pick(lacking)
    lacking.splice(lacking.indexOf(project), 1)
    let need = openIn(a, project, year)
    const own = strongest.flatMap((lot): Slice[] => {
      const there = left.get(lot)!
      if (there <= 0n || need === 0n || !pays(w, lot, project, year)) return []
      const amount = need < there ? need : there
      need -= amount
      return [{ lot, project, year, amount }]
    })
    if (need > 0n) continue
    for (const s of own) left.set(s.lot, left.get(s.lot)! - s.amount)
    slices.push(...own)
  }
  return slices
}

const strength = ({ a }: Workload, lot: string): number => BOOKS.indexOf(a.lots.get(lot)!.book) * 10_000 + a.lots.get(lot)!.usableTo

const pays = ({ a }: Workload, lot: string, project: string, year: number): boolean =>
  a.mayPay(lot, project) && a.lots.get(lot)!.usableTo >= year && standingOf(a, lot, a.today) !== 'decide'
