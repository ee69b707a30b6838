/** One project: what it is, what it needs and has, its contracts, and which money may pay it or why not. */
import { NodeIndexOutlined } from '@ant-design/icons'
import { Button, Card } from 'antd'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { ActionBar } from '#ui/ActionBar.tsx'
import { BookLinks } from '#ui/BookLinks.tsx'
import { Facts } from '#ui/Facts.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { useGo, usePathParam } from '#ui/routing.ts'
import { useMay } from '#ui/session.tsx'
import { StageBar } from '#ui/StageBar.tsx'
import { StateTag } from '#ui/StateTag.tsx'
import { showProject } from '../projects.contract.ts'
import { ProjectContracts, ProjectLots, ProjectMoney } from './ProjectParts.tsx'
import type { Project } from './project-shape.ts'
import './projects.css'

export function ProjectPage() {
  const id = usePathParam('id')
  return <Answer query={useAnswer(showProject, { params: { id } })}>{(project) => <ProjectView project={project} />}</Answer>
}

function ProjectView({ project }: { project: Project }) {
  const say = useSay()
  const go = useGo()
  const may = useMay()
  return (
    <>
      <PageHead
        title={project.name}
        crumbs={[{ label: { zh: '项目库', en: 'The library' }, to: '/projects' }]}
        description={`${project.code} · ${project.place || say({ zh: '全区', en: 'whole district' })}`}
        state={<StateTag state={project.state} label={project.stateLabel} />}
        extra={
          <>
            {may('trace.read') ? (
              <Button icon={<NodeIndexOutlined aria-hidden />} onClick={() => go(`/trace/project/${project.id}`)}>
                {say({ zh: '追踪资金', en: 'Trace its money' })}
              </Button>
            ) : null}
            {may('allocation.read') ? (
              <Button onClick={() => go(`/matches?project=${project.id}`)}>{say({ zh: '项目找资金', en: 'Find money' })}</Button>
            ) : null}
            <Button onClick={() => go(`/phases/${project.id}`)}>{say({ zh: '年度阶段', en: 'Phases' })}</Button>
            <ActionBar actions={project.actions} onAction={() => go(`/contracts/new?project=${project.id}`)} />
          </>
        }
      />
      <BookLinks
        since={project.year}
        of={[{ name: { zh: '这个项目的账', en: 'This project in the books' }, scope: { project: project.id } }]}
      />
      <Card className="page-card">
        <Need project={project} />
      </Card>
      <Card className="page-card" title={say({ zh: '项目情况', en: 'The project' })}>
        <ProjectFacts project={project} />
      </Card>
      <ProjectMoney project={project} />
      <ProjectContracts project={project} />
      <ProjectLots project={project} />
    </>
  )
}

/** What it needs beside what it has: the bar below shows where the money given stands. */
function Need({ project }: { project: Project }) {
  const say = useSay()
  const { amounts } = project
  const given =
    BigInt(amounts.reserved) + BigInt(amounts.committed) + BigInt(amounts.ordered) + BigInt(amounts.returned) + BigInt(amounts.paid)
  const lacking = BigInt(project.needFen) - given
  return (
    <>
      <dl className="project-figures">
        <div>
          <dt>{say({ zh: '需要资金', en: 'Needs' })}</dt>
          <dd>
            <MoneyText fen={project.needFen} unit strong />
          </dd>
        </div>
        <div>
          <dt>{say({ zh: '已安排', en: 'Given' })}</dt>
          <dd>
            <MoneyText fen={given} unit strong />
          </dd>
        </div>
        <div>
          <dt>{say({ zh: '还缺', en: 'Lacks' })}</dt>
          <dd>
            {lacking > 0n ? (
              <MoneyText fen={lacking} unit strong />
            ) : (
              <span className="project-full">{say({ zh: '不缺', en: 'nothing' })}</span>
            )}
          </dd>
        </div>
        <div>
          <dt>{say({ zh: '排序得分', en: 'Score' })}</dt>
          <dd>{project.score}</dd>
        </div>
      </dl>
      {given > 0n ? <StageBar amounts={amounts} /> : null}
    </>
  )
}

function ProjectFacts({ project }: { project: Project }) {
  const say = useSay()
  const marks = [
    project.poverty ? say({ zh: '扶贫项目', en: 'poverty project' }) : null,
    project.agriculture ? say({ zh: '涉农项目', en: 'agricultural' }) : null,
    project.household ? say({ zh: '到户到人', en: 'to households' }) : null,
  ].filter((mark) => mark !== null)
  const source = project.sourceFile
  return (
    <Facts
      items={[
        { label: { zh: '编号', en: 'Code' }, value: project.code },
        { label: { zh: '年度', en: 'Year' }, value: project.year },
        { label: { zh: '类别', en: 'Category' }, value: say(project.categoryLabel) },
        { label: { zh: '性质', en: 'Marks' }, value: marks.join(say({ zh: '、', en: ', ' })) },
        { label: { zh: '责任单位', en: 'Responsible unit' }, value: project.responsibleUnit },
        { label: { zh: '受益户数', en: 'Households' }, value: project.households || null },
        {
          label: { zh: '地点', en: 'Place' },
          value: [project.place, project.location].filter((part, i, all) => part && all.indexOf(part) === i).join(' · '),
          wide: true,
        },
        { label: { zh: '建设内容', en: 'Content' }, value: project.content, wide: true },
        {
          label: { zh: '分年需要', en: 'Need by year' },
          value:
            project.phases.length > 1
              ? project.phases.map((phase) => (
                  <span key={phase.year} className="project-phase">
                    {phase.year} <MoneyText fen={phase.needFen} unit />
                  </span>
                ))
              : null,
          wide: true,
        },
        {
          label: { zh: '原表位置', en: 'Where in the file' },
          value: source
            ? say({
                zh: `${source.name}，工作表“${source.sheet}”第 ${source.row} 行`,
                en: `${source.name}, sheet “${source.sheet}”, row ${source.row}`,
              })
            : null,
          wide: true,
        },
      ].filter((item) => item.label.en !== 'Need by year' || item.value !== null)}
    />
  )
}
