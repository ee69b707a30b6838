/**
 * Reading the books at 100,000 and 1,000,000 postings (10,000,000 with HEADGATE_BENCH_TEN_MILLION=1): the three books' balances, a trial
 * balance, and the way of a lot's and a payee's money, on PostgreSQL with fsync on. The postings are reservations, commitments, orders
 * and payments of 5,000 lots to 400 payees, made by the general path a thousand at a time. Beside them plain-text accounting tools
 * on the same moves, where they are installed.
 */
import { spawnSync } from 'node:child_process'
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { must, ok } from '#kernel/outcome.ts'
import { fen } from '#kernel/money.ts'
import { atStage, nameAccount, type PostingDraft } from '#features/ledger/ledger.model.ts'
import { bookSums } from '#features/ledger/ledger-list.store.ts'
import { lockBooks, post } from '#features/ledger/ledger.store.ts'
import { readQuery } from '#features/statements/statement-query.model.ts'
import { statementTable } from '#features/statements/statements.store.ts'
import { traceOf } from '#features/trace/trace.routes.ts'
import { newId, systemClock } from '#platform/clock.ts'
import { type Actor, defineCommand, runCommand } from '#platform/command.ts'
import { type Database, openDatabase } from '#platform/db/database.ts'
import { migrate } from '#platform/db/migrate.ts'
import { run, sql } from '#platform/db/sql.ts'
import { type BenchBooks, DAY, makeBooks } from './support/books.ts'
import { median, QUICK, say, spread, table, times, title } from './support/measure.ts'
import { startPostgres } from './support/postgres.ts'

const TEN_MILLION = process.env['HEADGATE_BENCH_TEN_MILLION'] === '1'
const SIZES = QUICK ? [2_000, 4_000] : [100_000, 1_000_000, ...(TEN_MILLION ? [10_000_000] : [])]
const TIMES = QUICK ? 3 : 15
const PAYEES = 400
const AT_ONCE = 1000

const payee = (n: number) => `ctr_bench${n % PAYEES}`

/** The n-th way of one fen to a payee: four postings. */
function way({ lotIds, projectId }: BenchBooks, n: number): PostingDraft[] {
  const lotId = lotIds[1 + (n % (lotIds.length - 1))]!
  const more = { projectId, contractId: `con_bench${n % PAYEES}`, claimId: `clm_bench${n % PAYEES}`, payeeId: payee(n) }
  const at = (stage: 'available' | 'reserved' | 'committed' | 'ordered' | 'paid') =>
    atStage(nameAccount(lotId, 'coordination', stage, more), stage)
  const step = (kind: PostingDraft['kind'], from: Parameters<typeof at>[0], to: Parameters<typeof at>[0]): PostingDraft => ({
    kind,
    businessDate: DAY,
    basis: `基准第 ${n} 笔`,
    moves: [{ from: at(from), to: at(to), amountFen: fen(1n) }],
  })
  return [
    step('reservation', 'available', 'reserved'),
    step('commitment', 'reserved', 'committed'),
    step('payment-order', 'committed', 'ordered'),
    step('payment', 'ordered', 'paid'),
  ]
}

const postWays = defineCommand({
  name: 'bench.post-ways',
  permission: 'ledger.post',
  load: (context, _: readonly PostingDraft[]) => lockBooks(context),
  decide: () => ok(null),
  save: async (context, _, drafts) => ({ count: (await post(context, drafts)).length }),
  sentence: ({ count }) => ({ zh: `基准记账 ${count} 笔`, en: `Posted ${count} for a benchmark` }),
  subjects: () => [],
})

async function makePayees(database: Database, district: string): Promise<void> {
  await database.transaction((tx) =>
    run(
      tx,
      sql`insert into contractor (district, contractor_id, name, credit_code, bank_name, account_no, account_name, created_by, created_at)
        select ${district}, 'ctr_bench' || n, '基准公司' || n, 'B' || n, '农行', '622' || n, '基准公司' || n, 'bench', now()
        from generate_series(0, ${PAYEES - 1}::integer) n`,
    ),
  )
}

async function postUpTo(database: Database, actor: Actor, books: BenchBooks, done: number, size: number): Promise<number> {
  let n = done
  for (; n < size; n += AT_ONCE) {
    const drafts = Array.from({ length: AT_ONCE / 4 }, (_, i) => way(books, n / 4 + i)).flat()
    must(await runCommand(database, postWays, drafts, { actor, clock: systemClock, key: newId('command') }))
  }
  return n
}

async function milliseconds(read: (i: number) => Promise<unknown>): Promise<number[]> {
  const found: number[] = []
  for (let i = 0; i < TIMES; i++) {
    const began = performance.now()
    await read(i)
    found.push(performance.now() - began)
  }
  return found
}

const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`

async function reads(database: Database, district: string, { lotIds }: BenchBooks): Promise<Record<string, number[]>> {
  const { db } = database
  const query = must(readQuery('trial', { book: 'coordination', period: '2017' }, systemClock.today()))
  return {
    'balances of the three books': await milliseconds(() => bookSums(db, district)),
    'trial balance of a year': await milliseconds(() => statementTable(db, district, query, { offset: 0, limit: 500 })),
    'way of a lot’s money': await milliseconds(async (i) => must(await traceOf(db, district, 'lot', lotIds[1 + i * 7]!))),
    'way back from a payee': await milliseconds(async (i) => must(await traceOf(db, district, 'payee', payee(i * 7)))),
  }
}

/** Seconds that a plain-text accounting tool needs for its balances of the same moves; null where it is not installed. */
function plainText(tool: 'hledger' | 'ledger', journal: string): number | null {
  const began = performance.now()
  const ran = spawnSync(tool, ['-f', journal, 'balance', '--depth', '1'], { stdio: 'ignore' })
  return ran.status === 0 ? (performance.now() - began) / 1000 : null
}

function writeJournal(file: string, books: BenchBooks, postings: number): void {
  const out = openSync(file, 'w')
  for (let n = 0; n < postings / 4; n++)
    for (const { kind, moves } of way(books, n)) {
      const [{ from, to }] = moves as [PostingDraft['moves'][number]]
      writeSync(
        out,
        `${DAY} ${kind}\n    ${from.stage}:${from.lotId}:${from.payeeId}  CNY -0.01\n    ${to.stage}:${to.lotId}:${to.payeeId}  CNY 0.01\n\n`,
      )
    }
  closeSync(out)
}

title('Reading the books: median milliseconds, and how they grow')
const postgres = await startPostgres()
if (!postgres) say('No PostgreSQL server programs on this machine.')
else {
  const database = await openDatabase({ url: postgres.newDatabase(), maxConnections: 4 })
  try {
    await migrate(database, join(import.meta.dirname, '../migrations'))
    const { actor, ...books } = await makeBooks(database)
    await makePayees(database, actor.district)
    let done = 0
    for (const size of SIZES) {
      const began = performance.now()
      const before = done
      done = await postUpTo(database, actor, books, done, size)
      const rate = ((done - before) * 1000) / (performance.now() - began)
      await database.transaction((tx) => run(tx, sql`analyze`))
      const found = await reads(database, actor.district, books)
      say(`\n${postgres.version}, ${size.toLocaleString('en')} postings (made at ${Math.round(rate).toLocaleString('en')} a second)`)
      table(
        ['', 'median', 'runs'],
        Object.entries(found).map(([name, figures]) => [name, ms(median(figures)), spread(figures, ms)]),
      )
      if (size !== SIZES[0]) continue
      const journal = join(postgres.folder, 'bench.journal')
      writeJournal(journal, books, size)
      const ours = median(found['balances of the three books']!) / 1000
      for (const tool of ['hledger', 'ledger'] as const) {
        const seconds = plainText(tool, journal)
        say(
          seconds === null
            ? `  ${tool} is not installed`
            : `  ${tool} balance of the same: ${seconds.toFixed(2)} s, ${times(seconds / ours)} ours`,
        )
      }
    }
  } finally {
    await database.close()
    await postgres.stop()
  }
}
