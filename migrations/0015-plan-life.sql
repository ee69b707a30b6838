-- The life of a plan after it is solved: rounds of consent, comments, publication, adjustments of an adopted plan and the postings
-- that adoption wrote. What was solved and what was decided stay as they were (I4, I12).

alter table plan
  add column parent_id text,
  add column cause text,
  add column cause_document text,
  -- Why it was adopted though a department objected or had not answered.
  add column over_reason text,
  add column published_no text,
  add column published_on date,
  add column published_by text,
  add column published_at timestamptz,
  add constraint plan_parent_fkey foreign key (district, parent_id) references plan (district, plan_id),
  add constraint plan_states check (state in ('draft', 'consulting', 'adopted', 'discarded')),
  add constraint plan_adjustment_caused check (parent_id is null or (cause <> '' and cause_document <> '')),
  add constraint plan_published_whole check (num_nonnulls(published_no, published_on, published_by, published_at) in (0, 4)),
  add constraint plan_published_adopted check (published_no is null or state = 'adopted');
create index plan_children on plan (district, parent_id) where parent_id is not null;

create function plan_follows() returns trigger language plpgsql as $$
begin
  if (old.plan_id, old.problem, old.proposal, old.scale_fen, old.settings, old.created_by)
    is distinct from
    (new.plan_id, new.problem, new.proposal, new.scale_fen, new.settings, new.created_by)
    or (old.parent_id is not null and (old.parent_id, old.cause, old.cause_document) is distinct from (new.parent_id, new.cause, new.cause_document))
  then
    raise exception 'I4: a plan stays as it was solved' using errcode = 'HG004';
  end if;
  if old.state <> new.state and not (
    (old.state = 'draft' and new.state in ('consulting', 'adopted', 'discarded'))
    or (old.state = 'consulting' and new.state in ('adopted', 'discarded')))
  then
    raise exception 'I6: a plan does not go from % to %', old.state, new.state using errcode = 'HG006';
  end if;
  if old.decision_no is not null and
    (old.decision_no, old.decided_on, old.minutes, old.adopted_by, old.adopted_at, old.over_reason) is distinct from
    (new.decision_no, new.decided_on, new.minutes, new.adopted_by, new.adopted_at, new.over_reason)
  then
    raise exception 'I4: a decision stays as it was taken' using errcode = 'HG004';
  end if;
  if old.published_no is not null and (old.published_no, old.published_on, old.published_by, old.published_at) is distinct from
    (new.published_no, new.published_on, new.published_by, new.published_at)
  then
    raise exception 'I4: what is published stays published' using errcode = 'HG004';
  end if;
  return new;
end $$;
create trigger plan_follows before update on plan for each row execute function plan_follows();

-- The office asks the departments; asking again opens the next round.
create table plan_round (
  district text not null,
  plan_id text not null,
  round integer not null check (round > 0),
  note text not null,
  asked_by text not null,
  asked_at timestamptz not null,
  primary key (district, plan_id, round),
  foreign key (district, plan_id) references plan (district, plan_id)
);
create trigger append_only before update or delete on plan_round for each row execute function refuse_change();
create trigger append_only_all before truncate on plan_round for each statement execute function refuse_change();

create table plan_round_department (
  district text not null,
  plan_id text not null,
  round integer not null,
  department text not null check (department <> ''),
  -- Nobody of it has an account here: named, and not waited for.
  reachable boolean not null,
  gives_fen bigint not null check (gives_fen >= 0),
  gets_fen bigint not null check (gets_fen >= 0),
  primary key (district, plan_id, round, department),
  foreign key (district, plan_id, round) references plan_round (district, plan_id, round)
);
create trigger append_only before update or delete on plan_round_department for each row execute function refuse_change();
create trigger append_only_all before truncate on plan_round_department for each statement execute function refuse_change();

-- One answer a department and round: the primary key is the guard.
create table plan_answer (
  district text not null,
  plan_id text not null,
  round integer not null,
  department text not null,
  answer text not null check (answer in ('agree', 'remark', 'object')),
  words text not null,
  answered_by text not null,
  answered_at timestamptz not null,
  primary key (district, plan_id, round, department),
  foreign key (district, plan_id, round, department) references plan_round_department (district, plan_id, round, department),
  constraint plan_answer_words check (answer = 'agree' or words <> '')
);
create trigger append_only before update or delete on plan_answer for each row execute function refuse_change();
create trigger append_only_all before truncate on plan_answer for each statement execute function refuse_change();

create table plan_comment (
  district text not null,
  plan_id text not null,
  comment_no integer not null check (comment_no > 0),
  -- Of one project or one lot of the plan; both null: of the whole plan.
  project_id text,
  lot_id text,
  words text not null check (words <> ''),
  written_by text not null,
  written_at timestamptz not null,
  primary key (district, plan_id, comment_no),
  foreign key (district, plan_id) references plan (district, plan_id),
  constraint plan_comment_on_one check (project_id is null or lot_id is null)
);
create trigger append_only before update or delete on plan_comment for each row execute function refuse_change();
create trigger append_only_all before truncate on plan_comment for each statement execute function refuse_change();

-- What an adjustment takes back before it gives anew.
create table plan_release (
  district text not null,
  plan_id text not null,
  lot_id text not null,
  book text not null,
  project_id text not null,
  amount_fen bigint not null check (amount_fen > 0),
  primary key (district, plan_id, lot_id, book, project_id),
  foreign key (district, plan_id) references plan (district, plan_id),
  foreign key (district, lot_id) references lot (district, lot_id),
  foreign key (district, project_id) references project (district, project_id)
);
create trigger append_only before update or delete on plan_release for each row execute function refuse_change();
create trigger append_only_all before truncate on plan_release for each statement execute function refuse_change();

create table plan_posting (
  district text not null,
  plan_id text not null,
  posting_id text not null,
  primary key (district, plan_id, posting_id),
  foreign key (district, plan_id) references plan (district, plan_id),
  foreign key (district, posting_id) references posting (district, posting_id)
);
create trigger append_only before update or delete on plan_posting for each row execute function refuse_change();
create trigger append_only_all before truncate on plan_posting for each statement execute function refuse_change();
