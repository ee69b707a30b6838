/** The bank was changed and nothing is left in the old account: the day on which it was closed, and the paper. */
import { Form, Input, Modal } from 'antd'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { useSession } from '#ui/session.tsx'
import { useAct } from '#ui/useAct.ts'
import { closeAccount } from '../bank.contract.ts'

interface Fields {
  readonly closedOn: string
  readonly document: string
}

interface Props {
  readonly account: { readonly id: string; readonly bankName: string; readonly accountNo: string; readonly openedOn: string }
  readonly onClose: () => void
}

export function CloseAccountDialog({ account, onClose }: Props) {
  const say = useSay()
  const { today } = useSession()
  const [form] = Form.useForm<Fields>()
  const close = useAct(closeAccount, { success: { zh: '销户已登记', en: 'Recorded' }, quiet: true })
  const save = async (body: Fields) => {
    if (await close.run({ params: { id: account.id }, body })) onClose()
  }
  return (
    <Modal
      open
      title={say({ zh: `登记销户：${account.bankName} ${account.accountNo}`, en: `Closing of ${account.accountNo}` })}
      okText={say({ zh: '登记', en: 'Record' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      confirmLoading={close.busy}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p className="help-text">
        {say({
          zh: '对账单须导入到销户日，余额须为零；以后不再等它的对账单。',
          en: 'Its statements reach the day of closing and end with nothing; none is awaited after that.',
        })}
      </p>
      <Form<Fields> form={form} layout="vertical" requiredMark={false} onFinish={(fields) => void save(fields)}>
        <Form.Item
          name="closedOn"
          label={say({ zh: '销户日期', en: 'Closed on' })}
          rules={[{ required: true, message: say({ zh: '请选择销户日期', en: 'Choose the day' }) }]}
        >
          <Input type="date" min={account.openedOn} max={today} />
        </Form.Item>
        <Form.Item
          name="document"
          label={say({ zh: '依据（销户证明或批准文件）', en: 'Basis (certificate of closing or document)' })}
          rules={[{ required: true, whitespace: true, message: say({ zh: '请填写依据', en: 'Enter the basis' }) }]}
        >
          <Input maxLength={120} autoComplete="off" />
        </Form.Item>
      </Form>
      <ErrorNote error={close.error} />
    </Modal>
  )
}
