/** The one list in its three faces, its groups, and one lot with its history. */
import { daysBetween } from '#kernel/civil-date.ts'
import { ok } from '#kernel/outcome.ts'
import { fourAmounts, NO_MONEY, type StageAmounts } from '#features/ledger/amounts.model.ts'
import { stageAmountsOf } from '#features/ledger/stage-sums.store.ts'
import { listDivisions } from '#features/people/people.store.ts'
import { type Actor, mayDo } from '#platform/command.ts'
import { bind, type Binding } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { type BookKey, books } from '#policy/books.ts'
import { categories, type CategoryKey } from '#policy/categories.ts'
import { fundLevels, type FundLevel } from '#policy/fund-catalogue.ts'
import type { ListGrouping } from '#policy/fund-lists.ts'
import { documentKinds } from '#policy/fund-terms.ts'
import { fieldNames, type LotFields } from './adjust.model.ts'
import { lotVersions, type VersionRow } from './adjust.store.ts'
import * as contract from './funds.contract.ts'
import { refuse } from './funds.model.ts'
import { AWAITED, marksOf, sumOf, UNSPENT } from './lot-clocks.model.ts'
import { findLot, groupLots, listLots, type LotFilter, type LotRow, lotFacets, lotProjects, sumLots } from './lot-list.store.ts'
import { listUses, type UseRow } from './lot-uses.store.ts'
import { catalogueText, economicText, fieldText, functionalText, natureText, poolClassText, poolWhy } from './lot-words.model.ts'

const labelsOfUses = (uses: readonly string[]) => uses.map((u) => categories[u as CategoryKey].label)
const moneyOut = (r: StageAmounts) => ({ amounts: stageAmountsOf(r), four: fourAmounts(stageAmountsOf(r)) })
const receivedOf = (r: StageAmounts): bigint => r.announced - sumOf(r, AWAITED)

function lotOut(l: LotRow, today: Parameters<typeof marksOf>[1]) {
  const clocks = {
    since: l.since,
    lapsesOn: l.lapses_on,
    awaitedFen: sumOf(l, AWAITED),
    availableFen: l.available,
    unspentFen: sumOf(l, UNSPENT),
  }
  return {
    id: l.lot_id,
    docNo: l.doc_no,
    fundName: l.fund_name,
    catalogueCode: l.catalogue_code,
    catalogueLabel: catalogueText(l.catalogue_code),
    level: l.level,
    levelLabel: fundLevels[l.level],
    department: l.department,
    book: l.book,
    bookLabel: books[l.book].label,
    nature: l.nature,
    natureLabel: natureText(l.nature),
    poolClass: l.pool_class,
    poolClassLabel: poolClassText(l.pool_class),
    uses: l.uses,
    useLabels: labelsOfUses(l.uses),
    fiscalYear: l.fiscal_year,
    usableTo: l.usable_to,
    lapsesOn: l.lapses_on,
    carriedFrom: l.carried_from,
    amountFen: l.announced,
    receivedFen: receivedOf(l),
    ...moneyOut(l),
    marks: marksOf(clocks, today),
  }
}

const useOut = (u: UseRow) => ({
  id: `${u.lot_id} ${u.project_id} ${u.contract_id}`,
  lotId: u.lot_id,
  docNo: u.doc_no,
  fundName: u.fund_name,
  levelLabel: fundLevels[u.level],
  department: u.department,
  bookLabel: books[u.book].label,
  fiscalYear: u.fiscal_year,
  projectId: u.project_id,
  project: u.project,
  projectCode: u.project_code,
  place: u.place,
  categoryLabel: categories[u.category as CategoryKey].label,
  responsibleUnit: u.responsible_unit,
  ...moneyOut(u),
})

function groupLabel(by: ListGrouping, key: string) {
  switch (by) {
    case 'level':
      return fundLevels[key as FundLevel] ?? { zh: key, en: key }
    case 'book':
      return books[key as BookKey]?.label ?? { zh: key, en: key }
    case 'nature':
      return natureText(key)
    case 'catalogue':
      return catalogueText(key)
    case 'year':
      return { zh: `${key}年`, en: key }
    case 'department':
      return { zh: key, en: key }
  }
}

/** 1 → 1st page of the query; `today` reads the clocks. */
const paged = ({ page, pageSize, ...filter }: { page: number; pageSize: number } & LotFilter, today: LotFilter['today']) => ({
  ...filter,
  today,
  limit: pageSize,
  offset: (page - 1) * pageSize,
})

function history(versions: readonly VersionRow[], fiscalYear: number) {
  return versions
    .slice(1)
    .map((v, i) => {
      const before = versions[i]!.fields
      const changed = (Object.keys(fieldNames) as (keyof LotFields)[]).filter(
        (key) => JSON.stringify(before[key]) !== JSON.stringify(v.fields[key]) && key !== 'usableTo',
      )
      return {
        version: v.version,
        at: v.at,
        by: v.by,
        document: v.document,
        reason: v.reason,
        changeFen: v.changeFen,
        postingId: v.postingId,
        changes: changed.map((key) => ({
          field: key,
          label: fieldNames[key],
          before: fieldText(key, before[key], fiscalYear),
          after: fieldText(key, v.fields[key], fiscalYear),
        })),
      }
    })
    .reverse()
}

const lotActions = (lot: LotRow, actor: Actor) => {
  const mayReceive = mayDo(actor, 'funds.receive')
  const waiting = sumOf(lot, AWAITED) > 0n
  const mayAdjust = mayDo(actor, 'funds.adjust')
  return [
    {
      name: 'receive',
      label: { zh: '登记到账', en: 'Record a receipt' },
      allowed: mayReceive && waiting,
      because: !waiting
        ? { zh: '已全部到账', en: 'All of it has arrived' }
        : mayReceive
          ? null
          : { zh: '由财政局登记到账', en: 'The finance bureau records receipts' },
    },
    {
      name: 'adjust',
      label: { zh: '调整', en: 'Adjust' },
      allowed: mayAdjust,
      because: mayAdjust ? null : { zh: '由区统筹办凭文件调整', en: 'The coordination office adjusts, by a document' },
    },
  ]
}

async function lotPage({ database, clock }: Services, actor: Actor, lotId: string) {
  const { district } = actor
  const lot = await findLot(database.db, district, lotId)
  if (!lot) return refuse('lot_unknown', { lot: lotId })
  const projects = await lotProjects(database.db, district, lotId)
  const versions = await lotVersions(database.db, district, lotId)
  const places = lot.regions === null ? [] : await listDivisions(database.db, district)
  const { sourceFile, ...own } = {
    ...lotOut(lot, clock.today()),
    purpose: lot.purpose,
    documentKind: documentKinds[lot.doc_kind].label,
    issuer: lot.issuer,
    issuedOn: lot.issued_on,
    receivedOn: lot.received_on,
    funcCode: lot.func_code,
    funcLabel: functionalText(lot.func_code, lot.fiscal_year),
    econCode: lot.econ_code,
    econLabel: economicText(lot.econ_code),
    poolReason: lot.pool_reason,
    poolWhy: poolWhy({ poolClass: lot.pool_class, catalogueCode: lot.catalogue_code, poolReason: lot.pool_reason }),
    usableUntil: lot.usable_until,
    regions: (lot.regions ?? []).map((code) => ({ code, name: places.find((p) => p.code === code)?.name ?? code })),
    sourceFile: lot.source,
  }
  return ok({
    ...own,
    sourceFile: sourceFile?.name ? sourceFile : null,
    projects: projects.map((p) => ({ id: p.id, code: p.code, name: p.name, ...moneyOut(p) })),
    history: history(versions, lot.fiscal_year),
    actions: lotActions(lot, actor),
  })
}

export function lotsRoutes(services: Services): Binding[] {
  const { database, clock } = services
  const facets = (actor: Actor) => lotFacets(database.db, actor.district)
  const uses = async (actor: Actor, query: Parameters<typeof paged>[0], byContract: boolean) => {
    const found = await listUses(database.db, actor.district, paged(query, clock.today()), byContract)
    return {
      found,
      rest: { total: found.total, sum: moneyOut(found.sum).amounts, four: moneyOut(found.sum).four, facets: await facets(actor) },
    }
  }
  return [
    bind(contract.listLots, async ({ actor, query }) => {
      const filter = paged(query, clock.today())
      const found = await listLots(database.db, actor.district, filter)
      const { amounts, four } = moneyOut((await sumLots(database.db, actor.district, filter)) ?? NO_MONEY)
      const rows = found.rows.map((l) => lotOut(l, clock.today()))
      return { rows, total: found.total, sum: amounts, four, facets: await facets(actor) }
    }),
    bind(contract.groupLots, async ({ actor, query }) => {
      const { group, ...filter } = query
      const found = await groupLots(database.db, actor.district, group, paged(filter, clock.today()))
      const { amounts, four } = moneyOut((await sumLots(database.db, actor.district, paged(filter, clock.today()))) ?? NO_MONEY)
      const rows = found.map((g) => ({
        key: g.key,
        label: groupLabel(group, g.key),
        lots: Number(g.lots),
        receivedFen: receivedOf(g),
        ...moneyOut(g),
      }))
      return { rows, total: rows.length, sum: amounts, four, facets: await facets(actor) }
    }),
    bind(contract.listUses, async ({ actor, query }) => {
      const { found, rest } = await uses(actor, query, false)
      return { rows: found.rows.map(useOut), ...rest }
    }),
    bind(contract.listDuties, async ({ actor, query }) => {
      const { found, rest } = await uses(actor, query, true)
      const rows = found.rows.map((u) => {
        const out = useOut(u)
        return {
          ...out,
          contractId: u.contract_id,
          contractNo: u.contract_no,
          contract: u.contract,
          contractor: u.contractor,
          signedOn: u.signed_on,
          unpaidFen: out.four.allocated - out.four.paid,
          lapsesOn: u.lapses_on,
          daysLeft: daysBetween(clock.today(), u.lapses_on),
        }
      })
      return { rows, ...rest }
    }),
    bind(contract.showLot, ({ actor, params }) => lotPage(services, actor, params.id)),
  ]
}
