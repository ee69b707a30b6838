/** Closing the books: for each book what closes next and what stands in the way, the months so far, and every act in order. */
import { Card } from 'antd'
import { useState } from 'react'
import { formatFen } from '#kernel/money.ts'
import type { Text } from '#kernel/outcome.ts'
import { ActionBar } from '#ui/ActionBar.tsx'
import type { AnswerOf } from '#ui/answer-of.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { formatInstant } from '#ui/instant.ts'
import { useSay } from '#ui/language.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { PageLink } from '#ui/PageLink.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'
import { StateTag, type Tone } from '#ui/StateTag.tsx'
import { listPeriods } from '../periods.contract.ts'
import { type PeriodAct, PeriodDialog } from './PeriodDialog.tsx'
import './periods.css'

type Periods = AnswerOf<typeof listPeriods>
export type BookPeriods = Periods['books'][number]

export function PeriodsPage() {
  const say = useSay()
  return (
    <>
      <PageHead
        title={say({ zh: '结账', en: 'Closing' })}
        description={say({
          zh: '一个月接一个月结账：先对平银行，再结账；结了账的月份不能再记。年终先做年终结账，再结 12 月。记错了，在未结账的月份红字冲销。',
          en: 'Months close in order, each after its bank reconciles; a closed month takes no posting. The year is closed before December.',
        })}
      />
      <Answer query={useAnswer(listPeriods)}>{(answer) => <PeriodBoard answer={answer} />}</Answer>
    </>
  )
}

function PeriodBoard({ answer }: { answer: Periods }) {
  const say = useSay()
  const [dialog, setDialog] = useState<{ readonly book: BookPeriods; readonly act: PeriodAct } | null>(null)
  return (
    <>
      <div className="period-books">
        {answer.books.map((book) => (
          <BookCard key={book.book} book={book} onAct={(act) => setDialog({ book, act })} />
        ))}
      </div>
      <Card className="page-card" title={say({ zh: '结账记录', en: 'Every closing and reopening' })}>
        <RowsTable
          rows={[...answer.events].reverse()}
          rowKey={(e) => `${e.book.en}${e.recordedAt}`}
          empty={{ zh: '还没有结过账', en: 'Nothing has been closed yet' }}
          columns={[
            { title: { zh: '时间', en: 'When' }, cell: (e) => formatInstant(e.recordedAt) },
            { title: { zh: '专账', en: 'Book' }, cell: (e) => say(e.book) },
            { title: { zh: '期间', en: 'Period' }, cell: (e) => e.month },
            { title: { zh: '事项', en: 'Act' }, cell: (e) => say(e.action) },
            { title: { zh: '经办', en: 'By' }, cell: (e) => e.person },
            { title: { zh: '原因', en: 'Reason' }, cell: (e) => e.reason },
          ]}
        />
      </Card>
      {dialog ? <PeriodDialog book={dialog.book} act={dialog.act} onClose={() => setDialog(null)} /> : null}
    </>
  )
}

const reconciliationText = {
  balanced: { zh: '银行已对平', en: 'The bank reconciles' },
  unbalanced: { zh: '银行对不平', en: 'The bank does not reconcile' },
  'no-statement': { zh: '没有对账单', en: 'No bank statement' },
} as const

/** The sums may agree while lines wait to be explained: then the month is not ready and does not look so. */
function bankState(next: NonNullable<BookPeriods['next']>): { label: Text; tone: Tone } {
  const { reconciliation, unexplained } = next
  if (reconciliation !== 'balanced') return { label: reconciliationText[reconciliation], tone: 'waiting' }
  if (unexplained === 0) return { label: reconciliationText.balanced, tone: 'good' }
  return { label: { zh: `银行流水待说明 ${unexplained} 笔`, en: `${unexplained} bank lines to be explained` }, tone: 'waiting' }
}

function BookCard({ book, onAct }: { book: BookPeriods; onAct: (act: PeriodAct) => void }) {
  const say = useSay()
  const { next } = book
  const standsInTheWay = book.actions.find((action) => action.name === 'close')?.because
  return (
    <Card className="page-card" title={say(book.label)} aria-label={say(book.label)}>
      {next ? (
        <p className="period-next">
          <span>{say({ zh: `下一个要结：${next.month}`, en: `Next to close: ${next.month}` })}</span>
          <StateTag {...bankState(next)} />
          {next.unexplained > 0 ? <PageLink to="/bank/match?show=open">{say({ zh: '去勾对', en: 'Match them' })}</PageLink> : null}
          {next.reconciliation === 'unbalanced' ? <span>{`${formatFen(BigInt(next.differenceFen))} 元`}</span> : null}
          <PageLink to={`/bank/reconciliation?month=${next.month}`}>{say({ zh: '看调节表', en: 'Reconciliation' })}</PageLink>
        </p>
      ) : (
        <p className="help-text">{say({ zh: '这个专账还没有凭证', en: 'This book has no vouchers yet' })}</p>
      )}
      <ActionBar actions={book.actions} onAction={(name) => onAct(name as PeriodAct)} />
      {standsInTheWay ? <p className="period-because">{say(standsInTheWay)}</p> : null}
      <RowsTable
        rows={[...book.months].reverse()}
        rowKey={(m) => m.month}
        pageSize={12}
        empty={{ zh: '没有', en: 'None' }}
        columns={[
          {
            title: { zh: '月份', en: 'Month' },
            cell: (m) => <PageLink to={`/vouchers?book=${book.book}&month=${m.month}`}>{m.month}</PageLink>,
          },
          { title: { zh: '凭证', en: 'Vouchers' }, half: true, cell: (m) => m.vouchers },
          {
            title: { zh: '状态', en: 'State' },
            half: true,
            cell: (m) =>
              m.closed ? (
                <StateTag label={{ zh: '已结账', en: 'Closed' }} tone="good" />
              ) : (
                <StateTag label={{ zh: '未结账', en: 'Open' }} tone="neutral" />
              ),
          },
          { title: { zh: '结账人', en: 'Closed by' }, half: true, cell: (m) => m.closedBy ?? '–' },
        ]}
      />
    </Card>
  )
}
