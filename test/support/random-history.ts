/**
 * A random history of the books with every kind of posting, posted through the real `post`: seeded, over three books, backdated now
 * and then, with supplements, reversals and the closing of a year. For whoever reads the books and must not care what is in them.
 */
import { addDays, type CivilDate } from '#kernel/civil-date.ts'
import { type Fen, fen } from '#kernel/money.ts'
import { ok, type Outcome } from '#kernel/outcome.ts'
import {
  type AccountName,
  accountText,
  atStage,
  type Move,
  nameAccount,
  type PostingDraft,
  reversed,
} from '#features/ledger/ledger.model.ts'
import { loadMoves, lockBooks, post } from '#features/ledger/ledger.store.ts'
import { yearClosing } from '#features/statements/periods.model.ts'
import { insertCloseLines, yearTurnover } from '#features/statements/periods.store.ts'
import { insertSupplement } from '#features/treasury/needs.store.ts'
import { type CommandContext, defineCommand } from '#platform/command.ts'
import { type BookKey, books, helps, type StageKey, stages } from '#policy/books.ts'
import { type PostingKindKey, postings } from '#policy/postings.ts'
import { Seeded } from '../simulation/seeded.ts'
import type { World } from './world.ts'

const BOOKS = Object.keys(books) as BookKey[]

interface DraftInput {
  readonly draft?: PostingDraft
  readonly reverses?: string
  readonly businessDate: CivilDate
}

const postDraft = defineCommand({
  name: 'test.post-draft',
  permission: 'ledger.post',
  load: async (context, input: DraftInput) => {
    await lockBooks(context)
    return input.reverses ? loadMoves(context.tx, context.district, input.reverses) : null
  },
  decide: (original, input): Outcome<PostingDraft> => {
    if (!original) return ok(input.draft!)
    const { businessDate } = input
    return ok({
      kind: 'reversal',
      businessDate,
      basis: '更正',
      reason: '记错',
      reverses: original.reverses,
      moves: reversed(original.moves),
    })
  },
  save: async (context, draft) => {
    const { id, amountFen } = (await post(context, [draft]))[0]!
    if (draft.kind === 'supplement') await proveSupplement(context, id, draft.moves[0]!, amountFen)
    return { id, draft }
  },
  sentence: () => ({ zh: '记账', en: 'Posted' }),
  subjects: (result) => [result.id],
})

/** The database takes no supplement without its shortfall; here it is exactly what was given. */
export const proveSupplement = (
  { tx, district, actor, now, today }: CommandContext,
  postingId: string,
  { from, to }: Move,
  amountFen: Fen,
) =>
  insertSupplement(tx, district, {
    id: postingId.replace('pst', 'sup'),
    postingId,
    input: {
      giver: from.book,
      receiver: to.book,
      projectId: to.projectId,
      year: 2017,
      amountFen,
      document: '决定',
      reason: '缺口',
      decidedOn: today,
    },
    help: { needFen: amountFen, allocatedFen: fen(0n), ownFen: fen(0n), shortfallFen: amountFen, helpers: [] },
    by: actor.personId,
    now,
  })

const postYearClose = defineCommand({
  name: 'test.close-year',
  permission: 'ledger.post',
  load: async (context, input: { book: BookKey; year: number }) => {
    await lockBooks(context)
    return yearClosing(input.book, input.year, await yearTurnover(context.tx, context.district, input.book, input.year))
  },
  decide: (closing) => ok(closing),
  save: async (context, closing, input) => {
    const businessDate = `${input.year}-12-31` as CivilDate
    const [posted] = await post(context, [{ kind: 'year-close', businessDate, basis: `${input.year}年年终结账`, moves: closing.moves }])
    await insertCloseLines(context.tx, context.district, posted!.id, closing.lines)
    return { id: posted!.id }
  },
  sentence: () => ({ zh: '年终结账', en: 'Closed the year' }),
  subjects: (result) => [result.id],
})

interface Held {
  readonly account: AccountName
  amount: bigint
}

export class RandomHistory {
  readonly world: World
  readonly lots: readonly { readonly lotId: string; readonly book: BookKey }[]
  readonly projects: readonly string[]
  /** How often each kind was posted; documents were announced when it began. */
  readonly seen = new Map<string, number>([['announcement', 1]])
  readonly #chance: Seeded
  readonly #held = new Map<string, Held>()
  readonly #posted: { id: string; draft: PostingDraft; reversed: boolean }[] = []

  private constructor(world: World, chance: Seeded, lots: RandomHistory['lots'], projects: readonly string[]) {
    this.world = world
    this.#chance = chance
    this.lots = lots
    this.projects = projects
  }

  static async begin(world: World, seed: number): Promise<RandomHistory> {
    const literals = BOOKS.flatMap((book, i) =>
      [1, 2].map((n) => ({
        docNo: `财农〔2017〕${i * 2 + n}号`,
        book,
        uses: ['road' as const],
        usableTo: 2016 + n,
        amountFen: 1_000_000_00n,
      })),
    )
    const lotIds = await world.lots(...literals)
    const projects = await world.projects(...[1, 2, 3].map((n) => ({ name: `${n}号路`, category: 'road' as const, needFen: 100_000_000n })))
    const lots = lotIds.map((lotId, i) => ({ lotId, book: literals[i]!.book }))
    const history = new RandomHistory(world, new Seeded(seed), lots, projects)
    for (const { lotId, book } of lots)
      history.#move({ from: nameAccount(lotId, book, 'source'), to: nameAccount(lotId, book, 'expected'), amountFen: fen(1_000_000_00n) })
    return history
  }

  #move({ from, to, amountFen }: Move): void {
    for (const [account, delta] of [
      [from, -amountFen],
      [to, amountFen],
    ] as const) {
      const name = accountText(account)
      const held = this.#held.get(name) ?? { account, amount: 0n }
      held.amount += delta
      this.#held.set(name, held)
    }
  }

  /** Goes on until every kind has been posted at least once. */
  async everyKind(): Promise<void> {
    const missing = () => (Object.keys(postings) as PostingKindKey[]).filter((k) => !this.seen.has(k) && k !== 'year-close')
    for (let n = 0; n < 4000 && missing().length > 0; n++)
      await this.step(this.#chance.chance(0.5) ? this.#chance.pick(missing()) : undefined)
    if (missing().length > 0) throw new Error(`never posted: ${missing().join(', ')}`)
  }

  /** Makes one posting or tries to; says which kind it was, or null when nothing of the kind could be done. */
  async step(wanted?: PostingKindKey): Promise<string | null> {
    const { world } = this
    if (this.#chance.chance(0.12)) world.goTo(addDays(world.today(), this.#chance.whole(1, 6)))
    const businessDate = this.#chance.chance(0.2) ? addDays(world.today(), -this.#chance.whole(1, 40)) : world.today()
    if (!wanted && this.#chance.chance(0.08)) return this.#reverse(businessDate)
    const kind = wanted ?? this.#chance.pick(Object.keys(postings) as PostingKindKey[])
    const draft = this.#draft(kind, businessDate)
    if (!draft) return null
    return this.#send({ draft, businessDate })
  }

  async #send(input: DraftInput): Promise<string | null> {
    const outcome = await this.world.act('finance', postDraft, input)
    if (!outcome.ok) return null
    const { id, draft } = outcome.value
    for (const move of draft.moves) this.#move(move)
    this.#posted.push({ id, draft, reversed: false })
    const kind = draft.kind
    this.seen.set(kind, (this.seen.get(kind) ?? 0) + 1)
    return kind
  }

  async #reverse(businessDate: CivilDate): Promise<string | null> {
    const open = this.#posted.filter((p) => !p.reversed)
    if (open.length === 0) return null
    const one = this.#chance.pick(open)
    const kind = await this.#send({ reverses: one.id, businessDate })
    if (kind) one.reversed = true
    return kind
  }

  #draft(kind: PostingKindKey, businessDate: CivilDate): PostingDraft | null {
    if (kind === 'year-close') return null
    const policy: { moves: readonly { from: StageKey; to: StageKey }[]; books?: readonly BookKey[] } = postings[kind]
    const book = this.#chance.pick(policy.books ?? (kind === 'supplement' ? (['coordination', 'financing'] as const) : BOOKS))
    const target = kind === 'supplement' ? this.#chance.pick(helps[book] as readonly BookKey[]) : book
    const wanted = policy.moves.some((m) => m.from === 'lender') ? policy.moves : [this.#chance.pick(policy.moves)]
    const moves: Move[] = []
    for (const transition of wanted)
      for (let n = this.#chance.whole(1, 2); n > 0; n--) moves.push(...this.#oneMove(book, target, transition))
    const unique = new Map(moves.map((m) => [`${accountText(m.from)}>${accountText(m.to)}`, m]))
    return unique.size === 0 ? null : { kind, businessDate, basis: `依据-${this.#chance.whole(1, 999)}`, moves: [...unique.values()] }
  }

  #oneMove(book: BookKey, target: BookKey, { from, to }: { from: StageKey; to: StageKey }): Move[] {
    const open = 'open' in stages[from]
    const sources = open
      ? this.lots
          .filter((l) => l.book === book)
          .map((l) => ({ account: this.#dress(nameAccount(l.lotId, book, from)), amount: 5_000_000n }))
      : [...this.#held.values()].filter((h) => h.account.book === book && h.account.stage === from && h.amount > 0n)
    if (sources.length === 0) return []
    const source = this.#chance.pick(sources)
    const dressed = this.#dress({ ...source.account, book: target })
    const amountFen = fen(this.#chance.part(source.amount < 3n ? source.amount : source.amount / 2n))
    return [{ from: atStage(source.account, from), to: atStage(dressed, to), amountFen }]
  }

  /** Gives the account a project, a contract, a claim and a payee where it has none; the stage keeps what it knows. */
  #dress(account: AccountName): AccountName {
    const projectId = account.projectId || this.#chance.pick(this.projects)
    const contractId = account.contractId || `con_${this.projects.indexOf(projectId)}`
    return {
      ...account,
      projectId,
      contractId,
      claimId: account.claimId || `clm_${this.#chance.whole(1, 3)}`,
      payeeId: account.payeeId || `ctr_${this.#chance.whole(1, 2)}`,
    }
  }

  async steps(count: number): Promise<void> {
    for (let n = 0; n < count; n++) await this.step()
  }

  /** Closes a year in one book; whoever posts into it afterwards does so to the next closing. */
  async closeYear(book: BookKey, year: number): Promise<string> {
    const closed = await this.world.do('finance', postYearClose, { book, year })
    this.seen.set('year-close', (this.seen.get('year-close') ?? 0) + 1)
    return closed.id
  }

  async takeBack(postingId: string, businessDate: CivilDate): Promise<void> {
    await this.world.do('finance', postDraft, { reverses: postingId, businessDate })
  }
}
