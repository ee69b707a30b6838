/** What may be wrong with a statement, each with its sentence: the row, both figures, and what to do. Pure. */
import { type Facts, fill, type Finding } from '#kernel/outcome.ts'

interface Sentence {
  readonly zh: string
  readonly en: string
}

const SENTENCES = {
  no_table: {
    zh: '没有找到流水表：需要有“交易日期”，以及“借方、贷方”“收入、支出”或“金额”这几列。请上传银行导出的原始对账单',
    en: 'No table of movements was found: it needs a date and debit and credit, or an amount. Upload the statement as the bank exported it',
  },
  no_lines: {
    zh: '表中没有流水。如果这段时间确实没有收支，请在下方填写起止日期和期初、期末余额',
    en: 'There are no movements. If there really were none, enter the period and both balances below',
  },
  date_missing: { zh: '看不出日期“{text}”，请按 2017-03-20 的样子填写', en: 'No date can be read from "{text}"; write it like 2017-03-20' },
  amount_unreadable: {
    zh: '“{column}”里的“{text}”不是金额，请改正后重新上传',
    en: '"{text}" in "{column}" is no amount; correct it and upload again',
  },
  amount_on_both_sides: {
    zh: '借方 {debit} 元和贷方 {credit} 元同时有数，一行只能是一笔收入或一笔支出',
    en: 'Debit {debit} and credit {credit} are both filled; a line is either money in or money out',
  },
  amount_missing: { zh: '有日期，但没有金额，请核对这一行', en: 'There is a date and no amount; check the line' },
  amount_zero: { zh: '金额为零，已略过', en: 'The amount is zero; the line is left out' },
  sign_unreadable: { zh: '借贷标志“{text}”看不懂，请用“借”“贷”或“收”“支”', en: 'The sign "{text}" is not understood; use 借 or 贷' },
  line_of_other_account: {
    zh: '这一行是账号 {stated} 的流水，不是 {account} 的，请把几个账号分开导出',
    en: 'This line belongs to the account {stated}, not to {account}; export the accounts apart',
  },
  currency_other: { zh: '币种是“{currency}”，专户只记人民币', en: 'The currency is "{currency}"; the account is kept in yuan' },
  sides_turned: {
    zh: '按余额判断，本表的“借方”是收入、“贷方”是支出，已按余额读取，请核对',
    en: 'By the balances, debit is money in and credit is money out here; it was read so, please check',
  },
  newest_first: { zh: '表中流水从新到旧排列，已按时间顺序读取', en: 'The newest line stands first; it was read in order of time' },
  printed_total_differs: {
    zh: '表上印的{side}合计是 {printed} 元，各行加起来是 {sum} 元，相差 {difference} 元，可能缺行',
    en: 'The printed total of {sideEn} is {printed}, the lines add up to {sum}, a difference of {difference}; lines may be missing',
  },
  account_not_stated: {
    zh: '文件里没有写账号，按登记的专户 {account} 处理，请核对',
    en: 'The file does not state its account; it is taken for the registered {account}',
  },
  account_differs: {
    zh: '文件是账号 {stated} 的对账单，不是登记的专户 {registered}，请换一个文件',
    en: 'The file is a statement of the account {stated}, not of the registered {registered}; choose another file',
  },
  period_missing: { zh: '看不出对账单的起止日期，请在下方填写', en: 'The period is not stated; enter it below' },
  period_reversed: { zh: '起始日期 {from} 晚于截止日期 {to}，请改正', en: 'The period begins on {from}, after its end on {to}' },
  period_in_future: { zh: '截止日期 {to} 晚于今天 {today}，请改正', en: 'The period ends on {to}, after today {today}' },
  line_outside_period: { zh: '日期 {on} 不在对账单期间 {from} 至 {to} 内', en: 'The day {on} is outside the period {from} to {to}' },
  line_before_account: { zh: '日期 {on} 早于专户开户日 {opened}', en: 'The day {on} is before the account was opened on {opened}' },
  line_after_account: { zh: '日期 {on} 晚于专户销户日 {closed}', en: 'The day {on} is after the account was closed on {closed}' },
  opening_from_last: {
    zh: '表上没有期初余额，按上一份对账单（截至 {to}）的期末余额 {opening} 元计算',
    en: 'The opening balance is not printed; the closing balance {opening} of {to} is taken',
  },
  opening_unknown: { zh: '没有期初余额，也没有余额列，请在下方填写期初余额', en: 'The opening balance is unknown; enter it below' },
  closing_unknown: { zh: '没有期末余额，也没有余额列，请在下方填写期末余额', en: 'The closing balance is unknown; enter it below' },
  running_balance_broken: {
    zh: '上一余额 {before} 元，本行发生 {amount} 元，余额应为 {expected} 元，表上是 {printed} 元，相差 {difference} 元',
    en: 'Balance before {before}, this line {amount}: the balance should be {expected} and is printed as {printed}, a difference of {difference}',
  },
  closing_differs: {
    zh: '期初 {opening} 元 + 收入 {in} 元 − 支出 {out} 元 = {expected} 元，期末余额是 {closing} 元，相差 {difference} 元，可能缺行或金额有误',
    en: 'Opening {opening} + in {in} − out {out} = {expected}, but the closing balance is {closing}, a difference of {difference}',
  },
  lines_known: {
    zh: '有 {count} 行以前已经导入过（第一处在第 {first} 行），这次自动略过，不会重复',
    en: '{count} lines were imported before (the first is row {first}); they are left out and not doubled',
  },
  reference_differs: {
    zh: '流水号 {reference} 已经导入过：{wasOn} {was} 元；这里是 {nowOn} {now} 元，请向银行核对哪一个正确',
    en: 'The reference {reference} is known with {was} on {wasOn}; here it is {now} on {nowOn}. Ask the bank which is right',
  },
  line_in_closed_days: {
    zh: '{on} 发生 {amount} 元，但 {from} 至 {to} 的对账单已经导入、余额已核对，当时没有这一行；请确认两份文件是否同一种格式',
    en: '{amount} on {on}: the statement from {from} to {to} was imported and its balances agreed without this line',
  },
  statement_known: {
    zh: '{from} 至 {to} 的对账单已经导入过，没有新的内容',
    en: 'The statement from {from} to {to} was imported before; there is nothing new',
  },
  gap_before: {
    zh: '上一份对账单 {lastDay} 的期末余额是 {closing} 元，这一份 {nextDay} 的期初余额是 {opening} 元，相差 {difference} 元：{missing}',
    en: 'The last statement closed on {lastDay} with {closing}, this one opens on {nextDay} with {opening}, a difference of {difference}: {missingEn}',
  },
  gap_after: {
    zh: '这一份 {lastDay} 的期末余额是 {closing} 元，下一份 {nextDay} 的期初余额是 {opening} 元，相差 {difference} 元：{missing}',
    en: 'This one closes on {lastDay} with {closing}, the next opens on {nextDay} with {opening}, a difference of {difference}: {missingEn}',
  },
  too_many_lines: { zh: '超过 {limit} 行，请按月份拆成几份再导入', en: 'More than {limit} lines; split the file by months' },
  camt_version: {
    zh: 'XML 的类型是“{namespace}”，能读的是 camt.053.001.02 到 camt.053.001.08（银行对账单），请向银行索取这种格式',
    en: 'The XML is "{namespace}"; bank statements camt.053.001.02 to .08 are read. Ask the bank for one of these',
  },
  camt_no_statement: {
    zh: 'XML 里没有对账单（Stmt），文件可能不完整',
    en: 'There is no statement (Stmt) in the XML; it may be incomplete',
  },
  camt_element_missing: {
    zh: '第 {entry} 笔缺少 {element}，文件可能不完整',
    en: 'Entry {entry} lacks {element}; the file may be incomplete',
  },
  camt_accounts_mixed: {
    zh: '一个文件里有多个账号（{accounts}），请分开导出',
    en: 'Several accounts in one file ({accounts}); export them apart',
  },
  camt_pending: { zh: '{count} 笔还没有入账（状态不是 BOOK），已略过', en: '{count} entries are not booked yet and are left out' },
  camt_statements_apart: {
    zh: '文件内第 {number} 份的期初余额 {opening} 元与前一份的期末余额 {closing} 元不一致，中间缺对账单',
    en: 'Statement {number} in the file opens with {opening}, the one before closed with {closing}; one is missing between them',
  },
  camt_statement_unbalanced: {
    zh: '文件内第 {number} 份：期初 {opening} 元加本期发生 {moved} 元应为 {expected} 元，期末余额是 {closing} 元',
    en: 'Statement {number} in the file: {opening} with {moved} should be {expected}, but it closes with {closing}',
  },
  camt_details_differ: {
    zh: '批量明细合计 {details} 元，与入账金额 {amount} 元不一致，明细不用于勾对',
    en: 'The details add up to {details}, the entry is {amount}; the details are not used for matching',
  },
} as const satisfies Record<string, Sentence>

export type StatementCode = keyof typeof SENTENCES

export interface StatementFinding extends Finding {
  readonly code: StatementCode
  readonly sheet?: string | undefined
}

interface Place {
  readonly sheet?: string | undefined
  readonly row?: number | undefined
  readonly field?: string | undefined
  readonly value?: string | undefined
}

export function finding(code: StatementCode, facts: Facts = {}, place: Place = {}): StatementFinding {
  const where = place.row === undefined ? { zh: '', en: '' } : { zh: `第 ${place.row} 行：`, en: `Row ${place.row}: ` }
  const { zh, en } = SENTENCES[code]
  return { code, ...place, message: { zh: where.zh + fill(zh, facts), en: where.en + fill(en, facts) } }
}
