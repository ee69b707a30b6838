/** What is recorded on an agreement: a drawdown, a repayment or interest paid from outside, unused money given back. */
import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import type { Text } from '#kernel/outcome.ts'
import { servicedFrom } from '#policy/financing.ts'
import { type Decision, DecisionDialog } from '#features/treasury/ui/DecisionDialog.tsx'
import { AmountInput, amountRule } from '#ui/AmountInput.tsx'
import { useSay } from '#ui/language.tsx'
import { useAct } from '#ui/useAct.ts'
import { drawLoan, recordInterest, repayLoan, returnUnused } from '../financing.contract.ts'
import type { LoanShown } from './LoanPage.tsx'

export type LoanAct = 'draw' | 'repay' | 'interest' | 'return'

interface Fields {
  readonly amountFen: string
  readonly bankReference?: string
}

interface ActWords {
  readonly title: Text
  readonly document: Text
  readonly date: Text
  readonly reason: Text
  readonly note: Text
  readonly most: (loan: LoanShown) => { readonly fen: string; readonly name: Text } | null
}

const WORDS: Readonly<Record<LoanAct, ActWords>> = {
  draw: {
    title: { zh: '登记提款', en: 'Record a drawdown' },
    document: { zh: '提款通知编号', en: 'Number of the notice' },
    date: { zh: '到账日期', en: 'Came on' },
    reason: { zh: '用途', en: 'Purpose' },
    note: { zh: '钱到专户后登记：立即成为可安排的融资资金，同时记为欠出借方的本金。', en: 'It becomes available and owed at once.' },
    most: (loan) => ({ fen: loan.cost.undrawnFen, name: { zh: '合同未提的', en: 'what is undrawn' } }),
  },
  repay: {
    title: { zh: '登记还本', en: 'Record a repayment' },
    document: { zh: '还款凭证号', en: 'Proof of repayment' },
    date: { zh: '还款日期', en: 'Repaid on' },
    reason: { zh: '还款资金来源（专户以外）', en: 'Source of the money, outside the account' },
    note: servicedFrom,
    most: (loan) => ({ fen: loan.cost.owedFen, name: { zh: '未还本金', en: 'what is owed' } }),
  },
  interest: {
    title: { zh: '登记付息', en: 'Record interest' },
    document: { zh: '付息凭证号', en: 'Proof of payment' },
    date: { zh: '付息日期', en: 'Paid on' },
    reason: { zh: '付息资金来源（专户以外）', en: 'Source of the money, outside the account' },
    note: servicedFrom,
    most: () => null,
  },
  return: {
    title: { zh: '退还未用资金', en: 'Give back what is unused' },
    document: { zh: '决定文号和付款回单号', en: 'Decision and bank advice' },
    date: { zh: '退款日期', en: 'Given back on' },
    reason: { zh: '原因', en: 'Reason' },
    note: {
      zh: '没有安排出去的融资资金从专户退给出借方，同时减少所欠本金。',
      en: 'Unused money leaves the account for the lender; as much is no longer owed.',
    },
    most: (loan) => ({ fen: loan.cost.unusedFen, name: { zh: '闲置未安排的', en: 'what is unused' } }),
  },
}

export function LoanActDialog({ act, loan, onClose }: { act: LoanAct; loan: LoanShown; onClose: () => void }) {
  const say = useSay()
  const words = WORDS[act]
  const [form] = Form.useForm<Fields & Decision>()
  const { run, state } = useLoanAct(act)
  const most = words.most(loan)
  const decide = async (decision: Fields & Decision) => {
    if (await run(loan.id, decision)) onClose()
  }
  return (
    <DecisionDialog<Fields>
      title={{ zh: `${words.title.zh}：${loan.agreementNo}`, en: `${words.title.en}: ${loan.agreementNo}` }}
      ok={{ zh: '确认登记', en: 'Record' }}
      form={form}
      act={state}
      words={words}
      onDecide={(decision) => void decide(decision)}
      onClose={onClose}
    >
      <p className="help-text">{say(words.note)}</p>
      <Form.Item name="amountFen" label={say({ zh: '金额', en: 'Amount' })} rules={[amountRule(say, most ? { most } : {})]}>
        <AmountInput unit="万元" capital />
      </Form.Item>
      {act === 'draw' ? <BankReference /> : null}
    </DecisionDialog>
  )
}

function BankReference(): ReactNode {
  const say = useSay()
  return (
    <Form.Item
      name="bankReference"
      label={say({ zh: '银行收款回单号', en: 'Bank reference' })}
      rules={[
        {
          required: true,
          whitespace: true,
          min: 2,
          message: say({ zh: '请填写银行收款回单上的编号', en: 'Enter the number on the bank advice' }),
        },
      ]}
    >
      <Input maxLength={80} autoComplete="off" />
    </Form.Item>
  )
}

function useLoanAct(act: LoanAct) {
  const done = { success: { zh: '已登记', en: 'Recorded' }, quiet: true }
  const [draw, repay, interest, back] = [
    useAct(drawLoan, done),
    useAct(repayLoan, done),
    useAct(recordInterest, done),
    useAct(returnUnused, done),
  ]
  const chosen = { draw, repay, interest, return: back }[act]
  const run = (id: string, { amountFen, bankReference = '', document, reason, decidedOn }: Fields & Decision): Promise<object | null> => {
    const params = { id }
    switch (act) {
      case 'draw':
        return draw.run({ params, body: { docNo: document, drawnOn: decidedOn, bankReference, amountFen, purpose: reason } })
      case 'repay':
        return repay.run({ params, body: { paidOn: decidedOn, amountFen, document, paidFrom: reason } })
      case 'interest':
        return interest.run({ params, body: { paidOn: decidedOn, amountFen, document, paidFrom: reason } })
      case 'return':
        return back.run({ params, body: { returnedOn: decidedOn, amountFen, document, reason } })
    }
  }
  return { run, state: { busy: chosen.busy, error: chosen.error } }
}
