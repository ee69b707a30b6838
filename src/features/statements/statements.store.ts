/** Reads one statement: the sums or lines that it needs, turned into its table. */
import { groupBy } from '#kernel/collect.ts'
import type { Executor } from '#platform/db/tables.ts'
import { books } from '#policy/books.ts'
import { closingIn, closingTurnover } from './closing.model.ts'
import { addedUp, incomeFigures, type Slice } from './divided.model.ts'
import { dividedExecution, dividedIncome } from './divided.store.ts'
import { entryPage } from './entry-lines.store.ts'
import { detailTable, generalTable, journalTable } from './ledger-tables.model.ts'
import type { StatementQuery } from './statement-query.model.ts'
import { bankProof, executionTable, incomeByTable, incomeTable, sheetTable, trialTable } from './statement-tables.model.ts'
import { generalLedger } from './statements.model.ts'
import { type ClosingTurnover, NO_SUM, stageBalances, subjectSums, type Turnover } from './sums.model.ts'
import type { StatementTable } from './table.model.ts'
import { closingRows, isWhole, scopeOf, sumTurnover, turnoverBy, type View, viewOf } from './turnover.store.ts'

const lookAt = (on: Executor, district: string, q: StatementQuery): Promise<View> => viewOf(on, district, scopeOf(q), q.moment.knownAt)

/** The sums of titles that a statement stands on; `turnover` also tells where the money lies. */
export async function sumsOf(on: Executor, district: string, q: StatementQuery) {
  const view = await lookAt(on, district, q)
  const turnover = await sumTurnover(on, district, q.span, view)
  const closing = await closingRows(on, district, view, q.span.to)
  return { view, turnover, closing, sums: subjectSums(turnover, closingTurnover(closing, q.span), q.books) }
}

export async function statementTable(on: Executor, district: string, q: StatementQuery, slice: Slice): Promise<StatementTable> {
  switch (q.name) {
    case 'journal': {
      const page = await entryPage(on, district, { ...(await lookAt(on, district, q)), ...q }, slice)
      return journalTable(q, page.lines, page.total)
    }
    case 'detail':
      return detailOf(on, district, q, slice)
    case 'general':
      return generalOf(on, district, q)
    case 'income':
      if (q.by && q.by !== 'book') return incomeByTable(q, await dividedIncome(on, district, q, q.by, slice))
      return incomeOf(on, district, q)
    case 'execution':
      return executionTable(q, await dividedExecution(on, district, q, slice))
    default: {
      const { turnover, sums } = await sumsOf(on, district, q)
      const table = q.name === 'trial' ? trialTable(q, sums) : sheetTable(q, sums)
      const whole = isWhole(scopeOf(q))
      return whole ? { ...table, proofs: [...table.proofs, bankProof(sums, stageBalances(turnover, q.books))] } : table
    }
  }
}

async function incomeOf(on: Executor, district: string, q: StatementQuery): Promise<StatementTable> {
  const turnover = await sumTurnover(on, district, q.span, await lookAt(on, district, q))
  if (q.by !== 'book') return incomeTable(q, subjectSums(turnover, [], q.books))
  const groups = q.books
    .map((book) => ({ key: book, label: books[book].label, of: incomeFigures(turnover, [book]) }))
    .filter((g) => g.of.size > 0)
  return incomeByTable(q, { groups, total: addedUp(groups.map((g) => g.of)), count: null })
}

async function detailOf(on: Executor, district: string, q: StatementQuery, slice: Slice): Promise<StatementTable> {
  const { view, turnover, closing, sums } = await sumsOf(on, district, q)
  const own = sums.get(q.subject!) ?? NO_SUM
  const page = await entryPage(on, district, { ...view, ...q, ledger: undefined }, slice, { turnover, closing })
  return detailTable(q, {
    lines: page.lines,
    total: page.total,
    beforeFen: own.opening + page.beforeFen,
    first: slice.offset === 0,
    last: slice.offset + slice.limit >= page.total,
    sums: own,
  })
}

async function generalOf(on: Executor, district: string, q: StatementQuery): Promise<StatementTable> {
  const { view, closing, sums } = await sumsOf(on, district, q)
  const moved = groupBy(await turnoverBy(on, district, 'month', q.span, view), (t) => t.day)
  const closed = groupBy(closingIn(closing, q.span), (c) => c.day.slice(0, 7))
  const months = [...new Set([...moved.keys(), ...closed.keys()])].sort()
  const bucket = (amount: bigint) => ({ before: 0n, period: amount, year: amount })
  const perMonth = months.map((month) => ({
    month,
    sums: subjectSums(
      (moved.get(month) ?? []).map((t): Turnover => ({ ...t, ...bucket(t.amountFen) })),
      (closed.get(month) ?? []).map((c): ClosingTurnover => ({ ...c, debit: bucket(c.debitFen), credit: bucket(c.creditFen) })),
      q.books,
    ),
  }))
  return generalTable(
    q,
    (['cash', 'quota'] as const)
      .filter((ledger) => !q.ledger || q.ledger === ledger)
      .flatMap((ledger) => generalLedger(perMonth, sums, ledger))
      .filter((account) => !q.subject || account.subject === q.subject),
  )
}
