-- The books of a treasurer: more stages and kinds, keepers, months that close, vouchers without gaps, daily turnover, and the
-- database's own guards of I6 (listed transitions), I14 (downhill only) and of closed months.

-- What moves each kind of posting may make; the same table as policy/postings.ts, compared by a test.
create table posting_transition (
  kind text not null,
  from_stage text not null,
  to_stage text not null,
  primary key (kind, from_stage, to_stage)
);
insert into posting_transition (kind, from_stage, to_stage) values
  ('announcement', 'source', 'expected'),
  ('quota-cut', 'expected', 'source'),
  ('receipt', 'expected', 'available'),
  ('receipt', 'promised', 'reserved'),
  ('interest', 'source', 'available'),
  ('asset-income', 'source', 'available'),
  ('financing-drawdown', 'source', 'available'),
  ('financing-drawdown', 'lender', 'owed'),
  ('financing-repayment', 'owed', 'repaid'),
  ('financing-return', 'available', 'treasury'),
  ('financing-return', 'owed', 'repaid'),
  ('supplement', 'available', 'reserved'),
  ('reservation', 'available', 'reserved'),
  ('release', 'reserved', 'available'),
  ('promise', 'expected', 'promised'),
  ('promise-release', 'promised', 'expected'),
  ('commitment', 'reserved', 'committed'),
  ('contract-release', 'committed', 'reserved'),
  ('payment-order', 'committed', 'ordered'),
  ('payment-order', 'retained', 'ordered'),
  ('advance', 'ordered', 'advanced'),
  ('advance-recovery', 'advanced', 'paid'),
  ('payment', 'ordered', 'paid'),
  ('household-batch', 'ordered', 'paid'),
  ('reward', 'ordered', 'paid'),
  ('retention', 'committed', 'retained'),
  ('retention-payment', 'ordered', 'paid'),
  ('settlement-audit', 'unrecognised', 'recognised'),
  ('audit-cut', 'committed', 'reserved'),
  ('audit-cut', 'retained', 'reserved'),
  ('audit-cut', 'paid', 'recoverable'),
  ('fine', 'committed', 'reserved'),
  ('fine', 'retained', 'reserved'),
  ('bank-return', 'ordered', 'returned'),
  ('return-to-contract', 'returned', 'committed'),
  ('return-to-contract', 'returned', 'retained'),
  ('refund', 'paid', 'reserved'),
  ('refund', 'advanced', 'reserved'),
  ('recovery', 'recoverable', 'reserved'),
  ('recovery', 'recoverable', 'available'),
  ('misuse-recovery', 'paid', 'available'),
  ('risk-fund-placement', 'paid', 'placed'),
  ('compensation', 'placed', 'compensated'),
  ('compensation-recovery', 'compensated', 'placed'),
  ('compensation-loss', 'compensated', 'paid'),
  ('return-to-treasury', 'available', 'treasury'),
  ('carry-over', 'uncarried', 'carried'),
  ('carry-over', 'carried', 'uncarried'),
  ('year-close', 'result', 'surplus'),
  ('year-close', 'surplus', 'result');

-- Which books may help which (I14); the same as `helps` of policy/books.ts.
create table book_help (giver text not null, receiver text not null, primary key (giver, receiver));
insert into book_help (giver, receiver) values ('financing', 'coordination'), ('financing', 'poverty'), ('coordination', 'poverty');

alter table account drop constraint account_not_below_zero;
alter table account add constraint account_not_below_zero
  check (balance_fen >= 0 or stage in ('source', 'unrecognised', 'lender', 'uncarried', 'result', 'surplus'));

-- Nobody but its appointed keepers writes a book. An appointment ends by a row of its own, never by an edit.
create table book_keeper (
  district text not null references district,
  keeper_no bigint not null,
  book text not null,
  person_id text not null,
  from_date date not null,
  document text not null check (document <> ''),
  appointed_by text not null,
  appointed_at timestamptz not null,
  primary key (district, keeper_no),
  foreign key (district, person_id) references person (district, person_id)
);
create table book_keeper_end (
  district text not null,
  keeper_no bigint not null,
  -- The last day.
  to_date date not null,
  document text not null check (document <> ''),
  ended_by text not null,
  ended_at timestamptz not null,
  primary key (district, keeper_no),
  foreign key (district, keeper_no) references book_keeper (district, keeper_no)
);
create trigger append_only before update or delete on book_keeper for each row execute function refuse_change();
create trigger append_only_all before truncate on book_keeper for each statement execute function refuse_change();
create trigger append_only before update or delete on book_keeper_end for each row execute function refuse_change();
create trigger append_only_all before truncate on book_keeper_end for each statement execute function refuse_change();

-- Districts that kept books before: their finance officers go on.
insert into book_keeper (district, keeper_no, book, person_id, from_date, document, appointed_by, appointed_at)
  select p.district, row_number() over (partition by p.district order by b.book, p.person_id), b.book, p.person_id, date '2000-01-01',
    '升级前的记账人员', p.person_id, now()
  from person p cross join (values ('poverty'), ('coordination'), ('financing')) as b(book) where p.role = 'finance';

-- A month is closed through the head of its book, so that a posting that races with the closing waits for it.
alter table chain_head add column closed_through integer not null default 0;
-- How the next posting is hashed: 2 is SHA-256, 3 is SM3, both over the second form of the bytes; 1 was the first form.
alter table chain_head add column format smallint not null default 2;

create table period (
  district text not null references district,
  book text not null,
  month integer not null check (month between 190001 and 299912 and month % 100 between 1 and 12),
  -- The last voucher number taken.
  vouchers integer not null default 0,
  primary key (district, book, month)
);
create trigger append_only before delete on period for each row execute function refuse_change();
create trigger append_only_all before truncate on period for each statement execute function refuse_change();

create table period_event (
  district text not null references district,
  book text not null,
  event_no bigint not null,
  month integer not null,
  action text not null check (action in ('close', 'reopen', 'year-close', 'year-reopen')),
  reason text not null check (reason <> ''),
  -- What was looked at when it was closed: balances, reconciliation, chain head.
  evidence jsonb not null,
  person_id text not null,
  recorded_at timestamptz not null,
  primary key (district, book, event_no)
);
create trigger append_only before update or delete on period_event for each row execute function refuse_change();
create trigger append_only_all before truncate on period_event for each statement execute function refuse_change();

alter table posting add column month integer
  generated always as (extract(year from business_date)::integer * 100 + extract(month from business_date)::integer) stored;
alter table posting add column voucher_no integer;
-- A supplement has a voucher in the receiving book too.
alter table posting add column other_book text;
alter table posting add column other_voucher_no integer;
alter table posting add column keeper_id text;
-- Whose entries the voucher shows: the kind itself, or for a reversal the kind that is reversed, in red.
alter table posting add column entry_kind text;
alter table posting add column red boolean not null default false;
alter table posting add column format smallint not null default 1;

alter table posting disable trigger append_only;
update posting p set voucher_no = n.n
  from (select district, posting_id, row_number() over (partition by district, book, month order by number)::integer as n from posting) n
  where n.district = p.district and n.posting_id = p.posting_id;
with recursive origin as (
  select district, posting_id, kind, false as red from posting where reverses is null
  union all
  select r.district, r.posting_id, o.kind, not o.red from posting r join origin o on o.district = r.district and o.posting_id = r.reverses)
update posting p set entry_kind = o.kind, red = o.red from origin o where o.district = p.district and o.posting_id = p.posting_id;
alter table posting enable trigger append_only;
insert into period (district, book, month, vouchers) select district, book, month, max(voucher_no) from posting group by district, book, month;

alter table posting alter column voucher_no set not null;
alter table posting alter column entry_kind set not null;
alter table posting alter column format drop default;
alter table posting add constraint posting_voucher_positive check (voucher_no > 0);
alter table posting add constraint posting_other_book check ((other_book is null) = (other_voucher_no is null) and other_book <> book);
create unique index posting_voucher on posting (district, book, month, voucher_no);
create unique index posting_other_voucher on posting (district, other_book, month, other_voucher_no) where other_book is not null;
create index posting_recorded on posting using brin (recorded_at);

-- What happened each day in each book, summed as it happens: statements of any period are sums of few rows.
create table turnover (
  district text not null,
  -- The book whose account the money left, and the one whose account it reached.
  book text not null,
  to_book text not null,
  business_date date not null,
  kind text not null,
  from_stage text not null,
  to_stage text not null,
  -- Reversals count against their day in red, that is below zero.
  amount_fen bigint not null,
  moves bigint not null,
  primary key (district, book, business_date, kind, from_stage, to_stage, to_book)
);
insert into turnover (district, book, to_book, business_date, kind, from_stage, to_stage, amount_fen, moves)
  select p.district, case when p.red then t.book else f.book end, case when p.red then f.book else t.book end, p.business_date, p.entry_kind,
    case when p.red then t.stage else f.stage end, case when p.red then f.stage else t.stage end,
    sum(case when p.red then -m.amount_fen else m.amount_fen end), count(*)
  from posting p join move m on m.district = p.district and m.posting_id = p.posting_id
  join account f on f.district = m.district and f.account_id = m.from_account
  join account t on t.district = m.district and t.account_id = m.to_account
  group by 1, 2, 3, 4, 5, 6, 7;
create function turnover_by_moves() returns trigger language plpgsql as $$
begin
  if pg_trigger_depth() < 2 then
    raise exception 'I11: turnover follows the moves alone' using errcode = 'HG011';
  end if;
  return new;
end $$;
create trigger turnover_by_moves before insert or update on turnover for each row execute function turnover_by_moves();
create trigger append_only before delete on turnover for each row execute function refuse_change();
create trigger append_only_all before truncate on turnover for each statement execute function refuse_change();

-- Moves carry out themselves: accounts are locked in one order (no deadlocks), checked, and moved; turnover follows.
create or replace function moves_apply() returns trigger language plpgsql as $$
declare
  bad record;
begin
  perform 1 from account a
    where exists (select 1 from fresh m where m.district = a.district and a.account_id in (m.from_account, m.to_account))
    order by a.district, a.account_id for update;

  select p.posting_id is null as without_posting,
         f.lot_id is distinct from m.lot_id or t.lot_id is distinct from m.lot_id as mixed_lots,
         f.book is distinct from p.book and p.kind <> 'reversal' as other_chain,
         p.kind <> 'reversal' and not exists (
           select 1 from posting_transition s where s.kind = p.kind and s.from_stage = f.stage and s.to_stage = t.stage) as unlisted,
         case when f.book = t.book then false
              when p.entry_kind <> 'supplement' then true
              when p.red then not exists (select 1 from book_help h where h.giver = t.book and h.receiver = f.book)
              else not exists (select 1 from book_help h where h.giver = f.book and h.receiver = t.book) end as uphill
    into bad
    from fresh m
    left join posting p on p.district = m.district and p.posting_id = m.posting_id
    left join account f on f.district = m.district and f.account_id = m.from_account
    left join account t on t.district = m.district and t.account_id = m.to_account
    where p.posting_id is null or f.lot_id is distinct from m.lot_id or t.lot_id is distinct from m.lot_id
      or (p.kind <> 'reversal' and (f.book <> p.book or not exists (
        select 1 from posting_transition s where s.kind = p.kind and s.from_stage = f.stage and s.to_stage = t.stage)))
      or (f.book <> t.book and not exists (
        select 1 from book_help h where p.entry_kind = 'supplement'
          and h.giver = case when p.red then t.book else f.book end and h.receiver = case when p.red then f.book else t.book end))
    limit 1;
  if found then
    if bad.without_posting then raise exception 'I7: a move belongs to a posting' using errcode = 'HG007'; end if;
    if bad.mixed_lots then raise exception 'I1: a move stays within one lot' using errcode = 'HG001'; end if;
    if bad.uphill then raise exception 'I14: books are supplemented downhill only' using errcode = 'HG014'; end if;
    raise exception 'I6: this kind of posting does not make this move' using errcode = 'HG006';
  end if;

  -- A reversal is the named posting turned round, line by line.
  if exists (
    select 1 from fresh m join posting p on p.district = m.district and p.posting_id = m.posting_id
    where p.kind = 'reversal' and not exists (
      select 1 from move o where o.district = p.district and o.posting_id = p.reverses and o.line = m.line
        and o.from_account = m.to_account and o.to_account = m.from_account and o.amount_fen = m.amount_fen))
  then
    raise exception 'I6: a reversal is the named posting turned round' using errcode = 'HG006';
  end if;

  update account a set balance_fen = a.balance_fen + d.delta
  from (
    select district, account_id, sum(delta)::bigint as delta from (
      select district, from_account as account_id, -amount_fen as delta from fresh
      union all
      select district, to_account, amount_fen from fresh) each_side
    group by district, account_id) d
  where a.district = d.district and a.account_id = d.account_id and d.delta <> 0;

  -- Also refuses a move that is added to a posting later.
  if exists (
    select 1 from (select distinct district, posting_id from fresh) m
    join posting p on p.district = m.district and p.posting_id = m.posting_id
    where p.amount_fen <> (
      select sum(a.amount_fen) from move a where a.district = m.district and a.posting_id = m.posting_id))
  then
    raise exception 'I8: a posting is the sum of its moves, written in the same statement' using errcode = 'HG008';
  end if;

  insert into turnover as u (district, book, to_book, business_date, kind, from_stage, to_stage, amount_fen, moves)
    select p.district, case when p.red then t.book else f.book end, case when p.red then f.book else t.book end, p.business_date,
      p.entry_kind, case when p.red then t.stage else f.stage end, case when p.red then f.stage else t.stage end,
      sum(case when p.red then -m.amount_fen else m.amount_fen end)::bigint, count(*)
    from fresh m join posting p on p.district = m.district and p.posting_id = m.posting_id
    join account f on f.district = m.district and f.account_id = m.from_account
    join account t on t.district = m.district and t.account_id = m.to_account
    group by 1, 2, 3, 4, 5, 6, 7
    on conflict (district, book, business_date, kind, from_stage, to_stage, to_book)
      do update set amount_fen = u.amount_fen + excluded.amount_fen, moves = u.moves + excluded.moves;
  return null;
end $$;

-- A posting and its moves come in one statement; its amount is their sum; it follows the previous one of its book on the chain and
-- in the month's vouchers, in a month that is open.
create or replace function postings_complete() returns trigger language plpgsql as $$
begin
  if exists (
    select 1 from fresh p
    where p.amount_fen is distinct from (
      select sum(m.amount_fen) from move m where m.district = p.district and m.posting_id = p.posting_id))
  then
    raise exception 'I8: a posting is the sum of its moves, written in the same statement' using errcode = 'HG008';
  end if;
  if exists (
    select 1 from fresh p
    where not exists (
      select 1 from posting q
      where q.district = p.district and q.book = p.book and q.number = p.number - 1 and q.hash = p.previous_hash)
    and not (p.number = 1 and p.previous_hash = ''))
  then
    raise exception 'I4: a posting follows the previous one of its book' using errcode = 'HG004';
  end if;
  if exists (
    select 1 from fresh p join chain_head h on h.district = p.district and h.book in (p.book, p.other_book)
    where p.month <= h.closed_through)
  then
    raise exception 'I15: a closed month takes no posting' using errcode = 'HG015';
  end if;
  if exists (
    select 1 from fresh p where p.kind = 'reversal' and not exists (
      select 1 from posting o where o.district = p.district and o.posting_id = p.reverses and o.entry_kind = p.entry_kind
        and o.red <> p.red and o.book = p.book))
    or exists (select 1 from fresh p where p.kind <> 'reversal' and (p.entry_kind <> p.kind or p.red or p.reverses is not null))
  then
    raise exception 'I6: a reversal names what it reverses' using errcode = 'HG006';
  end if;
  if exists (
    select 1 from (
      select district, book, month, voucher_no from fresh
      union all select district, other_book, month, other_voucher_no from fresh where other_book is not null) v
    left join period d on d.district = v.district and d.book = v.book and d.month = v.month
    where d.vouchers is null or v.voucher_no > d.vouchers
      or (v.voucher_no > 1 and not exists (
        select 1 from posting q where q.district = v.district and q.book = v.book and q.month = v.month and q.voucher_no = v.voucher_no - 1)
      and not exists (
        select 1 from posting q where q.district = v.district and q.other_book = v.book and q.month = v.month
          and q.other_voucher_no = v.voucher_no - 1)))
  then
    raise exception 'I16: vouchers of a month are numbered without gaps' using errcode = 'HG016';
  end if;
  return null;
end $$;
