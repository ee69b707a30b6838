/** Trial balance, balance sheet, income and expenditure, execution of quota, as tables. Pure. */
import { formatFen } from '#kernel/money.ts'
import type { Text } from '#kernel/outcome.ts'
import type { StageKey } from '#policy/books.ts'
import { stages } from '#policy/books.ts'
import { groupings, ledgerLabels } from '#policy/statements.ts'
import { type SubjectCode, subjects } from '#policy/subjects.ts'
import type { Division, Execution, Figures } from './divided.model.ts'
import type { Ledger } from './entries.model.ts'
import { addressOf, detailAddress, everythingBefore, type RawQuery, type StatementQuery, yearToDate } from './statement-query.model.ts'
import { balanceSheet, type IncomeStatement, incomeStatement, type SheetTotal, trialBalance, type TrialTotal } from './statements.model.ts'
import type { SubjectSums } from './sums.model.ts'
import {
  type Cell,
  figured,
  money,
  plain,
  type Proof,
  type StatementTable,
  subjectLabel,
  subjectWords,
  type TableRow,
  toned,
  words,
} from './table.model.ts'

const TOTAL: Text = { zh: '合计', en: 'Total' }

export function trialTable(q: StatementQuery, sums: SubjectSums): StatementTable {
  const rows: TableRow[] = []
  const proofs: Proof[] = []
  for (const ledger of ['cash', 'quota'] as const) {
    if (q.ledger && q.ledger !== ledger) continue
    const { rows: own, total } = trialBalance(sums, ledger)
    rows.push(toned('head', [null, ledgerLabels[ledger], ...Array.from({ length: 8 }, () => null)]))
    for (const row of own) {
      const cells = [row.subject, subjectLabel(row.subject), ...trialCells(row)]
      rows.push(figured(plain(cells, detailAddress(q, row.subject)), trialLinks(q, row.subject)))
    }
    rows.push(toned('total', [null, TOTAL, ...trialCells(total)]))
    proofs.push(balanced(ledger, total))
  }
  const groups: Record<string, Text> = {
    opening: { zh: '期初余额', en: 'Opening' },
    period: { zh: '本期发生额', en: 'This period' },
    year: { zh: '本年累计', en: 'This year' },
    closing: { zh: '期末余额', en: 'Closing' },
  }
  return {
    columns: [
      words('subject', '科目', 'Title', 'code'),
      words('name', '科目名称', 'Name'),
      ...Object.entries(groups).flatMap(([key, group]) => [
        money(`${key}Debit`, '借方', 'Debit', group),
        money(`${key}Credit`, '贷方', 'Credit', group),
      ]),
    ],
    rows,
    proofs,
    lines: null,
  }
}

/** Opening, this period, this year, closing: each pair of columns has its own stretch of the detail ledger. */
function trialLinks(q: StatementQuery, subject: SubjectCode): (string | null)[] {
  const before = detailAddress(q, subject, { period: everythingBefore(q.span.from) })
  const [own, year] = [detailAddress(q, subject), detailAddress(q, subject, { period: yearToDate(q) })]
  return [null, null, before, before, own, own, year, year, own, own]
}

const trialCells = (t: TrialTotal): Cell[] => [
  t.openingDebit,
  t.openingCredit,
  t.debit,
  t.credit,
  t.yearDebit,
  t.yearCredit,
  t.closingDebit,
  t.closingCredit,
]

function balanced(ledger: Ledger, t: TrialTotal): Proof {
  const holds =
    t.openingDebit === t.openingCredit && t.debit === t.credit && t.yearDebit === t.yearCredit && t.closingDebit === t.closingCredit
  const label = ledgerLabels[ledger]
  return holds
    ? { holds, label: { zh: `${label.zh}：期初、本期、本年、期末借贷相等`, en: `${label.en}: debits equal credits throughout` } }
    : { holds, label: { zh: `${label.zh}：借贷不等，请校验账簿`, en: `${label.en}: debits differ from credits; verify the books` } }
}

/** I9: what the title 101 says lies at the bank is what the stages say. */
export function bankProof(sums: SubjectSums, held: ReadonlyMap<StageKey, bigint>): Proof {
  const said = sums.get('101')?.closing ?? 0n
  const lies = [...held].reduce((sum, [stage, amount]) => sum + (stages[stage].inBank ? amount : 0n), 0n)
  return {
    holds: said === lies,
    label: {
      zh: `101 专户存款 ${formatFen(said)} 元，在户各阶段资金合计 ${formatFen(lies)} 元`,
      en: `101 says ${formatFen(said)} yuan lie at the bank, the stages of the money say ${formatFen(lies)}`,
    },
  }
}

/** One side of a line of the balance sheet. */
interface Half {
  readonly label: Text | null
  readonly amounts: SheetTotal | null
  readonly tone: TableRow['tone']
  readonly href: string | null
  /** What the amount at the start of the year is made of. */
  readonly opening?: string
}

const NO_HALF: Half = { label: null, amounts: null, tone: 'plain', href: null }
const sheetHead = (zh: string, en: string): Half => ({ ...NO_HALF, label: { zh, en }, tone: 'head' })
const sheetSum = (zh: string, en: string, amounts: SheetTotal, tone: 'sum' | 'total'): Half => ({
  ...NO_HALF,
  label: { zh, en },
  amounts,
  tone,
})
const halfCells = (h: Half): Cell[] => [h.label, h.amounts?.yearOpening ?? null, h.amounts?.closing ?? null]

function sheetSides(q: StatementQuery, sums: SubjectSums) {
  const sheet = balanceSheet(sums)
  const line = (subject: SubjectCode, amounts: SheetTotal): Half => ({
    label: subjectWords(subject),
    amounts,
    tone: 'plain',
    href: detailAddress(q, subject),
    opening: detailAddress(q, subject, { period: everythingBefore(q.span.yearFrom) }),
  })
  const unclosed: Half = {
    label: { zh: '收支差额（未结转）', en: 'Income less expenditure, not closed' },
    amounts: sheet.unclosed,
    tone: 'plain',
    href: addressOf('income', q.raw),
  }
  const left = [sheetHead('资产', 'Assets'), ...sheet.assets.map((r) => line(r.subject, r))]
  const right = [
    sheetHead('负债', 'Liabilities'),
    ...sheet.liabilities.map((r) => line(r.subject, r)),
    sheetSum('负债合计', 'Total liabilities', sheet.liabilityTotal, 'sum'),
    sheetHead('净资产', 'Net assets'),
    ...sheet.net.map((r) => line(r.subject, r)),
    unclosed,
    sheetSum('净资产合计', 'Total net assets', sheet.netTotal, 'sum'),
  ]
  return { sheet, left, right }
}

/** Assets and claims of one line beside each other. */
function sheetRow(halves: readonly Half[]): TableRow {
  const row: TableRow = {
    cells: halves.flatMap(halfCells),
    tone: 'plain',
    links: halves.flatMap((h, side) => (h.href === null ? [] : [{ at: 3 * side, href: h.href }])),
    bold: halves.flatMap((h, side) => (h.tone === 'plain' ? [] : [3 * side, 3 * side + 1, 3 * side + 2])),
  }
  return figured(
    row,
    halves.flatMap((h) => [null, h.opening ?? null, h.href]),
  )
}

export function sheetTable(q: StatementQuery, sums: SubjectSums): StatementTable {
  const { sheet, left, right } = sheetSides(q, sums)
  const rightTotal = {
    yearOpening: sheet.liabilityTotal.yearOpening + sheet.netTotal.yearOpening,
    closing: sheet.liabilityTotal.closing + sheet.netTotal.closing,
  }
  const rows = Array.from({ length: Math.max(left.length, right.length) }, (_, i) => sheetRow([left[i] ?? NO_HALF, right[i] ?? NO_HALF]))
  rows.push(
    toned('total', [
      ...halfCells(sheetSum('资产总计', 'Total assets', sheet.assetTotal, 'total')),
      ...halfCells(sheetSum('负债和净资产总计', 'Total liabilities and net assets', rightTotal, 'total')),
    ]),
  )
  const holds = sheet.assetTotal.closing === rightTotal.closing && sheet.assetTotal.yearOpening === rightTotal.yearOpening
  return {
    columns: [
      words('assets', '资产', 'Assets'),
      money('assetsOpening', '年初数', 'Start of year'),
      money('assetsClosing', '期末数', 'End'),
      words('claims', '负债和净资产', 'Liabilities and net assets'),
      money('claimsOpening', '年初数', 'Start of year'),
      money('claimsClosing', '期末数', 'End'),
    ],
    rows,
    proofs: [{ holds, label: { zh: '资产＝负债＋净资产', en: 'Assets equal liabilities and net assets' } }],
    lines: null,
  }
}

export function incomeTable(q: StatementQuery, sums: SubjectSums): StatementTable {
  const statement = incomeStatement(sums)
  const rows = (list: IncomeStatement['income']) =>
    list.map((r) => {
      const [own, year] = [detailAddress(q, r.subject), detailAddress(q, r.subject, { period: yearToDate(q) })]
      return figured(plain([subjectWords(r.subject), r.period, r.year], own), [null, own, year])
    })
  const sum = (zh: string, en: string, t: { period: bigint; year: bigint }, tone: TableRow['tone']) =>
    toned(tone, [{ zh, en }, t.period, t.year])
  return {
    columns: [words('item', '项目', 'Item'), money('period', '本期数', 'This period'), money('year', '本年累计数', 'This year')],
    rows: [
      toned('head', [{ zh: '一、收入', en: 'Income' }, null, null]),
      ...rows(statement.income),
      sum('收入合计', 'Total income', statement.incomeTotal, 'sum'),
      toned('head', [{ zh: '二、支出', en: 'Expenditure' }, null, null]),
      ...rows(statement.expense),
      sum('支出合计', 'Total expenditure', statement.expenseTotal, 'sum'),
      sum('三、收支差额', 'Income less expenditure', statement.difference, 'total'),
    ],
    proofs: [],
    lines: null,
  }
}

/** One row for each department, level, lot or project; a column for each title that anything happened to. This period's amounts. */
export function incomeByTable(q: StatementQuery, { groups, total, count }: Division<Figures<SubjectCode>>): StatementTable {
  const used = (nature: 'income' | 'expense') => [...total.keys()].sort().filter((code) => subjects[code].nature === nature)
  const [income, expense] = [used('income'), used('expense')]
  const cells = (of: Figures<SubjectCode>): bigint[] => {
    const amounts = (codes: readonly SubjectCode[]) => codes.map((code) => of.get(code) ?? 0n)
    const sum = (codes: readonly SubjectCode[]) => amounts(codes).reduce((all, amount) => all + amount, 0n)
    return [...amounts(income), sum(income), ...amounts(expense), sum(expense), sum(income) - sum(expense)]
  }
  const [inGroup, outGroup]: Text[] = [
    { zh: '收入', en: 'Income' },
    { zh: '支出', en: 'Expenditure' },
  ]
  const links = (key: string | null): (string | null)[] => {
    const of = (code: SubjectCode) => (key === '' ? null : detailAddress(q, code, key === null ? {} : { [q.by!]: key }))
    return [null, ...income.map(of), null, ...expense.map(of), null, null]
  }
  return {
    columns: [
      { key: 'group', title: groupings[q.by!], kind: 'text' },
      ...income.map((code) => money(code, subjects[code].label.zh, subjects[code].label.en, inGroup)),
      money('income', '小计', 'Sum', inGroup),
      ...expense.map((code) => money(code, subjects[code].label.zh, subjects[code].label.en, outGroup)),
      money('expense', '小计', 'Sum', outGroup),
      money('difference', '收支差额', 'Difference'),
    ],
    rows: [
      ...groups.map((g) => figured(plain([g.label, ...cells(g.of)], narrowedTo(q, g.key)), links(g.key))),
      figured(toned('total', [TOTAL, ...cells(total)]), links(null)),
    ],
    proofs: [],
    lines: count,
  }
}

/** The same statement of one group alone. */
function narrowedTo(q: StatementQuery, key: string): string | null {
  if (key === '') return null
  if (q.by === 'book') return addressOf(q.name, q.raw, { book: key, by: q.name === 'execution' ? 'level' : undefined })
  const next = q.name === 'execution' ? (q.by === 'lot' ? 'project' : q.by === 'project' ? 'lot' : 'lot') : undefined
  return addressOf(q.name, q.raw, { [q.by!]: key, by: next })
}

/** 指标下达 · 安排 · 支付 · 审定: four columns, never added to each other. */
export function executionTable(q: StatementQuery, { groups, total, count }: Division<Execution>): StatementTable {
  const by = q.by ?? 'book'
  // These are balances at a day, so the lines behind them begin with the books.
  const everything = `${everythingBefore(q.span.from).slice(0, 4)}..${q.span.to.slice(0, 7)}`
  const withSupplement = by === 'book' && groups.some((g) => g.of.supplementFen !== 0n)
  const cells = ({ four, supplementFen }: Execution): Cell[] => [
    four.announced,
    ...(withSupplement ? [supplementFen] : []),
    four.allocated,
    four.paid,
    four.recognised,
    rate(four.paid, four.allocated),
  ]
  const links = (key: string | null): (string | null)[] => {
    if (key === '') return []
    const narrowed: Partial<RawQuery> = { period: everything, ...(key === null ? {} : { [by]: key }) }
    return [null, ...EXECUTION_SUBJECTS.flatMap((code) => (code === 'supplement' && !withSupplement ? [] : [linkOf(q, code, narrowed)]))]
  }
  return {
    columns: [
      { key: 'group', title: groupings[by], kind: 'text' },
      money('announced', '指标下达', 'Announced'),
      ...(withSupplement ? [money('supplement', '专账间补充（调入为正）', 'Supplement between books')] : []),
      money('allocated', '安排', 'Allocated'),
      money('paid', '支付', 'Paid'),
      money('recognised', '审定', 'Recognised'),
      { key: 'rate', title: { zh: '支付占安排', en: 'Paid of allocated' }, kind: 'code' },
    ],
    rows: [
      ...groups.map((g) => figured(plain([g.label, ...cells(g.of)], narrowedTo({ ...q, by }, g.key)), links(g.key))),
      figured(toned('total', [TOTAL, ...cells(total)]), links(null)),
    ],
    proofs: [],
    lines: count,
  }
}

/** Behind each amount of the execution: the title that keeps it, or the quota book where several do. */
const EXECUTION_SUBJECTS = ['801', 'supplement', 'allocated', '816', '821'] as const
const linkOf = (q: StatementQuery, code: (typeof EXECUTION_SUBJECTS)[number], narrowed: Partial<RawQuery>): string =>
  code === 'supplement' || code === 'allocated'
    ? addressOf('journal', q.raw, { ...narrowed, ledger: 'quota', by: undefined })
    : detailAddress(q, code, narrowed)

/** Whole percents with one decimal, rounded down. */
const rate = (part: bigint, whole: bigint): string => {
  if (whole <= 0n) return '–'
  const thousandths = (part * 1000n) / whole
  return `${thousandths / 10n}.${thousandths % 10n}%`
}
