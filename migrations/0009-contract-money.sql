-- The money of a contract the whole treasurer's way: payment terms, recovery and retention in a claim, audited settlement, late returns.

insert into posting_transition (kind, from_stage, to_stage) values
  ('late-return', 'paid', 'committed'),
  ('late-return', 'advanced', 'committed'),
  ('late-return', 'paid', 'retained'),
  ('household-late-return', 'paid', 'committed'),
  ('reward-late-return', 'paid', 'committed');

-- What a contract says about advance, progress and retention, in hundredths of a percent. A contract without terms has no row.
create table contract_terms (
  district text not null,
  contract_id text not null,
  advance_rate integer not null check (advance_rate between 0 and 10000),
  progress_rate integer not null check (progress_rate between 1 and 10000),
  accepted_rate integer not null check (accepted_rate between progress_rate and 10000),
  retention_rate integer not null check (retention_rate between 0 and 10000),
  retention_months integer not null check (retention_months between 0 and 120),
  recorded_by text not null,
  recorded_at timestamptz not null,
  primary key (district, contract_id),
  foreign key (district, contract_id) references contract (district, contract_id)
);
create trigger append_only before update or delete on contract_terms for each row execute function refuse_change();
create trigger append_only_all before truncate on contract_terms for each statement execute function refuse_change();

-- The audited settlement of a contract. Odd numbers settle, the even one after it withdraws: so there is one alive, or none.
create table settlement (
  district text not null,
  contract_id text not null,
  number integer not null check (number > 0),
  audited_fen bigint check (audited_fen > 0),
  -- What was cut from the contract, and how much of it had been paid already.
  cut_fen bigint check (cut_fen >= 0),
  over_fen bigint check (over_fen between 0 and cut_fen),
  audited_on date not null,
  accepted_on date,
  auditor text,
  report_no text not null check (report_no <> ''),
  report_file text,
  reason text not null,
  -- What it posted, so that a withdrawal reverses exactly that.
  postings text[] not null,
  recorded_by text not null,
  recorded_at timestamptz not null,
  primary key (district, contract_id, number),
  foreign key (district, contract_id) references contract (district, contract_id),
  check (case when number % 2 = 1
    then audited_fen is not null and cut_fen is not null and over_fen is not null and accepted_on is not null
      and auditor is not null and auditor <> '' and report_file is not null
    else audited_fen is null and cut_fen is null and over_fen is null and reason <> '' end)
);
create trigger append_only before update or delete on settlement for each row execute function refuse_change();
create trigger append_only_all before truncate on settlement for each statement execute function refuse_change();

create function settlement_follows() returns trigger language plpgsql as $$
begin
  if new.number > 1 and not exists (
    select 1 from settlement s
    where s.district = new.district and s.contract_id = new.contract_id and s.number = new.number - 1)
  then
    raise exception 'I4: a settlement follows the one before it' using errcode = 'HG004';
  end if;
  return new;
end $$;
create trigger settlement_follows before insert on settlement for each row execute function settlement_follows();

-- A claim pays its amount; its certified value is that, with what it recovers, retains and leaves until the settlement.
alter table claim add column recover_fen bigint not null default 0 check (recover_fen >= 0);
alter table claim add column retain_fen bigint not null default 0 check (retain_fen >= 0);
-- Below zero where an earlier part is paid now.
alter table claim add column defer_fen bigint not null default 0;
alter table claim add constraint claim_parts_of_kind
  check (kind in ('progress', 'final') or (recover_fen = 0 and retain_fen = 0 and defer_fen = 0));
alter table claim add constraint claim_certified_positive check (amount_fen + recover_fen + retain_fen + defer_fen > 0);

alter table payment_order drop constraint payment_order_state_check;
alter table payment_order add constraint payment_order_state_check check (state in ('sent', 'paid', 'returned', 'late-returned'));
-- What the result posted: the payment, and with it the advance that it recovered and the retention that it withheld.
alter table payment_order add column result_postings text[];
alter table payment_order add column late_on date;
alter table payment_order add column late_reference text;
alter table payment_order add column late_reason text;
alter table payment_order add column late_by text;
alter table payment_order add column late_at timestamptz;
alter table payment_order add constraint payment_late_whole check ((state = 'late-returned') = (late_on is not null)
  and (late_on is null) = (late_reference is null) and (late_on is null) = (late_reason is null)
  and (late_on is null) = (late_by is null) and (late_on is null) = (late_at is null));
create unique index payment_late_reference on payment_order (district, late_reference) where late_reference is not null;

-- An order receives its result once; what was paid may come back once.
create or replace function payment_result_once() returns trigger language plpgsql as $$
begin
  if not (old.state = 'sent' and new.state in ('paid', 'returned') or old.state = 'paid' and new.state = 'late-returned')
    or (old.claim_id, old.version, old.payee_id, old.payee_name, old.account_no, old.bank_name, old.amount_fen, old.order_no,
        old.ordered_on, old.ordered_by, old.ordered_at)
       is distinct from
       (new.claim_id, new.version, new.payee_id, new.payee_name, new.account_no, new.bank_name, new.amount_fen, new.order_no,
        new.ordered_on, new.ordered_by, new.ordered_at)
    or (old.state = 'paid'
      and (old.result_on, old.bank_reference, old.return_reason, old.result_by, old.result_at, old.result_postings)
        is distinct from
        (new.result_on, new.bank_reference, new.return_reason, new.result_by, new.result_at, new.result_postings))
  then
    raise exception 'I4: a payment order only receives its result, once' using errcode = 'HG004';
  end if;
  return new;
end $$;

-- The content of a claim changes in a draft alone; a paid claim opens again only when the bank gave its money back (I10).
create or replace function claim_content_versions() returns trigger language plpgsql as $$
begin
  if (old.state = 'paid' and not (
      new.state = 'draft' and new.version = old.version + 1 and exists (
        select 1 from payment_order o where o.district = old.district and o.claim_id = old.claim_id and o.version = old.version
          and o.state = 'late-returned')))
    or (old.district, old.claim_id, old.claim_no, old.contract_id, old.compiled_by, old.compiled_at) is distinct from
       (new.district, new.claim_id, new.claim_no, new.contract_id, new.compiled_by, new.compiled_at)
    or new.version not in (old.version, old.version + 1)
    or ((old.kind, old.amount_fen, old.recover_fen, old.retain_fen, old.defer_fen, old.invoice_no, old.invoice_date, old.description,
         old.statement, old.papers, old.content_hash)
        is distinct from
        (new.kind, new.amount_fen, new.recover_fen, new.retain_fen, new.defer_fen, new.invoice_no, new.invoice_date, new.description,
         new.statement, new.papers, new.content_hash)
        and (old.state <> 'draft' or new.version <> old.version + 1))
  then
    raise exception 'I10: the content of a claim changes in a draft, as a new version' using errcode = 'HG010';
  end if;
  return new;
end $$;

-- The audited value in force: null before the settlement and after its withdrawal.
create function contract_audited(of_district text, of_contract text) returns bigint language sql stable as $$
  select s.audited_fen from settlement s where s.district = of_district and s.contract_id = of_contract order by s.number desc limit 1
$$;

-- What a contract has used of its value: paid, on its way, or withheld of what was certified, with what orders at the bank will withhold.
create function contract_used(of_district text, of_contract text) returns bigint language sql stable as $$
  select coalesce((select sum(a.balance_fen) from account a
      where a.district = of_district and a.contract_id = of_contract and a.contract_id <> ''
        and a.stage in ('ordered', 'returned', 'retained', 'advanced', 'paid')), 0)::bigint
    + coalesce((select sum(c.retain_fen) from claim c
      where c.district = of_district and c.contract_id = of_contract and c.state = 'ordered'), 0)::bigint
$$;

-- Nothing is claimed beyond the audited value. What was retained counts already, so a claim for it takes nothing more.
create function claim_within_audit() returns trigger language plpgsql as $$
begin
  if new.kind <> 'retention'
    and contract_used(new.district, new.contract_id) + new.amount_fen + new.retain_fen > contract_audited(new.district, new.contract_id)
  then
    raise exception 'A2: a contract is not claimed beyond its audited value' using errcode = 'HG018';
  end if;
  return new;
end $$;
create trigger claim_within_audit before insert or update of kind, amount_fen, retain_fen on claim
  for each row execute function claim_within_audit();

create function payment_within_audit() returns trigger language plpgsql as $$
declare
  c record;
begin
  select contract_id, kind, amount_fen, retain_fen into c from claim where district = new.district and claim_id = new.claim_id;
  if c.kind <> 'retention'
    and contract_used(new.district, c.contract_id) + c.amount_fen + c.retain_fen > contract_audited(new.district, c.contract_id)
  then
    raise exception 'A2: a contract is not paid beyond its audited value' using errcode = 'HG018';
  end if;
  return new;
end $$;
create trigger payment_within_audit before insert on payment_order for each row execute function payment_within_audit();
