/**
 * The one list at work: groups add up and open into their lines, the three faces show the same money, a quota is raised by a
 * document with its history, an exported list comes back edited, and interest is registered by its keeper.
 */
import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { formatFen, parseFen } from '#kernel/money.ts'
import { must } from '#kernel/outcome.ts'
import { readWorkbook } from '#platform/sheets/workbook.ts'
import { district } from './support/district.ts'
import { Api, enter } from './support/people.ts'
import { choose, fenAt, give, moneyColumn, readTable, sumOf, textColumn, words } from './support/reading.ts'

const town = district({ only: 'desktop' })

interface Lot {
  readonly id: string
  readonly fundName: string
  readonly docNo: string
  readonly four: { readonly announced: string }
  readonly amounts: { readonly expected: string }
}
interface List {
  readonly rows: readonly Lot[]
  readonly four: { readonly announced: string; readonly allocated: string }
}

const whole = async (page: Page) => (await Api.of(page, town)).get<List>('/api/lots?pageSize=500')
const table = (page: Page) => readTable(page.getByRole('region', { name: '资金清单' }))

test('groups add up to the list and open into their lines; each face shows the same money', async ({ page }) => {
  await enter(page, town, 'audit')
  const { rows, four } = await whole(page)
  await page.goto(`${town.url}/money`)
  await choose(page, page.getByRole('combobox', { name: '分组小计' }), '按主管部门')
  await expect(page).toHaveURL(/group=department/)
  const groups = await table(page)
  const announced = moneyColumn(groups, '指标下达')
  expect(announced.total).toBe(BigInt(four.announced))
  expect(sumOf(announced.rows)).toBe(announced.total)
  const [department] = textColumn(groups, '分组')
  await page.getByRole('region', { name: '资金清单' }).getByRole('link', { name: department!, exact: true }).click()
  await expect(page).toHaveURL(new RegExp(`department=${encodeURIComponent(department!)}`))
  const lines = await table(page)
  expect(sumOf(moneyColumn(lines, '指标下达').rows)).toBe(announced.rows[0])
  expect(lines.rows.length).toBeLessThan(rows.length)

  for (const face of ['使用清单', '责任清单']) {
    await page.goto(`${town.url}/money`)
    await page.getByRole('tab', { name: face }).click()
    await expect(page.getByRole('tab', { name: face, selected: true })).toBeVisible()
    expect(moneyColumn(await table(page), '安排').total).toBe(BigInt(four.allocated))
  }
})

test('a quota is raised by a document, and the lot says who, why and by how much', async ({ page }) => {
  await enter(page, town, 'pool_office')
  const lot = (await whole(page)).rows.find((row) => row.amounts.expected !== '0')!
  await page.goto(`${town.url}/money/lots/${lot.id}`)
  await page.getByRole('button', { name: /^调\s*整$/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('调增', { exact: true }).click()
  await dialog.getByLabel('调增金额').fill('12345.67')
  await dialog.getByRole('button', { name: '确认调整' }).click()
  await expect(dialog).toContainText('请填写调整依据的文号')
  await dialog.getByLabel('依据文号').fill('茅统筹〔2017〕7号')
  await dialog.getByLabel('调整原因').fill('上级追加')
  await dialog.getByRole('button', { name: '确认调整' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('list', { name: '调整经过' })).toContainText(
    words('按“茅统筹〔2017〕7号”调整，指标调增 12,345.67 元。原因：上级追加'),
  )
  const after = BigInt(lot.four.announced) + 12_345_67n
  expect(await fenAt(page.locator('.lot-figures > div').first())).toBe(after)

  await page.getByRole('button', { name: /^调\s*整$/ }).click()
  await dialog.getByText('调减', { exact: true }).click()
  await dialog.getByLabel('调减金额').fill('9999999999')
  await dialog.getByRole('button', { name: '确认调整' }).click()
  await expect(dialog).toContainText(words('超出未到账且未预留的'))
})

test('the exported list comes back edited; a row that may not be is named', async ({ page }, info) => {
  await enter(page, town, 'pool_office')
  await page.goto(`${town.url}/money/adjust`)
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '导出来源清单' }).click()])
  const file = info.outputPath('来源清单.xlsx')
  await download.saveAs(file)
  const [sheet] = must(await readWorkbook(await readFile(file), '来源清单.xlsx')).sheets
  const head = [...sheet!.rows[0]!.cells.values()].map((cell) => cell.text)
  const lines = sheet!.rows.slice(1, -1).map((row) => head.map((_, i) => row.cells.get(i + 1)?.text ?? ''))
  const at = (name: string) => head.findIndex((text) => text.startsWith(name))
  const lot = (await whole(page)).rows.find((row) => row.amounts.expected !== '0')!
  const line = lines.find((cells) => cells[at('资金编号')] === lot.id)!
  const quoted = (cells: readonly string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')
  const upload = (changed: string) =>
    give(page, page.getByRole('button', { name: '上传改好的表' }), {
      name: '改过.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`${quoted(head)}\n${quoted(line.map((cell, i) => (i === at('指标下达') ? changed : cell)))}\n`),
    })
  await upload('约一百万')
  await expect(page.getByText('“约一百万”不是金额')).toBeVisible()
  await expect(page.getByRole('button', { name: /^确认调整/ })).toHaveCount(0)
  const raised = parseFen(line[at('指标下达')]!, '元')! + 500_00n
  await upload(formatFen(raised))
  await page.getByLabel('依据文号').fill('茅统筹〔2017〕8号')
  await page.getByLabel('调整原因').fill('年中调整')
  await page.getByRole('button', { name: '确认调整 1 笔' }).click()
  await expect(page.getByText('已调整 1 笔资金')).toBeVisible()
  expect((await whole(page)).rows.find((row) => row.id === lot.id)!.four.announced).toBe(raised.toString())
})

test('interest is registered by the finance bureau and is money of its book at once', async ({ page }) => {
  await enter(page, town, 'finance')
  const before = BigInt((await whole(page)).four.announced)
  await page.goto(`${town.url}/money/income`)
  await page.getByLabel('资金名称').fill('专户存款利息（二季度）')
  await page.getByLabel('归属部门或单位').fill('区财政局')
  await page.getByLabel('结息单编号').fill('中行结息〔2017〕2号')
  await page.getByLabel('银行回单号').fill('中行收2017062101')
  await page.getByLabel('到账金额').fill('8765.43')
  await page.getByRole('button', { name: '登记并记账 8,765.43 元' }).click()
  await expect(page.getByText('已登记并记账')).toBeVisible()
  await page.getByRole('button', { name: '看这笔资金' }).click()
  await expect(page.getByText('结息单', { exact: true })).toBeVisible()
  expect(await fenAt(page.locator('.lot-figures > div').nth(1))).toBe(8_765_43n)
  expect(BigInt((await whole(page)).four.announced)).toBe(before + 8_765_43n)
})
