/** The acts on the money of a contract, bound to their endpoints. */
import { ok } from '#kernel/outcome.ts'
import { runCommand } from '#platform/command.ts'
import { keepFile, loadContent, refuse as refuseFile } from '#platform/files.ts'
import { bind, type Binding } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { changeContractMoney, recordTerms, settleContract, withdrawSettlement } from './contract-money.commands.ts'
import * as contract from './contract-money.contract.ts'
import { isReport } from './contract-money.store.ts'

export function contractMoneyRoutes(services: Services): Binding[] {
  const { database, clock } = services
  return [
    bind(contract.recordTerms, ({ actor, key, params, body }) =>
      runCommand(database, recordTerms, { contractId: params.id, terms: body.terms }, { actor, key, clock }),
    ),
    bind(contract.uploadReport, async ({ actor, key, file }) => {
      const kept = await runCommand(database, keepFile('ledger.post'), file!, { actor, key, clock })
      if (!kept.ok) return kept
      const { fileId, name, sha256, size } = kept.value
      return ok({ fileId, fileName: name, sha256, size })
    }),
    bind(contract.openReport, async ({ actor, params, reply }) => {
      const file = (await isReport(database.db, actor.district, params.id))
        ? await loadContent(database.db, actor.district, params.id)
        : undefined
      if (!file) return refuseFile('file_unknown')
      return reply
        .type('application/octet-stream')
        .header('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
        .header('X-Content-Type-Options', 'nosniff')
        .send(Buffer.from(file.bytes))
    }),
    bind(contract.settleContract, ({ actor, key, params, body: { preview, ...input } }) =>
      runCommand(database, settleContract, { ...input, contractId: params.id }, { actor, key, clock, preview }),
    ),
    bind(contract.withdrawSettlement, ({ actor, key, params, body: { preview, ...input } }) =>
      runCommand(database, withdrawSettlement, { ...input, contractId: params.id }, { actor, key, clock, preview }),
    ),
    bind(contract.changeContractMoney, ({ actor, key, params, body: { preview, ...input } }) =>
      runCommand(database, changeContractMoney, { ...input, contractId: params.id }, { actor, key, clock, preview }),
    ),
  ]
}
