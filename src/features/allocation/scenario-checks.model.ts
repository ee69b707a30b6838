/**
 * What is wrong with terms in themselves, whatever money and projects there are: amounts below zero, limits that exclude each other, names
 * that nobody knows, wishes that contradict one another. Each finding names the field, the value and what to do. Pure.
 */
import { formatFen } from '#kernel/money.ts'
import type { Finding } from '#kernel/outcome.ts'
import { categories } from '#policy/categories.ts'
import { fundLevels } from '#policy/fund-catalogue.ts'
import { goals, scenarioLimits } from '#policy/scenario-terms.ts'
import { yearsOf } from './instance.model.ts'
import type { Limit, LimitOn, ScenarioTerms } from './scenario-terms.model.ts'

export interface NamedProject {
  readonly name: string
  readonly region: string
  readonly category: string
}

export interface NamedDivision {
  readonly name: string
  readonly level: string
  readonly parent: string | null
}

/** What the ids in terms are called. An id that is missing is unknown here. */
export interface TermNames {
  readonly lots: ReadonlyMap<string, string>
  readonly projects: ReadonlyMap<string, NamedProject>
  readonly regions: ReadonlyMap<string, NamedDivision>
}

export class Findings {
  readonly list: Finding[] = []
  add(field: string, value: string | number | bigint, zh: string, en: string): void {
    this.list.push({ field, value: String(value), message: { zh, en } })
  }
}

export const lotName = (names: TermNames, id: string): string => names.lots.get(id) ?? id
export const projectName = (names: TermNames, id: string): string => names.projects.get(id)?.name ?? id

export function structureFindings(terms: ScenarioTerms, names: TermNames): Finding[] {
  const found = new Findings()
  checkRange(found, terms)
  checkLimits(found, terms, names)
  checkLots(found, terms, names)
  checkProjects(found, terms, names)
  checkPairs(found, terms, names)
  checkCaps(found, terms, names)
  return found.list
}

const whole = (value: number, least: number, most: number): boolean => Number.isInteger(value) && value >= least && value <= most

function checkRange(found: Findings, t: ScenarioTerms): void {
  const { horizonYears, sources } = scenarioLimits
  if (!whole(t.year, 2000, 2100)) found.add('year', t.year, '年度应在 2000 到 2100 之间', 'the year must lie between 2000 and 2100')
  if (!whole(t.horizon, 1, horizonYears))
    found.add('horizon', t.horizon, `一起规划的年数应为 1 到 ${horizonYears} 年`, `plan 1 to ${horizonYears} years together`)
  if (t.objectives.length === 0) found.add('objectives', '', '至少要有一个目标', 'at least one goal is needed')
  t.objectives.forEach((goal, i) => {
    if (!(goal in goals)) found.add(`objectives.${i}`, goal, '没有这个目标；请从列表里选', 'there is no such goal; choose from the list')
    else if (t.objectives.indexOf(goal) !== i)
      found.add(`objectives.${i}`, goals[goal].label.zh, '这个目标列了两次；请删去一次', 'this goal is listed twice; remove one')
  })
  if (!whole(t.maxSources, 1, sources))
    found.add('maxSources', t.maxSources, `一个项目最多用几笔资金：请填 1 到 ${sources}`, `most lots a project: enter 1 to ${sources}`)
  const positive = (field: string, what: string, whatEn: string, amount: bigint | null) => {
    if (amount === null || amount > 0n) return
    found.add(field, formatFen(amount), `${what}必须大于零；不限就留空`, `${whatEn} must be above zero; leave it empty for none`)
  }
  if (t.minSliceFen < 0n)
    found.add(
      'minSliceFen',
      formatFen(t.minSliceFen),
      '每笔最少金额不能为负；请填零或正数',
      'the smallest slice cannot be negative; give zero or more',
    )
  positive('villageMaxFen', '一个村的上限', 'the cap of a village', t.villageMaxFen)
  positive('townshipMaxFen', '一个乡镇的上限', 'the cap of a township', t.townshipMaxFen)
  checkShare(found, 'maxDebtPermille', t.maxDebtPermille)
}

function checkShare(found: Findings, field: string, permille: number | null): void {
  if (permille === null || whole(permille, 0, 1000)) return
  found.add(field, `${permille / 10}%`, '比例应在 0% 到 100% 之间，最多一位小数', 'a share lies between 0 % and 100 %, one decimal at most')
}

function checkLimits(found: Findings, t: ScenarioTerms, names: TermNames): void {
  const years = yearsOf({ year: t.year, horizon: whole(t.horizon, 1, scenarioLimits.horizonYears) ? t.horizon : 1 })
  t.limits.forEach((limit, i) => {
    const at = `limits.${i}`
    const { label, minFen, maxFen } = limit
    if (label.trim() === '') found.add(`${at}.label`, '', '请给这条上下限起个名称', 'give this limit a name')
    if (t.limits.findIndex((l) => l.label === label) !== i)
      found.add(`${at}.label`, label, '名称与另一条上下限相同；请改名，以便区分', 'another limit has this name; rename one')
    checkLimitOn(found, at, limit.on, names)
    if (minFen < 0n)
      found.add(
        `${at}.minFen`,
        formatFen(minFen),
        `“${label}”的下限不能为负；请填零或正数`,
        `the floor of “${label}” cannot be negative; give zero or more`,
      )
    if (maxFen !== null && maxFen < 0n)
      found.add(
        `${at}.maxFen`,
        formatFen(maxFen),
        `“${label}”的上限不能为负；请填零或正数，不限就留空`,
        `the cap of “${label}” cannot be negative; give zero or more, or leave it empty`,
      )
    if (maxFen !== null && minFen > maxFen)
      found.add(
        `${at}.minFen`,
        formatFen(minFen),
        `“${label}”的下限 ${formatFen(minFen)} 元大于上限 ${formatFen(maxFen)} 元；请改正其一`,
        `the floor of “${label}”, ${formatFen(minFen)}, is above its cap ${formatFen(maxFen)}; correct one`,
      )
    const outside = limit.years?.find((y) => !years.includes(y))
    if (outside !== undefined)
      found.add(`${at}.years`, outside, `“${label}”说的 ${outside} 年不在规划年度内`, `“${label}” counts ${outside}, which is not planned`)
  })
}

function checkLimitOn(found: Findings, at: string, on: LimitOn, names: TermNames): void {
  if (on.kind === 'region' && !names.regions.has(on.region))
    found.add(`${at}.on`, on.region, '没有这个区划；请从列表里选', 'there is no such division; choose from the list')
  if (on.kind === 'category' && !(on.category in categories))
    found.add(`${at}.on`, on.category, '没有这个项目类别；请从列表里选', 'there is no such category; choose from the list')
  if (on.kind !== 'projects') return
  if (on.projectIds.length === 0) found.add(`${at}.on`, '', '没有选项目；请至少选一个', 'no project is chosen; choose at least one')
  for (const id of on.projectIds) unknownProject(found, `${at}.on`, id, names)
}

function unknownProject(found: Findings, field: string, id: string, names: TermNames): void {
  if (!names.projects.has(id))
    found.add(field, id, '项目库里没有这个项目；请从列表里重新选择', 'the library has no such project; choose from the list')
}

function unknownLot(found: Findings, field: string, id: string, names: TermNames): void {
  if (!names.lots.has(id))
    found.add(field, id, '资金清单里没有这笔资金；请从列表里重新选择', 'the list has no such lot; choose from the list')
}

function checkLots(found: Findings, t: ScenarioTerms, names: TermNames): void {
  t.lots.forEach((lot, i) => {
    const at = `lots.${i}`
    const name = lotName(names, lot.lotId)
    unknownLot(found, `${at}.lotId`, lot.lotId, names)
    if (t.lots.findIndex((l) => l.lotId === lot.lotId) !== i)
      found.add(`${at}.lotId`, name, '这笔资金列了两次；请合并成一条', 'this lot is listed twice; merge the two')
    if (lot.keepBackFen < 0n)
      found.add(
        `${at}.keepBackFen`,
        formatFen(lot.keepBackFen),
        `“${name}”留出的金额不能为负；请填零或正数`,
        `what is kept back of “${name}” cannot be negative; give zero or more`,
      )
    checkShare(found, `${at}.maxSharePermille`, lot.maxSharePermille)
    checkShare(found, `${at}.minSharePermille`, lot.minSharePermille)
    const { minSharePermille: least, maxSharePermille: most } = lot
    if (least !== null && most !== null && least > most)
      found.add(
        `${at}.minSharePermille`,
        `${least / 10}%`,
        `“${name}”至少占 ${least / 10}%，却最多占 ${most / 10}%；请改正其一`,
        `“${name}” pays at least ${least / 10} % but at most ${most / 10} %; correct one`,
      )
  })
}

function checkProjects(found: Findings, t: ScenarioTerms, names: TermNames): void {
  const lists = { statutoryProjects: t.statutoryProjects, includeProjects: t.includeProjects, excludeProjects: t.excludeProjects }
  for (const [field, ids] of Object.entries(lists)) ids.forEach((id, i) => unknownProject(found, `${field}.${i}`, id, names))
  const out = new Set(t.excludeProjects)
  t.includeProjects.forEach((id, i) => {
    if (!out.has(id)) return
    const name = projectName(names, id)
    found.add(
      `includeProjects.${i}`,
      name,
      `“${name}”既列为必须安排，又列为不参加；请删去其一`,
      `“${name}” is both included and left out; remove one`,
    )
  })
  t.scalable.forEach((s, i) => {
    const name = projectName(names, s.projectId)
    unknownProject(found, `scalable.${i}.projectId`, s.projectId, names)
    if (t.scalable.findIndex((x) => x.projectId === s.projectId) !== i)
      found.add(`scalable.${i}.projectId`, name, '这个项目列了两次；请删去一次', 'this project is listed twice; remove one')
    if (!whole(s.units, 2, 1_000_000))
      found.add(`scalable.${i}.units`, s.units, `“${name}”至少要分成 2 份`, `“${name}” needs at least 2 units`)
    if (!whole(s.minUnits, 1, s.units))
      found.add(
        `scalable.${i}.minUnits`,
        s.minUnits,
        `“${name}”最少建的份数应为 1 到 ${s.units}`,
        `the least units of “${name}” lie between 1 and ${s.units}`,
      )
  })
  t.matching.forEach((m, i) => {
    const name = projectName(names, m.projectId)
    unknownProject(found, `matching.${i}.projectId`, m.projectId, names)
    if (t.matching.findIndex((x) => x.projectId === m.projectId) !== i)
      found.add(`matching.${i}.projectId`, name, '这个项目列了两次；请合并', 'this project is listed twice; merge the two')
    checkShare(found, `matching.${i}.minSharePermille`, m.minSharePermille)
    if (m.levels.length === 0)
      found.add(`matching.${i}.levels`, '', `请选择由哪级资金为“${name}”配套`, `choose which levels match “${name}”`)
    const odd = m.levels.find((l) => !(l in fundLevels) || l === 'financing')
    if (odd !== undefined)
      found.add(
        `matching.${i}.levels`,
        odd,
        '融资不能充当配套；请选中央、省、市、区县级',
        'debt is no matching money; choose central to district',
      )
  })
}

function checkPairs(found: Findings, t: ScenarioTerms, names: TermNames): void {
  const key = (p: { readonly lotId: string; readonly projectId: string }) => `${p.lotId}\n${p.projectId}`
  const banned = new Set(t.bans.map(key))
  const years = yearsOf(t)
  const leftOut = new Set(t.lots.flatMap((l) => (l.leaveOut ? [l.lotId] : [])))
  const out = new Set(t.excludeProjects)
  t.pins.forEach((pin, i) => {
    const at = `pins.${i}`
    const [lot, project] = [lotName(names, pin.lotId), projectName(names, pin.projectId)]
    unknownLot(found, `${at}.lotId`, pin.lotId, names)
    unknownProject(found, `${at}.projectId`, pin.projectId, names)
    if (t.pins.findIndex((p) => key(p) === key(pin) && p.year === pin.year) !== i)
      found.add(at, lot, `“${lot}”对“${project}”指定了两次；请合并成一条`, `“${lot}” is pinned to “${project}” twice; merge the two`)
    if (pin.year !== null && !years.includes(pin.year))
      found.add(
        `${at}.year`,
        pin.year,
        `指定“${lot}”用于“${project}”的 ${pin.year} 年不在规划年度内；请改年度`,
        `“${lot}” is pinned to “${project}” in ${pin.year}, which is not planned; choose another year`,
      )
    if (pin.amountFen !== null && pin.amountFen <= 0n)
      found.add(
        `${at}.amountFen`,
        formatFen(pin.amountFen),
        '指定金额必须大于零；不定金额就留空',
        'a pinned amount is above zero; leave it empty for any',
      )
    if (banned.has(key(pin)))
      found.add(
        at,
        lot,
        `“${lot}”既指定用于、又不得用于“${project}”；请删去其一`,
        `“${lot}” is both pinned to and banned from “${project}”; remove one`,
      )
    if (leftOut.has(pin.lotId))
      found.add(
        `${at}.lotId`,
        lot,
        `“${lot}”本次不用，却指定用于“${project}”；请改正其一`,
        `“${lot}” is left out but pinned to “${project}”; correct one`,
      )
    if (out.has(pin.projectId))
      found.add(
        `${at}.projectId`,
        project,
        `“${project}”不参加，却有指定的资金；请改正其一`,
        `“${project}” is left out but has pinned money; correct one`,
      )
  })
  t.bans.forEach((ban, i) => {
    unknownLot(found, `bans.${i}.lotId`, ban.lotId, names)
    unknownProject(found, `bans.${i}.projectId`, ban.projectId, names)
    if (t.bans.findIndex((b) => key(b) === key(ban)) !== i)
      found.add(`bans.${i}`, lotName(names, ban.lotId), '这一对列了两次；请删去一次', 'this pair is listed twice; remove one')
  })
}

/** Divisions at and above a code; a circle ends where it closes. */
export function divisionsAbove(names: Pick<TermNames, 'regions'>, code: string): string[] {
  const path: string[] = []
  for (let at: string | null | undefined = code; at != null && !path.includes(at); at = names.regions.get(at)?.parent) path.push(at)
  return path
}

export function isMember(on: LimitOn, projectId: string, names: TermNames): boolean {
  const project = names.projects.get(projectId)
  if (!project) return false
  if (on.kind === 'projects') return on.projectIds.includes(projectId)
  return on.kind === 'category' ? project.category === on.category : divisionsAbove(names, project.region).includes(on.region)
}

/** A cap that is smaller than what is pinned beneath it. Limits of single years are left to the solver: a pin may pay whichever year comes first. */
function checkCaps(found: Findings, t: ScenarioTerms, names: TermNames): void {
  const cap = (field: string, called: string, calledEn: string, maxFen: bigint, belongs: (projectId: string) => boolean) => {
    const own = t.pins.filter((p) => p.amountFen !== null && belongs(p.projectId))
    const pinned = own.reduce((sum, p) => sum + p.amountFen!, 0n)
    if (pinned <= maxFen) return
    const which = own.map((p) => `“${projectName(names, p.projectId)}”${formatFen(p.amountFen!)} 元`).join('、')
    const whichEn = own.map((p) => `“${projectName(names, p.projectId)}” ${formatFen(p.amountFen!)}`).join(', ')
    found.add(
      field,
      formatFen(maxFen),
      `${called} ${formatFen(maxFen)} 元，小于其中指定的 ${formatFen(pinned)} 元（${which}）；请调高上限或调低指定`,
      `${calledEn}, ${formatFen(maxFen)}, is below the ${formatFen(pinned)} pinned beneath it (${whichEn}); raise the cap or lower the pins`,
    )
  }
  t.limits.forEach((limit: Limit, i) => {
    const { label, maxFen, on, years } = limit
    if (maxFen === null || (years !== null && years.length < t.horizon)) return
    cap(`limits.${i}.maxFen`, `“${label}”的上限`, `the cap of “${label}”`, maxFen, (id) => isMember(on, id, names))
  })
  const places = [...new Set(t.pins.flatMap((p) => divisionsAbove(names, names.projects.get(p.projectId)?.region ?? '')))]
  for (const code of places) {
    const within = (id: string) => divisionsAbove(names, names.projects.get(id)?.region ?? '').includes(code)
    const { name: called, level } = names.regions.get(code) ?? { name: code, level: '' }
    if (level === 'village' && t.villageMaxFen !== null)
      cap('villageMaxFen', `一个村的上限（${called}）`, `the cap of a village (${called})`, t.villageMaxFen, within)
    if (level === 'township' && t.townshipMaxFen !== null)
      cap('townshipMaxFen', `一个乡镇的上限（${called}）`, `the cap of a township (${called})`, t.townshipMaxFen, within)
  }
}
