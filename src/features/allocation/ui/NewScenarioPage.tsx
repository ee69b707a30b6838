/** A new scenario, begun from what policy says, for the year the library has projects for. */
import { listProjects } from '#features/projects/projects.contract.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { useSay } from '#ui/language.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { useGo } from '#ui/routing.ts'
import { useSession } from '#ui/session.tsx'
import { ScenarioEditor } from './ScenarioEditor.tsx'
import { standardWire } from './terms-wire.ts'
import './allocation.css'

export function NewScenarioPage() {
  const say = useSay()
  const go = useGo()
  const { today } = useSession()
  const library = useAnswer(listProjects, { query: { page: 1, pageSize: 1 } })
  return (
    <>
      <PageHead
        title={say({ zh: '建立测算口径', en: 'New scenario' })}
        crumbs={[{ label: { zh: '测算口径', en: 'Scenarios' }, to: '/scenarios' }]}
        description={say({
          zh: '从标准口径开始，按年度方案和领导小组的决定加上限制。',
          en: 'Begins with the standard terms; add what the yearly plan and the leading group ask.',
        })}
      />
      <Answer query={library}>
        {({ facets }) => {
          const year = facets.years.length > 0 ? Math.max(...facets.years) : Number(today.slice(0, 4))
          return <ScenarioEditor scenario={null} start={standardWire(year)} focus={null} onClose={() => go('/scenarios')} />
        }}
      </Answer>
    </>
  )
}
