/** What is against the content of a claim: its figures, its contract, the terms and the settlement of that. */
import { type Auditor, type Claim, drawnFrom, OUT_OF_THE_CONTRACT } from './auditor.ts'
import { those } from './judge-books.ts'
import type { Content, Terms } from './requests.ts'

const sum = (claims: readonly Claim[], of: (c: Claim) => bigint): bigint => claims.reduce((all, c) => all + of(c), 0n)
const share = (of: bigint, rate: number): bigint => (of * BigInt(rate)) / 10_000n
const worth = (c: Pick<Content, 'amount' | 'recover' | 'retain' | 'defer'>): bigint => c.amount + c.recover + c.retain + c.defer
const ofContract = (a: Auditor, contract: string, except = ''): Claim[] =>
  [...a.claims].flatMap(([id, c]) => (c.contract === contract && id !== except ? [c] : []))

/** What orders at the bank will withhold and recover once they are paid. */
export function pendingOf(a: Auditor, contract: string): { retain: bigint; recover: bigint } {
  const ordered = ofContract(a, contract).filter((c) => c.state === 'ordered')
  return { retain: sum(ordered, (c) => c.retain), recover: sum(ordered, (c) => c.recover) }
}

/** Paid, under way or withheld, with what orders at the bank will withhold. */
export const usedOf = (a: Auditor, contract: string, except: string): bigint =>
  a.held({ contract }, ['ordered', 'returned', 'retained', 'advanced', 'paid']) +
  sum(
    ofContract(a, contract, except).filter((c) => c.state === 'ordered'),
    (c) => c.retain,
  )

/** What open claims will take out of the contract, and out of what is retained or advanced. */
export function openOf(a: Auditor, contract: string, except: string) {
  const others = ofContract(a, contract, except)
  const inside = others.filter((c) => !OUT_OF_THE_CONTRACT.includes(c.state))
  const unpaid = others.filter((c) => c.state !== 'paid')
  return {
    committed:
      sum(
        inside.filter((c) => c.kind !== 'retention'),
        (c) => c.amount,
      ) + sum(unpaid, (c) => c.retain),
    retained: sum(
      inside.filter((c) => c.kind === 'retention'),
      (c) => c.amount,
    ),
    recover: sum(unpaid, (c) => c.recover),
  }
}

/** What was claimed before, of whatever state. */
export function claimedOf(a: Auditor, contract: string, except: string) {
  const others = ofContract(a, contract, except)
  const certified = others.filter((c) => c.kind === 'progress' || c.kind === 'final')
  return {
    advances: sum(
      others.filter((c) => c.kind === 'advance'),
      (c) => c.amount,
    ),
    certified: sum(certified, worth),
    settled: sum(certified, (c) => c.amount + c.recover),
    retain: sum(others, (c) => c.retain),
    defer: sum(others, (c) => c.defer),
  }
}

export const leftOf = (a: Auditor, contract: string, kind: string, except: string): bigint => {
  const open = openOf(a, contract, except)
  const stage = drawnFrom(kind)
  return a.held({ stage, contract }) - (stage === 'retained' ? open.retained : open.committed)
}

export function contentReasons(a: Auditor, contract: string, r: Content, except: string): string[] {
  const certifying = r.kind === 'progress' || r.kind === 'final'
  const simple = r.recover === 0n && r.retain === 0n && r.defer === 0n
  const others = [...a.claims].filter(([id]) => id !== except).map(([, c]) => c)
  return [
    ...those(
      ['claim_invalid', r.amount <= 0n || r.recover < 0n || r.retain < 0n],
      ['claim_invalid', !(simple && r.certified === 0n) && (!certifying || worth(r) !== r.certified || worth(r) <= 0n)],
      ['invoice_used', r.invoice !== '' && others.some((c) => c.invoice === r.invoice)],
    ),
    ...moneyReasons(a, contract, r, except),
  ]
}

function moneyReasons(a: Auditor, id: string, r: Content, except: string): string[] {
  const { terms, settlement } = a.contracts.get(id)!
  const left = leftOf(a, id, r.kind, except)
  if (r.kind === 'retention')
    return those(
      ['amount_exceeds_retention', r.amount > left],
      ['settlement_first', terms !== null && settlement === null],
      ['retention_not_due', terms !== null && settlement !== null && a.today < later(settlement.acceptedOn, terms.months)],
    )
  const wanted = r.amount + r.retain
  const drawn = those(
    ['amount_exceeds_contract', wanted > left],
    ['claimed_above_audited', settlement !== null && usedOf(a, id, except) + wanted > settlement.audited],
  )
  const works = a.isWorks(a.contracts.get(id)!.project)
  if (r.kind === 'advance') {
    const cap = terms ? share(a.contracts.get(id)!.amount, terms.advance) : null
    return [
      ...drawn,
      ...those(['no_advance', !works], ['advance_above_cap', cap !== null && claimedOf(a, id, except).advances + r.amount > cap]),
    ]
  }
  return [...drawn, ...those(['no_retention', r.retain > 0n && !works]), ...partReasons(a, id, r, except)]
}

function partReasons(a: Auditor, id: string, r: Content, except: string): string[] {
  const { terms, settlement, amount } = a.contracts.get(id)!
  const before = claimedOf(a, id, except)
  const advance = a.held({ stage: 'advanced', contract: id }) - openOf(a, id, except).recover
  const paid = before.settled + r.amount + r.recover
  return those(
    ['recovery_above_advance', r.recover > advance],
    ['retention_not_agreed', r.retain > 0n && (!terms || terms.retention === 0)],
    ['retention_above_rate', r.retain > 0n && terms !== null && r.retain > withheldMost(a, r, terms, settlement?.audited, before.retain)],
    ['deferred_below_zero', before.defer + r.defer < 0n],
    ['certified_above_contract', before.certified + worth(r) > (settlement?.audited ?? amount)],
    [
      'progress_above_cap',
      r.kind === 'progress' && terms !== null && !settlement && paid > share(before.certified + worth(r), terms.progress),
    ],
    ['settlement_first', r.kind === 'final' && terms !== null && !settlement],
    ['advance_left', r.kind === 'final' && r.recover !== advance],
  )
}

/** The agreed rate, at most that of the day: of the claim, in the end of the settlement as a whole. */
function withheldMost(a: Auditor, r: Content, terms: Terms, audited: bigint | undefined, before: bigint): bigint {
  const rate = Math.min(terms.retention, a.today < '2017-07-01' ? 500 : 300)
  const whole = r.kind === 'final' && audited !== undefined
  const most = share(whole ? audited : worth(r), rate) - (whole ? before : 0n)
  return most > 0n ? most : 0n
}

/** The same day so many months later, the last of the month where there is none. */
export function later(date: string, months: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0))
  return new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(day, last.getUTCDate()))).toISOString().slice(0, 10)
}
