/** Sheets as counties lay them out, made from real published lines: whatever the layout, the same rows to the fen come back. */
import { readFileSync } from 'node:fs'
import { type Fen, fen, formatFen, type MoneyUnit, parseFen, split, sum } from '#kernel/money.ts'
import { expect, test } from 'vitest'
import { normaliseDocNo } from './document-number.ts'
import { levelOfCell } from './fund-words.ts'
import { understand } from './imports.model.ts'
import type { Area, CellText, WorkbookCells } from './sheet-grid.ts'

interface Lines {
  readonly funds: readonly {
    doc_no: string
    level: string
    department: string
    fund_name: string
    amount_yuan: string
    purpose?: string
    year: number
  }[]
  readonly projects: readonly {
    project_name: string
    township?: string
    village?: string
    location?: string
    content?: string
    amount_yuan: string
    responsible_unit?: string
  }[]
}
const LINES = JSON.parse(readFileSync(new URL('../../../test/fixtures/published/real-lines.json', import.meta.url), 'utf8')) as Lines

type Value = string | number | null
type Choose = <T>(choices: readonly T[]) => T

/** A small generator of numbers with a seed: every run makes the same sheets. */
function chooser(seed: number): Choose {
  let state = seed * 2_654_435_761 + 1
  return (choices) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return choices[(state >>> 8) % choices.length]!
  }
}

class SheetMaker {
  readonly rows: Value[][] = []
  readonly merges: Area[] = []
  add(...values: Value[]): number {
    return this.rows.push(values)
  }
  merge(top: number, left: number, bottom: number, right: number): void {
    if (bottom > top || right > left) this.merges.push({ top, left, bottom, right })
  }
  workbook(csv: boolean): WorkbookCells {
    const rows = this.rows.map((values, i) => {
      const cells = new Map<number, CellText>()
      values.forEach((value, c) => {
        if (value !== null && value !== '') cells.set(c + 1, { text: String(value), kind: typeof value === 'number' ? 'number' : 'text' })
      })
      return { row: i + 1, cells }
    })
    const sheet = { name: csv ? 'csv' : 'Sheet1', rows: rows.filter((row) => row.cells.size > 0), merges: csv ? [] : this.merges }
    return { fileName: csv ? '表.csv' : '表.xlsx', format: csv ? 'csv' : 'xlsx', sheets: [sheet] }
  }
}

const yuan = (text: string): Fen => parseFen(text)!
const wide = (text: string): string => text.replace(/\d/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0))
const CHINESE = '一二三四五六七八九十'

interface Style {
  readonly unit: MoneyUnit
  readonly unitAt: 'header' | 'line' | 'title' | 'cell'
  readonly figures: 'number' | 'text' | 'wide' | 'thousands'
  readonly seq: 'number' | 'none' | 'dotted'
  readonly total: 'first' | 'last' | 'spaced' | 'none' | 'unlabelled'
  readonly csv: boolean
}

const styleOf = (choose: Choose): Style => ({
  unit: choose(['元', '万元', '万元']),
  unitAt: choose(['header', 'line', 'title', 'cell']),
  figures: choose(['number', 'number', 'text', 'wide', 'thousands']),
  seq: choose(['number', 'number', 'none', 'dotted']),
  total: choose(['first', 'last', 'spaced', 'none', 'unlabelled']),
  csv: choose([true, false, false]),
})

function figure(amount: Fen, style: Style): Value {
  const plain = formatFen(amount, style.unit)
    .replace(/,/g, '')
    .replace(/\.?0+$/, (zeros) => (zeros.startsWith('.') ? '' : zeros.replace(/0+$/, '') || zeros))
  const text = style.figures === 'thousands' ? formatFen(amount, style.unit) : style.figures === 'wide' ? wide(plain) : plain
  if (style.unitAt === 'cell') return text + (style.unit === '万元' && style.figures === 'text' ? '万' : style.unit)
  return style.figures === 'number' ? Number(plain) : text
}

const seqText = (i: number, style: Style): Value => (style.seq === 'none' ? '' : style.seq === 'dotted' ? `${i + 1}.` : i + 1)
const inHeader = (word: string, style: Style): string => (style.unitAt === 'header' ? `${word}\n(${style.unit})` : word)

function lead(maker: SheetMaker, title: string, width: number, style: Style): void {
  maker.merge(1, 1, maker.add(style.unitAt === 'title' ? `${title}(单位:${style.unit})` : title), width)
  if (style.unitAt === 'line') maker.add(...Array.from({ length: width - 1 }, () => ''), `单位:${style.unit}`)
}

function totalLine(maker: SheetMaker, style: Style, before: number, amounts: readonly Fen[], after: number): void {
  const label = style.total === 'unlabelled' ? '' : style.total === 'spaced' ? '合  计' : '合计'
  maker.add(
    label,
    ...Array.from({ length: before - 1 }, () => ''),
    ...amounts.map((amount) => figure(amount, style)),
    ...Array.from({ length: after }, () => ''),
  )
}

function projectSheet(seed: number) {
  const choose = chooser(seed)
  const style = styleOf(choose)
  const from = choose(Array.from({ length: LINES.projects.length - 12 }, (_, i) => i))
  const lines = LINES.projects.slice(from, from + 3 + choose([0, 2, 5, 9]))
  const amounts = lines.map((line) => yuan(line.amount_yuan))
  const bySource = choose([true, false])
  const parts = amounts.map((amount) =>
    bySource
      ? split(
          amount,
          choose([
            [1n, 1n],
            [3n, 1n],
            [1n, 0n],
          ]),
        )
      : [],
  )
  const grouped = choose([true, false]) && style.total !== 'unlabelled'
  const maker = new SheetMaker()
  const money = bySource
    ? [inHeader('资金规模', style), inHeader('中央资金', style), inHeader('省级资金', style)]
    : [inHeader(choose(['补助资金', '金额', '投资规模', '资金规模', '本次安排资金']), style)]
  lead(maker, `某县2023年${choose(['第一批', ''])}项目资金计划表`, 6 + money.length, style)
  maker.add('序号', '项目名称', choose(['建设地点', '实施地点']), '建设内容', ...money, choose(['责任单位', '实施单位']), '备注')
  const totals = [sum(amounts), ...(bySource ? [0, 1].map((k) => sum(parts.map((p) => p[k]!))) : [])]
  if (style.total === 'first') totalLine(maker, style, 4, totals, 2)
  const rows: number[] = []
  const half = Math.ceil(lines.length / 2)
  lines.forEach((line, i) => {
    if (grouped && (i === 0 || i === half)) {
      const row = maker.add(`${CHINESE[i === 0 ? 0 : 1]}、${i === 0 ? '产业发展' : '基础设施'}`)
      maker.merge(row, 1, row, 6)
    }
    const values = [amounts[i]!, ...parts[i]!].map((amount) => figure(amount, style))
    rows.push(
      maker.add(
        seqText(i, style),
        ` ${line.project_name}`,
        line.location ?? '某镇某村',
        line.content ?? '按批复实施',
        ...values,
        line.responsible_unit ?? '某局',
        '',
      ),
    )
    if (grouped && (i === half - 1 || i === lines.length - 1)) {
      const covered = i === half - 1 ? amounts.slice(0, half) : amounts.slice(half)
      maker.add('', '小计', '', '', figure(sum(covered), style))
    }
  })
  if (['last', 'spaced', 'unlabelled'].includes(style.total)) totalLine(maker, style, 4, totals, 2)
  maker.add('备注:具体以批复为准。')
  return { style, maker, lines, amounts, parts, rows, grouped }
}

test.each(Array.from({ length: 240 }, (_, i) => i + 1))('project sheet %i', (seed) => {
  const { style, maker, lines, amounts, parts, rows } = projectSheet(seed)
  const preview = understand('projects', maker.workbook(style.csv))
  const sources = parts.map((pair) =>
    (['中央', '省'] as const).flatMap((level, k) => (pair[k] === undefined || pair[k] === fen(0n) ? [] : [[level, pair[k]]])),
  )
  const total = style.total === 'none' && preview.sheets[0]!.totals.length === 0 ? null : sum(amounts)
  // the whole sheet stands in both sides, so that a failure shows it
  const hint = JSON.stringify({ style, rows: maker.rows })
  expect({
    hint,
    errors: preview.errors,
    rows: preview.rows.map((row) => [row.row, row.amountFen, row.fields.projectName]),
    sources: preview.rows.map((row, i) => (parts[i]!.length === 0 ? [] : row.fundingSources.map((one) => [one.level, one.amountFen]))),
    total: preview.publishedTotalFen,
    differences: preview.warnings.filter((one) => /differ/.test(one.code)),
  }).toEqual({
    hint,
    errors: [],
    rows: lines.map((line, i) => [rows[i], amounts[i], line.project_name.replace(/\s+/g, ' ').trim()]),
    sources,
    total,
    differences: [],
  })
})

function fundSheet(seed: number) {
  const choose = chooser(seed + 10_000)
  const style = styleOf(choose)
  const from = choose(Array.from({ length: LINES.funds.length - 12 }, (_, i) => i))
  const unique = new Map(LINES.funds.slice(from, from + 4 + choose([0, 3, 8])).map((line) => [`${line.doc_no}${line.fund_name}`, line]))
  const lines = [...unique.values()]
  const amounts = lines.map((line) => yuan(line.amount_yuan))
  const maker = new SheetMaker()
  const order = choose([0, 1])
  const [name, doc] = [
    choose(['资金名称', '指标名称', '专项资金名称', '资金项目']),
    choose(['文号', '指标文号', '资金文号', '发文字号', '下达文号']),
  ]
  lead(maker, '某区统筹整合财政涉农资金清单', 8, style)
  const texts = (a: Value, b: Value): Value[] => (order === 0 ? [a, b] : [b, a])
  maker.add(
    '序号',
    ...texts(name, doc),
    inHeader(choose(['金额', '指标金额', '下达金额', '资金额度', '整合资金']), style),
    choose(['级次', '资金级次', '级别']),
    choose(['主管部门', '下达部门']),
    choose(['用途', '资金用途']),
    choose(['年度', '预算年度']),
  )
  if (style.total === 'first') totalLine(maker, style, 3, [sum(amounts)], 4)
  const rows = lines.map((line, i) =>
    maker.add(
      seqText(i, style),
      ...texts(line.fund_name, line.doc_no),
      figure(amounts[i]!, style),
      `${line.level}${line.level.length === 1 ? '级' : ''}`,
      line.department,
      line.purpose ?? '',
      line.year,
    ),
  )
  if (['last', 'spaced', 'unlabelled'].includes(style.total)) totalLine(maker, style, 3, [sum(amounts)], 4)
  return { style, maker, lines, amounts, rows }
}

test.each(Array.from({ length: 160 }, (_, i) => i + 1))('fund sheet %i', (seed) => {
  const { style, maker, lines, amounts, rows } = fundSheet(seed)
  const preview = understand('funds', maker.workbook(style.csv))
  const hint = JSON.stringify({ style, rows: maker.rows })
  expect({
    hint,
    errors: preview.errors,
    rows: preview.rows.map(({ row, amountFen, fields }) => [
      row,
      amountFen,
      fields.fundName,
      fields.docNo,
      fields.department,
      fields.level,
      fields.year,
    ]),
    total: preview.publishedTotalFen,
  }).toEqual({
    hint,
    errors: [],
    rows: lines.map((line, i) => [
      rows[i],
      amounts[i],
      line.fund_name,
      normaliseDocNo(line.doc_no),
      line.department,
      levelOfCell(line.level),
      line.year,
    ]),
    total: style.total === 'none' ? null : sum(amounts),
  })
})
