/** Posting without HTTP: the same desk that the route hands its requests to, called by so many clients in the same process. */
import { fen } from '#kernel/money.ts'
import type { PostingInput } from '#features/ledger/ledger.commands.ts'
import { PostingDesk } from '#features/ledger/posting-desk.commands.ts'
import type { Actor } from '#platform/command.ts'
import type { Services } from '#platform/services.ts'
import { type BenchBooks, reservation } from './books.ts'
import { rate } from './measure.ts'

const inputOf = (books: BenchBooks, place: 'hot' | 'spread'): PostingInput => {
  const { moves, ...rest } = reservation(books, place)
  return { ...rest, moves: moves.map((m) => ({ ...m, amountFen: fen(1n) })) }
}

export interface DirectWork {
  readonly place: 'hot' | 'spread'
  readonly many: number
  readonly clients: number
  readonly milliseconds: number
}

export async function postDirectly(desk: PostingDesk, actor: Actor, books: BenchBooks, work: DirectWork): Promise<number> {
  const { place, many, clients, milliseconds } = work
  const post = async () => {
    const inputs = Array.from({ length: many }, () => inputOf(books, place))
    const answers = await desk.post(actor, '', inputs)
    const no = answers.find((answer) => !answer.ok)
    if (no) throw new Error(JSON.stringify(no))
  }
  return many * (await rate(milliseconds, post, clients))
}

export const deskOf = ({ database, clock }: Services): PostingDesk => new PostingDesk(database, clock)
