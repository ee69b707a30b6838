/** Reads the books for the plain-text journal: vouchers month by month, and the balances that close it, computed apart from them. */
import { addDays, type CivilDate, lastDayOfYear, yearOf } from '#kernel/civil-date.ts'
import { laterThan } from '#features/ledger/accounts-at.store.ts'
import type { Transition } from '#features/ledger/entries.model.ts'
import { rows, sql } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { type BookKey, books } from '#policy/books.ts'
import { subjects } from '#policy/subjects.ts'
import { entriesOf, type Ledger } from './entries.model.ts'
import {
  type AccountBalances,
  accountOf,
  assertionText,
  fileHead,
  journalFile,
  LEDGERS,
  type Legend,
  MAIN_FILE,
  mainText,
  openingText,
  transactionText,
} from './journal-text.model.ts'
import { closingRows, movesJoined, orientedMove, WHOLE } from './turnover.store.ts'
import { voucherLines } from './vouchers.model.ts'
import { districtName, numberIn, voucherMonths, vouchersOfMonth } from './vouchers.store.ts'

export interface JournalOptions {
  /** This year alone, with an opening transaction. */
  readonly year?: number | undefined
  readonly asOf?: CivilDate | undefined
  readonly knownAt?: string | undefined
  readonly today: CivilDate
}

/** Writes a piece of a file; pieces of one file come in order. */
export type WritePiece = (file: string, text: string) => Promise<void>

export async function exportJournal(
  on: Executor,
  district: string,
  options: JournalOptions,
  write: WritePiece,
): Promise<{ transactions: number }> {
  const until = endOf(options)
  const office = await districtName(on, district)
  const closing = await balancesAt(on, district, until, options.knownAt)
  const first = options.year ? (`${options.year}-01-01` as CivilDate) : null
  const opening = first ? await balancesAt(on, district, addDays(first, -1), options.knownAt) : null
  const months = await voucherMonths(on, district)
  let transactions = 0
  for (const book of Object.keys(books) as BookKey[]) {
    for (const ledger of LEDGERS) {
      await write(journalFile(book, ledger), fileHead(office, book, ledger))
      if (first && opening) await write(journalFile(book, ledger), openingText(book, first, ownOf(opening, book, ledger)))
    }
    const own = months.filter((m) => m.book === book && (!options.year || Math.floor(m.month / 100) === options.year)).map((m) => m.month)
    for (const month of own.sort((a, b) => a - b))
      for (const voucher of await vouchersOfMonth(on, district, book, month, { asOf: until, knownAt: options.knownAt })) {
        const lines = voucherLines(voucher, book)
        for (const ledger of LEDGERS) {
          const text = transactionText(voucher, book, numberIn(voucher, book), ledger, lines)
          if (text === '') continue
          transactions += 1
          await write(journalFile(book, ledger), text)
        }
      }
    for (const ledger of LEDGERS) await write(journalFile(book, ledger), assertionText(book, until, ownOf(closing, book, ledger)))
  }
  await write(MAIN_FILE, mainText(office, periodWords(options, until), await legendOf(on, district)))
  return { transactions }
}

/** The last day that the journal speaks of. */
function endOf({ year, asOf, today }: JournalOptions): CivilDate {
  const last = asOf ?? today
  if (!year) return last
  return yearOf(last) > year ? lastDayOfYear(year) : last
}

const periodWords = ({ year, knownAt }: JournalOptions, until: CivilDate): string =>
  [year ? `${year}年` : '', `截至 ${until}`, knownAt ? `已知于 ${knownAt}` : ''].filter((part) => part !== '').join(' ')

const ownOf = (balances: AccountBalances, book: BookKey, ledger: Ledger): AccountBalances =>
  new Map([...balances].filter(([name]) => name.startsWith(`${book}:${ledger}:`)))

interface SumRow {
  readonly lot_id: string
  readonly project_id: string
  readonly kind: Transition['kind']
  readonly from_stage: Transition['from']
  readonly to_stage: Transition['to']
  readonly from_book: BookKey
  readonly to_book: BookKey
  readonly amount: bigint
}

/** Debit less credit of every account of the journal, from sums of moves by lot, project and transition. */
export async function balancesAt(on: Executor, district: string, until: CivilDate, knownAt: string | undefined): Promise<AccountBalances> {
  const balances = new Map<string, bigint>()
  const put = (name: string, amount: bigint) => balances.set(name, (balances.get(name) ?? 0n) + amount)
  const sums = await rows(
    on,
    sql<SumRow>`select x.lot_id, x.project_id, x.kind, x.from_book, x.to_book, x.from_stage, x.to_stage, sum(x.amount_fen)::bigint as amount
      from (select m.lot_id, coalesce(nullif(t.project_id, ''), f.project_id) as project_id, p.entry_kind as kind, ${orientedMove}
        from ${movesJoined(district, WHOLE)} where m.district = ${district} and not ${laterThan('p', { asOf: until, knownAt })}) x
      group by 1, 2, 3, 4, 5, 6, 7`,
  )
  for (const s of sums)
    for (const e of entriesOf({ kind: s.kind, from: s.from_stage, to: s.to_stage, fromBook: s.from_book, toBook: s.to_book })) {
      put(accountOf(e.book, e.ledger, e.debit, s.lot_id, s.project_id), s.amount)
      put(accountOf(e.book, e.ledger, e.credit, s.lot_id, s.project_id), -s.amount)
    }
  for (const c of await closingRows(on, district, { ...WHOLE, knownAt }, until))
    put(accountOf(c.book, subjects[c.subject].ledger, c.subject, c.lotId, ''), c.debitFen - c.creditFen)
  return balances
}

const legendOf = (on: Executor, district: string) =>
  rows(
    on,
    sql<Legend>`select l.lot_id as id, d.doc_no || ' ' || l.fund_name as label from lot l
        join fund_document d on d.district = l.district and d.doc_id = l.doc_id where l.district = ${district}
      union all
      select p.project_id, p.code || ' ' || p.name from project p where p.district = ${district}
        and exists (select 1 from account a where a.district = p.district and a.project_id = p.project_id)
      order by 1`,
  )
