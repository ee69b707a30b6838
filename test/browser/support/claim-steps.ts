/** What people do with a claim, through the page: papers, signatures, payment order, the bank's answer. */
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, type Page } from '@playwright/test'
import { formatFen } from '#kernel/money.ts'
import { DEMO_PASSWORD } from '#scenario/people.ts'
import { signOff } from '#policy/sign-off.ts'
import type { District } from './district.ts'
import { give, stateOf } from './reading.ts'

const PAPERS = fileURLToPath(new URL('../papers', import.meta.url))
export const startOrder = path.join(PAPERS, '开工令.pdf')
export const invoice = path.join(PAPERS, '发票.png')

/** Uploads one paper into its slot and sees it listed there. */
export async function uploadPaper(page: Page, slot: string, file: string): Promise<void> {
  const item = page.getByRole('listitem').filter({ hasText: slot })
  await give(page, item.getByRole('button', { name: `上传${slot}` }), file)
  await expect(item.getByRole('link', { name: path.basename(file) })).toBeVisible()
}

/** Opens the claim, reads what is signed in the dialog, gives the password again, and sees the level signed. */
export async function sign(
  page: Page,
  district: District,
  claim: { id: string; amountFen: bigint },
  level: 1 | 2 | 3 | 4 | 5,
): Promise<void> {
  await page.goto(`${district.url}/claims/${claim.id}`)
  const chain = page.getByRole('list', { name: '五级审签' })
  const step = chain.getByRole('listitem').nth(level - 1)
  await expect(step).toHaveAttribute('aria-current', 'step')
  await page.getByRole('button', { name: '审签', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(`¥ ${formatFen(claim.amountFen)}`)
  await expect(dialog).toContainText(signOff.levels[level - 1]!.asserts.zh)
  await dialog.getByLabel('审签意见').fill(`第${level}级已核对,同意`)
  await dialog.getByLabel(/登录密码$/).fill(DEMO_PASSWORD)
  await dialog.getByRole('button', { name: '确认签字' }).click()
  await expect(dialog).toBeHidden()
  await expect(step).toContainText(`第${level}级已核对,同意`)
}

/** The finance bureau issues the order from the claim; answers with the order's id. */
export async function orderPayment(page: Page, district: District, claim: { id: string; amountFen: bigint }): Promise<string> {
  await page.goto(`${district.url}/claims/${claim.id}`)
  await page.getByRole('button', { name: '开具支付令' }).click()
  await expect(page.getByText(`¥ ${formatFen(claim.amountFen)}`)).toBeVisible()
  await page.getByRole('button', { name: '确认开具支付令' }).click()
  await page.waitForURL(/\/payments\/pay_\w+$/)
  return page.url().split('/').at(-1)!
}

/** On the page of the order: the bank has paid. */
export async function recordPaid(page: Page, reference: string): Promise<void> {
  await page.getByRole('button', { name: '登记已付' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('付款回单号').fill(reference)
  await dialog.getByRole('button', { name: '登记', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(stateOf(page)).toHaveText('已支付')
}
