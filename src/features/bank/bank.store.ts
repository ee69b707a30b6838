/** The special account, its statements and their lines, in rows; and the reconciliation of a month for the closing of the books. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import { row, rows, run, sql, tableOf, type Tx } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import type { BankLine } from './matching-evidence.model.ts'
import type { CheckedStatement, KnownLine, KnownStatement, StatementDetail, StatementLine } from './statement.model.ts'

export interface AccountRow {
  readonly account_id: string
  readonly bank_name: string
  readonly account_no: string
  readonly account_name: string
  readonly purpose: string
  readonly opened_on: CivilDate
  readonly document: string
  readonly replaces: string | null
  readonly closed_on: CivilDate | null
}

const accountSelect = sql`a.account_id, a.bank_name, a.account_no, a.account_name, a.purpose, a.opened_on, a.document, a.replaces, e.closed_on
  from bank_account a left join bank_account_end e on e.district = a.district and e.account_id = a.account_id`

export const listAccounts = (on: Executor, district: string) =>
  rows(on, sql<AccountRow>`select ${accountSelect} where a.district = ${district} order by a.opened_on, a.account_id`)

/** Whoever imports or matches holds the accounts, so that two people cannot do the same at once. */
export const lockAccounts = (tx: Tx, district: string) =>
  rows(tx, sql<AccountRow>`select ${accountSelect} where a.district = ${district} order by a.account_id for update of a`)

export interface NewAccount {
  readonly accountId: string
  readonly bankName: string
  readonly accountNo: string
  readonly accountName: string
  readonly purpose: string
  readonly openedOn: CivilDate
  readonly document: string
  readonly replaces: string | null
}

export const insertAccount = (tx: Tx, district: string, a: NewAccount, by: string, now: string) =>
  run(
    tx,
    sql`insert into bank_account (district, account_id, bank_name, account_no, account_name, purpose, opened_on, document, replaces,
        registered_by, registered_at)
      values (${district}, ${a.accountId}, ${a.bankName}, ${a.accountNo}, ${a.accountName}, ${a.purpose}, ${a.openedOn}, ${a.document},
        ${a.replaces}, ${by}, ${now})`,
  )

export const insertAccountEnd = (
  tx: Tx,
  district: string,
  end: { readonly accountId: string; readonly closedOn: CivilDate; readonly document: string },
  by: string,
  now: string,
) =>
  run(
    tx,
    sql`insert into bank_account_end (district, account_id, closed_on, document, closed_by, closed_at)
      values (${district}, ${end.accountId}, ${end.closedOn}, ${end.document}, ${by}, ${now})`,
  )

export interface StatementRow {
  readonly statement_id: string
  readonly account_id: string
  readonly from_date: CivilDate
  readonly to_date: CivilDate
  readonly opening_fen: bigint
  readonly closing_fen: bigint
  readonly in_fen: bigint
  readonly out_fen: bigint
  readonly new_lines: number
  readonly known_lines: number
  readonly format: string
  readonly file_id: string
  readonly file_name: string
  readonly imported_by: string
  readonly imported_at: string
}

export const listStatements = (on: Executor, district: string) =>
  rows(
    on,
    sql<StatementRow>`select s.statement_id, s.account_id, s.from_date, s.to_date, s.opening_fen, s.closing_fen, s.in_fen, s.out_fen, s.new_lines,
        s.known_lines, s.format, s.file_id, s.file_name, coalesce(p.name, s.imported_by) as imported_by, s.imported_at
      from bank_statement s left join person p on p.district = s.district and p.person_id = s.imported_by
      where s.district = ${district} order by s.to_date desc, s.from_date desc, s.statement_id`,
  )

export const knownStatementOf = (s: StatementRow): KnownStatement => ({
  from: s.from_date,
  to: s.to_date,
  openingFen: fen(s.opening_fen),
  closingFen: fen(s.closing_fen),
})

/** Lines that this reading might bring again: those of its days, and those with one of its references. */
export async function knownLines(
  on: Executor,
  district: string,
  accountId: string,
  from: CivilDate,
  to: CivilDate,
  references: readonly string[],
): Promise<KnownLine[]> {
  const found = await rows(
    on,
    sql<{ line_key: string; booked_on: CivilDate; amount_fen: bigint; reference: string }>`
      select line_key, booked_on, amount_fen, reference from bank_line
      where district = ${district} and account_id = ${accountId}
        and (booked_on between ${from} and ${to} or (reference <> '' and reference = any(${[...references]}::text[])))`,
  )
  return found.map((l) => ({ key: l.line_key, on: l.booked_on, amountFen: fen(l.amount_fen), reference: l.reference }))
}

export interface NewStatement {
  readonly statementId: string
  readonly accountId: string
  readonly format: string
  readonly fileId: string
  readonly fileName: string
  readonly contentHash: string
}

export async function insertStatement(
  tx: Tx,
  district: string,
  s: NewStatement,
  checked: CheckedStatement,
  lines: readonly (StatementLine & { key: string; lineId: string; place: number })[],
  by: string,
  now: string,
): Promise<void> {
  await run(
    tx,
    sql`insert into bank_statement (district, statement_id, account_id, from_date, to_date, opening_fen, closing_fen, in_fen, out_fen, new_lines,
        known_lines, format, file_id, file_name, content_hash, imported_by, imported_at)
      values (${district}, ${s.statementId}, ${s.accountId}, ${checked.from}, ${checked.to}, ${checked.openingFen}, ${checked.closingFen},
        ${checked.inFen}, ${checked.outFen}, ${lines.length}, ${checked.lines.length - lines.length}, ${s.format}, ${s.fileId}, ${s.fileName},
        ${s.contentHash}, ${by}, ${now})`,
  )
  const columns = {
    line_id: 'text',
    line: 'integer',
    booked_on: 'date',
    value_on: 'date',
    amount_fen: 'bigint',
    balance_fen: 'bigint',
    counterparty: 'text',
    counterparty_account: 'text',
    reference: 'text',
    summary: 'text',
    details: 'jsonb',
    line_key: 'text',
  } as const
  const records = lines.map((l) => ({
    line_id: l.lineId,
    line: l.place,
    booked_on: l.on,
    value_on: l.valueOn,
    amount_fen: l.amountFen,
    balance_fen: l.balanceFen,
    counterparty: l.counterparty,
    counterparty_account: l.counterpartyAccount,
    reference: l.reference,
    summary: l.summary,
    details: l.details,
    line_key: l.key,
  }))
  if (records.length === 0) return
  await run(
    tx,
    sql`insert into bank_line (district, account_id, statement_id, line_id, line, booked_on, value_on, amount_fen, balance_fen, counterparty,
        counterparty_account, reference, summary, details, line_key)
      select ${district}, ${s.accountId}, ${s.statementId}, line_id, line, booked_on, value_on, amount_fen, balance_fen, counterparty,
        counterparty_account, reference, summary, details, line_key from ${tableOf('x', columns, records)}`,
  )
}

export interface BankLineRow {
  readonly line_id: string
  readonly account_id: string
  readonly statement_id: string
  readonly booked_on: CivilDate
  readonly value_on: CivilDate | null
  readonly amount_fen: bigint
  readonly balance_fen: bigint | null
  readonly counterparty: string
  readonly counterparty_account: string
  readonly reference: string
  readonly summary: string
  readonly details: readonly { amountFen: string; counterparty: string; counterpartyAccount: string; reference: string }[]
  readonly match_id: string | null
  readonly account_no: string
  readonly of_several: boolean
  readonly item_kind: string | null
  readonly item_note: string | null
}

const lineSelect = sql`l.line_id, l.account_id, l.statement_id, l.booked_on, l.value_on, l.amount_fen, l.balance_fen, l.counterparty,
  l.counterparty_account, l.reference, l.summary, l.details, k.account_no,
  exists (select 1 from bank_account o where o.district = l.district and o.account_id <> l.account_id) as of_several,
  m.match_id, i.kind as item_kind, i.note as item_note`
const lineFrom = sql`bank_line l
  join bank_account k on k.district = l.district and k.account_id = l.account_id
  left join bank_match_line m on m.district = l.district and m.bank_line_id = l.line_id and m.live
  left join lateral (select kind, note from bank_item n where n.district = l.district and n.line_id = l.line_id order by n.item_no desc limit 1) i on true`

export interface LineFilter {
  readonly q?: string | undefined
  readonly account?: string | undefined
  readonly statement?: string | undefined
  readonly state?: string | undefined
  readonly limit: number
  readonly offset: number
}

export async function listLines(on: Executor, district: string, f: LineFilter) {
  const where = sql`l.district = ${district}
    ${f.account ? sql`and l.account_id = ${f.account}` : sql``}
    ${f.statement ? sql`and l.statement_id = ${f.statement}` : sql``}
    ${f.state === 'matched' ? sql`and m.match_id is not null` : sql``}
    ${f.state === 'open' ? sql`and m.match_id is null` : sql``}
    ${
      f.q
        ? sql`and (l.counterparty ilike ${`%${f.q}%`} or l.summary ilike ${`%${f.q}%`} or l.reference ilike ${`%${f.q}%`}
            or k.account_no like ${`%${f.q}`})`
        : sql``
    }`
  const found = await rows(
    on,
    sql<BankLineRow>`select ${lineSelect} from ${lineFrom} where ${where} order by l.booked_on desc, l.statement_id desc, l.line desc
      limit ${f.limit} offset ${f.offset}`,
  )
  const count = await row(
    on,
    sql<{ n: bigint; total_in: bigint; total_out: bigint }>`select count(*) as n,
      coalesce(sum(l.amount_fen) filter (where l.amount_fen > 0), 0)::bigint as total_in,
      coalesce(-sum(l.amount_fen) filter (where l.amount_fen < 0), 0)::bigint as total_out from ${lineFrom} where ${where}`,
  )
  return { rows: found, total: Number(count!.n), inFen: count!.total_in, outFen: count!.total_out }
}

/** Lines whose other side had not come by the day (`through`), or that have none at all. */
export const openLines = (on: Executor, district: string, through: CivilDate | null) =>
  rows(
    on,
    sql<BankLineRow>`select ${lineSelect} from ${lineFrom}
      where l.district = ${district} ${
        through === null
          ? sql`and m.match_id is null`
          : sql`and l.booked_on <= ${through} and (m.match_id is null or m.settled_on > ${through})`
      } order by l.booked_on, l.line_id`,
  )

/** Every line that is open on some day: without a match, or matched with a later day. `settled`: from then on it is closed. */
export const openBankItems = (on: Executor, district: string) =>
  rows(
    on,
    sql<{ id: string; on: CivilDate; amount_fen: bigint; kind: string | null; settled: CivilDate | null }>`
      select l.line_id as id, l.booked_on as on, l.amount_fen, i.kind, m.settled_on as settled from ${lineFrom}
      where l.district = ${district} and (m.match_id is null or m.settled_on > l.booked_on) order by l.booked_on, l.line_id`,
  )

export const linesByIds = (on: Executor, district: string, ids: readonly string[]) =>
  rows(
    on,
    sql<BankLineRow>`select ${lineSelect} from ${lineFrom} where l.district = ${district} and l.line_id = any(${[...ids]}::text[]) order by l.booked_on, l.line_id`,
  )

const detailOf = (d: BankLineRow['details'][number]): StatementDetail => ({ ...d, amountFen: fen(BigInt(d.amountFen)) })

export const bankLineOf = (l: BankLineRow): BankLine => ({
  id: l.line_id,
  ofAccount: l.account_no,
  on: l.booked_on,
  amountFen: fen(l.amount_fen),
  counterparty: l.counterparty,
  counterpartyAccount: l.counterparty_account,
  reference: l.reference,
  summary: l.summary,
  details: l.details.map(detailOf),
})

/** What moved on each day of each account, for balances between statements. */
export const movedByDay = (on: Executor, district: string) =>
  rows(
    on,
    sql<{
      account_id: string
      booked_on: CivilDate
      moved: bigint
    }>`select account_id, booked_on, sum(amount_fen)::bigint as moved from bank_line
      where district = ${district} group by account_id, booked_on order by account_id, booked_on`,
  )

export async function lastLineOn(on: Executor, district: string, accountId: string): Promise<CivilDate | null> {
  const found = await row(
    on,
    sql<{ day: CivilDate | null }>`select max(booked_on) as day from bank_line where district = ${district} and account_id = ${accountId}`,
  )
  return found?.day ?? null
}

export const insertItem = (tx: Tx, district: string, item: { lineId: string; kind: string; note: string }, by: string, now: string) =>
  run(
    tx,
    sql`insert into bank_item (district, line_id, item_no, kind, note, noted_by, noted_at)
      select ${district}, ${item.lineId}, coalesce(max(item_no), 0) + 1, ${item.kind}, ${item.note}, ${by}, ${now}
      from bank_item where district = ${district} and line_id = ${item.lineId}`,
  )
