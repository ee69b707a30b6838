/** A contract turns reserved money into committed money, for one contractor with one registered account. Pure. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { isAccountNumber, isCreditCode, maskAccount } from '#kernel/check-digits.ts'
import { type Fen, formatFen, sum } from '#kernel/money.ts'
import { type Finding, ok, type Outcome, refusals } from '#kernel/outcome.ts'
import { nextState, notInState } from '#kernel/workflow.ts'
import { type Holding, takeExpiringFirst } from '#features/ledger/holdings.model.ts'
import { atStage, byBook, type PostingDraft } from '#features/ledger/ledger.model.ts'
import { type ProjectState, projectWorkflow } from '#policy/project-workflow.ts'
import { checkTerms, type Terms } from './contract-terms.model.ts'

export const refuse = refusals({
  project_unknown: { kind: 'not-found', zh: '没有编号为 {project} 的项目', en: 'There is no project {project}' },
  contract_unknown: { kind: 'not-found', zh: '没有编号为 {contract} 的合同', en: 'There is no contract {contract}' },
  project_not_funded: {
    kind: 'rule-not-met',
    zh: '项目 {project} 不能登记合同：{state}',
    en: 'No contract for project {project}: {stateEn}',
  },
  contract_invalid: {
    kind: 'invalid',
    zh: '合同有 {count} 处填写不对，请按提示改正',
    en: '{count} entries of the contract are not right; correct them as shown',
  },
  terms_known: {
    kind: 'conflict',
    zh: '合同 {no} 的付款约定已登记，不能改登；确有变更请签补充合同',
    en: 'The payment terms of contract {no} are recorded; a change needs a contract of its own',
  },
  contract_no_taken: { kind: 'conflict', zh: '合同编号 {no} 已登记过，请核对', en: 'The contract number {no} is registered already' },
  account_differs: {
    kind: 'rule-not-met',
    zh: '“{name}”已登记的收款账户是 {known}（{bank}），与本次填写的不同。合同只能付到已登记的账户，请核对账号',
    en: '"{name}" is registered with the account {known} ({bank}), not the one entered; money goes to the registered account only',
  },
  amount_exceeds_reservation: {
    kind: 'rule-not-met',
    zh: '合同金额 {amount} 元超过项目尚未签约的安排 {reserved} 元（超 {over} 元）；请核对合同金额，或先调整方案',
    en: 'The contract amount {amount} is above the {reserved} reserved and not yet committed (by {over}); correct it or change the plan first',
  },
})

export interface ContractInput {
  readonly projectId: string
  readonly contractNo: string
  readonly name: string
  readonly signedOn: CivilDate
  readonly amountFen: Fen
  /** What the contract says about advance, progress and retention; absent where it says nothing. */
  readonly terms?: Terms | undefined
  readonly contractor: {
    readonly name: string
    readonly creditCode: string
    readonly bankName: string
    readonly accountNo: string
    readonly accountName: string
  }
}

export interface ContractState {
  readonly project: { readonly code: string; readonly category: string; readonly state: ProjectState } | undefined
  readonly contractNoTaken: boolean
  readonly known: { readonly id: string; readonly name: string; readonly accountNo: string; readonly bankName: string } | undefined
  readonly reserved: readonly Holding[]
}

const finding = (field: string, value: string, zh: string, en: string): Finding => ({ field, value, message: { zh, en } })

function checkInput(input: ContractInput, category: string, today: CivilDate): Finding[] {
  const { contractor: c } = input
  const found: Finding[] = []
  if (input.amountFen <= 0n)
    found.push(finding('amountFen', formatFen(input.amountFen), '合同金额必须大于零', 'The contract amount must be above zero'))
  if (input.signedOn > today)
    found.push(finding('signedOn', input.signedOn, '签订日期晚于今天，请改正', 'The date of signature is in the future; correct it'))
  if (!isCreditCode(c.creditCode))
    found.push(
      finding(
        'contractor.creditCode',
        c.creditCode,
        '统一社会信用代码校验不通过，请对照营业执照逐位核对（18 位）',
        'The credit code fails its check; compare all 18 characters with the licence',
      ),
    )
  if (!isAccountNumber(c.accountNo))
    found.push(
      finding(
        'contractor.accountNo',
        c.accountNo,
        '银行账号应为 8 至 32 位数字，不含空格',
        'The account number is 8 to 32 digits without spaces',
      ),
    )
  if (c.accountName.trim() !== c.name.trim())
    found.push(
      finding(
        'contractor.accountName',
        c.accountName,
        `账户户名“${c.accountName}”与承包单位“${c.name}”不一致；项目资金不得付给个人或其他单位`,
        `The account is in the name of "${c.accountName}", not of "${c.name}"; project money never goes to another`,
      ),
    )
  return input.terms ? [...found, ...checkTerms(input.terms, input.signedOn, category)] : found
}

export interface ContractDecision {
  readonly drafts: (contractId: string) => PostingDraft[]
  readonly contractorId: string | null
}

export function decideContract(state: ContractState, input: ContractInput, today: CivilDate): Outcome<ContractDecision> {
  const { project } = state
  if (!project) return refuse('project_unknown', { project: input.projectId })
  if (nextState(projectWorkflow, 'contract', project.state) === null) {
    const why = notInState(projectWorkflow, 'contract', project.state)
    return refuse('project_not_funded', { project: project.code, state: why.zh, stateEn: why.en })
  }
  const findings = checkInput(input, project.category, today)
  if (findings.length > 0) return refuse('contract_invalid', { count: findings.length }, findings)
  if (state.contractNoTaken) return refuse('contract_no_taken', { no: input.contractNo })
  const { known } = state
  if (known && (known.accountNo !== input.contractor.accountNo || known.name !== input.contractor.name))
    return refuse('account_differs', { name: known.name, known: maskAccount(known.accountNo), bank: known.bankName })
  const reserved = sum(state.reserved.map((h) => h.balanceFen))
  if (input.amountFen > reserved)
    return refuse('amount_exceeds_reservation', {
      amount: formatFen(input.amountFen),
      reserved: formatFen(reserved),
      over: formatFen(input.amountFen - reserved),
    })
  const parts = takeExpiringFirst(input.amountFen, state.reserved)
  return ok({
    contractorId: known?.id ?? null,
    drafts: (contractId) =>
      byBook({
        kind: 'commitment',
        businessDate: input.signedOn,
        basis: input.contractNo,
        moves: parts.map(({ account, amountFen }) => ({ from: account, to: atStage(account, 'committed', { contractId }), amountFen })),
      }),
  })
}
