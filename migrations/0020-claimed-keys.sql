-- The key of an item of the posting API stands with the first posting that it made, and nowhere else: a row of its own in the log of
-- commands was a quarter of what a batch takes.

alter table posting add input_hash text;
comment on column posting.input_hash is 'of the first posting that an item of the posting API made: the hash of what was sent; that its key is claimed';
-- What stood in the log of commands stands here from now on. Nothing of a posting changes: neither its bytes nor its hash.
alter table posting disable trigger append_only;
update posting p set input_hash = c.input_hash from command_log c
  where c.command = 'ledger.post' and c.key like 'posting:%' and c.district = p.district and p.posting_id = c.outcome -> 'ids' ->> 0;
alter table posting enable trigger append_only;
create unique index posting_claimed on posting (command_key, person_id, district) where input_hash is not null;

drop function post_batch;

-- One batch, one round trip, one transaction. What the writer decided upon must still be so: the heads of the books (h_), the facts, what
-- people may do, the end of the record (e_). If not, nothing happens: HG412 when people's rights have changed, else HG409; and a key that is
-- taken violates posting_claimed.
-- Arrays of one length: h_ books with their new end, v_ months with their last voucher, r_ requests with their key, p_ postings in the order
-- of their chains (with p_input, the hash of its input, the first of a key that is to be claimed here; with p_previous, the place in p_ of
-- the one before on the same book, or minus the place in h_; or the one before it), m_ moves, e_ events. People stand in w_person and are
-- named by their place in it. An array that is null says nothing of any of them; where every element is the same one may stand for all.
-- p_bytes are lines, for canonical JSON has no line feed.
create function post_batch(
  d text, at timestamptz, facts bigint, people bigint,
  h_book text[], h_number bigint[], h_hash text[], h_closed integer[], h_format integer[], h_moved bigint[], h_last bigint[], h_end text[],
  v_book text[], v_month integer[], v_last integer[],
  w_person text[],
  r_who integer[], r_key text[],
  p_request integer[], p_input text[], p_id text[], p_book text[], p_number bigint[], p_previous integer[], p_hash text[],
  p_format integer[], p_kind text[], p_date date[], p_basis text[], p_reason text[], p_reverses text[], p_entry text[], p_red boolean[], p_amount bigint[],
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
  -- Whoever locks several books locks them in this order.
  if cardinality(h_book) > 1 then
    perform from chain_head h where h.district = d and h.book = any(h_book) order by h.book for update;
  end if;
  update chain_head h set number = h_last[i], hash = h_end[i] from generate_series(1, cardinality(h_book)) i
    where h.district = d and h.book = h_book[i]
      and (h.number, h.hash, h.closed_through, h.format, h.moved_in) = (h_number[i], h_hash[i], h_closed[i], h_format[i], h_moved[i]);
  get diagnostics n = row_count;
  -- After the locks, not along with them: what whoever held them changed must be seen.
  select (select f.version from ledger_facts f where f.district = d), (select f.version from people_facts f where f.district = d)
    into known, rights;
  if n <> cardinality(h_book) or facts <> coalesce(known, 0) then
    raise exception 'the books have moved on' using errcode = 'HG409';
  end if;
  if people <> coalesce(rights, 0) then
    raise exception 'the rights of people have changed' using errcode = 'HG412';
  end if;
  if v_book is not null then
    insert into period (district, book, month, vouchers)
      select d, v_book[i], v_month[i], v_last[i] from generate_series(1, cardinality(v_book)) i
      on conflict (district, book, month) do update set vouchers = excluded.vouchers;
  end if;
  if p_id is not null then
    with p as (
      insert into posting (district, posting_id, book, number, kind, business_date, recorded_at, person_id, command_key, input_hash, basis, reason,
        reverses, amount_fen, bytes, previous_hash, hash, voucher_no, other_book, other_voucher_no, keeper_id, entry_kind, red, format)
      select d, p_id[i], coalesce(p_book[i], p_book[1]), p_number[i], coalesce(p_kind[i], p_kind[1]), coalesce(p_date[i], p_date[1]), at,
        w_person[coalesce(r_who[coalesce(p_request[i], i)], r_who[1])], r_key[coalesce(p_request[i], i)], p_input[i],
        coalesce(p_basis[i], p_basis[1]), p_reason[i],
        p_reverses[i], coalesce(p_amount[i], p_amount[1]), bytes[i],
        case when p_previous[i] < 0 then h_hash[-p_previous[i]] else p_hash[coalesce(p_previous[i], i - 1)] end, p_hash[i],
        p_voucher[i], p_other[i], p_other_voucher[i], coalesce(p_keeper[i], p_keeper[1]),
        coalesce(p_entry[i], p_kind[i], p_kind[1]), coalesce(p_red[i], false), coalesce(p_format[i], p_format[1])
      from generate_series(1, cardinality(p_id)) i)
    insert into move (district, posting_id, line, lot_id, from_account, to_account, amount_fen)
      select d, p_id[coalesce(m_posting[i], i)], coalesce(m_line[i], m_line[1]), coalesce(m_lot[i], m_lot[1]), coalesce(m_from[i], m_from[1]),
        coalesce(m_to[i], m_to[1]), coalesce(m_amount[i], m_amount[1])
      from generate_series(1, coalesce(cardinality(m_posting), cardinality(p_id))) i;
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

-- As before, but what many moves have in common (accounts, kind, day) is looked up, judged and summed once for all of them; and what is
-- asked of few postings (supplements, reversals, several lines) is asked only where there are such: in an `if` of its own, for one that
-- holds a query runs that query, whatever stands before it.
create or replace function moves_apply() returns trigger language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_sort = off as $$
declare
  found record;
begin
  with alike as materialized (
    select g.*, f.lot_id = g.lot_id and t.lot_id = g.lot_id as of_one_lot, f.book as f_book, f.stage as f_stage, t.book as t_book, t.stage as t_stage
    from (
      select m.district, m.lot_id, m.from_account, m.to_account, p.book as chain, p.kind, p.entry_kind, p.red, p.business_date,
        sum(m.amount_fen)::bigint as amount_fen, count(*) as moves, bool_or(m.line <> 1 or m.amount_fen <> p.amount_fen) as in_parts
      from fresh m left join posting p on p.district = m.district and p.posting_id = m.posting_id
      group by 1, 2, 3, 4, 5, 6, 7, 8, 9) g
    left join account f on f.district = g.district and f.account_id = g.from_account
    left join account t on t.district = g.district and t.account_id = g.to_account),
  moved as (
    update account a set balance_fen = a.balance_fen + d.delta
    from (
      select district, account_id, sum(delta)::bigint as delta from (
        select district, from_account as account_id, -amount_fen as delta from alike
        union all
        select district, to_account, amount_fen from alike) each_side
      group by district, account_id) d
    where a.district = d.district and a.account_id = d.account_id and d.delta <> 0),
  turned as (
    insert into turnover as u (district, book, to_book, business_date, kind, from_stage, to_stage, amount_fen, moves)
      select district, case when red then t_book else f_book end, case when red then f_book else t_book end, business_date,
        entry_kind, case when red then t_stage else f_stage end, case when red then f_stage else t_stage end,
        sum(case when red then -amount_fen else amount_fen end)::bigint, sum(moves)::bigint
      from alike where kind is not null and f_book is not null and t_book is not null group by 1, 2, 3, 4, 5, 6, 7
      on conflict (district, book, business_date, kind, from_stage, to_stage, to_book)
        do update set amount_fen = u.amount_fen + excluded.amount_fen, moves = u.moves + excluded.moves)
  select min(case
      when kind is null then 1
      when of_one_lot is not true then 2
      when kind <> 'reversal' and (f_book <> chain
        or not exists (
          select 1 from posting_transition s where s.kind = alike.kind and s.from_stage = f_stage and s.to_stage = t_stage)) then 4
      end) as broken,
    bool_or(f_book <> t_book) as crossed, bool_or(kind = 'reversal') as reversals, bool_or(in_parts) as in_parts
    into found from alike;
  case found.broken
    when 1 then raise exception 'I7: a move belongs to a posting' using errcode = 'HG007';
    when 2 then raise exception 'I1: a move stays within one lot' using errcode = 'HG001';
    else null;
  end case;
  if found.crossed then
    if exists (
      select 1 from fresh m
        join posting p on p.district = m.district and p.posting_id = m.posting_id
        join account f on f.district = m.district and f.account_id = m.from_account
        join account t on t.district = m.district and t.account_id = m.to_account
        where f.book <> t.book and (p.entry_kind <> 'supplement' or not exists (
          select 1 from book_help h
            where h.giver = case when p.red then t.book else f.book end and h.receiver = case when p.red then f.book else t.book end)))
    then
      raise exception 'I14: books are supplemented downhill only' using errcode = 'HG014';
    end if;
    update chain_head h set moved_in = h.moved_in + 1
      from (select distinct p.district, p.other_book as book from fresh m
        join posting p on p.district = m.district and p.posting_id = m.posting_id) o
      where h.district = o.district and h.book = o.book;
  end if;
  if found.broken = 4 then
    raise exception 'I6: this kind of posting does not make this move' using errcode = 'HG006';
  end if;
  if found.reversals then
    -- A reversal is the named posting turned round, line by line.
    if exists (
      select 1 from fresh m join posting p on p.district = m.district and p.posting_id = m.posting_id
        where p.kind = 'reversal' and (
          select (o.from_account, o.to_account, o.amount_fen) = (m.to_account, m.from_account, m.amount_fen) from move o
            where o.district = m.district and o.posting_id = p.reverses and o.line = m.line) is not true)
    then
      raise exception 'I6: a reversal is the named posting turned round' using errcode = 'HG006';
    end if;
  end if;
  if found.in_parts then
    -- The first line can be written only once: so a move that is added to a posting later is refused too.
    if exists (
      select 1 from (select district, posting_id, sum(amount_fen) as moved, min(line) as first from fresh group by 1, 2) m
        join posting p on p.district = m.district and p.posting_id = m.posting_id
        where m.moved <> p.amount_fen or m.first <> 1)
    then
      raise exception 'I8: a posting is the sum of its moves, written in the same statement' using errcode = 'HG008';
    end if;
  end if;
  return null;
end $$;

-- As before, in one look at the statement; what is asked of reversals and of other books is asked only where there are such. The rows of a
-- statement are in the table when it looks, so a predecessor may also be found there.
create or replace function postings_complete() returns trigger language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  found record;
begin
  select bool_or(kind = 'reversal') as reversals, bool_or(other_book is not null) as crossed, min(case
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
    when kind <> 'reversal' and (entry_kind <> kind or red or reverses is not null) then 4
    when (last_month is distinct from month or voucher_no <> last_voucher + 1)
      and not voucher_no - 1 = greatest(0, (
        select q.voucher_no from posting q
          where q.district = p.district and q.book = p.book and q.month = p.month and q.voucher_no < p.voucher_no
          order by q.voucher_no desc limit 1), (
        select q.other_voucher_no from posting q
          where q.district = p.district and q.other_book = p.book and q.month = p.month and q.other_voucher_no < p.voucher_no
          order by q.other_voucher_no desc limit 1)) then 5
    when next_month is distinct from month and voucher_no > coalesce((
      select d.vouchers from period d where d.district = p.district and d.book = p.book and d.month = p.month), 0) then 5
    end) as broken into found
  from (
    select district, posting_id, book, number, previous_hash, month, voucher_no, other_book, kind, entry_kind, red, reverses,
      lag(number) over chain as last, lag(hash) over chain as last_hash, lag(month) over chain as last_month,
      lag(voucher_no) over chain as last_voucher, lead(month) over chain as next_month
    from fresh window chain as (partition by district, book order by number)) p;
  case found.broken
    when 1 then raise exception 'I8: a posting is the sum of its moves, written in the same statement' using errcode = 'HG008';
    when 2 then raise exception 'I4: a posting follows the previous one of its book' using errcode = 'HG004';
    when 3 then raise exception 'I15: a closed month takes no posting' using errcode = 'HG015';
    when 4 then raise exception 'I6: a reversal names what it reverses' using errcode = 'HG006';
    else null;
  end case;
  if found.reversals then
    if exists (
      select 1 from fresh p where kind = 'reversal' and not coalesce((
        select (o.entry_kind, o.red, o.book) = (p.entry_kind, not p.red, p.book) from posting o
          where o.district = p.district and o.posting_id = p.reverses), false))
    then
      raise exception 'I6: a reversal names what it reverses' using errcode = 'HG006';
    end if;
  end if;
  if found.broken = 5 then
    raise exception 'I16: vouchers of a month are numbered without gaps' using errcode = 'HG016';
  end if;
  if found.crossed then
    if exists (
      select 1 from fresh p where other_book is not null and (not other_voucher_no - 1 = greatest(0, (
          select q.voucher_no from posting q
            where q.district = p.district and q.book = p.other_book and q.month = p.month and q.voucher_no < p.other_voucher_no
            order by q.voucher_no desc limit 1), (
          select q.other_voucher_no from posting q
            where q.district = p.district and q.other_book = p.other_book and q.month = p.month and q.other_voucher_no < p.other_voucher_no
            order by q.other_voucher_no desc limit 1))
        or other_voucher_no > coalesce((
          select d.vouchers from period d where d.district = p.district and d.book = p.other_book and d.month = p.month), 0)))
    then
      raise exception 'I16: vouchers of a month are numbered without gaps' using errcode = 'HG016';
    end if;
  end if;
  return null;
end $$;

-- As before, without comparing every column of every account that a batch moves.
drop trigger account_moves_only on account;
create trigger account_moves_only before update of balance_fen on account for each row when (pg_trigger_depth() < 1)
  execute function account_moves_only();
create trigger account_stays before update of district, account_id, lot_id, book, stage, project_id, contract_id, claim_id, payee_id
  on account for each row execute function account_moves_only();
