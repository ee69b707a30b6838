/** Every version of a scenario: when, by whom and why. */
import { Card } from 'antd'
import { formatInstant } from '#ui/instant.ts'
import { useSay } from '#ui/language.tsx'
import { PageLink } from '#ui/PageLink.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'
import type { ShownScenario } from './ScenarioPage.tsx'

export function ScenarioHistory({ scenario }: { scenario: ShownScenario }) {
  const say = useSay()
  return (
    <Card className="page-card" title={say({ zh: '历次版本', en: 'Versions' })}>
      <RowsTable
        rows={scenario.versions}
        rowKey={(v) => String(v.version)}
        empty={{ zh: '没有版本', en: 'No versions' }}
        columns={[
          {
            title: { zh: '版本', en: 'Version' },
            width: 140,
            cell: (v) =>
              v.version === scenario.version ? (
                say({ zh: `第 ${v.version} 版（正在看）`, en: `${v.version} (shown)` })
              ) : (
                <PageLink to={`/scenarios/${scenario.id}?version=${v.version}`}>
                  {say({ zh: `第 ${v.version} 版`, en: `${v.version}` })}
                </PageLink>
              ),
          },
          { title: { zh: '名称', en: 'Name' }, cell: (v) => v.name },
          {
            title: { zh: '原因', en: 'Reason' },
            cell: (v) => (v.retired ? say({ zh: `停用：${v.note}`, en: `Retired: ${v.note}` }) : v.note),
          },
          { title: { zh: '修改人', en: 'By' }, width: 110, cell: (v) => v.createdBy },
          { title: { zh: '时间', en: 'When' }, width: 150, cell: (v) => formatInstant(v.createdAt) },
        ]}
      />
    </Card>
  )
}
