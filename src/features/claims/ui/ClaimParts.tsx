/** The parts of a claim's page: what it asks, its papers, the money it draws on. */
import { Alert, Card } from 'antd'
import { hrefOf } from '#contract/client.ts'
import { books, type BookKey } from '#policy/books.ts'
import { papers, paymentKinds, type PaymentKindKey } from '#policy/papers.ts'
import { Facts } from '#ui/Facts.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { LinkIfAllowed } from '#ui/PageLink.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'
import { downloadFile } from '../claims.contract.ts'
import { type Claim, isSimple, partLines, shortCode } from './claim-shape.ts'
import { missingPapers, sizeText } from './PaperSlots.tsx'

export function ClaimContent({ claim }: { claim: Claim }) {
  const say = useSay()
  return (
    <Card title={say({ zh: '报账内容', en: 'What is claimed' })} className="page-card">
      <Facts
        items={[
          { label: { zh: '本次金额', en: 'This claim' }, value: <MoneyText fen={claim.amountFen} unit strong /> },
          { label: { zh: '金额大写', en: 'In capitals' }, value: claim.capitalNumerals },
          ...(isSimple(claim) ? [] : partLines(claim).map(({ label, fen }) => ({ label, value: <MoneyText fen={fen} unit /> }))),
          { label: { zh: '收款单位', en: 'Payee' }, value: claim.contractor },
          {
            label: { zh: '合同', en: 'Contract' },
            value: (
              <LinkIfAllowed permission="contracts.read" to={`/contracts/${claim.contractId}`}>
                {claim.contractNo}
              </LinkIfAllowed>
            ),
          },
          { label: { zh: '合同金额', en: 'Contract amount' }, value: <MoneyText fen={claim.contractAmountFen} unit /> },
          { label: { zh: '此前已付', en: 'Paid before' }, value: <MoneyText fen={claim.paidBeforeFen} unit /> },
          { label: { zh: '合同还剩', en: 'Left on the contract' }, value: <MoneyText fen={claim.remainingFen} unit /> },
          { label: { zh: '发票', en: 'Invoice' }, value: claim.invoiceNo ? `${claim.invoiceNo} ${claim.invoiceDate ?? ''}` : '' },
          {
            label: { zh: '项目', en: 'Project' },
            value: (
              <LinkIfAllowed permission="projects.read" to={`/projects/${claim.projectId}`}>
                {claim.projectName}
              </LinkIfAllowed>
            ),
          },
          { label: { zh: '编制人', en: 'Compiled by' }, value: claim.compiledBy },
          { label: { zh: '事由', en: 'What for' }, value: claim.description, wide: true },
          {
            label: { zh: '内容校验码', en: 'Content code' },
            value: (
              <span className="hash" title={claim.contentHash}>
                {shortCode(claim.contentHash)}
              </span>
            ),
            wide: true,
          },
        ]}
      />
      <blockquote className="claim-statement">{claim.statement}</blockquote>
    </Card>
  )
}

export function ClaimPapers({ claim }: { claim: Claim }) {
  const say = useSay()
  const kind = claim.kind as PaymentKindKey
  const missing = kind in paymentKinds ? missingPapers(kind, claim.papers) : []
  return (
    <Card title={say({ zh: '凭证', en: 'Papers' })} className="page-card">
      {missing.length > 0 ? (
        <Alert
          type="warning"
          showIcon
          style={{ marginBottom: 12 }}
          title={say({
            zh: `还缺：${missing.map((code) => papers[code].zh).join('、')}`,
            en: `Missing: ${missing.map((code) => papers[code].en).join(', ')}`,
          })}
        />
      ) : null}
      <RowsTable
        rows={claim.papers}
        rowKey={(row) => `${row.code}-${row.fileId}`}
        empty={{ zh: '还没有上传凭证', en: 'No papers yet' }}
        columns={[
          { title: { zh: '凭证', en: 'Paper' }, cell: (row) => say(row.label) },
          {
            title: { zh: '文件', en: 'File' },
            cell: (row) => (
              <a href={hrefOf(downloadFile, { params: { id: row.fileId } })} target="_blank" rel="noreferrer">
                {row.fileName}
              </a>
            ),
          },
          { title: { zh: '大小', en: 'Size' }, cell: (row) => sizeText(row.size) },
          {
            title: { zh: '文件校验码', en: 'File code' },
            cell: (row) => (
              <span className="hash" title={row.sha256}>
                {shortCode(row.sha256)}
              </span>
            ),
          },
        ]}
      />
    </Card>
  )
}

export function ClaimMoney({ claim }: { claim: Claim }) {
  const say = useSay()
  const settled = ['ordered', 'paid', 'bank-returned'].includes(claim.state)
  return (
    <Card
      title={
        settled ? say({ zh: '用的资金', en: 'Money used' }) : say({ zh: '如果现在付款，用这些资金', en: 'Money that would be used now' })
      }
      className="page-card"
    >
      <RowsTable
        rows={claim.money}
        rowKey={(row) => row.lotId}
        empty={{ zh: '合同上没有可用的资金', en: 'No money on the contract' }}
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
          { title: { zh: '金额', en: 'Amount' }, money: (row) => row.amountFen },
        ]}
      />
      {claim.payments.length > 0 ? (
        <p className="help-text" style={{ marginTop: 12 }}>
          {say({ zh: '支付令：', en: 'Payment orders: ' })}
          {claim.payments.map((payment) => (
            <span key={payment.id} style={{ marginRight: 12 }}>
              <LinkIfAllowed permission="payments.read" to={`/payments/${payment.id}`}>
                {payment.orderNo}
              </LinkIfAllowed>
              {payment.note ? `(${payment.note})` : ''}
            </span>
          ))}
        </p>
      ) : null}
    </Card>
  )
}
