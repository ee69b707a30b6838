/**
 * What the auditor sees against a request before it is made: every reason by its name, in no order. An empty list means
 * that the request must succeed; otherwise it must be refused for one of these reasons. Written from the rules, not the code.
 */
import { type Auditor, BY_HAND, keyOf, type Place, placeOf } from './auditor.ts'
import type { Act, Line, Request, RequestOf } from './requests.ts'

const READERS = ['village', 'township', 'dept', 'pov_office', 'pool_office', 'finance', 'leading_group', 'leader', 'audit']
const MAY: Readonly<Record<Act, readonly string[]>> = {
  receive: ['finance'],
  reserve: ['finance'],
  release: ['finance'],
  reverse: ['finance'],
  hand: ['finance'],
  order: ['finance'],
  reopen: ['finance'],
  result: ['finance', 'bank'],
  contract: ['dept'],
  compile: ['dept'],
  change: ['dept'],
  submit: ['dept'],
  sign: READERS,
  'send-back': READERS,
}
const SIGNERS = ['village', 'township', 'dept', 'pool_office', 'leader']
const OUT_OF_THE_CONTRACT = ['ordered', 'paid', 'bank-returned']

type Case = readonly [reason: string, applies: boolean]
const those = (...cases: readonly Case[]): string[] => cases.flatMap(([reason, applies]) => (applies ? [reason] : []))
const total = (amounts: readonly { readonly amount: bigint }[]): bigint => amounts.reduce((sum, a) => sum + a.amount, 0n)

export function reasons(a: Auditor, r: Request): string[] {
  if (!MAY[r.act].includes(a.officers.get(r.who)!.role)) return ['not_permitted']
  switch (r.act) {
    case 'receive':
      return receipt(a, r)
    case 'reserve':
    case 'release':
      return byHand(a, r)
    case 'hand':
      return handWritten(a, r)
    case 'reverse':
      return reversal(a, r.posting, r.who)
    case 'contract':
      return contract(a, r)
    case 'compile':
      return a.contracts.has(r.contract) ? content(a, r.contract, r, '') : ['contract_unknown']
    case 'result':
      return result(a, r)
    case 'order':
    case 'reopen': {
      const c = a.claims.get(r.claim)
      if (!c) return ['claim_unknown']
      return those(
        ['not_in_state', c.state !== (r.act === 'order' ? 'approved' : 'bank-returned')],
        ['contract_short', r.act === 'order' && c.amount > a.held({ stage: 'committed', contract: c.contract })],
      )
    }
    case 'change':
    case 'submit':
      return compiling(a, r)
    default:
      return signing(a, r)
  }
}

function receipt(a: Auditor, r: { who: string; on: string; basis: string; lines: readonly Line[] }): string[] {
  return those(
    ['receipt_in_future', r.on > a.today],
    [
      'not_keeper',
      !keepsAll(
        a,
        r.who,
        r.lines.map((l) => l.lot),
      ),
    ],
    ['basis_missing', r.basis.trim() === ''],
    ['lot_unknown', r.lines.some((l) => !a.lots.has(l.lot))],
    ['lot_twice', new Set(r.lines.map((l) => l.lot)).size < r.lines.length],
    [
      'receipt_too_large',
      r.lines.some((l) => l.amount > a.held({ lot: l.lot, stage: 'expected' }) + a.held({ lot: l.lot, stage: 'promised' })),
    ],
    ['amount_must_be_positive', r.lines.some((l) => l.amount <= 0n)],
  )
}

function byHand(a: Auditor, r: { who: string; act: string; on: string; basis: string; lines: readonly Line[] }): string[] {
  const reserving = r.act === 'reserve'
  const known = r.lines.filter((l) => a.lots.has(l.lot))
  const short = (l: Line) => {
    const together = known.filter((m) => m.lot === l.lot && (reserving || m.project === l.project))
    return total(together) > a.held(reserving ? { lot: l.lot, stage: 'available' } : { lot: l.lot, stage: 'reserved', project: l.project })
  }
  return those(
    ['date_in_future', r.on > a.today],
    ['basis_missing', r.basis.trim() === ''],
    [
      'not_keeper',
      !keepsAll(
        a,
        r.who,
        r.lines.map((l) => l.lot),
      ),
    ],
    ['unknown_lot', known.length < r.lines.length],
    ['amount_must_be_positive', r.lines.some((l) => l.amount <= 0n)],
    ['unknown_project', reserving && r.lines.some((l) => !a.projects.has(l.project))],
    ['use_not_permitted', reserving && known.some((l) => a.projects.has(l.project) && !a.mayPay(l.lot, l.project))],
    ['would_go_negative', known.some(short)],
  )
}

/** finance3 keeps the financing book alone; the other two keep all three. */
const keeps = (who: string, book: string): boolean => who !== 'finance3' || book === 'financing'
const keepsAll = (a: Auditor, who: string, lots: readonly string[]): boolean =>
  lots.every((lot) => !a.lots.has(lot) || keeps(who, a.lots.get(lot)!.book))

const KEPT_BY_PROJECT = ['promised', 'reserved', 'committed', 'paid', 'recoverable', 'placed', 'compensated']

function handWritten(a: Auditor, r: RequestOf<'hand'>): string[] {
  const { line, hand } = r
  const lot = a.lots.get(line.lot)
  const known = Boolean(BY_HAND[hand]) || ['receipt', 'reservation', 'release'].includes(hand)
  if (!lot) return those(['unknown_lot', known], ['kind_not_by_hand', !known])
  const listed = BY_HAND[hand]?.moves.some(([from, to]) => from === line.from && to === line.to)
  if (!listed) return [known ? 'move_unclear' : 'kind_not_by_hand']
  const only = BY_HAND[hand]!.book
  const { project } = placeOf(line.to, line)
  const needed = project !== '' || placeOf(line.from, line).project !== '' || KEPT_BY_PROJECT.includes(line.to)
  return those(
    ['date_in_future', r.on > a.today],
    ['basis_missing', r.basis.trim() === ''],
    ['amount_must_be_positive', line.amount <= 0n],
    ['book_not_of_kind', only !== undefined && only !== lot.book],
    ['not_keeper', !keeps(r.who, lot.book)],
    ['unknown_project', needed && !a.projects.has(line.project)],
    ['use_not_permitted', project !== '' && a.projects.has(project) && !a.mayPay(line.lot, project)],
    ['would_go_negative', line.amount > a.held(placeOf(line.from, line))],
  )
}

function reversal(a: Auditor, posting: string, who: string): string[] {
  const moves = a.moved.get(posting)
  if (!moves) return ['unknown_posting']
  const goesBack = (p: Place) => total(moves.filter((m) => keyOf(m.to) === keyOf(p)))
  return those(
    ['already_reversed', a.reversed.has(posting)],
    [
      'not_keeper',
      !keepsAll(
        a,
        who,
        moves.map((m) => m.from.lot),
      ),
    ],
    ['would_go_negative', moves.some((m) => goesBack(m.to) > a.held(m.to))],
  )
}

function contract(a: Auditor, r: RequestOf<'contract'>): string[] {
  if (!a.projects.has(r.project)) return ['project_unknown']
  const reserved = a.held({ stage: 'reserved', project: r.project })
  const contracted = [...a.contracts.values()].some((c) => c.project === r.project)
  return those(
    ['project_not_funded', reserved === 0n && !contracted],
    ['contract_invalid', r.amount <= 0n || r.on > a.today],
    ['basis_missing', r.no.trim() === ''],
    ['contract_no_taken', a.numbers.has(r.no)],
    ['account_differs', a.firms.has(r.firm) && a.firms.get(r.firm) !== r.account],
    ['amount_exceeds_reservation', r.amount > reserved],
  )
}

function content(a: Auditor, contractId: string, r: { amount: bigint; invoice: string }, except: string): string[] {
  const others = [...a.claims].filter(([id]) => id !== except).map(([, c]) => c)
  const open = others.filter((c) => c.contract === contractId && !OUT_OF_THE_CONTRACT.includes(c.state))
  return those(
    ['claim_invalid', r.amount <= 0n],
    ['amount_exceeds_contract', r.amount + total(open) > a.held({ stage: 'committed', contract: contractId })],
    ['invoice_used', others.some((c) => c.invoice === r.invoice)],
  )
}

function tooMuch(a: Auditor, contractId: string, amount: bigint, except: string): string[] {
  const open = [...a.claims].filter(([id, c]) => id !== except && c.contract === contractId && !OUT_OF_THE_CONTRACT.includes(c.state))
  const left = a.held({ stage: 'committed', contract: contractId }) - total(open.map(([, c]) => c))
  return those(['amount_exceeds_contract', amount > left])
}

function compiling(a: Auditor, r: RequestOf<'change' | 'submit'>): string[] {
  const c = a.claims.get(r.claim)
  if (!c) return ['claim_unknown']
  const own = those(['not_compiler', c.compiler !== r.who], ['not_in_state', c.state !== 'draft'])
  // A fine or a release may have left the contract with less than was claimed.
  return [...own, ...(r.act === 'change' ? content(a, c.contract, r, r.claim) : tooMuch(a, c.contract, c.amount, r.claim))]
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

function result(a: Auditor, r: RequestOf<'result'>): string[] {
  const p = a.payments.get(r.payment)
  if (!p) return ['payment_unknown']
  const same = p.basis === r.basis && (p.state === 'paid') === r.paid
  if (p.state !== 'sent') return those(['result_known', !same])
  return those(
    ['result_in_future', r.on > a.today],
    ['result_before_order', r.on < p.on],
    ['reference_used', [...a.payments.values()].some((q) => q !== p && q.basis === r.basis)],
    ['basis_missing', r.basis.trim() === ''],
  )
}
