-- Departments and levels have sums of their own, day by day, month by month and by years, so that what is asked of one of them does not look at
-- the sums of all its lots. They are made with the other settled sums and cost a posting nothing. Which department answers for a lot is told
-- by its version of today: with a version that names another department the sums of the lot move there.

create table group_turnover (
  district text not null,
  kind text not null check (kind in ('department', 'level')),
  -- The department or the level that lots are under.
  name text not null,
  -- A day as 20170315, a month as 201703, or the whole year as 2017.
  time integer not null,
  transition_no integer not null,
  -- As in subject_turnover: reversals below zero.
  amount_fen bigint not null,
  moves bigint not null,
  primary key (district, kind, name, time, transition_no)
) with (fillfactor = 80);
-- All departments or levels of a time together.
create index group_turnover_time on group_turnover (time, kind, district);

-- What lots have come to under the department and level they have now, of all settled moves.
insert into group_turnover (district, kind, name, time, transition_no, amount_fen, moves)
  with day as materialized (
    select j.district, l.department, l.level, j.month, e.day, e.transition_no, sum(e.fen) as fen, count(*) as moves
    from subject_journal j join lot l on l.district = j.district and l.lot_id = j.subject_id
    cross join lateral unnest(j.days, j.transitions, j.amounts) e(day, transition_no, fen)
    group by 1, 2, 3, 4, 5, 6)
  select d.district, x.kind, x.name, t.time, d.transition_no, sum(d.fen)::bigint, sum(d.moves)::bigint
  from day d
  cross join lateral (values ('department', d.department), ('level', d.level)) x(kind, name)
  cross join lateral (values (d.month * 100 + d.day), (d.month), (d.month / 100)) t(time)
  group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5;

create trigger sums_by_moves before insert or update or delete on group_turnover for each row when (pg_trigger_depth() < 1)
  execute function sums_by_moves();
create trigger append_only_all before truncate on group_turnover for each statement execute function refuse_change();

-- Whoever adds to the sums of groups looks at the departments of lots, and whoever changes a department moves sums: one after the other.
create function settled_groups_alone(d text) returns void language sql as $$
  select pg_advisory_xact_lock(hashtextextended('settled groups ' || d, 0))
$$;

create function sums_follow_department() returns trigger language plpgsql as $$
begin
  perform settled_groups_alone(new.district);
  insert into group_turnover as g (district, kind, name, time, transition_no, amount_fen, moves)
    select new.district, 'department', x.name, s.time, s.transition_no, sum(x.sign * s.fen)::bigint, sum(x.sign * s.moves)::bigint
    from (
      select t.time, e.transition_no, sum(e.fen) as fen, count(*) as moves
        from subject_journal j cross join lateral unnest(j.days, j.transitions, j.amounts) e(day, transition_no, fen)
        cross join lateral (values (j.month * 100 + e.day), (j.month), (j.month / 100)) t(time)
        where j.district = new.district and j.subject_id = new.lot_id group by 1, 2) s
    cross join lateral (values (old.department, -1), (new.department, 1)) x(name, sign)
    group by x.name, s.time, s.transition_no order by 3, 4, 5
    on conflict (district, kind, name, time, transition_no)
      do update set amount_fen = g.amount_fen + excluded.amount_fen, moves = g.moves + excluded.moves;
  -- What a department has lost entirely it has not.
  delete from group_turnover where district = new.district and kind = 'department' and name = old.department and moves = 0;
  return null;
end $$;
create trigger sums_follow_department after update on lot for each row when (old.department <> new.department)
  execute function sums_follow_department();

-- Mostly there is nothing: then it is not even looked for.
create or replace function unsettled(d text) returns table (
  chain text, number bigint, posting_id text, business_date date, recorded_at timestamptz, kind text, from_book text, to_book text,
  from_stage text, to_stage text, amount_fen bigint, lot_id text, from_project text, to_project text, from_contract text, to_contract text,
  from_payee text, to_payee text)
  language plpgsql stable rows 300 set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  if not exists (select 1 from chain_head h left join settled s on s.district = h.district and s.book = h.book
    where h.district = d and h.number > coalesce(s.number, 0)) then
    return;
  end if;
  return query
    select p.book, p.number, p.posting_id, p.business_date, p.recorded_at, p.entry_kind, f.book, t.book, f.stage, t.stage,
      case when p.red then -m.amount_fen else m.amount_fen end, m.lot_id, f.project_id, t.project_id, f.contract_id, t.contract_id,
      f.payee_id, t.payee_id
    from chain_head h
    join posting p on p.book = h.book and p.district = h.district
      and p.number > coalesce((select s.number from settled s where s.district = h.district and s.book = h.book), 0)
    join move m on m.district = p.district and m.posting_id = p.posting_id
    join account f on f.district = m.district and f.account_id = case when p.red then m.to_account else m.from_account end
    join account t on t.district = m.district and t.account_id = case when p.red then m.from_account else m.to_account end
    where h.district = d;
end $$;

create or replace function settled_sums() returns trigger language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  done bigint := case when tg_op = 'UPDATE' then old.number else 0 end;
  empty record;
begin
  perform settled_groups_alone(new.district);
  insert into transition (district, kind, book, to_book, from_stage, to_stage)
    select distinct u.district, u.kind, u.book, u.to_book, u.from_stage, u.to_stage from turnover u
    where u.district = new.district and u.book = new.book and not exists (
      select 1 from transition k where (k.district, k.kind, k.book, k.to_book, k.from_stage, k.to_stage)
        = (u.district, u.kind, u.book, u.to_book, u.from_stage, u.to_stage))
    on conflict do nothing;
  with seen as materialized (
    select p.number, m.line, p.month, p.business_date, (p.recorded_at at time zone 'Asia/Shanghai')::date as recorded_on,
      extract(day from p.business_date)::smallint as day, m.lot_id, k.transition_no,
      case when p.red then -m.amount_fen else m.amount_fen end as fen,
      f.book as from_book, f.stage as from_stage, f.project_id as from_project, f.contract_id as from_contract, f.payee_id as from_payee,
      t.book as to_book, t.stage as to_stage, t.project_id as to_project, t.contract_id as to_contract, t.payee_id as to_payee
    from posting p
    join move m on m.district = p.district and m.posting_id = p.posting_id
    join account f on f.district = m.district and f.account_id = case when p.red then m.to_account else m.from_account end
    join account t on t.district = m.district and t.account_id = case when p.red then m.from_account else m.to_account end
    join transition k on k.district = new.district and k.kind = p.entry_kind and k.book = f.book and k.to_book = t.book
      and k.from_stage = f.stage and k.to_stage = t.stage
    where p.book = new.book and p.district = new.district and p.number > done and p.number <= new.number),
  -- Each move under each of its subjects once, whichever end it stands at.
  subjects as materialized (
    select s.*, x.summed, x.subject_id from seen s
    cross join lateral (values
      (true, s.lot_id), (true, s.to_project), (true, nullif(s.from_project, s.to_project)),
      (false, s.to_contract), (false, nullif(s.from_contract, s.to_contract)),
      (false, s.to_payee), (false, nullif(s.from_payee, s.to_payee))) x(summed, subject_id)
    where x.subject_id <> ''),
  by_subject as (
    insert into subject_turnover as s (district, subject_id, month, transition_no, amount_fen, moves)
      select new.district, x.subject_id, m.month, x.transition_no, sum(x.fen)::bigint, count(*)
      from subjects x cross join lateral (values (x.month), (x.month / 100)) m(month) where x.summed
      group by x.subject_id, m.month, x.transition_no order by 2, 3, 4
      on conflict (district, subject_id, month, transition_no)
        do update set amount_fen = s.amount_fen + excluded.amount_fen, moves = s.moves + excluded.moves),
  by_day as (
    insert into recorded_turnover as r (district, recorded_on, business_date, transition_no, amount_fen, moves)
      select new.district, recorded_on, business_date, transition_no, sum(fen)::bigint, count(*) from seen
      group by recorded_on, business_date, transition_no order by 2, 3, 4
      on conflict (district, recorded_on, business_date, transition_no)
        do update set amount_fen = r.amount_fen + excluded.amount_fen, moves = r.moves + excluded.moves),
  by_group as (
    insert into group_turnover as g (district, kind, name, time, transition_no, amount_fen, moves)
      select new.district, x.kind, x.name, t.time, d.transition_no, sum(d.fen)::bigint, sum(d.moves)::bigint
      from (select l.department, l.level, s.month, s.day, s.transition_no, sum(s.fen) as fen, count(*) as moves
        from seen s join lot l on l.district = new.district and l.lot_id = s.lot_id group by 1, 2, 3, 4, 5) d
      cross join lateral (values ('department', d.department), ('level', d.level)) x(kind, name)
      cross join lateral (values (d.month * 100 + d.day), (d.month), (d.month / 100)) t(time)
      group by x.kind, x.name, t.time, d.transition_no order by 2, 3, 4, 5
      on conflict (district, kind, name, time, transition_no)
        do update set amount_fen = g.amount_fen + excluded.amount_fen, moves = g.moves + excluded.moves),
  journal as (
    insert into subject_journal as j (district, subject_id, month, book, part, numbers, days, transitions, amounts)
      select new.district, subject_id, month, new.book, (number / 50000)::integer, array_agg(number order by number, line),
        array_agg(day order by number, line), array_agg(transition_no order by number, line), array_agg(fen order by number, line)
      from subjects group by subject_id, month, (number / 50000)::integer order by 2, 3, 5
      on conflict (district, subject_id, month, book, part)
        do update set numbers = j.numbers || excluded.numbers, days = j.days || excluded.days,
          transitions = j.transitions || excluded.transitions, amounts = j.amounts || excluded.amounts),
  holding as (
    insert into held as h (district, lot_id, project_id, contract_id, payee_id, book, stage, balance_fen)
      select new.district, lot_id, project_id, contract_id, payee_id, book, stage, sum(fen)::bigint from (
        select lot_id, from_project as project_id, from_contract as contract_id, from_payee as payee_id, from_book as book,
          from_stage as stage, -fen as fen from seen
        union all select lot_id, to_project, to_contract, to_payee, to_book, to_stage, fen from seen) each_side
      group by lot_id, project_id, contract_id, payee_id, book, stage having sum(fen) <> 0 order by 2, 3, 4, 5, 6, 7
      on conflict (district, lot_id, project_id, contract_id, payee_id, book, stage)
        do update set balance_fen = h.balance_fen + excluded.balance_fen
      returning *)
  select array_agg(lot_id) as lots, array_agg(project_id) as projects, array_agg(contract_id) as contracts, array_agg(payee_id) as payees,
    array_agg(book) as books, array_agg(stage) as stages into empty from holding where balance_fen = 0;
  delete from held h using unnest(empty.lots, empty.projects, empty.contracts, empty.payees, empty.books, empty.stages)
    e(lot_id, project_id, contract_id, payee_id, book, stage) where h.district = new.district and h.lot_id = e.lot_id
    and h.project_id = e.project_id and h.contract_id = e.contract_id and h.payee_id = e.payee_id and h.book = e.book and h.stage = e.stage;
  return null;
end $$;
