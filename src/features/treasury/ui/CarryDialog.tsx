/** What becomes of one lot's unspent money: carried over, arranged anew within a time, or returned to the treasury. */
import { Form, InputNumber, Radio } from 'antd'
import { carryActions } from '#policy/carry-over.ts'
import { AmountInput, amountRule } from '#ui/AmountInput.tsx'
import { useSay } from '#ui/language.tsx'
import { useSession } from '#ui/session.tsx'
import { useAct } from '#ui/useAct.ts'
import { decideOnLot } from '../treasury.contract.ts'
import type { CarryLot } from './CarryOverPage.tsx'
import { type Decision, DecisionDialog } from './DecisionDialog.tsx'
import { Figures } from './Figures.tsx'

interface Fields {
  readonly action: 'carry-over' | 'reallocate' | 'return'
  readonly amountFen?: string
  readonly usableTo?: number | null
}

const EXPLAINED = {
  'carry-over': {
    zh: '全部结转下年继续使用；文件延长了使用年限的，填新的年限。',
    en: 'All of it is carried into the next year; where the document extends the term, enter the new one.',
  },
  reallocate: {
    zh: '不结转，限期安排到项目；十二个月内安排不出去，要再作决定。',
    en: 'Given to projects within twelve months, else decided on again.',
  },
  return: { zh: '把还没安排的钱缴回国库，从专户付出。', en: 'What is available leaves the account for the treasury.' },
} as const

export function CarryDialog({ lot, onClose }: { lot: CarryLot; onClose: () => void }) {
  const say = useSay()
  const { today } = useSession()
  const [form] = Form.useForm<Fields & Decision>()
  const act = useAct(decideOnLot, { success: { zh: '决定已登记', en: 'Decided' }, quiet: true })
  const action = (Form.useWatch('action', form) as Fields['action'] | undefined) ?? 'carry-over'
  const decide = async ({ amountFen, usableTo, ...rest }: Fields & Decision) => {
    const more = rest.action === 'return' ? { amountFen } : usableTo ? { usableTo } : {}
    if (await act.run({ body: { lotId: lot.lotId, ...rest, ...more } })) onClose()
  }
  const actions = (['carry-over', 'reallocate', 'return'] as const).filter((a) => a !== 'return' || lot.book !== 'financing')
  return (
    <DecisionDialog<Fields>
      title={{ zh: `决定：${lot.name}`, en: `Decide: ${lot.name}` }}
      ok={{ zh: '确认', en: 'Confirm' }}
      form={form}
      initial={{ action: 'carry-over', amountFen: lot.availableFen }}
      act={act}
      onDecide={(decision) => void decide(decision)}
      onClose={onClose}
    >
      <Figures
        figures={[
          { label: { zh: '没用完', en: 'Unspent' }, fen: lot.unspentFen },
          { label: { zh: '其中可安排', en: 'Of it, available' }, fen: lot.availableFen },
          { label: { zh: '放了多久', en: 'Age' }, value: say({ zh: `${lot.months} 个月`, en: `${lot.months} months` }) },
        ]}
      />
      <Form.Item name="action" label={say({ zh: '怎么办', en: 'Decision' })} style={{ margin: '16px 0 4px' }}>
        <Radio.Group optionType="button" options={actions.map((value) => ({ value, label: say(carryActions[value].label) }))} />
      </Form.Item>
      <p className="help-text">{say(EXPLAINED[action])}</p>
      {action === 'return' ? (
        <Form.Item
          name="amountFen"
          label={say({ zh: '上缴金额', en: 'Amount' })}
          rules={[amountRule(say, { most: { fen: lot.availableFen, name: { zh: '可安排的', en: 'what is available' } } })]}
        >
          <AmountInput unit="万元" capital />
        </Form.Item>
      ) : action === 'carry-over' ? (
        <Form.Item
          name="usableTo"
          label={say({ zh: `新的使用年限（现为 ${lot.usableTo} 年，不变可不填）`, en: `New last year (now ${lot.usableTo})` })}
        >
          <InputNumber min={lot.usableTo} max={Number(today.slice(0, 4)) + 5} controls={false} style={{ width: 140 }} />
        </Form.Item>
      ) : null}
    </DecisionDialog>
  )
}
