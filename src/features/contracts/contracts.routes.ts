/** Contracts, bound to their endpoints. */
import { maskAccount } from '#kernel/check-digits.ts'
import { ok } from '#kernel/outcome.ts'
import type { AvailableAction } from '#kernel/workflow.ts'
import { type Actor, mayDo, runCommand } from '#platform/command.ts'
import { findEvents } from '#platform/event-log.ts'
import { bind, type Binding } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { fourAmounts } from '#features/ledger/amounts.model.ts'
import { readMoment } from '#features/ledger/moment.model.ts'
import { stageAmountsOf } from '#features/ledger/stage-sums.store.ts'
import { moneyByLot } from '#features/projects/projects.store.ts'
import { findTerms, inForce, type SettlementRow, settlementsOf } from './contract-money.store.ts'
import { registerContract } from './contracts.commands.ts'
import * as contract from './contracts.contract.ts'
import { refuse } from './contracts.model.ts'
import { claimsOfContract, type ContractRow, findContract, listContracts, searchContractors } from './contracts.store.ts'

const contractOut = (c: ContractRow) => ({
  id: c.contract_id,
  contractNo: c.contract_no,
  name: c.name,
  projectId: c.project_id,
  projectCode: c.project_code,
  projectName: c.project_name,
  category: c.category,
  contractor: c.contractor,
  creditCode: c.credit_code,
  accountNoMasked: maskAccount(c.account_no),
  bankName: c.bank_name,
  signedOn: c.signed_on,
  amountFen: c.amount_fen,
  amounts: stageAmountsOf(c),
  four: fourAmounts(c),
})

function actionsFor(c: ContractRow, actor: Actor) {
  const may = mayDo(actor, 'claims.compile')
  const left = c.committed + c.retained > 0n
  return [
    {
      name: 'claim',
      label: { zh: '编制报账', en: 'Compile a claim' },
      allowed: may && left,
      because: !left
        ? { zh: '合同款已全部报账', en: 'All of the contract is claimed' }
        : may
          ? null
          : { zh: '由项目主管部门编制报账', en: 'The competent department compiles claims' },
    },
  ]
}

const settlementOut = (s: SettlementRow) => ({
  number: s.number,
  auditedFen: s.audited_fen,
  cutFen: s.cut_fen,
  overFen: s.over_fen,
  auditedOn: s.audited_on,
  acceptedOn: s.accepted_on,
  auditor: s.auditor,
  reportNo: s.report_no,
  reportFile: s.report_file ? { fileId: s.report_file, fileName: s.file_name ?? '' } : null,
  reason: s.reason,
  recordedBy: s.recorded_by,
  recordedAt: s.recorded_at,
})

function standingOf(c: ContractRow, settlements: readonly SettlementRow[]) {
  const alive = inForce(settlements)
  return {
    contractFen: c.amount_fen,
    auditedFen: alive?.audited_fen ?? null,
    cutFen: alive?.cut_fen ?? null,
    paidFen: c.paid + c.advanced + c.recoverable,
    payableFen: c.committed + c.ordered + c.returned + c.retained,
    recoverableFen: c.recoverable,
  }
}

/** What a keeper of the books may do with the money of this contract; others do not see what is not theirs. */
function moneyActions(c: ContractRow, settlements: readonly SettlementRow[], hasTerms: boolean, actor: Actor): AvailableAction[] {
  const one = (name: string, zh: string, en: string, allowed: boolean, why: string, whyEn: string): AvailableAction => ({
    name,
    label: { zh, en },
    allowed,
    because: allowed ? null : { zh: why, en: whyEn },
  })
  const terms = mayDo(actor, 'contracts.register') && !hasTerms
  const own = terms ? [one('terms', '登记付款约定', 'Record payment terms', true, '', '')] : []
  if (!mayDo(actor, 'ledger.post')) return own
  const settled = inForce(settlements) !== null
  const underWay = c.ordered + c.returned > 0n
  return [
    ...own,
    settled
      ? one('withdraw', '撤回审定', 'Withdraw the settlement', true, '', '')
      : one('settle', '登记结算审定', 'Record the settlement', !underWay, '有款项在支付途中，先处理完银行结果', 'A payment is on its way'),
    one('fine', '扣罚', 'Fine', c.committed + c.retained > 0n, '合同没有未付款和质保金', 'Nothing is unpaid or retained'),
    one('release', '合同核减', 'Release', c.committed > 0n, '合同没有未付款', 'Nothing is unpaid'),
    one('refund', '登记收款方退款', 'Record a refund', c.paid + c.advanced > 0n, '合同还没有付过款', 'Nothing is paid yet'),
    one('recovery', '登记收回', 'Record a recovery', c.recoverable > 0n, '没有应收回的款', 'Nothing is to be recovered'),
  ]
}

export function contractsRoutes(services: Services): Binding[] {
  const { database, clock } = services
  return [
    bind(contract.listContracts, async ({ actor, query }) => {
      const { page, pageSize, asOf, knownAt, ...filter } = query
      const moment = readMoment({ asOf, knownAt }, clock.today())
      if (!moment.ok) return moment
      const found = await listContracts(database.db, actor.district, {
        ...filter,
        moment: moment.value,
        limit: pageSize,
        offset: (page - 1) * pageSize,
      })
      return ok({ rows: found.rows.map(contractOut), total: found.total })
    }),
    bind(contract.showContract, async ({ actor, params }) => {
      const found = await findContract(database.db, actor.district, params.id)
      if (!found) return refuse('contract_unknown', { contract: params.id })
      const on = database.db
      const { district } = actor
      const money = await moneyByLot(on, district, { contractId: params.id })
      const claims = await claimsOfContract(on, district, params.id)
      const settlements = await settlementsOf(on, district, params.id)
      const terms = await findTerms(on, district, params.id)
      const events = await findEvents(on, district, { subject: params.id, limit: 100, offset: 0 })
      return ok({
        ...contractOut(found),
        money: money.map((m) => ({ lotId: m.lot_id, docNo: m.doc_no, fundName: m.fund_name, book: m.book, amounts: stageAmountsOf(m) })),
        claims: claims.map((c) => ({
          id: c.id,
          claimNo: c.claim_no,
          kind: c.kind,
          state: c.state,
          amountFen: c.amount_fen,
          recoverFen: c.recover_fen,
          retainFen: c.retain_fen,
          deferFen: c.defer_fen,
        })),
        terms,
        standing: standingOf(found, settlements),
        settlements: settlements.map(settlementOut),
        history: events.rows.map((e) => ({
          at: e.recordedAt,
          sentence: { zh: `${e.actor} ${e.sentence.zh}`, en: `${e.actor}: ${e.sentence.en}` },
        })),
        actions: [...actionsFor(found, actor), ...moneyActions(found, settlements, terms !== null, actor)],
      })
    }),
    bind(contract.registerContract, ({ actor, key, body }) => runCommand(database, registerContract, body, { actor, key, clock })),
    bind(contract.findContractors, async ({ actor, query }) => ({
      rows: (await searchContractors(database.db, actor.district, query.q)).map((c) => ({
        id: c.contractor_id,
        name: c.name,
        creditCode: c.credit_code,
        bankName: c.bank_name,
        accountNoMasked: maskAccount(c.account_no),
      })),
    })),
  ]
}
