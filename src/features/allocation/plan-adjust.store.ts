/** Adjustments of plans in rows: what may go back, what an adjustment takes back, its family, and the postings of an adoption. */
import { fen } from '#kernel/money.ts'
import { type BookKey, type StageKey, stages } from '#policy/books.ts'
import type { PlanState } from '#policy/plan-workflow.ts'
import type { PostingKindKey } from '#policy/postings.ts'
import type { ProjectState } from '#policy/project-workflow.ts'
import { type RawBuilder, rows, run, sql, tableOf, type Tx } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { projectState } from '#features/projects/projects.store.ts'
import { planSlices } from './allocation.store.ts'
import { type Given, type OpenPhase, openPhases } from './instance.model.ts'
import { backOf, type Holding, keptOf, type ReleaseFen, type Step } from './plan-adjust.model.ts'

/** Stages that tie money to a project or have spent it on one. */
const TIED = (Object.keys(stages) as StageKey[]).filter((s) => (stages[s].counts as readonly string[]).includes('allocated'))

/** The plan, and the adjustments of it that were adopted, oldest first. */
const familyOf = (district: string, parentId: string): RawBuilder<unknown> => sql`select p.plan_id, p.adopted_at from plan p
  where p.district = ${district} and p.state = 'adopted' and (p.plan_id = ${parentId} or p.parent_id = ${parentId})`

/** Reserved money of the projects that the plan's family funds; locked for whoever will take it back. */
export async function loadHoldings(on: Executor, district: string, parentId: string, lock = false): Promise<Holding[]> {
  const found = await rows(
    on,
    sql<{
      lot_id: string
      book: BookKey
      project_id: string
      balance_fen: bigint
      lot_book: BookKey
      lot_name: string
      project: string
      contracts: bigint
    }>`select a.lot_id, a.book, a.project_id, a.balance_fen, l.book as lot_book, d.doc_no || ' ' || l.fund_name as lot_name,
        p.code || ' ' || p.name as project,
        (select count(*) from contract k where k.district = a.district and k.project_id = a.project_id) as contracts
      from account a
      join lot l on l.district = a.district and l.lot_id = a.lot_id
      join fund_document d on d.district = l.district and d.doc_id = l.doc_id
      join project p on p.district = a.district and p.project_id = a.project_id
      where a.district = ${district} and a.stage = 'reserved' and a.balance_fen > 0 and a.project_id in (
        select s.project_id from plan_slice s join (${familyOf(district, parentId)}) f on f.plan_id = s.plan_id where s.district = ${district})
      order by ${lock ? sql`a.account_id` : sql`p.code, l.book, d.doc_no, a.account_id`} ${lock ? sql`for update of a` : sql``}`,
  )
  return found.map((h) => ({
    lotId: h.lot_id,
    book: h.book,
    projectId: h.project_id,
    reservedFen: fen(h.balance_fen),
    lotBook: h.lot_book,
    lotName: h.lot_name,
    project: h.project,
    contracts: Number(h.contracts),
  }))
}

export const planReleases = async (on: Executor, district: string, planId: string): Promise<ReleaseFen[]> =>
  (
    await rows(
      on,
      sql<{ lot_id: string; book: BookKey; project_id: string; amount_fen: bigint }>`select lot_id, book, project_id, amount_fen
        from plan_release where district = ${district} and plan_id = ${planId} order by project_id, lot_id, book`,
    )
  ).map((r) => ({ lotId: r.lot_id, book: r.book, projectId: r.project_id, amountFen: fen(r.amount_fen) }))

/** What was adopted of a family, oldest first; with `before`, only what stood when that plan was adopted. */
export async function familySteps(on: Executor, district: string, parentId: string, before: string | null): Promise<Step[]> {
  const found = await rows(
    on,
    sql<{ plan_id: string }>`select f.plan_id from (${familyOf(district, parentId)}) f
      where ${before}::timestamptz is null or f.adopted_at < ${before}::timestamptz order by f.adopted_at, f.plan_id`,
  )
  return Promise.all(
    found.map(async (f) => ({
      slices: await planSlices(on, district, f.plan_id),
      releases: await planReleases(on, district, f.plan_id),
    })),
  )
}

/** What the plan's family keeps once these amounts have gone back too. */
export async function loadKept(on: Executor, district: string, parentId: string, releases: readonly ReleaseFen[]): Promise<Given[]> {
  const kept = keptOf([...(await familySteps(on, district, parentId, null)), { slices: [], releases }])
  const ids = [...new Set(kept.map((k) => k.projectId))]
  const found = await rows(
    on,
    sql<{ project_id: string; region: string; category: string }>`select project_id, coalesce(region, ${district}) as region, category
      from project where district = ${district} and project_id = any(${ids}::text[])`,
  )
  const of = new Map(found.map((f) => [f.project_id, f]))
  return kept.map((k) => ({ ...k, region: of.get(k.projectId)!.region, category: of.get(k.projectId)!.category }))
}

export const familyProjects = async (on: Executor, district: string, parentId: string): Promise<Set<string>> =>
  new Set(
    (
      await rows(
        on,
        sql<{ project_id: string }>`select distinct s.project_id from plan_slice s join (${familyOf(district, parentId)}) f
          on f.plan_id = s.plan_id where s.district = ${district}`,
      )
    ).map((p) => p.project_id),
  )

export const adjustmentsOf = (on: Executor, district: string, parentId: string) =>
  rows(
    on,
    sql<{ plan_id: string; name: string; state: PlanState; decision_no: string | null }>`select plan_id, name,
        case when published_no is not null then 'published' else state end as state, decision_no
      from plan where district = ${district} and parent_id = ${parentId} order by created_at, plan_id`,
  )

export async function insertAdjustment(
  tx: Tx,
  district: string,
  a: { planId: string; parentId: string; cause: string; document: string; releases: readonly ReleaseFen[] },
): Promise<void> {
  await run(
    tx,
    sql`update plan set parent_id = ${a.parentId}, cause = ${a.cause}, cause_document = ${a.document}
      where district = ${district} and plan_id = ${a.planId}`,
  )
  if (a.releases.length === 0) return
  await run(
    tx,
    sql`insert into plan_release (district, plan_id, lot_id, book, project_id, amount_fen)
      select ${district}, ${a.planId}, lot_id, book, project_id, sum(amount_fen) from ${tableOf(
        'x',
        { lot_id: 'text', book: 'text', project_id: 'text', amount_fen: 'bigint' },
        a.releases.map((r) => ({ lot_id: r.lotId, book: r.book, project_id: r.projectId, amount_fen: r.amountFen })),
      )} group by lot_id, book, project_id`,
  )
}

/** What is open of the phases of these projects once the amounts have gone back. */
export async function reopenedPhases(on: Executor, district: string, releases: readonly ReleaseFen[]): Promise<Map<string, OpenPhase[]>> {
  const back = backOf(releases)
  const found = await rows(
    on,
    sql<{ project_id: string; year: number; state: ProjectState; tied: bigint; years: number[]; needs: string[] }>`
      select p.project_id, p.year, ${projectState('p')} as state,
        (select coalesce(sum(a.balance_fen), 0)::bigint from account a where a.district = p.district and a.project_id = p.project_id
          and a.stage = any(${TIED}::text[])) as tied,
        array(select f.year from project_phase f where f.district = p.district and f.project_id = p.project_id order by f.year) as years,
        array(select f.need_fen::text from project_phase f where f.district = p.district and f.project_id = p.project_id order by f.year)
          as needs
      from project p where p.district = ${district} and p.project_id = any(${[...back.keys()]}::text[])`,
  )
  return new Map(
    found.map((p) => {
      const phases = p.years.map((year, i) => ({ year, needFen: fen(BigInt(p.needs[i]!)) }))
      const allocatedFen = fen(p.tied - back.get(p.project_id)!)
      return [p.project_id, openPhases({ year: p.year, state: p.state, allocatedFen, phases }, p.years).phases]
    }),
  )
}

export interface PostedLine {
  readonly postingId: string
  readonly kind: PostingKindKey | 'reversal'
  readonly book: BookKey
  readonly lotId: string
  readonly lot: string
  readonly projectId: string
  readonly project: string
  readonly amountFen: bigint
}

export const keepPostings = (tx: Tx, district: string, planId: string, postingIds: readonly string[]) =>
  run(
    tx,
    sql`insert into plan_posting (district, plan_id, posting_id) select ${district}, ${planId}, x from unnest(${[...postingIds]}::text[]) x`,
  )

/** What the adoption of a plan wrote, read from the books: one line a move. */
export async function postedLines(on: Executor, district: string, planId: string): Promise<PostedLine[]> {
  const found = await rows(
    on,
    sql<{
      posting_id: string
      kind: PostingKindKey
      book: BookKey
      lot_id: string
      lot: string
      project_id: string
      project: string
      amount_fen: bigint
    }>`select g.posting_id, g.kind, g.book, f.lot_id, d.doc_no || ' ' || l.fund_name as lot,
        greatest(f.project_id, t.project_id) as project_id, p.code || ' ' || p.name as project, m.amount_fen
      from plan_posting x
      join posting g on g.district = x.district and g.posting_id = x.posting_id
      join move m on m.district = g.district and m.posting_id = g.posting_id
      join account f on f.district = m.district and f.account_id = m.from_account
      join account t on t.district = m.district and t.account_id = m.to_account
      join lot l on l.district = f.district and l.lot_id = f.lot_id
      join fund_document d on d.district = l.district and d.doc_id = l.doc_id
      join project p on p.district = f.district and p.project_id = greatest(f.project_id, t.project_id)
      where x.district = ${district} and x.plan_id = ${planId} order by g.book, g.number, m.line`,
  )
  return found.map((r) => ({
    postingId: r.posting_id,
    kind: r.kind,
    book: r.book,
    lotId: r.lot_id,
    lot: r.lot,
    projectId: r.project_id,
    project: r.project,
    amountFen: r.amount_fen,
  }))
}
