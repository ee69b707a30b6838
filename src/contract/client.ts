/**
 * The typed client made from endpoints: the only door from the page to the server. It adds the CSRF token and an
 * Idempotency-Key to every write, and turns a refusal into a `RefusedByServer` with the server's own words.
 */
import type { Finding, Text } from '#kernel/outcome.ts'
import type { AnyEndpoint, Endpoint, InputOf, OutputOf, Schema } from './endpoint.ts'

export class RefusedByServer extends Error {
  readonly status: number
  readonly code: string
  readonly text: Text
  readonly findings: readonly Finding[]
  constructor(status: number, code: string, text: Text, findings: readonly Finding[]) {
    super(text.en)
    this.status = status
    this.code = code
    this.text = text
    this.findings = findings
  }
}

export interface CallInput<P, Q, B> {
  params?: InputOf<P>
  query?: InputOf<Q>
  body?: InputOf<B>
  file?: File
  /** Give the same key when the person presses the same button again; a fresh one is made otherwise. */
  idempotencyKey?: string
}

let csrfToken = ''
export const setCsrfToken = (token: string): void => {
  csrfToken = token
}

/** `crypto.randomUUID` is missing on plain-HTTP intranets, `getRandomValues` is not. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')
}

function addressOf(endpoint: AnyEndpoint, params: unknown, query: unknown): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String((params as Record<string, unknown>)[name])))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries((query ?? {}) as Record<string, string | number | null | undefined>))
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  const tail = search.toString()
  return tail ? `${path}?${tail}` : path
}

/** Where a file download or export of this endpoint lives, for plain links. */
export const hrefOf = <P, Q, B, R>(endpoint: Endpoint<P, Q, B, R>, input: CallInput<P, Q, B> = {}): string =>
  addressOf(endpoint as AnyEndpoint, input.params, input.query)

export async function call<
  P extends Schema | undefined,
  Q extends Schema | undefined,
  B extends Schema | undefined,
  R extends Schema | undefined,
>(endpoint: Endpoint<P, Q, B, R>, input: CallInput<P, Q, B> = {}): Promise<OutputOf<R>> {
  const headers: Record<string, string> = { Accept: 'application/json' }
  const request: RequestInit = { method: endpoint.method, headers, credentials: 'same-origin' }
  if (endpoint.method !== 'GET') {
    headers['X-CSRF-Token'] = csrfToken
    headers['Idempotency-Key'] = input.idempotencyKey ?? newKey()
    if (input.file) {
      const form = new FormData()
      form.append('file', input.file, input.file.name)
      request.body = form
    } else {
      headers['Content-Type'] = 'application/json'
      request.body = JSON.stringify(input.body ?? {})
    }
  }
  const address = addressOf(endpoint, input.params, input.query)
  const response = await fetch(address, request).catch(() => {
    throw new RefusedByServer(
      0,
      'offline',
      {
        zh: '连不上服务器。您填的内容还在，请检查网络后再试一次。',
        en: 'The server cannot be reached. What you typed is still here; check the network and try again.',
      },
      [],
    )
  })
  const body: unknown = await response.json().catch(() => null)
  if (response.ok) return body as OutputOf<R>
  const error = (body ?? {}) as { error?: { code?: string; message?: Text; findings?: Finding[] } }
  throw new RefusedByServer(
    response.status,
    error.error?.code ?? 'unknown',
    error.error?.message ?? { zh: `服务器没有说明原因（${response.status}）`, en: `The server gave no reason (${response.status})` },
    error.error?.findings ?? [],
  )
}
