/** Who may sign in, in which role, for which place; adding people. */
import { UserAddOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { roles } from '#policy/roles.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { DataPage } from '#ui/DataPage.tsx'
import type { DataColumn } from '#ui/DataTable.tsx'
import { useSay } from '#ui/language.tsx'
import { StateTag } from '#ui/StateTag.tsx'
import { listPeople } from '../people.contract.ts'
import { AddPersonDialog } from './AddPersonDialog.tsx'

type Row = AnswerOf<typeof listPeople>['rows'][number]

export function PeoplePage() {
  const say = useSay()
  const [adding, setAdding] = useState(false)
  const columns: DataColumn<Row>[] = [
    { key: 'name', title: { zh: '姓名', en: 'Name' }, value: (row) => row.name, sortable: true, width: 140, card: 'title' },
    { key: 'username', title: { zh: '用户名', en: 'User name' }, value: (row) => row.username, sortable: true, width: 160 },
    { key: 'role', title: { zh: '岗位', en: 'Role' }, value: (row) => say(row.roleLabel), sortable: true, width: 180 },
    {
      key: 'scope',
      title: { zh: '所属范围', en: 'Bound to' },
      value: (row) => row.scopeName ?? row.scope ?? say({ zh: '全区', en: 'Whole district' }),
    },
    {
      key: 'disabled',
      title: { zh: '状态', en: 'State' },
      value: (row) => (row.disabled ? 'disabled' : 'active'),
      render: (row) =>
        row.disabled ? (
          <StateTag label={{ zh: '已停用', en: 'Disabled' }} tone="bad" />
        ) : (
          <StateTag label={{ zh: '正常', en: 'Active' }} tone="good" />
        ),
      width: 96,
    },
  ]
  return (
    <>
      <DataPage
        title={{ zh: '人员', en: 'People' }}
        description={{
          zh: '谁能登录、什么岗位、管哪个地方或部门。岗位决定能看什么、能办什么；管理员自己不经手资金。',
          en: 'Who may sign in, in which role, for which place or department. The role decides what one sees and does; the administrator never touches money.',
        }}
        endpoint={listPeople}
        searchHint={{ zh: '按姓名、用户名查找', en: 'Search names' }}
        filters={() => [
          {
            name: 'role',
            label: { zh: '岗位', en: 'Role' },
            width: 168,
            options: Object.entries(roles).map(([value, role]) => ({ value, label: role.label })),
          },
        ]}
        columns={columns}
        rowKey={(row) => row.id}
        empty={{ title: { zh: '还没有人员', en: 'Nobody yet' } }}
        extra={
          <Button type="primary" icon={<UserAddOutlined aria-hidden />} onClick={() => setAdding(true)}>
            {say({ zh: '新增人员', en: 'Add a person' })}
          </Button>
        }
      />
      {adding ? <AddPersonDialog onClose={() => setAdding(false)} /> : null}
    </>
  )
}
