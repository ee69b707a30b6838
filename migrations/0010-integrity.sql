-- How links are hashed, by setting: 2 is SHA-256, 3 is SM3 (GB/T 32905), for the books and for the record of actions alike. Each link
-- says its own, so a chain may change from one to the other and stays whole.

-- What books and record begin with; after that each head says what its next link uses.
alter table district add column hash_format smallint not null default 2 check (hash_format in (2, 3));

alter table chain_head add constraint chain_head_format check (format in (2, 3));
alter table posting add constraint posting_format check (format in (1, 2, 3));

alter table event_head add column format smallint not null default 2 check (format in (2, 3));
alter table audit_event add column format smallint not null default 2 check (format in (2, 3));
alter table audit_event alter column format drop default;

-- The end of a chain moves on; it is never taken away.
create trigger append_only before delete on chain_head for each row execute function refuse_change();
create trigger append_only before delete on event_head for each row execute function refuse_change();
