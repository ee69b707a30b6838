/**
 * What the database said no to, the same on every engine. Stores turn a named constraint into a refusal; everything
 * else is a fault of the program. PostgreSQL's `detail`, which quotes whole rows, is left out: it may be personal.
 */
export class DatabaseFailure extends Error {
  /** SQLSTATE, five characters: `23505` unique, `23514` check, `23503` foreign key, `40001` serialization. */
  readonly code: string
  readonly constraint: string | undefined
  readonly table: string | undefined
  readonly column: string | undefined
  readonly hint: string | undefined
  /** The PL/pgSQL context, when a trigger or function raised it. */
  readonly where: string | undefined
  readonly statement: string

  constructor(source: Said, statement: string) {
    super(`${source.code ?? 'database'}: ${source.message ?? 'no message'}`)
    this.name = 'DatabaseFailure'
    this.code = source.code ?? ''
    this.constraint = source.constraint
    this.table = source.table
    this.column = source.column
    this.hint = source.hint
    this.where = source.where
    this.statement = statement
  }
}

/** The fields that both drivers report. */
export interface Said {
  readonly message?: string | undefined
  readonly code?: string | undefined
  readonly constraint?: string | undefined
  readonly table?: string | undefined
  readonly column?: string | undefined
  readonly hint?: string | undefined
  readonly where?: string | undefined
}

/** The failure in an error or in what caused it; undefined when the database had no part in it. */
export function failureOf(error: unknown): DatabaseFailure | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 10; at = at.cause, depth++) {
    if (at instanceof DatabaseFailure) return at
  }
  return undefined
}

/** True when the database refused because of this very constraint. */
export const violates = (error: unknown, constraint: string): boolean => failureOf(error)?.constraint === constraint

/** Serialization failure or deadlock: the same work, run again from the start, may well succeed. */
export function isWorthRetrying(error: unknown): boolean {
  const code = failureOf(error)?.code
  return code === '40001' || code === '40P01'
}
