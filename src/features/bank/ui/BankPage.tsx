/** 银行对账: the special account, how each month stands, and the statements that were imported. */
import { ImportOutlined } from '@ant-design/icons'
import { Alert, Button, Card, Select } from 'antd'
import { useState } from 'react'
import { ActionBar } from '#ui/ActionBar.tsx'
import type { AnswerOf } from '#ui/answer-of.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { EmptyNote } from '#ui/EmptyNote.tsx'
import { Facts } from '#ui/Facts.tsx'
import { formatInstant } from '#ui/instant.ts'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { PageLink } from '#ui/PageLink.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'
import { useGo, useQueryParam, useSetQueryParams } from '#ui/routing.ts'
import { StateTag } from '#ui/StateTag.tsx'
import { bankOverview } from '../bank.contract.ts'
import { CloseAccountDialog } from './CloseAccountDialog.tsx'
import { monthState } from './bank-words.ts'
import { RegisterAccountDialog } from './RegisterAccountDialog.tsx'
import './bank.css'

type Overview = AnswerOf<typeof bankOverview>

export function BankPage() {
  const say = useSay()
  const go = useGo()
  const asked = useQueryParam('year')
  const overview = useAnswer(bankOverview, { query: asked ? { year: asked } : {} })
  const [registering, setRegistering] = useState(false)
  const action = (name: string) => overview.data?.actions.find((a) => a.name === name)
  const open = overview.data?.accounts.filter((a) => a.closedOn === null).length ?? 0
  // While two are open the bank is being changed: first the old one is closed.
  const register =
    action('register')?.allowed && open < 2 ? (
      <Button onClick={() => setRegistering(true)}>
        {open > 0 ? say({ zh: '换开户行', en: 'Change the bank' }) : say({ zh: '登记专户', en: 'Register the account' })}
      </Button>
    ) : null
  return (
    <>
      <PageHead
        title={say({ zh: '银行对账', en: 'The bank beside the books' })}
        description={say({
          zh: '一个专户对三个专账。导入银行对账单，逐笔勾对，每月编制余额调节表；调节表平了才能结账。',
          en: 'One account stands behind three books. Import its statements, match them line by line, and reconcile each month before it is closed.',
        })}
        extra={
          <>
            {(overview.data?.accounts.length ?? 0) > 0 ? register : null}
            {overview.data && overview.data.accounts.length > 0 ? (
              <Button onClick={() => go('/bank/match')}>{say({ zh: '勾对', en: 'Match' })}</Button>
            ) : null}
            {action('import')?.allowed ? (
              <Button type="primary" icon={<ImportOutlined aria-hidden />} onClick={() => go('/bank/import')}>
                {say({ zh: '导入对账单', en: 'Import a statement' })}
              </Button>
            ) : null}
          </>
        }
      />
      <Answer query={overview}>
        {(data) =>
          data.accounts.length === 0 ? (
            <Card>
              <EmptyNote
                title={{ zh: '还没有登记专户', en: 'The special account is not registered' }}
                hint={{
                  zh: '登记专户的开户行和账号后，就可以导入银行对账单。三个专账共用这一个专户。',
                  en: 'Register its bank and number; then statements can be imported. All three books share it.',
                }}
                action={register}
              />
            </Card>
          ) : (
            <Overview data={data} />
          )
        }
      </Answer>
      {registering ? (
        <RegisterAccountDialog
          replaces={overview.data?.accounts.findLast((a) => a.closedOn === null) ?? null}
          onClose={() => setRegistering(false)}
        />
      ) : null}
    </>
  )
}

function Overview({ data }: { data: Overview }) {
  const say = useSay()
  const { waiting } = data
  const [closing, setClosing] = useState<Overview['accounts'][number] | null>(null)
  const numberOf = (id: string) => data.accounts.find((a) => a.id === id)?.accountNo ?? id
  return (
    <>
      {waiting.stale > 0 ? (
        <Alert
          className="page-card"
          type="warning"
          showIcon
          title={say({
            zh: `有 ${waiting.stale} 笔银行流水超过 ${waiting.staleDays} 天没有勾对`,
            en: `${waiting.stale} lines of the bank have waited for more than ${waiting.staleDays} days`,
          })}
          action={<PageLink to="/bank/match">{say({ zh: '去勾对', en: 'Match them' })}</PageLink>}
        />
      ) : null}
      <div className="bank-accounts">
        {data.accounts.map((account) => (
          <Card
            key={account.id}
            className="page-card"
            title={`${account.bankName} ${account.accountNo}`}
            extra={
              account.actions.length > 0 ? <ActionBar actions={account.actions} primary="" onAction={() => setClosing(account)} /> : null
            }
          >
            <Facts
              items={[
                { label: { zh: '户名', en: 'Name' }, value: account.accountName },
                { label: { zh: '用途', en: 'Purpose' }, value: account.purpose },
                { label: { zh: '开户日期', en: 'Opened' }, value: account.openedOn },
                ...(account.replaces ? [{ label: { zh: '接替', en: 'Replaces' }, value: numberOf(account.replaces) }] : []),
                ...(account.closedOn ? [{ label: { zh: '销户日期', en: 'Closed' }, value: account.closedOn }] : []),
                {
                  label: { zh: '对账单余额', en: 'Balance' },
                  value: account.balanceFen ? <MoneyText fen={account.balanceFen} unit strong /> : null,
                },
                { label: { zh: '对账单截至', en: 'Statements up to' }, value: account.through },
                { label: { zh: '待勾对流水', en: 'Lines to match' }, value: `${account.waiting}` },
              ]}
            />
          </Card>
        ))}
      </div>
      <Months data={data} />
      <Statements data={data} />
      {closing ? <CloseAccountDialog account={closing} onClose={() => setClosing(null)} /> : null}
    </>
  )
}

function Months({ data }: { data: Overview }) {
  const say = useSay()
  const setParams = useSetQueryParams()
  return (
    <Card
      className="page-card"
      title={say({ zh: '各月对账情况', en: 'Months' })}
      extra={
        <Select
          size="small"
          value={data.year}
          aria-label={say({ zh: '年度', en: 'Year' })}
          options={data.years.map((year) => ({ value: year, label: say({ zh: `${year} 年`, en: String(year) }) }))}
          onChange={(year: number) => setParams({ year: String(year) })}
          style={{ width: 110 }}
        />
      }
    >
      <RowsTable
        rows={data.months}
        rowKey={(m) => m.month}
        empty={{ zh: '这一年专户还没有开户', en: 'The account was not open in that year' }}
        label={{ zh: '各月对账情况', en: 'Months' }}
        columns={[
          {
            title: { zh: '月份', en: 'Month' },
            width: 100,
            cell: (m) => <PageLink to={`/bank/reconciliation?month=${m.month}`}>{m.month}</PageLink>,
          },
          {
            title: { zh: '状态', en: 'State' },
            width: 110,
            cell: (m) => <StateTag {...monthState(m)} />,
          },
          { title: { zh: '账面余额', en: 'Books' }, money: (m) => m.bookFen },
          { title: { zh: '对账单余额', en: 'Bank' }, money: (m) => (m.state === 'no-statement' ? null : m.bankFen) },
          { title: { zh: '调节后差额', en: 'Difference' }, money: (m) => (m.state === 'no-statement' ? null : m.differenceFen) },
          { title: { zh: '银行未达', en: 'Bank only' }, width: 90, cell: (m) => (m.bankOnly > 0 ? m.bankOnly : '–') },
          { title: { zh: '账上未达', en: 'Books only' }, width: 90, cell: (m) => (m.bookOnly > 0 ? m.bookOnly : '–') },
          {
            title: { zh: '待说明', en: 'Unexplained' },
            width: 90,
            cell: (m) =>
              m.unexplained > 0 ? (
                <PageLink to="/bank/match">{say({ zh: `${m.unexplained} 笔`, en: String(m.unexplained) })}</PageLink>
              ) : (
                '–'
              ),
          },
        ]}
      />
    </Card>
  )
}

function Statements({ data }: { data: Overview }) {
  const say = useSay()
  const name = (id: string) => data.accounts.find((a) => a.id === id)?.accountNo.slice(-4) ?? ''
  const many = data.accounts.length > 1
  return (
    <Card className="page-card" title={say({ zh: '已导入的对账单', en: 'Statements' })}>
      <RowsTable
        rows={data.statements}
        rowKey={(s) => s.id}
        pageSize={20}
        empty={{ zh: '还没有导入对账单', en: 'No statement yet' }}
        hint={{
          zh: '从网上银行导出对账单（Excel、CSV 或 camt.053），原样导入。',
          en: 'Export statements from the bank and import them as they are.',
        }}
        label={{ zh: '已导入的对账单', en: 'Statements' }}
        columns={[
          {
            title: { zh: '期间', en: 'Period' },
            width: 190,
            cell: (s) => (
              <PageLink to={`/bank/lines?statement=${s.id}`}>
                {s.from} – {s.to}
              </PageLink>
            ),
          },
          ...(many
            ? [{ title: { zh: '账号尾号', en: 'Account' }, width: 80, cell: (s: Overview['statements'][number]) => name(s.accountId) }]
            : []),
          { title: { zh: '期初余额', en: 'Opening' }, money: (s) => s.openingFen },
          { title: { zh: '收入', en: 'In' }, money: (s) => s.inFen },
          { title: { zh: '支出', en: 'Out' }, money: (s) => s.outFen },
          { title: { zh: '期末余额', en: 'Closing' }, money: (s) => s.closingFen, strong: true },
          {
            title: { zh: '流水', en: 'Lines' },
            width: 110,
            cell: (s) =>
              s.knownLines > 0
                ? say({ zh: `${s.newLines}（重复 ${s.knownLines}）`, en: `${s.newLines} (+${s.knownLines} known)` })
                : s.newLines,
          },
          {
            title: { zh: '文件', en: 'File' },
            cell: (s) => (
              <>
                {s.fileName}
                <div className="cell-second">{`${s.importedBy} ${formatInstant(s.importedAt)}`}</div>
              </>
            ),
          },
        ]}
      />
    </Card>
  )
}
