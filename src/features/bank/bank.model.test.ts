/** One special account at a time: what is registered beside an open one replaces it, and one ends with nothing in it. */
import { describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import { type AccountInput, checkAccount, checkClosing, type ClosingFacts, type KnownAccount } from './bank.model.ts'

const today = civilDate('2017-06-01')
const known = (id: string, more: Partial<KnownAccount> = {}): KnownAccount => ({
  id,
  bankName: '中国银行',
  accountNo: `4200152000000012345${id}`,
  openedOn: civilDate('2017-01-05'),
  closedOn: null,
  ...more,
})
const input = (more: Partial<AccountInput> = {}): AccountInput => ({
  bankName: '农业银行',
  accountNo: '17220101040009999',
  accountName: '专户',
  openedOn: civilDate('2017-05-01'),
  document: '',
  ...more,
})
const said = (outcome: ReturnType<typeof checkAccount>) => (outcome.ok ? 'ok' : outcome.refusal.code)

describe('registering', () => {
  const closed = known('1', { closedOn: civilDate('2017-04-28') })
  test.each<[string, readonly KnownAccount[], Partial<AccountInput>, string]>([
    ['the first', [], {}, 'ok'],
    ['a number that is none', [], { accountNo: '4200' }, 'account_number_invalid'],
    ['the same number', [known('1')], { accountNo: known('1').accountNo, replaces: '1' }, 'account_registered'],
    ['tomorrow', [], { openedOn: civilDate('2017-06-02') }, 'opened_in_future'],
    ['a second beside the first', [known('1')], {}, 'account_open'],
    ['its successor', [known('1')], { replaces: '1' }, 'ok'],
    ['a successor that is older', [known('1')], { replaces: '1', openedOn: civilDate('2017-01-04') }, 'opened_before_old'],
    ['the successor of another', [known('1')], { replaces: '2' }, 'replaces_none'],
    ['a third while the bank is changed', [known('1'), known('2')], { replaces: '2' }, 'accounts_open'],
    ['another after the last was closed', [closed], {}, 'ok'],
    ['the successor of a closed one', [closed], { replaces: '1' }, 'replaces_none'],
    ['the successor of a successor', [closed, known('2')], { replaces: '2' }, 'ok'],
  ])('%s', (_, accounts, more, code) => {
    expect(said(checkAccount(input(more), accounts, today))).toBe(code)
  })
})

describe('closing', () => {
  const facts = (more: Partial<ClosingFacts> = {}): ClosingFacts => ({
    account: known('1'),
    lastLineOn: civilDate('2017-04-10'),
    balance: { fen: fen(0n), complete: true },
    ...more,
  })
  test.each<[string, Partial<ClosingFacts>, string, string]>([
    ['empty, and the statements show it', {}, '2017-04-28', 'ok'],
    ['on the day of its last line', {}, '2017-04-10', 'ok'],
    ['twice', { account: known('1', { closedOn: civilDate('2017-04-20') }) }, '2017-04-28', 'account_closed'],
    ['tomorrow', {}, '2017-06-02', 'closed_in_future'],
    ['before it was opened', {}, '2017-01-04', 'closed_before_opened'],
    ['before its last line', {}, '2017-04-09', 'closed_before_line'],
    ['without a statement of the day', { balance: { fen: fen(0n), complete: false } }, '2017-04-28', 'closed_without_statement'],
    ['with a fen in it', { balance: { fen: fen(1n), complete: true } }, '2017-04-28', 'closed_with_money'],
  ])('%s', (_, more, day, code) => {
    expect(said(checkClosing(facts(more), { closedOn: civilDate(day), document: '销户证明' }, today))).toBe(code)
  })
})
