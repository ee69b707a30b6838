/** The HTTP server: every endpoint, health, metrics, OpenAPI, and the built page with its security headers. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import fixed from '@fastify/static'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { Refused } from '#kernel/outcome.ts'
import { sql } from '#platform/db/sql.ts'
import { failureOf } from '#platform/db/failure.ts'
import { FILE_LIMIT_BYTES, refuse as refuseFile } from '#platform/files.ts'
import { bindAll } from '#platform/http/bind.ts'
import { openApi } from '#platform/http/openapi.ts'
import { respondRefusal } from '#platform/http/respond.ts'
import type { Services } from '#platform/services.ts'
import { signInLimits } from '#policy/sign-in.ts'
import type { SolveRuns } from '#features/allocation/solve-runs.commands.ts'
import { sessionsOf } from '#features/people/people.routes.ts'
import { measure } from './metrics.ts'
import { WEB_ROOT } from './project-root.ts'
import { allRoutes } from './routes.ts'

export interface ServerOptions {
  readonly logLevel: string
  /** Serve the built page; off in tests of the API alone. */
  readonly web: boolean
}

/** From these levels on each request has a line of its own in the log. */
const LOGS_REQUESTS: readonly string[] = ['trace', 'debug', 'info']

export async function buildServer(services: Services, runs: SolveRuns, options: ServerOptions): Promise<FastifyInstance> {
  const app = fastify({
    logger: { level: options.logLevel, redact: ['req.headers.cookie', 'req.headers["x-csrf-token"]'] },
    // A logger of its own for each request is made only where requests are logged; a fault says whose it is either way.
    childLoggerFactory: (logger, bindings, how) => (LOGS_REQUESTS.includes(options.logLevel) ? logger.child(bindings, how) : logger),
    bodyLimit: 16 * 1024 * 1024,
    trustProxy: false,
  })
  await app.register(cookie)
  await app.register(multipart, { limits: { fileSize: FILE_LIMIT_BYTES, files: 1, fields: 4 } })
  await app.register(compress, { threshold: 1024 })
  // Before the limiter, whose own hook reads what this one sets.
  limitSignIns(app)
  await app.register(rateLimit, { global: false })
  await app.register(helmet, {
    // A county intranet is often plain HTTP: no forced HTTPS, no HSTS.
    hsts: false,
    contentSecurityPolicy: false,
  })
  answerErrors(app)
  measure(app)
  const sessions = sessionsOf(services)
  const bindings = allRoutes(services, runs, sessions)
  bindAll(app, bindings, sessions)
  health(app, services)
  app.get('/api/openapi.json', async () =>
    openApi(
      bindings.map((b) => b.endpoint),
      services.version,
    ),
  )
  if (options.web) await servePages(app)
  return app
}

function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: Error & { code?: string; statusCode?: number }, request, reply) => {
    if (error instanceof Refused) return respondRefusal(reply, error.refusal)
    if (error.code === 'FST_REQ_FILE_TOO_LARGE' || error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
      return respondRefusal(reply, refuseFile('file_too_big', { limit: FILE_LIMIT_BYTES / 1024 / 1024 }).refusal)
    if (error.statusCode && error.statusCode < 500) {
      const message = error.statusCode === 429 ? { zh: '操作太频繁，请稍后再试', en: 'Too many requests; try again later' } : null
      return reply.status(error.statusCode).send({
        error: {
          code: error.code ?? 'request_invalid',
          message: message ?? { zh: `请求无法识别：${error.message}`, en: `The request is not understood: ${error.message}` },
          findings: [],
        },
      })
    }
    request.log.error({ err: error, request: request.id, database: failureOf(error)?.code }, 'fault')
    return reply.status(500).send({
      error: {
        code: 'fault',
        message: {
          zh: `系统出错，没有保存任何内容。请把编号 ${request.id} 告诉管理员，稍后再试`,
          en: `Something went wrong and nothing was saved. Tell the administrator the number ${request.id} and try again later`,
        },
        findings: [],
      },
    })
  })
  app.setNotFoundHandler((_, reply) =>
    reply.status(404).send({ error: { code: 'not_found', message: { zh: '没有这个地址', en: 'There is no such address' }, findings: [] } }),
  )
}

/** Guessing passwords is slowed down at the door, before any hashing. */
function limitSignIns(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    if (route.url === '/api/session' && route.method === 'POST')
      route.config = { ...route.config, rateLimit: { max: signInLimits.signInsPerMinute, timeWindow: '1 minute' } }
  })
}

function health(app: FastifyInstance, services: Services): void {
  app.get('/api/health', async () => {
    await sql`select 1`.execute(services.database.db)
    return { status: 'ok', database: services.database.engine, version: services.version }
  })
}

/** `style-src` needs a nonce because antd writes its styles at run time; each page load gets a fresh one. */
const policy = (nonce: string) =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')

async function servePages(app: FastifyInstance): Promise<void> {
  const page = (name: string) => readFileSync(join(WEB_ROOT, name), 'utf8')
  const pages = { index: page('index.html'), public: page('public.html') }
  const send = (reply: FastifyReply, html: string) => {
    const nonce = randomBytes(16).toString('base64')
    return reply
      .type('text/html; charset=utf-8')
      .header('Content-Security-Policy', policy(nonce))
      .header('Cache-Control', 'no-store')
      .send(html.replaceAll('__CSP_NONCE__', nonce))
  }
  await app.register(fixed, {
    root: WEB_ROOT,
    serve: true,
    wildcard: false,
    index: false,
    preCompressed: true,
    globIgnore: ['**/*.html', '**/*.br', '**/*.gz'],
    immutable: true,
    maxAge: '365d',
  })
  app.get('/public', (_, reply) => send(reply, pages.public))
  app.get('/public/*', (_, reply) => send(reply, pages.public))
  app.get('/*', (request, reply) =>
    request.url.startsWith('/api/') || /\.\w+$/.test(request.url.split('?')[0]!) ? reply.callNotFound() : send(reply, pages.index),
  )
}
