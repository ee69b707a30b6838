/**
 * The desk of a draft plan: money is dragged onto a project, then given by the keyboard; what breaks a rule is said while it is done; the
 * result is kept as a draft of its own. And the same without dragging on a phone; and money seeking projects and the other way.
 */
import { expect, type Page, test } from '@playwright/test'
import { writeWorkbook } from '#platform/sheets/writer.ts'
import { district } from './support/district.ts'
import { breaches, listen, overflow, settled } from './support/looks.ts'
import { Api, enter } from './support/people.ts'

const town = district()

const HEAD = ['序号', '项目名称', '乡镇', '村', '项目类别', '建设内容', '责任单位', '受益户数', '补助资金(万元)']
const PROJECTS = [
  ['1', '东沟村通组路硬化', '茅塔乡', '东沟村', '道路桥梁', '硬化通组路2公里', '区交通局', '80', '120'],
  ['2', '廖家村便民桥', '茅塔乡', '廖家村', '道路桥梁', '新建便民桥1座', '区交通局', '60', '90'],
  ['3', '唐家村供水管网', '大川镇', '唐家村', '饮水水利', '铺设管网3公里', '区水利局', '70', '80'],
]
const BRIDGE = '廖家村便民桥'
const ROAD_MONEY = '车辆购置税补助农村公路资金'

interface Plan {
  readonly id: string
  readonly name: string
  readonly state: string
  readonly slices: readonly { readonly projectName: string; readonly fundName: string; readonly amountFen: string }[]
  readonly unfunded: readonly { readonly name: string; readonly reason: string }[]
  readonly verified: boolean
}

/** Three projects more in the library, and a draft solved from the money that is there. */
async function draft(page: Page, name: string): Promise<string> {
  const api = await Api.of(page, town)
  const known = await api.get<{ total: number }>(`/api/projects?q=${encodeURIComponent(BRIDGE)}`)
  if (known.total === 0) {
    const columns = HEAD.map((header) => ({ header, kind: 'text' as const }))
    const sheet = Buffer.from(await writeWorkbook([{ name: '项目', lead: ['2017年补充项目'], columns, rows: PROJECTS }]))
    const preview = await api.upload<{ fileId: string; contentHash: string }>('/api/imports/projects/preview', '补充项目.xlsx', sheet)
    const asked = { fileId: preview.fileId, corrections: {}, defaults: { year: 2017, poverty: true } }
    const again = await api.post<{ contentHash: string }>('/api/imports/projects/preview-again', asked)
    await api.post('/api/imports/projects/confirm', { ...asked, contentHash: again.contentHash })
  }
  const { runId } = await api.post<{ runId: string }>('/api/plans', { name, year: 2017, maxSources: 3, minSliceFen: '1000000', seconds: 2 })
  const run = () => api.get<{ state: string; planId: string | null }>(`/api/plans/runs/${runId}`)
  await expect.poll(async () => (await run()).state).toBe('done')
  return (await run()).planId!
}

interface HandSlice {
  readonly lotId: string
  readonly projectId: string
  readonly year: number
  readonly amountFen: string
}

const TERMS = {
  year: 2017,
  horizon: 2,
  objectives: ['statutory', 'benefit', 'debt', 'ledgerA', 'expiring', 'slices'],
  maxSources: 3,
  minSliceFen: '1000000',
  villageMaxFen: null,
  townshipMaxFen: null,
  maxDebtPermille: null,
  limits: [],
  lots: [],
  statutoryProjects: [],
  includeProjects: [],
  excludeProjects: [],
  scalable: [],
  matching: [],
  pins: [],
  bans: [],
}

const verdict = (page: Page) => page.locator('.desk-verdict')
const lotCard = (page: Page, name: string) => page.getByRole('region', { name: '资金', exact: true }).getByRole('button', { name })
const projectCard = (page: Page, name: string) => page.getByRole('region', { name: '项目', exact: true }).getByRole('button', { name })

test('by mouse and by keyboard on a wide screen', async ({ page }, info) => {
  test.skip(info.project.name !== 'desktop', 'needs a wide screen')
  const console = listen(page)
  await enter(page, town, 'pool_office')
  const planId = await draft(page, '鼠标方案')
  await page.goto(`${town.url}/plans/${planId}/desk`)
  await expect(verdict(page)).toHaveAttribute('data-ok', 'true')
  expect(await breaches(page)).toEqual([])
  await page.getByRole('region', { name: '项目', exact: true }).getByRole('combobox').click()
  await page.locator('.ant-select-dropdown:visible').getByText('全部', { exact: true }).click()

  await test.step('a project is unfunded, and the desk says what keeping that would mean', async () => {
    await projectCard(page, BRIDGE).click()
    await page.getByRole('button', { name: '撤下这个项目' }).click()
    await expect(verdict(page)).toHaveAttribute('data-ok', 'true')
    await expect(page.getByText('有 1 个项目剩下的钱还付得起')).toBeVisible()
    await projectCard(page, BRIDGE).click()
  })

  await test.step('money is dragged onto it; the most that is lawful stands in the field', async () => {
    await lotCard(page, ROAD_MONEY).dragTo(projectCard(page, BRIDGE))
    const give = page.getByRole('region', { name: '安排这一笔' })
    await expect(give.getByLabel('安排金额')).toHaveValue('90.00')
    await give.getByLabel('安排金额').fill('40')
    await expect(page.getByText(`${BRIDGE}（2017 年）需要 900,000.00 元，安排了 400,000.00 元，还差 500,000.00 元`).first()).toBeVisible()
    await expect(verdict(page)).toContainText('含正在填的这一笔')
    await give.getByRole('button', { name: '安排', exact: true }).click()
    await expect(verdict(page)).toHaveAttribute('data-ok', 'false')
  })

  await test.step('the keyboard gives the rest: choose money, choose project, Enter', async () => {
    await lotCard(page, ROAD_MONEY).press('Enter')
    await projectCard(page, BRIDGE).press('Enter')
    const amount = page.getByRole('region', { name: '安排这一笔' }).getByLabel('安排金额')
    await expect(amount).toHaveValue('50.00')
    await amount.press('Enter')
    await expect(page.locator('.desk-verdict:has-text("不合规")').or(page.locator('.desk-verdict[data-ok="true"]'))).toBeVisible()
  })

  await test.step('every step is undone and redone', async () => {
    for (let i = 0; i < 3; i++) await page.keyboard.press('Control+z')
    await expect(page.getByRole('button', { name: '保存为新草案' })).toBeDisabled()
    await page.keyboard.press('Control+y')
    await expect(page.getByRole('button', { name: '保存为新草案' })).toBeEnabled()
    await expect(projectCard(page, BRIDGE)).toContainText('未安排')
  })

  await test.step('what is not saved is still there after the page is loaded again', async () => {
    await page.reload()
    await expect(page.getByText('已接着您上次没有保存的改动')).toBeVisible()
    await expect(verdict(page)).toHaveAttribute('data-ok', 'true')
  })

  await test.step('it is kept as a draft of its own, and the plan it began from stays', async () => {
    await page.getByRole('button', { name: '保存为新草案' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByLabel('方案名称')).toHaveValue('鼠标方案（手工调整）')
    await dialog.getByRole('button', { name: /保\s?存/ }).click()
    await page.waitForURL((url) => /\/plans\/pln_\w+$/.test(url.pathname) && !url.pathname.includes(planId))
    const api = await Api.of(page, town)
    const made = await api.get<Plan>(`/api/plans/${page.url().split('/').at(-1)!}`)
    const before = await api.get<Plan>(`/api/plans/${planId}`)
    expect([made.name, made.state, made.verified]).toEqual(['鼠标方案（手工调整）', 'draft', true])
    expect(made.slices.some((s) => s.projectName === BRIDGE)).toBe(false)
    expect(made.unfunded.find((u) => u.name === BRIDGE)?.reason).toBe('EXCLUDED')
    expect(before.slices.some((s) => s.projectName === BRIDGE)).toBe(true)
  })
  expect(console.take()).toEqual([])
})

/** The bridge in two years, a plan of both, and a draft from it in which the bridge was taken out by hand: its money is free again. */
async function withoutBridge(page: Page) {
  await draft(page, '先算')
  const api = await Api.of(page, town)
  const { rows } = await api.get<{ rows: { id: string; name: string }[] }>(`/api/projects?q=${encodeURIComponent(BRIDGE)}`)
  const bridge = rows[0]!.id
  const phases = [
    { year: 2017, needFen: '40000000' },
    { year: 2018, needFen: '50000000' },
  ]
  await api.post(`/api/treasury/projects/${bridge}/phases`, { phases, document: '茅扶组〔2017〕12号', reason: '分两年建设' })
  const { scenarioId } = await api.post<{ scenarioId: string }>('/api/scenarios', { name: '两年口径', note: '两年一起规划', terms: TERMS })
  const { runId } = await api.post<{ runId: string }>('/api/plans', { name: '两年方案', scenarioId, seconds: 2 })
  const run = () => api.get<{ state: string; planId: string | null }>(`/api/plans/runs/${runId}`)
  await expect.poll(async () => (await run()).state).toBe('done')
  const planId = (await run()).planId!
  const desk = await api.get<{ slices: HandSlice[]; lots: { id: string; fundName: string }[] }>(`/api/plans/${planId}/desk`)
  const own = desk.slices.filter((s) => s.projectId === bridge)
  const rest = desk.slices.filter((s) => s.projectId !== bridge)
  const kept = await api.post<{ planId: string }>(`/api/plans/${planId}/desk/keep`, { name: '没有便民桥', slices: rest })
  return { planId: kept.planId, own: own.map((s) => ({ ...s, fundName: desk.lots.find((l) => l.id === s.lotId)!.fundName })) }
}

test('what was set by hand in every year stays when the rest is solved around it', async ({ page }, info) => {
  test.skip(info.project.name !== 'desktop', 'needs a wide screen')
  const console = listen(page)
  await enter(page, town, 'pool_office')
  const { planId, own } = await withoutBridge(page)
  expect(new Set(own.map((s) => s.year))).toEqual(new Set([2017, 2018]))
  await page.goto(`${town.url}/plans/${planId}/desk`)
  await expect(verdict(page)).toHaveAttribute('data-ok', 'true')
  for (const s of own) {
    await lotCard(page, s.fundName).press('Enter')
    await projectCard(page, BRIDGE).press('Enter')
    const give = page.getByRole('region', { name: '安排这一笔' })
    await expect(give.getByLabel('安排金额')).toBeVisible()
    const year = give.locator('.ant-segmented').getByText(String(s.year), { exact: true })
    if ((await year.count()) > 0) await year.click()
    await give.getByLabel('安排金额').fill(String(Number(s.amountFen) / 1_000_000))
    await give.getByRole('button', { name: '安排', exact: true }).click()
  }
  await expect(verdict(page)).toHaveAttribute('data-ok', 'true')
  await page.getByRole('button', { name: '围绕这些重新测算' }).click()
  const dialog = page.getByRole('dialog')
  for (const { year } of own)
    await expect(dialog.getByRole('checkbox', { name: new RegExp(`→ ${BRIDGE}（${year} 年）：`) }).first()).toBeChecked()
  await settled(page)
  expect(await breaches(page)).toEqual([])
  await dialog.getByRole('button', { name: '开始测算' }).click()
  await page.waitForURL((url) => /\/plans\/pln_\w+$/.test(url.pathname) && !url.pathname.includes(planId))
  await expect(page.locator('.plan-fact').filter({ hasText: '独立核验' })).toContainText('已通过')
  const api = await Api.of(page, town)
  const made = await api.get<{ slices: (HandSlice & { projectName: string })[] }>(`/api/plans/${page.url().split('/').at(-1)!}`)
  const keyOf = (s: HandSlice) => `${s.lotId} ${s.year} ${s.amountFen}`
  expect(
    made.slices
      .filter((s) => s.projectName === BRIDGE)
      .map(keyOf)
      .sort(),
  ).toEqual(own.map(keyOf).sort())
  expect(console.take()).toEqual([])
})

test('without dragging on a phone', async ({ page }, info) => {
  test.skip(info.project.name !== 'phone', 'needs a phone')
  await enter(page, town, 'pool_office')
  const planId = await draft(page, '手机方案')
  await page.goto(`${town.url}/plans/${planId}/desk`)
  await expect(verdict(page)).toHaveAttribute('data-ok', 'true')
  await settled(page)
  expect(await overflow(page)).toEqual({ pixels: 0, by: [] })
  const column = page.getByRole('region', { name: '项目', exact: true })
  await column.getByRole('combobox').click()
  await page.locator('.ant-select-dropdown:visible').getByText('全部', { exact: true }).click()
  await column.getByRole('button', { name: BRIDGE }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: '撤下这个项目' }).click()
  await sheet.getByRole('button', { name: ROAD_MONEY }).click()
  await expect(sheet.getByLabel('安排金额')).toHaveValue('90.00')
  await sheet.getByLabel('安排金额').fill('30')
  await sheet.getByRole('button', { name: '安排', exact: true }).click()
  await expect(column.getByRole('button', { name: BRIDGE })).toContainText('还差 60.00 万元')
  await expect(verdict(page)).toHaveAttribute('data-ok', 'false')
  await settled(page)
  expect(await overflow(page)).toEqual({ pixels: 0, by: [] })
})

test('projects seek money and money seeks projects', async ({ page }) => {
  await enter(page, town, 'pool_office')
  await draft(page, '对接方案')
  await page.goto(`${town.url}/matches`)
  await expect(page.getByRole('tab', { name: '缺钱的项目' })).toBeVisible()
  await settled(page)
  expect(await breaches(page)).toEqual([])
  expect(await overflow(page)).toEqual({ pixels: 0, by: [] })
  await page.getByRole('searchbox', { name: '项目名称、编号、地点' }).fill(BRIDGE)
  await expect(page).toHaveURL(/q=/)
  await page.getByRole('link', { name: BRIDGE }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`项目找资金：${BRIDGE}`)
  await expect(page.getByText(/资金文件只允许用于.+，项目属于道路桥梁/).first()).toBeVisible()
  await page.getByRole('combobox', { name: '能不能付' }).click()
  await page.locator('.ant-select-dropdown:visible').getByText(/^能付/).click()
  await expect(page.getByText(/资金文件只允许用于.+，项目属于道路桥梁/)).toHaveCount(0)
  await settled(page)
  expect(await overflow(page)).toEqual({ pixels: 0, by: [] })
  await page.getByRole('link', { name: ROAD_MONEY }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`资金找项目：${ROAD_MONEY}`)
  await expect(page.getByText(BRIDGE).first()).toBeVisible()
  await settled(page)
  expect(await breaches(page)).toEqual([])
  expect(await overflow(page)).toEqual({ pixels: 0, by: [] })
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '导出 Excel' }).click()])
  expect(file.suggestedFilename()).toBe(`${ROAD_MONEY}可付的项目.xlsx`)
  await page.goto(`${town.url}/matches`)
  await page.getByRole('tab', { name: '有余额的资金' }).click()
  await expect(page.getByText(ROAD_MONEY)).toBeVisible()
  const [money] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '导出 Excel' }).click()])
  expect(money.suggestedFilename()).toBe('有余额的资金.xlsx')
})
