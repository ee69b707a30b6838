/** Shortfalls, supplements and phases, bound to reads and commands. */
import { yearOf } from '#kernel/civil-date.ts'
import { fen, sum } from '#kernel/money.ts'
import { ok } from '#kernel/outcome.ts'
import { runCommand } from '#platform/command.ts'
import { bind, type Binding } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import type { BookKey } from '#policy/books.ts'
import { phaseTerms } from '#policy/carry-over.ts'
import { loadLotFacts } from '#features/ledger/ledger.store.ts'
import { firstYearOf, listSupplements, loadAvailable, loadNeeds } from './needs.store.ts'
import { planPhases } from './phases.commands.ts'
import { fillPhases } from './phases.model.ts'
import { loadPhases, phaseVersions } from './phases.store.ts'
import { bookPays, helpForEach } from './shortfall.model.ts'
import { giveBackSupplement, supplement } from './supplements.commands.ts'
import * as contract from './treasury.contract.ts'
import { refuse } from './treasury.model.ts'

const RECEIVERS = ['poverty', 'coordination'] as const satisfies readonly BookKey[]

const shortfalls = ({ database, clock }: Services): Binding =>
  bind(contract.listShortfalls, async ({ actor, query }) => {
    const year = query.year ?? yearOf(clock.today())
    const [on, { district }] = [database.db, actor]
    const projects = await loadNeeds(on, district, year, {
      q: query.q,
      gap: true,
      ...(query.project ? { projectIds: [query.project] } : {}),
    })
    const available = await loadAvailable(on, district)
    const help = helpForEach(year, available)
    const found = projects.flatMap((project) =>
      RECEIVERS.filter((receiver) => (!query.receiver || receiver === query.receiver) && bookPays(receiver, project)).map((receiver) => ({
        projectId: project.projectId,
        code: project.code,
        name: project.name,
        place: project.place,
        unit: project.responsibleUnit,
        receiver,
        ...help(project, receiver),
      })),
    )
    const rows = found
      .map((r) => ({ ...r, helpers: [...r.helpers] }))
      .sort((a, b) => (a.shortfallFen === b.shortfallFen ? 0 : a.shortfallFen > b.shortfallFen ? -1 : 1))
    return {
      year,
      firstYear: (await firstYearOf(on, district)) ?? year,
      rows: rows.slice((query.page - 1) * query.pageSize, query.page * query.pageSize),
      total: rows.length,
      shortfallFen: sum(rows.map((r) => r.shortfallFen)),
    }
  })

function supplementRoutes(services: Services): Binding[] {
  const { database, clock } = services
  return [
    shortfalls(services),
    bind(contract.previewSupplement, async ({ actor, key, body }) => {
      const seen = await runCommand(database, supplement, body, { actor, key: `${key}-preview`, clock, preview: true })
      if (!seen.ok) return seen
      const facts = await loadLotFacts(
        database.db,
        actor.district,
        seen.value.lots.map((l) => l.lotId),
      )
      const lots = seen.value.lots.map((l) => {
        const { name, usableTo } = facts.get(l.lotId)!
        return { ...l, name, usableTo }
      })
      return ok({ amountFen: seen.value.amountFen, lots })
    }),
    bind(contract.makeSupplement, ({ actor, key, body }) => runCommand(database, supplement, body, { actor, key, clock })),
    bind(contract.giveBackSupplement, ({ actor, key, params, body }) =>
      runCommand(database, giveBackSupplement, { supplementId: params.id, ...body }, { actor, key, clock }),
    ),
    bind(contract.listSupplements, async ({ actor, query }) => {
      const { page, pageSize, q } = query
      const found = await listSupplements(database.db, actor.district, { q, limit: pageSize, offset: (page - 1) * pageSize })
      return {
        total: found.total,
        rows: found.rows.map((s) => ({
          id: s.supplement_id,
          postingId: s.posting_id,
          giver: s.giver,
          receiver: s.receiver,
          projectId: s.project_id,
          code: s.code,
          project: s.project,
          year: s.year,
          amountFen: s.amount_fen,
          needFen: s.need_fen,
          allocatedFen: s.allocated_fen,
          ownFen: s.own_fen,
          shortfallFen: s.shortfall_fen,
          document: s.document,
          reason: s.reason,
          decidedOn: s.decided_on,
          decidedBy: s.decided_by,
          givenBackBy: s.reversed_by,
        })),
      }
    }),
  ]
}

function phaseRoutes({ database, clock }: Services): Binding[] {
  return [
    bind(contract.showPhases, async ({ actor, params }) => {
      const now = await loadPhases(database.db, actor.district, params.id)
      if (!now) return refuse('project_unknown', { project: params.id })
      const versions = await phaseVersions(database.db, actor.district, params.id)
      return ok({
        projectId: now.projectId,
        name: now.name,
        year: now.year,
        lastYear: now.year + phaseTerms.mostYears - 1,
        allocatedFen: now.allocatedFen,
        phases: fillPhases(now.phases, now.allocatedFen),
        versions: versions.map((v) => ({
          version: v.version,
          phases: v.years.map((year, i) => ({ year, needFen: fen(v.needs_fen[i]!) })),
          document: v.document,
          reason: v.reason,
          by: v.by,
          at: v.changed_at,
        })),
      })
    }),
    bind(contract.planPhases, ({ actor, key, params, body }) =>
      runCommand(database, planPhases, { projectId: params.id, ...body }, { actor, key, clock }),
    ),
  ]
}

export const treasuryRoutes = (services: Services): Binding[] => [...supplementRoutes(services), ...phaseRoutes(services)]
