/** Money by stage, summed from the stored balances: the columns that every list shows, and the four amounts. */
import { type RawBuilder, sql } from '#platform/db/sql.ts'
import { STAGE_COLUMNS, type StageAmounts } from './amounts.model.ts'

/** Select list over a table aliased `alias` that has `stage` and `balance_fen`. */
export const stageSums = (alias: string): RawBuilder<unknown> =>
  sql.join(
    STAGE_COLUMNS.map((name) =>
      name === 'announced'
        ? sql`coalesce(-sum(${sql.ref(`${alias}.balance_fen`)}) filter (where ${sql.ref(`${alias}.stage`)} = 'source'), 0)::bigint as announced`
        : sql`coalesce(sum(${sql.ref(`${alias}.balance_fen`)}) filter (where ${sql.ref(`${alias}.stage`)} = ${sql.lit(name)}), 0)::bigint as ${sql.id(name)}`,
    ),
  )

export const stageAmountsOf = (r: StageAmounts): StageAmounts =>
  Object.fromEntries(STAGE_COLUMNS.map((name) => [name, r[name]])) as Record<keyof StageAmounts, bigint>
