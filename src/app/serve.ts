/** `headgate serve`: open, bring up to date, load the demo district if asked, listen, and stop cleanly. */
import type { FastifyInstance } from 'fastify'
import type { Services } from '#platform/services.ts'
import { SolveRuns } from '#features/allocation/solve-runs.commands.ts'
import type { Config } from './config.ts'
import { loadDemoIfEmpty, openServices, type Say } from './open.ts'
import { buildServer } from './server.ts'
import { Settling } from './settling.ts'
import { listenForVerbs } from './verb-socket.ts'

export interface Running {
  readonly address: string
  readonly services: Services
  stop(): Promise<void>
}

export async function serve(config: Config, say: Say): Promise<Running> {
  say(
    config.databaseUrl
      ? '正在连接数据库 Connecting to the database server'
      : `正在打开内置数据库 Opening the embedded database: ${config.dataFolder}`,
  )
  const services = await openServices(config, say)
  const runs = new SolveRuns(services)
  let app: FastifyInstance
  try {
    if (config.demo) await loadDemoIfEmpty(services, say)
    app = await buildServer(services, runs, { logLevel: config.logLevel, web: true })
    await app.listen({ port: config.port, host: config.host })
  } catch (error) {
    await services.database.close()
    throw error
  }
  const verbs = config.databaseUrl ? null : await listenForVerbs(services, config.dataFolder)
  const settling = new Settling(services.database, { failed: (err) => app.log.warn({ err }, 'settled sums: a step failed') })
  const bound = app.server.address()
  const port = typeof bound === 'object' && bound ? bound.port : config.port
  const stop = async () => {
    runs.stopAll()
    verbs?.close()
    await app.close()
    await settling.stop()
    await services.database.close()
  }
  return { address: `http://${config.host}:${port}`, services, stop }
}
