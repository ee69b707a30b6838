/**
 * A field for money. The person types 元 or 万元 as they are used to (1,508.001713 is fine); the form gets exact fen as text,
 * `invalid` for what is no amount, undefined for nothing. Below it stands the amount in capital numerals, as on paper.
 */
import { Input, Select, Space } from 'antd'
import { useState } from 'react'
import { capitalNumerals, formatFen, parseFen, type Fen } from '#kernel/money.ts'
import type { Text } from '#kernel/outcome.ts'
import { useSay } from './language.tsx'

type InputUnit = '元' | '万元'
const NO_AMOUNT = 'invalid'

interface AmountInputProps {
  readonly id?: string
  readonly value?: string | undefined
  readonly onChange?: (fen: string | undefined) => void
  readonly unit?: InputUnit
  readonly capital?: boolean
  readonly disabled?: boolean
  readonly label?: string
}

const plain = (fen: string, unit: InputUnit): string => formatFen(BigInt(fen), unit)

export function AmountInput({ id, value, onChange, unit: first = '元', capital = false, disabled = false, label }: AmountInputProps) {
  const say = useSay()
  const [unit, setUnit] = useState<InputUnit>(first)
  const [typed, setTyped] = useState<{ readonly text: string; readonly means: string | undefined }>({ text: '', means: undefined })
  const meaningOf = (text: string, inUnit: InputUnit): string | undefined =>
    text.trim() === '' ? undefined : (parseFen(text, inUnit)?.toString() ?? NO_AMOUNT)
  // The form may set the value from outside (a prefilled remainder): then its own figure is shown.
  const text = typed.means === value ? typed.text : value === undefined || value === NO_AMOUNT ? '' : plain(value, unit)
  const change = (nextText: string, nextUnit: InputUnit) => {
    const means = meaningOf(nextText, nextUnit)
    setTyped({ text: nextText, means })
    onChange?.(means)
  }
  return (
    <div className="amount-input">
      <Space.Compact block>
        <Input
          {...(id ? { id } : {})}
          {...(label ? { 'aria-label': label } : {})}
          value={text}
          disabled={disabled}
          inputMode="decimal"
          autoComplete="off"
          placeholder={unit === '元' ? '0.00' : '0.000000'}
          onChange={(event) => change(event.target.value, unit)}
        />
        <Select<InputUnit>
          value={unit}
          disabled={disabled}
          aria-label={say({ zh: '金额单位', en: 'Unit of the amount' })}
          style={{ width: 84, flex: 'none' }}
          options={[
            { value: '元', label: '元' },
            { value: '万元', label: '万元' },
          ]}
          onChange={(next) => {
            setUnit(next)
            change(text, next)
          }}
        />
      </Space.Compact>
      {capital && value && value !== NO_AMOUNT ? (
        <div className="amount-capital" style={{ color: '#4b5563', marginTop: 4, lineHeight: '20px' }}>
          {`${say({ zh: '大写：', en: 'In capitals: ' })}${capitalNumerals(BigInt(value) as Fen)}`}
        </div>
      ) : null}
    </div>
  )
}

interface AmountLimits {
  /** Fen as text; what the amount may not exceed, and how the limit is called. */
  readonly most?: { readonly fen: string; readonly name: Text }
}

/** The form rule that goes with the field: filled in, an amount, above zero, within the limit; says which and what to do. */
export function amountRule(say: (text: Text) => string, { most }: AmountLimits = {}) {
  return {
    validator: async (_: unknown, value: string | undefined): Promise<void> => {
      if (value === undefined || value === '') throw new Error(say({ zh: '请填写金额', en: 'Please enter an amount' }))
      if (value === NO_AMOUNT)
        throw new Error(
          say({
            zh: '这不是一个金额，或者精确到了分以下。请只填数字，例如 12,345.67',
            en: 'This is no amount, or finer than a fen. Enter figures only, for example 12,345.67',
          }),
        )
      const amount = BigInt(value)
      if (amount <= 0n) throw new Error(say({ zh: '金额必须大于零', en: 'The amount must be above zero' }))
      if (most && amount > BigInt(most.fen)) {
        const limit = formatFen(BigInt(most.fen))
        const over = formatFen(amount - BigInt(most.fen))
        throw new Error(
          say({
            zh: `超出${most.name.zh} ${limit} 元，多了 ${over} 元，请改小`,
            en: `${over} yuan more than ${most.name.en} of ${limit} yuan; please lower it`,
          }),
        )
      }
    },
  }
}
