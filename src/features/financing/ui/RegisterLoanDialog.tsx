/** Registering an agreement as it was signed: lender, line, rate, term, how interest and principal are paid. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form, Input, Modal, Select } from 'antd'
import type { Text } from '#kernel/outcome.ts'
import {
  type DayCountKey,
  dayCounts,
  type InstrumentKey,
  instruments,
  loanTerms,
  type RepaymentKey,
  repayments,
} from '#policy/financing.ts'
import { AmountInput, amountRule } from '#ui/AmountInput.tsx'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { useGo } from '#ui/routing.ts'
import { useAct } from '#ui/useAct.ts'
import { registerLoan } from '../financing.contract.ts'
import { everyLabel, ratePpm } from './loan-words.ts'

interface Fields {
  readonly instrument: InstrumentKey
  readonly lender: string
  readonly borrower: string
  readonly agreementNo: string
  readonly lineFen: string
  readonly rate: string
  readonly dayCount: DayCountKey
  readonly startsOn: string
  readonly endsOn: string
  readonly interestMonths: number
  readonly repayment: RepaymentKey
  readonly principalMonths?: number
  readonly schedule?: { dueOn: string; principalFen: string }[]
}

const FIRST = {
  instrument: 'loan',
  borrower: '区城投公司',
  dayCount: 'actual-360',
  interestMonths: 3,
  repayment: 'bullet',
  principalMonths: 6,
} as const

export function RegisterLoanDialog({ onClose }: { onClose: () => void }) {
  const say = useSay()
  const go = useGo()
  const [form] = Form.useForm<Fields>()
  const act = useAct(registerLoan, { success: { zh: '合同已登记', en: 'Registered' }, quiet: true })
  const repayment = (Form.useWatch('repayment', form) as RepaymentKey | undefined) ?? FIRST.repayment
  const register = async ({ rate, principalMonths, schedule, ...rest }: Fields) => {
    const more = rest.repayment === 'equal' ? { principalMonths } : rest.repayment === 'schedule' ? { schedule: schedule ?? [] } : {}
    const answer = await act.run({ body: { ...rest, ratePpm: ratePpm(rate) ?? -1, ...more } })
    if (!answer) return
    onClose()
    go(`/financing/loans/${answer.loanId}`)
  }
  return (
    <Modal
      open
      width={820}
      title={say({ zh: '登记融资合同', en: 'Register an agreement' })}
      okText={say({ zh: '确认登记', en: 'Register' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      confirmLoading={act.busy}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form<Fields> form={form} layout="vertical" requiredMark={false} initialValues={FIRST} onFinish={(fields) => void register(fields)}>
        <Parties />
        <Money />
        <Repaying repayment={repayment} />
      </Form>
      <ErrorNote error={act.error} />
    </Modal>
  )
}

const filled = (say: (text: Text) => string, message: Text) => [{ required: true, whitespace: true, min: 2, message: say(message) }]
const choices = <K extends string>(table: Readonly<Record<K, { readonly label: Text }>>, say: (text: Text) => string) =>
  (Object.keys(table) as K[]).map((value) => ({ value, label: say(table[value].label) }))

function Parties() {
  const say = useSay()
  return (
    <div className="form-grid">
      <Form.Item name="instrument" label={say({ zh: '方式', en: 'Kind' })}>
        <Select options={choices(instruments, say)} />
      </Form.Item>
      <Form.Item
        name="agreementNo"
        label={say({ zh: '合同编号', en: 'Agreement no.' })}
        rules={filled(say, { zh: '请填写合同编号', en: 'Enter the number' })}
      >
        <Input maxLength={80} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="lender"
        label={say({ zh: '出借方（银行）', en: 'Lender' })}
        rules={filled(say, { zh: '请填写出借方', en: 'Enter the lender' })}
      >
        <Input maxLength={80} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="borrower"
        label={say({ zh: '借款人', en: 'Borrower' })}
        rules={filled(say, { zh: '请填写借款人', en: 'Enter the borrower' })}
      >
        <Input maxLength={80} autoComplete="off" />
      </Form.Item>
    </div>
  )
}

function Money() {
  const say = useSay()
  const day = [{ required: true, message: say({ zh: '请选择日期', en: 'Choose the date' }) }]
  const isRate = {
    validator: async (_: unknown, value: string | undefined): Promise<void> => {
      if (ratePpm(value ?? '') === null)
        throw new Error(
          say({ zh: '请填写年利率，例如 4.75（最多四位小数）', en: 'Enter the rate, for example 4.75 (at most four decimals)' }),
        )
    },
  }
  return (
    <div className="form-grid">
      <Form.Item name="lineFen" label={say({ zh: '合同金额', en: 'Line' })} rules={[amountRule(say)]}>
        <AmountInput unit="万元" capital />
      </Form.Item>
      <Form.Item name="rate" label={say({ zh: '年利率（%）', en: 'Rate a year (%)' })} rules={[isRate]}>
        <Input inputMode="decimal" suffix="%" autoComplete="off" />
      </Form.Item>
      <Form.Item name="startsOn" label={say({ zh: '起始日', en: 'Starts on' })} rules={day}>
        <Input type="date" />
      </Form.Item>
      <Form.Item name="endsOn" label={say({ zh: '到期日', en: 'Ends on' })} rules={day}>
        <Input type="date" />
      </Form.Item>
    </div>
  )
}

function Repaying({ repayment }: { repayment: RepaymentKey }) {
  const say = useSay()
  const months = loanTerms.everyMonths.map((value) => ({ value, label: say(everyLabel(value)) }))
  return (
    <>
      <div className="form-grid">
        <Form.Item name="interestMonths" label={say({ zh: '付息', en: 'Interest is paid' })}>
          <Select options={months} />
        </Form.Item>
        <Form.Item name="dayCount" label={say({ zh: '计息天数', en: 'Day count' })}>
          <Select options={choices(dayCounts, say)} />
        </Form.Item>
        <Form.Item name="repayment" label={say({ zh: '还本方式', en: 'Principal is repaid' })}>
          <Select options={choices(repayments, say)} />
        </Form.Item>
        {repayment === 'equal' ? (
          <Form.Item name="principalMonths" label={say({ zh: '还本间隔', en: 'Every' })}>
            <Select options={months} />
          </Form.Item>
        ) : null}
      </div>
      {repayment === 'schedule' ? <Schedule /> : null}
    </>
  )
}

function Schedule() {
  const say = useSay()
  return (
    <Form.List name="schedule" initialValue={[{}]}>
      {(rows, { add, remove }) => (
        <>
          {rows.map((row, i) => (
            <div key={row.key} className="phase-row">
              <Form.Item name={[row.name, 'dueOn']} label={i === 0 ? say({ zh: '还款日', en: 'Due on' }) : ''} rules={[{ required: true }]}>
                <Input type="date" />
              </Form.Item>
              <Form.Item
                name={[row.name, 'principalFen']}
                label={i === 0 ? say({ zh: '本金', en: 'Principal' }) : ''}
                rules={[amountRule(say)]}
              >
                <AmountInput unit="万元" />
              </Form.Item>
              <Button
                aria-label={say({ zh: '删去这一行', en: 'Remove this line' })}
                icon={<DeleteOutlined aria-hidden />}
                style={{ marginTop: i === 0 ? 30 : 0 }}
                onClick={() => remove(row.name)}
              />
            </div>
          ))}
          <Button icon={<PlusOutlined aria-hidden />} style={{ marginBottom: 16 }} onClick={() => add({})}>
            {say({ zh: '加一行', en: 'Add a line' })}
          </Button>
        </>
      )}
    </Form.List>
  )
}
