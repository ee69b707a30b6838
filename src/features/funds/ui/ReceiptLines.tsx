/** The lots of one receipt with what is expected and what came; a wrong amount says what is wrong. */
import { AmountInput } from '#ui/AmountInput.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText, useMoneyUnit } from '#ui/MoneyText.tsx'
import { amountOf, type ReceiptAmounts, type ReceiptLine, wrongWith } from './receipt-lines.ts'

interface ReceiptLinesProps {
  readonly lines: readonly ReceiptLine[]
  readonly amounts: ReceiptAmounts
  readonly onAmount: (lotId: string, fen: string | undefined) => void
}

export function ReceiptLines({ lines, amounts, onAmount }: ReceiptLinesProps) {
  const say = useSay()
  const { unit } = useMoneyUnit()
  return (
    <table className="receipt-table">
      <thead>
        <tr>
          <th scope="col">{say({ zh: '资金', en: 'Lot' })}</th>
          <th scope="col" className="receipt-number">{`${say({ zh: '未到账', en: 'Expected' })}(${unit})`}</th>
          <th scope="col">{say({ zh: '这次到账', en: 'Arrived now' })}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => {
          const wrong = wrongWith(line, amounts)
          return (
            <tr key={line.lotId}>
              <td className="receipt-name">
                {line.name}
                <div className="cell-second">{line.docNo}</div>
              </td>
              <td className="receipt-number" data-label={`${say({ zh: '未到账', en: 'Expected' })}(${unit})`}>
                <MoneyText fen={line.expectedFen} />
              </td>
              <td>
                <AmountInput
                  value={amountOf(line, amounts)}
                  onChange={(fen) => onAmount(line.lotId, fen)}
                  label={say({ zh: `${line.name} 这次到账金额`, en: `Amount arrived of ${line.name}` })}
                />
                {wrong ? <span className="receipt-wrong">{say(wrong)}</span> : null}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
