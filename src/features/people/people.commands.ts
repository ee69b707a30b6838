/** Adding and changing people, and the first run. */
import { must, ok, type Outcome, refused } from '#kernel/outcome.ts'
import { type Actor, defineCommand, runCommand } from '#platform/command.ts'
import { type Clock, newId } from '#platform/clock.ts'
import type { Database } from '#platform/db/database.ts'
import { appendEvent } from '#platform/event-log.ts'
import { argon2Hash } from '#platform/password.ts'
import { type HashAlgorithm, hashAlgorithms } from '#policy/integrity.ts'
import { type RoleKey, roles } from '#policy/roles.ts'
import { isRole, needsScope, refuse } from './people.model.ts'
import {
  actorOf,
  findDistrict,
  findPersonByUsername,
  insertDistrict,
  insertDivisions,
  insertPeople,
  setDisabled,
  setPassword,
} from './people.store.ts'

export interface AddPersonInput {
  readonly username: string
  readonly name: string
  readonly role: string
  readonly scope: string | null
  /** Hashed before the command runs, so that no password reaches a log or a hash of input. */
  readonly passwordHash: string
}

export const addPerson = defineCommand({
  name: 'people.add',
  permission: 'people.manage',
  identity: ({ passwordHash: _, ...rest }: AddPersonInput) => rest,
  load: (context, input: AddPersonInput) => findPersonByUsername(context.tx, context.district, input.username),
  decide: (taken, input): Outcome<RoleKey> => {
    if (taken) return refuse('username_taken', { username: input.username })
    if (!isRole(input.role)) return refuse('unknown_role', { role: input.role })
    if (needsScope(input.role) && !input.scope) return refuse('scope_missing', { role: roles[input.role].label.zh })
    return ok(input.role)
  },
  save: async (context, role, input) => {
    const id = newId('user')
    await insertPeople(context.tx, context.district, [{ ...input, personId: id, role }], context.now)
    return { id }
  },
  sentence: (_, role, input) => ({
    zh: `新增人员 ${input.name}(${input.username}），岗位“${roles[role].label.zh}”`,
    en: `Added ${input.name} (${input.username}) as ${roles[role].label.en}`,
  }),
  subjects: (result) => [result.id],
})

const changing = <I extends { readonly username: string }>(
  name: string,
  apply: (tx: Parameters<typeof setPassword>[0], district: string, personId: string, input: I) => Promise<void>,
  said: (input: I) => { zh: string; en: string },
) =>
  defineCommand({
    name,
    permission: 'people.manage',
    load: (context, input: I) => findPersonByUsername(context.tx, context.district, input.username),
    decide: (person): Outcome<{ personId: string }> => (person ? ok({ personId: person.person_id }) : refuse('unknown_person')),
    save: async (context, { personId }, input) => {
      await apply(context.tx, context.district, personId, input)
      return { id: personId }
    },
    sentence: (_, __, input) => said(input),
    subjects: (result) => [result.id],
  })

export const resetPassword = changing(
  'people.reset-password',
  (tx, district, personId, input: { username: string; passwordHash: string }) => setPassword(tx, district, personId, input.passwordHash),
  (input) => ({ zh: `重置 ${input.username} 的密码`, en: `Reset the password of ${input.username}` }),
)

export const disablePerson = changing(
  'people.disable',
  (tx, district, personId, _: { username: string }) => setDisabled(tx, district, personId, true),
  (input) => ({ zh: `停用 ${input.username}`, en: `Disabled ${input.username}` }),
)

export interface FirstRunInput {
  readonly district: { readonly code: string; readonly name: string; readonly demo: boolean }
  readonly divisions: readonly { code: string; name: string; level: 'district' | 'township' | 'village'; parent: string | null }[]
  readonly administrator: { readonly username: string; readonly name: string; readonly passwordHash: string }
  readonly hash?: HashAlgorithm
}

/** The one act that nobody can be authorised for yet: it only works while the database holds no district. */
export async function firstRun(database: Database, clock: Clock, input: FirstRunInput): Promise<Outcome<Actor>> {
  return database.transaction(async (tx) => {
    if (await findDistrict(tx)) return refused(refuse('already_ready').refusal)
    const now = clock.now()
    const personId = newId('user', clock)
    await insertDistrict(tx, input.district, now, hashAlgorithms[input.hash ?? 'sha256'].format)
    await insertDivisions(tx, input.district.code, input.divisions)
    await insertPeople(tx, input.district.code, [{ ...input.administrator, personId, role: 'admin', scope: null }], now)
    const person = await findPersonByUsername(tx, input.district.code, input.administrator.username)
    const actor = actorOf(input.district.code, person!)
    await appendEvent(tx, {
      actor,
      command: 'people.first-run',
      key: personId,
      subjects: [personId],
      sentence: {
        zh: `建立 ${input.district.name} 和管理员 ${input.administrator.name}`,
        en: `Set up ${input.district.name} and the administrator`,
      },
      now,
    })
    return ok(actor)
  })
}

/** For scenario and tests: a person through the same command as the page. */
export async function addPersonWithPassword(
  database: Database,
  clock: Clock,
  actor: Actor,
  input: Omit<AddPersonInput, 'passwordHash'> & { password: string },
): Promise<{ id: string }> {
  const { password, ...rest } = input
  const passwordHash = await argon2Hash(password)
  return must(await runCommand(database, addPerson, { ...rest, passwordHash }, { actor, clock, key: newId('command', clock) }))
}
