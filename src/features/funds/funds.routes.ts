/** The list of money, bound to its endpoints. */
import { ok } from '#kernel/outcome.ts'
import { mayDo, runCommand, type Actor } from '#platform/command.ts'
import { keepFile } from '#platform/files.ts'
import { attempt, bind, type Binding, sendSheet } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { books } from '#policy/books.ts'
import { categories, type CategoryKey } from '#policy/categories.ts'
import { fundCatalogue, fundLevels, type FundLevel } from '#policy/fund-catalogue.ts'
import { previewOut } from '#features/imports/preview-out.ts'
import { NO_MONEY, stageAmountsOf } from '#features/ledger/stage-sums.store.ts'
import { type FundImportInput, previewFunds, recordReceipt, registerFunds } from './funds.commands.ts'
import * as contract from './funds.contract.ts'
import type { LotDraft } from './funds.model.ts'
import { refuse } from './funds.model.ts'
import { findLot, listLots, type LotRow, lotFacets, lotProjects, sumLots } from './funds.store.ts'

const labelsOfUses = (uses: readonly string[]) => uses.map((u) => categories[u as CategoryKey].label)

const lotOut = (l: LotRow) => ({
  id: l.lot_id,
  docNo: l.doc_no,
  fundName: l.fund_name,
  catalogueCode: l.catalogue_code,
  level: l.level,
  levelLabel: fundLevels[l.level as FundLevel],
  department: l.department,
  book: l.book,
  bookLabel: books[l.book].label,
  poolClass: l.pool_class,
  uses: l.uses,
  useLabels: labelsOfUses(l.uses),
  fiscalYear: l.fiscal_year,
  usableTo: l.usable_to,
  amountFen: l.amount_fen,
  amounts: stageAmountsOf(l),
})

const draftOut = (d: LotDraft) => ({
  ...d,
  catalogueLabel: fundCatalogue[d.catalogueCode].label,
  uses: [...d.uses],
})

const lotActions = (lot: LotRow, actor: Actor) => {
  const may = mayDo(actor, 'funds.receive')
  const waiting = lot.expected > 0n
  return [
    {
      name: 'receive',
      label: { zh: '登记到账', en: 'Record a receipt' },
      allowed: may && waiting,
      because: !waiting
        ? { zh: '已全部到账', en: 'All of it has arrived' }
        : may
          ? null
          : { zh: '由财政局登记到账', en: 'The finance bureau records receipts' },
    },
  ]
}

/** The filtered list as a spreadsheet, all pages of it. */
const exportLots = ({ database }: Services): Binding =>
  bind(contract.exportLots, async ({ actor, query, reply }) => {
    const found = await listLots(database.db, actor.district, { ...query, limit: 100_000, offset: 0 })
    const money = (header: string) => ({ header, kind: 'money' as const, width: 16 })
    return sendSheet(reply, '资金清单.xlsx', {
      name: '一张清单',
      columns: [
        { header: '文号', kind: 'text', width: 26 },
        { header: '资金名称', kind: 'text', width: 34 },
        { header: '级次', kind: 'text', width: 8 },
        { header: '主管部门', kind: 'text', width: 18 },
        { header: '专账', kind: 'text', width: 12 },
        { header: '年度', kind: 'number', width: 8 },
        { header: '用途', kind: 'text', width: 30 },
        money('指标（元）'),
        money('未到账（元）'),
        money('可安排（元）'),
        money('已安排（元）'),
        money('已签约（元）'),
        money('支付中（元）'),
        money('已支付（元）'),
      ],
      rows: found.rows.map((l) => [
        l.doc_no,
        l.fund_name,
        fundLevels[l.level as FundLevel].zh,
        l.department,
        books[l.book].label.zh,
        l.fiscal_year,
        labelsOfUses(l.uses)
          .map((u) => u.zh)
          .join('、'),
        l.announced,
        l.expected,
        l.available,
        l.reserved,
        l.committed,
        l.ordered + l.returned,
        l.paid,
      ]),
    })
  })

export function fundsRoutes(services: Services): Binding[] {
  const { database, clock } = services
  const preview = (actor: Actor, input: FundImportInput) =>
    attempt(async () => {
      const found = await previewFunds(database.db, actor.district, input)
      return {
        ...previewOut(found.reading, { errors: found.errors, warnings: [], contentHash: found.contentHash }),
        rows: found.drafts.map(draftOut),
      }
    })
  return [
    bind(contract.listLots, async ({ actor, query }) => {
      const { page, pageSize, ...filter } = query
      const found = await listLots(database.db, actor.district, { ...filter, limit: pageSize, offset: (page - 1) * pageSize })
      const total = (await sumLots(database.db, actor.district, filter)) ?? NO_MONEY
      return {
        rows: found.rows.map(lotOut),
        total: found.total,
        sum: stageAmountsOf(total),
        facets: await lotFacets(database.db, actor.district),
      }
    }),
    exportLots(services),
    bind(contract.showLot, async ({ actor, params }) => {
      const lot = await findLot(database.db, actor.district, params.id)
      if (!lot) return refuse('lot_unknown', { lot: params.id })
      const projects = await lotProjects(database.db, actor.district, params.id)
      return ok({
        ...lotOut(lot),
        purpose: lot.purpose,
        issuedOn: lot.issued_on,
        sourceFile: lot.source,
        projects: projects.map((p) => ({ id: p.id, code: p.code, name: p.name, amounts: stageAmountsOf(p) })),
        actions: lotActions(lot, actor),
      })
    }),
    bind(contract.previewFunds, async ({ actor, key, file }) => {
      const kept = await runCommand(database, keepFile('funds.import'), file!, { actor, key, clock })
      if (!kept.ok) return kept
      return preview(actor, { fileId: kept.value.fileId, corrections: {}, defaults: {} })
    }),
    bind(contract.previewFundsAgain, ({ actor, body }) => preview(actor, body)),
    bind(contract.confirmFunds, ({ actor, key, body }) => runCommand(database, registerFunds, body, { actor, key, clock })),
    bind(contract.recordReceipt, ({ actor, key, body }) => runCommand(database, recordReceipt, body, { actor, key, clock })),
  ]
}
