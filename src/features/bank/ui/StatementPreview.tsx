/** What was understood of a statement: its account, days and balances as a sum that must come out, findings, and every line. */
import { Alert, Button, Card, Input, Select, Tag } from 'antd'
import { useState } from 'react'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { FindingList } from '#ui/FindingList.tsx'
import { useSay } from '#ui/language.tsx'
import { AmountInput } from '#ui/AmountInput.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'
import type { Preview } from './StatementImportPage.tsx'

export interface Given {
  readonly from?: string
  readonly to?: string
  readonly openingFen?: string
  readonly closingFen?: string
}

interface StatementPreviewProps {
  readonly preview: Preview
  readonly given: Given
  readonly busy: boolean
  readonly confirming: boolean
  readonly error: unknown
  readonly onGiven: (given: Given, accountId: string) => void
  readonly onConfirm: () => void
  readonly onRestart: () => void
}

const fieldWords: Readonly<Record<string, { zh: string; en: string }>> = {
  account: { zh: '账号', en: 'account' },
  period: { zh: '期间', en: 'period' },
  date: { zh: '日期', en: 'day' },
  amount: { zh: '金额', en: 'amount' },
  debit: { zh: '支出', en: 'out' },
  credit: { zh: '收入', en: 'in' },
  balance: { zh: '余额', en: 'balance' },
  opening: { zh: '期初余额', en: 'opening' },
  closing: { zh: '期末余额', en: 'closing' },
  reference: { zh: '流水号', en: 'reference' },
  total: { zh: '合计', en: 'total' },
  sign: { zh: '借贷标志', en: 'sign' },
  currency: { zh: '币种', en: 'currency' },
}

export function StatementPreview(props: StatementPreviewProps) {
  const { preview, error } = props
  const say = useSay()
  const fieldName = (field: string) => (fieldWords[field] ? say(fieldWords[field]) : field)
  return (
    <div className="import-preview" aria-busy={props.busy}>
      <Card className="page-card">
        <div className="import-file-line">
          <div>
            <strong>{preview.fileName}</strong> <Tag>{preview.format}</Tag>
            <span className="import-title">
              {preview.statedAccount
                ? say({ zh: `文件写明账号 ${preview.statedAccount}`, en: `The file states the account ${preview.statedAccount}` })
                : say({ zh: '文件没有写账号', en: 'The file states no account' })}
            </span>
          </div>
          <Button onClick={props.onRestart}>{say({ zh: '换一个文件', en: 'Another file' })}</Button>
        </div>
        <Balance preview={preview} />
        <ErrorNote error={error} />
      </Card>
      {preview.errors.length > 0 ? (
        <Alert
          className="page-card import-findings"
          type="error"
          title={say({ zh: `有 ${preview.errors.length} 处错误，不能导入`, en: `${preview.errors.length} errors; it cannot be imported` })}
          description={<FindingList findings={preview.errors} fieldName={fieldName} label={{ zh: '错误', en: 'Errors' }} />}
        />
      ) : null}
      {preview.warnings.length > 0 ? (
        <details className="import-warnings" open={preview.errors.length === 0 && preview.warnings.length <= 8}>
          <summary>
            {say({
              zh: `请留意 ${preview.warnings.length} 处（不影响导入）`,
              en: `${preview.warnings.length} things to check (they do not stop you)`,
            })}
          </summary>
          <FindingList findings={preview.warnings} severity="warning" fieldName={fieldName} label={{ zh: '请留意', en: 'Please check' }} />
        </details>
      ) : null}
      <Card
        className="page-card"
        title={say({ zh: '期间和余额，文件里没有写的在这里补', en: 'Period and balances; add here what the file lacks' })}
      >
        <GivenForm {...props} />
      </Card>
      <Card className="page-card" title={say({ zh: '读出来的每一行', en: 'Every line as understood' })}>
        <Lines preview={preview} />
      </Card>
      <ConfirmBar {...props} />
    </div>
  )
}

/** 期初 + 收入 − 支出 = 期末, as one line of figures. */
function Balance({ preview }: { preview: Preview }) {
  const say = useSay()
  const { openingFen, inFen, outFen, closingFen } = preview
  const expected = openingFen === null ? null : BigInt(openingFen) + BigInt(inFen) - BigInt(outFen)
  const broken = preview.errors.some((e) => e.code === 'running_balance_broken')
  const fits = expected !== null && closingFen !== null && expected === BigInt(closingFen) && !broken
  const figure = (title: { zh: string; en: string }, fen: string | null, mark: string) => (
    <div>
      <dt>
        {mark ? <span className="bank-sum-mark">{mark}</span> : null} {say(title)}
      </dt>
      <dd>
        {fen === null ? <span className="import-none">{say({ zh: '不清楚', en: 'unknown' })}</span> : <MoneyText fen={fen} unit strong />}
      </dd>
    </div>
  )
  return (
    <dl className="import-summary" aria-label={say({ zh: '余额核对', en: 'Check of the balances' })}>
      {figure({ zh: '期初余额', en: 'opening' }, openingFen, '')}
      {figure({ zh: '收入', en: 'in' }, inFen, '+')}
      {figure({ zh: '支出', en: 'out' }, outFen, '−')}
      {figure({ zh: '期末余额', en: 'closing' }, closingFen, '=')}
      <div>
        <dt>{say({ zh: '余额核对', en: 'Balances' })}</dt>
        <dd className={fits ? 'import-good' : 'import-bad'}>
          {fits ? say({ zh: '相符', en: 'agree' }) : say({ zh: '不符', en: 'do not agree' })}
        </dd>
      </div>
      <div>
        <dt>{say({ zh: '新增 / 重复', en: 'New / known' })}</dt>
        <dd>
          {preview.newLines} / {preview.knownLines}
        </dd>
      </div>
    </dl>
  )
}

function GivenForm({ preview, given, busy, onGiven }: StatementPreviewProps) {
  const say = useSay()
  const [draft, setDraft] = useState<Given>(given)
  const put = (name: keyof Given, value: string | undefined): Given => {
    const { [name]: _before, ...rest } = draft
    const next = value === undefined || value === '' ? rest : { ...rest, [name]: value }
    setDraft(next)
    return next
  }
  const send = (next: Given) => {
    if (Object.values(next).every((v) => v !== 'invalid')) onGiven(next, preview.accountId)
  }
  return (
    <div className="defaults-form">
      <label className="bank-field">
        {say({ zh: '专户', en: 'Account' })}
        <Select
          popupMatchSelectWidth={false}
          value={preview.accountId}
          disabled={busy}
          options={preview.accounts.map((a) => ({ value: a.id, label: `${a.bankName} ${a.accountNo}` }))}
          onChange={(id: string) => onGiven(draft, id)}
        />
      </label>
      <label>
        {say({ zh: '起始日期', en: 'From' })}
        <Input type="date" value={draft.from ?? preview.from ?? ''} disabled={busy} onChange={(e) => send(put('from', e.target.value))} />
      </label>
      <label>
        {say({ zh: '截止日期（整月的填月末）', en: 'To (the last day of the month)' })}
        <Input type="date" value={draft.to ?? preview.to ?? ''} disabled={busy} onChange={(e) => send(put('to', e.target.value))} />
      </label>
      <div className="defaults-choice" onBlur={() => send(draft)}>
        {say({ zh: '期初余额（文件没有时填）', en: 'Opening balance' })}
        <AmountInput
          value={draft.openingFen}
          label={say({ zh: '期初余额', en: 'Opening balance' })}
          onChange={(fen) => void put('openingFen', fen)}
        />
      </div>
      <div className="defaults-choice" onBlur={() => send(draft)}>
        {say({ zh: '期末余额（文件没有时填）', en: 'Closing balance' })}
        <AmountInput
          value={draft.closingFen}
          label={say({ zh: '期末余额', en: 'Closing balance' })}
          onChange={(fen) => void put('closingFen', fen)}
        />
      </div>
    </div>
  )
}

function Lines({ preview }: { preview: Preview }) {
  const say = useSay()
  const many = new Set(preview.lines.map((l) => l.sheet)).size > 1
  return (
    <RowsTable
      rows={preview.lines}
      rowKey={(l) => `${l.sheet}!${l.row}`}
      pageSize={100}
      empty={{ zh: '没有流水', en: 'No line' }}
      label={{ zh: '读出来的每一行', en: 'Lines' }}
      columns={[
        { title: { zh: '行', en: 'Row' }, width: 60, cell: (l) => (many ? `${l.sheet} ${l.row}` : l.row) },
        { title: { zh: '日期', en: 'Day' }, width: 100, cell: (l) => l.on },
        { title: { zh: '收入', en: 'In' }, money: (l) => (BigInt(l.amountFen) > 0n ? l.amountFen : null) },
        { title: { zh: '支出', en: 'Out' }, money: (l) => (BigInt(l.amountFen) < 0n ? (-BigInt(l.amountFen)).toString() : null) },
        { title: { zh: '余额', en: 'Balance' }, money: (l) => l.balanceFen },
        { title: { zh: '对方户名', en: 'Counterparty' }, cell: (l) => l.counterparty || '–' },
        {
          title: { zh: '摘要', en: 'Summary' },
          cell: (l) => (
            <>
              {l.summary || '–'}
              {l.parts > 0 ? <Tag style={{ marginLeft: 6 }}>{say({ zh: `批量 ${l.parts} 笔`, en: `batch of ${l.parts}` })}</Tag> : null}
            </>
          ),
        },
        { title: { zh: '流水号', en: 'Reference' }, width: 150, cell: (l) => l.reference || '–' },
        {
          title: { zh: '说明', en: 'Note' },
          width: 90,
          cell: (l) => (l.known ? <span className="cell-none">{say({ zh: '重复，略过', en: 'known' })}</span> : null),
        },
      ]}
    />
  )
}

function ConfirmBar({ preview, busy, confirming, onConfirm }: StatementPreviewProps) {
  const say = useSay()
  const because =
    preview.errors.length > 0
      ? say({ zh: `还有 ${preview.errors.length} 处错误，不能导入`, en: `${preview.errors.length} errors remain` })
      : busy
        ? say({ zh: '正在重新读取…', en: 'Reading again…' })
        : null
  return (
    <div className="import-confirm no-print">
      <div className="import-confirm-sum">
        {say({
          zh: `${preview.from ?? '?'} 至 ${preview.to ?? '?'}，将导入 ${preview.newLines} 行`,
          en: `${preview.from ?? '?'} to ${preview.to ?? '?'}, ${preview.newLines} lines`,
        })}
      </div>
      {because ? <span className="import-because">{because}</span> : null}
      <Button type="primary" size="large" disabled={because !== null} loading={confirming} onClick={onConfirm}>
        {say({ zh: '确认导入', en: 'Import' })}
      </Button>
    </div>
  )
}
