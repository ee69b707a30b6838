/** One payment order: what is paid to whom from which money, who signed, and what the bank answered. On paper: the order itself. */
import { PrinterOutlined } from '@ant-design/icons'
import { Alert, Button, Card } from 'antd'
import { useState } from 'react'
import { ActionBar } from '#ui/ActionBar.tsx'
import { showClaim } from '#features/claims/claims.contract.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { useSay } from '#ui/language.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { LinkIfAllowed } from '#ui/PageLink.tsx'
import { ReasonDialog } from '#ui/ReasonDialog.tsx'
import { usePathParam, useQueryParam, useSetQueryParams } from '#ui/routing.ts'
import { useMay } from '#ui/session.tsx'
import { StateTag } from '#ui/StateTag.tsx'
import { useAct } from '#ui/useAct.ts'
import { reopenClaim, showPayment } from '../payments.contract.ts'
import { PaymentOrder } from './PaymentOrder.tsx'
import { LateReturnDialog } from './LateReturnDialog.tsx'
import { ResultDialog, type BankResult } from './ResultDialog.tsx'

export type Payment = AnswerOf<typeof showPayment>

export function PaymentPage() {
  const id = usePathParam('id')
  return <Answer query={useAnswer(showPayment, { params: { id } })}>{(payment) => <PaymentView payment={payment} />}</Answer>
}

type Dialog = BankResult | 'reopen' | 'late-return' | null

function PaymentView({ payment }: { payment: Payment }) {
  const say = useSay()
  const reopen = useReopenAction(payment)
  const asked = useQueryParam('do') === 'reopen' && reopen?.allowed === true
  const [dialog, setDialog] = useState<Dialog>(null)
  const setQuery = useSetQueryParams()
  const close = () => {
    setDialog(null)
    setQuery({ do: undefined })
  }
  const actions = [...payment.actions.filter((action) => action.allowed || payment.state === 'sent'), ...(reopen ? [reopen] : [])]
  return (
    <>
      <div className="no-print">
        <PageHead
          title={say({ zh: `支付令 ${payment.orderNo}`, en: `Payment order ${payment.orderNo}` })}
          crumbs={[{ label: { zh: '支付令', en: 'Payment orders' }, to: '/payments' }]}
          state={<StateTag state={payment.state} label={payment.stateLabel} />}
          extra={
            <>
              <Button icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>
                {say({ zh: '打印', en: 'Print' })}
              </Button>
              <ActionBar actions={actions} onAction={(name) => setDialog(name as Exclude<Dialog, null>)} />
            </>
          }
        />
      </div>
      {payment.returnReason ? (
        <Alert
          className="page-card no-print"
          type="error"
          showIcon
          title={say({ zh: `银行退回：${payment.returnReason}`, en: `Returned by the bank: ${payment.returnReason}` })}
          description={
            payment.moneyBack
              ? say({
                  zh: '退款已经回到合同，报账单已退回编制人重新办理。',
                  en: 'The money is back on the contract and the claim back with its compiler.',
                })
              : say({
                  zh: '钱还在专户。核对收款账户后，把退款放回合同，报账单回到编制人重新办理。',
                  en: 'The money is still in the special account. Check the payee account, put the money back to the contract, and claim again.',
                })
          }
        />
      ) : null}
      <LateReturnNote payment={payment} />
      <PaymentOrder payment={payment} />
      <Card className="page-card no-print" style={{ maxWidth: 940, margin: '16px auto 0' }}>
        {say({ zh: '相关：', en: 'See also: ' })}
        <LinkIfAllowed permission="claims.read" to={`/claims/${payment.claimId}`}>
          {say({ zh: `报账单 ${payment.claimNo}`, en: `Claim ${payment.claimNo}` })}
        </LinkIfAllowed>
        {' · '}
        <LinkIfAllowed permission="trace.read" to={`/trace/payment/${payment.id}`}>
          {say({ zh: '这笔钱的来龙去脉', en: 'The way of this money' })}
        </LinkIfAllowed>
      </Card>
      {dialog === 'paid' || dialog === 'returned' ? <ResultDialog payment={payment} result={dialog} onClose={close} /> : null}
      {dialog === 'late-return' ? <LateReturnDialog payment={payment} onClose={close} /> : null}
      {dialog === 'reopen' || asked ? <Reopen payment={payment} onClose={close} /> : null}
    </>
  )
}

function LateReturnNote({ payment }: { payment: Payment }) {
  const say = useSay()
  const late = payment.lateReturn
  if (!late) return null
  return (
    <Alert
      className="page-card no-print"
      type="error"
      showIcon
      title={say({ zh: `付后退回：${late.reason}`, en: `Returned after payment: ${late.reason}` })}
      description={say({
        zh: `${late.on} 退回专户，银行通知 ${late.reference}；钱已回到合同，报账单已退回编制人重新办理。`,
        en: `Back in the account on ${late.on}, advice ${late.reference}; the money is on the contract, the claim with its compiler.`,
      })}
    />
  )
}

/** Putting returned money back is an act on the claim; its server says whether this person may. */
function useReopenAction(payment: Payment) {
  const may = useMay()
  const enabled = payment.state === 'returned' && may('claims.read')
  const claim = useAnswer(showClaim, { params: { id: payment.claimId } }, { enabled })
  return claim.data?.state === 'bank-returned' ? claim.data.actions.find((action) => action.name === 'reopen') : undefined
}

function Reopen({ payment, onClose }: { payment: Payment; onClose: () => void }) {
  const say = useSay()
  const reopen = useAct(reopenClaim, { success: { zh: '退款已回到合同', en: 'The money is back on the contract' }, quiet: true })
  const confirm = async (reason: string) => {
    if (await reopen.run({ params: { id: payment.claimId }, body: { reason } })) onClose()
  }
  return (
    <ReasonDialog
      title={{ zh: '退款回合同', en: 'Put the money back to the contract' }}
      label={{ zh: '处理说明', en: 'Explanation' }}
      ok={{ zh: '退款回合同', en: 'Put back' }}
      busy={reopen.busy}
      error={reopen.error}
      onReason={(reason) => void confirm(reason)}
      onClose={onClose}
    >
      <p className="help-text">
        {say({
          zh: '钱原路回到合同上原来的资金，报账单回到草稿，重新审签。',
          en: 'The money returns to the very lots it came from; the claim becomes a draft and is signed again.',
        })}
      </p>
    </ReasonDialog>
  )
}
