/** Says what an unmatched line of the bank is, and where to go on from it. */
import { Form, Input, Modal, Radio } from 'antd'
import { formatFen } from '#kernel/money.ts'
import type { Permission } from '#policy/roles.ts'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { LinkIfAllowed } from '#ui/PageLink.tsx'
import { StateTag } from '#ui/StateTag.tsx'
import { useAct } from '#ui/useAct.ts'
import { explainLine } from '../bank.contract.ts'
import type { Matching, OpenBankLine } from './MatchPage.tsx'

interface ItemDialogProps {
  readonly line: OpenBankLine
  readonly kinds: Matching['itemKinds']
  readonly onClose: () => void
}

export function ItemDialog({ line, kinds, onClose }: ItemDialogProps) {
  const say = useSay()
  const [form] = Form.useForm<{ readonly kind: string; readonly note?: string }>()
  const explain = useAct(explainLine, { success: { zh: '已说明', en: 'Noted' }, quiet: true })
  const own = BigInt(line.amountFen) > 0n ? 'in' : 'out'
  const save = async (fields: { kind: string; note?: string }) => {
    if (await explain.run({ params: { id: line.id }, body: { kind: fields.kind, note: fields.note ?? '' } })) onClose()
  }
  return (
    <Modal
      open
      title={say({ zh: '这笔银行流水是什么', en: 'What this line is' })}
      okText={say({ zh: '保存', en: 'Save' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      confirmLoading={explain.busy}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p className="help-text">
        {line.on} {own === 'in' ? say({ zh: '收入', en: 'in' }) : say({ zh: '支出', en: 'out' })} {formatFen(BigInt(line.amountFen))} 元{' '}
        {line.counterparty} {line.summary}
      </p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={line.item ? { kind: line.item.kind, note: line.item.note } : {}}
        onFinish={(fields) => void save(fields)}
      >
        <Form.Item
          name="kind"
          label={say({ zh: '种类', en: 'Kind' })}
          rules={[{ required: true, message: say({ zh: '请选择种类', en: 'Choose a kind' }) }]}
        >
          <Radio.Group className="bank-kinds">
            {kinds
              .filter((k) => k.side === 'both' || k.side === own)
              .map((k) => (
                <Radio key={k.kind} value={k.kind}>
                  {say(k.label)} <span className="cell-second">{say(k.hint)}</span>
                </Radio>
              ))}
          </Radio.Group>
        </Form.Item>
        <Form.Item name="note" label={say({ zh: '说明（可不填）', en: 'Note (optional)' })}>
          <Input.TextArea rows={2} maxLength={300} />
        </Form.Item>
      </Form>
      <ErrorNote error={explain.error} />
    </Modal>
  )
}

interface NextStep {
  readonly to: (line: OpenBankLine) => string
  readonly permission: Permission
  readonly label: { readonly zh: string; readonly en: string }
}

/** The page that posts it, with what the bank says already filled in where that page takes it. */
const facts = (line: OpenBankLine): string =>
  new URLSearchParams({
    amountFen: line.amountFen,
    receivedOn: line.on,
    documentOn: line.on,
    docNo: line.reference,
    bankReference: line.reference,
  }).toString()

const NEXT: Readonly<Record<string, NextStep>> = {
  interest: {
    to: (line) => `/money/income?kind=interest&${facts(line)}`,
    permission: 'funds.receive',
    label: { zh: '登记利息', en: 'Post the interest' },
  },
  'receipt-not-booked': { to: () => '/money/receipts', permission: 'funds.receive', label: { zh: '登记到账', en: 'Record the receipt' } },
  'payment-not-booked': {
    to: () => '/payments?state=sent',
    permission: 'payments.result',
    label: { zh: '登记银行回单', en: 'Record the result' },
  },
  'returned-payment': {
    to: () => '/payments?state=sent',
    permission: 'payments.result',
    label: { zh: '登记退回', en: 'Record the return' },
  },
}

export function ItemNote({ line }: { line: OpenBankLine }) {
  const say = useSay()
  const { item } = line
  if (!item) return null
  const next = NEXT[item.kind]
  return (
    <span>
      <StateTag label={item.label} tone="moving" /> {item.note}{' '}
      {next ? (
        <LinkIfAllowed permission={next.permission} to={next.to(line)}>
          {say(next.label)}
        </LinkIfAllowed>
      ) : (
        <span className="cell-second">{say(item.hint)}</span>
      )}
    </span>
  )
}
