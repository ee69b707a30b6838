/** How a contract stands: its six figures, the bar of stages, what was agreed against what was claimed, and the settlement. */
import { Card } from 'antd'
import { hrefOf } from '#contract/client.ts'
import type { Text } from '#kernel/outcome.ts'
import { openReport } from '../contract-money.contract.ts'
import { formatInstant } from '#ui/instant.ts'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'
import { StageBar } from '#ui/StageBar.tsx'
import { StateTag } from '#ui/StateTag.tsx'
import { type Contract, rateText } from './contract-shape.ts'
import './contract-money.css'

export function ContractStanding({ contract }: { contract: Contract }) {
  const say = useSay()
  const { standing } = contract
  const figures: readonly (readonly [Text, string | null, string?])[] = [
    [{ zh: '合同额', en: 'Contract' }, standing.contractFen],
    [{ zh: '审定额', en: 'Audited' }, standing.auditedFen],
    [{ zh: '审减额', en: 'Cut' }, standing.cutFen],
    [{ zh: '已付', en: 'Paid' }, standing.paidFen],
    [{ zh: '应付', en: 'Payable' }, standing.payableFen],
    [{ zh: '应收回', en: 'To recover' }, standing.recoverableFen, standing.recoverableFen === '0' ? '' : 'standing-owed'],
  ]
  return (
    <Card title={say({ zh: '合同资金到了哪一步', en: 'Where the money of this contract is' })} className="page-card">
      <dl className="standing" aria-label={say({ zh: '合同结算', en: 'Standing' })}>
        {figures.map(([label, amount, className = '']) => (
          <div key={label.en} className={amount === null ? 'standing-none' : className}>
            <dt>{say(label)}</dt>
            <dd>{amount === null ? say({ zh: '未审定', en: 'not audited' }) : <MoneyText fen={amount} unit />}</dd>
          </div>
        ))}
      </dl>
      <StageBar amounts={contract.amounts} />
    </Card>
  )
}

interface Line {
  readonly key: string
  readonly name: Text
  readonly agreed: string
  readonly capFen: bigint | null
  readonly claimedFen: bigint
  readonly paidFen: bigint
}

const rateOf = (amount: bigint, rate: number): bigint => (amount * BigInt(rate)) / 10_000n

/** Agreed, claimed and paid, kind by kind. */
function useSchedule({ terms, claims, standing }: Contract): Line[] {
  const say = useSay()
  const sumOf = (kinds: readonly string[], paid: boolean, part: 'amountFen' | 'recoverFen' | 'retainFen' = 'amountFen') =>
    claims.filter((c) => kinds.includes(c.kind) && (!paid || c.state === 'paid')).reduce((sum, c) => sum + BigInt(c[part]), 0n)
  const value = BigInt(standing.auditedFen ?? standing.contractFen)
  const none = say({ zh: '合同没有约定', en: 'not agreed' })
  const line = (key: string, name: Text, agreed: string | null, capFen: bigint | null, claimedFen: bigint, paidFen: bigint): Line => ({
    key,
    name,
    agreed: agreed ?? none,
    capFen,
    claimedFen,
    paidFen,
  })
  return [
    line(
      'advance',
      { zh: '预付款', en: 'Advance' },
      terms && say({ zh: `合同额的 ${rateText(terms.advanceRate)}`, en: `${rateText(terms.advanceRate)} of the contract` }),
      terms && rateOf(BigInt(standing.contractFen), terms.advanceRate),
      sumOf(['advance'], false),
      sumOf(['advance'], true),
    ),
    line(
      'progress',
      { zh: '进度款、结算款', en: 'Progress and final' },
      terms &&
        say({
          zh: `计量的 ${rateText(terms.progressRate)}，验收后 ${rateText(terms.acceptedRate)}，审定后付清`,
          en: `${rateText(terms.progressRate)} of certified, ${rateText(terms.acceptedRate)} after acceptance, all after audit`,
        }),
      null,
      sumOf(['progress', 'final'], false),
      sumOf(['progress', 'final'], true),
    ),
    line(
      'recovery',
      { zh: '其中：扣回预付款', en: 'Advance recovered with it' },
      say({ zh: '随进度款扣回', en: 'with each certificate' }),
      sumOf(['advance'], true),
      sumOf(['progress', 'final'], false, 'recoverFen'),
      sumOf(['progress', 'final'], true, 'recoverFen'),
    ),
    line(
      'retain',
      { zh: '其中：预留质保金', en: 'Retention withheld with it' },
      terms && say({ zh: `不超过 ${rateText(terms.retentionRate)}`, en: `at most ${rateText(terms.retentionRate)}` }),
      terms && rateOf(value, terms.retentionRate),
      sumOf(['progress', 'final'], false, 'retainFen'),
      sumOf(['progress', 'final'], true, 'retainFen'),
    ),
    line(
      'retention',
      { zh: '退质保金', en: 'Retention paid out' },
      terms && say({ zh: `验收后 ${terms.retentionMonths} 个月`, en: `${terms.retentionMonths} months after acceptance` }),
      sumOf(['progress', 'final'], true, 'retainFen'),
      sumOf(['retention'], false),
      sumOf(['retention'], true),
    ),
  ]
}

export function ContractSchedule({ contract }: { contract: Contract }) {
  const say = useSay()
  const lines = useSchedule(contract)
  if (!contract.terms && contract.claims.length === 0) return null
  return (
    <Card title={say({ zh: '付款约定和执行', en: 'What was agreed and done' })} className="page-card">
      <RowsTable
        rows={lines}
        rowKey={(row) => row.key}
        empty={{ zh: '没有约定', en: 'Nothing agreed' }}
        columns={[
          { title: { zh: '款项', en: 'Kind' }, cell: (row) => say(row.name) },
          { title: { zh: '约定', en: 'Agreed' }, cell: (row) => row.agreed },
          { title: { zh: '上限', en: 'At most' }, money: (row) => row.capFen },
          { title: { zh: '已报', en: 'Claimed' }, money: (row) => row.claimedFen },
          { title: { zh: '已付', en: 'Paid' }, money: (row) => row.paidFen },
        ]}
      />
    </Card>
  )
}

export function ContractSettlement({ contract }: { contract: Contract }) {
  const say = useSay()
  const { settlements } = contract
  if (settlements.length === 0) return null
  const withdrawn = (number: number) => settlements.some((s) => s.number === number + 1)
  return (
    <Card title={say({ zh: '结算审定', en: 'Audited settlement' })} className="page-card">
      <RowsTable
        rows={settlements}
        rowKey={(row) => String(row.number)}
        empty={{ zh: '还没有审定', en: 'Not audited yet' }}
        columns={[
          {
            title: { zh: '登记', en: 'Record' },
            cell: (row) =>
              row.auditedFen === null ? (
                <StateTag tone="bad" label={{ zh: '撤回', en: 'Withdrawn' }} />
              ) : (
                <StateTag
                  tone={withdrawn(row.number) ? 'neutral' : 'good'}
                  label={withdrawn(row.number) ? { zh: '审定（已撤回）', en: 'Audited (withdrawn)' } : { zh: '审定', en: 'Audited' }}
                />
              ),
          },
          { title: { zh: '日期', en: 'Date' }, cell: (row) => row.auditedOn },
          { title: { zh: '验收日期', en: 'Accepted on' }, cell: (row) => row.acceptedOn ?? '–' },
          { title: { zh: '审核单位', en: 'Auditor' }, cell: (row) => row.auditor ?? row.reason },
          {
            title: { zh: '报告', en: 'Report' },
            cell: (row) =>
              row.reportFile ? (
                <a href={hrefOf(openReport, { params: { id: row.reportFile.fileId } })} target="_blank" rel="noreferrer">
                  {row.reportNo}
                </a>
              ) : (
                row.reportNo
              ),
          },
          { title: { zh: '审定额', en: 'Audited value' }, money: (row) => row.auditedFen },
          { title: { zh: '审减额', en: 'Cut' }, money: (row) => row.cutFen },
          { title: { zh: '其中应收回', en: 'Of it to recover' }, money: (row) => row.overFen },
          { title: { zh: '登记人', en: 'Recorded by' }, cell: (row) => `${row.recordedBy} ${formatInstant(row.recordedAt)}` },
        ]}
      />
    </Card>
  )
}
