/** Looks a printed head up on the chain. */
import { row, sql } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { type HeadAnswer, judgeHead, type PrintedHead } from './heads.model.ts'

/** `postingId`: the posting that stands at the printed number now. */
export async function checkHead(on: Executor, district: string, head: PrintedHead): Promise<HeadAnswer & { postingId: string | null }> {
  const at = await row(
    on,
    sql<{ posting_id: string; hash: string }>`select posting_id, hash from posting
      where district = ${district} and book = ${head.book} and number = ${head.number}`,
  )
  const last = await row(
    on,
    sql<{ number: bigint | null }>`select max(number) as number from posting where district = ${district} and book = ${head.book}`,
  )
  return { ...judgeHead(head, at?.hash ?? null, last?.number ?? 0n), postingId: at?.posting_id ?? null }
}
