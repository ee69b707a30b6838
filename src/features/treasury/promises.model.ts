/** Promises on money that is announced and has not come: never beyond the need, never payable before receipt, first in line on arrival. Pure. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { type Fen, fen, formatFen, most } from '#kernel/money.ts'
import { ok, type Outcome } from '#kernel/outcome.ts'
import {
  atStage,
  type LotFacts,
  nameAccount,
  permits,
  type PostingDraft,
  type PurposeFacts,
  reasonsOf,
} from '#features/ledger/ledger.model.ts'
import { needUpTo, type Phase } from './phases.model.ts'
import { refuse } from './treasury.model.ts'

export interface PromiseInput {
  readonly projectId: string
  readonly lotId: string
  /** The phase it is for. */
  readonly year: number
  readonly amountFen: Fen
  readonly document: string
  readonly reason: string
  readonly decidedOn: CivilDate
}

export interface PromiseFacts {
  readonly purpose: PurposeFacts | undefined
  readonly phases: readonly Phase[]
  readonly allocatedFen: Fen
  readonly lot: LotFacts | undefined
  /** Of the lot: announced, not received, promised to nobody. */
  readonly expectedFen: Fen
  /** Of the lot, to this project. */
  readonly promisedFen: Fen
}

export function decidePromise(input: PromiseInput, facts: PromiseFacts, today: CivilDate): Outcome<PostingDraft> {
  const { purpose, lot, phases } = facts
  if (!purpose) return refuse('project_unknown', { project: input.projectId })
  if (!lot) return refuse('lot_unknown', { lot: input.lotId })
  if (input.amountFen <= 0n) return refuse('amount_not_positive')
  if (input.decidedOn > today) return refuse('decided_in_future', { date: input.decidedOn, today })
  if (!phases.some((p) => p.year === input.year)) return refuse('phase_missing', { project: purpose.name, year: input.year })
  const verdict = permits(lot, { ...purpose, year: input.year })
  if (verdict.truth !== 'true') {
    const reasons = reasonsOf(verdict)
    return refuse('use_not_permitted', {
      lot: lot.name,
      project: purpose.name,
      year: input.year,
      rules: reasons.map((r) => r.zh).join('；'),
      rulesEn: reasons.map((r) => r.en).join('; '),
    })
  }
  const need = needUpTo(phases, input.year)
  const room = most(fen(need - facts.allocatedFen), fen(0n))
  const amount = formatFen(input.amountFen)
  if (input.amountFen > room)
    return refuse('promise_beyond_need', {
      project: purpose.name,
      year: input.year,
      need: formatFen(need),
      allocated: formatFen(facts.allocatedFen),
      room: formatFen(room),
      amount,
    })
  if (input.amountFen > facts.expectedFen)
    return refuse('promise_not_expected', { lot: lot.name, expected: formatFen(facts.expectedFen), amount })
  const from = nameAccount(input.lotId, lot.book, 'expected')
  const to = atStage(from, 'promised', { projectId: input.projectId })
  return ok({
    kind: 'promise',
    businessDate: input.decidedOn,
    basis: input.document,
    reason: `${input.year}年阶段：${input.reason}`,
    moves: [{ from, to, amountFen: input.amountFen }],
  })
}

export type ReleaseInput = Omit<PromiseInput, 'year'>

export function decideRelease(input: ReleaseInput, facts: PromiseFacts, today: CivilDate): Outcome<PostingDraft> {
  const { lot } = facts
  if (!facts.purpose) return refuse('project_unknown', { project: input.projectId })
  if (!lot) return refuse('lot_unknown', { lot: input.lotId })
  if (input.amountFen <= 0n) return refuse('amount_not_positive')
  if (input.decidedOn > today) return refuse('decided_in_future', { date: input.decidedOn, today })
  if (input.amountFen > facts.promisedFen)
    return refuse('promise_not_there', { lot: lot.name, promised: formatFen(facts.promisedFen), amount: formatFen(input.amountFen) })
  const to = nameAccount(input.lotId, lot.book, 'expected')
  const from = atStage(to, 'promised', { projectId: input.projectId })
  const { decidedOn, document, reason, amountFen } = input
  return ok({ kind: 'promise-release', businessDate: decidedOn, basis: document, reason, moves: [{ from, to, amountFen }] })
}
