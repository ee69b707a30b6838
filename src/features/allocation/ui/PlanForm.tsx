/** What a plan is solved under: a scenario by name or the standard terms, said in sentences and checked before the solver starts. */
import { Alert, Button, Card, Form, Input, InputNumber, Select, Slider } from 'antd'
import { useState } from 'react'
import { listProjects } from '#features/projects/projects.contract.ts'
import { scenarioDefaults, scenarioLimits } from '#policy/scenario-terms.ts'
import { AmountInput, amountRule } from '#ui/AmountInput.tsx'
import type { AnswerOf } from '#ui/answer-of.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { PageLink } from '#ui/PageLink.tsx'
import { useSession } from '#ui/session.tsx'
import { useAct } from '#ui/useAct.ts'
import { listPlans, solvePlan } from '../allocation.contract.ts'
import { listScenarios, showScenario } from '../scenario.contract.ts'
import { type KnownWords, SeekMany } from './SeekPick.tsx'
import { TermsCheck, useFieldName, useTermsCheck } from './TermsCheck.tsx'
import { TermsSaid } from './TermsSaid.tsx'
import { standardWire, type WireTerms } from './terms-wire.ts'
import './allocation.css'

interface Asked {
  readonly name: string
  readonly scenario: string
  readonly year: number
  readonly maxSources: number
  readonly minSliceFen: string
  readonly seconds: number
  readonly excludeProjects?: string[]
}

const STANDARD = 'standard'
const SECONDS = { 2: '2', 10: '10', 30: '30', 60: '60', 120: '120' }

type Projects = AnswerOf<typeof listProjects>
type Scenarios = AnswerOf<typeof listScenarios>
type Named = AnswerOf<typeof showScenario>

interface PlanFormProps {
  /** The scenario the page was opened with. */
  readonly asked: string | null
  /** The version of it that is wanted; null: the last. */
  readonly version: number | null
  readonly onStarted: (runId: string, scenario: string | null) => void
}

export function PlanForm(props: PlanFormProps) {
  const { asked } = props
  const projects = useAnswer(listProjects, { query: { page: 1, pageSize: 1 } })
  const scenarios = useAnswer(listScenarios, { query: { page: 1, pageSize: 200, state: 'active' } })
  const named = useAnswer(showScenario, { params: { id: asked ?? '' } }, { enabled: asked !== null })
  if (asked !== null && named.isPending) return <Answer query={named}>{() => null}</Answer>
  return (
    <Answer query={projects}>
      {(library) => (
        <Answer query={scenarios}>{(kept) => <AskForm {...props} projects={library} scenarios={kept} named={named.data ?? null} />}</Answer>
      )}
    </Answer>
  )
}

/** The scenario the page was opened with, if it can still be solved from. It may stand beyond the ones that are listed. */
const usable = (named: Named | null): Named | null => (named && !named.retired ? named : null)

/** The year most likely meant: the latest one the library has projects for. */
const likelyYear = (projects: Projects, today: string): number =>
  projects.facets.years.length > 0 ? Math.max(...projects.facets.years) : Number(today.slice(0, 4))

interface AskFormProps extends PlanFormProps {
  readonly projects: Projects
  readonly scenarios: Scenarios
  readonly named: Named | null
}

function AskForm({ asked, version, onStarted, projects, scenarios, named }: AskFormProps) {
  const say = useSay()
  const { today } = useSession()
  const fieldName = useFieldName()
  const [form] = Form.useForm<Asked>()
  const values = Form.useWatch([], form) as Asked | undefined
  const solve = useAct(solvePlan, { refresh: [[listPlans.path]], quiet: true })
  const year = likelyYear(projects, today)
  const known = usable(named)
  // What was asked for and cannot be had is never replaced in silence: then nothing is chosen.
  const scenario = values?.scenario ?? known?.id ?? (asked === null ? STANDARD : null)
  const wanted = version !== null && scenario === asked ? { query: { version } } : {}
  const kept = scenario !== null && scenario !== STANDARD
  const chosen = useAnswer(showScenario, { params: { id: scenario ?? '' }, ...wanted }, { enabled: kept })
  const terms = scenario === STANDARD ? standardOf(values, year) : kept ? (chosen.data?.terms ?? null) : null
  const check = useTermsCheck(terms)
  const start = async (filled: Asked) => {
    const from = filled.scenario === STANDARD ? null : filled.scenario
    const answer = await solve.run({ body: bodyOf(filled, chosen.data?.version) })
    if (answer) onStarted(answer.runId, from)
  }
  return (
    <Form<Asked>
      form={form}
      layout="vertical"
      className="plan-form form-page"
      requiredMark={false}
      initialValues={{
        name: `${known?.year ?? year}年度统筹资金分配方案`,
        ...(scenario === null ? {} : { scenario }),
        year,
        maxSources: scenarioDefaults.maxSources,
        minSliceFen: scenarioDefaults.minSliceFen,
        seconds: scenarioDefaults.seconds,
      }}
      onFinish={(filled) => void start(filled)}
    >
      <Form.Item
        name="name"
        label={say({ zh: '方案名称', en: 'Name of the plan' })}
        rules={[{ required: true, max: 80, message: say({ zh: '请写方案名称，不超过80字', en: 'Give a name, 80 characters at most' }) }]}
      >
        <Input maxLength={80} />
      </Form.Item>
      {asked !== null && known === null ? <NotUsable named={named} asked={asked} /> : null}
      <ScenarioPick scenarios={scenarios} named={known} />
      {chosen.data ? <OldVersion chosen={chosen.data} /> : null}
      {scenario === STANDARD ? <StandardFields projects={projects} year={values?.year ?? year} /> : null}
      {scenario === null ? null : (
        <Card
          size="small"
          className="plan-asked"
          title={say({ zh: '按这样的目标和限制测算', en: 'Solved under these goals and limits' })}
          extra={kept ? <PageLink to={`/scenarios/${scenario}`}>{say({ zh: '查看、修改口径', en: 'See and change it' })}</PageLink> : null}
        >
          <TermsCheck checked={check.data} error={check.error ?? chosen.error} waiting />
          <TermsSaid said={check.data?.said ?? chosen.data?.said ?? []} />
        </Card>
      )}
      <SecondsField />
      <ErrorNote error={solve.error} fieldName={fieldName} />
      <Button type="primary" htmlType="submit" size="large" loading={solve.busy}>
        {say({ zh: '开始测算', en: 'Start' })}
      </Button>
    </Form>
  )
}

/** What is asked of the server: the version that is on the page, or the short form. */
const bodyOf = ({ name, seconds, scenario, ...short }: Asked, version: number | undefined) =>
  scenario === STANDARD
    ? { name, seconds, ...short, excludeProjects: short.excludeProjects ?? [] }
    : { name, seconds, scenarioId: scenario, ...(version === undefined ? {} : { scenarioVersion: version }) }

/** The short form in the shape of terms, so that it is checked like any scenario. */
function standardOf(values: Asked | undefined, year: number): WireTerms | null {
  if (!values) return null
  const standard = standardWire(values.year ?? year)
  return {
    ...standard,
    maxSources: values.maxSources ?? standard.maxSources,
    minSliceFen: values.minSliceFen ?? standard.minSliceFen,
    excludeProjects: values.excludeProjects ?? [],
  }
}

/** The version a plan was solved under, where the scenario has gone on since. */
function OldVersion({ chosen: { id, version, lastVersion } }: { chosen: AnswerOf<typeof showScenario> }) {
  const say = useSay()
  if (version === lastVersion) return null
  return (
    <Alert
      type="info"
      showIcon
      style={{ marginBottom: 20 }}
      title={say({
        zh: `按原方案用的第 ${version} 版测算；现行的是第 ${lastVersion} 版。`,
        en: `Solved under version ${version}, as the plan was; the present one is ${lastVersion}.`,
      })}
      action={
        <PageLink to={`/plans/new?scenario=${encodeURIComponent(id)}`}>{say({ zh: '改用现行版本', en: 'Use the present one' })}</PageLink>
      }
    />
  )
}

/** The scenario that was asked for is retired or unknown: said plainly, and left to the person. */
function NotUsable({ named, asked }: { named: Named | null; asked: string }) {
  const say = useSay()
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBottom: 20 }}
      title={
        named
          ? say({
              zh: `测算口径“${named.name}”已停用，不能据以测算。`,
              en: `The scenario “${named.name}” is retired; nothing is solved from it.`,
            })
          : say({ zh: `没有编号为 ${asked} 的测算口径。`, en: `There is no scenario ${asked}.` })
      }
      description={
        named
          ? say({
              zh: '请在下面另选一个口径，或选“标准口径”；要沿用它的目标和限制，请打开它，复制成新的口径。',
              en: 'Choose another below, or the standard terms; to go on with its goals and limits, open it and copy it.',
            })
          : say({ zh: '请在下面选一个口径，或选“标准口径”。', en: 'Choose one below, or the standard terms.' })
      }
      action={
        named ? <PageLink to={`/scenarios/${named.id}`}>{say({ zh: '打开已停用的口径', en: 'Open the retired one' })}</PageLink> : undefined
      }
    />
  )
}

function ScenarioPick({ scenarios, named }: { scenarios: Scenarios; named: Named | null }) {
  const say = useSay()
  const listed = named === null || scenarios.rows.some((s) => s.id === named.id) ? scenarios.rows : [named, ...scenarios.rows]
  const kept = listed.map((s) => ({
    value: s.id,
    label: say({ zh: `${s.name}（${s.year} 年，第 ${s.version} 版）`, en: `${s.name} (${s.year}, version ${s.version})` }),
  }))
  return (
    <Form.Item
      name="scenario"
      label={say({ zh: '测算口径', en: 'Scenario' })}
      rules={[{ required: true, message: say({ zh: '请选择测算口径', en: 'Choose a scenario' }) }]}
      extra={
        <>
          {say({
            zh: '标准口径只有通用的限制。要加片区上限、指定资金等，请',
            en: 'The standard terms hold for everybody. To add limits and pins, ',
          })}
          <PageLink to="/scenarios/new">{say({ zh: '建立测算口径', en: 'set up a scenario' })}</PageLink>
          {say({ zh: '。', en: '.' })}
        </>
      }
    >
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={say({ zh: '请选择', en: 'Choose' })}
        options={[{ value: STANDARD, label: say({ zh: '标准口径', en: 'Standard terms' }) }, ...kept]}
      />
    </Form.Item>
  )
}

function StandardFields({ projects, year }: { projects: Projects; year: number }) {
  const say = useSay()
  return (
    <>
      <Form.Item
        name="year"
        label={say({ zh: '年度', en: 'Year' })}
        extra={say({
          zh: '安排这一年需要资金的项目（含往年开工、轮到这一年的阶段），只用这一年还没有过期的资金。',
          en: 'Projects that need money in this year, later phases of begun ones among them; only money still usable then.',
        })}
        rules={[{ required: true, message: say({ zh: '请填写年度', en: 'Enter the year' }) }]}
      >
        <InputNumber min={2000} max={2100} style={{ width: 140 }} controls={false} />
      </Form.Item>
      <Form.Item
        name="maxSources"
        label={say({ zh: '一个项目最多用几笔资金', en: 'Most sources for one project' })}
        extra={say({
          zh: '防止“撒胡椒面”：来源太多，报账和验收都难办。一般不超过3笔。',
          en: 'Against scattering: too many sources make claims and acceptance hard. Usually 3 at most.',
        })}
        rules={[{ required: true, message: say({ zh: '请填写1到20', en: 'Enter 1 to 20' }) }]}
      >
        <InputNumber min={1} max={scenarioLimits.sources} style={{ width: 140 }} />
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
      <LeaveOut projects={projects} year={year} />
    </>
  )
}

function LeaveOut({ projects, year }: { projects: Projects; year: number }) {
  const say = useSay()
  const [known] = useState<KnownWords>(() => new Map())
  const label = { zh: '本次不参加的项目（可不选，不选就全部参加）', en: 'Projects left out this time (optional)' }
  return (
    <Form.Item
      name="excludeProjects"
      label={say(label)}
      extra={say({
        zh: `项目库共 ${projects.total} 个项目；这里能查到 ${year} 年还需要资金的。`,
        en: `${projects.total} projects in the library; those that need money in ${year} are found here.`,
      })}
    >
      <SeekMany kind="projects" label={label} years={{ year, horizon: 1 }} known={known} />
    </Form.Item>
  )
}

function SecondsField() {
  const say = useSay()
  return (
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
        max={scenarioLimits.seconds}
        marks={SECONDS}
        ariaLabelForHandle={say({ zh: '最多测算多少秒', en: 'At most so many seconds' })}
        style={{ maxWidth: 420, marginLeft: 12 }}
      />
    </Form.Item>
  )
}
