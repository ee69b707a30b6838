/** 银行存款余额调节表, as it is signed: both balances, what each side lacks, both corrected balances; every open item with its age. */
import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons'
import { Alert, Button, Card, Input } from 'antd'
import { hrefOf } from '#contract/client.ts'
import { formatFen, magnitude } from '#kernel/money.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { EmptyNote } from '#ui/EmptyNote.tsx'
import { useSay } from '#ui/language.tsx'
import { useNarrow } from '#ui/media.ts'
import { PageHead } from '#ui/PageHead.tsx'
import { PageLink } from '#ui/PageLink.tsx'
import { PaperForm, PaperTable } from '#ui/PaperForm.tsx'
import { useGo, useQueryParam, useSetQueryParams } from '#ui/routing.ts'
import { useMay, useSession } from '#ui/session.tsx'
import { StateTag } from '#ui/StateTag.tsx'
import { exportReconciliation, printReconciliation, showReconciliation } from '../bank.contract.ts'
import { bankCrumb, monthState } from './bank-words.ts'
import './bank.css'

type Table = AnswerOf<typeof showReconciliation>

export function ReconciliationPage() {
  const say = useSay()
  const month = useQueryParam('month')
  const setParams = useSetQueryParams()
  const query = month ? { month } : {}
  const table = useAnswer(showReconciliation, { query })
  return (
    <>
      <div className="no-print">
        <PageHead
          title={say({ zh: '银行存款余额调节表', en: 'Bank reconciliation' })}
          crumbs={[bankCrumb]}
          state={table.data ? <StateTag {...monthState(table.data)} /> : null}
          extra={
            <>
              <Input
                type="month"
                value={month ?? table.data?.month ?? ''}
                aria-label={say({ zh: '月份', en: 'Month' })}
                onChange={(event) => setParams({ month: event.target.value })}
                style={{ width: 160 }}
              />
              {table.data && table.data.state !== 'no-statement' ? (
                <>
                  <Button icon={<DownloadOutlined aria-hidden />} href={hrefOf(exportReconciliation, { query })}>
                    Excel
                  </Button>
                  <Button icon={<PrinterOutlined aria-hidden />} href={hrefOf(printReconciliation, { query })} target="_blank">
                    {say({ zh: '打印（PDF）', en: 'Print (PDF)' })}
                  </Button>
                </>
              ) : null}
            </>
          }
        />
      </div>
      <Answer query={table}>
        {(data) => (data.state === 'no-statement' ? <NothingYet table={data} /> : <Reconciliation table={data} />)}
      </Answer>
    </>
  )
}

/** Without a statement nothing can agree or differ: the page says what is missing and leads there. */
function NothingYet({ table }: { table: Table }) {
  const say = useSay()
  const go = useGo()
  const may = useMay()
  const registered = table.accounts.length > 0
  const inBooks = formatFen(BigInt(table.bookFen))
  const { month } = table
  return (
    <Card>
      <EmptyNote
        title={
          registered
            ? { zh: `${month} 没有对账单，还没有可核对的`, en: `No statement reaches ${month}: there is nothing to reconcile yet` }
            : {
                zh: `${month} 还没有开立的专户，没有可核对的`,
                en: `No special account was open in ${month}: there is nothing to reconcile`,
              }
        }
        hint={
          registered
            ? {
                zh: `账面余额 ${inBooks} 元。导入这个月的银行对账单、逐笔勾对后，这里才有余额调节表。`,
                en: `The books hold ${inBooks} yuan. Import the bank statement of this month and match it; then the reconciliation stands here.`,
              }
            : {
                zh: `账面余额 ${inBooks} 元。先在“银行对账”登记专户的开户行和账号，再导入对账单；或者换一个月份。`,
                en: `The books hold ${inBooks} yuan. Register the account on the page "Bank", then import a statement; or choose another month.`,
              }
        }
        action={
          !may('bank.reconcile') ? (
            <PageLink to="/bank">{say({ zh: '看各月对账情况', en: 'How the months stand' })}</PageLink>
          ) : registered ? (
            <Button type="primary" onClick={() => go('/bank/import')}>
              {say({ zh: '导入对账单', en: 'Import a statement' })}
            </Button>
          ) : (
            <Button type="primary" onClick={() => go('/bank')}>
              {say({ zh: '登记专户', en: 'Register an account' })}
            </Button>
          )
        }
      />
    </Card>
  )
}

function Reconciliation({ table }: { table: Table }) {
  const say = useSay()
  return (
    <>
      <Notes table={table} />
      <div className="bank-paper">
        <Paper table={table} />
      </div>
      {table.bank.length > 0 ? (
        <p className="bank-paper-link no-print">
          <PageLink to="/bank/match?show=open">
            {table.unexplained > 0
              ? say({
                  zh: `还有 ${table.unexplained} 笔银行流水没有说明，去勾对`,
                  en: `${table.unexplained} lines are unexplained; match them`,
                })
              : say({ zh: '去勾对', en: 'Match the lines' })}
          </PageLink>
        </p>
      ) : null}
    </>
  )
}

function Notes({ table }: { table: Table }) {
  const say = useSay()
  if (table.state === 'balanced' && table.notes.length === 0) return null
  const title = {
    balanced: { zh: '调节后余额相符', en: 'The corrected balances agree' },
    unbalanced: {
      zh: `调节后余额相差 ${formatFen(BigInt(table.differenceFen))} 元，查清以前不能结账`,
      en: `The corrected balances are ${formatFen(BigInt(table.differenceFen))} yuan apart; the month cannot be closed`,
    },
    incomplete: { zh: '对账单没有到月末，补齐后才能结账', en: 'The statements do not reach the end of the month' },
    'no-statement': { zh: '这个月没有对账单', en: 'There is no statement of this month' },
  }[table.state]
  return (
    <Alert
      className="page-card no-print bank-notes"
      type={table.state === 'balanced' ? 'info' : table.state === 'unbalanced' ? 'error' : 'warning'}
      showIcon
      title={say(title)}
      description={
        table.notes.length > 0 ? (
          <ul className="bank-note-list">
            {table.notes.map((note) => (
              <li key={note.zh}>{say(note)}</li>
            ))}
          </ul>
        ) : undefined
      }
    />
  )
}

const yuan = (fen: string | bigint): string => formatFen(BigInt(fen))
const size = (fen: string): string => yuan(magnitude(BigInt(fen)))

/** What an account's own statement says at the end of the month. */
const statementState = (a: Table['accounts'][number]): string =>
  a.closedOn !== null ? `${a.closedOn} 销户` : a.complete ? '到月末' : '不全'

type Side = readonly [string, string, string, string]

/** On a phone the two sides stand below each other, and what they come to below both. */
function NarrowSides({ sides, verdict, differenceFen }: { sides: readonly Side[]; verdict: string; differenceFen: string }) {
  const side = (name: string, title: 0 | 2, amount: 1 | 3) => (
    <PaperTable<Side>
      caption={name}
      columns={[
        { title: '项目', render: (r) => (r[title].startsWith('调节后') ? <strong>{r[title]}</strong> : r[title]) },
        {
          title: '金额',
          number: true,
          render: (r) => (r[title].startsWith('调节后') ? <strong>{yuan(r[amount])}</strong> : yuan(r[amount])),
        },
      ]}
      rows={sides}
      rowKey={(r) => r[title]}
    />
  )
  return (
    <div className="bank-narrow-sides">
      {side('账面', 0, 1)}
      {side('银行', 2, 3)}
      <p className="bank-verdict">
        差额 <strong>{yuan(differenceFen)}</strong>　{verdict}
      </p>
    </div>
  )
}

/** While the bank is changed: what the own statement of each account says. */
function AccountParts({ table }: { table: Table }) {
  return (
    <div className="bank-paper-books bank-paper-accounts">
      <PaperTable
        caption="银行余额的组成"
        columns={[
          {
            title: '专户',
            render: (a) => (
              <>
                {a.bankName} <span className="bank-number">{a.accountNo}</span>
              </>
            ),
          },
          { title: '对账单', width: '26%', render: statementState },
          { title: '余额', number: true, render: (a) => yuan(a.balanceFen) },
        ]}
        rows={table.accounts}
        rowKey={(a) => a.id}
        total={['合计', null, yuan(table.bankFen)]}
      />
    </div>
  )
}

/** An official form of the district: always in Chinese. */
function Paper({ table }: { table: Table }) {
  const { district } = useSession()
  const narrow = useNarrow(768)
  const ofBank = (l: Table['bank'][number]) => bankItem(l, table.accounts.length > 1)
  const sides: readonly Side[] = [
    ['账面余额（101 专户存款）', table.bookFen, '银行对账单余额', table.bankFen],
    ['加：银行已收、账上未收', table.bankInFen, '加：账上已收、银行未收', table.bookInFen],
    ['减：银行已付、账上未付', table.bankOutFen, '减：账上已付、银行未付', table.bookOutFen],
    ['调节后账面余额', table.adjustedBookFen, '调节后银行余额', table.adjustedBankFen],
  ]
  return (
    <PaperForm
      title={`${district.name}银行存款余额调节表`}
      head={[table.accounts.map((a) => `${a.bankName} ${a.accountNo}`).join('；') || '没有登记专户', `截至 ${table.on}`, '单位：元']}
      foot={
        <>
          <span>编制：</span>
          <span>复核：</span>
          <span>负责人：</span>
        </>
      }
    >
      {narrow ? (
        <NarrowSides sides={sides} verdict={table.verdict.zh} differenceFen={table.differenceFen} />
      ) : (
        <PaperTable
          columns={[
            { title: '项目', width: '31%', render: (r) => (r[0].startsWith('调节后') ? <strong>{r[0]}</strong> : r[0]) },
            { title: '账面金额', number: true, render: (r) => (r[0].startsWith('调节后') ? <strong>{yuan(r[1])}</strong> : yuan(r[1])) },
            { title: '项目（银行）', width: '31%', render: (r) => (r[0].startsWith('调节后') ? <strong>{r[2]}</strong> : r[2]) },
            { title: '银行金额', number: true, render: (r) => (r[0].startsWith('调节后') ? <strong>{yuan(r[3])}</strong> : yuan(r[3])) },
          ]}
          rows={sides}
          rowKey={(r) => r[0]}
          total={['差额', yuan(table.differenceFen), table.verdict.zh, null]}
        />
      )}
      <div className="bank-paper-books">
        <PaperTable
          caption="账面余额的组成"
          columns={[
            { title: '专账', render: (b) => b.label.zh },
            { title: '101 专户存款', number: true, render: (b) => yuan(b.balanceFen) },
          ]}
          rows={table.books}
          rowKey={(b) => b.book}
          total={['合计', yuan(table.bookFen)]}
        />
      </div>
      {table.accounts.length > 1 ? <AccountParts table={table} /> : null}
      <Items caption="银行已收、账上未收" rows={table.bank.filter((l) => BigInt(l.amountFen) > 0n).map(ofBank)} />
      <Items caption="银行已付、账上未付" rows={table.bank.filter((l) => BigInt(l.amountFen) < 0n).map(ofBank)} />
      <Items caption="账上已收、银行未收" rows={table.book.filter((l) => BigInt(l.amountFen) > 0n).map(bookItem)} />
      <Items caption="账上已付、银行未付" rows={table.book.filter((l) => BigInt(l.amountFen) < 0n).map(bookItem)} />
    </PaperForm>
  )
}

interface Item {
  readonly id: string
  readonly on: string
  readonly text: string
  readonly reference: string
  readonly amountFen: string
  readonly age: number
  readonly said: string
}

/** `many`: while the bank is changed each line says whose it is. */
const bankItem = (l: Table['bank'][number], many: boolean): Item => ({
  id: l.id,
  on: l.on,
  text: [many ? `尾号 ${l.accountTail}` : '', l.counterparty, l.summary].filter((t) => t !== '').join('；') || '—',
  reference: l.reference || '—',
  amountFen: l.amountFen,
  age: l.age,
  said: l.item ? [l.item.label.zh, l.item.note].filter((t) => t !== '').join('：') : '',
})

const bookItem = (l: Table['book'][number]): Item => ({
  id: l.id,
  on: l.on,
  text: `${l.bookLabel.zh}${l.label.zh}：${(l.parties.length > 0 ? l.parties : l.funds).join('、')}`,
  reference: l.basis,
  amountFen: l.amountFen,
  age: l.age,
  said: l.matchId ? '次月银行已入账' : '',
})

function Items({ caption, rows }: { caption: string; rows: readonly Item[] }) {
  if (rows.length === 0) return null
  const total = rows.reduce((sum, r) => sum + BigInt(r.amountFen), 0n)
  return (
    <PaperTable
      caption={`${caption}（${rows.length} 笔）`}
      columns={[
        { title: '日期', width: '13%', render: (r) => r.on },
        { title: '金额', width: '17%', number: true, render: (r) => size(r.amountFen) },
        { title: '内容', render: (r) => (r.said === '' ? r.text : `${r.text}（${r.said}）`) },
        { title: '流水号／依据', width: '20%', render: (r) => r.reference },
        { title: '天数', width: '8%', number: true, render: (r) => r.age },
      ]}
      rows={rows}
      rowKey={(r) => r.id}
      total={['合计', size(total.toString()), null, null, null]}
    />
  )
}
