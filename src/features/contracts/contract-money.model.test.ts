import { describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import type { Holding } from '#features/ledger/holdings.model.ts'
import { nameAccount, type PostingDraft } from '#features/ledger/ledger.model.ts'
import type { BookKey, StageKey } from '#policy/books.ts'
import {
  type ActInput,
  type ContractState,
  decideAct,
  decideSettlement,
  decideWithdrawal,
  type SettlementInput,
} from './contract-money.model.ts'
import { checkTerms, monthsLater, rateText, rulesOn, type Terms } from './contract-terms.model.ts'

const today = civilDate('2017-12-20')
const holding = (lotId: string, stage: StageKey, balance: bigint, book: BookKey = 'poverty'): Holding => ({
  account: nameAccount(lotId, book, stage, { projectId: 'P', contractId: 'K' }),
  balanceFen: fen(balance),
  usableTo: 2018,
})
const state = (holdings: readonly Holding[], more: Partial<ContractState> = {}): ContractState => ({
  contract: { id: 'K', projectId: 'P', signedOn: civilDate('2017-05-02') },
  holdings,
  pendingRetainFen: fen(0n),
  pendingRecoverFen: fen(0n),
  finesFen: fen(0n),
  settlement: null,
  reportThere: true,
  howPaid: new Map(),
  ...more,
})
const input = (auditedFen: bigint, more: Partial<SettlementInput> = {}): SettlementInput => ({
  auditedFen: fen(auditedFen),
  auditedOn: today,
  acceptedOn: civilDate('2017-12-01'),
  auditor: '方正造价',
  reportNo: '方正审〔2017〕88号',
  ...more,
})
const movesOf = (drafts: readonly PostingDraft[]) =>
  drafts.map((d) => [d.kind, ...d.moves.map((m) => `${m.from.lotId} ${m.from.stage}>${m.to.stage} ${m.amountFen}`)])
const codeOf = (outcome: { ok: true } | { ok: false; refusal: { code: string } }) => (outcome.ok ? 'ok' : outcome.refusal.code)

describe('a settlement', () => {
  test('recognises the cost over the lots by what they leave in the contract, one posting a book, and cuts nothing', () => {
    const outcome = decideSettlement(state([holding('A', 'paid', 60n), holding('B', 'committed', 40n, 'financing')]), input(100n), today)
    expect(outcome.ok && movesOf(outcome.value.drafts)).toEqual([
      ['settlement-audit', 'A unrecognised>recognised 60'],
      ['settlement-audit', 'B unrecognised>recognised 40'],
    ])
    expect(outcome.ok && [outcome.value.cutFen, outcome.value.overFen]).toEqual([0n, 0n])
  })

  test('cuts first what is not committed to be paid, then what was withheld, and only the rest from what was paid', () => {
    const holdings = [
      holding('A', 'committed', 10n),
      holding('B', 'committed', 20n),
      holding('A', 'retained', 5n),
      holding('A', 'paid', 70n),
      holding('B', 'paid', 35n),
    ]
    const cutTo = (audited: bigint) => {
      const outcome = decideSettlement(state(holdings), input(audited), today)
      return outcome.ok && [outcome.value.cutFen, outcome.value.overFen, ...movesOf(outcome.value.drafts).slice(1)]
    }
    expect(cutTo(130n)).toEqual([10n, 0n, ['audit-cut', 'A committed>reserved 3', 'B committed>reserved 7']])
    expect(cutTo(108n)).toEqual([32n, 0n, ['audit-cut', 'A committed>reserved 10', 'B committed>reserved 20', 'A retained>reserved 2']])
    expect(cutTo(99n)).toEqual([
      41n,
      6n,
      [
        'audit-cut',
        'A committed>reserved 10',
        'B committed>reserved 20',
        'A retained>reserved 5',
        'A paid>recoverable 4',
        'B paid>recoverable 2',
      ],
    ])
  })

  test('after the cut each lot leaves in the contract exactly the cost that was recognised of it', () => {
    const holdings = [holding('A', 'paid', 33_333n), holding('B', 'committed', 33_334n), holding('C', 'committed', 33_333n)]
    const outcome = decideSettlement(state(holdings), input(96_843n), today)
    const moves = outcome.ok ? outcome.value.drafts.flatMap((d) => d.moves) : []
    const of = (lot: string, stage: StageKey) =>
      moves.filter((m) => m.from.lotId === lot && m.to.stage === stage).reduce((sum, m) => sum + m.amountFen, 0n)
    for (const h of holdings) expect(of(h.account.lotId, 'recognised')).toBe(h.balanceFen - of(h.account.lotId, 'reserved'))
    expect(moves.filter((m) => m.to.stage === 'recognised').reduce((sum, m) => sum + m.amountFen, 0n)).toBe(96_843n)
  })

  test('a fine is no part of the cut: what stays is the audited value less the fine', () => {
    const outcome = decideSettlement(state([holding('A', 'committed', 95n)], { finesFen: fen(5n) }), input(100n), today)
    expect(outcome.ok && [outcome.value.cutFen, movesOf(outcome.value.drafts)]).toEqual([
      0n,
      [['settlement-audit', 'A unrecognised>recognised 100']],
    ])
    expect(codeOf(decideSettlement(state([holding('A', 'committed', 95n)], { finesFen: fen(5n) }), input(101n), today))).toBe(
      'audited_above_contract',
    )
  })

  test.each<[string, readonly Holding[], Partial<ContractState>, SettlementInput, string]>([
    ['nothing audited', [holding('A', 'paid', 9n)], {}, input(0n), 'act_invalid'],
    ['tomorrow', [holding('A', 'paid', 9n)], {}, input(9n, { auditedOn: civilDate('2017-12-21') }), 'act_invalid'],
    ['accepted after the audit', [holding('A', 'paid', 9n)], {}, input(9n, { acceptedOn: civilDate('2017-12-21') }), 'act_invalid'],
    ['accepted before the contract', [holding('A', 'paid', 9n)], {}, input(9n, { acceptedOn: civilDate('2017-05-01') }), 'act_invalid'],
    ['no report', [holding('A', 'paid', 9n)], { reportThere: false }, input(9n), 'act_invalid'],
    [
      'settled before',
      [holding('A', 'paid', 9n)],
      { settlement: { number: 1, auditedFen: fen(8n), reportNo: 'R' } },
      input(9n),
      'settled_already',
    ],
    ['money at the bank', [holding('A', 'paid', 9n), holding('A', 'ordered', 1n)], {}, input(9n), 'payment_under_way'],
    ['money returned', [holding('A', 'paid', 9n), holding('A', 'returned', 1n)], {}, input(9n), 'payment_under_way'],
    ['a fen above the contract', [holding('A', 'paid', 9n)], {}, input(10n), 'audited_above_contract'],
    ['all money gone', [], {}, input(1n), 'audited_above_contract'],
    ['less than the advance', [holding('A', 'advanced', 9n), holding('A', 'committed', 1n)], {}, input(8n), 'cut_above_money'],
    ['the advance and no more', [holding('A', 'advanced', 9n), holding('A', 'committed', 1n)], {}, input(9n), 'ok'],
  ])('%s', (_, holdings, more, i, code) => {
    expect(codeOf(decideSettlement(state(holdings, more), i, today))).toBe(code)
  })

  test('a withdrawal turns round all that it posted, and needs a settlement', () => {
    const draft = decideSettlement(state([holding('A', 'paid', 9n), holding('A', 'committed', 1n)]), input(9n), today)
    const originals = draft.ok
      ? draft.value.drafts.map((d, i) => ({
          reverses: { postingId: `pst_${i}`, book: 'poverty' as const, entryKind: d.kind as 'audit-cut', red: false },
          moves: d.moves,
        }))
      : []
    const on = { on: today, basis: '更正函', reason: '审核单位更正' }
    const settled = { settlement: { number: 1, auditedFen: fen(9n), reportNo: 'R' } }
    const outcome = decideWithdrawal(state([], settled), originals, on)
    expect(outcome.ok && movesOf(outcome.value.drafts)).toEqual([
      ['reversal', 'A recognised>unrecognised 9'],
      ['reversal', 'A reserved>committed 1'],
    ])
    expect(codeOf(decideWithdrawal(state([]), originals, on))).toBe('not_settled')
  })
})

describe('the smaller acts', () => {
  const act = (more: Partial<ActInput>): ActInput => ({ act: 'fine', amountFen: fen(5n), on: today, basis: '罚字1号', ...more })
  const held = [
    holding('A', 'committed', 4n),
    holding('B', 'committed', 6n, 'coordination'),
    holding('A', 'retained', 3n),
    holding('A', 'advanced', 7n),
    holding('A', 'paid', 20n),
    holding('B', 'recoverable', 8n, 'coordination'),
  ]
  test.each<[string, Partial<ActInput>, string[][]]>([
    [
      'a fine in proportion',
      {},
      [
        ['fine', 'A committed>reserved 2'],
        ['fine', 'B committed>reserved 3'],
      ],
    ],
    ['a fine from what was withheld', { from: 'retained', amountFen: fen(3n) }, [['fine', 'A retained>reserved 3']]],
    [
      'a release',
      { act: 'release', amountFen: fen(10n) },
      [
        ['contract-release', 'A committed>reserved 4'],
        ['contract-release', 'B committed>reserved 6'],
      ],
    ],
    ['a refund', { act: 'refund' }, [['refund', 'A paid>reserved 5']]],
    ['a refund of the advance', { act: 'refund', from: 'advanced' }, [['refund', 'A advanced>reserved 5']]],
    ['a recovery', { act: 'recovery', amountFen: fen(8n) }, [['recovery', 'B recoverable>reserved 8']]],
  ])('%s', (_, i, expected) => {
    const outcome = decideAct(state(held), act(i), today)
    expect(outcome.ok && movesOf(outcome.value)).toEqual(expected)
  })

  test.each<[string, Partial<ActInput>, Partial<ContractState>, string]>([
    ['more than is there', { amountFen: fen(11n) }, {}, 'more_than_there'],
    ['what an order at the bank will withhold stays', { amountFen: fen(10n) }, { pendingRetainFen: fen(1n) }, 'more_than_there'],
    [
      'and what it will recover',
      { act: 'refund', from: 'advanced', amountFen: fen(7n) },
      { pendingRecoverFen: fen(1n) },
      'more_than_there',
    ],
    ['a stage that the act does not take from', { from: 'paid' }, {}, 'act_invalid'],
    ['nothing', { amountFen: fen(0n) }, {}, 'act_invalid'],
    ['tomorrow', { on: civilDate('2017-12-21') }, {}, 'act_invalid'],
    ['without a paper', { basis: ' ' }, {}, 'act_invalid'],
    ['no contract', {}, { contract: undefined }, 'contract_unknown'],
  ])('%s', (_, i, more, code) => {
    expect(codeOf(decideAct(state(held, more), act(i), today))).toBe(code)
  })
})

describe('terms', () => {
  const TERMS: Terms = { advanceRate: 3000, progressRate: 8000, acceptedRate: 8500, retentionRate: 500, retentionMonths: 12 }
  const fieldsOf = (terms: Partial<Terms>, on: string, category = 'road') =>
    checkTerms({ ...TERMS, ...terms }, civilDate(on), category).map((f) => f.field)

  test('5 % of retention is allowed until 30 June 2017, 3 % from 1 July', () => {
    expect(fieldsOf({}, '2017-06-30')).toEqual([])
    expect(fieldsOf({}, '2017-07-01')).toEqual(['terms.retentionRate'])
    expect(fieldsOf({ retentionRate: 300 }, '2017-07-01')).toEqual([])
    expect([rulesOn('1999-01-01', 'road').retentionMost, rulesOn('2030-01-01', 'road').retentionMost]).toEqual([500, 300])
  })

  test('each that is above its limit is named', () => {
    expect(fieldsOf({ advanceRate: 3001, progressRate: 8001, acceptedRate: 8501, retentionMonths: 25 }, '2017-05-01')).toEqual([
      'terms.advanceRate',
      'terms.progressRate',
      'terms.acceptedRate',
      'terms.retentionMonths',
    ])
    expect(fieldsOf({ acceptedRate: 7999 }, '2017-05-01')).toEqual(['terms.acceptedRate'])
    expect(checkTerms({ ...TERMS, advanceRate: 3550 }, civilDate('2017-05-01'), 'road')[0]!.message.zh).toContain(
      '预付款比例 35.50% 超过 30%',
    )
  })

  test.each(['relief', 'housing', 'credit'])('money of %s has no advance and no retention, whatever the day', (category) => {
    expect(fieldsOf({}, '2017-05-01', category)).toEqual(['terms.advanceRate', 'terms.retentionRate'])
    expect(fieldsOf({ advanceRate: 0, retentionRate: 0 }, '2017-05-01', category)).toEqual([])
    expect(checkTerms({ ...TERMS, advanceRate: 0, retentionRate: 1 }, civilDate('2017-05-01'), category)[0]!.message.zh).toContain(
      '质保金比例 0.01% 超过 0%（到户和奖补资金不预付、不留质保金',
    )
  })

  test.each([
    ['2017-12-01', 12, '2018-12-01'],
    ['2016-02-29', 12, '2017-02-28'],
    ['2017-11-30', 3, '2018-02-28'],
    ['2017-08-31', 24, '2019-08-31'],
    ['2017-12-15', 0, '2017-12-15'],
  ])('%s and %i months is %s', (from, months, to) => {
    expect(monthsLater(civilDate(from), months)).toBe(to)
  })

  test.each([
    [3000, '30%'],
    [350, '3.50%'],
    [305, '3.05%'],
  ])('%i is %s', (rate, text) => {
    expect(rateText(rate)).toBe(text)
  })
})
