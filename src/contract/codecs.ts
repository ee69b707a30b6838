/** How values look on the wire: money as a decimal string of fen, dates as YYYY-MM-DD, lists as { rows, total }. */
import { z } from 'zod'
import { parseCivilDate, type CivilDate } from '#kernel/civil-date.ts'
import type { Fen } from '#kernel/money.ts'

const WHOLE_FEN = 'amount must be a decimal string of whole fen'
const CIVIL_DATE = 'date must be YYYY-MM-DD'

/** What is said here of a wrong value, in Chinese. */
export const saidInChinese: Readonly<Record<string, string>> = {
  [WHOLE_FEN]: '金额须为以分为单位的整数，不带小数点',
  [CIVIL_DATE]: '日期须为真实的日期，写成 YYYY-MM-DD',
}

/** Money going out: bigint → decimal string of fen. */
export const fenOut = z.bigint().transform((v) => v.toString())
/** Money coming in: decimal string of fen → Fen. */
export const fenIn = z
  .string()
  .regex(/^-?\d{1,18}$/, WHOLE_FEN)
  .transform((v) => BigInt(v) as Fen)
/** Money as the page sees it, after the server has sent it. */
export const fenText = z.union([z.bigint().transform((v) => v.toString()), z.string()])

export const dateIn = z
  .string()
  .refine((v) => parseCivilDate(v) !== null, CIVIL_DATE)
  .transform((v) => v as CivilDate)

export const text = z.object({ zh: z.string(), en: z.string() })

export const finding = z.object({
  sheet: z.string().optional(),
  row: z.number().optional(),
  field: z.string().optional(),
  value: z.string().optional(),
  code: z.string().optional(),
  message: text,
})

export const action = z.object({ name: z.string(), label: text, allowed: z.boolean(), because: text.nullable() })

/** The query every list takes. `sort` is a column name, with `-` in front for descending. */
export const listQuery = z.object({
  q: z.string().max(200).optional(),
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(500).default(20),
  sort: z.string().max(40).optional(),
})

export const listOf = <T extends z.ZodType>(row: T) => z.object({ rows: z.array(row), total: z.number() })

export const nothing = z.object({})
