/** The pictures of docs/screenshots: which page, who looks at it, and what is done first. Drawn by pictures.spec.ts. */
import { expect, type Page } from '@playwright/test'
import type { District } from './district.ts'
import { settled } from './looks.ts'
import { Api } from './people.ts'
import { published } from './published.ts'
import { choose, expectDrawn, give } from './reading.ts'

export interface Picture {
  /** File name without `.png`. */
  readonly name: string
  readonly username: string | null
  /** Of the window, where less than a whole screen is enough; a drawing costs many bytes. */
  readonly height?: number
  readonly open: (page: Page, district: District) => Promise<void>
}

/** Every picture is at most so many bytes. */
export const MOST_BYTES = 250_000

const at =
  (path: string): Picture['open'] =>
  async (page, { url }) => {
    await page.goto(`${url}${path}`)
    await settled(page)
  }

const table = published('01_北塔区_2020')

async function openPreview(page: Page, district: District) {
  await at('/money/import')(page, district)
  await give(page, page.getByText('把表格拖到这里'), table.file)
  await page.getByLabel(/^文号/).fill('湘财预〔2020〕86号')
  await choose(page, page.getByRole('combobox', { name: '级次' }), '中央')
  await page.getByLabel(/^资金年度/).fill(String(table.year))
  await page.getByLabel(/^主管部门/).fill('区扶贫办')
  await expect(page.getByRole('button', { name: '确认登记' })).toBeEnabled()
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    window.scrollTo(0, 0)
  })
}

/** The first thing of a list that fits, shown on its page. */
const first =
  (list: string, page: string): Picture['open'] =>
  async (browserPage, district) => {
    const { rows } = await (await Api.of(browserPage, district)).get<{ rows: { id: string }[] }>(list)
    await at(`${page}/${rows[0]!.id}`)(browserPage, district)
  }

async function openTrace(page: Page, district: District) {
  await at('/trace')(page, district)
  await page.getByRole('searchbox').fill('鄂财农发〔2017〕12号')
  await page.getByRole('list', { name: '查找结果' }).getByRole('link').filter({ hasText: '资金文件' }).first().click()
  await settled(page)
}

async function openDrawnTrace(page: Page, district: District) {
  await openTrace(page, district)
  await expectDrawn(page.getByRole('figure', { name: /的资金流向$/ }))
  // The drawing grows into place.
  await page.waitForTimeout(1500)
}

async function openPublic(page: Page, { url }: District) {
  await page.goto(`${url}/public`)
  await page.waitForLoadState('networkidle')
}

export const desktopPictures: readonly Picture[] = [
  { name: 'statement', username: 'finance', open: at('/statements?period=2017') },
  { name: 'voucher', username: 'finance', open: at('/vouchers/poverty/2017-06/1') },
  { name: 'login', username: null, open: at('/login') },
  { name: 'workbench', username: 'finance', open: at('/') },
  { name: 'fund-list', username: 'pool_office', open: at('/money') },
  { name: 'import-preview', username: 'pool_office', open: openPreview },
  { name: 'plan', username: 'pool_office', open: first('/api/plans?state=adopted', '/plans') },
  { name: 'claim', username: 'township', open: first('/api/claims?state=L2', '/claims') },
  { name: 'trace', username: 'audit', height: 760, open: openDrawnTrace },
  { name: 'public', username: null, open: openPublic },
]

export const phonePictures: readonly Picture[] = [
  { name: 'phone-workbench', username: 'township', open: at('/') },
  { name: 'phone-claim', username: 'township', open: first('/api/claims?state=L2', '/claims') },
  { name: 'phone-trace', username: 'audit', open: openTrace },
]
