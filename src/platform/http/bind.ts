/**
 * Binds endpoints to handlers: session, CSRF, permission, shapes in, shapes out. A response is parsed by its own shape, so
 * a field that is not declared cannot leak. The same table gives OpenAPI.
 */
import '@fastify/compress'
import '@fastify/helmet'
import '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { saidInChinese } from '#contract/codecs.ts'
import type { AnyEndpoint, Endpoint, OutputOf, Schema } from '#contract/endpoint.ts'
import { type Finding, type Outcome, Refused, refusals } from '#kernel/outcome.ts'
import { type Actor, mayDo } from '#platform/command.ts'
import { writeWorkbook } from '#platform/sheets/writer.ts'
import { permissions } from '#policy/roles.ts'
import type { Standing } from '../standing.ts'
import { respondRefusal } from './respond.ts'

export interface Call<P, Q, B> {
  readonly params: OutputOf<P>
  readonly query: OutputOf<Q>
  readonly body: OutputOf<B>
  /** Present on every endpoint that is not public. */
  readonly actor: Actor
  readonly key: string
  /** Where the session was not looked up but remembered: to be checked by the transaction that saves. */
  readonly standing: Standing | null
  readonly file: { readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array } | null
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

type Answer<R> = R extends Schema ? R['_zod']['input'] : unknown

export interface Binding {
  readonly endpoint: AnyEndpoint
  readonly handle: (call: Call<unknown, unknown, unknown>) => Promise<unknown>
}

/** Ties a handler to its endpoint; a wrong shape does not compile. The handler answers an Outcome or a plain value. */
export function bind<
  P extends Schema | undefined,
  Q extends Schema | undefined,
  B extends Schema | undefined,
  R extends Schema | undefined,
>(endpoint: Endpoint<P, Q, B, R>, handle: (call: Call<P, Q, B>) => Promise<Outcome<Answer<R>> | Answer<R>>): Binding {
  return { endpoint: endpoint, handle: handle }
}

export const refuse = refusals({
  not_signed_in: { kind: 'unauthenticated', zh: '请先登录', en: 'Sign in first' },
  csrf_missing: {
    kind: 'forbidden',
    zh: '页面已过期，请刷新后重试（缺少 X-CSRF-Token）',
    en: 'The page is out of date; reload it and try again (X-CSRF-Token is missing)',
  },
  not_permitted: {
    kind: 'forbidden',
    zh: '您的岗位没有“{permission}”这项权限，请由有权限的同事办理',
    en: 'Your role may not do this ({permission}); ask a colleague who may',
  },
  input_invalid: {
    kind: 'invalid',
    zh: '有 {count} 处填写不对，请按提示改正后再提交',
    en: '{count} entries are not right; correct them as shown and send again',
  },
  file_missing: { kind: 'invalid', zh: '请选择一个文件', en: 'Choose a file' },
})

export interface SignedIn {
  readonly actor: Actor
  readonly csrfToken: string
  readonly standing: Standing | null
}

export interface Sessions {
  /** The signed-in person and the CSRF token of the session, or null. */
  find(request: FastifyRequest): Promise<SignedIn | null>
  /** The same as it was found lately, with the standing that it has to be checked by. */
  recall(request: FastifyRequest): Promise<SignedIn | null>
}

const CHINESE = z.locales.zhCN().localeError

/** Together they take as long as all the rest of an answer does. */
const FOR_PROGRAMS = { helmet: false, compress: false } as const

const NOBODY = null as unknown as Actor

export function bindAll(app: FastifyInstance, bindings: readonly Binding[], sessions: Sessions): void {
  for (const { endpoint, handle } of bindings)
    app.route({
      method: endpoint.method,
      url: endpoint.path,
      ...(endpoint.forPrograms ? FOR_PROGRAMS : {}),
      handler: async (request, reply) => {
        if (endpoint.forPrograms) reply.header('X-Content-Type-Options', 'nosniff')
        const session = endpoint.access === 'public' ? null : await signedIn(endpoint, request, sessions)
        const no = endpoint.access === 'public' ? null : gate(endpoint, request, session)
        if (no) return respondRefusal(reply, no.refusal)
        const shaped = shape(endpoint, request)
        if (!shaped.ok) return respondRefusal(reply, shaped.refusal)
        const file = endpoint.upload ? await readFile(request) : null
        if (endpoint.upload && !file) return respondRefusal(reply, refuse('file_missing').refusal)
        const key = request.headers['idempotency-key']
        const { params, query, body } = shaped.value
        const answer = await handle({
          params,
          query,
          body,
          actor: session?.actor ?? NOBODY,
          key: typeof key === 'string' ? key : '',
          standing: session?.standing ?? null,
          file,
          request,
          reply,
        })
        if (reply.sent) return reply
        return send(endpoint, reply, answer)
      },
    })
}

/** What is remembered may let in, for its standing is checked again; it may not turn away. */
async function signedIn(endpoint: AnyEndpoint, request: FastifyRequest, sessions: Sessions): Promise<SignedIn | null> {
  const remembered = endpoint.forPrograms ? await sessions.recall(request) : null
  return remembered && !gate(endpoint, request, remembered) ? remembered : sessions.find(request)
}

function gate(endpoint: AnyEndpoint, request: FastifyRequest, session: SignedIn | null) {
  if (!session) return refuse('not_signed_in')
  if (endpoint.method !== 'GET' && request.headers['x-csrf-token'] !== session.csrfToken) return refuse('csrf_missing')
  const { access } = endpoint
  if (access === 'session' || access === 'public' || mayDo(session.actor, access)) return null
  return refuse('not_permitted', { permission: permissions[access].zh })
}

interface Shaped {
  readonly params: never
  readonly query: never
  readonly body: never
}

function shape(endpoint: AnyEndpoint, request: FastifyRequest): Outcome<Shaped> {
  const findings: Finding[] = []
  const one = (schema: Schema | undefined, value: unknown) => {
    if (!schema) return undefined
    const type = schema as unknown as z.ZodType
    const parsed = type.safeParse(value)
    if (parsed.success) return parsed.data
    const chinese = type.safeParse(value, { error: CHINESE }).error?.issues ?? []
    parsed.error.issues.forEach((issue, i) => {
      const field = issue.path.join('.')
      findings.push({
        field,
        message: {
          zh: `“${field}”填写不对：${saidInChinese[issue.message] ?? chinese[i]?.message ?? issue.message}`,
          en: `"${field}": ${issue.message}`,
        },
      })
    })
    return undefined
  }
  const value = {
    params: one(endpoint.params, request.params),
    query: one(endpoint.query, request.query),
    body: endpoint.upload ? undefined : one(endpoint.body, request.body ?? {}),
  }
  if (findings.length > 0) return refuse('input_invalid', { count: findings.length }, findings)
  return { ok: true, value: value as unknown as Shaped }
}

async function readFile(request: FastifyRequest) {
  if (!request.isMultipart()) return null
  const part = await request.file()
  if (!part) return null
  return { name: part.filename, mediaType: part.mimetype, bytes: await part.toBuffer() }
}

function send(endpoint: AnyEndpoint, reply: FastifyReply, answer: unknown): unknown {
  const outcome = answer as Outcome<unknown>
  const isOutcome = typeof answer === 'object' && answer !== null && 'ok' in answer && ('value' in answer || 'refusal' in answer)
  if (isOutcome && !outcome.ok) return respondRefusal(reply, outcome.refusal)
  const value = isOutcome && outcome.ok ? outcome.value : answer
  return reply.send(endpoint.response ? (endpoint.response as unknown as z.ZodType).parse(value) : value)
}

/** Runs a query that may throw Refused and gives it back as an outcome. */
export async function attempt<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal }
    throw error
  }
}

export type SheetOut = Parameters<typeof writeWorkbook>[0][number]

/** Answers with a spreadsheet to download. */
export async function sendSheet(reply: FastifyReply, fileName: string, sheet: SheetOut): Promise<FastifyReply> {
  const bytes = await writeWorkbook([sheet])
  return reply
    .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    .header('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`)
    .send(Buffer.from(bytes))
}
