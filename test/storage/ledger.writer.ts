/** Real postings to be killed: one by one through the one write path, and many at once through the posting desk. */
import { join } from 'node:path'
import { civilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import { must } from '#kernel/outcome.ts'
import { postByHand, type PostingInput } from '#features/ledger/ledger.commands.ts'
import { insertKeepers } from '#features/ledger/book-state.store.ts'
import { nameAccount } from '#features/ledger/ledger.model.ts'
import { lockBooks, post } from '#features/ledger/ledger.store.ts'
import { PostingDesk } from '#features/ledger/posting-desk.commands.ts'
import { verifyBooks } from '#features/ledger/verify.store.ts'
import { insertDocuments, insertLots } from '#features/funds/funds.store.ts'
import { addPerson, firstRun } from '#features/people/people.commands.ts'
import { actorOf, findPersonByUsername } from '#features/people/people.store.ts'
import { newId, systemClock } from '#platform/clock.ts'
import { type Actor, defineCommand, runCommand } from '#platform/command.ts'
import type { Database } from '#platform/db/database.ts'
import { migrate } from '#platform/db/migrate.ts'
import { rows, sql } from '#platform/db/sql.ts'
import type { Writer } from './writer.ts'

const DISTRICT = '420302'
const LOT = 'lot_00000000000000000000000000'

const actorNamed = async (database: Database, username: string): Promise<Actor> =>
  actorOf(DISTRICT, (await findPersonByUsername(database.db, DISTRICT, username))!)

/** One document with one lot, announced; one transaction, so that a kill leaves all of it or nothing. */
const announceLot = defineCommand({
  name: 'test.announce',
  permission: 'ledger.post',
  load: (context, _: Record<string, never>) => lockBooks(context),
  decide: () => ({ ok: true as const, value: null }),
  save: async (context) => {
    const docId = newId('fundDocument')
    const document = { docId, docNo: '鄂财农发〔2017〕12号', title: '试验', level: 'central', issuedOn: null, fileId: '' }
    await insertDocuments(context.tx, DISTRICT, [document], context.actor.personId, context.now)
    const lot = {
      lotId: LOT,
      docId,
      line: 1,
      fundName: '财政专项扶贫资金',
      catalogueCode: 'C01',
      level: 'central',
      department: '区扶贫办',
      poolClass: 'poolable',
      book: 'poverty' as const,
      year: 2017,
      usableTo: 2018,
      amountFen: 1_000_000_000_00n,
      purpose: '',
      uses: ['industry'],
      source: { fileId: '', name: '', sheet: '', row: 0 },
    }
    await insertLots(context.tx, DISTRICT, [lot], context.now)
    const keeper = { no: 1n, book: 'poverty', personId: context.actor.personId, from: civilDate('2017-01-01'), document: '任命' }
    await insertKeepers(context.tx, DISTRICT, [keeper], context.actor.personId, context.now)
    const source = nameAccount(LOT, 'poverty', 'source')
    const expected = nameAccount(LOT, 'poverty', 'expected')
    const moves = [{ from: source, to: expected, amountFen: fen(lot.amountFen) }]
    await post(context, [{ kind: 'announcement', businessDate: context.today, basis: document.docNo, moves }])
    return {}
  },
  sentence: () => ({ zh: '登记', en: 'Registered' }),
  subjects: () => [LOT],
})

let written = 0
let desk: PostingDesk | undefined

export const writer: Writer = {
  async prepare(database) {
    await migrate(database, join(import.meta.dirname, '../../migrations'))
    const administrator = { username: 'admin', name: '管理员', passwordHash: 'none' }
    await firstRun(database, systemClock, { district: { code: DISTRICT, name: '茅箭区', demo: false }, divisions: [], administrator })
    const admin = await actorNamed(database, 'admin')
    const person = { username: 'finance', name: '财政局', role: 'finance', scope: null, passwordHash: 'none' }
    must(await runCommand(database, addPerson, person, { actor: admin, clock: systemClock, key: 'finance' }))
    const finance = await actorNamed(database, 'finance')
    must(await runCommand(database, announceLot, {}, { actor: finance, clock: systemClock, key: 'announce' }))
  },

  /** One by the general path, then a few requests at once at the desk; the token is their keys. */
  async write(database) {
    const actor = await actorNamed(database, 'finance')
    desk ??= new PostingDesk(database, systemClock)
    const receipt = (): PostingInput => {
      const key = newId('command')
      const moves = [{ lotId: LOT, amountFen: fen(BigInt((written++ % 90) + 1)) }]
      return { key, kind: 'receipt', businessDate: civilDate('2017-03-20'), basis: `回单 ${key}`, moves }
    }
    const [alone, ...together] = Array.from({ length: 6 }, receipt)
    must(await runCommand(database, postByHand, alone!, { actor, clock: systemClock, key: `posting:${alone!.key}` }))
    const requests = [together.slice(0, 1), together.slice(1, 2), together.slice(2)]
    const answers = await Promise.all(requests.map((inputs) => desk!.post(actor, newId('command'), inputs)))
    for (const answer of answers.flat()) must(answer)
    return [alone!, ...together].map((input) => input.key).join(',')
  },

  async check(database, acknowledged) {
    const found = await rows(
      database.db,
      sql<{ key: string }>`select p.command_key as key from posting p
        join audit_event e on e.district = p.district and e.person_id = p.person_id and e.recorded_at = p.recorded_at
        where p.district = ${DISTRICT} and p.command_key like 'posting:%'`,
    )
    const kept = new Set(found.map((f) => f.key.slice('posting:'.length)))
    const books = await verifyBooks(database.db, DISTRICT)
    const lost = acknowledged.flatMap((token) => token.split(',')).filter((key) => !kept.has(key))
    return [...lost, ...books.faults.map((f) => `${f.invariant} ${f.detail.en}`)]
  },
}
