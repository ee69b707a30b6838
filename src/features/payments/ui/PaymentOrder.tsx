/** The payment order as a form: payer side, payee side, amount in figures and capitals, money, signatures, the bank's answer. */
import { formatFen } from '#kernel/money.ts'
import { formatInstant } from '#ui/instant.ts'
import { PaperFields, PaperForm, PaperTable } from '#ui/PaperForm.tsx'
import { useSession } from '#ui/session.tsx'
import type { Payment } from './PaymentPage.tsx'

/** An official form of the district: always in Chinese. */
export function PaymentOrder({ payment }: { payment: Payment }) {
  const { district } = useSession()
  const total = payment.money.reduce((sum, row) => sum + BigInt(row.amountFen), 0n)
  return (
    <PaperForm
      title={`${district.name}统筹资金支付令`}
      head={[`编号：${payment.orderNo}`, `日期：${payment.orderedOn}`, '单位：元']}
      foot={
        <>
          <span>开具人:{payment.orderedBy}</span>
          <span>报账单:{payment.claimNo}</span>
        </>
      }
    >
      <PaperFields
        fields={[
          { label: '付款单位', value: `${district.name}财政专户` },
          { label: '收款单位', value: payment.payee },
          { label: '开户银行', value: payment.bankName },
          { label: '收款账号', value: payment.accountNoMasked },
          { label: '金额大写', value: <strong className="paper-capital">{payment.capitalNumerals}</strong> },
          { label: '金额小写', value: <strong>{`¥ ${formatFen(BigInt(payment.amountFen))}`}</strong> },
          { label: '项目', value: payment.projectName, wide: true },
          { label: '款项类别', value: payment.kindLabel.zh },
          { label: '计量价款', value: payment.certifiedFen === '0' ? '—' : formatFen(BigInt(payment.certifiedFen)) },
          ...(payment.recoverFen === '0' && payment.retainFen === '0' && payment.deferFen === '0'
            ? []
            : [
                { label: '扣回预付款', value: formatFen(BigInt(payment.recoverFen)) },
                { label: '预留质保金', value: formatFen(BigInt(payment.retainFen)) },
              ]),
          { label: '状态', value: payment.stateLabel.zh },
          { label: '银行回单', value: payment.bankReference ? `${payment.bankReference} ${payment.resultOn ?? ''}` : '—' },
          ...(payment.lateReturn
            ? [
                {
                  label: '付后退回',
                  value: `${payment.lateReturn.on} ${payment.lateReturn.reference} ${payment.lateReturn.reason}`,
                  wide: true,
                },
              ]
            : []),
          ...(payment.returnReason ? [{ label: '退回原因', value: payment.returnReason, wide: true }] : []),
        ]}
      />
      {payment.money.length > 0 ? (
        <PaperTable
          columns={[
            { title: '资金文件', render: (row) => row.docNo },
            { title: '资金名称', render: (row) => row.fundName },
            { title: '专账', render: (row) => row.bookLabel.zh },
            { title: '金额', number: true, render: (row) => formatFen(BigInt(row.amountFen)) },
          ]}
          rows={payment.money}
          rowKey={(row) => `${row.lotId}-${row.book}`}
          total={['合计', null, null, formatFen(total)]}
        />
      ) : null}
      <PaperTable
        columns={[
          { title: '审签', width: '24%', render: (row) => `${row.level} ${row.label.zh}` },
          { title: '签字', render: (row) => row.by },
          { title: '时间', width: '30%', render: (row) => formatInstant(row.at) },
        ]}
        rows={payment.signatures}
        rowKey={(row) => String(row.level)}
      />
    </PaperForm>
  )
}
