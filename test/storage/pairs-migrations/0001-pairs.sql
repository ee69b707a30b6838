create table left_side (id uuid primary key, content text not null);
create table right_side (id uuid primary key);
create table counter (one integer primary key default 1 check (one = 1), pairs bigint not null);
insert into counter (pairs) values (0);
