/**
 * What the auditor sees against a request before it is made: every reason by its name, in no order. An empty list means
 * that the request must succeed; otherwise it must be refused for one of these reasons. Written from the rules, not the code.
 */
import { planReasons } from './allocation.ts'
import { Auditor, BY_HAND, type Claim, drawnFrom } from './auditor.ts'
import { bare, keyOf, type Moved, placeOf, total } from './book-rules.ts'
import { keptBooks, openBooks, paper, reversal, short, those, turned } from './judge-books.ts'
import { contentReasons, pendingOf, usedOf } from './judge-claims.ts'
import { treasuryReasons } from './judge-treasury.ts'
import { standingOf } from './plans.ts'
import type { Act, Line, Request, RequestOf } from './requests.ts'

const READERS = ['village', 'township', 'dept', 'pov_office', 'pool_office', 'finance', 'leading_group', 'leader', 'audit']
const OFFICES = ['pool_office', 'leading_group']
const MAY: Readonly<Record<Act, readonly string[]>> = {
  receive: ['finance'],
  reserve: ['finance'],
  release: ['finance'],
  reverse: ['finance'],
  hand: ['finance'],
  order: ['finance'],
  reopen: ['finance'],
  result: ['finance', 'bank'],
  'late-return': ['finance'],
  settle: ['finance'],
  withdraw: ['finance'],
  'contract-act': ['finance'],
  contract: ['dept'],
  compile: ['dept'],
  change: ['dept'],
  submit: ['dept'],
  sign: READERS,
  'send-back': READERS,
  phases: ['pov_office', 'pool_office'],
  adopt: OFFICES,
  discard: ['pool_office'],
  promise: ['pool_office'],
  'promise-release': ['pool_office'],
  supplement: ['finance'],
  'give-back': ['finance'],
  carry: ['finance'],
  income: ['finance'],
  'year-end': ['finance'],
  close: ['finance'],
  'close-year': ['finance'],
  'reopen-year': ['finance'],
  'reopen-month': OFFICES,
  appoint: OFFICES,
  relieve: OFFICES,
  loan: ['finance'],
  draw: ['finance'],
  repay: ['finance'],
  interest: ['finance'],
  'return-unused': ['finance'],
  statement: ['finance'],
  match: ['finance'],
  explain: ['finance'],
  undo: ['finance'],
}
const SIGNERS = ['village', 'township', 'dept', 'pool_office', 'leader']
/** Business acts that are corrected by other acts and never in red. */
const NEVER_IN_RED = [
  'announcement',
  'commitment',
  'payment-order',
  'advance',
  'advance-recovery',
  'payment',
  'household-batch',
  'reward',
  'retention',
  'retention-payment',
  'settlement-audit',
  'bank-return',
  'return-to-contract',
  'late-return',
  'household-late-return',
  'reward-late-return',
]

export const mayDo = (a: Auditor, r: Request): boolean => MAY[r.act].includes(a.officers.get(r.who)!.role)

export function reasons(a: Auditor, r: Request): string[] {
  if (!mayDo(a, r)) return ['not_permitted']
  switch (r.act) {
    case 'receive':
      return receipt(a, r)
    case 'reserve':
    case 'release':
      return byHand(a, r)
    case 'hand':
      return handWritten(a, r)
    case 'reverse': {
      const original = a.posting(r.posting)
      if (!original) return ['unknown_posting']
      const never = NEVER_IN_RED.includes(original.kind)
      return [...those(['not_reversible', never]), ...reversal(a, original, r.who, r.on)]
    }
    case 'contract':
      return contract(a, r)
    case 'compile':
      return a.contracts.has(r.contract) ? contentReasons(a, r.contract, r, '') : ['contract_unknown']
    case 'result':
      return result(a, r)
    case 'late-return':
      return lateReturn(a, r)
    case 'order':
      return order(a, r)
    case 'reopen': {
      const c = a.claims.get(r.claim)
      if (!c) return ['claim_unknown']
      const books = Auditor.booksOf(a.all({ stage: 'returned', claim: r.claim }, 'committed'))
      return [...those(['not_in_state', c.state !== 'bank-returned']), ...openBooks(a, books, a.today)]
    }
    case 'adopt':
    case 'discard':
      return planReasons(a, r)
    case 'change':
    case 'submit':
      return compiling(a, r)
    case 'sign':
    case 'send-back':
      return signing(a, r)
    default:
      return treasuryReasons(a, r)
  }
}

const bookOf = (a: Auditor, lot: string): string[] => (a.lots.has(lot) ? [a.lots.get(lot)!.book] : [])

function receipt(a: Auditor, r: RequestOf<'receive'>): string[] {
  const books = [...new Set(r.lines.flatMap((l) => bookOf(a, l.lot)))]
  const awaited = (lot: string) => a.held({ lot }, ['expected', 'promised'])
  return [
    ...those(
      ['receipt_in_future', r.on > a.today],
      ['basis_missing', r.basis.trim() === ''],
      ['lot_unknown', r.lines.some((l) => !a.lots.has(l.lot))],
      ['lot_twice', new Set(r.lines.map((l) => l.lot)).size < r.lines.length],
      ['receipt_too_large', r.lines.some((l) => l.amount > awaited(l.lot))],
      ['amount_must_be_positive', r.lines.some((l) => l.amount <= 0n)],
      // A lot that came as a drawdown was never announced.
      [
        'lot_unknown',
        r.lines.some((l) => !a.books.written.some((w) => w.kind === 'announcement' && w.moves.some((m) => m.from.lot === l.lot))),
      ],
    ),
    ...keptBooks(a, r.who, books, r.on),
  ]
}

function byHand(a: Auditor, r: RequestOf<'reserve' | 'release'> & { readonly lines: readonly Line[] }): string[] {
  const reserving = r.act === 'reserve'
  const known = r.lines.filter((l) => a.lots.has(l.lot))
  const short = (l: Line) => {
    const together = known.filter((m) => m.lot === l.lot && (reserving || m.project === l.project))
    const at = { ...bare(l.lot, bookOf(a, l.lot)[0]!), project: l.project }
    return total(together) > a.held(placeOf(reserving ? 'available' : 'reserved', at))
  }
  return [
    ...paper(a, r),
    ...keptBooks(a, r.who, [...new Set(r.lines.flatMap((l) => bookOf(a, l.lot)))], r.on),
    ...those(
      ['unknown_lot', known.length < r.lines.length],
      ['amount_must_be_positive', r.lines.some((l) => l.amount <= 0n)],
      ['unknown_project', r.lines.some((l) => l.project === '') || (reserving && r.lines.some((l) => !a.projects.has(l.project)))],
      ['use_not_permitted', reserving && known.some((l) => a.projects.has(l.project) && !a.mayPay(l.lot, l.project))],
      ['lot_undecided', reserving && known.some((l) => standingOf(a, l.lot, r.on) === 'decide')],
      ['would_go_negative', known.some(short)],
    ),
  ]
}

const KEPT_BY_PROJECT = ['promised', 'reserved', 'committed', 'paid', 'recoverable', 'placed', 'compensated']

function handWritten(a: Auditor, r: RequestOf<'hand'>): string[] {
  const { line, hand } = r
  const lot = a.lots.get(line.lot)
  const known = Boolean(BY_HAND[hand]) || ['receipt', 'reservation', 'release'].includes(hand)
  if (!lot) return those(['unknown_lot', known], ['kind_not_by_hand', !known])
  const listed = BY_HAND[hand]?.some(([from, to]) => from === line.from && to === line.to)
  if (!listed) return [known ? 'move_unclear' : 'kind_not_by_hand']
  const at = { ...line, book: lot.book }
  const { project } = placeOf(line.to, at)
  const right = a.takenBackAs(hand, placeOf(line.from, at))
  const needed = project !== '' || placeOf(line.from, at).project !== '' || KEPT_BY_PROJECT.includes(line.to)
  return [
    ...paper(a, r),
    ...keptBooks(a, r.who, [lot.book], r.on),
    ...those(
      ['amount_must_be_positive', line.amount <= 0n],
      ['unknown_project', needed && !a.projects.has(line.project)],
      ['use_not_permitted', project !== '' && a.projects.has(project) && !a.mayPay(line.lot, project)],
      ['would_go_negative', line.amount > a.held(placeOf(line.from, at))],
      ['not_of_payment', right === null],
      ['title_differs', right !== null && right !== hand],
    ),
  ]
}

function contract(a: Auditor, r: RequestOf<'contract'>): string[] {
  if (!a.projects.has(r.project)) return ['project_unknown']
  const reserved = a.held({ stage: 'reserved', project: r.project })
  const contracted = [...a.contracts.values()].some((c) => c.project === r.project)
  const fits = r.amount > 0n && r.amount <= reserved
  const books = fits ? Auditor.booksOf(a.drawn(r.amount, { stage: 'reserved', project: r.project }, 'committed')) : []
  const { terms } = r
  const most = r.on < '2017-07-01' ? 500 : 300
  return [
    ...those(
      ['project_not_funded', reserved === 0n && !contracted],
      ['contract_invalid', r.amount <= 0n || r.on > a.today],
      ['contract_invalid', terms !== null && (terms.advance > 3000 || terms.retention > most)],
      ['contract_invalid', terms !== null && (terms.advance > 0 || terms.retention > 0) && !a.isWorks(r.project)],
      ['basis_missing', r.no.trim() === ''],
      ['contract_no_taken', a.numbers.has(r.no)],
      ['account_differs', a.firms.has(r.firm) && a.firms.get(r.firm) !== r.account],
      ['amount_exceeds_reservation', r.amount > reserved],
    ),
    ...openBooks(a, books, r.on),
  ]
}

function compiling(a: Auditor, r: RequestOf<'change' | 'submit'>): string[] {
  const c = a.claims.get(r.claim)
  if (!c) return ['claim_unknown']
  const own = those(['not_compiler', c.compiler !== r.who], ['not_in_state', c.state !== 'draft'])
  // A fine or a release may have left the contract with less than was claimed.
  const simple = c.recover === 0n && c.retain === 0n && c.defer === 0n
  const content = r.act === 'change' ? r : { ...c, certified: simple ? 0n : c.amount + c.recover + c.retain + c.defer }
  return [...own, ...contentReasons(a, c.contract, content, r.claim)]
}

function signing(a: Auditor, r: RequestOf<'sign' | 'send-back'>): string[] {
  const c = a.claims.get(r.claim)
  if (!c) return ['claim_unknown']
  const level = /^L(\d)$/.exec(c.state)
  if (!level) return ['not_in_state']
  const { role, scope } = a.officers.get(r.who)!
  const { region } = a.projects.get(a.contracts.get(c.contract)!.project)!
  const away = scope !== null && /^\d/.test(scope) && !region.startsWith(scope) && !scope.startsWith(region)
  return those(
    ['wrong_level', SIGNERS[Number(level[1]) - 1] !== role],
    ['own_claim', c.compiler === r.who],
    ['signed_before', c.signers.includes(r.who)],
    ['outside_scope', away],
    ['content_changed', r.act === 'sign' && r.stale],
    ['wrong_password', r.act === 'sign' && r.wrongPassword],
  )
}

function order(a: Auditor, r: { readonly claim: string }): string[] {
  const c = a.claims.get(r.claim)
  if (!c) return ['claim_unknown']
  if (c.state !== 'approved') return ['not_in_state']
  const stage = drawnFrom(c.kind)
  const committed = stage === 'committed'
  const pending = pendingOf(a, c.contract)
  const held = a.held({ stage, contract: c.contract })
  const wanted = c.amount + c.retain
  const audited = a.contracts.get(c.contract)!.settlement?.audited
  const fits = c.amount <= held
  const books = fits ? Auditor.booksOf(a.drawn(c.amount, { stage, contract: c.contract }, 'ordered')) : []
  return [
    ...those(
      ['contract_short', wanted > held - (committed ? pending.retain : 0n)],
      ['advance_short', c.recover > a.held({ stage: 'advanced', contract: c.contract }) - pending.recover],
      ['above_audited', committed && audited !== undefined && usedOf(a, c.contract, r.claim) + wanted > audited],
    ),
    ...openBooks(a, books, a.today),
  ]
}

function result(a: Auditor, r: RequestOf<'result'>): string[] {
  const p = a.payments.get(r.payment)
  if (!p) return ['payment_unknown']
  const same = p.basis === r.basis && p.state === (r.paid ? 'paid' : 'returned')
  if (p.state !== 'sent') return those(['result_known', !same])
  const c = a.claims.get(p.claim)!
  const gone = r.paid && withheldGone(a, c)
  return [
    ...those(
      ['result_in_future', r.on > a.today],
      ['result_before_order', r.on < p.on],
      ['reference_used', [...a.payments.values()].some((q) => q !== p && (q.basis === r.basis || q.late === r.basis))],
      ['basis_missing', r.basis.trim() === ''],
      ['withheld_gone', gone],
    ),
    ...(gone ? [] : openBooks(a, Auditor.booksOf(a.resultMoves(r.payment, r.paid).flatMap(([, moves]) => moves)), r.on)),
  ]
}

const withheldGone = (a: Auditor, c: Claim): boolean =>
  c.recover > a.held({ stage: 'advanced', contract: c.contract }) || c.retain > a.held({ stage: 'committed', contract: c.contract })

function lateReturn(a: Auditor, r: RequestOf<'late-return'>): string[] {
  const p = a.payments.get(r.payment)
  if (!p) return ['payment_unknown']
  if (p.state !== 'paid') return ['not_paid']
  const kind = a.paidAs(a.claims.get(p.claim)!)
  const cash = p.written.filter((w) => w.kind === kind)
  const wanted = new Map<string, Moved>()
  for (const m of cash.flatMap((w) => w.moves))
    wanted.set(keyOf(m.to), { ...m, amount: m.amount + (wanted.get(keyOf(m.to))?.amount ?? 0n) })
  const red = p.written.filter((w) => w.kind !== kind)
  const books = Auditor.booksOf(p.written.flatMap((w) => w.moves))
  return [
    ...those(
      ['reference_used', [...a.payments.values()].some((q) => q.basis === r.basis || q.late === r.basis)],
      ['late_in_future', r.on > a.today],
      ['late_before_paid', r.on < p.resultOn],
      ['moved_on', [...wanted.values()].some((m) => m.amount > a.held(m.to))],
      ['basis_missing', r.basis.trim() === ''],
      ['would_go_negative', short(a, red.flatMap(turned))],
      ['not_keeper', red.some((w) => !a.books.keeps(r.who, w.book, r.on))],
    ),
    ...openBooks(a, books, r.on),
  ]
}
