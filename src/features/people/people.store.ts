/** People, districts, divisions and sessions in rows. */
import { argon2Verify } from '#platform/password.ts'
import type { RoleKey } from '#policy/roles.ts'
import type { Actor } from '#platform/command.ts'
import { PREPARED, row, rows, run, sql, type Tx, tableOf } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { sha256 } from '#platform/hash.ts'

export interface District {
  readonly code: string
  readonly name: string
  readonly demo: boolean
}

export const findDistrict = (on: Executor, code?: string): Promise<District | undefined> =>
  row(
    on,
    sql<District>`select district as code, name, demo from district ${code ? sql`where district = ${code}` : sql``} order by district limit 1`,
  )

export interface PersonRow {
  readonly person_id: string
  readonly username: string
  readonly name: string
  readonly role: RoleKey
  readonly scope: string | null
  readonly scope_name: string | null
  readonly password_hash: string
  readonly disabled: boolean
  readonly failed_count: number
  readonly locked_until: string | null
}

const personColumns = sql`p.person_id, p.username, p.name, p.role, p.scope,
  coalesce((select v.name from division v where v.district = p.district and v.code = p.scope), p.scope) as scope_name,
  p.password_hash, p.disabled, p.failed_count, p.locked_until`

export const findPersonByUsername = (on: Executor, district: string, username: string) =>
  row(on, sql<PersonRow>`select ${personColumns} from person p where p.district = ${district} and p.username = ${username}`)

export const findPerson = (on: Executor, district: string, personId: string) =>
  row(on, sql<PersonRow>`select ${personColumns} from person p where p.district = ${district} and p.person_id = ${personId}`)

export const actorOf = (district: string, p: PersonRow): Actor => ({
  district,
  personId: p.person_id,
  username: p.username,
  name: p.name,
  role: p.role,
  scope: p.scope,
})

export async function listPeople(on: Executor, district: string, q: string | undefined, limit: number, offset: number) {
  const where = sql`p.district = ${district} ${q ? sql`and (p.username ilike ${`%${q}%`} or p.name ilike ${`%${q}%`})` : sql``}`
  const found = await rows(
    on,
    sql<PersonRow>`select ${personColumns} from person p where ${where} order by p.username limit ${limit} offset ${offset}`,
  )
  const count = await row(on, sql<{ n: bigint }>`select count(*) as n from person p where ${where}`)
  return { rows: found, total: Number(count!.n) }
}

export interface NewPerson {
  readonly personId: string
  readonly username: string
  readonly name: string
  readonly role: RoleKey
  readonly scope: string | null
  readonly passwordHash: string
}

export const insertPeople = (tx: Tx, district: string, people: readonly NewPerson[], now: string) =>
  run(
    tx,
    sql`insert into person (district, person_id, username, name, role, scope, password_hash, created_at)
      select ${district}, id, username, name, role, scope, password_hash, ${now} from ${tableOf(
        'x',
        { id: 'text', username: 'text', name: 'text', role: 'text', scope: 'text', password_hash: 'text' },
        people.map((p) => ({
          id: p.personId,
          username: p.username,
          name: p.name,
          role: p.role,
          scope: p.scope,
          password_hash: p.passwordHash,
        })),
      )}`,
  )

export const insertDistrict = (tx: Tx, district: District, now: string, hashFormat = 2) =>
  run(
    tx,
    sql`insert into district (district, name, demo, created_at, hash_format)
      values (${district.code}, ${district.name}, ${district.demo}, ${now}, ${hashFormat})`,
  )

export interface Division {
  readonly code: string
  readonly name: string
  readonly level: 'district' | 'township' | 'village'
  readonly parent: string | null
}

export const insertDivisions = (tx: Tx, district: string, divisions: readonly Division[]) =>
  run(
    tx,
    sql`insert into division (district, code, name, level, parent)
      select ${district}, code, name, level, parent from ${tableOf('x', { code: 'text', name: 'text', level: 'text', parent: 'text' }, divisions)}`,
  )

export const listDivisions = (on: Executor, district: string) =>
  rows(on, sql<Division>`select code, name, level, parent from division where district = ${district} order by code`)

export async function setPassword(tx: Tx, district: string, personId: string, hash: string): Promise<void> {
  await run(
    tx,
    sql`update person set password_hash = ${hash}, failed_count = 0, locked_until = null
      where district = ${district} and person_id = ${personId}`,
  )
  await endSessions(tx, district, personId)
}

export async function setDisabled(tx: Tx, district: string, personId: string, disabled: boolean): Promise<void> {
  await run(tx, sql`update person set disabled = ${disabled} where district = ${district} and person_id = ${personId}`)
  await endSessions(tx, district, personId)
}

const endSessions = (tx: Tx, district: string, personId: string) =>
  run(tx, sql`delete from session where district = ${district} and person_id = ${personId}`)

export const recordFailure = (tx: Tx, district: string, personId: string, count: number, lockedUntil: string | null) =>
  run(
    tx,
    sql`update person set failed_count = ${count}, locked_until = ${lockedUntil} where district = ${district} and person_id = ${personId}`,
  )

export const clearFailures = (tx: Tx, district: string, personId: string) =>
  run(
    tx,
    sql`update person set failed_count = 0, locked_until = null
      where district = ${district} and person_id = ${personId} and (failed_count > 0 or locked_until is not null)`,
  )

export interface SessionRow extends PersonRow {
  readonly csrf_token: string
}

/** A token is `<district>.<secret>`, so that looking it up touches one district alone; only its hash is stored. */
export const findSession = async (on: Executor, token: string, now: string): Promise<FoundSession | null> =>
  (await findSessions(on, [token], now)).get(token) ?? null

export interface FoundSession {
  readonly district: string
  readonly expiresAt: string
  /** How often the rights of the district's people had changed when it was read. */
  readonly version: bigint
  readonly session: SessionRow
}

/** Several tokens in one statement; what is not there is no session. */
export async function findSessions(on: Executor, tokens: readonly string[], now: string): Promise<Map<string, FoundSession>> {
  const asked = tokens
    .map((token) => ({ token, district: token.slice(0, token.indexOf('.')) }))
    .filter(({ district }) => /^\d{6}$/.test(district))
    .map((one) => ({ ...one, hash: sha256(one.token) }))
  if (asked.length === 0) return new Map()
  const found = await rows(
    on,
    sql<
      SessionRow & { district: string; token_hash: string; expires_at: string; version: bigint }
    >`${sql.raw(PREPARED)} select s.district, s.token_hash, s.csrf_token, s.expires_at, ${personColumns},
        coalesce((select f.version from people_facts f where f.district = s.district), 0) as version
      from ${tableOf('k', { district: 'text', hash: 'text' }, asked)}
      join session s on s.district = k.district and s.token_hash = k.hash
      join person p on p.district = s.district and p.person_id = s.person_id
      where s.expires_at > ${now} and not p.disabled`,
  )
  const byHash = new Map(found.map((f) => [f.token_hash, f]))
  return new Map(
    asked.flatMap(({ token, hash, district }) => {
      const session = byHash.get(hash)
      return session?.district === district
        ? [[token, { district, session, expiresAt: session.expires_at, version: session.version }] as const]
        : []
    }),
  )
}

export const insertSession = (
  tx: Tx,
  district: string,
  s: { token: string; personId: string; csrfToken: string; now: string; expiresAt: string },
) =>
  run(
    tx,
    sql`insert into session (district, token_hash, person_id, csrf_token, created_at, expires_at)
      values (${district}, ${sha256(s.token)}, ${s.personId}, ${s.csrfToken}, ${s.now}, ${s.expiresAt})`,
  )

export const deleteSession = (tx: Tx, token: string) =>
  run(tx, sql`delete from session where district = ${token.slice(0, 6)} and token_hash = ${sha256(token)}`)

/** Asks the password again, for a signature. */
export const passwordMatches = async (on: Executor, district: string, personId: string, password: string): Promise<boolean> => {
  const person = await findPerson(on, district, personId)
  return person !== undefined && argon2Verify(person.password_hash, password)
}
