/**
 * The baseline of the posting benchmarks: what a programmer writes on a free afternoon. One transfer row in, two balances
 * changed, in one statement and one transaction. No rules, no chain, no lineage, no record of who did it, no repeat of a key.
 */
import type { Database } from '#platform/db/database.ts'
import { run, sql } from '#platform/db/sql.ts'

/** As many pairs of accounts as the real books have lots, so that both meet the same contention. */
export async function makeMinimal(database: Database, pairs: number): Promise<void> {
  await database.transaction(async (tx) => {
    await run(tx, sql`create table bench_account (account_id bigint primary key, balance_fen bigint not null)`)
    await run(
      tx,
      sql`create table bench_transfer (transfer_id bigint generated always as identity primary key, from_account bigint not null,
        to_account bigint not null, amount_fen bigint not null, made_at timestamptz not null default now())`,
    )
    await run(tx, sql`insert into bench_account select n, 1000000000000 from generate_series(1, ${2 * pairs}::bigint) as n`)
  })
}

/** Pair `n` is the accounts 2n+1 and 2n+2. */
export async function transferOne(database: Database, pair: number): Promise<void> {
  const from = BigInt(2 * pair + 1)
  await run(
    database.db,
    sql`with t as (insert into bench_transfer (from_account, to_account, amount_fen) values (${from}, ${from + 1n}, 1) returning from_account)
      update bench_account a set balance_fen = balance_fen + case when a.account_id = ${from} then -1 else 1 end
      from t where a.account_id in (${from}, ${from + 1n})`,
  )
}

/** One hundred transfers, one for each pair, in one statement: the batch a programmer writes on the second afternoon. */
export async function transferMany(database: Database, pairs: number): Promise<void> {
  await run(
    database.db,
    sql`with t as (
        insert into bench_transfer (from_account, to_account, amount_fen)
        select 2 * n - 1, 2 * n, 1 from generate_series(1, ${pairs}::bigint) as n returning from_account, to_account),
      d as (select from_account as account_id, -1 as delta from t union all select to_account, 1 from t)
      update bench_account a set balance_fen = balance_fen + d.delta from d where a.account_id = d.account_id`,
  )
}
