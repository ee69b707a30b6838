-- What the closing of a year did to the titles of income and expenditure, line by line as on its voucher. The posting itself (kind
-- year-close) moves each lot's income and expenditure to its surplus; a reversal of it shows the same lines in red.
create table year_close_line (
  district text not null,
  posting_id text not null,
  line integer not null,
  lot_id text not null,
  subject text not null,
  debit_fen bigint not null check (debit_fen >= 0),
  credit_fen bigint not null check (credit_fen >= 0),
  primary key (district, posting_id, line),
  foreign key (district, posting_id) references posting (district, posting_id),
  foreign key (district, lot_id) references lot (district, lot_id),
  constraint year_close_line_one_side check ((debit_fen = 0) <> (credit_fen = 0))
);
create trigger append_only before update or delete on year_close_line for each row execute function refuse_change();
create trigger append_only_all before truncate on year_close_line for each statement execute function refuse_change();

-- A month closes and opens by a recorded act alone, one month after the other.
create function closed_by_event() returns trigger language plpgsql as $$
begin
  if new.closed_through is distinct from old.closed_through and not exists (
    select 1 from period_event e
    where e.district = new.district and e.book = new.book
      and e.event_no = (select max(l.event_no) from period_event l where l.district = new.district and l.book = new.book)
      and ((e.action = 'close' and new.closed_through = e.month)
        or (e.action = 'reopen' and old.closed_through = e.month and new.closed_through < e.month)))
  then
    raise exception 'I15: a month closes by a recorded act alone' using errcode = 'HG015';
  end if;
  return new;
end $$;
create trigger closed_by_event before update of closed_through on chain_head for each row execute function closed_by_event();
