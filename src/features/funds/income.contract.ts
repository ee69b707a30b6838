/** Money that comes without being announced: interest, income of poverty assets, a drawdown of financing. */
import { z } from 'zod'
import { dateIn, fenIn, fenOut } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'
import { type BookKey, books } from '#policy/books.ts'
import { categories, type CategoryKey } from '#policy/categories.ts'
import { type IncomeKindKey, incomeKinds } from '#policy/fund-terms.ts'

const keysOf = <K extends string>(table: Readonly<Record<K, unknown>>) => z.enum(Object.keys(table) as [K, ...K[]])

export const registerIncome = endpoint({
  method: 'POST',
  path: '/api/lots/income',
  access: 'funds.receive',
  summary: { zh: '登记利息、收益和提款', en: 'Register interest, income and drawdowns' },
  body: z.object({
    kind: keysOf<IncomeKindKey>(incomeKinds),
    book: keysOf<BookKey>(books),
    docNo: z.string().trim().min(2).max(80),
    documentOn: dateIn,
    name: z.string().trim().min(2).max(120),
    department: z.string().trim().min(2).max(80),
    receivedOn: dateIn,
    bankReference: z.string().trim().min(1).max(80),
    amountFen: fenIn,
    uses: z.array(keysOf<CategoryKey>(categories)).optional(),
    purpose: z.string().max(500).optional(),
  }),
  response: z.object({ lotId: z.string(), docId: z.string(), postingId: z.string(), amountFen: fenOut }),
})
