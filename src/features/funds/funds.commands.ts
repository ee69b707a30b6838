/** Registering fund documents and recording the money that arrives. */
import { type CivilDate, civilDate } from '#kernel/civil-date.ts'
import { groupBy } from '#kernel/collect.ts'
import { fen, formatFen, sum } from '#kernel/money.ts'
import { type Finding, ok, type Outcome } from '#kernel/outcome.ts'
import { atStage, byBook, nameAccount, type PostingDraft } from '#features/ledger/ledger.model.ts'
import { lockBooks, post } from '#features/ledger/ledger.store.ts'
import { refuseImport } from '#features/imports/import-refusals.ts'
import { type Corrections, readKeptFile, type Reading } from '#features/imports/imports.store.ts'
import { listDivisions } from '#features/people/people.store.ts'
import { type CommandContext, defineCommand } from '#platform/command.ts'
import type { Executor } from '#platform/db/tables.ts'
import { hashOf } from '#platform/hash.ts'
import { fundLevels } from '#policy/fund-catalogue.ts'
import { checkDrafts, warnDrafts } from './draft-checks.model.ts'
import { levelKey } from './fund-words.model.ts'
import { draftLots, type FundDefaults, type LotDraft } from './funds.model.ts'
import { checkReceipt, type ReceiptLine, receiptMoves } from './receipts.model.ts'
import { insertDocuments, insertLots, lockExpected, type NewDocument, type NewLot, registeredDocNos } from './funds.store.ts'

export interface FundImportInput {
  readonly fileId: string
  readonly corrections: Corrections
  readonly defaults: FundDefaults
}

export interface FundPreview {
  readonly reading: Reading
  readonly drafts: readonly LotDraft[]
  readonly errors: readonly Finding[]
  readonly warnings: readonly Finding[]
  readonly contentHash: string
}

/** The same reading for preview and confirm. */
export async function previewFunds(on: Executor, district: string, input: FundImportInput): Promise<FundPreview> {
  const level = input.defaults.level as keyof typeof fundLevels | undefined
  const reading = await readKeptFile(on, district, input.fileId, 'funds', input.corrections, {
    ...(input.defaults.fundName ? { fundName: input.defaults.fundName } : {}),
    ...(input.defaults.docNo ? { docNo: input.defaults.docNo } : {}),
    ...(level && fundLevels[level] ? { level: fundLevels[level].zh } : {}),
    ...(input.defaults.department ? { department: input.defaults.department } : {}),
    ...(input.defaults.year ? { year: input.defaults.year } : {}),
  })
  const drafts = draftLots(
    reading.rows,
    { ...input.defaults, level: levelKey(level ? fundLevels[level]?.zh : undefined) ?? level },
    reading.kept.title,
    await listDivisions(on, district),
  )
  const docNos = drafts.flatMap((d) => (d.docNo ? [d.docNo] : []))
  const errors = checkDrafts(drafts, await registeredDocNos(on, district, docNos))
  return { reading, drafts, errors, warnings: warnDrafts(drafts), contentHash: hashOf(drafts.filter((d) => !d.leftOut)) }
}

export const registerFunds = defineCommand({
  name: 'funds.register',
  permission: 'funds.import',
  load: async (context, input: FundImportInput & { readonly contentHash: string }) => {
    await lockBooks(context)
    return previewFunds(context.tx, context.district, input)
  },
  decide: (preview, input): Outcome<FundPreview & { lots: readonly LotDraft[] }> => {
    const errors = [...preview.reading.kept.errors, ...preview.errors]
    if (errors.length > 0) return refuseImport('import_has_errors', { count: errors.length }, errors)
    const lots = preview.drafts.filter((d) => !d.leftOut)
    if (lots.length === 0) return refuseImport('nothing_to_import')
    if (preview.contentHash !== input.contentHash) return refuseImport('content_changed')
    return ok({ ...preview, lots })
  },
  save: async (context, { lots, reading }) => {
    const { documents, rows } = numberLots(context, lots, reading)
    await insertDocuments(context.tx, context.district, documents, context.actor.personId, context.now)
    await insertLots(context.tx, context.district, rows, context.now)
    await post(context, announcements(context, documents, rows))
    return {
      documents: documents.length,
      lots: rows.length,
      amountFen: sum(rows.map((r) => fen(r.amountFen))),
      documentIds: documents.map((d) => d.docId),
    }
  },
  sentence: (result, { reading }) => ({
    zh: `从“${reading.kept.fileName}”登记资金文件 ${result.documents} 份、资金 ${result.lots} 笔，共 ${formatFen(result.amountFen)} 元`,
    en: `Registered ${result.documents} fund documents with ${result.lots} lots, ${formatFen(result.amountFen)} yuan, from "${reading.kept.fileName}"`,
  }),
  subjects: (result) => result.documentIds,
})

function numberLots(context: CommandContext, lots: readonly LotDraft[], reading: Reading) {
  const documents: NewDocument[] = []
  const rows: NewLot[] = []
  for (const [docNo, group] of groupBy(lots, (l) => l.docNo!)) {
    const docId = context.newId('fundDocument')
    const first = group[0]!
    documents.push({
      docId,
      docNo,
      title: reading.kept.title || first.fundName,
      level: first.level!,
      issuedOn: first.issuedOn,
      issuer: first.issuer,
      receivedOn: first.receivedOn,
      fileId: reading.fileId,
    })
    group.forEach((l, i) =>
      rows.push({
        lotId: context.newId('lot'),
        docId,
        line: i + 1,
        fundName: l.fundName,
        catalogueCode: l.catalogueCode,
        level: l.level!,
        department: l.department,
        poolClass: l.poolClass,
        book: l.book,
        year: l.year!,
        usableTo: l.usableTo!,
        amountFen: l.amountFen!,
        purpose: l.purpose,
        uses: l.uses,
        nature: l.nature,
        funcCode: l.funcCode,
        econCode: l.econCode,
        poolReason: l.poolReason,
        usableUntil: l.usableUntil,
        carriedFrom: l.carriedFrom,
        regions: l.regions,
        source: { fileId: reading.fileId, name: reading.kept.fileName, sheet: l.sheet, row: l.row },
      }),
    )
  }
  return { documents, rows }
}

function announcements(context: CommandContext, documents: readonly NewDocument[], lots: readonly NewLot[]): PostingDraft[] {
  const byDocument = groupBy(lots, (l) => l.docId)
  return documents.flatMap((d) =>
    byBook({
      kind: 'announcement',
      businessDate: context.today,
      basis: d.docNo,
      moves: byDocument.get(d.docId)!.map((l) => {
        const from = nameAccount(l.lotId, l.book, 'source')
        return { from, to: atStage(from, 'expected'), amountFen: fen(l.amountFen) }
      }),
    }),
  )
}

export interface ReceiptInput {
  readonly receivedOn: CivilDate
  readonly bankReference: string
  readonly lines: readonly ReceiptLine[]
}

export const recordReceipt = defineCommand({
  name: 'funds.receive',
  permission: 'funds.receive',
  load: async (context, input: ReceiptInput) => {
    await lockBooks(context)
    return lockExpected(
      context.tx,
      context.district,
      input.lines.map((l) => l.lotId),
    )
  },
  decide: (expected, input, { today }): Outcome<PostingDraft[]> => {
    const checked = checkReceipt(input, expected, today)
    if (!checked.ok) return checked
    return ok(
      byBook({
        kind: 'receipt',
        businessDate: civilDate(input.receivedOn),
        basis: input.bankReference,
        moves: input.lines.flatMap((line) => receiptMoves(line.amountFen, expected.get(line.lotId)!.accounts)),
      }),
    )
  },
  save: async (context, drafts) => {
    const posted = await post(context, drafts)
    return { postingId: posted[0]!.id, amountFen: sum(posted.map((p) => p.amountFen)), postingIds: posted.map((p) => p.id) }
  },
  sentence: (result, _, input) => ({
    zh: `登记到账 ${input.lines.length} 笔，共 ${formatFen(result.amountFen)} 元，银行回单 ${input.bankReference}`,
    en: `Recorded ${input.lines.length} receipts, ${formatFen(result.amountFen)} yuan, bank reference ${input.bankReference}`,
  }),
  subjects: (result, _, input) => [...result.postingIds, ...input.lines.map((l) => l.lotId)],
})
