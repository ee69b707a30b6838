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
import { figure, median, QUICK, rate, rounds, say, spread, table, times, title } from './support/measure.ts'
import { makeMinimal, transferMany, transferOne } from './support/minimal.ts'
import { startPostgres } from './support/postgres.ts'

const ROUNDS = QUICK ? 1 : 5
const HTTP_ROUNDS = QUICK ? 1 : 3
/** A round's share of time for each contestant. */
const SHARE = QUICK ? 30 : 400
const CLIENTS = [1, 8, 32]

const HEADER = ['', 'postings/s', 'rounds', 'moves/s', 'minimal SQL, transfers/s', 'moves/s ÷ minimal']

type Lines = string[][]

function line(name: string, figures: readonly number[], movesEach: number, minimal: readonly number[]): string[] {
  const moves = median(figures) * movesEach
  return [name, figure(median(figures)), spread(figures), figure(moves), figure(median(minimal)), times(moves / median(minimal))]
}

async function throughCommands(database: Database, books: BenchBooks): Promise<Lines> {
  let n = 0
  const next = () => n++ % LOTS
  const batch = async () => {
    must(await runCommand(database, postMany, books, { actor: books.actor, clock: systemClock, key: newId('command') }))
  }
  const found = await rounds(ROUNDS, {
    single: () => rate(SHARE, () => postOne(database, books, reservation(books, [books.lotIds[next()]!]))),
    minimal: () => rate(SHARE, () => transferOne(database, next())),
    moves: () => rate(SHARE, () => postOne(database, books, reservation(books, books.lotIds))),
    many: async () => LOTS * (await rate(SHARE, batch)),
    minimalMany: async () => LOTS * (await rate(SHARE, () => transferMany(database, LOTS))),
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
  let n = 0
  try {
    await rate(SHARE, server.postOne, 8)
    const lines: Lines = []
    for (const clients of CLIENTS) {
      const found = await rounds(HTTP_ROUNDS, {
        http: () => rate(SHARE, server.postOne, clients),
        minimal: () => rate(SHARE, () => transferOne(database, n++ % LOTS), clients),
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
