/**
 * A command for programs may act upon a session as it was last read, so long as the transaction that saves checks that people's rights
 * are still those that were read (migration 0017). So nobody who was signed out, disabled or given another role gets anything saved.
 */
import type { Outcome } from '#kernel/outcome.ts'
import type { Actor } from './command.ts'

export interface Standing {
  readonly token: string
  /** How often the rights of the district's people had changed when the session was read. */
  readonly version: bigint
}

export interface Standings {
  /** Reads the session anew; refused when it has ended. */
  renew(standing: Standing): Promise<Outcome<{ readonly actor: Actor; readonly standing: Standing }>>
  /** Rights have changed: nothing that was remembered can be acted upon. */
  forget(): void
}
