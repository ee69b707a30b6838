/** Registering the special account and importing its statements: preview, then confirm what was seen. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { formatFen } from '#kernel/money.ts'
import { must, ok, type Outcome } from '#kernel/outcome.ts'
import { defineCommand } from '#platform/command.ts'
import type { Executor } from '#platform/db/tables.ts'
import { loadContent, refuse as refuseFile } from '#platform/files.ts'
import { hashOf } from '#platform/hash.ts'
import { readWorkbook } from '#platform/sheets/workbook.ts'
import { looksLikeXml, readXml } from '#platform/xml.ts'
import {
  type AccountInput,
  checkAccount,
  checkClosing,
  type ClosingFacts,
  type ClosingInput,
  type KnownAccount,
  refuse,
} from './bank.model.ts'
import {
  type AccountRow,
  insertAccount,
  insertAccountEnd,
  insertStatement,
  knownLines,
  knownStatementOf,
  lastLineOn,
  listAccounts,
  listStatements,
  lockAccounts,
} from './bank.store.ts'
import { readCamt } from './camt.model.ts'
import { balanceOn } from './reconciliation.model.ts'
import { loadBankState } from './reconciliation.store.ts'
import { readStatementTable } from './statement-table.model.ts'
import { type CheckedStatement, checkStatement, sameAccount, type StatementGiven, type StatementReading } from './statement.model.ts'

const PURPOSE = '财政统筹整合资金专户'

export const registerAccount = defineCommand({
  name: 'bank.register-account',
  permission: 'bank.reconcile',
  load: (context, _input: AccountInput) => lockAccounts(context.tx, context.district),
  decide: (accounts, input, { today }): Outcome<AccountInput> => {
    const checked = checkAccount(input, accounts.map(knownAccountOf), today)
    return checked.ok ? ok(input) : checked
  },
  save: async (context, input) => {
    const accountId = context.newId('bankAccount') as string
    const account = { ...input, accountId, purpose: PURPOSE, replaces: input.replaces ?? null }
    await insertAccount(context.tx, context.district, account, context.actor.personId, context.now)
    return { id: accountId }
  },
  sentence: (_, input) => ({
    zh: `登记专户：${input.bankName} ${input.accountNo} ${input.accountName}`,
    en: `Registered the special account ${input.accountNo} at ${input.bankName}`,
  }),
  subjects: (result, input) => (input.replaces ? [result.id, input.replaces] : [result.id]),
})

const knownAccountOf = (a: AccountRow): KnownAccount => ({
  id: a.account_id,
  bankName: a.bank_name,
  accountNo: a.account_no,
  openedOn: a.opened_on,
  closedOn: a.closed_on,
})

/** The bank was changed and the money has moved over: no statement is awaited of the old account any more. */
export const closeAccount = defineCommand({
  name: 'bank.close-account',
  permission: 'bank.reconcile',
  load: async (context, input: ClosingInput & { readonly accountId: string }): Promise<ClosingFacts | null> => {
    const { tx, district } = context
    await lockAccounts(tx, district)
    const { accounts, withStatements } = await loadBankState(tx, district)
    const place = accounts.findIndex((a) => a.account_id === input.accountId)
    if (place === -1) return null
    const account = knownAccountOf(accounts[place]!)
    return { account, lastLineOn: await lastLineOn(tx, district, account.id), balance: balanceOn(withStatements[place]!, input.closedOn) }
  },
  decide: (facts, input, { today }): Outcome<KnownAccount> => {
    if (!facts) return refuse('account_unknown', { account: input.accountId })
    const checked = checkClosing(facts, input, today)
    return checked.ok ? ok(facts.account) : checked
  },
  save: async (context, _, input) => {
    await insertAccountEnd(context.tx, context.district, input, context.actor.personId, context.now)
    return { id: input.accountId }
  },
  sentence: (_, account, input) => ({
    zh: `登记专户 ${account.accountNo} 于 ${input.closedOn} 销户，依据 ${input.document}`,
    en: `Recorded that the special account ${account.accountNo} was closed on ${input.closedOn}, basis ${input.document}`,
  }),
  subjects: (result) => [result.id],
})

export interface StatementInput {
  readonly fileId: string
  /** Absent: the account that the file names, else the one in use. */
  readonly accountId?: string | undefined
  readonly given: StatementGiven
}

export interface StatementPreview {
  readonly fileId: string
  readonly fileName: string
  readonly format: string
  readonly statedAccount: string | null
  readonly account: AccountRow
  readonly checked: CheckedStatement
  readonly contentHash: string
}

/** The same reading for preview and confirm. Throws Refused for a file that cannot be read at all. */
export async function previewStatement(on: Executor, district: string, today: CivilDate, input: StatementInput): Promise<StatementPreview> {
  const accounts = await listAccounts(on, district)
  if (accounts.length === 0) must(refuse('account_missing'))
  const file = await loadContent(on, district, input.fileId)
  if (!file) return must(refuseFile('file_unknown') as Outcome<StatementPreview>)
  const reading = await readFile(file.bytes, file.name, accounts)
  const account = accountFor(reading, accounts, input.accountId)
  const known = (await listStatements(on, district)).filter((s) => s.account_id === account.account_id).map(knownStatementOf)
  const days = [...reading.lines.map((l) => l.on), ...[reading.from, reading.to].flatMap((d) => d ?? [])].sort()
  const references = [...new Set(reading.lines.map((l) => l.reference).filter((r) => r !== ''))]
  const lines = days.length === 0 ? [] : await knownLines(on, district, account.account_id, days[0]!, days.at(-1)!, references)
  const facts = { account: knownAccountOf(account), statements: known, lines, today }
  const checked = checkStatement(reading, input.given, facts)
  const { from, to, openingFen, closingFen } = checked
  const content = [account.account_id, from, to, openingFen, closingFen, checked.lines.map((l) => l.key)]
  return {
    fileId: file.fileId,
    fileName: file.name,
    format: reading.format,
    statedAccount: reading.accountNo,
    account,
    checked,
    contentHash: hashOf(content),
  }
}

async function readFile(bytes: Uint8Array, name: string, accounts: readonly AccountRow[]): Promise<StatementReading> {
  if (looksLikeXml(bytes)) return readCamt(must(readXml(bytes, name)))
  return readStatementTable(must(await readWorkbook(bytes, name)), inUse(accounts).account_no)
}

/** The account that is open now; where one is about to replace another, the new one. */
const inUse = (accounts: readonly AccountRow[]): AccountRow => accounts.findLast((a) => a.closed_on === null) ?? accounts.at(-1)!

function accountFor(reading: StatementReading, accounts: readonly AccountRow[], accountId: string | undefined): AccountRow {
  if (accountId !== undefined) {
    const chosen = accounts.find((a) => a.account_id === accountId)
    return chosen ?? must(refuse('account_unknown', { account: accountId }) as Outcome<AccountRow>)
  }
  return accounts.find((a) => reading.accountNo !== null && sameAccount(reading.accountNo, a.account_no)) ?? inUse(accounts)
}

export const importStatement = defineCommand({
  name: 'bank.import-statement',
  permission: 'bank.reconcile',
  load: async (context, input: StatementInput & { readonly contentHash: string }) => {
    await lockAccounts(context.tx, context.district)
    return previewStatement(context.tx, context.district, context.today, input)
  },
  decide: (preview, input): Outcome<StatementPreview> => {
    const { checked } = preview
    // A file that brings nothing new says so first, for all its other findings follow from that.
    if (checked.nothingNew) return refuse('nothing_new', { count: checked.lines.length })
    if (checked.errors.length > 0) return refuse('statement_has_errors', { count: checked.errors.length }, checked.errors)
    return preview.contentHash === input.contentHash ? ok(preview) : refuse('content_changed')
  },
  save: async (context, preview) => {
    const { tx, district, actor, now } = context
    const { checked, account } = preview
    const statementId = context.newId('bankStatement') as string
    const fresh = checked.lines.flatMap((l, i) => (l.known ? [] : [{ ...l, place: i + 1 }]))
    // Sorted, so that ids stand in the order of the statement.
    const ids = fresh.map(() => context.newId('bankLine') as string).sort()
    const lines = fresh.map((l, i) => ({ ...l, lineId: ids[i]! }))
    const { fileId, fileName, format, contentHash } = preview
    const statement = { statementId, accountId: account.account_id, fileId, fileName, format, contentHash }
    await insertStatement(tx, district, statement, checked, lines, actor.personId, now)
    return {
      id: statementId,
      lines: lines.length,
      known: checked.lines.length - lines.length,
      inFen: checked.inFen,
      outFen: checked.outFen,
    }
  },
  sentence: (result, { checked, fileName, account }) => ({
    zh: `导入银行对账单“${fileName}”（${account.bank_name}，${checked.from} 至 ${checked.to}）：新增 ${result.lines} 行，期末余额 ${formatFen(checked.closingFen!)} 元`,
    en: `Imported the bank statement "${fileName}" (${checked.from} to ${checked.to}): ${result.lines} new lines, closing balance ${formatFen(checked.closingFen!)} yuan`,
  }),
  subjects: (result, { account }) => [result.id, account.account_id],
})
