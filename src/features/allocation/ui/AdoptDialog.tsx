/** The one step that moves money by a plan: names its decision, shows the sum, and says that it cannot be undone. */
import { Alert, Form, Input, Modal } from 'antd'
import { capitalNumerals, formatFen, type Fen } from '#kernel/money.ts'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { useSession } from '#ui/session.tsx'
import { useAct } from '#ui/useAct.ts'
import { adoptPlan } from '../allocation.contract.ts'
import type { Plan } from './plan-groups.ts'

interface Decision {
  readonly decisionNo: string
  readonly decidedOn: string
  readonly minutes: string
}

export function AdoptDialog({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const say = useSay()
  const { today } = useSession()
  const [form] = Form.useForm<Decision>()
  const adopt = useAct(adoptPlan, { success: { zh: '方案已采纳，资金已安排到项目', en: 'Adopted; the money is reserved' }, quiet: true })
  const confirm = async (body: Decision) => {
    if (await adopt.run({ params: { id: plan.id }, body })) onClose()
  }
  return (
    <Modal
      open
      title={say({ zh: '采纳方案', en: 'Adopt the plan' })}
      okText={say({ zh: '确认采纳', en: 'Adopt' })}
      cancelText={say({ zh: '再看看', en: 'Not yet' })}
      confirmLoading={adopt.busy}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
      width={560}
    >
      <Irreversible plan={plan} />
      <Form<Decision>
        form={form}
        layout="vertical"
        requiredMark={false}
        style={{ marginTop: 16 }}
        initialValues={{ decidedOn: today }}
        onFinish={(body) => void confirm(body)}
      >
        <Form.Item
          name="decisionNo"
          label={say({ zh: '决定文号', en: 'Document number of the decision' })}
          rules={[
            {
              required: true,
              whitespace: true,
              message: say({ zh: '请填写决定或会议纪要的文号', en: 'Enter the number of the decision or the minutes' }),
            },
          ]}
        >
          <Input maxLength={80} placeholder={say({ zh: '例如 茅政办纪〔2017〕12号', en: 'for example 茅政办纪〔2017〕12号' })} />
        </Form.Item>
        <Form.Item
          name="decidedOn"
          label={say({ zh: '决定日期', en: 'Date of the decision' })}
          rules={[{ required: true, message: say({ zh: '请选择日期', en: 'Choose the date' }) }]}
        >
          <Input type="date" max={today} style={{ width: 180 }} />
        </Form.Item>
        <Form.Item
          name="minutes"
          label={say({ zh: '会议内容摘要', en: 'What the meeting decided' })}
          rules={[{ required: true, whitespace: true, message: say({ zh: '请写明会议怎样决定的', en: 'Say what was decided' }) }]}
        >
          <Input.TextArea rows={3} maxLength={2000} showCount />
        </Form.Item>
      </Form>
      <ErrorNote error={adopt.error} />
    </Modal>
  )
}

function Irreversible({ plan }: { plan: Plan }) {
  const say = useSay()
  return (
    <Alert
      type="warning"
      showIcon
      title={say({ zh: '采纳后立即记账，不能撤销', en: 'Adoption posts at once and cannot be undone' })}
      description={
        <>
          <div className="plan-warning-sum">{`${formatFen(BigInt(plan.allocatedFen))} 元`}</div>
          <div>{capitalNumerals(BigInt(plan.allocatedFen) as Fen)}</div>
          <div>
            {say({
              zh: `安排给 ${plan.fundedProjects} 个项目，共 ${plan.slices.length} 笔。以后要改，只能凭新的决定收回安排。`,
              en: `For ${plan.fundedProjects} projects in ${plan.slices.length} slices. A later change needs a new decision that releases money.`,
            })}
          </div>
        </>
      }
    />
  )
}
