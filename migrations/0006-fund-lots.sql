-- Fund lots at full width, and their history. A lot's money never changes except by postings; what describes it is followed by
-- versions, and the lot shows the last of them, kept there by the database as moves keep a balance. Nothing else changes a lot (I4).

alter table fund_document
  add column kind text not null default 'quota',
  add column issuer text,
  -- Starts the 30-day and the idle clock; without it the date of issue does, else the day of registration.
  add column received_on date;

alter table lot
  add column nature text,
  add column func_code text,
  add column econ_code text,
  add column pool_reason text,
  -- The exact last day, where the document gives one; usable_to is its year.
  add column usable_until date,
  add column carried_from integer,
  add constraint lot_until_in_year check (usable_until is null or extract(year from usable_until) = usable_to),
  add constraint lot_carried_from_before check (carried_from is null or carried_from < fiscal_year);

-- Version 1 is the lot as registered, written when it is first adjusted; each later one names who, when, why and by which document.
create table lot_version (
  district text not null,
  lot_id text not null,
  version integer not null check (version > 0),
  fund_name text not null,
  catalogue_code text not null,
  department text not null,
  nature text,
  func_code text,
  econ_code text,
  pool_class text not null,
  pool_reason text,
  usable_to integer not null,
  usable_until date,
  carried_from integer,
  regions text[],
  purpose text not null,
  uses text[] not null,
  -- Quota raised (above zero) or cut (below), posted by posting_id.
  change_fen bigint not null default 0,
  posting_id text,
  document text not null,
  reason text not null,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (district, lot_id, version),
  foreign key (district, lot_id) references lot (district, lot_id),
  check ((change_fen = 0) = (posting_id is null)),
  check (version = 1 or (document <> '' and reason <> ''))
);
create trigger append_only before update or delete on lot_version for each row execute function refuse_change();
create trigger append_only_all before truncate on lot_version for each statement execute function refuse_change();

-- What may be paid, whom the money is due to and where it may be used stay once it has reached a project (I13).
create function lot_shows_version() returns trigger language plpgsql as $$
declare
  old_uses text[];
  was record;
begin
  if new.version > 1 and not exists (
    select 1 from lot_version v where v.district = new.district and v.lot_id = new.lot_id and v.version = new.version - 1)
  then
    raise exception 'I4: a version of a lot follows the one before it' using errcode = 'HG004';
  end if;
  select l.pool_class, l.regions into was from lot l where l.district = new.district and l.lot_id = new.lot_id;
  old_uses := array(select u.use_code from lot_use u where u.district = new.district and u.lot_id = new.lot_id order by u.use_code collate "C");
  if (old_uses, was.pool_class, was.regions) is distinct from
     (array(select x from unnest(new.uses) x order by x collate "C"), new.pool_class, new.regions)
    and exists (select 1 from account a where a.district = new.district and a.lot_id = new.lot_id and a.project_id <> '')
  then
    raise exception 'I13: what a lot may pay for stays once it has reached a project' using errcode = 'HG013';
  end if;
  update lot l set fund_name = new.fund_name, catalogue_code = new.catalogue_code, department = new.department, nature = new.nature,
      func_code = new.func_code, econ_code = new.econ_code, pool_class = new.pool_class, pool_reason = new.pool_reason,
      usable_to = new.usable_to, usable_until = new.usable_until, carried_from = new.carried_from, regions = new.regions,
      purpose = new.purpose
    where l.district = new.district and l.lot_id = new.lot_id;
  delete from lot_use u where u.district = new.district and u.lot_id = new.lot_id and u.use_code <> all (new.uses);
  insert into lot_use (district, lot_id, use_code)
    select new.district, new.lot_id, x from unnest(new.uses) x on conflict do nothing;
  return null;
end $$;
create trigger lot_shows_version after insert on lot_version for each row execute function lot_shows_version();

-- A lot changes by its versions alone, and never in what its money rests on.
create function lot_follows_versions() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and pg_trigger_depth() >= 2
    and (old.district, old.lot_id, old.doc_id, old.line, old.level, old.book, old.fiscal_year, old.amount_fen, old.source, old.created_at)
        is not distinct from
        (new.district, new.lot_id, new.doc_id, new.line, new.level, new.book, new.fiscal_year, new.amount_fen, new.source, new.created_at)
  then
    return new;
  end if;
  raise exception 'I4: % of % is refused: records are never changed, only followed by new ones', tg_op, tg_table_name
    using errcode = 'HG004';
end $$;
drop trigger append_only on lot;
create trigger append_only before update or delete on lot for each row execute function lot_follows_versions();

create function lot_use_follows_versions() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and pg_trigger_depth() >= 2 then
    return old;
  end if;
  raise exception 'I4: % of % is refused: records are never changed, only followed by new ones', tg_op, tg_table_name
    using errcode = 'HG004';
end $$;
drop trigger append_only on lot_use;
create trigger append_only before update or delete on lot_use for each row execute function lot_use_follows_versions();

-- By hand no use is added to a lot in the books; by a version one is, and lot_shows_version has looked at the projects.
create or replace function lot_use_settled() returns trigger language plpgsql as $$
begin
  if pg_trigger_depth() < 2 and exists (select 1 from account a where a.district = new.district and a.lot_id = new.lot_id) then
    raise exception 'I13: the uses of a lot in the books stay as they are' using errcode = 'HG013';
  end if;
  return new;
end $$;
