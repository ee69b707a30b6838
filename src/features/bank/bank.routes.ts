/** The special account, its statements and matching, bound to their endpoints. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { must, ok, type Outcome } from '#kernel/outcome.ts'
import { mayDo, runCommand, type Actor } from '#platform/command.ts'
import type { Executor } from '#platform/db/tables.ts'
import { keepFile } from '#platform/files.ts'
import { attempt, bind, type Binding, sendSheet } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { bankItemKinds, bankMatching } from '#policy/bank-matching.ts'
import { closeAccount, importStatement, previewStatement, registerAccount, type StatementInput } from './bank.commands.ts'
import * as contract from './bank.contract.ts'
import { monthNumber } from './bank.model.ts'
import { listAccounts, listLines, linesByIds } from './bank.store.ts'
import { accountOut, bankLineOut, bookLineOut, ruleLabelOf, tailOf } from './bank-shapes.store.ts'
import { linesSheet } from './bank-lines-sheet.store.ts'
import { bookLinesByIds } from './book-lines.store.ts'
import { confirmMatches, explainLine, matchByHand, undoMatch } from './matching.commands.ts'
import { listMatches } from './matches.store.ts'
import { lastDayOf, loadMatching } from './reconciliation.store.ts'
import { whyUnmatched } from './unmatched.model.ts'

const reconcileAction = (actor: Actor, name: string, label: { zh: string; en: string }, possible = true, because = NOTHING_TO_DO) => {
  const may = mayDo(actor, 'bank.reconcile')
  return { name, label, allowed: may && possible, because: may ? (possible ? null : because) : FINANCE_DOES }
}
const FINANCE_DOES = { zh: '由财政局办理银行对账', en: 'The finance bureau reconciles the bank' }
const NOTHING_TO_DO = { zh: '现在没有可以办理的', en: 'There is nothing to do now' }

async function previewOut(on: Executor, district: string, today: CivilDate, input: StatementInput) {
  const preview = await previewStatement(on, district, today, input)
  const { checked } = preview
  const known = checked.lines.filter((l) => l.known).length
  return {
    fileId: preview.fileId,
    fileName: preview.fileName,
    format: preview.format,
    statedAccount: preview.statedAccount,
    accountId: preview.account.account_id,
    accounts: (await listAccounts(on, district)).map(accountOut),
    from: checked.from,
    to: checked.to,
    openingFen: checked.openingFen,
    closingFen: checked.closingFen,
    inFen: checked.inFen,
    outFen: checked.outFen,
    newLines: checked.lines.length - known,
    knownLines: known,
    lines: checked.lines.map((l) => ({
      sheet: l.sheet ?? '',
      row: l.row,
      on: l.on,
      amountFen: l.amountFen,
      balanceFen: l.balanceFen,
      counterparty: l.counterparty,
      reference: l.reference,
      summary: l.summary,
      parts: l.details.length,
      known: l.known,
    })),
    errors: [...checked.errors],
    warnings: [...checked.warnings],
    contentHash: preview.contentHash,
  }
}

function statementRoutes({ database, clock }: Services): Binding[] {
  return [
    bind(contract.registerAccount, ({ actor, body, key }) => runCommand(database, registerAccount, body, { actor, key, clock })),
    bind(contract.closeAccount, ({ actor, params, body, key }) =>
      runCommand(database, closeAccount, { ...body, accountId: params.id }, { actor, key, clock }),
    ),
    bind(contract.previewStatement, async ({ actor, file, key }) => {
      const kept = await runCommand(database, keepFile('bank.reconcile'), file!, { actor, key, clock })
      if (!kept.ok) return kept
      return attempt(() => previewOut(database.db, actor.district, clock.today(), { fileId: kept.value.fileId, given: {} }))
    }),
    bind(contract.previewStatementAgain, ({ actor, body }) => attempt(() => previewOut(database.db, actor.district, clock.today(), body))),
    bind(contract.confirmStatement, ({ actor, body, key }) => runCommand(database, importStatement, body, { actor, key, clock })),
    bind(contract.listBankLines, async ({ actor, query }) => {
      const { page, pageSize } = query
      const found = await listLines(database.db, actor.district, { ...query, limit: pageSize, offset: (page - 1) * pageSize })
      const accounts = await listAccounts(database.db, actor.district)
      return {
        rows: found.rows.map(bankLineOut),
        total: found.total,
        sum: { inFen: found.inFen, outFen: found.outFen },
        accounts: accounts.map((a) => ({ id: a.account_id, bankName: a.bank_name, accountTail: tailOf(a.account_no) })),
      }
    }),
    bind(contract.exportBankLines, async ({ actor, query, reply }) => {
      const found = await listLines(database.db, actor.district, { ...query, limit: 100_000, offset: 0 })
      return sendSheet(reply, '银行流水.xlsx', linesSheet(found.rows))
    }),
    bind(contract.explainLine, async ({ actor, params, body, key }) =>
      emptied(await runCommand(database, explainLine, { lineId: params.id, ...body }, { actor, key, clock })),
    ),
  ]
}

const emptied = (outcome: Outcome<unknown>) => (outcome.ok ? ok({}) : outcome)

const MOST_SHOWN = 500
const MOST_MATCHES = 300

async function matchingOut(on: Executor, actor: Actor) {
  const found = await loadMatching(on, actor.district)
  const bankOf = (id: string) => bankLineOut(found.bankRows.get(id)!)
  const bookOf = (id: string) => bookLineOut(found.bookRows.get(id)!)
  const why = whyUnmatched(found.bank, found.book, bankMatching)
  const certain = found.matches.filter((m) => m.confidence === 'certain').length
  const sorted = [...found.matches].sort((a, b) => Number(a.confidence === 'certain') - Number(b.confidence === 'certain'))
  return {
    proposals: sorted.map((m) => ({
      key: m.key,
      rule: m.rule,
      ruleLabel: ruleLabelOf(m.rule),
      confidence: m.confidence,
      bank: m.bank.map(bankOf),
      book: m.book.map(bookOf),
      agrees: [...m.agrees],
      differs: [...m.differs],
    })),
    bank: why.bank.slice(0, MOST_SHOWN).map((u) => ({ ...bankOf(u.id), why: u.why, nearest: u.nearest })),
    book: why.book.slice(0, MOST_SHOWN).map((u) => ({ ...bookOf(u.id), why: u.why, nearest: u.nearest })),
    counts: { certain, likely: found.matches.length - certain, bank: why.bank.length, book: why.book.length },
    itemKinds: Object.entries(bankItemKinds).map(([kind, k]) => ({ kind, label: k.label, side: k.side, hint: k.hint })),
    actions: [
      reconcileAction(
        actor,
        'confirm-certain',
        { zh: `确认有把握的 ${certain} 组`, en: `Confirm the ${certain} certain ones` },
        certain > 0,
      ),
      reconcileAction(actor, 'match', { zh: '人工勾对', en: 'Match by hand' }, why.bank.length + why.book.length > 1),
    ],
  }
}

async function matchesOut(on: Executor, district: string, query: { month?: string | undefined; undone: 'yes' | 'no' }) {
  const month = query.month === undefined ? null : must(monthNumber(query.month))
  const days = month === null ? {} : { from: `${lastDayOf(month).slice(0, 8)}01` as CivilDate, to: lastDayOf(month) }
  const found = await listMatches(on, district, { ...days, undone: query.undone === 'yes', limit: MOST_MATCHES })
  const bankRows = await linesByIds(
    on,
    district,
    found.rows.flatMap((m) => m.bank_ids),
  )
  const bookRows = await bookLinesByIds(
    on,
    district,
    found.rows.flatMap((m) => m.posting_ids),
  )
  const bank = new Map(bankRows.map((l) => [l.line_id, bankLineOut(l)]))
  const book = new Map(bookRows.map((l) => [l.posting_id, bookLineOut(l)]))
  return {
    total: found.total,
    rows: found.rows.map((m) => ({
      id: m.match_id,
      rule: m.rule,
      ruleLabel: ruleLabelOf(m.rule),
      confidence: m.confidence,
      bank: m.bank_ids.flatMap((id) => bank.get(id) ?? []),
      book: m.posting_ids.flatMap((id) => book.get(id) ?? []),
      agrees: [...m.explanation.agrees],
      differs: [...m.explanation.differs],
      note: m.explanation.note,
      by: m.matched_by,
      at: m.matched_at,
      undone: m.undone_at === null ? null : { by: m.undone_by ?? '', at: m.undone_at, reason: m.undo_reason ?? '' },
    })),
  }
}

function matchingRoutes({ database, clock }: Services): Binding[] {
  return [
    bind(contract.showMatching, ({ actor }) => matchingOut(database.db, actor)),
    bind(contract.listMatches, ({ actor, query }) => attempt(() => matchesOut(database.db, actor.district, query))),
    bind(contract.confirmMatches, ({ actor, body, key }) => runCommand(database, confirmMatches, body, { actor, key, clock })),
    bind(contract.matchByHand, ({ actor, body, key }) => runCommand(database, matchByHand, body, { actor, key, clock })),
    bind(contract.undoMatch, async ({ actor, params, body, key }) =>
      emptied(await runCommand(database, undoMatch, { matchId: params.id, reason: body.reason }, { actor, key, clock })),
    ),
  ]
}

export const bankRoutes = (services: Services): Binding[] => [...statementRoutes(services), ...matchingRoutes(services)]
