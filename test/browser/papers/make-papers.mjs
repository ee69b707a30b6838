// @ts-check
/**
 * Draws the sample papers that the journeys upload: a start order as a PDF and an invoice as a picture, both marked as
 * samples. The files are kept in the repository; run `node test/browser/papers/make-papers.mjs` only to change them.
 */
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { findChromium } from '../../../scripts/chromium.mjs'

const FOLDER = path.dirname(fileURLToPath(import.meta.url))
const STYLE = `<style>
  body { font: 16px/2 "Noto Sans CJK SC", sans-serif; margin: 32px 40px; color: #222 }
  h1 { font-size: 22px; text-align: center; margin: 0 0 12px }
  table { width: 100%; border-collapse: collapse } td { border: 1px solid #555; padding: 2px 10px }
</style>`

const startOrder = `${STYLE}<h1>工程开工令(示例)</h1>
  <p>施工单位:你单位报送的开工资料已经审查,同意于合同约定之日开工。</p><p>监理工程师:(签字)</p>`

const invoice = `${STYLE}<h1>增值税发票(示例)</h1><table>
  <tr><td>购买方</td><td>区农业农村局</td></tr><tr><td>项目</td><td>工程款</td></tr><tr><td>备注</td><td>仅供试用,不能报销</td></tr></table>`

const executablePath = findChromium()
const browser = await chromium.launch({ args: ['--no-sandbox', '--disable-gpu'], ...(executablePath ? { executablePath } : {}) })
try {
  const page = await browser.newPage({ viewport: { width: 520, height: 260 } })
  await page.setContent(startOrder)
  await page.pdf({ path: path.join(FOLDER, '开工令.pdf'), format: 'A5' })
  await page.setContent(invoice)
  await page.screenshot({ path: path.join(FOLDER, '发票.png') })
} finally {
  await browser.close()
}
