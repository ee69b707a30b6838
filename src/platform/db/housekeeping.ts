/**
 * What a PostgreSQL server does by itself in the background and the embedded engine, which has no background, does not:
 * checkpoints, without which the log grows and recovery takes ever longer, and vacuum and analyze, without which tables
 * swell and plans grow stale. One small piece at a time, between transactions.
 */
import type { Channel } from './driver.ts'

/** Recovery reads at most about this much log: a second or two. */
const LOG_BYTES = 32 * 1024 * 1024

/** The thresholds of PostgreSQL's own autovacuum. */
const DUE = `
  select format('%I.%I', schemaname, relname) as name, n_dead_tup > 50 + 0.2 * n_live_tup as dead
  from pg_stat_user_tables
  where n_dead_tup > 50 + 0.2 * n_live_tup or n_mod_since_analyze > 50 + 0.1 * n_live_tup
  order by n_dead_tup + n_mod_since_analyze desc limit 1`

const LOG_SINCE_CHECKPOINT = `
  select pg_wal_lsn_diff(pg_current_wal_lsn(), checkpoint_lsn) > ${LOG_BYTES} as much from pg_control_checkpoint()`

/** Does what is most due, if anything is. The channel must be outside a transaction. */
export async function keepHouse(channel: Channel): Promise<void> {
  const ask = async (text: string) => (await channel.query(text, [])).rows[0]
  // Counters are otherwise published once a second at most, and a burst of work would go unseen.
  await ask('select pg_stat_force_next_flush()')
  if ((await ask(LOG_SINCE_CHECKPOINT))?.['much'] === true) await ask('checkpoint')
  const due = await ask(DUE)
  if (due) await ask(`${due['dead'] === true ? 'vacuum (analyze)' : 'analyze'} ${String(due['name'])}`)
}
