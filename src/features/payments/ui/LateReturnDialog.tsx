/** The bank gave back what it had paid: with its advice and reason; what will be posted is shown before it is recorded. */
import { Form, Input } from 'antd'
import { formatFen } from '#kernel/money.ts'
import { ActDialog } from '#features/contracts/ui/ActDialog.tsx'
import { useSay } from '#ui/language.tsx'
import { useSession } from '#ui/session.tsx'
import { useAct } from '#ui/useAct.ts'
import { recordLateReturn } from '../payments.contract.ts'
import type { Payment } from './PaymentPage.tsx'
import './payments.css'

interface Returned {
  readonly returnedOn: string
  readonly bankReference: string
  readonly reason: string
}

export function LateReturnDialog({ payment, onClose }: { payment: Payment; onClose: () => void }) {
  const say = useSay()
  const { today } = useSession()
  const [form] = Form.useForm<Returned>()
  const record = useAct(recordLateReturn, { quiet: true })
  const run = async (values: Returned, preview: boolean) => {
    const body = { ...values, bankReference: values.bankReference.trim(), preview }
    const answer = await record.run({ params: { id: payment.id }, body })
    return answer && answer.posted.map(({ id, ...line }) => ({ key: id, ...line }))
  }
  return (
    <ActDialog
      title={{ zh: '登记付后退回', en: 'Record a return after payment' }}
      form={form}
      initial={{ returnedOn: today }}
      busy={record.busy}
      error={record.error}
      run={run}
      onClose={onClose}
    >
      <p className="order-amount">{`¥ ${formatFen(BigInt(payment.amountFen))}`}</p>
      <p className="help-text">
        {say({
          zh: '银行付款成功以后又退回专户的款，原路回到合同上原来的资金；随这笔付款扣回的预付款、预留的质保金同时红字冲回，报账单回到草稿，重新审签。',
          en: 'The money goes back to the very lots on the contract; what the claim recovered and withheld is reversed in red, and the claim is a draft again.',
        })}
      </p>
      <div className="form-grid">
        <Form.Item
          name="returnedOn"
          label={say({ zh: '退回日期', en: 'Returned on' })}
          rules={[{ required: true, message: say({ zh: '请选择日期', en: 'Choose the date' }) }]}
        >
          <Input type="date" min={payment.resultOn ?? payment.orderedOn} max={today} />
        </Form.Item>
        <Form.Item
          name="bankReference"
          label={say({ zh: '退款通知号', en: 'Number of the advice' })}
          rules={[{ required: true, whitespace: true, message: say({ zh: '请填写银行单据号', en: 'Enter the number' }) }]}
        >
          <Input maxLength={80} autoComplete="off" />
        </Form.Item>
      </div>
      <Form.Item
        name="reason"
        label={say({ zh: '退回原因', en: 'Why it came back' })}
        rules={[
          {
            required: true,
            whitespace: true,
            min: 2,
            message: say({ zh: '请写银行的退回原因，至少两个字', en: "Write the bank's reason" }),
          },
        ]}
      >
        <Input maxLength={300} autoComplete="off" />
      </Form.Item>
    </ActDialog>
  )
}
