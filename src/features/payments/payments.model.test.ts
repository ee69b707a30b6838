import { describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import type { Holding } from '#features/ledger/holdings.model.ts'
import { nameAccount, type PostingDraft } from '#features/ledger/ledger.model.ts'
import type { BookKey } from '#policy/books.ts'
import { type ClaimState, claimWorkflow } from '#policy/claim-workflow.ts'
import { decideOrder, decideReopen, decideResult, type OrderState, type ResultInput, type ResultState } from './payments.model.ts'

const today = civilDate('2017-06-30')
const holding = (
  lotId: string,
  stage: Holding['account']['stage'],
  balance: bigint,
  usableTo = 2018,
  book: BookKey = 'poverty',
): Holding => ({
  account: nameAccount(lotId, book, stage, {
    projectId: 'P',
    contractId: 'K',
    ...(stage === 'committed' ? {} : { claimId: 'C', payeeId: 'R' }),
  }),
  balanceFen: fen(balance),
  usableTo,
})
const codeOf = (outcome: { ok: true } | { ok: false; refusal: { code: string } }) => (outcome.ok ? 'ok' : outcome.refusal.code)
const movesOf = (drafts: readonly PostingDraft[]) =>
  drafts.map((d) => [d.kind, d.basis, ...d.moves.map((m) => [m.from.lotId, m.to.stage, m.amountFen])])
const STATES = Object.keys(claimWorkflow.states) as ClaimState[]

const signatures = [1, 2, 3, 4, 5].map((level) => ({ level, personId: `signer${level}`, contentHash: 'h' }))
const order = (more: Partial<OrderState['claim']> = {}, rest: Partial<OrderState> = {}): OrderState => ({
  claim: {
    state: 'approved',
    claimNo: 'BZ2017-0001',
    kind: 'progress',
    amountFen: fen(150n),
    recoverFen: fen(0n),
    retainFen: fen(0n),
    storedHash: 'h',
    currentHash: 'h',
    ...more,
  },
  signatures,
  advancedFen: fen(0n),
  pendingRetainFen: fen(0n),
  pendingRecoverFen: fen(0n),
  usedFen: fen(0n),
  auditedFen: null,
  held: [holding('A', 'committed', 100n), holding('B', 'committed', 100n)],
  ...rest,
})
const decide = (state: OrderState, person = 'finance') => decideOrder(state, { claimId: 'C', payeeId: 'R' }, person, today)

describe('an order', () => {
  test.each<[string, OrderState, string]>([
    ['all in order', order(), 'ok'],
    ['the content was altered after it was signed', order({ currentHash: 'h2' }), 'content_altered'],
    ['four signatures', order({}, { signatures: signatures.slice(0, 4) }), 'signatures_incomplete'],
    [
      'five signatures, one of another content',
      order({}, { signatures: signatures.map((s, i) => (i === 2 ? { ...s, contentHash: 'old' } : s)) }),
      'signatures_incomplete',
    ],
    [
      'five signatures, a level twice',
      order({}, { signatures: signatures.map((s, i) => (i === 4 ? { ...s, level: 4 } : s)) }),
      'signatures_incomplete',
    ],
    [
      'five levels, four people',
      order({}, { signatures: signatures.map((s, i) => (i === 4 ? { ...s, personId: 'signer1' } : s)) }),
      'signatures_incomplete',
    ],
    ['no signature', order({}, { signatures: [] }), 'signatures_incomplete'],
    ['the contract holds too little', order({ amountFen: fen(201n) }), 'contract_short'],
    ['the contract holds just enough', order({ amountFen: fen(200n) }), 'ok'],
  ])('%s: %s', (_, state, code) => {
    expect(codeOf(decide(state))).toBe(code)
  })

  test('is possible in one state alone', () => {
    expect(STATES.filter((state) => decide(order({ state })).ok)).toEqual(['approved'])
  })

  test.each(signatures.map((s) => s.personId))('%s signed and cannot pay', (person) => {
    expect(codeOf(decide(order(), person))).toBe('signer_pays')
  })

  test('takes from the lots that lapse first, keeps every fen, and names claim and payee', () => {
    const committed = [
      holding('A', 'committed', 100n, 2018),
      holding('B', 'committed', 33n, 2017, 'financing'),
      holding('C', 'committed', 200n, 2018),
    ]
    const outcome = decide(order({ amountFen: fen(134n) }, { held: committed }))
    expect(outcome.ok && movesOf(outcome.value.drafts)).toEqual([
      ['payment-order', 'BZ2017-0001', ['A', 'ordered', 34n], ['C', 'ordered', 67n]],
      ['payment-order', 'BZ2017-0001', ['B', 'ordered', 33n]],
    ])
    expect(outcome.ok && outcome.value.drafts[0]!.moves[0]!.to).toMatchObject({
      projectId: 'P',
      contractId: 'K',
      claimId: 'C',
      payeeId: 'R',
    })
    expect(outcome.ok && outcome.value.next).toBe('ordered')
  })
})

const result = (more: Partial<ResultState['order']> = {}, rest: Partial<ResultState> = {}): ResultState => ({
  order: { orderNo: 'ZF2017-0001', state: 'sent', orderedOn: civilDate('2017-06-20'), bankReference: null, ...more },
  claim: { state: 'ordered', claimNo: 'BZ2017-0001', kind: 'progress', category: 'road', recoverFen: fen(0n), retainFen: fen(0n) },
  advanced: [],
  committed: [],
  ordered: [holding('A', 'ordered', 50n), holding('B', 'ordered', 100n, 2018, 'financing')],
  referenceUsedBy: null,
  ...rest,
})
const said = (more: Partial<ResultInput> = {}): ResultInput => ({ result: 'paid', resultOn: today, bankReference: '中行付1', ...more })
const returned = said({ result: 'returned', returnReason: '行号有误' })

describe('what the bank says', () => {
  test('paid: all of it goes to the payee, one posting a book', () => {
    const outcome = decideResult(result(), said(), today)
    expect(outcome.ok && outcome.value && [outcome.value.next, movesOf(outcome.value.drafts)]).toEqual([
      'paid',
      [
        ['payment', '中行付1', ['A', 'paid', 50n]],
        ['payment', '中行付1', ['B', 'paid', 100n]],
      ],
    ])
  })

  test('returned: all of it waits as returned, with the reason', () => {
    const outcome = decideResult(result(), returned, today)
    expect(outcome.ok && outcome.value && [outcome.value.next, movesOf(outcome.value.drafts), outcome.value.drafts[0]!.reason]).toEqual([
      'bank-returned',
      [
        ['bank-return', '中行付1', ['A', 'returned', 50n]],
        ['bank-return', '中行付1', ['B', 'returned', 100n]],
      ],
      '行号有误',
    ])
  })

  test.each<[string, ResultState, ResultInput, string]>([
    ['a reference of another order', result({}, { referenceUsedBy: 'ZF2017-0009' }), said(), 'reference_used'],
    ['tomorrow', result(), said({ resultOn: civilDate('2017-07-01') }), 'result_in_future'],
    ['before the order', result(), said({ resultOn: civilDate('2017-06-19') }), 'result_before_order'],
    ['on the day of the order', result(), said({ resultOn: civilDate('2017-06-20') }), 'ok'],
    ['returned without a reason', result(), said({ result: 'returned', returnReason: '  ' }), 'reason_missing'],
    ['paid after paid, another reference', result({ state: 'paid', bankReference: '中行付0' }), said(), 'result_known'],
    ['returned after paid', result({ state: 'paid', bankReference: '中行付1' }), returned, 'result_known'],
    ['paid after returned', result({ state: 'returned', bankReference: '中行付1' }), said(), 'result_known'],
  ])('%s: %s', (_, state, i, code) => {
    expect(codeOf(decideResult(state, i, today))).toBe(code)
  })

  test.each([
    ['paid', said()],
    ['returned', returned],
  ] as const)('%s, said a second time in the same words, changes nothing', (state, i) => {
    expect(decideResult(result({ state, bankReference: '中行付1' }), i, today)).toEqual({ ok: true, value: null })
  })
})

describe('with the payment', () => {
  const account = (lotId: string, stage: 'advanced' | 'committed', balance: bigint, book: BookKey = 'poverty') => ({
    ...holding(lotId, stage, balance, 2018, book),
    account: nameAccount(lotId, book, stage, {
      projectId: 'P',
      contractId: 'K',
      ...(stage === 'advanced' ? { claimId: 'ADV', payeeId: 'R' } : {}),
    }),
  })
  const certificate = (more: Partial<ResultState['claim']> = {}) =>
    result(
      {},
      {
        claim: {
          state: 'ordered',
          claimNo: 'BZ2017-0002',
          kind: 'progress',
          category: 'road',
          recoverFen: fen(31n),
          retainFen: fen(10n),
          ...more,
        },
        advanced: [account('A', 'advanced', 40n), account('B', 'advanced', 20n, 'financing')],
        committed: [account('A', 'committed', 10n), account('B', 'committed', 30n, 'financing')],
      },
    )

  test('the advance is recovered and the retention withheld, lot by lot, in the words of the same advice', () => {
    const outcome = decideResult(certificate(), said(), today)
    expect(outcome.ok && outcome.value && movesOf(outcome.value.drafts)).toEqual([
      ['payment', '中行付1', ['A', 'paid', 50n]],
      ['payment', '中行付1', ['B', 'paid', 100n]],
      ['advance-recovery', '中行付1', ['A', 'paid', 21n]],
      ['advance-recovery', '中行付1', ['B', 'paid', 10n]],
      ['retention', '中行付1', ['A', 'retained', 3n]],
      ['retention', '中行付1', ['B', 'retained', 7n]],
    ])
    // What is recovered stays with the claim that paid it out.
    expect(outcome.ok && outcome.value?.drafts[2]!.moves[0]!.to).toMatchObject({ claimId: 'ADV', payeeId: 'R' })
  })

  test('what a keeper used by hand since the order is named, so that it can be put back', () => {
    const code = (more: Partial<ResultState>) => codeOf(decideResult({ ...certificate(), ...more }, said(), today))
    expect([code({ advanced: [account('A', 'advanced', 30n)] }), code({ committed: [account('A', 'committed', 9n)] })]).toEqual([
      'withheld_gone',
      'withheld_gone',
    ])
  })

  test('nothing of it when the bank returns', () => {
    const outcome = decideResult(certificate(), returned, today)
    expect(outcome.ok && outcome.value?.drafts.map((d) => d.kind)).toEqual(['bank-return', 'bank-return'])
  })

  test.each<[string, Partial<ResultState['claim']>, string]>([
    ['an advance', { kind: 'advance', recoverFen: fen(0n), retainFen: fen(0n) }, 'advance advanced'],
    ['a retention', { kind: 'retention', recoverFen: fen(0n), retainFen: fen(0n) }, 'retention-payment paid'],
    ['a household project', { category: 'housing' }, 'household-batch paid'],
    ['a subsidy', { category: 'credit' }, 'reward paid'],
  ])('%s is posted as such', (_, more, expected) => {
    const outcome = decideResult(certificate(more), said(), today)
    const first = outcome.ok ? outcome.value?.drafts[0] : undefined
    expect(`${first?.kind} ${first?.moves[0]!.to.stage}`).toBe(expected)
  })

  test('an order keeps free what it will withhold and recover, and stays within the audited value', () => {
    const one = (more: Partial<OrderState['claim']>, rest: Partial<OrderState>) => codeOf(decide(order(more, rest)))
    expect([
      one({ retainFen: fen(50n) }, {}),
      one({ retainFen: fen(51n) }, {}),
      one({}, { pendingRetainFen: fen(51n) }),
      one({ recoverFen: fen(9n) }, { advancedFen: fen(10n), pendingRecoverFen: fen(1n) }),
      one({ recoverFen: fen(10n) }, { advancedFen: fen(10n), pendingRecoverFen: fen(1n) }),
      one({}, { usedFen: fen(850n), auditedFen: fen(1000n) }),
      one({}, { usedFen: fen(851n), auditedFen: fen(1000n) }),
      one({ kind: 'retention' }, { usedFen: fen(1000n), auditedFen: fen(1000n), pendingRetainFen: fen(100n) }),
    ]).toEqual(['ok', 'contract_short', 'contract_short', 'ok', 'advance_short', 'ok', 'above_audited', 'ok'])
  })
})

describe('after a return', () => {
  test('what was ordered from retention goes back to retention', () => {
    const outcome = decideReopen({ state: 'bank-returned', kind: 'retention' }, [holding('A', 'returned', 50n)], '退', '更正', today)
    expect(outcome.ok && movesOf(outcome.value.drafts)).toEqual([['return-to-contract', '退', ['A', 'retained', 50n]]])
  })

  test('the money goes back to the contract, lot by lot, and the claim to its compiler', () => {
    const held = [holding('A', 'returned', 50n), holding('B', 'returned', 100n, 2018, 'financing')]
    const outcome = decideReopen({ state: 'bank-returned', kind: 'progress' }, held, '中行退1', '更正行号', today)
    expect(outcome.ok && [outcome.value.next, movesOf(outcome.value.drafts)]).toEqual([
      'draft',
      [
        ['return-to-contract', '中行退1', ['A', 'committed', 50n]],
        ['return-to-contract', '中行退1', ['B', 'committed', 100n]],
      ],
    ])
    expect(outcome.ok && outcome.value.drafts[0]!.moves[0]!.to).toMatchObject({ contractId: 'K', claimId: '', payeeId: '' })
  })

  test('only after a return', () => {
    expect(STATES.filter((state) => decideReopen({ state, kind: 'progress' }, [], 'b', 'r', today).ok)).toEqual(['bank-returned'])
  })
})
