/** What statements can be narrowed to, and the names of what they were narrowed to. */
import type { Text } from '#kernel/outcome.ts'
import { row, rows, sql } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { fundLevels } from '#policy/fund-catalogue.ts'
import { type SubjectCode, subjects } from '#policy/subjects.ts'
import type { RawQuery } from './statement-query.model.ts'

export const departmentsOf = async (on: Executor, district: string): Promise<string[]> =>
  (
    await rows(
      on,
      sql<{ department: string }>`select distinct department from lot where district = ${district} and department <> '' order by 1`,
    )
  ).map((r) => r.department)

export const levelLabel = (level: string): Text =>
  Object.hasOwn(fundLevels, level) ? fundLevels[level as keyof typeof fundLevels] : { zh: level, en: level }

export interface ScopeName {
  readonly key: 'lot' | 'project' | 'department' | 'level' | 'subject'
  readonly label: Text
}

/** In words what a query is narrowed to; null where a lot or project does not exist. */
export async function scopeNames(on: Executor, district: string, raw: RawQuery): Promise<ScopeName[] | { missing: 'lot' | 'project' }> {
  const names: ScopeName[] = []
  const same = (zh: string): Text => ({ zh, en: zh })
  if (raw.subject)
    names.push({
      key: 'subject',
      label: {
        zh: `${raw.subject} ${subjects[raw.subject as SubjectCode].label.zh}`,
        en: `${raw.subject} ${subjects[raw.subject as SubjectCode].label.en}`,
      },
    })
  if (raw.lot) {
    const lot = await row(
      on,
      sql<{ name: string }>`select d.doc_no || ' ' || l.fund_name as name from lot l
        join fund_document d on d.district = l.district and d.doc_id = l.doc_id where l.district = ${district} and l.lot_id = ${raw.lot}`,
    )
    if (!lot) return { missing: 'lot' }
    names.push({ key: 'lot', label: same(lot.name) })
  }
  if (raw.project) {
    const project = await row(
      on,
      sql<{ name: string }>`select code || ' ' || name as name from project where district = ${district} and project_id = ${raw.project}`,
    )
    if (!project) return { missing: 'project' }
    names.push({ key: 'project', label: same(project.name) })
  }
  if (raw.department) names.push({ key: 'department', label: same(raw.department) })
  if (raw.level) names.push({ key: 'level', label: levelLabel(raw.level) })
  return names
}
