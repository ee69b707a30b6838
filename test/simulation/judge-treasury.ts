/** What is against the treasurer's acts: settlements, promises, supplements, carry-over, debt. */
import { Auditor } from './auditor.ts'
import { bare, placeOf, total } from './book-rules.ts'
import { incomeReasons } from './income.ts'
import { keptBooks, openBooks, paper, reversal, short, those, turned } from './judge-books.ts'
import { pendingOf } from './judge-claims.ts'
import { bankReasons, periodReasons, type PeriodRequest } from './judge-periods.ts'
import {
  canHelp,
  cutMoves,
  drawnOf,
  fiscalLeft,
  givable,
  monthsGone,
  owedBy,
  shortfallOf,
  standingOf,
  supplementMoves,
  unspentOf,
  valueOf,
  yearEndMoves,
  yearEndOf,
} from './plans.ts'
import type { Request, RequestOf } from './requests.ts'

export function treasuryReasons(a: Auditor, r: Request): string[] {
  switch (r.act) {
    case 'settle':
      return settle(a, r)
    case 'withdraw':
      return withdraw(a, r)
    case 'contract-act':
      return contractAct(a, r)
    case 'phases':
      return phases(a, r)
    case 'promise':
    case 'promise-release':
      return promise(a, r)
    case 'supplement':
      return supplement(a, r)
    case 'give-back': {
      const found = a.supplements.get(r.supplement)
      if (!found) return ['supplement_unknown']
      if (found.written.reversed) return ['supplement_gone']
      return [...reversal(a, found.written, r.who, r.on), ...paper(a, r)]
    }
    case 'carry':
      return carry(a, r)
    case 'income':
      return incomeReasons(a, r)
    case 'year-end':
      return yearEnd(a, r)
    case 'loan':
      return loan(a, r)
    case 'draw':
      return draw(a, r)
    case 'repay':
    case 'interest':
    case 'return-unused':
      return debt(a, r)
    case 'statement':
    case 'match':
    case 'explain':
    case 'undo':
      return bankReasons(a, r)
    default:
      return periodReasons(a, r as PeriodRequest)
  }
}

function settle(a: Auditor, r: RequestOf<'settle'>): string[] {
  const c = a.contracts.get(r.contract)
  if (!c) return ['contract_unknown']
  if (c.settlement) return ['settled_already', ...those(['act_invalid', settlementWrong(a, r, c.signedOn)])]
  const value = valueOf(a, r.contract)
  const cut = r.audited <= value && r.audited > 0n ? cutMoves(a, r.contract, value - r.audited) : null
  const books = Auditor.booksOf(cut ?? [])
  const all = [
    ...new Set(a.books.holdings({ contract: r.contract }, ['committed', 'retained', 'advanced', 'paid']).map((h) => h.place.book)),
  ]
  return [
    ...those(
      ['act_invalid', settlementWrong(a, r, c.signedOn)],
      ['payment_under_way', a.held({ contract: r.contract }, ['ordered', 'returned']) > 0n],
      ['audited_above_contract', r.audited > value],
      ['cut_above_money', r.audited <= value && cut === null],
      ['basis_missing', r.basis.trim() === ''],
    ),
    ...openBooks(a, all, r.on),
    ...keptBooks(a, r.who, books, r.on),
  ]
}

const settlementWrong = (a: Auditor, r: RequestOf<'settle'>, signedOn: string): boolean =>
  r.audited <= 0n || r.on > a.today || r.accepted > r.on || r.accepted < signedOn

function withdraw(a: Auditor, r: RequestOf<'withdraw'>): string[] {
  const c = a.contracts.get(r.contract)
  if (!c) return ['contract_unknown']
  if (!c.settlement) return ['not_settled']
  const { written } = c.settlement
  return [
    ...paper(a, r),
    ...those(['would_go_negative', short(a, written.flatMap(turned))]),
    ...written.flatMap((w) => reversal(a, w, r.who, r.on)),
  ]
}

const FROM = { release: ['committed'], fine: ['committed', 'retained'], refund: ['paid', 'advanced'], recovery: ['recoverable'] }

function contractAct(a: Auditor, r: RequestOf<'contract-act'>): string[] {
  if (!a.contracts.has(r.contract)) return ['contract_unknown']
  const pending = pendingOf(a, r.contract)
  const kept = r.from === 'committed' ? pending.retain : r.from === 'advanced' ? pending.recover : 0n
  const held = a.held({ stage: r.from, contract: r.contract })
  const fits = r.amount > 0n && r.amount <= held
  const books = fits ? Auditor.booksOf(a.shared(r.amount, { stage: r.from, contract: r.contract }, 'reserved')) : []
  return [
    ...those(
      ['act_invalid', !FROM[r.doing].includes(r.from) || r.amount <= 0n || r.on > a.today || r.basis.trim() === ''],
      ['more_than_there', r.amount > held - kept],
    ),
    // Giving money of a contract back to the project is an act of business; the other three are the keeper's.
    ...(r.doing === 'release' ? openBooks(a, books, r.on) : keptBooks(a, r.who, books, r.on)),
  ]
}

function phases(a: Auditor, r: RequestOf<'phases'>): string[] {
  const p = a.projects.get(r.project)
  if (!p) return ['project_unknown']
  const years = r.phases.map((x) => x.year)
  const needOf = (year: number) => r.phases.find((x) => x.year === year)?.need ?? 0n
  let left = a.given(r.project)
  const below = p.phases.some((phase, i) => {
    const filled = i === p.phases.length - 1 || left < phase.need ? left : phase.need
    left -= filled
    return filled > needOf(phase.year)
  })
  const same = p.phases.length === r.phases.length && p.phases.every((x) => needOf(x.year) === x.need)
  return those(
    ['phases_empty', years.length === 0],
    ['phase_twice', new Set(years).size < years.length],
    ['phase_not_positive', r.phases.some((x) => x.need <= 0n)],
    ['phase_first_year', Math.min(...years) !== p.year],
    ['phase_too_far', years.some((year) => year > p.year + 4)],
    ['phase_below_allocated', below],
    ['phase_library_below', !p.planned && a.given(r.project) > p.phases[0]!.need],
    ['phases_same', same],
  )
}

function promise(a: Auditor, r: RequestOf<'promise' | 'promise-release'>): string[] {
  const [lot, project] = [a.lots.get(r.lot), a.projects.get(r.project)]
  if (!project) return ['project_unknown']
  if (!lot) return ['lot_unknown']
  const at = { ...bare(r.lot, lot.book), project: r.project }
  const always = [
    ...those(['amount_not_positive', r.amount <= 0n], ['decided_in_future', r.on > a.today], ['basis_missing', r.basis.trim() === '']),
    ...openBooks(a, [lot.book], r.on),
  ]
  if (r.act === 'promise-release') return [...always, ...those(['promise_not_there', r.amount > a.held(placeOf('promised', at))])]
  const need = project.phases.reduce((sum, p) => (p.year <= r.year ? sum + p.need : sum), 0n)
  return [
    ...always,
    ...those(
      ['phase_missing', !project.phases.some((p) => p.year === r.year)],
      ['use_not_permitted', !a.mayPay(r.lot, r.project, lot.book, r.year)],
      ['promise_beyond_need', r.amount > need - a.given(r.project)],
      ['promise_not_expected', r.amount > a.held(placeOf('expected', at))],
      ['lot_undecided', standingOf(a, r.lot, r.on) === 'decide'],
    ),
  ]
}

function supplement(a: Auditor, r: RequestOf<'supplement'>): string[] {
  const project = a.projects.get(r.project)
  if (!project) return ['project_unknown']
  const pays = (project.poverty || (r.receiver !== 'poverty' && project.agriculture)) && !(r.receiver === 'financing' && project.household)
  const short = shortfallOf(a, r.project, r.year, r.receiver)
  const fits = canHelp(r.giver, r.receiver) && r.amount > 0n && r.amount <= total(givable(a, r))
  const lots = fits ? supplementMoves(a, r).map((m) => m.from.lot) : []
  return [
    ...paper(a, r),
    ...those(
      ['amount_not_positive', r.amount <= 0n],
      ['decided_in_future', r.on > a.today],
      ['uphill', !canHelp(r.giver, r.receiver)],
      ['receiver_may_not_pay', !pays],
      ['no_shortfall', short === 0n],
      ['above_shortfall', r.amount > short],
      ['debt_last', r.giver === 'financing' && fiscalLeft(a, r)],
      ['giver_short', r.amount > total(givable(a, r))],
      ['use_not_permitted', lots.some((lot) => !a.mayPay(lot, r.project, r.receiver))],
      ['not_keeper', !a.books.keeps(r.who, r.giver, r.on)],
    ),
    ...openBooks(a, [r.giver, r.receiver], r.on),
  ]
}

function carry(a: Auditor, r: RequestOf<'carry'>): string[] {
  const lot = a.lots.get(r.lot)
  if (!lot) return ['lot_unknown']
  const available = a.held({ lot: r.lot, book: lot.book, stage: 'available' })
  const amount = r.amount ?? available
  const always = those(
    ['decided_in_future', r.on > a.today],
    ['nothing_unspent', unspentOf(a, r.lot) <= 0n],
    ['usable_to_shorter', r.usableTo !== null && r.usableTo < lot.usableTo],
  )
  if (r.doing === 'reallocate') return always
  const posting = [...keptBooks(a, r.who, [lot.book], r.on), ...those(['basis_missing', r.basis.trim() === ''])]
  if (r.doing === 'carry-over') return [...always, ...posting]
  return [
    ...always,
    ...posting,
    ...those(
      ['debt_not_to_treasury', lot.book === 'financing'],
      ['amount_not_positive', amount <= 0n],
      // Of a lot that has nothing, the books say it and not the decision.
      ['amount_must_be_positive', amount < 0n],
      ['return_more_than_available', amount > available || amount === 0n || available === 0n],
    ),
  ]
}

function yearEnd(a: Auditor, r: RequestOf<'year-end'>): string[] {
  const date = `${r.year}-12-31`
  const books = [...new Set(yearEndOf(a, r.year).carry.map((lot) => a.lots.get(lot)!.book))]
  return [
    ...those(
      ['year_not_over', date > a.today],
      ['nothing_to_carry', books.length === 0],
      ['figures_changed', r.stale],
      ['basis_missing', r.basis.trim() === ''],
      ['would_go_negative', short(a, yearEndMoves(a, r.year))],
    ),
    ...keptBooks(a, r.who, books, date),
  ]
}

function loan(a: Auditor, r: RequestOf<'loan'>): string[] {
  const days = r.schedule.map((s) => s.on)
  const planned = r.repayment === 'schedule'
  return those(
    ['agreement_registered', [...a.loans.values()].some((l) => l.no === r.no)],
    ['amount_not_positive', r.line <= 0n || (planned && r.schedule.some((s) => s.principal <= 0n))],
    ['ends_before_start', r.ends <= r.starts],
    ['term_too_long', monthsGone(r.starts, r.ends) > 360],
    ['rate_out_of_range', r.ratePpm < 0 || r.ratePpm > 240_000],
    ['months_unknown', ![1, 3, 6, 12].includes(r.months)],
    ['schedule_date', planned && (days.some((d) => d <= r.starts || d > r.ends) || new Set(days).size < days.length)],
    ['schedule_sum', planned && r.schedule.reduce((sum, s) => sum + s.principal, 0n) !== r.line],
  )
}

function draw(a: Auditor, r: RequestOf<'draw'>): string[] {
  const l = a.loans.get(r.loan)
  if (!l) return ['loan_unknown']
  return [
    ...those(
      ['amount_not_positive', r.amount <= 0n],
      ['date_in_future', r.on > a.today],
      ['outside_term', r.on < l.starts || r.on > l.ends],
      ['drawdowns_stopped', r.on >= '2021-01-01' && !l.bond],
      ['above_line', r.amount > l.line - drawnOf(a, r.loan)],
      ['document_registered', a.notices.has(r.notice)],
    ),
    ...keptBooks(a, r.who, ['financing'], r.on),
  ]
}

/** Debt is serviced from outside the account alone. */
function debt(a: Auditor, r: RequestOf<'repay' | 'interest' | 'return-unused'>): string[] {
  const l = a.loans.get(r.loan)
  if (!l) return ['loan_unknown']
  const always = those(
    ['amount_not_positive', r.amount <= 0n],
    ['date_in_future', r.on > a.today],
    ['paid_from_books', r.act !== 'return-unused' && r.source !== '城投公司经营收入'],
  )
  if (r.act === 'interest') return [...always, ...those(['interest_before_start', r.on < l.starts])]
  return [
    ...always,
    ...those(
      [r.act === 'repay' ? 'repaid_too_much' : 'return_too_much', r.amount > owedBy(a, r.loan, r.act === 'repay' ? 'owed' : 'unused')],
      ['basis_missing', r.basis.trim() === ''],
    ),
    ...keptBooks(a, r.who, ['financing'], r.on),
  ]
}
