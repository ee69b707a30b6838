/** Registering the special account: bank, number, name, day of opening, and the paper that allows it. */
import { Form, Input, Modal } from 'antd'
import { isAccountNumber } from '#kernel/check-digits.ts'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { useSession } from '#ui/session.tsx'
import { useAct } from '#ui/useAct.ts'
import { registerAccount } from '../bank.contract.ts'

interface Fields {
  readonly bankName: string
  readonly accountNo: string
  readonly accountName: string
  readonly openedOn: string
  readonly document?: string
}

interface Old {
  readonly id: string
  readonly bankName: string
  readonly accountNo: string
}

interface Props {
  /** The open account, when the bank is changed. */
  readonly replaces: Old | null
  readonly onClose: () => void
}

const TITLES = {
  first: { zh: '登记专户', en: 'Register the special account' },
  successor: { zh: '换开户行：登记接替的专户', en: 'Change the bank: register the successor' },
} as const

export function RegisterAccountDialog({ replaces, onClose }: Props) {
  const say = useSay()
  const { today, district } = useSession()
  const [form] = Form.useForm<Fields>()
  const register = useAct(registerAccount, { success: { zh: '专户已登记', en: 'Registered' }, quiet: true })
  const save = async (fields: Fields) => {
    const accountNo = fields.accountNo.replace(/\s/g, '')
    if (await register.run({ body: { ...fields, accountNo, document: fields.document ?? '', replaces: replaces?.id } })) onClose()
  }
  const needed = (zh: string, en: string) => ({ required: true, whitespace: true, message: say({ zh, en }) })
  return (
    <Modal
      open
      title={say(replaces ? TITLES.successor : TITLES.first)}
      okText={say({ zh: '登记', en: 'Register' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      confirmLoading={register.busy}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      {replaces ? <TakesOver from={replaces} /> : null}
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ accountName: `${district.name}财政统筹整合资金专户` }}
        onFinish={(fields) => void save(fields)}
      >
        <Form.Item name="bankName" label={say({ zh: '开户银行', en: 'Bank' })} rules={[needed('请填写开户银行', 'Enter the bank')]}>
          <Input
            maxLength={80}
            autoComplete="off"
            placeholder={say({ zh: '例如 中国银行十堰茅箭支行', en: 'for example 中国银行十堰茅箭支行' })}
          />
        </Form.Item>
        <Form.Item
          name="accountNo"
          label={say({ zh: '账号', en: 'Account number' })}
          rules={[
            {
              validator: async (_, value: string | undefined) => {
                if (!isAccountNumber((value ?? '').replace(/\s/g, '')))
                  throw new Error(say({ zh: '账号应为 8 至 32 位数字，请核对开户许可证', en: 'The number has 8 to 32 digits' }))
              },
            },
          ]}
        >
          <Input maxLength={40} autoComplete="off" inputMode="numeric" />
        </Form.Item>
        <Form.Item
          name="accountName"
          label={say({ zh: '户名', en: 'Name of the account' })}
          rules={[needed('请填写户名', 'Enter the name')]}
        >
          <Input maxLength={80} autoComplete="off" />
        </Form.Item>
        <Form.Item name="openedOn" label={say({ zh: '开户日期', en: 'Opened on' })} rules={[needed('请选择开户日期', 'Choose the day')]}>
          <Input type="date" max={today} />
        </Form.Item>
        <Form.Item name="document" label={say({ zh: '批准文件（可不填）', en: 'Document (optional)' })}>
          <Input maxLength={120} autoComplete="off" />
        </Form.Item>
      </Form>
      <ErrorNote error={register.error} />
    </Modal>
  )
}

function TakesOver({ from }: { from: Old }) {
  const say = useSay()
  return (
    <p className="help-text">
      {say({
        zh: `接替 ${from.bankName} ${from.accountNo}。一个专户对三个专账：余额划入新专户以前，两户合编一张余额调节表；划清以后，请给原专户登记销户。`,
        en: `It takes over from ${from.accountNo} at ${from.bankName}. Until the money has moved over, one reconciliation is of both; then record the closing of the old one.`,
      })}
    </p>
  )
}
