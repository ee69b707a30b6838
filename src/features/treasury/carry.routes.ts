/** Unspent money by age and what is decided about it, bound to reads and commands. */
import { type CivilDate, lastDayOfYear } from '#kernel/civil-date.ts'
import { sum } from '#kernel/money.ts'
import { runCommand } from '#platform/command.ts'
import { bind, type Binding } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { carryRuleOn } from '#features/ledger/carry-clock.model.ts'
import { carryYearEnd, decideOnLot, previewYearEnd } from './carry.commands.ts'
import { lotStanding, type UnspentLot } from './carry.model.ts'
import { carryRows, loadUnspent } from './carry.store.ts'
import * as contract from './treasury.contract.ts'

const carryLotOut = (lot: UnspentLot, on: CivilDate) => ({
  lotId: lot.lotId,
  name: lot.name,
  book: lot.book,
  since: lot.clock?.since ?? on,
  usableTo: lot.usableTo,
  unspentFen: lot.unspentFen,
  availableFen: lot.availableFen,
  carriedFen: lot.carriedFen,
  ...lotStanding(lot, on),
})

const STANDINGS = ['decide', 'warn', 'decided', 'fresh'] as const

export function carryRoutes({ database, clock }: Services): Binding[] {
  return [
    bind(contract.carryBoard, async ({ actor }) => {
      const today = clock.today()
      const lots = (await loadUnspent(database.db, actor.district, {})).map((lot) => carryLotOut(lot, today))
      const decisions = await carryRows(database.db, actor.district, 200)
      const rows = lots.sort((a, b) => STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing) || b.months - a.months)
      return {
        today,
        rule: carryRuleOn(today),
        rows,
        sums: STANDINGS.map((standing) => {
          const own = rows.filter((r) => r.standing === standing)
          return {
            standing,
            lots: own.length,
            unspentFen: sum(own.map((r) => r.unspentFen)),
            availableFen: sum(own.map((r) => r.availableFen)),
          }
        }),
        decisions: decisions.map((d) => ({
          lotId: d.lot_id,
          lot: d.lot,
          action: d.action,
          year: d.year,
          amountFen: d.amount_fen,
          postingId: d.posting_id,
          document: d.document,
          reason: d.reason,
          decidedOn: d.decided_on,
          usableToBefore: d.usable_to_before,
          usableToAfter: d.usable_to_after,
          decidedBy: d.decided_by,
          reversed: d.reversed,
        })),
      }
    }),
    bind(contract.decideOnLot, ({ actor, key, body }) => runCommand(database, decideOnLot, body, { actor, key, clock })),
    bind(contract.previewYearEnd, async ({ actor, query }) => {
      const { proposal, contentHash } = await previewYearEnd(database.db, actor.district, query.year)
      const last = lastDayOfYear(query.year)
      return {
        year: query.year,
        carry: proposal.carry.map((lot) => carryLotOut(lot, last)),
        apart: proposal.apart.map((lot) => carryLotOut(lot, last)),
        amountFen: sum(proposal.carry.map((lot) => lot.unspentFen)),
        contentHash,
        over: last <= clock.today(),
      }
    }),
    bind(contract.carryYearEnd, ({ actor, key, body }) => runCommand(database, carryYearEnd, body, { actor, key, clock })),
  ]
}
