/**
 * One tap: a scenario in words, two solves (one watched to its end, one stopped), a third with pins and a ban, the two plans side by side,
 * the departments asked, the trial run and the decision, the postings and their picture, the publication, the paper, and an adjustment.
 */
import { expect, type Page, test } from '@playwright/test'
import { formatFen } from '#kernel/money.ts'
import { openZip } from '#platform/sheets/zip-parts.ts'
import { district } from './support/district.ts'
import { enterProjects } from './support/many-projects.ts'
import { Api, enter, Office } from './support/people.ts'
import { card, choose, expectDrawn, fact, fenAt, moneyColumn, readTable, stateOf, sumOf, textColumn } from './support/reading.ts'
import { download, onPhone } from './support/two-screens.ts'

test.use({ trace: { mode: 'retain-on-failure', screenshots: false } })

const town = district({ only: 'desktop' })
const MANY = 160
const DECISION = '茅扶组〔2017〕21号'
const PUBLISHED = '茅政公〔2017〕9号'
const AREA = '“茅塔片区”（区域：茅塔乡）：不超过 19,000,000.00 元（此前安排的也算）'
const ROADS = '“道路合计”（类别：道路桥梁）：不超过 9,500,000.00 元（此前安排的也算）'

interface Slice {
  readonly lotId: string
  readonly docNo: string
  readonly fundName: string
  readonly projectId: string
  readonly projectCode: string
  readonly projectName: string
  readonly amountFen: string
}
interface Plan {
  readonly id: string
  readonly name: string
  readonly state: string
  readonly verified: boolean
  readonly fundedProjects: number
  readonly allocatedFen: string
  readonly slices: readonly Slice[]
  readonly comparison: readonly { readonly key: string; readonly plan: string }[]
}

const planOf = async (page: Page, id: string): Promise<Plan> => (await Api.of(page, town)).get<Plan>(`/api/plans/${id}`)
const benefitOf = (plan: Plan): number => Number(plan.comparison.find((row) => row.key === 'benefit')?.plan)
const number = (text: string): number => Number(text.replace(/[,%]/g, ''))
const nothing = () => Promise.resolve()

async function writeScenario(page: Page): Promise<string> {
  await page.goto(`${town.url}/scenarios`)
  await page.getByRole('button', { name: '建立测算口径' }).first().click()
  const limits = card(page, '片区、类别、项目组的上下限')
  await limits.getByRole('button', { name: '加一条上下限' }).click()
  const first = page.locator('#term-limits\\.0')
  await first.getByLabel('这条上下限的名称').fill('茅塔片区')
  await choose(page, first.getByRole('combobox', { name: '选一个区划' }), /^茅塔乡/)
  await first.getByLabel('上限', { exact: true }).fill('1900')
  await limits.getByRole('button', { name: '加一条上下限' }).click()
  const second = page.locator('#term-limits\\.1')
  await second.getByLabel('这条上下限的名称').fill('道路合计')
  await choose(page, second.getByRole('combobox', { name: '按什么算' }), '类别')
  await choose(page, second.getByRole('combobox', { name: '选一个类别' }), '道路桥梁')
  await second.getByLabel('上限', { exact: true }).fill('950')
  await page.getByLabel('名称', { exact: true }).fill('2017年一个龙头口径')
  await page.getByLabel('说明用途').fill('第二批统筹整合')
  await onPhone(page, nothing)
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await page.waitForURL(/\/scenarios\/scn_/)
  for (const sentence of [AREA, ROADS]) await expect(page.getByText(sentence)).toBeVisible()
  await onPhone(page, nothing)
  return page.url().split('/').at(-1)!
}

async function startSolve(page: Page, scenario: string, name: string, key: 'Home' | 'End'): Promise<void> {
  await page.goto(`${town.url}/scenarios/${scenario}`)
  await page.getByRole('button', { name: '按它测算' }).click()
  await expect(page.getByText(AREA)).toBeVisible()
  await page.getByLabel('方案名称').fill(name)
  const slider = page.getByRole('slider')
  await slider.focus()
  await slider.press(key)
  if (key === 'Home') for (let more = 0; more < 6; more++) await slider.press('ArrowRight')
  await page.getByRole('button', { name: '开始测算' }).click()
  await expect(page.getByRole('heading', { name: '测算进度' })).toBeVisible()
}

interface Seen {
  readonly time: string
  readonly bound: string
  readonly best: string
  readonly gap: string
}

/** What stands on the page of progress, or null when the page has gone on to the plan. */
async function progress(page: Page): Promise<Seen | null> {
  const text = await page
    .locator('.plan-progress')
    .innerText({ timeout: 1000 })
    .catch(() => '')
  const at = (label: string) => new RegExp(`${label}\\s+(\\S.*)`).exec(text)?.[1] ?? ''
  return text === '' ? null : { time: at('已用时'), bound: at('效益上限'), best: at('目前最好'), gap: at('差距') }
}

/** The figures move while the solve runs: time goes on, and bound, best and gap become numbers. */
async function watch(page: Page): Promise<string> {
  const seen: Seen[] = []
  await expect
    .poll(
      async () => {
        const now = await progress(page)
        if (now) seen.push(now)
        return /\/plans\/pln_/.test(page.url())
      },
      { intervals: [250], timeout: 120_000 },
    )
    .toBe(true)
  const values = (key: keyof Seen) => new Set(seen.map((s) => s[key]).filter((value) => value !== ''))
  expect(values('time').size).toBeGreaterThan(2)
  for (const key of ['bound', 'best', 'gap'] as const) {
    expect([...values(key)].join(' '), key).toMatch(/\d/)
    expect(values(key).size, `${key}: ${[...values(key)].join(' ')}`).toBeGreaterThan(1)
  }
  return page.url().split('/').at(-1)!
}

const expectChecked = (page: Page) => expect(page.locator('.plan-fact').filter({ hasText: '独立核验' })).toContainText('已通过')

async function stopAtBest(page: Page): Promise<string> {
  await expect(page.locator('.plan-progress')).toContainText('最多 120 秒')
  await expect(fact(page, '目前最好')).toHaveText(/\d/)
  const best = number(await fact(page, '目前最好').innerText())
  expect(best).toBeGreaterThan(0)
  await onPhone(page, nothing)
  await page.getByRole('button', { name: '停止，用目前最好的结果' }).click()
  await page.waitForURL(/\/plans\/pln_/)
  await expectChecked(page)
  const id = page.url().split('/').at(-1)!
  expect(benefitOf(await planOf(page, id))).toBeGreaterThanOrEqual(best)
  return id
}

/** Chooses in a long select by typing. */
async function pick(page: Page, row: string, label: string, typed: string): Promise<void> {
  const term = page.locator(`#term-${row.replace('.', '\\.')}`)
  const field = term.getByRole('combobox', { name: label })
  await field.click()
  await field.fill(typed)
  await expect(page.locator('.ant-select-dropdown:visible .ant-select-item-option-active').filter({ hasText: typed })).toBeVisible()
  await field.press('Enter')
  await expect(term).toContainText(typed)
}

interface Wishes {
  readonly pins: readonly [Slice, Slice]
  readonly ban: Slice
}

/** Two slices of the first plan that the second one lacks where there are such, and a pair of the second that stands in their way of none. */
function wishesFrom(first: Plan, second: Plan): Wishes {
  const key = (s: Slice) => `${s.lotId} ${s.projectId}`
  const known = new Set(second.slices.map(key))
  const ordered = [...first.slices].sort((a, b) => Number(known.has(key(a))) - Number(known.has(key(b))))
  const one = ordered[0]!
  const two = ordered.find((s) => s.projectId !== one.projectId)!
  const pinned = new Set([one.projectId, two.projectId])
  const ban = second.slices.find((s) => !pinned.has(s.projectId))
  if (!ban) throw new Error('the second plan funds nothing but the pinned projects')
  return { pins: [one, two], ban }
}

async function pinAndBan(page: Page, scenario: string, { pins, ban }: Wishes): Promise<void> {
  await page.goto(`${town.url}/scenarios/${scenario}`)
  await page.getByRole('button', { name: '修改', exact: true }).click()
  for (const [i, pin] of pins.entries()) {
    await page.getByRole('button', { name: '加一条指定' }).click()
    await pick(page, `pins.${i}`, '选一笔资金', pin.docNo)
    await pick(page, `pins.${i}`, '选一个项目', pin.projectCode)
    await page
      .locator(`#term-pins\\.${i}`)
      .getByLabel('指定金额，可不填')
      .fill(formatFen(BigInt(pin.amountFen), '万元'))
  }
  await page.getByRole('button', { name: '加一对不得搭配' }).click()
  await pick(page, 'bans.0', '选一笔资金', ban.docNo)
  await pick(page, 'bans.0', '选一个项目', ban.projectCode)
  await page.getByLabel('为什么修改').fill('落实两笔专项，避开一对搭配')
  await onPhone(page, nothing)
  await page.getByRole('button', { name: '保存为新版本' }).click()
  await expect(page.getByText('第 2 版：落实两笔专项')).toBeVisible()
  for (const pin of pins) await expect(page.getByText(`“${pin.projectName}”`).first()).toBeVisible()
}

/** In the plan, by the page's own search: the line of this money under this project, or none. */
async function linesOf(page: Page, slice: Slice): Promise<string[]> {
  await page.getByRole('tab', { name: /^资金安排/ }).click()
  await page.getByRole('searchbox', { name: '项目、资金、单位' }).fill(slice.projectCode)
  const rows = page.getByRole('tabpanel').locator('tbody tr:not([aria-hidden])')
  const closed = page.getByRole('tabpanel').getByRole('button', { name: '展开行' })
  while ((await closed.count()) > 0) await closed.first().click()
  return (await rows.allInnerTexts()).filter((text) => text.includes(slice.docNo))
}

async function seeWishesKept(page: Page, { pins, ban }: Wishes): Promise<string> {
  await page.waitForURL(/\/plans\/pln_/)
  await expectChecked(page)
  const id = page.url().split('/').at(-1)!
  const plan = await planOf(page, id)
  const given = (s: Slice) =>
    sumOf(plan.slices.filter((x) => x.lotId === s.lotId && x.projectId === s.projectId).map((x) => BigInt(x.amountFen)))
  for (const pin of pins) {
    expect(given(pin)).toBeGreaterThanOrEqual(BigInt(pin.amountFen))
    expect((await linesOf(page, pin)).length).toBe(1)
  }
  expect(given(ban)).toBe(0n)
  expect(await linesOf(page, ban)).toEqual([])
  await page.getByRole('searchbox', { name: '项目、资金、单位' }).fill('')
  await expect(fact(page, '测算口径')).toHaveText('2017年一个龙头口径（第 2 版）')
  await onPhone(page, nothing)
  return id
}

async function compare(page: Page, first: Plan, second: Plan): Promise<void> {
  await page.goto(`${town.url}/plans`)
  await expect(page.getByText('口径：2017年一个龙头口径，第 2 版')).toBeVisible()
  await onPhone(page, nothing)
  for (const plan of [first, second]) await page.getByRole('checkbox', { name: `选“${plan.name}”比较` }).check()
  await page.getByRole('button', { name: '比较所选（2）' }).click()
  await expect(page.getByRole('checkbox', { name: '只看有变化的' })).toBeChecked()
  const table = page.getByRole('region', { name: '项目比较' })
  const shown = await readTable(table)
  const total = Number(/变化 (\d+)/.exec(await page.getByRole('tab', { name: /^项目/ }).innerText())?.[1])
  expect(total).toBeGreaterThan(0)
  expect(shown.rows.length).toBe(Math.min(20, total))
  for (const kind of textColumn(shown, '甲→乙')) expect(kind).not.toMatch(/不变|^$/)
  await page.getByRole('checkbox', { name: '只看有变化的' }).uncheck()
  await expect(page.locator('.plan-bar .help-text').first()).not.toHaveText(`${total} 条`)
  const all = await readTable(table)
  expect(moneyColumn(all, '方案甲').total).toBe(BigInt(first.allocatedFen))
  expect(moneyColumn(all, '方案乙').total).toBe(BigInt(second.allocatedFen))
  await page.getByRole('checkbox', { name: '只看有变化的' }).check()
  await onPhone(page, nothing)
}

async function askDepartments(office: Office, plan: Plan): Promise<void> {
  const page = await office.at('pool_office')
  await page.goto(`${town.url}/plans/${plan.id}`)
  await page.getByRole('button', { name: '征求部门意见' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('附言（可不写）').fill('请于本周五前答复')
  await dialog.getByRole('button', { name: /发\s?出/ }).click()
  await expect(dialog).toBeHidden()
  await expect(stateOf(page)).toHaveText('征求意见')

  const dept = await office.at('dept3')
  await dept.goto(town.url)
  await dept.getByRole('link').filter({ hasText: plan.name }).first().click()
  await expect(dept).toHaveURL(new RegExp(plan.id))
  await expect(dept.locator('.plan-own').first()).toHaveText('本部门')
  await dept.getByRole('button', { name: '答复征求意见' }).click()
  const answer = dept.getByRole('region', { name: '答复征求意见' })
  await expect(answer).toContainText('请代表区交通局答复')
  await expect(answer).toBeInViewport()
  await answer.getByText('同意，有意见', { exact: true }).click()
  await answer.getByRole('button', { name: '提交答复' }).click()
  await expect(answer).toContainText('请写明意见或理由')
  await answer.getByLabel('意见或理由').fill('通组公路请在雨季前开工')
  await onPhone(dept, nothing)
  await answer.getByRole('button', { name: '提交答复' }).click()
  await expect(answer).toBeHidden()

  await page.reload()
  await page.getByRole('tab', { name: /^部门意见（1\// }).click()
  const answers = await readTable(page.getByRole('region', { name: '部门答复' }))
  const own = answers.rows.find((row) => row[0] === '区交通局')!
  expect(own.join(' ')).toContain('通组公路请在雨季前开工')
  await onPhone(page, nothing)
}

async function adopt(page: Page, plan: Plan): Promise<void> {
  await page.getByRole('button', { name: '采纳方案' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(`${formatFen(BigInt(plan.allocatedFen))} 元`)
  await expect(dialog).toContainText(`共 ${plan.slices.length} 行`)
  const trial = await readTable(dialog.getByRole('region', { name: '记账明细' }))
  expect(moneyColumn(trial, '金额').total).toBe(BigInt(plan.allocatedFen))
  await onPhone(page, nothing)
  await dialog.getByLabel('决定文号').fill(DECISION)
  await dialog.getByLabel('会议内容摘要').fill('领导小组第四次会议审定第二批方案。')
  await dialog.getByRole('button', { name: '确认采纳' }).click()
  await expect(dialog).toContainText('请写明理由')
  await dialog.getByLabel('为什么意见没有齐仍然继续').fill('其余部门已在会上口头同意')
  await dialog.getByRole('button', { name: '确认采纳' }).click()
  await expect(dialog).toBeHidden()
  await expect(fact(page, '决定文号')).toContainText(DECISION)
  await expect(fact(page, '会议内容')).toContainText('领导小组第四次会议')
}

async function seePostings(page: Page, plan: Plan): Promise<void> {
  await page.getByRole('tab', { name: '记账' }).click()
  const posted = await readTable(page.getByRole('region', { name: '记账明细' }))
  expect(moneyColumn(posted, '金额').total).toBe(BigInt(plan.allocatedFen))
  expect(posted.rows.length).toBe(Math.min(20, plan.slices.length))
  await onPhone(page, nothing)
  await page.getByRole('region', { name: '记账明细' }).getByRole('link').first().click()
  await page.waitForURL(/\/trace\/project\//)
  await expectDrawn(page.getByRole('figure', { name: /的资金流向$/ }))
  const paths = await readTable(page.getByRole('region', { name: '每一条去向' }))
  const project = page.url().split('/').at(-1)!.split('?')[0]
  const own = sumOf(plan.slices.filter((s) => s.projectId === project).map((s) => BigInt(s.amountFen)))
  expect(moneyColumn(paths, '金额').total).toBe(own)
}

async function printPaper(page: Page, plan: Plan): Promise<void> {
  await page.goto(`${town.url}/plans/${plan.id}`)
  const { name, bytes } = await download(page, page.getByRole('link', { name: '打印实施方案' }))
  expect(name).toMatch(/\.docx$/)
  expect(bytes.subarray(0, 2).toString()).toBe('PK')
  let xml = ''
  await (await openZip(new Uint8Array(bytes))).read('word/document.xml', (chunk) => (xml += chunk))
  expect(xml.replace(/<[^>]+>/g, '')).toContain(DECISION)
}

async function publish(page: Page): Promise<void> {
  await page.getByRole('button', { name: '公布方案' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByLabel('公布文号')).toHaveValue(DECISION)
  await dialog.getByLabel('公布文号').fill(PUBLISHED)
  await dialog.getByRole('button', { name: '确认公布' }).click()
  await expect(dialog).toBeHidden()
  await expect(stateOf(page)).toHaveText('已公布')
}

/** Without signing in. */
async function readInPublic(page: Page, plan: Plan): Promise<void> {
  await page.goto(`${town.url}/public`)
  await page.getByRole('link', { name: plan.name }).click()
  await page.waitForURL(`${town.url}/public?plan=${plan.id}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(plan.name)
  await expect(page.getByText(`公布文号 ${PUBLISHED}`)).toBeVisible()
  await expect(page.getByText(`共安排 ${plan.fundedProjects} 个项目`)).toBeVisible()
  for (const list of ['来源清单', '使用清单', '责任清单']) await expect(page.getByRole('heading', { name: list })).toBeVisible()
  await expect(page.getByText(formatFen(BigInt(plan.allocatedFen), '万元')).first()).toBeVisible()
  await onPhone(page, nothing)
}

async function adjust(page: Page, plan: Plan): Promise<void> {
  await page.goto(`${town.url}/plans/${plan.id}`)
  await page.getByRole('button', { name: '编制调整方案' }).click()
  await page.waitForURL(/\/adjust$/)
  const holdings = page.getByRole('region', { name: '可以收回的资金' })
  for (const at of [0, 1, 2]) await holdings.getByRole('checkbox').nth(at).check()
  const taken = await fenAt(page.getByText(/已选 3 笔，收回/))
  expect(taken).toBeGreaterThan(0n)
  await page.getByLabel('调整原因').fill('项目选址变更，当年不能开工')
  await page.getByLabel('依据文件').fill('茅扶组〔2017〕30号')
  await onPhone(page, nothing)
  await page.getByRole('button', { name: '开始测算' }).click()
  await expect(page.getByRole('heading', { name: '测算进度' })).toBeVisible()
  await expect(page.getByText('效益上限')).toBeVisible()
  await page.waitForURL((url) => /\/plans\/pln_\w+$/.test(url.pathname) && !url.pathname.includes(plan.id))
  await expect(page.getByRole('tab', { selected: true })).toHaveText('调整前后')
  const difference = await readTable(page.getByRole('region', { name: '调整前后对照' }))
  expect(moneyColumn(difference, '收回').total).toBe(taken)
  const [before, given, after] = ['原安排', '重新安排', '调整后'].map((title) => moneyColumn(difference, title).total!)
  expect(before! - taken + given!).toBe(after)
  await expect(fact(page, '调整的方案')).toHaveText(plan.name)
  await onPhone(page, nothing)
}

test('one tap, from the words of a scenario to the paper of the decision and the change of the year', async ({ browser }) => {
  test.setTimeout(900_000)
  const office = new Office(browser, town, enter)
  const page = await office.at('pool_office')
  await enterProjects(page, town, MANY)
  const scenario = await test.step('a scenario is written in words', () => writeScenario(page))
  const firstId = await test.step('a solve is watched to its end', async () => {
    await startSolve(page, scenario, '测算甲', 'Home')
    return watch(page)
  })
  const secondId = await test.step('another is stopped, and its best is kept', async () => {
    await startSolve(page, scenario, '测算乙', 'End')
    return stopAtBest(page)
  })
  const first = await planOf(page, firstId)
  const wishes = wishesFrom(first, await planOf(page, secondId))
  await test.step('two slices are pinned, a pair is forbidden', () => pinAndBan(page, scenario, wishes))
  const thirdId = await test.step('the third plan keeps both', async () => {
    await startSolve(page, scenario, '测算丙', 'Home')
    return seeWishesKept(page, wishes)
  })
  const plan = await planOf(page, thirdId)
  await test.step('side by side', () => compare(page, first, plan))
  await test.step('the departments are asked, one answers', () => askDepartments(office, plan))
  await test.step('trial run and decision', () => adopt(page, plan))
  await test.step('the postings it made, and the picture of a project', () => seePostings(page, plan))
  await test.step('the paper', () => printPaper(page, plan))
  await test.step('it is published', () => publish(page))
  await test.step('anybody reads it', async () => readInPublic(await (await browser.newContext()).newPage(), plan))
  await test.step('an adjustment in the middle of the year', () => adjust(page, plan))
  await office.close()
})
