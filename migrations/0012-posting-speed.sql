-- Speed of the books, without giving up one guard: every trigger of the hot tables judges a whole statement at once and looks up only
-- what the statement itself does not show; one function writes a batch of postings in one round trip.
--
-- The functions forbid the plans that are right for a large batch and ruinous for the small ones that follow on the same connection,
-- and look up a neighbour by order (`… < x order by … desc limit 1`), which only the right index can serve.

-- A district is known by its people; a foreign key would look it up again, and lock its row, for every key and every sentence.
alter table command_log drop constraint command_log_district_fkey;
alter table audit_event drop constraint audit_event_district_fkey;

-- Balances, heads and counters are updated in place: room on their pages keeps the indexes out of it.
alter table account set (fillfactor = 70);
alter table chain_head set (fillfactor = 50);
alter table event_head set (fillfactor = 50);
alter table period set (fillfactor = 50);
alter table turnover set (fillfactor = 70);

-- Only keys begin with the district; on tables that are looked into for every posting the other indexes end with it. A planner that
-- knows nothing of a young table yet would else take any of them for any question, for each begins with what every question names.
alter table posting drop constraint posting_district_book_number_key;
alter table posting add constraint posting_district_book_number_key unique (book, district, number);
drop index posting_voucher;
create unique index posting_voucher on posting (book, month, district, voucher_no);
drop index posting_other_voucher;
create unique index posting_other_voucher on posting (other_book, month, district, other_voucher_no) where other_book is not null;
drop index move_from;
create index move_from on move (from_account, district);
drop index move_to;
create index move_to on move (to_account, district);

-- From a posting to its sentence, for verification and for whoever asks.
create index audit_event_key on audit_event (command_key, district);

-- How often another book's chain moved money of this book (a supplement): with the head itself it tells whether what somebody
-- remembers of the book is still so.
alter table chain_head add column moved_in bigint not null default 0;

-- Counts the changes of what postings are judged by besides money: lots, projects, keepers, decisions on unspent money.
create table ledger_facts (
  district text not null references district,
  version bigint not null,
  primary key (district)
);
create function ledger_facts_changed() returns trigger language plpgsql as $$
begin
  insert into ledger_facts as f (district, version) select distinct district, 1 from changed
    on conflict (district) do update set version = f.version + 1;
  return null;
end $$;
create trigger ledger_facts_changed after update on lot referencing new table as changed
  for each statement execute function ledger_facts_changed();
create trigger ledger_facts_changed after update on project referencing new table as changed
  for each statement execute function ledger_facts_changed();
create trigger ledger_facts_added after insert on lot_use referencing new table as changed
  for each statement execute function ledger_facts_changed();
create trigger ledger_facts_removed after delete on lot_use referencing old table as changed
  for each statement execute function ledger_facts_changed();
create trigger ledger_facts_changed after insert on carry_decision referencing new table as changed
  for each statement execute function ledger_facts_changed();
-- A decision on unspent money ends when the posting it rests on is reversed.
create function ledger_facts_reversed() returns trigger language plpgsql as $$
begin
  insert into ledger_facts as f (district, version) values (new.district, 1) on conflict (district) do update set version = f.version + 1;
  return null;
end $$;
create trigger ledger_facts_reversed after insert on posting for each row
  when (new.kind = 'reversal' and new.entry_kind in ('carry-over', 'return-to-treasury')) execute function ledger_facts_reversed();
create trigger ledger_facts_changed after insert on book_keeper referencing new table as changed
  for each statement execute function ledger_facts_changed();
create trigger ledger_facts_changed after insert on book_keeper_end referencing new table as changed
  for each statement execute function ledger_facts_changed();
create trigger append_only before delete on ledger_facts for each row execute function refuse_change();
create trigger append_only_all before truncate on ledger_facts for each statement execute function refuse_change();

-- Refusals of one row that need no look-up are said by a condition, which costs a fraction of a call.
create or replace function account_moves_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    raise exception 'I11: an account is opened empty' using errcode = 'HG011';
  end if;
  raise exception 'I11: a balance changes by moves alone' using errcode = 'HG011';
end $$;
drop trigger account_moves_only on account;
create trigger account_opened_empty before insert on account for each row when (new.balance_fen <> 0) execute function account_moves_only();
create trigger account_moves_only before update on account for each row
  when (pg_trigger_depth() < 1
    or (old.district, old.account_id, old.lot_id, old.book, old.stage, old.project_id, old.contract_id, old.claim_id, old.payee_id)
       is distinct from
       (new.district, new.account_id, new.lot_id, new.book, new.stage, new.project_id, new.contract_id, new.claim_id, new.payee_id))
  execute function account_moves_only();

create or replace function turnover_by_moves() returns trigger language plpgsql as $$
begin
  raise exception 'I11: turnover follows the moves alone' using errcode = 'HG011';
end $$;
drop trigger turnover_by_moves on turnover;
create trigger turnover_by_moves before insert or update on turnover for each row when (pg_trigger_depth() < 1)
  execute function turnover_by_moves();

-- Moves carry out themselves: judged, balances moved, turnover following, each move looked at once. Whoever posts holds the head of the
-- book, so nobody else is at its accounts.
create or replace function moves_apply() returns trigger language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  found record;
begin
  with seen as materialized (
    select m.district, m.posting_id, m.line, m.lot_id, m.from_account, m.to_account, m.amount_fen,
      p.book as chain, p.kind, p.entry_kind, p.red, p.reverses, p.business_date, p.amount_fen as total,
      f.lot_id as f_lot, f.book as f_book, f.stage as f_stage, t.lot_id as t_lot, t.book as t_book, t.stage as t_stage
    from fresh m
    left join posting p on p.district = m.district and p.posting_id = m.posting_id
    left join account f on f.district = m.district and f.account_id = m.from_account
    left join account t on t.district = m.district and t.account_id = m.to_account),
  moved as (
    update account a set balance_fen = a.balance_fen + d.delta
    from (
      select district, account_id, sum(delta)::bigint as delta from (
        select district, from_account as account_id, -amount_fen as delta from seen
        union all
        select district, to_account, amount_fen from seen) each_side
      group by district, account_id) d
    where a.district = d.district and a.account_id = d.account_id and d.delta <> 0),
  turned as (
    insert into turnover as u (district, book, to_book, business_date, kind, from_stage, to_stage, amount_fen, moves)
      select district, case when red then t_book else f_book end, case when red then f_book else t_book end, business_date,
        entry_kind, case when red then t_stage else f_stage end, case when red then f_stage else t_stage end,
        sum(case when red then -amount_fen else amount_fen end)::bigint, count(*)
      from seen where kind is not null and f_book is not null and t_book is not null group by 1, 2, 3, 4, 5, 6, 7
      on conflict (district, book, business_date, kind, from_stage, to_stage, to_book)
        do update set amount_fen = u.amount_fen + excluded.amount_fen, moves = u.moves + excluded.moves),
  judged as (
    select f_book <> t_book as crossed, case
      when kind is null then 1
      when f_lot is distinct from lot_id or t_lot is distinct from lot_id then 2
      when f_book <> t_book and (entry_kind <> 'supplement' or not exists (
        select 1 from book_help h
          where h.giver = case when red then t_book else f_book end and h.receiver = case when red then f_book else t_book end)) then 3
      when kind <> 'reversal' and (f_book <> chain
        or (f_stage, t_stage) not in (select s.from_stage, s.to_stage from posting_transition s where s.kind = seen.kind)) then 4
      -- A reversal is the named posting turned round, line by line.
      when kind = 'reversal' and (
        select (o.from_account, o.to_account, o.amount_fen) = (seen.to_account, seen.from_account, seen.amount_fen) from move o
          where o.district = seen.district and o.posting_id = seen.reverses and o.line = seen.line) is not true then 5
      end as broken
    from seen
    union all
    -- Also refuses a move that is added to a posting later.
    select null, 6 from (select distinct district, posting_id, total from seen) p
    where p.total <> (select sum(a.amount_fen) from move a where a.district = p.district and a.posting_id = p.posting_id))
  select min(broken) as broken, bool_or(crossed) as crossed into found from judged;
  case found.broken
    when 1 then raise exception 'I7: a move belongs to a posting' using errcode = 'HG007';
    when 2 then raise exception 'I1: a move stays within one lot' using errcode = 'HG001';
    when 3 then raise exception 'I14: books are supplemented downhill only' using errcode = 'HG014';
    when 4 then raise exception 'I6: this kind of posting does not make this move' using errcode = 'HG006';
    when 5 then raise exception 'I6: a reversal is the named posting turned round' using errcode = 'HG006';
    when 6 then raise exception 'I8: a posting is the sum of its moves, written in the same statement' using errcode = 'HG008';
    else null;
  end case;
  if found.crossed then
    update chain_head h set moved_in = h.moved_in + 1
      from (select distinct p.district, p.other_book as book from fresh m
        join posting p on p.district = m.district and p.posting_id = m.posting_id) o
      where h.district = o.district and h.book = o.book;
  end if;
  return null;
end $$;

-- A posting and its moves come in one statement; it follows the previous one of its book on the chain and in the month's vouchers, in a
-- month that is open. What a statement brings is compared with itself; only its first of each book is looked up.
create or replace function postings_complete() returns trigger language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  if exists (
    select 1 from fresh p
    where (select m.line from move m where m.district = p.district and m.posting_id = p.posting_id order by m.line limit 1) is null)
  then
    raise exception 'I8: a posting is the sum of its moves, written in the same statement' using errcode = 'HG008';
  end if;
  if exists (
    select 1 from (
      select district, book, number, previous_hash, lag(number) over chain as last, lag(hash) over chain as last_hash from fresh
      window chain as (partition by district, book order by number)) p
    where not case
      when last is not null then number = last + 1 and previous_hash = last_hash
      when number = 1 then previous_hash = ''
      else coalesce((
        select (q.number, q.hash) = (p.number - 1, p.previous_hash) from posting q
          where q.district = p.district and q.book = p.book and q.number < p.number order by q.number desc limit 1), false)
      end)
  then
    raise exception 'I4: a posting follows the previous one of its book' using errcode = 'HG004';
  end if;
  if exists (
    select 1 from (select district, book, other_book, min(month) as month from fresh group by district, book, other_book) p
    join chain_head h on h.district = p.district and h.book in (p.book, p.other_book)
    where p.month <= h.closed_through)
  then
    raise exception 'I15: a closed month takes no posting' using errcode = 'HG015';
  end if;
  if exists (
    select 1 from fresh p where not case
      when p.kind = 'reversal' then coalesce((
        select (o.entry_kind, o.red, o.book) = (p.entry_kind, not p.red, p.book) from posting o
          where o.district = p.district and o.posting_id = p.reverses), false)
      else p.entry_kind = p.kind and not p.red and p.reverses is null
      end)
  then
    raise exception 'I6: a reversal names what it reverses' using errcode = 'HG006';
  end if;
  if exists (
    select 1 from (
      select *, lag(no) over month_of_book as last, max(no) over (partition by district, book, month) as most from (
        select district, book, month, voucher_no as no from fresh
        union all select district, other_book, month, other_voucher_no from fresh where other_book is not null) each_book
      window month_of_book as (partition by district, book, month order by no)) v
    where not case
      when last is not null then no = last + 1
      else most <= coalesce((select d.vouchers from period d where d.district = v.district and d.book = v.book and d.month = v.month), 0)
        and no - 1 = greatest(0, (
          select q.voucher_no from posting q
            where q.district = v.district and q.book = v.book and q.month = v.month and q.voucher_no < v.no
            order by q.voucher_no desc limit 1), (
          select q.other_voucher_no from posting q
            where q.district = v.district and q.other_book = v.book and q.month = v.month and q.other_voucher_no < v.no
            order by q.other_voucher_no desc limit 1))
      end)
  then
    raise exception 'I16: vouchers of a month are numbered without gaps' using errcode = 'HG016';
  end if;
  return null;
end $$;

drop trigger event_follows on audit_event;
create or replace function event_follows() returns trigger language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  if exists (
    select 1 from (
      select district, seq, previous_hash, lag(seq) over chain as last, lag(hash) over chain as last_hash from fresh
      window chain as (partition by district order by seq)) e
    where not case
      when last is not null then seq = last + 1 and previous_hash = last_hash
      when seq = 1 then previous_hash = ''
      else coalesce((
        select (q.seq, q.hash) = (e.seq - 1, e.previous_hash) from audit_event q
          where q.district = e.district and q.seq < e.seq order by q.seq desc limit 1), false)
      end)
  then
    raise exception 'I4: an event follows the previous one of its district' using errcode = 'HG004';
  end if;
  return null;
end $$;
create trigger event_follows after insert on audit_event referencing new table as fresh
  for each statement execute function event_follows();

-- One batch, one round trip, one transaction. What the writer decided upon must still be so: the heads of the books (h_), the facts,
-- the keys (k_) not taken, the end of the record (e_). If not, nothing happens: HG409, or HG410 when only keys were taken before.
-- Arrays of one length: h_ books with their new end, r_ requests, v_ months with their last voucher, p_ postings in the order of their chains (with
-- p_previous, the place in p_ of the one before on the same book, or minus the place in h_), m_ moves, k_ keys with the postings they
-- made, e_ events. An array that is null says nothing of any of them. p_bytes are lines, for canonical JSON has no line feed.
create function post_batch(
  d text, at timestamptz, facts bigint,
  h_book text[], h_number bigint[], h_hash text[], h_closed integer[], h_format integer[], h_moved bigint[], h_last bigint[], h_end text[],
  v_book text[], v_month integer[], v_last integer[],
  r_person text[], r_key text[],
  p_request integer[], p_id text[], p_book text[], p_number bigint[], p_previous integer[], p_hash text[], p_format integer[], p_kind text[],
  p_date date[], p_basis text[], p_reason text[], p_reverses text[], p_entry text[], p_red boolean[], p_amount bigint[],
  p_bytes text, p_voucher integer[], p_keeper text[], p_other text[], p_other_voucher integer[],
  m_posting integer[], m_line integer[], m_lot text[], m_from bigint[], m_to bigint[], m_amount bigint[],
  k_request integer[], k_key text[], k_hash text[], k_first integer[], k_count integer[], k_command text,
  e_seq bigint, e_end text, e_format integer, e_request integer[], e_actor text[], e_command text[], e_key text[], e_subjects text[],
  e_sentence text[], e_bytes text, e_hash text[]
) returns void language plpgsql as $$
declare
  n bigint;
  bytes text[] := string_to_array(p_bytes, E'\n');
  sentences text[] := string_to_array(e_bytes, E'\n');
begin
  select count(*) into n from (
    select h.number, h.hash, h.closed_through, h.format, h.moved_in, array_position(h_book, h.book) as i from chain_head h
    where h.district = d and h.book = any(h_book) order by h.book for update) x
    where (x.number, x.hash, x.closed_through, x.format, x.moved_in) = (h_number[i], h_hash[i], h_closed[i], h_format[i], h_moved[i]);
  if n <> cardinality(h_book)
    or (facts is not null and facts <> coalesce((select f.version from ledger_facts f where f.district = d), 0))
  then
    raise exception 'the books have moved on' using errcode = 'HG409';
  end if;
  if k_key is not null then
    insert into command_log (district, person_id, key, command, input_hash, outcome, recorded_at)
      select d, r_person[k_request[i]], k_key[i], k_command, k_hash[i],
        jsonb_build_object('ids', to_jsonb(p_id[k_first[i]:k_first[i] + k_count[i] - 1])), at
      from generate_series(1, cardinality(k_key)) i
      on conflict do nothing;
    get diagnostics n = row_count;
    if n <> cardinality(k_key) then
      raise exception 'a key is taken' using errcode = 'HG410';
    end if;
  end if;
  if v_book is not null then
    insert into period (district, book, month, vouchers)
      select d, v_book[i], v_month[i], v_last[i] from generate_series(1, cardinality(v_book)) i
      on conflict (district, book, month) do update set vouchers = excluded.vouchers;
  end if;
  if p_id is not null then
    with p as (
      insert into posting (district, posting_id, book, number, kind, business_date, recorded_at, person_id, command_key, basis, reason,
        reverses, amount_fen, bytes, previous_hash, hash, voucher_no, other_book, other_voucher_no, keeper_id, entry_kind, red, format)
      select d, p_id[i], p_book[i], p_number[i], p_kind[i], p_date[i], at, r_person[p_request[i]], r_key[p_request[i]], p_basis[i], p_reason[i],
        p_reverses[i], p_amount[i], bytes[i], case when p_previous[i] > 0 then p_hash[p_previous[i]] else h_hash[-p_previous[i]] end, p_hash[i],
        p_voucher[i], p_other[i], p_other_voucher[i], p_keeper[i], coalesce(p_entry[i], p_kind[i]), coalesce(p_red[i], false), p_format[i]
      from generate_series(1, cardinality(p_id)) i)
    insert into move (district, posting_id, line, lot_id, from_account, to_account, amount_fen)
      select d, p_id[m_posting[i]], m_line[i], m_lot[i], m_from[i], m_to[i], m_amount[i] from generate_series(1, cardinality(m_posting)) i;
    update chain_head h set number = h_last[i], hash = h_end[i] from generate_series(1, cardinality(h_book)) i
      where h.district = d and h.book = h_book[i] and h_last[i] <> h_number[i];
  end if;
  if e_hash is not null then
    insert into audit_event (district, seq, person_id, actor, command, command_key, subjects, sentence, recorded_at, bytes, previous_hash,
      hash, format)
      select d, e_seq + i, r_person[e_request[i]], e_actor[i], e_command[i], e_key[i], e_subjects[i]::text[], e_sentence[i]::jsonb, at,
        sentences[i], case when i = 1 then e_end else e_hash[i - 1] end, e_hash[i], e_format
      from generate_series(1, cardinality(e_hash)) i;
    update event_head set seq = e_seq + cardinality(e_hash), hash = e_hash[cardinality(e_hash)]
      where district = d and seq = e_seq and hash = e_end and format = e_format;
    get diagnostics n = row_count;
    if n <> 1 then
      raise exception 'the record of actions has moved on' using errcode = 'HG409';
    end if;
  end if;
end $$;
