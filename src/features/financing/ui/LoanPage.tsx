/** One agreement: its terms, what came and went, its calendar, its cost, and what its money pays. */
import { PrinterOutlined } from '@ant-design/icons'
import { Button, Card } from 'antd'
import { useState } from 'react'
import { type InstrumentKey, instruments, rounding } from '#policy/financing.ts'
import { ActionBar } from '#ui/ActionBar.tsx'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import type { AnswerOf } from '#ui/answer-of.ts'
import { Facts } from '#ui/Facts.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { PageLink } from '#ui/PageLink.tsx'
import { usePathParam } from '#ui/routing.ts'
import { RowsTable } from '#ui/RowsTable.tsx'
import { StageBar } from '#ui/StageBar.tsx'
import { StateTag } from '#ui/StateTag.tsx'
import { showLoan } from '../financing.contract.ts'
import { Notice } from './FinancingPage.tsx'
import { BorrowedTable, CalendarTable, CostFigures } from './FinancingTables.tsx'
import { type LoanAct, LoanActDialog } from './LoanActDialog.tsx'
import { interestText, rateText, repaymentText } from './loan-words.ts'

export type LoanShown = AnswerOf<typeof showLoan>

export function LoanPage() {
  const id = usePathParam('id')
  return <Answer query={useAnswer(showLoan, { params: { id } })}>{(loan) => <LoanView loan={loan} />}</Answer>
}

function LoanView({ loan }: { loan: LoanShown }) {
  const say = useSay()
  const [act, setAct] = useState<LoanAct | null>(null)
  return (
    <>
      <PageHead
        title={loan.agreementNo}
        crumbs={[{ label: { zh: '城投融资', en: 'Financing' }, to: '/financing' }]}
        description={`${loan.lender} · ${loan.borrower}`}
        extra={
          <>
            <Button icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>
              {say({ zh: '打印', en: 'Print' })}
            </Button>
            <ActionBar actions={loan.actions} onAction={(name) => setAct(name as LoanAct)} />
          </>
        }
      />
      <Notice notice={loan.notice} />
      <Card className="page-card">
        <CostFigures cost={loan.cost} />
        <div style={{ marginTop: 16 }}>
          <StageBar amounts={loan.amounts} />
        </div>
      </Card>
      <Card className="page-card" title={say({ zh: '合同条款', en: 'Terms' })}>
        <Terms loan={loan} />
      </Card>
      <Card className="page-card" title={say({ zh: '还本付息日历', en: 'Calendar of principal and interest' })}>
        <CalendarTable lines={loan.calendar} />
        <p className="help-text" style={{ margin: '8px 0 0' }}>
          {say(rounding)}
        </p>
      </Card>
      <Card className="page-card" title={say({ zh: '本金进出', en: 'Principal that came and went' })}>
        <Principal rows={loan.principal} />
      </Card>
      <Card className="page-card" title={say({ zh: '付息登记（账外资金）', en: 'Interest paid from outside' })}>
        <Interest rows={loan.interest} />
      </Card>
      <Card className="page-card" title={say({ zh: '这笔融资用在哪里', en: 'What this money pays' })}>
        <BorrowedTable rows={loan.borrowed} />
      </Card>
      {act ? <LoanActDialog act={act} loan={loan} onClose={() => setAct(null)} /> : null}
    </>
  )
}

function Terms({ loan }: { loan: LoanShown }) {
  const say = useSay()
  return (
    <Facts
      items={[
        { label: { zh: '方式', en: 'Kind' }, value: say(instruments[loan.instrument as InstrumentKey].label) },
        { label: { zh: '出借方', en: 'Lender' }, value: loan.lender },
        { label: { zh: '借款人', en: 'Borrower' }, value: loan.borrower },
        { label: { zh: '合同金额', en: 'Line' }, value: <MoneyText fen={loan.lineFen} unit /> },
        { label: { zh: '年利率', en: 'Rate' }, value: rateText(loan.ratePpm) },
        {
          label: { zh: '起止', en: 'Term' },
          value: say({ zh: `${loan.startsOn} 至 ${loan.endsOn}`, en: `${loan.startsOn} to ${loan.endsOn}` }),
        },
        { label: { zh: '还本', en: 'Principal' }, value: say(repaymentText(loan)) },
        { label: { zh: '付息', en: 'Interest' }, value: say(interestText(loan)) },
      ]}
    />
  )
}

function Principal({ rows }: { rows: LoanShown['principal'] }) {
  const say = useSay()
  return (
    <RowsTable
      rows={rows}
      rowKey={(row) => row.postingId}
      empty={{ zh: '还没有提款', en: 'Nothing is drawn' }}
      columns={[
        {
          title: { zh: '日期', en: 'Date' },
          width: 100,
          cell: (row) => <PageLink to={`/books/postings/${row.postingId}`}>{row.on}</PageLink>,
        },
        {
          title: { zh: '事项', en: 'Act' },
          cell: (row) => (
            <>
              {row.kind === 'financing-drawdown' ? (
                <PageLink to={`/money/lots/${row.lotId}`}>{say(row.kindLabel)}</PageLink>
              ) : (
                say(row.kindLabel)
              )}
              {row.reversed ? <StateTag tone="bad" label={{ zh: '已冲销', en: 'reversed' }} /> : null}
            </>
          ),
        },
        { title: { zh: '本金', en: 'Principal' }, money: (row) => row.amountFen },
        {
          title: { zh: '依据', en: 'Basis' },
          cell: (row) => (
            <>
              {row.basis}
              {row.reason ? <div className="cell-second">{row.reason}</div> : null}
            </>
          ),
        },
      ]}
    />
  )
}

function Interest({ rows }: { rows: LoanShown['interest'] }) {
  return (
    <RowsTable
      rows={rows}
      rowKey={(row) => String(row.no)}
      empty={{ zh: '还没有登记付息', en: 'None is recorded' }}
      total
      columns={[
        { title: { zh: '日期', en: 'Date' }, width: 100, cell: (row) => row.on },
        { title: { zh: '利息', en: 'Interest' }, money: (row) => row.amountFen },
        { title: { zh: '资金来源', en: 'Paid from' }, cell: (row) => row.paidFrom },
        { title: { zh: '凭证', en: 'Proof' }, cell: (row) => row.document },
      ]}
    />
  )
}
