/** Promising announced money to a phase: the project, its phase with the room that is left, the lot that may pay it, the amount. */
import { Form, type FormInstance, Select } from 'antd'
import { formatFen } from '#kernel/money.ts'
import { type BookKey, books } from '#policy/books.ts'
import { AmountInput, amountRule } from '#ui/AmountInput.tsx'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import type { AnswerOf } from '#ui/answer-of.ts'
import { useSay } from '#ui/language.tsx'
import { useAct } from '#ui/useAct.ts'
import { makePromise, promiseChoices } from '../treasury.contract.ts'
import { type Decision, DecisionDialog } from './DecisionDialog.tsx'

interface Fields {
  readonly projectId: string
  readonly year: number
  readonly lotId: string
  readonly amountFen: string
}

type Choices = AnswerOf<typeof promiseChoices>

export function PromiseDialog({ onClose }: { onClose: () => void }) {
  const [form] = Form.useForm<Fields & Decision>()
  const act = useAct(makePromise, { success: { zh: '已预留', en: 'Promised' }, quiet: true })
  const projectId = Form.useWatch('projectId', form) as string | undefined
  const year = Form.useWatch('year', form) as number | undefined
  const choices = useAnswer(promiseChoices, { query: { ...(projectId ? { project: projectId } : {}), ...(year ? { year } : {}) } })
  const all = useAnswer(promiseChoices)
  const decide = async (body: Fields & Decision) => {
    if (await act.run({ body })) onClose()
  }
  return (
    <DecisionDialog<Fields>
      title={{ zh: '待到账预留', en: 'Promise money before it comes' }}
      ok={{ zh: '确认预留', en: 'Promise' }}
      form={form}
      act={act}
      onDecide={(decision) => void decide(decision)}
      onClose={onClose}
    >
      <Answer query={all}>
        {(first) => <ChoiceFields form={form} choices={choices.data ?? first} projectId={projectId} year={year} />}
      </Answer>
    </DecisionDialog>
  )
}

interface ChoiceProps {
  readonly form: FormInstance<Fields & Decision>
  readonly choices: Choices
  readonly projectId: string | undefined
  readonly year: number | undefined
}

function ChoiceFields({ form, choices, projectId, year }: ChoiceProps) {
  const say = useSay()
  const project = choices.projects.find((p) => p.id === projectId)
  const phase = project?.phases.find((p) => p.year === year)
  const chosen = (message: { zh: string; en: string }) => [{ required: true, message: say(message) }]
  return (
    <>
      <div className="form-grid">
        <Form.Item name="projectId" label={say({ zh: '项目', en: 'Project' })} rules={chosen({ zh: '请选择项目', en: 'Choose a project' })}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={choices.projects.map((p) => ({ value: p.id, label: `${p.code} ${p.name}` }))}
            onChange={(id: string) => {
              const open = choices.projects.find((p) => p.id === id)?.phases.find((p) => BigInt(p.roomFen) > 0n)
              form.resetFields(['year', 'lotId', 'amountFen'])
              if (open) form.setFieldValue('year', open.year)
            }}
          />
        </Form.Item>
        <Form.Item name="year" label={say({ zh: '哪一年的阶段', en: 'Phase' })} rules={chosen({ zh: '请选择阶段', en: 'Choose a phase' })}>
          <Select
            options={(project?.phases ?? []).map((p) => ({
              value: p.year,
              label: say({
                zh: `${p.year}年 需 ${formatFen(BigInt(p.needFen), '万元')} 万元，到此还缺 ${formatFen(BigInt(p.roomFen), '万元')} 万元`,
                en: `${p.year}: needs ${formatFen(BigInt(p.needFen))} yuan, ${formatFen(BigInt(p.roomFen))} missing`,
              }),
              disabled: BigInt(p.roomFen) === 0n,
            }))}
          />
        </Form.Item>
      </div>
      <Form.Item
        name="lotId"
        label={say({ zh: '未到账的资金', en: 'Money that has not come' })}
        rules={chosen({ zh: '请选择资金', en: 'Choose a lot' })}
      >
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={choices.lots.map((lot) => ({
            value: lot.id,
            disabled: !lot.permitted,
            label: `${lot.name}（${say(books[lot.book as BookKey].label)}，${say({ zh: '未到账', en: 'expected' })} ${formatFen(BigInt(lot.expectedFen), '万元')} 万元${
              lot.permitted ? '' : `；${say({ zh: '不符合：', en: 'against: ' })}${lot.because.map(say).join('；')}`
            }）`,
          }))}
        />
      </Form.Item>
      <Form.Item
        name="amountFen"
        label={say({ zh: '预留金额', en: 'Amount' })}
        rules={[
          amountRule(
            say,
            phase ? { most: { fen: phase.roomFen, name: { zh: '到这个阶段还缺的', en: 'what is missing up to this phase' } } } : {},
          ),
        ]}
      >
        <AmountInput unit="万元" capital />
      </Form.Item>
    </>
  )
}
