/** What may be agreed, drawn, repaid and given back, with every no in words. Fiscal books never service debt. Pure. */
import { addMonths, type CivilDate } from '#kernel/civil-date.ts'
import { type Fen, formatFen, least, subtract, sum } from '#kernel/money.ts'
import { ok, type Outcome, refusals } from '#kernel/outcome.ts'
import { normaliseDocNo } from '#features/imports/document-number.ts'
import { atStage, type Move, nameAccount, type PostingDraft } from '#features/ledger/ledger.model.ts'
import { type DayCountKey, financingProfiles, type InstrumentKey, loanTerms, type RepaymentKey } from '#policy/financing.ts'
import type { Loan, ScheduleLine } from './loan.model.ts'

export const refuse = refusals({
  loan_unknown: { kind: 'not-found', zh: '没有编号为 {loan} 的融资合同', en: 'There is no agreement {loan}' },
  agreement_registered: {
    kind: 'conflict',
    zh: '合同“{agreement}”已经登记过，同一合同不能登记两次',
    en: 'The agreement "{agreement}" is registered already',
  },
  amount_not_positive: { kind: 'invalid', zh: '金额必须大于零，请改正', en: 'The amount must be above zero; correct it' },
  date_in_future: { kind: 'invalid', zh: '日期 {date} 晚于今天 {today}，请改正', en: 'The date {date} is after today {today}; correct it' },
  ends_before_start: {
    kind: 'invalid',
    zh: '到期日 {ends} 不晚于起始日 {starts}，请改正',
    en: 'It ends on {ends}, not after it starts on {starts}',
  },
  term_too_long: {
    kind: 'invalid',
    zh: '期限超过 {years} 年（{starts} 至 {ends}），请核对日期',
    en: 'The term is longer than {years} years ({starts} to {ends}); check the dates',
  },
  rate_out_of_range: {
    kind: 'invalid',
    zh: '年利率 {rate}% 不在 0 到 {most}% 之间，请核对',
    en: 'The rate of {rate} % a year is not between 0 and {most} %; check it',
  },
  months_unknown: {
    kind: 'invalid',
    zh: '间隔只能是 {months} 个月，不能是 {given}',
    en: 'Payments come every {months} months, not {given}',
  },
  schedule_sum: {
    kind: 'invalid',
    zh: '还款计划合计 {sum} 元，与合同金额 {line} 元不符，差 {difference} 元',
    en: 'The schedule adds up to {sum} yuan, not to the line of {line}; the difference is {difference}',
  },
  schedule_date: {
    kind: 'invalid',
    zh: '还款日 {date} 不在合同期限 {starts} 至 {ends} 之内，或重复',
    en: 'The due day {date} is outside the term {starts} to {ends}, or appears twice',
  },
  drawdowns_stopped: {
    kind: 'rule-not-met',
    zh: '{date} 起作用的规定（{basis}）不允许再提贷款：融资专账只接收政府债券资金',
    en: 'The rules of {date} ({basis}) allow no new loan money: the financing book takes government bonds only',
  },
  above_line: {
    kind: 'rule-not-met',
    zh: '合同金额 {line} 元，已提款 {drawn} 元，最多再提 {left} 元，不能提 {amount} 元',
    en: 'The line is {line} yuan, {drawn} are drawn, at most {left} more; not {amount}',
  },
  outside_term: {
    kind: 'rule-not-met',
    zh: '提款日 {date} 不在合同期限 {starts} 至 {ends} 之内',
    en: 'The day {date} is outside the term {starts} to {ends}',
  },
  document_registered: {
    kind: 'conflict',
    zh: '提款通知“{document}”已经登记过，同一单据不能登记两次',
    en: 'The drawdown notice "{document}" is registered already',
  },
  lot_without_debt: {
    kind: 'rule-not-met',
    zh: '资金 {lot} 不是融资提款，或已归入合同，不能再归入',
    en: 'The lot {lot} is no drawdown, or belongs to an agreement already',
  },
  repaid_too_much: {
    kind: 'rule-not-met',
    zh: '合同“{agreement}”未还本金 {owed} 元，不能还 {amount} 元',
    en: '{owed} yuan are owed on "{agreement}"; {amount} cannot be repaid',
  },
  return_too_much: {
    kind: 'rule-not-met',
    zh: '合同“{agreement}”的资金里没有用、也没有安排出去的只有 {unused} 元，不能退还 {amount} 元',
    en: 'Only {unused} yuan of "{agreement}" are neither used nor allocated; {amount} cannot be given back',
  },
  paid_from_books: {
    kind: 'rule-not-met',
    zh: '还款来源不能是扶贫、统筹专账或专户里的财政资金（财政资金不得用于偿还债务）；请写明借款人的账外来源',
    en: 'Fiscal money of the account may not service debt; name the outside source of the borrower',
  },
  interest_before_start: {
    kind: 'invalid',
    zh: '付息日 {date} 早于合同起始日 {starts}，请改正',
    en: 'Interest was paid on {date}, before the agreement began on {starts}; correct it',
  },
})

export interface LoanInput {
  readonly instrument: InstrumentKey
  readonly lender: string
  readonly borrower: string
  readonly agreementNo: string
  readonly lineFen: Fen
  readonly ratePpm: number
  readonly dayCount: DayCountKey
  readonly startsOn: CivilDate
  readonly endsOn: CivilDate
  readonly interestMonths: number
  readonly repayment: RepaymentKey
  readonly principalMonths?: number | undefined
  readonly schedule?: readonly ScheduleLine[] | undefined
}

const percent = (ppm: number): string => (ppm / 10_000).toString()

const monthsKnown = (months: number | undefined): boolean =>
  months !== undefined && (loanTerms.everyMonths as readonly number[]).includes(months)

export function decideLoan(input: LoanInput, taken: boolean): Outcome<Omit<Loan, 'loanId'>> {
  const { startsOn, endsOn, lineFen, ratePpm } = input
  if (taken) return refuse('agreement_registered', { agreement: input.agreementNo })
  if (lineFen <= 0n) return refuse('amount_not_positive')
  if (endsOn <= startsOn) return refuse('ends_before_start', { starts: startsOn, ends: endsOn })
  if (endsOn > addMonths(startsOn, loanTerms.mostYears * 12))
    return refuse('term_too_long', { years: loanTerms.mostYears, starts: startsOn, ends: endsOn })
  if (ratePpm < 0 || ratePpm > loanTerms.mostRatePpm)
    return refuse('rate_out_of_range', { rate: percent(ratePpm), most: percent(loanTerms.mostRatePpm) })
  const asked = input.repayment === 'equal' ? [input.interestMonths, input.principalMonths] : [input.interestMonths]
  const unknown = asked.findIndex((m) => !monthsKnown(m))
  if (unknown >= 0) return refuse('months_unknown', { months: loanTerms.everyMonths.join('、'), given: asked[unknown] ?? '' })
  const schedule = input.repayment === 'schedule' ? [...(input.schedule ?? [])].sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1)) : []
  if (input.repayment === 'schedule') {
    const checked = checkSchedule(schedule, input)
    if (!checked.ok) return checked
  }
  return ok({ ...input, schedule, principalMonths: input.repayment === 'equal' ? input.principalMonths! : null })
}

function checkSchedule(schedule: readonly ScheduleLine[], { startsOn, endsOn, lineFen }: LoanInput): Outcome<null> {
  const wrong = schedule.find((line, i) => line.dueOn <= startsOn || line.dueOn > endsOn || line.dueOn === schedule[i - 1]?.dueOn)
  if (wrong) return refuse('schedule_date', { date: wrong.dueOn, starts: startsOn, ends: endsOn })
  if (schedule.some((line) => line.principalFen <= 0n)) return refuse('amount_not_positive')
  const total = sum(schedule.map((line) => line.principalFen))
  const difference = formatFen(total > lineFen ? subtract(total, lineFen) : subtract(lineFen, total))
  return total === lineFen ? ok(null) : refuse('schedule_sum', { sum: formatFen(total), line: formatFen(lineFen), difference })
}

/** The rules of a day about new borrowing; the first ones before there were any. */
export const profileOn = (date: CivilDate) => [...financingProfiles].reverse().find((p) => p.from <= date) ?? financingProfiles[0]

/** What the lots of an agreement hold, oldest drawdown first. */
export interface BorrowedLot {
  readonly lotId: string
  readonly owedFen: Fen
  readonly availableFen: Fen
}

export interface LoanState {
  readonly loan: Loan | undefined
  readonly drawnFen: Fen
  readonly lots: readonly BorrowedLot[]
  /** Document numbers that the books know. */
  readonly registered: ReadonlySet<string>
}

export interface DrawInput {
  readonly loanId: string
  readonly docNo: string
  readonly drawnOn: CivilDate
  readonly bankReference: string
  readonly amountFen: Fen
  readonly purpose?: string | undefined
}

export function decideDraw(
  input: DrawInput,
  { loan, drawnFen, registered }: LoanState,
  today: CivilDate,
): Outcome<{ loan: Loan; docNo: string }> {
  if (!loan) return refuse('loan_unknown', { loan: input.loanId })
  if (input.amountFen <= 0n) return refuse('amount_not_positive')
  if (input.drawnOn > today) return refuse('date_in_future', { date: input.drawnOn, today })
  const { startsOn, endsOn, lineFen } = loan
  if (input.drawnOn < startsOn || input.drawnOn > endsOn)
    return refuse('outside_term', { date: input.drawnOn, starts: startsOn, ends: endsOn })
  const profile = profileOn(input.drawnOn)
  if (profile.drawdowns === 'bonds-only' && loan.instrument !== 'bond')
    return refuse('drawdowns_stopped', { date: profile.from, basis: profile.basis })
  const left = subtract(lineFen, drawnFen)
  if (input.amountFen > left)
    return refuse('above_line', {
      line: formatFen(lineFen),
      drawn: formatFen(drawnFen),
      left: formatFen(left),
      amount: formatFen(input.amountFen),
    })
  const docNo = normaliseDocNo(input.docNo)
  return registered.has(docNo) ? refuse('document_registered', { document: docNo }) : ok({ loan, docNo })
}

/** A drawdown that was registered as income, before its agreement was. */
export interface LooseDrawdown {
  readonly postingId: string
  readonly drawnOn: CivilDate
  readonly amountFen: Fen
}

export function decideAttach(
  input: { readonly loanId: string; readonly lotId: string },
  { loan, drawnFen }: LoanState,
  loose: LooseDrawdown | undefined,
): Outcome<{ loan: Loan; loose: LooseDrawdown }> {
  if (!loan) return refuse('loan_unknown', { loan: input.loanId })
  if (!loose) return refuse('lot_without_debt', { lot: input.lotId })
  const { startsOn, endsOn, lineFen } = loan
  if (loose.drawnOn < startsOn || loose.drawnOn > endsOn)
    return refuse('outside_term', { date: loose.drawnOn, starts: startsOn, ends: endsOn })
  const left = subtract(lineFen, drawnFen)
  if (loose.amountFen <= left) return ok({ loan, loose })
  const amount = formatFen(loose.amountFen)
  return refuse('above_line', { line: formatFen(lineFen), drawn: formatFen(drawnFen), left: formatFen(left), amount })
}

export interface RepayInput {
  readonly loanId: string
  readonly paidOn: CivilDate
  readonly amountFen: Fen
  readonly document: string
  /** The borrower's own source, outside the account. */
  readonly paidFrom: string
}

/** Words of a source that is inside the account or fiscal by name. */
const INSIDE = /扶贫专账|统筹专账|融资专账|专户|财政(专项|资金|拨款|统筹)|扶贫(专项)?资金|整合资金|衔接资金/
const paidFromBooks = (words: string): boolean => INSIDE.test(words.normalize('NFKC').replace(/\s/g, ''))

/** The oldest drawdown is repaid first. */
function takeOldest(amountFen: Fen, lots: readonly { readonly lotId: string; readonly most: Fen }[]): { lotId: string; amountFen: Fen }[] {
  let left = amountFen
  return lots.flatMap(({ lotId, most }) => {
    const take = least(left, most)
    left = subtract(left, take)
    return take > 0n ? [{ lotId, amountFen: take }] : []
  })
}

const repaidMove = (lotId: string, amountFen: Fen): Move => ({
  from: nameAccount(lotId, 'financing', 'owed'),
  to: nameAccount(lotId, 'financing', 'repaid'),
  amountFen,
})

export function decideRepay(input: RepayInput, { loan, lots }: LoanState, today: CivilDate): Outcome<{ loan: Loan; draft: PostingDraft }> {
  if (!loan) return refuse('loan_unknown', { loan: input.loanId })
  if (input.amountFen <= 0n) return refuse('amount_not_positive')
  if (input.paidOn > today) return refuse('date_in_future', { date: input.paidOn, today })
  if (paidFromBooks(input.paidFrom)) return refuse('paid_from_books')
  const owedFen = sum(lots.map((l) => l.owedFen))
  if (input.amountFen > owedFen)
    return refuse('repaid_too_much', { agreement: loan.agreementNo, owed: formatFen(owedFen), amount: formatFen(input.amountFen) })
  const moves = takeOldest(
    input.amountFen,
    lots.map((l) => ({ lotId: l.lotId, most: l.owedFen })),
  ).map((t) => repaidMove(t.lotId, t.amountFen))
  const draft = {
    kind: 'financing-repayment',
    businessDate: input.paidOn,
    basis: input.document,
    reason: `还款来源：${input.paidFrom}`,
    moves,
  } as const
  return ok({ loan, draft })
}

export interface ReturnInput {
  readonly loanId: string
  readonly returnedOn: CivilDate
  readonly amountFen: Fen
  /** The decision and the bank's debit advice. */
  readonly document: string
  readonly reason: string
}

/** Unused money goes back to the lender out of the very lots it came in, and as much principal is repaid. */
export function decideReturn(
  input: ReturnInput,
  { loan, lots }: LoanState,
  today: CivilDate,
): Outcome<{ loan: Loan; draft: PostingDraft }> {
  if (!loan) return refuse('loan_unknown', { loan: input.loanId })
  if (input.amountFen <= 0n) return refuse('amount_not_positive')
  if (input.returnedOn > today) return refuse('date_in_future', { date: input.returnedOn, today })
  const free = lots.map((l) => ({ lotId: l.lotId, most: least(l.availableFen, l.owedFen) }))
  const unused = sum(free.map((l) => l.most))
  if (input.amountFen > unused)
    return refuse('return_too_much', { agreement: loan.agreementNo, unused: formatFen(unused), amount: formatFen(input.amountFen) })
  const moves = takeOldest(input.amountFen, free).flatMap(({ lotId, amountFen }): Move[] => {
    const from = nameAccount(lotId, 'financing', 'available')
    return [{ from, to: atStage(from, 'treasury'), amountFen }, repaidMove(lotId, amountFen)]
  })
  const { returnedOn, document, reason } = input
  return ok({ loan, draft: { kind: 'financing-return', businessDate: returnedOn, basis: document, reason, moves } })
}

export interface InterestInput {
  readonly loanId: string
  readonly paidOn: CivilDate
  readonly amountFen: Fen
  readonly document: string
  readonly paidFrom: string
}

export function decideInterest(input: InterestInput, loan: Loan | undefined, today: CivilDate): Outcome<Loan> {
  if (!loan) return refuse('loan_unknown', { loan: input.loanId })
  if (input.amountFen <= 0n) return refuse('amount_not_positive')
  if (input.paidOn > today) return refuse('date_in_future', { date: input.paidOn, today })
  if (input.paidOn < loan.startsOn) return refuse('interest_before_start', { date: input.paidOn, starts: loan.startsOn })
  return paidFromBooks(input.paidFrom) ? refuse('paid_from_books') : ok(loan)
}
