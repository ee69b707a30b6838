/** Why a plan is as it is: five parts, worked out from the plan as it was stored. */
import { useState } from 'react'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { useSay } from '#ui/language.tsx'
import { Parts } from '#ui/Parts.tsx'
import { planInsight } from '../insight.contract.ts'
import type { Insight } from './insight-answer.ts'
import { InsightIdle } from './InsightIdle.tsx'
import { InsightPlaces } from './InsightPlaces.tsx'
import { InsightScatter } from './InsightScatter.tsx'
import { InsightUnfunded } from './InsightUnfunded.tsx'
import { InsightWorth } from './InsightWorth.tsx'
import './insight.css'

export function PlanInsight({ planId }: { planId: string }) {
  return (
    <Answer query={useAnswer(planInsight, { params: { id: planId } })}>{(insight) => <View planId={planId} insight={insight} />}</Answer>
  )
}

function View({ planId, insight }: { planId: string; insight: Insight }) {
  const say = useSay()
  const [part, setPart] = useState('unfunded')
  const { unfunded, idle } = insight
  return (
    <div className="insight">
      <Parts
        shown={part}
        onChange={setPart}
        parts={[
          {
            key: 'unfunded',
            label: say({ zh: `为什么没安排（${unfunded.length}）`, en: `Why not funded (${unfunded.length})` }),
            children: <InsightUnfunded planId={planId} rows={unfunded} />,
          },
          {
            key: 'idle',
            label: say({ zh: `钱为什么剩下（${idle.length}）`, en: `Why money is left (${idle.length})` }),
            children: <InsightIdle planId={planId} rows={idle} />,
          },
          {
            key: 'worth',
            label: say({ zh: '再有 1 万元', en: 'The next 10,000 yuan' }),
            children: <InsightWorth planId={planId} worth={insight.worth} mayResolve={insight.mayResolve} />,
          },
          {
            key: 'places',
            label: say({ zh: '乡镇和村', en: 'Townships and villages' }),
            children: <InsightPlaces fairness={insight.fairness} />,
          },
          {
            key: 'scatter',
            label: say({ zh: '集中程度', en: 'Scatter' }),
            children: <InsightScatter scatter={insight.scatter} lapses={insight.lapses} />,
          },
        ]}
      />
    </div>
  )
}
