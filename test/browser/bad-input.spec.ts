/**
 * Bad files through the import page: each is told row, field, value and remedy in Chinese, cannot be confirmed while it is
 * wrong, and leaves the list of money exactly as it was.
 */
import { readFile, truncate, writeFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { formatFen, parseFen } from '#kernel/money.ts'
import { fundTable } from '#scenario/tables.ts'
import { invoice } from './support/claim-steps.ts'
import { district } from './support/district.ts'
import { Api, enter } from './support/people.ts'
import { fact, fenAt, give, words } from './support/reading.ts'
import { type FundLine, fundSheet, rowOfLine, sheetWithFormulas } from './support/sheets.ts'

const town = district({ only: 'desktop' })
let listBefore: unknown

const line = (number: number, change: Partial<FundLine> = {}): FundLine => ({
  docNo: `鄂财农发〔2021〕${number}号`,
  fundName: '省级衔接推进乡村振兴补助资金',
  amount: `${100 + number}.5`,
  ...change,
})

const readList = async (page: Page) => (await Api.of(page, town)).get<unknown>('/api/lots?pageSize=500')

test.beforeEach(async ({ page }) => {
  await enter(page, town, 'pool_office')
  listBefore = await readList(page)
  await page.goto(`${town.url}/money/import`)
})

test.afterEach(async ({ page }) => {
  expect(await readList(page)).toEqual(listBefore)
})

async function drop(page: Page, name: string, buffer: Buffer) {
  await give(page, page.getByText('把表格拖到这里'), { name, mimeType: 'application/octet-stream', buffer })
}

interface Expected {
  readonly line: number
  readonly field: string
  readonly value: string
  /** Words of the remedy. */
  readonly remedy: string
}

/** One error in its words, marked in the table of rows, and a confirm button that says why it does not work. */
async function expectError(page: Page, { line: index, field, value, remedy }: Expected) {
  const row = rowOfLine(index)
  const errors = page.getByRole('list', { name: '错误' }).getByRole('listitem')
  const error = errors.filter({ hasText: `第${row}行 · ${field}` })
  await expect(error).toHaveCount(1)
  if (value) await expect(error).toContainText(value)
  await expect(error).toContainText(words(remedy))
  const confirm = page.getByRole('button', { name: '确认登记' })
  await expect(confirm).toBeDisabled()
  await expect(page.getByText(words(`还有 ${await errors.count()} 处错误,不能确认`))).toBeVisible()
  await expect(page.locator(`[id$="!${row}"]`)).toHaveClass(/draft-wrong/)
}

test('an amount in words is refused with its cell and what to write instead', async ({ page }) => {
  await drop(page, '文字金额.xlsx', await fundSheet([line(1), line(2, { amount: '约三百来万' })]))
  await expectError(page, { line: 1, field: '金额', value: '约三百来万', remedy: '不是数字。请只填数字,单位写在表头或单元格末尾' })
})

test('a row without document number is refused until a number is given', async ({ page }) => {
  await drop(page, '缺文号.xlsx', await fundSheet([line(1), line(2, { docNo: '' })]))
  await expectError(page, { line: 1, field: '文号', value: '', remedy: '没有文号。请补填指标文号' })
  await page.getByLabel(/^文号/).fill('鄂财农发〔2021〕99号')
  await expect(page.getByRole('list', { name: '错误' })).toBeHidden()
  await expect(page.getByRole('button', { name: '确认登记' })).toBeEnabled()
})

test('the same document twice in one table is refused, and can be left out', async ({ page }) => {
  await drop(page, '重复文件.xlsx', await fundSheet([line(1), line(2), line(1)]))
  await expectError(page, { line: 2, field: '文号', value: line(1).docNo, remedy: `与第 ${rowOfLine(0)} 行重复` })
  await page.getByRole('button', { name: '剔除有错的 1 行' }).click()
  await expect(fact(page, '数据行')).toHaveText(/^2/)
  await expect(page.getByRole('button', { name: '确认登记' })).toBeEnabled()
})

test('a document that is registered already is refused', async ({ page }) => {
  const known = fundTable.rows[0][2]
  await drop(page, '已登记.xlsx', await fundSheet([line(1), line(2, { docNo: known })]))
  await expectError(page, { line: 1, field: '文号', value: known, remedy: '已经登记过,同一文件不能登记两次' })
})

test('a printed total that differs is shown with both figures before anyone confirms', async ({ page }) => {
  const lines = [line(1), line(2)]
  const sum = lines.reduce((fen, { amount }) => fen + parseFen(amount, '万元')!, 0n)
  const printed = sum + 1_00n
  await drop(page, '总数不符.xlsx', await fundSheet(lines, formatFen(printed, '万元')))
  expect(await fenAt(fact(page, '各行合计'))).toBe(sum)
  expect(await fenAt(fact(page, '表上印的总数'))).toBe(printed)
  await expect(fact(page, '相差')).toContainText('少')
  expect(await fenAt(fact(page, '相差'))).toBe(printed - sum)
  const warning = page.getByRole('list', { name: '请留意' }).getByRole('listitem').filter({ hasText: '相差' }).first()
  await expect(warning).toContainText(formatFen(printed))
  await expect(warning).toContainText(formatFen(sum))
  await expect(warning).toContainText('请核对')
})

test('a formula that keeps no result is refused; nothing is calculated on its behalf', async ({ page }) => {
  await drop(page, '公式.xlsx', await sheetWithFormulas([line(1), line(2, { amount: '=G3*2' })]))
  await expectError(page, { line: 1, field: '金额', value: 'G3*2', remedy: '没有保存计算结果。请用 WPS 或 Excel 打开、重新计算并保存' })
})

test('a picture with the ending of a spreadsheet is told apart by its content', async ({ page }) => {
  await drop(page, '假表格.xlsx', await readFile(invoice))
  await expect(page.getByRole('alert')).toContainText(/“假表格\.xlsx”.*不是电子表格.*请/)
  await expect(page.getByRole('button', { name: '确认登记' })).toBeHidden()
})

test('a file that does not even claim to be a spreadsheet is not sent at all', async ({ page }) => {
  await drop(page, '发票.png', await readFile(invoice))
  await expect(page.getByRole('alert')).toContainText(/“发票\.png”不是电子表格.*请选择/)
})

test('a file above the limit is not sent at all', async ({ page }, info) => {
  const file = info.outputPath('很大.xlsx')
  await writeFile(file, '')
  await truncate(file, 30 * 1024 * 1024)
  await give(page, page.getByText('把表格拖到这里'), file)
  await expect(page.getByRole('alert')).toContainText(words('“很大.xlsx”有 30.0 MB,超过 20 MB。'))
  await expect(page.getByRole('button', { name: '确认登记' })).toBeHidden()
})
