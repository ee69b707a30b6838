/** The project library, bound to its endpoints. */
import { ok } from '#kernel/outcome.ts'
import { availableActions } from '#kernel/workflow.ts'
import { type Actor, mayDo, runCommand } from '#platform/command.ts'
import { keepFile } from '#platform/files.ts'
import { attempt, bind, type Binding, sendSheet } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { categories, type CategoryKey } from '#policy/categories.ts'
import { projectWorkflow } from '#policy/project-workflow.ts'
import { permits, reasonsOf } from '#features/ledger/ledger.model.ts'
import { loadLotFacts, loadPurposes } from '#features/ledger/ledger.store.ts'
import { fourAmounts } from '#features/ledger/amounts.model.ts'
import { readMoment } from '#features/ledger/moment.model.ts'
import { stageAmountsOf } from '#features/ledger/stage-sums.store.ts'
import { previewOut } from '#features/imports/preview-out.ts'
import { importProjects, previewProjects, type ProjectImportInput } from './projects.commands.ts'
import * as contract from './projects.contract.ts'
import { refuse } from './projects.model.ts'
import {
  availableByLot,
  contractsOfProject,
  findProject,
  listProjects,
  moneyByLot,
  projectPhases,
  type ProjectRow,
  projectYears,
  sumProjects,
} from './projects.store.ts'

const projectOut = (p: ProjectRow) => ({
  id: p.project_id,
  code: p.code,
  name: p.name,
  year: p.year,
  category: p.category,
  categoryLabel: categories[p.category as CategoryKey].label,
  place: p.place,
  regionCode: p.region,
  responsibleUnit: p.responsible_unit,
  state: p.state,
  stateLabel: projectWorkflow.states[p.state].label,
  score: p.score,
  households: p.households,
  needFen: p.need_fen,
  amounts: stageAmountsOf(p),
  four: fourAmounts(p),
})

/** The lots that could pay it, those that may first and the ones lapsing soonest on top, and why the others may not. */
async function lotsFor(services: Services, district: string, projectId: string) {
  const on = services.database.db
  const [lots, facts, purposes] = [
    await availableByLot(on, district),
    await loadLotFacts(on, district, null),
    await loadPurposes(on, district, [projectId]),
  ]
  const purpose = purposes.get(projectId)!
  return lots
    .map((l) => {
      const verdict = permits(facts.get(l.lot_id)!, purpose)
      return {
        lotId: l.lot_id,
        docNo: l.doc_no,
        fundName: l.fund_name,
        book: l.book,
        availableFen: l.available,
        may: verdict.truth === 'true' && l.available > 0n,
        because:
          verdict.truth === 'true' && l.available <= 0n ? [{ zh: '没有可安排的余额', en: 'Nothing is available' }] : reasonsOf(verdict),
      }
    })
    .sort((a, b) => Number(b.may) - Number(a.may))
}

function actionsFor(p: ProjectRow, actor: Actor) {
  return availableActions(
    projectWorkflow,
    p.state,
    (permission) => mayDo(actor, permission),
    (action) =>
      action === 'contract' && p.reserved === 0n
        ? { zh: '已安排的资金都已签约', en: 'All reserved money is under contract' }
        : action === 'fund'
          ? { zh: '通过采纳分配方案安排资金', en: 'Money comes by adopting an allocation plan' }
          : null,
  ).filter((a) => a.name === 'contract')
}

/** The filtered library as a spreadsheet, all pages of it. */
const exportProjects = ({ database, clock }: Services): Binding =>
  bind(contract.exportProjects, async ({ actor, query, reply }) => {
    const moment = readMoment(query, clock.today())
    if (!moment.ok) return moment
    const found = await listProjects(database.db, actor.district, { ...query, moment: moment.value, limit: 100_000, offset: 0 })
    const money = (header: string) => ({ header, kind: 'money' as const, width: 16 })
    return sendSheet(reply, '项目库.xlsx', {
      name: '一个项目库',
      columns: [
        { header: '项目编号', kind: 'text', width: 14 },
        { header: '项目名称', kind: 'text', width: 40 },
        { header: '年度', kind: 'number', width: 8 },
        { header: '类别', kind: 'text', width: 12 },
        { header: '地点', kind: 'text', width: 20 },
        { header: '责任单位', kind: 'text', width: 22 },
        { header: '状态', kind: 'text', width: 12 },
        { header: '受益户数', kind: 'number', width: 10 },
        money('需求（元）'),
        money('安排（元）'),
        money('其中可签约（元）'),
        money('支付（元）'),
        money('审定（元）'),
      ],
      rows: found.rows.map((p) => [
        p.code,
        p.name,
        p.year,
        categories[p.category as CategoryKey].label.zh,
        p.place,
        p.responsible_unit,
        projectWorkflow.states[p.state].label.zh,
        p.households,
        p.need_fen,
        fourAmounts(p).allocated,
        p.reserved,
        fourAmounts(p).paid,
        p.recognised,
      ]),
    })
  })

export function projectsRoutes(services: Services): Binding[] {
  const { database, clock } = services
  const preview = (actor: Actor, input: ProjectImportInput) =>
    attempt(async () => {
      const found = await previewProjects(database.db, actor.district, input)
      return {
        ...previewOut(found.reading, found),
        rows: found.drafts.map((d) => ({ ...d, categoryLabel: categories[d.category].label })),
      }
    })
  return [
    bind(contract.listProjects, async ({ actor, query }) => {
      const { page, pageSize, asOf, knownAt, ...asked } = query
      const moment = readMoment({ asOf, knownAt }, clock.today())
      if (!moment.ok) return moment
      const filter = { ...asked, moment: moment.value }
      const found = await listProjects(database.db, actor.district, { ...filter, limit: pageSize, offset: (page - 1) * pageSize })
      const { need, money } = await sumProjects(database.db, actor.district, filter)
      return ok({
        rows: found.rows.map(projectOut),
        total: found.total,
        sum: { needFen: need, four: fourAmounts(money) },
        facets: { years: await projectYears(database.db, actor.district) },
      })
    }),
    exportProjects(services),
    bind(contract.showProject, async ({ actor, params }) => {
      const p = await findProject(database.db, actor.district, params.id)
      if (!p) return refuse('project_unknown', { project: params.id })
      const money = await moneyByLot(database.db, actor.district, { projectId: params.id })
      const contracts = await contractsOfProject(database.db, actor.district, params.id)
      return ok({
        ...projectOut(p),
        content: p.content,
        location: p.location,
        poverty: p.poverty,
        agriculture: p.agriculture,
        household: p.household,
        sourceFile: p.source,
        phases: (await projectPhases(database.db, actor.district, params.id)).map((f) => ({ year: f.year, needFen: f.need_fen })),
        money: money.map((m) => ({ lotId: m.lot_id, docNo: m.doc_no, fundName: m.fund_name, book: m.book, amounts: stageAmountsOf(m) })),
        lots: await lotsFor(services, actor.district, params.id),
        contracts: contracts.map((c) => ({ id: c.id, contractNo: c.contract_no, contractor: c.contractor, amountFen: c.amount_fen })),
        actions: actionsFor(p, actor),
      })
    }),
    bind(contract.previewProjects, async ({ actor, key, file }) => {
      const kept = await runCommand(database, keepFile('projects.import'), file!, { actor, key, clock })
      if (!kept.ok) return kept
      return preview(actor, { fileId: kept.value.fileId, corrections: {}, defaults: {} })
    }),
    bind(contract.previewProjectsAgain, ({ actor, body }) => preview(actor, body)),
    bind(contract.confirmProjects, ({ actor, key, body }) => runCommand(database, importProjects, body, { actor, key, clock })),
  ]
}
