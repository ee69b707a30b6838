/**
 * Postings per second through the posting API, with chain, vouchers, idempotency, lineage and record of actions on and every rule
 * checked, beside a minimal hand-written SQL posting driven by `pgbench` with 32 clients in the same rounds on the same PostgreSQL
 * server with fsync on (bench/support/pgbench.ts). The embedded engine is told beside it. The books are replayed at the end, or the
 * figures do not count. `HEADGATE_BENCH_QUICK=1` only sees that it runs.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { figure, median, QUICK, rounds, say, spread, table, times, title } from './support/measure.ts'
import { type Minimal, minimalOn } from './support/pgbench.ts'
import { type PostingServer, startPostingServer } from './support/posting-client.ts'
import { startPostgres } from './support/postgres.ts'

const ROUNDS = QUICK ? 1 : 3
/** A round's share of time for each contestant. */
const SHARE = QUICK ? 300 : 3000
const SECONDS = QUICK ? 1 : 3

type Place = 'hot' | 'spread'
const NAMES: Readonly<Record<Place, string>> = { hot: 'hot (one lot)', spread: 'spread (10,000 accounts)' }

/** What a trial design reached, as a ratio to the minimal posting with 32 clients; ours must reach hot and beat spread. */
const WANTED: Readonly<Record<string, number>> = { 'hot 1': 5, 'hot 1000': 17, 'spread 1': 0.6, 'spread 1000': 1.4, 'spread direct': 1.2 }

const REQUESTS = [
  { clients: 1, many: 1 },
  { clients: 8, many: 1 },
  { clients: 32, many: 1 },
  { clients: 8, many: 100 },
  { clients: 32, many: 100 },
  { clients: 8, many: 1000 },
  { clients: 32, many: 1000 },
]

interface Found {
  readonly name: string
  readonly figures: readonly number[]
  readonly wanted?: number | undefined
}

const inOneRequest = (many: number): string => (many === 1 ? 'one in a request' : `${many.toLocaleString('en')} in a request`)

async function measure(server: PostingServer, minimal: Minimal | null, place: Place): Promise<string[][]> {
  const contestants: Record<string, () => Promise<number>> = {}
  if (minimal) for (const clients of [1, 8, 32]) contestants[`minimal ${clients}`] = async () => minimal(place, clients, SECONDS)
  for (const work of REQUESTS)
    contestants[`http ${work.clients} ${work.many}`] = () => server.overHttp({ place, ...work, milliseconds: SHARE })
  for (const many of [1, 1000])
    contestants[`direct 32 ${many}`] = () => server.withoutHttp({ place, clients: 32, many, milliseconds: SHARE })
  const found = await rounds(ROUNDS, contestants)
  const ours: Found[] = [
    ...REQUESTS.map(({ clients, many }) => ({
      name: `${inOneRequest(many)}, ${clients} client${clients === 1 ? '' : 's'}, HTTP`,
      figures: found[`http ${clients} ${many}`]!,
      wanted: clients === 32 ? WANTED[`${place} ${many}`] : undefined,
    })),
    ...[1, 1000].map((many) => ({
      name: `${inOneRequest(many)}, 32 at once, without HTTP`,
      figures: found[`direct 32 ${many}`]!,
      wanted: many === 1 ? WANTED[`${place} direct`] : undefined,
    })),
  ]
  const base = minimal ? median(found['minimal 32']!) : null
  const lines = ours.map(({ name, figures, wanted }) => [
    `${NAMES[place]}: ${name}`,
    figure(median(figures)),
    spread(figures),
    base === null ? '' : times(median(figures) / base),
    wanted === undefined || base === null ? '' : times(wanted),
  ])
  const minimals = minimal
    ? [1, 8, 32].map((clients) => {
        const figures = found[`minimal ${clients}`]!
        return [
          `${NAMES[place]}: minimal SQL by pgbench, ${clients} client${clients === 1 ? '' : 's'}`,
          figure(median(figures)),
          spread(figures),
          '',
          '',
        ]
      })
    : []
  return [...minimals, ...lines]
}

async function measureOn(name: string, on: { dataFolder: string } | { url: string }, minimal: Minimal | null): Promise<void> {
  const server = await startPostingServer(on)
  try {
    // A server that has run for a while is what is measured: its code is compiled in its first thousands of requests.
    for (const many of [100, 1]) await server.overHttp({ place: 'spread', clients: 32, many, milliseconds: 2 * SHARE })
    const lines = [...(await measure(server, minimal, 'hot')), ...(await measure(server, minimal, 'spread'))]
    say(`\n${name}`)
    table(['', 'postings/s', 'rounds', '÷ minimal, 32 clients', 'wanted'], lines)
    say(`  ${(await server.verify()).toLocaleString('en')} postings replayed afterwards: chain, vouchers, balances and rules hold`)
  } finally {
    await server.stop()
  }
}

title('Postings per second, against a minimal SQL posting (one insert, two balances, no rules) driven by pgbench')
const root = mkdtempSync(join(tmpdir(), 'headgate-bench-postings-'))
const postgres = await startPostgres()
try {
  if (postgres) await measureOn(`${postgres.version}, fsync on`, { url: postgres.newDatabase() }, minimalOn(postgres))
  else say('\nNo PostgreSQL server programs on this machine: its table is left out.')
  await measureOn('Embedded engine, synced folder (one connection)', { dataFolder: join(root, 'data') }, null)
} finally {
  await postgres?.stop()
  rmSync(root, { recursive: true, force: true })
}
