/** The treasurer's acts in the auditor's books: settlements, promises, supplements, carry-over, periods, keepers, debt, the bank. */
import type { Auditor } from './auditor.ts'
import { bare, before, type Moved, total, type Written } from './book-rules.ts'
import { bookIncome } from './income.ts'
import {
  carryMoves,
  cutMoves,
  KIND_OF,
  oldest,
  recogniseMoves,
  repaid,
  supplementMoves,
  unspentOf,
  valueOf,
  yearClosing,
  yearEndMoves,
  yearEndOf,
} from './plans.ts'
import { closedYear } from './judge-periods.ts'
import type { BankLine, LoanPaper, Reply, Request, RequestOf } from './requests.ts'

export interface Supplement {
  readonly written: Written
}

export interface Loan extends LoanPaper {
  /** Oldest first is by the day of the drawdown, then by its number. */
  readonly drawn: { readonly lot: string; readonly written: Written }[]
  interest: bigint
}

export interface Matched {
  readonly bank: readonly number[]
  readonly book: readonly Written[]
  readonly settled: string
  undone: boolean
}

/** The bank's statements and what was made of their lines. */
export interface Statements {
  readonly lines: Map<number, BankLine & { match: string | null; kind: string | null; readonly of: readonly Written[] }>
  /** The last day that is covered. */
  to: string
  balance: bigint
  readonly matches: Map<string, Matched>
}

/** What a drawdown may pay for, and for how many years, read out of the catalogue. */
const DEBT_PAYS = ['industry', 'road', 'water', 'environment', 'relocation', 'public-service']

type Treasury = Exclude<
  Request,
  {
    act:
      | 'receive'
      | 'reserve'
      | 'release'
      | 'hand'
      | 'adopt'
      | 'discard'
      | 'reverse'
      | 'contract'
      | 'compile'
      | 'change'
      | 'submit'
      | 'send-back'
      | 'order'
      | 'reopen'
      | 'sign'
      | 'result'
      | 'late-return'
  }
>

export function bookTreasury(a: Auditor, r: Treasury, reply: Reply): void {
  const post = (kind: string, date: string, moves: readonly Moved[]) => a.books.post({ kind, date, who: r.who, moves })
  switch (r.act) {
    case 'settle':
      return settle(a, r)
    case 'withdraw': {
      const contract = a.contracts.get(r.contract)!
      a.books.open(contract.settlement!.written.flatMap((w) => w.moves))
      for (const w of contract.settlement!.written) a.reverse(w, r.on, r.who)
      contract.settlement = null
      return
    }
    case 'contract-act':
      return void a.takeBack(KIND_OF[r.doing], a.shared(r.amount, { stage: r.from, contract: r.contract }, 'reserved'), r.on, r.who)
    case 'phases':
      Object.assign(a.projects.get(r.project)!, { phases: [...r.phases].sort((p, q) => p.year - q.year), planned: true })
      return
    case 'promise':
    case 'promise-release': {
      const [from, to] = r.act === 'promise' ? ['expected', 'promised'] : ['promised', 'expected']
      const at = { ...bare(r.lot, a.lots.get(r.lot)!.book), project: r.project }
      return void post(r.act, r.on, [a.step(at, from, to, r.amount)])
    }
    case 'supplement': {
      const written = post('supplement', r.on, supplementMoves(a, r))[0]!
      return void a.supplements.set(reply.id!, { written })
    }
    case 'give-back':
      return void a.reverse(a.supplements.get(r.supplement)!.written, r.on, r.who)
    case 'carry':
      return carry(a, r)
    case 'income':
      return bookIncome(a, r, reply.lotId!)
    case 'year-end':
      return yearEnd(a, r)
    case 'loan': {
      const { who: _, act: __, ...paper } = r
      return void a.loans.set(reply.loanId!, { ...paper, drawn: [], interest: 0n })
    }
    case 'draw':
      return draw(a, r, reply.lotId!)
    case 'repay':
      return void post(
        'financing-repayment',
        r.on,
        oldest(a, r.loan, r.amount, 'owed').map(({ lot, part }) => repaid(lot, part)),
      )
    case 'return-unused': {
      const moves = oldest(a, r.loan, r.amount, 'unused').flatMap(({ lot, part }) => [
        a.step(bare(lot, 'financing'), 'available', 'treasury', part),
        repaid(lot, part),
      ])
      return void post('financing-return', r.on, moves)
    }
    case 'interest':
      a.loans.get(r.loan)!.interest += r.amount
      return
    default:
      return bookPeriods(a, r, reply)
  }
}

type Rest = RequestOf<
  'close' | 'reopen-month' | 'close-year' | 'reopen-year' | 'appoint' | 'relieve' | 'statement' | 'match' | 'explain' | 'undo'
>

function bookPeriods(a: Auditor, r: Rest, reply: Reply): void {
  switch (r.act) {
    case 'close':
      a.closings.push({ book: r.book, month: r.month, who: r.who })
      return void a.books.closed.set(r.book, r.month)
    case 'reopen-month':
      return void a.books.closed.set(r.book, before(r.month) < a.books.firstMonth(r.book) ? 0 : before(r.month))
    case 'close-year': {
      const { moves, closing } = yearClosing(a, r.book, r.year)
      return void a.books.post({ kind: 'year-close', date: `${r.year}-12-31`, who: r.who, moves, closing })
    }
    case 'reopen-year':
      return void a.reverse(closedYear(a, r.book, r.year)!, `${r.year}-12-31`, r.who)
    case 'appoint':
      return void a.books.keepers.push({ no: a.books.keepers.length + 1, book: r.book, who: r.person, from: r.on, to: null })
    case 'relieve':
      a.books.keepers[r.keeper - 1]!.to = r.on
      return
    default:
      return bookBank(a, r, reply)
  }
}

function bookBank(a: Auditor, r: RequestOf<'statement' | 'match' | 'explain' | 'undo'>, reply: Reply): void {
  const { bank } = a
  switch (r.act) {
    case 'statement':
      for (const line of r.lines) bank.lines.set(line.no, { ...line, match: null, kind: null, of: [] })
      Object.assign(bank, { to: r.to, balance: r.opening + total(r.lines) })
      return
    case 'match': {
      const [lines, book] = [r.bank.map((no) => bank.lines.get(no)!), r.book.map((id) => a.posting(id)!)]
      const settled = [...lines.map((l) => l.on), ...book.map((w) => w.date)].sort().at(-1)!
      bank.matches.set(reply.id!, { bank: r.bank, book, settled, undone: false })
      for (const l of lines) l.match = reply.id!
      for (const w of book) w.matched = reply.id!
      return
    }
    case 'explain':
      bank.lines.get(r.line)!.kind = r.kind
      return
    case 'undo': {
      const match = bank.matches.get(r.match)!
      match.undone = true
      for (const no of match.bank) bank.lines.get(no)!.match = null
      for (const w of match.book) w.matched = null
    }
  }
}

function settle(a: Auditor, r: RequestOf<'settle'>): void {
  const contract = a.contracts.get(r.contract)!
  const cut = cutMoves(a, r.contract, valueOf(a, r.contract) - r.audited)!
  const recognised = recogniseMoves(a, r.contract, contract, r.audited, cut)
  a.books.open([...recognised, ...cut])
  const written = [
    ...a.books.post({ kind: 'settlement-audit', date: r.on, who: r.who, moves: recognised }),
    ...a.takeBack('audit-cut', cut, r.on, r.who),
  ]
  contract.settlement = { audited: r.audited, acceptedOn: r.accepted, written }
}

function carry(a: Auditor, r: RequestOf<'carry'>): void {
  const lot = a.lots.get(r.lot)!
  const year = Number(r.on.slice(0, 4))
  const moves =
    r.doing === 'carry-over'
      ? carryMoves(a, r.lot, unspentOf(a, r.lot))
      : [a.step(bare(r.lot, lot.book), 'available', 'treasury', r.amount ?? a.held({ lot: r.lot, book: lot.book, stage: 'available' }))]
  const kind = r.doing === 'carry-over' ? 'carry-over' : 'return-to-treasury'
  const written = r.doing === 'reallocate' ? null : a.books.post({ kind, date: r.on, who: r.who, moves })[0]!
  lot.decisions.push({ doing: r.doing, on: r.on, year, written })
  if (r.doing !== 'return' && r.usableTo !== null) lot.usableTo = r.usableTo
}

function yearEnd(a: Auditor, r: RequestOf<'year-end'>): void {
  const date = `${r.year}-12-31`
  const { carry: lots } = yearEndOf(a, r.year)
  const written = a.books.post({ kind: 'carry-over', date, who: r.who, moves: yearEndMoves(a, r.year) })
  for (const lot of lots) {
    const own = written.find((w) => w.book === a.lots.get(lot)!.book)!
    a.lots.get(lot)!.decisions.push({ doing: 'year-end', on: date, year: r.year, written: own })
  }
}

function draw(a: Auditor, r: RequestOf<'draw'>, lot: string): void {
  const loan = a.loans.get(r.loan)!
  const paper = { book: 'financing', uses: DEBT_PAYS, personal: false, amount: r.amount, since: r.on }
  a.lots.set(lot, { ...paper, usableTo: Number(r.on.slice(0, 4)) + 1, decisions: [] })
  a.notices.add(r.notice)
  const at = bare(lot, 'financing')
  const moves = [a.step(at, 'source', 'available', r.amount), a.step(at, 'lender', 'owed', r.amount)]
  const written = a.books.post({ kind: 'financing-drawdown', date: r.on, who: r.who, moves })[0]!
  loan.drawn.push({ lot, written })
  loan.drawn.sort((x, y) => (x.written.date < y.written.date ? -1 : x.written.date > y.written.date ? 1 : x.written.n - y.written.n))
}
