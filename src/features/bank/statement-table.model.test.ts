/** Statements as banks export them, in their own columns and their own order, and files that are wrong in one thing each. */
import { describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import { must } from '#kernel/outcome.ts'
import { readWorkbook } from '#platform/sheets/workbook.ts'
import { writeWorkbook } from '#platform/sheets/writer.ts'
import { checkStatement, type StatementFacts, type StatementGiven } from './statement.model.ts'
import { dayIn, daysIn, fieldOf } from './statement-cells.model.ts'
import { readStatementTable } from './statement-table.model.ts'

const ACCOUNT = '42001520000000123456'
const facts: StatementFacts = {
  account: { accountNo: ACCOUNT, openedOn: civilDate('2017-01-01'), closedOn: null },
  statements: [],
  lines: [],
  today: civilDate('2017-12-31'),
}

/** GBK bytes of a text, by turning the decoder round. */
function gbk(text: string): Uint8Array {
  const codes = new Map<string, readonly number[]>()
  const decoder = new TextDecoder('gb18030')
  for (let high = 0x81; high <= 0xfe; high++)
    for (let low = 0x40; low <= 0xfe; low++) codes.set(decoder.decode(Uint8Array.of(high, low)), [high, low])
  return Uint8Array.from([...text].flatMap((c) => (c.charCodeAt(0) < 0x80 ? [c.charCodeAt(0)] : (codes.get(c) ?? [0x3f]))))
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

const read = async (bytes: Uint8Array, name = '对账单.csv') => readStatementTable(must(await readWorkbook(bytes, name)), ACCOUNT)
const check = async (bytes: Uint8Array, given: StatementGiven = {}, more: Partial<StatementFacts> = {}) =>
  checkStatement(await read(bytes), given, { ...facts, ...more })
const codes = (findings: readonly { readonly code?: string }[]) => findings.map((f) => f.code)

/** Debit and credit columns, the account in every line, GBK: the export of a large bank. */
const ICBC = `中国工商银行企业网上银行明细,,,,,,,,,,,,
凭证号,本方账号,对方账号,交易时间,借/贷,借方发生额,贷方发生额,对方行号,摘要,用途,对方单位名称,余额,附加信息
,${ACCOUNT},42001667108050000001,2017-03-20 10:12:33,贷,0.00,"9,000,000.00",102521000015,拨款,鄂财农发〔2017〕12号专项扶贫资金,湖北省财政厅,"9,000,000.00",
,${ACCOUNT},17220101040008801,2017-03-28 09:01:07,借,"540,000.00",0.00,103521017220,转账,产业路预付款,十堰市青山路桥工程有限公司,"8,460,000.00",
,${ACCOUNT},,2017-03-31 23:00:00,借,25.00,,,手续费,,,"8,459,975.00",
`

/** Newest first, several columns of purpose, a reference; the other large bank. */
const CCB = `交易时间,借方发生额（支取）,贷方发生额（收入）,余额,币种,对方户名,对方账号,对方开户机构,记账日期,摘要,备注,账户明细编号-交易流水号,企业流水号
20170621 10:00:00,,"700,000.00","1,060,000.00",人民币,廖家茶叶合作社,17220101040008802,农行,20170621,退汇,收款行行号有误,17-F0003,
20170620 09:00:00,"700,000.00",,"360,000.00",人民币,廖家茶叶合作社,17220101040008802,农行,20170620,转账支出,茶叶基地预付款,17-F0002,
20170601 09:00:00,,60000,1060000,人民币,茅箭区财政局,420099,国库,20170601,拨款,,17-F0001,
`

/** One signed amount, payer and payee, two languages in each header. */
const BOC_COLUMNS = [
  '交易类型[ Transaction Type ]',
  '付款人开户行号[ Payer bank ]',
  '付款人账号[ Debit Account No. ]',
  "付款人名称[ Payer's Name ]",
  "收款人账号[ Payee's Account Number ]",
  "收款人名称[ Payee's Name ]",
  '交易日期[ Transaction Date ]',
  '交易金额[ Trade Amount ]',
  '交易后余额[ After-transaction balance ]',
  '交易流水号[ Transaction reference number ]',
  '用途[ Purpose ]',
]
const BOC = `${BOC_COLUMNS.join(',')}
来账,104,420099,茅箭区财政局,${ACCOUNT},茅箭区统筹办,20170301,500000.00,500000.00,100001,拨款
往账,104,${ACCOUNT},茅箭区统筹办,17220101040008801,十堰市青山路桥工程有限公司,20170302,-120000.50,379999.50,100002,工程款
`

describe('exports of banks', () => {
  test('debit and credit in two columns, GBK, the account in each line', async () => {
    const checked = await check(gbk(ICBC))
    expect([checked.errors, codes(checked.warnings)]).toEqual([[], []])
    expect(checked.lines.map((l) => [l.row, l.on, l.amountFen, l.balanceFen, l.counterparty])).toEqual([
      [3, '2017-03-20', 900_000_000n, 900_000_000n, '湖北省财政厅'],
      [4, '2017-03-28', -54_000_000n, 846_000_000n, '十堰市青山路桥工程有限公司'],
      [5, '2017-03-31', -2500n, 845_997_500n, ''],
    ])
    expect(checked.lines[0]).toMatchObject({
      summary: '拨款；鄂财农发〔2017〕12号专项扶贫资金',
      counterpartyAccount: '42001667108050000001',
    })
    expect([checked.openingFen, checked.inFen, checked.outFen, checked.closingFen]).toEqual([0n, 900_000_000n, 54_002_500n, 845_997_500n])
    expect([checked.from, checked.to]).toEqual(['2017-03-20', '2017-03-31'])
  })

  test('a line of another account, and a line in another money, are refused with their row', async () => {
    const other = await check(gbk(ICBC.replace(`${ACCOUNT},,2017-03-31`, '42001520000000777777,,2017-03-31')))
    expect(other.errors.map((e) => e.message.zh)).toEqual([
      `第 5 行：这一行是账号 42001520000000777777 的流水，不是 ${ACCOUNT} 的，请把几个账号分开导出`,
    ])
    expect(codes((await check(utf8(CCB.replace('1060000,人民币', '1060000,美元')))).errors)).toEqual(['currency_other'])
  })

  test('newest first, with references', async () => {
    const checked = await check(utf8(CCB))
    expect([checked.errors, codes(checked.warnings)]).toEqual([[], ['newest_first', 'account_not_stated']])
    expect(checked.lines.map((l) => [l.on, l.amountFen, l.reference])).toEqual([
      ['2017-06-01', 6_000_000n, '17-F0001'],
      ['2017-06-20', -70_000_000n, '17-F0002'],
      ['2017-06-21', 70_000_000n, '17-F0003'],
    ])
    expect([checked.openingFen, checked.closingFen]).toEqual([100_000_000n, 106_000_000n])
  })

  test('one signed amount beside payer and payee', async () => {
    const checked = await check(utf8(BOC))
    expect(checked.errors).toEqual([])
    expect(checked.lines.map((l) => [l.amountFen, l.counterparty, l.counterpartyAccount])).toEqual([
      [50_000_000n, '茅箭区财政局', '420099'],
      [-12_000_050n, '十堰市青山路桥工程有限公司', '17220101040008801'],
    ])
  })

  test('a workbook with title, period, carried balance, two-storey header, sums and closing', async () => {
    const sheet = {
      name: '3月',
      lead: ['农村商业银行对账单', `账号：${ACCOUNT}　户名：茅箭区统筹办　起止日期：2017-03-01至2017-03-31`],
      columns: ['日期', '发生额', '', '余额', '摘要', '对方户名'].map((header) => ({ header, kind: 'text' as const })),
      rows: [
        ['', '借方', '贷方', '', '', ''],
        ['', '', '', '1,000.00', '承前页', ''],
        ['2017年3月5日', '200.00', '', '800.00', '付款', '甲公司'],
        ['2017年3月9日', '', '50.00', '850.00', '利息', ''],
        ['本月合计', '200.00', '50.00', '', '', ''],
        ['期末余额', '', '', '850.00', '', ''],
      ],
    }
    const checked = await check(await writeWorkbook([sheet]))
    expect([checked.errors, codes(checked.warnings)]).toEqual([[], []])
    expect(checked.lines.map((l) => [l.on, l.amountFen])).toEqual([
      ['2017-03-05', -20_000n],
      ['2017-03-09', 5000n],
    ])
    expect([checked.from, checked.to, checked.openingFen, checked.closingFen]).toEqual(['2017-03-01', '2017-03-31', 100_000n, 85_000n])
  })

  test('a bank that calls money in "debit" is believed by its balances', async () => {
    const checked = await check(utf8('日期,借方,贷方,余额\n2017-03-01,100.00,,100.00\n2017-03-02,,30.00,70.00\n2017-03-03,5.00,,75.00\n'))
    expect(checked.errors).toEqual([])
    expect(checked.lines.map((l) => l.amountFen)).toEqual([10_000n, -3000n, 500n])
    expect(codes(checked.warnings)).toContain('sides_turned')
  })

  test('an amount with a sign of its own column', async () => {
    const checked = await check(utf8('交易日期,收支标志,金额,账户余额\n2017-03-01,收,100.00,100.00\n2017-03-02,支,30.00,70.00\n'))
    expect(checked.lines.map((l) => l.amountFen)).toEqual([10_000n, -3000n])
    expect(checked.errors).toEqual([])
  })

  test('without balances the officer gives them, and they are checked', async () => {
    const bytes = utf8('交易日期,收入,支出\n2017-03-01,100.00,\n2017-03-02,,30.00\n')
    expect(codes((await check(bytes)).errors)).toEqual(['closing_unknown', 'opening_unknown'])
    expect((await check(bytes, { openingFen: fen(0n), closingFen: fen(7000n) })).errors).toEqual([])
    expect(codes((await check(bytes, { openingFen: fen(0n), closingFen: fen(7001n) })).errors)).toEqual(['closing_differs'])
  })
})

describe('a file with one thing wrong', () => {
  const good = `账号:${ACCOUNT}\n交易日期,借方,贷方,余额,流水号\n2017-03-01,,100.00,100.00,A000001\n2017-03-02,30.00,,70.00,A000002\n2017-03-03,,5.00,75.00,A000003\n`

  test('control: nothing', async () => {
    const checked = await check(utf8(good))
    expect([checked.errors, checked.warnings]).toEqual([[], []])
  })

  test.each<[string, string, string, string, string]>([
    ['the account of somebody else', ACCOUNT, '42001520000000999999', 'account_differs', '42001520000000999999'],
    [
      'a broken running balance',
      '70.00,A000002',
      '71.00,A000002',
      'running_balance_broken',
      '第 4 行：上一余额 100.00 元，本行发生 -30.00 元，余额应为 70.00 元，表上是 71.00 元，相差 1.00 元',
    ],
    ['money on both sides', '30.00,,70.00', '30.00,30.00,70.00', 'amount_on_both_sides', '第 4 行：借方 30.00 元和贷方 30.00 元同时有数'],
    ['an amount that is no number', '30.00,,70.00', '三十,,70.00', 'amount_unreadable', '“借方（支出）”里的“三十”'],
    ['an amount finer than a fen', '30.00,,70.00', '30.005,,70.00', 'amount_unreadable', '30.005'],
    ['a day that does not exist', '2017-03-02', '2017-02-30', 'date_missing', '2017-02-30'],
    ['no day', '2017-03-02,30.00', ',30.00', 'date_missing', '看不出日期'],
    ['no amount', '30.00,,70.00', ',,70.00', 'amount_missing', '有日期，但没有金额'],
    ['a day in the future', '2017-03-03,,5.00', '2018-03-03,,5.00', 'period_in_future', '晚于今天 2017-12-31'],
    ['a day before the account was opened', '2017-03-01,,100', '2016-03-01,,100', 'line_before_account', '早于专户开户日 2017-01-01'],
  ])('%s', async (_, from, to, code, words) => {
    const checked = await check(utf8(good.replace(from, to)))
    const found = checked.errors.find((f) => (f as { code?: string }).code === code)
    expect(found?.message.zh).toContain(words)
    expect(found?.message.en).not.toMatch(/[\u4e00-\u9fff]{6}/)
  })

  test('one mistake is one error: a balance printed wrong, or an amount', async () => {
    const broken = async (from: string, to: string) => codes((await check(utf8(good.replace(from, to)))).errors)
    expect(await broken('70.00,A000002', '71.00,A000002')).toEqual(['running_balance_broken'])
    expect(await broken('75.00,A000003', '76.00,A000003')).toEqual(['running_balance_broken', 'closing_differs'])
    expect(await broken('30.00,,70.00', '31.00,,70.00')).toEqual(['running_balance_broken', 'closing_differs'])
  })

  test('no table of movements', async () => {
    expect(codes((await read(utf8('姓名,身份证号\n张三,420302\n'))).errors)).toEqual(['no_table'])
  })

  test('a printed sum that the lines do not have', async () => {
    const checked = await check(utf8(`${good}合计,30.00,205.00,,\n`))
    expect(codes(checked.warnings)).toEqual(['printed_total_differs'])
    expect(checked.warnings[0]!.message.zh).toContain('收入合计是 205.00 元，各行加起来是 105.00 元，相差 100.00 元')
  })

  test.each([
    ['masked and right', '4200****3456', []],
    ['masked and wrong', '4200****3457', ['account_differs']],
    ['spaced and right', '4200 1520 0000 0012 3456', []],
  ])('an account %s', async (_, stated, expected) => {
    expect(codes((await check(utf8(good.replace(ACCOUNT, stated)))).errors)).toEqual(expected)
  })

  test('a megabyte of noise is refused in words', async () => {
    let seed = 7
    const noise = Uint8Array.from({ length: 1024 * 1024 }, () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) & 0xff)
    const answer = await readWorkbook(noise, '对账单.csv')
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'not_a_spreadsheet' } })
  })
})

describe('what was imported before', () => {
  const march = `账号:${ACCOUNT}\n交易日期,借方,贷方,余额,流水号\n2017-03-01,,100.00,100.00,A000001\n2017-03-02,30.00,,70.00,A000002\n2017-03-02,30.00,,40.00,\n2017-03-02,30.00,,10.00,\n`
  const after = async (text: string, days: { from: string; to: string } = { from: '2017-03-01', to: '2017-03-31' }) => {
    const first = await check(utf8(march), { from: civilDate(days.from), to: civilDate(days.to) })
    const lines = first.lines.map((l) => ({ key: l.key, on: l.on, amountFen: l.amountFen, reference: l.reference }))
    const statements = [{ from: first.from!, to: first.to!, openingFen: first.openingFen!, closingFen: first.closingFen! }]
    return check(utf8(text), {}, { lines, statements })
  }

  test('the same file again brings nothing', async () => {
    const again = await after(march)
    expect([again.lines.map((l) => l.known), again.nothingNew, codes(again.errors)]).toEqual([
      [true, true, true, true],
      true,
      ['statement_known'],
    ])
  })

  test('a longer file brings only what is new, and lines that are alike are told apart', async () => {
    const longer = await after(`${march}2017-03-03,10.00,,0.00,A000009\n`, { from: '2017-03-01', to: '2017-03-02' })
    expect([longer.errors, longer.lines.map((l) => l.known)]).toEqual([[], [true, true, true, true, false]])
    expect(codes(longer.warnings)).toEqual(['lines_known'])
  })

  test('lines alike in everything are counted: as many as before are known, one more is new', async () => {
    const twice = '交易日期,借方,贷方,流水号\n2017-03-02,30.00,,A000002\n2017-03-02,30.00,,A000002\n'
    const given = { openingFen: fen(10_000n), closingFen: fen(4000n) }
    const first = await check(utf8(twice), given)
    const lines = first.lines.map((l) => ({ key: l.key, on: l.on, amountFen: l.amountFen, reference: l.reference }))
    const statements = [{ from: first.from!, to: first.to!, openingFen: fen(10_000n), closingFen: fen(4000n) }]
    const again = await check(utf8(`${twice}2017-03-02,30.00,,A000002\n`), { ...given, closingFen: fen(1000n) }, { lines, statements })
    expect([again.errors, again.lines.map((l) => l.known)]).toEqual([[], [true, true, false]])
  })

  test('a line inside days that were closed is refused', async () => {
    const changed = await after(march.replace('2017-03-02,30.00,,70.00,A000002', '2017-03-02,30.00,,70.00,B000777'))
    expect(codes(changed.errors)).toEqual(['line_in_closed_days'])
  })

  test('a reference with another amount is refused', async () => {
    const changed = await after(march.replace(',100.00,100.00', ',101.00,101.00'))
    expect(changed.errors.map((e) => e.message.zh).join()).toContain(
      '流水号 A000001 已经导入过：2017-03-01 100.00 元；这里是 2017-03-01 101.00 元',
    )
  })

  test('a charge under the reference of its payment, later on the last day, is a new line', async () => {
    const later = await after(`${march}2017-03-02,1.00,,9.00,A000002\n`, { from: '2017-03-01', to: '2017-03-02' })
    expect([later.errors, later.lines.filter((l) => !l.known).map((l) => l.amountFen)]).toEqual([[], [-100n]])
  })

  test('a gap between two statements is a warning with both figures', async () => {
    const april = await after('交易日期,借方,贷方,余额\n2017-04-03,,5.00,25.00\n')
    expect(april.errors).toEqual([])
    expect(april.warnings.map((w) => w.message.zh).join()).toContain(
      '2017-03-31 的期末余额是 10.00 元，这一份 2017-04-03 的期初余额是 20.00 元，相差 10.00 元',
    )
    const fits = await after('交易日期,借方,贷方,余额\n2017-04-03,,5.00,15.00\n')
    expect(codes(fits.warnings)).toEqual(['account_not_stated'])
  })
})

test.each([
  ['2017-03-20 10:11:12', '2017-03-20'],
  ['20170320101112', '2017-03-20'],
  ['20170320 10:11:12', '2017-03-20'],
  ['2017/3/5', '2017-03-05'],
  ['2017年3月5日', '2017-03-05'],
  ['２０１７.3.5', '2017-03-05'],
  ['2017-02-29', null],
  ['4200152000', null],
  ['2017', null],
  ['', null],
])('the day in "%s" is %s', (text, day) => {
  expect(dayIn(text)).toBe(day)
})

test('two days are a period, one or three are none', () => {
  expect(daysIn('起止日期：20170301-20170331')).toEqual({ from: '2017-03-01', to: '2017-03-31' })
  expect(daysIn('查询区间 2017年3月1日 至 2017年3月31日')).toEqual({ from: '2017-03-01', to: '2017-03-31' })
  expect([daysIn('2017-03-01'), daysIn('20170301 20170302 20170303'), daysIn('账号 42001520000000123456')]).toEqual([null, null, null])
})

test.each([
  ['借方发生额（支取）', 'debit'],
  ['交易后余额[ After-transaction balance ]', 'balance'],
  ['账户明细编号-交易流水号', 'reference'],
  ['可用余额', 'ignored'],
  ['对方开户行名', 'ignored'],
  ['对方账号', 'counterpartyAccount'],
  ['贷方发生额(元)', 'credit'],
  ['备注', 'summary'],
  ['', null],
])('the header "%s" means %s', (header, field) => {
  expect(fieldOf(header)).toBe(field)
})
