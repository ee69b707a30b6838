/**
 * The real HTTP server with a bench district, in a process of its own, so that its clients do not share its thread.
 * Started by the postings benchmark with `dataFolder` or `url` in HEADGATE_BENCH_ON; says where it listens over IPC, posts
 * without HTTP when it is asked to, and replays the books at the end.
 */
import { join } from 'node:path'
import { servicesOn } from '#app/open.ts'
import { buildServer } from '#app/server.ts'
import { SolveRuns } from '#features/allocation/solve-runs.commands.ts'
import { verifyBooks } from '#features/ledger/verify.store.ts'
import { openDatabase } from '#platform/db/database.ts'
import { migrate } from '#platform/db/migrate.ts'
import { type BenchBooks, makeBooks } from './books.ts'
import { deskOf, type DirectWork, postDirectly } from './direct.ts'

export interface Listening extends BenchBooks {
  readonly port: number
}

export type Order = { readonly id: number } & (({ readonly do: 'post' } & DirectWork) | { readonly do: 'verify' })

export interface Answer {
  readonly id: number
  readonly value?: unknown
  readonly error?: string
}

const on = JSON.parse(process.env['HEADGATE_BENCH_ON'] ?? '{}') as { dataFolder?: string; url?: string }
const empty = await openDatabase({ ...on, maxConnections: 1 })
await migrate(empty, join(import.meta.dirname, '../../migrations'))
const { actor, ...books } = await makeBooks(empty)
// A server finds its books made: nothing that its connections plan is planned for thousands of lots at once.
await empty.close()
const database = await openDatabase({ ...on, maxConnections: 40 })
const services = servicesOn(database)
const app = await buildServer(services, new SolveRuns(services), { logLevel: 'silent', web: false })
await app.listen({ port: 0, host: '127.0.0.1' })
const bound = app.server.address()
const port = typeof bound === 'object' && bound ? bound.port : 0

const desk = deskOf(services)

async function obey(order: Order): Promise<unknown> {
  if (order.do === 'post') return postDirectly(desk, actor, books, order)
  const checked = await verifyBooks(database.db, actor.district)
  return checked.ok ? checked.postings : Promise.reject(new Error(JSON.stringify(checked.faults.slice(0, 5))))
}

process.on('message', (order: Order) => {
  obey(order).then(
    (value) => process.send?.({ id: order.id, value } satisfies Answer),
    (error: unknown) => process.send?.({ id: order.id, error: String(error) } satisfies Answer),
  )
})
process.once('disconnect', () => {
  void app
    .close()
    .then(() => database.close())
    .then(() => process.exit(0))
})
process.send?.({ port, ...books } satisfies Listening)
