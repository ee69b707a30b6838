/**
 * A treasurer's month through the pages: a keeper is appointed, the bank statement of March 2017 is imported, matched and explained,
 * the month is closed, and then takes neither a receipt nor interest.
 */
import { expect, type Page, test } from '@playwright/test'
import { formatFen, parseFen } from '#kernel/money.ts'
import { ACCOUNT_NO, statementCsv } from '../support/bank.ts'
import { readPdf } from '../support/pdf-reader.ts'
import { district } from './support/district.ts'
import { settled } from './support/looks.ts'
import { Api, Office } from './support/people.ts'
import { card, choose, fact, give, moneyColumn, readCards, readTable, stateOf, sumOf, words } from './support/reading.ts'
import { enterAtDesk, onPhone } from './support/two-screens.ts'

test.use({ trace: { mode: 'retain-on-failure', screenshots: false } })
// One story told in parts: a later part stands on what an earlier one did.
test.describe.configure({ mode: 'serial' })

const town = district({ only: 'desktop' })
const MONTH = '2017-03'
/** What the bank credited and nobody has booked. */
const INTEREST = 12_345_67n

let office: Office
test.beforeAll(({ browser }) => {
  office = new Office(browser, town, enterAtDesk)
})
test.afterAll(async () => office?.close())

async function open(page: Page, path: string): Promise<void> {
  await page.goto(`${town.url}${path}`)
  await settled(page)
}

interface BookLine {
  readonly on: string
  readonly amountFen: string
  readonly basis: string
}
interface Bank {
  readonly accounts: readonly { readonly accountNo: string }[]
}
interface Vouchers {
  readonly rows: readonly { readonly no: number }[]
}

/** The vouchers of the poverty book in March. */
const vouchersOf = async (page: Page) => {
  const api = await Api.of(page, town)
  return (await api.get<Vouchers>(`/api/statements/vouchers?book=poverty&month=${MONTH}&pageSize=200`)).rows
}
const poverty = (page: Page) => card(page, '扶贫专账')

test('the leading group appoints a keeper; who keeps the book already is refused in words', async () => {
  const page = await office.at('leading_group')
  await open(page, '/books/keepers')
  await page.getByRole('button', { name: '任命记账人' }).click()
  const dialog = page.getByRole('dialog')
  await choose(page, dialog.getByRole('combobox', { name: '专账' }), '扶贫专账')
  await choose(page, dialog.getByRole('combobox', { name: '人员' }), '赵敏')
  await dialog.getByLabel('自哪一天起').fill('2017-01-03')
  await dialog.getByLabel('任命文件号').fill('茅扶组〔2017〕20号')
  await dialog.getByRole('button', { name: /任\s*命$/ }).click()
  await expect(dialog.getByRole('alert')).toContainText(words('区财政局 赵敏自 2017-01-03 起已是扶贫专账的记账人，不必重复任命'))
  await choose(page, dialog.getByRole('combobox', { name: '人员' }), '吴融')
  await dialog.getByRole('button', { name: /任\s*命$/ }).click()
  await expect(dialog).toBeHidden()
  const keepers = await readTable(page.getByRole('main'))
  const appointed = keepers.rows.find((row) => row.includes('茅扶组〔2017〕20号'))
  expect(appointed).toEqual(['扶贫专账', '区财政局 吴融', '2017-01-03', '在任', '茅扶组〔2017〕20号', '可记账'])
  await onPhone(page, async () => {
    const cards = await readCards(page.getByRole('main').getByRole('list').first())
    expect(cards.map((one) => one.get('任命文件'))).toContain('茅扶组〔2017〕20号')
  })
})

test('one special account stands behind the books: another one replaces it, is reconciled with it, and the old one ends empty', async () => {
  const page = await office.at('finance')
  await open(page, '/bank')
  const [known] = (await (await Api.of(page, town)).get<Bank>('/api/bank')).accounts
  await page.getByRole('button', { name: '换开户行' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(`接替 中国银行十堰茅箭支行 ${known!.accountNo}`)
  await dialog.getByLabel('开户银行').fill('中国农业银行茅箭支行')
  await dialog.getByLabel('开户日期').fill('2018-01-02')
  const register = dialog.getByRole('button', { name: /登\s*记$/ })
  await dialog.getByLabel('账号', { exact: true }).fill('4200-15')
  await register.click()
  await expect(dialog).toContainText('账号应为 8 至 32 位数字')
  await dialog.getByLabel('账号', { exact: true }).fill(known!.accountNo)
  await register.click()
  await expect(dialog.getByRole('alert')).toContainText(`账号 ${known!.accountNo} 已经登记过`)
  await dialog.getByLabel('账号', { exact: true }).fill(ACCOUNT_NO)
  await register.click()
  await expect(dialog).toBeHidden()
  await expect(card(page, ACCOUNT_NO)).toContainText('2018-01-02')
  await expect(card(page, ACCOUNT_NO)).toContainText(known!.accountNo)
  await expect(page.getByRole('button', { name: '换开户行' })).toHaveCount(0)

  await card(page, known!.accountNo).getByRole('button', { name: '登记销户' }).click()
  await expect(card(page, ACCOUNT_NO).getByRole('button', { name: '登记销户' })).toHaveCount(0)
  await dialog.getByLabel('销户日期').fill('2018-01-31')
  await dialog.getByLabel(/^依据/).fill('销户证明')
  await dialog.getByRole('button', { name: /登\s*记$/ }).click()
  await expect(dialog.getByRole('alert')).toContainText(words('对账单没有到销户日 2018-01-31，看不出余额是否划清'))
  await dialog.getByRole('button', { name: /取\s*消$/ }).click()

  await open(page, '/bank/reconciliation?month=2018-01')
  const together = `换户期间 ${known!.accountNo}、${ACCOUNT_NO} 同时开着，本表是合计`
  await expect(page.getByRole('main')).toContainText(together)
  const parts = await readTable(page.getByRole('table', { name: '银行余额的组成' }))
  expect(parts.rows.slice(0, -1).map((row) => row[0])).toEqual([
    `中国银行十堰茅箭支行 ${known!.accountNo}`,
    `中国农业银行茅箭支行 ${ACCOUNT_NO}`,
  ])
  const printed = await page.request.get(`${town.url}/api/bank/reconciliation/print.pdf?month=2018-01`)
  const texts = readPdf(await printed.body())
    .pages.flatMap((one) => one.texts.map(({ text }) => text))
    .join('')
  expect(texts).toContain('差额（')
  for (const account of [known!.accountNo, ACCOUNT_NO]) expect(texts).toContain(`${account}（对账单不全）`)
  await onPhone(page, () => expect(page.getByRole('main')).toContainText(together))
})

test('a month without a statement claims no agreement and says what to do; the demo month waits for one line', async () => {
  const page = await office.at('finance')
  await open(page, `/bank/reconciliation?month=${MONTH}`)
  await expect(page.getByRole('main')).toContainText(`${MONTH} 没有对账单，还没有可核对的`)
  await expect(page.getByRole('main')).not.toContainText('相符')
  await expect(page.getByRole('link', { name: 'Excel' })).toHaveCount(0)
  await onPhone(page, () => expect(page.getByRole('button', { name: '导入对账单' })).toBeVisible())
  await open(page, '/bank/reconciliation?month=2017-06')
  await expect(stateOf(page)).toHaveText('已平，待说明 1 笔')
  await onPhone(page, () => expect(page.getByRole('main')).toContainText(/差额 0\.00\s*相符/))
})

test('the statement of March is imported, matched, reconciled and explained', async () => {
  const page = await office.at('finance')
  const api = await Api.of(page, town)
  // The demo's statement of June opens with what was booked before it; the lines of March are read off the books' side of March.
  const { book } = await api.get<{ book: readonly BookLine[] }>(`/api/bank/reconciliation?month=${MONTH}`)
  const moved = book.filter((line) => line.on.startsWith(MONTH))
  const booked = sumOf(moved.map((line) => BigInt(line.amountFen)))
  const [account] = (await api.get<Bank>('/api/bank')).accounts
  const ofBooks = moved.map((line) => ({ on: line.on, amountFen: BigInt(line.amountFen), reference: line.basis }))
  const lines = [...ofBooks, { on: '2017-03-21', amountFen: INTEREST, summary: '结息', reference: '结息20170321' }]

  await test.step('it adds up before it is imported', async () => {
    await open(page, '/bank/import')
    const buffer = Buffer.from(statementCsv(0n, lines, account!.accountNo))
    await give(page, page.getByText('把银行对账单拖到这里'), { name: '对账单.csv', mimeType: 'text/csv', buffer })
    await page.getByLabel('起始日期').fill('2017-03-01')
    await page.getByLabel(/^截止日期/).fill('2017-03-31')
    await expect(page.getByText(`2017-03-01 至 2017-03-31，将导入 ${lines.length} 行`)).toBeVisible()
    await expect(fact(page, '余额核对')).toHaveText('相符')
    const read = await readTable(page.getByRole('region', { name: '读出来的每一行' }))
    expect(sumOf(moneyColumn(read, '收入').rows)).toBe(booked + INTEREST)
    await page.getByRole('button', { name: '确认导入' }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /确\s*认$/ })
      .click()
    await page.getByRole('button', { name: '去勾对' }).click()
  })

  await test.step('what the rules found is confirmed, each with its reason', async () => {
    await settled(page)
    const found = page.getByRole('main').locator('.bank-match')
    await expect(found).toHaveCount(moved.length)
    for (const one of await found.all()) await expect(one.getByRole('list')).toContainText('金额一致')
    await page.getByRole('button', { name: `全部确认 ${moved.length} 组` }).click()
    // One of March, and the one of June that the demo leaves.
    await expect(page.getByText(/没有对上的（银行 2、/)).toBeVisible()
  })

  await test.step('the reconciliation shows the line, and the month cannot be closed', async () => {
    await open(page, `/bank/reconciliation?month=${MONTH}`)
    const sides = await readTable(page.getByRole('table').first())
    const of = (name: string) => sides.rows.find((row) => row[0]!.startsWith(name))!
    expect(parseFen(of('账面余额')[1]!, '元')).toBe(booked)
    expect(parseFen(of('账面余额')[3]!, '元')).toBe(booked + INTEREST)
    expect(parseFen(of('加：银行已收')[1]!, '元')).toBe(INTEREST)
    expect(of('调节后')[1]).toBe(of('调节后')[3])
    await expect(page.getByRole('link', { name: '还有 1 笔银行流水没有说明，去勾对' })).toBeVisible()
    await open(page, '/periods')
    await expect(poverty(page).locator('.period-next .state-waiting')).toHaveText('银行流水待说明 1 笔')
    await expect(poverty(page).getByRole('link', { name: '去勾对' })).toHaveAttribute('href', '/bank/match?show=open')
    await expect(poverty(page).getByRole('button', { name: '月末结账' })).toBeDisabled()
    await expect(poverty(page)).toContainText(`${MONTH} 还有 1 笔银行流水没有勾对、也没有说明是什么，不能结账`)
    await onPhone(page, () => expect(poverty(page)).toContainText('还有 1 笔银行流水没有勾对'))
  })

  await test.step('it is said what the line is', async () => {
    await open(page, '/bank/match?show=open')
    const line = page.getByRole('listitem').filter({ hasText: '结息20170321' })
    await line.getByRole('button', { name: '说明是什么' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: /专户利息/ }).check()
    await dialog.getByRole('button', { name: /保\s*存$/ }).click()
    await expect(dialog).toBeHidden()
    await expect(line).toContainText('专户利息')
  })
})

test('March is closed and takes neither a receipt nor interest', async () => {
  const page = await office.at('finance')
  await open(page, '/periods')
  await poverty(page).getByRole('button', { name: '月末结账' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(`结账之后，${MONTH} 的日期不能再记账`)
  await dialog.getByRole('button', { name: /结\s*账$/ }).click()
  await expect(dialog).toBeHidden()
  await expect(poverty(page).getByRole('row').filter({ hasText: MONTH })).toContainText('已结账')
  await expect(poverty(page)).toContainText('下一个要结：2017-04')
  const before = await vouchersOf(page)
  const refusal = words(`扶贫专账 ${MONTH} 已结账，不能再记这个月的账；请用未结账月份的日期，或先按程序反结账`)

  await test.step('a receipt dated in March', async () => {
    await open(page, '/money/receipts')
    await page.getByLabel('查找资金').fill('鄂财农发〔2017〕96号')
    await page.getByRole('checkbox', { name: '全选（1 笔）' }).check()
    await page.getByRole('button', { name: '登记到账' }).click()
    await dialog.getByLabel('到账日期').fill('2017-03-28')
    await dialog.getByLabel('银行回单号').fill('中行收2017032801')
    await dialog.getByRole('button', { name: '确认登记' }).click()
    await expect(dialog.getByRole('alert').filter({ hasText: '已结账' })).toContainText(refusal)
    await dialog.getByRole('button', { name: /取\s*消$/ }).click()
  })

  await test.step('the interest the bank booked in March', async () => {
    await open(page, '/bank/match?show=open')
    await page.getByRole('link', { name: '登记利息', exact: true }).click()
    await expect(page.getByLabel('到账日期')).toHaveValue('2017-03-21')
    await page.getByLabel('资金名称').fill('专户存款利息（一季度）')
    await page.getByLabel('归属部门或单位').fill('区财政局')
    const post = page.getByRole('button', { name: `登记并记账 ${formatFen(INTEREST)} 元` })
    await post.click()
    await expect(page.getByRole('alert').filter({ hasText: '已结账' })).toContainText(refusal)
    expect(await vouchersOf(page)).toEqual(before)
    // The day it is booked is in the open month; the paper keeps its own date.
    await page.getByLabel('到账日期').fill('2017-04-05')
    await post.click()
    await expect(page.getByText('已登记并记账')).toBeVisible()
  })
  expect(await vouchersOf(page)).toEqual(before)
})

test('a keeper reverses the interest in red: refused in the closed month, seen before it is posted, and only once', async () => {
  const page = await office.at('finance')
  const api = await Api.of(page, town)
  interface Postings {
    readonly rows: readonly { readonly book: string; readonly month: string; readonly voucherNo: number; readonly id: string }[]
  }
  const { book, month, voucherNo, id } = (await api.get<Postings>('/api/ledger/postings?kind=interest')).rows[0]!
  await open(page, `/books/postings/${id}`)
  await page.getByRole('button', { name: '凭证和冲销' }).click()
  await page.waitForURL(`**/vouchers/${book}/${month}/${voucherNo}`)
  await page.getByRole('button', { name: '红字冲销' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('最早 2017-04-05，最晚今天')
  await dialog.getByLabel('依据').fill('更正单〔2017〕1号')
  await dialog.getByLabel('冲销原因').fill('利息归属填错')
  await dialog.getByLabel('记账日期').fill('2017-03-31')
  await dialog.getByRole('button', { name: '预览红字凭证' }).click()
  await expect(dialog.getByRole('alert')).toContainText(words(`${MONTH} 已结账，不能再记这个月的账`))
  await dialog.getByLabel('记账日期').fill('2017-04-10')
  await dialog.getByRole('button', { name: '预览红字凭证' }).click()
  await expect(dialog).toContainText(`2017-04 记-`)
  await expect(dialog.getByRole('row').filter({ hasText: '402' })).toContainText('-')
  await expect(dialog).toContainText('利息归属填错')
  await dialog.getByRole('button', { name: '确认冲销' }).click()
  await expect(dialog).toBeHidden()
  await expect(stateOf(page)).toHaveText('红字冲销')
  await open(page, `/vouchers/${book}/${month}/${voucherNo}`)
  await expect(stateOf(page)).toHaveText('已冲销')
  const again = page.getByRole('button', { name: '红字冲销' })
  await expect(again).toBeDisabled()
  await onPhone(page, () => expect(page.getByRole('main')).toContainText('这张凭证已经冲销过，不能再冲销'))
})
