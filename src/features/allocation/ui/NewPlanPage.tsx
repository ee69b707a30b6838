/** Ask for a plan: year, anti-scatter limits, time; then watch it being worked out. Nothing is posted until a plan is adopted. */
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
  return (
    <>
      <PageHead
        title={runId ? say({ zh: '测算进度', en: 'Progress' }) : say({ zh: '测算分配方案', en: 'Solve a plan' })}
        crumbs={[{ label: { zh: '分配方案', en: 'Plans' }, to: '/plans' }]}
      />
      <Card>
        {runId ? (
          <SolveProgress runId={runId} onAgain={() => go('/plans/new')} />
        ) : (
          <>
            <Alert
              type="info"
              showIcon
              style={{ marginBottom: 20, maxWidth: 760 }}
              title={say({
                zh: '测算只是草案，不动账。系统按顺序考虑：法定项目、效益、少举债、扶贫专账优先、先用快到期的资金、少打散。',
                en: 'A solve is only a draft and moves no money. In order it cares for: statutory projects, benefit, least debt, the poverty book first, expiring money first, fewest slices.',
              })}
            />
            <PlanForm onStarted={(id) => go(`/plans/new?run=${encodeURIComponent(id)}`)} />
          </>
        )}
      </Card>
    </>
  )
}
