/** Both ways: money for a project, projects for a lot; without either named, a place to choose whom to seek for. */
import { Card, Input } from 'antd'
import { useDeferredValue, useState } from 'react'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import type { AnswerOf } from '#ui/answer-of.ts'
import { EmptyNote } from '#ui/EmptyNote.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { PageLink } from '#ui/PageLink.tsx'
import { useQueryParam } from '#ui/routing.ts'
import { seekMoney } from '../matches.contract.ts'
import { MatchLot } from './MatchLot.tsx'
import { MatchProject } from './MatchProject.tsx'
import './desk.css'

export function MatchesPage() {
  const project = useQueryParam('project')
  const lot = useQueryParam('lot')
  if (project) return <MatchProject key={project} id={project} />
  if (lot) return <MatchLot key={lot} id={lot} />
  return <Seekers />
}

type Found = AnswerOf<typeof seekMoney>

function Seekers() {
  const say = useSay()
  const [typed, setTyped] = useState('')
  const q = useDeferredValue(typed.trim())
  const found = useAnswer(seekMoney, { query: { q } })
  return (
    <>
      <PageHead
        title={say({ zh: '资金项目对接', en: 'Money and projects' })}
        description={say({
          zh: '项目找资金，资金找项目：随时按账上的余额算，能付的排好先后，不能付的逐条说明原因。',
          en: 'Projects seek money and money seeks projects, from the books as they are: who can, in order, and for all others the reason.',
        })}
      />
      <Input.Search
        className="match-seek"
        value={typed}
        allowClear
        aria-label={say({ zh: '搜索项目或资金', en: 'Search projects and money' })}
        placeholder={say({ zh: '项目名称、编号、地点；资金名称、文号', en: 'Project, code, place; money, document' })}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Answer query={found}>{(answer) => <BothLists found={answer} />}</Answer>
    </>
  )
}

function BothLists({ found }: { found: Found }) {
  const say = useSay()
  const cut = (shown: number) =>
    shown < found.most ? null : (
      <p className="help-text">
        {say({ zh: `只列出前 ${found.most} 个，其余请搜索。`, en: `The first ${found.most} only; search for others.` })}
      </p>
    )
  return (
    <div className="match-both">
      <Card title={say({ zh: `缺钱的项目（${found.projects.length}）`, en: `Projects that lack money (${found.projects.length})` })}>
        {found.projects.length === 0 ? (
          <EmptyNote title={{ zh: '没有缺钱的项目', en: 'No project lacks money' }} />
        ) : (
          <ul className="match-seekers">
            {found.projects.map((p) => (
              <li key={p.id}>
                <PageLink to={`/matches?project=${p.id}`} className="match-seeker">
                  <span className="match-name">{p.name}</span>
                  <span className="match-under">{`${p.code} · ${p.place || say({ zh: '全区', en: 'whole district' })}`}</span>
                  <span className="match-amount">
                    {say({ zh: '缺', en: 'lacks' })} <MoneyText fen={p.openFen} unit strong />
                  </span>
                </PageLink>
              </li>
            ))}
          </ul>
        )}
        {cut(found.projects.length)}
      </Card>
      <Card title={say({ zh: `有余额的资金（${found.lots.length}）`, en: `Money available (${found.lots.length})` })}>
        {found.lots.length === 0 ? (
          <EmptyNote
            title={{ zh: '没有可安排的资金', en: 'No money is available' }}
            hint={{ zh: '登记到账以后，这里列出有余额的资金。', en: 'Lots stand here when their receipt is recorded.' }}
          />
        ) : (
          <ul className="match-seekers">
            {found.lots.map((l) => (
              <li key={l.id}>
                <PageLink to={`/matches?lot=${l.id}`} className="match-seeker">
                  <span className="match-name">{l.fundName}</span>
                  <span className="match-under">
                    {`${l.docNo} · ${say(l.bookLabel)} · ${say({ zh: `用到${l.usableTo}年`, en: `until ${l.usableTo}` })}`}
                  </span>
                  <span className="match-amount">
                    {say({ zh: '可安排', en: 'has' })} <MoneyText fen={l.availableFen} unit strong />
                  </span>
                </PageLink>
              </li>
            ))}
          </ul>
        )}
        {cut(found.lots.length)}
      </Card>
    </div>
  )
}
