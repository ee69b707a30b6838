/**
 * The special account of a whole year, for a story with figures: nine lots of four levels and eight departments, five projects, one bank, and
 * the acts of a treasurer by the real commands. It keeps its own trial balance, from the moves and the entries that policy gives them.
 */
import { expect } from 'vitest'
import { type Fen, fen, formatFen, parseFen } from '#kernel/money.ts'
import { must } from '#kernel/outcome.ts'
import { compileClaim, submitClaim } from '#features/claims/claims.commands.ts'
import { recordReceipt } from '#features/funds/funds.commands.ts'
import { cashEntries } from '#features/ledger/entries.model.ts'
import { orderPayment, recordResult } from '#features/payments/payments.commands.ts'
import { readQuery } from '#features/statements/statement-query.model.ts'
import { trialBalance } from '#features/statements/statements.model.ts'
import { sumsOf } from '#features/statements/statements.store.ts'
import type { Database } from '#platform/db/database.ts'
import { rows, sql, theRow } from '#platform/db/sql.ts'
import { type BookKey, books, type StageKey, stages } from '#policy/books.ts'
import type { PostingKindKey } from '#policy/postings.ts'
import { type SubjectCode, subjects } from '#policy/subjects.ts'
import { PassBook } from './pass-book.ts'
import { CONTRACTOR, World } from './world.ts'

export const yuan = (text: string): Fen => parseFen(text)!

/** Eight departments, four levels; O is what the year before left. */
const LOTS = {
  O: ['鄂财农发〔2016〕88号', 'province', '区扶贫办', 'poverty', ['road', 'industry'], 2017, '1234567.89'],
  A: ['财农〔2017〕15号', 'central', '区扶贫办', 'poverty', ['road', 'industry', 'water'], 2018, '12000000.00'],
  B: ['鄂财农发〔2017〕12号', 'province', '区水利局', 'coordination', ['water', 'road'], 2018, '6180000.00'],
  C: ['鄂交财〔2017〕31号', 'province', '区交通局', 'coordination', ['road'], 2018, '23000000.00'],
  D: ['十财农发〔2017〕7号', 'city', '区林业局', 'coordination', ['ecology', 'industry'], 2018, '1500000.00'],
  E: ['茅财农〔2017〕3号', 'district', '区财政局', 'coordination', ['road', 'industry'], 2018, '5000000.00'],
  F: ['财社〔2017〕22号', 'central', '区住建局', 'poverty', ['housing'], 2017, '2400000.00'],
  G: ['鄂财农发〔2017〕40号', 'province', '区农业局', 'coordination', ['industry'], 2018, '3456789.12'],
  H: ['十旅发〔2017〕5号', 'city', '区旅游局', 'coordination', ['industry', 'road'], 2018, '800000.00'],
} as const
type LotName = keyof typeof LOTS

const PROJECTS = {
  road: ['茅塔乡东沟村产业路', 'road', '5000000.00'],
  water: ['大川镇卡子村水厂', 'water', '3000000.00'],
  tea: ['茶叶加工厂房', 'industry', '2000000.00'],
  pipes: ['安全饮水管网', 'water', '10000000.00'],
  homes: ['危房改造', 'housing', '2400000.00'],
} as const
type ProjectName = keyof typeof PROJECTS

export const inBank = (Object.keys(stages) as StageKey[]).filter((s) => stages[s].inBank)

export class TreasuryYear {
  readonly database: Database
  readonly w: World
  readonly bank: PassBook
  readonly lot = {} as Record<LotName, string>
  readonly project = {} as Record<ProjectName, string>

  private constructor(database: Database, w: World) {
    this.database = database
    this.w = w
    this.bank = new PassBook(w)
  }

  /** A district with its projects and its bank; today is 3 January 2017. */
  static async open(database: Database): Promise<TreasuryYear> {
    const year = new TreasuryYear(database, await World.open(database))
    year.day('2017-01-03')
    await year.bank.open('2017-01-01')
    const made = await year.w.projects(
      ...Object.values(PROJECTS).map(([name, category, need]) => ({ name, category, needFen: yuan(need) })),
    )
    Object.keys(PROJECTS).forEach((name, i) => (year.project[name as ProjectName] = made[i]!))
    return year
  }

  day(date: string) {
    return this.w.goTo(date)
  }

  async announce(names: readonly LotName[]): Promise<void> {
    const ids = await this.w.lots(
      ...names.map((name) => {
        const [docNo, level, department, book, uses, usableTo, amount] = LOTS[name]
        const poolClass = name === 'F' ? ('personal' as const) : ('poolable' as const)
        return {
          docNo,
          level,
          department,
          book,
          uses: [...uses],
          usableTo,
          poolClass,
          year: name === 'O' ? 2016 : 2017,
          amountFen: yuan(amount),
        }
      }),
    )
    names.forEach((name, i) => (this.lot[name] = ids[i]!))
  }

  async receive(date: string, reference: string, ...lines: (readonly [LotName, string])[]): Promise<void> {
    const receivedOn = this.day(date)
    const money = lines.map(([name, amount]) => ({ lotId: this.lot[name], amountFen: yuan(amount) }))
    await this.w.do('finance', recordReceipt, { receivedOn, bankReference: reference, lines: money })
    this.bank.book(
      date,
      money.reduce((sum, m) => sum + m.amountFen, 0n),
      reference,
      '十堰市茅箭区财政局',
    )
  }

  byHand(kind: string, date: string, to: ProjectName | undefined, ...lines: (readonly [LotName, string])[]) {
    return {
      ...this.w.byHand(kind, to && this.project[to], ...lines.map(([name, amount]) => [this.lot[name], yuan(amount)] as const)),
      businessDate: this.day(date),
    }
  }

  async claim(contract: string, kind: 'advance' | 'progress' | 'final', parts: Record<string, string>): Promise<string> {
    const { amountFen, ...money } = Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, yuan(text)]))
    const input = { ...(await this.w.claimInput(contract, amountFen!, kind)), ...money }
    const { id } = await this.w.do('dept', compileClaim, input)
    await this.w.do('dept', submitClaim, { claimId: id })
    await this.w.sign(id)
    return id
  }

  async pay(claimId: string, date: string, reference: string): Promise<bigint> {
    const { id } = await this.w.do('finance', orderPayment, { claimId })
    const resultOn = this.day(date)
    await this.w.do('bank', recordResult, { paymentId: id, result: 'paid', resultOn, bankReference: reference })
    const { amount } = await theRow(
      this.database.db,
      sql<{ amount: bigint }>`select amount_fen as amount from payment_order where district = ${this.w.district} and payment_id = ${id}`,
    )
    this.bank.book(date, -amount, reference, CONTRACTOR.name)
    return amount
  }

  /** What the vouchers say, from the moves themselves and the policy's entries: debit less credit of each title, by book. */
  async trial(): Promise<Map<string, bigint>> {
    const moves = await rows(
      this.database.db,
      sql<{ kind: PostingKindKey; red: boolean; f: StageKey; t: StageKey; fb: BookKey; tb: BookKey; amount: bigint }>`
        select p.entry_kind as kind, p.red, f.stage as f, t.stage as t, f.book as fb, t.book as tb, m.amount_fen as amount
        from posting p join move m on m.district = p.district and m.posting_id = p.posting_id
        join account f on f.district = m.district and f.account_id = m.from_account
        join account t on t.district = m.district and t.account_id = m.to_account where p.district = ${this.w.district}`,
    )
    const sums = new Map<string, bigint>()
    const put = (key: string, amount: bigint) => sums.set(key, (sums.get(key) ?? 0n) + amount)
    for (const m of moves) {
      const [from, to, fromBook, toBook] = m.red ? [m.t, m.f, m.tb, m.fb] : [m.f, m.t, m.fb, m.tb]
      for (const e of cashEntries({ kind: m.kind, from, to, fromBook, toBook })) {
        const amount = m.red ? -m.amount : m.amount
        put(`${e.book} ${e.debit}`, amount)
        put(`${e.book} ${e.credit}`, -amount)
      }
    }
    const closing = await rows(
      this.database.db,
      sql<{ book: BookKey; subject: SubjectCode; net: bigint }>`select p.book, l.subject, (l.debit_fen - l.credit_fen)::bigint as net
        from year_close_line l join posting p on p.district = l.district and p.posting_id = l.posting_id
        where l.district = ${this.w.district} and not exists (
          select 1 from posting r where r.district = p.district and r.reverses = p.posting_id)`,
    )
    for (const l of closing) put(`${l.book} ${l.subject}`, l.net)
    return sums
  }

  /** At every step: each trial balance is zero and is the one that the product prints, and 101 is what lies in the stages at the bank. */
  async balances(): Promise<void> {
    const sums = await this.trial()
    for (const book of Object.keys(books) as BookKey[]) {
      const own = [...sums].filter(([key]) => key.startsWith(`${book} `))
      expect(own.reduce((sum, [, v]) => sum + v, 0n)).toBe(0n)
      const { held } = await theRow(
        this.database.db,
        sql<{ held: bigint }>`select coalesce(sum(balance_fen), 0)::bigint as held from account
          where district = ${this.w.district} and book = ${book} and stage = any(${inBank}::text[])`,
      )
      expect(sums.get(`${book} 101`) ?? 0n).toBe(held)
      expect(await this.printed(book)).toEqual(new Map(own.filter(([, v]) => v !== 0n).map(([key, v]) => [key.split(' ')[1], v])))
    }
  }

  /** The trial balance of the year so far as the product makes it, by title; its own three totals must agree. */
  async printed(book: BookKey): Promise<Map<string, bigint>> {
    const today = this.w.today()
    const query = must(readQuery('trial', { book, period: today.slice(0, 4), asOf: today }, today))
    const { sums } = await sumsOf(this.database.db, this.w.district, query)
    const { rows: titles, total } = trialBalance(sums, 'cash')
    expect([total.openingDebit, total.debit, total.closingDebit]).toEqual([total.openingCredit, total.credit, total.closingCredit])
    return new Map(titles.map((t) => [t.subject, t.closingDebit - t.closingCredit] as const).filter(([, v]) => v !== 0n))
  }

  /** Titles with a balance, as the statement shows them: above zero on the title's own side. */
  async statement(book: BookKey): Promise<Record<string, string>> {
    const own = [...(await this.trial())].filter(([key, v]) => key.startsWith(`${book} `) && v !== 0n)
    return Object.fromEntries(
      own
        .map(([key, v]) => [key.split(' ')[1] as SubjectCode, v] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([code, v]) => [code, formatFen(fen(subjects[code].side === 'debit' ? v : -v))]),
    )
  }
}
