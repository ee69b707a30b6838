/** The preview of a spreadsheet import: every row, what was understood, what is wrong and where. Nothing is saved by it. */
import { z } from 'zod'
import { fenOut, finding } from '#contract/codecs.ts'

export const previewSheet = z.object({
  sheet: z.string(),
  unit: z.string(),
  unitFrom: z.string(),
  headerRows: z.array(z.number()),
  /** Column letter → what it was understood as, and the header words of the file. */
  columns: z.record(z.string(), z.object({ field: z.string(), header: z.string() })),
  notData: z.array(z.object({ row: z.number(), reason: z.string(), text: z.string().optional() })),
})

export const corrections = z.object({
  /** Sheet name → column letter → field name or `ignore`; header rows and unit likewise. */
  sheets: z
    .record(
      z.string(),
      z.object({
        headerRows: z.array(z.number().int().positive()).optional(),
        columns: z.record(z.string(), z.string()).optional(),
        unit: z.enum(['元', '万元', '亿元']).optional(),
      }),
    )
    .optional(),
  /** Rows the officer leaves out, as `sheet!row`. */
  leaveOut: z.array(z.string()).optional(),
})

export const previewShape = z.object({
  /** The uploaded file is kept by its content; confirm names it again, so what is saved is what was seen. */
  fileId: z.string(),
  fileName: z.string(),
  title: z.string().nullable(),
  sheets: z.array(previewSheet),
  fieldNames: z.array(z.object({ name: z.string(), label: z.object({ zh: z.string(), en: z.string() }) })),
  errors: z.array(finding),
  warnings: z.array(finding),
  totals: z.object({ rows: z.number(), amountFen: fenOut }),
  publishedTotalFen: fenOut.nullable(),
  /** Hash of what would be saved; confirm sends it back, and a changed reading is refused. */
  contentHash: z.string(),
})
