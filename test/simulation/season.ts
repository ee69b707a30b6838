/**
 * One season: a fresh district, random officers, and the auditor beside them. After every request the record of actions and the chains
 * must have grown by exactly what the auditor expects; after every posting it must be the auditor's to the voucher number, and every
 * account must hold to the fen what the auditor has. The first difference ends the season with its seed, its step and the request.
 */
import { inspect, isDeepStrictEqual } from 'node:util'
import { addDays, type CivilDate, civilDate } from '#kernel/civil-date.ts'
import type { Outcome } from '#kernel/outcome.ts'
import type { Database } from '#platform/db/database.ts'
import type { BookKey } from '#policy/books.ts'
import { categories, type CategoryKey } from '#policy/categories.ts'
import { BankDesk } from '../support/bank.ts'
import { type LotLiteral, PEOPLE, type ProjectLiteral, World } from '../support/world.ts'
import { Auditor } from './auditor.ts'
import { DeskBooks } from './auditor-desk.ts'
import { BOOKS, type Written } from './book-rules.ts'
import { District, type Posted } from './district.ts'
import { keepDraft } from './district-plans.ts'
import { reasons } from './judge.ts'
import { loanFigures } from './loan-figures.ts'
import { type Deed, inRecordedOrder } from './recorded-order.ts'
import type { DeskCall, Reply, Request } from './requests.ts'
import { Seeded } from './seeded.ts'
import { count, countCall, type Tally } from './tally.ts'
import { Workload } from './workload.ts'
import { DeskWorkload } from './workload-desk.ts'
import { drawDraft } from './workload-plans.ts'

const USES: readonly CategoryKey[] = ['road', 'water', 'industry', 'housing', 'relief', 'credit']
const PLACES = ['201201', '202201', '201', '']
/** New money, new projects and another day come every so many requests; so many the slow look is taken; so many, at least, all balances. */
const [NEWS, AUDIT, BALANCES, STOCK, PLANS] = [30, 300, 10, 120, 8]
/** How many days go by at a time, and from which day on: a season is some weeks over the end of a year, a year, or some years long. */
const PACES = [
  { days: [1, 6], from: '2017-11-25' },
  { days: [8, 25], from: '2017-06-01' },
  { days: [25, 70], from: '2017-03-01' },
] as const
/** How often the stream of a program at the posting desks begins, and ends, with a step. */
const [STREAM_BEGINS, STREAM_ENDS] = [0.015, 0.15]
/** Not asked by two at once: what they looked at before is changed by the other. */
const ALONE: readonly string[] = ['statement', 'year-end']

interface Done {
  readonly request: Request
  readonly key: string
  readonly outcome: Outcome<Reply>
}

export class Season {
  readonly #chance: Seeded
  readonly #auditor = new Auditor()
  readonly #atDesk = new DeskBooks(this.#auditor)
  readonly #workload: Workload
  readonly #programs: DeskWorkload
  readonly #district: District
  readonly #tally: Tally
  readonly #pace: readonly [number, number]
  #done: Done[] = []
  #last: (Request | DeskCall)[] = []
  #events = 0n
  #streaming = false
  /** Postings of the auditor that were found in the books. */
  #known = 0
  #date: CivilDate

  private constructor(world: World, seed: number, tally: Tally) {
    this.#chance = new Seeded(seed)
    this.#workload = new Workload(this.#chance, this.#auditor)
    this.#programs = new DeskWorkload(this.#workload)
    this.#district = new District(world)
    this.#tally = tally
    const { days, from } = this.#chance.pick(PACES)
    this.#pace = days
    this.#date = addDays(civilDate(from), this.#chance.whole(0, 20))
  }

  /** Throws, with everything needed to see it again, at the first difference. */
  static async run(database: Database, seed: number, commands: number, tally: Tally): Promise<void> {
    const season = new Season(await World.open(database), seed, tally)
    await season.#prepare()
    for (let step = 1, made = 0; made < commands; step++) {
      try {
        made += await season.#step(step, commands - made)
        if (step === STOCK) await season.#district.takeStock()
        if (step % AUDIT === 0 || made >= commands) await season.#audit()
      } catch (error) {
        const what = season.#last.map((r) => JSON.stringify(r, (_, v: unknown) => (typeof v === 'bigint' ? v.toString() : v)))
        const why = error instanceof Error ? error.message : String(error)
        throw new Error(`seed ${seed}, step ${step}: ${why}\n${what.join('\n')}`, { cause: error })
      }
    }
    tally.commands += commands
  }

  #demand(faults: readonly string[]): void {
    if (faults.length > 0) throw new Error(faults.slice(0, 8).join('\n'))
  }

  async #prepare(): Promise<void> {
    const { world } = this.#district
    world.goTo(this.#date)
    for (const [name, role] of PEOPLE) this.#auditor.officers.set(name, { role, scope: world.actor(name).scope })
    const { keepers } = this.#auditor.books
    const kept = [...['finance', 'finance2'].flatMap((who) => BOOKS.map((book) => ({ who, book }))), { who: 'finance3', book: 'financing' }]
    for (const k of kept) keepers.push({ no: keepers.length + 1, ...k, from: '2010-01-01', to: null })
    await this.#district.prepare()
    await new BankDesk(world).register()
    this.#auditor.bank.to = '2016-12-31'
    await this.#news()
  }

  /** A new document with a few lots, a few new projects, another day. */
  async #news(): Promise<void> {
    const { world } = this.#district
    const a = this.#auditor
    this.#date = addDays(this.#date, this.#chance.whole(...this.#pace))
    world.goTo(this.#date)
    a.today = this.#date
    const docNo = `文〔2017〕${a.lots.size + 1}号`
    const lots = Array.from({ length: this.#chance.whole(1, 3) }, () => this.#lot(docNo))
    const projects = Array.from({ length: this.#chance.whole(1, 3) }, () => this.#project())
    const lotIds = await world.lots(...lots)
    const since = this.#date
    a.announce(
      docNo,
      lotIds.map((id, i) => {
        const { book, uses, usableTo, amountFen, poolClass } = lots[i]!
        return [id, { book, uses, usableTo, amount: amountFen, personal: poolClass === 'personal', since }] as const
      }),
      'pool_office',
    )
    for (const [i, id] of (await world.projects(...projects)).entries()) {
      const { category, poverty, agriculture, year, place, needFen: need } = projects[i]!
      const household = categories[category].household
      a.enter(id, { category, poverty, agriculture, household, year, region: `${world.district}${place}`, need })
    }
    this.#events = (await this.#district.heads()).events
    await this.#compare(true)
  }

  /** The office draws up a plan by hand, or an adjustment, where there is something to give or to take back. */
  async #plan(): Promise<void> {
    const draft = drawDraft(this.#workload)
    const kept = draft && (await keepDraft(this.#district, draft, (lot) => this.#auditor.lots.get(lot)!.book))
    if (!draft || !kept) return
    this.#auditor.plans.set(kept, { ...draft, state: 'draft' })
    this.#events++
  }

  #lot(docNo: string): Required<Omit<LotLiteral, 'fundName' | 'level' | 'department'>> {
    const uses = this.#chance.some(USES, 0.5)
    const year = Number(this.#date.slice(0, 4))
    return {
      docNo,
      year,
      book: this.#chance.pick<BookKey>(['poverty', 'poverty', 'coordination', 'coordination', 'financing']),
      poolClass: this.#chance.chance(0.15) ? 'personal' : 'poolable',
      uses: uses.length > 0 ? uses : ['road'],
      usableTo: year + this.#chance.whole(0, 2),
      amountFen: BigInt(this.#chance.whole(1, 50_000_000)),
    }
  }

  #project(): Required<ProjectLiteral> {
    return {
      name: `项目${this.#auditor.projects.size}`,
      category: this.#chance.pick(USES),
      needFen: BigInt(this.#chance.whole(1, 60_000_000)),
      year: Number(this.#date.slice(0, 4)) + this.#chance.whole(0, 1),
      poverty: this.#chance.chance(0.8),
      agriculture: this.#chance.chance(0.8),
      place: this.#chance.pick(PLACES),
    }
  }

  /** Gives how many commands it made: one, or two at the same moment. */
  async #step(step: number, left: number): Promise<number> {
    this.#last = []
    if (step % NEWS === 0) await this.#news()
    if (step % PLANS === 0) await this.#plan()
    // Programs come in streams: only with nothing between its calls does a desk post upon what it remembers.
    if (this.#streaming || this.#chance.chance(STREAM_BEGINS)) {
      if (!this.#streaming) this.#programs.begin()
      this.#streaming = !this.#chance.chance(STREAM_ENDS)
      const made = await this.#desk(step, left)
      await this.#compare(step % BALANCES === 0)
      return made
    }
    const request = this.#workload.next()
    this.#last = [request]
    const mode = this.#done.length === 0 ? 'do' : this.#chance.weighted({ do: 70, preview: 5, again: 4, reuse: 3, both: 6 })
    if (mode === 'both' && left >= 2 && !ALONE.includes(request.act)) {
      await this.#both(request, step)
      await this.#compare(step % BALANCES === 0)
      return 2
    }
    if (mode === 'again') await this.#again(this.#chance.pick(this.#done.slice(-200)))
    else if (mode === 'reuse') await this.#reuse(this.#chance.pick(this.#done.slice(-200)), request)
    else if (mode === 'preview') this.#agree(request, await this.#district.perform(request, { key: `sim-${step}`, preview: true }))
    else await this.#do(request, `sim-${step}`)
    await this.#compare(step % BALANCES === 0)
    return 1
  }

  async #do(request: Request, key: string): Promise<void> {
    const outcome = await this.#district.perform(request, { key })
    this.#agree(request, outcome)
    this.#write(request, key, outcome)
  }

  /** What came of a request, into the auditor's books and the tally. */
  #write(request: Request, key: string, outcome: Outcome<Reply>): void {
    this.#events++
    count(outcome.ok ? this.#tally.accepted : this.#tally.refused, outcome.ok ? request.act : outcome.refusal.code)
    if (!outcome.ok) return
    this.#auditor.book(request, outcome.value)
    this.#done.push({ request, key, outcome })
  }

  /** Calls at the posting desks at the same moment, and beside them a command now and then: as if one after the other, as recorded. */
  async #desk(step: number, left: number): Promise<number> {
    const calls = this.#programs.volley(left)
    const drawn = calls.length < left && this.#chance.chance(0.15) ? this.#workload.next() : null
    const beside = drawn && !ALONE.includes(drawn.act) ? drawn : null
    this.#last = beside ? [...calls, beside] : calls
    const key = `sim-${step}`
    const waiting: Promise<Deed>[] = []
    if (beside) waiting.push(this.#district.perform(beside, { key }).then((outcome) => ({ request: beside, key, outcome })))
    for (const call of calls) {
      waiting.push(this.#district.post(call))
      // The next arrives in the same turn, or while this one is on its way.
      for (let turns = this.#chance.pick([0, 0, 1, 5]); turns > 0; turns--) await new Promise(setImmediate)
    }
    const deeds = await Promise.all(waiting)
    const record = await this.#district.eventsAfter(this.#events)
    const ids = deeds.flatMap((d) =>
      'call' in d && !(d.answers instanceof Error) ? d.answers.flatMap((a) => (a.ok ? [a.value.id] : [])) : [],
    )
    const { ordered, faults } = inRecordedOrder(record, deeds, await this.#district.answered(ids))
    this.#demand(faults)
    // The refusal of a command may rest on what was before any of the others.
    const earlier: string[] = []
    for (const deed of ordered) {
      if (beside) earlier.push(...reasons(this.#auditor, beside))
      if ('call' in deed) {
        this.#demand(this.#atDesk.book(deed.call, deed.answers))
        countCall(this.#tally, deed)
      } else {
        this.#agree(deed.request, deed.outcome, deed.outcome.ok ? undefined : earlier)
        this.#write(deed.request, deed.key, deed.outcome)
      }
    }
    this.#events += BigInt(record.length - (beside ? 1 : 0))
    return deeds.length
  }

  /** The answer is the one that the auditor gave beforehand. */
  #agree(request: Request, outcome: Outcome<Reply>, against = reasons(this.#auditor, request)): void {
    const code = outcome.ok ? 'accepted' : outcome.refusal.code
    if (outcome.ok ? against.length > 0 : !against.includes(code))
      throw new Error(`${code}, but the auditor says ${against.join(' or ') || 'it must succeed'}`)
  }

  /** Two officers at the same moment, or one who presses twice: as if one after the other, in the order that was recorded. */
  async #both(first: Request, step: number): Promise<void> {
    const twice = this.#chance.chance(0.3)
    const second = twice ? first : this.#workload.next()
    this.#last = [first, second]
    if (!twice && ALONE.includes(second.act)) return this.#do(first, `sim-${step}`)
    const keys = [`sim-${step}`, twice ? `sim-${step}` : `sim-${step}b`]
    const [one, two] = await Promise.all([
      this.#district.perform(first, { key: keys[0]! }),
      this.#district.perform(second, { key: keys[1]! }),
    ])
    if (twice) return this.#twice(first, keys[0]!, one, two)
    const swapped = one.ok && two.ok && (await this.#district.eventsAfter(this.#events)).find((e) => keys.includes(e.key))?.key === keys[1]
    const pair = [
      [first, keys[0]!, one],
      [second, keys[1]!, two],
    ] as const
    const [early, late] = swapped || (!one.ok && two.ok) ? [pair[1], pair[0]] : pair
    // A refusal may rest on what was before the other's act, or after it.
    const earlier = late[2].ok ? [] : reasons(this.#auditor, late[0])
    this.#agree(early[0], early[2])
    this.#write(...early)
    this.#agree(late[0], late[2], [...earlier, ...reasons(this.#auditor, late[0])])
    this.#write(...late)
  }

  #twice(request: Request, key: string, one: Outcome<Reply>, two: Outcome<Reply>): void {
    this.#agree(request, one)
    if (one.ok !== two.ok || (one.ok && !isDeepStrictEqual(one, two))) throw new Error('pressed twice, answered twice')
    this.#write(request, key, one)
    if (!one.ok) this.#events++
  }

  /** The same key with the same content: the same answer, no effect. */
  async #again({ request, key, outcome }: Done): Promise<void> {
    this.#last = [request]
    const second = await this.#district.perform(request, { key })
    if (request.act === 'sign') return this.#signedAgain(second)
    if (!isDeepStrictEqual(second, outcome)) throw new Error(`the repeat of ${key} was answered otherwise`)
  }

  /** A repeated signature names the content that the page shows now; when that has changed since, it is other content. */
  #signedAgain(second: Outcome<Reply>): void {
    if (second.ok) return
    if (second.refusal.code !== 'key_reused') throw new Error(`the repeat of a signature: ${second.refusal.code}`)
    this.#events++
  }

  /** A key that was used, with another content: refused. */
  async #reuse(done: Done, request: Request): Promise<void> {
    const other = { ...request, who: done.request.who } as Request
    this.#last = [done.request, other]
    // The password is no part of the content of a signature.
    const content = (r: Request) => ({ ...r, wrongPassword: false })
    if (isDeepStrictEqual(content(other), content(done.request))) return
    const outcome = await this.#district.perform(other, { key: done.key })
    this.#events++
    const expected = reasons(this.#auditor, other).includes('not_permitted') ? 'not_permitted' : 'key_reused'
    if (outcome.ok || outcome.refusal.code !== expected) throw new Error(`another content under ${done.key} was not refused as ${expected}`)
    count(this.#tally.refused, expected)
  }

  /** As many postings and events as there must be; new postings one by one; all balances to the fen when something was posted. */
  async #compare(all: boolean): Promise<void> {
    this.#events += BigInt(this.#district.ownActs)
    this.#district.ownActs = 0
    const { events, postings } = await this.#district.heads()
    const expected = this.#auditor.books.written.length
    const faults: string[] = []
    if (events !== this.#events) faults.push(`${events} events, there should be ${this.#events}`)
    if (postings !== BigInt(expected)) faults.push(`${postings} postings, the auditor has ${expected}`)
    const moved = expected !== this.#known || postings !== BigInt(this.#known)
    if (moved) faults.push(...(await this.#newPostings()))
    if (moved || all) faults.push(...(await this.#balances()))
    this.#demand([...faults, ...this.#auditor.doubts()])
  }

  async #newPostings(): Promise<string[]> {
    const { books } = this.#auditor
    const fresh = new Map(books.written.slice(this.#known).map((w) => [`${w.book} ${w.number}`, w]))
    const { postings, faults } = await this.#district.newPostings()
    this.#known = books.written.length
    for (const p of postings) {
      const w = fresh.get(`${p.book} ${p.number}`)
      if (!w) {
        faults.push(`posting ${p.number} of ${p.book} is one that the auditor does not have`)
        continue
      }
      books.name(w, p.posting_id)
      faults.push(...differences(w, p))
    }
    faults.push(...this.#atDesk.misnamed(new Map(postings.map((p) => [p.posting_id, p.hash]))))
    return faults
  }

  async #balances(): Promise<string[]> {
    const [mine, theirs] = [this.#auditor.books.balances(), await this.#district.balances()]
    return [...new Set([...mine.keys(), ...theirs.keys()])]
      .filter((key) => mine.get(key) !== theirs.get(key))
      .map((key) => `${key} holds ${theirs.get(key) ?? 0n}, the auditor has ${mine.get(key) ?? 0n}`)
  }

  /** The whole verification, the calendars of loans, and the trial balance of every book as it is printed: each title, and zero in all. */
  async #audit(): Promise<void> {
    const [mine, theirs] = [this.#auditor.books.trial(), await this.#district.trial()]
    const faults = [...new Set([...mine.keys(), ...theirs.keys()])]
      .filter((title) => mine.get(title) !== theirs.get(title))
      .map((title) => `title ${title} stands at ${theirs.get(title) ?? 0n}, the auditor has ${mine.get(title) ?? 0n}`)
    for (const book of BOOKS) {
      const sum = [...theirs].reduce((all, [title, amount]) => (title.startsWith(book) ? all + amount : all), 0n)
      if (sum !== 0n) faults.push(`the trial balance of ${book} is off by ${sum}`)
    }
    for (const [id, figures] of await this.#district.loans()) {
      const own = loanFigures(this.#auditor, id)
      if (!isDeepStrictEqual({ ...figures }, { ...own })) faults.push(`loan ${id}: ${inspect(figures)}, the auditor has ${inspect(own)}`)
    }
    this.#demand([...faults, ...(await this.#district.audit())])
  }
}

/** Kind, colour, day, numbers, people and amount of a posting as the auditor wrote it. */
function differences(w: Written, p: Posted): string[] {
  const mine = [w.kind, w.red, w.date, w.no, w.other, w.otherNo, w.who, w.keeper, w.moves.reduce((sum, m) => sum + m.amount, 0n)]
  const theirs = [p.entry_kind, p.red, p.date, p.voucher_no, p.other_book ?? '', p.other_voucher_no ?? 0, p.who, p.keeper, p.amount]
  if (isDeepStrictEqual(mine, theirs)) return []
  return [`posting ${p.number} of ${p.book} is ${theirs.join(' | ')}; the auditor wrote ${mine.join(' | ')}`]
}
