/**
 * Deny by default, proven for every endpoint × role: without a session nothing answers, without the CSRF token nothing
 * writes, and each role reaches exactly what policy/roles.ts gives it.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FastifyInstance } from 'fastify'
import { must } from '#kernel/outcome.ts'
import { SolveRuns } from '#features/allocation/solve-runs.commands.ts'
import { addPerson, firstRun } from '#features/people/people.commands.ts'
import { needsScope } from '#features/people/people.model.ts'
import { newId, systemClock } from '#platform/clock.ts'
import { runCommand } from '#platform/command.ts'
import type { Database } from '#platform/db/database.ts'
import { argon2Hash } from '#platform/password.ts'
import type { Standings } from '#platform/standing.ts'
import type { Permission, RoleKey } from '#policy/roles.ts'
import { permissions, roles } from '#policy/roles.ts'
import { signOff } from '#policy/sign-off.ts'
import { servicesOn } from '#app/open.ts'
import { allRoutes } from '#app/routes.ts'
import { buildServer } from '#app/server.ts'
import { engines, MIGRATIONS } from './support/database.ts'
import { migrate } from '#platform/db/migrate.ts'

const PASSWORD = 'every-role-2017'
const roleKeys = Object.keys(roles) as RoleKey[]

let database: Database
let app: FastifyInstance
const sessions = new Map<RoleKey, { cookie: string; csrf: string }>()

beforeAll(async () => {
  database = await engines()[0]!.openEmpty()
  await migrate(database, MIGRATIONS)
  const services = servicesOn(database)
  const passwordHash = await argon2Hash(PASSWORD)
  const admin = must(
    await firstRun(database, systemClock, {
      district: { code: '420302', name: '茅箭区', demo: false },
      divisions: [],
      administrator: { username: 'admin', name: '管理员', passwordHash },
    }),
  )
  for (const role of roleKeys.filter((r) => r !== 'admin')) {
    const person = { username: role, name: role, role, scope: needsScope(role) ? '420302201' : null, passwordHash }
    must(await runCommand(database, addPerson, person, { actor: admin, clock: systemClock, key: newId('command') }))
  }
  app = await buildServer(services, new SolveRuns(services), { logLevel: 'silent', web: false })
  for (const role of roleKeys) {
    const answer = await app.inject({ method: 'POST', url: '/api/session', payload: { username: role, password: PASSWORD } })
    expect(answer.statusCode, answer.body).toBe(200)
    const cookie = String(answer.headers['set-cookie']).split(';')[0]!
    sessions.set(role, { cookie, csrf: answer.json<{ csrfToken: string }>().csrfToken })
  }
})

afterAll(async () => {
  await app.close()
  await database.close()
})

const endpoints = allRoutes(
  servicesOn(undefined as unknown as Database),
  undefined as unknown as SolveRuns,
  undefined as unknown as Standings,
).map((b) => b.endpoint)
const guarded = endpoints.filter((e) => e.access !== 'public')
const named = guarded.map((e) => [`${e.method} ${e.path}`, e] as const)
const addressOf = (path: string): string => path.replace(/:kind/, 'lot').replace(/:\w+/g, 'nothing_00000000000000000000000000')

const ask = (method: string, path: string, headers: Record<string, string> = {}) =>
  app.inject({ method: method as 'GET', url: addressOf(path), headers, ...(method === 'GET' ? {} : { payload: {} }) })

describe('every endpoint', () => {
  test('has an access that exists, and the open ones are few and known', () => {
    for (const e of guarded) expect(e.access === 'session' || e.access in permissions, e.path).toBe(true)
    expect(endpoints.filter((e) => e.access === 'public').map((e) => `${e.method} ${e.path}`)).toEqual([
      'POST /api/session',
      'GET /api/welcome',
      'POST /api/first-run',
      'GET /api/public/plans',
      'GET /api/public/plans/:id',
      'GET /api/public/overview',
    ])
  })

  test.each(named)('%s answers nobody without a session', async (_, e) => {
    expect((await ask(e.method, e.path)).statusCode).toBe(401)
  })

  test.each(named.filter(([, e]) => e.method !== 'GET'))('%s writes nothing without the CSRF token', async (_, e) => {
    const { cookie } = sessions.get('admin')!
    const answer = await ask(e.method, e.path, { cookie })
    expect([answer.statusCode, answer.json<{ error: { code: string } }>().error.code]).toEqual([403, 'csrf_missing'])
  })

  // Signing out ends the session that the other cases need.
  const asked = named.filter(([name]) => name !== 'DELETE /api/session')
  test.each(asked)('%s is open to exactly the roles that policy names', async (_, e) => {
    for (const role of roleKeys) {
      const { cookie, csrf } = sessions.get(role)!
      const answer = await ask(e.method, e.path, { cookie, 'x-csrf-token': csrf, 'idempotency-key': `${role}${e.path}` })
      const code = answer.statusCode >= 400 ? answer.json<{ error: { code: string } }>().error.code : ''
      const may = e.access === 'session' || (roles[role].permissions as readonly Permission[]).includes(e.access as Permission)
      expect({ role, turnedAway: code === 'not_permitted' }).toEqual({ role, turnedAway: !may })
      if (may) expect(answer.statusCode, `${role} ${answer.body}`).toBeLessThan(500)
    }
  })
})

describe('duties', () => {
  test('each level of the sign-off has its own permission, held by the roles that sign it and by nobody else', () => {
    for (const level of signOff.levels) {
      const holders = roleKeys.filter((r) => (roles[r].permissions as readonly Permission[]).includes(level.permission))
      expect(holders).toEqual([...level.roles])
    }
  })

  test('who orders or records payments neither compiles, signs nor adopts; the administrator never touches money; auditors only read', () => {
    for (const role of roleKeys) {
      const own = roles[role].permissions as readonly Permission[]
      if (own.includes('payments.order'))
        expect(own.filter((p) => p.startsWith('claims.sign') || p === 'claims.compile' || p === 'allocation.adopt')).toEqual([])
    }
    expect(roles.admin.permissions).toEqual(['people.manage', 'audit.read'])
    for (const role of ['audit', 'discipline'] as const) expect(roles[role].permissions.filter((p) => !p.endsWith('.read'))).toEqual([])
  })

  test('guessing a password locks the account, and a flood of sign-ins is slowed down', async () => {
    const guess = (username: string) =>
      app.inject({ method: 'POST', url: '/api/session', payload: { username, password: 'wrong' } }).then((a) => ({
        status: a.statusCode,
        code: a.json<{ error: { code: string } }>().error.code,
      }))
    const tries = []
    for (let i = 0; i < 6; i++) tries.push((await guess('entity')).code)
    expect(tries).toEqual(['wrong_password', 'wrong_password', 'wrong_password', 'wrong_password', 'locked_out', 'locked_out'])
    const flood = await Promise.all(Array.from({ length: 60 }, () => guess('nobody')))
    expect(flood.some((f) => f.status === 429)).toBe(true)
  })
})
