/**
 * The rules of the treasurer, replayed by verification: vouchers without gaps (I16), turnover and settled sums as the moves make them
 * (I11), a keeper on duty and months that stay closed (I15), reversals that mirror (I6), and the database's own guards still in place (I4).
 */
import type { Text } from '#kernel/outcome.ts'
import { rows, type RawBuilder, sql } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { type BookKey, helps } from '#policy/books.ts'
import { type PostingKindKey, postings } from '#policy/postings.ts'
import type { RuleFault } from './move-rules.model.ts'

const fault = (invariant: string, zh: string, en: string): RuleFault => ({ invariant, detail: { zh, en } satisfies Text })

interface At {
  readonly book: string
  readonly number: bigint
}

export async function verifyRules(on: Executor, district: string): Promise<RuleFault[]> {
  return [
    ...(await vouchers(on, district)),
    ...(await turnover(on, district)),
    ...(await settledSums(on, district)),
    ...(await settledHeads(on, district)),
    ...(await keepers(on, district)),
    ...(await closedMonths(on, district)),
    ...(await closingHeads(on, district)),
    ...(await reversals(on, district)),
    ...(await recordOfPostings(on, district)),
    ...(await guards(on)),
  ]
}

/** What a person posts in one batch has one sentence, which is found by when it was recorded; all else by its key. */
const POSTED_TOGETHER = 'ledger.post'

/** Per book and month the numbers run 1, 2, 3 … to the last one taken, those of received supplements among them. */
async function vouchers(on: Executor, district: string): Promise<RuleFault[]> {
  const broken = await rows(
    on,
    sql<{ book: string; month: number }>`
      with taken as (
        select book, month, voucher_no as no from posting where district = ${district}
        union all
        select other_book, month, other_voucher_no from posting where district = ${district} and other_book is not null),
      counted as (select book, month, count(*) as many, count(distinct no) as different, min(no) as first, max(no) as last from taken group by 1, 2)
      select coalesce(c.book, d.book) as book, coalesce(c.month, d.month) as month from counted c
      full join (select book, month, vouchers from period where district = ${district}) d on d.book = c.book and d.month = c.month
      where coalesce(d.vouchers, 0) <> coalesce(c.last, 0) or c.many <> c.last or c.different <> c.many or c.first <> 1
      order by 1, 2`,
  )
  return broken.map(({ book, month }) =>
    fault('I16', `专账 ${book} ${month} 的凭证号不连续`, `Book ${book}, ${month}: its vouchers are not numbered without gaps`),
  )
}

async function turnover(on: Executor, district: string): Promise<RuleFault[]> {
  const broken = await rows(
    on,
    sql<{ book: string; business_date: string; kind: string }>`
      with moved as (
        select case when p.red then t.book else f.book end as book, case when p.red then f.book else t.book end as to_book, p.business_date,
          p.entry_kind as kind, case when p.red then t.stage else f.stage end as from_stage, case when p.red then f.stage else t.stage end as to_stage,
          sum(case when p.red then -m.amount_fen else m.amount_fen end) as amount_fen, count(*) as moves
        from posting p join move m on m.district = p.district and m.posting_id = p.posting_id
        join account f on f.district = m.district and f.account_id = m.from_account
        join account t on t.district = m.district and t.account_id = m.to_account
        where p.district = ${district} group by 1, 2, 3, 4, 5, 6),
      kept as (select book, to_book, business_date, kind, from_stage, to_stage, amount_fen, moves from turnover where district = ${district})
      select distinct book, business_date, kind from ((table moved except table kept) union all (table kept except table moved)) x
      order by 2, 1, 3 limit 20`,
  )
  return broken.map((b) =>
    fault(
      'I11',
      `专账 ${b.book} ${b.business_date} 的发生额（${b.kind}）与分录合计不符`,
      `Book ${b.book}, ${b.business_date}: the turnover of ${b.kind} is not the sum of its moves`,
    ),
  )
}

/** What is wrong with what the settled sums keep: of whom or of which day, and of which book's ways. */
interface UnsettledFault {
  readonly kept: 'sum' | 'group' | 'day' | 'journal' | 'held'
  readonly subject: string
  readonly time: string | null
  readonly book: string | null
}

/**
 * The sums, journals and holdings that are kept, up to where they have come. The moves are read once; each is set against what is kept, so
 * that everything right comes to nothing, and no two long lists are compared. Who is at both ends of a move counts once.
 */
async function settledSums(on: Executor, district: string): Promise<RuleFault[]> {
  const broken = await rows(
    on,
    sql<UnsettledFault>`
      with line as materialized (
        select p.book as chain, p.number, p.month, p.business_date, extract(day from p.business_date)::smallint as day,
          (p.recorded_at at time zone 'Asia/Shanghai')::date as recorded_on, m.lot_id, k.transition_no,
          f.book as from_book, f.stage as from_stage, f.project_id as from_project, f.contract_id as from_contract, f.payee_id as from_payee,
          t.book as to_book, t.stage as to_stage, t.project_id as to_project, t.contract_id as to_contract, t.payee_id as to_payee,
          case when p.red then -m.amount_fen else m.amount_fen end as fen
        from settled s join posting p on p.district = s.district and p.book = s.book and p.number <= s.number
        join move m on m.district = p.district and m.posting_id = p.posting_id
        join account f on f.district = m.district and f.account_id = case when p.red then m.to_account else m.from_account end
        join account t on t.district = m.district and t.account_id = case when p.red then m.from_account else m.to_account end
        left join transition k on k.district = s.district and k.kind = p.entry_kind and k.book = f.book and k.to_book = t.book
          and k.from_stage = f.stage and k.to_stage = t.stage
        where s.district = ${district}),
      subject as materialized (
        select l.chain, l.number, l.month, l.day, l.transition_no, l.fen, x.summed, x.subject from line l
        cross join lateral (values (true, l.lot_id), (true, l.to_project), (true, nullif(l.from_project, l.to_project)),
          (false, l.to_contract), (false, nullif(l.from_contract, l.to_contract)),
          (false, l.to_payee), (false, nullif(l.from_payee, l.to_payee))) x(summed, subject)
        where x.subject <> ''),
      sums as (
        select subject, month, transition_no from (
          select s.subject, m.month, s.transition_no, s.fen, 1 as moves from subject s
            cross join lateral (values (s.month), (s.month / 100)) m(month) where s.summed
          union all select subject_id, month, transition_no, -amount_fen, -moves from subject_turnover where district = ${district}) x
        group by 1, 2, 3 having sum(fen) <> 0 or sum(moves) <> 0),
      groups as (
        select name, time, transition_no from (
          select g.kind, g.name, t.time, d.transition_no, d.fen, d.moves
            from (select o.department, o.level, l.month, l.day, l.transition_no, sum(l.fen) as fen, count(*) as moves
              from line l join lot o on o.district = ${district} and o.lot_id = l.lot_id group by 1, 2, 3, 4, 5) d
            cross join lateral (values ('department', d.department), ('level', d.level)) g(kind, name)
            cross join lateral (values (d.month * 100 + d.day), (d.month), (d.month / 100)) t(time)
          union all select kind, name, time, transition_no, -amount_fen, -moves from group_turnover where district = ${district}) x
        group by kind, name, time, transition_no having sum(fen) <> 0 or sum(moves) <> 0),
      days as (
        select recorded_on, business_date, transition_no from (
          select recorded_on, business_date, transition_no, fen, 1 as moves from line
          union all select recorded_on, business_date, transition_no, -amount_fen, -moves from recorded_turnover where district = ${district}) x
        group by 1, 2, 3 having sum(fen) <> 0 or sum(moves) <> 0),
      journals as (
        select distinct subject, month, transition_no from (
          select subject, month, chain, number, day, transition_no, fen, 1 as moves from subject
          union all select j.subject_id, j.month, j.book, e.number, e.day, e.transition_no, -e.amount_fen, -1 from subject_journal j
            cross join lateral unnest(j.numbers, j.days, j.transitions, j.amounts) e(number, day, transition_no, amount_fen)
            where j.district = ${district}) x
        group by subject, month, chain, number, day, transition_no having sum(fen) <> 0 or sum(moves) <> 0),
      holdings as (
        select lot_id, book from (
          select lot_id, from_project as project_id, from_contract as contract_id, from_payee as payee_id, from_book as book,
            from_stage as stage, -fen as fen from line
          union all select lot_id, to_project, to_contract, to_payee, to_book, to_stage, fen from line
          union all select lot_id, project_id, contract_id, payee_id, book, stage, -balance_fen from held where district = ${district}) x
        group by lot_id, project_id, contract_id, payee_id, book, stage having sum(fen) <> 0)
      select distinct b.kept, b.subject, b.time, coalesce(b.book, k.book) as book from (
        select 'sum' as kept, subject, month::text as time, transition_no, null as book from sums
        union all select 'group', name, time::text, transition_no, null from groups
        union all select 'day', recorded_on::text, business_date::text, transition_no, null from days
        union all select 'journal', subject, month::text, transition_no, null from journals
        union all select 'held', lot_id, null, null, book from holdings) b
      left join transition k on k.district = ${district} and k.transition_no = b.transition_no order by 1, 2, 3, 4 limit 20`,
  )
  return broken.map(settledFault)
}

function settledFault({ kept, subject, time, book }: UnsettledFault): RuleFault {
  const [zh, en] = [`（专账 ${book ?? '不明'}）`, `book ${book ?? 'unknown'}`]
  switch (kept) {
    case 'sum':
    case 'group':
      return fault(
        'I11',
        `${subject} ${time} 的汇总数${zh}与分录合计不符`,
        `${subject}, ${time}, ${en}: the settled sum is not the sum of its moves`,
      )
    case 'day':
      return fault(
        'I11',
        `${subject} 记入的 ${time} 业务的汇总数${zh}与分录合计不符`,
        `Recorded on ${subject} for ${time}, ${en}: the settled sum is not the sum of its moves`,
      )
    case 'journal':
      return fault(
        'I11',
        `${subject} ${time} 的分录索引${zh}与分录不符`,
        `${subject}, ${time}, ${en}: the settled journal is not that of its moves`,
      )
    case 'held':
      return fault(
        'I11',
        `${subject} 的结存汇总${zh}与分录合计不符`,
        `${subject}, ${en}: what it is said to hold is not the sum of its moves`,
      )
  }
}

async function settledHeads(on: Executor, district: string): Promise<RuleFault[]> {
  const ahead = await rows(
    on,
    sql<At>`select s.book, s.number from settled s left join chain_head h on h.district = s.district and h.book = s.book
      where s.district = ${district} and s.number > coalesce(h.number, 0) order by 1`,
  )
  return ahead.map(({ book, number }) =>
    fault(
      'I11',
      `专账 ${book} 的汇总数记到第 ${number} 笔，账上没有这么多`,
      `Book ${book}: the settled sums claim ${number} postings, which is more than there are`,
    ),
  )
}

const byKeepers = (Object.keys(postings) as PostingKindKey[]).filter((key) => postings[key].postedBy === 'keeper')

/** On duty for the day of business as far as was known when it was recorded: whoever is relieved later for an earlier day did keep till then. */
const onDuty = (book: RawBuilder<unknown>, person: RawBuilder<unknown>): RawBuilder<unknown> => sql`exists (
  select 1 from book_keeper k left join book_keeper_end e on e.district = k.district and e.keeper_no = k.keeper_no
  where k.district = p.district and k.book = ${book} and ${person} and k.from_date <= p.business_date
    and k.appointed_at <= p.recorded_at + interval '1 minute'
    and (e.to_date is null or e.to_date >= p.business_date or e.ended_at > p.recorded_at - interval '1 minute'))`

/** Postings of the first form are older than keepers. */
async function keepers(on: Executor, district: string): Promise<RuleFault[]> {
  const broken = await rows(
    on,
    sql<At>`select p.book, p.number from posting p where p.district = ${district} and p.format > 1 and (
        not ${onDuty(sql`p.book`, sql`k.person_id = p.keeper_id`)}
        or (p.other_book is not null and not ${onDuty(sql`p.other_book`, sql`true`)})
        or ((p.kind = 'reversal' or p.kind = any(${byKeepers}::text[])) and p.person_id <> p.keeper_id))
      order by 1, 2 limit 20`,
  )
  return broken.map(({ book, number }) =>
    fault('I15', `专账 ${book} 第 ${number} 笔记账时没有在任的记账人`, `Book ${book}, posting ${number}: no appointed keeper was on duty`),
  )
}

/**
 * A month closed takes no posting until it is opened again. Which came first is told by the record of actions, whose numbers follow the
 * order in which transactions took the books; times would not do, for a command may wait. The head's own date must follow from the events.
 */
async function closedMonths(on: Executor, district: string): Promise<RuleFault[]> {
  const late = await rows(
    on,
    sql<At>`
      with told as (
        select person_id, command_key, recorded_at, max(seq) as seq from audit_event
        where district = ${district} and command not like '%.refused' group by 1, 2, 3),
      together as (
        select person_id, recorded_at, max(seq) as seq from audit_event
        where district = ${district} and command = ${POSTED_TOGETHER} group by 1, 2),
      acts as (
        select e.book, e.event_no, e.month, e.action, max(t.seq) as seq from period_event e
        left join told t on t.person_id = e.person_id and t.recorded_at = e.recorded_at
        where e.district = ${district} and e.action in ('close', 'reopen') group by 1, 2, 3, 4),
      closed as (
        select c.book, c.month, c.seq as since, (
          select min(r.seq) from acts r where r.book = c.book and r.action = 'reopen' and r.month <= c.month and r.event_no > c.event_no) as until
        from acts c where c.action = 'close'),
      posted as (
        select p.book, p.number, p.month, p.other_book, coalesce(max(t.seq), max(g.seq)) as seq from posting p
        left join told t on t.person_id = p.person_id and t.command_key = p.command_key
        left join together g on g.person_id = p.person_id and g.recorded_at = p.recorded_at
        where p.district = ${district} and p.month <= (select max(month) from closed) group by 1, 2, 3, 4)
      select distinct p.book, p.number from posted p join closed c on c.book in (p.book, p.other_book) and p.month <= c.month
      where p.seq > c.since and (c.until is null or p.seq < c.until) order by 1, 2 limit 20`,
  )
  const heads = await rows(
    on,
    sql<{ book: string }>`
      select h.book from chain_head h
      cross join lateral (
        select coalesce(max(e.month) filter (where e.action = 'close' and not exists (
            select 1 from period_event r where r.district = e.district and r.book = e.book and r.action = 'reopen'
              and r.month <= e.month and r.event_no > e.event_no)), 0) as closed,
          min(e.month) filter (where e.action = 'reopen' and not exists (
            select 1 from period_event r where r.district = e.district and r.book = e.book and r.action = 'close'
              and r.month >= e.month and r.event_no > e.event_no)) as open
        from period_event e where e.district = h.district and e.book = h.book) x
      where h.district = ${district} and (h.closed_through < x.closed or h.closed_through >= x.open
        or (h.closed_through > x.closed and x.open is null))
      order by 1`,
  )
  return [
    ...late.map(({ book, number }) =>
      fault('I15', `专账 ${book} 第 ${number} 笔记入了已结账的月份`, `Book ${book}, posting ${number} was made in a closed month`),
    ),
    ...heads.map(({ book }) =>
      fault(
        'I15',
        `专账 ${book} 结到哪个月与结账记录不符`,
        `Book ${book}: the month it is closed through does not follow from its closings`,
      ),
    ),
  ]
}

/** Each closing kept the head of the chain that it looked at: it must still be there (I4). */
async function closingHeads(on: Executor, district: string): Promise<RuleFault[]> {
  const broken = await rows(
    on,
    sql<At>`
      select e.book, e.number from (
        select district, book, coalesce(evidence #>> '{head,number,$n}', evidence #>> '{head,number}')::bigint as number, evidence #>> '{head,hash}' as hash
        from period_event where district = ${district}) e
      left join posting p on p.district = e.district and p.book = e.book and p.number = e.number
      where e.number > 0 and p.hash is distinct from e.hash order by 1, 2`,
  )
  return broken.map(({ book, number }) =>
    fault(
      'I4',
      `专账 ${book} 第 ${number} 笔与结账时留存的校验码不符`,
      `Book ${book}, posting ${number} is not the one that a closing of the month kept the hash of`,
    ),
  )
}

/** A reversal is the posting that it names turned round, line by line, and stands in the other colour of the same kind. */
async function reversals(on: Executor, district: string): Promise<RuleFault[]> {
  const broken = await rows(
    on,
    sql<At>`
      select r.book, r.number from posting r left join posting o on o.district = r.district and o.posting_id = r.reverses
      where r.district = ${district} and (r.kind = 'reversal' or r.reverses is not null or r.red) and (
        r.kind <> 'reversal' or o.posting_id is null or o.book <> r.book or o.entry_kind <> r.entry_kind or o.red = r.red
        or exists (
          select 1 from (select line, from_account, to_account, amount_fen from move where district = r.district and posting_id = r.posting_id) m
          full join (select line, from_account, to_account, amount_fen from move where district = r.district and posting_id = r.reverses) n
            on n.line = m.line and n.from_account = m.to_account and n.to_account = m.from_account and n.amount_fen = m.amount_fen
          where m.line is null or n.line is null))
      order by 1, 2 limit 20`,
  )
  return broken.map(({ book, number }) =>
    fault(
      'I6',
      `专账 ${book} 第 ${number} 笔不是所冲销那一笔的反向`,
      `Book ${book}, posting ${number} is not the turned round posting it names`,
    ),
  )
}

/** Books and record of actions vouch for each other: each posting has its sentence, and no sentence is about a posting that is gone (I7, I4). */
async function recordOfPostings(on: Executor, district: string): Promise<RuleFault[]> {
  const silent = await rows(
    on,
    sql<At>`select p.book, p.number from posting p where p.district = ${district} and not exists (
        select 1 from audit_event a where a.district = p.district and a.person_id = p.person_id and a.command_key = p.command_key)
      and not (
        exists (select 1 from audit_event a where a.district = p.district and a.person_id = p.person_id and a.recorded_at = p.recorded_at
          and a.command = ${POSTED_TOGETHER})
        and exists (select 1 from posting c where c.district = p.district and c.person_id = p.person_id and c.command_key = p.command_key
          and c.input_hash is not null))
      order by 1, 2 limit 20`,
  )
  const gone = await rows(
    on,
    sql<{ seq: bigint; id: string }>`select a.seq, s.id from audit_event a, unnest(a.subjects) s(id)
      where a.district = ${district} and (
        (s.id like 'pst\_%' and not exists (
          select 1 from posting p where p.district = a.district and p.posting_id = s.id))
        or (s.id ~ '^[a-z]+#[0-9]{1,18}$' and not exists (
          select 1 from posting p where p.district = a.district and p.book = split_part(s.id, '#', 1)
            and p.number = split_part(s.id, '#', 2)::bigint)))
      order by 1 limit 20`,
  )
  return [
    ...silent.map(({ book, number }) =>
      fault('I7', `专账 ${book} 第 ${number} 笔没有操作记录`, `Book ${book}, posting ${number}: no sentence in the record of actions`),
    ),
    ...gone.map(({ seq, id }) =>
      fault(
        'I4',
        `操作记录第 ${seq} 条说到的记账 ${id} 不在账上`,
        `Entry ${seq} of the record names posting ${id}, which is not on the books`,
      ),
    ),
  ]
}

/** Guards that somebody switched off, or rules in the database that are no longer those of policy. */
async function guards(on: Executor): Promise<RuleFault[]> {
  const off = await rows(
    on,
    sql<{ name: string }>`select c.relname || '.' || t.tgname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where c.relnamespace = current_schema()::regnamespace and not t.tgisinternal and t.tgenabled not in ('O', 'A') order by 1`,
  )
  const listed = await rows(on, sql<{ rule: string }>`select kind || ' ' || from_stage || ' ' || to_stage as rule from posting_transition`)
  const helped = await rows(on, sql<{ rule: string }>`select giver || ' ' || receiver as rule from book_help`)
  const policy = Object.entries(postings).flatMap(([kind, { moves }]) => moves.map((m) => `${kind} ${m.from} ${m.to}`))
  const downhill = (Object.keys(helps) as BookKey[]).flatMap((giver) => helps[giver].map((receiver) => `${giver} ${receiver}`))
  const same = (found: readonly { rule: string }[], wanted: readonly string[]) =>
    [...new Set(wanted)].sort().join('\n') ===
    found
      .map((f) => f.rule)
      .sort()
      .join('\n')
  return [
    ...off.map(({ name }) => fault('I4', `数据库的防线 ${name} 被关掉了`, `The database's guard ${name} is switched off`)),
    ...(same(listed, policy)
      ? []
      : [fault('I6', '数据库里的记账规则与制度不符', "The database's listed transitions are not those of policy")]),
    ...(same(helped, downhill)
      ? []
      : [fault('I14', '数据库里的补充方向与制度不符', "The database's downhill table is not that of policy")]),
  ]
}
