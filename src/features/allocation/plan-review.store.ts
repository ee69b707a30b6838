/** Rounds of consent, answers, comments and publication of plans, in rows. */
import { fen } from '#kernel/money.ts'
import type { PlanAnswer } from '#policy/plan-consent.ts'
import type { RoleKey } from '#policy/roles.ts'
import { rows, run, sql, tableOf, theRow, type Tx } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { type AskedDepartment, type Standing, standingOf } from './plan-review.model.ts'

/** Departments whose lots pay (or get money back) and units whose projects are paid (or lose money), with their sums. */
export async function planDepartments(on: Executor, district: string, planId: string): Promise<AskedDepartment[]> {
  const found = await rows(
    on,
    sql<{ department: string; gives: bigint; gets: bigint; reachable: boolean }>`
      with touched as (
        select lot_id, project_id, amount_fen from plan_slice where district = ${district} and plan_id = ${planId}
        union all select lot_id, project_id, amount_fen from plan_release where district = ${district} and plan_id = ${planId}),
      parts as (
        select l.department, t.amount_fen as gives, 0::bigint as gets from touched t
          join lot l on l.district = ${district} and l.lot_id = t.lot_id
        union all
        select p.responsible_unit, 0::bigint, t.amount_fen from touched t
          join project p on p.district = ${district} and p.project_id = t.project_id)
      select x.department, sum(x.gives)::bigint as gives, sum(x.gets)::bigint as gets,
        exists (select 1 from person w where w.district = ${district} and w.role = 'dept' and w.scope = x.department and not w.disabled)
          as reachable
      from parts x where x.department <> '' group by x.department order by sum(x.gives) + sum(x.gets) desc, x.department`,
  )
  return found.map((f) => ({ department: f.department, reachable: f.reachable, givesFen: fen(f.gives), getsFen: fen(f.gets) }))
}

/** Latest first. */
export const listRounds = (on: Executor, district: string, planId: string) =>
  rows(
    on,
    sql<{ round: number; note: string; asked_by: string; asked_at: string }>`select r.round, r.note, r.asked_at,
        coalesce((select w.name from person w where w.district = r.district and w.person_id = r.asked_by), r.asked_by) as asked_by
      from plan_round r where r.district = ${district} and r.plan_id = ${planId} order by r.round desc`,
  )

/** How the latest round stands. */
export async function loadStanding(on: Executor, district: string, planId: string): Promise<Standing> {
  const [last] = await listRounds(on, district, planId)
  if (!last) return standingOf(0, [], [])
  return roundStanding(on, district, planId, last.round)
}

export async function roundStanding(on: Executor, district: string, planId: string, round: number): Promise<Standing> {
  const asked = await rows(
    on,
    sql<{ department: string; reachable: boolean; gives_fen: bigint; gets_fen: bigint }>`select department, reachable, gives_fen, gets_fen
      from plan_round_department where district = ${district} and plan_id = ${planId} and round = ${round}
      order by gives_fen + gets_fen desc, department`,
  )
  const answers = await rows(
    on,
    sql<{
      department: string
      answer: PlanAnswer
      words: string
      name: string
      answered_at: string
    }>`select a.department, a.answer, a.words,
        a.answered_at, coalesce(w.name, a.answered_by) as name
      from plan_answer a left join person w on w.district = a.district and w.person_id = a.answered_by
      where a.district = ${district} and a.plan_id = ${planId} and a.round = ${round}`,
  )
  return standingOf(
    round,
    asked.map((d) => ({ department: d.department, reachable: d.reachable, givesFen: fen(d.gives_fen), getsFen: fen(d.gets_fen) })),
    answers.map((a) => ({ department: a.department, answer: a.answer, words: a.words, by: a.name, at: a.answered_at })),
  )
}

export async function insertRound(
  tx: Tx,
  district: string,
  r: { planId: string; round: number; note: string; asked: readonly AskedDepartment[]; by: string; now: string },
): Promise<void> {
  await run(
    tx,
    sql`insert into plan_round (district, plan_id, round, note, asked_by, asked_at)
      values (${district}, ${r.planId}, ${r.round}, ${r.note}, ${r.by}, ${r.now})`,
  )
  await run(
    tx,
    sql`insert into plan_round_department (district, plan_id, round, department, reachable, gives_fen, gets_fen)
      select ${district}, ${r.planId}, ${r.round}::integer, department, reachable, gives, gets from ${tableOf(
        'x',
        { department: 'text', reachable: 'boolean', gives: 'bigint', gets: 'bigint' },
        r.asked.map((d) => ({ department: d.department, reachable: d.reachable, gives: d.givesFen, gets: d.getsFen })),
      )}`,
  )
  await run(
    tx,
    sql`update plan set state = 'consulting' where district = ${district} and plan_id = ${r.planId} and state in ('draft', 'consulting')`,
  )
}

export const insertAnswer = (
  tx: Tx,
  district: string,
  a: { planId: string; round: number; department: string; answer: PlanAnswer; words: string; by: string; now: string },
) =>
  run(
    tx,
    sql`insert into plan_answer (district, plan_id, round, department, answer, words, answered_by, answered_at)
      values (${district}, ${a.planId}, ${a.round}, ${a.department}, ${a.answer}, ${a.words}, ${a.by}, ${a.now})`,
  )

export interface CommentRow {
  readonly comment_no: number
  readonly project_id: string | null
  readonly lot_id: string | null
  readonly words: string
  readonly written_at: string
  readonly name: string
  readonly role: RoleKey | null
  readonly scope: string | null
  /** What it is about, in words; null: the whole plan. */
  readonly about: string | null
}

export const listComments = (on: Executor, district: string, planId: string) =>
  rows(
    on,
    sql<CommentRow>`select c.comment_no, c.project_id, c.lot_id, c.words, c.written_at, coalesce(w.name, c.written_by) as name, w.role, w.scope,
        coalesce(p.code || ' ' || p.name, d.doc_no || ' ' || l.fund_name) as about
      from plan_comment c left join person w on w.district = c.district and w.person_id = c.written_by
      left join project p on p.district = c.district and p.project_id = c.project_id
      left join lot l on l.district = c.district and l.lot_id = c.lot_id
      left join fund_document d on d.district = l.district and d.doc_id = l.doc_id
      where c.district = ${district} and c.plan_id = ${planId} order by c.comment_no desc`,
  )

/** Numbered under the lock of the plan. */
export async function insertComment(
  tx: Tx,
  district: string,
  c: { planId: string; projectId: string | null; lotId: string | null; words: string; by: string; now: string },
): Promise<number> {
  const next = await theRow(
    tx,
    sql<{ n: number }>`select coalesce(max(comment_no), 0)::integer + 1 as n from plan_comment
      where district = ${district} and plan_id = ${c.planId}`,
  )
  await run(
    tx,
    sql`insert into plan_comment (district, plan_id, comment_no, project_id, lot_id, words, written_by, written_at)
      values (${district}, ${c.planId}, ${next.n}, ${c.projectId}, ${c.lotId}, ${c.words}, ${c.by}, ${c.now})`,
  )
  return next.n
}

export const markPublished = (
  tx: Tx,
  district: string,
  planId: string,
  p: { documentNo: string; publishedOn: string; by: string; now: string },
) =>
  run(
    tx,
    sql`update plan set published_no = ${p.documentNo}, published_on = ${p.publishedOn}, published_by = ${p.by}, published_at = ${p.now}
      where district = ${district} and plan_id = ${planId} and state = 'adopted' and published_no is null`,
  )

/** Plans that wait for the answer of a department; without one, those that wait for any. */
export const plansAwaiting = (on: Executor, district: string, department: string | null) =>
  rows(
    on,
    sql<{ plan_id: string; name: string; asked_at: string; waiting: bigint; amount: bigint }>`
      select p.plan_id, p.name, r.asked_at, count(*) as waiting,
        coalesce(sum(d.gives_fen + d.gets_fen) filter (where ${department}::text is not null), 0)::bigint as amount
      from plan p
      join plan_round r on r.district = p.district and r.plan_id = p.plan_id
        and r.round = (select max(x.round) from plan_round x where x.district = p.district and x.plan_id = p.plan_id)
      join plan_round_department d on d.district = r.district and d.plan_id = r.plan_id and d.round = r.round and d.reachable
      where p.district = ${district} and p.state = 'consulting'
        and not exists (select 1 from plan_answer a where a.district = d.district and a.plan_id = d.plan_id and a.round = d.round
          and a.department = d.department)
        and (${department}::text is null or d.department = ${department})
      group by p.plan_id, p.name, r.asked_at order by r.asked_at, p.plan_id`,
  )
