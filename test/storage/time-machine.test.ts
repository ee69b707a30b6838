/**
 * The time machine against a bookkeeper who keeps everything: random histories with backdated postings and reversals, then at any pair of
 * business day and moment of knowledge every balance must equal the sum, by hand, of what had happened and was known.
 */
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { accountsAt, instantOf } from '#features/ledger/accounts-at.store.ts'
import { postByHand } from '#features/ledger/ledger.commands.ts'
import { bookSums, listPostings } from '#features/ledger/ledger-list.store.ts'
import type { Moment } from '#features/ledger/moment.model.ts'
import { listProjects } from '#features/projects/projects.store.ts'
import { traceView } from '#features/trace/trace.store.ts'
import { addDays, civilDate, daysBetween } from '#kernel/civil-date.ts'
import { sum, fen } from '#kernel/money.ts'
import type { Database } from '#platform/db/database.ts'
import { rows, sql } from '#platform/db/sql.ts'
import { engines } from '../support/database.ts'
import { World } from '../support/world.ts'

const FIRST = civilDate('2017-03-01')

/** What somebody does: so many days later, backdated by so many, with which of the lots and projects, how much; or a reversal. */
const act = fc.record({
  later: fc.integer({ min: 0, max: 4 }),
  back: fc.integer({ min: 0, max: 40 }),
  kind: fc.constantFrom('receipt', 'reservation', 'release', 'reversal'),
  lot: fc.integer({ min: 0, max: 1 }),
  project: fc.integer({ min: 0, max: 1 }),
  amount: fc.bigInt({ min: 1n, max: 90_00n }),
})

interface Done {
  readonly account: bigint
  readonly stage: string
  readonly book: string
  readonly project: string
  readonly day: string
  readonly recorded: string
  readonly by: bigint
}

/** Both ends of every move, one by one. */
const everything = (database: Database, district: string) =>
  rows(
    database.db,
    sql<Done>`select a.account_id as account, a.stage, a.book, a.project_id as project, p.business_date::text as day, p.recorded_at as recorded,
        case when a.account_id = m.to_account then m.amount_fen else -m.amount_fen end as by
      from posting p join move m on m.district = p.district and m.posting_id = p.posting_id
      join account a on a.district = m.district and a.account_id in (m.from_account, m.to_account) where p.district = ${district}`,
  )

const known =
  ({ asOf, knownAt }: Moment) =>
  (d: Done) =>
    (!asOf || d.day <= asOf) && (!knownAt || Date.parse(d.recorded) <= Date.parse(instantOf(knownAt)))

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  beforeAll(async () => {
    database = await open()
  })

  async function history(acts: readonly (typeof act extends fc.Arbitrary<infer T> ? T : never)[]): Promise<World> {
    const w = await World.open(database)
    w.goTo(FIRST)
    const lots = await w.lots(
      { docNo: '甲〔2017〕1号', uses: ['road'], amountFen: 200_00n },
      { docNo: '乙〔2017〕1号', uses: ['road'], amountFen: 200_00n, book: 'coordination' },
    )
    const projects = await w.projects(
      { name: '路甲', category: 'road', needFen: 900_00n },
      { name: '路乙', category: 'road', needFen: 900_00n },
    )
    const made: string[] = []
    let today = FIRST
    for (const a of acts) {
      today = w.goTo(addDays(today, a.later))
      const businessDate = addDays(today, -a.back)
      const input =
        a.kind === 'reversal'
          ? { ...w.byHand('', undefined), businessDate, reverses: made[made.length - 1 - a.lot] ?? 'none' }
          : { ...w.byHand(a.kind, a.kind === 'receipt' ? undefined : projects[a.project], [lots[a.lot]!, a.amount]), businessDate }
      const outcome = await w.act('finance', postByHand, input)
      if (outcome.ok) made.push(outcome.value.id)
    }
    return w
  }

  test('every balance at every moment is what had happened and was known', { timeout: 120_000 }, async () => {
    let reversals = 0
    let backdated = 0
    let hidden = 0
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 12, maxLength: 24 }), async (acts) => {
        const w = await history(acts)
        const on = database.db
        const all = await everything(database, w.district)
        const posted = await listPostings(on, w.district, { limit: 500, offset: 0 })
        reversals += posted.rows.filter((p) => p.kind === 'reversal').length
        backdated += posted.rows.filter((p) => p.business_date < FIRST).length
        const days = Array.from({ length: daysBetween(FIRST, w.today()) + 41 }, (_, i) => addDays(addDays(FIRST, -40), i))
        const some = [undefined, ...days.filter((_, i) => i % 11 === 0), all.at(-1)!.day]
        const instants = [undefined, '2017-03-01', '2017-03-12', all[Math.floor(all.length / 2)]!.recorded, all.at(-1)!.recorded]
        for (const asOf of some)
          for (const knownAt of instants) {
            const moment = { asOf, knownAt }
            const then = all.filter(known(moment))
            hidden += all.length - then.length
            const expected = new Map<bigint, bigint>(all.map((d) => [d.account, 0n]))
            for (const d of then) expected.set(d.account, expected.get(d.account)! + d.by)
            const found = await rows(
              on,
              sql<{ account_id: bigint; balance_fen: bigint }>`select a.account_id, a.balance_fen from ${accountsAt(w.district, moment)} a
                where a.district = ${w.district}`,
            )
            expect(new Map(found.map((f) => [f.account_id, f.balance_fen]))).toEqual(expected)
            const naive = (keep: (d: Done) => boolean) => sum(then.filter(keep).map((d) => fen(d.by)))
            for (const b of await bookSums(on, w.district, moment)) {
              expect(b.available).toBe(naive((d) => d.book === b.book && d.stage === 'available'))
              expect(b.announced).toBe(-naive((d) => d.book === b.book && d.stage === 'source'))
            }
            const library = await listProjects(on, w.district, { moment: { asOf }, limit: 10, offset: 0 })
            for (const p of library.rows)
              expect(p.reserved).toBe(
                sum(
                  all
                    .filter(known({ asOf }))
                    .filter((d) => d.project === p.project_id)
                    .map((d) => fen(d.by)),
                ),
              )
            expect((await traceView(on, w.district, { kind: 'all', id: '' }, { offset: 0 }, moment)).sum.reserved).toBe(
              naive((d) => d.stage === 'reserved'),
            )
          }
      }),
      // A whole history is small enough to read; shrinking one on a database takes minutes.
      { numRuns: 5, endOnFailure: true },
    )
    expect(Math.min(reversals, backdated, hidden)).toBeGreaterThan(0)
  })

  test('lists leave out what had not happened or was not known, and a reversal shows only once it is known', async () => {
    const w = await World.open(database)
    const [lot] = (await w.lots({ docNo: '甲〔2017〕1号', uses: ['road'], amountFen: 100_00n })) as [string]
    const [road] = (await w.projects({ name: '路', category: 'road', needFen: 90_00n })) as [string]
    await w.receive([lot, 100_00n])
    w.goTo('2017-03-05')
    const reserved = await w.reserve(road, [lot, 90_00n])
    w.goTo('2017-03-09')
    await w.do('finance', postByHand, { ...w.byHand('', undefined), reverses: reserved.id })
    const list = async (moment: Moment) => {
      const { rows: found, total } = await listPostings(database.db, w.district, { moment, limit: 50, offset: 0 })
      return [total, found.find((p) => p.posting_id === reserved.id)?.reversed_by != null] as const
    }
    expect(await list({})).toEqual([4, true])
    expect(await list({ knownAt: '2017-03-08' })).toEqual([3, false])
    expect(await list({ asOf: '2017-03-04' })).toEqual([2, false])
  })
})
