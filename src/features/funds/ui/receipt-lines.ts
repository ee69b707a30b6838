/** The lines of a receipt as they are typed: all that is expected unless changed; what is wrong with an amount. Pure. */
import { formatFen } from '#kernel/money.ts'
import type { Text } from '#kernel/outcome.ts'

export interface ReceiptLine {
  readonly lotId: string
  readonly name: string
  readonly docNo: string
  /** What has not arrived yet, fen as text. */
  readonly expectedFen: string
}

/** Amounts by lot, as the amount field gives them: fen as text, `invalid`, undefined for nothing. */
export type ReceiptAmounts = Readonly<Record<string, string | undefined>>

export const amountOf = (line: ReceiptLine, amounts: ReceiptAmounts): string | undefined =>
  line.lotId in amounts ? amounts[line.lotId] : line.expectedFen

export function wrongWith(line: ReceiptLine, amounts: ReceiptAmounts): Text | null {
  const amount = amountOf(line, amounts)
  if (amount === undefined || !/^-?\d+$/.test(amount)) return { zh: '请填写金额，最多两位小数（元）', en: 'Enter an amount, whole fen' }
  if (BigInt(amount) <= 0n) return { zh: '金额必须大于零', en: 'The amount must be above zero' }
  const over = BigInt(amount) - BigInt(line.expectedFen)
  if (over > 0n)
    return {
      zh: `比未到账的 ${formatFen(BigInt(line.expectedFen))} 元多 ${formatFen(over)} 元，请改小`,
      en: `${formatFen(over)} yuan more than the ${formatFen(BigInt(line.expectedFen))} still expected; lower it`,
    }
  return null
}

/** The sum of the lines that are right. */
export const sumOf = (lines: readonly ReceiptLine[], amounts: ReceiptAmounts): bigint =>
  lines.reduce((sum, line) => (wrongWith(line, amounts) ? sum : sum + BigInt(amountOf(line, amounts) ?? 0)), 0n)
