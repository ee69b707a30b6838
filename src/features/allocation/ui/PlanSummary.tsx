/** The plan in a few figures, the verdict of the independent check, and the decision if there is one. */
import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons'
import { Alert, Card } from 'antd'
import type { ReactNode } from 'react'
import { Facts } from '#ui/Facts.tsx'
import { formatInstant } from '#ui/instant.ts'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { PageLink } from '#ui/PageLink.tsx'
import type { Plan } from './plan-groups.ts'
import { checkedWords, proofWords } from './proof-words.ts'

export function PlanSummary({ plan, extra }: { plan: Plan; extra?: ReactNode }) {
  const say = useSay()
  return (
    <Card className="page-card">
      <div className="plan-figures">
        <Figure label={say({ zh: '安排资金', en: 'Allocated' })}>
          <MoneyText fen={plan.allocatedFen} unit strong />
        </Figure>
        {plan.releases.length > 0 ? (
          <Figure label={say({ zh: '收回资金', en: 'Taken back' })}>
            <MoneyText fen={plan.releases.reduce((sum, r) => sum + BigInt(r.amountFen), 0n)} unit strong />
          </Figure>
        ) : null}
        <Figure label={say({ zh: '安排项目', en: 'Projects funded' })}>{`${plan.fundedProjects} / ${plan.allProjects}`}</Figure>
        <Figure label={say({ zh: '求解结果', en: 'Result' })}>{statusText(plan, say)}</Figure>
        <Figure label={say({ zh: '独立核验', en: 'Independent check' })}>
          <Verdict plan={plan} />
        </Figure>
      </div>
      {plan.violations.length > 0 ? (
        <Alert
          type="error"
          showIcon
          style={{ marginTop: 16 }}
          title={say({ zh: '核验没有通过，不能采纳', en: 'The check refused this plan; it cannot be adopted' })}
          description={
            <ul className="plan-violations">
              {plan.violations.map((text) => (
                <li key={text.zh}>{say(text)}</li>
              ))}
            </ul>
          }
        />
      ) : null}
      <Proof plan={plan} />
      <div style={{ marginTop: 16 }}>
        <Facts items={factsOf(plan, say)} />
      </div>
      {extra ? <div style={{ marginTop: 14 }}>{extra}</div> : null}
    </Card>
  )
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="plan-fact">
      <div className="plan-fact-label">{label}</div>
      <div className="plan-fact-value">{children}</div>
    </div>
  )
}

/** What result and check mean: nobody should have to know the words beforehand. */
function Proof({ plan }: { plan: Plan }) {
  const say = useSay()
  const meaning = proofWords(plan)
  if (!meaning) return null
  return (
    <div className="plan-proof">
      <p>{say(meaning)}</p>
      {plan.verified ? <p>{say(checkedWords)}</p> : null}
    </div>
  )
}

function Verdict({ plan }: { plan: Plan }) {
  const say = useSay()
  if (plan.status === 'infeasible') return say({ zh: '没有方案可核验', en: 'there is nothing to check' })
  return plan.verified ? (
    <span className="plan-verified">
      <CheckCircleFilled aria-hidden /> {say({ zh: '已通过', en: 'accepted' })}
    </span>
  ) : (
    <span className="plan-refused">
      <CloseCircleFilled aria-hidden /> {say({ zh: '未通过', en: 'refused' })}
    </span>
  )
}

type Say = ReturnType<typeof useSay>

function statusText(plan: Plan, say: Say): string {
  const gap = plan.bound ? Number(plan.bound.gapPercent) : null
  if (plan.status === 'infeasible') return say({ zh: '条件互相矛盾', en: 'the terms contradict' })
  if (plan.allProjects === 0) return say({ zh: '只收回，不安排', en: 'only taken back' })
  if (plan.status === 'optimal' || gap === 0) return say({ zh: '已证明最优', en: 'proven optimal' })
  if (gap !== null) return say({ zh: `距上限不超过 ${plan.bound!.gapPercent}%`, en: `within ${plan.bound!.gapPercent}% of the bound` })
  return say({ zh: '可行', en: 'feasible' })
}

function factsOf(plan: Plan, say: Say) {
  const facts: { label: { zh: string; en: string }; value: ReactNode; wide?: boolean }[] = [
    { label: { zh: '年度', en: 'Year' }, value: plan.year },
    { label: { zh: '测算人', en: 'Solved by' }, value: `${plan.createdBy} ${formatInstant(plan.createdAt)}` },
  ]
  if (plan.scenario)
    facts.push({
      label: { zh: '测算口径', en: 'Scenario' },
      value: (
        <PageLink to={`/scenarios/${plan.scenario.id}?version=${plan.scenario.version}`}>
          {say({
            zh: `${plan.scenario.name}（第 ${plan.scenario.version} 版）`,
            en: `${plan.scenario.name} (version ${plan.scenario.version})`,
          })}
        </PageLink>
      ),
    })
  else if (!plan.adjustment) facts.push({ label: { zh: '测算口径', en: 'Scenario' }, value: say({ zh: '标准口径', en: 'Standard terms' }) })
  if (plan.adjustment && plan.parentId)
    facts.push(
      { label: { zh: '调整的方案', en: 'Adjusts' }, value: <PageLink to={`/plans/${plan.parentId}`}>{plan.parentName}</PageLink> },
      { label: { zh: '调整依据', en: 'Basis' }, value: plan.adjustment.document },
      { label: { zh: '调整原因', en: 'Cause' }, value: plan.adjustment.cause, wide: true },
    )
  if (plan.adoption) {
    facts.push(
      { label: { zh: '决定文号', en: 'Decision' }, value: `${plan.adoption.decisionNo}（${plan.adoption.decidedOn}）` },
      { label: { zh: '采纳人', en: 'Adopted by' }, value: `${plan.adoption.adoptedBy} ${formatInstant(plan.adoption.adoptedAt)}` },
      { label: { zh: '会议内容', en: 'Minutes' }, value: plan.adoption.minutes, wide: true },
    )
    if (plan.adoption.overReason)
      facts.push({ label: { zh: '意见没有齐仍采纳的理由', en: 'Why without full consent' }, value: plan.adoption.overReason, wide: true })
  }
  if (plan.publication)
    facts.push({
      label: { zh: '公布', en: 'Published' },
      value: (
        <a href={`/public?plan=${plan.id}`} target="_blank" rel="noreferrer">
          {`${plan.publication.documentNo}（${plan.publication.publishedOn}）`}
        </a>
      ),
    })
  return facts
}
