/** The goals in their order, the years, and the limits that hold for every project: scattering, showcases, debt. */
import { ArrowDownOutlined, ArrowUpOutlined, CloseOutlined } from '@ant-design/icons'
import { Button, InputNumber, Select, Switch } from 'antd'
import { type GoalKey, goals, preventions, scenarioLimits, termKinds } from '#policy/scenario-terms.ts'
import { AmountInput } from '#ui/AmountInput.tsx'
import { useSay } from '#ui/language.tsx'
import { CountInput, Pair, PercentInput, TermSection, Words } from './TermsParts.tsx'
import { type WireTerms, without } from './terms-wire.ts'

export interface TermsProps {
  readonly terms: WireTerms
  readonly change: (part: Partial<WireTerms>) => void
}

export function TermsGoals({ terms, change }: TermsProps) {
  return (
    <>
      <YearsAndGoals terms={terms} change={change} />
      <Scattering terms={terms} change={change} />
      <Showcases terms={terms} change={change} />
      <TermSection id="debtShare" {...termKinds.debtShare}>
        <div className="term-line" id="term-debtShare.0" tabIndex={-1}>
          <Pair text={{ zh: '每个项目每年用融资不超过', en: 'At most' }}>
            <PercentInput
              label={termKinds.debtShare.label}
              value={terms.maxDebtPermille}
              onChange={(maxDebtPermille) => change({ maxDebtPermille })}
            />
          </Pair>
          <Words text={{ zh: '，不填为不限', en: 'of a project’s year from debt; empty for no limit' }} />
        </div>
      </TermSection>
      <Preventions />
    </>
  )
}

const ALL = Object.keys(goals) as GoalKey[]

function YearsAndGoals({ terms, change }: TermsProps) {
  const say = useSay()
  const missing = ALL.filter((goal) => !terms.objectives.includes(goal))
  const moved = (from: number, to: number): GoalKey[] => {
    const list = [...terms.objectives]
    const [goal] = list.splice(from, 1)
    list.splice(to, 0, goal!)
    return list
  }
  return (
    <TermSection
      id="goals"
      label={{ zh: '年度和目标', en: 'Years and goals' }}
      meaning={{
        zh: '目标按先后考虑：前一个做到最好之后，才在不损害它的范围里考虑下一个。',
        en: 'Goals are taken in order: the next counts only where it takes nothing from the one before.',
      }}
      basis={{ zh: '国办发〔2016〕22号；区年度统筹整合方案', en: 'State Council Office (2016) 22; the yearly plan' }}
    >
      <Years terms={terms} change={change} />
      <ol className="goal-list" aria-label={say({ zh: '目标的先后', en: 'Order of the goals' })}>
        {terms.objectives.map((goal, i) => (
          <li key={goal} className="goal">
            <div className="goal-words">
              <strong>{say(goals[goal].label)}</strong>
              <span className="goal-meaning">{say(goals[goal].meaning)}</span>
              <span className="term-basis">{say({ zh: `依据：${goals[goal].basis.zh}`, en: `Basis: ${goals[goal].basis.en}` })}</span>
            </div>
            <GoalButtons
              name={say(goals[goal].label)}
              first={i === 0}
              last={i === terms.objectives.length - 1}
              alone={terms.objectives.length === 1}
              onUp={() => change({ objectives: moved(i, i - 1) })}
              onDown={() => change({ objectives: moved(i, i + 1) })}
              onRemove={() => change({ objectives: without(terms.objectives, i) })}
            />
          </li>
        ))}
      </ol>
      {missing.length > 0 ? (
        <Select<GoalKey>
          className="term-pick"
          aria-label={say({ zh: '加一个目标', en: 'Add a goal' })}
          placeholder={say({ zh: '加一个目标', en: 'Add a goal' })}
          value={null}
          options={missing.map((value) => ({ value, label: say(goals[value].label) }))}
          onChange={(goal) => change({ objectives: [...terms.objectives, goal] })}
        />
      ) : null}
    </TermSection>
  )
}

function Years({ terms, change }: TermsProps) {
  const say = useSay()
  return (
    <div className="term-line">
      <Words text={{ zh: '安排', en: 'Plan from' }} />
      <InputNumber<number>
        className="term-number"
        aria-label={say({ zh: '年度', en: 'Year' })}
        min={2000}
        max={2100}
        controls={false}
        value={terms.year}
        onChange={(year) => change({ year: year ?? terms.year })}
      />
      <Pair text={{ zh: '年起', en: 'on' }}>
        <CountInput
          label={{ zh: '一起规划几年', en: 'Years planned together' }}
          value={terms.horizon}
          min={1}
          max={scenarioLimits.horizonYears}
          onChange={(horizon) => change({ horizon })}
        />
      </Pair>
      <Words text={{ zh: '年的项目阶段', en: 'year(s) of phases' }} />
    </div>
  )
}

interface GoalButtonsProps {
  readonly name: string
  readonly first: boolean
  readonly last: boolean
  readonly alone: boolean
  readonly onUp: () => void
  readonly onDown: () => void
  readonly onRemove: () => void
}

function GoalButtons({ name, first, last, alone, onUp, onDown, onRemove }: GoalButtonsProps) {
  const say = useSay()
  return (
    <span className="goal-buttons no-print">
      <Button
        type="text"
        icon={<ArrowUpOutlined aria-hidden />}
        disabled={first}
        aria-label={say({ zh: `提前：${name}`, en: `Earlier: ${name}` })}
        onClick={onUp}
      />
      <Button
        type="text"
        icon={<ArrowDownOutlined aria-hidden />}
        disabled={last}
        aria-label={say({ zh: `推后：${name}`, en: `Later: ${name}` })}
        onClick={onDown}
      />
      <Button
        type="text"
        icon={<CloseOutlined aria-hidden />}
        disabled={alone}
        aria-label={say({ zh: `不要这个目标：${name}`, en: `Drop: ${name}` })}
        onClick={onRemove}
      />
    </span>
  )
}

function Scattering({ terms, change }: TermsProps) {
  return (
    <TermSection id="sources" {...termKinds.sources}>
      <div className="term-line">
        <Pair text={{ zh: '一个项目一年最多用', en: 'A project takes at most' }}>
          <CountInput
            label={{ zh: '最多用几笔资金', en: 'Most lots a project' }}
            value={terms.maxSources}
            min={1}
            max={scenarioLimits.sources}
            onChange={(maxSources) => change({ maxSources })}
          />
        </Pair>
        <Pair text={{ zh: '笔资金，每笔不少于', en: 'lots a year, each at least' }}>
          <AmountInput
            label="每笔最少多少"
            unit="万元"
            value={terms.minSliceFen}
            onChange={(amount) => change({ minSliceFen: amount ?? '0' })}
          />
        </Pair>
      </div>
    </TermSection>
  )
}

function Showcases({ terms, change }: TermsProps) {
  const say = useSay()
  const { village, township } = termKinds
  return (
    <TermSection
      id="village"
      label={{ zh: '防“造盆景”', en: 'Against showcases' }}
      meaning={{ zh: `${village.meaning.zh}不填为不限。`, en: `${village.meaning.en} Empty for no limit.` }}
      basis={village.basis}
    >
      <div className="term-line" id="term-villageMaxFen" tabIndex={-1}>
        <Pair text={{ zh: '一个村最多安排', en: 'At most to one village' }}>
          <AmountInput
            label={village.label.zh}
            unit="万元"
            value={terms.villageMaxFen ?? undefined}
            onChange={(amount) => change({ villageMaxFen: amount ?? null })}
          />
        </Pair>
      </div>
      <div className="term-line" id="term-townshipMaxFen" tabIndex={-1}>
        <Pair text={{ zh: '一个乡镇最多安排', en: 'At most to one township' }}>
          <AmountInput
            label={township.label.zh}
            unit="万元"
            value={terms.townshipMaxFen ?? undefined}
            onChange={(amount) => change({ townshipMaxFen: amount ?? null })}
          />
        </Pair>
      </div>
      <label className="term-switch">
        <Switch size="small" checked={terms.capsCountGiven ?? true} onChange={(capsCountGiven) => change({ capsCountGiven })} />
        {say({ zh: '此前安排、支付给同年度阶段的钱也算在上限里', en: 'Money given or paid before to phases of these years counts too' })}
      </label>
    </TermSection>
  )
}

function Preventions() {
  const say = useSay()
  return (
    <details className="preventions">
      <summary>{say({ zh: '“五个防止”在测算里怎么落实', en: 'How a solve answers to the five preventions' })}</summary>
      <dl>
        {preventions.map(({ label, answer }) => (
          <div key={label.zh}>
            <dt>{say(label)}</dt>
            <dd>{say(answer)}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
