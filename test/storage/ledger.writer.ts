/** Real postings to be killed: receipts and reservations through the one write path, on a district made through it as well. */
import { join } from 'node:path'
import { civilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import { must } from '#kernel/outcome.ts'
import { postByHand } from '#features/ledger/ledger.commands.ts'
import { nameAccount } from '#features/ledger/ledger.model.ts'
import { lockBooks, post } from '#features/ledger/ledger.store.ts'
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

  async write(database) {
    const actor = await actorNamed(database, 'finance')
    const key = newId('command')
    const amountFen = fen(BigInt((written++ % 9_000) + 1))
    const input = { key, kind: 'receipt', businessDate: civilDate('2017-03-20'), basis: `回单 ${key}`, moves: [{ lotId: LOT, amountFen }] }
    must(await runCommand(database, postByHand, input, { actor, clock: systemClock, key }))
    return key
  },

  async check(database, acknowledged) {
    const found = await rows(
      database.db,
      sql<{ command_key: string }>`select p.command_key from posting p
        join command_log c on c.district = p.district and c.key = p.command_key and c.outcome is not null
        join audit_event e on e.district = p.district and e.command_key = p.command_key`,
    )
    const kept = new Set(found.map((f) => f.command_key))
    const books = await verifyBooks(database.db, DISTRICT)
    return [...acknowledged.filter((key) => !kept.has(key)), ...books.faults.map((f) => `${f.invariant} ${f.detail.en}`)]
  },
}
