/** Registering a contract: the project's reserved money becomes committed to this contractor. */
import { formatFen } from '#kernel/money.ts'
import { lockBooks, lockHoldings, post } from '#features/ledger/ledger.store.ts'
import { lockProjects } from '#features/projects/projects.store.ts'
import { defineCommand } from '#platform/command.ts'
import { type ContractInput, type ContractState, decideContract } from './contracts.model.ts'
import { insertTerms } from './contract-money.store.ts'
import { contractNoTaken, findContractor, insertContract, insertContractor } from './contracts.store.ts'

export const registerContract = defineCommand({
  name: 'contracts.register',
  permission: 'contracts.register',
  load: async (context, input: ContractInput): Promise<ContractState> => {
    const { tx, district } = context
    await lockBooks(context)
    const [project] = await lockProjects(tx, district, [input.projectId])
    const known = await findContractor(tx, district, input.contractor.creditCode)
    return {
      project,
      contractNoTaken: await contractNoTaken(tx, district, input.contractNo),
      known: known && { id: known.contractor_id, name: known.name, accountNo: known.account_no, bankName: known.bank_name },
      reserved: await lockHoldings(tx, district, 'reserved', { projectId: input.projectId }),
    }
  },
  decide: (state, input, { today }) => decideContract(state, input, today),
  save: async (context, decision, input) => {
    const { tx, district, actor, now } = context
    const id = context.newId('contract')
    const contractorId = decision.contractorId ?? context.newId('contractor')
    if (decision.contractorId === null) await insertContractor(tx, district, contractorId, input.contractor, actor.personId, now)
    await insertContract(tx, district, { id, contractorId, input, by: actor.personId, now })
    if (input.terms) await insertTerms(tx, district, id, input.terms, actor.personId, now)
    const posted = await post(context, decision.drafts(id))
    return { id, postingId: posted[0]!.id }
  },
  sentence: (_, __, input) => ({
    zh: `登记合同 ${input.contractNo}“${input.name}”，${input.contractor.name}，${formatFen(input.amountFen)} 元`,
    en: `Registered contract ${input.contractNo} with ${input.contractor.name} for ${formatFen(input.amountFen)} yuan`,
  }),
  subjects: (result, _, input) => [result.id, input.projectId],
})
