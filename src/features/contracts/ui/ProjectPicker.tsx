/** Only projects that hold reserved money can get a contract; each shows how much it still holds. */
import { Form, Select } from 'antd'
import { useMemo, useState } from 'react'
import type { AnswerOf } from '#ui/answer-of.ts'
import { listProjects, type showProject } from '#features/projects/projects.contract.ts'
import { useAnswer } from '#ui/Answer.tsx'
import { Facts } from '#ui/Facts.tsx'
import { useSay } from '#ui/language.tsx'
import { formatMoney, MoneyText } from '#ui/MoneyText.tsx'
import { LinkIfAllowed } from '#ui/PageLink.tsx'

type Project = AnswerOf<typeof showProject>

export function ProjectPicker({ project }: { project: Project | null }) {
  const say = useSay()
  const [q, setQ] = useState('')
  const found = useAnswer(listProjects, { query: { q, page: 1, pageSize: 500 } })
  const options = useMemo(() => {
    const funded = (found.data?.rows ?? []).filter((row) => BigInt(row.amounts.reserved) > 0n)
    const known = project && !funded.some((row) => row.id === project.id) ? [project, ...funded] : funded
    return known.map((row) => ({
      value: row.id,
      label: say({
        zh: `${row.name}(${row.code}，可签约 ${formatMoney(row.amounts.reserved, '元')} 元）`,
        en: `${row.name} (${row.code}, ${formatMoney(row.amounts.reserved, '元')} yuan to commit)`,
      }),
    }))
  }, [found.data, project, say])
  return (
    <>
      <Form.Item
        name="projectId"
        label={say({ zh: '项目', en: 'Project' })}
        extra={say({ zh: '这里只列出已经安排到资金、还没有签完的项目。', en: 'Only projects with reserved money are listed.' })}
        rules={[{ required: true, message: say({ zh: '请选择项目', en: 'Choose the project' }) }]}
      >
        <Select
          showSearch={{ filterOption: false, onSearch: setQ }}
          loading={found.isFetching}
          options={options}
          placeholder={say({ zh: '按名称或编号查找', en: 'Search by name or code' })}
          notFoundContent={say({
            zh: '没有可以签约的项目。先采纳分配方案，把资金安排到项目。',
            en: 'No project can be contracted. Adopt a plan first, so that money is reserved.',
          })}
        />
      </Form.Item>
      {project ? (
        <Facts
          items={[
            {
              label: { zh: '项目编号', en: 'Code' },
              value: (
                <LinkIfAllowed permission="projects.read" to={`/projects/${project.id}`}>
                  {project.code}
                </LinkIfAllowed>
              ),
            },
            { label: { zh: '地点', en: 'Place' }, value: project.place },
            { label: { zh: '责任单位', en: 'Responsible' }, value: project.responsibleUnit },
            { label: { zh: '已安排、可签约', en: 'Reserved, to commit' }, value: <MoneyText fen={project.amounts.reserved} unit strong /> },
            { label: { zh: '已签约', en: 'Committed' }, value: <MoneyText fen={project.amounts.committed} unit /> },
            { label: { zh: '建设内容', en: 'Content' }, value: project.content, wide: true },
          ]}
        />
      ) : null}
    </>
  )
}
