/** Money for one project: who can pay it, in order, with how much now, and why all the others cannot. */
import { Button } from 'antd'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import type { AnswerOf } from '#ui/answer-of.ts'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { useGo } from '#ui/routing.ts'
import { exportLotsForProject, lotsForProject, matchedProject } from '../matches.contract.ts'
import { MatchFrame, TwoLines } from './MatchFrame.tsx'

type Found = AnswerOf<typeof matchedProject>

export function MatchProject({ id }: { id: string }) {
  return <Answer query={useAnswer(matchedProject, { params: { id } })}>{(found) => <Lots found={found} />}</Answer>
}

function Lots({ found }: { found: Found }) {
  const say = useSay()
  const go = useGo()
  const { project, order } = found
  return (
    <MatchFrame
      title={{ zh: `项目找资金：${project.name}`, en: `Money for ${project.name}` }}
      description={`${project.code} · ${project.place || say({ zh: '全区', en: 'whole district' })} · ${say(project.stateLabel)}`}
      extra={<Button onClick={() => go(`/projects/${project.id}`)}>{say({ zh: '看项目', en: 'The project' })}</Button>}
      facts={factsOf(found, say)}
      order={order}
      endpoint={lotsForProject}
      exportAs={exportLotsForProject}
      rowKey={(row) => row.lotId}
      rowHref={(row) => `/matches?lot=${row.lotId}`}
      searchHint={{ zh: '资金、文号、部门、原因', en: 'Money, document, department, reason' }}
      empty={{ zh: '资金清单里还没有资金', en: 'The list has no money yet' }}
      name={{
        key: 'fundName',
        title: { zh: '资金', en: 'Money' },
        value: (r) => r.fundName,
        render: (r) => <TwoLines first={r.fundName} second={r.docNo} />,
        card: 'title',
      }}
      more={[
        {
          key: 'availableFen',
          title: { zh: '可安排', en: 'Available' },
          kind: 'money',
          value: (r) => r.availableFen,
          sortable: true,
          width: 110,
        },
        { key: 'bookLabel', title: { zh: '专账', en: 'Book' }, value: (r) => say(r.bookLabel), width: 104 },
        { key: 'usableTo', title: { zh: '用到', en: 'Until' }, kind: 'number', value: (r) => r.usableTo, sortable: true, width: 70 },
        {
          key: 'usesText',
          title: { zh: '允许用途', en: 'Permitted uses' },
          value: (r) => say(r.usesText),
          render: (r) => <div className="match-uses">{say(r.usesText)}</div>,
        },
      ]}
    />
  )
}

function factsOf({ project, able }: Found, say: ReturnType<typeof useSay>) {
  const years = project.phases.map((p) => (
    <span key={p.year} className="match-phase">
      {p.year} <MoneyText fen={p.openFen} unit />
    </span>
  ))
  return [
    { label: { zh: '类别', en: 'Category' }, value: say(project.categoryLabel) },
    { label: { zh: '性质', en: 'Marks' }, value: say(project.marks) },
    { label: { zh: '需要', en: 'Needs' }, value: <MoneyText fen={project.needFen} unit /> },
    { label: { zh: '已安排', en: 'Has' }, value: <MoneyText fen={project.givenFen} unit /> },
    { label: { zh: '尚缺', en: 'Lacks' }, value: <MoneyText fen={project.openFen} unit strong /> },
    {
      label: { zh: '能付的资金', en: 'Money that can pay' },
      value: (
        <>
          {say({ zh: `${able.count} 笔，合计能给 `, en: `${able.count}, giving ` })}
          <MoneyText fen={able.sumFen} unit />
        </>
      ),
    },
    ...(years.length > 1 ? [{ label: { zh: '分年尚缺', en: 'Lacks by year' }, value: years, wide: true }] : []),
  ]
}
