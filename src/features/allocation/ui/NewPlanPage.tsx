/** Ask for a plan: under which scenario, for how long; then watch it being worked out. Nothing is posted until a plan is adopted. */
import { Alert, Card } from 'antd'
import { useSay } from '#ui/language.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { useGo, useQueryParam } from '#ui/routing.ts'
import { PlanForm } from './PlanForm.tsx'
import { SolveProgress } from './SolveProgress.tsx'

export function NewPlanPage() {
  const say = useSay()
  const go = useGo()
  const runId = useQueryParam('run')
  const scenario = useQueryParam('scenario')
  const version = useQueryParam('version')
  const again = scenario ? `/plans/new?scenario=${encodeURIComponent(scenario)}` : '/plans/new'
  const watch = (id: string, from: string | null) =>
    go(`/plans/new?run=${encodeURIComponent(id)}${from ? `&scenario=${encodeURIComponent(from)}` : ''}`)
  return (
    <>
      <PageHead
        title={runId ? say({ zh: '测算进度', en: 'Progress' }) : say({ zh: '测算分配方案', en: 'Solve a plan' })}
        crumbs={[{ label: { zh: '分配方案', en: 'Plans' }, to: '/plans' }]}
      />
      <Card>
        {runId ? (
          <SolveProgress runId={runId} onAgain={() => go(again)} />
        ) : (
          <>
            <Alert
              type="info"
              showIcon
              style={{ marginBottom: 20, maxWidth: 760 }}
              title={say({
                zh: '测算只是草案，不动账；按所选口径的目标和限制进行。',
                en: 'A solve is only a draft and moves no money; it follows the goals and limits of the scenario.',
              })}
            />
            <PlanForm asked={scenario} version={version === null ? null : Number(version)} onStarted={watch} />
          </>
        )}
      </Card>
    </>
  )
}
