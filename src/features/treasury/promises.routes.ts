/** Promises on money that has not come, bound to reads and commands. */
import { daysBetween, yearOf } from '#kernel/civil-date.ts'
import { fen, most, sum } from '#kernel/money.ts'
import { runCommand } from '#platform/command.ts'
import { bind, type Binding } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { phaseTerms } from '#policy/carry-over.ts'
import { fundClocks } from '#policy/fund-terms.ts'
import { permits, reasonsOf } from '#features/ledger/ledger.model.ts'
import { loadNeeds } from './needs.store.ts'
import { promise, releasePromise } from './phases.commands.ts'
import { needUpTo, phasesOf } from './phases.model.ts'
import { expectingLots, phasesByProject, promiseRows } from './phases.store.ts'
import * as contract from './treasury.contract.ts'

const waiting = ({ database, clock }: Services): Binding =>
  bind(contract.listPromises, async ({ actor, query }) => {
    const today = clock.today()
    const filter = { ...(query.lot ? { lotId: query.lot } : {}), ...(query.project ? { projectId: query.project } : {}) }
    const found = await promiseRows(database.db, actor.district, filter)
    const phases = await phasesByProject(database.db, actor.district, [...new Set(found.map((f) => f.project_id))])
    const before = new Map<string, bigint>()
    const rows = found.map((r) => {
      const given = before.get(r.project_id) ?? r.allocated_fen - r.all_promised_fen
      before.set(r.project_id, given + r.promised_fen)
      return {
        lotId: r.lot_id,
        docNo: r.doc_no,
        fundName: r.fund_name,
        book: r.book,
        projectId: r.project_id,
        code: r.code,
        project: r.project,
        years: phasesOf(phases.get(r.project_id) ?? [], fen(given), fen(r.promised_fen)),
        promisedFen: fen(r.promised_fen),
        since: r.since,
        days: daysBetween(r.since, today),
        overdueDays: Math.max(0, daysBetween(r.lot_since, today) - fundClocks.receiptDueDays),
        postingId: r.posting_id,
        basis: r.basis,
        reason: r.reason,
      }
    })
    return {
      rows,
      promisedFen: sum(rows.map((r) => r.promisedFen)),
      overdueFen: sum(rows.filter((r) => r.overdueDays > 0).map((r) => r.promisedFen)),
    }
  })

const choices = ({ database, clock }: Services): Binding =>
  bind(contract.promiseChoices, async ({ actor, query }) => {
    const [on, { district }] = [database.db, actor]
    const lasting = yearOf(clock.today()) + phaseTerms.mostYears
    const needs = await loadNeeds(on, district, lasting, { gap: true })
    const phases = await phasesByProject(
      on,
      district,
      needs.map((n) => n.projectId),
    )
    const chosen = needs.find((n) => n.projectId === query.project)
    const lots = await expectingLots(on, district)
    return {
      projects: needs.map((n) => ({
        id: n.projectId,
        code: n.code,
        name: n.name,
        allocatedFen: n.allocatedFen,
        phases: (phases.get(n.projectId) ?? []).map((p) => ({
          ...p,
          roomFen: most(fen(needUpTo(phases.get(n.projectId)!, p.year) - n.allocatedFen), fen(0n)),
        })),
      })),
      lots: lots.map(({ facts, expectedFen }) => {
        const verdict = chosen ? permits(facts, { ...chosen, year: query.year ?? chosen.year }) : null
        return {
          id: facts.lotId,
          name: facts.name,
          book: facts.book,
          usableTo: facts.usableTo,
          expectedFen,
          permitted: verdict === null || verdict.truth === 'true',
          because: verdict === null ? [] : reasonsOf(verdict),
        }
      }),
    }
  })

export function promiseRoutes(services: Services): Binding[] {
  const { database, clock } = services
  return [
    waiting(services),
    choices(services),
    bind(contract.makePromise, ({ actor, key, body }) => runCommand(database, promise, body, { actor, key, clock })),
    bind(contract.releasePromise, ({ actor, key, body }) => runCommand(database, releasePromise, body, { actor, key, clock })),
  ]
}
