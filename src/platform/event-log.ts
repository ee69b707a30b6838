/** The record of actions: one sentence for each command, hash-chained in one line per district. Guards I4 and I7. */
import { canonical } from '#kernel/json.ts'
import type { Text } from '#kernel/outcome.ts'
import type { Actor } from './command.ts'
import { json, row, rows, run, sql, type Tx } from './db/sql.ts'
import type { Executor } from './db/tables.ts'
import { chainHash } from './hash.ts'

export interface EventHead {
  readonly seq: bigint
  readonly hash: string
  readonly format: number
}

/** The end of the record, held until the transaction ends: always the last thing that is locked. */
export async function lockEventHead(tx: Tx, district: string): Promise<EventHead> {
  const lock = () => row(tx, sql<EventHead>`select seq, hash, format from event_head where district = ${district} for update`)
  const head = await lock()
  if (head) return head
  await run(
    tx,
    sql`insert into event_head (district, seq, hash, format)
      select district, 0, '', hash_format from district where district = ${district} on conflict do nothing`,
  )
  return (await lock())!
}

export interface NewEvent {
  readonly actor: Actor
  readonly command: string
  readonly key: string
  readonly subjects: readonly string[]
  readonly sentence: Text
  readonly now: string
}

/** The exact text that is hashed; verification builds it again from the columns. */
const eventBytes = (event: {
  readonly seq: bigint
  readonly district: string
  readonly person: string
  readonly actor: string
  readonly command: string
  readonly key: string
  readonly subjects: readonly string[]
  readonly sentence: Text
  readonly recordedAt: string
}): string => canonical(event)

/** The event as the next link after `head`. */
export function linkEvent(head: EventHead, event: NewEvent): EventHead & { readonly bytes: string } {
  const { actor } = event
  const seq = head.seq + 1n
  const bytes = eventBytes({
    seq,
    district: actor.district,
    person: actor.personId,
    actor: actor.name,
    command: event.command,
    key: event.key,
    subjects: event.subjects,
    sentence: event.sentence,
    recordedAt: event.now,
  })
  return { seq, bytes, hash: chainHash(head.hash, bytes, head.format), format: head.format }
}

/** Always the last write before commit, so that the head of the chain is held for a moment only. */
export async function appendEvent(tx: Tx, event: NewEvent): Promise<void> {
  const { actor } = event
  const head = await lockEventHead(tx, actor.district)
  const { seq, bytes, hash } = linkEvent(head, event)
  await run(
    tx,
    sql`insert into audit_event (district, seq, person_id, actor, command, command_key, subjects, sentence, recorded_at, bytes, previous_hash, hash, format)
      values (${actor.district}, ${seq}, ${actor.personId}, ${actor.name}, ${event.command}, ${event.key}, ${[...event.subjects]}::text[],
        ${json(event.sentence)}, ${event.now}, ${bytes}, ${head.hash}, ${hash}, ${head.format})`,
  )
  await run(tx, sql`update event_head set seq = ${seq}, hash = ${hash} where district = ${actor.district}`)
}

export interface EventRow {
  readonly seq: number
  readonly recordedAt: string
  readonly actor: string
  readonly command: string
  readonly sentence: Text
  readonly hash: string
}

export interface EventQuery {
  readonly subject?: string | undefined
  readonly q?: string | undefined
  readonly limit: number
  readonly offset: number
}

/** Newest first. */
export async function findEvents(on: Executor, district: string, query: EventQuery): Promise<{ rows: EventRow[]; total: number }> {
  const where = sql`district = ${district}
    ${query.subject ? sql`and subjects @> ${[query.subject]}::text[]` : sql``}
    ${query.q ? sql`and (sentence::text ilike ${`%${query.q}%`} or actor ilike ${`%${query.q}%`})` : sql``}`
  const found = await rows(
    on,
    sql<{ seq: bigint; recorded_at: string; actor: string; command: string; sentence: Text; hash: string }>`
      select seq, recorded_at, actor, command, sentence, hash from audit_event where ${where}
      order by seq desc limit ${query.limit} offset ${query.offset}`,
  )
  const count = await row(on, sql<{ n: bigint }>`select count(*) as n from audit_event where ${where}`)
  return {
    rows: found.map((e) => ({
      seq: Number(e.seq),
      recordedAt: e.recorded_at,
      actor: e.actor,
      command: e.command,
      sentence: e.sentence,
      hash: e.hash,
    })),
    total: Number(count?.n ?? 0n),
  }
}

export interface ChainFault {
  readonly invariant: string
  readonly detail: Text
}

/** Replays the whole chain: every byte, every link, the head, and no gap. */
export async function verifyEvents(
  on: Executor,
  district: string,
): Promise<{ count: number; hash: string; format: number; faults: ChainFault[] }> {
  const events = await rows(
    on,
    sql<{
      seq: bigint
      person: string
      actor: string
      command: string
      key: string
      subjects: string[]
      sentence: Text
      recordedAt: string
      bytes: string
      previous_hash: string
      hash: string
      format: number
    }>`
      select seq, person_id as person, actor, command, command_key as key, subjects, sentence, recorded_at as "recordedAt", bytes, previous_hash, hash, format
      from audit_event where district = ${district} order by seq`,
  )
  const faults: ChainFault[] = []
  let previous = ''
  let expected = 1n
  for (const { bytes, previous_hash, hash, format, ...e } of events) {
    const intact =
      e.seq === expected &&
      previous_hash === previous &&
      hash === chainHash(previous, bytes, format) &&
      bytes === eventBytes({ ...e, district })
    if (!intact)
      faults.push({
        invariant: 'I4',
        detail: { zh: `操作记录第 ${e.seq} 条与链不符`, en: `Record of actions: entry ${e.seq} does not fit the chain` },
      })
    previous = hash
    expected = e.seq + 1n
  }
  const head = await row(on, sql<EventHead>`select seq, hash, format from event_head where district = ${district}`)
  if ((head?.seq ?? 0n) !== expected - 1n || (head?.hash ?? '') !== previous)
    faults.push({ invariant: 'I4', detail: { zh: '操作记录的末尾被截断', en: 'The tail of the record of actions is cut' } })
  return { count: events.length, hash: head?.hash ?? '', format: head?.format ?? 2, faults }
}
