-- Posting together: what a program sends is authorised by the transaction that saves it, so no look at its session comes before; one
-- sentence of the record covers what a person posted in one batch; and a batch is planned once, not each time.

-- Counts the changes of what sessions and people allow: a session that ended, a person who was disabled, renamed or given another role. So
-- long as the version is the one that a session was read at, so is what was read. New sessions are no change of old ones.
create table people_facts (
  district text not null references district,
  version bigint not null,
  primary key (district)
);
create function people_facts_changed() returns trigger language plpgsql as $$
begin
  insert into people_facts as f (district, version) values (old.district, 1)
    on conflict (district) do update set version = f.version + 1;
  return null;
end $$;
create trigger people_facts_changed after delete on session for each row execute function people_facts_changed();
create trigger people_facts_changed after update on person for each row
  when ((old.username, old.name, old.role, old.scope, old.disabled) is distinct from
    (new.username, new.name, new.role, new.scope, new.disabled))
  execute function people_facts_changed();
create trigger append_only before delete on people_facts for each row execute function refuse_change();
create trigger append_only_all before truncate on people_facts for each statement execute function refuse_change();

-- Nobody asks for a sentence by its key: verification reads the whole record, and pages ask by subject.
drop index audit_event_key;

drop function post_batch;

-- One batch, one round trip, one transaction. What the writer decided upon must still be so: the heads of the books (h_), the facts, what
-- people may do, the keys not taken, the end of the record (e_). If not, nothing happens: HG412 when people's rights have changed, HG410
-- when only keys were taken before, else HG409.
-- Arrays of one length: h_ books with their new end, v_ months with their last voucher, r_ requests with their key and, when the key is to
-- be claimed here, the hash of the input and the postings it made (r_first, or its own place; r_count, or one), p_ postings in the order of
-- their chains (with p_previous, the place in p_ of the one before on the same book, or minus the place in h_; or the one before it), m_
-- moves, e_ events. People stand in w_person and are named by their place in it. An array that is null says nothing of any of them; where
-- every element is the same one may stand for all. p_bytes are lines, for canonical JSON has no line feed.
create function post_batch(
  d text, at timestamptz, facts bigint, people bigint,
  h_book text[], h_number bigint[], h_hash text[], h_closed integer[], h_format integer[], h_moved bigint[], h_last bigint[], h_end text[],
  v_book text[], v_month integer[], v_last integer[],
  w_person text[],
  r_who integer[], r_key text[], r_hash text[], r_first integer[], r_count integer[], r_command text,
  p_request integer[], p_id text[], p_book text[], p_number bigint[], p_previous integer[], p_hash text[], p_format integer[], p_kind text[],
  p_date date[], p_basis text[], p_reason text[], p_reverses text[], p_entry text[], p_red boolean[], p_amount bigint[],
  p_bytes text, p_voucher integer[], p_keeper text[], p_other text[], p_other_voucher integer[],
  m_posting integer[], m_line integer[], m_lot text[], m_from bigint[], m_to bigint[], m_amount bigint[],
  e_seq bigint, e_end text, e_format integer, e_who integer[], e_actor text[], e_command text[], e_key text[], e_subjects text[],
  e_sentence text[], e_bytes text, e_hash text[]
) returns void language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
  n bigint;
  known bigint;
  rights bigint;
  bytes text[] := string_to_array(p_bytes, E'\n');
  sentences text[] := string_to_array(e_bytes, E'\n');
begin
  select count(*) into n from (
    select h.number, h.hash, h.closed_through, h.format, h.moved_in, array_position(h_book, h.book) as i from chain_head h
    where h.district = d and h.book = any(h_book) order by h.book for update) x
    where (x.number, x.hash, x.closed_through, x.format, x.moved_in) = (h_number[i], h_hash[i], h_closed[i], h_format[i], h_moved[i]);
  -- After the locks, not along with them: what whoever held them changed must be seen.
  select (select f.version from ledger_facts f where f.district = d), (select f.version from people_facts f where f.district = d)
    into known, rights;
  if n <> cardinality(h_book) or facts <> coalesce(known, 0) then
    raise exception 'the books have moved on' using errcode = 'HG409';
  end if;
  if people <> coalesce(rights, 0) then
    raise exception 'the rights of people have changed' using errcode = 'HG412';
  end if;
  if r_hash is not null then
    insert into command_log (district, person_id, key, command, input_hash, outcome, recorded_at)
      select d, w_person[coalesce(r_who[i], r_who[1])], r_key[i], r_command, r_hash[i],
        jsonb_build_object('ids', case when coalesce(r_count[i], 1) = 1 then jsonb_build_array(p_id[coalesce(r_first[i], i)]) else (
          select jsonb_agg(p_id[j] order by j)
            from generate_series(coalesce(r_first[i], i), coalesce(r_first[i], i) + r_count[i] - 1) j) end), at
      from generate_series(1, cardinality(r_hash)) i
      on conflict do nothing;
    get diagnostics n = row_count;
    if n <> cardinality(r_hash) then
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
      select d, p_id[i], coalesce(p_book[i], p_book[1]), p_number[i], coalesce(p_kind[i], p_kind[1]), coalesce(p_date[i], p_date[1]), at,
        w_person[coalesce(r_who[coalesce(p_request[i], i)], r_who[1])], r_key[coalesce(p_request[i], i)], coalesce(p_basis[i], p_basis[1]), p_reason[i],
        p_reverses[i], coalesce(p_amount[i], p_amount[1]), bytes[i],
        case when p_previous[i] < 0 then h_hash[-p_previous[i]] else p_hash[coalesce(p_previous[i], i - 1)] end, p_hash[i],
        p_voucher[i], p_other[i], p_other_voucher[i], coalesce(p_keeper[i], p_keeper[1]),
        coalesce(p_entry[i], p_kind[i], p_kind[1]), coalesce(p_red[i], false), coalesce(p_format[i], p_format[1])
      from generate_series(1, cardinality(p_id)) i)
    insert into move (district, posting_id, line, lot_id, from_account, to_account, amount_fen)
      select d, p_id[coalesce(m_posting[i], i)], coalesce(m_line[i], m_line[1]), coalesce(m_lot[i], m_lot[1]), coalesce(m_from[i], m_from[1]),
        coalesce(m_to[i], m_to[1]), coalesce(m_amount[i], m_amount[1])
      from generate_series(1, coalesce(cardinality(m_posting), cardinality(p_id))) i;
    update chain_head h set number = h_last[i], hash = h_end[i] from generate_series(1, cardinality(h_book)) i
      where h.district = d and h.book = h_book[i] and h_last[i] <> h_number[i];
  end if;
  if e_hash is not null then
    insert into audit_event (district, seq, person_id, actor, command, command_key, subjects, sentence, recorded_at, bytes, previous_hash,
      hash, format)
      select d, e_seq + i, w_person[e_who[i]], e_actor[i], e_command[i], e_key[i], e_subjects[i]::text[], e_sentence[i]::jsonb, at,
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

-- As before, in two looks at the statement instead of six, which was a tenth of a small batch.
create or replace function postings_complete() returns trigger language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  broken integer;
begin
  select min(case
    when (select m.line from move m where m.district = p.district and m.posting_id = p.posting_id order by m.line limit 1) is null then 1
    when not case
      when last is not null then number = last + 1 and previous_hash = last_hash
      when number = 1 then previous_hash = ''
      else coalesce((
        select (q.number, q.hash) = (p.number - 1, p.previous_hash) from posting q
          where q.district = p.district and q.book = p.book and q.number < p.number order by q.number desc limit 1), false)
      end then 2
    when (last_month is distinct from month or other_book is not null) and exists (
      select 1 from chain_head h where h.district = p.district and h.book in (p.book, p.other_book) and p.month <= h.closed_through) then 3
    when not case
      when kind = 'reversal' then coalesce((
        select (o.entry_kind, o.red, o.book) = (p.entry_kind, not p.red, p.book) from posting o
          where o.district = p.district and o.posting_id = p.reverses), false)
      else entry_kind = kind and not red and reverses is null
      end then 4
    end) into broken
  from (
    select district, posting_id, book, number, previous_hash, month, other_book, kind, entry_kind, red, reverses,
      lag(number) over chain as last, lag(hash) over chain as last_hash, lag(month) over chain as last_month
    from fresh window chain as (partition by district, book order by number)) p;
  case broken
    when 1 then raise exception 'I8: a posting is the sum of its moves, written in the same statement' using errcode = 'HG008';
    when 2 then raise exception 'I4: a posting follows the previous one of its book' using errcode = 'HG004';
    when 3 then raise exception 'I15: a closed month takes no posting' using errcode = 'HG015';
    when 4 then raise exception 'I6: a reversal names what it reverses' using errcode = 'HG006';
    else null;
  end case;
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
