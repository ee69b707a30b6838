/**
 * The real HTTP server with a bench district, in a process of its own, so that its clients do not share its thread.
 * Started by the postings benchmark with `dataFolder` or `url` in HEADGATE_BENCH_ON; says where it listens over IPC.
 */
import { join } from 'node:path'
import { servicesOn } from '#app/open.ts'
import { buildServer } from '#app/server.ts'
import { SolveRuns } from '#features/allocation/solve-runs.commands.ts'
import { openDatabase } from '#platform/db/database.ts'
import { migrate } from '#platform/db/migrate.ts'
import { makeBooks } from './books.ts'

export interface Listening {
  readonly port: number
  readonly lotIds: readonly string[]
  readonly projectId: string
}

const on = JSON.parse(process.env['HEADGATE_BENCH_ON'] ?? '{}') as { dataFolder?: string; url?: string }
const database = await openDatabase({ ...on, maxConnections: 40 })
await migrate(database, join(import.meta.dirname, '../../migrations'))
const { lotIds, projectId } = await makeBooks(database)
const services = servicesOn(database)
const app = await buildServer(services, new SolveRuns(services), { logLevel: 'silent', web: false })
await app.listen({ port: 0, host: '127.0.0.1' })
const bound = app.server.address()
const port = typeof bound === 'object' && bound ? bound.port : 0
process.send?.({ port, lotIds, projectId } satisfies Listening)
process.once('disconnect', () => {
  void app
    .close()
    .then(() => database.close())
    .then(() => process.exit(0))
})
