/**
 * The stages of money as one bar: how much of what was announced is not received, free, tied to projects, on its way, paid.
 * The legend carries every amount in figures, so colour is never the only carrier of meaning.
 */
import { stages, type StageKey } from '#policy/books.ts'
import { useSay } from './language.tsx'
import { formatMoney, MoneyText, useMoneyUnit } from './MoneyText.tsx'
import { stageColour } from './stage-colour.ts'
import './stage-bar.css'

/** In fen, as text: the stages on the side of money, and what was announced. */
export type StageAmounts = Readonly<Record<BarStage | 'announced', string>>

/** The stages in which money lies, in the order it passes them. */
export const stageOrder = [
  'expected',
  'promised',
  'available',
  'reserved',
  'committed',
  'ordered',
  'returned',
  'retained',
  'advanced',
  'paid',
  'recoverable',
  'placed',
  'compensated',
  'treasury',
] as const satisfies readonly StageKey[]
export type BarStage = (typeof stageOrder)[number]

export const announcedLabel = { zh: '已下达', en: 'Announced' } as const
export const stageLabel = (stage: BarStage) => stages[stage].label

interface StageBarProps {
  readonly amounts: StageAmounts
  /** Bar only, for table rows and cards. */
  readonly compact?: boolean
  /** Stages left out of the legend when they hold nothing. */
  readonly hideEmpty?: boolean
}

const shareOf = (part: bigint, whole: bigint): number => (whole === 0n ? 0 : Number((part * 10_000n) / whole) / 100)

export function StageBar({ amounts, compact = false, hideEmpty = true }: StageBarProps) {
  const say = useSay()
  const { unit } = useMoneyUnit()
  const parts = stageOrder.map((stage) => ({ stage, amount: BigInt(amounts[stage]) }))
  const whole = parts.reduce((sum, part) => sum + part.amount, 0n)
  const described = parts
    .filter((part) => part.amount > 0n)
    .map((part) => `${say(stageLabel(part.stage))} ${formatMoney(part.amount, unit)}${unit}`)
    .join(say({ zh: ',', en: ', ' }))
  const empty = say({ zh: '还没有资金', en: 'No money yet' })
  return (
    <div className={compact ? 'stage-bar stage-bar-compact' : 'stage-bar'}>
      <div className="stage-bar-track" role="img" aria-label={described || empty} title={described || empty}>
        {parts
          .filter((part) => part.amount > 0n)
          .map((part) => (
            <span
              key={part.stage}
              className={`stage-bar-part stage-${part.stage}`}
              style={{ flexGrow: Math.max(0.5, shareOf(part.amount, whole)), background: stageColour[part.stage] }}
            />
          ))}
      </div>
      {compact ? null : (
        <ul className="stage-bar-legend">
          {parts
            .filter((part) => !hideEmpty || part.amount > 0n)
            .map((part) => (
              <li key={part.stage}>
                <span className={`stage-bar-dot stage-${part.stage}`} style={{ background: stageColour[part.stage] }} aria-hidden />
                <span className="stage-bar-name">{say(stageLabel(part.stage))}</span>
                <MoneyText fen={part.amount} unit rounded />
                <span className="stage-bar-share">{`${shareOf(part.amount, whole).toFixed(1)}%`}</span>
              </li>
            ))}
          {whole === 0n ? <li className="stage-bar-name">{empty}</li> : null}
        </ul>
      )}
    </div>
  )
}
