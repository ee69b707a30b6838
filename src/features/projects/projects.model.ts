/** From what a project table says to the library: category, place, need, rank. Pure. */
import type { Fen } from '#kernel/money.ts'
import { type Finding, refusals } from '#kernel/outcome.ts'
import type { ImportRow } from '#features/imports/import-preview.ts'
import { categories, type CategoryKey } from '#policy/categories.ts'
import { ranking } from '#policy/ranking.ts'

export interface ProjectDraft {
  readonly sheet: string
  readonly row: number
  readonly name: string
  readonly category: CategoryKey
  readonly place: string
  readonly regionCode: string | null
  readonly location: string
  readonly content: string
  readonly responsibleUnit: string
  readonly households: number
  readonly year: number | null
  readonly needFen: Fen | null
  readonly poverty: boolean
  readonly leftOut: boolean
}

export interface ProjectDefaults {
  readonly year?: number | undefined
  readonly responsibleUnit?: string | undefined
  readonly poverty?: boolean | undefined
}

export interface Place {
  readonly code: string
  readonly name: string
  readonly level: 'district' | 'township' | 'village'
  readonly parent: string | null
}

export const refuse = refusals({
  project_unknown: { kind: 'not-found', zh: '没有编号为 {project} 的项目', en: 'There is no project {project}' },
})

/** Spaces, width and endings that people write differently do not make another name. */
export const nameKey = (text: string): string => text.normalize('NFKC').replace(/[\s()()【】[\]、,.。:\-—_"“”]/g, '')

const bareName = (name: string): string => name.replace(/(村民委员会|村委会|社区居委会|居委会|社区)$/, '').replace(/村$/, '')

/** The category whose words come first in the order of policy, looking at the category cell, then the name, then the content. */
export function categoryOf(...texts: readonly (string | null)[]): CategoryKey {
  for (const text of texts) {
    if (!text) continue
    for (const [key, category] of Object.entries(categories))
      if (category.label.zh === text || (category.words as readonly string[]).some((word) => text.includes(word))) return key as CategoryKey
  }
  return 'other'
}

/** The one division of this district that the row names; null when none or more than one fits. */
export function placeOf(
  village: string | null,
  township: string | null,
  location: string | null,
  divisions: readonly Place[],
): Place | null {
  const names = (said: string | null, level: Place['level']) =>
    said ? divisions.filter((d) => d.level === level && bareName(d.name) !== '' && bareName(said).endsWith(bareName(d.name))) : []
  const inText = (level: Place['level']) =>
    location ? divisions.filter((d) => d.level === level && bareName(d.name).length >= 2 && location.includes(bareName(d.name))) : []
  const towns = [...names(township, 'township'), ...inText('township')]
  const villages = [...names(village, 'village'), ...inText('village')].filter(
    (v) => towns.length === 0 || towns.some((t) => t.code === v.parent),
  )
  const one = (found: readonly Place[]) => (new Set(found.map((f) => f.code)).size === 1 ? found[0]! : null)
  return one(villages) ?? one(towns)
}

/** Rank in the library by the published measure; also the benefit that allocation maximises. */
export const scoreOf = (households: number): number => ranking.floor + ranking.perHousehold * Math.min(households, ranking.mostHouseholds)

export function draftProjects(
  rows: readonly (ImportRow & { readonly leftOut: boolean })[],
  defaults: ProjectDefaults,
  divisions: readonly Place[],
): ProjectDraft[] {
  return rows.map((row) => {
    const { fields } = row
    const place = placeOf(fields.village, fields.township, fields.location, divisions)
    const said = [fields.township, fields.village].filter((t) => t !== null).join(' ')
    return {
      sheet: row.sheet,
      row: row.row,
      name: fields.projectName ?? '',
      category: fields.managementFee ? 'management' : categoryOf(fields.category, fields.projectName, fields.content),
      place: place?.name ?? (said || fields.location || ''),
      regionCode: place?.code ?? null,
      location: fields.location ?? said,
      content: fields.content ?? '',
      responsibleUnit: fields.responsibleUnit ?? defaults.responsibleUnit ?? '',
      households: fields.households ?? 0,
      year: fields.year ?? defaults.year ?? null,
      needFen: row.amountFen,
      poverty: defaults.poverty ?? true,
      leftOut: row.leftOut,
    }
  })
}

/** The same project: same year, name, place and money. */
export const sameness = (p: { year: number | null; name: string; place: string; needFen: bigint | null }): string =>
  `${p.year}|${nameKey(p.name)}|${nameKey(p.place)}|${p.needFen}`

export function checkDrafts(
  drafts: readonly ProjectDraft[],
  inLibrary: ReadonlyMap<string, string>,
): { errors: Finding[]; warnings: Finding[] } {
  const kept = drafts.filter((d) => !d.leftOut)
  const errors: (Finding & { sheet: string; code: string })[] = []
  const seen = new Map<string, number>()
  for (const d of kept) {
    const say = (code: string, field: string, value: string, zh: string, en: string) =>
      errors.push({
        sheet: d.sheet,
        row: d.row,
        code,
        field,
        value,
        message: { zh: `第 ${d.row} 行：${zh}`, en: `Row ${d.row}: ${en}` },
      })
    if (d.name === '')
      say('name_missing', '项目名称', '', '没有项目名称，请指定“项目名称”是哪一列', 'The project has no name; say which column it is')
    if (d.year === null) say('year_missing', '年度', '', '看不出项目年度，请在上方填写', 'The year is not stated; enter it above')
    const key = sameness(d)
    const known = inLibrary.get(key)
    if (known)
      say(
        'project_in_library',
        '项目名称',
        d.name,
        `“${d.name}”已在库中（${known}），同年同地同金额；若是同一项目请剔除这一行`,
        `"${d.name}" is in the library (${known}) with the same year, place and money; leave the row out if it is the same`,
      )
    const earlier = seen.get(key)
    if (earlier !== undefined && !known)
      say(
        'project_twice',
        '项目名称',
        d.name,
        `与第 ${earlier} 行完全相同（名称、地点、金额）；请剔除一行或写明区别`,
        `The same as row ${earlier} (name, place, money); leave one out or tell them apart`,
      )
    seen.set(key, d.row)
  }
  return { errors, warnings: placeWarnings(kept) }
}

function placeWarnings(kept: readonly ProjectDraft[]): Finding[] {
  const elsewhere = kept.filter((d) => d.regionCode === null)
  if (elsewhere.length === 0) return []
  const named = elsewhere.slice(0, 3).map((d) => `第 ${d.row} 行“${d.place || '未写地点'}”`)
  return [
    {
      field: '建设地点',
      message: {
        zh: `${elsewhere.length} 个项目的地点不在本区的乡镇和村名单中，将按区级项目入库：${named.join('、')}${elsewhere.length > 3 ? '等' : ''}`,
        en: `${elsewhere.length} projects name no township or village of this district and enter as district-wide: rows ${elsewhere
          .slice(0, 10)
          .map((d) => d.row)
          .join(', ')}`,
      },
    },
  ]
}
