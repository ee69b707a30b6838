/** What the bank answered: paid with its reference, or returned with its reason. The same answer twice counts once. */
import { Form, Input, Modal } from 'antd'
import { formatFen } from '#kernel/money.ts'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { useSession } from '#ui/session.tsx'
import { useAct } from '#ui/useAct.ts'
import { recordResult } from '../payments.contract.ts'
import type { Payment } from './PaymentPage.tsx'

export type BankResult = 'paid' | 'returned'

interface Answered {
  readonly resultOn: string
  readonly bankReference: string
  readonly returnReason?: string
}

export function ResultDialog({ payment, result, onClose }: { payment: Payment; result: BankResult; onClose: () => void }) {
  const say = useSay()
  const { today } = useSession()
  const [form] = Form.useForm<Answered>()
  const record = useAct(recordResult, { success: { zh: '已登记银行回单', en: 'Recorded' }, quiet: true })
  const paid = result === 'paid'
  const confirm = async (answered: Answered) => {
    const body = { result, ...answered, bankReference: answered.bankReference.trim() }
    if (await record.run({ params: { id: payment.id }, body })) onClose()
  }
  return (
    <Modal
      open
      title={paid ? say({ zh: '登记已付', en: 'Record as paid' }) : say({ zh: '登记退回', en: 'Record as returned' })}
      okText={say({ zh: '登记', en: 'Record' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      confirmLoading={record.busy}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p className="order-amount">{`¥ ${formatFen(BigInt(payment.amountFen))}`}</p>
      <p className="help-text">{`${payment.payee} · ${payment.bankName} · ${payment.accountNoMasked}`}</p>
      <Form<Answered>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ resultOn: today }}
        onFinish={(answered) => void confirm(answered)}
      >
        <Form.Item
          name="resultOn"
          label={say({ zh: '银行日期', en: 'Bank date' })}
          rules={[{ required: true, message: say({ zh: '请选择日期', en: 'Choose the date' }) }]}
        >
          <Input type="date" min={payment.orderedOn} max={today} style={{ width: 180 }} />
        </Form.Item>
        <Form.Item
          name="bankReference"
          label={
            paid
              ? say({ zh: '付款回单号', en: 'Number of the debit advice' })
              : say({ zh: '退回通知号', en: 'Number of the return advice' })
          }
          rules={[{ required: true, whitespace: true, message: say({ zh: '请填写银行单据号', en: 'Enter the number' }) }]}
        >
          <Input maxLength={80} autoComplete="off" />
        </Form.Item>
        {paid ? null : (
          <Form.Item
            name="returnReason"
            label={say({ zh: '退回原因', en: 'Why it came back' })}
            extra={say({ zh: '例如 户名不符、账户已销户、行号错误。', en: 'For example: name does not match, account closed.' })}
            rules={[{ required: true, whitespace: true, message: say({ zh: '请写银行的退回原因', en: "Write the bank's reason" }) }]}
          >
            <Input maxLength={200} autoComplete="off" />
          </Form.Item>
        )}
      </Form>
      <ErrorNote error={record.error} />
    </Modal>
  )
}
