/** Why a plan could not be made: the terms that cannot be kept together, each with the way back to it. Nothing for other plans. */
import { Alert } from 'antd'
import { useAnswer } from '#ui/Answer.tsx'
import { useSay } from '#ui/language.tsx'
import { PageLink } from '#ui/PageLink.tsx'
import { useMay } from '#ui/session.tsx'
import { planConflict } from '../scenario.contract.ts'
import './allocation.css'

export function PlanConflict({ plan }: { plan: { readonly id: string; readonly status: string } }) {
  const say = useSay()
  const may = useMay()
  const { data } = useAnswer(planConflict, { params: { id: plan.id } })
  if (!data) return null
  const { conflict, notes, scenario } = data
  return (
    <>
      {conflict ? (
        <Alert
          className="page-card plan-conflict"
          type="error"
          showIcon
          role="alert"
          title={say({ zh: '这些要求不能同时满足，没有可行的方案', en: 'These terms cannot be kept together; there is no such plan' })}
          description={
            <>
              <p className="plan-conflict-sentence">{say(conflict.sentence)}</p>
              <ul>
                {conflict.terms.map((term) => (
                  <li key={term.text.zh}>
                    {say(term.text)}
                    {scenario && term.field && may('allocation.solve') ? (
                      <PageLink className="plan-conflict-edit" to={`/scenarios/${scenario.id}?term=${term.field}`}>
                        {say({ zh: '去修改这一条', en: 'Change this term' })}
                      </PageLink>
                    ) : null}
                  </li>
                ))}
              </ul>
              {scenario || !may('allocation.solve') ? null : (
                <PageLink to="/plans/new">{say({ zh: '改条件再测算', en: 'Change the terms and solve again' })}</PageLink>
              )}
            </>
          }
        />
      ) : null}
      {notes.map((note) => (
        <Alert key={note.zh} className="page-card" type="info" showIcon title={say(note)} />
      ))}
    </>
  )
}
