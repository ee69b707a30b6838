/**
 * The row types of the query builder. Left open on purpose: features state the type of a row where they write the
 * statement (`sql<{ id: string }>`…), so a table has no second description that could drift from its migration.
 */
import type { Kysely } from 'kysely'

export type Tables = Record<string, Record<string, unknown>>

/** What a statement runs on: an open transaction, or the database itself for a single read. */
export type Executor = Kysely<Tables>
