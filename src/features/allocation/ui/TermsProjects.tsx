/** Wishes about projects: statutory, funded for certain, left out, built in part, matched; and about pairs of a lot and a project. */
import { Select } from 'antd'
import { fundLevels } from '#policy/fund-catalogue.ts'
import { termKinds } from '#policy/scenario-terms.ts'
import { AmountInput } from '#ui/AmountInput.tsx'
import { useSay } from '#ui/language.tsx'
import type { TermsProps } from './TermsGoals.tsx'
import { CountInput, LotPick, Pair, PercentInput, ProjectPick, ProjectsPick, TermRow, TermSection, Words } from './TermsParts.tsx'
import { type Choices, replaced, without } from './terms-wire.ts'

interface Props extends TermsProps {
  readonly choices: Choices
}

const A_PROJECT = { zh: '选一个项目', en: 'Choose a project' }
const A_LOT = { zh: '选一笔资金', en: 'Choose a lot' }

export function TermsProjects(props: Props) {
  const { terms, change, choices } = props
  return (
    <>
      <TermSection id="statutory" {...termKinds.statutory}>
        <ProjectsPick
          label={termKinds.statutory.label}
          value={[...terms.statutoryProjects]}
          choices={choices}
          onChange={(statutoryProjects) => change({ statutoryProjects })}
        />
      </TermSection>
      <TermSection id="include" {...termKinds.include}>
        <ProjectsPick
          label={termKinds.include.label}
          value={[...terms.includeProjects]}
          choices={choices}
          onChange={(includeProjects) => change({ includeProjects })}
        />
      </TermSection>
      <TermSection id="exclude" {...termKinds.exclude}>
        <ProjectsPick
          label={termKinds.exclude.label}
          value={[...terms.excludeProjects]}
          choices={choices}
          onChange={(excludeProjects) => change({ excludeProjects })}
        />
      </TermSection>
      <Scalable {...props} />
      <Matching {...props} />
      <Pins {...props} />
      <Bans {...props} />
    </>
  )
}

function Scalable({ terms, change, choices }: Props) {
  const edit = (i: number, part: Partial<(typeof terms.scalable)[number]>) => change({ scalable: replaced(terms.scalable, i, part) })
  const fresh = { projectId: '', units: 2, minUnits: 1 }
  return (
    <TermSection
      id="scalable"
      {...termKinds.scalable}
      add={{ label: { zh: '加一个可部分建设的项目', en: 'Add a project' }, onAdd: () => change({ scalable: [...terms.scalable, fresh] }) }}
    >
      {terms.scalable.map((s, i) => (
        <TermRow key={i} at={`scalable.${i}`} onRemove={() => change({ scalable: without(terms.scalable, i) })}>
          <ProjectPick label={A_PROJECT} value={s.projectId} choices={choices} onChange={(projectId) => edit(i, { projectId })} />
          <Pair text={{ zh: '分', en: 'in' }}>
            <CountInput
              label={{ zh: '分几份', en: 'Units' }}
              value={s.units}
              min={2}
              max={1_000_000}
              onChange={(units) => edit(i, { units })}
            />
          </Pair>
          <Pair text={{ zh: '份建设，最少建', en: 'units, at least' }}>
            <CountInput
              label={{ zh: '最少几份', en: 'Least units' }}
              value={s.minUnits}
              min={1}
              max={s.units}
              onChange={(minUnits) => edit(i, { minUnits })}
            />
          </Pair>
          <Words text={{ zh: '份，每份造价不变', en: '; the price of a unit stays' }} />
        </TermRow>
      ))}
    </TermSection>
  )
}

const MATCHING_LEVELS = ['central', 'province', 'city', 'district'] as const

function Matching({ terms, change, choices }: Props) {
  const say = useSay()
  const edit = (i: number, part: Partial<(typeof terms.matching)[number]>) => change({ matching: replaced(terms.matching, i, part) })
  const fresh = { projectId: '', levels: ['district'], minSharePermille: 100 }
  return (
    <TermSection
      id="matching"
      {...termKinds.matching}
      add={{ label: { zh: '加一条配套要求', en: 'Add matching money' }, onAdd: () => change({ matching: [...terms.matching, fresh] }) }}
    >
      {terms.matching.map((m, i) => (
        <TermRow key={i} at={`matching.${i}`} onRemove={() => change({ matching: without(terms.matching, i) })}>
          <ProjectPick label={A_PROJECT} value={m.projectId} choices={choices} onChange={(projectId) => edit(i, { projectId })} />
          <Pair text={{ zh: '每年至少', en: 'each year at least' }}>
            <PercentInput
              label={{ zh: '配套比例', en: 'Share of matching money' }}
              value={m.minSharePermille}
              onChange={(share) => edit(i, { minSharePermille: share ?? 0 })}
            />
          </Pair>
          <Words text={{ zh: '由', en: 'from' }} />
          <Select<string[]>
            className="term-short"
            mode="multiple"
            aria-label={say({ zh: '哪些级次', en: 'Levels' })}
            value={m.levels}
            options={MATCHING_LEVELS.map((value) => ({ value, label: say(fundLevels[value]) }))}
            onChange={(levels) => edit(i, { levels })}
          />
          <Words text={{ zh: '资金承担', en: 'money' }} />
        </TermRow>
      ))}
    </TermSection>
  )
}

function Pins({ terms, change, choices }: Props) {
  const say = useSay()
  const edit = (i: number, part: Partial<(typeof terms.pins)[number]>) => change({ pins: replaced(terms.pins, i, part) })
  const fresh = { lotId: '', projectId: '', year: null, amountFen: null }
  return (
    <TermSection
      id="pins"
      {...termKinds.pins}
      add={{ label: { zh: '加一条指定', en: 'Add a pin' }, onAdd: () => change({ pins: [...terms.pins, fresh] }) }}
    >
      {terms.pins.map((pin, i) => (
        <TermRow key={i} at={`pins.${i}`} onRemove={() => change({ pins: without(terms.pins, i) })}>
          <Pair text={{ zh: '指定', en: 'Pin' }}>
            <LotPick label={A_LOT} value={pin.lotId} choices={choices} onChange={(lotId) => edit(i, { lotId })} />
          </Pair>
          <Pair text={{ zh: '用于', en: 'to' }}>
            <ProjectPick label={A_PROJECT} value={pin.projectId} choices={choices} onChange={(projectId) => edit(i, { projectId })} />
          </Pair>
          {terms.horizon > 1 || pin.year !== null ? (
            <Select<number>
              className="term-short"
              allowClear
              aria-label={say({ zh: '哪一年，可不选', en: 'Which year, may be empty' })}
              placeholder={say({ zh: '第一个年度', en: 'first year' })}
              value={pin.year ?? null}
              options={Array.from({ length: terms.horizon }, (_, n) => ({ value: terms.year + n, label: `${terms.year + n} 年` }))}
              onChange={(year: number | undefined) => edit(i, { year: year ?? null })}
            />
          ) : null}
          <Pair text={{ zh: '不少于', en: 'at least' }}>
            <AmountInput
              label={say({ zh: '指定金额，可不填', en: 'Amount, may be empty' })}
              unit="万元"
              value={pin.amountFen ?? undefined}
              onChange={(amount) => edit(i, { amountFen: amount ?? null })}
            />
          </Pair>
        </TermRow>
      ))}
    </TermSection>
  )
}

function Bans({ terms, change, choices }: Props) {
  const edit = (i: number, part: Partial<(typeof terms.bans)[number]>) => change({ bans: replaced(terms.bans, i, part) })
  const fresh = { lotId: '', projectId: '' }
  return (
    <TermSection
      id="bans"
      {...termKinds.bans}
      add={{ label: { zh: '加一对不得搭配', en: 'Add a ban' }, onAdd: () => change({ bans: [...terms.bans, fresh] }) }}
    >
      {terms.bans.map((ban, i) => (
        <TermRow key={i} at={`bans.${i}`} onRemove={() => change({ bans: without(terms.bans, i) })}>
          <LotPick label={A_LOT} value={ban.lotId} choices={choices} onChange={(lotId) => edit(i, { lotId })} />
          <Pair text={{ zh: '不得用于', en: 'may not pay' }}>
            <ProjectPick label={A_PROJECT} value={ban.projectId} choices={choices} onChange={(projectId) => edit(i, { projectId })} />
          </Pair>
        </TermRow>
      ))}
    </TermSection>
  )
}
