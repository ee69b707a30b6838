-- Who works here, what they did, and how a command is done exactly once. `district` leads every key from the start, so
-- that a province can distribute all districts over many servers and no daily query ever touches two of them.

create table district (
  district text primary key check (district ~ '^[0-9]{6}$'),
  name text not null check (length(name) > 0),
  demo boolean not null default false,
  created_at timestamptz not null
);

create table division (
  district text not null references district,
  code text not null,
  name text not null,
  level text not null check (level in ('district', 'township', 'village')),
  parent text,
  primary key (district, code)
);

create table person (
  district text not null references district,
  person_id text not null,
  username text not null,
  name text not null,
  role text not null,
  scope text,
  password_hash text not null,
  disabled boolean not null default false,
  failed_count integer not null default 0,
  locked_until timestamptz,
  created_at timestamptz not null,
  primary key (district, person_id),
  unique (district, username)
);

create table session (
  district text not null,
  token_hash text not null,
  person_id text not null,
  csrf_token text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (district, token_hash),
  foreign key (district, person_id) references person (district, person_id)
);

-- I5: one key of one person is one effect. The stored outcome answers a repeat; another input under the key is refused.
create table command_log (
  district text not null references district,
  person_id text not null,
  key text not null,
  command text not null,
  input_hash text not null,
  outcome jsonb,
  recorded_at timestamptz not null,
  primary key (district, person_id, key)
);

-- The record of actions: human sentences, hash-chained, exact bytes kept.
create table audit_event (
  district text not null references district,
  seq bigint not null,
  person_id text not null,
  actor text not null,
  command text not null,
  command_key text not null,
  subjects text[] not null,
  sentence jsonb not null,
  recorded_at timestamptz not null,
  bytes text not null,
  previous_hash text not null,
  hash text not null,
  primary key (district, seq)
);
create index audit_event_subjects on audit_event using gin (subjects);

create table event_head (
  district text primary key references district,
  seq bigint not null,
  hash text not null
);

-- Numbers that people read (contract 2026-0001 and so on), counted without gaps inside the transaction that uses them.
create table counter (
  district text not null references district,
  name text not null,
  value bigint not null,
  primary key (district, name)
);

-- Papers and uploaded sheets, kept by their content.
create table file (
  district text not null references district,
  file_id text not null,
  sha256 text not null,
  name text not null,
  media_type text not null,
  size bigint not null,
  content bytea not null,
  uploaded_by text not null,
  uploaded_at timestamptz not null,
  primary key (district, file_id)
);

-- I4: the database itself refuses to rewrite what was recorded.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'I4: % of % is refused: records are never changed, only followed by new ones', tg_op, tg_table_name
    using errcode = 'HG004';
end $$;

-- An event follows the previous one of its district; nothing stands beside the chain.
create function event_follows() returns trigger language plpgsql as $$
begin
  if not (new.seq = 1 and new.previous_hash = '')
    and not exists (
      select 1 from audit_event e where e.district = new.district and e.seq = new.seq - 1 and e.hash = new.previous_hash)
  then
    raise exception 'I4: an event follows the previous one of its district' using errcode = 'HG004';
  end if;
  return new;
end $$;
create trigger event_follows before insert on audit_event for each row execute function event_follows();
create trigger append_only_all before truncate on event_head for each statement execute function refuse_change();

create trigger append_only before update or delete on audit_event for each row execute function refuse_change();
create trigger append_only_all before truncate on audit_event for each statement execute function refuse_change();
create function command_outcome_once() returns trigger language plpgsql as $$
begin
  if old.outcome is not null
    or (old.district, old.person_id, old.key, old.command, old.input_hash) is distinct from
       (new.district, new.person_id, new.key, new.command, new.input_hash)
  then
    raise exception 'I4: the outcome of a command is written once' using errcode = 'HG004';
  end if;
  return new;
end $$;
create trigger command_outcome_once before update on command_log for each row execute function command_outcome_once();
create trigger append_only before delete on command_log for each row execute function refuse_change();
create trigger append_only_all before truncate on command_log for each statement execute function refuse_change();
create trigger append_only before update or delete on file for each row execute function refuse_change();
create trigger append_only_all before truncate on file for each statement execute function refuse_change();
