/**
 * One season: a fresh district, random officers, and the auditor beside them. After every request the real books must be
 * what the auditor's are, to the fen; the first difference ends the season with its seed, its step and the request.
 */
import { isDeepStrictEqual } from 'node:util'
import { addDays, civilDate } from '#kernel/civil-date.ts'
import type { Outcome } from '#kernel/outcome.ts'
import type { Database } from '#platform/db/database.ts'
import type { BookKey } from '#policy/books.ts'
import { categories, type CategoryKey } from '#policy/categories.ts'
import { type LotLiteral, PEOPLE, type ProjectLiteral, World } from '../support/world.ts'
import { Auditor } from './auditor.ts'
import { District } from './district.ts'
import { reasons } from './judge.ts'
import type { Reply, Request } from './requests.ts'
import { Seeded } from './seeded.ts'
import { Workload } from './workload.ts'

const USES: readonly CategoryKey[] = ['road', 'water', 'industry', 'housing', 'relief']
const PLACES = ['201201', '202201', '201', '']
/** New money and new projects come in every so many requests, and so many the slow look is taken. */
const [NEWS, AUDIT] = [60, 125]

/** Which requests were accepted and refused, for the sentence at the end and to see that everything happens. */
export interface Tally {
  readonly accepted: Record<string, number>
  readonly refused: Record<string, number>
  commands: number
}

export const newTally = (): Tally => ({ accepted: {}, refused: {}, commands: 0 })
const count = (of: Record<string, number>, name: string) => Object.assign(of, { [name]: (of[name] ?? 0) + 1 })

interface Done {
  readonly request: Request
  readonly key: string
  readonly outcome: Outcome<Reply>
}

export class Season {
  readonly #chance: Seeded
  readonly #auditor = new Auditor()
  readonly #workload: Workload
  readonly #district: District
  readonly #tally: Tally
  readonly #done: Done[] = []
  #events = 0n
  #known = 0
  #date = civilDate('2017-03-01')

  private constructor(world: World, seed: number, tally: Tally) {
    this.#chance = new Seeded(seed)
    this.#workload = new Workload(this.#chance, this.#auditor)
    this.#district = new District(world)
    this.#tally = tally
  }

  /** Throws, with everything needed to see it again, at the first difference. */
  static async run(database: Database, seed: number, commands: number, tally: Tally): Promise<void> {
    const season = new Season(await World.open(database), seed, tally)
    await season.#prepare()
    for (let step = 1; step <= commands; step++) {
      const request = season.#workload.next()
      try {
        await season.#step(request, step)
        if (step % AUDIT === 0 || step === commands) season.#demand(await season.#district.audit())
      } catch (error) {
        const what = JSON.stringify(request, (_, v: unknown) => (typeof v === 'bigint' ? v.toString() : v))
        throw new Error(`seed ${seed}, step ${step}: ${error instanceof Error ? error.message : String(error)}\n${what}`, { cause: error })
      }
      tally.commands++
    }
  }

  #demand(faults: readonly string[]): void {
    if (faults.length > 0) throw new Error(faults.slice(0, 8).join('\n'))
  }

  async #prepare(): Promise<void> {
    const { world } = this.#district
    for (const [name, role] of PEOPLE) this.#auditor.officers.set(name, { role, scope: world.actor(name).scope })
    await this.#district.prepare()
    await this.#news()
  }

  /** A new document with a few lots, a few new projects, another day. */
  async #news(): Promise<void> {
    const { world } = this.#district
    this.#date = addDays(this.#date, this.#chance.whole(1, 9))
    world.goTo(this.#date)
    this.#auditor.today = this.#date
    const docNo = `文〔2017〕${this.#auditor.lots.size + 1}号`
    const lots = Array.from({ length: this.#chance.whole(2, 5) }, () => this.#lot(docNo))
    const projects = Array.from({ length: this.#chance.whole(2, 5) }, () => this.#project())
    const lotIds = await world.lots(...lots)
    this.#auditor.announce(
      lotIds.map((id, i) => {
        const { book, uses, usableTo, amountFen, poolClass } = lots[i]!
        return [id, { book, uses, usableTo, amount: amountFen, personal: poolClass === 'personal' }] as const
      }),
    )
    for (const [i, id] of (await world.projects(...projects)).entries()) {
      const { category, poverty, agriculture, year, place } = projects[i]!
      const household = categories[category].household
      this.#auditor.projects.set(id, { category, poverty, agriculture, household, year, region: `${world.district}${place}` })
    }
    this.#events = await this.#district.events()
    await this.#compare()
  }

  #lot(docNo: string): Required<Omit<LotLiteral, 'fundName' | 'year' | 'level' | 'department'>> {
    const uses = this.#chance.some(USES, 0.5)
    return {
      docNo,
      book: this.#chance.pick<BookKey>(['poverty', 'poverty', 'coordination', 'financing']),
      poolClass: this.#chance.chance(0.15) ? 'personal' : 'poolable',
      uses: uses.length > 0 ? uses : ['road'],
      usableTo: this.#chance.whole(2017, 2019),
      amountFen: BigInt(this.#chance.whole(1, 50_000_000)),
    }
  }

  #project(): Required<ProjectLiteral> {
    return {
      name: `项目${this.#auditor.projects.size}`,
      category: this.#chance.pick(USES),
      needFen: 1n,
      year: this.#chance.whole(2017, 2018),
      poverty: this.#chance.chance(0.8),
      agriculture: this.#chance.chance(0.8),
      place: this.#chance.pick(PLACES),
    }
  }

  async #step(request: Request, step: number): Promise<void> {
    if (step % NEWS === 0) await this.#news()
    const mode = this.#done.length === 0 ? 'do' : this.#chance.weighted({ do: 86, preview: 5, again: 5, reuse: 4 })
    if (mode === 'again') await this.#again(this.#chance.pick(this.#done))
    else if (mode === 'reuse') await this.#reuse(this.#chance.pick(this.#done), request)
    else if (mode === 'preview') this.#agree(request, await this.#district.perform(request, { key: `sim-${step}`, preview: true }))
    else await this.#do(request, `sim-${step}`)
    await this.#compare()
  }

  async #do(request: Request, key: string): Promise<void> {
    const outcome = await this.#district.perform(request, { key })
    this.#events++
    this.#agree(request, outcome)
    count(outcome.ok ? this.#tally.accepted : this.#tally.refused, outcome.ok ? request.act : outcome.refusal.code)
    if (!outcome.ok) return
    this.#auditor.book(request, outcome.value)
    this.#done.push({ request, key, outcome })
  }

  /** The answer is the one that the auditor gave beforehand. */
  #agree(request: Request, outcome: Outcome<Reply>): void {
    const against = reasons(this.#auditor, request)
    const code = outcome.ok ? 'accepted' : outcome.refusal.code
    if (outcome.ok ? against.length > 0 : !against.includes(code))
      throw new Error(`${code}, but the auditor says ${against.join(' or ') || 'it must succeed'}`)
  }

  /** The same key with the same content: the same answer, no effect. */
  async #again({ request, key, outcome }: Done): Promise<void> {
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
    // The password is no part of the content of a signature.
    const content = (r: Request) => ({ ...r, wrongPassword: false })
    if (isDeepStrictEqual(content(other), content(done.request))) return
    const outcome = await this.#district.perform(other, { key: done.key })
    this.#events++
    const expected = reasons(this.#auditor, other).includes('not_permitted') ? 'not_permitted' : 'key_reused'
    if (outcome.ok || outcome.refusal.code !== expected) throw new Error(`another content under ${done.key} was not refused as ${expected}`)
    count(this.#tally.refused, expected)
  }

  /** Balances to the fen, as many postings and events as there must be, all of them sound. */
  async #compare(): Promise<void> {
    const [mine, theirs] = [this.#auditor.balances(), await this.#district.balances()]
    const faults = [...new Set([...mine.keys(), ...theirs.keys()])]
      .filter((key) => mine.get(key) !== theirs.get(key))
      .map((key) => `${key} holds ${theirs.get(key) ?? 0n}, the auditor has ${mine.get(key) ?? 0n}`)
    const fresh = await this.#district.newPostings()
    this.#known += fresh.count
    if (this.#known !== this.#auditor.postings) faults.push(`${this.#known} postings, the auditor has ${this.#auditor.postings}`)
    const events = await this.#district.events()
    if (events !== this.#events) faults.push(`${events} events, there should be ${this.#events}`)
    this.#demand([...faults, ...fresh.faults, ...this.#auditor.doubts()])
  }
}
