/** A smallest set of wishes that cannot all be kept, by deletion: drop a wish; if the rest still clash it was not needed. */
import { feasiblePlan } from './exact.ts'
import type { Instance, Wish } from './format.ts'
import type { Limits } from './linear-model.ts'
import { Plan } from './plan.ts'
import { prepare } from './prepare.ts'

export interface Conflict {
  readonly wishes: readonly Wish[]
  /** Ids of the lots, projects and groups the wishes name, each once. */
  readonly ids: readonly string[]
}

export async function conflict(instance: Instance, limits: Limits): Promise<Conflict> {
  let kept = wishesOf(instance)
  const clash = async (wishes: readonly Wish[]) =>
    (await feasiblePlan(new Plan(prepare(withWishes(instance, wishes))), limits)).feasible === false
  for (const kinds of [['forbid'], ['exclude'], ['group-max'], ['group-min'], ['pin'], ['include']]) {
    const without = kept.filter((w) => !kinds.includes(w.kind))
    if (without.length < kept.length && (await clash(without))) kept = without
  }
  for (const wish of kept.slice()) {
    const without = kept.filter((w) => w !== wish)
    if (await clash(without)) kept = without
  }
  return { wishes: kept, ids: [...new Set(kept.flatMap(idsOf))] }
}

function idsOf(wish: Wish): string[] {
  if (wish.kind === 'pin' || wish.kind === 'forbid') return [wish.lot, wish.project]
  return 'group' in wish ? [wish.group] : [wish.project]
}

function wishesOf(instance: Instance): Wish[] {
  const { pin, forbid, include, exclude } = instance.overrides
  return [
    ...forbid.map((f): Wish => ({ kind: 'forbid', ...f })),
    ...exclude.map((project): Wish => ({ kind: 'exclude', project })),
    ...instance.groups.flatMap((g): Wish[] => (g.max === null ? [] : [{ kind: 'group-max', group: g.id, amount: g.max }])),
    ...instance.groups.flatMap((g): Wish[] => (g.min === 0 ? [] : [{ kind: 'group-min', group: g.id, amount: g.min }])),
    ...pin.map((p): Wish => ({ kind: 'pin', ...p })),
    ...include.map((project): Wish => ({ kind: 'include', project })),
  ]
}

/** The instance with only these wishes: other pins, bans, inclusions and group limits gone. */
function withWishes(instance: Instance, wishes: readonly Wish[]): Instance {
  const pick = <K extends Wish['kind']>(kind: K) => wishes.filter((w): w is Extract<Wish, { kind: K }> => w.kind === kind)
  const min = new Map(wishes.flatMap((w) => (w.kind === 'group-min' ? [[w.group, w.amount] as const] : [])))
  const max = new Map(wishes.flatMap((w) => (w.kind === 'group-max' ? [[w.group, w.amount] as const] : [])))
  const named = (kind: 'include' | 'exclude') => wishes.flatMap((w) => (w.kind === kind ? [w.project] : []))
  return {
    ...instance,
    groups: instance.groups.map((g) => ({ ...g, min: min.get(g.id) ?? 0, max: max.get(g.id) ?? null })),
    overrides: { pin: pick('pin'), forbid: pick('forbid'), include: named('include'), exclude: named('exclude') },
  }
}
