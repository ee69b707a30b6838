/**
 * The settled sums say what the moves say: a random history is read from the moves alone, then with the sums at their beginning, half-way
 * and at their end, for lots, projects, a department and a level and at each moment of knowledge. The database makes the sums and takes
 * them from nobody; the server moves them on, beside posting and reading, and a failure there is nobody's. Lists of uses and duties are
 * checked against the accounts. On both engines.
 */
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { Settling } from '#app/settling.ts'
import { civilDate } from '#kernel/civil-date.ts'
import { listUses } from '#features/funds/lot-uses.store.ts'
import { groupLots, listLots, sumLots } from '#features/funds/lot-list.store.ts'
import { fourAmounts, type StageAmounts } from '#features/ledger/amounts.model.ts'
import { bookSums } from '#features/ledger/ledger-list.store.ts'
import { PostingDesk } from '#features/ledger/posting-desk.commands.ts'
import { settle, settleAll } from '#features/ledger/settled.store.ts'
import { verifyBooks } from '#features/ledger/verify.store.ts'
import { type Scope, sumTurnover, turnoverBy, viewOf } from '#features/statements/turnover.store.ts'
import type { Turnover } from '#features/statements/sums.model.ts'
import type { Database } from '#platform/db/database.ts'
import { failureOf } from '#platform/db/failure.ts'
import { rows, run, sql, theRow } from '#platform/db/sql.ts'
import { engines } from '../support/database.ts'
import { RandomHistory } from '../support/random-history.ts'
import { World } from '../support/world.ts'

const span = (from: string, to: string) => ({
  from: civilDate(from),
  to: civilDate(to),
  yearFrom: civilDate('2017-01-01'),
  label: { zh: '', en: '' },
})
/** Whole months, and a month that is cut. */
const SPANS = [span('2017-05-01', '2017-12-31'), span('2017-05-01', '2017-06-17')]
const text = (value: unknown): string => JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? `${v}` : v))
const inOrder = (list: readonly unknown[]): string[] => list.map(text).sort()

const paidOf = (list: readonly StageAmounts[]): bigint[] => list.map((amounts) => fourAmounts(amounts).paid)
const fromTheMost = (a: bigint, b: bigint): number => (a < b ? 1 : a > b ? -1 : 0)

/** What was taken off again to nothing may show as a line of nothing. */
const moved = (list: readonly Turnover[]) => list.filter((t) => t.before || t.period || t.year)

const outside = async ({ db }: Database, district: string): Promise<number> => {
  const found = await theRow(
    db,
    sql<{ n: bigint }>`select sum(h.number - coalesce(s.number, 0))::bigint as n from chain_head h
      left join settled s on s.district = h.district and s.book = h.book where h.district = ${district}`,
  )
  return Number(found.n)
}

describe.each(engines())('settled sums on $name', ({ open, openEmpty }) => {
  let database: Database
  let w: World
  let scopes: Scope[]
  let moments: string[]

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
    const history = await RandomHistory.begin(w, 55_433)
    await history.steps(40)
    await history.everyKind()
    const one = <T>(query: ReturnType<typeof sql<T>>) => rows(database.db, query)
    scopes = [
      ...(await one(sql<{ lot: string }>`select lot_id as lot from lot where district = ${w.district} order by 1 limit 2`)),
      ...(await one(sql<{ project: string }>`select project_id as project from project where district = ${w.district} order by 1 limit 2`)),
      ...(await one(sql<{ department: string }>`select distinct department from lot where district = ${w.district} order by 1 limit 1`)),
      ...(await one(sql<{ level: string }>`select distinct level from lot where district = ${w.district} order by 1 limit 1`)),
    ]
    const recorded = await one(
      sql<{ at: string }>`select recorded_at as at from posting where district = ${w.district} order by recorded_at`,
    )
    const instants = [0.3, 0.7].map((part) => recorded[Math.floor(recorded.length * part)]!.at)
    moments = [...instants, instants[0]!.slice(0, 10)]
  }, 120_000)

  /** Everything that may stand on the sums, from the moves (`settled: false`) or from the sums. */
  async function everything(settled: boolean): Promise<string[][]> {
    const read: string[][] = []
    for (const span of SPANS) {
      const views = [...scopes.map((scope) => ({ scope, settled })), ...moments.map((knownAt) => ({ scope: {}, knownAt, settled }))]
      for (const view of views) {
        const all = moved(await sumTurnover(database.db, w.district, span, view))
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
    const all = await outside(database, w.district)
    const some = await settle(database.db, w.district, 25, 1)
    expect([some > 25, await outside(database, w.district)]).toEqual([true, all - some])
    expect(some).toBeLessThan(all)
    expect(await everything(true)).toEqual(moves)
    await settleAll(database.db, w.district)
    expect(await outside(database, w.district)).toBe(0)
    expect(await everything(true)).toEqual(moves)
    expect(inOrder(await bookSums(database.db, w.district, { knownAt: moments[1] }))).toEqual(books)
    const { faults } = await verifyBooks(database.db, w.district)
    // A random history announces more than its documents say; the sums are what this is about.
    expect(faults.filter((f) => f.invariant === 'I11')).toEqual([])
  }, 120_000)

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
    ['a sum of a department', sql`update group_turnover set amount_fen = amount_fen + 1`, 'HG011'],
    ['a sum of a department taken away', sql`delete from group_turnover`, 'HG011'],
    ['a journal', sql`update subject_journal set amounts[1] = amounts[1] + 1`, 'HG011'],
    ['a journal taken away', sql`delete from subject_journal`, 'HG004'],
    ['what a lot holds', sql`update held set balance_fen = balance_fen + 1`, 'HG011'],
    ['what a lot holds taken away', sql`delete from held`, 'HG011'],
    ['sums set back', sql`update settled set number = number - 1`, 'HG011'],
    ['sums ahead of their chain', sql`update settled set number = number + 1`, 'HG011'],
    ['the way back to nothing', sql`delete from settled`, 'HG004'],
  ])('the database refuses %s', async (_, change, code) => {
    await settleAll(database.db, w.district)
    const answer = await database
      .transaction((tx) => run(tx, change))
      .then(
        () => 'done',
        (error: unknown) => failureOf(error)?.code,
      )
    expect(answer).toBe(code)
  })

  describe('the server moves them on', () => {
    const EACH = 20
    let own: World
    let desk: PostingDesk
    let [lot, road] = ['', '']
    const failed: unknown[] = []
    const tell = (error: unknown): void => void failed.push(error)
    const small = { failed: tell, worth: 1, pace: { atOnce: 7, rest: 1 }, idle: 1 }

    beforeAll(async () => {
      own = await World.open(database)
      desk = new PostingDesk(database, own.clock)
      ;[lot] = (await own.lots({ docNo: '甲〔2017〕1号', uses: ['road'], amountFen: 1_000_00n })) as [string]
      ;[road] = (await own.projects({ name: '路', category: 'road', needFen: 1_000_00n })) as [string]
      await own.receive([lot, 1_000_00n])
    })

    let serial = 0
    const postSome = async (): Promise<void> => {
      const item = () => ({ ...own.byHand('reservation', road, [lot, 1n]), key: `s${++serial}` })
      const answers = await desk.post(own.actor('finance'), `r${serial}`, Array.from({ length: EACH }, item))
      expect(answers.filter((a) => !a.ok)).toEqual([])
    }

    /** In a transaction that may only read, of one look at the database: from the sums and from the moves. */
    const readOnce = (knownAt: string | undefined, scope: Scope) =>
      database.transaction(
        async (tx) => {
          const view = await viewOf(tx, own.district, scope, knownAt)
          const sums = async (settled: boolean) => inOrder(moved(await sumTurnover(tx, own.district, SPANS[0]!, { ...view, settled })))
          expect(view.settled).toBe(true)
          expect(await sums(true)).toEqual(await sums(false))
        },
        { readOnly: true, isolation: 'serializable' },
      )

    test('beside readers, a posting desk and another server, and nobody is in the way of anybody', async () => {
      const servers = [new Settling(database, small), new Settling(database, small)]
      let posting = true
      const reader = async (knownAt: string | undefined, scope: Scope): Promise<void> => {
        do await readOnce(knownAt, scope)
        while (posting)
      }
      const post = async (): Promise<void> => {
        for (const day of ['2017-03-01', '2017-03-02', '2017-03-03']) {
          own.goTo(day)
          for (let n = 0; n < 2; n++) await Promise.all([postSome(), postSome()])
        }
      }
      try {
        await Promise.all([
          post().finally(() => (posting = false)),
          reader(undefined, { lot }),
          reader(undefined, { project: road }),
          reader('2017-03-01', {}),
        ])
        await vi.waitFor(async () => expect(await outside(database, own.district)).toBe(0), { timeout: 30_000, interval: 20 })
      } finally {
        await Promise.all(servers.map((server) => server.stop()))
      }
      expect(failed).toEqual([])
      await readOnce('2017-03-01', {})
      await readOnce(undefined, { project: road })
      expect((await verifyBooks(database.db, own.district)).faults).toEqual([])
    }, 120_000)

    test('not once it was stopped; when it starts again, to the end', async () => {
      const server = new Settling(database, small)
      await server.stop()
      await postSome()
      expect(await outside(database, own.district)).toBe(EACH)
      const again = new Settling(database, small)
      await vi.waitFor(async () => expect(await outside(database, own.district)).toBe(0), { timeout: 30_000, interval: 20 })
      await again.stop()
    }, 60_000)

    test('a step that fails is told, and the program goes on', async () => {
      const empty = await openEmpty()
      const told = vi.fn<(error: unknown) => void>()
      const server = new Settling(empty, { failed: told })
      await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(1), { timeout: 30_000, interval: 20 })
      expect(failureOf(told.mock.calls[0]![0])?.code).toBe('42P01')
      await server.stop()
      await empty.close()
    }, 60_000)
  })

  test.each([false, true])('uses (by contract: %s) are what the accounts hold, on every page and in every order', async (byContract) => {
    const held = await rows(
      database.db,
      sql<{ id: string; paid: bigint }>`select lot_id || ' ' || project_id || ' ' || ${byContract ? sql`contract_id` : sql`''`} as id,
          coalesce(sum(balance_fen) filter (where stage = 'paid'), 0)::bigint as paid from account
        where district = ${w.district} and project_id <> '' and balance_fen <> 0 group by 1`,
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
        -sum(balance_fen) filter (where stage = 'source')::bigint as announced from account where district = ${w.district}`,
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
