/** Sign-in, session, people and the record of actions, bound to their endpoints. */
import { ok, type Outcome } from '#kernel/outcome.ts'
import { Recent } from '#kernel/recent.ts'
import { newSecret } from '#platform/clock.ts'
import { runCommand } from '#platform/command.ts'
import { findEvents } from '#platform/event-log.ts'
import { together } from '#platform/together.ts'
import { bind, type Binding, refuse as notSignedIn, type Sessions, type SignedIn } from '#platform/http/bind.ts'
import { clearSessionCookie, type Exchange, sessionToken, setSessionCookie } from '#platform/http/session-cookie.ts'
import { argon2Hash, argon2Verify } from '#platform/password.ts'
import type { Services } from '#platform/services.ts'
import type { Standing, Standings } from '#platform/standing.ts'
import { roles } from '#policy/roles.ts'
import { signInLimits } from '#policy/sign-in.ts'
import { addPerson, firstRun } from './people.commands.ts'
import * as contract from './people.contract.ts'
import { afterFailure, refuse } from './people.model.ts'
import {
  actorOf,
  clearFailures,
  deleteSession,
  type District,
  findDistrict,
  findPerson,
  findPersonByUsername,
  findSession,
  findSessions,
  insertSession,
  listDivisions,
  listPeople,
  type PersonRow,
  recordFailure,
} from './people.store.ts'

const personOut = (p: PersonRow) => ({
  id: p.person_id,
  username: p.username,
  name: p.name,
  role: p.role,
  roleLabel: roles[p.role].label,
  scope: p.scope,
  scopeName: p.scope_name,
})

/** So many sessions of programs are remembered at once; those of people are always looked up. */
const MOST_REMEMBERED = 1_000

interface Remembered extends SignedIn {
  readonly standing: Standing
  readonly expiresAt: number
}

export function sessionsOf({ database, clock }: Services): Sessions & Standings {
  const look = together((tokens: readonly string[]) => findSessions(database.db, tokens, clock.now()))
  const remembered = new Recent<string, Remembered>(MOST_REMEMBERED)
  const read = async (token: string): Promise<Remembered | null> => {
    const found = await look(token)
    if (!found) return null
    const { district, session, version } = found
    const standing = { token, version }
    return { actor: actorOf(district, session), csrfToken: session.csrf_token, standing, expiresAt: Date.parse(found.expiresAt) }
  }
  const readAnew = async (token: string): Promise<Remembered | null> => {
    const found = await read(token)
    if (found) remembered.set(token, found)
    return found
  }
  return {
    find: async (request) => {
      const token = sessionToken(request)
      const found = token ? await read(token) : null
      return found && { ...found, standing: null }
    },
    recall: async (request) => {
      const token = sessionToken(request)
      if (!token) return null
      const known = remembered.get(token)
      return known && known.expiresAt > clock.milliseconds() ? known : readAnew(token)
    },
    renew: async ({ token }) => {
      const found = await readAnew(token)
      return found ? ok(found) : notSignedIn('not_signed_in')
    },
    forget: () => remembered.clear(),
  }
}

async function openSession(services: Services, district: District, person: PersonRow, exchange: Exchange) {
  const token = `${district.code}.${newSecret()}`
  const csrfToken = newSecret()
  const expires = services.clock.milliseconds() + signInLimits.sessionHours * 3_600_000
  await services.database.transaction(async (tx) => {
    await clearFailures(tx, district.code, person.person_id)
    const expiresAt = services.clock.isoAt(expires)
    await insertSession(tx, district.code, { token, personId: person.person_id, csrfToken, now: services.clock.now(), expiresAt })
  })
  setSessionCookie(exchange, token, signInLimits.sessionHours * 3600)
  return sessionOut(services, district, person, csrfToken)
}

const sessionOut = (services: Services, district: District, person: PersonRow, csrfToken: string) => ({
  csrfToken,
  user: { ...personOut(person), permissions: [...roles[person.role].permissions] },
  district: { code: district.code, name: district.name },
  today: services.clock.today(),
})

async function checkPassword(services: Services, district: string, person: PersonRow, password: string): Promise<Outcome<null>> {
  const { clock, database } = services
  if (person.disabled) return refuse('disabled')
  if (person.locked_until && person.locked_until > clock.now())
    return refuse('locked_out', { until: clock.shanghaiTime(person.locked_until) })
  if (await argon2Verify(person.password_hash, password)) return ok(null)
  const next = afterFailure(person.failed_count, clock.milliseconds())
  const until = next.lockedUntil === null ? null : clock.isoAt(next.lockedUntil)
  await database.transaction((tx) => recordFailure(tx, district, person.person_id, until ? 0 : next.count, until))
  return until ? refuse('locked_out', { until: clock.shanghaiTime(until) }) : refuse('wrong_password', { left: next.left })
}

export function peopleRoutes(services: Services): Binding[] {
  const { database, clock } = services
  const page = (q: { page: number; pageSize: number }) => ({ limit: q.pageSize, offset: (q.page - 1) * q.pageSize })
  return [
    bind(contract.signIn, async ({ body, request, reply }) => {
      const district = await findDistrict(database.db)
      const person = district && (await findPersonByUsername(database.db, district.code, body.username))
      if (!district || !person) return refuse('unknown_person')
      const checked = await checkPassword(services, district.code, person, body.password)
      if (!checked.ok) return checked
      return ok(await openSession(services, district, person, { request, reply }))
    }),
    bind(contract.currentSession, async ({ actor, request }) => {
      const found = await findSession(database.db, sessionToken(request) ?? '', clock.now())
      const district = await findDistrict(database.db, actor.district)
      return sessionOut(services, district!, found!.session, found!.session.csrf_token)
    }),
    bind(contract.signOut, async ({ request, reply }) => {
      await database.transaction((tx) => deleteSession(tx, sessionToken(request) ?? ''))
      clearSessionCookie({ request, reply })
      return {}
    }),
    bind(contract.welcome, async () => {
      const district = await findDistrict(database.db)
      if (!district) return { ready: false, districtName: null, demo: null }
      if (!district.demo || !services.demoPassword) return { ready: true, districtName: district.name, demo: null }
      const people = await listPeople(database.db, district.code, undefined, 100, 0)
      return {
        ready: true,
        districtName: district.name,
        demo: {
          password: services.demoPassword,
          people: people.rows.map((p) => ({
            username: p.username,
            name: p.name,
            role: p.role,
            roleLabel: roles[p.role].label,
            duty: roles[p.role].duty,
          })),
        },
      }
    }),
    bind(contract.firstRun, async ({ body, request, reply }) => {
      const passwordHash = await argon2Hash(body.password)
      const made = await firstRun(database, clock, {
        district: { code: body.districtCode, name: body.districtName, demo: false },
        divisions: [{ code: body.districtCode, name: body.districtName, level: 'district', parent: null }],
        administrator: { username: body.username, name: body.name, passwordHash },
        hash: services.hash,
      })
      if (!made.ok) return made
      const district = await findDistrict(database.db, body.districtCode)
      const person = await findPerson(database.db, body.districtCode, made.value.personId)
      return ok(await openSession(services, district!, person!, { request, reply }))
    }),
    bind(contract.listPeople, async ({ actor, query }) => {
      const { limit, offset } = page(query)
      const found = await listPeople(database.db, actor.district, query.q, limit, offset)
      return { rows: found.rows.map((p) => ({ ...personOut(p), disabled: p.disabled })), total: found.total }
    }),
    bind(contract.addPerson, async ({ actor, body, key }) => {
      const { password, ...rest } = body
      return runCommand(database, addPerson, { ...rest, passwordHash: await argon2Hash(password) }, { actor, key, clock })
    }),
    bind(contract.listEvents, ({ actor, query }) =>
      findEvents(database.db, actor.district, { ...page(query), subject: query.subject, q: query.q }),
    ),
    bind(contract.listDivisions, async ({ actor }) => ({ rows: await listDivisions(database.db, actor.district) })),
  ]
}
