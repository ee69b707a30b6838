/** Agreements in rows; what came, was repaid and is unused is read from the books. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { yearOf } from '#kernel/civil-date.ts'
import { fen, sum } from '#kernel/money.ts'
import { groupBy } from '#kernel/collect.ts'
import { insertDocuments, insertLots, registeredDocNos } from '#features/funds/funds.store.ts'
import { row, rows, run, sql, tableOf, type Tx } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import type { CommandContext } from '#platform/command.ts'
import type { StageAmounts } from '#features/ledger/amounts.model.ts'
import { stageSums } from '#features/ledger/stage-sums.store.ts'
import { fundCatalogue } from '#policy/fund-catalogue.ts'
import { fundTerms } from '#policy/fund-terms.ts'
import { type DayCountKey, type InstrumentKey, instruments, type RepaymentKey } from '#policy/financing.ts'
import type { DrawInput, LoanState, LooseDrawdown } from './financing.model.ts'
import type { Flow } from './interest.model.ts'
import type { Loan } from './loan.model.ts'

interface LoanRow {
  readonly loan_id: string
  readonly instrument: InstrumentKey
  readonly lender: string
  readonly borrower: string
  readonly agreement_no: string
  readonly line_fen: bigint
  readonly rate_ppm: number
  readonly day_count: DayCountKey
  readonly starts_on: CivilDate
  readonly ends_on: CivilDate
  readonly interest_months: number
  readonly repayment: RepaymentKey
  readonly principal_months: number | null
}

export async function loadLoans(on: Executor, district: string, loanId: string | null = null): Promise<Loan[]> {
  const only = loanId === null ? sql`` : sql`and loan_id = ${loanId}`
  const found = await rows(
    on,
    sql<LoanRow>`select loan_id, instrument, lender, borrower, agreement_no, line_fen, rate_ppm, day_count, starts_on, ends_on, interest_months,
        repayment, principal_months from loan where district = ${district} ${only} order by starts_on desc, loan_id`,
  )
  const lines = await rows(
    on,
    sql<{ loan_id: string; due_on: CivilDate; principal_fen: bigint }>`select loan_id, due_on, principal_fen from loan_schedule
      where district = ${district} ${only} order by loan_id, due_on`,
  )
  const schedules = groupBy(lines, (l) => l.loan_id)
  return found.map((l) => ({
    loanId: l.loan_id,
    instrument: l.instrument,
    lender: l.lender,
    borrower: l.borrower,
    agreementNo: l.agreement_no,
    lineFen: fen(l.line_fen),
    ratePpm: l.rate_ppm,
    dayCount: l.day_count,
    startsOn: l.starts_on,
    endsOn: l.ends_on,
    interestMonths: l.interest_months,
    repayment: l.repayment,
    principalMonths: l.principal_months,
    schedule: (schedules.get(l.loan_id) ?? []).map((s) => ({ dueOn: s.due_on, principalFen: fen(s.principal_fen) })),
  }))
}

export const agreementTaken = async (on: Executor, district: string, key: string): Promise<boolean> =>
  (await row(on, sql`select 1 from loan where district = ${district} and agreement_key = ${key}`)) !== undefined

export async function insertLoan(tx: Tx, district: string, loan: Loan, key: string, by: string, now: string): Promise<void> {
  await run(
    tx,
    sql`insert into loan (district, loan_id, instrument, lender, borrower, agreement_no, agreement_key, line_fen, rate_ppm, day_count, starts_on,
        ends_on, interest_months, repayment, principal_months, registered_by, registered_at)
      values (${district}, ${loan.loanId}, ${loan.instrument}, ${loan.lender}, ${loan.borrower}, ${loan.agreementNo}, ${key}, ${loan.lineFen},
        ${loan.ratePpm}, ${loan.dayCount}, ${loan.startsOn}, ${loan.endsOn}, ${loan.interestMonths}, ${loan.repayment}, ${loan.principalMonths},
        ${by}, ${now})`,
  )
  await run(
    tx,
    sql`insert into loan_schedule (district, loan_id, due_on, principal_fen)
      select ${district}, ${loan.loanId}, due_on, principal_fen from ${tableOf(
        'x',
        { due_on: 'date', principal_fen: 'bigint' },
        loan.schedule.map((s) => ({ due_on: s.dueOn, principal_fen: s.principalFen })),
      )}`,
  )
}

/** Principal that came and went, by agreement and day. A posting that was reversed never happened. */
export async function loadFlows(on: Executor, district: string, loanId: string | null = null): Promise<Map<string, Flow[]>> {
  const found = await rows(
    on,
    sql<{ loan_id: string; on: CivilDate; principal: bigint }>`
      select k.loan_id, p.business_date as on, sum(case when t.stage = 'owed' then m.amount_fen else -m.amount_fen end)::bigint as principal
      from loan_lot k
      join account o on o.district = k.district and o.lot_id = k.lot_id and o.stage = 'owed'
      join move m on m.district = k.district and o.account_id in (m.from_account, m.to_account)
      join account t on t.district = m.district and t.account_id = m.to_account
      join posting p on p.district = m.district and p.posting_id = m.posting_id
      where k.district = ${district} ${loanId === null ? sql`` : sql`and k.loan_id = ${loanId}`} and p.reverses is null
        and not exists (select 1 from posting r where r.district = p.district and r.reverses = p.posting_id
          and not exists (select 1 from posting s where s.district = r.district and s.reverses = r.posting_id))
      group by k.loan_id, p.posting_id, p.business_date, p.number order by p.business_date, p.number`,
  )
  return new Map(
    [...groupBy(found, (f) => f.loan_id)].map(([id, own]) => [id, own.map((f): Flow => ({ on: f.on, principalFen: f.principal }))]),
  )
}

export async function loadLoanState(on: Executor, district: string, loanId: string, docNo?: string): Promise<LoanState> {
  const [loan] = await loadLoans(on, district, loanId)
  const lots = await rows(
    on,
    sql<{ lot_id: string; drawn: bigint; owed: bigint; available: bigint }>`select k.lot_id,
        coalesce(-sum(a.balance_fen) filter (where a.stage = 'lender'), 0)::bigint as drawn,
        coalesce(sum(a.balance_fen) filter (where a.stage = 'owed'), 0)::bigint as owed,
        coalesce(sum(a.balance_fen) filter (where a.stage = 'available' and a.book = 'financing'), 0)::bigint as available
      from loan_lot k join posting p on p.district = k.district and p.posting_id = k.posting_id
      left join account a on a.district = k.district and a.lot_id = k.lot_id
      where k.district = ${district} and k.loan_id = ${loanId} group by k.lot_id, p.business_date, p.number order by p.business_date, p.number`,
  )
  return {
    loan,
    drawnFen: sum(lots.map((l) => fen(l.drawn))),
    lots: lots.map((l) => ({ lotId: l.lot_id, owedFen: fen(l.owed), availableFen: fen(l.available) })),
    registered: docNo === undefined ? new Set() : await registeredDocNos(on, district, [docNo]),
  }
}

/** The drawdown notice becomes a document and its money a lot of the financing book. */
export async function writeDrawdown(context: CommandContext, loan: Loan, docNo: string, input: DrawInput): Promise<string> {
  const { tx, district, actor, now } = context
  const kind = instruments[loan.instrument]
  const [docId, lotId] = [context.newId('fundDocument'), context.newId('lot')]
  const year = yearOf(input.drawnOn)
  const fundName = `${loan.lender}${kind.label.zh}提款`
  const document = { docId, docNo, title: `${loan.agreementNo} 提款通知`, level: 'financing', issuedOn: input.drawnOn, fileId: null }
  await insertDocuments(
    tx,
    district,
    [{ ...document, kind: 'drawdown', issuer: loan.lender, receivedOn: input.drawnOn }],
    actor.personId,
    now,
  )
  const lot = {
    lotId,
    docId,
    line: 1,
    fundName,
    catalogueCode: kind.catalogue,
    level: 'financing',
    department: loan.borrower,
    poolClass: fundCatalogue[kind.catalogue].poolClass,
    book: 'financing' as const,
    year,
    usableTo: year + fundTerms.usableYears - 1,
    amountFen: input.amountFen,
    purpose: input.purpose ?? '',
    uses: fundCatalogue[kind.catalogue].uses,
    nature: kind.nature,
    source: null,
  }
  await insertLots(tx, district, [lot], now)
  return lotId
}

export const insertLoanLot = (tx: Tx, district: string, loanId: string, lotId: string, postingId: string) =>
  run(tx, sql`insert into loan_lot (district, loan_id, lot_id, posting_id) values (${district}, ${loanId}, ${lotId}, ${postingId})`)

export const insertInterest = (
  tx: Tx,
  district: string,
  i: { loanId: string; paidOn: string; amountFen: bigint; paidFrom: string; document: string; by: string; now: string },
) =>
  run(
    tx,
    sql`insert into loan_interest (district, loan_id, payment_no, paid_on, amount_fen, paid_from, document, recorded_by, recorded_at)
      select ${district}, ${i.loanId}, coalesce(max(payment_no), 0) + 1, ${i.paidOn}, ${i.amountFen}, ${i.paidFrom}, ${i.document}, ${i.by}, ${i.now}
      from loan_interest where district = ${district} and loan_id = ${i.loanId}`,
  )

export interface InterestRow {
  readonly loan_id: string
  readonly payment_no: number
  readonly paid_on: CivilDate
  readonly amount_fen: bigint
  readonly paid_from: string
  readonly document: string
}

export const interestPayments = (on: Executor, district: string, loanId: string | null = null) =>
  rows(
    on,
    sql<InterestRow>`select loan_id, payment_no, paid_on, amount_fen, paid_from, document from loan_interest
      where district = ${district} ${loanId === null ? sql`` : sql`and loan_id = ${loanId}`} order by paid_on, payment_no`,
  )

export interface BorrowedRow extends StageAmounts {
  readonly loan_id: string
  readonly project_id: string
  readonly code: string | null
  readonly project: string | null
}

/** What the money of each agreement became, by lineage: a project, or none yet. */
export const borrowedByProject = (on: Executor, district: string, loanId: string | null = null) =>
  rows(
    on,
    sql<BorrowedRow>`select k.loan_id, a.project_id, p.code, p.name as project, ${stageSums('a')}
      from loan_lot k join account a on a.district = k.district and a.lot_id = k.lot_id
      left join project p on p.district = a.district and p.project_id = a.project_id
      where k.district = ${district} ${loanId === null ? sql`` : sql`and k.loan_id = ${loanId}`}
      group by k.loan_id, a.project_id, p.code, p.name order by k.loan_id, p.code nulls last`,
  )

export interface PrincipalRow {
  readonly posting_id: string
  readonly kind: string
  readonly on: CivilDate
  readonly amount_fen: bigint
  readonly basis: string
  readonly reason: string | null
  readonly lot_id: string
  readonly doc_no: string
  readonly reversed: boolean
}

/** Drawdowns, repayments and returns of one agreement, as posted. */
export const principalPostings = (on: Executor, district: string, loanId: string) =>
  rows(
    on,
    sql<PrincipalRow>`select p.posting_id, p.entry_kind as kind, p.business_date as on, sum(m.amount_fen)::bigint as amount_fen, p.basis, p.reason,
        min(k.lot_id) as lot_id, min(d.doc_no) as doc_no,
        exists (select 1 from posting r where r.district = p.district and r.reverses = p.posting_id) as reversed
      from loan_lot k join account o on o.district = k.district and o.lot_id = k.lot_id and o.stage = 'owed'
      join move m on m.district = k.district and o.account_id in (m.from_account, m.to_account)
      join posting p on p.district = m.district and p.posting_id = m.posting_id
      join lot l on l.district = k.district and l.lot_id = k.lot_id
      join fund_document d on d.district = l.district and d.doc_id = l.doc_id
      where k.district = ${district} and k.loan_id = ${loanId} and p.reverses is null
      group by p.district, p.posting_id, p.entry_kind, p.business_date, p.basis, p.reason, p.number order by p.business_date, p.number`,
  )

/** The drawdown of a lot that belongs to no agreement, if it is one and stands. */
export async function looseDrawdown(on: Executor, district: string, lotId: string): Promise<LooseDrawdown | undefined> {
  const found = await row(
    on,
    sql<{ posting_id: string; on: CivilDate; amount: bigint }>`
      select p.posting_id, p.business_date as on, m.amount_fen as amount from account o
      join move m on m.district = o.district and m.to_account = o.account_id
      join posting p on p.district = m.district and p.posting_id = m.posting_id and p.kind = 'financing-drawdown'
      where o.district = ${district} and o.lot_id = ${lotId} and o.stage = 'owed'
        and not exists (select 1 from posting r where r.district = p.district and r.reverses = p.posting_id)
        and not exists (select 1 from loan_lot k where k.district = o.district and k.lot_id = o.lot_id)`,
  )
  return found && { postingId: found.posting_id, drawnOn: found.on, amountFen: fen(found.amount) }
}

/** Money in the financing book behind which no agreement stands: announced as quota, or come some other way. */
export const looseLots = (on: Executor, district: string) =>
  rows(
    on,
    sql<{ lot_id: string; doc_no: string; fund_name: string; announced: bigint; expected: bigint; received: bigint; owed: bigint }>`
      select l.lot_id, d.doc_no, l.fund_name, coalesce(-sum(a.balance_fen) filter (where a.stage = 'source'), 0)::bigint as announced,
        coalesce(sum(a.balance_fen) filter (where a.stage in ('expected', 'promised')), 0)::bigint as expected,
        coalesce(-sum(a.balance_fen) filter (where a.stage in ('source', 'expected', 'promised')), 0)::bigint as received,
        coalesce(sum(a.balance_fen) filter (where a.stage = 'owed'), 0)::bigint as owed
      from lot l join fund_document d on d.district = l.district and d.doc_id = l.doc_id
      left join account a on a.district = l.district and a.lot_id = l.lot_id
      where l.district = ${district} and l.book = 'financing' and d.kind <> 'interest'
        and not exists (select 1 from loan_lot k where k.district = l.district and k.lot_id = l.lot_id)
      group by l.lot_id, d.doc_no, l.fund_name order by d.doc_no`,
  )
