import { describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import type { Holding } from '#features/ledger/holdings.model.ts'
import { nameAccount } from '#features/ledger/ledger.model.ts'
import type { BookKey } from '#policy/books.ts'
import { type ContractInput, type ContractState, decideContract } from './contracts.model.ts'

const today = civilDate('2017-06-30')
const CONTRACTOR = {
  name: '十堰市青山路桥工程有限公司',
  creditCode: '91420302MA49000107',
  bankName: '中国农业银行十堰茅箭支行',
  accountNo: '17220101040008801',
  accountName: '十堰市青山路桥工程有限公司',
}
const holding = (lotId: string, book: BookKey, balance: bigint, usableTo = 2018): Holding => ({
  account: nameAccount(lotId, book, 'reserved', { projectId: 'P' }),
  balanceFen: fen(balance),
  usableTo,
})
const state = (more: Partial<ContractState> = {}): ContractState => ({
  project: { code: 'XM2017-0001', category: 'road', state: 'funded' },
  contractNoTaken: false,
  known: undefined,
  reserved: [holding('A', 'poverty', 100n), holding('B', 'financing', 100n)],
  ...more,
})
const input = (more: Partial<ContractInput> = {}): ContractInput => ({
  projectId: 'P',
  contractNo: '茅合〔2017〕1号',
  name: '施工合同',
  signedOn: today,
  amountFen: fen(150n),
  contractor: CONTRACTOR,
  ...more,
})
const known = { id: 'R', name: CONTRACTOR.name, accountNo: CONTRACTOR.accountNo, bankName: CONTRACTOR.bankName }
const decided = (s: ContractState, i: ContractInput) => decideContract(s, i, today)
const codeOf = (s: ContractState, i: ContractInput) => {
  const outcome = decided(s, i)
  return outcome.ok ? 'ok' : outcome.refusal.code
}

test('refusals come in their order: everything wrong, mended one by one', () => {
  const otherAccount = { ...known, accountNo: '99999999' }
  const bad = input({ amountFen: fen(0n) })
  const tooMuch = input({ amountFen: fen(201n) })
  expect([
    codeOf(state({ project: undefined }), bad),
    codeOf(state({ project: { code: 'X', category: 'road', state: 'in-library' }, contractNoTaken: true, known: otherAccount }), bad),
    codeOf(state({ contractNoTaken: true, known: otherAccount }), bad),
    codeOf(state({ contractNoTaken: true, known: otherAccount }), tooMuch),
    codeOf(state({ known: otherAccount }), tooMuch),
    codeOf(state(), tooMuch),
    codeOf(state(), input({ amountFen: fen(200n) })),
  ]).toEqual([
    'project_unknown',
    'project_not_funded',
    'contract_invalid',
    'contract_no_taken',
    'account_differs',
    'amount_exceeds_reservation',
    'ok',
  ])
})

describe('each entry that is not right is named', () => {
  const fieldsOf = (i: ContractInput) => {
    const outcome = decided(state(), i)
    return outcome.ok ? [] : (outcome.refusal.findings ?? []).map((f) => f.field)
  }
  const contractor = (more: Partial<ContractInput['contractor']>) => input({ contractor: { ...CONTRACTOR, ...more } })

  test.each<[string, ContractInput, string[]]>([
    ['nothing wrong', input(), []],
    ['amount below zero', input({ amountFen: fen(-1n) }), ['amountFen']],
    ['signed tomorrow', input({ signedOn: civilDate('2017-07-01') }), ['signedOn']],
    ['a wrong digit in the credit code', contractor({ creditCode: '91420302MA49000106' }), ['contractor.creditCode']],
    ['spaces in the account', contractor({ accountNo: '1722 0101' }), ['contractor.accountNo']],
    ['the account of a person', contractor({ accountName: '张三' }), ['contractor.accountName']],
    [
      'all of it',
      { ...contractor({ creditCode: '', accountNo: '', accountName: '' }), amountFen: fen(0n), signedOn: civilDate('2018-01-01') },
      ['amountFen', 'signedOn', 'contractor.creditCode', 'contractor.accountNo', 'contractor.accountName'],
    ],
  ])('%s', (_, i, fields) => {
    expect(fieldsOf(i)).toEqual(fields)
  })
})

test.each([
  ['the same firm and account', known, 'ok'],
  ['another account', { ...known, accountNo: '88888888' }, 'account_differs'],
  ['another name under the code', { ...known, name: '别的公司' }, 'account_differs'],
])('a contractor that is known already: %s', (_, k, code) => {
  expect(codeOf(state({ known: k }), input())).toBe(code)
})

describe('the commitment', () => {
  const movesOf = (s: ContractState, amount: bigint) => {
    const outcome = decided(s, input({ amountFen: fen(amount) }))
    return outcome.ok
      ? outcome.value
          .drafts('K')
          .map((d) => [d.kind, d.basis, ...d.moves.map((m) => [m.from.lotId, m.to.stage, m.to.contractId, m.amountFen])])
      : []
  }

  test('takes what lapses first, one posting a book, onto the contract', () => {
    const reserved = [holding('A', 'poverty', 100n, 2018), holding('B', 'financing', 100n, 2017), holding('C', 'poverty', 50n, 2018)]
    expect(movesOf(state({ reserved }), 175n)).toEqual([
      ['commitment', '茅合〔2017〕1号', ['A', 'committed', 'K', 50n], ['C', 'committed', 'K', 25n]],
      ['commitment', '茅合〔2017〕1号', ['B', 'committed', 'K', 100n]],
    ])
  })

  test('a second contract on the same project takes from what is left', () => {
    expect(
      codeOf(
        state({ project: { code: 'X', category: 'road', state: 'contracted' }, reserved: [holding('A', 'poverty', 10n)] }),
        input({ amountFen: fen(10n) }),
      ),
    ).toBe('ok')
    expect(
      codeOf(state({ project: { code: 'X', category: 'road', state: 'contracted' }, reserved: [] }), input({ amountFen: fen(1n) })),
    ).toBe('amount_exceeds_reservation')
  })
})
