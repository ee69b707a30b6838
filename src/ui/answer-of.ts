/** The type of what an endpoint answers, for the props of parts: `AnswerOf<typeof showLot>`. */
import type { OutputOf } from '#contract/endpoint.ts'

export type AnswerOf<E extends { readonly response?: unknown }> = OutputOf<NonNullable<E['response']>>
