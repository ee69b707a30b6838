/** The treasurer's requests as commands of the one write path. */
import { civilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import type { Outcome } from '#kernel/outcome.ts'
import { importStatement, previewStatement } from '#features/bank/bank.commands.ts'
import { explainLine, matchByHand, undoMatch } from '#features/bank/matching.commands.ts'
import { changeContractMoney, settleContract, withdrawSettlement } from '#features/contracts/contract-money.commands.ts'
import { drawLoan, recordInterest, registerLoan, repayLoan, returnUnused } from '#features/financing/financing.commands.ts'
import { registerIncome } from '#features/funds/income.commands.ts'
import { appointKeeper, relieveKeeper } from '#features/ledger/keepers.commands.ts'
import { closeMonth, closeYear, reopenMonth, reopenYear } from '#features/statements/periods.commands.ts'
import { carryYearEnd, decideOnLot, previewYearEnd } from '#features/treasury/carry.commands.ts'
import { planPhases, promise, releasePromise } from '#features/treasury/phases.commands.ts'
import { giveBackSupplement, supplement } from '#features/treasury/supplements.commands.ts'
import type { Command } from '#platform/command.ts'
import { rows, sql } from '#platform/db/sql.ts'
import { keepFile } from '#platform/files.ts'
import type { BookKey } from '#policy/books.ts'
import type { CategoryKey } from '#policy/categories.ts'
import type { IncomeKindKey } from '#policy/fund-terms.ts'
import { statementCsv } from '../support/bank.ts'
import type { PersonName } from '../support/world.ts'
import { monthText } from './book-rules.ts'
import type { District } from './district.ts'
import type { Reply, Request, RequestOf } from './requests.ts'

type Do = <I, S, D, R>(command: Command<I, S, D, R>, input: I) => Promise<Outcome<Reply>>

export async function performTreasury(d: District, r: Request, act: Do): Promise<Outcome<Reply>> {
  switch (r.act) {
    case 'settle':
    case 'withdraw':
    case 'contract-act':
      return performOnContract(d, r, act)
    case 'phases': {
      const phases = r.phases.map((p) => ({ year: p.year, needFen: fen(p.need) }))
      return act(planPhases, { projectId: r.project, phases, document: r.basis, reason: '规划' })
    }
    case 'promise': {
      const { lot: lotId, project: projectId, year, basis: document } = r
      return act(promise, { lotId, projectId, year, amountFen: fen(r.amount), document, reason: '跨年', decidedOn: civilDate(r.on) })
    }
    case 'promise-release': {
      const { lot: lotId, project: projectId, basis: document } = r
      return act(releasePromise, { lotId, projectId, amountFen: fen(r.amount), document, reason: '调整', decidedOn: civilDate(r.on) })
    }
    case 'supplement': {
      const { project: projectId, year, basis: document } = r
      const books = { giver: r.giver as BookKey, receiver: r.receiver as BookKey }
      return act(supplement, { ...books, projectId, year, amountFen: fen(r.amount), document, reason: '补充', decidedOn: civilDate(r.on) })
    }
    case 'give-back':
      return act(giveBackSupplement, { supplementId: r.supplement, document: r.basis, reason: '退回', decidedOn: civilDate(r.on) })
    case 'carry':
      return act(decideOnLot, {
        lotId: r.lot,
        action: r.doing,
        ...(r.amount === null ? {} : { amountFen: fen(r.amount) }),
        ...(r.usableTo === null ? {} : { usableTo: r.usableTo }),
        document: r.basis,
        reason: '结转结余',
        decidedOn: civilDate(r.on),
      })
    case 'income': {
      const { kind, book, docNo, basis: bankReference, uses } = r
      const days = { documentOn: civilDate(r.documentOn), receivedOn: civilDate(r.on) }
      const said = { docNo, bankReference, ...days, name: '收入', department: '区财政局', amountFen: fen(r.amount) }
      return act(registerIncome, { kind: kind as IncomeKindKey, book: book as BookKey, ...said, uses: uses as readonly CategoryKey[] })
    }
    case 'year-end': {
      const seen = await d.once(r, async () => (await previewYearEnd(d.world.database.db, d.world.district, r.year)).contentHash)
      return act(carryYearEnd, { year: r.year, document: r.basis, contentHash: r.stale ? 'f'.repeat(64) : seen })
    }
    default:
      return performPeriods(d, r, act)
  }
}

async function performOnContract(d: District, r: RequestOf<'settle' | 'withdraw' | 'contract-act'>, act: Do): Promise<Outcome<Reply>> {
  switch (r.act) {
    case 'settle': {
      const audit = { auditedFen: fen(r.audited), auditedOn: civilDate(r.on), acceptedOn: civilDate(r.accepted) }
      return act(settleContract, { contractId: r.contract, ...audit, auditor: '事务所', reportNo: r.basis, reportFile: d.report })
    }
    case 'withdraw':
      return act(withdrawSettlement, { contractId: r.contract, on: civilDate(r.on), basis: r.basis, reason: '更正' })
    default: {
      const money = { amountFen: fen(r.amount), on: civilDate(r.on), basis: r.basis }
      return act(changeContractMoney, { contractId: r.contract, act: r.doing, from: r.from, ...money })
    }
  }
}

async function performPeriods(d: District, r: Request, act: Do): Promise<Outcome<Reply>> {
  switch (r.act) {
    case 'close':
      return act(closeMonth, { book: r.book, month: monthText(r.month) })
    case 'reopen-month':
      return act(reopenMonth, { book: r.book, month: monthText(r.month), reason: r.reason })
    case 'close-year':
      return act(closeYear, { book: r.book, year: r.year })
    case 'reopen-year':
      return act(reopenYear, { book: r.book, year: r.year, reason: r.reason })
    case 'appoint': {
      const personId = d.world.actor(r.person as PersonName).personId
      return act(appointKeeper, { book: r.book, personId, from: civilDate(r.on), document: '任命书' })
    }
    case 'relieve':
      return act(relieveKeeper, { keeperNo: BigInt(r.keeper), to: civilDate(r.on), document: '解除' })
    case 'loan':
      return act(registerLoan, loanOf(r))
    case 'draw': {
      const { loan: loanId, notice: docNo, basis: bankReference } = r
      return act(drawLoan, { loanId, docNo, drawnOn: civilDate(r.on), bankReference, amountFen: fen(r.amount) })
    }
    case 'repay':
    case 'interest': {
      const paid = { loanId: r.loan, paidOn: civilDate(r.on), amountFen: fen(r.amount), document: r.basis, paidFrom: r.source }
      return r.act === 'repay' ? act(repayLoan, paid) : act(recordInterest, paid)
    }
    case 'return-unused': {
      const returned = { returnedOn: civilDate(r.on), amountFen: fen(r.amount), document: r.basis, reason: '未用' }
      return act(returnUnused, { loanId: r.loan, ...returned })
    }
    default:
      return performBank(d, r as RequestOf<'statement' | 'match' | 'explain' | 'undo'>, act)
  }
}

const loanOf = (r: RequestOf<'loan'>) => ({
  instrument: r.bond ? ('bond' as const) : ('loan' as const),
  lender: '农发行',
  borrower: '城投公司',
  agreementNo: r.no,
  lineFen: fen(r.line),
  ratePpm: r.ratePpm,
  dayCount: r.days === 360 ? ('actual-360' as const) : ('actual-365' as const),
  startsOn: civilDate(r.starts),
  endsOn: civilDate(r.ends),
  interestMonths: r.months,
  repayment: r.repayment,
  principalMonths: r.months,
  schedule: r.schedule.map((s) => ({ dueOn: civilDate(s.on), principalFen: fen(s.principal) })),
})

async function performBank(d: District, r: RequestOf<'statement' | 'match' | 'explain' | 'undo'>, act: Do): Promise<Outcome<Reply>> {
  switch (r.act) {
    case 'statement':
      return act(importStatement, await d.once(r, () => upload(d, r)))
    case 'match': {
      const known = await lineIds(d, r.bank)
      return act(matchByHand, { bank: r.bank.map((no) => known.get(no)!), book: r.book, note: r.note })
    }
    case 'explain': {
      const known = await lineIds(d, [r.line])
      return act(explainLine, { lineId: known.get(r.line) ?? 'bln_none', kind: r.kind, note: '' })
    }
    case 'undo':
      return act(undoMatch, { matchId: r.match, reason: '勾错了' })
  }
}

/** Hands the bank's file in and looks at what it says. */
async function upload(d: District, r: RequestOf<'statement'>) {
  const { world } = d
  const lines = r.lines.map((l) => ({ on: l.on, amountFen: l.amount, reference: referenceOf(l.no), summary: l.summary }))
  const file = { name: `${r.from}.csv`, mediaType: 'text/csv', bytes: statementCsv(r.opening, lines) }
  const { fileId } = await world.do('finance', keepFile('bank.reconcile'), file)
  d.ownActs++
  const closingFen = fen(r.lines.reduce((sum, l) => sum + l.amount, r.opening))
  const given = { from: civilDate(r.from), to: civilDate(r.to), openingFen: fen(r.opening), closingFen }
  const { contentHash } = await previewStatement(world.database.db, world.district, world.today(), { fileId, given })
  return { fileId, given, contentHash }
}

const referenceOf = (no: number): string => `LS${String(no).padStart(8, '0')}`

/** The ids under which the district knows the bank's lines. */
async function lineIds(d: District, numbers: readonly number[]): Promise<Map<number, string>> {
  const found = await rows(
    d.world.database.db,
    sql<{ id: string; reference: string }>`select line_id as id, reference from bank_line
      where district = ${d.world.district} and reference = any(${numbers.map(referenceOf)}::text[])`,
  )
  return new Map(found.map((f) => [Number(f.reference.slice(2)), f.id]))
}
