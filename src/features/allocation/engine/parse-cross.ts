/** Contradictions between well-shaped parts of an instance: ids that are used twice or unknown, cycles, limits that exclude each other. */
import type { Finding } from '#kernel/outcome.ts'
import type { Instance } from './format.ts'
import { FieldReader } from './parse-field.ts'

export function crossFindings(instance: Instance): readonly Finding[] {
  const read = new FieldReader()
  duplicates(read, instance)
  regions(read, instance)
  lots(read, instance)
  projects(read, instance)
  groups(read, instance)
  overrides(read, instance)
  sums(read, instance)
  return read.findings
}

function unknown(read: FieldReader, at: string, id: string, zh: string, en: string): void {
  read.wrong(at, id, `没有这个${zh};请改正编号或补上它`, `there is no such ${en}; correct the id or add it`)
}

function duplicates(read: FieldReader, { regions, lots, projects, groups, years }: Instance): void {
  const check = (list: readonly { readonly id: string }[], name: string) => {
    const seen = new Map<string, number>()
    list.forEach(({ id }, i) => {
      const first = seen.get(id)
      if (first === undefined) seen.set(id, i)
      else
        read.wrong(
          `${name}[${i}].id`,
          id,
          `编号与 ${name}[${first}] 重复;请改成唯一编号`,
          `the id repeats ${name}[${first}]; make it unique`,
        )
    })
  }
  check(regions, 'regions')
  check(lots, 'lots')
  check(projects, 'projects')
  check(groups, 'groups')
  if (new Set(years).size !== years.length) read.wrong('years', years.join(','), '年度重复', 'a year is listed twice')
}

function regions(read: FieldReader, { regions }: Instance): void {
  const parent = new Map(regions.map((r) => [r.id, r.parent]))
  const settled = new Set<string>()
  regions.forEach((region, i) => {
    if (region.parent !== null && !parent.has(region.parent))
      unknown(read, `regions[${i}].parent`, region.parent, '上级区域', 'parent region')
    const path: string[] = []
    const onPath = new Set<string>()
    let at: string | null | undefined = region.id
    while (at != null && !settled.has(at) && !onPath.has(at)) {
      path.push(at)
      onPath.add(at)
      at = parent.get(at)
    }
    if (at != null && onPath.has(at)) {
      const cycle = [...path.slice(path.indexOf(at)), at].join(' → ')
      read.wrong(
        `regions[${i}].parent`,
        region.parent,
        `区域互为上级(${cycle});请断开其中一条`,
        `the regions form a cycle (${cycle}); break one link`,
      )
    }
    for (const id of path) settled.add(id)
  })
}

function lots(read: FieldReader, { lots, regions }: Instance): void {
  const known = new Set(regions.map((r) => r.id))
  lots.forEach((lot, i) => {
    const at = `lots[${i}]`
    read.subject = lot.id
    if (lot.from > lot.to)
      read.wrong(
        `${at}.from`,
        lot.from,
        `起始年度晚于截止年度 ${lot.to};请改正`,
        `the first usable year is after the last, ${lot.to}; correct it`,
      )
    if ((lot.ledger === 'C') !== (lot.level === 'debt'))
      read.wrong(
        `${at}.level`,
        lot.level,
        `C 账(城投融资)资金的级次须为 debt,其他账不得为 debt;本批次为 ${lot.ledger} 账`,
        `ledger C has level debt and no other ledger has; this lot is in ledger ${lot.ledger}`,
      )
    if (lot.minShare !== null && lot.maxShare !== null && lot.minShare > lot.maxShare)
      read.wrong(`${at}.minShare`, lot.minShare, `大于 maxShare ${lot.maxShare}`, `is above maxShare ${lot.maxShare}`)
    lot.regions?.forEach((id, k) => {
      if (!known.has(id)) unknown(read, `${at}.regions[${k}]`, id, '区域', 'region')
    })
    const capped = new Set<string>()
    lot.caps.forEach((cap, k) => {
      for (const category of cap.categories) {
        if (capped.has(category))
          read.wrong(
            `${at}.caps[${k}].categories`,
            category,
            '同一用途出现在两个上限中;各上限的用途不得重叠',
            'the category stands in two caps; their lists must not overlap',
          )
        capped.add(category)
      }
    })
  })
  read.subject = ''
}

function projects(read: FieldReader, { projects, regions, years }: Instance): void {
  const known = new Set(regions.map((r) => r.id))
  const planned = new Set(years)
  projects.forEach((project, i) => {
    const at = `projects[${i}]`
    read.subject = project.id
    if (!known.has(project.region)) unknown(read, `${at}.region`, project.region, '区域', 'region')
    if (project.units && project.units.min > project.units.max)
      read.wrong(`${at}.units.min`, project.units.min, `大于 max ${project.units.max}`, `is above max ${project.units.max}`)
    const seen = new Set<number>()
    project.phases.forEach(({ year }, k) => {
      if (!planned.has(year))
        read.wrong(
          `${at}.phases[${k}].year`,
          year,
          `不在规划年度 ${years.join('、')} 内`,
          `is not among the planned years ${years.join(', ')}`,
        )
      if (seen.has(year))
        read.wrong(`${at}.phases[${k}].year`, year, '同一年度有两期;请合并', 'the project has two phases in this year; merge them')
      seen.add(year)
    })
  })
  read.subject = ''
}

function groups(read: FieldReader, { groups, regions, projects }: Instance): void {
  const places = new Set(regions.map((r) => r.id))
  const known = new Set(projects.map((p) => p.id))
  groups.forEach((group, i) => {
    const at = `groups[${i}]`
    read.subject = group.id
    if (group.region !== null && !places.has(group.region)) unknown(read, `${at}.region`, group.region, '区域', 'region')
    group.projects?.forEach((id, k) => {
      if (!known.has(id)) unknown(read, `${at}.projects[${k}]`, id, '项目', 'project')
    })
    if (group.max !== null && group.min > group.max)
      read.wrong(`${at}.min`, group.min, `下限大于上限 ${group.max};请改正其一`, `the floor is above the ceiling ${group.max}; correct one`)
  })
  read.subject = ''
}

function overrides(read: FieldReader, { overrides, lots, projects }: Instance): void {
  const lotById = new Map(lots.map((l) => [l.id, l]))
  const projectById = new Map(projects.map((p) => [p.id, p]))
  const project = (id: string, at: string) => {
    if (!projectById.has(id)) unknown(read, at, id, '项目', 'project')
    return projectById.get(id)
  }
  const lot = (id: string, at: string) => {
    if (!lotById.has(id)) unknown(read, at, id, '资金批次', 'lot')
    return lotById.get(id)
  }
  overrides.pin.forEach((pin, i) => {
    const at = `overrides.pin[${i}]`
    const l = lot(pin.lot, `${at}.lot`)
    const p = project(pin.project, `${at}.project`)
    if (p && pin.year !== null && !p.phases.some((phase) => phase.year === pin.year))
      read.wrong(`${at}.year`, pin.year, `项目 ${p.id} 在该年度没有任务`, `project ${p.id} has no phase in this year`)
    const cap = p && l?.caps.find((c) => c.categories.includes(p.category))
    if (l && p && pin.amount !== null && pin.amount > l.amount)
      read.wrong(
        `${at}.amount`,
        pin.amount,
        `指定金额超过批次 ${l.id} 的总额 ${l.amount};请调低指定金额`,
        `the pinned amount is above all that lot ${l.id} has, ${l.amount}; lower the pin`,
      )
    else if (l && p && cap && pin.amount !== null && pin.amount > cap.max)
      read.wrong(
        `${at}.amount`,
        pin.amount,
        `指定金额超过批次 ${l.id} 对 ${p.category} 的上限 ${cap.max};请调低指定金额或调高上限`,
        `the pinned amount is above the cap of ${cap.max} that lot ${l.id} has on ${p.category}; lower the pin or raise the cap`,
      )
  })
  overrides.forbid.forEach((pair, i) => {
    lot(pair.lot, `overrides.forbid[${i}].lot`)
    project(pair.project, `overrides.forbid[${i}].project`)
  })
  overrides.include.forEach((id, i) => void project(id, `overrides.include[${i}]`))
  overrides.exclude.forEach((id, i) => void project(id, `overrides.exclude[${i}]`))
}

/** Sums beyond this are no longer exact in plain numbers. */
const LARGEST_SUM = 9e15

function sums(read: FieldReader, { lots, projects }: Instance): void {
  const money = lots.reduce((sum, l) => sum + l.amount, 0)
  if (money > LARGEST_SUM)
    read.wrong('lots', money, '资金合计过大,无法精确计算;请检查单位', 'all lots together are too much to add up exactly; check the unit')
  const need = projects.reduce((sum, p) => sum + (p.units?.max ?? 1) * p.phases.reduce((a, x) => a + x.need, 0), 0)
  if (need > LARGEST_SUM)
    read.wrong(
      'projects',
      need,
      '项目需求合计过大,无法精确计算;请检查单位和 units.max',
      'all needs together are too much to add up exactly; check the unit and units.max',
    )
}
