-- A treasurer's decisions beside the books: phases of projects, supplements with their proven shortfall, what becomes of money that
-- was not spent, and borrowing. Guards: I14 a supplement rests on its proof; I17 phases stay above what is allocated; I18 fiscal books
-- owe nothing and repay nothing.

-- Version 1 is the project as it entered the library, written when it is first planned anew.
create table project_phase_version (
  district text not null,
  project_id text not null,
  version integer not null check (version > 0),
  years integer[] not null,
  needs_fen bigint[] not null,
  document text not null,
  reason text not null,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (district, project_id, version),
  foreign key (district, project_id) references project (district, project_id),
  check (cardinality(years) > 0 and cardinality(years) = cardinality(needs_fen)),
  check (version = 1 or (document <> '' and reason <> ''))
);
create trigger append_only before update or delete on project_phase_version for each row execute function refuse_change();
create trigger append_only_all before truncate on project_phase_version for each statement execute function refuse_change();

create function project_phase_shows_version() returns trigger language plpgsql as $$
declare
  allocated bigint;
begin
  if new.version > 1 and not exists (
    select 1 from project_phase_version v
    where v.district = new.district and v.project_id = new.project_id and v.version = new.version - 1)
  then
    raise exception 'I4: a version of phases follows the one before it' using errcode = 'HG004';
  end if;
  select coalesce(sum(a.balance_fen), 0) into allocated from account a
    where a.district = new.district and a.project_id = new.project_id and a.stage <> 'recognised';
  if (select sum(n) from unnest(new.needs_fen) n) < allocated then
    raise exception 'I17: phases are never planned below what is allocated' using errcode = 'HG017';
  end if;
  delete from project_phase f where f.district = new.district and f.project_id = new.project_id and f.year <> all (new.years);
  insert into project_phase (district, project_id, year, need_fen)
    select new.district, new.project_id, p.year, p.need from unnest(new.years, new.needs_fen) as p(year, need)
    on conflict (district, project_id, year) do update set need_fen = excluded.need_fen;
  return null;
end $$;
create trigger project_phase_shows_version after insert on project_phase_version
  for each row execute function project_phase_shows_version();

create function project_phase_follows() returns trigger language plpgsql as $$
begin
  if pg_trigger_depth() < 2 then
    raise exception 'I4: phases change by their versions alone' using errcode = 'HG004';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger project_phase_follows before update or delete on project_phase for each row execute function project_phase_follows();

-- A supplement keeps the shortfall that was proven for it.
create table supplement (
  district text not null,
  supplement_id text not null,
  posting_id text not null,
  giver text not null,
  receiver text not null,
  project_id text not null,
  -- Phases due up to this year were counted.
  year integer not null,
  amount_fen bigint not null check (amount_fen > 0),
  need_fen bigint not null check (need_fen >= 0),
  allocated_fen bigint not null check (allocated_fen >= 0),
  own_fen bigint not null check (own_fen >= 0),
  -- What another fiscal book could still have paid when debt was asked: nothing, for debt comes last.
  fiscal_fen bigint not null check (fiscal_fen = 0),
  shortfall_fen bigint not null,
  document text not null check (document <> ''),
  reason text not null check (reason <> ''),
  decided_on date not null,
  decided_by text not null,
  decided_at timestamptz not null,
  primary key (district, supplement_id),
  unique (district, posting_id),
  foreign key (district, posting_id) references posting (district, posting_id),
  foreign key (district, project_id) references project (district, project_id),
  constraint supplement_shortfall check (shortfall_fen = greatest(need_fen - allocated_fen - own_fen, 0)),
  constraint supplement_within_shortfall check (amount_fen <= shortfall_fen)
);
create index supplement_project on supplement (district, project_id);
create trigger append_only before update or delete on supplement for each row execute function refuse_change();
create trigger append_only_all before truncate on supplement for each statement execute function refuse_change();

create function supplement_proven() returns trigger language plpgsql as $$
begin
  if not exists (
    select 1 from supplement s where s.district = new.district and s.posting_id = new.posting_id and s.amount_fen = new.amount_fen
      and s.giver = new.book and s.receiver = new.other_book)
  then
    raise exception 'I14: a supplement rests on its proven shortfall' using errcode = 'HG014';
  end if;
  return null;
end $$;
create constraint trigger supplement_proven after insert on posting deferrable initially deferred
  for each row when (new.kind = 'supplement') execute function supplement_proven();

-- Debt never pays what is due to persons, also when it reaches the project through another book.
create or replace function account_use_permitted() returns trigger language plpgsql as $$
declare
  p record;
begin
  if new.project_id = '' then
    return new;
  end if;
  select category, poverty, agriculture, household into p from project
    where district = new.district and project_id = new.project_id;
  if not found then
    raise exception 'I13: no such project' using errcode = 'HG013';
  end if;
  if not exists (
    select 1 from lot_use u where u.district = new.district and u.lot_id = new.lot_id and u.use_code = p.category)
  then
    raise exception 'I13: the document of this lot does not permit the use %', p.category using errcode = 'HG013';
  end if;
  if (new.book = 'poverty' and not p.poverty) or not (p.poverty or p.agriculture) then
    raise exception 'I13: the book % may not pay this project', new.book using errcode = 'HG013';
  end if;
  if exists (
    select 1 from lot l where l.district = new.district and l.lot_id = new.lot_id
      and ((l.pool_class = 'personal' and not p.household) or ('financing' in (l.book, new.book) and p.household)))
  then
    raise exception 'I13: money due to persons and money for works may not be exchanged' using errcode = 'HG013';
  end if;
  return new;
end $$;

-- What was decided about a lot's unspent money.
create table carry_decision (
  district text not null,
  lot_id text not null,
  decision_no integer not null check (decision_no > 0),
  action text not null check (action in ('carry-over', 'reallocate', 'return', 'year-end')),
  -- The year that ended or ends.
  year integer not null,
  amount_fen bigint not null check (amount_fen > 0),
  posting_id text,
  document text not null check (document <> ''),
  reason text not null,
  decided_on date not null,
  usable_to_before integer not null,
  usable_to_after integer not null check (usable_to_after >= usable_to_before),
  decided_by text not null,
  decided_at timestamptz not null,
  primary key (district, lot_id, decision_no),
  foreign key (district, lot_id) references lot (district, lot_id),
  foreign key (district, posting_id) references posting (district, posting_id),
  check ((action = 'reallocate') = (posting_id is null))
);
create trigger append_only before update or delete on carry_decision for each row execute function refuse_change();
create trigger append_only_all before truncate on carry_decision for each statement execute function refuse_change();

-- Borrowing. What is owed stands in the books; an agreement says on which terms.
alter table account add constraint account_debt_in_financing check (stage not in ('lender', 'owed', 'repaid') or book = 'financing');

create table loan (
  district text not null references district,
  loan_id text not null,
  instrument text not null check (instrument in ('loan', 'bond')),
  lender text not null check (lender <> ''),
  borrower text not null check (borrower <> ''),
  agreement_no text not null,
  -- The same agreement cannot be registered twice.
  agreement_key text not null check (agreement_key <> ''),
  line_fen bigint not null check (line_fen > 0),
  -- Parts per million a year: 47500 is 4.75 %.
  rate_ppm integer not null check (rate_ppm >= 0),
  day_count text not null,
  starts_on date not null,
  ends_on date not null,
  interest_months integer not null check (interest_months > 0),
  repayment text not null check (repayment in ('bullet', 'equal', 'schedule')),
  principal_months integer check (principal_months > 0),
  registered_by text not null,
  registered_at timestamptz not null,
  primary key (district, loan_id),
  unique (district, agreement_key),
  check (starts_on < ends_on),
  check ((repayment = 'equal') = (principal_months is not null))
);
create table loan_schedule (
  district text not null,
  loan_id text not null,
  due_on date not null,
  principal_fen bigint not null check (principal_fen > 0),
  primary key (district, loan_id, due_on),
  foreign key (district, loan_id) references loan (district, loan_id)
);
-- The lots that an agreement brought.
create table loan_lot (
  district text not null,
  loan_id text not null,
  lot_id text not null,
  posting_id text not null,
  primary key (district, lot_id),
  unique (district, posting_id),
  foreign key (district, loan_id) references loan (district, loan_id),
  foreign key (district, lot_id) references lot (district, lot_id),
  foreign key (district, posting_id) references posting (district, posting_id)
);
create index loan_lot_loan on loan_lot (district, loan_id);
-- Interest that the borrower paid from outside; it never touches the account.
create table loan_interest (
  district text not null,
  loan_id text not null,
  payment_no integer not null check (payment_no > 0),
  paid_on date not null,
  amount_fen bigint not null check (amount_fen > 0),
  paid_from text not null check (paid_from <> ''),
  document text not null check (document <> ''),
  recorded_by text not null,
  recorded_at timestamptz not null,
  primary key (district, loan_id, payment_no),
  foreign key (district, loan_id) references loan (district, loan_id)
);
create trigger append_only before update or delete on loan for each row execute function refuse_change();
create trigger append_only_all before truncate on loan for each statement execute function refuse_change();
create trigger append_only before update or delete on loan_schedule for each row execute function refuse_change();
create trigger append_only_all before truncate on loan_schedule for each statement execute function refuse_change();
create trigger append_only before update or delete on loan_lot for each row execute function refuse_change();
create trigger append_only_all before truncate on loan_lot for each statement execute function refuse_change();
create trigger append_only before update or delete on loan_interest for each row execute function refuse_change();
create trigger append_only_all before truncate on loan_interest for each statement execute function refuse_change();
