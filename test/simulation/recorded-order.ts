/**
 * In which order things that happened at the same moment happened, told from the record of actions: what a posting desk saved together has
 * one moment of recording, and within it the order of arrival holds; each command has a sentence, and a moment, of its own.
 */
import type { Outcome } from '#kernel/outcome.ts'
import type { Answer } from './auditor-desk.ts'
import type { DeskCall, Reply, Request } from './requests.ts'

export interface Call {
  readonly call: DeskCall
  readonly answers: readonly Answer[] | Error
  /** Which call of the season it was, as it came to its desk. */
  readonly arrival: number
}

export interface Command {
  readonly request: Request
  readonly key: string
  readonly outcome: Outcome<Reply>
}

export type Deed = Call | Command

/** A line of the record of actions. */
export interface Recorded {
  readonly who: string
  readonly command: string
  readonly key: string
  readonly at: string
  readonly sentence: string
}

/** A posting that was answered: when it was recorded, its place on its chain, and how much it is. */
export interface Answered {
  readonly id: string
  readonly at: string
  readonly book: string
  readonly number: bigint
  readonly amount: bigint
}

const itemKey = (key: string): string => `posting:${key}`

/** The lines that are not accounted for yet. */
class Lines {
  readonly #left: Recorded[]
  readonly #moments: readonly string[]

  constructor(lines: readonly Recorded[]) {
    this.#left = [...lines]
    this.#moments = [...new Set(lines.map((line) => line.at))]
  }

  place(at: string | undefined): number {
    const found = this.#moments.indexOf(at ?? '')
    return found < 0 ? this.#moments.length : found
  }

  has(at: string): boolean {
    return this.#moments.includes(at)
  }

  get left(): readonly Recorded[] {
    return this.#left
  }

  moment(place: number): string | undefined {
    return this.#moments[place]
  }

  /** Takes one line for each wish, all of one moment, the first such from `from` on; gives the moment, or undefined when none has them all. */
  take(wishes: readonly ((line: Recorded) => boolean)[], from = 0): string | undefined {
    for (const at of this.#moments.slice(from)) {
      const lines = this.#left.filter((line) => line.at === at)
      const taken: Recorded[] = []
      for (const wish of wishes) {
        const found = lines.find((line) => !taken.includes(line) && wish(line))
        if (found) taken.push(found)
      }
      if (taken.length < wishes.length) continue
      for (const line of taken) this.#left.splice(this.#left.indexOf(line), 1)
      return at
    }
    return undefined
  }
}

const refusalLines = ({ call, answers }: Call): ((line: Recorded) => boolean)[] =>
  answers instanceof Error
    ? []
    : call.items.flatMap(({ key }, i) => {
        const answer = answers[i]!
        if (answer.ok) return []
        const sentence = `未办成：${answer.refusal.message.zh}`
        return [
          (line: Recorded) =>
            line.command === 'ledger.post.refused' && line.who === call.who && line.key === itemKey(key) && line.sentence === sentence,
        ]
      })

/** Who may not post at all is told so item by item, each by a command of its own. */
const mayNot = ({ answers }: Call): boolean =>
  !(answers instanceof Error) && answers.every((answer) => !answer.ok && answer.refusal.code === 'not_permitted')

/** The deeds as they were recorded, at last those that left nothing; and what is in the record that nobody did. */
export function inRecordedOrder(
  lines: readonly Recorded[],
  deeds: readonly Deed[],
  answered: ReadonlyMap<string, Answered>,
): { ordered: Deed[]; faults: string[] } {
  const record = new Lines(lines)
  const faults: string[] = []
  const places = new Map<Deed, number>()
  const calls = deeds.filter((deed) => 'call' in deed).sort((one, other) => one.arrival - other.arrival)
  for (const deed of deeds)
    if (!('call' in deed)) {
      const own = ({ who, key, command }: Recorded) =>
        who === deed.request.who && key === deed.key && command.endsWith('.refused') === !deed.outcome.ok
      places.set(deed, record.place(record.take([own])))
    }
  /** What was accepted for the first time, by moment and person. */
  const saved = new Map<string, Set<string>>()
  const brought = new Map<Call, readonly Answered[]>()
  for (const deed of calls) {
    const news = newPostings(deed, record, answered)
    brought.set(deed, news)
    for (const { id, at } of news) {
      const name = `${at} ${deed.call.who}`
      saved.set(name, (saved.get(name) ?? new Set()).add(id))
    }
  }
  // Two calls may be refused the same key in the same words: which has more to be found in one place is looked for first.
  for (const deed of calls.toSorted((one, other) => refusalLines(other).length - refusalLines(one).length)) {
    const news = brought.get(deed)!
    // What it only repeats may have been brought a moment before.
    const first = Math.max(0, ...news.map(({ at }) => record.place(at)))
    const refused = refusalLines(deed)
    const own = refused.length === 0 || mayNot(deed) ? record.moment(first) : record.take(refused, first)
    const missing = mayNot(deed) ? refused.some((line) => record.take([line]) === undefined) : refused.length > 0 && own === undefined
    if (missing) faults.push(`call ${deed.arrival} of ${deed.call.who} is not recorded in one place`)
    places.set(deed, news.length === 0 && (refused.length === 0 || mayNot(deed)) ? lines.length : record.place(own))
  }
  faults.push(...sentences(record, saved, answered))
  const stands = (deed: Deed) => [places.get(deed)!, 'call' in deed ? arrivalOf(deed, brought) : 0] as const
  const ordered = [...deeds].sort((one, other) => stands(one)[0] - stands(other)[0] || stands(one)[1] - stands(other)[1])
  return { ordered, faults }
}

/**
 * Over two desks the later call may be saved first. What a call answers may then all have been brought by another one of the moment, of which
 * it came after: that other one's own postings stand before it on the chain.
 */
function arrivalOf(call: Call, brought: ReadonlyMap<Call, readonly Answered[]>): number {
  const own = brought.get(call) ?? []
  const first = own[0]
  if (!first) return call.arrival
  const bringsAll = (theirs: readonly Answered[]) =>
    own.every(({ id }) => theirs.some((t) => t.id === id)) && theirs.some((t) => t.book === first.book && t.number < first.number)
  const others = [...brought].filter(([other, theirs]) => other !== call && bringsAll(theirs))
  return Math.max(call.arrival, ...others.map(([other]) => other.arrival + 0.5))
}

/** What the call brought; an answer that names an older posting only repeats it. */
function newPostings({ answers }: Call, record: Lines, answered: ReadonlyMap<string, Answered>): Answered[] {
  if (answers instanceof Error) return []
  return answers.flatMap((answer) => {
    const found = answer.ok ? answered.get(answer.value.id) : undefined
    return found && record.has(found.at) ? [found] : []
  })
}

/** What the record says of each person at each moment is how many items were accepted, and how much they came to. */
function sentences(record: Lines, saved: ReadonlyMap<string, ReadonlySet<string>>, answered: ReadonlyMap<string, Answered>): string[] {
  return [...record.left.map((line) => `${line.at} ${line.who}`), ...saved.keys()]
    .filter((name, i, all) => all.indexOf(name) === i)
    .flatMap((name) => {
      const said = record.left.filter((line) => `${line.at} ${line.who}` === name)
      const strange = said.filter((line) => line.command !== 'ledger.post')
      const ids = [...(saved.get(name) ?? [])]
      const [count, amount] = said.map(readSentence).reduce((sum, one) => [sum[0] + one[0], sum[1] + one[1]], [0, 0n])
      const wanted = ids.reduce((sum, id) => sum + answered.get(id)!.amount, 0n)
      return [
        ...strange.map((line) => `nobody did what is recorded as ${line.command} ${line.key}: ${line.sentence}`),
        ...(count === ids.length && amount === wanted
          ? []
          : [`recorded ${count} of ${amount}, accepted ${ids.length} of ${wanted}: ${name}`]),
      ]
    })
}

/** How many, how much in fen. */
function readSentence({ sentence }: Recorded): [number, bigint] {
  const found = /^(?:批量记账 (\d+) 笔，共|记账“[^”]*”)\s*([\d,]+)\.(\d\d) 元/.exec(sentence)
  if (!found) return [Number.NaN, 0n]
  return [Number(found[1] ?? 1), BigInt(`${found[2]!.replaceAll(',', '')}${found[3]!}`)]
}
