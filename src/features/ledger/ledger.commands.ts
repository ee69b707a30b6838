/** A treasurer's posting by hand, with its basis: receipt, reservation, release, or the reversal of an earlier posting. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { type Fen, formatFen, subtract, sum } from '#kernel/money.ts'
import { ok, type Outcome, type Text } from '#kernel/outcome.ts'
import { defineCommand } from '#platform/command.ts'
import { type StageKey, stages } from '#policy/books.ts'
import { type PostingKindKey, postings, reversal } from '#policy/postings.ts'
import { atStage, byBook, type Known, type LotFacts, type Move, nameAccount, type PostingDraft, reversed } from './ledger.model.ts'
import { refuse } from './ledger-refusals.model.ts'
import { loadLotFacts, loadMoves, lockBooks, type Original, post, type Posted } from './ledger.store.ts'

export interface HandMove {
  readonly lotId: string
  readonly projectId?: string | undefined
  readonly contractId?: string | undefined
  readonly claimId?: string | undefined
  readonly payeeId?: string | undefined
  /** Which of the kind's moves, where it has several. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly amountFen: Fen
}

export interface PostingInput {
  readonly key: string
  readonly kind: string
  readonly businessDate: CivilDate
  readonly basis: string
  readonly reason?: string | undefined
  readonly reverses?: string | undefined
  /** What the sender believes the moves add up to. */
  readonly totalFen?: Fen | undefined
  readonly moves?: readonly HandMove[] | undefined
}

/** `canonical` of an input, spelt out in the order of its keys: what tells whether a key comes again with the same content. */
export function inputText(input: PostingInput): string {
  const text = JSON.stringify
  const field = (name: string, value: string | undefined) => (value === undefined ? '' : `,"${name}":${text(value)}`)
  let moves = ''
  for (const m of input.moves ?? [])
    moves +=
      `${moves === '' ? '' : ','}{"amountFen":"${m.amountFen}"${field('claimId', m.claimId)}${field('contractId', m.contractId)}` +
      `${field('from', m.from)},"lotId":${text(m.lotId)}${field('payeeId', m.payeeId)}${field('projectId', m.projectId)}${field('to', m.to)}}`
  return (
    `{"basis":${text(input.basis)},"businessDate":${text(input.businessDate)},"key":${text(input.key)},"kind":${text(input.kind)}` +
    `${input.moves ? `,"moves":[${moves}]` : ''}${field('reason', input.reason)}${field('reverses', input.reverses)}}`
  )
}

/** Postings that a person writes, as drafts, one for each book; `lots` gives each lot its book. */
export function draftsByHand(input: PostingInput, lots: Known<string, LotFacts>, original: Original | null): Outcome<PostingDraft[]> {
  const draft = draftByHand(input, lots, original)
  if (!draft.ok) return draft
  return draft.value.moves.length === 0 ? refuse('nothing_to_post') : ok(original ? [draft.value] : byBook(draft.value))
}

function draftByHand(input: PostingInput, lots: Known<string, LotFacts>, original: Original | null): Outcome<PostingDraft> {
  const { businessDate, basis, reason } = input
  if (original) {
    const { reverses } = original
    const { reversible, label } = postings[reverses.entryKind]
    if (!reversible) return refuse('not_reversible', { kind: label.zh })
    return ok({ kind: 'reversal', businessDate, basis, reason, reverses, moves: reversed(original.moves) })
  }
  const kind = postings[input.kind as PostingKindKey]
  if (!kind?.byHand) return refuse('kind_not_by_hand', { kind: kind?.label.zh ?? input.kind })
  const moves: Move[] = []
  for (const m of input.moves ?? []) {
    const lot = lots.get(m.lotId)
    if (!lot) return refuse('unknown_lot', { lot: m.lotId })
    const transition = chosen(kind.moves, m)
    if (!transition) return refuse('move_unclear', { kind: kind.label.zh, moves: kind.moves.map((t) => `${t.from} → ${t.to}`).join('；') })
    const { from, to } = transition
    if (!m.projectId && (isOfProject(from) || isOfProject(to))) return refuse('unknown_project', { project: '' })
    const all = nameAccount(m.lotId, lot.book, from, m)
    moves.push({ from: atStage(all, from), to: atStage(all, to), amountFen: m.amountFen })
  }
  const total = sum(moves.map((m) => m.amountFen))
  if (input.totalFen !== undefined && input.totalFen !== total)
    return refuse('unbalanced', {
      total: formatFen(input.totalFen),
      moves: formatFen(total),
      difference: formatFen(subtract(total, input.totalFen)),
    })
  return ok({ kind: input.kind as PostingKindKey, businessDate, basis, reason, byHand: true, moves })
}

const isOfProject = (stage: StageKey): boolean => (stages[stage].keyedBy as readonly string[]).includes('project')

/** The move that was meant: the only one, the one that is named, or without a name the first. */
function chosen(moves: readonly { readonly from: StageKey; readonly to: StageKey }[], m: HandMove) {
  if (m.from === undefined && m.to === undefined) return moves[0]
  return moves.find((t) => (m.from === undefined || t.from === m.from) && (m.to === undefined || t.to === m.to))
}

export const postByHand = defineCommand({
  name: 'ledger.post',
  permission: 'ledger.post',
  load: async (context, input: PostingInput) => {
    await lockBooks(context)
    const original = input.reverses ? await loadMoves(context.tx, context.district, input.reverses) : null
    return {
      original,
      lots: await loadLotFacts(
        context.tx,
        context.district,
        (input.moves ?? []).map((m) => m.lotId),
      ),
    }
  },
  decide: ({ original, lots }, input) => draftsByHand(input, lots, original),
  /** The first posting and the sum of all: by hand over several books there is one for each book. */
  save: async (context, drafts): Promise<Posted & { readonly ids: readonly string[] }> => {
    const posted = await post(context, drafts)
    return { ...posted[0]!, amountFen: sum(posted.map((p) => p.amountFen)), ids: posted.map((p) => p.id) }
  },
  sentence: (posted, _, input) => sentenceOf(posted.amountFen, input),
  subjects: (posted, _, input) => subjectsOf(posted.ids, [input]),
})

export function sentenceOf(amountFen: Fen, input: PostingInput): Text {
  const label = input.reverses ? reversal.label : postings[input.kind as PostingKindKey].label
  return {
    zh: `记账“${label.zh}”${formatFen(amountFen)} 元，依据 ${input.basis}${input.reverses ? `，冲销 ${input.reverses}` : ''}`,
    en: `Posted "${label.en}" of ${formatFen(amountFen)} yuan, basis ${input.basis}${input.reverses ? `, reversing ${input.reverses}` : ''}`,
  }
}

/** A posting by its place on the chain of its book, where a sentence of many does not name each. */
export const chainPlace = (book: string, number: bigint): string => `${book}#${number}`

/** The postings (ids, or how far they reached on their chains), what they reverse, and the first fifty lots. */
export function subjectsOf(ids: readonly string[], inputs: readonly PostingInput[]): string[] {
  const lots = new Set(inputs.flatMap((input) => (input.moves ?? []).map((m) => m.lotId)))
  return [...ids, ...inputs.flatMap((input) => (input.reverses ? [input.reverses] : [])), ...[...lots].slice(0, 50)]
}
