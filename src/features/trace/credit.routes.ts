/** Departments' credit, bound to its endpoints: the list, one department, and both as spreadsheets. */
import { civilDateOfInstant, parseCivilDate } from '#kernel/civil-date.ts'
import { groupBy } from '#kernel/collect.ts'
import { ok, type Outcome, refusals } from '#kernel/outcome.ts'
import type { Actor } from '#platform/command.ts'
import { renderPdf } from '#platform/documents/pdf.ts'
import { bind, type Binding, sendSheet } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { categories, type CategoryKey } from '#policy/categories.ts'
import { type FundLevel, fundLevels } from '#policy/fund-catalogue.ts'
import { fourAmounts } from '#features/ledger/amounts.model.ts'
import { monthText } from '#features/ledger/ledger.model.ts'
import { type Moment, readMoment } from '#features/ledger/moment.model.ts'
import { findDistrict } from '#features/people/people.store.ts'
import * as contract from './credit.contract.ts'
import {
  type Credit,
  type CreditFilter,
  creditOf,
  creditParts,
  type CreditProject,
  inFilter,
  type Part,
  projectShares,
  shareOf,
} from './credit.model.ts'
import { creditLetter } from './credit-letter.model.ts'
import { creditListSheet, creditStatementSheet } from './credit-sheets.model.ts'
import { creditPaths, creditProjects, creditRows, divisionNames, headsAt, paidByMonth } from './credit.store.ts'
import { drawCredit } from './trace.model.ts'

const refuse = refusals({
  department_unknown: {
    kind: 'not-found',
    zh: '资金清单上没有“{department}”的资金，请核对部门名称',
    en: 'The list has no money of "{department}"; check the name of the department',
  },
  level_unknown: {
    kind: 'invalid',
    zh: '没有“{level}”这个资金层级；可选：{known}',
    en: 'There is no level "{level}"; choose one of {known}',
  },
})

interface Query extends Moment {
  readonly level?: string | undefined
  readonly year?: number | undefined
}

interface Loaded {
  readonly moment: Moment
  readonly filter: CreditFilter
  /** Of every department, level and year. */
  readonly all: readonly Part[]
  readonly projects: ReadonlyMap<string, CreditProject>
  readonly years: readonly number[]
}

const figures = (credit: Credit) => ({ ...credit, four: fourAmounts(credit.amounts), households: Number(credit.households) })

const levelLabel = (level: string) => fundLevels[level as FundLevel] ?? { zh: level, en: level }
const levelOrder = (level: string) => Object.keys(fundLevels).indexOf(level)

async function load({ database, clock }: Services, district: string, { asOf, knownAt, level, year }: Query): Promise<Outcome<Loaded>> {
  const moment = readMoment({ asOf, knownAt }, clock.today())
  if (!moment.ok) return moment
  if (level && !Object.hasOwn(fundLevels, level)) return refuse('level_unknown', { level, known: Object.keys(fundLevels).join(', ') })
  const projects = await creditProjects(database.db, district)
  const all = creditParts(await creditRows(database.db, district, moment.value), projects)
  const years = [...new Set(all.map((p) => p.year))].sort((a, b) => b - a)
  return ok({ moment: moment.value, filter: { level: level || undefined, year }, all, projects, years })
}

const byLevel = (parts: readonly Part[], projects: ReadonlyMap<string, CreditProject>) =>
  [...groupBy(parts, (p) => p.level).entries()]
    .sort(([a], [b]) => levelOrder(a) - levelOrder(b))
    .map(([level, own]) => ({ level, label: levelLabel(level), ...figures(creditOf(own, projects)) }))

/** The department that the actor works for, as the list of money calls it. */
const ownDepartment = (actor: Actor): string | null => (actor.role === 'dept' ? actor.scope : null)

function listOut({ all, projects, filter, years }: Loaded, actor: Actor) {
  const chosen = all.filter(inFilter(filter))
  const own = ownDepartment(actor)
  const rows = [...groupBy(chosen, (p) => p.department).entries()].map(([department, parts]) => ({
    department,
    own: department === own,
    levels: byLevel(parts, projects).map((l) => l.label),
    ...figures(creditOf(parts, projects)),
  }))
  rows.sort((a, b) => {
    if (a.own !== b.own) return a.own ? -1 : 1
    const more = b.four.announced - a.four.announced
    return more === 0n ? (a.department < b.department ? -1 : 1) : more > 0n ? 1 : -1
  })
  return {
    rows,
    total: figures(creditOf(chosen, projects)),
    levels: byLevel(all.filter(inFilter({ ...filter, level: undefined })), projects),
    years: [...years],
  }
}

export type CreditListOut = ReturnType<typeof listOut>

async function departmentOut(services: Services, district: string, department: string, loaded: Loaded) {
  const on = services.database.db
  const { all, projects, moment } = loaded
  const filter = { ...loaded.filter, department }
  const own = all.filter(inFilter(filter))
  const names = await divisionNames(on, district)
  const shares = projectShares(own, all, projects)
  const projectRows = shares.map(({ project: p, amounts, weight, whole, households, contractsFinished }) => ({
    id: p.project_id,
    code: p.code,
    name: p.name,
    place: p.place,
    region: p.region,
    categoryLabel: categories[p.category as CategoryKey].label,
    year: p.year,
    allocatedFen: weight,
    paidFen: fourAmounts(amounts).paid,
    wholeFen: whole,
    share: shareOf(weight, whole),
    households: Number(households),
    wholeHouseholds: p.households,
    contractsFinished,
  }))
  const months = await paidByMonth(on, district, filter, moment)
  return {
    department,
    ...figures(creditOf(own, projects)),
    years: [...loaded.years],
    byLevel: byLevel(own, projects),
    byYear: [...groupBy(own, (p) => p.year).entries()]
      .sort(([a], [b]) => b - a)
      .map(([year, parts]) => ({ year, ...figures(creditOf(parts, projects)) })),
    projectRows,
    placeRows: placesOf(projectRows, names),
    months: months.map((m) => ({ month: monthText(m.month), paidFen: m.paid })),
    ...drawCredit(await creditPaths(on, district, filter, moment)),
  }
}

export type CreditDepartmentOut = Awaited<ReturnType<typeof departmentOut>>

interface PlacedRow {
  readonly region: string | null
  readonly allocatedFen: bigint
  readonly paidFen: bigint
  readonly households: number
}

const TOWNSHIP = 9

/** By village; projects of a whole township or of the district stand under that. */
function placesOf(rows: readonly PlacedRow[], names: ReadonlyMap<string, string>) {
  return [...groupBy(rows, (r) => r.region ?? '').entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, own]) => ({
      code,
      township: code.length >= TOWNSHIP ? (names.get(code.slice(0, TOWNSHIP)) ?? '') : '',
      place: code === '' ? '未填地点' : (names.get(code) ?? code),
      projects: own.length,
      allocatedFen: own.reduce((sum, r) => sum + r.allocatedFen, 0n),
      paidFen: own.reduce((sum, r) => sum + r.paidFen, 0n),
      households: own.reduce((sum, r) => sum + r.households, 0),
    }))
}

/** A day, as a date for people: the time machine may name an exact instant. */
const dayOf = (knownAt: string): string => (knownAt.includes('T') ? civilDateOfInstant(Date.parse(knownAt)) : knownAt)

async function printed({ database, clock }: Services, district: string, found: CreditDepartmentOut, query: Query) {
  const [today, known] = [clock.today(), query.knownAt || clock.today()]
  const name = (await findDistrict(database.db, district))!.name
  const level = query.level ? levelLabel(query.level).zh : ''
  const letter = creditLetter(found, {
    district: { code: district, name },
    asOf: parseCivilDate(query.asOf || today) ?? today,
    knownAt: dayOf(known),
    only: `${query.year ? `${query.year} 年` : ''}${level}`,
    chains: await headsAt(database.db, district, { knownAt: known === today ? undefined : known }),
  })
  return renderPdf('letter', letter, { title: letter.title, author: letter.office, createdAt: clock.now() })
}

/** Loads one department, or says that the list has no money of it. */
async function oneDepartment(services: Services, district: string, department: string, query: Query) {
  const loaded = await load(services, district, query)
  if (!loaded.ok) return loaded
  if (!loaded.value.all.some((p) => p.department === department)) return refuse('department_unknown', { department })
  return ok(await departmentOut(services, district, department, loaded.value))
}

export function creditRoutes(services: Services): Binding[] {
  const { clock } = services
  const dated = (query: Query) => ({ asOf: query.asOf || clock.today(), knownAt: query.knownAt || clock.today() })
  return [
    bind(contract.creditList, async ({ actor, query }) => {
      const loaded = await load(services, actor.district, query)
      return loaded.ok ? ok(listOut(loaded.value, actor)) : loaded
    }),
    bind(contract.creditOfDepartment, ({ actor, params, query }) => oneDepartment(services, actor.district, params.department, query)),
    bind(contract.exportCredit, async ({ actor, query, reply }) => {
      const loaded = await load(services, actor.district, query)
      if (!loaded.ok) return loaded
      return sendSheet(reply, '各部门资金成效.xlsx', creditListSheet(listOut(loaded.value, actor), dated(query)))
    }),
    bind(contract.creditStatement, async ({ actor, params, query, reply }) => {
      const found = await oneDepartment(services, actor.district, params.department, query)
      if (!found.ok) return found
      const bytes = await printed(services, actor.district, found.value, query)
      return reply
        .type('application/pdf')
        .header('Content-Disposition', `inline; filename*=UTF-8''${encodeURIComponent(`${params.department}资金成效说明.pdf`)}`)
        .send(Buffer.from(bytes))
    }),
    bind(contract.exportCreditStatement, async ({ actor, params, query, reply }) => {
      const found = await oneDepartment(services, actor.district, params.department, query)
      if (!found.ok) return found
      return sendSheet(reply, `${params.department}资金成效.xlsx`, creditStatementSheet(found.value, dated(query)))
    }),
  ]
}
