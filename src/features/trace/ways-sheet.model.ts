/** Every way of something's money as a spreadsheet, with the sum of them all. Pure. */
import { formatFen, fen } from '#kernel/money.ts'

interface Way {
  readonly docNo: string
  readonly fundName: string
  readonly department: string
  readonly bookLabel: { readonly zh: string }
  readonly projectCode: string | null
  readonly projectName: string | null
  readonly contractNo: string | null
  readonly claims: readonly { readonly id: string; readonly no: string | null; readonly amountFen: bigint }[]
  readonly payee: string | null
  readonly stageLabel: { readonly zh: string }
  readonly amountFen: bigint
}

const text = (header: string, width: number) => ({ header, kind: 'text' as const, width })

/** A claim alone by its number; several each with what went by it. */
const claimWords = (claims: Way['claims']): string =>
  claims.map(({ id, no, amountFen }) => (claims.length === 1 ? (no ?? id) : `${no ?? id} ${formatFen(fen(amountFen))} 元`)).join('、')

export const waysSheet = (title: string, ways: readonly Way[], { asOf, knownAt }: { asOf: string; knownAt: string }) => ({
  name: '资金去向',
  lead: [`${title}资金去向`, `截至 ${asOf}（按 ${knownAt} 已知的账）　单位：元`],
  columns: [
    text('文件', 22),
    text('资金', 24),
    text('部门', 16),
    text('专账', 14),
    text('项目编号', 14),
    text('项目名称', 32),
    text('合同', 18),
    text('报账单', 30),
    text('收款单位', 24),
    text('现在在', 14),
    { header: '金额', kind: 'money' as const, width: 18 },
  ],
  rows: [
    ...ways.map((w) => [
      w.docNo,
      w.fundName,
      w.department,
      w.bookLabel.zh,
      w.projectCode ?? '',
      w.projectName ?? '',
      w.contractNo ?? '',
      claimWords(w.claims),
      w.payee ?? '',
      w.stageLabel.zh,
      w.amountFen,
    ]),
    ['合计', '', '', '', '', '', '', '', '', '', ways.reduce((sum, w) => sum + w.amountFen, 0n)],
  ],
})
