/** The desk of a draft plan: money on the left, projects on the right, what stands between them, and the check above it all. */
import { RedoOutlined, UndoOutlined } from '@ant-design/icons'
import { Alert, Button } from 'antd'
import { useEffect, useState } from 'react'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { useSay } from '#ui/language.tsx'
import { useNarrow } from '#ui/media.ts'
import { PageHead } from '#ui/PageHead.tsx'
import { useGo, usePathParam } from '#ui/routing.ts'
import { showDesk } from '../desk.contract.ts'
import { LotCard, ProjectCard } from './DeskCards.tsx'
import { DeskChecks, DeskLive } from './DeskChecks.tsx'
import { DeskColumn } from './DeskColumn.tsx'
import { AroundDialog, KeepDialog } from './DeskDialogs.tsx'
import { DeskGive } from './DeskGive.tsx'
import { DeskPhone } from './DeskPhone.tsx'
import { DeskSlices } from './DeskSlices.tsx'
import { lotFilters, lotHint, lotWords, projectFilters, projectHint, projectWords } from './desk-lists.ts'
import { type Desk, type Partner, slicesFrom } from './desk-state.ts'
import { type DeskState, useDesk } from './useDesk.ts'
import './desk.css'

export function DeskPage() {
  const id = usePathParam('id')
  return <Answer query={useAnswer(showDesk, { params: { id } })}>{(desk) => <Opened key={desk.id} desk={desk} />}</Answer>
}

function Opened({ desk }: { desk: Desk }) {
  const say = useSay()
  const go = useGo()
  if (desk.closed === null) return <DeskView desk={desk} />
  return (
    <>
      <DeskHead desk={desk} />
      <Alert
        type="warning"
        showIcon
        title={say(desk.closed)}
        action={<Button onClick={() => go(`/plans/${desk.id}`)}>{say({ zh: '看方案', en: 'The plan' })}</Button>}
      />
    </>
  )
}

function DeskHead({ desk, extra }: { desk: Desk; extra?: React.ReactNode }) {
  const say = useSay()
  return (
    <PageHead
      title={say({ zh: '手工调整', en: 'By hand' })}
      crumbs={[
        { label: { zh: '分配方案', en: 'Plans' }, to: '/plans' },
        { label: { zh: desk.name, en: desk.name }, to: `/plans/${desk.id}` },
      ]}
      description={say({
        zh: '原方案不会被改动；改好后另存为新草案，保存时重新独立核验。',
        en: 'The plan itself stays as it is; what you change is kept as a new draft and checked anew.',
      })}
      {...(extra ? { extra } : {})}
    />
  )
}

const isField = (target: EventTarget | null) => target instanceof HTMLElement && target.closest('input,textarea,[contenteditable]') !== null

/** Ctrl+Z and Ctrl+Y, outside fields where they mean the text. */
function useUndoKeys({ undo, redo }: Pick<DeskState, 'undo' | 'redo'>) {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || isField(event.target)) return
      const key = event.key.toLowerCase()
      const act = key === 'y' || (key === 'z' && event.shiftKey) ? redo : key === 'z' ? undo : null
      if (!act) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [undo, redo])
}

function DeskView({ desk }: { desk: Desk }) {
  const say = useSay()
  const narrow = useNarrow(1000)
  const state = useDesk(desk)
  const [dialog, setDialog] = useState<'keep' | 'around' | null>(null)
  useUndoKeys(state)
  return (
    <>
      <DeskHead
        desk={desk}
        extra={
          <>
            <Button icon={<UndoOutlined aria-hidden />} disabled={!state.undo} onClick={() => state.undo?.()}>
              {say({ zh: '撤销', en: 'Undo' })}
            </Button>
            <Button icon={<RedoOutlined aria-hidden />} disabled={!state.redo} onClick={() => state.redo?.()}>
              {say({ zh: '重做', en: 'Redo' })}
            </Button>
            <Button onClick={() => setDialog('around')}>{say({ zh: '围绕这些重新测算', en: 'Solve around these' })}</Button>
            <Button type="primary" disabled={!state.changed} onClick={() => setDialog('keep')}>
              {say({ zh: '保存为新草案', en: 'Keep as a new draft' })}
            </Button>
          </>
        }
      />
      {state.restored && state.changed ? <Restored state={state} /> : null}
      <DeskChecks state={state} />
      {narrow ? <DeskPhone state={state} /> : <DeskWide state={state} />}
      {dialog === 'keep' ? <KeepDialog state={state} onClose={() => setDialog(null)} /> : null}
      {dialog === 'around' ? <AroundDialog state={state} onClose={() => setDialog(null)} /> : null}
    </>
  )
}

function Restored({ state }: { state: DeskState }) {
  const say = useSay()
  return (
    <Alert
      type="info"
      showIcon
      className="desk-restored"
      title={say({ zh: '已接着您上次没有保存的改动。', en: 'Your unsaved changes from last time are here.' })}
      action={
        <Button size="small" onClick={() => state.change({ to: () => slicesFrom(state.desk.slices) })}>
          {say({ zh: '回到原方案', en: 'Back to the plan' })}
        </Button>
      }
    />
  )
}

/** Those that could take part first, the others behind them. */
const partnersFirst = (partners: ReadonlyMap<string, Partner> | undefined) => (item: { readonly id: string }) =>
  partners ? Number(partners.get(item.id)?.year === null) : 0

function DeskWide({ state }: { state: DeskState }) {
  const say = useSay()
  const { desk, sums, partners, lotId, projectId } = state
  const lot = desk.lots.find((l) => l.id === lotId)
  const project = desk.projects.find((p) => p.id === projectId)
  return (
    <div className="desk-grid">
      <DeskColumn
        title={{ zh: '资金', en: 'Money' }}
        items={desk.lots}
        keyOf={(l) => l.id}
        words={lotWords(say)}
        filters={lotFilters(sums)}
        first={partnersFirst(partners.lots)}
        searchHint={lotHint}
      >
        {(l) => (
          <LotCard
            lot={l}
            left={sums.left.get(l.id)!}
            chosen={l.id === lotId}
            partner={partners.lots?.get(l.id)}
            reach={state.reach.lots?.get(l.id)}
            onChoose={() => state.chooseLot(l.id)}
            onDragged={(is) => state.setDragged(is ? { lotId: l.id } : null)}
            onDropped={(dropped) => state.pair(l.id, dropped)}
          />
        )}
      </DeskColumn>
      <div className="desk-between">
        {lot && project ? (
          <DeskGive key={`give ${lot.id} ${project.id}`} state={state} lot={lot} project={project} />
        ) : (
          <Choose state={state} />
        )}
        <DeskLive state={state} />
        <DeskSlices key={`slices ${lotId} ${projectId}`} state={state} />
      </div>
      <DeskColumn
        title={{ zh: '项目', en: 'Projects' }}
        items={desk.projects}
        keyOf={(p) => p.id}
        words={projectWords}
        filters={projectFilters(sums)}
        first={partnersFirst(partners.projects)}
        searchHint={projectHint}
      >
        {(p) => (
          <ProjectCard
            project={p}
            given={sums.given.get(p.id)!}
            lacks={sums.lacks.get(p.id)!}
            chosen={p.id === projectId}
            partner={partners.projects?.get(p.id)}
            reach={state.reach.projects?.get(p.id)}
            onChoose={() => state.chooseProject(p.id)}
            onDragged={(is) => state.setDragged(is ? { projectId: p.id } : null)}
            onDropped={(dropped) => state.pair(dropped, p.id)}
          />
        )}
      </DeskColumn>
    </div>
  )
}

function Choose({ state }: { state: DeskState }) {
  const say = useSay()
  const { lotId, projectId } = state
  const words = lotId
    ? { zh: '再选一个项目；右边先列出这笔钱能付的。', en: 'Now choose a project; those it can pay stand first on the right.' }
    : projectId
      ? { zh: '再选一笔资金；左边先列出能付它的。', en: 'Now choose a lot; those that can pay stand first on the left.' }
      : {
          zh: '把左边的资金拖到右边的项目上；或者先选一笔资金、再选一个项目。',
          en: 'Drag money from the left onto a project on the right; or choose a lot, then a project.',
        }
  return <p className="desk-choose">{say(words)}</p>
}
