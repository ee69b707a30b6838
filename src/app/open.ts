/** Opens the database that the settings name, brings its schema up to date, and makes the services. */
import { systemClock } from '#platform/clock.ts'
import { type Database, openDatabase } from '#platform/db/database.ts'
import { migrate } from '#platform/db/migrate.ts'
import type { Services } from '#platform/services.ts'
import type { HashAlgorithm } from '#policy/integrity.ts'
import { findDistrict } from '#features/people/people.store.ts'
import { loadDemo } from '#scenario/demo.ts'
import { DEMO_PASSWORD } from '#scenario/people.ts'
import type { Config } from './config.ts'
import { join } from 'node:path'
import { MIGRATIONS, PROJECT_ROOT, VERSION } from './project-root.ts'

export type Say = (line: string) => void

export async function openServices(config: Config, say: Say): Promise<Services> {
  const database = await openDatabase(config.databaseUrl ? { url: config.databaseUrl } : { dataFolder: config.dataFolder })
  try {
    await migrate(database, MIGRATIONS, say)
  } catch (error) {
    await database.close()
    throw error
  }
  return servicesOn(database, config.hash)
}

export const servicesOn = (database: Database, hash: HashAlgorithm = 'sha256'): Services => ({
  database,
  clock: systemClock,
  version: VERSION,
  demoPassword: DEMO_PASSWORD,
  hash,
})

/** An empty database gets the demo district, unless the settings say to start empty. Returns whether it was loaded now. */
export async function loadDemoIfEmpty(services: Services, say: Say): Promise<boolean> {
  if (await findDistrict(services.database.db)) return false
  await loadDemo(services.database, join(PROJECT_ROOT, 'scenario'), say, services.hash)
  return true
}
