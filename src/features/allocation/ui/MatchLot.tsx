/** Projects for one lot: which it could pay, in order, with the need still open, and why not the others. */
import { Button, Card } from 'antd'
import { hrefOf } from '#contract/client.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import type { AnswerOf } from '#ui/answer-of.ts'
import type { DataColumn } from '#ui/DataTable.tsx'
import { Facts } from '#ui/Facts.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { useGo } from '#ui/routing.ts'
import { exportProjectsForLot, projectsForLot } from '../matches.contract.ts'
import { MatchList, OrderNote, TwoLines, Why } from './MatchParts.tsx'

type Found = AnswerOf<typeof projectsForLot>
type Row = Found['rows'][number]

export function MatchLot({ id }: { id: string }) {
  return <Answer query={useAnswer(projectsForLot, { params: { id } })}>{(found) => <Projects found={found} />}</Answer>
}

const LAST = Number.MAX_SAFE_INTEGER

function Projects({ found }: { found: Found }) {
  const say = useSay()
  const go = useGo()
  const { lot } = found
  const able = found.rows.filter((r) => r.rank !== null)
  const need = able.reduce((sum, r) => sum + BigInt(r.openFen), 0n)
  return (
    <>
      <PageHead
        title={say({ zh: `资金找项目：${lot.fundName}`, en: `Projects for ${lot.fundName}` })}
        crumbs={[{ label: { zh: '资金项目对接', en: 'Money and projects' }, to: '/matches' }]}
        description={`${lot.docNo} · ${say(lot.bookLabel)}`}
        extra={<Button onClick={() => go(`/money/lots/${lot.id}`)}>{say({ zh: '看资金', en: 'The lot' })}</Button>}
      />
      <Card className="page-card">
        <Facts
          items={[
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
                  {say({ zh: `${able.length} 个，合计尚缺 `, en: `${able.length}, lacking ` })}
                  <MoneyText fen={need} unit />
                </>
              ),
            },
          ]}
        />
      </Card>
      <OrderNote rules={found.order} />
      <MatchList<Row>
        rows={found.rows}
        rowKey={(row) => row.projectId}
        rowHref={(row) => `/matches?project=${row.projectId}`}
        columns={columns(say)}
        words={(r) => `${r.code} ${r.name} ${r.place} ${say(r.categoryLabel)} ${say(r.stateLabel)}`}
        sorts={{
          rank: (r) => r.rank ?? LAST,
          code: (r) => r.code,
          score: (r) => r.score,
          households: (r) => r.households,
          openFen: (r) => BigInt(r.openFen),
          couldFen: (r) => BigInt(r.couldFen),
        }}
        label={{ zh: '项目', en: 'Projects' }}
        searchHint={{ zh: '项目、编号、地点、原因', en: 'Project, code, place, reason' }}
        empty={{
          title: { zh: '没有符合条件的项目', en: 'No project matches' },
          hint: { zh: '换一个词，或者看全部。', en: 'Try another word, or look at all.' },
        }}
        download={(query) => hrefOf(exportProjectsForLot, { params: { id: lot.id }, query })}
      />
    </>
  )
}

const columns = (say: ReturnType<typeof useSay>): DataColumn<Row>[] => [
  {
    key: 'name',
    title: { zh: '项目', en: 'Project' },
    value: (r) => r.name,
    render: (r) => <TwoLines first={r.name} second={r.code} />,
    card: 'title',
  },
  { key: 'rank', title: { zh: '次序', en: 'Rank' }, kind: 'number', value: (r) => r.rank, sortable: true, width: 62 },
  {
    key: 'because',
    title: { zh: '能不能付，为什么', en: 'Can it pay, and why not' },
    value: (r) => (r.rank === null ? r.because.map(say).join('；') : say({ zh: '能付', en: 'can pay' })),
    render: (r) => <Why row={r} />,
    width: 330,
  },
  { key: 'couldFen', title: { zh: '现在能给', en: 'Could give' }, kind: 'money', value: (r) => r.couldFen, sortable: true, width: 110 },
  { key: 'openFen', title: { zh: '尚缺', en: 'Lacks' }, kind: 'money', value: (r) => r.openFen, sortable: true, width: 110 },
  { key: 'categoryLabel', title: { zh: '类别、状态', en: 'Category, state' }, value: (r) => standing(r, say) },
  { key: 'score', title: { zh: '得分', en: 'Score' }, kind: 'number', value: (r) => r.score, sortable: true, width: 70 },
  { key: 'households', title: { zh: '户数', en: 'Households' }, kind: 'number', value: (r) => r.households, sortable: true, width: 70 },
]

function standing(r: Row, say: ReturnType<typeof useSay>): string {
  const marks = [
    r.statutory ? say({ zh: '法定', en: 'statutory' }) : null,
    r.running ? say({ zh: '后续年度', en: 'later phase' }) : null,
  ].filter((mark) => mark !== null)
  return [say(r.categoryLabel), say(r.stateLabel), ...marks].join(' · ')
}
