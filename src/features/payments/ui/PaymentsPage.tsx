/** All payment orders and what the bank said about each. */
import type { Text } from '#kernel/outcome.ts'
import { paymentStates } from '#policy/payment-workflow.ts'
import { DataPage } from '#ui/DataPage.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { StateTag } from '#ui/StateTag.tsx'
import { listPayments } from '../payments.contract.ts'
import './payments.css'

export function PaymentsPage() {
  const say = useSay()
  return (
    <DataPage
      title={{ zh: '支付令', en: 'Payment orders' }}
      description={{
        zh: '五级审签完毕的报账，由财政开支付令，代理银行付到合同账户。',
        en: 'A claim with five signatures is ordered by the finance bureau and paid by the agent bank.',
      }}
      endpoint={listPayments}
      searchHint={{ zh: '支付令号、项目、收款单位', en: 'Order, project, payee' }}
      filters={() => [
        {
          name: 'state',
          label: { zh: '状态', en: 'State' },
          options: Object.entries(paymentStates).map(([value, label]) => ({ value, label })),
        },
      ]}
      above={(data) => (
        <div className="payment-sums">
          {(
            [
              [{ zh: '待银行付款', en: 'At the bank' }, data.sum.ordered],
              [{ zh: '已支付', en: 'Paid' }, data.sum.paid],
              [{ zh: '银行退回', en: 'Returned' }, data.sum.returned],
              ...(data.sum.lateReturned === '0'
                ? []
                : [[{ zh: '付后退回', en: 'Returned after payment' }, data.sum.lateReturned] as const]),
            ] as readonly (readonly [Text, string])[]
          ).map(([label, fen]) => (
            <div key={label.zh}>
              <span className="payment-sum-label">{say(label)}</span>
              <MoneyText fen={fen} unit strong />
            </div>
          ))}
        </div>
      )}
      rowKey={(row) => row.id}
      rowHref={(row) => `/payments/${row.id}`}
      empty={{
        title: { zh: '还没有支付令', en: 'No payment orders yet' },
        hint: { zh: '报账审签完毕以后，在报账单上开具支付令。', en: 'Once a claim has all signatures, issue its order from the claim.' },
      }}
      columns={[
        { key: 'orderNo', title: { zh: '支付令号', en: 'Order' }, value: (row) => row.orderNo, sortable: true, width: 150 },
        {
          key: 'state',
          title: { zh: '状态', en: 'State' },
          value: (row) => row.state,
          render: (row) => <StateTag state={row.state} label={row.stateLabel} />,
          width: 150,
        },
        { key: 'payee', title: { zh: '收款单位', en: 'Payee' }, value: (row) => row.payee, card: 'title' },
        { key: 'projectName', title: { zh: '项目', en: 'Project' }, value: (row) => row.projectName },
        { key: 'amountFen', title: { zh: '金额', en: 'Amount' }, kind: 'money', value: (row) => row.amountFen, sortable: true, width: 140 },
        {
          key: 'orderedOn',
          title: { zh: '开具日期', en: 'Ordered on' },
          kind: 'date',
          value: (row) => row.orderedOn,
          sortable: true,
          width: 110,
        },
        { key: 'resultOn', title: { zh: '银行日期', en: 'Bank date' }, kind: 'date', value: (row) => row.resultOn, width: 110 },
        { key: 'bankReference', title: { zh: '银行回单号', en: 'Bank reference' }, value: (row) => row.bankReference, width: 160 },
      ]}
    />
  )
}
