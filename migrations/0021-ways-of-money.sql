-- What lots hold is also known by payee, so that the ways of money of whatever is busiest are a few sums and not all its accounts.

alter table held disable trigger user;
alter table held add column payee_id text not null default '', drop constraint held_pkey;
alter table held alter column payee_id drop default;
truncate held;
-- What the accounts hold, less what went since the sums were made.
insert into held (district, lot_id, project_id, contract_id, payee_id, book, stage, balance_fen)
  select district, lot_id, project_id, contract_id, payee_id, book, stage, sum(fen)::bigint from (
    select a.district, a.lot_id, a.project_id, a.contract_id, a.payee_id, a.book, a.stage, a.balance_fen as fen from account a
      where a.balance_fen <> 0 and a.district in (select s.district from settled s)
    union all
    select d.district, u.lot_id, e.project_id, e.contract_id, e.payee_id, e.book, e.stage, e.fen
      from (select distinct district from settled) d cross join lateral unsettled(d.district) u cross join lateral (values
        (u.from_project, u.from_contract, u.from_payee, u.from_book, u.from_stage, u.amount_fen),
        (u.to_project, u.to_contract, u.to_payee, u.to_book, u.to_stage, -u.amount_fen)) e(project_id, contract_id, payee_id, book, stage, fen)) x
  group by 1, 2, 3, 4, 5, 6, 7 having sum(fen) <> 0;
alter table held add primary key (district, lot_id, project_id, contract_id, payee_id, book, stage);
alter table held enable trigger user;
create index held_project on held (project_id, district) where project_id <> '';
create index held_contract on held (contract_id, district) where contract_id <> '';
create index held_payee on held (payee_id, district) where payee_id <> '';

create or replace function settled_sums() returns trigger language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  done bigint := case when tg_op = 'UPDATE' then old.number else 0 end;
  empty record;
begin
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
