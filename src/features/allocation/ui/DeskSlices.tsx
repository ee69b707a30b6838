/** The slices between the two sides: change an amount, take one back, take all of a project back. */
import { Button, Pagination } from 'antd'
import { useState } from 'react'
import { AmountInput } from '#ui/AmountInput.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { amountAt, keyOf, put, type Slice, unfund } from './desk-state.ts'
import type { DeskState } from './useDesk.ts'

const PAGE = 10

/** Slices of the chosen lot or project; of everything when neither is chosen, what was changed first. */
export function DeskSlices({ state }: { state: DeskState }) {
  const say = useSay()
  const [page, setPage] = useState(1)
  const { lotId, projectId, desk } = state
  const lots = new Map(desk.lots.map((l) => [l.id, l]))
  const projects = new Map(desk.projects.map((p) => [p.id, p]))
  const isChanged = (s: Slice) => amountAt(state.original, s) !== s.amountFen
  const found = [...state.slices.values()]
    .filter((s) => (projectId ? s.projectId === projectId : lotId ? s.lotId === lotId : true))
    .sort((a, b) => Number(isChanged(b)) - Number(isChanged(a)))
  const current = Math.min(page, Math.max(1, Math.ceil(found.length / PAGE)))
  const project = projectId ? projects.get(projectId) : undefined
  const title = project
    ? { zh: `${project.name}的资金`, en: `Money of ${project.name}` }
    : lotId
      ? { zh: `${lots.get(lotId)!.fundName}付的项目`, en: `Projects of ${lots.get(lotId)!.fundName}` }
      : { zh: '全部安排', en: 'All slices' }
  return (
    <section className="desk-slices" aria-label={say({ zh: '已安排', en: 'Given' })}>
      <div className="desk-slices-head">
        <h2>
          {say(title)} <span className="desk-count">{found.length}</span>
        </h2>
        {project && found.length > 0 ? (
          <Button size="small" danger onClick={() => state.change({ to: (slices) => unfund(slices, project.id) })}>
            {say({ zh: '撤下这个项目', en: 'Unfund it' })}
          </Button>
        ) : null}
      </div>
      {found.length === 0 ? (
        <p className="desk-none">
          {say({
            zh: '还没有安排。选一笔资金和一个项目，或把资金拖到项目上。',
            en: 'Nothing yet. Choose a lot and a project, or drag the lot onto it.',
          })}
        </p>
      ) : null}
      <ul className="desk-rows">
        {found.slice((current - 1) * PAGE, current * PAGE).map((slice) => (
          <SliceRow
            key={`${keyOf(slice)} ${slice.amountFen}`}
            state={state}
            slice={slice}
            from={lots.get(slice.lotId)?.fundName ?? slice.lotId}
            to={projects.get(slice.projectId)?.name ?? slice.projectId}
            changed={isChanged(slice)}
          />
        ))}
      </ul>
      {found.length > PAGE ? (
        <Pagination simple size="small" current={current} pageSize={PAGE} total={found.length} onChange={setPage} showSizeChanger={false} />
      ) : null}
    </section>
  )
}

interface SliceRowProps {
  readonly state: DeskState
  readonly slice: Slice
  readonly from: string
  readonly to: string
  readonly changed: boolean
}

function SliceRow({ state, slice, from, to, changed }: SliceRowProps) {
  const say = useSay()
  const [editing, setEditing] = useState<string | undefined>(undefined)
  const { projectId, lotId } = state
  const words = `${from} → ${to}`
  const settle = () => {
    if (editing !== undefined && /^\d+$/.test(editing)) state.change({ to: (slices) => put(slices, slice, BigInt(editing)) })
    setEditing(undefined)
  }
  const cancel = () => {
    state.setTyping(null)
    setEditing(undefined)
  }
  const type = (next: string | undefined) => {
    setEditing(next ?? '')
    state.setTyping(next !== undefined && /^\d+$/.test(next) ? { ...slice, amountFen: BigInt(next) } : null)
  }
  return (
    <li className={changed ? 'desk-row desk-row-changed' : 'desk-row'}>
      <span className="desk-row-name">
        {projectId ? from : to}
        {projectId || lotId ? null : <span className="desk-under">{from}</span>}
        <span className="desk-under">
          {slice.year}
          {changed ? say({ zh: ' · 已改', en: ' · changed' }) : ''}
        </span>
      </span>
      {editing === undefined ? (
        <>
          <MoneyText fen={slice.amountFen} unit strong />
          <span className="desk-row-acts">
            <Button
              size="small"
              aria-label={`${say({ zh: '改金额', en: 'Change' })} ${words}`}
              onClick={() => setEditing(slice.amountFen.toString())}
            >
              {say({ zh: '改金额', en: 'Change' })}
            </Button>
            <Button
              size="small"
              aria-label={`${say({ zh: '收回', en: 'Take back' })} ${words}`}
              onClick={() => state.change({ to: (slices) => put(slices, slice, 0n) })}
            >
              {say({ zh: '收回', en: 'Take back' })}
            </Button>
          </span>
        </>
      ) : (
        <form
          className="desk-row-form"
          onSubmit={(event) => {
            event.preventDefault()
            settle()
          }}
        >
          <AmountInput unit="万元" label={`${say({ zh: '金额', en: 'Amount' })} ${words}`} value={editing} onChange={type} />
          <Button size="small" type="primary" htmlType="submit" disabled={!/^\d+$/.test(editing)}>
            {say({ zh: '改', en: 'Set' })}
          </Button>
          <Button size="small" onClick={cancel}>
            {say({ zh: '取消', en: 'Cancel' })}
          </Button>
        </form>
      )}
    </li>
  )
}
