/** Turns one data line into an import row: typed fields, sources, side figures, and where each came from. */
import { type Fen, fen, type MoneyUnit } from '#kernel/money.ts'
import { type AmountReading, budgetSubjects } from './amount-text.ts'
import type { Column, FieldName } from './columns.ts'
import { docNosIn, docNoYear, normaliseDocNo } from './document-number.ts'
import { categoryOf, fundNameIn, levelOf, levelOfCell, projectNameIn, withoutPersonalNumbers, yearIn } from './fund-words.ts'
import type { ImportFields, ImportKind, ImportOverrides, ImportRow } from './import-preview.ts'
import { otherAmounts, sourcesOf } from './line-sources.ts'
import { cellName, letterOf, squash, tidy } from './sheet-grid.ts'
import type { DataLine } from './table-lines.ts'

export interface LineContext {
  readonly kind: ImportKind
  readonly sheet: string
  readonly title: string
  readonly columns: readonly Column[]
  readonly amount: readonly Column[]
  readonly sources: readonly Column[]
  readonly unitFor: (column: Column) => MoneyUnit
  readonly defaults: NonNullable<ImportOverrides['defaults']>
  /** the one document number that the title or a note names */
  readonly titleDocNo: string | null
}

/** The amount of a line: one column, or the sum of several in which empty cells count nothing. */
export function amountOf(readings: readonly AmountReading[]): Fen | null {
  if (readings.length === 1) return readings[0]!.fen
  const filled = readings.filter((reading) => reading.problem !== 'blank')
  if (filled.length === 0 || filled.some((reading) => reading.fen === null)) return null
  return fen(filled.reduce((sum, reading) => sum + reading.fen!, 0n))
}

/** Among several columns of one meaning the one under a total, else the first, speaks for the row. */
function columnFor(columns: readonly Column[], field: FieldName): Column | undefined {
  const all = columns.filter((column) => column.field === field)
  return all.find((column) => column.path.some((text) => /合计|总计|小计/.test(squash(text)))) ?? all[0]
}

export function rowOf(line: DataLine, context: LineContext): ImportRow {
  const derived: Record<string, ImportRow['derived'][string]> = {}
  const amountFen = amountOf(line.readings)
  const amountCell = context.amount.map((column) => cellName(line.row, column.column + line.shift)).join('+')
  const fields = fieldsOf(line, context, amountFen, derived)
  return {
    sheet: context.sheet,
    row: line.row,
    amountFen,
    ...(amountCell === '' ? {} : { amountCell }),
    fields,
    fundingSources: sourcesOf(line, context, fields, amountFen),
    otherAmounts: otherAmounts(line, context),
    derived,
    shifted: line.shift,
    cells: cellsOf(line, context),
  }
}

type Origin = ImportRow['derived'][string]

/** Reads the fields of one line and notes which of them did not stand in the line itself. */
interface FieldReader {
  readonly text: (field: FieldName) => string | null
  /** All columns of one meaning, where a table has several: 可用于, 可用于（二）. */
  readonly texts: (field: FieldName) => string | null
  readonly count: (field: FieldName) => number | null
  /** the line's own value, else the first of the choices that has one */
  readonly or: <T>(name: keyof ImportFields, own: T | null, choices: readonly (readonly [Origin, T | null | undefined])[]) => T | null
}

function readerOf(line: DataLine, columns: readonly Column[], derived: Record<string, Origin>): FieldReader {
  const text = (field: FieldName): string | null => {
    const column = columnFor(columns, field)
    const raw = column ? tidy(line.cell(column.column)?.text ?? '') : ''
    return raw === '' ? null : withoutPersonalNumbers(raw).text
  }
  return {
    text,
    texts(field) {
      const all = columns.filter((column) => column.field === field).map((column) => tidy(line.cell(column.column)?.text ?? ''))
      return all.filter((words) => words !== '').join('、') || null
    },
    count(field) {
      const found = /^\d+(?=户|人|名|$)/.exec(squash(text(field) ?? '').replace(/,/g, ''))
      return found ? Number(found[0]) : null
    },
    or(name, own, choices) {
      if (own !== null) return own
      const choice = choices.find(([, value]) => value !== null && value !== undefined)
      if (choice) derived[name] = choice[0]
      return choice?.[1] ?? null
    },
  }
}

function fieldsOf(line: DataLine, context: LineContext, amountFen: Fen | null, derived: Record<string, Origin>): ImportFields {
  const reader = readerOf(line, context.columns, derived)
  const { text, count, or } = reader
  const { defaults, kind, title } = context
  const category = or('category', text('category'), [['group', line.group]])
  const named = kind === 'funds' || context.columns.some((column) => column.field === 'projectName')
  const projectName = or('projectName', text('projectName'), [['title', named ? null : projectNameIn(title)]])
  const subject = text('budgetSubject')
  const single = line.readings.length === 1 ? line.readings[0]! : null
  return {
    seq: text('seq'),
    projectName,
    village: text('village'),
    township: text('township'),
    county: text('county'),
    city: text('city'),
    location: text('location'),
    content: text('content'),
    category,
    categoryGuess: kind === 'projects' ? categoryOf(category, projectName) : null,
    nature: text('nature'),
    households: count('households'),
    population: count('population'),
    benefit: text('benefit'),
    responsibleUnit: text('responsibleUnit'),
    department: or('department', text('department') ?? text('issuer'), [['default', defaults.department]]),
    ...moneyOrigin(reader, context, derived),
    issuedOn: or('issuedOn', isoDate(text('issuedOn') ?? text('receivedOn')), [['default', defaults.issuedOn]]),
    purpose: or('purpose', text('purpose'), [['default', defaults.purpose]]),
    fundNature: text('fundNature'),
    budgetSubject: subject,
    economicSubject: text('economicSubject'),
    ...lotFields(reader),
    budgetSubjects: subject ? budgetSubjects(subject, amountFen) : [],
    projectCode: text('projectCode'),
    schedule: text('schedule'),
    quantity: plainNumber(text('quantity')),
    quantityUnit: text('quantityUnit'),
    standard: text('standard'),
    status: text('status'),
    remark: text('remark'),
    amountRemark: single?.remark ?? null,
    ofWhichFen: single?.ofWhichFen ?? null,
    managementFee: kind === 'projects' && /管理费/.test(projectName ?? ''),
  }
}

/** What only a list of lots says: a template filled in, or an export that comes back. */
function lotFields({ text, texts }: FieldReader) {
  return {
    receivedOn: isoDate(text('receivedOn')),
    issuer: text('issuer'),
    book: text('book'),
    poolClass: text('poolClass'),
    poolReason: text('poolReason'),
    catalogue: text('catalogue'),
    uses: texts('uses'),
    usableUntil: isoDate(text('usableUntil')),
    carriedFrom: Number(/^\d{4}/.exec(squash(text('carriedFrom') ?? ''))?.[0]) || null,
    regions: text('regions'),
  }
}

/** Fund, document, level and year: what the line says, then what its own words imply, then defaults and the title. */
function moneyOrigin(reader: FieldReader, context: LineContext, derived: Readonly<Record<string, Origin>>) {
  const { text, or } = reader
  const { defaults, title, titleDocNo } = context
  const fundName = or('fundName', text('fundName'), [
    ['default', defaults.fundName],
    ['title', fundNameIn(title)],
  ])
  const docText = text('docNo')
  const near = [text('fundName'), text('purpose'), text('remark')].flatMap((words) => (words ? docNosIn(words) : []))
  const docNo = or('docNo', docText ? normaliseDocNo(docText) : null, [
    ['fund', near.length === 1 ? near[0] : null],
    ['default', defaults.docNo ? normaliseDocNo(defaults.docNo) : null],
    ['title', titleDocNo],
  ])
  const yearText = text('year')
  const year = or('year', yearText === null ? null : (yearIn(yearText) ?? (Number(/\d{4}/.exec(squash(yearText))?.[0]) || null)), [
    ['default', defaults.year],
    ['title', yearIn(title)],
    ['document', docNo ? docNoYear(docNo) : null],
    ['fund', fundName ? yearIn(fundName) : null],
  ])
  const levelText = text('level')
  const byName = levelOf(fundName)
  const level = or('level', levelText ? levelOfCell(levelText) : null, [
    ['fund', derived.fundName === undefined ? byName : null],
    ['default', defaults.level],
    ['fund', byName],
    ['title', levelOf(fundNameIn(title))],
  ])
  return { fundName, docNo, level, year }
}

const plainNumber = (text: string | null): string | null => {
  if (text === null) return null
  const plain = squash(text).replace(/,/g, '')
  return /^\d+(?:\.\d+)?$/.test(plain) ? plain : text
}

/** `2017年3月5日`, `2017.3.5`, `2017/03/05` → `2017-03-05`; anything else stays as published. */
function isoDate(text: string | null): string | null {
  const match = /^(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})日?$/.exec(squash(text ?? ''))
  return match ? `${match[1]}-${match[2]!.padStart(2, '0')}-${match[3]!.padStart(2, '0')}` : text
}

function cellsOf(line: DataLine, context: LineContext): Record<string, string> {
  const cells: Record<string, string> = {}
  for (const column of context.columns) {
    if (column.field === 'personal') continue
    const raw = line.cell(column.column)?.text
    if (raw !== undefined && raw.trim() !== '') cells[letterOf(column.column + line.shift)] = withoutPersonalNumbers(raw).text
  }
  return cells
}
