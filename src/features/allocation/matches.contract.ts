/** Both ways at any time: the lots that can pay a project, the projects a lot can pay, and why the others cannot. */
import { z } from 'zod'
import { fenOut, listOf, listQuery, text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'

const rule = z.object({ label: text, reason: text })

const pair = {
  /** Place in the order; null: it cannot. */
  rank: z.number().nullable(),
  couldFen: fenOut,
  years: z.array(z.number()),
  because: z.array(text),
}

const seekProjectsQuery = listQuery.extend({ category: z.string().max(40).optional(), region: z.string().max(20).optional() })

/** Projects that lack money, to choose from. */
export const seekingProjects = endpoint({
  method: 'GET',
  path: '/api/matches/projects',
  access: 'allocation.read',
  summary: { zh: '缺钱的项目', en: 'Projects that lack money' },
  query: seekProjectsQuery,
  response: listOf(
    z.object({
      id: z.string(),
      code: z.string(),
      name: z.string(),
      place: z.string(),
      categoryLabel: text,
      stateLabel: text,
      score: z.number(),
      households: z.number(),
      needFen: fenOut,
      openFen: fenOut,
    }),
  ).extend({ sumFen: fenOut }),
})

export const exportSeekingProjects = endpoint({
  method: 'GET',
  path: '/api/matches/projects/export.xlsx',
  access: 'allocation.read',
  summary: { zh: '导出缺钱的项目', en: 'Export projects that lack money' },
  query: seekProjectsQuery,
})

const seekLotsQuery = listQuery.extend({ book: z.enum(['poverty', 'coordination', 'financing']).optional() })

/** Lots with money that may be given, to choose from. */
export const seekingLots = endpoint({
  method: 'GET',
  path: '/api/matches/lots',
  access: 'allocation.read',
  summary: { zh: '有余额的资金', en: 'Lots that have money' },
  query: seekLotsQuery,
  response: listOf(
    z.object({
      id: z.string(),
      docNo: z.string(),
      fundName: z.string(),
      department: z.string(),
      bookLabel: text,
      usesText: text,
      usableTo: z.number(),
      availableFen: fenOut,
    }),
  ).extend({ sumFen: fenOut }),
})

export const exportSeekingLots = endpoint({
  method: 'GET',
  path: '/api/matches/lots/export.xlsx',
  access: 'allocation.read',
  summary: { zh: '导出有余额的资金', en: 'Export lots that have money' },
  query: seekLotsQuery,
})

const id = z.object({ id: z.string() })
/** Over the whole list, however it is narrowed. */
const able = z.object({ count: z.number(), sumFen: fenOut })
/** How many there are of each kind under the words that are searched. */
const facets = z.object({ all: z.number(), can: z.number() })

const show = z.enum(['can', 'cannot']).optional()

export const matchedProject = endpoint({
  method: 'GET',
  path: '/api/matches/project/:id',
  access: 'allocation.read',
  summary: { zh: '找资金的项目', en: 'A project that seeks money' },
  params: id,
  response: z.object({
    project: z.object({
      id: z.string(),
      code: z.string(),
      name: z.string(),
      place: z.string(),
      stateLabel: text,
      categoryLabel: text,
      marks: text,
      needFen: fenOut,
      givenFen: fenOut,
      openFen: fenOut,
      phases: z.array(z.object({ year: z.number(), needFen: fenOut, openFen: fenOut })),
    }),
    order: z.array(rule),
    able,
  }),
})

const lotsQuery = listQuery.extend({ project: z.string().max(80), show })

export const lotsForProject = endpoint({
  method: 'GET',
  path: '/api/matches/project-lots',
  access: 'allocation.read',
  summary: { zh: '项目找资金', en: 'Money for a project' },
  query: lotsQuery,
  response: listOf(
    z.object({
      lotId: z.string(),
      docNo: z.string(),
      fundName: z.string(),
      department: z.string(),
      book: z.string(),
      bookLabel: text,
      usesText: text,
      usableTo: z.number(),
      availableFen: fenOut,
      ...pair,
    }),
  ).extend({ facets }),
})

export const exportLotsForProject = endpoint({
  method: 'GET',
  path: '/api/matches/project-lots/export.xlsx',
  access: 'allocation.read',
  summary: { zh: '导出项目可用的资金', en: 'Export the money for a project' },
  query: lotsQuery,
})

export const matchedLot = endpoint({
  method: 'GET',
  path: '/api/matches/lot/:id',
  access: 'allocation.read',
  summary: { zh: '找项目的资金', en: 'A lot that seeks projects' },
  params: id,
  response: z.object({
    lot: z.object({
      id: z.string(),
      docNo: z.string(),
      fundName: z.string(),
      bookLabel: text,
      usesText: text,
      regionsText: text,
      personal: z.boolean(),
      from: z.number(),
      usableTo: z.number(),
      announcedFen: fenOut,
      expectedFen: fenOut,
      availableFen: fenOut,
    }),
    order: z.array(rule),
    able,
  }),
})

const projectsQuery = listQuery.extend({ lot: z.string().max(80), show })

export const projectsForLot = endpoint({
  method: 'GET',
  path: '/api/matches/lot-projects',
  access: 'allocation.read',
  summary: { zh: '资金找项目', en: 'Projects for a lot' },
  query: projectsQuery,
  response: listOf(
    z.object({
      projectId: z.string(),
      code: z.string(),
      name: z.string(),
      place: z.string(),
      categoryLabel: text,
      stateLabel: text,
      statutory: z.boolean(),
      running: z.boolean(),
      score: z.number(),
      households: z.number(),
      openFen: fenOut,
      ...pair,
    }),
  ).extend({ facets }),
})

export const exportProjectsForLot = endpoint({
  method: 'GET',
  path: '/api/matches/lot-projects/export.xlsx',
  access: 'allocation.read',
  summary: { zh: '导出资金可付的项目', en: 'Export the projects for a lot' },
  query: projectsQuery,
})
