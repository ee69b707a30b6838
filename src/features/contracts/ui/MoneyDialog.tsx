/** Fine, release, refund, recovery: one amount, taken from where it lies, with its paper. */
import { Form, Input, Radio } from 'antd'
import type { Text } from '#kernel/outcome.ts'
import { type StageKey, stages } from '#policy/books.ts'
import { postings } from '#policy/postings.ts'
import { AmountInput, amountRule } from '#ui/AmountInput.tsx'
import { useSay } from '#ui/language.tsx'
import { formatMoney } from '#ui/MoneyText.tsx'
import { useSession } from '#ui/session.tsx'
import { useAct } from '#ui/useAct.ts'
import { changeContractMoney } from '../contract-money.contract.ts'
import { ActDialog } from './ActDialog.tsx'
import type { Contract } from './contract-shape.ts'
import { linesOf } from './posted-lines.ts'

export type MoneyAct = 'fine' | 'release' | 'refund' | 'recovery'
type From = 'committed' | 'retained' | 'paid' | 'advanced' | 'recoverable'

interface Shape {
  readonly title: Text
  readonly from: readonly From[]
  readonly basis: Text
  readonly help: Text
}

const SHAPES: Readonly<Record<MoneyAct, Shape>> = {
  fine: {
    title: { zh: '扣罚', en: 'Fine' },
    from: ['committed', 'retained'],
    basis: postings.fine.basis,
    help: {
      zh: '罚扣的钱回到项目“已安排”，不再付给承包单位。',
      en: 'The money goes back to the project and is not paid to the contractor.',
    },
  },
  release: {
    title: { zh: '合同核减', en: 'Release from the contract' },
    from: ['committed'],
    basis: postings['contract-release'].basis,
    help: { zh: '终止或减少合同：未付的钱按原资金比例回到项目“已安排”。', en: 'What is not paid goes back to the project, lot by lot.' },
  },
  refund: {
    title: { zh: '登记收款方退款', en: 'Record a refund by the payee' },
    from: ['paid', 'advanced'],
    basis: postings.refund.basis,
    help: {
      zh: '承包单位退回专户的钱，按原资金回到项目“已安排”。',
      en: 'Money the payee sent back returns to the very lots, to the project.',
    },
  },
  recovery: {
    title: { zh: '登记收回应收款', en: 'Record a recovery' },
    from: ['recoverable'],
    basis: postings.recovery.basis,
    help: {
      zh: '审减后多付的钱收回专户，按原资金回到项目“已安排”。',
      en: 'What was overpaid comes back to the very lots, to the project.',
    },
  },
}

interface Values {
  readonly from?: From
  readonly amountFen: string
  readonly on: string
  readonly basis: string
  readonly reason?: string
}

export function MoneyDialog({ contract, act, onClose }: { contract: Contract; act: MoneyAct; onClose: () => void }) {
  const say = useSay()
  const { today } = useSession()
  const [form] = Form.useForm<Values>()
  const shape = SHAPES[act]
  const there = shape.from.filter((stage) => contract.amounts[stage] !== '0')
  const first = there[0] ?? shape.from[0]!
  const from = Form.useWatch('from', form) ?? first
  const change = useAct(changeContractMoney, { quiet: true })
  const run = async (values: Values, preview: boolean) => {
    const answer = await change.run({
      params: { id: contract.id },
      body: { act, from: first, ...values, basis: values.basis.trim(), preview },
    })
    return answer && linesOf(answer.posted, contract)
  }
  const label = (stage: StageKey) => say(stages[stage].label)
  return (
    <ActDialog
      title={shape.title}
      form={form}
      initial={{ on: today, from: first }}
      busy={change.busy}
      error={change.error}
      run={run}
      onClose={onClose}
    >
      <p className="help-text">{say(shape.help)}</p>
      {there.length > 1 ? (
        <Form.Item name="from" label={say({ zh: '从哪里扣', en: 'Taken from' })}>
          <Radio.Group optionType="button" options={there.map((stage) => ({ value: stage, label: label(stage) }))} />
        </Form.Item>
      ) : null}
      <Form.Item
        name="amountFen"
        label={say({ zh: '金额', en: 'Amount' })}
        extra={say({
          zh: `“${label(from)}”现有 ${formatMoney(contract.amounts[from], '元')} 元`,
          en: `${formatMoney(contract.amounts[from], '元')} yuan in "${label(from)}"`,
        })}
        rules={[amountRule(say, { most: { fen: contract.amounts[from], name: { zh: `“${label(from)}”`, en: `"${label(from)}"` } } })]}
      >
        <AmountInput capital />
      </Form.Item>
      <div className="dialog-row">
        <Form.Item name="on" label={say({ zh: '日期', en: 'Date' })} rules={[{ required: true }]}>
          <Input type="date" max={today} />
        </Form.Item>
        <Form.Item
          name="basis"
          label={`${say(shape.basis)}${say({ zh: '（编号）', en: ' (number)' })}`}
          rules={[{ required: true, whitespace: true, message: say({ zh: '请填写编号', en: 'Enter the number' }) }]}
        >
          <Input maxLength={80} autoComplete="off" />
        </Form.Item>
      </div>
      <Form.Item name="reason" label={say({ zh: '说明', en: 'Explanation' })}>
        <Input maxLength={300} autoComplete="off" />
      </Form.Item>
    </ActDialog>
  )
}
