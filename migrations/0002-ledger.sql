-- Money that never loses its name: lots, accounts, postings, moves. The database guards what the pure code guards:
-- I1 positive move between two accounts of one lot · I3 no account below zero · I4 append only · I8 a posting equals its
-- moves · I11 a stored balance is the sum of its moves, because nothing but a move can change it.

create table lot (
  district text not null references district,
  lot_id text not null,
  doc_id text not null,
  line integer not null,
  fund_name text not null,
  catalogue_code text not null,
  level text not null,
  department text not null,
  pool_class text not null,
  book text not null,
  fiscal_year integer not null,
  usable_to integer not null check (usable_to >= fiscal_year),
  regions text[],
  industries text[],
  amount_fen bigint not null check (amount_fen > 0),
  purpose text not null,
  source jsonb,
  created_at timestamptz not null,
  primary key (district, lot_id),
  unique (district, doc_id, line)
);

-- One row for each use the lot's document permits (I13).
create table lot_use (
  district text not null,
  lot_id text not null,
  use_code text not null,
  primary key (district, lot_id, use_code),
  foreign key (district, lot_id) references lot (district, lot_id)
);

create table account (
  district text not null,
  account_id bigint generated always as identity,
  lot_id text not null,
  book text not null,
  stage text not null,
  project_id text not null default '',
  contract_id text not null default '',
  claim_id text not null default '',
  payee_id text not null default '',
  balance_fen bigint not null default 0,
  primary key (district, account_id),
  unique (district, lot_id, book, stage, project_id, contract_id, claim_id, payee_id),
  foreign key (district, lot_id) references lot (district, lot_id),
  constraint account_not_below_zero check (balance_fen >= 0 or stage = 'source')
);
create index account_project on account (district, project_id) where project_id <> '';
create index account_contract on account (district, contract_id) where contract_id <> '';
create index account_payee on account (district, payee_id) where payee_id <> '';
create index account_claim on account (district, claim_id) where claim_id <> '';

-- What a lot may pay for is settled before its first fen is posted.
create function lot_use_settled() returns trigger language plpgsql as $$
begin
  if exists (select 1 from account a where a.district = new.district and a.lot_id = new.lot_id) then
    raise exception 'I13: the uses of a lot in the books stay as they are' using errcode = 'HG013';
  end if;
  return new;
end $$;
create trigger lot_use_settled before insert on lot_use for each row execute function lot_use_settled();

create table chain_head (
  district text not null references district,
  book text not null,
  number bigint not null,
  hash text not null,
  primary key (district, book)
);

create table posting (
  district text not null,
  posting_id text not null,
  book text not null,
  number bigint not null check (number > 0),
  kind text not null,
  business_date date not null,
  recorded_at timestamptz not null,
  person_id text not null check (person_id <> ''),
  command_key text not null check (command_key <> ''),
  basis text not null check (basis <> ''),
  reason text,
  reverses text,
  amount_fen bigint not null check (amount_fen > 0),
  bytes text not null,
  previous_hash text not null,
  hash text not null,
  primary key (district, posting_id),
  unique (district, book, number)
);
create unique index posting_reversed_once on posting (district, reverses) where reverses is not null;

create table move (
  district text not null,
  posting_id text not null,
  line integer not null,
  lot_id text not null,
  from_account bigint not null,
  to_account bigint not null,
  amount_fen bigint not null,
  primary key (district, posting_id, line),
  constraint move_positive check (amount_fen > 0),
  constraint move_two_accounts check (from_account <> to_account)
);
create index move_from on move (district, from_account);
create index move_to on move (district, to_account);

create trigger append_only before update or delete on posting for each row execute function refuse_change();
create trigger append_only_all before truncate on chain_head for each statement execute function refuse_change();
create trigger append_only_all before truncate on posting for each statement execute function refuse_change();
create trigger append_only before update or delete on move for each row execute function refuse_change();
create trigger append_only_all before truncate on move for each statement execute function refuse_change();
create trigger append_only before update or delete on lot for each row execute function refuse_change();
create trigger append_only_all before truncate on lot for each statement execute function refuse_change();
create trigger append_only before update or delete on lot_use for each row execute function refuse_change();
create trigger append_only_all before truncate on lot_use for each statement execute function refuse_change();
create trigger append_only before delete on account for each row execute function refuse_change();
create trigger append_only_all before truncate on account for each statement execute function refuse_change();

-- Moves carry out themselves: accounts are locked in one order (no deadlocks), checked, and moved.
create function moves_apply() returns trigger language plpgsql as $$
begin
  perform 1 from account a
    where exists (select 1 from fresh m where m.district = a.district and a.account_id in (m.from_account, m.to_account))
    order by a.district, a.account_id for update;

  if exists (
    select 1 from fresh m
    left join account f on f.district = m.district and f.account_id = m.from_account
    left join account t on t.district = m.district and t.account_id = m.to_account
    where f.lot_id is distinct from m.lot_id or t.lot_id is distinct from m.lot_id)
  then
    raise exception 'I1: a move stays within one lot' using errcode = 'HG001';
  end if;

  update account a set balance_fen = a.balance_fen + d.delta
  from (
    select district, account_id, sum(delta)::bigint as delta from (
      select district, from_account as account_id, -amount_fen as delta from fresh
      union all
      select district, to_account, amount_fen from fresh) each_side
    group by district, account_id) d
  where a.district = d.district and a.account_id = d.account_id and d.delta <> 0;

  if exists (
    select 1 from fresh m
    where not exists (select 1 from posting p where p.district = m.district and p.posting_id = m.posting_id))
  then
    raise exception 'I7: a move belongs to a posting' using errcode = 'HG007';
  end if;

  -- Also refuses a move that is added to a posting later.
  if exists (
    select 1 from (select distinct district, posting_id from fresh) m
    join posting p on p.district = m.district and p.posting_id = m.posting_id
    where p.amount_fen <> (
      select sum(a.amount_fen) from move a where a.district = m.district and a.posting_id = m.posting_id))
  then
    raise exception 'I8: a posting is the sum of its moves, written in the same statement' using errcode = 'HG008';
  end if;
  return null;
end $$;
create trigger moves_apply after insert on move referencing new table as fresh for each statement execute function moves_apply();

-- A posting and its moves come in one statement; the posting's amount is the sum of its moves, and it sits on the chain.
create function postings_complete() returns trigger language plpgsql as $$
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
  return null;
end $$;
create trigger postings_complete after insert on posting referencing new table as fresh for each statement execute function postings_complete();

-- I11: only moves change a balance, and an account never becomes another account.
create function account_moves_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.balance_fen <> 0 then
      raise exception 'I11: an account is opened empty' using errcode = 'HG011';
    end if;
    return new;
  end if;
  if pg_trigger_depth() < 2
    or (old.district, old.account_id, old.lot_id, old.book, old.stage, old.project_id, old.contract_id, old.claim_id, old.payee_id)
       is distinct from
       (new.district, new.account_id, new.lot_id, new.book, new.stage, new.project_id, new.contract_id, new.claim_id, new.payee_id)
  then
    raise exception 'I11: a balance changes by moves alone' using errcode = 'HG011';
  end if;
  return new;
end $$;
create trigger account_moves_only before insert or update on account for each row execute function account_moves_only();
