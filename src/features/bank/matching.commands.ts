/** Confirming what the rules found, matching by hand, undoing, and saying what an unmatched line of the bank is. */
import { type Fen, fen, formatFen } from '#kernel/money.ts'
import { ok, type Outcome, type Text } from '#kernel/outcome.ts'
import { defineCommand } from '#platform/command.ts'
import { type BankItemKey, bankItemKinds } from '#policy/bank-matching.ts'
import { checkHandMatch, checkItem, refuse } from './bank.model.ts'
import { type BankLineRow, insertItem, linesByIds, lockAccounts } from './bank.store.ts'
import { type BookLineRow, bookLinesByIds } from './book-lines.store.ts'
import { findMatch, insertMatches, insertUndo, type MatchRow, type NewMatch } from './matches.store.ts'
import type { ProposedMatch } from './matching-evidence.model.ts'
import { loadMatching, type Matching } from './reconciliation.store.ts'

const ofBank = (l: BankLineRow) => ({ bankLineId: l.line_id, postingId: null, on: l.booked_on, amountFen: fen(l.amount_fen) })
const ofBook = (l: BookLineRow) => ({ bankLineId: null, postingId: l.posting_id, on: l.business_date, amountFen: fen(l.amount_fen) })

interface Confirmed {
  readonly found: Matching
  readonly chosen: readonly ProposedMatch[]
}

export const confirmMatches = defineCommand({
  name: 'bank.confirm-matches',
  permission: 'bank.reconcile',
  load: async (context, _input: { readonly keys: readonly string[] }) => {
    await lockAccounts(context.tx, context.district)
    return loadMatching(context.tx, context.district)
  },
  decide: (found, input): Outcome<Confirmed> => {
    const byKey = new Map(found.matches.map((m) => [m.key, m]))
    const keys = [...new Set(input.keys)]
    const chosen = keys.flatMap((key) => byKey.get(key) ?? [])
    if (chosen.length !== keys.length) return refuse('proposal_gone', { count: keys.length - chosen.length })
    return ok({ found, chosen })
  },
  save: async (context, { found, chosen }) => {
    const matches = chosen.map((m): NewMatch => {
      const lines = [...m.bank.map((id) => ofBank(found.bankRows.get(id)!)), ...m.book.map((id) => ofBook(found.bookRows.get(id)!))]
      const explanation = { agrees: m.agrees, differs: m.differs, note: '' }
      return { matchId: context.newId('bankMatch'), rule: m.rule, confidence: m.confidence, explanation, lines }
    })
    if (matches.length > 0) await insertMatches(context.tx, context.district, matches, context.actor.personId, context.now)
    return { matches: matches.length, ids: matches.map((m) => m.matchId) }
  },
  sentence: (result, { chosen }) => {
    const likely = chosen.filter((m) => m.confidence === 'likely').length
    return {
      zh: `确认银行勾对 ${result.matches} 组${likely > 0 ? `，其中 ${likely} 组经人工核对` : ''}`,
      en: `Confirmed ${result.matches} bank matches${likely > 0 ? `, ${likely} of them looked at by a person` : ''}`,
    }
  },
  subjects: (result) => result.ids,
})

interface HandInput {
  readonly bank: readonly string[]
  readonly book: readonly string[]
  readonly note: string
}

interface HandDecision {
  readonly bank: readonly BankLineRow[]
  readonly book: readonly BookLineRow[]
}

export const matchByHand = defineCommand({
  name: 'bank.match-by-hand',
  permission: 'bank.reconcile',
  load: async (context, input: HandInput): Promise<HandDecision> => {
    await lockAccounts(context.tx, context.district)
    const bank = await linesByIds(context.tx, context.district, input.bank)
    return { bank, book: await bookLinesByIds(context.tx, context.district, input.book) }
  },
  decide: ({ bank, book }, input): Outcome<HandDecision> => {
    const known = new Set([...bank.map((l) => l.line_id), ...book.map((l) => l.posting_id)])
    const missing = [...input.bank, ...input.book].find((id) => !known.has(id))
    if (missing) return refuse('line_unknown', { line: missing })
    const checked = checkHandMatch(
      bank.map((l) => ({ on: l.booked_on, amountFen: fen(l.amount_fen), matchId: l.match_id })),
      book.map((l) => ({ on: l.business_date, amountFen: fen(l.amount_fen), matchId: l.match_id })),
      input.note,
    )
    return checked.ok ? ok({ bank, book }) : checked
  },
  save: async (context, { bank, book }, input) => {
    const agrees: Text[] = [
      {
        zh: `人工勾对：银行 ${bank.length} 笔、账上 ${book.length} 笔，金额一致`,
        en: `by hand: ${bank.length} of the bank, ${book.length} of the books, the same money`,
      },
    ]
    const match: NewMatch = {
      matchId: context.newId('bankMatch'),
      rule: 'hand',
      confidence: 'hand',
      explanation: { agrees, differs: [], note: input.note.trim() },
      lines: [...bank.map(ofBank), ...book.map(ofBook)],
    }
    await insertMatches(context.tx, context.district, [match], context.actor.personId, context.now)
    return { id: match.matchId }
  },
  sentence: (_, { bank, book }, input) => {
    const total = formatFen([...(bank.length > 0 ? bank : book)].reduce((all, l) => all + l.amount_fen, 0n))
    const note = input.note.trim() === '' ? { zh: '', en: '' } : { zh: `，说明：${input.note.trim()}`, en: `: ${input.note.trim()}` }
    return {
      zh: `人工勾对银行 ${bank.length} 笔与账上 ${book.length} 笔，${total} 元${note.zh}`,
      en: `Matched ${bank.length} bank lines with ${book.length} book lines by hand, ${total} yuan${note.en}`,
    }
  },
  subjects: (result, _, input) => [result.id, ...input.bank, ...input.book],
})

export const undoMatch = defineCommand({
  name: 'bank.undo-match',
  permission: 'bank.reconcile',
  load: async (context, input: { readonly matchId: string; readonly reason: string }) => {
    await lockAccounts(context.tx, context.district)
    return findMatch(context.tx, context.district, input.matchId)
  },
  decide: (match, input): Outcome<MatchRow> => {
    if (!match) return refuse('match_unknown', { match: input.matchId })
    return match.undone_at === null ? ok(match) : refuse('match_undone', { by: match.undone_by ?? '' })
  },
  save: async (context, match, input) => {
    await insertUndo(context.tx, context.district, match.match_id, input.reason.trim(), context.actor.personId, context.now)
    return { id: match.match_id }
  },
  sentence: (_, match, input) => ({
    zh: `取消银行勾对（银行 ${match.bank_ids.length} 笔、账上 ${match.posting_ids.length} 笔）：${input.reason.trim()}`,
    en: `Undid a bank match (${match.bank_ids.length} of the bank, ${match.posting_ids.length} of the books): ${input.reason.trim()}`,
  }),
  subjects: (result, match) => [result.id, ...match.bank_ids, ...match.posting_ids],
})

interface ItemDecision {
  readonly line: BankLineRow
  readonly kind: BankItemKey
  readonly amountFen: Fen
}

/** An unmatched line of the bank is given its name; it stays open until the books have it. */
export const explainLine = defineCommand({
  name: 'bank.explain-line',
  permission: 'bank.reconcile',
  load: async (context, input: { readonly lineId: string; readonly kind: string; readonly note: string }) => {
    await lockAccounts(context.tx, context.district)
    return (await linesByIds(context.tx, context.district, [input.lineId]))[0]
  },
  decide: (line, input): Outcome<ItemDecision> => {
    if (!line) return refuse('line_unknown', { line: input.lineId })
    const amountFen = fen(line.amount_fen)
    if (line.match_id !== null) return refuse('line_matched', { on: line.booked_on, amount: formatFen(amountFen) })
    const kind = checkItem(input.kind, amountFen)
    return kind.ok ? ok({ line, kind: kind.value, amountFen }) : kind
  },
  save: async (context, { line, kind }, input) => {
    await insertItem(
      context.tx,
      context.district,
      { lineId: line.line_id, kind, note: input.note.trim() },
      context.actor.personId,
      context.now,
    )
    return { id: line.line_id }
  },
  sentence: (_, { line, kind, amountFen }, input) => ({
    zh: `说明未达账项 ${line.booked_on} ${formatFen(amountFen)} 元：${bankItemKinds[kind].label.zh}${input.note.trim() === '' ? '' : `，${input.note.trim()}`}`,
    en: `Explained the line of ${line.booked_on}, ${formatFen(amountFen)} yuan: ${bankItemKinds[kind].label.en}`,
  }),
  subjects: (result) => [result.id],
})
