-- Paid money that comes back lowers the title it was paid under; and one special account is open at a time.

-- Refunded, cut, recovered or placed: kinds of their own for what was paid to households and as rewards.
insert into posting_transition (kind, from_stage, to_stage) values
  ('household-audit-cut', 'paid', 'recoverable'),
  ('reward-audit-cut', 'paid', 'recoverable'),
  ('household-refund', 'paid', 'reserved'),
  ('reward-refund', 'paid', 'reserved'),
  ('household-misuse-recovery', 'paid', 'available'),
  ('reward-misuse-recovery', 'paid', 'available'),
  ('reward-risk-fund-placement', 'paid', 'placed'),
  ('compensation-loss-recovery', 'paid', 'placed');

-- One special account stands behind the three books. When the bank is changed the new account names the one it replaces, both are open
-- until the money has moved over, and the old one ends with nothing left in it.
alter table bank_account add column replaces text;
alter table bank_account add constraint bank_account_replaces foreign key (district, replaces) references bank_account (district, account_id);
create unique index bank_account_replaced_once on bank_account (district, replaces) where replaces is not null;

create table bank_account_end (
  district text not null,
  account_id text not null,
  closed_on date not null,
  document text not null check (document <> ''),
  closed_by text not null,
  closed_at timestamptz not null,
  primary key (district, account_id),
  foreign key (district, account_id) references bank_account (district, account_id)
);
create trigger append_only before update or delete on bank_account_end for each row execute function refuse_change();
create trigger append_only_all before truncate on bank_account_end for each statement execute function refuse_change();

create function bank_account_alone() returns trigger language plpgsql as $$
begin
  -- Two who register at the same moment come one after the other.
  perform 1 from district d where d.district = new.district for update;
  if exists (
    select 1 from bank_account a
    where a.district = new.district and a.account_id is distinct from new.replaces
      and not exists (select 1 from bank_account_end e where e.district = a.district and e.account_id = a.account_id))
  then
    raise exception 'A1: one special account is open at a time; another one replaces it' using errcode = 'HG020';
  end if;
  return new;
end $$;
create trigger bank_account_alone before insert on bank_account for each row execute function bank_account_alone();
