/**
 * A second opinion on the books: hledger and ledger compute every account and the trial balance from the exported journal, and both must
 * come to the figures of the statements, to the fen. Skipped, and said so, only where neither tool is installed.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { must } from '#kernel/outcome.ts'
import { exportVerb } from '#app/export-verb.ts'
import { type Verb, WrongUse } from '#app/verb.ts'
import { balancesAt, exportJournal, type JournalOptions } from '#features/statements/journal.store.ts'
import { journalFile, MAIN_FILE } from '#features/statements/journal-text.model.ts'
import { readQuery } from '#features/statements/statement-query.model.ts'
import { sumsOf } from '#features/statements/statements.store.ts'
import type { Database } from '#platform/db/database.ts'
import { type BookKey, books } from '#policy/books.ts'
import { postings } from '#policy/postings.ts'
import { subjects } from '#policy/subjects.ts'
import { engines } from '../support/database.ts'
import { RandomHistory } from '../support/random-history.ts'
import { World } from '../support/world.ts'

const BOOKS = Object.keys(books) as BookKey[]

const run = (tool: string, args: readonly string[]): string =>
  execFileSync(tool, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 28,
    env: { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' },
  })

function installed(tool: string): boolean {
  try {
    run(tool, ['--version'])
    return true
  } catch {
    return false
  }
}

type Balances = Map<string, bigint>

/** Every account that has ever been touched with its own balance, zero too. */
const TOOLS: Readonly<Record<string, (file: string) => Balances>> = {
  hledger: (file) => {
    const lines = run('hledger', ['-f', file, 'balance', '--flat', '--empty', '-O', 'csv', '--no-total']).trim().split('\n').slice(1)
    return new Map(
      lines.map((line) => {
        const [, account, amount] = /^"([^"]+)","([^"]+)"$/.exec(line)!
        return [account!, fenOf(amount!)]
      }),
    )
  },
  ledger: (file) => {
    const format = '%(account)\\t%(amount)\\n'
    const lines = run('ledger', ['-f', file, 'balance', '--flat', '--empty', '--no-total', '--format', format]).trim().split('\n')
    return new Map(
      lines.map((line) => {
        const [account, amount] = line.split('\t')
        return [account!, fenOf(amount!)]
      }),
    )
  },
}

function fenOf(amount: string): bigint {
  const plain = amount.replace(/\s*CNY$/, '')
  if (plain === '0') return 0n
  const match = /^(-?)(\d+)\.(\d\d)$/.exec(plain)
  if (!match) throw new Error(`no amount: ${amount}`)
  return BigInt(`${match[1]}${match[2]}${match[3]}`)
}

const present = Object.keys(TOOLS).filter(installed)
if (present.length === 0) console.warn('SKIPPED: neither hledger nor ledger is installed, so nobody gives a second opinion on the books')

describe.each(engines())('the journal on $name', ({ open }) => {
  let database: Database
  let world: World
  let history: RandomHistory
  const folders: string[] = []

  beforeAll(async () => {
    database = await open()
    world = await World.open(database)
    history = await RandomHistory.begin(world, 42)
    await history.steps(150)
    await history.everyKind()
    if (world.today() < '2018-01-05') world.goTo('2018-01-05')
    const closings = []
    for (const book of BOOKS) closings.push(await history.closeYear(book, 2017))
    await history.takeBack(closings[0]!, civilDate('2017-12-31'))
    await history.steps(60)
  }, 240_000)
  afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

  async function exported(options: Partial<JournalOptions> = {}): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), 'headgate-journal-'))
    folders.push(folder)
    const written = new Map<string, string>()
    await exportJournal(database.db, world.district, { today: world.today(), ...options }, async (file, text) => {
      written.set(file, (written.get(file) ?? '') + text)
    })
    for (const [file, text] of written) writeFileSync(join(folder, file), text)
    return folder
  }

  const VIEWS: readonly (readonly [string, Partial<JournalOptions>, string])[] = [
    ['of everything', {}, '2018'],
    ['of one year, opened with what the years before left', { year: 2018 }, '2018'],
    ['as of a day', { asOf: civilDate('2017-09-15') }, '2017'],
    ['as known on a day', { asOf: civilDate('2017-08-31'), knownAt: '2017-08-20' }, '2017'],
  ]

  test('was made of a history with every kind, supplements and reversals among them', () => {
    expect([...history.seen.keys()].sort()).toEqual([...Object.keys(postings), 'reversal'].sort())
  })

  describe.skipIf(present.length === 0).each(present)('read by %s', (tool) => {
    test.each(VIEWS)(
      '%s: every account and the trial balance of every book are ours',
      async (_, options, period) => {
        const file = join(await exported(options), MAIN_FILE)
        const theirs = TOOLS[tool]!(file)
        const until = options.asOf ?? world.today()
        const ours = await balancesAt(database.db, world.district, until, options.knownAt)
        const nonZero = (balances: ReadonlyMap<string, bigint>) =>
          [...balances].filter(([, amount]) => amount !== 0n).sort(([a], [b]) => (a < b ? -1 : 1))
        expect(nonZero(theirs)).toEqual(nonZero(ours))
        expect(nonZero(theirs).length).toBeGreaterThan(20)
        for (const book of BOOKS) {
          const query = must(readQuery('trial', { book, period, asOf: options.asOf, knownAt: options.knownAt }, world.today()))
          const { sums } = await sumsOf(database.db, world.district, query)
          const trial = new Map<string, bigint>()
          for (const [account, amount] of theirs)
            if (account.startsWith(`${book}:`)) trial.set(account.split(':')[2]!, (trial.get(account.split(':')[2]!) ?? 0n) + amount)
          for (const code of Object.keys(subjects) as (keyof typeof subjects)[])
            expect(trial.get(code) ?? 0n, `${book} ${code}`).toBe(sums.get(code)?.closing ?? 0n)
        }
      },
      60_000,
    )

    test('stops at a line that was altered, and at a balance that is not ours', async () => {
      const folder = await exported()
      const name = join(folder, journalFile('poverty', 'cash'))
      const text = readFileSync(name, 'utf8')
      const check = () => TOOLS[tool]!(join(folder, MAIN_FILE))
      writeFileSync(
        name,
        text.replace(/(\d)\.(\d\d) CNY {2};/, (_, a: string, b: string) => `${a}.${b === '00' ? '01' : '00'} CNY  ;`),
      )
      expect(check).toThrow()
      const lines = text.split('\n')
      const at = lines.findIndex((l) => l.includes('0.00 CNY = '))
      lines[at] = lines[at]!.replace(/= .*/, '= 0.07 CNY')
      writeFileSync(name, lines.join('\n'))
      expect(check).toThrow()
      writeFileSync(name, text)
      expect(check).not.toThrow()
    })
  })

  test('the verb writes it into an empty folder, and says in words what it will not do', async () => {
    const lines: string[] = []
    const verb: Verb = exportVerb
    const services = { database, clock: world.clock, version: '', demoPassword: null, hash: 'sha256' as const }
    const call = (...args: string[]) => verb(args, { out: (t) => lines.push(t), err: (t) => lines.push(t) }, async () => services)
    const folder = join(mkdtempSync(join(tmpdir(), 'headgate-export-')), 'journal')
    folders.push(join(folder, '..'))
    expect(await call('journal', '--out', folder)).toBe(0)
    expect(lines[0]).toContain('main.journal')
    expect(readFileSync(join(folder, MAIN_FILE), 'utf8')).toContain('include poverty-cash.journal')
    const refused = async (...args: string[]) =>
      call(...args).catch((error: unknown) => (error instanceof WrongUse ? error.message : String(error)))
    expect(await refused('journal')).toContain('--out')
    expect(await refused('everything', '--out', folder)).toContain('用法')
    expect(await refused('journal', '--out', folder)).toContain('已有文件')
    expect(await refused('journal', '--out', `${folder}-a`, '--year', '17')).toContain('年度“17”看不懂')
    expect(await refused('journal', '--out', `${folder}-a`, '--year', '2099')).toContain('2099 年还没有到')
    expect(await refused('journal', '--out', `${folder}-a`, '--as-of', '2017-02-30')).toContain('moment_no_date')
    expect(await refused('journal', '--out', `${folder}-a`, '--as-of', '2040-01-01')).toContain('moment_in_future')
  })
})
