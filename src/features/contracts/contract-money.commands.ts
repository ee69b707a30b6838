/** Settle a contract, withdraw a settlement, fine, release, refund, recover: each with its posting in the same act. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { type Fen, formatFen } from '#kernel/money.ts'
import { ok, type Outcome } from '#kernel/outcome.ts'
import type { PostingDraft } from '#features/ledger/ledger.model.ts'
import { loadMoves, lockBooks, post, type Posted } from '#features/ledger/ledger.store.ts'
import { defineCommand } from '#platform/command.ts'
import { postings } from '#policy/postings.ts'
import {
  type ActInput,
  contractActs,
  type ContractState,
  decideAct,
  decideSettlement,
  decideWithdrawal,
  refuse,
  type Settlement,
  type SettlementDecision,
  type SettlementInput,
  type WithdrawalInput,
} from './contract-money.model.ts'
import { insertSettlement, insertTerms, insertWithdrawal, lockContractMoney, type SettlementRow } from './contract-money.store.ts'
import { checkTerms, type Terms } from './contract-terms.model.ts'
import { refuse as refuseContract } from './contracts.model.ts'
import { findContract, hasTerms } from './contracts.store.ts'

/** What an act posted, or in a preview would post. */
export interface ActResult {
  readonly posted: {
    readonly id: string
    readonly book: string
    readonly kind: string
    /** The kind that a reversal turns round. */
    readonly reverses: string | null
    readonly amountFen: Fen
    readonly moves: { readonly lotId: string; readonly from: string; readonly to: string; readonly amountFen: Fen }[]
  }[]
}

const resultOf = (drafts: readonly PostingDraft[], posted: readonly Posted[]): ActResult => ({
  posted: posted.map((p, i) => ({
    id: p.id,
    book: p.book,
    kind: drafts[i]!.kind,
    reverses: drafts[i]!.reverses?.entryKind ?? null,
    amountFen: p.amountFen,
    moves: drafts[i]!.moves.map((m) => ({ lotId: m.from.lotId, from: m.from.stage, to: m.to.stage, amountFen: m.amountFen })),
  })),
})

type Loaded = ContractState & { readonly settlements: readonly SettlementRow[] }

export interface SettleInput extends SettlementInput {
  readonly contractId: string
  readonly reportFile: string
  readonly note?: string | undefined
}

export const settleContract = defineCommand({
  name: 'contracts.settle',
  permission: 'ledger.post',
  load: async (context, input: SettleInput): Promise<Loaded> => {
    await lockBooks(context)
    return lockContractMoney(context.tx, context.district, input.contractId, input.reportFile)
  },
  decide: (state, input, { today }): Outcome<SettlementDecision & { readonly number: number }> => {
    if (!state.contract) return refuse('contract_unknown', { contract: input.contractId })
    const decided = decideSettlement(state, input, today)
    return decided.ok ? ok({ ...decided.value, number: state.settlements.length + 1 }) : decided
  },
  save: async (context, { drafts, cutFen, overFen, number }, input) => {
    const posted = await post(context, drafts)
    await insertSettlement(context.tx, context.district, {
      contractId: input.contractId,
      number,
      input,
      cutFen,
      overFen,
      postings: posted.map((p) => p.id),
      by: context.actor.personId,
      now: context.now,
    })
    return resultOf(drafts, posted)
  },
  sentence: (_, { cutFen, overFen }, input) => ({
    zh: `登记结算审定 ${formatFen(input.auditedFen)} 元（${input.auditor}，${input.reportNo}），审减 ${formatFen(cutFen)} 元，应收回 ${formatFen(overFen)} 元`,
    en: `Settled at ${formatFen(input.auditedFen)} yuan (${input.auditor}, ${input.reportNo}): cut ${formatFen(cutFen)}, to recover ${formatFen(overFen)}`,
  }),
  subjects: (result, _, input) => [input.contractId, ...result.posted.map((p) => p.id)],
})

interface Withdrawing {
  readonly drafts: readonly PostingDraft[]
  readonly settlement: Settlement
}

export const withdrawSettlement = defineCommand({
  name: 'contracts.withdraw-settlement',
  permission: 'ledger.post',
  load: async (context, input: WithdrawalInput & { readonly contractId: string }) => {
    const { tx, district } = context
    await lockBooks(context)
    const state = await lockContractMoney(tx, district, input.contractId)
    const last = state.settlement ? state.settlements.at(-1) : undefined
    const originals = []
    for (const id of last?.postings ?? []) originals.push(await loadMoves(tx, district, id))
    return { state, originals }
  },
  decide: ({ state, originals }, input): Outcome<Withdrawing> =>
    state.contract ? decideWithdrawal(state, originals, input) : refuse('contract_unknown', { contract: input.contractId }),
  save: async (context, { drafts, settlement }, input) => {
    const posted = await post(context, drafts)
    await insertWithdrawal(context.tx, context.district, {
      contractId: input.contractId,
      number: settlement.number + 1,
      input,
      postings: posted.map((p) => p.id),
      by: context.actor.personId,
      now: context.now,
    })
    return resultOf(drafts, posted)
  },
  sentence: (_, { settlement }, input) => ({
    zh: `撤回结算审定 ${formatFen(settlement.auditedFen)} 元（${settlement.reportNo}），依据 ${input.basis}：${input.reason}`,
    en: `Withdrew the settlement at ${formatFen(settlement.auditedFen)} yuan (${settlement.reportNo}), basis ${input.basis}: ${input.reason}`,
  }),
  subjects: (result, _, input) => [input.contractId, ...result.posted.map((p) => p.id)],
})

export const changeContractMoney = defineCommand({
  name: 'contracts.money',
  permission: 'ledger.post',
  load: async (context, input: ActInput & { readonly contractId: string }): Promise<Loaded> => {
    await lockBooks(context)
    return lockContractMoney(context.tx, context.district, input.contractId)
  },
  decide: (state, input, { today }): Outcome<readonly PostingDraft[]> =>
    state.contract ? decideAct(state, input, today) : refuse('contract_unknown', { contract: input.contractId }),
  save: async (context, drafts) => resultOf(drafts, await post(context, drafts)),
  sentence: (_, __, input) => {
    const { label } = postings[contractActs[input.act].kind]
    return {
      zh: `合同“${label.zh}”${formatFen(input.amountFen)} 元，依据 ${input.basis}${input.reason ? `：${input.reason}` : ''}`,
      en: `Contract: "${label.en}" of ${formatFen(input.amountFen)} yuan, basis ${input.basis}${input.reason ? `: ${input.reason}` : ''}`,
    }
  },
  subjects: (result, _, input) => [input.contractId, ...result.posted.map((p) => p.id)],
})

/** A contract that was registered without its payment terms gets them once; from then on claims are held to them. */
export const recordTerms = defineCommand({
  name: 'contracts.terms',
  permission: 'contracts.register',
  load: async (context, input: { readonly contractId: string; readonly terms: Terms }) => {
    await lockBooks(context)
    return {
      contract: await findContract(context.tx, context.district, input.contractId),
      known: await hasTerms(context.tx, context.district, input.contractId),
    }
  },
  decide: ({ contract, known }, input): Outcome<{ readonly contractNo: string }> => {
    if (!contract) return refuse('contract_unknown', { contract: input.contractId })
    if (known) return refuseContract('terms_known', { no: contract.contract_no })
    const findings = checkTerms(input.terms, contract.signed_on as CivilDate, contract.category)
    if (findings.length > 0) return refuseContract('contract_invalid', { count: findings.length }, findings)
    return ok({ contractNo: contract.contract_no })
  },
  save: async (context, _, input) => {
    await insertTerms(context.tx, context.district, input.contractId, input.terms, context.actor.personId, context.now)
    return {}
  },
  sentence: (_, { contractNo }) => ({
    zh: `登记合同 ${contractNo} 的付款约定`,
    en: `Recorded the payment terms of contract ${contractNo}`,
  }),
  subjects: (_, __, input) => [input.contractId],
})
