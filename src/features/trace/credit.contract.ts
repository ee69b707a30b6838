/** Departments' credit (各记其功): what the money of each department and level achieved, in a list, by department, and on paper. */
import { z } from 'zod'
import { fenOut, text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'
import { fourAmounts, momentQuery, stageAmounts } from '#features/ledger/ledger.contract.ts'
import { traceLink, traceNode } from './trace.contract.ts'

/** `year`: of the money, by its document. */
const creditQuery = z.object({ ...momentQuery, level: z.string().max(20).optional(), year: z.coerce.number().int().optional() })

export const creditFigures = z.object({
  amounts: stageAmounts,
  four: fourAmounts,
  projects: z.number(),
  townships: z.number(),
  villages: z.number(),
  households: z.number(),
  contractsFinished: z.number(),
})

export const creditList = endpoint({
  method: 'GET',
  path: '/api/credit',
  access: 'trace.read',
  summary: { zh: '各部门资金成效', en: "What each department's money achieved" },
  query: creditQuery,
  response: z.object({
    /** One's own department first; then by what was announced. */
    rows: z.array(creditFigures.extend({ department: z.string(), own: z.boolean(), levels: z.array(text) })),
    /** The district: sums and households are those of the rows, projects and places are counted once. */
    total: creditFigures,
    levels: z.array(creditFigures.extend({ level: z.string(), label: text })),
    years: z.array(z.number()),
  }),
})

export const creditOfDepartment = endpoint({
  method: 'GET',
  path: '/api/credit/departments/:department',
  access: 'trace.read',
  summary: { zh: '一个部门的资金成效', en: 'What the money of one department achieved' },
  params: z.object({ department: z.string().max(200) }),
  query: creditQuery,
  response: creditFigures.extend({
    department: z.string(),
    years: z.array(z.number()),
    byLevel: z.array(creditFigures.extend({ level: z.string(), label: text })),
    byYear: z.array(creditFigures.extend({ year: z.number() })),
    projectRows: z.array(
      z.object({
        id: z.string(),
        code: z.string(),
        name: z.string(),
        place: z.string(),
        categoryLabel: text,
        year: z.number(),
        allocatedFen: fenOut,
        paidFen: fenOut,
        wholeFen: fenOut,
        /** Percent with two decimals, of all money allocated to the project. */
        share: z.number(),
        households: z.number(),
        wholeHouseholds: z.number(),
        contractsFinished: z.number(),
      }),
    ),
    placeRows: z.array(
      z.object({
        code: z.string(),
        township: z.string(),
        place: z.string(),
        projects: z.number(),
        allocatedFen: fenOut,
        paidFen: fenOut,
        households: z.number(),
      }),
    ),
    months: z.array(z.object({ month: z.string(), paidFen: fenOut })),
    nodes: z.array(traceNode),
    links: z.array(traceLink),
  }),
})

export const exportCredit = endpoint({
  method: 'GET',
  path: '/api/credit/export.xlsx',
  access: 'trace.read',
  summary: { zh: '导出各部门资金成效', en: 'Export the credit of departments' },
  query: creditQuery,
})

export const creditStatement = endpoint({
  method: 'GET',
  path: '/api/credit/departments/:department/statement.pdf',
  access: 'trace.read',
  summary: { zh: '部门资金成效说明（打印件）', en: 'Statement to a department, printable' },
  params: z.object({ department: z.string().max(200) }),
  query: creditQuery,
})

export const exportCreditStatement = endpoint({
  method: 'GET',
  path: '/api/credit/departments/:department/statement.xlsx',
  access: 'trace.read',
  summary: { zh: '部门资金成效报表', en: 'Statement of one department as a spreadsheet' },
  params: z.object({ department: z.string().max(200) }),
  query: creditQuery,
})
