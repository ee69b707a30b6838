-- Scenarios (测算口径): the goals and limits a plan is solved under, kept by name. A change is a new version; a plan names the version it
-- was solved under, so that what was decided can be read again with the terms it was decided on.

create table scenario (
  district text not null references district,
  scenario_id text not null,
  version integer not null check (version > 0),
  name text not null check (name <> ''),
  year integer not null,
  terms jsonb not null,
  retired boolean not null default false,
  -- Why this version: what the first one is for, what a later one changes.
  note text not null check (note <> ''),
  created_by text not null,
  created_at timestamptz not null,
  primary key (district, scenario_id, version)
);
create trigger append_only before update or delete on scenario for each row execute function refuse_change();
create trigger append_only_all before truncate on scenario for each statement execute function refuse_change();

create function scenario_follows() returns trigger language plpgsql as $$
begin
  if new.version > 1 and not exists (
    select 1 from scenario s
    where s.district = new.district and s.scenario_id = new.scenario_id and s.version = new.version - 1 and not s.retired)
  then
    raise exception 'I4: a version of a scenario follows the one before it, and nothing follows a retired one' using errcode = 'HG004';
  end if;
  return new;
end $$;
create trigger scenario_follows before insert on scenario for each row execute function scenario_follows();

alter table plan
  add column scenario_id text,
  add column scenario_version integer,
  add constraint plan_scenario_both check ((scenario_id is null) = (scenario_version is null)),
  add constraint plan_scenario foreign key (district, scenario_id, scenario_version) references scenario (district, scenario_id, version);
