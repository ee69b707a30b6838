/** Contracts, bound to their endpoints. */
import { maskAccount } from '#kernel/check-digits.ts'
import { ok } from '#kernel/outcome.ts'
import { type Actor, mayDo, runCommand } from '#platform/command.ts'
import { bind, type Binding } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { stageAmountsOf } from '#features/ledger/stage-sums.store.ts'
import { moneyByLot } from '#features/projects/projects.store.ts'
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
  contractor: c.contractor,
  creditCode: c.credit_code,
  accountNoMasked: maskAccount(c.account_no),
  bankName: c.bank_name,
  signedOn: c.signed_on,
  amountFen: c.amount_fen,
  amounts: stageAmountsOf(c),
})

function actionsFor(c: ContractRow, actor: Actor) {
  const may = mayDo(actor, 'claims.compile')
  const left = c.committed > 0n
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

export function contractsRoutes(services: Services): Binding[] {
  const { database, clock } = services
  return [
    bind(contract.listContracts, async ({ actor, query }) => {
      const { page, pageSize, ...filter } = query
      const found = await listContracts(database.db, actor.district, { ...filter, limit: pageSize, offset: (page - 1) * pageSize })
      return { rows: found.rows.map(contractOut), total: found.total }
    }),
    bind(contract.showContract, async ({ actor, params }) => {
      const found = await findContract(database.db, actor.district, params.id)
      if (!found) return refuse('contract_unknown', { contract: params.id })
      const money = await moneyByLot(database.db, actor.district, { contractId: params.id })
      const claims = await claimsOfContract(database.db, actor.district, params.id)
      return ok({
        ...contractOut(found),
        money: money.map((m) => ({ lotId: m.lot_id, docNo: m.doc_no, fundName: m.fund_name, book: m.book, amounts: stageAmountsOf(m) })),
        claims: claims.map((c) => ({ id: c.id, claimNo: c.claim_no, kind: c.kind, state: c.state, amountFen: c.amount_fen })),
        actions: actionsFor(found, actor),
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
