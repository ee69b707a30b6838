/** One scenario: its terms in sentences, changed in words and saved as a new version with a reason; all versions, copying, retiring. */
import { Alert, Button, Card } from 'antd'
import { useState } from 'react'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import type { AnswerOf } from '#ui/answer-of.ts'
import { useSay } from '#ui/language.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { useGo, usePathParam, useQueryParam } from '#ui/routing.ts'
import { useMay } from '#ui/session.tsx'
import { StateTag } from '#ui/StateTag.tsx'
import { showScenario } from '../scenario.contract.ts'
import { CopyDialog, RetireDialog } from './ScenarioDialogs.tsx'
import { ScenarioEditor } from './ScenarioEditor.tsx'
import { ScenarioHistory } from './ScenarioHistory.tsx'
import { TermsSaid } from './TermsSaid.tsx'
import './allocation.css'

export type ShownScenario = AnswerOf<typeof showScenario>

export function ScenarioPage() {
  const id = usePathParam('id')
  const version = useQueryParam('version')
  const shown = useAnswer(showScenario, { params: { id }, ...(version ? { query: { version: Number(version) } } : {}) })
  return <Answer query={shown}>{(scenario) => <View key={`${scenario.id} ${scenario.version}`} scenario={scenario} />}</Answer>
}

function View({ scenario }: { scenario: ShownScenario }) {
  const say = useSay()
  const go = useGo()
  const may = useMay()
  const term = useQueryParam('term')
  const [editing, setEditing] = useState(term !== null)
  const [dialog, setDialog] = useState<'copy' | 'retire' | null>(null)
  const isLast = scenario.version === scenario.lastVersion
  const editable = may('allocation.solve') && isLast && !scenario.retired
  return (
    <>
      <PageHead
        title={scenario.name}
        crumbs={[{ label: { zh: '测算口径', en: 'Scenarios' }, to: '/scenarios' }]}
        description={say({
          zh: `${scenario.year} 年，第 ${scenario.version} 版：${scenario.note}`,
          en: `${scenario.year}, version ${scenario.version}: ${scenario.note}`,
        })}
        state={
          <StateTag
            label={scenario.retired ? { zh: '已停用', en: 'retired' } : { zh: '使用中', en: 'in force' }}
            tone={scenario.retired ? 'neutral' : 'good'}
          />
        }
        extra={
          may('allocation.solve') ? (
            <>
              {editable && !editing ? <Button onClick={() => setEditing(true)}>{say({ zh: '修改', en: 'Change' })}</Button> : null}
              <Button onClick={() => setDialog('copy')}>{say({ zh: '复制', en: 'Copy' })}</Button>
              {editable ? <Button onClick={() => setDialog('retire')}>{say({ zh: '停用', en: 'Retire' })}</Button> : null}
              {!scenario.retired ? (
                <Button type="primary" onClick={() => go(`/plans/new?scenario=${scenario.id}`)}>
                  {say({ zh: '按它测算', en: 'Solve from it' })}
                </Button>
              ) : null}
            </>
          ) : null
        }
      />
      {isLast ? null : (
        <Alert
          className="page-card"
          type="info"
          showIcon
          title={say({
            zh: `这是旧版本；现行的是第 ${scenario.lastVersion} 版。`,
            en: `An old version; the present one is ${scenario.lastVersion}.`,
          })}
        />
      )}
      {editable && editing ? (
        <ScenarioEditor scenario={scenario} focus={term} onClose={() => setEditing(false)} />
      ) : (
        <Card className="page-card" title={say({ zh: '目标和限制', en: 'Goals and limits' })}>
          <TermsSaid said={scenario.said} meanings />
        </Card>
      )}
      <ScenarioHistory scenario={scenario} />
      {dialog === 'copy' ? <CopyDialog scenario={scenario} onClose={() => setDialog(null)} /> : null}
      {dialog === 'retire' ? <RetireDialog scenario={scenario} onClose={() => setDialog(null)} /> : null}
    </>
  )
}
