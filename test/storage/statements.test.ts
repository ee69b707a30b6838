/** Statements against the books they are made of, over random histories with every kind of posting, on both engines. */
import { beforeAll, describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { formatFen } from '#kernel/money.ts'
import { must } from '#kernel/outcome.ts'
import { turnedRound } from '#features/statements/reversal.model.ts'
import { subjectSums } from '#features/statements/sums.model.ts'
import { entryPage } from '#features/statements/entry-lines.store.ts'
import { type RawQuery, readQuery } from '#features/statements/statement-query.model.ts'
import { statementTable, sumsOf } from '#features/statements/statements.store.ts'
import { viewOf } from '#features/statements/turnover.store.ts'
import { checkMonth, numberIn, voucherMonths, vouchersOfMonth } from '#features/statements/vouchers.store.ts'
import { linesOfPosting, type PlacedLine, totalsOf, voucherLines } from '#features/statements/vouchers.model.ts'
import type { Database } from '#platform/db/database.ts'
import { rows, sql } from '#platform/db/sql.ts'
import { type BookKey, books, type StageKey, stages } from '#policy/books.ts'
import { postings } from '#policy/postings.ts'
import type { StatementName } from '#policy/statements.ts'
import { type SubjectCode, subjects } from '#policy/subjects.ts'
import { engines } from '../support/database.ts'
import { RandomHistory } from '../support/random-history.ts'
import { World } from '../support/world.ts'

const BOOKS = Object.keys(books) as BookKey[]
const WHOLE = { offset: 0, limit: 1_000_000 }

describe.each(engines())('statements of a random history on $name', ({ open }) => {
  let database: Database
  let world: World
  let history: RandomHistory
  /** What the trial balance said in the middle, and when. */
  let remembered: { at: string; today: string; table: unknown }

  beforeAll(async () => {
    database = await open()
    world = await World.open(database)
    history = await RandomHistory.begin(world, 20171130)
    await history.steps(160)
    remembered = { at: world.clock.now(), today: world.today(), table: await tableOf('trial', { period: '2017' }) }
    await history.everyKind()
    if (world.today() < '2018-01-05') world.goTo('2018-01-05')
    const closings: string[] = []
    for (const book of BOOKS) closings.push(await history.closeYear(book, 2017))
    await history.takeBack(closings[1]!, civilDate('2017-12-31'))
    closings.push(await history.closeYear(BOOKS[1]!, 2017))
    await history.steps(60)
  }, 240_000)

  const query = (name: StatementName, raw: RawQuery = {}) => must(readQuery(name, raw, world.today()))
  const tableOf = async (name: StatementName, raw: RawQuery = {}) =>
    (await statementTable(database.db, world.district, query(name, raw), WHOLE)).rows
  const read = new Map<string | undefined, ReturnType<typeof readVouchers>>()
  /** Read once for each moment of knowledge: nothing is posted while the tests run. */
  const everyVoucher = (moment: { knownAt?: string | undefined } = {}) => {
    const known = read.get(moment.knownAt) ?? readVouchers(moment)
    read.set(moment.knownAt, known)
    return known
  }
  const readVouchers = async (moment: { knownAt?: string | undefined }) => {
    const all = []
    for (const { book, month } of await voucherMonths(database.db, world.district))
      all.push(...(await vouchersOfMonth(database.db, world.district, book, month, moment)).map((posting) => ({ posting, book, month })))
    return all
  }

  test('the history has every kind of posting in it', () => {
    expect([...history.seen.keys()].sort()).toEqual([...Object.keys(postings), 'reversal'].sort())
  })

  test('what a reversal would look like is what it looks like', async () => {
    const all = (await everyVoucher()).map((v) => v.posting)
    const byId = new Map(all.map((p) => [p.postingId, p]))
    const reversals = all.filter((p) => p.kind === 'reversal')
    expect(reversals.length).toBeGreaterThan(3)
    const said = (lines: readonly PlacedLine[]) =>
      lines.map((l) => `${l.book} ${l.ledger} ${l.subject} ${l.debitFen} ${l.creditFen} ${l.detail.lotId}`).sort()
    for (const red of reversals)
      expect(said(linesOfPosting(red)), red.postingId).toEqual(said(linesOfPosting(turnedRound(byId.get(red.reverses!)!))))
  })

  test('every figure of the trial balance leads to lines that add up to it', async () => {
    const followed = new Map<string, ReturnType<typeof follow>>()
    const lines = (href: string) => followed.get(href) ?? followed.set(href, follow(href)).get(href)!
    async function follow(href: string) {
      const { statement, ...raw } = Object.fromEntries(new URLSearchParams(href.split('?')[1])) as unknown as RawQuery & {
        statement: StatementName
      }
      const period = (await tableOf(statement, raw)).at(-2)!
      const [, , , , , debit, credit, side, balance] = period.cells as [0, 0, 0, 0, 0, bigint, bigint, { zh: string }, bigint]
      return { debit, credit, net: side.zh === '贷' ? -balance : balance }
    }
    for (const row of await tableOf('trial', { book: 'poverty', period: '2017-06..2017-12' })) {
      if (row.tone !== 'plain') continue
      const amounts = row.cells.slice(2) as bigint[]
      for (const { at, href } of row.links.filter((l) => l.at >= 2)) {
        const found = await lines(href)
        const [group, credit] = [Math.floor((at - 2) / 2), at % 2 === 1]
        const shown = amounts[at - 2]!
        const made = group === 1 || group === 2 ? (credit ? found.credit : found.debit) : credit ? -found.net : found.net
        expect(made, `${JSON.stringify(row.cells.slice(0, 2))} column ${at}`).toBe(shown)
      }
      expect(row.links.filter((l) => l.at >= 2)).toHaveLength(amounts.filter((a) => a !== 0n).length)
    }
  })

  test('every voucher of every book is balanced, has lines, and the numbers of its month have no gap', async () => {
    const vouchers = await everyVoucher()
    expect(vouchers.length).toBeGreaterThan(150)
    for (const { posting, book } of vouchers) {
      const totals = totalsOf(voucherLines(posting, book))
      expect(totals.length, posting.postingId).toBeGreaterThan(0)
      for (const t of totals) expect(t.debitFen, posting.postingId).toBe(t.creditFen)
    }
    for (const { book, month } of await voucherMonths(database.db, world.district)) {
      const numbers = vouchers.filter((v) => v.book === book && v.month === month).map((v) => numberIn(v.posting, book))
      expect(numbers).toEqual(numbers.map((_, i) => i + 1))
      expect(await checkMonth(database.db, world.district, book, month)).toEqual({ last: numbers.length, missing: [], twice: [] })
    }
  })

  const sumLines = (lines: readonly PlacedLine[]) => {
    const sums = new Map<SubjectCode, { debit: bigint; credit: bigint }>()
    for (const l of lines) {
      const at = sums.get(l.subject) ?? { debit: 0n, credit: 0n }
      sums.set(l.subject, { debit: at.debit + l.debitFen, credit: at.credit + l.creditFen })
    }
    return sums
  }

  test.each<[string, RawQuery]>([
    ['of a year', { period: '2017' }],
    ['of one book in a year', { period: '2017', book: 'coordination' }],
    ['of a month', { period: '2017-06' }],
    ['of months as of a day', { period: '2017-04..2017-09', asOf: '2017-08-17' }],
    ['as known on a day', { period: '2017', knownAt: '2017-07-01' }],
    [
      'as of a day and as known on another, in one book',
      { period: '2017-05', asOf: '2017-05-20', knownAt: '2017-05-25', book: 'financing' },
    ],
  ])('the sums %s are those of the vouchers', async (_, raw) => {
    const q = query('trial', raw)
    const { sums } = await sumsOf(database.db, world.district, q)
    const own = await everyPlacedLine(raw)
    const at = (from: string, to: string) => sumLines(own.filter((l) => l.day >= from && l.day <= to && q.books.includes(l.book)))
    const [before, period, year] = [at('0', `${q.span.from.slice(0, 7)}-00`), at(q.span.from, q.span.to), at(q.span.yearFrom, q.span.to)]
    expect(sums.size).toBeGreaterThan(0)
    for (const code of Object.keys(subjects) as SubjectCode[]) {
      const [b, p, y] = [before.get(code), period.get(code), year.get(code)].map((s) => s ?? { debit: 0n, credit: 0n })
      const opening = b!.debit - b!.credit
      const expected = {
        opening,
        debit: p!.debit,
        credit: p!.credit,
        closing: opening + p!.debit - p!.credit,
        yearDebit: y!.debit,
        yearCredit: y!.credit,
      }
      if (Object.values(expected).some((v) => v !== 0n)) expect({ code, ...sums.get(code) }).toMatchObject({ code, ...expected })
    }
  })

  const everyPlacedLine = async (moment: { asOf?: string | undefined; knownAt?: string | undefined } = {}) => {
    const vouchers = await everyVoucher({ knownAt: moment.knownAt })
    const once = new Map(vouchers.map(({ posting }) => [posting.postingId, posting]))
    return [...once.values()].flatMap((posting) =>
      linesOfPosting(posting).map((line) => ({ ...line, day: posting.businessDate as string })),
    )
  }

  test('the books as they were known in the middle are what was seen then', async () => {
    const again = await tableOf('trial', { period: '2017', asOf: remembered.today, knownAt: remembered.at })
    expect(amounts(again)).toEqual(amounts(remembered.table))
    expect(amounts(await tableOf('trial', { period: '2017' }))).not.toEqual(amounts(remembered.table))
  })
  const amounts = (table: unknown) => (table as { cells: unknown[] }[]).map((r) => r.cells)

  test('every statement proves itself: debits equal credits, assets equal claims, 101 is the money in the bank stages (I9)', async () => {
    for (const name of ['trial', 'sheet'] as const)
      for (const book of ['all', ...BOOKS])
        for (const raw of [
          { period: '2017' },
          { period: '2017-05' },
          { period: '2018' },
          { period: '2017', asOf: '2017-09-10', knownAt: '2017-11-01' },
        ]) {
          const table = await statementTable(database.db, world.district, query(name, { book, ...raw }), WHOLE)
          expect(table.proofs.length).toBeGreaterThan(1)
          expect(table.proofs.filter((p) => !p.holds)).toEqual([])
        }
    const held = await rows(
      database.db,
      sql<{ book: BookKey; sum: bigint }>`select book, sum(balance_fen)::bigint as sum from account where district = ${world.district}
        and stage = any(${(Object.keys(stages) as StageKey[]).filter((s) => stages[s].inBank)}::text[]) group by book`,
    )
    for (const { book, sum } of held) {
      const { sums } = await sumsOf(database.db, world.district, query('trial', { book, period: '2018' }))
      expect(formatFen(sums.get('101')!.closing)).toBe(formatFen(sum))
    }
  })

  test('the lots together, and the departments together, are the whole', async () => {
    const whole = (await sumsOf(database.db, world.district, query('trial', { period: '2017' }))).sums
    for (const scopes of [history.lots.map(({ lotId }) => ({ lot: lotId })), [{ department: '区扶贫办' }], [{ level: 'province' }]]) {
      const parts = await Promise.all(
        scopes.map(async (s) => (await sumsOf(database.db, world.district, query('trial', { period: '2017', ...s }))).sums),
      )
      for (const [code, sum] of whole) {
        expect(
          parts.reduce((n, p) => n + (p.get(code)?.closing ?? 0n), 0n),
          code,
        ).toBe(sum.closing)
        expect(
          parts.reduce((n, p) => n + (p.get(code)?.debit ?? 0n), 0n),
          code,
        ).toBe(sum.debit)
      }
    }
  })

  test('journal and detail ledger read page by page are the whole, with the running balance of every line', async () => {
    for (const raw of [
      { period: '2017' },
      { period: '2017', book: 'poverty' },
      { period: '2017', lot: history.lots[0]!.lotId },
      { period: '2017', knownAt: '2017-08-01' },
    ]) {
      const q = query('journal', raw)
      const view = await viewOf(database.db, world.district, { lot: (raw as { lot?: string }).lot }, q.moment.knownAt)
      const pages = async (subject: SubjectCode | undefined, size: number) => {
        const lines = []
        let [offset, total] = [0, 1]
        while (offset < total) {
          const page = await entryPage(database.db, world.district, { ...q, ...view, subject }, { offset, limit: size })
          if (subject) expect(page.beforeFen).toBe(lines.reduce((n, l) => n + l.debitFen - l.creditFen, 0n))
          lines.push(...page.lines)
          total = page.total
          offset += size
        }
        expect(lines.length).toBe(total)
        return lines
      }
      const journal = await pages(undefined, 97)
      const once = await pages(undefined, 100_000)
      expect(journal).toEqual(once)
      const { sums } = await sumsOf(database.db, world.district, { ...q, name: 'trial' })
      for (const subject of ['101', '501', '814'] as const) {
        const lines = await pages(subject, 41)
        expect(lines).toEqual(once.filter((l) => l.subject === subject))
        expect(lines.reduce((n, l) => n + l.debitFen, 0n)).toBe(sums.get(subject)?.debit ?? 0n)
      }
    }
  }, 60_000)

  test('the general ledger ends every title where the trial balance does, and income by department is income', async () => {
    const { sums } = await sumsOf(database.db, world.district, query('trial', { period: '2017' }))
    const general = await tableOf('general', { period: '2017' })
    const last = new Map<string, bigint>()
    let current = ''
    for (const { cells } of general) {
      const head = cells[0] as { zh: string } | null
      if (head) current = head.zh.slice(0, 3)
      const side = (cells[5] as { zh: string }).zh === '贷' ? -1n : 1n
      last.set(current, side * (cells[6] as bigint))
    }
    for (const [code, sum] of sums) expect(last.get(code), code).toBe(sum.closing)
    const income = await tableOf('income', { period: '2017' })
    const difference = income.at(-1)!.cells[1]
    for (const by of ['department', 'level', 'lot', 'project', 'book'] as const) {
      const table = await tableOf('income', { period: '2017', by })
      expect(table.at(-1)!.cells.at(-1), by).toBe(difference)
    }
    expect(subjectSums([], [], BOOKS).size).toBe(0)
  })
})
