/** The one step that moves money by a plan: names its decision, shows the sum, and says that it cannot be undone. */
import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Modal, Skeleton } from 'antd'
import { call } from '#contract/client.ts'
import { capitalNumerals, formatFen, type Fen } from '#kernel/money.ts'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { useGo } from '#ui/routing.ts'
import { useSession } from '#ui/session.tsx'
import { useAct } from '#ui/useAct.ts'
import { adoptPlan, previewAdoption } from '../allocation.contract.ts'
import { PostingLines } from './PlanAdjustPostings.tsx'
import type { Plan } from './plan-groups.ts'

interface Decision {
  readonly decisionNo: string
  readonly decidedOn: string
  readonly minutes: string
  readonly overReason?: string
}

export function AdoptDialog({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const say = useSay()
  const { today } = useSession()
  const [form] = Form.useForm<Decision>()
  const trial = useTrial(plan.id)
  const adopt = useAct(adoptPlan, { success: { zh: '方案已采纳，已记账', en: 'Adopted; the money is reserved' }, quiet: true })
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
      okButtonProps={{ disabled: trial.isError }}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
      width={920}
    >
      <Irreversible plan={plan} />
      <Trial plan={plan} trial={trial} />
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
        {plan.consent.missing ? <OverReason plan={plan} /> : null}
      </Form>
      <ErrorNote error={adopt.error} />
    </Modal>
  )
}

/** Asked when a department objected or has not answered. */
function OverReason({ plan }: { plan: Plan }) {
  const say = useSay()
  const missing = plan.consent.missing!
  return (
    <Form.Item
      name="overReason"
      label={say({ zh: '为什么意见没有齐仍然继续', en: 'Why it goes on without full consent' })}
      extra={say({ zh: `部门意见没有齐：${missing.zh}`, en: `Not all have agreed: ${missing.en}` })}
      rules={[{ required: true, whitespace: true, message: say({ zh: '请写明理由', en: 'State the reason' }) }]}
    >
      <Input.TextArea rows={2} maxLength={500} />
    </Form.Item>
  )
}

/** The trial run: the very postings that the books will hold afterwards, or why it is no longer possible. */
const useTrial = (planId: string) =>
  useQuery({
    queryKey: [previewAdoption.path, planId],
    queryFn: () => call(previewAdoption, { params: { id: planId }, body: {} }),
    retry: false,
    gcTime: 0,
  })

function Trial({ plan, trial }: { plan: Plan; trial: ReturnType<typeof useTrial> }) {
  const say = useSay()
  const go = useGo()
  if (trial.isPending) return <Skeleton active style={{ marginTop: 16 }} paragraph={{ rows: 3 }} />
  if (trial.isError)
    return (
      <div style={{ marginTop: 16 }}>
        <ErrorNote error={trial.error} />
        <Button style={{ marginTop: 8 }} onClick={() => go(againAddress(plan))}>
          {say({ zh: '用同样的口径重新测算', en: 'Solve again with the same terms' })}
        </Button>
      </div>
    )
  return (
    <section style={{ marginTop: 16 }}>
      <strong>
        {say({
          zh: `采纳后将记 ${trial.data.postings} 笔账，共 ${trial.data.lines.length} 行`,
          en: `${trial.data.postings} postings will be made, in ${trial.data.lines.length} lines`,
        })}
      </strong>
      <div className="plan-preview">
        <PostingLines lines={trial.data.lines} links={false} />
      </div>
    </section>
  )
}

/** A plan of a scenario is solved again under the version it had; an adjustment is drawn up again from its plan. */
export function againAddress(plan: Plan): string {
  if (plan.parentId) return `/plans/${plan.parentId}/adjust`
  return plan.scenario ? `/plans/new?scenario=${encodeURIComponent(plan.scenario.id)}&version=${plan.scenario.version}` : '/plans/new'
}

function Irreversible({ plan }: { plan: Plan }) {
  const say = useSay()
  const released = plan.releases.reduce((sum, r) => sum + BigInt(r.amountFen), 0n)
  const given = BigInt(plan.allocatedFen) as Fen
  return (
    <Alert
      type="warning"
      showIcon
      title={say({ zh: '采纳后立即记账，不能撤销', en: 'Adoption posts at once and cannot be undone' })}
      description={
        <>
          {released > 0n ? (
            <div>
              {say({
                zh: `收回 ${formatFen(released)} 元，共 ${plan.releases.length} 笔，退回原来的资金。`,
                en: `${formatFen(released)} yuan go back to their lots in ${plan.releases.length} lines.`,
              })}
            </div>
          ) : null}
          {given > 0n ? (
            <>
              <div className="plan-warning-sum">{`${formatFen(given)} 元`}</div>
              <div>{capitalNumerals(given)}</div>
              <div>
                {say({
                  zh: `安排给 ${plan.fundedProjects} 个项目，共 ${plan.slices.length} 笔。以后要改，只能凭新的决定收回安排。`,
                  en: `For ${plan.fundedProjects} projects in ${plan.slices.length} slices. A later change needs a new decision that releases money.`,
                })}
              </div>
            </>
          ) : null}
        </>
      }
    />
  )
}
