/** This plan beside what the spreadsheet habit would have done with the same money: figure by figure, and who does better. */
import { Tag } from 'antd'
import { magnitude } from '#kernel/money.ts'
import type { Text } from '#kernel/outcome.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { planMeasures, scatterMeasures } from '#policy/allocation-reasons.ts'
import { grouped } from '#ui/grouped.ts'
import { useSay } from '#ui/language.tsx'
import { formatMoney, MoneyText, useMoneyUnit } from '#ui/MoneyText.tsx'
import { useNarrow } from '#ui/media.ts'
import type { showPlan } from '../allocation.contract.ts'
import './allocation.css'

type Comparison = AnswerOf<typeof showPlan>['comparison'][number]

/** Figures where less is better; everywhere else more is. */
const LESS_IS_BETTER = new Set('debt slices idle unfunded sources mostSources slicesLot mostSlices expiringLeft debtUsed'.split(' '))
/** Neither more nor less is better by itself. */
const NEUTRAL = new Set(['leverage'])

/** Counts of something else than things. */
const COUNTED: Readonly<Record<string, Text>> = {
  leverage: { zh: '元', en: 'yuan' },
  slices: { zh: '笔', en: 'slices' },
  sources: { zh: '笔', en: 'lots' },
  mostSources: { zh: '笔', en: 'lots' },
  slicesLot: { zh: '笔', en: 'slices' },
  mostSlices: { zh: '笔', en: 'slices' },
}

const UNITS = { fen: null, count: { zh: '个', en: '' }, points: { zh: '分', en: 'points' } } as const

/** The order of policy; a measure it does not know comes last. */
const order = [...Object.keys(planMeasures), ...Object.keys(scatterMeasures)]
const placeOf = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length)

export function PlanComparison({ rows: given }: { rows: readonly Comparison[] }) {
  const say = useSay()
  const { unit } = useMoneyUnit()
  const narrow = useNarrow(768)
  const rows = [...given].sort((a, b) => placeOf(a.key) - placeOf(b.key))
  if (rows.length === 0) return null
  const figure = (row: Comparison, value: string) =>
    row.unit === 'fen' ? (
      <MoneyText fen={value} unit />
    ) : (
      <span className="plan-figure">{`${grouped(value)} ${say(COUNTED[row.key] ?? UNITS[row.unit] ?? UNITS.count)}`}</span>
    )
  const difference = (row: Comparison) => (
    <Difference row={row} format={(value) => (row.unit === 'fen' ? `${formatMoney(value, unit)} ${unit}` : grouped(decimal(value, row)))} />
  )
  if (narrow)
    return (
      <dl className="plan-compared">
        {rows.map((row) => (
          <div key={row.key}>
            <dt>{say(row.label)}</dt>
            <dd>{difference(row)}</dd>
            <dd className="plan-compared-both">
              {say({ zh: '本方案', en: 'this plan' })} {figure(row, row.plan)} · {say({ zh: '按排名', en: 'by rank' })}{' '}
              {figure(row, row.greedy)}
            </dd>
          </div>
        ))}
      </dl>
    )
  return (
    <div className="plan-scroll">
      <table className="plan-comparison">
        <thead>
          <tr>
            <th scope="col">{say({ zh: '指标', en: 'Measure' })}</th>
            <th scope="col">{say({ zh: '本方案', en: 'This plan' })}</th>
            <th scope="col">{say({ zh: '按排名逐个凑钱', en: 'By rank, first money that fits' })}</th>
            <th scope="col">{say({ zh: '相差', en: 'Difference' })}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{say(row.label)}</th>
              <td>{figure(row, row.plan)}</td>
              <td>{figure(row, row.greedy)}</td>
              <td>{difference(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Difference({ row, format }: { row: Comparison; format: (value: bigint) => string }) {
  const say = useSay()
  const plan = hundredths(row.plan, row)
  const greedy = hundredths(row.greedy, row)
  if (plan === null || greedy === null) return <>–</>
  const difference = plan - greedy
  if (difference === 0n) return <span className="plan-same">{say({ zh: '持平', en: 'equal' })}</span>
  if (NEUTRAL.has(row.key)) return <span className="plan-figure">{`${difference > 0n ? '+' : ''}${format(difference)}`}</span>
  const better = LESS_IS_BETTER.has(row.key) ? difference < 0n : difference > 0n
  return (
    <span className="plan-difference">
      <span className="plan-figure">{`${difference > 0n ? '+' : ''}${format(difference)}`}</span>
      <Tag className={better ? 'plan-better' : 'plan-other'}>
        {better ? say({ zh: '更优', en: 'better' }) : say({ zh: '不及', en: 'worse' })}
      </Tag>
    </span>
  )
}

/** Money is whole fen; other figures have at most two decimals and are compared in hundredths. */
function hundredths(value: string, row: Comparison): bigint | null {
  if (row.unit === 'fen') return /^-?\d+$/.test(value) ? BigInt(value) : null
  const [, sign, whole, decimals = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(value) ?? []
  return whole === undefined ? null : BigInt(`${sign}${whole}${decimals.padEnd(2, '0')}`)
}

/** Hundredths as text, without decimals that are zero. */
function decimal(value: bigint, row: Comparison): string {
  if (row.unit === 'fen') return value.toString()
  const size = magnitude(value)
  const rest = (size % 100n).toString().padStart(2, '0').replace(/0+$/, '')
  return `${value < 0n ? '-' : ''}${size / 100n}${rest ? `.${rest}` : ''}`
}
