/**
 * Postings per second, through the one write path and over HTTP, on the embedded engine (folder, every commit on the disk)
 * and on a PostgreSQL server with fsync on. Baseline: a hand-written minimal SQL posting (bench/support/minimal.ts) on
 * the same engine, with as many at once, in the same rounds. The books are verified at the end, or the figures do not count.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { must } from '#kernel/outcome.ts'
import { verifyBooks } from '#features/ledger/verify.store.ts'
import { newId, systemClock } from '#platform/clock.ts'
import { runCommand } from '#platform/command.ts'
import { type Database, openDatabase } from '#platform/db/database.ts'
import { migrate } from '#platform/db/migrate.ts'
import { type BenchBooks, LOTS, makeBooks, postMany, postOne, reservation } from './support/books.ts'
import { startPostingServer } from './support/http-clients.ts'
import { figure, median, perSecond, QUICK, rounds, say, spread, table, timed, times, title } from './support/measure.ts'
import { makeMinimal, transferMany, transferOne } from './support/minimal.ts'
import { startPostgres } from './support/postgres.ts'

const ROUNDS = QUICK ? 1 : 5
const SINGLE = QUICK ? 10 : 60
const BATCHES = QUICK ? 1 : 3
const MINIMAL = QUICK ? 50 : 300
const HTTP = QUICK ? 16 : 64

const HEADER = ['', 'postings/s', 'rounds', 'moves/s', 'minimal SQL, transfers/s', 'moves/s ÷ minimal']

type Lines = string[][]

function line(name: string, figures: readonly number[], movesEach: number, minimal: readonly number[]): string[] {
  const moves = median(figures) * movesEach
  return [name, figure(median(figures)), spread(figures), figure(moves), figure(median(minimal)), times(moves / median(minimal))]
}

async function throughCommands(database: Database, books: BenchBooks): Promise<Lines> {
  let n = 0
  const repeat = async (count: number, work: (i: number) => Promise<void>) => {
    for (let i = 0; i < count; i++) await work(n++)
  }
  const rate = async (postings: number, work: () => Promise<void>) => perSecond(postings, await timed(work))
  const oneOf = (i: number) => [books.lotIds[i % LOTS]!]
  const batch = async () => {
    must(await runCommand(database, postMany, books, { actor: books.actor, clock: systemClock, key: newId('command') }))
  }
  const found = await rounds(ROUNDS, {
    single: () => rate(SINGLE, () => repeat(SINGLE, (i) => postOne(database, books, reservation(books, oneOf(i))))),
    minimal: () => rate(MINIMAL, () => repeat(MINIMAL, (i) => transferOne(database, i % LOTS))),
    moves: () => rate(BATCHES, () => repeat(BATCHES, () => postOne(database, books, reservation(books, books.lotIds)))),
    many: () => rate(BATCHES * LOTS, () => repeat(BATCHES, batch)),
    minimalMany: () => rate(BATCHES * LOTS, () => repeat(BATCHES, () => transferMany(database, LOTS))),
  })
  return [
    line('one posting a command', found.single, 1, found.minimal),
    line('one posting of 100 moves', found.moves, LOTS, found.minimal),
    line('100 postings in one post()', found.many, 1, found.minimal),
    line('  same, to minimal SQL in batches of 100', found.many, 1, found.minimalMany),
  ]
}

async function overHttp(database: Database, on: { dataFolder: string } | { url: string }): Promise<Lines> {
  const server = await startPostingServer(on)
  try {
    await server.postSingly(8, 32)
    const lines: Lines = []
    for (const clients of [1, 8, 32]) {
      let n = 0
      const transfers = async (): Promise<void> => {
        while (n < MINIMAL) await transferOne(database, n++ % LOTS)
      }
      const found = await rounds(QUICK ? 1 : 3, {
        http: async () => perSecond(HTTP, await timed(() => server.postSingly(clients, HTTP))),
        minimal: async () => {
          n = 0
          return perSecond(MINIMAL, await timed(() => Promise.all(Array.from({ length: clients }, transfers))))
        },
      })
      lines.push(line(`HTTP, ${clients} client${clients === 1 ? '' : 's'}`, found.http, 1, found.minimal))
    }
    return lines
  } finally {
    await server.stop()
  }
}

async function measure(name: string, place: () => { dataFolder: string } | { url: string }): Promise<void> {
  const database = await openDatabase({ ...place(), maxConnections: 40 })
  try {
    await migrate(database, join(import.meta.dirname, '../migrations'))
    const books = await makeBooks(database)
    await makeMinimal(database, LOTS)
    const lines = [...(await throughCommands(database, books)), ...(await overHttp(database, place()))]
    const checked = await verifyBooks(database.db, books.actor.district)
    if (!checked.ok) throw new Error(`the books are not whole: ${JSON.stringify(checked.faults)}`)
    say(`\n${name}`)
    table(HEADER, lines)
    say(`  ${checked.postings} postings replayed afterwards: chain, balances and rules hold`)
  } finally {
    await database.close()
  }
}

title('Postings per second against a minimal SQL posting (one insert, two balances, no rules)')
const root = mkdtempSync(join(tmpdir(), 'headgate-bench-postings-'))
const postgres = await startPostgres()
let folders = 0
try {
  await measure('Embedded engine, synced folder (one connection: requests queue)', () => ({ dataFolder: join(root, `data-${++folders}`) }))
  if (postgres) await measure(`${postgres.version}, fsync on`, () => ({ url: postgres.newDatabase() }))
  else say('\nNo PostgreSQL server programs on this machine: the second table is left out.')
} finally {
  await postgres?.stop()
  rmSync(root, { recursive: true, force: true })
}
