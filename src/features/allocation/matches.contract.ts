/** Both ways at any time: the lots that can pay a project, the projects a lot can pay, and why the others cannot. */
import { z } from 'zod'
import { fenOut, text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'

const rule = z.object({ label: text, reason: text })

/** What narrows and sorts the list when it is downloaded, as it does on the page. */
export const matchFilter = z.object({
  q: z.string().max(200).optional(),
  show: z.enum(['can', 'cannot']).optional(),
  sort: z.string().max(40).optional(),
})

const pair = {
  /** Place in the order; null: it cannot. */
  rank: z.number().nullable(),
  couldFen: fenOut,
  years: z.array(z.number()),
  because: z.array(text),
}

export const seekMoney = endpoint({
  method: 'GET',
  path: '/api/matches',
  access: 'allocation.read',
  summary: { zh: '缺钱的项目和有余额的资金', en: 'Projects that lack money and lots that have some' },
  query: z.object({ q: z.string().max(200).optional() }),
  response: z.object({
    projects: z.array(z.object({ id: z.string(), code: z.string(), name: z.string(), place: z.string(), openFen: fenOut })),
    lots: z.array(
      z.object({
        id: z.string(),
        docNo: z.string(),
        fundName: z.string(),
        bookLabel: text,
        usableTo: z.number(),
        availableFen: fenOut,
      }),
    ),
    /** Longest that either list gets. */
    most: z.number(),
  }),
})

export const lotsForProject = endpoint({
  method: 'GET',
  path: '/api/matches/project/:id',
  access: 'allocation.read',
  summary: { zh: '项目找资金', en: 'Money for a project' },
  params: z.object({ id: z.string() }),
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
    rows: z.array(
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
    ),
  }),
})

export const projectsForLot = endpoint({
  method: 'GET',
  path: '/api/matches/lot/:id',
  access: 'allocation.read',
  summary: { zh: '资金找项目', en: 'Projects for a lot' },
  params: z.object({ id: z.string() }),
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
    rows: z.array(
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
    ),
  }),
})

export const exportLotsForProject = endpoint({
  method: 'GET',
  path: '/api/matches/project/:id/export.xlsx',
  access: 'allocation.read',
  summary: { zh: '导出项目可用的资金', en: 'Export the money for a project' },
  params: z.object({ id: z.string() }),
  query: matchFilter,
})

export const exportProjectsForLot = endpoint({
  method: 'GET',
  path: '/api/matches/lot/:id/export.xlsx',
  access: 'allocation.read',
  summary: { zh: '导出资金可付的项目', en: 'Export the projects for a lot' },
  params: z.object({ id: z.string() }),
  query: matchFilter,
})
