/** Scenarios (测算口径): list, show, change, check against the live world; and what an infeasible plan clashed on. */
import { z } from 'zod'
import { fenIn, fenOut, finding, listOf, listQuery, text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'
import { type GoalKey, goals, scenarioLimits } from '#policy/scenario-terms.ts'

const id = z.string().min(1).max(60)
const ids = z.array(id).max(scenarioLimits.listed)
const permille = z.number().int()
const goal = z.enum(Object.keys(goals) as [GoalKey, ...GoalKey[]])

/** The same shape goes in and out; only money is read on the way in and written on the way out. */
const termsWith = <M extends z.ZodType>(money: M) =>
  z.object({
    year: z.number().int(),
    horizon: z.number().int(),
    objectives: z.array(goal).max(20),
    maxSources: z.number().int(),
    minSliceFen: money,
    villageMaxFen: money.nullable(),
    townshipMaxFen: money.nullable(),
    capsCountGiven: z.boolean().default(true),
    limitsCountGiven: z.boolean().default(true),
    maxDebtPermille: permille.nullable(),
    limits: z
      .array(
        z.object({
          label: z.string().trim().max(60),
          on: z.discriminatedUnion('kind', [
            z.object({ kind: z.literal('region'), region: id }),
            z.object({ kind: z.literal('category'), category: id }),
            z.object({ kind: z.literal('projects'), projectIds: ids }),
          ]),
          years: z.array(z.number().int()).max(20).nullable(),
          minFen: money,
          maxFen: money.nullable(),
        }),
      )
      .max(200),
    lots: z
      .array(
        z.object({
          lotId: id,
          leaveOut: z.boolean(),
          keepBackFen: money,
          maxSharePermille: permille.nullable(),
          minSharePermille: permille.nullable(),
        }),
      )
      .max(scenarioLimits.listed),
    statutoryProjects: ids,
    includeProjects: ids,
    excludeProjects: ids,
    scalable: z.array(z.object({ projectId: id, units: z.number().int(), minUnits: z.number().int() })).max(scenarioLimits.listed),
    matching: z
      .array(z.object({ projectId: id, levels: z.array(z.string()).max(10), minSharePermille: permille }))
      .max(scenarioLimits.listed),
    pins: z
      .array(z.object({ lotId: id, projectId: id, year: z.number().int().nullable().default(null), amountFen: money.nullable() }))
      .max(scenarioLimits.listed),
    bans: z.array(z.object({ lotId: id, projectId: id })).max(scenarioLimits.listed),
  })

const termsIn = termsWith(fenIn)
const termsOut = termsWith(fenOut)
const said = z.object({ key: z.string(), field: z.string(), text })

const scenarioRow = z.object({
  id: z.string(),
  version: z.number(),
  name: z.string(),
  year: z.number(),
  horizon: z.number(),
  retired: z.boolean(),
  note: z.string(),
  plans: z.number(),
  /** How many terms it has beside the goals. */
  termCount: z.number(),
  createdAt: z.string(),
  createdBy: z.string().nullable(),
})

export const listScenarios = endpoint({
  method: 'GET',
  path: '/api/scenarios',
  access: 'allocation.read',
  summary: { zh: '测算口径', en: 'Scenarios' },
  query: listQuery.extend({ year: z.coerce.number().int().optional(), state: z.enum(['active', 'retired']).optional() }),
  response: listOf(scenarioRow),
})

export const showScenario = endpoint({
  method: 'GET',
  path: '/api/scenarios/:id',
  access: 'allocation.read',
  summary: { zh: '一个测算口径', en: 'One scenario' },
  params: z.object({ id: z.string() }),
  query: z.object({ version: z.coerce.number().int().min(1).optional() }),
  response: scenarioRow.extend({
    terms: termsOut,
    /** Every term in a sentence. */
    said: z.array(said),
    lastVersion: z.number(),
    versions: z.array(
      z.object({
        version: z.number(),
        name: z.string(),
        note: z.string(),
        retired: z.boolean(),
        createdAt: z.string(),
        createdBy: z.string().nullable(),
      }),
    ),
  }),
})

const draft = z.object({
  name: z.string().trim().min(2).max(60),
  note: z.string().trim().min(2).max(300),
  terms: termsIn,
})

const kept = z.object({ scenarioId: z.string(), version: z.number() })

export const createScenario = endpoint({
  method: 'POST',
  path: '/api/scenarios',
  access: 'allocation.solve',
  summary: { zh: '建立测算口径', en: 'Set up a scenario' },
  body: draft,
  response: kept,
})

export const reviseScenario = endpoint({
  method: 'POST',
  path: '/api/scenarios/:id/versions',
  access: 'allocation.solve',
  summary: { zh: '修改测算口径（保存为新版本）', en: 'Change a scenario by a new version' },
  params: z.object({ id: z.string() }),
  body: draft.extend({ seen: z.number().int().min(1) }),
  response: kept,
})

export const retireScenario = endpoint({
  method: 'POST',
  path: '/api/scenarios/:id/retire',
  access: 'allocation.solve',
  summary: { zh: '停用测算口径', en: 'Retire a scenario' },
  params: z.object({ id: z.string() }),
  body: z.object({ note: z.string().trim().min(2).max(300), seen: z.number().int().min(1) }),
  response: kept,
})

export const copyScenario = endpoint({
  method: 'POST',
  path: '/api/scenarios/:id/copy',
  access: 'allocation.solve',
  summary: { zh: '复制测算口径', en: 'Copy a scenario' },
  params: z.object({ id: z.string() }),
  body: z.object({ name: z.string().trim().min(2).max(60), version: z.number().int().min(1).optional() }),
  response: kept,
})

const live = z.object({
  lots: z.number(),
  availableFen: fenOut,
  projects: z.number(),
  needFen: fenOut,
  /** Begun in earlier years and waiting for a later phase. */
  due: z.number(),
})

/** What the terms would meet now; saves nothing and solves nothing. */
export const checkTerms = endpoint({
  method: 'POST',
  path: '/api/scenarios/check',
  access: 'allocation.solve',
  summary: { zh: '与现有资金和项目核对', en: 'Check terms against the money and projects there are' },
  body: z.object({ terms: termsIn }),
  response: z.object({
    findings: z.array(finding),
    notes: z.array(text),
    said: z.array(said),
    live: live.nullable(),
    refusal: text.nullable(),
  }),
})

const lotChoice = z.object({ id: z.string(), name: z.string(), book: z.string(), availableFen: fenOut, usableTo: z.number() })

const projectChoice = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  place: z.string(),
  needFen: fenOut,
  years: z.array(z.number()),
  due: z.boolean(),
})

/** What terms can be about: the divisions, and what the terms of a scenario speak of already, with or without money today. */
export const termChoices = endpoint({
  method: 'GET',
  path: '/api/scenarios/choices',
  access: 'allocation.read',
  summary: { zh: '可选的区划和口径已提到的资金、项目', en: 'Divisions to choose from, and what a scenario names' },
  query: z.object({ scenario: z.string().optional(), version: z.coerce.number().int().min(1).optional() }),
  response: z.object({
    lots: z.array(lotChoice),
    projects: z.array(projectChoice),
    regions: z.array(z.object({ code: z.string(), name: z.string(), level: z.string() })),
  }),
})

const sought = z.object({
  q: z.string().trim().max(100).default(''),
  year: z.coerce.number().int().min(2000).max(2100),
  horizon: z.coerce.number().int().min(1).max(scenarioLimits.horizonYears).default(1),
})

/** Lots with money for the years, sought by name, document or department. */
export const lotChoices = endpoint({
  method: 'GET',
  path: '/api/scenarios/choices/lots',
  access: 'allocation.read',
  summary: { zh: '查找可选的资金', en: 'Seek a lot to choose' },
  query: sought,
  response: z.object({ rows: z.array(lotChoice), more: z.boolean() }),
})

/** Projects that wait for money in the years, sought by name, code or village. */
export const projectChoices = endpoint({
  method: 'GET',
  path: '/api/scenarios/choices/projects',
  access: 'allocation.read',
  summary: { zh: '查找可选的项目', en: 'Seek a project to choose' },
  query: sought,
  response: z.object({ rows: z.array(projectChoice), more: z.boolean() }),
})

/** Which terms an infeasible plan could not keep together; null for every other plan. */
export const planConflict = endpoint({
  method: 'GET',
  path: '/api/plans/:id/conflict',
  access: 'allocation.read',
  summary: { zh: '方案的矛盾条件', en: 'What a plan clashed on' },
  params: z.object({ id: z.string() }),
  response: z.object({
    conflict: z.object({ sentence: text, terms: z.array(z.object({ text, field: z.string().nullable() })) }).nullable(),
    notes: z.array(text),
    said: z.array(said),
    scenario: z.object({ id: z.string(), version: z.number(), name: z.string() }).nullable(),
  }),
})
