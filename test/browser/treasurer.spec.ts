/**
 * A treasurer's month through the pages: a keeper is appointed, March 2017 is matched with the bank, explained and closed, and stays
 * closed; vouchers and statements lead from a figure to its posting and back in time; the audit office checks a printed code.
 */
import { readFile } from 'node:fs/promises'
import { type Download, expect, type Locator, type Page, test } from '@playwright/test'
import { capitalNumerals, type Fen, formatFen, parseFen } from '#kernel/money.ts'
import { must } from '#kernel/outcome.ts'
import { readWorkbook } from '#platform/sheets/workbook.ts'
import { ACCOUNT_NO, statementCsv } from '../support/bank.ts'
import { readPdf } from '../support/pdf-reader.ts'
import { district } from './support/district.ts'
import { overflow, settled } from './support/looks.ts'
import { Api, enter, Office } from './support/people.ts'
import { card, choose, fact, give, moneyColumn, readCards, readTable, sumOf, textColumn, words } from './support/reading.ts'

test.use({ trace: { mode: 'retain-on-failure', screenshots: false } })
// One story told in parts: a later part stands on what an earlier one did.
test.describe.configure({ mode: 'serial' })

const town = district({ only: 'desktop' })
const MONTH = '2017-03'
/** What the bank credited and nobody has booked. */
const INTEREST = 12_345_67n
const DESKTOP = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }

let office: Office
test.beforeAll(({ browser }) => {
  office = new Office(browser, town, async (page, place, username) => {
    await page.setViewportSize(DESKTOP)
    await enter(page, place, username)
  })
})
test.afterAll(async () => office?.close())

async function open(page: Page, path: string): Promise<void> {
  await page.goto(`${town.url}${path}`)
  await settled(page)
}

/** The same page on a phone, nothing sticking out; the wide screen comes back afterwards. */
async function onPhone(page: Page, look: () => Promise<void>): Promise<void> {
  await page.setViewportSize(PHONE)
  await settled(page)
  await look()
  expect(await overflow(page), `${page.url()} at ${PHONE.width}`).toEqual({ pixels: 0, by: [] })
  await page.setViewportSize(DESKTOP)
  await settled(page)
}

async function download(page: Page, opener: Locator): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const [file]: [Download, void] = await Promise.all([page.waitForEvent('download'), opener.click()])
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
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

test('a special account is registered once', async () => {
  const page = await office.at('finance')
  await open(page, '/bank')
  const [known] = (await (await Api.of(page, town)).get<Bank>('/api/bank')).accounts
  await page.getByRole('button', { name: '登记专户' }).click()
  const dialog = page.getByRole('dialog')
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
})

test('the statement of March is imported, matched, reconciled and explained', async () => {
  const page = await office.at('finance')
  const api = await Api.of(page, town)
  const { book } = await api.get<{ book: readonly BookLine[] }>('/api/bank/matching')
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
    await page.getByRole('dialog').getByRole('button', { name: /确\s*认$/ }).click()
    await page.getByRole('button', { name: '去勾对' }).click()
  })

  await test.step('what the rules found is confirmed, each with its reason', async () => {
    await settled(page)
    const found = page.getByRole('main').locator('.bank-match')
    await expect(found).toHaveCount(moved.length)
    for (const one of await found.all()) await expect(one.getByRole('list')).toContainText('金额一致')
    await page.getByRole('button', { name: `全部确认 ${moved.length} 组` }).click()
    await expect(page.getByText(/没有对上的（银行 1、/)).toBeVisible()
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

test('a voucher and its month are printed', async () => {
  const page = await office.at('finance')
  const rows = await vouchersOf(page)
  await open(page, `/vouchers?book=poverty&month=${MONTH}`)
  await expect(page.getByRole('status').filter({ hasText: '号码连续' })).toContainText(`扶贫专账 ${MONTH}：记-1 至 记-${rows.length}`)
  const month = await download(page, page.getByRole('link', { name: `打印 ${MONTH} 全部凭证` }))
  expect(month.bytes.subarray(0, 5).toString()).toBe('%PDF-')
  const printed = readPdf(month.bytes).pages.map((one) => one.texts.map(({ text }) => text).join(''))
  expect(printed.length).toBeGreaterThanOrEqual(rows.length)
  for (const { no } of rows) expect(printed.some((text) => text.includes(`记字第 ${String(no).padStart(4, '0')} 号`)), `voucher ${no}`).toBe(true)

  const list = await readTable(page.getByRole('main'))
  const amount = moneyColumn(list, '金额').rows[0]!
  await page.getByRole('main').getByRole('link', { name: textColumn(list, '凭证号')[0]!, exact: true }).click()
  await settled(page)
  await expect(page.getByRole('main')).toContainText(formatFen(amount))
  const one = await download(page, page.getByRole('link', { name: 'PDF' }))
  expect(one.bytes.subarray(0, 5).toString()).toBe('%PDF-')
  const pages = readPdf(one.bytes).pages
  expect(pages).toHaveLength(1)
  // The form has a cell for each digit, and the sum in words.
  expect(pages[0]!.texts.map(({ text }) => text).join('')).toContain(`${capitalNumerals(amount as Fen)}¥${amount}`)
  await onPhone(page, () => expect(page.getByRole('main')).toContainText(formatFen(amount)))
})

/** The closing debit of title 101 in the trial balance. */
async function depositOf(page: Page): Promise<bigint> {
  const statement = page.getByRole('region', { name: '扶贫专账试算平衡表', exact: true }).last()
  const row = statement.getByRole('row').filter({ has: page.getByRole('link', { name: '101', exact: true }) })
  const cells = await row.getByRole('cell').allInnerTexts()
  return parseFen(cells.at(-2)!, '元')!
}

let code = ''

test('the trial balance leads to a posting, shows an earlier day, and downloads', async () => {
  const page = await office.at('finance')
  await open(page, '/statements')
  await choose(page, page.getByRole('combobox', { name: '专账' }), '扶贫专账')
  await expect(page.getByRole('heading', { name: '扶贫专账试算平衡表' })).toBeVisible()
  await expect(page.getByText(/资金账：.*借贷相等/)).toBeVisible()
  const today = await depositOf(page)

  const sheet = await download(page, page.getByRole('link', { name: 'Excel' }))
  const texts = must(await readWorkbook(sheet.bytes, sheet.name)).sheets[0]!.rows.flatMap((row) => [...row.cells.values()].map((cell) => cell.text))
  expect(texts).toContain('专户存款')
  await onPhone(page, async () => expect(await depositOf(page)).toBe(today))

  await test.step('as of the end of March', async () => {
    await page.getByRole('button', { name: '看过去某一天的账' }).click()
    await page.getByLabel('截至日期').fill('2017-03-31')
    await expect(page.getByRole('status').filter({ hasText: '这不是今天的数' })).toContainText('业务截至 2017-03-31')
    await expect.poll(() => depositOf(page)).not.toBe(today)
    const { books } = await (await Api.of(page, town)).get<{ books: readonly { book: string; balanceFen: string }[] }>(
      `/api/bank/reconciliation?month=${MONTH}`,
    )
    expect(await depositOf(page)).toBe(BigInt(books.find(({ book }) => book === 'poverty')!.balanceFen))
    await page.getByRole('button', { name: '回到今天' }).click()
    await expect.poll(() => depositOf(page)).toBe(today)
  })

  await test.step('from 101 to its entries, a voucher, the posting', async () => {
    await page.getByRole('link', { name: '101', exact: true }).click()
    await expect(page.getByRole('heading', { name: '扶贫专账明细账' })).toBeVisible()
    await expect(page.getByText('逐笔余额与总账余额一致')).toBeVisible()
    await page.getByRole('link', { name: /^记-\d+$/ }).first().click()
    await page.getByRole('link', { name: /^记账记录第 \d+ 笔$/ }).click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('资金到账')
    code = /poverty:\d+:[0-9A-F]{8}/.exec(await page.getByRole('main').innerText())![0]
  })
})

test('credit, supplements, promises, carry-over and financing say what stands', async () => {
  const page = await office.at('finance')
  await test.step('the credit of the departments adds up to the district', async () => {
    await open(page, '/credit')
    const credit = await readTable(page.getByRole('region', { name: '各部门资金成效' }))
    for (const title of ['指标下达', '安排', '支付', '审定']) {
      const { rows, total } = moneyColumn(credit, title)
      expect(sumOf(rows), title).toBe(total)
    }
    expect(textColumn(credit, '部门').join()).toContain('区扶贫办')
  })
  await test.step('a supplement above the shortfall is refused', async () => {
    await open(page, '/supplements')
    const projects = page.getByRole('region', { name: '专账间补充' })
    const list = await readTable(projects)
    const short = moneyColumn(list, '缺口').rows[0]!
    expect(short).toBeGreaterThan(0n)
    await page.getByRole('button', { name: /补\s*充$/ }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('补充金额').fill(formatFen(short + 1n, '万元'))
    await dialog.getByLabel('决定文号').fill('茅扶组〔2017〕21号')
    await dialog.getByRole('textbox', { name: '原因' }).fill('再补充')
    await dialog.getByRole('button', { name: '确认补充' }).click()
    await expect(dialog).toContainText(`超出缺口 ${formatFen(short)} 元，多了 0.01 元，请改小`)
    await dialog.getByRole('button', { name: /取\s*消$/ }).click()
    await onPhone(page, () => expect(projects.getByRole('listitem').first()).toContainText('缺口'))
  })
  await test.step('promises wait for their money', async () => {
    await open(page, '/promises')
    await expect(card(page, '谁在等哪笔钱').getByRole('row').filter({ hasText: '鄂财农发〔2017〕96号' })).toContainText('坪子村乡村旅游民宿示范')
  })
  await test.step('old money asks for a decision', async () => {
    await open(page, '/carry-over')
    const old = card(page, '没用完的资金').getByRole('row').filter({ hasText: '必须决定' })
    await expect(old.first()).toContainText('茅城投〔2017〕1号')
    await onPhone(page, () => expect(card(page, '没用完的资金').getByRole('listitem').first()).toContainText('必须决定'))
  })
  await test.step('the calendar of the loan adds up to its principal', async () => {
    await open(page, '/financing')
    const calendar = await readTable(page.getByRole('region', { name: '还本付息日历' }))
    const loans = await readTable(card(page, '融资合同'))
    expect(moneyColumn(calendar, '应还本金').total).toBe(moneyColumn(loans, '已提款').total)
  })
})

test('the audit office checks a code as printed, and a wrong one', async () => {
  const page = await office.at('audit')
  await open(page, '/verify')
  const field = page.getByRole('textbox', { name: '凭证或通知上的校验码' })
  const check = page.getByRole('button', { name: /核\s*对$/ })
  await field.fill(code)
  await check.click()
  await expect(page.getByText(words('仍在链上，与凭证一致'))).toBeVisible()
  await expect(page.getByRole('link', { name: '打开这一笔' })).toBeVisible()
  const wrong = code.replace(/.$/, (sign) => (sign === '0' ? '1' : '0'))
  await field.fill(wrong)
  await check.click()
  await expect(page.getByText(words('请先核对有没有抄错'))).toContainText(`与凭证上的 ${wrong.split(':')[2]} 不同`)
  await field.fill('扶贫 十二号')
  await check.click()
  await expect(page.getByRole('alert')).toContainText('看不懂校验码“扶贫 十二号”')
  await onPhone(page, async () => {
    await field.fill(code)
    await check.click()
    await expect(page.getByText(words('仍在链上，与凭证一致'))).toBeVisible()
  })
})
