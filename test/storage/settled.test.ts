/**
 * The settled sums say what the moves say: a random history is read from the moves alone, then with the sums at their beginning, half-way
 * and at their end, for each lot, project, department and level and at each moment of knowledge. The database makes the sums and takes
 * them from nobody. Lists of uses and duties are checked against the accounts. On both engines.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { listUses } from '#features/funds/lot-uses.store.ts'
import { groupLots, listLots, sumLots } from '#features/funds/lot-list.store.ts'
import { fourAmounts, type StageAmounts } from '#features/ledger/amounts.model.ts'
import { bookSums } from '#features/ledger/ledger-list.store.ts'
import { settle } from '#features/ledger/settled.store.ts'
import { type Scope, sumTurnover, turnoverBy } from '#features/statements/turnover.store.ts'
import type { Database } from '#platform/db/database.ts'
import { failureOf } from '#platform/db/failure.ts'
import { rows, run, sql, theRow } from '#platform/db/sql.ts'
import { engines } from '../support/database.ts'
import { RandomHistory } from '../support/random-history.ts'
import { World } from '../support/world.ts'

const SPANS = [
  { from: civilDate('2017-01-01'), to: civilDate('2017-12-31'), yearFrom: civilDate('2017-01-01'), label: { zh: '', en: '' } },
  { from: civilDate('2017-05-01'), to: civilDate('2017-06-30'), yearFrom: civilDate('2017-01-01'), label: { zh: '', en: '' } },
  { from: civilDate('2017-05-01'), to: civilDate('2017-06-17'), yearFrom: civilDate('2017-01-01'), label: { zh: '', en: '' } },
]
const text = (value: unknown): string => JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? `${v}` : v))
const inOrder = (list: readonly unknown[]): string[] => list.map(text).sort()

const paidOf = (list: readonly StageAmounts[]): bigint[] => list.map((amounts) => fourAmounts(amounts).paid)
const fromTheMost = (a: bigint, b: bigint): number => (a < b ? 1 : a > b ? -1 : 0)

describe.each(engines())('settled sums on $name', ({ open }) => {
  let database: Database
  let w: World
  let scopes: Scope[]
  let moments: string[]

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
    const history = await RandomHistory.begin(w, 20160229)
    await history.steps(120)
    await history.everyKind()
    const one = <T>(query: ReturnType<typeof sql<T>>) => rows(database.db, query)
    scopes = [
      ...(await one(sql<{ lot: string }>`select lot_id as lot from lot order by 1 limit 3`)),
      ...(await one(sql<{ project: string }>`select project_id as project from project order by 1 limit 3`)),
      ...(await one(sql<{ department: string }>`select distinct department from lot order by 1 limit 1`)),
      ...(await one(sql<{ level: string }>`select distinct level from lot order by 1 limit 1`)),
    ]
    const recorded = await one(sql<{ at: string }>`select recorded_at as at from posting order by recorded_at`)
    const instants = [0.3, 0.7].map((part) => recorded[Math.floor(recorded.length * part)]!.at)
    moments = [...instants, ...instants.map((at) => at.slice(0, 10))]
  }, 240_000)

  /** Everything that may stand on the sums, from the moves (`settled: false`) or from the sums. */
  async function everything(settled: boolean): Promise<string[][]> {
    const read: string[][] = []
    for (const span of SPANS) {
      const views = [...scopes.map((scope) => ({ scope, settled })), ...moments.map((knownAt) => ({ scope: {}, knownAt, settled }))]
      for (const view of views) {
        const all = (await sumTurnover(database.db, w.district, span, view)).filter((t) => t.before || t.period || t.year)
        const months = (await turnoverBy(database.db, w.district, 'month', span, view)).filter((t) => t.moves > 0)
        read.push(inOrder(all), inOrder(months))
      }
    }
    return read
  }

  test('they are those of the moves, wherever they have come to', async () => {
    const moves = await everything(false)
    const books = inOrder(await bookSums(database.db, w.district, { knownAt: moments[1] }))
    expect(moves.flat().length).toBeGreaterThan(100)
    expect(await everything(true)).toEqual(moves)
    const many = await settle(database.db, w.district, 1, 25)
    expect(many).toBeGreaterThan(20n)
    expect(await everything(true)).toEqual(moves)
    while ((await settle(database.db, w.district, 1, 40)) > 0n);
    expect(await everything(true)).toEqual(moves)
    expect(inOrder(await bookSums(database.db, w.district, { knownAt: moments[1] }))).toEqual(books)
  }, 300_000)

  test.each([
    ['a sum of a lot', sql`update subject_turnover set amount_fen = amount_fen + 1`, 'HG011'],
    ['a sum by day of recording', sql`update recorded_turnover set amount_fen = amount_fen + 1`, 'HG011'],
    [
      'a sum invented',
      sql`insert into subject_turnover select district, 'lot_none', 201701, transition_no, 1, 1 from transition limit 1`,
      'HG011',
    ],
    [
      'a way invented',
      sql`insert into transition (district, kind, book, to_book, from_stage, to_stage) select district, 'x', 'x', 'x', 'x', 'x' from district`,
      'HG011',
    ],
    ['a sum taken away', sql`delete from subject_turnover`, 'HG004'],
    ['a sum by day taken away', sql`delete from recorded_turnover`, 'HG004'],
    ['sums set back', sql`update settled set number = number - 1`, 'HG011'],
    ['sums ahead of their chain', sql`update settled set number = number + 1`, 'HG011'],
    ['the way back to nothing', sql`delete from settled`, 'HG004'],
  ])('the database refuses %s', async (_, change, code) => {
    // Enough that there is something to change.
    while ((await settle(database.db, w.district, 1, 1000)) > 0n);
    const answer = await database
      .transaction((tx) => run(tx, change))
      .then(
        () => 'done',
        (error: unknown) => failureOf(error)?.code,
      )
    expect(answer).toBe(code)
  })

  test.each([false, true])('uses (by contract: %s) are what the accounts hold, on every page and in every order', async (byContract) => {
    const held = await rows(
      database.db,
      sql<{ id: string; paid: bigint }>`select lot_id || ' ' || project_id || ' ' || ${byContract ? sql`contract_id` : sql`''`} as id,
          coalesce(sum(balance_fen) filter (where stage = 'paid'), 0)::bigint as paid from account
        where project_id <> '' and balance_fen <> 0 group by 1`,
    )
    const idOf = (u: { lot_id: string; project_id: string; contract_id: string }) => `${u.lot_id} ${u.project_id} ${u.contract_id}`
    const pages = async (sort?: string) => {
      const found = []
      for (let offset = 0; offset < held.length; offset += 7) {
        const page = await listUses(database.db, w.district, { sort, limit: 7, offset }, byContract)
        expect(page.total).toBe(held.length)
        expect(page.sum.paid).toBe(held.reduce((sum, h) => sum + h.paid, 0n))
        found.push(...page.rows)
      }
      return found
    }
    const own = await pages()
    const key = (u: (typeof own)[number]) => (byContract ? [u.responsible_unit, u.project_code, u.contract_no ?? ''] : [u.project_code])
    expect(own.map(idOf).sort()).toEqual(held.map((h) => h.id).sort())
    expect(own.map((u) => text([...key(u), u.doc_no]))).toEqual(own.map((u) => text([...key(u), u.doc_no])).sort())
    const paid = new Map(held.map((h) => [h.id, h.paid]))
    const byPaid = await pages('-paid')
    expect(byPaid.map((u) => u.paid)).toEqual(byPaid.map((u) => paid.get(idOf(u))))
    expect(paidOf(byPaid)).toEqual(paidOf(byPaid).sort(fromTheMost))
  })

  test('the sums of the list are those of its groups and of the accounts, narrowed or not', async () => {
    const stages = await theRow(
      database.db,
      sql<{ paid: bigint; announced: bigint }>`select coalesce(sum(balance_fen) filter (where stage = 'paid'), 0)::bigint as paid,
        -sum(balance_fen) filter (where stage = 'source')::bigint as announced from account`,
    )
    const whole = await sumLots(database.db, w.district, {})
    expect(whole).toMatchObject(stages)
    const groups = await groupLots(database.db, w.district, 'department', {})
    expect(groups.reduce((sum, g) => sum + g.announced, 0n)).toBe(stages.announced)
    for (const { key, paid } of groups) expect((await sumLots(database.db, w.district, { department: key }))!.paid).toBe(paid)
    const byPaid = await listLots(database.db, w.district, { sort: '-paid', limit: 100, offset: 0 })
    expect(paidOf(byPaid.rows)).toEqual(paidOf(byPaid.rows).sort(fromTheMost))
  })
})
