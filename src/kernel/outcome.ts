/**
 * Outcomes and refusals. A refusal is the world saying no: an expected value, in words, in both languages, that tells
 * the person what to do next. A fault (`invariant`) is the program being wrong: thrown, logged, never caught to go on.
 */

/** A text in the two languages of the product. Chinese is what the screen shows first. */
export interface Text {
  readonly zh: string
  readonly en: string
}

/** What kind of no. Only the HTTP edge turns a kind into a status. */
export type RefusalKind = 'invalid' | 'unauthenticated' | 'forbidden' | 'not-found' | 'conflict' | 'rule-not-met'

/** One thing that is wrong with an input: where, what, and what to do about it. */
export interface Finding {
  readonly row?: number | undefined
  readonly field?: string | undefined
  readonly value?: string | undefined
  readonly message: Text
}

export interface Refusal {
  /** The rule that was broken, as words: `lot_would_go_negative`. */
  readonly code: string
  readonly kind: RefusalKind
  readonly message: Text
  readonly findings?: readonly Finding[] | undefined
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal }

export const ok = <T>(value: T): Outcome<T> => ({ ok: true, value })

export const refused = (refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } => ({ ok: false, refusal })

/** A table of refusals: code → kind and a sentence with `{named}` facts. Order in the table is order of precedence. */
export type RefusalTable = Readonly<Record<string, { readonly kind: RefusalKind; readonly zh: string; readonly en: string }>>

export type Facts = Readonly<Record<string, string | number | bigint>>

/** Fills `{name}` in a sentence; a name without a fact stays visible so that a slip is seen. */
export function fill(sentence: string, facts: Facts): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => (name in facts ? String(facts[name]) : whole))
}

/** Makes the `refuse(code, facts)` of one feature from its table; a misspelt code does not compile. */
export function refusals<const T extends RefusalTable>(table: T) {
  return (code: keyof T & string, facts: Facts = {}, findings?: readonly Finding[]) => {
    const row = table[code]!
    const message = { zh: fill(row.zh, facts), en: fill(row.en, facts) }
    return refused({ code, kind: row.kind, message, ...(findings ? { findings } : {}) })
  }
}

/** Carries a refusal through code that cannot return it; the command runner turns it back into a value. */
export class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(`${refusal.code}: ${refusal.message.en}`)
    this.name = 'Refused'
    this.refusal = refusal
  }
}

export function must<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Refused(outcome.refusal)
  return outcome.value
}

/** The program is wrong. `id` is the number of the invariant in ARCHITECTURE.md, or a short name of the assumption. */
export class Fault extends Error {
  constructor(id: string, detail: string) {
    super(`${id}: ${detail}`)
    this.name = 'Fault'
  }
}

export function invariant(condition: unknown, id: string, detail = ''): asserts condition {
  if (!condition) throw new Fault(id, detail)
}
