/**
 * A payment the bank sent back: the money returns to the very lots of the contract, the claim becomes a draft again, all five
 * sign anew, and the second payment arrives. Nothing is lost on the way.
 */
import { expect, test } from '@playwright/test'
import { orderPayment, recordPaid, sign } from './support/claim-steps.ts'
import { district } from './support/district.ts'
import { Api, enter, Office } from './support/people.ts'
import { moneyColumn, readTable, stateOf, sumOf, textColumn, words } from './support/reading.ts'

// A film of every person's screen would take longer than the way itself; the snapshots tell enough.
test.use({ trace: { mode: 'retain-on-failure', screenshots: false } })

const town = district({ only: 'desktop' })
const PROJECT = '廖家村茶叶基地建设'

interface Payment {
  readonly id: string
  readonly claimId: string
  readonly projectName: string
  readonly amountFen: string
  readonly money: readonly { readonly lotId: string; readonly amountFen: string }[]
}
interface Contract {
  readonly amounts: { readonly committed: string; readonly returned: string; readonly advanced: string }
}

test('a returned payment goes back to its contract and is paid the second time', async ({ browser }) => {
  test.setTimeout(360_000)
  const office = new Office(browser, town, enter)
  const finance = await office.at('finance')
  const api = await Api.of(finance, town)
  const returned = await api.get<{ rows: Payment[] }>('/api/payments?state=returned')
  const { id: paymentId } = returned.rows.find((row) => row.projectName === PROJECT)!
  const payment = await api.get<Payment>(`/api/payments/${paymentId}`)
  const claim = { id: payment.claimId, amountFen: BigInt(payment.amountFen) }
  const { contractId } = await api.get<{ contractId: string }>(`/api/claims/${claim.id}`)
  const contract = async () => (await api.get<Contract>(`/api/contracts/${contractId}`)).amounts
  const before = await contract()
  expect(BigInt(before.returned)).toBe(claim.amountFen)

  await test.step('the desk of the finance bureau leads to it; the money is put back', async () => {
    await finance.goto(`${town.url}/`)
    await finance.getByRole('link').filter({ hasText: PROJECT }).first().click()
    await expect(stateOf(finance)).toHaveText('银行退回')
    await finance.getByRole('button', { name: /^退款回合同/ }).click()
    const dialog = finance.getByRole('dialog')
    await dialog.getByRole('button', { name: '退款回合同' }).click()
    await expect(dialog).toContainText('请写明原因')
    await dialog.getByLabel('处理说明').fill('收款行行号已与开户银行核对,按原账户重付。')
    await dialog.getByRole('button', { name: '退款回合同' }).click()
    await expect(dialog).toBeHidden()
    const after = await contract()
    expect(BigInt(after.committed)).toBe(BigInt(before.committed) + claim.amountFen)
    expect(after.returned).toBe('0')
  })

  await test.step('the department submits again', async () => {
    const page = await office.at('dept')
    await page.goto(`${town.url}/claims/${claim.id}`)
    await expect(stateOf(page)).toHaveText('草稿')
    await page.getByRole('button', { name: '提交审签' }).click()
    await expect(stateOf(page)).toHaveText('待实施单位审签')
  })

  await test.step('five people sign again', async () => {
    const signers = ['village2', 'township', 'dept2', 'pool_office', 'leader'] as const
    for (const [at, username] of signers.entries()) await sign(await office.at(username), town, claim, (at + 1) as 1 | 2 | 3 | 4 | 5)
  })

  await test.step('it is ordered and paid', async () => {
    const second = await orderPayment(finance, town, claim)
    expect(second).not.toBe(paymentId)
    await recordPaid(finance, '中行付2017071201')
    const again = await api.get<Payment>(`/api/payments/${second}`)
    expect(again.money).toEqual(payment.money)
    const after = await contract()
    // The claim is an advance: it is out of the account, and still to be recovered from progress.
    expect(BigInt(after.advanced)).toBe(BigInt(before.advanced) + claim.amountFen)
    expect(after.committed).toBe(before.committed)
  })

  await test.step('its trace shows one payment of the amount, and the way back in its postings', async () => {
    await finance.getByRole('link', { name: '这笔钱的来龙去脉' }).click()
    const paths = await readTable(finance.getByRole('region', { name: '每一条去向' }))
    const amounts = moneyColumn(paths, '金额')
    expect(sumOf(amounts.rows)).toBe(claim.amountFen)
    expect(amounts.total).toBe(claim.amountFen)
    expect(new Set(textColumn(paths, '现在在'))).toEqual(new Set(['预付款']))
    await expect(finance.getByText(words('分毫不差'))).toBeVisible()
  })
  await office.close()
})
