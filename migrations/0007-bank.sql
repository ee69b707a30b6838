-- The bank beside the books: the special account, its statements line by line, and what was matched with what.
-- I20: a line of the bank or a posting is in one living match at most, and both sides of a match are the same money.

create table bank_account (
  district text not null references district,
  account_id text not null,
  bank_name text not null check (bank_name <> ''),
  account_no text not null check (account_no ~ '^[0-9]{8,32}$'),
  account_name text not null check (account_name <> ''),
  purpose text not null check (purpose <> ''),
  opened_on date not null,
  document text not null,
  registered_by text not null,
  registered_at timestamptz not null,
  primary key (district, account_id),
  unique (district, account_no)
);

create table bank_statement (
  district text not null,
  statement_id text not null,
  account_id text not null,
  from_date date not null,
  to_date date not null,
  opening_fen bigint not null,
  closing_fen bigint not null,
  in_fen bigint not null check (in_fen >= 0),
  out_fen bigint not null check (out_fen >= 0),
  -- Lines of the file: new ones, and those that an earlier statement brought already.
  new_lines integer not null,
  known_lines integer not null,
  format text not null,
  file_id text not null,
  file_name text not null,
  content_hash text not null,
  imported_by text not null,
  imported_at timestamptz not null,
  primary key (district, statement_id),
  unique (district, account_id, content_hash),
  foreign key (district, account_id) references bank_account (district, account_id),
  constraint bank_statement_period check (from_date <= to_date),
  constraint bank_statement_adds_up check (opening_fen + in_fen - out_fen = closing_fen)
);
create index bank_statement_account on bank_statement (district, account_id, to_date);

create table bank_line (
  district text not null,
  line_id text not null,
  account_id text not null,
  statement_id text not null,
  -- Its place in the statement.
  line integer not null,
  booked_on date not null,
  value_on date,
  -- Above zero: into the account.
  amount_fen bigint not null check (amount_fen <> 0),
  balance_fen bigint,
  counterparty text not null,
  counterparty_account text not null,
  reference text not null,
  summary text not null,
  -- The parts of a batch: [{amountFen, counterparty, counterpartyAccount, reference}].
  details jsonb not null,
  -- By what the line is known again when another file brings it.
  line_key text not null,
  primary key (district, line_id),
  unique (district, account_id, line_key),
  unique (district, statement_id, line),
  foreign key (district, statement_id) references bank_statement (district, statement_id),
  foreign key (district, account_id) references bank_account (district, account_id)
);
create index bank_line_day on bank_line (district, booked_on);

-- What an unmatched line was found to be; the last word counts.
create table bank_item (
  district text not null,
  line_id text not null,
  item_no integer not null,
  kind text not null,
  note text not null,
  noted_by text not null,
  noted_at timestamptz not null,
  primary key (district, line_id, item_no),
  foreign key (district, line_id) references bank_line (district, line_id)
);

create table bank_match (
  district text not null references district,
  match_id text not null,
  rule text not null,
  -- `certain` and `likely` were found by the rules, `hand` by a person.
  confidence text not null check (confidence in ('certain', 'likely', 'hand')),
  explanation jsonb not null,
  -- The days of its first and of its last line: until the last one it is a timing difference.
  first_on date not null,
  settled_on date not null check (settled_on >= first_on),
  matched_by text not null,
  matched_at timestamptz not null,
  primary key (district, match_id)
);

create table bank_match_line (
  district text not null,
  match_id text not null,
  line integer not null,
  bank_line_id text,
  posting_id text,
  on_date date not null,
  amount_fen bigint not null check (amount_fen <> 0),
  live boolean not null default true,
  settled_on date not null,
  primary key (district, match_id, line),
  foreign key (district, match_id) references bank_match (district, match_id),
  foreign key (district, bank_line_id) references bank_line (district, line_id),
  foreign key (district, posting_id) references posting (district, posting_id),
  constraint bank_match_line_one_side check ((bank_line_id is null) <> (posting_id is null))
);
create unique index bank_line_matched_once on bank_match_line (district, bank_line_id) where live and bank_line_id is not null;
create unique index posting_matched_once on bank_match_line (district, posting_id) where live and posting_id is not null;

create table bank_match_undo (
  district text not null,
  match_id text not null,
  reason text not null check (reason <> ''),
  undone_by text not null,
  undone_at timestamptz not null,
  primary key (district, match_id),
  foreign key (district, match_id) references bank_match (district, match_id)
);

-- All lines of a match come in one statement, and both sides are the same money.
create function bank_match_balanced() returns trigger language plpgsql as $$
begin
  if exists (
    select 1 from (select district, match_id, count(*) as n,
        sum(case when bank_line_id is not null then amount_fen else -amount_fen end) as away
      from fresh group by district, match_id) f
    where f.away <> 0 or f.n < 2
      or f.n <> (select count(*) from bank_match_line l where l.district = f.district and l.match_id = f.match_id))
  then
    raise exception 'I20: both sides of a match are the same money, and come together' using errcode = 'HG020';
  end if;
  if exists (
    select 1 from fresh f left join bank_line b on b.district = f.district and b.line_id = f.bank_line_id
      left join posting p on p.district = f.district and p.posting_id = f.posting_id
      join bank_match m on m.district = f.district and m.match_id = f.match_id
    where not f.live or f.settled_on <> m.settled_on or f.on_date > m.settled_on or f.on_date < m.first_on
      or (f.bank_line_id is not null and (b.amount_fen <> f.amount_fen or b.booked_on <> f.on_date))
      or (f.posting_id is not null and p.business_date <> f.on_date))
  then
    raise exception 'I20: a match says what its lines say' using errcode = 'HG020';
  end if;
  return null;
end $$;
create trigger bank_match_balanced after insert on bank_match_line referencing new table as fresh
  for each statement execute function bank_match_balanced();

-- A match ends by a record that says why; its lines are free again.
create function bank_match_ends() returns trigger language plpgsql as $$
begin
  update bank_match_line set live = false where district = new.district and match_id = new.match_id;
  return null;
end $$;
create trigger bank_match_ends after insert on bank_match_undo for each row execute function bank_match_ends();

create function bank_match_line_ends_once() returns trigger language plpgsql as $$
begin
  if pg_trigger_depth() < 2 or not old.live or new.live
    or (old.district, old.match_id, old.line, old.bank_line_id, old.posting_id, old.on_date, old.amount_fen, old.settled_on)
       is distinct from
       (new.district, new.match_id, new.line, new.bank_line_id, new.posting_id, new.on_date, new.amount_fen, new.settled_on)
  then
    raise exception 'I4: a match is undone by a record of its own, and never changed' using errcode = 'HG004';
  end if;
  return new;
end $$;
create trigger bank_match_line_ends_once before update on bank_match_line for each row execute function bank_match_line_ends_once();

create trigger append_only before update or delete on bank_account for each row execute function refuse_change();
create trigger append_only_all before truncate on bank_account for each statement execute function refuse_change();
create trigger append_only before update or delete on bank_statement for each row execute function refuse_change();
create trigger append_only_all before truncate on bank_statement for each statement execute function refuse_change();
create trigger append_only before update or delete on bank_line for each row execute function refuse_change();
create trigger append_only_all before truncate on bank_line for each statement execute function refuse_change();
create trigger append_only before update or delete on bank_item for each row execute function refuse_change();
create trigger append_only_all before truncate on bank_item for each statement execute function refuse_change();
create trigger append_only before update or delete on bank_match for each row execute function refuse_change();
create trigger append_only_all before truncate on bank_match for each statement execute function refuse_change();
create trigger append_only before delete on bank_match_line for each row execute function refuse_change();
create trigger append_only_all before truncate on bank_match_line for each statement execute function refuse_change();
create trigger append_only before update or delete on bank_match_undo for each row execute function refuse_change();
create trigger append_only_all before truncate on bank_match_undo for each statement execute function refuse_change();
