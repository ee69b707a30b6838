/** Decisions about the special account and about matches by hand, and every refusal of the bank in words. Pure. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { isAccountNumber } from '#kernel/check-digits.ts'
import { type Fen, formatFen, subtract, sum } from '#kernel/money.ts'
import { ok, type Outcome, refusals } from '#kernel/outcome.ts'
import { type BankItemKey, bankItemKinds } from '#policy/bank-matching.ts'

export const refuse = refusals({
  account_number_invalid: {
    kind: 'invalid',
    zh: '账号“{account}”应为 8 至 32 位数字，请核对开户许可证',
    en: 'The account "{account}" must have 8 to 32 digits; check the licence of the account',
  },
  account_registered: { kind: 'conflict', zh: '账号 {account} 已经登记过', en: 'The account {account} is registered already' },
  opened_in_future: {
    kind: 'invalid',
    zh: '开户日期 {date} 晚于今天，请改正',
    en: 'The account cannot have been opened on {date}, in the future',
  },
  account_open: {
    kind: 'rule-not-met',
    zh: '专户 {account}（{bank}）还开着：一个专户对三个专账，不能再登记一个。换开户行的，请登记为接替它的专户',
    en: 'The special account {account} at {bank} is open: one account stands behind the three books. To change the bank, register the new account as its successor',
  },
  accounts_open: {
    kind: 'rule-not-met',
    zh: '已有 {count} 个专户开着（{accounts}），不能再登记；请先把余额划清的专户登记销户',
    en: '{count} special accounts are open ({accounts}); first record the closing of the one whose money has moved over',
  },
  replaces_none: {
    kind: 'invalid',
    zh: '“接替”的专户 {account} 不存在或已销户，请核对，或不填接替',
    en: 'The account {account} to be replaced does not exist or is closed; check it, or leave it out',
  },
  opened_before_old: {
    kind: 'invalid',
    zh: '接替的专户开户日期 {date} 早于原专户的开户日期 {old}，请核对',
    en: 'The successor cannot have been opened on {date}, before the account it replaces ({old})',
  },
  account_closed: { kind: 'conflict', zh: '专户 {account} 已于 {date} 销户', en: 'The account {account} was closed on {date} already' },
  closed_in_future: {
    kind: 'invalid',
    zh: '销户日期 {date} 晚于今天，请改正',
    en: 'The account cannot have been closed on {date}, in the future',
  },
  closed_before_opened: {
    kind: 'invalid',
    zh: '销户日期 {date} 早于开户日期 {opened}，请核对',
    en: 'The account cannot have been closed on {date}, before it was opened ({opened})',
  },
  closed_before_line: {
    kind: 'rule-not-met',
    zh: '专户在 {last} 还有流水，销户日期 {date} 不能早于它，请核对',
    en: 'The account has a line of {last}, after the closing on {date}; check the day',
  },
  closed_without_statement: {
    kind: 'rule-not-met',
    zh: '对账单没有到销户日 {date}，看不出余额是否划清；请先导入到销户日的对账单',
    en: 'The statements do not reach {date}, so nobody sees whether the account was empty; import them up to that day first',
  },
  closed_with_money: {
    kind: 'rule-not-met',
    zh: '专户在 {date} 还有余额 {balance} 元，划清以后才能登记销户',
    en: 'The account still holds {balance} yuan on {date}; it is closed when nothing is left in it',
  },
  account_missing: {
    kind: 'rule-not-met',
    zh: '还没有登记专户，请先在“银行对账”页面登记专户的开户行和账号',
    en: 'The special account is not registered yet; register its bank and number first',
  },
  account_unknown: { kind: 'not-found', zh: '没有编号为 {account} 的专户', en: 'There is no account {account}' },
  statement_has_errors: {
    kind: 'rule-not-met',
    zh: '还有 {count} 处错误，什么都没有保存；请改正后重新上传',
    en: '{count} errors remain, nothing was saved; correct them and upload again',
  },
  content_changed: {
    kind: 'conflict',
    zh: '文件内容或填写的余额与您看到的预览不同，请重新预览后再确认',
    en: 'What would be saved differs from the preview you saw; preview again, then confirm',
  },
  nothing_new: {
    kind: 'conflict',
    zh: '这份对账单的 {count} 行都已经导入过，没有新的内容',
    en: 'All {count} lines of this statement were imported before; there is nothing new',
  },
  proposal_gone: {
    kind: 'conflict',
    zh: '有 {count} 组勾对已经变化（可能有同事刚刚处理过），请刷新后再确认',
    en: '{count} of the matches have changed, perhaps by a colleague; reload and confirm again',
  },
  nothing_chosen: { kind: 'invalid', zh: '请至少选择两行再勾对', en: 'Choose at least two lines to match' },
  line_unknown: { kind: 'not-found', zh: '没有编号为 {line} 的流水', en: 'There is no line {line}' },
  line_matched: {
    kind: 'conflict',
    zh: '{on} {amount} 元这一行已经勾对，请先取消原来的勾对',
    en: 'The line of {on} with {amount} yuan is matched already; undo that match first',
  },
  sides_differ: {
    kind: 'rule-not-met',
    zh: '银行 {bankCount} 笔合计 {bank} 元，账上 {bookCount} 笔合计 {book} 元，相差 {difference} 元，不能勾对',
    en: 'The bank lines add up to {bank}, the book lines to {book}, {difference} yuan apart; they cannot be matched',
  },
  reason_needed: {
    kind: 'invalid',
    zh: '只有一边的流水互相抵销，请写明原因',
    en: 'Lines of one side only cancel each other out; say why',
  },
  match_unknown: { kind: 'not-found', zh: '没有编号为 {match} 的勾对', en: 'There is no match {match}' },
  match_undone: { kind: 'conflict', zh: '这组勾对已由{by}取消', en: 'This match was undone by {by} already' },
  item_kind_unknown: { kind: 'invalid', zh: '未达账项的种类“{kind}”不存在', en: 'There is no kind of item "{kind}"' },
  item_wrong_side: {
    kind: 'invalid',
    zh: '“{kind}”是{side}，这一行是{other}，请重新选择',
    en: '"{kindEn}" does not fit the direction of this line; choose another',
  },
  month_invalid: { kind: 'invalid', zh: '月份“{month}”应写成 2017-03 的样子', en: 'The month "{month}" must look like 2017-03' },
})

export interface AccountInput {
  readonly bankName: string
  readonly accountNo: string
  readonly accountName: string
  readonly openedOn: CivilDate
  readonly document: string
  /** The open account that this one takes over from, when the bank is changed. */
  readonly replaces?: string | undefined
}

export interface KnownAccount {
  readonly id: string
  readonly bankName: string
  readonly accountNo: string
  readonly openedOn: CivilDate
  readonly closedOn: CivilDate | null
}

export function checkAccount(input: AccountInput, registered: readonly KnownAccount[], today: CivilDate): Outcome<null> {
  if (!isAccountNumber(input.accountNo)) return refuse('account_number_invalid', { account: input.accountNo })
  if (registered.some((a) => a.accountNo === input.accountNo)) return refuse('account_registered', { account: input.accountNo })
  if (input.openedOn > today) return refuse('opened_in_future', { date: input.openedOn })
  const open = registered.filter((a) => a.closedOn === null)
  if (open.length > 1) return refuse('accounts_open', { count: open.length, accounts: open.map((a) => a.accountNo).join('、') })
  const [old] = open
  if (input.replaces !== undefined && input.replaces !== old?.id) return refuse('replaces_none', { account: input.replaces })
  if (!old) return ok(null)
  if (input.replaces === undefined) return refuse('account_open', { account: old.accountNo, bank: old.bankName })
  return input.openedOn < old.openedOn ? refuse('opened_before_old', { date: input.openedOn, old: old.openedOn }) : ok(null)
}

export interface ClosingInput {
  readonly closedOn: CivilDate
  readonly document: string
}

export interface ClosingFacts {
  readonly account: KnownAccount
  readonly lastLineOn: CivilDate | null
  /** At the end of the day, as the statements have it. */
  readonly balance: { readonly fen: Fen; readonly complete: boolean }
}

/** An account ends with nothing in it, and the statements show that. */
export function checkClosing({ account, lastLineOn, balance }: ClosingFacts, input: ClosingInput, today: CivilDate): Outcome<null> {
  const date = input.closedOn
  if (account.closedOn !== null) return refuse('account_closed', { account: account.accountNo, date: account.closedOn })
  if (date > today) return refuse('closed_in_future', { date })
  if (date < account.openedOn) return refuse('closed_before_opened', { date, opened: account.openedOn })
  if (lastLineOn !== null && lastLineOn > date) return refuse('closed_before_line', { date, last: lastLineOn })
  if (!balance.complete) return refuse('closed_without_statement', { date })
  return balance.fen === 0n ? ok(null) : refuse('closed_with_money', { date, balance: formatFen(balance.fen) })
}

interface Line {
  readonly on: CivilDate
  readonly amountFen: Fen
  readonly matchId: string | null
}

/** By hand anything may be matched that is the same money; lines of one side alone must cancel out and say why. */
export function checkHandMatch(bank: readonly Line[], book: readonly Line[], note: string): Outcome<null> {
  if (bank.length + book.length < 2) return refuse('nothing_chosen')
  const taken = [...bank, ...book].find((l) => l.matchId !== null)
  if (taken) return refuse('line_matched', { on: taken.on, amount: formatFen(taken.amountFen) })
  const [ofBank, ofBook] = [sum(bank.map((l) => l.amountFen)), sum(book.map((l) => l.amountFen))]
  if (ofBank !== ofBook)
    return refuse('sides_differ', {
      bank: formatFen(ofBank),
      book: formatFen(ofBook),
      bankCount: bank.length,
      bookCount: book.length,
      difference: formatFen(ofBank > ofBook ? subtract(ofBank, ofBook) : subtract(ofBook, ofBank)),
    })
  return (bank.length === 0 || book.length === 0) && note.trim() === '' ? refuse('reason_needed') : ok(null)
}

export function checkItem(kind: string, amountFen: Fen): Outcome<BankItemKey> {
  if (!Object.hasOwn(bankItemKinds, kind)) return refuse('item_kind_unknown', { kind })
  const { side, label } = bankItemKinds[kind as BankItemKey]
  const own = amountFen > 0n ? 'in' : 'out'
  if (side !== 'both' && side !== own)
    return refuse('item_wrong_side', {
      kind: label.zh,
      kindEn: label.en,
      side: side === 'in' ? '收入' : '支出',
      other: own === 'in' ? '收入' : '支出',
    })
  return ok(kind as BankItemKey)
}

/** `2017-03` → 201703. */
export function monthNumber(text: string): Outcome<number> {
  const match = /^(\d{4})-(\d{2})$/.exec(text)
  const month = match ? Number(match[2]) : 0
  return match && month >= 1 && month <= 12 ? ok(Number(match[1]) * 100 + month) : refuse('month_invalid', { month: text })
}
