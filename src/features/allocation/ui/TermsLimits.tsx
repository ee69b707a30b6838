/** Floors and caps of areas, categories and lists of projects; and what is asked of single lots. */
import { Input, Select, Switch } from 'antd'
import { categories } from '#policy/categories.ts'
import { termKinds } from '#policy/scenario-terms.ts'
import { AmountInput } from '#ui/AmountInput.tsx'
import { useSay } from '#ui/language.tsx'
import type { TermsProps } from './TermsGoals.tsx'
import { LotPick, Pair, PercentInput, ProjectsPick, Search, TermRow, TermSection, Words } from './TermsParts.tsx'
import { type Choices, replaced, type WireTerms, without } from './terms-wire.ts'

interface Props extends TermsProps {
  readonly choices: Choices
}

type Limit = WireTerms['limits'][number]

const EMPTY: Readonly<Record<Limit['on']['kind'], Limit['on']>> = {
  region: { kind: 'region', region: '' },
  category: { kind: 'category', category: '' },
  projects: { kind: 'projects', projectIds: [] },
}

export function TermsLimits({ terms, change, choices }: Props) {
  const say = useSay()
  const edit = (i: number, part: Partial<Limit>) => change({ limits: replaced(terms.limits, i, part) })
  const fresh = { label: `上下限${terms.limits.length + 1}`, on: EMPTY.region, years: null, minFen: '0', maxFen: null }
  return (
    <TermSection
      id="limits"
      {...termKinds.limits}
      add={{ label: { zh: '加一条上下限', en: 'Add a limit' }, onAdd: () => change({ limits: [...terms.limits, fresh] }) }}
    >
      {terms.limits.map((limit, i) => (
        <TermRow key={i} at={`limits.${i}`} onRemove={() => change({ limits: without(terms.limits, i) })}>
          <LimitFields limit={limit} edit={(part) => edit(i, part)} choices={choices} terms={terms} />
        </TermRow>
      ))}
      {terms.limits.length > 0 ? (
        <div className="term-line" id="term-limitsCountGiven">
          <label className="term-switch">
            <Switch size="small" checked={terms.limitsCountGiven ?? true} onChange={(limitsCountGiven) => change({ limitsCountGiven })} />
            {say({
              zh: '此前安排、支付给同年度阶段的钱也算在上下限里',
              en: 'Money given or paid before to phases of these years counts too',
            })}
          </label>
        </div>
      ) : null}
    </TermSection>
  )
}

interface LimitProps {
  readonly limit: Limit
  readonly edit: (part: Partial<Limit>) => void
  readonly choices: Choices
  readonly terms: WireTerms
}

function LimitFields({ limit, edit, choices, terms }: LimitProps) {
  const say = useSay()
  const years = Array.from({ length: terms.horizon }, (_, i) => terms.year + i)
  return (
    <>
      <Input
        className="term-name"
        aria-label={say({ zh: '这条上下限的名称', en: 'Name of the limit' })}
        value={limit.label}
        maxLength={60}
        onChange={(event) => edit({ label: event.target.value })}
      />
      <Words text={{ zh: '：', en: ':' }} />
      <Select<Limit['on']['kind']>
        className="term-short"
        aria-label={say({ zh: '按什么算', en: 'What it counts' })}
        value={limit.on.kind}
        options={[
          { value: 'region', label: say({ zh: '区域', en: 'area' }) },
          { value: 'category', label: say({ zh: '类别', en: 'category' }) },
          { value: 'projects', label: say({ zh: '这些项目', en: 'projects' }) },
        ]}
        onChange={(kind) => edit({ on: EMPTY[kind] })}
      />
      <OnPick limit={limit} edit={edit} choices={choices} />
      {terms.horizon > 1 ? (
        <Select<number[]>
          className="term-short"
          mode="multiple"
          aria-label={say({ zh: '哪些年', en: 'Which years' })}
          placeholder={say({ zh: '各年合计', en: 'all years' })}
          value={limit.years ?? []}
          options={years.map((year) => ({ value: year, label: `${year} 年` }))}
          onChange={(list) => edit({ years: list.length === 0 ? null : [...list].sort((a, b) => a - b) })}
        />
      ) : null}
      <Pair text={{ zh: '不少于', en: 'at least' }}>
        <AmountInput
          label={say({ zh: '下限', en: 'Floor' })}
          unit="万元"
          value={limit.minFen === '0' ? undefined : limit.minFen}
          onChange={(amount) => edit({ minFen: amount ?? '0' })}
        />
      </Pair>
      <Pair text={{ zh: '不超过', en: 'at most' }}>
        <AmountInput
          label={say({ zh: '上限', en: 'Cap' })}
          unit="万元"
          value={limit.maxFen ?? undefined}
          onChange={(amount) => edit({ maxFen: amount ?? null })}
        />
      </Pair>
    </>
  )
}

function OnPick({ limit, edit, choices }: Omit<LimitProps, 'terms'>) {
  const say = useSay()
  const { on } = limit
  if (on.kind === 'region')
    return (
      <Search
        label={{ zh: '选一个区划', en: 'Choose a division' }}
        value={on.region}
        options={choices.regions.map((r) => ({ value: r.code, label: `${r.name}（${r.code}）` }))}
        onChange={(region) => edit({ on: { kind: 'region', region } })}
      />
    )
  if (on.kind === 'category')
    return (
      <Search
        label={{ zh: '选一个类别', en: 'Choose a category' }}
        value={on.category}
        options={Object.entries(categories).map(([value, { label }]) => ({ value, label: say(label) }))}
        onChange={(category) => edit({ on: { kind: 'category', category } })}
      />
    )
  return (
    <ProjectsPick
      label={{ zh: '选项目', en: 'Choose projects' }}
      value={on.projectIds}
      choices={choices}
      onChange={(projectIds) => edit({ on: { kind: 'projects', projectIds } })}
    />
  )
}

export function TermsLots({ terms, change, choices }: Props) {
  const say = useSay()
  const fresh = { lotId: '', leaveOut: false, keepBackFen: '0', maxSharePermille: null, minSharePermille: null }
  const edit = (i: number, part: Partial<WireTerms['lots'][number]>) => change({ lots: replaced(terms.lots, i, part) })
  return (
    <TermSection
      id="lots"
      {...termKinds.lots}
      add={{ label: { zh: '加一笔资金的要求', en: 'Add a lot' }, onAdd: () => change({ lots: [...terms.lots, fresh] }) }}
    >
      {terms.lots.map((lot, i) => (
        <TermRow key={i} at={`lots.${i}`} onRemove={() => change({ lots: without(terms.lots, i) })}>
          <LotPick
            label={{ zh: '选一笔资金', en: 'Choose a lot' }}
            value={lot.lotId}
            choices={choices}
            onChange={(lotId) => edit(i, { lotId })}
          />
          <label className="term-switch">
            <Switch size="small" checked={lot.leaveOut} onChange={(leaveOut) => edit(i, { leaveOut })} />
            {say({ zh: '本次不用', en: 'left out' })}
          </label>
          {lot.leaveOut ? null : (
            <>
              <Pair text={{ zh: '留出', en: 'keep back' }}>
                <AmountInput
                  label={say({ zh: '留出多少', en: 'Kept back' })}
                  unit="万元"
                  value={lot.keepBackFen === '0' ? undefined : lot.keepBackFen}
                  onChange={(amount) => edit(i, { keepBackFen: amount ?? '0' })}
                />
              </Pair>
              <Pair text={{ zh: '最多占一个项目的', en: 'at most' }}>
                <PercentInput
                  label={{ zh: '最多占比', en: 'Most share' }}
                  value={lot.maxSharePermille}
                  onChange={(maxSharePermille) => edit(i, { maxSharePermille })}
                />
              </Pair>
              <Pair text={{ zh: '用就至少占', en: 'and at least' }}>
                <PercentInput
                  label={{ zh: '最少占比', en: 'Least share' }}
                  value={lot.minSharePermille}
                  onChange={(minSharePermille) => edit(i, { minSharePermille })}
                />
              </Pair>
            </>
          )}
        </TermRow>
      ))}
    </TermSection>
  )
}
