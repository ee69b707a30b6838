/** Terms and conflicts in sentences: what a scenario asks, and which of its terms cannot be kept together. Pure. */
import { formatFen } from '#kernel/money.ts'
import { fill, type Text } from '#kernel/outcome.ts'
import { categories, type CategoryKey } from '#policy/categories.ts'
import { type FundLevel, fundLevels } from '#policy/fund-catalogue.ts'
import { capCounts, goals, type TermKey, termKinds } from '#policy/scenario-terms.ts'
import type { Result, Wish } from './engine/format.ts'
import { lotName, projectName, type TermNames } from './scenario-checks.model.ts'
import type { Limit, LimitOn, LotTerm, ScenarioTerms } from './scenario-terms.model.ts'

export interface SaidTerm {
  readonly key: TermKey | 'goals'
  /** Where the term stands: `pins.0`. */
  readonly field: string
  readonly text: Text
}

const filled = (said: Text, zh: Readonly<Record<string, string | number>>, en: Readonly<Record<string, string | number>> = zh): Text => ({
  zh: fill(said.zh, zh),
  en: fill(said.en, en),
})

const percent = (permille: number): string => `${permille / 10}%`

/** Every term that asks something, in the order of the page. */
export function saidTerms(terms: ScenarioTerms, names: TermNames): SaidTerm[] {
  const said: SaidTerm[] = [{ key: 'goals', field: 'objectives', text: goalsSaid(terms) }]
  const add = (key: TermKey, field: string, zh: Readonly<Record<string, string | number>>, en = zh) =>
    said.push({ key, field, text: filled(termKinds[key].said, zh, en) })
  add('sources', 'maxSources', { count: terms.maxSources, amount: formatFen(terms.minSliceFen) })
  const countsOf = (given: boolean): Text => (given ? capCounts.given : capCounts.planOnly)
  const counts = countsOf(terms.capsCountGiven)
  const cap = (amount: bigint, words: string) => ({ amount: formatFen(amount), counts: words })
  if (terms.villageMaxFen !== null)
    add('village', 'villageMaxFen', cap(terms.villageMaxFen, counts.zh), cap(terms.villageMaxFen, counts.en))
  if (terms.townshipMaxFen !== null)
    add('township', 'townshipMaxFen', cap(terms.townshipMaxFen, counts.zh), cap(terms.townshipMaxFen, counts.en))
  if (terms.maxDebtPermille !== null) add('debtShare', 'maxDebtPermille', { share: percent(terms.maxDebtPermille) })
  terms.limits.forEach((limit, i) => {
    const { zh, en } = limitWords(limit, names, terms.horizon, countsOf(terms.limitsCountGiven))
    add('limits', `limits.${i}`, zh, en)
  })
  terms.lots.forEach((lot, i) => {
    const asks = lotAsks(lot)
    add('lots', `lots.${i}`, { lot: lotName(names, lot.lotId), asks: asks.zh }, { lot: lotName(names, lot.lotId), asks: asks.en })
  })
  const each = (key: TermKey, field: string, ids: readonly string[]) =>
    ids.forEach((id, i) => add(key, `${field}.${i}`, { project: projectName(names, id) }))
  each('statutory', 'statutoryProjects', terms.statutoryProjects)
  each('include', 'includeProjects', terms.includeProjects)
  each('exclude', 'excludeProjects', terms.excludeProjects)
  terms.scalable.forEach((s, i) =>
    add('scalable', `scalable.${i}`, { project: projectName(names, s.projectId), units: s.units, min: s.minUnits }),
  )
  terms.matching.forEach((m, i) => {
    const common = { project: projectName(names, m.projectId), share: percent(m.minSharePermille) }
    const label = (l: string): Text => fundLevels[l as FundLevel] ?? { zh: l, en: l }
    const levels = { zh: m.levels.map((l) => label(l).zh).join('、'), en: m.levels.map((l) => label(l).en).join(', ') }
    add('matching', `matching.${i}`, { ...common, levels: levels.zh }, { ...common, levels: levels.en })
  })
  terms.pins.forEach((_, i) => said.push({ key: 'pins', field: `pins.${i}`, text: pinSaid(terms, i, names) }))
  terms.bans.forEach((b, i) => add('bans', `bans.${i}`, { lot: lotName(names, b.lotId), project: projectName(names, b.projectId) }))
  return said
}

/** A limit by its name: `left` where the sentence gives what is left of it for the plan, `whole` where it gives all of it. */
export function limitName(name: Text, beforeFen: bigint, as: 'left' | 'whole' = 'left'): Text {
  if (beforeFen === 0n) return name
  const amount = formatFen(beforeFen)
  return filled(capCounts[as], { name: name.zh, amount }, { name: name.en, amount })
}

const goalsSaid = ({ objectives }: ScenarioTerms): Text => ({
  zh: `依次考虑：${objectives.map((g) => goals[g].label.zh).join('，')}`,
  en: `In this order: ${objectives.map((g) => goals[g].label.en).join(', ')}`,
})

function pinSaid(terms: ScenarioTerms, i: number, names: TermNames): Text {
  const { lotId, projectId, year, amountFen } = terms.pins[i]!
  const common = { lot: lotName(names, lotId), project: projectName(names, projectId) }
  const money = amountFen === null ? null : formatFen(amountFen)
  return filled(
    termKinds.pins.said,
    { ...common, year: year === null ? '' : ` ${year} 年`, amount: money === null ? '，金额不限' : `，不少于 ${money} 元` },
    { ...common, year: year === null ? '' : ` in ${year}`, amount: money === null ? ', any amount' : `, at least ${money} yuan` },
  )
}

function onWords(on: LimitOn, names: TermNames): Text {
  if (on.kind === 'region') {
    const name = names.regions.get(on.region)?.name ?? on.region
    return { zh: `区域：${name}`, en: `area: ${name}` }
  }
  if (on.kind === 'category') {
    const label = categories[on.category as CategoryKey]?.label ?? { zh: on.category, en: on.category }
    return { zh: `类别：${label.zh}`, en: `category: ${label.en}` }
  }
  const [first] = on.projectIds
  const count = on.projectIds.length
  const name = projectName(names, first ?? '')
  return { zh: count === 1 ? name : `“${name}”等 ${count} 个项目`, en: count === 1 ? name : `“${name}” and others, ${count} projects` }
}

function limitWords({ label, on, years, minFen, maxFen }: Limit, names: TermNames, horizon: number, counts: Text) {
  const place = onWords(on, names)
  const range = {
    zh: [minFen > 0n ? `不少于 ${formatFen(minFen)} 元` : '', maxFen === null ? '' : `不超过 ${formatFen(maxFen)} 元`].filter(Boolean),
    en: [minFen > 0n ? `at least ${formatFen(minFen)} yuan` : '', maxFen === null ? '' : `at most ${formatFen(maxFen)} yuan`].filter(
      Boolean,
    ),
  }
  const all = horizon === 1 ? { zh: '', en: '' } : { zh: '各年合计', en: 'all years together' }
  const said = range.zh.length > 0 ? counts : { zh: '', en: '' }
  return {
    zh: {
      label,
      on: place.zh,
      years: years === null ? all.zh : `${years.join('、')} 年`,
      range: range.zh.join('、') || '不限',
      counts: said.zh,
    },
    en: {
      label,
      on: place.en,
      years: years === null ? all.en : years.join(', '),
      range: range.en.join(', ') || 'no limit',
      counts: said.en,
    },
  }
}

function lotAsks({ leaveOut, keepBackFen, maxSharePermille, minSharePermille }: LotTerm): Text {
  if (leaveOut) return { zh: '本次不用', en: 'left out' }
  const asks: Text[] = []
  if (keepBackFen > 0n) asks.push({ zh: `留出 ${formatFen(keepBackFen)} 元`, en: `${formatFen(keepBackFen)} yuan kept back` })
  if (maxSharePermille !== null)
    asks.push({ zh: `在一个项目一年里最多占 ${percent(maxSharePermille)}`, en: `at most ${percent(maxSharePermille)} of a phase` })
  if (minSharePermille !== null)
    asks.push({ zh: `用就至少占 ${percent(minSharePermille)}`, en: `if it pays, at least ${percent(minSharePermille)} of the phase` })
  if (asks.length === 0) return { zh: '没有要求', en: 'nothing asked' }
  return { zh: asks.map((a) => a.zh).join('，'), en: asks.map((a) => a.en).join(', ') }
}

export interface ConflictTerm {
  readonly text: Text
  /** Where the term stands in the scenario; null when it is no term but follows from the law of the program. */
  readonly field: string | null
}

export interface ConflictWords {
  readonly sentence: Text
  readonly terms: readonly ConflictTerm[]
}

/** What projects need at the least, to be said beside them where it is known. */
export type Needs = ReadonlyMap<string, bigint>

/** What groups count that was given before the plan, by their ids. */
export type BeforeFen = (group: string) => bigint

/** What an infeasible result says: the smallest set of terms that cannot be kept together. */
export function conflictWords(
  result: Result,
  terms: ScenarioTerms,
  names: TermNames,
  needs: Needs = new Map(),
  before: BeforeFen = () => 0n,
): ConflictWords | null {
  if (result.status !== 'infeasible') return null
  const parts = (result.wishes ?? []).map((wish) => {
    const said = wishWords(wish, terms, names)
    const words = 'group' in wish ? { ...said, text: limitName(said.text, before(wish.group), 'whole') } : said
    const need = wish.kind === 'include' ? needs.get(wish.project) : undefined
    if (need === undefined) return words
    const { zh, en } = words.text
    return { ...words, text: { zh: `${zh}（需要 ${formatFen(need)} 元）`, en: `${en} (${formatFen(need)} yuan)` } }
  })
  return { sentence: conflictSentence(parts), terms: parts }
}

function conflictSentence(parts: readonly ConflictTerm[]): Text {
  const [first] = parts
  if (!first)
    return {
      zh: '在现有资金和规则下没有可行方案；请放宽下限、指定或必须安排的项目',
      en: 'No plan keeps the rules with the money there is; relax floors, pins or inclusions',
    }
  if (parts.length === 1)
    return {
      zh: `${first.text.zh} 做不到：现有资金、用途和规则不允许。请修改这一条。`,
      en: `${first.text.en} cannot be kept with the money, uses and rules there are. Change it.`,
    }
  const last = parts.at(-1)!
  const before = parts.slice(0, -1)
  return {
    zh: `${before.map((p) => p.text.zh).join('、')} 与 ${last.text.zh} 不能同时满足。放宽其中任何一条即可。`,
    en: `${before.map((p) => p.text.en).join('; ')} and ${last.text.en} cannot be kept together. Relaxing any one of them is enough.`,
  }
}

function wishWords(wish: Wish, terms: ScenarioTerms, names: TermNames): ConflictTerm {
  switch (wish.kind) {
    case 'pin': {
      const i = terms.pins.findIndex((p) => p.lotId === wish.lot && p.projectId === wish.project && p.year === wish.year)
      return { field: i < 0 ? null : `pins.${i}`, text: i < 0 ? pairText('指定', 'the pin of', wish, names) : pinSaid(terms, i, names) }
    }
    case 'forbid': {
      const i = terms.bans.findIndex((b) => b.lotId === wish.lot && b.projectId === wish.project)
      return { field: i < 0 ? null : `bans.${i}`, text: pairText('不得用', 'the ban of', wish, names) }
    }
    case 'include':
      return includeWords(wish.project, terms, names)
    case 'exclude': {
      const i = terms.excludeProjects.indexOf(wish.project)
      const text = filled(termKinds.exclude.said, { project: projectName(names, wish.project) })
      return { field: i < 0 ? null : `excludeProjects.${i}`, text }
    }
    case 'group-min':
    case 'group-max':
      return groupWords(wish.group, wish.kind, terms, names)
  }
}

function includeWords(projectId: string, terms: ScenarioTerms, names: TermNames): ConflictTerm {
  const name = projectName(names, projectId)
  const i = terms.includeProjects.indexOf(projectId)
  if (i >= 0) return { field: `includeProjects.${i}`, text: filled(termKinds.include.said, { project: name }) }
  return { field: null, text: { zh: `“${name}”的后续阶段优先安排`, en: `the later phase of “${name}” comes first` } }
}

const pairText = (zh: string, en: string, { lot, project }: { lot: string; project: string }, names: TermNames): Text => ({
  zh: `${zh}“${lotName(names, lot)}”于“${projectName(names, project)}”`,
  en: `${en} “${lotName(names, lot)}” and “${projectName(names, project)}”`,
})

function groupWords(group: string, kind: 'group-min' | 'group-max', terms: ScenarioTerms, names: TermNames): ConflictTerm {
  const at = group.indexOf(':')
  const [what, which] = [group.slice(0, at), group.slice(at + 1)]
  const limit = what === 'limit' ? terms.limits[Number(which)] : undefined
  if (limit) {
    const on = onWords(limit.on, names)
    const isMin = kind === 'group-min'
    const amount = formatFen(isMin ? limit.minFen : (limit.maxFen ?? 0n))
    return {
      field: `limits.${which}`,
      text: {
        zh: `“${limit.label}”（${on.zh}）${isMin ? '下限' : '上限'} ${amount} 元`,
        en: `the ${isMin ? 'floor' : 'cap'} of “${limit.label}” (${on.en}), ${amount} yuan`,
      },
    }
  }
  const place = names.regions.get(which)?.name ?? which
  const village = what === 'village'
  const amount = formatFen((village ? terms.villageMaxFen : terms.townshipMaxFen) ?? 0n)
  return {
    field: village ? 'villageMaxFen' : 'townshipMaxFen',
    text: {
      zh: `${village ? '一个村' : '一个乡镇'}的上限（${place}）${amount} 元`,
      en: `the cap of a ${village ? 'village' : 'township'} (${place}), ${amount} yuan`,
    },
  }
}
