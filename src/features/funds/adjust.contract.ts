/** Adjusting lots by a document, one at a time on its page or many by an exported list that comes back. */
import { z } from 'zod'
import { dateIn, fenIn, fenOut, finding, text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'
import { categories, type CategoryKey } from '#policy/categories.ts'
import { type FundCatalogueCode, fundCatalogue, type PoolClass } from '#policy/fund-catalogue.ts'
import { type FundNature, fundNatures, poolClasses } from '#policy/fund-terms.ts'

const keysOf = <K extends string>(table: Readonly<Record<K, unknown>>) => z.enum(Object.keys(table) as [K, ...K[]])
const year = z.number().int().min(1990).max(2100)

const lotFields = z.object({
  fundName: z.string().max(120).optional(),
  catalogueCode: keysOf<FundCatalogueCode>(fundCatalogue).optional(),
  department: z.string().max(80).optional(),
  nature: keysOf<FundNature>(fundNatures).optional(),
  funcCode: z
    .string()
    .regex(/^\d{5,7}$/)
    .nullable()
    .optional(),
  econCode: z
    .string()
    .regex(/^\d{5}$/)
    .nullable()
    .optional(),
  poolClass: keysOf<PoolClass>(poolClasses).optional(),
  poolReason: z.string().max(300).nullable().optional(),
  usableTo: year.optional(),
  usableUntil: dateIn.nullable().optional(),
  carriedFrom: year.nullable().optional(),
  regions: z
    .array(z.string().regex(/^\d{6,12}$/))
    .min(1)
    .nullable()
    .optional(),
  purpose: z.string().max(1000).optional(),
  uses: z.array(keysOf<CategoryKey>(categories)).optional(),
})

/** Document and reason stand with every version for good. */
const grounds = { document: z.string().trim().min(2).max(120), reason: z.string().trim().min(2).max(300) }

const adjusted = z.object({ lots: z.number(), raisedFen: fenOut, cutFen: fenOut, postingIds: z.array(z.string()) })

export const adjustLots = endpoint({
  method: 'POST',
  path: '/api/lots/adjustments',
  access: 'funds.adjust',
  summary: { zh: '调整资金指标', en: 'Adjust lots' },
  body: z.object({
    ...grounds,
    items: z
      .array(z.object({ lotId: z.string(), changeFen: fenIn.optional(), fields: lotFields.optional() }))
      .min(1)
      .max(2000),
  }),
  response: adjusted,
})

export const previewLotSheet = endpoint({
  method: 'POST',
  path: '/api/imports/lots/preview',
  access: 'funds.adjust',
  summary: { zh: '预览改过的资金清单', en: 'Preview an edited list of lots' },
  upload: true,
  response: z.object({
    fileId: z.string(),
    fileName: z.string(),
    rows: z.number(),
    changes: z.array(
      z.object({
        row: z.number(),
        lotId: z.string(),
        docNo: z.string(),
        fundName: z.string(),
        changeFen: fenOut,
        fields: z.array(z.object({ label: text, before: text, after: text })),
      }),
    ),
    errors: z.array(finding),
    /** Sent back with the confirmation: what is saved is what was seen. */
    contentHash: z.string(),
  }),
})

export const confirmLotSheet = endpoint({
  method: 'POST',
  path: '/api/imports/lots/confirm',
  access: 'funds.adjust',
  summary: { zh: '按改过的清单调整', en: 'Adjust as the edited list says' },
  body: z.object({ ...grounds, fileId: z.string(), contentHash: z.string() }),
  response: adjusted,
})
