/** Printed heads and the choice of the hash, bound to their endpoints. */
import { ok } from '#kernel/outcome.ts'
import { runCommand } from '#platform/command.ts'
import { bind, type Binding } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { chooseHash } from './hash.commands.ts'
import { readHead } from './heads.model.ts'
import { checkHead } from './heads.store.ts'
import * as contract from './integrity.contract.ts'

export function integrityRoutes({ database, clock }: Services): Binding[] {
  return [
    bind(contract.checkPrintedHead, async ({ actor, query }) => {
      const heads = []
      for (const code of query.code.split(/[\n;；]/).filter((line) => line.trim() !== '')) {
        const head = readHead(code, actor.district)
        if (!head.ok) return head
        const { book, number } = head.value
        heads.push({ ...(await checkHead(database.db, actor.district, head.value)), book, number: Number(number) })
      }
      return ok({ heads })
    }),
    bind(contract.chooseHash, ({ actor, body, key }) => runCommand(database, chooseHash, body, { actor, key, clock })),
  ]
}
