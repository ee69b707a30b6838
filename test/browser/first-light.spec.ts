/**
 * First light: one real table a county published goes the whole way through the pages: document, receipt, library, plan,
 * contract, claim, five signatures by five people, payment, and the trace in both directions, to the fen.
 */
import { expect, type Page, test } from '@playwright/test'
import { contractors } from '#scenario/contractors.ts'
import { formatFen } from '#kernel/money.ts'
import { invoice, orderPayment, recordPaid, sign, startOrder, uploadPaper } from './support/claim-steps.ts'
import { district } from './support/district.ts'
import { Api, Office, signIn } from './support/people.ts'
import { published } from './support/published.ts'
import {
  amountOfCard,
  card,
  choose,
  expectDrawn,
  fact,
  fenAt,
  give,
  moneyColumn,
  readCards,
  readTable,
  stateOf,
  sumOf,
  textColumn,
  words,
} from './support/reading.ts'

// A film of every person's screen would take longer than the way itself; the snapshots tell enough.
test.use({ trace: { mode: 'retain-on-failure', screenshots: false } })

const town = district()
const table = published('01_北塔区_2020')
const DOCUMENT = '湘财预〔2020〕86号'
const DEPARTMENT = '区扶贫办'
const firm = contractors[0]

const ordered = (amounts: readonly bigint[]): bigint[] => [...amounts].sort((a, b) => Number(a - b))

/** Steps one and two of the import: the file, and what the page read from it. */
async function openPreview(page: Page, path: string) {
  await page.goto(`${town.url}${path}`)
  await give(page, page.getByText('把表格拖到这里'), table.file)
  const summary = page.getByLabel('预览汇总')
  await expect(summary).toBeVisible()
  await expect(fact(summary, '数据行')).toHaveText(String(table.rows.length))
  expect(await fenAt(fact(summary, '各行合计'))).toBe(table.totalFen)
  expect(await fenAt(fact(summary, '表上印的总数'))).toBe(table.totalFen)
  await expect(fact(summary, '相差')).toHaveText('一致')
}

async function confirmImport(page: Page, button: string) {
  await page.getByRole('button', { name: button }).click()
  const asked = page.getByRole('dialog')
  await expect(asked).toContainText(words(`共 ${formatFen(table.totalFen)} 元`))
  await asked.getByRole('button', { name: '确认', exact: true }).click()
}

async function importFunds(page: Page) {
  await openPreview(page, '/money/import')
  const confirm = page.getByRole('button', { name: '确认登记' })
  await expect(confirm).toBeDisabled()
  await expect(page.getByRole('list', { name: '错误' })).toContainText('没有文号')
  await page.getByLabel(/^文号/).fill(DOCUMENT)
  await choose(page, page.getByRole('combobox', { name: '级次' }), '中央')
  await page.getByLabel(/^主管部门/).fill(DEPARTMENT)
  await page.getByLabel(/^资金年度/).fill(String(table.year))
  await expect(confirm).toBeEnabled()
  await confirmImport(page, '确认登记')
  await expect(page.getByText(`已登记 1 份文件、${table.rows.length} 笔资金`)).toBeVisible()
  expect(await fenAt(page.locator('.ant-result'))).toBe(table.totalFen)

  await page.goto(`${town.url}/money?q=${encodeURIComponent(DOCUMENT)}`)
  await expect(page.getByText(`共 ${table.rows.length} 条`)).toBeVisible()
  const list = await readTable(page.getByRole('region', { name: '资金清单' }))
  const announced = moneyColumn(list, '指标下达')
  expect(ordered(announced.rows)).toEqual(ordered(table.rows.map((row) => row.amountFen)))
  expect(announced.total).toBe(table.totalFen)
  expect(sumOf(moneyColumn(list, '未到账').rows)).toBe(table.totalFen)
}

async function recordReceipt(page: Page) {
  await page.goto(`${town.url}/money/receipts`)
  await page.getByLabel('查找资金').fill(DOCUMENT)
  await page.getByRole('checkbox', { name: words(`全选(${table.rows.length} 笔)`) }).check()
  await page.getByRole('button', { name: '登记到账' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(words(`共 ${table.rows.length} 笔,${formatFen(table.totalFen)} 元`))
  await dialog.getByLabel('银行回单号').fill('农行收2020031601')
  await dialog.getByRole('button', { name: '确认登记' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('checkbox', { name: words('全选(0 笔)') })).toBeVisible()
}

async function importProjects(page: Page) {
  await openPreview(page, '/projects/import')
  await page.getByLabel(/^项目年度/).fill(String(table.year))
  await confirmImport(page, '确认入库')
  await expect(page.getByText(`${table.rows.length} 个项目已入库`)).toBeVisible()
  await page.goto(`${town.url}/projects?year=${table.year}`)
  const list = await readTable(page.getByRole('region', { name: '项目库' }))
  expect(textColumn(list, '项目名称').sort()).toEqual(table.rows.map((row) => row.name).sort())
  expect(moneyColumn(list, '需要资金').total).toBe(table.totalFen)
}

/** What a plan leaves, behind one of its tabs: each line says why, in words. Answers with the amounts. */
async function readReasons(page: Page, tab: string, why: string, amount: string): Promise<readonly bigint[]> {
  await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click()
  const count = Number(/\d+/.exec(await page.getByRole('tab', { selected: true }).innerText())?.[0])
  if (count === 0) return []
  const left = await readTable(page.getByRole('region', { name: tab }))
  expect(left.rows.length).toBe(count)
  for (const words of textColumn(left, why)) expect(words).toMatch(/[一-龥]{8}/)
  return moneyColumn(left, amount).rows
}

/** Answers with the money the plan gives to projects. */
async function solvePlan(page: Page): Promise<bigint> {
  await page.goto(`${town.url}/plans/new`)
  await page.getByLabel('方案名称').fill('2020年统筹资金分配方案')
  await page.getByLabel('年度', { exact: true }).fill(String(table.year))
  await page.getByRole('button', { name: '开始测算' }).click()
  await expect(page.getByRole('heading', { name: '测算进度' })).toBeVisible()
  await expect(page.getByRole('progressbar')).toBeVisible()
  await page.waitForURL(/\/plans\/pln_/)

  const allocated = await fenAt(page.locator('.plan-fact').filter({ hasText: '安排资金' }))
  await expect(page.locator('.plan-fact').filter({ hasText: '独立核验' })).toContainText('已通过')
  const comparison = await readTable(card(page, '按排名逐个凑钱').getByRole('table'))
  expect(comparison.rows.length).toBeGreaterThan(3)
  for (const row of comparison.rows) for (const cell of row) expect(cell).not.toBe('')

  const unfunded = await readReasons(page, '未安排项目', '为什么没有安排', '需要')
  expect(allocated + sumOf(unfunded)).toBe(table.totalFen)
  await readReasons(page, '闲置资金', '为什么闲置', '剩余')
  return allocated
}

/** The adopted plan of the demo district could not serve everybody, and says why. */
async function readReasonsOfDemo(page: Page) {
  await page.goto(`${town.url}/plans?state=adopted`)
  await page.getByRole('region', { name: '分配方案' }).getByRole('link').first().click()
  await page.waitForURL(/\/plans\/pln_/)
  expect((await readReasons(page, '未安排项目', '为什么没有安排', '需要')).length).toBeGreaterThan(0)
  expect((await readReasons(page, '闲置资金', '为什么闲置', '剩余')).length).toBeGreaterThan(0)
}

async function adoptPlan(page: Page, allocated: bigint) {
  await page.getByRole('button', { name: '采纳', exact: false }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(`${formatFen(allocated)} 元`)
  await dialog.getByRole('button', { name: '确认采纳' }).click()
  await expect(dialog).toContainText('请填写决定或会议纪要的文号')
  await dialog.getByLabel('决定文号').fill('区领〔2020〕3号')
  await dialog.getByLabel('会议内容摘要').fill('领导小组会议审议通过第一批方案。')
  await dialog.getByRole('button', { name: '确认采纳' }).click()
  await expect(dialog).toBeHidden()
  await expect(fact(page, '决定文号')).toContainText('区领〔2020〕3号')
}

interface Contracts {
  readonly total: number
}

/** A wrong credit code is refused in words and nothing is saved; the right one commits the project's money. */
async function registerContract(page: Page, amountFen: bigint): Promise<void> {
  const api = await Api.of(page, town)
  const before = await api.get<Contracts>('/api/contracts')
  const wrongCode = `${firm.creditCode.slice(0, -1)}${firm.creditCode.endsWith('8') ? '9' : '8'}`
  await page.goto(`${town.url}/contracts/new`)
  await choose(page, page.getByRole('combobox', { name: '项目', exact: true }), table.rows[0]!.name)
  expect(await fenAt(fact(page, '已安排、可签约'))).toBe(amountFen)
  await page.getByLabel('合同编号').fill('北合〔2020〕1号')
  await page.getByLabel('合同名称').fill(`${table.rows[0]!.name}施工合同`)
  await page.getByLabel('合同金额').fill(formatFen(amountFen))
  await page.getByLabel('单位名称').fill(firm.name)
  await page.getByLabel('账户名称').fill(firm.accountName)
  await page.getByLabel('开户银行').fill(firm.bankName)
  await page.getByLabel('银行账号').fill(firm.accountNo)
  await page.getByLabel('统一社会信用代码').fill(wrongCode)
  await page.getByRole('button', { name: '登记合同' }).click()
  const refusal = page.getByRole('alert').filter({ hasText: wrongCode })
  await expect(refusal).toContainText('信用代码')
  await expect(page).toHaveURL(/\/contracts\/new/)
  expect((await api.get<Contracts>('/api/contracts')).total).toBe(before.total)

  await page.getByLabel('统一社会信用代码').fill(firm.creditCode)
  await page.getByRole('button', { name: '登记合同' }).click()
  await page.waitForURL(/\/contracts\/con_/)
  expect((await api.get<Contracts>('/api/contracts')).total).toBe(before.total + 1)
}

/** From the contract's page: form, papers, draft, submission. */
async function compileClaim(page: Page, amountFen: bigint): Promise<{ id: string; amountFen: bigint }> {
  await page.getByRole('button', { name: '编制报账' }).click()
  await page.getByText('预付款', { exact: true }).click()
  await page.getByLabel('报账金额').fill(formatFen(amountFen))
  await page.getByLabel('发票号码').fill('04300200010001')
  await page.getByLabel('开票日期').fill((await page.getByLabel('开票日期').getAttribute('max')) ?? '')
  await page.getByLabel('事由').fill('水果基地开工预付款')
  await uploadPaper(page, '开工令和施工前照片', startOrder)
  await uploadPaper(page, '税务发票', invoice)
  await uploadPaper(page, '收款账户证明', invoice)
  await page.getByRole('button', { name: '保存草稿' }).click()
  await page.waitForURL(/\/claims\/clm_\w+$/)
  await page.getByRole('button', { name: '提交审签' }).click()
  await expect(stateOf(page)).toHaveText('待实施单位审签')
  return { id: page.url().split('/').at(-1)!, amountFen }
}

async function signFiveTimes(office: Office, claim: { id: string; amountFen: bigint }) {
  await sign(await office.at('village'), town, claim, 1)
  await sign(await office.at('township'), town, claim, 2)
  const compiler = await office.at('dept')
  await compiler.goto(`${town.url}/claims/${claim.id}`)
  const own = compiler.getByRole('button', { name: '审签', exact: true })
  await expect(own).toBeDisabled()
  await expect(own).toHaveAttribute('aria-description', /不能审签自己的报账/)
  await sign(await office.at('dept2'), town, claim, 3)
  await sign(await office.at('pool_office'), town, claim, 4)
  await sign(await office.at('leader'), town, claim, 5)
}

/** The picture is drawn, and the table adds up to this amount, as does every path in it. */
async function expectTrace(page: Page, amountFen: bigint) {
  await expectDrawn(page.getByRole('figure', { name: /的资金流向$/ }))
  const paths = await readTable(page.getByRole('region', { name: '每一条去向' }))
  const amounts = moneyColumn(paths, '金额')
  expect(amounts.total).toBe(amountFen)
  expect(sumOf(amounts.rows)).toBe(amountFen)
  await expect(page.getByText(words(`合计 ${formatFen(amountFen)} 元,分毫不差`))).toBeVisible()
  return { paths, amounts: amounts.rows }
}

test('from a published table to the payee and back', async ({ browser, isMobile }) => {
  test.skip(isMobile, 'the whole way is shown on the desktop')
  test.setTimeout(360_000)
  const office = new Office(browser, town, signIn)
  const projectFen = table.rows[0]!.amountFen
  const claimFen = projectFen / 3n
  await test.step('the coordination office imports the fund table', async () => importFunds(await office.at('pool_office')))
  await test.step('the finance bureau records the receipt', async () => recordReceipt(await office.at('finance')))
  await test.step('the same table becomes projects', async () => importProjects(await office.at('pool_office')))
  const allocated = await test.step('a plan is solved', async () => solvePlan(await office.at('pool_office')))
  await test.step('what a plan leaves says why', async () => readReasonsOfDemo(await office.at('finance')))
  await test.step('the plan is adopted by a decision', async () => adoptPlan(await office.at('pool_office'), allocated))
  await test.step('the department registers a contract', async () => registerContract(await office.at('dept'), projectFen))
  const claim = await test.step('the department claims', async () => compileClaim(await office.at('dept'), claimFen))
  await test.step('five people sign', async () => signFiveTimes(office, claim))
  await test.step('the finance bureau orders, the bank pays', async () => {
    const page = await office.at('finance')
    await orderPayment(page, town, claim)
    await recordPaid(page, '农行付2020040901')
  })
  await test.step('the trace from the payment', async () => {
    const page = await office.at('finance')
    await page.getByRole('link', { name: '这笔钱的来龙去脉' }).click()
    const { paths } = await expectTrace(page, claimFen)
    expect(paths.rows.flat().join(' ')).toContain(DOCUMENT)
    expect(textColumn(paths, '收款单位')).toEqual(paths.rows.map(() => firm.name))
  })
  await test.step('the trace from the fund document', async () => {
    const page = await office.at('finance')
    await page.goto(`${town.url}/trace`)
    await page.getByRole('searchbox').fill(DOCUMENT)
    await page.getByRole('list', { name: '查找结果' }).getByRole('link').filter({ hasText: '资金文件' }).first().click()
    const { paths, amounts } = await expectTrace(page, table.totalFen)
    // The claim of this journey is an advance: it has left the account and is still to be recovered from progress.
    const paid = textColumn(paths, '现在在').map((stage, row) => (stage === '预付款' ? amounts[row]! : 0n))
    expect(sumOf(paid)).toBe(claimFen)
  })
  await test.step('the audit office verifies the books', async () => {
    const page = await office.at('audit')
    await page.goto(`${town.url}/verify`)
    await page.getByRole('button', { name: '开始校验' }).click()
    await expect(page.getByText(words('账簿完整,余额全部对得上'))).toBeVisible()
  })
  await office.close()
})

test('on a phone: the township signs on site and sees where the money came from', async ({ page, isMobile }) => {
  test.skip(!isMobile, 'shown on the phone')
  await signIn(page, town, 'township')
  const api = await Api.of(page, town)
  const [waiting] = (
    await api.get<{ rows: { id: string; amountFen: string; projectId: string; projectName: string }[] }>('/api/claims?state=L2')
  ).rows
  if (!waiting) throw new Error('the demo district leaves a claim waiting for the township')
  const claim = { id: waiting.id, amountFen: BigInt(waiting.amountFen) }
  await test.step('the desk leads to the claim', async () => {
    const task = page.getByRole('link').filter({ hasText: waiting.projectName }).first()
    expect(await fenAt(task)).toBe(claim.amountFen)
    await task.click()
    await expect(stateOf(page)).toHaveText('待乡镇审签')
  })
  await test.step('the township signs', async () => {
    await sign(page, town, claim, 2)
    await expect(stateOf(page)).toHaveText('待主管部门审签')
    await page.getByRole('link', { name: /^渠首/ }).click()
    await expect(page.getByText('现在没有等您办的事')).toBeVisible()
  })
  await test.step('the trace is a table that adds up, wide enough for a phone', async () => {
    await page.getByRole('button', { name: '打开菜单' }).click()
    await page.getByRole('link', { name: '资金追踪' }).click()
    await page.getByRole('searchbox').fill(waiting.projectName)
    await page.getByRole('list', { name: '查找结果' }).getByRole('link').filter({ hasText: /^项目/ }).first().click()
    await expect(page.getByRole('figure', { name: /的资金流向$/ }).getByRole('table')).toBeVisible()
    const cards = await readCards(page.getByRole('region', { name: '每一条去向' }))
    const amounts = cards.map((one) => amountOfCard(one, '金额'))
    const total = amounts.pop()!
    expect(total).toBe(sumOf(amounts))
    await expect(page.getByText(words(`合计 ${formatFen(total)} 元,分毫不差`))).toBeVisible()
    const { amounts: stages } = await api.get<{ amounts: Record<string, string> }>(`/api/projects/${waiting.projectId}`)
    const held = ['reserved', 'committed', 'ordered', 'returned', 'advanced', 'paid'].map((stage) => BigInt(stages[stage] ?? 0))
    expect(total).toBe(sumOf(held))
  })
})
