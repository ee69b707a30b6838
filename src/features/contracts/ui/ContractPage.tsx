/** One contract: whose account, how much is committed, ordered and paid, from which money, and its claims. */
import { Card } from 'antd'
import { useState } from 'react'
import { capitalNumerals, type Fen } from '#kernel/money.ts'
import { books, type BookKey } from '#policy/books.ts'
import { paymentKinds, type PaymentKindKey } from '#policy/papers.ts'
import { claimWorkflow, type ClaimState } from '#policy/claim-workflow.ts'
import { ActionBar } from '#ui/ActionBar.tsx'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { Facts } from '#ui/Facts.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { LinkIfAllowed } from '#ui/PageLink.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'
import { useGo, usePathParam } from '#ui/routing.ts'
import { contractStages, stageColumns } from '#ui/stage-columns.ts'
import { StateTag } from '#ui/StateTag.tsx'
import { Timeline } from '#ui/Timeline.tsx'
import { showContract } from '../contracts.contract.ts'
import type { Contract } from './contract-shape.ts'
import { ContractSchedule, ContractSettlement, ContractStanding } from './ContractStanding.tsx'
import { type MoneyAct, MoneyDialog } from './MoneyDialog.tsx'
import { SettleDialog, WithdrawDialog } from './SettleDialogs.tsx'
import { TermsDialog } from './TermsDialog.tsx'

export function ContractPage() {
  const id = usePathParam('id')
  return <Answer query={useAnswer(showContract, { params: { id } })}>{(contract) => <ContractView contract={contract} />}</Answer>
}

type Dialog = 'settle' | 'withdraw' | 'terms' | MoneyAct | null

function ContractDialog({ dialog, contract, onClose }: { dialog: Dialog; contract: Contract; onClose: () => void }) {
  if (dialog === null) return null
  if (dialog === 'settle') return <SettleDialog contract={contract} onClose={onClose} />
  if (dialog === 'withdraw') return <WithdrawDialog contract={contract} onClose={onClose} />
  if (dialog === 'terms') return <TermsDialog contract={contract} onClose={onClose} />
  return <MoneyDialog contract={contract} act={dialog} onClose={onClose} />
}

function ContractView({ contract }: { contract: Contract }) {
  const say = useSay()
  const go = useGo()
  const [dialog, setDialog] = useState<Dialog>(null)
  const act = (name: string) => (name === 'claim' ? go(`/claims/new?contract=${contract.id}`) : setDialog(name as Exclude<Dialog, null>))
  // What a keeper cannot do now would only crowd the head; claiming is what everybody looks for.
  const actions = contract.actions.filter((action) => action.allowed || ['claim', 'settle'].includes(action.name))
  return (
    <>
      <PageHead
        title={contract.name}
        crumbs={[{ label: { zh: '合同', en: 'Contracts' }, to: '/contracts' }]}
        extra={<ActionBar actions={actions} primary="claim" onAction={act} />}
      />
      <Card className="page-card">
        <Facts
          items={[
            { label: { zh: '合同编号', en: 'Number' }, value: contract.contractNo },
            { label: { zh: '签订日期', en: 'Signed on' }, value: contract.signedOn },
            {
              label: { zh: '项目', en: 'Project' },
              value: (
                <LinkIfAllowed
                  permission="projects.read"
                  to={`/projects/${contract.projectId}`}
                >{`${contract.projectName}(${contract.projectCode})`}</LinkIfAllowed>
              ),
            },
            { label: { zh: '承包单位', en: 'Contractor' }, value: contract.contractor },
            { label: { zh: '统一社会信用代码', en: 'Credit code' }, value: contract.creditCode },
            { label: { zh: '开户银行', en: 'Bank' }, value: contract.bankName },
            { label: { zh: '银行账号', en: 'Account' }, value: contract.accountNoMasked },
            {
              label: { zh: '合同金额', en: 'Amount' },
              value: (
                <>
                  <MoneyText fen={contract.amountFen} unit strong /> {capitalNumerals(BigInt(contract.amountFen) as Fen)}
                </>
              ),
              wide: true,
            },
          ]}
        />
      </Card>
      <ContractStanding contract={contract} />
      <ContractSchedule contract={contract} />
      <ContractSettlement contract={contract} />
      <ContractMoney contract={contract} />
      <ContractClaims contract={contract} />
      <Card title={say({ zh: '办理经过', en: 'History' })} className="page-card">
        <Timeline items={contract.history} />
      </Card>
      <ContractDialog dialog={dialog} contract={contract} onClose={() => setDialog(null)} />
    </>
  )
}

function ContractMoney({ contract }: { contract: Contract }) {
  const say = useSay()
  return (
    <Card title={say({ zh: '用的是哪几笔资金', en: 'From which money' })} className="page-card">
      <RowsTable
        rows={contract.money}
        rowKey={(row) => row.lotId}
        empty={{ zh: '还没有资金', en: 'No money yet' }}
        total
        columns={[
          {
            title: { zh: '资金', en: 'Money' },
            cell: (row) => (
              <LinkIfAllowed permission="funds.read" to={`/money/lots/${row.lotId}`}>
                {row.fundName}
              </LinkIfAllowed>
            ),
          },
          { title: { zh: '文号', en: 'Document' }, cell: (row) => row.docNo },
          { title: { zh: '专账', en: 'Book' }, cell: (row) => say(books[row.book as BookKey]?.label ?? { zh: row.book, en: row.book }) },
          ...stageColumns(contract.money, { announced: false, stages: contractStages }),
        ]}
      />
    </Card>
  )
}

function ContractClaims({ contract }: { contract: Contract }) {
  const say = useSay()
  return (
    <Card title={say({ zh: '报账', en: 'Claims' })} className="page-card">
      <RowsTable
        rows={contract.claims}
        rowKey={(row) => row.id}
        empty={{ zh: '这个合同还没有报过账', en: 'No claims yet' }}
        columns={[
          {
            title: { zh: '报账单号', en: 'Claim' },
            cell: (row) => (
              <LinkIfAllowed permission="claims.read" to={`/claims/${row.id}`}>
                {row.claimNo}
              </LinkIfAllowed>
            ),
          },
          {
            title: { zh: '款项', en: 'Kind' },
            cell: (row) => say(paymentKinds[row.kind as PaymentKindKey]?.label ?? { zh: row.kind, en: row.kind }),
          },
          {
            title: { zh: '状态', en: 'State' },
            cell: (row) => (
              <StateTag
                state={row.state}
                label={claimWorkflow.states[row.state as ClaimState]?.label ?? { zh: row.state, en: row.state }}
              />
            ),
          },
          { title: { zh: '本次支付', en: 'Paid by it' }, money: (row) => row.amountFen },
          ...PARTS.filter(({ part }) => contract.claims.some((row) => row[part] !== '0')).map(({ title, part }) => ({
            title,
            money: (row: Contract['claims'][number]) => row[part],
          })),
        ]}
      />
    </Card>
  )
}

const PARTS = [
  { part: 'recoverFen', title: { zh: '扣回预付款', en: 'Advance recovered' } },
  { part: 'retainFen', title: { zh: '预留质保金', en: 'Retained' } },
  { part: 'deferFen', title: { zh: '留待结算', en: 'Left until settlement' } },
] as const
