/** Who signs what, how a claim lives, and what each role may do. */
import { claimWorkflow, type ClaimState } from '#policy/claim-workflow.ts'
import { permissions, roles, type Permission, type RoleKey } from '#policy/roles.ts'
import { signOff } from '#policy/sign-off.ts'
import { useSay } from '#ui/language.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'

const roleRows = Object.keys(roles) as RoleKey[]
const permissionRows = Object.keys(permissions) as Permission[]
const actionRows = Object.entries(claimWorkflow.actions).map(([key, action]) => ({ key, ...action }))

export function SignOffRules() {
  const say = useSay()
  return (
    <>
      <p className="help-text">
        {say({
          zh: `五级由五个不同的人签，一级一责，谁也不能签两次或批自己编的单（规则 I10）。自 ${signOff.since} 起执行，依据：${signOff.basis.zh}。`,
          en: `Five different people sign, each for something else; nobody signs twice or approves their own (I10). In force since ${signOff.since}: ${signOff.basis.en}.`,
        })}
      </p>
      <RowsTable
        rows={signOff.levels}
        rowKey={(row) => String(row.level)}
        empty={{ zh: '没有', en: 'None' }}
        columns={[
          { title: { zh: '级', en: 'Level' }, cell: (row) => row.level },
          { title: { zh: '谁', en: 'Who' }, cell: (row) => <strong>{say(row.label)}</strong> },
          { title: { zh: '签字声明', en: 'States' }, cell: (row) => say(row.asserts) },
          { title: { zh: '岗位', en: 'Roles' }, cell: (row) => row.roles.map((role) => say(roles[role].label)).join('、') },
          { title: { zh: '工作日', en: 'Working days' }, cell: (row) => row.workingDays },
        ]}
      />
    </>
  )
}

export function ClaimRules() {
  const say = useSay()
  return (
    <>
      <p className="help-text">
        {say({ zh: '签字以后只要内容有改动，全部签字作废。', en: 'Any change of content after a signature voids all signatures.' })}
      </p>
      <RowsTable
        rows={actionRows}
        rowKey={(row) => row.key}
        empty={{ zh: '没有', en: 'None' }}
        columns={[
          { title: { zh: '办什么', en: 'Act' }, cell: (row) => <strong>{say(row.label)}</strong> },
          {
            title: { zh: '在什么状态', en: 'When' },
            cell: (row) => row.from.map((state) => say(claimWorkflow.states[state as ClaimState].label)).join(' / '),
          },
          { title: { zh: '办完变成', en: 'Becomes' }, cell: (row) => say(claimWorkflow.states[row.to].label) },
          { title: { zh: '需要的权限', en: 'Permission' }, cell: (row) => say(permissions[row.permission]) },
        ]}
      />
    </>
  )
}

export function RoleRules() {
  const say = useSay()
  return (
    <div className="rule-scroll" tabIndex={0} role="region" aria-label={say({ zh: '岗位权限表', en: 'Roles and permissions' })}>
      <table className="rule-matrix">
        <thead>
          <tr>
            <th scope="col">{say({ zh: '权限', en: 'Permission' })}</th>
            {roleRows.map((role) => (
              <th key={role} scope="col">
                {say(roles[role].label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {permissionRows.map((permission) => (
            <tr key={permission}>
              <th scope="row">{say(permissions[permission])}</th>
              {roleRows.map((role) => {
                const may = (roles[role].permissions as readonly Permission[]).includes(permission)
                return (
                  <td key={role} className={may ? 'rule-yes' : undefined}>
                    {may ? '✓' : ''}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
