/**
 * The one write path. Every change is a command: authorised, done exactly once per key, loaded, decided purely, saved,
 * and recorded in one transaction; a preview is the same path rolled back. Guards I5 and I7; nothing else opens a
 * transaction that writes business data.
 */
import type { CivilDate } from '#kernel/civil-date.ts'
import { fromJson, toJson } from '#kernel/json.ts'
import { ok, type Outcome, Refused, type Refusal, type Text, refusals } from '#kernel/outcome.ts'
import { type Permission, type RoleKey, roles } from '#policy/roles.ts'
import { type Clock, newId } from './clock.ts'
import type { Database } from './db/database.ts'
import { json, row, run, sql, type Tx } from './db/sql.ts'
import { appendEvent, type NewEvent } from './event-log.ts'
import { hashOf } from './hash.ts'

export interface Actor {
  readonly district: string
  readonly personId: string
  readonly username: string
  readonly name: string
  readonly role: RoleKey
  readonly scope: string | null
}

export const mayDo = (actor: Actor, permission: Permission): boolean =>
  (roles[actor.role].permissions as readonly Permission[]).includes(permission)

/** What `load` and `save` get: the transaction and who, when, under which key. */
export interface CommandContext {
  readonly tx: Tx
  readonly actor: Actor
  readonly district: string
  readonly key: string
  readonly now: string
  readonly today: CivilDate
  readonly newId: typeof newId
}

/** What a pure decision may know besides the state and the input. */
export interface Circumstances {
  readonly actor: Actor
  readonly today: CivilDate
}

export interface Command<Input, State, Decision, Result> {
  readonly name: string
  readonly permission: Permission
  /** What makes two inputs the same; the whole input unless it holds something that differs by nature, like a salted hash. */
  readonly identity?: (input: Input) => unknown
  readonly load: (context: CommandContext, input: Input) => Promise<State>
  readonly decide: (state: State, input: Input, circumstances: Circumstances) => Outcome<Decision>
  readonly save: (context: CommandContext, decision: Decision, input: Input) => Promise<Result>
  /** The sentence of history, in both languages. */
  readonly sentence: (result: Result, decision: Decision, input: Input) => Text
  /** Ids of everything the sentence is about, so that each record shows its own history. */
  readonly subjects: (result: Result, decision: Decision, input: Input) => readonly string[]
}

export const defineCommand = <Input, State, Decision, Result>(
  command: Command<Input, State, Decision, Result>,
): Command<Input, State, Decision, Result> => command

const refuse = refusals({
  not_permitted: {
    kind: 'forbidden',
    zh: '您的岗位（{role}）没有“{permission}”这项权限，请由有权限的同事办理',
    en: 'Your role ({role}) may not do this ({permission}); ask a colleague who may',
  },
  key_missing: { kind: 'invalid', zh: '缺少操作编号（Idempotency-Key）', en: 'The Idempotency-Key is missing' },
  key_reused: {
    kind: 'conflict',
    zh: '操作编号 {key} 已用于另一次内容不同的操作；请刷新页面后重新办理',
    en: 'The key {key} was used for an action with other content; reload the page and start again',
  },
})

/** I5: what a key answers when it comes again with other content. */
export const keyReused = (key: string) => refuse('key_reused', { key })

/** The sentence of an attempt that was refused; it is all that such an attempt leaves. */
export const refusedEvent = (actor: Actor, command: string, key: string, refusal: Refusal, now: string): NewEvent => ({
  actor,
  command: `${command}.refused`,
  key,
  subjects: [],
  sentence: { zh: `未办成：${refusal.message.zh}`, en: `Refused: ${refusal.message.en}` },
  now,
})

/** What makes two inputs under one key the same. */
export const inputHashOf = (command: string, input: unknown): string => hashOf([command, input])

export interface RunOptions {
  readonly actor: Actor
  readonly key: string
  readonly clock: Clock
  readonly preview?: boolean
}

class Rollback extends Error {
  readonly result: unknown
  constructor(result: unknown) {
    super('preview')
    this.result = result
  }
}

export async function runCommand<Input, State, Decision, Result>(
  database: Database,
  command: Command<Input, State, Decision, Result>,
  input: Input,
  options: RunOptions,
): Promise<Outcome<Result>> {
  const { actor, key } = options
  if (!mayDo(actor, command.permission)) {
    const no = refuse('not_permitted', { role: roles[actor.role].label.zh, permission: command.permission })
    await recordRefusal(database, command.name, no.refusal, options)
    return no
  }
  if (key.length === 0 || key.length > 200) return refuse('key_missing')
  const inputHash = inputHashOf(command.name, command.identity ? command.identity(input) : input)
  try {
    return await database.transaction((tx) => inTransaction(tx, command, input, inputHash, options))
  } catch (error) {
    if (error instanceof Rollback) return ok(error.result as Result)
    if (error instanceof Refused) {
      await recordRefusal(database, command.name, error.refusal, options)
      return { ok: false, refusal: error.refusal }
    }
    throw error
  }
}

async function inTransaction<Input, State, Decision, Result>(
  tx: Tx,
  command: Command<Input, State, Decision, Result>,
  input: Input,
  inputHash: string,
  options: RunOptions,
): Promise<Outcome<Result>> {
  const { actor, key, clock } = options
  const now = clock.now()
  const claimed = await run(
    tx,
    sql`insert into command_log (district, person_id, key, command, input_hash, outcome, recorded_at)
      values (${actor.district}, ${actor.personId}, ${key}, ${command.name}, ${inputHash}, null, ${now})
      on conflict do nothing`,
  )
  if (claimed === 0) return repeat<Result>(tx, actor, key, inputHash)
  const context: CommandContext = { tx, actor, district: actor.district, key, now, today: clock.today(), newId }
  const state = await command.load(context, input)
  const decision = command.decide(state, input, { actor, today: context.today })
  if (!decision.ok) throw new Refused(decision.refusal)
  const result = await command.save(context, decision.value, input)
  if (options.preview) throw new Rollback(result)
  await run(
    tx,
    sql`update command_log set outcome = ${json(toJson(result))}
      where district = ${actor.district} and person_id = ${actor.personId} and key = ${key}`,
  )
  await appendEvent(tx, {
    actor,
    command: command.name,
    key,
    subjects: command.subjects(result, decision.value, input),
    sentence: command.sentence(result, decision.value, input),
    now,
  })
  return ok(result)
}

/** The same key again: the same content gets the first answer, other content is refused. */
async function repeat<Result>(tx: Tx, actor: Actor, key: string, inputHash: string): Promise<Outcome<Result>> {
  const first = await row(
    tx,
    sql<{ input_hash: string; outcome: unknown }>`select input_hash, outcome from command_log
      where district = ${actor.district} and person_id = ${actor.personId} and key = ${key}`,
  )
  if (!first || first.input_hash !== inputHash) throw new Refused(keyReused(key).refusal)
  return ok(fromJson(first.outcome) as Result)
}

async function recordRefusal(database: Database, command: string, refusal: Refusal, options: RunOptions): Promise<void> {
  if (options.preview) return
  await database.transaction((tx) => appendEvent(tx, refusedEvent(options.actor, command, options.key, refusal, options.clock.now())))
}
