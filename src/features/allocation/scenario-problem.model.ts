/**
 * From a scenario and the live world to a problem worth solving: first whatever stands in the way is found and said in words, then the
 * projects that were begun in earlier years are put first, as far as lawful money exists for them (B3). Pure.
 */
import { type Fen, fen, formatFen, sum } from '#kernel/money.ts'
import { type Finding, ok, type Outcome, type Text } from '#kernel/outcome.ts'
import { paymentBars, scenarioLimits } from '#policy/scenario-terms.ts'
import { refuse } from './allocation.model.ts'
import { compatibility } from './engine/compatible.ts'
import type { Group, Instance, Region } from './engine/format.ts'
import { greedyPlan } from './engine/greedy.ts'
import { prepare } from './engine/prepare.ts'
import { type Before, buildInstance, groupIdOf, type LotSupply, type ProjectDemand, toFen, yearsOf } from './instance.model.ts'
import { beforeNotes } from './before-notes.model.ts'
import { Findings, isMember, lotName, projectName, structureFindings, type TermNames } from './scenario-checks.model.ts'
import type { ScenarioTerms } from './scenario-terms.model.ts'

/** Lots and projects as they are now. */
export interface LiveWorld extends Before {
  readonly lots: readonly LotSupply[]
  readonly heldLots: readonly LotSupply[]
  readonly projects: readonly ProjectDemand[]
  readonly regions: readonly Region[]
}

export interface Problem {
  readonly instance: Instance
  readonly step: bigint
  /** What was decided while the problem was built, for the person who reads the plan. */
  readonly notes: readonly Text[]
  /** Projects that are funded first because they were begun. */
  readonly due: readonly string[]
  /** What its groups count that was given before. */
  readonly before: ReadonlyMap<string, Fen>
}

export function buildProblem(name: string, terms: ScenarioTerms, world: LiveWorld, names: TermNames): Outcome<Problem> {
  const structure = structureFindings(terms, names)
  if (structure.length > 0) return wrong(structure)
  const circle = circleOf(world.regions)
  if (circle) return wrong([circleFinding(circle, names)])
  if (world.projects.length > scenarioLimits.projects)
    return refuse('too_many_projects', { year: terms.year, count: world.projects.length, limit: scenarioLimits.projects })
  if (world.lots.length === 0) return refuse('nothing_to_allocate', { year: terms.year })
  if (world.projects.length === 0) return refuse('no_projects', { year: terms.year })
  const built = buildInstance(name, terms, world.lots, world.projects, world.regions, world)
  const live = liveFindings(terms, world, names, built)
  if (live.length > 0) return wrong(live)
  const { first, without } = fundedFirst(built.instance, world.projects)
  const overrides = { ...built.instance.overrides, include: [...new Set([...built.instance.overrides.include, ...first])] }
  const notes = [...heldNotes(world.heldLots), ...beforeNotes(terms, built.before, names), ...firstNotes(first, without, names)]
  return ok({ instance: { ...built.instance, overrides }, step: built.step, notes, due: first, before: built.before })
}

type Built = ReturnType<typeof buildInstance>

const wrong = (findings: readonly Finding[]) =>
  refuse('terms_wrong', { count: findings.length }, findings.slice(0, scenarioLimits.findings))

/** A chain of divisions that comes back to itself, or null. */
export function circleOf(regions: readonly Region[]): string[] | null {
  const parents = new Map(regions.map((r) => [r.id, r.parent]))
  const settled = new Set<string>()
  for (const { id } of regions) {
    const path: string[] = []
    let at: string | null | undefined = id
    while (at != null && !settled.has(at) && !path.includes(at)) {
      path.push(at)
      at = parents.get(at)
    }
    if (at != null && path.includes(at)) return [...path.slice(path.indexOf(at)), at]
    for (const one of path) settled.add(one)
  }
  return null
}

function circleFinding(circle: readonly string[], names: TermNames): Finding {
  const way = circle.map((code) => names.regions.get(code)?.name ?? code).join(' → ')
  return {
    field: 'regions',
    value: circle[0]!,
    message: {
      zh: `区划互为上级：${way}；请在区划表里断开其中一条`,
      en: `divisions stand above one another in a circle: ${way}; break one link in the list of divisions`,
    },
  }
}

/** What does not fit the money and the projects as they are now. */
function liveFindings(terms: ScenarioTerms, world: LiveWorld, names: TermNames, built: Built): Finding[] {
  const found = new Findings()
  const demands = new Map(world.projects.map((p) => [p.projectId, p]))
  const years = yearsOf(terms).join('、')
  const absent = (field: string, id: string): boolean => {
    if (demands.has(id)) return false
    const name = projectName(names, id)
    found.add(
      field,
      name,
      `“${name}”在 ${years} 年没有待安排的年度阶段（不在库中、已安排或年度不同）；请删去这一条，或先规划它的年度阶段`,
      `“${name}” has no phase waiting for money in ${years}; remove the term or plan its phases first`,
    )
    return true
  }
  terms.includeProjects.forEach((id, i) => void absent(`includeProjects.${i}`, id))
  terms.matching.forEach((m, i) => void absent(`matching.${i}.projectId`, m.projectId))
  terms.scalable.forEach(({ projectId, units }, i) => {
    const demand = absent(`scalable.${i}.projectId`, projectId) ? undefined : demands.get(projectId)
    if (demand) checkUnits(found, i, demand, units)
  })
  checkPins(found, terms, world, names, built.instance, absent)
  checkFloors(found, terms, names, world, built)
  return found.list
}

function checkUnits(found: Findings, i: number, { name, phases, begun }: ProjectDemand, units: number): void {
  if (begun)
    found.add(
      `scalable.${i}.projectId`,
      name,
      `“${name}”已有资金，规模不能再改；请从“可以部分建设”里删去`,
      `“${name}” has money already and keeps its size; remove it here`,
    )
  const odd = phases.find((p) => p.openFen % BigInt(units) !== 0n)
  if (odd)
    found.add(
      `scalable.${i}.units`,
      units,
      `“${name}”${odd.year} 年需要 ${formatFen(odd.openFen)} 元，不能平均分成 ${units} 份到分；请换一个份数`,
      `${formatFen(odd.openFen)} yuan of “${name}” in ${odd.year} cannot be divided into ${units} equal units; choose another number`,
    )
}

function checkPins(
  found: Findings,
  terms: ScenarioTerms,
  world: LiveWorld,
  names: TermNames,
  instance: Instance,
  absent: (field: string, id: string) => boolean,
): void {
  const rule = compatibility({ ...instance, overrides: { ...instance.overrides, forbid: [] } })
  const lots = new Map(instance.lots.map((l) => [l.id, l]))
  const projects = new Map(instance.projects.map((p) => [p.id, p]))
  const supply = new Map(world.lots.map((l) => [l.lotId, spendable(terms, l)]))
  const demands = new Map(world.projects.map((p) => [p.projectId, p]))
  const pinned = new Map<string, bigint>()
  terms.pins.forEach((pin, i) => {
    const at = `pins.${i}`
    const [lotText, projectText] = [lotName(names, pin.lotId), projectName(names, pin.projectId)]
    if (absent(`${at}.projectId`, pin.projectId)) return
    const lot = lots.get(pin.lotId)
    if (!lot) {
      const held = world.heldLots.some((l) => l.lotId === pin.lotId)
      const why = held ? '满两年未用完，须先决定结转、重新安排或上缴' : '现在没有可安排的余额，或不在使用年限内'
      found.add(`${at}.lotId`, lotText, `“${lotText}”${why}；请删去指定`, `“${lotText}” has nothing to give now; remove the pin`)
      return
    }
    const project = projects.get(pin.projectId)!
    const { phases } = demands.get(pin.projectId)!
    const first = pin.year === null ? phases[0] : phases.find((x) => x.year === pin.year)
    if (!first) {
      found.add(
        `${at}.year`,
        pin.year!,
        `“${projectText}”在 ${pin.year} 年没有待安排的阶段；请改年度，或删去指定`,
        `“${projectText}” has no phase waiting for money in ${pin.year}; choose another year or remove the pin`,
      )
      return
    }
    const bar = rule.may(lot, project, first.year)
    if (bar !== null)
      found.add(
        at,
        lotText,
        `“${lotText}”不能用于“${projectText}”：${paymentBars[bar].zh}；请删去指定`,
        `“${lotText}” may not pay “${projectText}”: ${paymentBars[bar].en}; remove the pin`,
      )
    if (pin.amountFen === null) return
    const most = mostOf(terms, pin.lotId, first.openFen, lot.ledger === 'C')
    if (pin.amountFen > most)
      found.add(
        `${at}.amountFen`,
        formatFen(pin.amountFen),
        `“${projectText}”${first.year} 年还需 ${formatFen(first.openFen)} 元，“${lotText}”最多可付 ${formatFen(most)} 元；请调低指定金额`,
        `“${lotText}” can pay at most ${formatFen(most)} of what “${projectText}” needs in ${first.year}; lower the pin`,
      )
    pinned.set(pin.lotId, (pinned.get(pin.lotId) ?? 0n) + pin.amountFen)
  })
  for (const [lotId, wanted] of pinned) {
    const has = supply.get(lotId) ?? 0n
    if (wanted <= has) continue
    const i = terms.pins.findIndex((p) => p.lotId === lotId && p.amountFen !== null)
    found.add(
      `pins.${i}.amountFen`,
      formatFen(wanted),
      `“${lotName(names, lotId)}”共指定 ${formatFen(wanted)} 元，可用的只有 ${formatFen(fen(has))} 元；请调低指定金额`,
      `${formatFen(wanted)} yuan of “${lotName(names, lotId)}” is pinned, ${formatFen(fen(has))} is there; lower the pins`,
    )
  }
}

const spendable = (terms: ScenarioTerms, lot: LotSupply): bigint =>
  lot.availableFen - (terms.lots.find((t) => t.lotId === lot.lotId)?.keepBackFen ?? 0n)

/** The most one lot may pay of a phase, by its own share and by the share of debt. */
function mostOf(terms: ScenarioTerms, lotId: string, openFen: Fen, debt: boolean): bigint {
  const shares = [terms.lots.find((t) => t.lotId === lotId)?.maxSharePermille ?? null, debt ? terms.maxDebtPermille : null]
  return shares.reduce<bigint>(
    (most, s) => (s === null || (openFen * BigInt(s)) / 1000n > most ? most : (openFen * BigInt(s)) / 1000n),
    openFen,
  )
}

/** A floor that all its projects together do not need. */
function checkFloors(found: Findings, terms: ScenarioTerms, names: TermNames, world: LiveWorld, { instance, step, before }: Built): void {
  const out = new Set(terms.excludeProjects)
  const byId = new Map(instance.projects.map((p) => [p.id, p]))
  terms.limits.forEach((limit, i) => {
    if (limit.minFen === 0n) return
    const own = world.projects.filter((p) => !out.has(p.projectId) && isMember(limit.on, p.projectId, names))
    const counts = (year: number) => limit.years?.includes(year) ?? true
    const needs = own.flatMap((p) => byId.get(p.projectId)!.phases.map((x) => ({ ...x, units: byId.get(p.projectId)!.units?.max ?? 1 })))
    const all = sum(needs.map((x) => (counts(x.year) ? toFen(x.need * x.units, step) : fen(0n))))
    const kept = before.get(groupIdOf.limit(i)) ?? 0n
    if (limit.minFen <= all + kept) return
    const has = kept > 0n ? { zh: `，已有 ${formatFen(kept)} 元`, en: `, which have ${formatFen(kept)}` } : { zh: '', en: '' }
    found.add(
      `limits.${i}.minFen`,
      formatFen(limit.minFen),
      `“${limit.label}”的下限 ${formatFen(limit.minFen)} 元，多于其中 ${own.length} 个项目的全部需要 ${formatFen(all)} 元${has.zh}；请调低下限`,
      `the floor of “${limit.label}”, ${formatFen(limit.minFen)}, is more than its ${own.length} projects need, ${formatFen(all)}${has.en}; lower it`,
    )
  })
}

/**
 * Begun projects for which lawful money exists beside what the scenario itself demands. A plain filling by rank finds them; what it pays
 * together can be paid together, so putting them first never makes a solvable problem unsolvable by the money.
 */
function fundedFirst(instance: Instance, projects: readonly ProjectDemand[]): { first: string[]; without: string[] } {
  const out = new Set(instance.overrides.exclude)
  const due = projects.filter((p) => p.due && !out.has(p.projectId)).map((p) => p.projectId)
  if (due.length === 0) return { first: [], without: [] }
  const demanded = new Set([...due, ...instance.overrides.include, ...instance.overrides.pin.map((p) => p.project)])
  const caps = instance.groups.map((g): Group => ({ ...g, min: 0, projects: g.projects?.filter((id) => demanded.has(id)) ?? null }))
  const only: Instance = {
    ...instance,
    projects: instance.projects.filter((p) => demanded.has(p.id)),
    groups: caps,
    overrides: { ...instance.overrides, exclude: [], forbid: instance.overrides.forbid.filter((f) => demanded.has(f.project)) },
  }
  const plan = greedyPlan(prepare(only))
  const paid = new Set(only.projects.flatMap((p, i) => (plan.units[i]! > 0 ? [p.id] : [])))
  return { first: due.filter((id) => paid.has(id)), without: due.filter((id) => !paid.has(id)) }
}

const listed = (texts: readonly string[]): string =>
  texts.length <= 5
    ? texts.map((t) => `“${t}”`).join('、')
    : `${texts
        .slice(0, 5)
        .map((t) => `“${t}”`)
        .join('、')} 等 ${texts.length} 个`

function firstNotes(first: readonly string[], without: readonly string[], names: TermNames): Text[] {
  const named = (ids: readonly string[]) => listed(ids.map((id) => projectName(names, id)))
  const notes: Text[] = []
  if (first.length > 0)
    notes.push({
      zh: `往年已开工的项目，后续阶段优先安排：${named(first)}`,
      en: `Begun in earlier years and funded first: ${named(first)}`,
    })
  if (without.length > 0)
    notes.push({
      zh: `往年已开工、但合规资金不够或已到上限，不能优先安排，按一般项目参加：${named(without)}`,
      en: `Begun, but lawful money or room below a cap is missing to fund them first; they take part like any other: ${named(without)}`,
    })
  return notes
}

const heldNotes = (held: readonly LotSupply[]): Text[] =>
  held.length === 0
    ? []
    : [
        {
          zh: `满两年未用完、尚未决定去向的资金没有参加测算：${listed(held.map((l) => l.name))}`,
          en: `Left out because what becomes of them must be decided first: ${listed(held.map((l) => l.name))}`,
        },
      ]
