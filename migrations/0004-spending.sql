-- From plan to payee: plans and their slices, contractors, contracts, claims with papers and signatures, payment orders.

create table plan (
  district text not null references district,
  plan_id text not null,
  name text not null,
  year integer not null,
  state text not null,
  status text not null,
  -- The question and the answer as they were solved, to be verified again before adoption and by auditors later.
  problem jsonb not null,
  proposal jsonb not null,
  scale_fen bigint not null check (scale_fen > 0),
  comparison jsonb not null,
  settings jsonb not null,
  created_by text not null,
  created_at timestamptz not null,
  decision_no text,
  decided_on date,
  minutes text,
  adopted_by text,
  adopted_at timestamptz,
  primary key (district, plan_id),
  check ((state = 'adopted') = (decision_no is not null))
);

create table plan_slice (
  district text not null,
  plan_id text not null,
  lot_id text not null,
  project_id text not null,
  year integer not null,
  amount_fen bigint not null check (amount_fen > 0),
  primary key (district, plan_id, lot_id, project_id, year),
  foreign key (district, plan_id) references plan (district, plan_id)
);
create trigger append_only before update or delete on plan_slice for each row execute function refuse_change();
create trigger append_only_all before truncate on plan_slice for each statement execute function refuse_change();
create trigger append_only before delete on plan for each row execute function refuse_change();
create trigger append_only_all before truncate on plan for each statement execute function refuse_change();

create table contractor (
  district text not null references district,
  contractor_id text not null,
  name text not null,
  credit_code text not null,
  bank_name text not null,
  account_no text not null,
  account_name text not null,
  created_by text not null,
  created_at timestamptz not null,
  primary key (district, contractor_id),
  unique (district, credit_code)
);
-- A payee account is never edited; a changed account is a new decision of its own.
create trigger append_only before update or delete on contractor for each row execute function refuse_change();

create table contract (
  district text not null references district,
  contract_id text not null,
  contract_no text not null,
  name text not null,
  project_id text not null,
  contractor_id text not null,
  signed_on date not null,
  amount_fen bigint not null check (amount_fen > 0),
  created_by text not null,
  created_at timestamptz not null,
  primary key (district, contract_id),
  unique (district, contract_no),
  foreign key (district, project_id) references project (district, project_id),
  foreign key (district, contractor_id) references contractor (district, contractor_id)
);
create index contract_project on contract (district, project_id);
create trigger append_only before update or delete on contract for each row execute function refuse_change();

create table claim (
  district text not null references district,
  claim_id text not null,
  claim_no text not null,
  contract_id text not null,
  kind text not null,
  amount_fen bigint not null check (amount_fen > 0),
  invoice_no text not null,
  invoice_date date,
  description text not null,
  statement text not null,
  -- [{code, fileId, sha256}] in order; part of what is signed.
  papers jsonb not null,
  state text not null,
  -- Counts every change of content; a signature names the version and the hash it saw.
  version integer not null default 1,
  content_hash text not null,
  compiled_by text not null,
  compiled_at timestamptz not null,
  state_since timestamptz not null,
  primary key (district, claim_id),
  unique (district, claim_no),
  foreign key (district, contract_id) references contract (district, contract_id)
);
create index claim_contract on claim (district, contract_id);
create index claim_state on claim (district, state);
create trigger append_only before delete on claim for each row execute function refuse_change();
create trigger append_only_all before truncate on claim for each statement execute function refuse_change();

-- The content of a claim changes in a draft alone, and each change is a new version that nobody has signed (I10).
create function claim_content_versions() returns trigger language plpgsql as $$
begin
  if old.state = 'paid'
    or (old.district, old.claim_id, old.claim_no, old.contract_id, old.compiled_by, old.compiled_at) is distinct from
       (new.district, new.claim_id, new.claim_no, new.contract_id, new.compiled_by, new.compiled_at)
    or new.version not in (old.version, old.version + 1)
    or ((old.kind, old.amount_fen, old.invoice_no, old.invoice_date, old.description, old.statement, old.papers, old.content_hash)
        is distinct from
        (new.kind, new.amount_fen, new.invoice_no, new.invoice_date, new.description, new.statement, new.papers, new.content_hash)
        and (old.state <> 'draft' or new.version <> old.version + 1))
  then
    raise exception 'I10: the content of a claim changes in a draft, as a new version' using errcode = 'HG010';
  end if;
  return new;
end $$;
create trigger claim_content_versions before update on claim for each row execute function claim_content_versions();

create index claim_invoice on claim (district, invoice_no) where invoice_no <> '';

-- I10: five levels, five people. A signature is never taken away; it dies when the content it names is no longer current.
create table claim_signature (
  district text not null,
  claim_id text not null,
  version integer not null,
  level integer not null check (level between 1 and 5),
  person_id text not null,
  opinion text not null,
  content_hash text not null,
  signed_at timestamptz not null,
  primary key (district, claim_id, version, level),
  unique (district, claim_id, version, person_id),
  foreign key (district, claim_id) references claim (district, claim_id),
  foreign key (district, person_id) references person (district, person_id)
);
create trigger append_only before update or delete on claim_signature for each row execute function refuse_change();
create trigger append_only_all before truncate on claim_signature for each statement execute function refuse_change();

create function signature_valid() returns trigger language plpgsql as $$
declare
  c record;
begin
  select version, content_hash, compiled_by into c from claim where district = new.district and claim_id = new.claim_id for update;
  if c.compiled_by = new.person_id then
    raise exception 'I10: nobody signs their own claim' using errcode = 'HG010';
  end if;
  if c.version <> new.version or c.content_hash <> new.content_hash then
    raise exception 'I10: a signature covers the current content' using errcode = 'HG010';
  end if;
  if new.level > 1 and not exists (
    select 1 from claim_signature s
    where s.district = new.district and s.claim_id = new.claim_id and s.version = new.version and s.level = new.level - 1)
  then
    raise exception 'I10: levels sign in order' using errcode = 'HG010';
  end if;
  return new;
end $$;
create trigger signature_valid before insert on claim_signature for each row execute function signature_valid();

create table claim_return (
  district text not null,
  claim_id text not null,
  version integer not null,
  person_id text not null,
  level text not null,
  reason text not null,
  returned_at timestamptz not null,
  primary key (district, claim_id, version),
  foreign key (district, claim_id) references claim (district, claim_id)
);
create trigger append_only before update or delete on claim_return for each row execute function refuse_change();
create trigger append_only_all before truncate on claim_return for each statement execute function refuse_change();

create table payment_order (
  district text not null references district,
  payment_id text not null,
  order_no text not null,
  claim_id text not null,
  -- Orders of one version of a claim: at most one is alive.
  version integer not null,
  payee_id text not null,
  payee_name text not null,
  account_no text not null,
  bank_name text not null,
  amount_fen bigint not null check (amount_fen > 0),
  state text not null check (state in ('sent', 'paid', 'returned')),
  ordered_on date not null,
  ordered_by text not null,
  ordered_at timestamptz not null,
  result_on date,
  bank_reference text,
  return_reason text,
  result_by text,
  result_at timestamptz,
  primary key (district, payment_id),
  unique (district, order_no),
  unique (district, claim_id, version),
  foreign key (district, claim_id) references claim (district, claim_id)
);
create unique index payment_bank_reference on payment_order (district, bank_reference) where bank_reference is not null;

-- Only the contract's own registered account is ever paid, only with five valid signatures by five people.
create function payment_lawful() returns trigger language plpgsql as $$
declare
  signatures integer;
  people integer;
begin
  select count(*), count(distinct s.person_id) into signatures, people
    from claim_signature s join claim c on c.district = s.district and c.claim_id = s.claim_id
    where s.district = new.district and s.claim_id = new.claim_id
      and s.version = c.version and s.content_hash = c.content_hash and c.version = new.version;
  if signatures <> 5 or people <> 5 then
    raise exception 'I10: a payment needs five signatures of five people on the current content' using errcode = 'HG010';
  end if;
  if not exists (
    select 1 from claim c
      join contract k on k.district = c.district and k.contract_id = c.contract_id
      join contractor r on r.district = k.district and r.contractor_id = k.contractor_id
    where c.district = new.district and c.claim_id = new.claim_id and c.amount_fen = new.amount_fen
      and r.contractor_id = new.payee_id and r.account_no = new.account_no and r.name = new.payee_name)
  then
    raise exception 'A1: only the registered account of the contract can be paid, with the amount that was signed' using errcode = 'HG010';
  end if;
  return new;
end $$;
create trigger payment_lawful before insert on payment_order for each row execute function payment_lawful();

create function payment_result_once() returns trigger language plpgsql as $$
begin
  if old.state <> 'sent'
    or (old.claim_id, old.version, old.payee_id, old.payee_name, old.account_no, old.bank_name, old.amount_fen, old.order_no)
       is distinct from
       (new.claim_id, new.version, new.payee_id, new.payee_name, new.account_no, new.bank_name, new.amount_fen, new.order_no)
  then
    raise exception 'I4: a payment order only receives its result, once' using errcode = 'HG004';
  end if;
  return new;
end $$;
create trigger payment_result_once before update on payment_order for each row execute function payment_result_once();
create trigger append_only before delete on payment_order for each row execute function refuse_change();
create trigger append_only_all before truncate on payment_order for each statement execute function refuse_change();
