/** Statements, bound to their endpoints: on the page, as a spreadsheet, as a PDF. */
import { ok, type Outcome, type Text } from '#kernel/outcome.ts'
import type { Fen } from '#kernel/money.ts'
import { monthText } from '#features/ledger/ledger.model.ts'
import type { Actor } from '#platform/command.ts'
import type { ReportCell, TableReport } from '#platform/documents/table-report.ts'
import { renderPdf } from '#platform/documents/pdf.ts'
import { bind, type Binding, sendSheet, type SheetOut } from '#platform/http/bind.ts'
import { sendPdf } from '#platform/http/send-pdf.ts'
import type { Services } from '#platform/services.ts'
import { fundLevels } from '#policy/fund-catalogue.ts'
import { statements } from '#policy/statements.ts'
import { departmentsOf, levelLabel, type ScopeName, scopeNames } from './choices.store.ts'
import { type RawQuery, readQuery, type StatementQuery } from './statement-query.model.ts'
import { refuse } from './statement-refusals.model.ts'
import type { Slice } from './divided.model.ts'
import * as contract from './statements.contract.ts'
import { statementTable } from './statements.store.ts'
import type { Cell, StatementTable } from './table.model.ts'
import { districtName, voucherMonths } from './vouchers.store.ts'

/** Lines that a file takes; a year of the largest districts has fewer. */
const MOST_LINES = 20_000

interface Shown {
  readonly q: StatementQuery
  readonly title: Text
  readonly period: Text
  readonly moment: Text | null
  readonly scope: readonly ScopeName[]
  readonly table: StatementTable
}

async function show(services: Services, actor: Actor, name: string, raw: RawQuery, slice: Slice): Promise<Outcome<Shown>> {
  const { database, clock } = services
  const q = readQuery(name, { ...raw, period: raw.period ?? (await latestYear(services, actor)) }, clock.today())
  if (!q.ok) return q
  const scope = await scopeNames(database.db, actor.district, raw)
  if ('missing' in scope)
    return scope.missing === 'lot'
      ? refuse('lot_unknown', { lot: raw.lot ?? '' })
      : refuse('project_unknown', { project: raw.project ?? '' })
  const table = await statementTable(database.db, actor.district, q.value, slice)
  const label = statements[q.value.name]
  return ok({
    q: q.value,
    title: { zh: `${q.value.bookLabel.zh}${label.zh}`, en: `${label.en}, ${q.value.bookLabel.en}` },
    period: q.value.span.label,
    moment: momentWords(q.value),
    scope,
    table,
  })
}

/** Without a period, the last year that has vouchers. */
async function latestYear({ database }: Services, actor: Actor): Promise<string | undefined> {
  const last = (await voucherMonths(database.db, actor.district))[0]
  return last && String(Math.floor(last.month / 100))
}

function momentWords({ moment }: StatementQuery): Text | null {
  const { asOf, knownAt } = moment
  if (!asOf && !knownAt) return null
  const parts = [
    ...(asOf ? [{ zh: `截至 ${asOf}`, en: `as of ${asOf}` }] : []),
    ...(knownAt ? [{ zh: `按 ${knownAt} 时已记的账`, en: `as known at ${knownAt}` }] : []),
  ]
  return { zh: parts.map((p) => p.zh).join('，'), en: parts.map((p) => p.en).join(', ') }
}

async function whole(services: Services, actor: Actor, name: string, raw: RawQuery): Promise<Outcome<Shown>> {
  const shown = await show(services, actor, name, raw, { offset: 0, limit: MOST_LINES })
  if (!shown.ok) return shown
  const { lines } = shown.value.table
  return lines !== null && lines > MOST_LINES ? refuse('too_many_lines', { lines, most: MOST_LINES }) : shown
}

const inChinese = (cell: Cell): ReportCell => (cell !== null && typeof cell === 'object' ? cell.zh : cell)

const factsOf = ({ period, moment, scope }: Shown): string[] => [
  `期间：${period.zh}`,
  ...(moment ? [moment.zh] : []),
  ...scope.map((s) => s.label.zh),
]

const sheetOf = (office: string, shown: Shown): SheetOut => ({
  name: statements[shown.q.name].zh,
  lead: [`${office}${shown.title.zh}`, [...factsOf(shown), '单位：元'].join('　')],
  columns: shown.table.columns.map((c) => ({
    header: c.group ? `${c.group.zh}（${c.title.zh}）` : c.title.zh,
    kind: c.kind === 'money' ? 'money' : c.kind === 'date' ? 'text' : 'text',
    ...(c.kind === 'money' ? { width: 18 } : {}),
  })),
  rows: shown.table.rows.map((row) => row.cells.map((cell) => inChinese(cell) as string | Fen | null)),
})

const reportOf = (office: string, actor: Actor, now: string, shown: Shown): TableReport => ({
  title: shown.title.zh,
  office,
  facts: factsOf(shown),
  columns: shown.table.columns.map((c) => ({ title: c.title.zh, kind: c.kind, ...(c.group ? { group: c.group.zh } : {}) })),
  rows: shown.table.rows.map((row) => ({ cells: row.cells.map((cell) => (cell === 0n ? null : inChinese(cell))), tone: row.tone })),
  notes: [...shown.table.proofs.map((p) => `${p.holds ? '✓' : '✗'} ${p.label.zh}`), `打印：${now}`],
  signatures: [
    { label: '单位负责人', name: null },
    { label: '财务主管', name: null },
    { label: '复核', name: null },
    { label: '制表', name: actor.name },
  ],
})

export function statementsRoutes(services: Services): Binding[] {
  const { database, clock } = services
  const fileName = (shown: Shown, ending: string) => `${shown.title.zh}-${shown.period.zh}.${ending}`
  return [
    bind(contract.showStatement, async ({ actor, params, query }) => {
      const { page, pageSize, ...raw } = query
      const shown = await show(services, actor, params.name, raw, { offset: (page - 1) * pageSize, limit: pageSize })
      if (!shown.ok) return shown
      const { title, period, moment, scope, table } = shown.value
      return ok({ name: params.name, title, period, moment, scope: [...scope], table: mutable(table), page, pageSize })
    }),
    bind(contract.statementSheet, async ({ actor, params, query, reply }) => {
      const shown = await whole(services, actor, params.name, query)
      if (!shown.ok) return shown
      const office = await districtName(database.db, actor.district)
      return sendSheet(reply, fileName(shown.value, 'xlsx'), sheetOf(office, shown.value))
    }),
    bind(contract.statementPdf, async ({ actor, params, query, reply }) => {
      const shown = await whole(services, actor, params.name, query)
      if (!shown.ok) return shown
      const office = await districtName(database.db, actor.district)
      const report = reportOf(office, actor, clock.shanghaiTime(clock.now()), shown.value)
      const bytes = await renderPdf('report', report, { title: report.title, author: office, createdAt: clock.now() })
      return sendPdf(reply, fileName(shown.value, 'pdf'), bytes)
    }),
    bind(contract.statementChoices, async ({ actor }) => ({
      months: [...new Set((await voucherMonths(database.db, actor.district)).map((m) => monthText(m.month)))],
      departments: await departmentsOf(database.db, actor.district),
      levels: Object.keys(fundLevels).map((key) => ({ key, label: levelLabel(key) })),
    })),
  ]
}

/** The wire's shapes are mutable arrays. */
const mutable = (t: StatementTable) => ({
  columns: [...t.columns],
  rows: t.rows.map((r) => ({ ...r, cells: [...r.cells], links: [...r.links], bold: [...(r.bold ?? [])] })),
  proofs: [...t.proofs],
  lines: t.lines,
})
