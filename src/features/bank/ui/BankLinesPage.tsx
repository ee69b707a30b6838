/** Every line of the bank that was imported, of all statements or of one; what is matched and what is not. */
import { DataPage } from '#ui/DataPage.tsx'
import type { AnswerOf } from '#ui/answer-of.ts'
import type { DataColumn } from '#ui/DataTable.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { StateTag } from '#ui/StateTag.tsx'
import { exportBankLines, listBankLines } from '../bank.contract.ts'
import { bankCrumb } from './bank-words.ts'

type Line = AnswerOf<typeof listBankLines>['rows'][number]

const side = (line: Line, into: boolean) =>
  (BigInt(line.amountFen) > 0n === into ? BigInt(line.amountFen) * (into ? 1n : -1n) : null)?.toString() ?? null

function useColumns(): DataColumn<Line>[] {
  return [
    { key: 'on', title: { zh: '日期', en: 'Day' }, kind: 'date', value: (l) => l.on, width: 100, card: 'title' },
    { key: 'account', title: { zh: '专户尾号', en: 'Account' }, kind: 'code', value: (l) => l.accountTail, width: 84 },
    { key: 'in', title: { zh: '收入', en: 'In' }, kind: 'money', value: (l) => side(l, true), width: 110 },
    { key: 'out', title: { zh: '支出', en: 'Out' }, kind: 'money', value: (l) => side(l, false), width: 110 },
    { key: 'balance', title: { zh: '余额', en: 'Balance' }, kind: 'money', value: (l) => l.balanceFen, width: 120 },
    {
      key: 'counterparty',
      title: { zh: '对方', en: 'Counterparty' },
      value: (l) => l.counterparty,
      render: (l) =>
        l.counterparty || l.counterpartyAccountMasked ? (
          <>
            {l.counterparty} <span className="cell-second">{l.counterpartyAccountMasked}</span>
          </>
        ) : (
          <span className="cell-none">–</span>
        ),
    },
    { key: 'summary', title: { zh: '摘要', en: 'Summary' }, value: (l) => l.summary },
    { key: 'reference', title: { zh: '流水号', en: 'Reference' }, kind: 'code', value: (l) => l.reference, width: 150 },
    {
      key: 'state',
      title: { zh: '勾对', en: 'Match' },
      value: () => 1,
      width: 120,
      render: (l) =>
        l.matchId ? (
          <StateTag label={{ zh: '已勾对', en: 'matched' }} tone="good" />
        ) : (
          <StateTag label={l.item?.label ?? { zh: '未勾对', en: 'open' }} tone="waiting" />
        ),
    },
  ]
}

export function BankLinesPage() {
  const say = useSay()
  return (
    <DataPage
      title={{ zh: '银行流水', en: 'Bank lines' }}
      crumbs={[bankCrumb]}
      endpoint={listBankLines}
      exportAs={exportBankLines}
      searchHint={{ zh: '对方户名、摘要、流水号、专户尾号', en: 'Counterparty, summary, reference, account' }}
      filters={(data) => [
        {
          name: 'state',
          label: { zh: '勾对', en: 'Match' },
          options: [
            { value: 'open', label: { zh: '未勾对', en: 'open' } },
            { value: 'matched', label: { zh: '已勾对', en: 'matched' } },
          ],
        },
        ...((data?.accounts.length ?? 0) > 1
          ? [
              {
                name: 'account',
                label: { zh: '专户', en: 'Account' },
                options: data!.accounts.map((a) => ({ value: a.id, label: `${a.bankName} ${a.accountTail}` })),
                width: 260,
              },
            ]
          : []),
      ]}
      columns={useColumns()}
      rowKey={(l) => l.id}
      above={({ sum }) => (
        <p className="help-text">
          {say({ zh: '收入 ', en: 'In ' })}
          <MoneyText fen={sum.inFen} unit strong />
          {say({ zh: '　支出 ', en: '  Out ' })}
          <MoneyText fen={sum.outFen} unit strong />
        </p>
      )}
      empty={{
        title: { zh: '没有银行流水', en: 'No line' },
        hint: { zh: '导入银行对账单后，每一行列在这里。', en: 'Lines stand here after a statement was imported.' },
      }}
    />
  )
}
