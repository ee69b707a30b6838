-- Fund documents, the project library, and what ties them: an account for a project can only be opened on a lot whose
-- document permits the project's use (I13, second guard).

create table fund_document (
  district text not null references district,
  doc_id text not null,
  doc_no text not null,
  -- 文号 with brackets, spaces and width normalised: the same document cannot be registered twice.
  doc_no_key text not null check (doc_no_key <> ''),
  title text not null,
  level text not null,
  issued_on date,
  file_id text,
  registered_by text not null,
  registered_at timestamptz not null,
  primary key (district, doc_id),
  unique (district, doc_no_key)
);
create trigger append_only before update or delete on fund_document for each row execute function refuse_change();
create trigger append_only_all before truncate on fund_document for each statement execute function refuse_change();

create table project (
  district text not null references district,
  project_id text not null,
  code text not null,
  name text not null,
  name_key text not null,
  year integer not null,
  category text not null,
  poverty boolean not null,
  agriculture boolean not null,
  household boolean not null,
  region text,
  place text not null,
  location text not null,
  content text not null,
  responsible_unit text not null,
  households integer not null check (households >= 0),
  score integer not null,
  state text not null,
  source jsonb,
  created_by text not null,
  created_at timestamptz not null,
  primary key (district, project_id),
  unique (district, code)
);
create index project_year on project (district, year, state);
create index project_name on project (district, name_key);

create table project_phase (
  district text not null,
  project_id text not null,
  year integer not null,
  need_fen bigint not null check (need_fen > 0),
  primary key (district, project_id, year),
  foreign key (district, project_id) references project (district, project_id)
);

create function account_use_permitted() returns trigger language plpgsql as $$
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
      and ((l.pool_class = 'personal' and not p.household) or (new.book = 'financing' and p.household)))
  then
    raise exception 'I13: money due to persons and money for works may not be exchanged' using errcode = 'HG013';
  end if;
  return new;
end $$;
create trigger account_use_permitted before insert on account for each row execute function account_use_permitted();

-- What a project is for cannot change while money lies on it.
create function project_use_stays() returns trigger language plpgsql as $$
begin
  if (old.category, old.poverty, old.agriculture, old.household) is distinct from (new.category, new.poverty, new.agriculture, new.household)
    and exists (select 1 from account a where a.district = old.district and a.project_id = old.project_id)
  then
    raise exception 'I13: the use of a project with money stays as it is' using errcode = 'HG013';
  end if;
  return new;
end $$;
create trigger project_use_stays before update on project for each row execute function project_use_stays();
