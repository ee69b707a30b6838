/**
 * What others pay of all that a lot may pay is nothing, or at least one smallest slice. Money that flows through classes does not know that: a
 * choice that needs a few crumbs more than a lot has looks paid, but the slice that another lot then pays leaves the lot's own money idle.
 */
import type { Classes, PhaseClass } from './classes.ts'
import type { LinearModel } from './linear-model.ts'
import type { Prepared } from './prepare.ts'

export interface OthersPart {
  /** The classes that the lot may pay. */
  readonly classes: readonly PhaseClass[]
  /** Yuan: the smallest slice any of their phases may have, and all that they may need. */
  readonly least: number
  readonly most: number
}

/** Others that pay so many smallest slices can pay one more or less: the rule would bind nobody. */
const MANY = 50

/** By lot. */
export function othersParts({ lots, phases, unitsMin, unitsMax, instance }: Prepared, classes: Classes): readonly OthersPart[] {
  const of = classes.list.map(({ phases: own }) => {
    const all = { least: instance.rules.minSlice, most: 0 }
    for (const { need, project } of own.map((x) => phases[x]!)) {
      all.least = Math.min(all.least, need * unitsMin[project]!)
      all.most += need * unitsMax[project]!
    }
    return all
  })
  const may = lots.map((): PhaseClass[] => [])
  for (const c of classes.list) for (const lot of c.lots) may[lot]!.push(c)
  return may.map((own) => ({
    classes: own,
    least: own.reduce((least, c) => Math.min(least, of[c.index]!.least), instance.rules.minSlice),
    most: own.reduce((sum, c) => sum + of[c.index]!.most, 0),
  }))
}

/** Yuan that others pay by these quotas (by class and lot); infinite where they are so many that no rule is needed. */
export function paidByOthers({ instance }: Prepared, { classes }: OthersPart, lot: number, quotas: readonly Float64Array[]): number {
  let sum = 0
  for (const c of classes) {
    const own = quotas[c.index]!
    for (let i = 0; i < own.length; i++) if (c.lots[i] !== lot) sum += own[i]!
    if (sum > MANY * instance.rules.minSlice) return Number.POSITIVE_INFINITY
  }
  return sum
}

/** Adds the rule: `columns` times `values` less `rest` is the others' part, as a multiple of `money`. */
export function leaveSlice(
  model: LinearModel,
  { least, most }: OthersPart,
  { columns, values, rest, money }: { columns: readonly number[]; values: readonly number[]; rest: number; money: number },
): void {
  const all = model.column(0, 0, most / money)
  const some = model.column(0, 0, 1, true)
  model.row(rest, rest, [...columns, all], [...values, -1])
  model.row(0, Number.POSITIVE_INFINITY, [all, some], [1, -least / money])
  model.row(Number.NEGATIVE_INFINITY, 0, [all, some], [1, -most / money])
}
