/** The special account, its statements, matching, and the reconciliation table. */
import { z } from 'zod'
import { action, dateIn, fenIn, fenOut, finding, listOf, listQuery, nothing, text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'

const account = z.object({
  id: z.string(),
  bankName: z.string(),
  accountNo: z.string(),
  accountName: z.string(),
  purpose: z.string(),
  openedOn: z.string(),
  closedOn: z.string().nullable(),
  replaces: z.string().nullable(),
})

export const bankLine = z.object({
  id: z.string(),
  statementId: z.string(),
  /** Last digits of the special account it stands on. */
  accountTail: z.string(),
  /** There was ever more than one such account: then each line says whose it is. */
  ofSeveral: z.boolean(),
  on: z.string(),
  amountFen: fenOut,
  balanceFen: fenOut.nullable(),
  counterparty: z.string(),
  counterpartyAccountMasked: z.string(),
  reference: z.string(),
  summary: z.string(),
  /** Parts of a batch, when the bank lists them. */
  parts: z.number(),
  matchId: z.string().nullable(),
  /** What a person said an unmatched line is, and what follows. */
  item: z.object({ kind: z.string(), label: text, note: z.string(), hint: text }).nullable(),
})

export const bookLine = z.object({
  /** The posting. */
  id: z.string(),
  on: z.string(),
  amountFen: fenOut,
  book: z.string(),
  bookLabel: text,
  label: text,
  voucherNo: z.number(),
  basis: z.string(),
  parties: z.array(z.string()),
  funds: z.array(z.string()),
  documents: z.array(z.string()),
  orderNos: z.array(z.string()),
  matchId: z.string().nullable(),
})

const states = z.enum(['balanced', 'unbalanced', 'incomplete', 'no-statement'])

export const bankOverview = endpoint({
  method: 'GET',
  path: '/api/bank',
  access: 'bank.read',
  summary: { zh: '专户和各月对账情况', en: 'The special account and how its months stand' },
  query: z.object({ year: z.coerce.number().int().min(2000).max(2100).optional() }),
  response: z.object({
    accounts: z.array(
      account.extend({ balanceFen: fenOut.nullable(), through: z.string().nullable(), waiting: z.number(), actions: z.array(action) }),
    ),
    year: z.number(),
    years: z.array(z.number()),
    months: z.array(
      z.object({
        month: z.string(),
        state: states,
        stateLabel: text,
        bookFen: fenOut,
        bankFen: fenOut,
        differenceFen: fenOut,
        bankOnly: z.number(),
        bookOnly: z.number(),
        unexplained: z.number(),
      }),
    ),
    statements: z.array(
      z.object({
        id: z.string(),
        accountId: z.string(),
        from: z.string(),
        to: z.string(),
        openingFen: fenOut,
        inFen: fenOut,
        outFen: fenOut,
        closingFen: fenOut,
        newLines: z.number(),
        knownLines: z.number(),
        format: z.string(),
        fileName: z.string(),
        importedBy: z.string(),
        importedAt: z.string(),
      }),
    ),
    waiting: z.object({ bank: z.number(), stale: z.number(), staleDays: z.number() }),
    actions: z.array(action),
  }),
})

export const registerAccount = endpoint({
  method: 'POST',
  path: '/api/bank/accounts',
  access: 'bank.reconcile',
  summary: { zh: '登记专户', en: 'Register the special account' },
  body: z.object({
    bankName: z.string().trim().min(2).max(80),
    accountNo: z.string().trim().min(1).max(40),
    accountName: z.string().trim().min(2).max(80),
    openedOn: dateIn,
    document: z.string().trim().max(120).default(''),
    /** The open account that it takes over from, when the bank is changed. */
    replaces: z.string().optional(),
  }),
  response: z.object({ id: z.string() }),
})

export const closeAccount = endpoint({
  method: 'POST',
  path: '/api/bank/accounts/:id/close',
  access: 'bank.reconcile',
  summary: { zh: '登记专户销户', en: 'Record that the special account was closed' },
  params: z.object({ id: z.string() }),
  body: z.object({ closedOn: dateIn, document: z.string().trim().min(1).max(120) }),
  response: z.object({ id: z.string() }),
})

const statementPreview = z.object({
  fileId: z.string(),
  fileName: z.string(),
  format: z.string(),
  statedAccount: z.string().nullable(),
  accountId: z.string(),
  accounts: z.array(account),
  from: z.string().nullable(),
  to: z.string().nullable(),
  openingFen: fenOut.nullable(),
  closingFen: fenOut.nullable(),
  inFen: fenOut,
  outFen: fenOut,
  newLines: z.number(),
  knownLines: z.number(),
  lines: z.array(
    z.object({
      sheet: z.string(),
      row: z.number(),
      on: z.string(),
      amountFen: fenOut,
      balanceFen: fenOut.nullable(),
      counterparty: z.string(),
      reference: z.string(),
      summary: z.string(),
      parts: z.number(),
      known: z.boolean(),
    }),
  ),
  errors: z.array(finding),
  warnings: z.array(finding),
  contentHash: z.string(),
})

const given = z.object({
  from: dateIn.optional(),
  to: dateIn.optional(),
  openingFen: fenIn.optional(),
  closingFen: fenIn.optional(),
})

export const previewStatement = endpoint({
  method: 'POST',
  path: '/api/bank/statements/preview',
  access: 'bank.reconcile',
  summary: { zh: '预览银行对账单', en: 'Preview a bank statement' },
  upload: true,
  response: statementPreview,
})

export const previewStatementAgain = endpoint({
  method: 'POST',
  path: '/api/bank/statements/preview-again',
  access: 'bank.reconcile',
  summary: { zh: '补填后再预览', en: 'Preview again with what was added' },
  body: z.object({ fileId: z.string(), accountId: z.string().optional(), given }),
  response: statementPreview,
})

export const confirmStatement = endpoint({
  method: 'POST',
  path: '/api/bank/statements/confirm',
  access: 'bank.reconcile',
  summary: { zh: '确认导入对账单', en: 'Confirm and import the statement' },
  body: z.object({ fileId: z.string(), accountId: z.string().optional(), given, contentHash: z.string() }),
  response: z.object({ id: z.string(), lines: z.number(), known: z.number(), inFen: fenOut, outFen: fenOut }),
})

const lineFilter = listQuery.extend({
  account: z.string().optional(),
  statement: z.string().optional(),
  state: z.enum(['open', 'matched']).optional(),
})

export const listBankLines = endpoint({
  method: 'GET',
  path: '/api/bank/lines',
  access: 'bank.read',
  summary: { zh: '银行流水', en: 'Lines of the bank' },
  query: lineFilter,
  response: listOf(bankLine).extend({
    sum: z.object({ inFen: fenOut, outFen: fenOut }),
    accounts: z.array(z.object({ id: z.string(), bankName: z.string(), accountTail: z.string() })),
  }),
})

export const exportBankLines = endpoint({
  method: 'GET',
  path: '/api/bank/lines/export.xlsx',
  access: 'bank.read',
  summary: { zh: '导出银行流水', en: 'Export the lines of the bank' },
  query: lineFilter,
})

export const showMatching = endpoint({
  method: 'GET',
  path: '/api/bank/matching',
  access: 'bank.read',
  summary: { zh: '勾对', en: 'Matching' },
  response: z.object({
    proposals: z.array(
      z.object({
        key: z.string(),
        rule: z.string(),
        ruleLabel: text,
        confidence: z.enum(['certain', 'likely']),
        bank: z.array(bankLine),
        book: z.array(bookLine),
        agrees: z.array(text),
        differs: z.array(text),
      }),
    ),
    /** Lines that no rule matched, each with the reason. */
    bank: z.array(bankLine.extend({ why: text, nearest: z.string().nullable() })),
    book: z.array(bookLine.extend({ why: text, nearest: z.string().nullable() })),
    counts: z.object({ certain: z.number(), likely: z.number(), bank: z.number(), book: z.number() }),
    itemKinds: z.array(z.object({ kind: z.string(), label: text, side: z.enum(['in', 'out', 'both']), hint: text })),
    actions: z.array(action),
  }),
})

export const listMatches = endpoint({
  method: 'GET',
  path: '/api/bank/matches',
  access: 'bank.read',
  summary: { zh: '已勾对', en: 'Matches' },
  query: z.object({ month: z.string().optional(), undone: z.enum(['yes', 'no']).default('no') }),
  response: listOf(
    z.object({
      id: z.string(),
      rule: z.string(),
      ruleLabel: text,
      confidence: z.enum(['certain', 'likely', 'hand']),
      bank: z.array(bankLine),
      book: z.array(bookLine),
      agrees: z.array(text),
      differs: z.array(text),
      note: z.string(),
      by: z.string(),
      at: z.string(),
      undone: z.object({ by: z.string(), at: z.string(), reason: z.string() }).nullable(),
    }),
  ),
})

export const confirmMatches = endpoint({
  method: 'POST',
  path: '/api/bank/matches/confirm',
  access: 'bank.reconcile',
  summary: { zh: '确认勾对', en: 'Confirm matches' },
  body: z.object({ keys: z.array(z.string().max(4000)).min(1).max(20_000) }),
  response: z.object({ matches: z.number() }),
})

export const matchByHand = endpoint({
  method: 'POST',
  path: '/api/bank/matches',
  access: 'bank.reconcile',
  summary: { zh: '人工勾对', en: 'Match by hand' },
  body: z.object({
    bank: z.array(z.string()).max(200),
    book: z.array(z.string()).max(200),
    note: z.string().max(300).default(''),
  }),
  response: z.object({ id: z.string() }),
})

export const undoMatch = endpoint({
  method: 'POST',
  path: '/api/bank/matches/:id/undo',
  access: 'bank.reconcile',
  summary: { zh: '取消勾对', en: 'Undo a match' },
  params: z.object({ id: z.string() }),
  body: z.object({ reason: z.string().trim().min(2).max(300) }),
  response: nothing,
})

export const explainLine = endpoint({
  method: 'POST',
  path: '/api/bank/lines/:id/item',
  access: 'bank.reconcile',
  summary: { zh: '说明未达账项', en: 'Say what an unmatched line is' },
  params: z.object({ id: z.string() }),
  body: z.object({ kind: z.string(), note: z.string().max(300).default('') }),
  response: nothing,
})

const reconciliationQuery = z.object({ month: z.string().optional() })

export const showReconciliation = endpoint({
  method: 'GET',
  path: '/api/bank/reconciliation',
  access: 'bank.read',
  summary: { zh: '银行存款余额调节表', en: 'Bank reconciliation' },
  query: reconciliationQuery,
  response: z.object({
    month: z.string(),
    on: z.string(),
    state: states,
    stateLabel: text,
    accounts: z.array(account.extend({ balanceFen: fenOut, complete: z.boolean() })),
    books: z.array(z.object({ book: z.string(), label: text, balanceFen: fenOut })),
    bookFen: fenOut,
    bankFen: fenOut,
    bankInFen: fenOut,
    bankOutFen: fenOut,
    bookInFen: fenOut,
    bookOutFen: fenOut,
    adjustedBookFen: fenOut,
    adjustedBankFen: fenOut,
    differenceFen: fenOut,
    verdict: text,
    bank: z.array(bankLine.extend({ age: z.number() })),
    book: z.array(bookLine.extend({ age: z.number() })),
    unexplained: z.number(),
    notes: z.array(text),
  }),
})

export const exportReconciliation = endpoint({
  method: 'GET',
  path: '/api/bank/reconciliation/export.xlsx',
  access: 'bank.read',
  summary: { zh: '导出余额调节表', en: 'Export the reconciliation' },
  query: reconciliationQuery,
})

export const printReconciliation = endpoint({
  method: 'GET',
  path: '/api/bank/reconciliation/print.pdf',
  access: 'bank.read',
  summary: { zh: '打印余额调节表', en: 'Print the reconciliation' },
  query: reconciliationQuery,
})
