/** Recording one bank receipt for the lots chosen: date, bank reference, amounts, and the sum in capitals before it is posted. */
import { Alert, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { capitalNumerals, type Fen, formatFen } from '#kernel/money.ts'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { useSession } from '#ui/session.tsx'
import { useAct } from '#ui/useAct.ts'
import { recordReceipt } from '../funds.contract.ts'
import { amountOf, type ReceiptAmounts, type ReceiptLine, sumOf, wrongWith } from './receipt-lines.ts'
import { ReceiptLines } from './ReceiptLines.tsx'
import './funds.css'

interface Advice {
  readonly receivedOn: string
  readonly bankReference: string
}

interface ReceiptDialogProps {
  readonly lines: readonly ReceiptLine[]
  readonly onClose: () => void
  readonly onDone?: (amountFen: string) => void
}

export function ReceiptDialog({ lines, onClose, onDone }: ReceiptDialogProps) {
  const say = useSay()
  const { today } = useSession()
  const [form] = Form.useForm<Advice>()
  const [amounts, setAmounts] = useState<ReceiptAmounts>({})
  const receive = useAct(recordReceipt, { success: { zh: '到账已登记', en: 'Receipt recorded' }, quiet: true })
  const wrong = lines.some((line) => wrongWith(line, amounts) !== null)
  const sum = sumOf(lines, amounts)
  const save = async (advice: Advice) => {
    if (wrong) return
    const answer = await receive.run({
      body: {
        receivedOn: advice.receivedOn,
        bankReference: advice.bankReference.trim(),
        lines: lines.map((line) => ({ lotId: line.lotId, amountFen: amountOf(line, amounts) ?? '' })),
      },
    })
    if (!answer) return
    onDone?.(answer.amountFen)
    onClose()
  }
  return (
    <Modal
      open
      width={860}
      title={say({ zh: '登记到账', en: 'Record a receipt' })}
      okText={say({ zh: '确认登记', en: 'Record' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      okButtonProps={{ disabled: wrong }}
      confirmLoading={receive.busy}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form<Advice>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ receivedOn: today }}
        onFinish={(advice) => void save(advice)}
      >
        <AdviceFields today={today} />
      </Form>
      <ReceiptLines lines={lines} amounts={amounts} onAmount={(lotId, fen) => setAmounts((now) => ({ ...now, [lotId]: fen }))} />
      <Sum lines={lines.length} sum={sum} />
      <ErrorNote error={receive.error} />
    </Modal>
  )
}

function AdviceFields({ today }: { today: string }) {
  const say = useSay()
  return (
    <div className="receipt-form">
      <Form.Item
        name="receivedOn"
        label={say({ zh: '到账日期', en: 'Arrived on' })}
        rules={[{ required: true, message: say({ zh: '请选择日期', en: 'Choose the date' }) }]}
      >
        <Input type="date" max={today} />
      </Form.Item>
      <Form.Item
        name="bankReference"
        label={say({ zh: '银行回单号', en: 'Bank reference' })}
        rules={[
          {
            required: true,
            whitespace: true,
            message: say({ zh: '请填写银行收款回单上的编号', en: 'Enter the number on the bank advice' }),
          },
        ]}
      >
        <Input maxLength={80} autoComplete="off" />
      </Form.Item>
    </div>
  )
}

function Sum({ lines, sum }: { lines: number; sum: bigint }) {
  const say = useSay()
  return (
    <Alert
      style={{ marginTop: 16 }}
      type="warning"
      showIcon
      title={say({ zh: `共 ${lines} 笔，${formatFen(sum)} 元`, en: `${lines} lots, ${formatFen(sum)} yuan` })}
      description={
        <>
          <div>{capitalNumerals(sum as Fen)}</div>
          <div>
            {say({
              zh: '确认后立即记账，这些钱就可以安排到项目。填错了只能红字冲销。',
              en: 'It is posted at once and the money can be allocated. A mistake can only be reversed.',
            })}
          </div>
        </>
      }
    />
  )
}
