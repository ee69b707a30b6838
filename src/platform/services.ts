/** What the running program hands to every feature. */
import type { HashAlgorithm } from '#policy/integrity.ts'
import type { Clock } from './clock.ts'
import type { Database } from './db/database.ts'

export interface Services {
  readonly database: Database
  readonly clock: Clock
  readonly version: string
  /** The shared password of the demo district, shown on its sign-in page; null elsewhere. */
  readonly demoPassword: string | null
  /** What a new district begins to hash its chains with. */
  readonly hash: HashAlgorithm
}
