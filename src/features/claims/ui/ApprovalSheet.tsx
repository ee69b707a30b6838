/** The approval sheet (拨付审批表) as it is printed, filed and stamped: content, chain of signatures, code of the exact content. */
import { books, type BookKey } from '#policy/books.ts'
import { formatFen } from '#kernel/money.ts'
import { formatInstant } from '#ui/instant.ts'
import { PaperFields, PaperForm, PaperTable } from '#ui/PaperForm.tsx'
import { useSession } from '#ui/session.tsx'
import { type Claim, isSimple, partLines, shortCode } from './claim-shape.ts'

/** An official form of the district: always in Chinese. */
export function ApprovalSheet({ claim }: { claim: Claim }) {
  const { district } = useSession()
  return (
    <PaperForm
      title={`${district.name}统筹资金拨付审批表`}
      head={[`报账单号：${claim.claimNo}`, `编制日期：${formatInstant(claim.compiledAt).slice(0, 10)}`, '单位：元']}
      foot={
        <>
          <span>
            内容校验码 <span className="hash">{shortCode(claim.contentHash)}</span>(与系统不一致的表无效)
          </span>
          <span>状态:{claim.stateLabel.zh}</span>
        </>
      }
    >
      <PaperFields
        fields={[
          { label: '项目名称', value: claim.projectName, wide: true },
          { label: '收款单位', value: claim.contractor },
          { label: '合同编号', value: claim.contractNo },
          { label: '款项类别', value: claim.kindLabel.zh },
          { label: '发票', value: claim.invoiceNo ? `${claim.invoiceNo} ${claim.invoiceDate ?? ''}` : '—' },
          { label: '合同金额', value: formatFen(BigInt(claim.contractAmountFen)) },
          { label: '此前已付', value: formatFen(BigInt(claim.paidBeforeFen)) },
          ...(isSimple(claim) ? [] : partLines(claim).map(({ label, fen }) => ({ label: label.zh, value: formatFen(fen) }))),
          { label: '本次拨付', value: <strong>{`${claim.capitalNumerals}(¥ ${formatFen(BigInt(claim.amountFen))})`}</strong>, wide: true },
          { label: '事由', value: claim.description, wide: true },
          { label: '责任声明', value: claim.statement, wide: true },
          { label: '编制人', value: claim.compiledBy },
          { label: '所附凭证', value: `${claim.papers.length} 件：${claim.papers.map((paper) => paper.label.zh).join('、')}` },
        ]}
      />
      <PaperTable
        columns={[
          { title: '资金文件', render: (row) => row.docNo },
          { title: '资金名称', render: (row) => row.fundName },
          { title: '专账', render: (row) => books[row.book as BookKey]?.label.zh ?? row.book },
          { title: '金额', number: true, render: (row) => formatFen(BigInt(row.amountFen)) },
        ]}
        rows={claim.money}
        rowKey={(row) => row.lotId}
      />
      <PaperTable
        columns={[
          { title: '审签', width: '14%', render: (level) => `${level.level} ${level.label.zh}` },
          { title: '声明', width: '28%', render: (level) => level.asserts.zh },
          { title: '意见', render: (level) => (level.valid === false ? '（签字已作废）' : (level.opinion ?? '')) },
          {
            title: '签字、时间（盖章）',
            width: '26%',
            render: (level) => (level.signedBy && level.valid !== false ? `${level.signedBy} ${formatInstant(level.signedAt)}` : ' '),
          },
        ]}
        rows={claim.chain}
        rowKey={(level) => String(level.level)}
      />
    </PaperForm>
  )
}
