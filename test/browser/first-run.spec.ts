/** An empty database: the set-up page creates the district and its administrator; what is empty says so and is no error. */
import { expect, type Page, test } from '@playwright/test'
import { district } from './support/district.ts'
import { Api } from './support/people.ts'

const town = district({ demo: false, only: 'desktop' })
const ADMIN_PASSWORD = 'beiguan-2018-admin'
const POOL_PASSWORD = 'beiguan-2018-pool'

async function setUp(page: Page) {
  await page.goto(`${town.url}/`)
  await expect(page.getByRole('heading', { name: '首次启用' })).toBeVisible()
  await page.getByLabel('区划代码').fill('410503')
  await page.getByLabel('区县名称').fill('北关区')
  await page.getByLabel('管理员姓名').fill('徐静')
  await page.getByLabel('管理员用户名').fill('admin')
  await page.getByLabel('密码', { exact: true }).fill(ADMIN_PASSWORD)
  await page.getByLabel('再填一次密码').fill('something-else-10')
  await page.getByRole('button', { name: '启用' }).click()
  await expect(page.getByText('两次填的不一样')).toBeVisible()
  await page.getByLabel('再填一次密码').fill(ADMIN_PASSWORD)
  await page.getByRole('button', { name: '启用' }).click()
  await expect(page.getByRole('heading', { name: '人员', exact: true })).toBeVisible()
  await expect(page.getByRole('banner')).toContainText('北关区')
}

/** Pages of the coordination office and how each says that there is nothing yet. */
const EMPTY: readonly (readonly [path: string, says: RegExp])[] = [
  ['/', /清单上还没有资金/],
  ['/money', /清单上还没有资金/],
  ['/books/postings', /还没有记账/],
  ['/projects', /项目库还是空的/],
  ['/plans', /还没有分配方案/],
  ['/contracts', /还没有合同/],
  ['/claims', /还没有报账/],
  ['/payments', /还没有支付令/],
  ['/trace', /还没有可以追踪的资金/],
  ['/trace/all/district', /还没有资金经过/],
]

test('the first person sets up the district; empty pages say what is missing', async ({ page }) => {
  await test.step('set-up', () => setUp(page))
  await test.step('the administrator adds the coordination office', async () => {
    const api = await Api.of(page, town)
    await api.post('/api/people', { username: 'pool', name: '王丽华', role: 'pool_office', scope: null, password: POOL_PASSWORD })
    await page.reload()
    await expect(page.getByText('王丽华')).toBeVisible()
  })
  await test.step('nobody can set up a second time', async () => {
    await page.context().clearCookies()
    await page.goto(`${town.url}/setup`)
    await expect(page.getByRole('button', { name: '登录', exact: true })).toBeVisible()
    await page.getByLabel('用户名', { exact: true }).fill('pool')
    await page.getByLabel('密码', { exact: true }).fill(POOL_PASSWORD)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await expect(page.getByRole('heading', { name: /您好$/ })).toBeVisible()
  })
  for (const [path, says] of EMPTY)
    await test.step(`${path} is empty, not broken`, async () => {
      await page.goto(`${town.url}${path}`)
      await expect(page.getByRole('main').getByText(says).first()).toBeVisible()
      await expect(page.getByRole('alert')).toHaveCount(0)
    })
  await test.step('the public page is empty too', async () => {
    await page.goto(`${town.url}/public`)
    await expect(page.getByText('北关区').first()).toBeVisible()
    await expect(page.getByRole('alert')).toHaveCount(0)
  })
})
