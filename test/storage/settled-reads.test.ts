/**
 * Whatever is read off the settled sums is what the moves say: every statement of every scope, period and division, the grouped lists, and
 * the ways of money, over a random history, with the sums at their beginning, half-way and at their end. What is known by now is read from
 * the moves (`knownAt`), so the one is held against the other. On both engines.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import type { CivilDate } from '#kernel/civil-date.ts'
import { must } from '#kernel/outcome.ts'
import { groupLots, listLots, sumLots } from '#features/funds/lot-list.store.ts'
import { STAGE_COLUMNS } from '#features/ledger/amounts.model.ts'
import { settle, settleAll } from '#features/ledger/settled.store.ts'
import { stageSums } from '#features/ledger/stage-sums.store.ts'
import { verifyBooks } from '#features/ledger/verify.store.ts'
import { type RawQuery, readQuery } from '#features/statements/statement-query.model.ts'
import { statementTable } from '#features/statements/statements.store.ts'
import { type SubjectKind, tracePostings, traceView } from '#features/trace/trace.store.ts'
import type { Database } from '#platform/db/database.ts'
import { rows, run, sql, theRow } from '#platform/db/sql.ts'
import { listGroupings, type ListGrouping } from '#policy/fund-lists.ts'
import { type Grouping, groupings, type StatementName, statements } from '#policy/statements.ts'
import { engines } from '../support/database.ts'
import { RandomHistory } from '../support/random-history.ts'
import { World } from '../support/world.ts'

/** The balance sheet stands on the sums of the trial balance. */
const names = (Object.keys(statements) as StatementName[]).filter((name) => name !== 'sheet')
/** A year, a month, some months over the turn of a year, and a year cut off within a month. */
const PERIODS: readonly RawQuery[] = [
  { period: '2017' },
  { period: '2017-06' },
  { period: '2016-11..2017-05' },
  { period: '2017', asOf: '2017-06-17' },
]
const WHOLE = { offset: 0, limit: 5_000 }
const text = (value: unknown): string => JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? `${v}` : v))
describe.each(engines())('reads off the settled sums on $name', ({ open }) => {
  let database: Database
  let w: World
  let today: CivilDate
  let scopes: (RawQuery & { readonly divided?: boolean })[]
  let ids: Record<'lot' | 'project' | 'contract' | 'payee' | 'document', string[]>

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
    const history = await RandomHistory.begin(w, 77_017)
    await history.steps(60)
    await history.everyKind()
    today = w.clock.today()
    const some = async (column: string, table: string) =>
      (
        await rows(
          database.db,
          sql<{
            id: string
          }>`select ${sql.id(column)} as id from ${sql.id(table)} where district = ${w.district} and ${sql.id(column)} <> ''
            group by 1 order by count(*) desc, 1 limit 3`,
        )
      ).map((r) => r.id)
    ids = {
      lot: await some('lot_id', 'account'),
      project: await some('project_id', 'account'),
      contract: await some('contract_id', 'account'),
      payee: await some('payee_id', 'account'),
      document: await some('doc_id', 'lot'),
    }
    const [department] = await some('department', 'lot')
    const [level] = await some('level', 'lot')
    scopes = [
      { divided: true },
      { book: 'poverty', divided: true },
      { department, divided: true },
      { project: ids.project[0], divided: true },
      { lot: ids.lot[0] },
      { level },
    ]
  }, 120_000)

  /** What a statement shows, but where its figures lead to. */
  async function shown(name: StatementName, raw: RawQuery, slice = WHOLE) {
    const subject = name === 'detail' ? { subject: '801' } : {}
    const { columns, rows, proofs, lines } = await statementTable(
      database.db,
      w.district,
      must(readQuery(name, { ...subject, ...raw }, today)),
      slice,
    )
    return { columns: columns.map((c) => c.key), rows: rows.map((r) => text([r.tone, r.cells])), proofs, lines }
  }

  const asked = (): [StatementName, RawQuery][] =>
    PERIODS.flatMap((period) =>
      scopes.flatMap(({ divided, ...scope }): [StatementName, RawQuery][] => [
        ...names.map((name): [StatementName, RawQuery] => [name, { ...period, ...scope }]),
        ...(divided ? (Object.keys(groupings) as Grouping[]) : []).flatMap((by): [StatementName, RawQuery][] => [
          ['income', { ...period, ...scope, by }],
          ['execution', { ...period, ...scope, by }],
        ]),
      ]),
    )

  /** The answers of the moves, read once: they do not depend on how far the sums have come. */
  const byMoves = new Map<string, Awaited<ReturnType<typeof shown>>>()

  async function everyStatement(): Promise<void> {
    for (const [name, raw] of asked()) {
      const question = `${name} ${text(raw)}`
      if (!byMoves.has(question)) byMoves.set(question, await shown(name, { ...raw, knownAt: today }))
      expect(await shown(name, raw), question).toEqual(byMoves.get(question))
    }
  }

  async function everyWay(): Promise<void> {
    for (const [kind, some] of Object.entries(ids))
      for (const id of some) {
        const subject = { kind: kind as SubjectKind, id }
        const way = async (limit: number, moment = {}) =>
          (await tracePostings(database.db, w.district, subject, limit, moment)).map(({ more: _, ...posting }) => posting)
        expect(await way(500), `${kind} ${id}`).toEqual(await way(500, { knownAt: today }))
        expect(await way(3)).toEqual(await way(3, { knownAt: today }))
        for (const slice of [{ offset: 0 }, { offset: 2, limit: 3 }])
          expect(await traceView(database.db, w.district, subject, slice), `${kind} ${id}`).toEqual(
            await traceView(database.db, w.district, subject, slice, { knownAt: today }),
          )
      }
  }

  async function everyGroup(): Promise<void> {
    const held = await rows(
      database.db,
      sql<Record<string, unknown>>`select l.department as key, ${stageSums('a')} from lot l join account a on a.district = l.district
        and a.lot_id = l.lot_id where l.district = ${w.district} group by 1 order by 1`,
    )
    const groups = await groupLots(database.db, w.district, 'department', {})
    expect(groups.map(({ lots: _, ...g }) => g)).toEqual(held)
    const whole = await sumLots(database.db, w.district, {})
    for (const by of Object.keys(listGroupings) as ListGrouping[]) {
      const all = await groupLots(database.db, w.district, by, {})
      for (const stage of STAGE_COLUMNS) expect(all.reduce((sum, g) => sum + g[stage], 0n)).toBe(whole![stage])
    }
    const lots = await listLots(database.db, w.district, { sort: '-available', limit: 100, offset: 0 })
    expect(lots.rows).toHaveLength(lots.total)
    const available = lots.rows.map((l) => l.available)
    expect(available).toEqual([...available].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0)))
  }

  /** Pages of a journal or a detail ledger, put together, are the whole of it. */
  async function everyPage(): Promise<void> {
    for (const name of ['journal', 'detail'] as const)
      for (const { divided: _, ...scope } of scopes) {
        const raw = { period: '2017', ...scope, ...(name === 'detail' ? { subject: '101' } : {}) }
        const lines = async (slice: typeof WHOLE) =>
          (await shown(name, raw, slice)).rows.filter((line) => !/^\["(total|sum|opening)/.test(line))
        const whole = await lines(WHOLE)
        const pages: string[] = []
        for (let offset = 0; offset < whole.length; offset += 7) pages.push(...(await lines({ offset, limit: 7 })))
        expect(pages, text(raw)).toEqual(whole)
      }
  }

  test.each([
    ['nothing', () => Promise.resolve()],
    ['some', () => settle(database.db, w.district, 31, 1)],
    ['everything', () => settleAll(database.db, w.district)],
  ])(
    'with %s settled',
    async (_, move) => {
      await move()
      await everyStatement()
      await everyPage()
      await everyWay()
      await everyGroup()
    },
    300_000,
  )

  test('a lot that goes to another department takes its sums along, and comes back with them', async () => {
    const [lot] = ids.lot
    const was = await theRow(database.db, sql<{ department: string }>`select department from lot where lot_id = ${lot}`)
    const goTo = (department: string) =>
      database.transaction((tx) =>
        run(
          tx,
          sql`insert into lot_version (district, lot_id, version, fund_name, catalogue_code, department, pool_class, pool_reason, usable_to,
              usable_until, carried_from, regions, purpose, uses, document, reason, changed_by, changed_at)
            select l.district, l.lot_id, v.version, l.fund_name, l.catalogue_code, case when v.version = v.last then ${department} else l.department end,
              l.pool_class, l.pool_reason, l.usable_to, l.usable_until, l.carried_from, l.regions, l.purpose,
              array(select u.use_code from lot_use u where u.district = l.district and u.lot_id = l.lot_id), '函', '改', 'x', now()
            from lot l
            cross join lateral (select coalesce(max(o.version), 0) as n from lot_version o where o.district = l.district and o.lot_id = l.lot_id) h
            cross join lateral (select x as version, greatest(h.n + 1, 2) as last from generate_series(h.n + 1, greatest(h.n + 1, 2)) x) v
            where l.district = ${w.district} and l.lot_id = ${lot} order by v.version`,
        ),
      )
    const held = async () =>
      rows(
        database.db,
        sql<Record<string, unknown>>`select kind, name, time, transition_no, amount_fen, moves from group_turnover
          where district = ${w.district} order by kind, name, time, transition_no`,
      )
    const same = async (): Promise<void> => {
      for (const raw of PERIODS)
        for (const [name, more] of [
          ['trial', { department: '别的局' }],
          ['general', { department: was.department }],
          ['journal', { department: '别的局' }],
          ['income', { by: 'department' }],
          ['execution', { by: 'department' }],
        ] as const)
          expect(await shown(name, { ...raw, ...more }), `${name} ${text(raw)}`).toEqual(
            await shown(name, { ...raw, ...more, knownAt: today }),
          )
      const { faults } = await verifyBooks(database.db, w.district)
      expect(faults.filter((f) => f.invariant === 'I11')).toEqual([])
    }
    await settleAll(database.db, w.district)
    const before = await held()
    await goTo('别的局')
    expect((await held()).some((g) => g['name'] === '别的局')).toBe(true)
    await same()
    await goTo(was.department)
    expect(await held()).toEqual(before)
    await same()
  }, 120_000)

  test.each(['lot', 'project'] as const)(
    'a statement divided by %s comes page by page, each with the sum of all',
    async (by) => {
      for (const name of ['income', 'execution'] as const)
        for (const raw of [
          { period: '2017', by },
          { period: '2017', by, knownAt: today },
        ]) {
          const whole = await shown(name, raw)
          const pages: string[] = []
          for (let offset = 0; offset < whole.lines!; offset += 2) {
            const page = await shown(name, raw, { offset, limit: 2 })
            expect([page.columns, page.lines, page.rows.at(-1)]).toEqual([whole.columns, whole.lines, whole.rows.at(-1)])
            pages.push(...page.rows.slice(0, -1))
          }
          expect(pages).toEqual(whole.rows.slice(0, -1))
          expect(whole.lines).toBe(pages.length)
        }
    },
    60_000,
  )
})
