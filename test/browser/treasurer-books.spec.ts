/**
 * What the books say, through the pages: vouchers in print, the trial balance down to a posting and back in time, the credit of the
 * departments, what is short, promised, old and owed; and the audit office checks a code as it was printed.
 */
import { expect, type Page, test } from '@playwright/test'
import { capitalNumerals, type Fen, formatFen, parseFen } from '#kernel/money.ts'
import { must } from '#kernel/outcome.ts'
import { readWorkbook } from '#platform/sheets/workbook.ts'
import { readPdf } from '../support/pdf-reader.ts'
import { district } from './support/district.ts'
import { settled } from './support/looks.ts'
import { Api } from './support/people.ts'
import { card, choose, moneyColumn, readTable, sumOf, textColumn, words } from './support/reading.ts'
import { download, enterAtDesk, onPhone } from './support/two-screens.ts'

test.use({ trace: { mode: 'retain-on-failure', screenshots: false } })

const town = district({ only: 'desktop' })
const MONTH = '2017-03'

async function open(page: Page, path: string): Promise<void> {
  await page.goto(`${town.url}${path}`)
  await settled(page)
}

test('a voucher and its month are printed', async ({ page }) => {
  await enterAtDesk(page, town, 'finance')
  const { rows } = await (await Api.of(page, town)).get<{ rows: readonly { readonly no: number }[] }>(
    `/api/statements/vouchers?book=poverty&month=${MONTH}&pageSize=200`,
  )
  await open(page, `/vouchers?book=poverty&month=${MONTH}`)
  await expect(page.getByRole('status').filter({ hasText: '号码连续' })).toContainText(`扶贫专账 ${MONTH}：记-1 至 记-${rows.length}`)
  const month = await download(page, page.getByRole('link', { name: `打印 ${MONTH} 全部凭证` }))
  expect(month.bytes.subarray(0, 5).toString()).toBe('%PDF-')
  const printed = readPdf(month.bytes).pages.map((one) => one.texts.map(({ text }) => text).join(''))
  expect(printed.length).toBeGreaterThanOrEqual(rows.length)
  for (const { no } of rows)
    expect(
      printed.some((text) => text.includes(`记字第 ${String(no).padStart(4, '0')} 号`)),
      `voucher ${no}`,
    ).toBe(true)

  const list = await readTable(page.getByRole('main'))
  const amount = moneyColumn(list, '金额').rows[0]!
  await page
    .getByRole('main')
    .getByRole('link', { name: textColumn(list, '凭证号')[0]!, exact: true })
    .click()
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

test('the trial balance leads to a posting, shows an earlier day, and downloads', async ({ page }) => {
  await enterAtDesk(page, town, 'finance')
  await open(page, '/statements')
  await choose(page, page.getByRole('combobox', { name: '专账' }), '扶贫专账')
  await expect(page.getByRole('heading', { name: '扶贫专账试算平衡表' })).toBeVisible()
  await expect(page.getByText(/资金账：.*借贷相等/)).toBeVisible()
  const today = await depositOf(page)

  const sheet = await download(page, page.getByRole('link', { name: 'Excel' }))
  const texts = must(await readWorkbook(sheet.bytes, sheet.name)).sheets[0]!.rows.flatMap((row) =>
    [...row.cells.values()].map((cell) => cell.text),
  )
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
    await page
      .getByRole('link', { name: /^记-\d+$/ })
      .first()
      .click()
    await page.getByRole('link', { name: /^记账记录第 \d+ 笔$/ }).click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('资金到账')
    await expect(page.getByText(/^poverty:\d+:[0-9A-F]{8}$/)).toBeVisible()
  })
})

test('credit, supplements, promises, carry-over and financing say what stands', async ({ page }) => {
  await enterAtDesk(page, town, 'finance')
  await test.step('the credit of the departments adds up to the district', async () => {
    await open(page, '/credit')
    const credit = await readTable(page.getByRole('region', { name: '各部门资金成效' }))
    for (const title of ['指标下达', '安排', '支付', '审定']) {
      const { rows, total } = moneyColumn(credit, title)
      expect(sumOf(rows), title).toBe(total)
    }
    expect(textColumn(credit, '部门').join()).toContain('区扶贫办')
  })
  await test.step('what no book can supplement is offered to nobody, with the reason', async () => {
    await open(page, '/supplements')
    const projects = page.getByRole('region', { name: '专账间补充' })
    const list = await readTable(projects)
    const short = moneyColumn(list, '缺口').rows[0]!
    expect(short).toBeGreaterThan(0n)
    const buttons = projects.getByRole('button', { name: /补\s*充$/ })
    const [ofCoordination, ofFinancing] = [textColumn(list, '统筹可补'), textColumn(list, '融资可补')]
    const gives = (shown: string | undefined) => shown !== undefined && /\d/.test(shown)
    for (const [i, button] of (await buttons.all()).entries())
      await expect(button).toBeEnabled({ enabled: gives(ofCoordination[i]) || gives(ofFinancing[i]) })
    await onPhone(page, () => expect(projects.getByRole('listitem').first()).toContainText('缺口'))
  })
  await test.step('promises wait for their money', async () => {
    await open(page, '/promises')
    await expect(card(page, '谁在等哪笔钱').getByRole('row').filter({ hasText: '鄂财农发〔2017〕96号' })).toContainText(
      '坪子村乡村旅游民宿示范',
    )
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

test('the audit office checks a code as printed, and a wrong one', async ({ page }) => {
  await enterAtDesk(page, town, 'audit')
  await open(page, `/vouchers/poverty/${MONTH}/1`)
  await page.getByRole('link', { name: /^记账记录第 \d+ 笔$/ }).click()
  const printed = page.getByText(/^poverty:\d+:[0-9A-F]{8}$/)
  await expect(printed).toBeVisible()
  const code = await printed.innerText()
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
