/**
 * The office writes down what it wants, solves a library large enough to be watched, stops it and keeps the best; and a scenario that
 * cannot be kept is told in its own words, with the way back to the term.
 */
import { expect, type Page, test } from '@playwright/test'
import { district } from './support/district.ts'
import { enterProjects } from './support/many-projects.ts'
import { Api, enter } from './support/people.ts'
import { card, choose } from './support/reading.ts'

const town = district({ only: 'desktop' })
const MANY = 320

test('a scenario is written in words, solved, watched, stopped and kept; one that clashes says on what', async ({ page }) => {
  await enter(page, town, 'pool_office')
  await enterProjects(page, town, MANY)

  await page.goto(`${town.url}/scenarios`)
  await page.getByRole('button', { name: '建立测算口径' }).first().click()
  const limits = card(page, '片区、类别、项目组的上下限')
  await limits.getByRole('button', { name: '加一条上下限' }).click()
  await limits.getByLabel('这条上下限的名称').fill('茅塔片区')
  await choose(page, limits.getByRole('combobox', { name: '选一个区划' }), /^茅塔乡/)
  await limits.getByLabel('上限', { exact: true }).fill('1300')
  await page.getByLabel('名称', { exact: true }).fill('2017年第二批口径')
  await page.getByLabel('说明用途').fill('第二批统筹整合')
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await page.waitForURL(/\/scenarios\/scn_/)
  await expect(page.getByText('“茅塔片区”（区域：茅塔乡）：不超过 13,000,000.00 元')).toBeVisible()

  await page.getByRole('button', { name: '按它测算' }).click()
  await expect(page.getByText('“茅塔片区”（区域：茅塔乡）：不超过 13,000,000.00 元')).toBeVisible()
  const slider = page.getByRole('slider')
  await slider.focus()
  await slider.press('End')
  await page.getByRole('button', { name: '开始测算' }).click()
  await expect(page.getByRole('heading', { name: '测算进度' })).toBeVisible()
  await expect(page.locator('.plan-progress')).toContainText('最多 120 秒')
  await page.getByRole('button', { name: '停止，用目前最好的结果' }).click()
  await page.waitForURL(/\/plans\/pln_/)
  await expect(page.locator('.plan-fact').filter({ hasText: '独立核验' })).toContainText('已通过')

  await askTheImpossible(page)
  await page.waitForURL(/\/plans\/pln_/)
  const why = page.getByRole('alert').filter({ hasText: '不能同时满足' })
  await expect(why).toContainText('“茅塔片区”（区域：茅塔乡）下限 20,000,000.00 元')
  await expect(page.locator('.plan-fact').filter({ hasText: '独立核验' })).toContainText('没有方案可核验')
  await why.getByRole('link', { name: '去修改这一条' }).first().click()
  await expect(page.locator('.term-wanted')).toBeVisible()
})

test('a plan is never solved from other terms in silence: a retired scenario is said, and the officer chooses', async ({ page }) => {
  await enter(page, town, 'pool_office')
  const api = await Api.of(page, town)
  const { rows } = await api.get<{ rows: { id: string; name: string; version: number; retired: boolean }[] }>('/api/scenarios')
  const { id, name, version } = rows.find((r) => !r.retired)!
  const copy = await api.post<{ scenarioId: string }>(`/api/scenarios/${id}/copy`, { name: '现行口径' })
  await api.post(`/api/scenarios/${id}/retire`, { note: '另有新口径', seen: version })
  await page.goto(`${town.url}/plans/new?scenario=${id}&version=1`)
  await expect(page.getByText(`测算口径“${name}”已停用，不能据以测算`)).toBeVisible()
  await expect(page.getByText('按这样的目标和限制测算')).toHaveCount(0)
  await page.getByRole('button', { name: '开始测算' }).click()
  await expect(page.getByText('请选择测算口径')).toBeVisible()
  await choose(page, page.getByRole('combobox', { name: '测算口径' }), /^现行口径/)
  await expect(page.getByText('按这样的目标和限制测算')).toBeVisible()
  await expect(page.getByRole('link', { name: '查看、修改口径' })).toHaveAttribute('href', `/scenarios/${copy.scenarioId}`)
  await page.goto(`${town.url}/plans/new?scenario=scn_none`)
  await expect(page.getByText('没有编号为 scn_none 的测算口径')).toBeVisible()
})

/** A floor that the projects of the area need and the money of the district cannot give. */
async function askTheImpossible(page: Page) {
  const api = await Api.of(page, town)
  const { rows } = await api.get<{ rows: { id: string }[] }>('/api/scenarios')
  const { terms, name } = await api.get<{ name: string; terms: { limits: object[] } }>(`/api/scenarios/${rows[0]!.id}`)
  const limits = terms.limits.map((limit) => ({ ...limit, minFen: '2000000000', maxFen: null }))
  const body = { name, note: '试算', seen: 1, terms: { ...terms, limits, limitsCountGiven: false } }
  await api.post(`/api/scenarios/${rows[0]!.id}/versions`, body)
  await page.goto(`${town.url}/plans/new?scenario=${rows[0]!.id}`)
  await page.getByRole('button', { name: '开始测算' }).click()
}
