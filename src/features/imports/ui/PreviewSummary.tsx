/** The first thing to look at: how many rows, how much money, and whether it agrees with the total the file prints. */
import { magnitude } from '#kernel/money.ts'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import type { PreviewHead } from './import-shapes.ts'

interface PreviewSummaryProps {
  readonly preview: PreviewHead
  readonly leftOut: number
}

export function PreviewSummary({ preview, leftOut }: PreviewSummaryProps) {
  const say = useSay()
  const { totals, publishedTotalFen, errors, warnings } = preview
  const difference = publishedTotalFen === null ? null : BigInt(totals.amountFen) - BigInt(publishedTotalFen)
  return (
    <dl className="import-summary" aria-label={say({ zh: '预览汇总', en: 'Summary of the preview' })}>
      <div>
        <dt>{say({ zh: '数据行', en: 'Data rows' })}</dt>
        <dd>
          {totals.rows}
          {leftOut > 0 ? <small>{say({ zh: `（另剔除 ${leftOut} 行）`, en: ` (${leftOut} left out)` })}</small> : null}
        </dd>
      </div>
      <div>
        <dt>{say({ zh: '各行合计', en: 'Sum of the rows' })}</dt>
        <dd>
          <MoneyText fen={totals.amountFen} unit strong />
        </dd>
      </div>
      <div>
        <dt>{say({ zh: '表上印的总数', en: 'Total printed in the file' })}</dt>
        <dd>
          {publishedTotalFen === null ? (
            <span className="import-none">{say({ zh: '没有印', en: 'none' })}</span>
          ) : (
            <MoneyText fen={publishedTotalFen} unit />
          )}
        </dd>
      </div>
      <div>
        <dt>{say({ zh: '相差', en: 'Difference' })}</dt>
        <dd>
          <Difference difference={difference} />
        </dd>
      </div>
      <div>
        <dt>{say({ zh: '要改的错误', en: 'Errors to correct' })}</dt>
        <dd className={errors.length > 0 ? 'import-bad' : 'import-good'}>{errors.length}</dd>
      </div>
      <div>
        <dt>{say({ zh: '请留意', en: 'Please check' })}</dt>
        <dd className={warnings.length > 0 ? 'import-warn' : 'import-good'}>{warnings.length}</dd>
      </div>
    </dl>
  )
}

function Difference({ difference }: { difference: bigint | null }) {
  const say = useSay()
  if (difference === null) return <span className="import-none">{say({ zh: '无法核对', en: 'cannot be checked' })}</span>
  if (difference === 0n) return <span className="import-good">{say({ zh: '一致', en: 'none, they agree' })}</span>
  return (
    <span className="import-bad">
      {difference > 0n ? say({ zh: '多 ', en: 'over by ' }) : say({ zh: '少 ', en: 'short by ' })}
      <MoneyText fen={magnitude(difference)} unit strong />
    </span>
  )
}
