/**
 * What the next yuan is worth, in benefit: by lot, cap and group from the prices that prove the bound, by place from the money its
 * projects could use. For small problems the same question is answered by solving again with the money added.
 */
import { subtrees } from '../compatible.ts'
import type { Certificate, Instance, Project, Result } from '../format.ts'
import type { Prepared } from '../prepare.ts'
import { solve } from '../solve.ts'
import { applyChange } from './changes.ts'

export interface PriceOf {
  readonly id: string
  /** Benefit of one more step of money. */
  readonly price: number
}

export interface Prices {
  readonly lots: readonly PriceOf[]
  readonly caps: readonly PriceOf[]
  readonly groups: readonly PriceOf[]
  readonly places: readonly PriceOf[]
}

/** Null when the plan has no certificate. */
export function pricesOf(prep: Prepared, result: Result, places: readonly string[]): Prices | null {
  const { certificate } = result
  if (!certificate) return null
  const table = (prices: Readonly<Record<string, number>>) =>
    Object.entries(prices)
      .filter(([, price]) => price > 0)
      .map(([id, price]) => ({ id, price }))
      .sort((a, b) => b.price - a.price)
  return {
    lots: table(certificate.lots),
    caps: table(certificate.caps),
    groups: table(certificate.groups),
    places: pricesOfPlaces(prep, certificate, places),
  }
}

/**
 * Money that any project of a place could use is worth what it does for the best of them: for each, the price of the cheapest money it
 * may use, and never more than its own benefit a yuan.
 */
function pricesOfPlaces(prep: Prepared, certificate: Certificate, places: readonly string[]): PriceOf[] {
  const worth = prep.projects.map((project, p) => worthOfYuan(prep, certificate, project, p))
  const inside = subtrees(prep.instance.regions)
  return places
    .map((id) => {
      const own = inside.get(id)
      const values = prep.projects.flatMap((project, p) => (own?.has(project.region) ? [worth[p]!] : []))
      return { id, price: Math.max(0, ...values) }
    })
    .filter((x) => x.price > 0)
    .sort((a, b) => b.price - a.price)
}

function worthOfYuan(prep: Prepared, certificate: Certificate, project: Project, p: number): number {
  if (project.banned || prep.excluded[p]) return 0
  const need = project.phases.reduce((sum, x) => sum + x.need, 0)
  const groups = (x: number) => prep.phases[x]!.groups.reduce((sum, g) => sum + Math.max(0, certificate.groups[prep.groups[g]!.id] ?? 0), 0)
  const cheapest = Math.min(
    ...prep.phasesOf[p]!.map((x) =>
      Math.min(
        ...Array.from(prep.phases[x]!.lots, (l) => {
          const cap = prep.capOf(l, project.category)
          return (certificate.lots[prep.lots[l]!.id] ?? 0) + (cap < 0 ? 0 : (certificate.caps[prep.caps[cap]!.id] ?? 0))
        }),
      ),
    ),
  )
  const own = project.benefit / need - Math.max(...prep.phasesOf[p]!.map(groups))
  return Math.max(0, Math.min(cheapest, own))
}

export interface Resolved {
  readonly lot: string
  /** Benefit gained by a solve with the money added. */
  readonly gain: number
  /** Both solves are proven optimal, so the gain is exact. */
  readonly exact: boolean
}

/** Whether solving again for each lot is a matter of seconds. */
export function isSmall(prep: Prepared): boolean {
  const columns = prep.phases.reduce((sum, x) => sum + (prep.open[x.project] ? x.lots.length : 0), 0)
  return columns <= SMALL_COLUMNS && prep.lots.length <= SMALL_LOTS
}

const SMALL_COLUMNS = 400
const SMALL_LOTS = 40

/** Lots that are still to be solved when this many times the seconds of one solve are spent stay unanswered. */
const PATIENCE = 8

/** Solves once more for every lot with `extra` steps added to it. */
export async function resolveEach(instance: Instance, result: Result, extra: number, seconds: number): Promise<Resolved[]> {
  const benefitOf = (r: Result) => {
    const benefit = new Map(instance.projects.map((p) => [p.id, p.benefit]))
    return r.funded.reduce((sum, f) => sum + f.units * (benefit.get(f.project) ?? 0), 0)
  }
  const now = benefitOf(result)
  const out: Resolved[] = []
  const deadline = performance.now() + PATIENCE * seconds * 1000
  for (const lot of instance.lots) {
    if (performance.now() > deadline) break
    const more = await solve(applyChange(instance, { kind: 'more-money', lot: lot.id, amount: extra }), { seconds, seed: instance.seed })
    out.push({ lot: lot.id, gain: benefitOf(more) - now, exact: result.status === 'optimal' && more.status === 'optimal' })
  }
  return out
}
