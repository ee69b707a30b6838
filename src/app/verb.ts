/** What a verb of the command line is, so that it runs alike in its own process and inside a running server. */
import { canonical } from '#kernel/json.ts'
import { Refused } from '#kernel/outcome.ts'
import type { Services } from '#platform/services.ts'

export interface Console {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
}

export type Verb = (args: readonly string[], io: Console, open: () => Promise<Services>) => Promise<number>

/** The command was not written as it must be; the message is what to write. */
export class WrongUse extends Error {}

/** JSON for machines; bigint leaves as decimal text. */
export const jsonText = (value: unknown): string => JSON.stringify(JSON.parse(canonical(value)), null, 2)

/** Runs a verb and turns every expected failure into words and an exit code. */
export async function runVerb(verb: Verb, args: readonly string[], io: Console, open: () => Promise<Services>): Promise<number> {
  try {
    return await verb(args, io, open)
  } catch (error) {
    if (error instanceof WrongUse) io.err(error.message)
    else if (error instanceof Refused) {
      io.err(`${error.refusal.message.zh}\n${error.refusal.message.en}`)
      for (const f of error.refusal.findings ?? []) io.err(`  ${f.message.zh}`)
    } else if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) io.err(error.message)
    else throw error
    return 2
  }
}
