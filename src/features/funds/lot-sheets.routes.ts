/** The list as spreadsheets: each face out with its filters, the template for documents, and an edited list in again. */
import { type Fen, formatFen } from '#kernel/money.ts'
import { must, ok, type Outcome } from '#kernel/outcome.ts'
import { fourAmounts, type StageAmounts } from '#features/ledger/amounts.model.ts'
import { refuseImport } from '#features/imports/import-refusals.ts'
import { listDivisions } from '#features/people/people.store.ts'
import { type Actor, runCommand } from '#platform/command.ts'
import { keepFile, loadContent, refuse as refuseFile } from '#platform/files.ts'
import { hashOf } from '#platform/hash.ts'
import { attempt, bind, type Binding, type SheetOut } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { readWorkbook } from '#platform/sheets/workbook.ts'
import { writeWorkbook } from '#platform/sheets/writer.ts'
import { books } from '#policy/books.ts'
import { economicSubjects, functionalSubjects } from '#policy/budget-subjects.ts'
import { categories, type CategoryKey } from '#policy/categories.ts'
import { fundCatalogue, fundLevels } from '#policy/fund-catalogue.ts'
import {
  dutyColumns,
  listFaces,
  sourceColumns,
  templateColumns,
  templateRows,
  type TemplateChoices,
  useColumns,
} from '#policy/fund-lists.ts'
import { fundNatures, poolClasses } from '#policy/fund-terms.ts'
import { adjustFunds } from './adjust.commands.ts'
import * as adjust from './adjust.contract.ts'
import { type Adjustment, adjustmentFindings, changeOf, fieldNames, type LotNow } from './adjust.model.ts'
import { loadLotsNow } from './adjust.store.ts'
import * as contract from './funds.contract.ts'
import { AWAITED, sumOf } from './lot-clocks.model.ts'
import { departmentNames, findLots, listLots, type LotRow } from './lot-list.store.ts'
import { adjustmentOf, headerOf, type PrintedLot, readLines } from './lot-sheet.model.ts'
import { listUses, type UseRow } from './lot-uses.store.ts'
import { catalogueText, fieldText, natureText, poolClassText, textOfUses } from './lot-words.model.ts'

type Column = {
  readonly key: string
  readonly label: { readonly zh: string }
  readonly kind: SheetOut['columns'][number]['kind']
  readonly sheet: number
}
type Value = SheetOut['rows'][number][number]

const MOST_ROWS = 100_000
const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const moneyCells = (r: StageAmounts): Record<string, Value> => {
  const four = fourAmounts(r)
  return {
    ...four,
    received: r.announced - sumOf(r, AWAITED),
    expected: sumOf(r, AWAITED),
    promised: r.promised,
    available: r.available,
    reserved: r.reserved,
    committed: r.committed,
    onTheWay: r.ordered + r.returned,
    unpaid: four.allocated - four.paid,
  }
}

const sourceCells = (l: LotRow): Record<string, Value> => ({
  lotId: l.lot_id,
  fundName: l.fund_name,
  docNo: l.doc_no,
  level: fundLevels[l.level].zh,
  department: l.department,
  book: books[l.book].label.zh,
  fiscalYear: l.fiscal_year,
  nature: natureText(l.nature).zh,
  catalogue: catalogueText(l.catalogue_code).zh,
  poolClass: poolClassText(l.pool_class).zh,
  poolReason: l.pool_reason,
  uses: textOfUses(l.uses).zh,
  funcCode: l.func_code,
  econCode: l.econ_code,
  purpose: l.purpose,
  lapsesOn: l.lapses_on,
  carriedFrom: l.carried_from,
  issuedOn: l.issued_on,
  receivedOn: l.received_on,
  ...moneyCells(l),
})

const useCells = (u: UseRow): Record<string, Value> => ({
  project: u.project,
  projectCode: u.project_code,
  place: u.place,
  category: categories[u.category as CategoryKey].label.zh,
  responsibleUnit: u.responsible_unit,
  contract: [u.contract_no, u.contract].filter((part) => part !== null).join(' ') || null,
  contractor: u.contractor,
  signedOn: u.signed_on,
  fundName: u.fund_name,
  docNo: u.doc_no,
  level: fundLevels[u.level].zh,
  department: u.department,
  book: books[u.book].label.zh,
  fiscalYear: u.fiscal_year,
  lapsesOn: u.lapses_on,
  ...moneyCells(u),
})

/** Typed cells, a line of totals below, and the head frozen. */
function sheetOf(name: string, columns: readonly Column[], rows: readonly Record<string, Value>[]): SheetOut {
  const total = columns.map((column, i): Value => {
    if (i === 0) return '合计'
    return column.kind === 'money' ? rows.reduce((sum, row) => sum + BigInt(row[column.key] ?? 0), 0n) : null
  })
  return {
    name,
    columns: columns.map((column) => ({ header: headerOf(column), kind: column.kind, width: column.sheet })),
    rows: [...rows.map((row) => columns.map((column) => row[column.key] ?? null)), ...(rows.length > 0 ? [total] : [])],
  }
}

const labels = (table: Readonly<Record<string, { readonly label: { readonly zh: string } }>>): string[] =>
  Object.values(table).map((entry) => entry.label.zh)
const catalogueChoices = (): string[] => Object.keys(fundCatalogue).map((code) => catalogueText(code).zh)

const exportLots = ({ database, clock }: Services): Binding =>
  bind(contract.exportLots, async ({ actor, query, reply }) => {
    const { page: _page, pageSize: _size, face, group: _group, ...narrowed } = query
    const filter = { ...narrowed, today: clock.today(), limit: MOST_ROWS, offset: 0 }
    const name = listFaces[face].label.zh
    if (face === 'source') {
      const found = await listLots(database.db, actor.district, filter)
      const sheet = sheetOf(name, sourceColumns, found.rows.map(sourceCells))
      const dropDowns = [
        { column: '资金性质', values: labels(fundNatures) },
        { column: '资金目录', values: catalogueChoices() },
        { column: '统筹类别', values: labels(poolClasses) },
      ]
      return sendBook(reply, `${name}.xlsx`, [{ ...sheet, dropDowns }])
    }
    const found = await listUses(database.db, actor.district, filter, face === 'duty')
    return sendBook(reply, `${name}.xlsx`, [sheetOf(name, face === 'duty' ? dutyColumns : useColumns, found.rows.map(useCells))])
  })

type Reply = Parameters<Parameters<typeof bind<undefined, undefined, undefined, undefined>>[1]>[0]['reply']

async function sendBook(reply: Reply, fileName: string, sheets: readonly SheetOut[]) {
  const bytes = await writeWorkbook(sheets)
  return reply
    .type(WORKBOOK)
    .header('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`)
    .send(Buffer.from(bytes))
}

const template = ({ database }: Services): Binding =>
  bind(contract.lotTemplate, async ({ actor, reply }) => {
    const departments = await departmentNames(database.db, actor.district)
    const places = await listDivisions(database.db, actor.district)
    const choices: Record<TemplateChoices, string[]> = {
      level: Object.values(fundLevels).map((level) => level.zh),
      department: departments,
      nature: labels(fundNatures),
      book: labels(books),
      catalogue: catalogueChoices(),
      poolClass: labels(poolClasses),
      use: labels(categories),
      functional: functionalSubjects.map((s) => `${s.code} ${s.names.at(-1)!.zh}`),
      economic: economicSubjects.map((s) => `${s.code} ${s.zh}`),
      place: places.filter((p) => p.level !== 'district').map((p) => p.name),
    }
    const entry: SheetOut = {
      name: '资金文件登记表',
      columns: templateColumns.map((c) => ({ header: c.header, kind: c.kind, width: c.sheet })),
      rows: [],
      blankRows: templateRows,
      dropDowns: templateColumns.flatMap((c) =>
        'choices' in c && choices[c.choices].length > 0
          ? [{ column: c.header, values: choices[c.choices], open: c.choices === 'department' || c.choices === 'place' }]
          : [],
      ),
    }
    return sendBook(reply, '资金文件登记表.xlsx', [entry, instructions()])
  })

const instructions = (): SheetOut => ({
  name: '填写说明',
  columns: [
    { header: '列', kind: 'text', width: 18 },
    { header: '必填', kind: 'text', width: 8 },
    { header: '怎么填', kind: 'text', width: 72 },
    { header: '例子', kind: 'text', width: 28 },
  ],
  rows: templateColumns.map((c) => [c.header, 'required' in c ? '必填' : '', c.help, c.example]),
})

interface SheetPreview {
  readonly fileName: string
  readonly items: readonly Adjustment[]
  readonly lots: ReadonlyMap<string, LotNow>
  readonly errors: ReturnType<typeof adjustmentFindings>
  readonly contentHash: string
}

/** Reads the kept file against the books as they are now; the same for preview and confirmation. */
async function readAdjustments({ database }: Services, actor: Actor, fileId: string): Promise<SheetPreview> {
  const { district } = actor
  const file = await loadContent(database.db, district, fileId)
  if (!file) return must(refuseFile('file_unknown') as Outcome<SheetPreview>)
  const { lines, findings } = readLines(must(await readWorkbook(file.bytes, file.name)))
  const ids = lines.map((line) => line.lotId)
  const printed = new Map((await findLots(database.db, district, ids)).map((l) => [l.lot_id, printedOf(l)]))
  const lots = await loadLotsNow(database.db, district, ids)
  const read = lines.map((line) => {
    const print = printed.get(line.lotId)
    return print ? adjustmentOf(line, print) : { item: { lotId: line.lotId, row: line.row }, findings: [] }
  })
  const all = read.map((r) => r.item)
  const errors = [...findings, ...read.flatMap((r) => r.findings), ...adjustmentFindings(all, lots)]
  const items = all.filter((item) => {
    const lot = lots.get(item.lotId)
    if (!lot) return false
    const change = changeOf(item, lot)
    return change.changeFen !== 0n || change.changed.length > 0
  })
  return { fileName: file.name, items, lots, errors, contentHash: hashOf(items) }
}

/** Money as decimal text of fen, everything else as the export prints it. */
const printedOf = (l: LotRow): PrintedLot =>
  Object.fromEntries(sourceColumns.map((c) => [c.key, String(sourceCells(l)[c.key] ?? '')])) as Record<keyof PrintedLot, string>

function changesOut({ items, lots }: SheetPreview) {
  return items.map((item) => {
    const change = changeOf(item, lots.get(item.lotId)!)
    const { lot, after, changed } = change
    const money = change.changeFen === 0n ? [] : [moneyChange(lot.announcedFen, change.changeFen)]
    return {
      row: item.row ?? 0,
      lotId: lot.lotId,
      docNo: lot.docNo,
      fundName: lot.fundName,
      changeFen: change.changeFen,
      fields: [
        ...money,
        ...changed.map((key) => ({
          label: fieldNames[key],
          before: fieldText(key, lot[key], lot.fiscalYear),
          after: fieldText(key, after[key], lot.fiscalYear),
        })),
      ],
    }
  })
}

const yuan = (amount: bigint) => ({ zh: `${formatFen(amount)} 元`, en: `${formatFen(amount)} yuan` })
const moneyChange = (before: Fen, change: Fen) => ({
  label: { zh: '指标下达', en: 'Announced' },
  before: yuan(before),
  after: yuan(before + change),
})

export function lotSheetRoutes(services: Services): Binding[] {
  const { database, clock } = services
  return [
    exportLots(services),
    template(services),
    bind(adjust.previewLotSheet, async ({ actor, key, file }) => {
      const kept = await runCommand(database, keepFile('funds.adjust'), file!, { actor, key, clock })
      if (!kept.ok) return kept
      return attempt(async () => {
        const preview = await readAdjustments(services, actor, kept.value.fileId)
        const { fileName, errors, contentHash, items } = preview
        return { fileId: kept.value.fileId, fileName, rows: items.length, changes: changesOut(preview), errors: [...errors], contentHash }
      })
    }),
    bind(adjust.confirmLotSheet, async ({ actor, key, body }) => {
      const read = await attempt(() => readAdjustments(services, actor, body.fileId))
      if (!read.ok) return read
      const { errors, items, contentHash } = read.value
      if (errors.length > 0) return refuseImport('import_has_errors', { count: errors.length }, errors)
      if (contentHash !== body.contentHash) return refuseImport('content_changed')
      if (items.length === 0) return refuseImport('nothing_to_import')
      return runCommand(database, adjustFunds, { document: body.document, reason: body.reason, items }, { actor, key, clock })
    }),
    bind(adjust.adjustLots, async ({ actor, key, body }) => {
      const done = await runCommand(database, adjustFunds, body, { actor, key, clock })
      return done.ok ? ok(done.value) : done
    }),
  ]
}
