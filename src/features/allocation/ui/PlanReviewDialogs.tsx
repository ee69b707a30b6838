/** Sending a plan to the departments, and making an adopted one public. */
import { Form, Input, Modal } from 'antd'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { useSession } from '#ui/session.tsx'
import { useAct } from '#ui/useAct.ts'
import { consultPlan, publishPlan } from '../plan-review.contract.ts'
import type { Plan } from './plan-groups.ts'

export function ConsultDialog({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const say = useSay()
  const [form] = Form.useForm<{ note: string }>()
  const consult = useAct(consultPlan, { success: { zh: '已发给有关部门', en: 'Sent to the departments' }, quiet: true })
  const send = async (body: { note: string }) => {
    if (await consult.run({ params: { id: plan.id }, body })) onClose()
  }
  return (
    <Modal
      open
      title={say({ zh: '征求部门意见', en: 'Ask the departments' })}
      okText={say({ zh: '发出', en: 'Send' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      confirmLoading={consult.busy}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p>
        {say({
          zh: `发给方案用到其资金、或给其项目安排资金的部门，作为第 ${plan.consent.round + 1} 轮。每个部门答复一次：同意、同意有意见，或不同意并写明理由。`,
          en: `Goes to the departments whose money the plan uses or whose projects it pays, as round ${plan.consent.round + 1}. Each answers once.`,
        })}
      </p>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ note: '' }} onFinish={(body) => void send(body)}>
        <Form.Item name="note" label={say({ zh: '附言（可不写）', en: 'Note (optional)' })}>
          <Input.TextArea rows={3} maxLength={500} placeholder={say({ zh: '例如：请于 3 月 10 日前答复', en: 'for example until when' })} />
        </Form.Item>
      </Form>
      <ErrorNote error={consult.error} />
    </Modal>
  )
}

interface Publication {
  readonly documentNo: string
  readonly publishedOn: string
}

export function PublishDialog({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const say = useSay()
  const { today } = useSession()
  const [form] = Form.useForm<Publication>()
  const publish = useAct(publishPlan, { success: { zh: '方案已公布', en: 'Published' }, quiet: true })
  const send = async (body: Publication) => {
    if (await publish.run({ params: { id: plan.id }, body })) onClose()
  }
  return (
    <Modal
      open
      title={say({ zh: '公布方案', en: 'Publish the plan' })}
      okText={say({ zh: '确认公布', en: 'Publish' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      confirmLoading={publish.busy}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p>
        {say({
          zh: '公布后任何人都能在公示页看到这个方案的来源清单、使用清单和责任清单，不能撤回。到户项目不公开名称和村。',
          en: 'Everybody can then read its three lists on the public page; this cannot be taken back. Household projects appear without name and village.',
        })}
      </p>
      <Form<Publication>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ documentNo: plan.decisionNo ?? '', publishedOn: today }}
        onFinish={(body) => void send(body)}
      >
        <Form.Item
          name="documentNo"
          label={say({ zh: '公布文号', en: 'Document number' })}
          rules={[{ required: true, whitespace: true, message: say({ zh: '请填写公布文件的文号', en: 'Enter the document number' }) }]}
        >
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item
          name="publishedOn"
          label={say({ zh: '公布日期', en: 'Date' })}
          rules={[{ required: true, message: say({ zh: '请选择日期', en: 'Choose the date' }) }]}
        >
          <Input type="date" max={today} style={{ width: 180 }} />
        </Form.Item>
      </Form>
      <ErrorNote error={publish.error} />
    </Modal>
  )
}
