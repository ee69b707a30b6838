/** Money by stage, summed from the stored balances: the columns that every list shows. */
import { type RawBuilder, sql } from '#platform/db/sql.ts'

export const STAGE_COLUMNS = ['announced', 'expected', 'available', 'reserved', 'committed', 'ordered', 'returned', 'paid'] as const

export type StageAmounts = Record<(typeof STAGE_COLUMNS)[number], bigint>

/** Select list over a table aliased `alias` that has `stage` and `balance_fen`. */
export const stageSums = (alias: string): RawBuilder<unknown> =>
  sql.join(
    STAGE_COLUMNS.map((name) =>
      name === 'announced'
        ? sql`coalesce(-sum(${sql.ref(`${alias}.balance_fen`)}) filter (where ${sql.ref(`${alias}.stage`)} = 'source'), 0)::bigint as announced`
        : sql`coalesce(sum(${sql.ref(`${alias}.balance_fen`)}) filter (where ${sql.ref(`${alias}.stage`)} = ${sql.lit(name)}), 0)::bigint as ${sql.id(name)}`,
    ),
  )

export const stageAmountsOf = (r: StageAmounts): StageAmounts => ({
  announced: r.announced,
  expected: r.expected,
  available: r.available,
  reserved: r.reserved,
  committed: r.committed,
  ordered: r.ordered,
  returned: r.returned,
  paid: r.paid,
})

export const NO_MONEY: StageAmounts = {
  announced: 0n,
  expected: 0n,
  available: 0n,
  reserved: 0n,
  committed: 0n,
  ordered: 0n,
  returned: 0n,
  paid: 0n,
}
