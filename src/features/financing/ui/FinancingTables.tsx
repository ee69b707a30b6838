/** What debt costs, when it is due, and what it pays: shown for one agreement and for all. */
import { Figures } from '#features/treasury/ui/Figures.tsx'
import type { AnswerOf } from '#ui/answer-of.ts'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { PageLink } from '#ui/PageLink.tsx'
import { RowsTable, type RowsColumn } from '#ui/RowsTable.tsx'
import { StateTag } from '#ui/StateTag.tsx'
import type { showFinancing } from '../financing.contract.ts'
import { lineStates } from './loan-words.ts'

type Financing = AnswerOf<typeof showFinancing>
type Line = Financing['calendar'][number]

export function CostFigures({ cost }: { cost: Financing['total'] }) {
  const say = useSay()
  const interest = (
    <>
      {say({ zh: '到期合计 ', en: 'to the end ' })}
      <MoneyText fen={cost.interestToEndFen} unit />
      {say({ zh: '，已付 ', en: ', paid ' })}
      <MoneyText fen={cost.interestPaidFen} unit />
    </>
  )
  const left = (
    <>
      {say({ zh: '未提 ', en: 'undrawn ' })}
      <MoneyText fen={cost.undrawnFen} unit />
    </>
  )
  return (
    <Figures
      figures={[
        { label: { zh: '已提款', en: 'Drawn' }, fen: cost.drawnFen, more: left },
        { label: { zh: '已还本', en: 'Repaid' }, fen: cost.repaidFen, tone: 'good' },
        { label: { zh: '未还本', en: 'Owed' }, fen: cost.owedFen, tone: 'bad' },
        { label: { zh: '闲置未安排', en: 'Unused' }, fen: cost.unusedFen, tone: 'waiting' },
        { label: { zh: '至今利息', en: 'Interest to date' }, fen: cost.interestToDateFen, more: interest },
      ]}
    />
  )
}

export function CalendarTable({ lines, withLoan = false }: { lines: readonly Line[]; withLoan?: boolean }) {
  const loan: RowsColumn<Line>[] = withLoan
    ? [
        {
          title: { zh: '合同', en: 'Agreement' },
          half: true,
          cell: (line) => <PageLink to={`/financing/loans/${line.loanId}`}>{line.agreementNo}</PageLink>,
        },
      ]
    : []
  return (
    <RowsTable
      rows={lines}
      rowKey={(line) => `${line.loanId} ${line.dueOn}`}
      empty={{ zh: '没有要还的', en: 'Nothing is due' }}
      pageSize={24}
      total
      columns={[
        { title: { zh: '到期日', en: 'Due on' }, width: 100, cell: (line) => line.dueOn },
        ...loan,
        { title: { zh: '应还本金', en: 'Principal' }, money: (line) => line.principalFen, half: true },
        { title: { zh: '已还本金', en: 'Principal paid' }, money: (line) => line.principalPaidFen, half: true },
        { title: { zh: '应付利息', en: 'Interest' }, money: (line) => line.interestFen, half: true },
        { title: { zh: '已付利息', en: 'Interest paid' }, money: (line) => line.interestPaidFen, half: true },
        {
          title: { zh: '状态', en: 'State' },
          width: 96,
          half: true,
          cell: (line) => <StateTag label={lineStates[line.state]!.label} tone={lineStates[line.state]!.tone} />,
        },
      ]}
      label={{ zh: '还本付息日历', en: 'Calendar of principal and interest' }}
    />
  )
}

export function BorrowedTable({ rows }: { rows: Financing['borrowed'] }) {
  const say = useSay()
  return (
    <RowsTable
      rows={rows}
      rowKey={(row) => row.projectId ?? ''}
      empty={{ zh: '还没有提款', en: 'Nothing is drawn' }}
      total
      columns={[
        {
          title: { zh: '项目', en: 'Project' },
          cell: (row) =>
            row.projectId ? (
              <>
                <PageLink to={`/projects/${row.projectId}`}>{row.project}</PageLink>
                <div className="cell-second">{row.code}</div>
              </>
            ) : (
              say({ zh: '还没有安排的', en: 'Not allocated yet' })
            ),
        },
        { title: { zh: '用到的融资', en: 'Borrowed money' }, money: (row) => row.amountFen, half: true },
        { title: { zh: '其中已支付', en: 'Of it, paid' }, money: (row) => row.paidFen, half: true },
        { title: { zh: '分摊的至今利息', en: 'Share of the interest to date' }, money: (row) => row.interestFen, strong: true, half: true },
      ]}
    />
  )
}
