/** The way of every fen, the public page, and the to-do list that spans all features. */
import { ok, type Outcome, refusals } from '#kernel/outcome.ts'
import { bind, type Binding, sendSheet } from '#platform/http/bind.ts'
import { rows, sql } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import type { Services } from '#platform/services.ts'
import { type BookKey, books, stages } from '#policy/books.ts'
import { categories, type CategoryKey } from '#policy/categories.ts'
import { type PostingKindKey, postings, reversal } from '#policy/postings.ts'
import { traceSubjects } from '#policy/trace-subjects.ts'
import { fourAmounts, NO_MONEY } from '#features/ledger/amounts.model.ts'
import { sumLots } from '#features/funds/lot-list.store.ts'
import { type Moment, readMoment } from '#features/ledger/moment.model.ts'
import { findDistrict } from '#features/people/people.store.ts'
import * as contract from './trace.contract.ts'
import { drawCanal, drawTrace, type TraceRow } from './trace.model.ts'
import {
  canalRows,
  findSubjects,
  publicPlans,
  publicProjects,
  type Slice,
  type SubjectKind,
  subjectLabel,
  tracePostings,
  traceView,
} from './trace.store.ts'
import { waysSheet } from './ways-sheet.model.ts'

const refuse = refusals({
  subject_unknown: {
    kind: 'not-found',
    zh: '找不到要追踪的“{id}”，请核对编号',
    en: 'There is nothing called "{id}" to trace; check the number',
  },
})

const orNull = (text: string | null): string | null => (text === '' ? null : text)

const pathOut = (r: TraceRow) => ({
  docNo: r.doc_no,
  lotId: r.lot_id,
  fundName: r.fund_name,
  department: r.department,
  level: r.level,
  book: r.book,
  bookLabel: books[r.book].label,
  projectId: orNull(r.project_id),
  projectCode: r.project_code,
  projectName: r.project_name,
  contractId: orNull(r.contract_id),
  contractNo: r.contract_no,
  claimId: r.claims.length === 1 ? r.claims[0]!.id : null,
  claimNo: r.claims.length === 1 ? r.claims[0]!.no : null,
  claims: r.claims.map((c) => ({ ...c, amountFen: BigInt(c.amountFen) })),
  payeeId: orNull(r.payee_id),
  payee: r.payee,
  stage: r.stage,
  stageLabel: stages[r.stage].label,
  amountFen: r.balance_fen,
})

/** So many of the postings are shown, the first ones. */
const MOST_POSTINGS = 200
/** Ways on one page, where no page is asked for. */
const WAYS = 100

/** The answer for one subject, with a page of its ways; the same for the page and for `headgate trace`. */
export async function traceOf(
  on: Executor,
  district: string,
  kind: SubjectKind,
  id: string,
  moment: Moment = {},
  slice: Slice = { offset: 0, limit: WAYS },
) {
  const subject = { kind, id }
  const label = await subjectLabel(on, district, kind, id)
  if (label === undefined) return refuse('subject_unknown', { id })
  const { paths, ways, fen, flow, sum } = await traceView(on, district, subject, slice, moment)
  const found = await tracePostings(on, district, subject, MOST_POSTINGS + 1, moment)
  return ok({
    subject: { kind, id, label },
    ...drawTrace(flow),
    paths: paths.map(pathOut),
    pathsTotal: Number(ways),
    pathsFen: fen,
    sum,
    four: fourAmounts(sum),
    morePostings: found.length > MOST_POSTINGS,
    postings: found.slice(0, MOST_POSTINGS).map((p) => ({
      id: p.posting_id,
      kindLabel: p.kind === 'reversal' ? reversal.label : postings[p.kind as PostingKindKey].label,
      businessDate: p.business_date,
      actor: p.actor,
      basis: p.basis,
      amountFen: p.amount,
    })),
  })
}

export async function publicOverviewOf(services: Services): Promise<Outcome<unknown>> {
  const on = services.database.db
  const district = await findDistrict(on)
  if (!district) return ok({ district: '', asOf: services.clock.today(), sum: NO_MONEY, chainHeads: [], plans: [], projects: [] })
  const heads = await rows(
    on,
    sql<{ book: BookKey; number: bigint; hash: string }>`select book, number, hash from chain_head
      where district = ${district.code} and number > 0 order by book`,
  )
  return ok({
    district: district.name,
    asOf: services.clock.today(),
    sum: (await sumLots(on, district.code, {}))!,
    chainHeads: heads.map((h) => ({ book: books[h.book].label, number: Number(h.number), hash: h.hash })),
    plans: (await publicPlans(on, district.code)).map((p) => ({
      name: p.name,
      year: p.year,
      decisionNo: p.decision_no,
      decidedOn: p.decided_on,
      projects: Number(p.projects),
      amountFen: p.amount,
    })),
    projects: (await publicProjects(on, district.code)).map((p) => ({
      code: p.code,
      name: p.name,
      place: p.place,
      category: categories[p.category as CategoryKey].label,
      reserved: p.allocated,
      paid: p.paid,
      payees: p.payees,
    })),
  })
}

export function traceRoutes(services: Services): Binding[] {
  const { database, clock } = services
  return [
    bind(contract.traceMoney, async ({ actor, params, query }) => {
      const moment = readMoment(query, clock.today())
      const slice = { offset: (query.page - 1) * query.pageSize, limit: query.pageSize }
      return moment.ok ? traceOf(database.db, actor.district, params.kind, params.id, moment.value, slice) : moment
    }),
    bind(contract.exportWays, async ({ actor, params, query, reply }) => {
      const moment = readMoment(query, clock.today())
      if (!moment.ok) return moment
      const label = await subjectLabel(database.db, actor.district, params.kind, params.id)
      if (label === undefined) return refuse('subject_unknown', { id: params.id })
      const { paths } = await traceView(database.db, actor.district, params, { offset: 0 }, moment.value)
      const dated = { asOf: query.asOf || clock.today(), knownAt: query.knownAt || clock.today() }
      return sendSheet(reply, `${label}资金去向.xlsx`, waysSheet(label, paths.map(pathOut), dated))
    }),
    bind(contract.districtFlow, async ({ actor }) => ok(drawCanal(await canalRows(database.db, actor.district)))),
    bind(contract.findSubjects, async ({ actor, query }) => ({
      rows: (await findSubjects(database.db, actor.district, query.q ?? '', 30)).map((s) => ({
        kind: s.kind,
        kindLabel: traceSubjects[s.kind],
        id: s.id,
        label: s.label,
        detail: s.detail,
      })),
    })),
    bind(contract.publicOverview, async ({ reply }) => {
      void reply.header('Cache-Control', 'public, max-age=60')
      return publicOverviewOf(services) as never
    }),
  ]
}
