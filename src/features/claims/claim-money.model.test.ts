import { describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { fen, sum } from '#kernel/money.ts'
import { type CategoryKey, categories } from '#policy/categories.ts'
import { type PaymentKindKey, paymentKinds } from '#policy/papers.ts'
import { postings } from '#policy/postings.ts'
import { contractMoney } from '../../../test/support/contract-money.ts'
import {
  checkAllowed,
  checkFigures,
  type ClaimMoney,
  type ContractMoney,
  leftFor,
  NO_PARTS,
  postedAs,
  stageOf,
  usualParts,
} from './claim-money.model.ts'

const today = civilDate('2017-09-20')
const TERMS = { advanceRate: 3000, progressRate: 8000, acceptedRate: 8500, retentionRate: 500, retentionMonths: 12 }
/** 1,000.00 of contract, 300.00 advanced and not recovered, 700.00 unpaid. */
const money = (more: Partial<ContractMoney> = {}): ContractMoney =>
  contractMoney({
    contractFen: fen(1000_00n),
    committedFen: fen(700_00n),
    advancedFen: fen(300_00n),
    usedFen: fen(300_00n),
    advanceBeforeFen: fen(300_00n),
    terms: TERMS,
    ...more,
  })
const claim = (more: Partial<ClaimMoney> = {}): ClaimMoney => ({
  kind: 'progress',
  certifiedFen: fen(400_00n),
  amountFen: fen(200_00n),
  recoverFen: fen(120_00n),
  retainFen: fen(12_00n),
  deferFen: fen(68_00n),
  papers: [],
  ...more,
})
const simple = (kind: PaymentKindKey, amount: bigint): ClaimMoney => ({
  ...NO_PARTS,
  kind,
  amountFen: fen(amount),
  certifiedFen: fen(0n),
  papers: [],
})
const codeOf = (c: ClaimMoney, m: ContractMoney, on = today) => {
  const outcome = checkAllowed(c, m, on)
  return outcome.ok ? 'ok' : outcome.refusal.code
}

describe('the figures alone', () => {
  test.each<[string, Partial<ClaimMoney>, string[]]>([
    ['certified is the sum of the parts', {}, []],
    ['a fen too little', { certifiedFen: fen(399_99n) }, ['certifiedFen']],
    ['paid from what was left before, more than was measured', { deferFen: fen(-400_00n), certifiedFen: fen(-68_00n) }, ['certifiedFen']],
    ['parts without a certified value', { certifiedFen: fen(0n) }, ['certifiedFen']],
    ['a simple claim names none', { ...NO_PARTS, certifiedFen: fen(0n) }, []],
    ['a simple claim may name it', { ...NO_PARTS, certifiedFen: fen(200_00n) }, []],
    ['below zero', { recoverFen: fen(-1n), retainFen: fen(-1n), certifiedFen: fen(267_98n) }, ['recoverFen', 'retainFen']],
    ['what was left before is paid now', { deferFen: fen(-60_00n), certifiedFen: fen(272_00n) }, []],
    ['nothing is paid', { amountFen: fen(0n), certifiedFen: fen(200_00n) }, ['amountFen']],
    ['an advance has no parts', { kind: 'advance' }, ['kind']],
    ['nor has a retention', { kind: 'retention', ...NO_PARTS, certifiedFen: fen(200_00n) }, ['kind']],
  ])('%s', (_, more, fields) => {
    expect(checkFigures(claim(more)).map((f) => f.field)).toEqual(fields)
  })

  test('the difference is said to the fen', () => {
    expect(checkFigures(claim({ certifiedFen: fen(400_01n) }))[0]!.message.zh).toContain('合计 400.00 元，相差 0.01 元')
  })
})

describe('what is allowed', () => {
  test.each<[string, ClaimMoney, Partial<ContractMoney>, string]>([
    ['a certificate at its limits', claim(), {}, 'ok'],
    ['amount and retention come from what is unpaid', claim(), { committedFen: fen(211_99n) }, 'amount_exceeds_contract'],
    ['less what other claims will take', claim(), { openFen: fen(488_01n) }, 'amount_exceeds_contract'],
    ['more than the advance', claim({ recoverFen: fen(300_01n), certifiedFen: fen(0n) }), {}, 'recovery_above_advance'],
    ['what other claims recover is gone', claim(), { openRecoverFen: fen(180_01n) }, 'recovery_above_advance'],
    ['no retention agreed', claim(), { terms: { ...TERMS, retentionRate: 0 } }, 'retention_not_agreed'],
    ['no terms at all', claim(), { terms: null }, 'retention_not_agreed'],
    ['above the 3 % of the day', claim({ retainFen: fen(12_01n), deferFen: fen(67_99n) }), {}, 'retention_above_rate'],
    ['above the agreed 2 %', claim(), { terms: { ...TERMS, retentionRate: 200 } }, 'retention_above_rate'],
    ['a fen above 80 %', claim({ amountFen: fen(200_01n), deferFen: fen(67_99n) }), {}, 'progress_above_cap'],
    ['a simple claim on a contract with terms', simple('progress', 100_00n), {}, 'progress_above_cap'],
    ['a simple claim on a contract without', simple('progress', 100_00n), { terms: null }, 'ok'],
    ['earlier certificates count', claim(), { certifiedBeforeFen: fen(400_00n), settledBeforeFen: fen(320_01n) }, 'progress_above_cap'],
    [
      'more than the contract is certified',
      claim(),
      { certifiedBeforeFen: fen(600_01n), settledBeforeFen: fen(0n) },
      'certified_above_contract',
    ],
    ['paying more than was left', claim({ deferFen: fen(-1n), amountFen: fen(268_01n) }), {}, 'deferred_below_zero'],
    [
      'after the settlement the rate is gone',
      claim({ amountFen: fen(268_00n), deferFen: fen(0n) }),
      { audited: { fen: fen(900_00n), acceptedOn: today } },
      'ok',
    ],
    ['beyond the audited value', claim(), { audited: { fen: fen(511_99n), acceptedOn: today } }, 'claimed_above_audited'],
    [
      'a final payment before the settlement',
      claim({ kind: 'final', recoverFen: fen(300_00n), retainFen: fen(0n), deferFen: fen(0n) }),
      {},
      'settlement_first',
    ],
    [
      'a final payment that leaves some of the advance',
      claim({ kind: 'final', retainFen: fen(0n), deferFen: fen(0n) }),
      { terms: null },
      'advance_left',
    ],
    ['an advance to households', simple('advance', 1n), { category: 'housing' }, 'no_advance'],
    ['an advance of a reward, without terms', simple('advance', 1n), { category: 'credit', terms: null }, 'no_advance'],
    ['a retention from households', claim(), { category: 'relief' }, 'no_retention'],
    ['a retention from a reward, without terms', claim(), { category: 'credit', terms: null }, 'no_retention'],
    ['an advance of before is still recovered', claim({ retainFen: fen(0n), deferFen: fen(80_00n) }), { category: 'housing' }, 'ok'],
    [
      'what was withheld before is released',
      simple('retention', 10_00n),
      { category: 'housing', retainedFen: fen(10_00n), terms: null },
      'ok',
    ],
    ['an advance at 30 %', simple('advance', 300_00n), { advanceBeforeFen: fen(0n) }, 'ok'],
    ['a fen above', simple('advance', 300_01n), { advanceBeforeFen: fen(0n) }, 'advance_above_cap'],
    ['a second advance above', simple('advance', 1n), {}, 'advance_above_cap'],
    ['no cap without terms', simple('advance', 700_00n), { terms: null, advanceBeforeFen: fen(0n) }, 'ok'],
    ['retention before the settlement', simple('retention', 10_00n), { retainedFen: fen(10_00n) }, 'settlement_first'],
    ['retention that is not there', simple('retention', 10_01n), { retainedFen: fen(10_00n) }, 'amount_exceeds_retention'],
    [
      'retention claimed twice',
      simple('retention', 10_00n),
      { retainedFen: fen(10_00n), openRetentionFen: fen(1n) },
      'amount_exceeds_retention',
    ],
    ['retention of a contract without terms', simple('retention', 10_00n), { retainedFen: fen(10_00n), terms: null }, 'ok'],
  ])('%s: %s', (_, c, more, code) => {
    expect(codeOf(c, money(more))).toBe(code)
  })

  test('with the acceptance certificate 85 % may be paid', () => {
    const accepted = claim({ amountFen: fen(220_00n), deferFen: fen(48_00n), papers: [{ code: 'V15' }] })
    expect([codeOf(accepted, money()), codeOf({ ...accepted, papers: [] }, money())]).toEqual(['ok', 'progress_above_cap'])
  })

  test('5 % may be retained until June 2017', () => {
    const five = claim({ retainFen: fen(20_00n), deferFen: fen(60_00n) })
    expect([codeOf(five, money(), civilDate('2017-06-30')), codeOf(five, money(), civilDate('2017-07-01'))]).toEqual([
      'ok',
      'retention_above_rate',
    ])
  })

  test('retention is due when the defect period is over, not a day before', () => {
    const settled = money({ retainedFen: fen(10_00n), audited: { fen: fen(900_00n), acceptedOn: civilDate('2016-09-21') } })
    expect([codeOf(simple('retention', 10_00n), settled), codeOf(simple('retention', 10_00n), settled, civilDate('2017-09-21'))]).toEqual([
      'retention_not_due',
      'ok',
    ])
  })

  test('the final claim retains no more than the rate of the settlement leaves', () => {
    const settled = money({ audited: { fen: fen(900_00n), acceptedOn: today }, retainBeforeFen: fen(20_00n), committedFen: fen(600_00n) })
    const final = (retain: bigint) =>
      claim({ kind: 'final', recoverFen: fen(300_00n), retainFen: fen(retain), deferFen: fen(0n), amountFen: fen(100_00n) })
    expect([codeOf(final(7_00n), settled), codeOf(final(7_01n), settled)]).toEqual(['ok', 'retention_above_rate'])
  })
})

describe('the usual parts', () => {
  const whole = (u: ReturnType<typeof usualParts>) => sum([u.amountFen, u.recoverFen, u.retainFen, u.deferFen])

  test('are always allowed, and their sum is the certified value, fen by fen', () => {
    for (const certified of [1n, 2n, 3n, 99n, 12_34n, 33_33n, 333_33n, 400_00n, 999_99n]) {
      const usual = usualParts('progress', fen(certified), money(), false, today)
      expect(whole(usual)).toBe(certified)
      if (usual.amountFen > 0n) expect(codeOf({ ...usual, kind: 'progress', papers: [] }, money())).toBe('ok')
    }
  })

  test('without terms: pro rata recovery, nothing retained, nothing left', () => {
    expect(usualParts('progress', fen(100_00n), money({ terms: null }), false, today)).toEqual({
      certifiedFen: 100_00n,
      amountFen: 70_00n,
      recoverFen: 30_00n,
      retainFen: 0n,
      deferFen: 0n,
    })
  })

  test('recover no more than is left of the advance', () => {
    expect(usualParts('progress', fen(400_00n), money({ openRecoverFen: fen(250_00n) }), false, today).recoverFen).toBe(50_00n)
  })
})

test('what is left depends on where the money of the kind waits', () => {
  const m = money({ openFen: fen(1_00n), retainedFen: fen(30_00n), openRetentionFen: fen(5_00n) })
  const kinds = Object.keys(paymentKinds) as PaymentKindKey[]
  expect(kinds.map((kind) => [kind, leftFor(kind, m)])).toEqual([
    ['advance', 699_00n],
    ['progress', 699_00n],
    ['final', 699_00n],
    ['retention', 25_00n],
  ])
})

describe('what the bank’s "paid" posts', () => {
  test.each<[PaymentKindKey, CategoryKey, string]>([
    ['advance', 'road', 'advance'],
    ['progress', 'road', 'payment'],
    ['final', 'industry', 'payment'],
    ['retention', 'road', 'retention-payment'],
    ['progress', 'housing', 'household-batch'],
    ['final', 'relief', 'household-batch'],
    ['progress', 'credit', 'reward'],
    ['advance', 'housing', 'advance'],
  ])('%s of %s is %s', (kind, category, posted) => {
    expect(postedAs(kind, category)).toBe(posted)
  })

  test('every category of households pays to households, and every kind starts where its money was ordered', () => {
    for (const [category, { household }] of Object.entries(categories))
      expect([category, postedAs('progress', category) === 'household-batch']).toEqual([category, household])
    for (const kind of Object.keys(paymentKinds) as PaymentKindKey[]) {
      expect(postings[postedAs(kind, 'road')].moves[0].from).toBe('ordered')
      expect(postings['payment-order'].moves.map((m) => m.from)).toContain(stageOf(kind))
    }
  })
})
