/** The plainest work that can be lost or torn: two rows in two tables, and a counter that must agree with both. */
import { createHash, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { migrate } from '#platform/db/migrate.ts'
import { row, rows, run, sql, theRow } from '#platform/db/sql.ts'
import type { Writer } from './writer.ts'

const contentOf = (id: string): string => createHash('sha256').update(id).digest('hex').repeat(8)

export const writer: Writer = {
  async prepare(database) {
    await migrate(database, join(import.meta.dirname, 'pairs-migrations'))
  },

  async write(database) {
    const id = randomUUID()
    await database.transaction(async (tx) => {
      await run(tx, sql`insert into left_side (id, content) values (${id}, ${contentOf(id)})`)
      await run(tx, sql`insert into right_side (id) values (${id})`)
      await run(tx, sql`update counter set pairs = pairs + 1`)
    })
    return id
  },

  async check(database, acknowledged) {
    const found = new Map(
      (await rows(database.db, sql<{ id: string; content: string }>`select id, content from left_side`)).map((one) => [
        one.id,
        one.content,
      ]),
    )
    const lost = acknowledged.filter((id) => found.get(id) !== contentOf(id))
    const torn = await rows(
      database.db,
      sql<{
        id: string
      }>`select coalesce(l.id, r.id) as id from left_side l full join right_side r using (id) where l.id is null or r.id is null`,
    )
    const counter = await row(database.db, sql<{ pairs: bigint }>`select pairs from counter`)
    const { pairs } = await theRow(database.db, sql<{ pairs: bigint }>`select count(*) as pairs from right_side`)
    const miscounted = counter?.pairs === pairs ? [] : [`counter says ${counter?.pairs}, ${pairs} pairs are there`]
    return [...lost, ...torn.map(({ id }) => `torn ${id}`), ...miscounted]
  },
}
