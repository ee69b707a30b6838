/** What verification asks of the moves of each posting, from policy alone: listed transitions (I6), one lot (I1), downhill only (I14). Pure. */
import type { Text } from '#kernel/outcome.ts'
import { type BookKey, helps, type StageKey } from '#policy/books.ts'
import { type PostingKindKey, postings } from '#policy/postings.ts'

/** One end of a move, as its account says. */
export interface End {
  readonly lotId: string
  readonly book: BookKey
  readonly stage: StageKey
}

export interface PostingShape {
  readonly book: string
  readonly number: bigint
  readonly kind: string
  readonly entryKind: string
  readonly red: boolean
  readonly otherBook: string | null
  /** The first form of postings did not name the other book. */
  readonly format: number
}

export interface RuleFault {
  readonly invariant: string
  readonly detail: Text
}

export function moveFaults(
  p: PostingShape,
  moves: readonly { readonly from: End | undefined; readonly to: End | undefined }[],
): RuleFault[] {
  const faults: RuleFault[] = []
  const say = (invariant: string, zh: string, en: string) =>
    faults.push({
      invariant,
      detail: { zh: `专账 ${p.book} 第 ${p.number} 笔${zh}`, en: `Book ${p.book}, posting ${p.number}: ${en}` },
    })
  const kind: (typeof postings)[PostingKindKey] | undefined = postings[p.entryKind as PostingKindKey]
  if (!kind || (p.kind !== 'reversal' && p.kind !== p.entryKind))
    say('I6', `的业务种类“${p.entryKind}”没有列出`, `"${p.entryKind}" is no kind of posting`)
  const across = new Set<string>()
  for (const move of moves) {
    // What a red posting does is what its kind does, turned round.
    const [from, to] = p.red ? [move.to, move.from] : [move.from, move.to]
    if (!from || !to || from.lotId !== to.lotId) {
      say('I1', '有分录不在同一笔资金之内', 'a move does not stay within one lot')
      continue
    }
    const listed: readonly { from: StageKey; to: StageKey }[] = kind?.moves ?? []
    if (kind && !listed.some((m) => m.from === from.stage && m.to === to.stage))
      say('I6', `不得从 ${from.stage} 记到 ${to.stage}`, `${p.entryKind} does not move ${from.stage} to ${to.stage}`)
    if (from.book === to.book) continue
    across.add(from.book === p.book ? to.book : from.book)
    if (!kind || !('crossesBooks' in kind) || !(helps[from.book] as readonly BookKey[]).includes(to.book))
      say('I14', `不得由 ${from.book} 补充 ${to.book}`, `${from.book} may not supplement ${to.book}`)
  }
  if (p.format > 1 && ([...across].join() || null) !== p.otherBook)
    say('I14', '所记的另一本专账与分录不符', 'the other book it names is not the one its moves reach')
  return faults
}
