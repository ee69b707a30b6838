import { describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import type { Holding } from '#features/ledger/holdings.model.ts'
import { type AccountName, atStage, type Move, nameAccount, type PostingDraft } from '#features/ledger/ledger.model.ts'
import type { BookKey, StageKey } from '#policy/books.ts'
import { givenBackAs } from '#policy/contract-money.ts'
import { type PostingKindKey, postings } from '#policy/postings.ts'
import { decideLateReturn, type LateReturnState } from './late-return.model.ts'

const today = civilDate('2017-09-29')
const account = (lot: string, stage: StageKey, book: BookKey = 'poverty'): AccountName =>
  atStage(nameAccount(lot, book, 'ordered', { projectId: 'P', contractId: 'K', claimId: 'C', payeeId: 'R' }), stage)
const move = (from: AccountName, to: StageKey, amount: bigint): Move => ({ from, to: atStage(from, to), amountFen: fen(amount) })
const posted = (kind: PostingKindKey, moves: readonly Move[]) => ({
  reverses: { postingId: `pst_${kind}`, book: moves[0]!.from.book, entryKind: kind, red: false },
  moves,
})
const holdings = (stage: StageKey, a: bigint, b: bigint): Holding[] => [
  { account: account('A', stage), balanceFen: fen(a), usableTo: 2018 },
  { account: account('B', stage, 'financing'), balanceFen: fen(b), usableTo: 2018 },
]
const paid = (kind: PostingKindKey, to: StageKey) => [
  posted(kind, [move(account('A', 'ordered'), to, 60n)]),
  posted(kind, [move(account('B', 'ordered', 'financing'), to, 40n)]),
]
const state = (more: Partial<LateReturnState> = {}): LateReturnState => ({
  order: { orderNo: 'ZF2017-0003', state: 'paid', resultOn: civilDate('2017-09-25') },
  claim: { state: 'paid', kind: 'progress' },
  posted: [
    ...paid('payment', 'paid'),
    posted('advance-recovery', [move(account('A', 'advanced'), 'paid', 30n)]),
    posted('retention', [move(account('A', 'committed'), 'retained', 5n)]),
  ],
  held: holdings('paid', 60n, 40n),
  referenceUsedBy: null,
  ...more,
})
const input = { returnedOn: today, bankReference: '退-3', reason: '账户已冻结' }
const movesOf = (drafts: readonly PostingDraft[]) =>
  drafts.map((d) => [d.kind, ...d.moves.map((m) => `${m.from.lotId} ${m.from.stage}>${m.to.stage} ${m.amountFen}`)])
const codeOf = (outcome: { ok: true } | { ok: false; refusal: { code: string } }) => (outcome.ok ? 'ok' : outcome.refusal.code)

describe('a return after payment', () => {
  test('takes back recovery and retention in red, and the cash to the very lots', () => {
    const outcome = decideLateReturn(state(), input, today)
    expect(outcome.ok && [outcome.value.next, movesOf(outcome.value.drafts)]).toEqual([
      'draft',
      [
        ['reversal', 'A paid>advanced 30'],
        ['reversal', 'A retained>committed 5'],
        ['late-return', 'A paid>committed 60'],
        ['late-return', 'B paid>committed 40'],
      ],
    ])
  })

  test.each<[string, PostingKindKey, string, StageKey, string]>([
    ['an advance', 'advance', 'advance', 'advanced', 'late-return A advanced>committed 60'],
    ['a retention', 'retention-payment', 'retention', 'paid', 'late-return A paid>retained 60'],
    ['a household payment', 'household-batch', 'progress', 'paid', 'household-late-return A paid>committed 60'],
    ['a reward', 'reward', 'final', 'paid', 'reward-late-return A paid>committed 60'],
  ])('of %s', (_, kind, claimKind, stage, first) => {
    const one = state({ claim: { state: 'paid', kind: claimKind }, posted: paid(kind, stage), held: holdings(stage, 60n, 40n) })
    const outcome = decideLateReturn(one, input, today)
    expect(outcome.ok && movesOf(outcome.value.drafts)[0]!.join(' ')).toBe(first)
  })

  test.each<[string, Partial<LateReturnState>, Partial<typeof input>, string]>([
    ['the day of the payment', {}, { returnedOn: civilDate('2017-09-25') }, 'ok'],
    ['the day before', {}, { returnedOn: civilDate('2017-09-24') }, 'late_before_paid'],
    ['tomorrow', {}, { returnedOn: civilDate('2017-09-30') }, 'late_in_future'],
    ['a reference of another order', { referenceUsedBy: 'ZF2017-0001' }, {}, 'reference_used'],
    ['not paid yet', { order: { orderNo: 'Z', state: 'sent', resultOn: null } }, {}, 'not_paid'],
    ['returned before', { order: { orderNo: 'Z', state: 'late-returned', resultOn: today } }, {}, 'not_paid'],
    ['paid by a version that kept no postings', { posted: [] }, {}, 'result_before_now'],
    ['a fen was refunded', { held: holdings('paid', 59n, 40n) }, {}, 'moved_on'],
    ['nothing is left there', { held: [] }, {}, 'moved_on'],
  ])('%s', (_, more, i, code) => {
    expect(codeOf(decideLateReturn(state(more), { ...input, ...i }, today))).toBe(code)
  })

  test('has for each kind of payment the counterpart of its entries', () => {
    for (const [kind, back] of Object.entries(givenBackAs) as [PostingKindKey, PostingKindKey][]) {
      const cash = (k: PostingKindKey) => postings[k].moves.flatMap((m) => ('cash' in m ? [m.cash] : []))
      for (const [debit, credit] of cash(kind)) expect(cash(back)).toContainEqual([credit, debit])
    }
  })
})
