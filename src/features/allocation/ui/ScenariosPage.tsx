/** All scenarios: what a plan may be solved under, each in its last version. */
import { Button } from 'antd'
import { DataPage } from '#ui/DataPage.tsx'
import { formatInstant } from '#ui/instant.ts'
import { useSay } from '#ui/language.tsx'
import { useGo } from '#ui/routing.ts'
import { useMay } from '#ui/session.tsx'
import { StateTag } from '#ui/StateTag.tsx'
import { listScenarios } from '../scenario.contract.ts'

const STATES = {
  active: { zh: '使用中', en: 'in force' },
  retired: { zh: '已停用', en: 'retired' },
}

export function ScenariosPage() {
  const say = useSay()
  const go = useGo()
  const may = useMay()
  const create = may('allocation.solve') ? (
    <Button type="primary" onClick={() => go('/scenarios/new')}>
      {say({ zh: '建立测算口径', en: 'New scenario' })}
    </Button>
  ) : null
  return (
    <DataPage
      title={{ zh: '测算口径', en: 'Scenarios' }}
      description={{
        zh: '测算按什么目标、什么限制进行，用文字写下来、起个名称保存；每次修改都是新版本，方案记着它用的是哪一版。',
        en: 'Goals and limits of a solve, written down under a name; every change is a new version, and a plan keeps the one it used.',
      }}
      crumbs={[{ label: { zh: '分配方案', en: 'Plans' }, to: '/plans' }]}
      endpoint={listScenarios}
      searchHint={{ zh: '名称、修改原因', en: 'Name, reason' }}
      filters={() => [
        {
          name: 'state',
          label: { zh: '状态', en: 'State' },
          options: Object.entries(STATES).map(([value, label]) => ({ value, label })),
        },
      ]}
      extra={create}
      rowKey={(row) => row.id}
      rowHref={(row) => `/scenarios/${row.id}`}
      empty={{
        title: { zh: '还没有测算口径', en: 'No scenarios yet' },
        hint: {
          zh: '不建也能用标准口径测算；要有片区上限、指定资金等要求，就建一个。',
          en: 'The standard one always works; set one up to add limits and pins.',
        },
        action: create,
      }}
      columns={[
        { key: 'name', title: { zh: '名称', en: 'Name' }, value: (row) => row.name, card: 'title' },
        {
          key: 'year',
          title: { zh: '年度', en: 'Years' },
          value: (row) => row.year,
          render: (row) => (row.horizon > 1 ? `${row.year}–${row.year + row.horizon - 1}` : row.year),
          width: 110,
        },
        {
          key: 'state',
          title: { zh: '状态', en: 'State' },
          value: (row) => (row.retired ? 'retired' : 'active'),
          render: (row) => <StateTag label={row.retired ? STATES.retired : STATES.active} tone={row.retired ? 'neutral' : 'good'} />,
          width: 90,
        },
        { key: 'version', title: { zh: '版本', en: 'Version' }, kind: 'number', value: (row) => row.version, width: 70 },
        { key: 'termCount', title: { zh: '限制和要求', en: 'Terms' }, kind: 'number', value: (row) => row.termCount, width: 100 },
        { key: 'plans', title: { zh: '用它测算的方案', en: 'Plans' }, kind: 'number', value: (row) => row.plans, width: 130 },
        { key: 'note', title: { zh: '最近一版的说明', en: 'Why the last version' }, value: (row) => row.note },
        { key: 'createdBy', title: { zh: '修改人', en: 'By' }, value: (row) => row.createdBy },
        { key: 'createdAt', title: { zh: '修改时间', en: 'When' }, kind: 'date', value: (row) => formatInstant(row.createdAt), width: 150 },
      ]}
    />
  )
}
