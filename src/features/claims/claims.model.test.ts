import { describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { type Fen, fen } from '#kernel/money.ts'
import { type ClaimState, claimWorkflow } from '#policy/claim-workflow.ts'
import { paymentKinds, type PaymentKindKey } from '#policy/papers.ts'
import { type RoleKey, roles } from '#policy/roles.ts'
import { signOff } from '#policy/sign-off.ts'
import { contractMoney } from '../../../test/support/contract-money.ts'
import {
  type Caps,
  checkComplete,
  checkContent,
  type ClaimFacts,
  type ClaimInput,
  covers,
  maySendBack,
  maySign,
  type Signer,
  step,
} from './claims.model.ts'

const today = civilDate('2017-06-30')
const caps = ({ openFen = fen(300n), ...more }: Partial<Caps> & { openFen?: Fen } = {}): Caps => ({
  money: { ...contractMoney({ contractFen: fen(1000n), committedFen: fen(1000n) }), openFen },
  invoiceUsedIn: null,
  contractSignedOn: civilDate('2017-05-01'),
  ...more,
})
const input = (more: Partial<ClaimInput> = {}): ClaimInput => ({
  kind: 'progress',
  amountFen: fen(700n),
  invoiceNo: '04200170010003',
  invoiceDate: today,
  description: '',
  statement: '',
  papers: [],
  ...more,
})
const codeOf = (outcome: { ok: true } | { ok: false; refusal: { code: string } }) => (outcome.ok ? 'ok' : outcome.refusal.code)

describe('content', () => {
  test.each<[string, Partial<ClaimInput>, Parameters<typeof caps>[0], string]>([
    ['all that is left of the contract', {}, {}, 'ok'],
    ['a fen more than is left', { amountFen: fen(701n) }, {}, 'amount_exceeds_contract'],
    ['more than is left because another claim is open', { amountFen: fen(700n) }, { openFen: fen(301n) }, 'amount_exceeds_contract'],
    ['nothing', { amountFen: fen(0n) }, {}, 'claim_invalid'],
    ['a kind that does not exist', { kind: 'gift' }, {}, 'claim_invalid'],
    ['an invoice of tomorrow', { invoiceDate: civilDate('2017-07-01') }, {}, 'claim_invalid'],
    ['an invoice from before the contract', { invoiceDate: civilDate('2017-04-30') }, {}, 'claim_invalid'],
    ['an invoice of the day of the contract', { invoiceDate: civilDate('2017-05-01') }, {}, 'ok'],
    ['no invoice yet', { invoiceNo: '', invoiceDate: null }, {}, 'ok'],
    ['an invoice used before', {}, { invoiceUsedIn: 'BZ2017-0001' }, 'invoice_used'],
    [
      'too much and an invoice used: the money first',
      { amountFen: fen(701n) },
      { invoiceUsedIn: 'BZ2017-0001' },
      'amount_exceeds_contract',
    ],
  ])('%s is %s', (_, i, c, code) => {
    expect(codeOf(checkContent(input(i), caps(c), today))).toBe(code)
  })

  test('every wrong entry is named at once', () => {
    const outcome = checkContent(input({ kind: 'gift', amountFen: fen(-5n), invoiceDate: civilDate('2017-07-01') }), caps(), today)
    expect(outcome).toMatchObject({ refusal: { findings: [{ field: 'kind' }, { field: 'amountFen' }, { field: 'invoiceDate' }] } })
  })
})

describe('completeness', () => {
  const whole = (kind: PaymentKindKey) => ({
    kind: kind as string,
    invoiceNo: '1',
    invoiceDate: '2017-06-30' as string | null,
    papers: paymentKinds[kind].required.map((code) => ({ code: code as string })),
  })

  test.each(Object.keys(paymentKinds) as PaymentKindKey[])('%s: whole, and refused by name without each of its papers', (kind) => {
    expect(codeOf(checkComplete(whole(kind)))).toBe('ok')
    for (const { code } of whole(kind).papers) {
      const outcome = checkComplete({ ...whole(kind), papers: whole(kind).papers.filter((p) => p.code !== code) })
      expect(outcome).toMatchObject({ refusal: { code: 'claim_incomplete', findings: [{ field: `papers.${code}` }] } })
    }
  })

  test('an invoice needs its number and its date, unless the kind needs none', () => {
    expect(codeOf(checkComplete({ ...whole('progress'), invoiceNo: '' }))).toBe('claim_incomplete')
    expect(codeOf(checkComplete({ ...whole('progress'), invoiceDate: null }))).toBe('claim_incomplete')
    expect(codeOf(checkComplete({ ...whole('retention'), invoiceNo: '', invoiceDate: null }))).toBe('ok')
  })
})

const VILLAGE = '420302202201'
const claim = (more: Partial<ClaimFacts> = {}): ClaimFacts => ({
  state: 'L1',
  compiledBy: 'compiler',
  compilerName: '编制人',
  contentHash: 'h1',
  region: VILLAGE,
  place: '康家村',
  signatures: [],
  ...more,
})
const signer = (role: RoleKey, more: Partial<Signer> = {}): Signer => ({ personId: role, role, scope: null, ...more })
const LEVELS = signOff.levels.map((l) => [l.level, `L${l.level}` as ClaimState, l.roles[0]] as const)

describe('signing (I10)', () => {
  test.each(LEVELS)('level %i is signed by its own role alone', (level, state, role) => {
    const may = (Object.keys(roles) as RoleKey[]).filter((r) => maySign(claim({ state }), signer(r), 'h1').ok)
    expect(may).toEqual([role])
    expect(maySign(claim({ state }), signer(role), 'h1')).toEqual({
      ok: true,
      value: { level, next: level === 5 ? 'approved' : `L${level + 1}` },
    })
  })

  test('nobody signs in any other state', () => {
    const states = (Object.keys(claimWorkflow.states) as ClaimState[]).filter((s) => !LEVELS.some(([, l]) => l === s))
    const codes = states.flatMap((state) =>
      (Object.keys(roles) as RoleKey[]).map((r) => codeOf(maySign(claim({ state }), signer(r), 'h1'))),
    )
    expect(new Set(codes)).toEqual(new Set(['not_in_state']))
  })

  test('everything wrong, mended one by one', () => {
    const worst = claim({ state: 'L3', signatures: [{ level: 2, personId: 'dept' }], compiledBy: 'dept' })
    const away = { scope: '420302201' }
    expect([
      codeOf(maySign(claim({ ...worst, state: 'draft' }), signer('village', away), 'old')),
      codeOf(maySign(worst, signer('village', away), 'old')),
      codeOf(maySign(worst, signer('dept', away), 'old')),
      codeOf(maySign({ ...worst, compiledBy: 'compiler' }, signer('dept', away), 'old')),
      codeOf(maySign(claim({ state: 'L3' }), signer('dept', away), 'old')),
      codeOf(maySign(claim({ state: 'L3' }), signer('dept'), 'old')),
      codeOf(maySign(claim({ state: 'L3' }), signer('dept'), 'h1')),
    ]).toEqual(['not_in_state', 'wrong_level', 'own_claim', 'signed_before', 'outside_scope', 'content_changed', 'ok'])
  })

  test('the button does not ask for the hash', () => {
    expect(maySign(claim(), signer('village'), null).ok).toBe(true)
  })

  test.each<[string | null, string | null, boolean]>([
    [VILLAGE, VILLAGE, true],
    ['420302202202', VILLAGE, false],
    ['420302202', VILLAGE, true],
    ['420302201', VILLAGE, false],
    ['420302', VILLAGE, true],
    [null, VILLAGE, true],
    [VILLAGE, null, true],
    [VILLAGE, '420302202', true],
    ['区交通局', VILLAGE, true],
  ])('a person of %s and a project in %s: %s', (scope, region, expected) => {
    expect(covers(scope, region)).toBe(expected)
  })
})

test('whoever may sign may send back, from that level, and nobody else', () => {
  expect(maySendBack(claim({ state: 'L4' }), signer('pool_office'))).toEqual({ ok: true, value: 'draft' })
  expect(codeOf(maySendBack(claim({ state: 'L4' }), signer('leader')))).toBe('wrong_level')
  expect(codeOf(maySendBack(claim({ state: 'approved' }), signer('leader')))).toBe('not_in_state')
  expect(codeOf(maySendBack(claim({ state: 'L1', compiledBy: 'village' }), signer('village')))).toBe('own_claim')
})

test('a step that the table does not list says in which state it would be possible', () => {
  expect(step('order', 'L5')).toMatchObject({ refusal: { message: { zh: '现在是“待区领导审签”，须在“审签完毕，待支付”时办理' } } })
})
