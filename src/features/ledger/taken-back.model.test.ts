/** What comes back stands where it went out: the kinds of policy say so, acts are split by it, and a wrong kind is refused. */
import { describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import { type PostingKindKey, paidUnder, postings, takenBackAs } from '#policy/postings.ts'
import type { PostingKind } from '#policy/posting-kind.ts'
import { cashEntries } from './entries.model.ts'
import { accountText, atStage, checkTitle, nameAccount, type PostingDraft } from './ledger.model.ts'
import { asksHowPaid, byTitle } from './taken-back.model.ts'

const at = (claimId: string, stage: 'paid' | 'committed' | 'retained' = 'paid') =>
  nameAccount('A', 'poverty', stage, { projectId: 'P', contractId: 'K', claimId: stage === 'paid' ? claimId : '', payeeId: 'F' })
const howPaid = new Map<string, PostingKindKey>([
  [accountText(at('works')), 'payment'],
  [accountText(at('advance')), 'advance-recovery'],
  [accountText(at('retention')), 'retention-payment'],
  [accountText(at('homes')), 'household-batch'],
  [accountText(at('reward')), 'reward'],
  [accountText(at('lost')), 'compensation-loss'],
])
const draft = (kind: PostingKindKey, ...from: ReturnType<typeof at>[]): PostingDraft => ({
  kind,
  businessDate: civilDate('2017-12-20'),
  basis: '收1',
  moves: from.map((f, i) => ({ from: f, to: atStage(f, 'recoverable'), amountFen: fen(BigInt(i + 1)) })),
})

describe('policy', () => {
  const cases = Object.entries(takenBackAs).flatMap(([act, kinds]) => Object.entries(kinds).map(([title, kind]) => ({ act, title, kind })))
  test.each(cases)(
    '$kind is $act of what was paid under $title: the same move and debit, and that title is lowered',
    ({ act, title, kind }) => {
      const moves = (key: string) => (postings[key as PostingKindKey] as PostingKind).moves
      const { from, to, cash } = moves(kind).find((m) => m.from === 'paid')!
      expect(moves(act).find((m) => m.from === 'paid')).toMatchObject({ from, to, cash: [cash![0], expect.anything()] })
      expect(cash![1]).toBe(title)
      expect(cashEntries({ kind, from, to, fromBook: 'poverty', toBook: 'poverty' })).toEqual([
        { book: 'poverty', debit: cash![0], credit: title },
      ])
    },
  )

  test.each(Object.entries(paidUnder))('%s is paid under %s', (kind, title) => {
    expect((postings[kind as PostingKindKey] as PostingKind).moves.map((m) => [m.to, m.cash?.[0]])).toEqual([['paid', title]])
  })

  test('every other kind that pays is the cost of works, or was before it was paid out', () => {
    const others = (Object.keys(postings) as PostingKindKey[]).filter((k) => !(k in paidUnder))
    const titles = others.flatMap((k) => (postings[k] as PostingKind).moves.filter((m) => m.to === 'paid').map((m) => [k, m.cash?.[0]]))
    expect(titles).toEqual([
      ['advance-recovery', '501'],
      ['payment', '501'],
      ['retention-payment', '211'],
    ])
  })
})

describe('an act', () => {
  test('is one posting for each title; what was not paid stays with its own kind, and comes first', () => {
    const moves = draft('audit-cut', at('', 'committed'), at('homes'), at('', 'retained'), at('works'), at('reward'), at('homes')).moves
    const split = byTitle({ ...draft('audit-cut'), kind: 'audit-cut', moves }, howPaid)
    expect(split.map((d) => [d.kind, ...d.moves.map((m) => m.amountFen)])).toEqual([
      ['audit-cut', 1n, 3n, 4n],
      ['household-audit-cut', 2n, 6n],
      ['reward-audit-cut', 5n],
    ])
    expect(split.map((d) => checkTitle(d, howPaid).ok)).toEqual([true, true, true])
  })

  test.each<[PostingKindKey, string, string]>([
    ['refund', 'works', 'ok'],
    ['refund', 'advance', 'ok'],
    ['refund', 'retention', 'ok'],
    ['refund', 'homes', 'title_differs'],
    ['household-refund', 'homes', 'ok'],
    ['household-refund', 'works', 'title_differs'],
    ['household-refund', 'reward', 'title_differs'],
    ['reward-misuse-recovery', 'reward', 'ok'],
    ['misuse-recovery', 'lost', 'not_of_payment'],
    ['risk-fund-placement', 'homes', 'not_of_payment'],
    ['risk-fund-placement', 'lost', 'title_differs'],
    ['compensation-loss-recovery', 'lost', 'ok'],
    // Nothing lies there; the balance says so.
    ['reward-refund', 'nowhere', 'ok'],
    ['recovery', 'homes', 'ok'],
  ])('%s of money of %s: %s', (kind, claim, code) => {
    const checked = checkTitle(draft(kind, at(claim)), howPaid)
    expect(checked.ok ? 'ok' : checked.refusal.code).toBe(code)
  })

  test('what takes nothing that was paid asks nothing', () => {
    expect([
      asksHowPaid(draft('refund', at('works'))),
      asksHowPaid(draft('audit-cut', at('', 'committed'))),
      asksHowPaid(draft('payment', at('works'))),
    ]).toEqual([true, false, false])
  })
})
