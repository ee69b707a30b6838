/** 融资: what was borrowed on which terms, when it is to be repaid, what it costs, and what it pays. Prints as it stands. */
import { PrinterOutlined } from '@ant-design/icons'
import { Alert, Button, Card } from 'antd'
import { useState } from 'react'
import { rounding, servicedFrom } from '#policy/financing.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import type { AnswerOf } from '#ui/answer-of.ts'
import { useSay } from '#ui/language.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { PageLink } from '#ui/PageLink.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'
import { useMay } from '#ui/session.tsx'
import { showFinancing } from '../financing.contract.ts'
import { BorrowedTable, CalendarTable, CostFigures } from './FinancingTables.tsx'
import { LooseLots } from './LooseLots.tsx'
import { interestText, rateText, repaymentText } from './loan-words.ts'
import { RegisterLoanDialog } from './RegisterLoanDialog.tsx'

export type Financing = AnswerOf<typeof showFinancing>

export function FinancingPage() {
  const say = useSay()
  const may = useMay()
  const [registering, setRegistering] = useState(false)
  return (
    <>
      <PageHead
        title={say({ zh: '城投融资', en: 'Financing' })}
        description={say(servicedFrom)}
        extra={
          <>
            <Button icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>
              {say({ zh: '打印', en: 'Print' })}
            </Button>
            {may('financing.manage') ? (
              <Button type="primary" onClick={() => setRegistering(true)}>
                {say({ zh: '登记融资合同', en: 'Register an agreement' })}
              </Button>
            ) : null}
          </>
        }
      />
      <Answer query={useAnswer(showFinancing)}>{(data) => <Overview data={data} />}</Answer>
      {registering ? <RegisterLoanDialog onClose={() => setRegistering(false)} /> : null}
    </>
  )
}

export function Notice({ notice }: { notice: Financing['notice'] }) {
  const say = useSay()
  if (!notice) return null
  return (
    <Alert
      className="page-card"
      type="info"
      showIcon
      title={say({ zh: `${notice.from} 起的规定（${notice.basis}）`, en: `Rules since ${notice.from} (${notice.basis})` })}
      description={say(notice.text)}
    />
  )
}

function Overview({ data }: { data: Financing }) {
  const say = useSay()
  return (
    <>
      <Notice notice={data.notice} />
      <Card className="page-card">
        <CostFigures cost={data.total} />
        <p className="help-text" style={{ margin: '12px 0 0' }}>
          {say(rounding)}
        </p>
      </Card>
      <Card className="page-card" title={say({ zh: '融资合同', en: 'Agreements' })}>
        <Loans loans={data.loans} />
      </Card>
      <Card className="page-card" title={say({ zh: '还本付息日历', en: 'Calendar of principal and interest' })}>
        <CalendarTable lines={data.calendar} withLoan />
      </Card>
      <Card className="page-card" title={say({ zh: '融资资金用在哪里', en: 'What the borrowed money pays' })}>
        <BorrowedTable rows={data.borrowed} />
      </Card>
      {data.loose.length > 0 ? <LooseLots rows={data.loose} loans={data.loans} /> : null}
    </>
  )
}

function Loans({ loans }: { loans: Financing['loans'] }) {
  const say = useSay()
  return (
    <RowsTable
      rows={loans}
      rowKey={(loan) => loan.id}
      empty={{ zh: '还没有登记融资合同', en: 'No agreement is registered' }}
      hint={{ zh: '先登记合同，再按合同登记提款和还款。', en: 'Register the agreement first, then its drawdowns and repayments.' }}
      total
      columns={[
        {
          title: { zh: '合同', en: 'Agreement' },
          cell: (loan) => (
            <>
              <PageLink to={`/financing/loans/${loan.id}`}>{loan.agreementNo}</PageLink>
              <div className="cell-second">{loan.lender}</div>
            </>
          ),
        },
        {
          title: { zh: '期限', en: 'Term' },
          width: 110,
          half: true,
          cell: (loan) => (
            <>
              {loan.startsOn}
              <div className="cell-second">{say({ zh: `至 ${loan.endsOn}`, en: `to ${loan.endsOn}` })}</div>
            </>
          ),
        },
        {
          title: { zh: '利率和还款', en: 'Rate and repayment' },
          half: true,
          cell: (loan) => (
            <>
              {`${rateText(loan.ratePpm)}，${say(repaymentText(loan))}`}
              <div className="cell-second">{say(interestText(loan))}</div>
            </>
          ),
        },
        { title: { zh: '合同金额', en: 'Line' }, money: (loan) => loan.lineFen, half: true },
        { title: { zh: '已提款', en: 'Drawn' }, money: (loan) => loan.cost.drawnFen, half: true },
        { title: { zh: '已还本', en: 'Repaid' }, money: (loan) => loan.cost.repaidFen, half: true },
        { title: { zh: '未还本', en: 'Owed' }, money: (loan) => loan.cost.owedFen, strong: true, half: true },
        { title: { zh: '至今利息', en: 'Interest to date' }, money: (loan) => loan.cost.interestToDateFen, half: true },
      ]}
    />
  )
}
