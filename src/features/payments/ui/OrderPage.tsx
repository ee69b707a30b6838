/** Before money leaves: the finance officer sees amount, payee, account and money once more, then issues the order. */
import { Alert, Button, Card, Space } from 'antd'
import { formatFen } from '#kernel/money.ts'
import { books, type BookKey } from '#policy/books.ts'
import { showClaim } from '#features/claims/claims.contract.ts'
import { showContract } from '#features/contracts/contracts.contract.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { EmptyNote } from '#ui/EmptyNote.tsx'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { Facts } from '#ui/Facts.tsx'
import { formatInstant } from '#ui/instant.ts'
import { useSay } from '#ui/language.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { LinkIfAllowed, PageLink } from '#ui/PageLink.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'
import { useGo, useQueryParam } from '#ui/routing.ts'
import { useAct } from '#ui/useAct.ts'
import { orderPayment } from '../payments.contract.ts'
import './payments.css'

type Claim = AnswerOf<typeof showClaim>

export function OrderPage() {
  const say = useSay()
  const claimId = useQueryParam('claim')
  return (
    <>
      <PageHead
        title={say({ zh: '开具支付令', en: 'Issue a payment order' })}
        crumbs={[{ label: { zh: '支付令', en: 'Payment orders' }, to: '/payments' }]}
      />
      {claimId ? (
        <ForClaim claimId={claimId} />
      ) : (
        <EmptyNote
          title={{ zh: '支付令从报账单开始', en: 'An order begins with a claim' }}
          hint={{
            zh: '打开一份审签完毕的报账单，点“开具支付令”。',
            en: 'Open a claim with all signatures and press "Issue payment order".',
          }}
          action={<PageLink to="/claims?state=approved">{say({ zh: '审签完毕的报账', en: 'Signed claims' })}</PageLink>}
        />
      )}
    </>
  )
}

function ForClaim({ claimId }: { claimId: string }) {
  return <Answer query={useAnswer(showClaim, { params: { id: claimId } })}>{(claim) => <Order claim={claim} />}</Answer>
}

function Order({ claim }: { claim: Claim }) {
  const say = useSay()
  const go = useGo()
  const order = useAct(orderPayment, { success: { zh: '支付令已开具，等待银行付款', en: 'Ordered; waiting for the bank' }, quiet: true })
  const action = claim.actions.find((candidate) => candidate.name === 'order')
  const confirm = async () => {
    const answer = await order.run({ params: { id: claim.id } })
    if (answer) go(`/payments/${answer.id}`)
  }
  return (
    <div className="form-page">
      {action?.allowed === false && action.because ? (
        <Alert type="warning" showIcon className="page-card" title={say(action.because)} />
      ) : null}
      <Card className="page-card">
        <div className="order-amount">{`¥ ${formatFen(BigInt(claim.amountFen))}`}</div>
        <p style={{ fontSize: 15 }}>{claim.capitalNumerals}</p>
        <Payee claim={claim} />
      </Card>
      <Card title={say({ zh: '用这些资金', en: 'From this money' })} className="page-card">
        <RowsTable
          rows={claim.money}
          rowKey={(row) => row.lotId}
          empty={{ zh: '合同上没有可用的资金', en: 'No money on the contract' }}
          total
          columns={[
            { title: { zh: '资金', en: 'Money' }, cell: (row) => row.fundName },
            { title: { zh: '文号', en: 'Document' }, cell: (row) => row.docNo },
            { title: { zh: '专账', en: 'Book' }, cell: (row) => say(books[row.book as BookKey]?.label ?? { zh: row.book, en: row.book }) },
            { title: { zh: '金额', en: 'Amount' }, money: (row) => row.amountFen },
          ]}
        />
        <p className="help-text" style={{ marginTop: 8 }}>
          {say({
            zh: '多笔资金按规则拆分：先用快到期的，其余按比例，一分不差。',
            en: 'Several sources are split by rule: expiring first, else in proportion, to the fen.',
          })}
        </p>
      </Card>
      <Card title={say({ zh: '五级审签', en: 'Signatures' })} className="page-card">
        <Facts
          items={claim.chain.map((level) => ({
            label: level.label,
            value: level.signedBy
              ? `${level.signedBy} ${formatInstant(level.signedAt)}${level.opinion ? ` “${level.opinion}”` : ''}`
              : say({ zh: '未签', en: 'not signed' }),
          }))}
        />
      </Card>
      <ErrorNote error={order.error} />
      <Space className="form-buttons" wrap>
        <Button type="primary" size="large" loading={order.busy} disabled={action?.allowed !== true} onClick={() => void confirm()}>
          {say({ zh: '确认开具支付令', en: 'Issue the order' })}
        </Button>
        <Button size="large" onClick={() => go(`/claims/${claim.id}`)}>
          {say({ zh: '返回报账单', en: 'Back to the claim' })}
        </Button>
      </Space>
    </div>
  )
}

function Payee({ claim }: { claim: Claim }) {
  const contract = useAnswer(showContract, { params: { id: claim.contractId } })
  return (
    <Facts
      items={[
        { label: { zh: '收款单位', en: 'Payee' }, value: claim.contractor },
        { label: { zh: '开户银行', en: 'Bank' }, value: contract.data?.bankName ?? '…' },
        { label: { zh: '账号', en: 'Account' }, value: contract.data?.accountNoMasked ?? '…' },
        {
          label: { zh: '报账单', en: 'Claim' },
          value: (
            <LinkIfAllowed permission="claims.read" to={`/claims/${claim.id}`}>
              {claim.claimNo}
            </LinkIfAllowed>
          ),
        },
        { label: { zh: '项目', en: 'Project' }, value: claim.projectName },
        { label: { zh: '事由', en: 'What for' }, value: claim.description },
      ]}
    />
  )
}
