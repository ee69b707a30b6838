/** What a posting must know of its book besides money: who keeps it, which months are closed, the next voucher number. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { monthKey } from '#kernel/civil-date.ts'
import { rows, run, sql, tableOf, type Tx } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import type { BookKey } from '#policy/books.ts'
import type { Heads } from './accounts.store.ts'
import { type BookState, chainBook, otherBook, type PostingDraft } from './ledger.model.ts'

export interface KeeperRow {
  readonly keeper_no: bigint
  readonly book: BookKey
  readonly person_id: string
  readonly from_date: CivilDate
  readonly to_date: CivilDate | null
}

/** Every appointment there has been, in the order it was made. */
export const keeperRows = (on: Executor, district: string) =>
  rows(
    on,
    sql<KeeperRow>`select k.keeper_no, k.book, k.person_id, k.from_date, e.to_date from book_keeper k
      left join book_keeper_end e on e.district = k.district and e.keeper_no = k.keeper_no
      where k.district = ${district} order by k.keeper_no`,
  )

export async function loadBookStates(on: Executor, district: string, heads: Heads): Promise<Map<BookKey, BookState>> {
  const keepers = await keeperRows(on, district)
  return new Map(
    [...heads].map(([book, head]) => [
      book as BookKey,
      {
        closedThrough: head.closedThrough,
        keepers: keepers.filter((k) => k.book === book).map((k) => ({ personId: k.person_id, from: k.from_date, to: k.to_date })),
      },
    ]),
  )
}

/** The number of a posting among the vouchers of its book and month, and among those of the book that a supplement reaches. */
export interface VoucherNumbers {
  readonly no: number
  readonly otherBook: string | null
  readonly otherNo: number | null
}

/** Takes the next numbers, in the order of the drafts. The heads of the books are held, so no number is taken twice or left out. */
export async function takeVouchers(tx: Tx, district: string, drafts: readonly PostingDraft[]): Promise<VoucherNumbers[]> {
  const places = drafts.flatMap((draft) => {
    const month = monthKey(draft.businessDate)
    const other = otherBook(draft)
    return [{ book: chainBook(draft), month }, ...(other ? [{ book: other, month }] : [])]
  })
  const wanted = new Map<string, { book: string; month: number; count: number }>()
  for (const { book, month } of places) {
    const place = wanted.get(`${book} ${month}`) ?? { book, month, count: 0 }
    wanted.set(`${book} ${month}`, { ...place, count: place.count + 1 })
  }
  const taken = await rows(
    tx,
    sql<{ book: string; month: number; vouchers: number }>`insert into period as d (district, book, month, vouchers)
      select ${district}, book, month, count from ${tableOf('w', { book: 'text', month: 'integer', count: 'integer' }, [...wanted.values()])}
      order by book, month
      on conflict (district, book, month) do update set vouchers = d.vouchers + excluded.vouchers
      returning book, month, vouchers`,
  )
  const last = new Map(taken.map((t) => [`${t.book} ${t.month}`, t.vouchers - wanted.get(`${t.book} ${t.month}`)!.count]))
  const next = (book: string, month: number): number => {
    const no = last.get(`${book} ${month}`)! + 1
    last.set(`${book} ${month}`, no)
    return no
  }
  return drafts.map((draft) => {
    const month = monthKey(draft.businessDate)
    const other = otherBook(draft)
    return { no: next(chainBook(draft), month), otherBook: other, otherNo: other ? next(other, month) : null }
  })
}

export interface NewKeeper {
  readonly no: bigint
  readonly book: string
  readonly personId: string
  readonly from: CivilDate
  readonly document: string
}

export async function insertKeepers(on: Executor, district: string, keepers: readonly NewKeeper[], by: string, now: string): Promise<void> {
  const columns = { no: 'bigint', book: 'text', person: 'text', from: 'date', document: 'text' } as const
  const records = keepers.map((k) => ({ no: k.no, book: k.book, person: k.personId, from: k.from, document: k.document }))
  await run(
    on,
    sql`insert into book_keeper (district, keeper_no, book, person_id, from_date, document, appointed_by, appointed_at)
      select ${district}, no, book, person, "from", document, ${by}, ${now} from ${tableOf('k', columns, records)}`,
  )
}
