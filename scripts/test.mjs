// @ts-check
/**
 * `npm test`: unit, story, storage and law tests by vitest, then the browser journeys by Playwright where a Chromium is
 * found. With arguments (`npm test -- src/kernel`) only vitest runs, with them. The last line is `N passed, N failed`.
 * TEST_DATABASE_URL adds a PostgreSQL server to the embedded engine; HEADGATE_REQUIRE_BROWSER=1 makes a missing Chromium a failure.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findChromium } from './chromium.mjs'
import { prepare, runNode, sayOut, tool } from './steps.mjs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

/** @param {string} file @returns {any} the report, or null when the runner died before writing it */
function report(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

/**
 * What a runner counted. Whatever made it exit red without a failed test (a file that does not load, an unhandled error,
 * a runner that died) counts as one failure, so that the last line can never be green on a red run.
 * @param {Count | null} count @param {number} code
 * @returns {Count}
 */
function honest(count, code) {
  const { passed, failed, skipped } = count ?? { passed: 0, failed: 0, skipped: 0 }
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, skipped }
}

/** @param {string} folder @param {readonly string[]} args */
async function vitest(folder, args) {
  const file = path.join(folder, 'vitest.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const code = await runNode([tool('vitest', 'vitest.mjs'), 'run', ...reporters, ...args])
  const found = report(file)
  return honest(
    found && { passed: found.numPassedTests, failed: found.numFailedTests, skipped: found.numPendingTests + found.numTodoTests },
    code,
  )
}

/** @param {string} folder @param {string} chromium */
async function journeys(folder, chromium) {
  const file = path.join(folder, 'playwright.json')
  const env = { ...process.env, CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: file }
  const code = await runNode([tool('@playwright/test', 'cli.js'), 'test', '--reporter=list,json'], { env })
  const found = report(file)?.stats
  return honest(found && { passed: found.expected + found.flaky, failed: found.unexpected, skipped: found.skipped }, code)
}

/** @param {string} folder @returns {Promise<Count>} */
async function browser(folder) {
  try {
    const chromium = findChromium()
    if (chromium) return await journeys(folder, chromium)
  } catch (error) {
    sayOut(error instanceof Error ? error.message : String(error))
    return { passed: 0, failed: 1, skipped: 0 }
  }
  const required = process.env['HEADGATE_REQUIRE_BROWSER'] === '1'
  sayOut('浏览器测试已跳过：未找到 Chromium · browser journeys skipped: no Chromium found (install one, or name it by CHROMIUM_PATH)')
  return { passed: 0, failed: required ? 1 : 0, skipped: required ? 0 : 1 }
}

await prepare(sayOut)
const args = process.argv.slice(2)
const folder = mkdtempSync(path.join(tmpdir(), 'headgate-test-'))
try {
  sayOut('正在运行单元与存储测试 · Running unit, story and storage tests (vitest) …')
  const counts = [await vitest(folder, args)]
  if (args.length === 0) {
    sayOut('正在运行浏览器测试 · Running browser journeys (Playwright) …')
    counts.push(await browser(folder))
  }
  /** @param {keyof Count} key */
  const total = (key) => counts.reduce((sum, count) => sum + count[key], 0)
  if (total('skipped') > 0) sayOut(`${total('skipped')} skipped`)
  sayOut(`${total('passed')} passed, ${total('failed')} failed`)
  process.exitCode = total('failed') > 0 ? 1 : 0
} finally {
  rmSync(folder, { recursive: true, force: true })
}
