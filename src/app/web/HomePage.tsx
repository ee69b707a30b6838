/** 工作台: what waits for this person, computed by the server from state; beside it where the district's money stands. */
import { Card } from 'antd'
import type { Text } from '#kernel/outcome.ts'
import { type Permission, type RoleKey, roles } from '#policy/roles.ts'
import { bookSummary } from '#features/ledger/ledger.contract.ts'
import { myTasks } from '#features/people/people.contract.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import type { AnswerOf } from '#ui/answer-of.ts'
import { EmptyNote } from '#ui/EmptyNote.tsx'
import { formatInstant } from '#ui/instant.ts'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { PageLink } from '#ui/PageLink.tsx'
import { useMay, useSession } from '#ui/session.tsx'
import { StageBar, type StageAmounts } from '#ui/StageBar.tsx'
import { dutyOf } from './duty-of.ts'

type TaskGroup = AnswerOf<typeof myTasks>['groups'][number]
type Book = AnswerOf<typeof bookSummary>['books'][number]

export function HomePage() {
  const say = useSay()
  const may = useMay()
  const { user } = useSession()
  const tasks = useAnswer(myTasks)
  const duty = roles[user.role as RoleKey]?.duty
  return (
    <>
      <PageHead
        title={say({ zh: `${user.name}，您好`, en: `Welcome, ${user.name}` })}
        description={[dutyOf(user, say), duty ? say(duty) : null].filter(Boolean).join(' · ')}
      />
      <div className={may('funds.read') ? 'home-columns' : ''}>
        <div>
          <Answer query={tasks}>{({ groups }) => <Tasks groups={groups} />}</Answer>
        </div>
        <aside className="home-aside">
          {may('funds.read') ? <MoneyNow /> : null}
          <Shortcuts />
        </aside>
      </div>
    </>
  )
}

function Tasks({ groups }: { groups: readonly TaskGroup[] }) {
  const say = useSay()
  const waiting = groups.filter((group) => group.total > 0)
  if (waiting.length === 0)
    return (
      <Card className="page-card">
        <EmptyNote
          title={{ zh: '现在没有等您办的事', en: 'Nothing waits for you now' }}
          hint={{ zh: '有新的事情时会自动出现在这里，不用刷新或查找。', en: 'New things appear here by themselves.' }}
        />
      </Card>
    )
  return waiting.map((group) => (
    <Card
      key={group.key}
      className="page-card task-card"
      title={
        <>
          {say(group.label)} <span className="task-count">{group.total}</span>
        </>
      }
      extra={<PageLink to={group.href}>{say({ zh: '全部', en: 'All' })}</PageLink>}
    >
      <ul className="task-list">
        {group.items.map((item) => (
          <li key={item.id}>
            <PageLink to={item.href} className="task">
              <span className="task-title">{item.title}</span>
              <span className="task-detail">{say(item.detail)}</span>
              <span className="task-amount">{item.amountFen === null ? null : <MoneyText fen={item.amountFen} unit />}</span>
              <span className="task-since">{item.since ? formatInstant(item.since) : null}</span>
            </PageLink>
          </li>
        ))}
      </ul>
    </Card>
  ))
}

const addUp = (books: readonly Book[]): StageAmounts =>
  Object.fromEntries(
    Object.keys(books[0]?.amounts ?? {}).map((stage) => [
      stage,
      books.reduce((sum, book) => sum + BigInt(book.amounts[stage as keyof Book['amounts']]), 0n).toString(),
    ]),
  ) as StageAmounts

function MoneyNow() {
  const say = useSay()
  const answer = useAnswer(bookSummary)
  return (
    <Card
      className="page-card"
      title={say({ zh: '全区资金', en: "The district's money" })}
      extra={<PageLink to="/books">{say({ zh: '三个专账', en: 'Three books' })}</PageLink>}
    >
      <Answer query={answer}>
        {({ books }) =>
          books.every((book) => book.lots === 0) ? (
            <p className="help-text">{say({ zh: '清单上还没有资金。', en: 'No money on the list yet.' })}</p>
          ) : (
            <>
              <p className="home-sum">
                <span>{say({ zh: '已下达', en: 'Announced' })}</span>
                <MoneyText fen={addUp(books).announced} unit strong />
              </p>
              <StageBar amounts={addUp(books)} />
            </>
          )
        }
      </Answer>
    </Card>
  )
}

const shortcuts: readonly { readonly to: string; readonly label: Text; readonly permission: Permission }[] = [
  { to: '/money/import', label: { zh: '导入资金文件', en: 'Import fund documents' }, permission: 'funds.import' },
  { to: '/money/receipts', label: { zh: '登记资金到账', en: 'Record money received' }, permission: 'funds.receive' },
  { to: '/projects/import', label: { zh: '导入项目', en: 'Import projects' }, permission: 'projects.import' },
  { to: '/plans/new', label: { zh: '测算分配方案', en: 'Solve an allocation plan' }, permission: 'allocation.solve' },
  { to: '/contracts/new', label: { zh: '登记合同', en: 'Register a contract' }, permission: 'contracts.register' },
  { to: '/payments', label: { zh: '支付与银行回单', en: 'Payments and bank results' }, permission: 'payments.result' },
  { to: '/claims', label: { zh: '查看报账', en: 'Look at claims' }, permission: 'claims.read' },
  { to: '/projects', label: { zh: '查看项目', en: 'Look at projects' }, permission: 'projects.read' },
  { to: '/trace', label: { zh: '追踪一笔钱', en: 'Trace money' }, permission: 'trace.read' },
  { to: '/verify', label: { zh: '校验账簿', en: 'Verify the books' }, permission: 'audit.read' },
  { to: '/people', label: { zh: '管理人员', en: 'Manage people' }, permission: 'people.manage' },
]

function Shortcuts() {
  const say = useSay()
  const may = useMay()
  const mine = shortcuts.filter((shortcut) => may(shortcut.permission))
  if (mine.length === 0) return null
  return (
    <Card className="page-card" title={say({ zh: '常办的事', en: 'Often done' })}>
      <ul className="shortcuts">
        {mine.map((shortcut) => (
          <li key={shortcut.to}>
            <PageLink to={shortcut.to}>{say(shortcut.label)}</PageLink>
          </li>
        ))}
      </ul>
    </Card>
  )
}
