/** An adjustment against what was adopted before: who gains, who loses, and why. */
import { Segmented } from 'antd'
import { useState } from 'react'
import type { AnswerOf } from '#ui/answer-of.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { useSay } from '#ui/language.tsx'
import { LinkIfAllowed } from '#ui/PageLink.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'
import { showDifference } from '../plan-adjust.contract.ts'
import { ChangeTag } from './PlanCompareTag.tsx'

type Difference = AnswerOf<typeof showDifference>
type By = 'projects' | 'lots'

export function PlanDifference({ planId }: { planId: string }) {
  return <Answer query={useAnswer(showDifference, { params: { id: planId } })}>{(found) => <DifferenceTable found={found} />}</Answer>
}

function DifferenceTable({ found }: { found: Difference }) {
  const say = useSay()
  const [by, setBy] = useState<By>('projects')
  return (
    <>
      <Segmented<By>
        style={{ marginBottom: 8 }}
        value={by}
        onChange={setBy}
        options={[
          { value: 'projects', label: say({ zh: '按项目看', en: 'By project' }) },
          { value: 'lots', label: say({ zh: '按资金看', en: 'By money' }) },
        ]}
      />
      <RowsTable
        rows={found[by]}
        rowKey={(row) => row.id}
        label={{ zh: '调整前后对照', en: 'Before and after' }}
        empty={{ zh: '没有变化', en: 'Nothing changes' }}
        pageSize={20}
        total
        columns={[
          {
            title: by === 'projects' ? { zh: '项目', en: 'Project' } : { zh: '资金', en: 'Money' },
            cell: (row) => (
              <div className="cell-wrap">
                <LinkIfAllowed
                  permission={by === 'projects' ? 'projects.read' : 'funds.read'}
                  to={by === 'projects' ? `/projects/${row.id}` : `/money/lots/${row.id}`}
                >
                  {row.name}
                </LinkIfAllowed>
                <span className="plan-under">{row.code}</span>
              </div>
            ),
          },
          { title: { zh: '原安排', en: 'Before' }, money: (row) => row.beforeFen },
          { title: { zh: '收回', en: 'Back' }, money: (row) => row.releasedFen },
          { title: { zh: '重新安排', en: 'Given' }, money: (row) => row.givenFen },
          { title: { zh: '调整后', en: 'After' }, money: (row) => row.afterFen, strong: true },
          { title: { zh: '增减', en: 'Change' }, money: (row) => row.changeFen },
          { title: { zh: '变化', en: 'Kind' }, cell: (row) => <ChangeTag kind={row.kind} label={row.label} /> },
          { title: { zh: '说明', en: 'Why' }, cell: (row) => <div className="plan-reason">{say(row.because)}</div> },
        ]}
      />
    </>
  )
}
