/** Registering money: fund tables, receipts, income. The list itself is in lots.routes.ts, its spreadsheets in lot-sheets.routes.ts. */
import { type Actor, runCommand } from '#platform/command.ts'
import { keepFile } from '#platform/files.ts'
import { attempt, bind, type Binding } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { previewOut } from '#features/imports/preview-out.ts'
import { fundCatalogue } from '#policy/fund-catalogue.ts'
import { type FundImportInput, previewFunds, recordReceipt, registerFunds } from './funds.commands.ts'
import * as contract from './funds.contract.ts'
import type { LotDraft } from './funds.model.ts'
import { registerIncome } from './income.commands.ts'
import * as income from './income.contract.ts'

const draftOut = (d: LotDraft) => ({
  ...d,
  catalogueLabel: fundCatalogue[d.catalogueCode].label,
  uses: [...d.uses],
})

export function fundsRoutes(services: Services): Binding[] {
  const { database, clock } = services
  const preview = (actor: Actor, input: FundImportInput) =>
    attempt(async () => {
      const { reading, drafts, errors, warnings, contentHash } = await previewFunds(database.db, actor.district, input)
      return { ...previewOut(reading, { errors, warnings, contentHash }), rows: drafts.map(draftOut) }
    })
  return [
    bind(contract.previewFunds, async ({ actor, key, file }) => {
      const kept = await runCommand(database, keepFile('funds.import'), file!, { actor, key, clock })
      if (!kept.ok) return kept
      return preview(actor, { fileId: kept.value.fileId, corrections: {}, defaults: {} })
    }),
    bind(contract.previewFundsAgain, ({ actor, body }) => preview(actor, body)),
    bind(contract.confirmFunds, ({ actor, key, body }) => runCommand(database, registerFunds, body, { actor, key, clock })),
    bind(contract.recordReceipt, ({ actor, key, body }) => runCommand(database, recordReceipt, body, { actor, key, clock })),
    bind(income.registerIncome, ({ actor, key, body }) => runCommand(database, registerIncome, body, { actor, key, clock })),
  ]
}
