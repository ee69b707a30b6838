/** The financing book, bound to its endpoints. Debts, calendars and costs are computed when they are asked for. */
import { addDays, type CivilDate } from '#kernel/civil-date.ts'
import { fen, least, sum } from '#kernel/money.ts'
import { ok } from '#kernel/outcome.ts'
import { fourAmounts, NO_MONEY, type StageAmounts, STAGE_COLUMNS } from '#features/ledger/amounts.model.ts'
import { stageAmountsOf } from '#features/ledger/stage-sums.store.ts'
import { type Actor, mayDo, runCommand } from '#platform/command.ts'
import type { Executor } from '#platform/db/tables.ts'
import { bind, type Binding } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { loanTerms } from '#policy/financing.ts'
import { type PostingKindKey, postings } from '#policy/postings.ts'
import { attachLot, drawLoan, recordInterest, registerLoan, repayLoan, returnUnused } from './financing.commands.ts'
import * as contract from './financing.contract.ts'
import { profileOn, refuse } from './financing.model.ts'
import {
  type BorrowedRow,
  borrowedByProject,
  interestPayments,
  loadFlows,
  loadLoans,
  loadLoanState,
  looseLots,
  principalPostings,
} from './financing.store.ts'
import { calendarOf, costOf, type Loan, type LoanCost, type LoanFacts, shareInterest } from './loan.model.ts'

export async function loadLoanFacts(on: Executor, district: string, loanId: string | null = null): Promise<LoanFacts[]> {
  const loans = await loadLoans(on, district, loanId)
  const flows = await loadFlows(on, district, loanId)
  const interest = await interestPayments(on, district, loanId)
  return loans.map((loan) => ({
    loan,
    flows: flows.get(loan.loanId) ?? [],
    interestPaidFen: sum(interest.filter((i) => i.loan_id === loan.loanId).map((i) => fen(i.amount_fen))),
  }))
}

export const calendarWithNames = (facts: LoanFacts, today: CivilDate) =>
  calendarOf(facts, today, addDays(today, loanTerms.dueWithinDays)).map((line) => ({
    loanId: facts.loan.loanId,
    agreementNo: facts.loan.agreementNo,
    lender: facts.loan.lender,
    ...line,
  }))

const noticeOn = (today: CivilDate) => {
  const { from, basis, notice } = profileOn(today)
  return notice ? { from, basis, text: notice } : null
}

const addUp = (all: readonly StageAmounts[]): StageAmounts =>
  Object.fromEntries(STAGE_COLUMNS.map((name) => [name, all.reduce((total, a) => total + a[name], 0n)])) as Record<
    keyof StageAmounts,
    bigint
  >

/** Where the money of one agreement is, and its part of the interest so far. What went back to the lender bears none. */
function borrowedOf(rows: readonly BorrowedRow[], interestFen: bigint) {
  const parts = rows.map((r) => {
    const amounts = stageAmountsOf(r)
    return {
      row: r,
      amountFen: fen(r.project_id === '' ? amounts.available : fourAmounts(amounts).allocated),
      paidFen: fen(fourAmounts(amounts).paid),
    }
  })
  const shares = shareInterest(
    fen(interestFen),
    parts.map((p) => ({ key: p.row.project_id, amountFen: p.amountFen })),
  )
  return parts
    .filter((p) => p.amountFen > 0n)
    .map((p) => ({
      projectId: p.row.project_id === '' ? null : p.row.project_id,
      code: p.row.code,
      project: p.row.project,
      amountFen: p.amountFen,
      paidFen: p.paidFen,
      interestFen: shares.get(p.row.project_id) ?? fen(0n),
    }))
}

type Borrowed = ReturnType<typeof borrowedOf>[number]

/** One line for each project over all agreements. */
function merge(all: readonly Borrowed[]): Borrowed[] {
  const byProject = new Map<string | null, Borrowed>()
  for (const b of all) {
    const known = byProject.get(b.projectId)
    byProject.set(
      b.projectId,
      known
        ? {
            ...known,
            amountFen: fen(known.amountFen + b.amountFen),
            paidFen: fen(known.paidFen + b.paidFen),
            interestFen: fen(known.interestFen + b.interestFen),
          }
        : b,
    )
  }
  return [...byProject.values()].sort((a, b) => (a.amountFen === b.amountFen ? 0 : a.amountFen > b.amountFen ? -1 : 1))
}

type Cost = LoanCost & { readonly unusedFen: bigint }

const rowOf = (loan: Loan, cost: Cost) => {
  const { loanId, schedule: _, ...terms } = loan
  return { id: loanId, ...terms, cost }
}

function totalOf(costs: readonly Cost[]): Cost {
  const of = (key: keyof Cost) => sum(costs.map((c) => fen(c[key])))
  return {
    drawnFen: of('drawnFen'),
    repaidFen: of('repaidFen'),
    owedFen: of('owedFen'),
    undrawnFen: of('undrawnFen'),
    unusedFen: of('unusedFen'),
    interestToDateFen: of('interestToDateFen'),
    interestToEndFen: of('interestToEndFen'),
    interestPaidFen: of('interestPaidFen'),
  }
}

const overview = ({ database, clock }: Services): Binding =>
  bind(contract.showFinancing, async ({ actor }) => {
    const [on, today, { district }] = [database.db, clock.today(), actor]
    const facts = await loadLoanFacts(on, district)
    const borrowed = await borrowedByProject(on, district)
    const loans = facts.map((f) => {
      const own = borrowed.filter((b) => b.loan_id === f.loan.loanId)
      const unusedFen = own.find((b) => b.project_id === '')?.available ?? 0n
      return { facts: f, own, cost: { ...costOf(f, today), unusedFen } }
    })
    const loose = await looseLots(on, district)
    return {
      today,
      notice: noticeOn(today),
      loans: loans.map((l) => rowOf(l.facts.loan, l.cost)),
      calendar: loans.flatMap((l) => calendarWithNames(l.facts, today)).sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1)),
      borrowed: merge(loans.flatMap((l) => borrowedOf(l.own, l.cost.interestToDateFen))),
      total: totalOf(loans.map((l) => l.cost)),
      loose: loose.map((l) => ({
        lotId: l.lot_id,
        docNo: l.doc_no,
        fundName: l.fund_name,
        announcedFen: l.announced,
        expectedFen: l.expected,
        receivedFen: l.received,
        owedFen: l.owed,
      })),
    }
  })

/** A drawdown of an earlier day is judged by the rules of that day, so the command decides about it. */
function actionsOf(actor: Actor, cost: Cost, returnableFen: bigint) {
  const notMine = mayDo(actor, 'financing.manage') ? null : { zh: '由财政局登记', en: 'The finance bureau records it' }
  const nothing = {
    draw: cost.undrawnFen === 0n ? { zh: '合同金额已提完', en: 'The line is drawn in full' } : null,
    repay: cost.owedFen === 0n ? { zh: '没有未还本金', en: 'Nothing is owed' } : null,
    interest: cost.drawnFen === 0n ? { zh: '还没有提款', en: 'Nothing was drawn' } : null,
    return: returnableFen === 0n ? { zh: '没有闲置未安排的融资资金', en: 'Nothing is unused' } : null,
  }
  const labels = {
    draw: { zh: '登记提款', en: 'Record a drawdown' },
    repay: { zh: '登记还本', en: 'Record a repayment' },
    interest: { zh: '登记付息', en: 'Record interest' },
    return: { zh: '退还未用资金', en: 'Give back what is unused' },
  }
  return (['draw', 'repay', 'interest', 'return'] as const).map((name) => {
    const because = notMine ?? nothing[name]
    return { name, label: labels[name], allowed: because === null, because }
  })
}

const oneLoan = ({ database, clock }: Services): Binding =>
  bind(contract.showLoan, async ({ actor, params }) => {
    const [on, today, { district }] = [database.db, clock.today(), actor]
    const [facts] = await loadLoanFacts(on, district, params.id)
    if (!facts) return refuse('loan_unknown', { loan: params.id })
    const own = await borrowedByProject(on, district, params.id)
    const state = await loadLoanState(on, district, params.id)
    const unusedFen = sum(state.lots.map((l) => l.availableFen))
    const cost = { ...costOf(facts, today), unusedFen }
    const principal = await principalPostings(on, district, params.id)
    const interest = await interestPayments(on, district, params.id)
    return ok({
      ...rowOf(facts.loan, cost),
      today,
      notice: noticeOn(today),
      amounts: own.length > 0 ? addUp(own.map(stageAmountsOf)) : NO_MONEY,
      schedule: [...facts.loan.schedule],
      calendar: calendarWithNames(facts, today),
      borrowed: merge(borrowedOf(own, cost.interestToDateFen)),
      principal: principal.map((p) => ({
        postingId: p.posting_id,
        kind: p.kind,
        kindLabel: postings[p.kind as PostingKindKey].label,
        on: p.on,
        amountFen: p.amount_fen,
        basis: p.basis,
        reason: p.reason,
        lotId: p.lot_id,
        reversed: p.reversed,
      })),
      interest: interest.map((i) => ({
        no: i.payment_no,
        on: i.paid_on,
        amountFen: i.amount_fen,
        paidFrom: i.paid_from,
        document: i.document,
      })),
      actions: actionsOf(actor, cost, sum(state.lots.map((l) => least(l.availableFen, l.owedFen)))),
    })
  })

export function financingRoutes(services: Services): Binding[] {
  const { database, clock } = services
  return [
    overview(services),
    oneLoan(services),
    bind(contract.registerLoan, ({ actor, key, body }) => runCommand(database, registerLoan, body, { actor, key, clock })),
    bind(contract.drawLoan, ({ actor, key, params, body }) =>
      runCommand(database, drawLoan, { loanId: params.id, ...body }, { actor, key, clock }),
    ),
    bind(contract.attachLot, ({ actor, key, params, body }) =>
      runCommand(database, attachLot, { loanId: params.id, ...body }, { actor, key, clock }),
    ),
    bind(contract.repayLoan, ({ actor, key, params, body }) =>
      runCommand(database, repayLoan, { loanId: params.id, ...body }, { actor, key, clock }),
    ),
    bind(contract.returnUnused, ({ actor, key, params, body }) =>
      runCommand(database, returnUnused, { loanId: params.id, ...body }, { actor, key, clock }),
    ),
    bind(contract.recordInterest, ({ actor, key, params, body }) =>
      runCommand(database, recordInterest, { loanId: params.id, ...body }, { actor, key, clock }),
    ),
  ]
}
