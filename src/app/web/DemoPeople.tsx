/** The people of the demo district: who they are, what they answer for, and the password all of them share. */
import type { Text } from '#kernel/outcome.ts'
import type { RoleKey } from '#policy/roles.ts'
import { useSay } from '#ui/language.tsx'

export interface DemoPerson {
  readonly username: string
  readonly name: string
  readonly role: string
  readonly roleLabel: Text
  readonly duty: Text
}

const groups: readonly { readonly label: Text; readonly roles: readonly RoleKey[] }[] = [
  { label: { zh: '统筹与财政', en: 'Pooling and treasury' }, roles: ['pool_office', 'finance', 'bank', 'city_inv'] },
  { label: { zh: '项目部门', en: 'Departments' }, roles: ['dept', 'pov_office'] },
  { label: { zh: '乡镇和村', en: 'Townships and villages' }, roles: ['township', 'village', 'village_sup'] },
  { label: { zh: '决策', en: 'Decisions' }, roles: ['leading_group', 'leader'] },
  { label: { zh: '监督', en: 'Oversight' }, roles: ['audit', 'discipline', 'third_party'] },
  { label: { zh: '市场主体和系统', en: 'Firms and system' }, roles: ['entity', 'admin'] },
]

function grouped(people: readonly DemoPerson[]) {
  const known = new Set<string>(groups.flatMap((group) => group.roles))
  const rest = people.filter((person) => !known.has(person.role))
  const rows = groups.map((group) => ({
    label: group.label,
    people: group.roles.flatMap((role) => people.filter((person) => person.role === role)),
  }))
  return [...rows, { label: { zh: '其他', en: 'Others' }, people: rest }].filter((group) => group.people.length > 0)
}

/** What the person answers for; the role before it when the name does not tell it already (区财政局 赵敏 does). */
const described = ({ name, roleLabel, duty }: DemoPerson): Text => ({
  zh: name.includes(roleLabel.zh) ? duty.zh : `${roleLabel.zh}：${duty.zh}`,
  en: `${roleLabel.en}: ${duty.en}`,
})

interface DemoPeopleProps {
  readonly password: string
  readonly people: readonly DemoPerson[]
  readonly onPick: (username: string, password: string) => void
}

export function DemoPeople({ password, people, onPick }: DemoPeopleProps) {
  const say = useSay()
  return (
    <section className="demo" aria-label={say({ zh: '演示人员', en: 'Demo people' })}>
      <header className="demo-head">
        <h2>{say({ zh: '演示区：选一个人进来看', en: 'Demo district: come in as one of these people' })}</h2>
        <p>
          {say({ zh: '点一下卡片就填好用户名和密码。所有人的密码都是', en: 'A click fills in the form. Everybody has the password' })}{' '}
          <code>{password}</code>
        </p>
      </header>
      {grouped(people).map((group) => (
        <div key={group.label.zh} className="demo-group">
          <h3>{say(group.label)}</h3>
          <ul>
            {group.people.map((person) => (
              <li key={person.username}>
                <button type="button" className="demo-card" onClick={() => onPick(person.username, password)}>
                  <span className="demo-line">
                    <strong>{person.name}</strong>
                    <code>{person.username}</code>
                  </span>
                  <span className="demo-duty">{say(described(person))}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}
