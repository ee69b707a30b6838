/**
 * Reading the books at 100,000 and 1,000,000 postings, and with HEADGATE_BENCH_TEN_MILLION=1 at 10,000,000: balances, statements, lists of
 * funds, and the way of money in both directions, each as its page asks for it, on PostgreSQL with fsync on. The last size is told
 * beside the one before it with the growth. How the books are made: the first million by the general path a thousand at a time, later
 * millions as copies that the database makes of the first year under its own triggers (support/county-books.ts). Beside them plain-text
 * accounting tools on the same moves, where they are installed. The wall clock of a shared machine is no measure of a read: the
 * processor's time, of the database and of the program together, is told beside it where the system says it.
 */
import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { settleAll } from '#features/ledger/settled.store.ts'
import { type Database, openDatabase } from '#platform/db/database.ts'
import { migrate } from '#platform/db/migrate.ts'
import { run, sql, theRow } from '#platform/db/sql.ts'
import { DISTRICT } from './support/books.ts'
import { type CountyBooks, copyYear, makeCounty, postUpTo, waysAsText } from './support/county-books.ts'
import { type Read, readsOf } from './support/county-reads.ts'
import { median, QUICK, say, spread, table, times, title } from './support/measure.ts'
import { startPostgres } from './support/postgres.ts'

const TEN_MILLION = process.env['HEADGATE_BENCH_TEN_MILLION'] === '1'
const MILLION = 1_000_000
const SIZES = QUICK ? [2_000, 4_000] : [100_000, MILLION, ...(TEN_MILLION ? [10 * MILLION] : [])]
const TIMES = QUICK ? 3 : 15
/** A hundredth of a second, in which Linux counts the time of processes. */
const TICK = 10

/** Milliseconds of processor that the database's one connection and this program have used so far; null where nobody tells. */
async function processorTime({ db }: Database): Promise<number | null> {
  const { pid } = await theRow(db, sql<{ pid: number }>`select pg_backend_pid() as pid`)
  const file = `/proc/${pid}/stat`
  if (!existsSync(file)) return null
  const fields = readFileSync(file, 'utf8').split(') ')[1]!.split(' ')
  const own = process.cpuUsage()
  return (Number(fields[11]) + Number(fields[12])) * TICK + (own.user + own.system) / 1000
}

interface Found {
  readonly wall: number[]
  readonly processor: number | null
}

async function measure(database: Database, read: Read): Promise<Found> {
  await read(0)
  const before = await processorTime(database)
  const wall: number[] = []
  for (let i = 0; i < TIMES; i++) {
    const began = performance.now()
    await read(i)
    wall.push(performance.now() - began)
  }
  const after = await processorTime(database)
  return { wall, processor: before === null || after === null ? null : (after - before) / TIMES }
}

const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`

/** Seconds that a plain-text accounting tool needs for its balances of the same moves; null where it is not installed. */
function plainText(tool: 'hledger' | 'ledger', journal: string): number | null {
  const began = performance.now()
  const ran = spawnSync(tool, ['-f', journal, 'balance', '--depth', '1'], { stdio: 'ignore' })
  return ran.status === 0 ? (performance.now() - began) / 1000 : null
}

function besidePlainText(folder: string, size: number, balances: number): void {
  const journal = join(folder, 'bench.journal')
  const out = openSync(journal, 'w')
  for (let n = 0; n < size / 4; n++) writeSync(out, waysAsText(n))
  closeSync(out)
  for (const tool of ['hledger', 'ledger'] as const) {
    const seconds = plainText(tool, journal)
    say(
      seconds === null
        ? `  ${tool} is not installed`
        : `  ${tool} balance of the same: ${seconds.toFixed(2)} s, ${times((seconds * 1000) / balances)} ours`,
    )
  }
}

/** From one size to the next: by the general path up to a million, then by copies of the first year. */
async function grow(database: Database, books: CountyBooks, done: number, size: number): Promise<string> {
  const began = performance.now()
  await postUpTo(database, books, done, Math.min(size, MILLION))
  for (let later = Math.max(1, done / MILLION); later < size / MILLION; later++) await copyYear(database, later)
  const made = performance.now()
  await settleAll(database.db, DISTRICT)
  const summed = performance.now()
  await run(database.db, sql`vacuum analyze`)
  const rate = (from: number, to: number) => Math.round(((size - done) * 1000) / (to - from)).toLocaleString('en')
  return `made at ${rate(began, made)} a second, summed at ${rate(made, summed)} a second`
}

title('Reading the books: milliseconds, and how they grow')
const postgres = await startPostgres()
if (!postgres) say('No PostgreSQL server programs on this machine.')
else {
  const database = await openDatabase({ url: postgres.newDatabase(), maxConnections: 1 })
  try {
    await migrate(database, join(import.meta.dirname, '../migrations'))
    const books = await makeCounty(database)
    const reads = readsOf(database, books.lotIds, QUICK ? 1_000 : 1_000_000)
    let before: Record<string, Found> | null = null
    let done = 0
    for (const size of SIZES) {
      const how = await grow(database, books, done, size)
      const found: Record<string, Found> = {}
      for (const [name, read] of Object.entries(reads)) found[name] = await measure(database, read)
      say(`\n${postgres.version}, ${size.toLocaleString('en')} postings (${how})`)
      table(
        ['', 'median', 'runs', 'processor', ...(before ? [`growth from ${done.toLocaleString('en')}`] : [])],
        Object.entries(found).map(([name, { wall, processor }]) => [
          name,
          ms(median(wall)),
          spread(wall, ms),
          processor === null ? '' : ms(processor),
          ...(before ? [times(median(wall) / median(before[name]!.wall))] : []),
        ]),
      )
      if (!before) besidePlainText(postgres.folder, size, median(found['balances of the three books']!.wall))
      before = found
      done = size
    }
  } finally {
    await database.close()
    await postgres.stop()
  }
}
