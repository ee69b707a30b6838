/** A running solve: phase, seconds, proven bound, best so far and the gap between them; can be stopped, keeping the best. */
import { Alert, Button, Progress, Space } from 'antd'
import { useEffect } from 'react'
import type { AnswerOf } from '#ui/answer-of.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { Facts } from '#ui/Facts.tsx'
import { useSay } from '#ui/language.tsx'
import { useGo } from '#ui/routing.ts'
import { useAct } from '#ui/useAct.ts'
import { cancelSolve, solveProgress } from '../allocation.contract.ts'
import { phaseLabel } from './phase-labels.ts'
import './allocation.css'

const EVERY = 600

export function SolveProgress({ runId, onAgain }: { runId: string; onAgain: () => void }) {
  const go = useGo()
  const running = useAnswer(solveProgress, { params: { runId } }, { every: EVERY })
  const done = running.data?.state === 'done' && running.data.planId
  useEffect(() => {
    if (done) go(`/plans/${done}`)
  }, [done, go])
  return <Answer query={running}>{(progress) => <ProgressCard progress={progress} runId={runId} onAgain={onAgain} />}</Answer>
}

type Progressing = AnswerOf<typeof solveProgress>

function ProgressCard({ progress, runId, onAgain }: { progress: Progressing; runId: string; onAgain: () => void }) {
  const say = useSay()
  const gap = progress.gapPercent
  const running = progress.state === 'running'
  return (
    <div className="plan-progress" aria-live="polite">
      <h2 className="plan-progress-name">{progress.name}</h2>
      <Progress
        percent={shownPercent(progress)}
        status={progress.state === 'failed' ? 'exception' : running ? 'active' : 'normal'}
        aria-label={
          gap === null
            ? say({ zh: '已用掉的时间', en: 'Time used' })
            : say({ zh: '与可证明上限的接近程度', en: 'How close to the proven bound' })
        }
      />
      <p className="help-text">{say(MEANINGS[progress.stopping ? 'stopping' : gap === null ? 'time' : 'gap'])}</p>
      <Facts
        items={[
          { label: { zh: '步骤', en: 'Step' }, value: say(phaseLabel(progress.phase)) },
          {
            label: { zh: '已用时', en: 'Time used' },
            value: say({
              zh: `${progress.seconds.toFixed(1)} 秒（最多 ${progress.limit} 秒）`,
              en: `${progress.seconds.toFixed(1)} s of ${progress.limit}`,
            }),
          },
          {
            label: { zh: '规模', en: 'Size' },
            value: say({
              zh: `${progress.lots} 笔资金，${progress.projects} 个项目`,
              en: `${progress.lots} lots, ${progress.projects} projects`,
            }),
          },
          { label: { zh: '效益上限', en: 'Bound of the benefit' }, value: figure(progress.bound) },
          { label: { zh: '目前最好', en: 'Best so far' }, value: figure(progress.best) },
          { label: { zh: '差距', en: 'Gap' }, value: gap === null ? '–' : `${gap.toFixed(2)}%` },
        ]}
      />
      {progress.notes.map((note) => (
        <Alert key={note.zh} className="terms-note" type="info" showIcon title={say(note)} />
      ))}
      {progress.message ? (
        <Alert className="terms-note" type={progress.state === 'failed' ? 'error' : 'info'} showIcon title={say(progress.message)} />
      ) : null}
      <ProgressButtons progress={progress} runId={runId} onAgain={onAgain} />
    </div>
  )
}

const MEANINGS = {
  gap: {
    zh: '进度条表示：目前最好的方案已经达到“任何方案都不可能超过的上限”的百分之几。差距越小，离最好的方案越近；差距为零就证明没有更好的了。',
    en: 'The bar shows how much of the bound no plan can exceed the best plan so far reaches. The smaller the gap, the closer to the best; at zero nothing better exists.',
  },
  time: {
    zh: '还没有算出上限，进度条先表示已用掉的时间。可能提前完成。',
    en: 'There is no bound yet; the bar shows the time used. It may end sooner.',
  },
  stopping: {
    zh: '正在停止：把目前最好的结果整理成方案，并独立核验。',
    en: 'Stopping: the best result so far is being made into a plan and checked.',
  },
} as const

/** Closeness to the bound; while there is none, the share of the time, which never reads as finished. */
function shownPercent({ state, gapPercent, seconds, limit }: Progressing): number {
  if (state === 'done') return 100
  if (gapPercent === null) return Math.min(99, Math.round((seconds / limit) * 100))
  return Math.round(Math.max(0, Math.min(100, 100 - gapPercent)) * 10) / 10
}

function ProgressButtons({ progress, runId, onAgain }: { progress: Progressing; runId: string; onAgain: () => void }) {
  const say = useSay()
  const stop = useAct(cancelSolve, { success: { zh: '已请求停止，正在整理最好的结果', en: 'Stopping; the best result is being kept' } })
  return (
    <Space style={{ marginTop: 16 }} wrap>
      {progress.state === 'running' ? (
        <Button loading={stop.busy || progress.stopping} onClick={() => void stop.run({ params: { runId } })}>
          {progress.stopping
            ? say({ zh: '正在停止', en: 'Stopping' })
            : say({ zh: '停止，用目前最好的结果', en: 'Stop and use the best so far' })}
        </Button>
      ) : null}
      {progress.state === 'failed' || progress.state === 'cancelled' ? (
        <Button type="primary" onClick={onAgain}>
          {say({ zh: '改条件再测算', en: 'Change the terms and try again' })}
        </Button>
      ) : null}
    </Space>
  )
}

const figure = (value: number | null): string => (value === null ? '–' : value.toLocaleString('zh-CN', { maximumFractionDigits: 2 }))
