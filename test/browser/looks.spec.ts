/** Every page of the menu, and one of each kind of thing, as different people see it on an office PC and on a phone. */
import { expect, type Page, test } from '@playwright/test'
import { statements } from '#policy/statements.ts'
import { standardWire } from '#features/allocation/ui/terms-wire.ts'
import { district } from './support/district.ts'
import { breaches, listen, overflow, settled } from './support/looks.ts'
import { enterProjects } from './support/many-projects.ts'
import { Api, enter } from './support/people.ts'

// Each finding names its page; a recording of some hundred pages would cost more than the looking.
test.use({ trace: 'off' })

const town = district()
/** Pages whose accessibility was examined already in this run; another role sees the same page with other buttons. */
const examined = new Set<string>()

/** The addresses of the menu as it stands on the page; on a phone it is behind a button. */
async function menuOf(page: Page, phone: boolean): Promise<string[]> {
  await page.goto(`${town.url}/`)
  await settled(page)
  if (phone) await page.getByRole('button', { name: '打开菜单' }).click()
  const menu = phone ? page.getByRole('dialog', { name: '菜单' }) : page.getByRole('navigation', { name: '主菜单' })
  await expect(menu.getByRole('link', { name: '工作台' })).toBeVisible()
  return menu.getByRole('link').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
}

/** One page: what is said in the console, what sticks out, what a reader of screens trips over. */
async function look(page: Page, path: string, heard: { take: () => string[] }, kind = path): Promise<void> {
  heard.take()
  await page.goto(`${town.url}${path}`)
  await settled(page)
  await expect(page.locator('html')).toHaveAttribute('lang', /^zh/)
  expect.soft(heard.take(), `${path}: console`).toEqual([])
  const { pixels, by } = await overflow(page)
  expect.soft(pixels > 0 ? [pixels, ...by] : [], `${path}: wider than the screen`).toEqual([])
  if (examined.has(kind)) return
  examined.add(kind)
  expect.soft(await breaches(page), `${path}: accessibility`).toEqual([])
}

const THINGS = ['/lots', '/ledger/postings', '/projects', '/plans', '/contracts', '/claims', '/payments']
const PAGE_OF: Readonly<Record<string, string>> = { '/lots': '/money/lots', '/ledger/postings': '/books/postings' }

const BOOKS = [
  '/bank/import',
  '/bank/match?show=open',
  '/bank/match?show=matched',
  '/bank/lines',
  '/bank/reconciliation?month=2017-03',
  '/vouchers?book=coordination&month=2017-03',
  '/vouchers/poverty/2017-03/1',
  '/vouchers/poverty/2017-06/3',
  ...Object.keys(statements).map((statement) => `/statements?statement=${statement}&book=poverty&period=2017`),
  '/statements?asOf=2017-03-31',
  '/money?face=use',
  '/money?face=duty',
]

for (const username of ['finance', 'pool_office', 'audit'])
  test(`every page of ${username}`, async ({ page, isMobile }) => {
    const heard = listen(page)
    await enter(page, town, username)
    const paths = await menuOf(page, isMobile)
    expect(paths.length).toBeGreaterThan(10)
    for (const path of paths) await look(page, path, heard)
  })

test('every page of the village, which comes by phone', async ({ page, isMobile }) => {
  test.skip(!isMobile, 'shown on the phone only')
  const heard = listen(page)
  await enter(page, town, 'village')
  const paths = await menuOf(page, isMobile)
  expect(paths.length).toBeGreaterThan(3)
  // Larger type and fewer choices: not the pages the offices see.
  examined.clear()
  for (const path of paths) await look(page, path, heard)
})

test('one of each thing', async ({ page }) => {
  const heard = listen(page)
  await enter(page, town, 'audit')
  const api = await Api.of(page, town)
  for (const things of THINGS) {
    const { rows } = await api.get<{ rows: { id: string }[] }>(`/api${things}?pageSize=1`)
    await look(page, `${PAGE_OF[things] ?? things}/${rows[0]!.id}`, heard, things)
  }
  await look(page, '/trace/all/district', heard)
})

/** Pages of the books that stand behind others: in different states, and of one thing each. */
test('the books behind the menu', async ({ page }) => {
  const heard = listen(page)
  await enter(page, town, 'finance')
  const api = await Api.of(page, town)
  const { rows: projects } = await api.get<{ rows: { projectId: string }[] }>('/api/treasury/promises')
  const { loans } = await api.get<{ loans: { id: string }[] }>('/api/financing')
  const { rows: departments } = await api.get<{ rows: { department: string }[] }>('/api/credit')
  for (const path of BOOKS) await look(page, path, heard)
  await look(page, `/phases/${projects[0]!.projectId}`, heard, '/phases')
  await look(page, `/financing/loans/${loans[0]!.id}`, heard, '/financing/loans')
  await look(page, `/credit/${encodeURIComponent(departments[0]!.department)}`, heard, '/credit/one')
})

/** A scenario, a draft solved under it, and a second draft to hold against it; by the API. */
async function drafts(page: Page): Promise<{ readonly scenario: string; readonly plans: readonly [string, string] }> {
  const api = await Api.of(page, town)
  const { rows } = await api.get<{ rows: { id: string }[] }>('/api/plans?state=draft')
  if (rows.length === 0) await enterProjects(page, town, 24)
  const name = `口径${rows.length}`
  const limits = [{ label: '茅塔片区', on: { kind: 'region', region: '420302201' }, years: null, minFen: '0', maxFen: '100000000' }]
  const { scenarioId } = await api.post<{ scenarioId: string }>('/api/scenarios', {
    name,
    note: '看页面',
    terms: { ...standardWire(2017), limits },
  })
  const solve = async (body: object): Promise<string> => {
    const { runId } = await api.post<{ runId: string }>('/api/plans', { name, seconds: 2, ...body })
    const run = () => api.get<{ state: string; planId: string | null }>(`/api/plans/runs/${runId}`)
    await expect.poll(async () => (await run()).state).toBe('done')
    return (await run()).planId!
  }
  return { scenario: scenarioId, plans: [await solve({ scenarioId }), await solve({ year: 2017 })] }
}

/** antd keeps the empty list of a select that was opened and closed again, out of sight and without a name. */
const CLOSED_LIST = /^aria-input-field-name: .*role="listbox".*height: 0px/

/** What a plan page shows besides its slices; an adopted plan has its postings, a draft why it is as it is. */
async function lookAtParts(page: Page, path: string, phone: boolean): Promise<void> {
  const list = page.getByRole('combobox', { name: '看哪一部分' }).first()
  const open = async (at: number): Promise<boolean> => {
    const tabs = phone ? page.locator('.ant-select-dropdown:visible .ant-select-item-option') : page.locator('.plan-parts').getByRole('tab')
    if (phone) await list.click()
    await expect(tabs.first()).toBeVisible()
    if (at >= (await tabs.count())) return false
    await tabs.nth(at).click()
    // The list fades; half way its letters would be too pale.
    if (phone) await expect(tabs).toHaveCount(0)
    return true
  }
  const known = phone ? 5 : await page.locator('.plan-parts').first().getByRole('tab').count()
  for (let at = 1; at < known; at++) {
    await page.goto(`${town.url}${path}`)
    await settled(page)
    if (!(await open(at))) return
    await settled(page)
    const { pixels, by } = await overflow(page)
    expect.soft(pixels > 0 ? [pixels, ...by] : [], `${path} part ${at}: wider than the screen`).toEqual([])
    const found = (await breaches(page)).filter((breach) => !CLOSED_LIST.test(breach))
    expect.soft(found, `${path} part ${at}: accessibility`).toEqual([])
  }
}

test('the pages of plans and scenarios behind the menu', async ({ page, isMobile }) => {
  const heard = listen(page)
  await enter(page, town, 'pool_office')
  const { scenario, plans } = await drafts(page)
  const api = await Api.of(page, town)
  const { rows: adopted } = await api.get<{ rows: { id: string }[] }>('/api/plans?state=adopted')
  await look(page, '/scenarios', heard, '/scenarios with one')
  await look(page, '/scenarios/new', heard)
  await look(page, `/scenarios/${scenario}`, heard, '/scenarios/$id')
  await look(page, `/scenarios/${scenario}?term=limits.0`, heard, '/scenarios/$id changed')
  await look(page, `/plans/new?scenario=${scenario}`, heard, '/plans/new')
  await look(page, `/plans/compare?a=${plans[0]}&b=${plans[1]}`, heard, '/plans/compare')
  await look(page, `/plans/${plans[0]}/desk`, heard, '/plans/$id/desk')
  await look(page, `/plans/${adopted[0]!.id}/adjust`, heard, '/plans/$id/adjust')
  await look(page, '/matches', heard, '/matches with a draft')
  for (const id of [plans[0], adopted[0]!.id]) {
    await look(page, `/plans/${id}`, heard, `/plans/${id}`)
    await lookAtParts(page, `/plans/${id}`, isMobile)
  }
})

test('the sign-in page', async ({ page }) => {
  await page.goto(`${town.url}/login`)
  await settled(page)
  await expect(page.getByLabel('演示人员').getByRole('button').first()).toBeVisible()
  expect((await overflow(page)).pixels).toBe(0)
  expect(await breaches(page)).toEqual([])
})

test('the language changes at once and is kept', async ({ page, isMobile }) => {
  await enter(page, town, 'finance')
  await page.goto(`${town.url}/payments`)
  const heading = page.getByRole('heading', { level: 1 })
  await expect(heading).toHaveText('支付令')
  // A menu that is still unfolding may lose a touch; a person touches again.
  const choose = (button: string, language: string, words: string) =>
    expect(async () => {
      const item = page.getByRole('menuitem', { name: language })
      if (!(await item.isVisible())) await page.getByRole('button', { name: button }).click({ timeout: 3_000 })
      await item.click({ timeout: 3_000 })
      await expect(heading).toHaveText(words, { timeout: 3_000 })
    }).toPass()
  if (isMobile) await choose('打开个人菜单', 'English', 'Payment orders')
  else await page.getByRole('radiogroup', { name: '语言 Language' }).getByText('English').click()
  await expect(heading).toHaveText('Payment orders')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await page.reload()
  await expect(heading).toHaveText('Payment orders')
  if (isMobile) await choose('open my menu', '中文', '支付令')
  else await page.getByRole('radiogroup', { name: '语言 Language' }).getByText('中文').click()
  await expect(heading).toHaveText('支付令')
  await expect(page.locator('html')).toHaveAttribute('lang', /^zh/)
})

test('without a mouse: tab reaches the rows, arrows move between them, enter opens one', async ({ page, isMobile }) => {
  await enter(page, town, 'finance')
  await page.goto(`${town.url}/money`)
  await settled(page)
  const list = page.getByRole('region', { name: '资金清单' })
  const links = list.locator('a[href^="/money/lots/"]')
  const isFocused = () => page.evaluate(() => document.activeElement?.getAttribute('href')?.startsWith('/money/lots/') ?? false)
  for (let tabs = 0; tabs < 80 && !(await isFocused()); tabs++) await page.keyboard.press('Tab')
  await expect(links.first()).toBeFocused()
  await page.keyboard.press(isMobile ? 'Tab' : 'ArrowDown')
  await expect(links.nth(1)).toBeFocused()
  const href = await links.nth(1).getAttribute('href')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`${town.url}${href}`)
})
