/**
 * The baseline of the posting benchmarks: what a programmer writes on a free afternoon, driven by PostgreSQL's own `pgbench`.
 * One transfer row in, two balances changed, one transaction. No rules, no chain, no lineage, no vouchers, no record of who
 * did it, no repeat of a key. Hot: all clients on one pair of accounts. Spread: two accounts of ten thousand, at random.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchServer } from './postgres.ts'

export const SPREAD_ACCOUNTS = 10_000

const TABLES = `
  create table bench_account (account_id bigint primary key, balance_fen bigint not null);
  create table bench_transfer (transfer_id bigint generated always as identity primary key, from_account bigint not null,
    to_account bigint not null, amount_fen bigint not null, made_at timestamptz not null default now());
  insert into bench_account select n, 1000000000000 from generate_series(1, ${SPREAD_ACCOUNTS}) as n;`

/** The lower number first, so that the programmer of the afternoon meets no deadlocks either. */
const transaction = `begin;
insert into bench_transfer (from_account, to_account, amount_fen) values (:a, :b, 1);
update bench_account set balance_fen = balance_fen + case when :a < :b then -1 else 1 end where account_id = least(:a, :b);
update bench_account set balance_fen = balance_fen + case when :a < :b then 1 else -1 end where account_id = greatest(:a, :b);
commit;
`

const PLACES = {
  hot: `\\set a 1\n\\set b 2\n`,
  spread: `\\set a random(1, ${SPREAD_ACCOUNTS})\n\\set b 1 + (:a + random(0, ${SPREAD_ACCOUNTS - 2})) % ${SPREAD_ACCOUNTS}\n`,
}

export type Place = keyof typeof PLACES

/** Transactions a second of the minimal posting, with so many clients, for so many seconds. */
export type Minimal = (place: Place, clients: number, seconds: number) => number

export function minimalOn(server: BenchServer): Minimal {
  const url = server.newDatabase()
  server.tool('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-c', TABLES, url])
  const file = (place: Place) => join(server.folder, `${place}.sql`)
  for (const place of ['hot', 'spread'] as const) writeFileSync(file(place), PLACES[place] + transaction)
  return (place, clients, seconds) => {
    const threads = Math.min(2, clients)
    const said = server.tool('pgbench', ['-n', `-c${clients}`, `-j${threads}`, `-T${Math.max(1, seconds)}`, '-f', file(place), url])
    const found = /tps = ([\d.]+)/.exec(said)
    if (!found) throw new Error(`pgbench did not tell its rate: ${said}`)
    return Number(found[1])
  }
}
