/** Projects enter the library. */
import { groupBy } from '#kernel/collect.ts'
import { type Fen, fen, formatFen, sum } from '#kernel/money.ts'
import { type Finding, ok, type Outcome } from '#kernel/outcome.ts'
import { refuseImport } from '#features/imports/import-refusals.ts'
import { type Corrections, readKeptFile, type Reading } from '#features/imports/imports.store.ts'
import { listDivisions } from '#features/people/people.store.ts'
import { type CommandContext, defineCommand } from '#platform/command.ts'
import type { Executor } from '#platform/db/tables.ts'
import { hashOf } from '#platform/hash.ts'
import { categories } from '#policy/categories.ts'
import { projectWorkflow } from '#policy/project-workflow.ts'
import { checkDrafts, draftProjects, nameKey, type ProjectDefaults, type ProjectDraft, sameness, scoreOf } from './projects.model.ts'
import { findSame, insertProjects, type NewProject, takeNumbers } from './projects.store.ts'

export interface ProjectImportInput {
  readonly fileId: string
  readonly corrections: Corrections
  readonly defaults: ProjectDefaults
}

export interface ProjectPreview {
  readonly reading: Reading
  readonly drafts: readonly ProjectDraft[]
  readonly errors: readonly Finding[]
  readonly warnings: readonly Finding[]
  readonly contentHash: string
}

export async function previewProjects(on: Executor, district: string, input: ProjectImportInput): Promise<ProjectPreview> {
  const { defaults } = input
  const reading = await readKeptFile(
    on,
    district,
    input.fileId,
    'projects',
    input.corrections,
    defaults.year ? { year: defaults.year } : {},
  )
  const drafts = draftProjects(reading.rows, defaults, await listDivisions(on, district))
  const same = await findSame(
    on,
    district,
    drafts.map((d) => nameKey(d.name)),
  )
  const inLibrary = new Map(same.map((s) => [sameness({ year: s.year, name: s.name, place: s.place, needFen: s.need_fen }), s.code]))
  const { errors, warnings } = checkDrafts(drafts, inLibrary)
  return { reading, drafts, errors, warnings, contentHash: hashOf(drafts.filter((d) => !d.leftOut)) }
}

export const importProjects = defineCommand({
  name: 'projects.import',
  permission: 'projects.import',
  load: (context, input: ProjectImportInput & { readonly contentHash: string }) => previewProjects(context.tx, context.district, input),
  decide: (preview, input): Outcome<{ drafts: readonly ProjectDraft[]; reading: Reading }> => {
    const errors = [...preview.reading.kept.errors, ...preview.errors]
    if (errors.length > 0) return refuseImport('import_has_errors', { count: errors.length }, errors)
    const drafts = preview.drafts.filter((d) => !d.leftOut)
    if (drafts.length === 0) return refuseImport('nothing_to_import')
    if (preview.contentHash !== input.contentHash) return refuseImport('content_changed')
    return ok({ drafts, reading: preview.reading })
  },
  save: async (context, { drafts, reading }) => {
    const projects = await numberProjects(context, drafts, reading)
    await insertProjects(context.tx, context.district, projects, context.actor.personId, context.now)
    const needFen: Fen = sum(projects.map((p) => fen(p.needFen)))
    return { projects: projects.length, needFen, projectIds: projects.map((p) => p.projectId) }
  },
  sentence: (result, { reading }) => ({
    zh: `从“${reading.kept.fileName}”导入项目 ${result.projects} 个，需资金 ${formatFen(result.needFen)} 元`,
    en: `Imported ${result.projects} projects needing ${formatFen(result.needFen)} yuan from "${reading.kept.fileName}"`,
  }),
  subjects: (result) => result.projectIds,
})

async function numberProjects(context: CommandContext, drafts: readonly ProjectDraft[], reading: Reading): Promise<NewProject[]> {
  const projects: NewProject[] = []
  for (const [year, group] of groupBy(drafts, (d) => d.year!)) {
    let number = await takeNumbers(context.tx, context.district, `project-${year}`, group.length)
    for (const d of group) {
      projects.push({
        projectId: context.newId('project'),
        code: `XM${year}-${String(number++).padStart(4, '0')}`,
        name: d.name,
        nameKey: nameKey(d.name),
        year,
        category: d.category,
        poverty: d.poverty,
        agriculture: true,
        household: categories[d.category].household,
        region: d.regionCode,
        place: d.place,
        location: d.location,
        content: d.content,
        responsibleUnit: d.responsibleUnit,
        households: d.households,
        score: scoreOf(d.households),
        state: projectWorkflow.initial,
        needFen: d.needFen!,
        source: { fileId: reading.fileId, name: reading.kept.fileName, sheet: d.sheet, row: d.row },
      })
    }
  }
  return projects
}
