/**
 * Reads an allocation instance field by field, by hand: a province has 30,000 projects and a schema library would cost more than
 * the solver's start. Shape errors come first; only a well-shaped instance is checked for contradictions (parse-cross.ts).
 */
import { type Finding, ok, type Outcome, refused } from '#kernel/outcome.ts'
import type { Cap, Group, Instance, Lot, Overrides, Phase, Pin, Project, Region, Rules } from './format.ts'
import { INSTANCE_FORMAT, LEDGERS, LEVELS, OBJECTIVES } from './format.ts'
import { crossFindings } from './parse-cross.ts'
import { FieldReader } from './parse-field.ts'

/** More than these is refused before a single element is read: memory stays bounded whatever the file says. */
export const LIMITS = { projects: 100_000, lots: 5_000, regions: 100_000, groups: 50_000, overrides: 50_000 } as const
const SHOWN = 50

const words = (text: string) => text.split(' ')

/** Every field of the format, by the thing it belongs to. */
const FIELDS = {
  instance: ['format', 'name', 'seed', 'years', 'rules', 'regions', 'lots', 'projects', 'groups', 'overrides'],
  rules: ['grain', 'minSlice', 'maxSources', 'objectives'],
  region: ['id', 'parent', 'kind'],
  lot: words('id dept ledger level amount from to categories household regions industries maxShare minShare caps'),
  cap: ['categories', 'max'],
  project: [
    ...words('id region village category industry poverty agri household banned statutory score benefit households'),
    ...words('phases units match maxDebtShare'),
  ],
  phase: ['year', 'need'],
  units: ['min', 'max'],
  match: ['levels', 'minShare'],
  group: ['id', 'region', 'village', 'projects', 'years', 'min', 'max'],
  overrides: ['pin', 'forbid', 'include', 'exclude'],
  pin: ['lot', 'project', 'year', 'amount'],
  forbid: ['lot', 'project'],
} as const

/**
 * Reads an instance from parsed JSON. Refuses (`allocation_instance_invalid`) with one finding for each thing that is wrong:
 * `field` is the path (`lots[3].amount`), `value` what stood there, the message says the remedy. At most 50 findings are listed.
 */
export function parseInstance(json: unknown): Outcome<Instance> {
  const read = new FieldReader()
  const root = read.object(json, '', FIELDS.instance)
  if (!root) return invalid(read.findings)
  if (root.format !== INSTANCE_FORMAT) {
    read.wrong(
      'format',
      root.format,
      `格式应为 ${INSTANCE_FORMAT};请用“导出问题”重新生成文件`,
      `format must be ${INSTANCE_FORMAT}; export the problem again`,
    )
    return invalid(read.findings)
  }
  const rules = readRules(read, root.rules)
  const grain = rules.grain
  const years = read.list(root.years, 'years', 100).map((y, i) => read.integer(y, `years[${i}]`, 1900, 2200))
  if (years.length === 0) read.wrong('years', root.years, '没有年度;请列出规划的年度', 'there are no years; list the years the plan covers')
  const instance: Instance = {
    format: INSTANCE_FORMAT,
    name: read.text(root.name, 'name'),
    seed: read.integer(root.seed ?? 0, 'seed', 0, Number.MAX_SAFE_INTEGER),
    years,
    rules,
    regions: read.list(root.regions, 'regions', LIMITS.regions).map((r, i) => readRegion(read, r, `regions[${i}]`)),
    lots: read.list(root.lots, 'lots', LIMITS.lots).map((l, i) => readLot(read, l, `lots[${i}]`, grain)),
    projects: read.list(root.projects, 'projects', LIMITS.projects).map((p, i) => readProject(read, p, `projects[${i}]`, grain)),
    groups: read.list(root.groups ?? [], 'groups', LIMITS.groups).map((g, i) => readGroup(read, g, `groups[${i}]`, grain)),
    overrides: readOverrides(read, root.overrides ?? {}, grain),
  }
  if (read.findings.length > 0) return invalid(read.findings)
  const cross = crossFindings(instance)
  return cross.length > 0 ? invalid(cross) : ok(instance)
}

function invalid(findings: readonly Finding[]): Outcome<Instance> {
  const more = findings.length > SHOWN ? findings.length - SHOWN : 0
  return refused({
    code: 'allocation_instance_invalid',
    kind: 'invalid',
    message: {
      zh: `分配问题有 ${findings.length} 处错误,未求解${more > 0 ? `(只列出前 ${SHOWN} 处)` : ''}`,
      en: `the allocation problem has ${findings.length} error(s) and was not solved${more > 0 ? ` (the first ${SHOWN} are listed)` : ''}`,
    },
    findings: findings.slice(0, SHOWN),
  })
}

function readRules(read: FieldReader, json: unknown): Rules {
  const o = read.object(json, 'rules', FIELDS.rules) ?? {}
  const grain = read.integer(o.grain, 'rules.grain', 1, 1e12)
  const objectives = read.list(o.objectives ?? [...OBJECTIVES], 'rules.objectives', 20).map((x, i) => {
    return read.oneOf(x, `rules.objectives[${i}]`, OBJECTIVES)
  })
  if (new Set(objectives).size !== objectives.length)
    read.wrong('rules.objectives', objectives.join(','), '目标重复;每个目标只列一次', 'an objective is listed twice; list each once')
  return {
    grain,
    minSlice: read.money(o.minSlice ?? 0, 'rules.minSlice', grain),
    maxSources: read.integer(o.maxSources, 'rules.maxSources', 1, 1_000_000),
    objectives,
  }
}

function readRegion(read: FieldReader, json: unknown, at: string): Region {
  const o = read.object(json, at, FIELDS.region) ?? {}
  return { id: read.id(o.id, `${at}.id`), parent: read.idOrNull(o.parent, `${at}.parent`), kind: read.text(o.kind ?? '', `${at}.kind`) }
}

function readLot(read: FieldReader, json: unknown, at: string, grain: number): Lot {
  const o = read.object(json, at, FIELDS.lot) ?? {}
  const id = read.id(o.id, `${at}.id`)
  read.subject = id
  const lot: Lot = {
    id,
    dept: read.text(o.dept ?? '', `${at}.dept`),
    ledger: read.oneOf(o.ledger, `${at}.ledger`, LEDGERS),
    level: read.oneOf(o.level, `${at}.level`, LEVELS),
    amount: read.money(o.amount, `${at}.amount`, grain),
    from: read.integer(o.from, `${at}.from`, 1900, 2200),
    to: read.integer(o.to, `${at}.to`, 1900, 2200),
    categories: read.ids(o.categories, `${at}.categories`),
    household: read.flag(o.household, `${at}.household`),
    regions: o.regions == null ? null : read.ids(o.regions, `${at}.regions`),
    industries: o.industries == null ? null : read.ids(o.industries, `${at}.industries`),
    maxShare: read.shareOrNull(o.maxShare, `${at}.maxShare`),
    minShare: read.shareOrNull(o.minShare, `${at}.minShare`),
    caps: read.list(o.caps ?? [], `${at}.caps`, 1000).map((c, k): Cap => {
      const cap = read.object(c, `${at}.caps[${k}]`, FIELDS.cap) ?? {}
      return {
        categories: read.ids(cap.categories, `${at}.caps[${k}].categories`),
        max: read.money(cap.max, `${at}.caps[${k}].max`, grain),
      }
    }),
  }
  read.subject = ''
  return lot
}

function readProject(read: FieldReader, json: unknown, at: string, grain: number): Project {
  const o = read.object(json, at, FIELDS.project) ?? {}
  const id = read.id(o.id, `${at}.id`)
  read.subject = id
  const phases = read.list(o.phases, `${at}.phases`, 100).map((p, i): Phase => {
    const phase = read.object(p, `${at}.phases[${i}]`, FIELDS.phase) ?? {}
    const need = read.money(phase.need, `${at}.phases[${i}].need`, grain)
    if (need === 0 && phase.need === 0)
      read.wrong(
        `${at}.phases[${i}].need`,
        0,
        '该期需求为 0;请填写正数或删去该期',
        'the need of this phase is 0; give a positive amount or drop the phase',
      )
    return { year: read.integer(phase.year, `${at}.phases[${i}].year`, 1900, 2200), need }
  })
  if (Array.isArray(o.phases) && phases.length === 0)
    read.wrong(
      `${at}.phases`,
      '[]',
      '项目没有任何一期;请至少填写一个年度的需求',
      'the project has no phase; give the need of at least one year',
    )
  const units = o.units == null ? null : read.object(o.units, `${at}.units`, FIELDS.units)
  const match = o.match == null ? null : read.object(o.match, `${at}.match`, FIELDS.match)
  const project: Project = {
    id,
    region: read.id(o.region, `${at}.region`),
    village: read.idOrNull(o.village, `${at}.village`),
    category: read.id(o.category, `${at}.category`),
    industry: read.idOrNull(o.industry, `${at}.industry`),
    poverty: read.flag(o.poverty, `${at}.poverty`),
    agri: read.flag(o.agri, `${at}.agri`),
    household: read.flag(o.household, `${at}.household`),
    banned: read.flag(o.banned, `${at}.banned`),
    statutory: read.flag(o.statutory, `${at}.statutory`),
    score: read.number(o.score ?? 0, `${at}.score`, -1e9, 1e9),
    benefit: read.number(o.benefit ?? 0, `${at}.benefit`, 0, 1e12),
    households: read.number(o.households ?? 0, `${at}.households`, 0, 1e9),
    phases,
    units: units && {
      min: read.integer(units.min, `${at}.units.min`, 1, 1e9),
      max: read.integer(units.max, `${at}.units.max`, 1, 1e9),
    },
    match: match && {
      levels: read.list(match.levels, `${at}.match.levels`, 10).map((l, i) => read.oneOf(l, `${at}.match.levels[${i}]`, LEVELS)),
      minShare: read.share(match.minShare, `${at}.match.minShare`),
    },
    maxDebtShare: read.shareOrNull(o.maxDebtShare, `${at}.maxDebtShare`),
  }
  read.subject = ''
  return project
}

function readGroup(read: FieldReader, json: unknown, at: string, grain: number): Group {
  const o = read.object(json, at, FIELDS.group) ?? {}
  return {
    id: read.id(o.id, `${at}.id`),
    region: read.idOrNull(o.region, `${at}.region`),
    village: read.idOrNull(o.village, `${at}.village`),
    projects: o.projects == null ? null : read.ids(o.projects, `${at}.projects`),
    years: o.years == null ? null : read.list(o.years, `${at}.years`, 100).map((y, i) => read.integer(y, `${at}.years[${i}]`, 1900, 2200)),
    min: read.money(o.min ?? 0, `${at}.min`, grain),
    max: o.max == null ? null : read.money(o.max, `${at}.max`, grain),
  }
}

function readOverrides(read: FieldReader, json: unknown, grain: number): Overrides {
  const o = read.object(json, 'overrides', FIELDS.overrides) ?? {}
  const list = (name: string) => read.list(o[name] ?? [], `overrides.${name}`, LIMITS.overrides)
  const pair = (json: unknown, at: string, known: readonly string[]) => {
    const p = read.object(json, at, known) ?? {}
    return { lot: read.id(p.lot, `${at}.lot`), project: read.id(p.project, `${at}.project`), rest: p }
  }
  return {
    pin: list('pin').map((p, i): Pin => {
      const at = `overrides.pin[${i}]`
      const { lot, project, rest } = pair(p, at, FIELDS.pin)
      return {
        lot,
        project,
        year: rest.year == null ? null : read.integer(rest.year, `${at}.year`, 1900, 2200),
        amount: rest.amount == null ? null : read.money(rest.amount, `${at}.amount`, grain),
      }
    }),
    forbid: list('forbid').map((p, i) => {
      const { lot, project } = pair(p, `overrides.forbid[${i}]`, FIELDS.forbid)
      return { lot, project }
    }),
    include: list('include').map((p, i) => read.id(p, `overrides.include[${i}]`)),
    exclude: list('exclude').map((p, i) => read.id(p, `overrides.exclude[${i}]`)),
  }
}
