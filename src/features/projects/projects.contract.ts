/** One project library (一个项目库): list, one project, import. */
import { z } from 'zod'
import { action, fenOut, listOf, listQuery, text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'
import { corrections, previewShape } from '#features/imports/imports.contract.ts'
import { fourAmounts, momentQuery, stageAmounts } from '#features/ledger/ledger.contract.ts'

export const projectRow = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  year: z.number(),
  category: z.string(),
  categoryLabel: text,
  place: z.string(),
  regionCode: z.string().nullable(),
  responsibleUnit: z.string(),
  state: z.string(),
  stateLabel: text,
  score: z.number(),
  households: z.number(),
  needFen: fenOut,
  amounts: stageAmounts,
  four: fourAmounts,
})

export const projectFilter = listQuery.extend({
  year: z.coerce.number().int().optional(),
  category: z.string().optional(),
  state: z.string().optional(),
  region: z.string().optional(),
  ...momentQuery,
})

export const listProjects = endpoint({
  method: 'GET',
  path: '/api/projects',
  access: 'projects.read',
  summary: { zh: '项目库', en: 'The project library' },
  query: projectFilter,
  response: listOf(projectRow).extend({
    sum: z.object({ needFen: fenOut, four: fourAmounts }),
    facets: z.object({ years: z.array(z.number()) }),
  }),
})

export const exportProjects = endpoint({
  method: 'GET',
  path: '/api/projects/export.xlsx',
  access: 'projects.read',
  summary: { zh: '导出项目库', en: 'Export the library' },
  query: projectFilter,
})

export const showProject = endpoint({
  method: 'GET',
  path: '/api/projects/:id',
  access: 'projects.read',
  summary: { zh: '一个项目', en: 'One project' },
  params: z.object({ id: z.string() }),
  response: projectRow.extend({
    content: z.string(),
    location: z.string(),
    poverty: z.boolean(),
    agriculture: z.boolean(),
    household: z.boolean(),
    sourceFile: z.object({ name: z.string(), sheet: z.string(), row: z.number() }).nullable(),
    phases: z.array(z.object({ year: z.number(), needFen: fenOut })),
    money: z.array(z.object({ lotId: z.string(), docNo: z.string(), fundName: z.string(), book: z.string(), amounts: stageAmounts })),
    /** Lots that may pay it, ranked, and why the others may not. */
    lots: z.array(
      z.object({
        lotId: z.string(),
        docNo: z.string(),
        fundName: z.string(),
        book: z.string(),
        availableFen: fenOut,
        may: z.boolean(),
        because: z.array(text),
      }),
    ),
    contracts: z.array(z.object({ id: z.string(), contractNo: z.string(), contractor: z.string(), amountFen: fenOut })),
    actions: z.array(action),
  }),
})

const projectDefaults = z.object({
  year: z.coerce.number().int().min(2000).max(2100).optional(),
  responsibleUnit: z.string().max(80).optional(),
  /** The project serves poor households or villages; the officer says so for the whole table. */
  poverty: z.boolean().optional(),
})

export const projectDraft = z.object({
  sheet: z.string(),
  row: z.number(),
  name: z.string(),
  category: z.string(),
  categoryLabel: text,
  place: z.string(),
  regionCode: z.string().nullable(),
  content: z.string(),
  responsibleUnit: z.string(),
  households: z.number(),
  year: z.number().nullable(),
  needFen: fenOut.nullable(),
  leftOut: z.boolean(),
})

export const previewProjects = endpoint({
  method: 'POST',
  path: '/api/imports/projects/preview',
  access: 'projects.import',
  summary: { zh: '预览项目表', en: 'Preview a project table' },
  upload: true,
  response: previewShape.extend({ rows: z.array(projectDraft) }),
})

export const previewProjectsAgain = endpoint({
  method: 'POST',
  path: '/api/imports/projects/preview-again',
  access: 'projects.import',
  summary: { zh: '改正后再预览', en: 'Preview again with corrections' },
  body: z.object({ fileId: z.string(), corrections, defaults: projectDefaults }),
  response: previewShape.extend({ rows: z.array(projectDraft) }),
})

export const confirmProjects = endpoint({
  method: 'POST',
  path: '/api/imports/projects/confirm',
  access: 'projects.import',
  summary: { zh: '确认入库', en: 'Confirm into the library' },
  body: z.object({ fileId: z.string(), corrections, defaults: projectDefaults, contentHash: z.string() }),
  response: z.object({ projects: z.number(), needFen: fenOut }),
})
