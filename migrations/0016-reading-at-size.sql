-- Reading the books at size. Journals find the lines of a day where they stand, and sums of lots and projects are kept for what was posted
-- long enough ago. No sum is made for a posting itself: the sums follow when the server has time (src/app/settling.ts).

-- The journal of a day in its order. Postings come nearly in the order of their days, so the index grows at its end.
create index posting_day on posting (business_date, book, district, voucher_no);

-- Up to which posting of each chain the sums below have come. Whoever moves the number on is not asked for the sums: the database makes them
-- of the moves.
create table settled (
  district text not null references district,
  book text not null,
  number bigint not null check (number > 0),
  primary key (district, book)
);

-- Each way that money goes, under a number, so that the sums are narrow.
create table transition (
  district text not null references district,
  transition_no integer generated always as identity,
  kind text not null,
  book text not null,
  to_book text not null,
  from_stage text not null,
  to_stage text not null,
  primary key (district, transition_no),
  unique (district, kind, book, to_book, from_stage, to_stage)
);

-- What went through a lot, and what reached or left a project, month by month: as in turnover, reversals below zero.
create table subject_turnover (
  district text not null,
  -- A lot or a project.
  subject_id text not null,
  month integer not null,
  transition_no integer not null,
  amount_fen bigint not null,
  moves bigint not null,
  primary key (district, subject_id, month, transition_no)
) with (fillfactor = 80);

-- The same as turnover, by the day on which it was recorded (in Shanghai): what was not known yet can be taken off again.
create table recorded_turnover (
  district text not null,
  recorded_on date not null,
  business_date date not null,
  transition_no integer not null,
  amount_fen bigint not null,
  moves bigint not null,
  primary key (district, recorded_on, business_date, transition_no)
) with (fillfactor = 80);

create function settled_forward() returns trigger language plpgsql as $$
begin
  if new.number > (select h.number from chain_head h where h.district = new.district and h.book = new.book)
    or (tg_op = 'UPDATE' and (new.number < old.number or (old.district, old.book) <> (new.district, new.book)))
  then
    raise exception 'I11: sums follow the chain of their book, and only forward' using errcode = 'HG011';
  end if;
  return new;
end $$;
create trigger settled_forward before insert or update on settled for each row execute function settled_forward();

create function settled_sums() returns trigger language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  done bigint := case when tg_op = 'UPDATE' then old.number else 0 end;
begin
  insert into transition (district, kind, book, to_book, from_stage, to_stage)
    select distinct u.district, u.kind, u.book, u.to_book, u.from_stage, u.to_stage from turnover u
    where u.district = new.district and u.book = new.book and not exists (
      select 1 from transition k where (k.district, k.kind, k.book, k.to_book, k.from_stage, k.to_stage)
        = (u.district, u.kind, u.book, u.to_book, u.from_stage, u.to_stage))
    on conflict do nothing;
  with seen as materialized (
    select x.*, k.transition_no from (
      select p.month, p.business_date, (p.recorded_at at time zone 'Asia/Shanghai')::date as recorded_on, p.entry_kind as kind, m.lot_id,
        f.project_id as from_project, t.project_id as to_project,
        case when p.red then t.book else f.book end as book, case when p.red then f.book else t.book end as to_book,
        case when p.red then t.stage else f.stage end as from_stage, case when p.red then f.stage else t.stage end as to_stage,
        case when p.red then -m.amount_fen else m.amount_fen end as fen
      from posting p
      join move m on m.district = p.district and m.posting_id = p.posting_id
      join account f on f.district = m.district and f.account_id = m.from_account
      join account t on t.district = m.district and t.account_id = m.to_account
      where p.book = new.book and p.district = new.district and p.number > done and p.number <= new.number) x
    join transition k on k.district = new.district and k.kind = x.kind and k.book = x.book and k.to_book = x.to_book
      and k.from_stage = x.from_stage and k.to_stage = x.to_stage),
  by_subject as (
    insert into subject_turnover as s (district, subject_id, month, transition_no, amount_fen, moves)
      select new.district, subject_id, month, transition_no, sum(fen)::bigint, count(*) from (
        select lot_id as subject_id, month, transition_no, fen from seen
        union all select to_project, month, transition_no, fen from seen where to_project <> ''
        union all select from_project, month, transition_no, fen from seen where from_project not in ('', to_project)) each_subject
      group by subject_id, month, transition_no order by 2, 3, 4
      on conflict (district, subject_id, month, transition_no)
        do update set amount_fen = s.amount_fen + excluded.amount_fen, moves = s.moves + excluded.moves)
  insert into recorded_turnover as r (district, recorded_on, business_date, transition_no, amount_fen, moves)
    select new.district, recorded_on, business_date, transition_no, sum(fen)::bigint, count(*) from seen
    group by recorded_on, business_date, transition_no order by 2, 3, 4
    on conflict (district, recorded_on, business_date, transition_no)
      do update set amount_fen = r.amount_fen + excluded.amount_fen, moves = r.moves + excluded.moves;
  return null;
end $$;
create trigger settled_sums after insert or update on settled for each row execute function settled_sums();

create function sums_by_moves() returns trigger language plpgsql as $$
begin
  raise exception 'I11: sums follow the moves alone' using errcode = 'HG011';
end $$;
create trigger sums_by_moves before insert or update on transition for each row when (pg_trigger_depth() < 1)
  execute function sums_by_moves();
create trigger sums_by_moves before insert or update on subject_turnover for each row when (pg_trigger_depth() < 1)
  execute function sums_by_moves();
create trigger sums_by_moves before insert or update on recorded_turnover for each row when (pg_trigger_depth() < 1)
  execute function sums_by_moves();
create trigger append_only before delete on settled for each row execute function refuse_change();
create trigger append_only_all before truncate on settled for each statement execute function refuse_change();
create trigger append_only before delete on transition for each row execute function refuse_change();
create trigger append_only_all before truncate on transition for each statement execute function refuse_change();
create trigger append_only before delete on subject_turnover for each row execute function refuse_change();
create trigger append_only_all before truncate on subject_turnover for each statement execute function refuse_change();
create trigger append_only before delete on recorded_turnover for each row execute function refuse_change();
create trigger append_only_all before truncate on recorded_turnover for each statement execute function refuse_change();

-- The moves that the sums do not hold yet: the last few of each chain, found by its numbers and by nothing else.
create function unsettled(d text) returns table (
  posting_id text, business_date date, recorded_at timestamptz, kind text, from_book text, to_book text, from_stage text, to_stage text,
  amount_fen bigint, lot_id text, from_project text, to_project text)
  language plpgsql stable rows 300 set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  return query
    select p.posting_id, p.business_date, p.recorded_at, p.entry_kind, case when p.red then t.book else f.book end,
      case when p.red then f.book else t.book end, case when p.red then t.stage else f.stage end,
      case when p.red then f.stage else t.stage end, case when p.red then -m.amount_fen else m.amount_fen end,
      m.lot_id, f.project_id, t.project_id
    from chain_head h
    join posting p on p.book = h.book and p.district = h.district
      and p.number > coalesce((select s.number from settled s where s.district = h.district and s.book = h.book), 0)
    join move m on m.district = p.district and m.posting_id = p.posting_id
    join account f on f.district = m.district and f.account_id = m.from_account
    join account t on t.district = m.district and t.account_id = m.to_account
    where h.district = d;
end $$;
