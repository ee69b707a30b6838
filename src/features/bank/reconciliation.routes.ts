/** How the months stand and the reconciliation table, bound to their endpoints; the table also as a spreadsheet and on paper. */
import { findDistrict } from '#features/people/people.store.ts'
import { renderPdf } from '#platform/documents/pdf.ts'
import { attempt, bind, type Binding, sendSheet } from '#platform/http/bind.ts'
import { sendPdf } from '#platform/http/send-pdf.ts'
import type { Services } from '#platform/services.ts'
import * as contract from './bank.contract.ts'
import { reportOf, sheetOf } from './reconciliation-papers.store.ts'
import { overviewOut, tableOut } from './reconciliation-views.store.ts'

export function reconciliationRoutes({ database, clock }: Services): Binding[] {
  return [
    bind(contract.bankOverview, ({ actor, query }) => overviewOut(database.db, actor, clock.today(), query.year)),
    bind(contract.showReconciliation, ({ actor, query }) =>
      attempt(() => tableOut(database.db, actor.district, query.month, clock.today())),
    ),
    bind(contract.printReconciliation, async ({ actor, query, reply }) => {
      const table = await attempt(() => tableOut(database.db, actor.district, query.month, clock.today()))
      if (!table.ok) return table
      const office = (await findDistrict(database.db, actor.district))!.name
      const report = reportOf(table.value, office, actor.name)
      const bytes = await renderPdf('report', report, { title: report.title, author: office, createdAt: clock.now() })
      return sendPdf(reply, `银行存款余额调节表_${table.value.month}.pdf`, bytes)
    }),
    bind(contract.exportReconciliation, async ({ actor, query, reply }) => {
      const table = await attempt(() => tableOut(database.db, actor.district, query.month, clock.today()))
      return table.ok ? sendSheet(reply, `银行存款余额调节表_${table.value.month}.xlsx`, sheetOf(table.value)) : table
    }),
  ]
}
