/** The desk on a phone: one list at a time, a tap opens what is chosen, its slices and who could give or take; no dragging. */
import { Button, Drawer, Segmented } from 'antd'
import { useState } from 'react'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { LotCard, ProjectCard, Standing } from './DeskCards.tsx'
import { DeskLive } from './DeskChecks.tsx'
import { DeskColumn } from './DeskColumn.tsx'
import { DeskGive } from './DeskGive.tsx'
import { DeskSlices } from './DeskSlices.tsx'
import { lotFilters, lotHint, lotWords, projectFilters, projectHint, projectWords } from './desk-lists.ts'
import type { Partner } from './desk-state.ts'
import type { DeskState } from './useDesk.ts'

type Side = 'projects' | 'lots'

export function DeskPhone({ state }: { state: DeskState }) {
  const say = useSay()
  const [side, setSide] = useState<Side>('projects')
  const open = (side === 'projects' ? state.projectId : state.lotId) !== null
  return (
    <>
      <Segmented<Side>
        block
        value={side}
        onChange={(next) => {
          state.letGo()
          setSide(next)
        }}
        options={[
          { value: 'projects', label: say({ zh: '按项目', en: 'By project' }) },
          { value: 'lots', label: say({ zh: '按资金', en: 'By money' }) },
        ]}
      />
      {side === 'projects' ? <Projects state={state} /> : <Lots state={state} />}
      <Drawer
        open={open}
        placement="bottom"
        size="88%"
        title={say(
          side === 'projects'
            ? { zh: '给项目安排资金', en: 'Money for the project' }
            : { zh: '给资金找项目', en: 'Projects for the money' },
        )}
        onClose={state.letGo}
        destroyOnHidden
      >
        {open ? <Chosen state={state} side={side} /> : null}
      </Drawer>
    </>
  )
}

function Projects({ state }: { state: DeskState }) {
  const { desk, sums } = state
  return (
    <DeskColumn
      title={{ zh: '项目', en: 'Projects' }}
      items={desk.projects}
      keyOf={(p) => p.id}
      words={projectWords}
      filters={projectFilters(sums)}
      first={() => 0}
      searchHint={projectHint}
    >
      {(p) => (
        <ProjectCard
          project={p}
          given={sums.given.get(p.id)!}
          lacks={sums.lacks.get(p.id)!}
          chosen={false}
          partner={undefined}
          onChoose={() => state.chooseProject(p.id)}
        />
      )}
    </DeskColumn>
  )
}

function Lots({ state }: { state: DeskState }) {
  const say = useSay()
  const { desk, sums } = state
  return (
    <DeskColumn
      title={{ zh: '资金', en: 'Money' }}
      items={desk.lots}
      keyOf={(l) => l.id}
      words={lotWords(say)}
      filters={lotFilters(sums)}
      first={() => 0}
      searchHint={lotHint}
    >
      {(l) => <LotCard lot={l} left={sums.left.get(l.id)!} chosen={false} partner={undefined} onChoose={() => state.chooseLot(l.id)} />}
    </DeskColumn>
  )
}

function Chosen({ state, side }: { state: DeskState; side: Side }) {
  const say = useSay()
  const lot = state.desk.lots.find((l) => l.id === state.lotId)
  const project = state.desk.projects.find((p) => p.id === state.projectId)
  const { sums } = state
  if (lot && project)
    return (
      <>
        <DeskGive state={state} lot={lot} project={project} />
        <DeskLive state={state} />
      </>
    )
  const partners = side === 'projects' ? state.partners.lots : state.partners.projects
  const names = new Map([
    ...state.desk.lots.map((l) => [l.id, l.fundName] as const),
    ...state.desk.projects.map((p) => [p.id, p.name] as const),
  ])
  return (
    <>
      <p className="desk-standing">
        {project ? (
          <Standing given={sums.given.get(project.id)!} lacks={sums.lacks.get(project.id)!} />
        ) : lot ? (
          <>
            {say({ zh: '剩', en: 'left' })} <MoneyText fen={sums.left.get(lot.id)!} unit strong />
          </>
        ) : null}
      </p>
      <DeskSlices state={state} />
      <DeskLive state={state} />
      <h2 className="desk-add">{say({ zh: '再安排一笔', en: 'Give another' })}</h2>
      {partners ? (
        <Partners
          list={[...partners.values()]}
          nameOf={(id) => names.get(id) ?? id}
          onChoose={(id) => (side === 'projects' ? state.chooseLot(id) : state.chooseProject(id))}
        />
      ) : (
        <p aria-busy="true">{say({ zh: '正在计算…', en: 'Working it out…' })}</p>
      )}
    </>
  )
}

const SHOWN = 20

function Partners({
  list,
  nameOf,
  onChoose,
}: {
  list: readonly Partner[]
  nameOf: (id: string) => string
  onChoose: (id: string) => void
}) {
  const say = useSay()
  const [why, setWhy] = useState(false)
  const able = list.filter((p) => p.year !== null).sort((a, b) => (BigInt(a.mostFen) > BigInt(b.mostFen) ? -1 : 1))
  const others = list.filter((p) => p.year === null)
  return (
    <>
      {able.length === 0 ? <p className="desk-none">{say({ zh: '现在没有能安排的。', en: 'Nothing can be given now.' })}</p> : null}
      <ul className="desk-cards">
        {able.slice(0, SHOWN).map((p) => (
          <li key={p.id}>
            <button type="button" className="desk-card desk-yes" onClick={() => onChoose(p.id)}>
              <span className="desk-name">{nameOf(p.id)}</span>
              <span className="desk-offer">
                {say({ zh: '可安排', en: 'could take' })} <MoneyText fen={p.mostFen} unit strong />
              </span>
            </button>
          </li>
        ))}
      </ul>
      {others.length > 0 ? (
        <Button type="link" onClick={() => setWhy((now) => !now)}>
          {say({ zh: `另外 ${others.length} 个为什么不能`, en: `Why not the other ${others.length}` })}
        </Button>
      ) : null}
      {why ? (
        <ul className="desk-reasons">
          {others.slice(0, SHOWN * 2).map((p) => (
            <li key={p.id}>
              <strong>{nameOf(p.id)}</strong>
              {say({ zh: '：', en: ': ' })}
              {p.because.map(say).join(say({ zh: '；', en: '; ' }))}
            </li>
          ))}
        </ul>
      ) : null}
    </>
  )
}
