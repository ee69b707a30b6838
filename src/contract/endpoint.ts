/**
 * Endpoints are data: method, path, permission and the shapes that go in and out. One record drives the server binding,
 * the typed client, OpenAPI, and the permission matrix. Generics ask for zod's `_zod` only, which keeps type checking quick.
 */
import type { Permission } from '#policy/roles.ts'
import type { Text } from '#kernel/outcome.ts'

export interface Schema<In = unknown, Out = unknown> {
  readonly _zod: { readonly input: In; readonly output: Out }
}
export type InputOf<S> = S extends { readonly _zod: { readonly input: infer I } } ? I : undefined
export type OutputOf<S> = S extends { readonly _zod: { readonly output: infer O } } ? O : undefined

/** `public`: no login. `session`: any signed-in person. Otherwise the permission that policy/roles.ts gives to roles. */
export type Access = 'public' | 'session' | Permission

export interface Endpoint<P = Schema | undefined, Q = Schema | undefined, B = Schema | undefined, R = Schema | undefined> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly access: Access
  readonly summary: Text
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  /** Absent: the handler answers with bytes of its own (a file, a stream). */
  readonly response?: R
  /** The body is `multipart/form-data` with one file; the handler gets it beside the parsed query. */
  readonly upload?: boolean
  /**
   * Programs call it in great numbers: it is answered without what browsers alone need, compression and the headers of pages, and upon a
   * remembered session, whose standing its handler must have checked by the transaction that saves.
   */
  readonly forPrograms?: boolean
}

type Maybe<S> = S extends Schema ? S : undefined

export function endpoint<
  const P extends Schema | undefined = undefined,
  const Q extends Schema | undefined = undefined,
  const B extends Schema | undefined = undefined,
  const R extends Schema | undefined = undefined,
>(definition: Endpoint<P, Q, B, R>): Endpoint<Maybe<P>, Maybe<Q>, Maybe<B>, Maybe<R>> {
  return definition as Endpoint<Maybe<P>, Maybe<Q>, Maybe<B>, Maybe<R>>
}

export type AnyEndpoint = Endpoint<Schema | undefined, Schema | undefined, Schema | undefined, Schema | undefined>
