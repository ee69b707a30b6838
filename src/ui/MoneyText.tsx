/**
 * Amounts on the screen: tabular digits, right aligned in tables, in the unit the reader chose (元, 万元, 亿元; kept per
 * browser). 亿元 rounds to four decimals; the exact yuan are always in the title. Money itself stays whole fen.
 */
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import { capitalNumerals, type Fen, formatFen, type MoneyUnit } from '#kernel/money.ts'
import { recall, remember } from './browser-memory.ts'

export const moneyUnits = ['元', '万元', '亿元'] as const satisfies readonly MoneyUnit[]

interface UnitChoice {
  readonly unit: MoneyUnit
  readonly setUnit: (unit: MoneyUnit) => void
}

const UnitContext = createContext<UnitChoice>({ unit: '万元', setUnit: () => undefined })

export function MoneyUnitProvider({ children }: { children: ReactNode }) {
  const [unit, setState] = useState<MoneyUnit>(() => moneyUnits.find((known) => known === recall('unit')) ?? '万元')
  const setUnit = useCallback((next: MoneyUnit) => {
    remember('unit', next)
    setState(next)
  }, [])
  const choice = useMemo(() => ({ unit, setUnit }), [unit, setUnit])
  return <UnitContext.Provider value={choice}>{children}</UnitContext.Provider>
}

export const useMoneyUnit = (): UnitChoice => useContext(UnitContext)

const DIGITS_OF_YI = 4
/** Where many amounts stand beside each other: two decimals in 万元 are whole hundreds of yuan, the exact figure is in the title. */
const ROUNDED: Readonly<Record<MoneyUnit, number>> = { 元: 2, 万元: 2, 亿元: DIGITS_OF_YI }

/** An amount that rounding would show as nothing: half a cent of the last decimal and less. */
const vanishes = (amount: bigint, unit: MoneyUnit): boolean => amount !== 0n && /^-?[0.,]+$/.test(formatFen(amount, unit, ROUNDED[unit]))

/**
 * Text of an amount (fen, or decimal text of fen) in a unit, without the unit's name. The rule of decimals: an amount by itself shows
 * every fen; where many stand beside each other (`rounded`) two decimals of 万元, unless nothing would be left; amounts under each other
 * in a column have the same number of decimals (`digits`).
 */
export function formatMoney(fen: string | bigint, unit: MoneyUnit, rounded = false, digits?: number): string {
  const amount = BigInt(fen)
  if (rounded && !vanishes(amount, unit)) return formatFen(amount, unit, ROUNDED[unit])
  if (digits !== undefined) return formatFen(amount, unit, digits)
  return unit === '亿元' ? formatFen(amount, unit, DIGITS_OF_YI) : formatFen(amount, unit)
}

/** How many decimals a column needs so that its longest amount is whole; every amount of the column then gets as many. */
export function digitsFor(amounts: readonly (string | bigint | null)[], unit: MoneyUnit): number {
  const decimals = amounts.map((fen) => (fen === null ? 0 : (formatMoney(fen, unit).split('.')[1]?.length ?? 0)))
  return Math.max(2, ...decimals)
}

interface MoneyTextProps {
  /** null: nothing is known; shown as nothing. */
  readonly fen: string | bigint | null
  /** Writes the unit behind the number; without it the column head has it, and zero is a dash. */
  readonly unit?: boolean
  readonly strong?: boolean
  /** To two decimals of 万元; for wide lists. */
  readonly rounded?: boolean
  /** Decimals of the column it stands in. */
  readonly digits?: number | undefined
  /** Adds the amount in capital numerals, as vouchers have it. */
  readonly capital?: boolean
}

export function MoneyText({ fen, unit: withUnit = false, strong = false, rounded = false, digits, capital = false }: MoneyTextProps) {
  const { unit } = useMoneyUnit()
  if (fen === null) return null
  const amount = BigInt(fen)
  const shown = amount === 0n && !withUnit ? '–' : formatMoney(amount, unit, rounded, digits)
  const className = `money${strong ? ' money-strong' : ''}${amount < 0n ? ' money-negative' : ''}`
  return (
    <span className={className} title={`${formatFen(amount)} 元`} {...(rounded ? { 'data-rounded': '' } : {})}>
      {shown}
      {withUnit ? <span className="money-unit">{` ${unit}`}</span> : null}
      {capital ? <span className="money-capital">{capitalNumerals(amount as Fen)}</span> : null}
    </span>
  )
}
