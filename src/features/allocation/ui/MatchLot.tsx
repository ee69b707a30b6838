/** Projects for one lot: which it could pay, in order, with the need still open, and why not the others. */
import { Button } from 'antd'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import type { AnswerOf } from '#ui/answer-of.ts'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { useGo } from '#ui/routing.ts'
import { exportProjectsForLot, matchedLot, projectsForLot } from '../matches.contract.ts'
import { MatchFrame, TwoLines } from './MatchFrame.tsx'

type Found = AnswerOf<typeof matchedLot>
type Row = AnswerOf<typeof projectsForLot>['rows'][number]

export function MatchLot({ id }: { id: string }) {
  return <Answer query={useAnswer(matchedLot, { params: { id } })}>{(found) => <Projects found={found} />}</Answer>
}

function Projects({ found: { lot, order, able } }: { found: Found }) {
  const say = useSay()
  const go = useGo()
  return (
    <MatchFrame
      title={{ zh: `资金找项目：${lot.fundName}`, en: `Projects for ${lot.fundName}` }}
      description={`${lot.docNo} · ${say(lot.bookLabel)}`}
      extra={<Button onClick={() => go(`/money/lots/${lot.id}`)}>{say({ zh: '看资金', en: 'The lot' })}</Button>}
      facts={[
        { label: { zh: '允许用途', en: 'Permitted uses' }, value: say(lot.usesText) },
        { label: { zh: '限定地域', en: 'Area' }, value: say(lot.regionsText) },
        { label: { zh: '使用年限', en: 'Years' }, value: lot.from === lot.usableTo ? lot.from : `${lot.from}–${lot.usableTo}` },
        { label: { zh: '下达', en: 'Announced' }, value: <MoneyText fen={lot.announcedFen} unit /> },
        { label: { zh: '未到账', en: 'Not received' }, value: <MoneyText fen={lot.expectedFen} unit /> },
        { label: { zh: '可安排', en: 'Available' }, value: <MoneyText fen={lot.availableFen} unit strong /> },
        {
          label: { zh: '能付的项目', en: 'Projects it can pay' },
          value: (
            <>
              {say({ zh: `${able.count} 个，合计尚缺 `, en: `${able.count}, lacking ` })}
              <MoneyText fen={able.sumFen} unit />
            </>
          ),
        },
      ]}
      order={order}
      endpoint={projectsForLot}
      exportAs={exportProjectsForLot}
      rowKey={(row) => row.projectId}
      rowHref={(row) => `/matches?project=${row.projectId}`}
      searchHint={{ zh: '项目、编号、地点、原因', en: 'Project, code, place, reason' }}
      empty={{ zh: '项目库里还没有项目', en: 'The library has no project yet' }}
      name={{
        key: 'name',
        title: { zh: '项目', en: 'Project' },
        value: (r) => r.name,
        render: (r) => <TwoLines first={r.name} second={r.code} />,
        card: 'title',
      }}
      more={[
        { key: 'openFen', title: { zh: '尚缺', en: 'Lacks' }, kind: 'money', value: (r) => r.openFen, sortable: true, width: 110 },
        { key: 'categoryLabel', title: { zh: '类别、状态', en: 'Category, state' }, value: (r) => standing(r, say) },
        { key: 'score', title: { zh: '得分', en: 'Score' }, kind: 'number', value: (r) => r.score, sortable: true, width: 70 },
        {
          key: 'households',
          title: { zh: '户数', en: 'Households' },
          kind: 'number',
          value: (r) => r.households,
          sortable: true,
          width: 70,
        },
      ]}
    />
  )
}

function standing(r: Row, say: ReturnType<typeof useSay>): string {
  const marks = [
    r.statutory ? say({ zh: '法定', en: 'statutory' }) : null,
    r.running ? say({ zh: '后续年度', en: 'later phase' }) : null,
  ].filter((mark) => mark !== null)
  return [say(r.categoryLabel), say(r.stateLabel), ...marks].join(' · ')
}
