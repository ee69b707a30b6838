/** Closing and reopening months, closing and reopening years. The gate of the bank stands here, because the bank knows the books and not they it. */
import { lastDayOfYear } from '#kernel/civil-date.ts'
import { sum } from '#kernel/money.ts'
import { ok, type Outcome } from '#kernel/outcome.ts'
import { lockAccounts } from '#features/bank/bank.store.ts'
import { reconciliationOf } from '#features/bank/reconciliation.store.ts'
import { monthText, type PostingDraft, reversed } from '#features/ledger/ledger.model.ts'
import { loadMoves, lockBooks, post } from '#features/ledger/ledger.store.ts'
import { type CommandContext, defineCommand } from '#platform/command.ts'
import type { Executor } from '#platform/db/tables.ts'
import { type BookKey, books } from '#policy/books.ts'
import {
  decideClose,
  decideReopen,
  monthToClose,
  parseMonth,
  type PeriodState,
  refuse,
  type YearClosing,
  yearClosing,
} from './periods.model.ts'
import {
  bankTouched,
  closingEvidence,
  insertCloseLines,
  insertPeriodEvent,
  lockPeriodState,
  setClosedThrough,
  yearClosingPosting,
  yearTurnover,
} from './periods.store.ts'

const bookOf = (text: string): BookKey | null => (Object.hasOwn(books, text) ? (text as BookKey) : null)

/** What a closing of the month would look at; the page shows it before anybody presses the button. */
export async function closingFacts(on: Executor, district: string, state: PeriodState, month: number) {
  const year = Math.floor(month / 100)
  const december = month % 100 === 12 ? await yearTurnover(on, district, state.book, year) : []
  // A closing that something was posted after is no closing: it has to be taken back and done again.
  const toClose = sum(yearClosing(state.book, year, december).moves.map((m) => m.amountFen))
  const yearOpen = toClose !== (state.closedYears.find((y) => y.year === year)?.amountFen ?? (december.length > 0 ? 0n : toClose))
  return { reconciliation: await reconciliationOf(on, district, month), bankTouched: await bankTouched(on, district, month), yearOpen }
}

interface MonthInput {
  readonly book: string
  /** 2017-03 */
  readonly month: string
}

async function loadMonth(context: CommandContext, input: MonthInput) {
  await lockBooks(context)
  const [book, month] = [bookOf(input.book), parseMonth(input.month)]
  const state = book && (await lockPeriodState(context.tx, context.district, book))
  return { book, month, state }
}

export const closeMonth = defineCommand({
  name: 'periods.close',
  permission: 'ledger.close',
  load: async (context, input: MonthInput) => {
    const { month, state } = await loadMonth(context, input)
    if (!state || !month) return { month, state, facts: null, evidence: null }
    // Whoever matches meanwhile waits: else one side of the reconciliation would be read before and the other after.
    await lockAccounts(context.tx, context.district)
    const facts = await closingFacts(context.tx, context.district, state, month)
    return { month, state, facts, evidence: await closingEvidence(context.tx, context.district, state.book) }
  },
  decide: ({ month, state, facts, evidence }, input, { today }): Outcome<{ state: PeriodState; month: number; evidence: unknown }> => {
    if (!state) return refuse('book_unknown', { book: input.book })
    if (!month || !facts) return refuse('month_invalid', { month: input.month })
    const decided = decideClose(state, month, { today, ...facts })
    return decided.ok ? ok({ state, month, evidence: { ...evidence, reconciliation: facts.reconciliation } }) : decided
  },
  save: async (context, { state, month, evidence }) => {
    const { tx, district, actor, now } = context
    const reason = '月末结账'
    await insertPeriodEvent(tx, district, { book: state.book, month, action: 'close', reason, evidence, by: actor.personId, now })
    await setClosedThrough(tx, district, state.book, month)
    return { book: state.book, closedThrough: monthText(month) }
  },
  sentence: (_, { state, month }) => ({
    zh: `${books[state.book].label.zh} ${monthText(month)} 结账`,
    en: `Closed ${monthText(month)} in the ${books[state.book].label.en.toLowerCase()}`,
  }),
  subjects: (_, { state, month }) => [`${state.book}/${monthText(month)}`],
})

export const reopenMonth = defineCommand({
  name: 'periods.reopen',
  permission: 'ledger.reopen',
  load: (context, input: MonthInput & { readonly reason: string }) => loadMonth(context, input),
  decide: ({ month, state }, input, { actor }): Outcome<{ state: PeriodState; month: number; closedThrough: number }> => {
    if (!state) return refuse('book_unknown', { book: input.book })
    if (!month) return refuse('month_invalid', { month: input.month })
    const decided = decideReopen(state, month, input.reason, actor.personId)
    return decided.ok ? ok({ state, month, ...decided.value }) : decided
  },
  save: async (context, { state, month, closedThrough }, input) => {
    const { tx, district, actor, now } = context
    const evidence = await closingEvidence(tx, district, state.book)
    await insertPeriodEvent(tx, district, {
      book: state.book,
      month,
      action: 'reopen',
      reason: input.reason,
      evidence,
      by: actor.personId,
      now,
    })
    await setClosedThrough(tx, district, state.book, closedThrough)
    return { book: state.book, closedThrough: closedThrough > 0 ? monthText(closedThrough) : null }
  },
  sentence: (_, { state, month }, input) => ({
    zh: `${books[state.book].label.zh} ${monthText(month)} 反结账：${input.reason}`,
    en: `Reopened ${monthText(month)} in the ${books[state.book].label.en.toLowerCase()}: ${input.reason}`,
  }),
  subjects: (_, { state, month }) => [`${state.book}/${monthText(month)}`],
})

interface YearInput {
  readonly book: string
  readonly year: number
}

export const closeYear = defineCommand({
  name: 'periods.close-year',
  permission: 'ledger.close',
  load: async (context, input: YearInput) => {
    await lockBooks(context)
    const book = bookOf(input.book)
    if (!book) return { state: null, turnover: [] }
    const state = await lockPeriodState(context.tx, context.district, book)
    return { state, turnover: await yearTurnover(context.tx, context.district, book, input.year) }
  },
  decide: ({ state, turnover }, input, { today }): Outcome<{ state: PeriodState; closing: YearClosing; draft: PostingDraft }> => {
    if (!state) return refuse('book_unknown', { book: input.book })
    const names = { book: books[state.book].label.zh, bookEn: books[state.book].label.en, year: input.year }
    if (state.closedYears.some((y) => y.year === input.year)) return refuse('year_closed', names)
    const day = lastDayOfYear(input.year)
    if (day >= today) return refuse('month_not_over', { month: monthText(input.year * 100 + 12) })
    const next = monthToClose(state) ?? 0
    if (next < input.year * 100 + 12) return refuse('year_months_open', { ...names, next: monthText(next) })
    const closing = yearClosing(state.book, input.year, turnover)
    if (closing.moves.length === 0) return refuse('year_empty', names)
    const draft: PostingDraft = { kind: 'year-close', businessDate: day, basis: `${input.year}年年终结账`, moves: closing.moves }
    return ok({ state, closing, draft })
  },
  save: async (context, { state, closing, draft }, input) => {
    const { tx, district, actor, now } = context
    const [posted] = await post(context, [draft])
    await insertCloseLines(tx, district, posted!.id, closing.lines)
    const evidence = { postingId: posted!.id, ...(await closingEvidence(tx, district, state.book)) }
    const month = input.year * 100 + 12
    await insertPeriodEvent(tx, district, {
      book: state.book,
      month,
      action: 'year-close',
      reason: draft.basis,
      evidence,
      by: actor.personId,
      now,
    })
    return { postingId: posted!.id, lines: closing.lines.length }
  },
  sentence: (result, { state }, input) => ({
    zh: `${books[state.book].label.zh} ${input.year} 年年终结账，结转分录 ${result.lines} 行`,
    en: `Closed the year ${input.year} in the ${books[state.book].label.en.toLowerCase()}, ${result.lines} lines`,
  }),
  subjects: (result, { state }, input) => [result.postingId, `${state.book}/${input.year}`],
})

/** Turns the closing of a year round; December must be open for it. */
export const reopenYear = defineCommand({
  name: 'periods.reopen-year',
  permission: 'ledger.close',
  load: async (context, input: YearInput & { readonly reason: string }) => {
    await lockBooks(context)
    const book = bookOf(input.book)
    const postingId = book && (await yearClosingPosting(context.tx, context.district, book, input.year))
    return { book, original: postingId ? await loadMoves(context.tx, context.district, postingId) : null }
  },
  decide: ({ book, original }, input): Outcome<{ book: BookKey; draft: PostingDraft }> => {
    if (!book) return refuse('book_unknown', { book: input.book })
    if (input.reason.trim() === '') return refuse('reason_missing')
    if (!original) return refuse('nothing_closed', { book: books[book].label.zh, bookEn: books[book].label.en })
    return ok({
      book,
      draft: {
        kind: 'reversal',
        businessDate: lastDayOfYear(input.year),
        basis: `撤销${input.year}年年终结账`,
        reason: input.reason,
        reverses: original.reverses,
        moves: reversed(original.moves),
      },
    })
  },
  save: async (context, { book, draft }, input) => {
    const { tx, district, actor, now } = context
    const [posted] = await post(context, [draft])
    const [month, reason] = [input.year * 100 + 12, input.reason]
    await insertPeriodEvent(tx, district, {
      book,
      month,
      action: 'year-reopen',
      reason,
      evidence: { postingId: posted!.id },
      by: actor.personId,
      now,
    })
    return { postingId: posted!.id }
  },
  sentence: (_, { book }, input) => ({
    zh: `撤销${books[book].label.zh} ${input.year} 年年终结账：${input.reason}`,
    en: `Took back the closing of ${input.year} in the ${books[book].label.en.toLowerCase()}: ${input.reason}`,
  }),
  subjects: (result, { book }, input) => [result.postingId, `${book}/${input.year}`],
})
