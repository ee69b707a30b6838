/** The terms of a plan, each with what it means in plain words. */
import { Button, Form, Input, InputNumber, Select, Slider } from 'antd'
import { useMemo } from 'react'
import { listProjects } from '#features/projects/projects.contract.ts'
import { AmountInput, amountRule } from '#ui/AmountInput.tsx'
import type { AnswerOf } from '#ui/answer-of.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { formatMoney } from '#ui/MoneyText.tsx'
import { useSession } from '#ui/session.tsx'
import { useAct } from '#ui/useAct.ts'
import { listPlans, solvePlan } from '../allocation.contract.ts'
import './allocation.css'

interface Terms {
  readonly name: string
  readonly year: number
  readonly maxSources: number
  readonly minSliceFen: string
  readonly seconds: number
  readonly excludeProjects?: string[]
}

const TEN_THOUSAND_YUAN = '1000000'
const SECONDS = { 2: '2', 10: '10', 30: '30', 60: '60' }

type Projects = AnswerOf<typeof listProjects>

export function PlanForm({ onStarted }: { onStarted: (runId: string) => void }) {
  const projects = useAnswer(listProjects, { query: { page: 1, pageSize: 500 } })
  return <Answer query={projects}>{(found) => <TermsForm projects={found} onStarted={onStarted} />}</Answer>
}

/** The year most likely meant: the latest one the library has projects for. */
const likelyYear = (projects: Projects, today: string): number =>
  projects.facets.years.length > 0 ? Math.max(...projects.facets.years) : Number(today.slice(0, 4))

function TermsForm({ projects, onStarted }: { projects: Projects; onStarted: (runId: string) => void }) {
  const say = useSay()
  const { today } = useSession()
  const [form] = Form.useForm<Terms>()
  const solve = useAct(solvePlan, { refresh: [[listPlans.path]], quiet: true })
  const year = likelyYear(projects, today)
  const start = async (terms: Terms) => {
    const answer = await solve.run({ body: { ...terms, excludeProjects: terms.excludeProjects ?? [] } })
    if (answer) onStarted(answer.runId)
  }
  return (
    <Form<Terms>
      form={form}
      layout="vertical"
      className="plan-form form-page"
      requiredMark={false}
      initialValues={{
        name: `${year}年度统筹资金分配方案`,
        year,
        maxSources: 3,
        minSliceFen: TEN_THOUSAND_YUAN,
        seconds: 10,
      }}
      onFinish={(terms) => void start(terms)}
    >
      <Form.Item
        name="name"
        label={say({ zh: '方案名称', en: 'Name of the plan' })}
        rules={[{ required: true, max: 80, message: say({ zh: '请写方案名称，不超过80字', en: 'Give a name, 80 characters at most' }) }]}
      >
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item
        name="year"
        label={say({ zh: '年度', en: 'Year' })}
        extra={say({
          zh: '只安排这一年及以后需要资金的项目，只用这一年还没有过期的资金。',
          en: 'Only projects that need money in this year or later, only money still usable then.',
        })}
        rules={[{ required: true, message: say({ zh: '请填写年度', en: 'Enter the year' }) }]}
      >
        <InputNumber min={2000} max={2100} style={{ width: 140 }} controls={false} />
      </Form.Item>
      <AntiScatter />
      <LeaveOut projects={projects} />
      <Form.Item
        name="seconds"
        label={say({ zh: '最多测算多少秒', en: 'At most so many seconds' })}
        extra={say({
          zh: '时间越长，方案越接近可证明的上限。随时可以停止，用已经找到的最好结果。',
          en: 'The longer, the closer to the proven bound. You can stop at any time and keep the best so far.',
        })}
      >
        <Slider
          min={2}
          max={60}
          marks={SECONDS}
          ariaLabelForHandle={say({ zh: '最多测算多少秒', en: 'At most so many seconds' })}
          style={{ maxWidth: 420, marginLeft: 12 }}
        />
      </Form.Item>
      <ErrorNote error={solve.error} />
      <Button type="primary" htmlType="submit" size="large" loading={solve.busy}>
        {say({ zh: '开始测算', en: 'Start' })}
      </Button>
    </Form>
  )
}

function AntiScatter() {
  const say = useSay()
  return (
    <>
      <Form.Item
        name="maxSources"
        label={say({ zh: '一个项目最多用几笔资金', en: 'Most sources for one project' })}
        extra={say({
          zh: '防止“撒胡椒面”：来源太多，报账和验收都难办。一般不超过3笔。',
          en: 'Against scattering: too many sources make claims and acceptance hard. Usually 3 at most.',
        })}
        rules={[{ required: true, message: say({ zh: '请填写1到20', en: 'Enter 1 to 20' }) }]}
      >
        <InputNumber min={1} max={20} style={{ width: 140 }} />
      </Form.Item>
      <Form.Item
        name="minSliceFen"
        label={say({ zh: '每笔安排最少多少', en: 'Smallest slice' })}
        extra={say({
          zh: '低于这个数的零头不单独安排；项目本身比它小的，一次付清。',
          en: 'Nothing smaller is set aside on its own; a project that is itself smaller is paid from one source.',
        })}
        rules={[amountRule(say)]}
      >
        <AmountInput unit="万元" />
      </Form.Item>
    </>
  )
}

function LeaveOut({ projects }: { projects: Projects }) {
  const say = useSay()
  const options = useMemo(
    () =>
      projects.rows.map((row) => ({
        value: row.id,
        label: `${row.name}(${row.code},${formatMoney(row.needFen, '万元')} 万元）`,
      })),
    [projects],
  )
  return (
    <Form.Item
      name="excludeProjects"
      label={say({ zh: '本次不参加的项目（可不选）', en: 'Projects left out this time (optional)' })}
      extra={say({ zh: `项目库共 ${projects.total} 个项目。`, en: `${projects.total} projects in the library.` })}
    >
      <Select
        mode="multiple"
        allowClear
        options={options}
        showSearch={{ optionFilterProp: 'label' }}
        maxTagCount="responsive"
        placeholder={say({ zh: '全部参加', en: 'All take part' })}
      />
    </Form.Item>
  )
}
