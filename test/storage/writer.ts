/** What a kill test needs to know about the work that is killed; ledger postings can stand in for the plain pairs. */
import type { Database } from '#platform/db/database.ts'

export interface Writer {
  /** Brings the schema up and whatever the work stands on; runs at every start, also after a kill in its own middle. */
  prepare(database: Database): Promise<void>
  /** One piece of work, committed. Returns a token (one line of text) by which `check` finds it again. */
  write(database: Database): Promise<string>
  /** One line for each acknowledged token that is lost or damaged and for each half-done piece of work; empty is good. */
  check(database: Database, acknowledged: readonly string[]): Promise<string[]>
}
