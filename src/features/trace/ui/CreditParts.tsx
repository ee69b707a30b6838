/** What the pages of departments' credit share: figures with their definition, bars of shares, the choice of year, the definitions in full. */
import { InfoCircleOutlined } from '@ant-design/icons'
import { Card, Select, Tooltip } from 'antd'
import type { ReactNode } from 'react'
import type { Text } from '#kernel/outcome.ts'
import { type CreditDefinition, creditDefinitions } from '#policy/credit.ts'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { useMoment } from '#ui/MomentBar.tsx'
import { useQueryParam, useSetQueryParams } from '#ui/routing.ts'
import './credit.css'

/** What the address asks for: moment, level, year. */
export function useCreditQuery() {
  const moment = useMoment()
  const level = useQueryParam('level') ?? undefined
  const year = useQueryParam('year')
  return { ...moment, level, year: year && /^\d{4}$/.test(year) ? Number(year) : undefined }
}

/** The address of a department's page, in the same moment, level and year. */
export function useDepartmentHref(): (department: string) => string {
  const { asOf, knownAt, level, year } = useCreditQuery()
  const kept = Object.entries({ asOf, knownAt, level, year: year?.toString() }).filter((e): e is [string, string] => e[1] !== undefined)
  const tail = kept.length > 0 ? `?${new URLSearchParams(kept).toString()}` : ''
  return (department) => `/credit/${encodeURIComponent(department)}${tail}`
}

export function Bar({ percent }: { percent: number }) {
  return (
    <span className="share">
      <span className="share-track" aria-hidden>
        <span className="share-part" style={{ width: `${Math.min(100, percent)}%`, display: 'block' }} />
      </span>
      <span className="share-figure">{`${percent.toFixed(1)}%`}</span>
    </span>
  )
}

export const percentOf = (part: string, whole: string): number =>
  BigInt(whole) === 0n ? 0 : Number((BigInt(part) * 10_000n) / BigInt(whole)) / 100

export function YearChoice({ years }: { years: readonly number[] }) {
  const say = useSay()
  const set = useSetQueryParams()
  const { year } = useCreditQuery()
  const label = say({ zh: '资金年度', en: 'Year of the money' })
  return (
    <Select<string>
      className="no-print credit-year"
      aria-label={label}
      placeholder={label}
      allowClear
      value={year === undefined ? null : String(year)}
      options={years.map((y) => ({ value: String(y), label: say({ zh: `${y} 年资金`, en: `money of ${y}` }) }))}
      onChange={(value: string | undefined) => set({ year: value })}
    />
  )
}

interface FigureProps {
  readonly label: Text
  readonly of: CreditDefinition
  readonly children: ReactNode
  readonly beside?: ReactNode
}

/** One figure with how it is made: on hover and focus, and in full at the foot of the page. */
export function Figure({ label, of, children, beside }: FigureProps) {
  const say = useSay()
  return (
    <div className="credit-figure">
      <div className="credit-figure-label">
        {say(label)}
        <Tooltip title={say(creditDefinitions[of].how)}>
          <InfoCircleOutlined className="no-print" tabIndex={0} role="note" aria-label={say(creditDefinitions[of].how)} />
        </Tooltip>
      </div>
      <div className="credit-figure-value">{children}</div>
      {beside ? <div className="credit-figure-beside">{beside}</div> : null}
    </div>
  )
}

interface Figures {
  readonly four: Readonly<Record<'announced' | 'allocated' | 'paid' | 'recognised', string>>
  readonly projects: number
  readonly townships: number
  readonly villages: number
  readonly households: number
  readonly contractsFinished: number
}

export function FigureGrid({ figures }: { figures: Figures }) {
  const say = useSay()
  const { four } = figures
  const of = (part: string, whole: string, words: Text) => `${say(words)} ${percentOf(part, whole).toFixed(1)}%`
  return (
    <div className="credit-figures">
      <Figure label={{ zh: '指标下达', en: 'Announced' }} of="money">
        <MoneyText fen={four.announced} unit strong />
      </Figure>
      <Figure
        label={{ zh: '安排', en: 'Allocated' }}
        of="money"
        beside={of(four.allocated, four.announced, { zh: '占下达', en: 'of announced' })}
      >
        <MoneyText fen={four.allocated} unit strong />
      </Figure>
      <Figure label={{ zh: '支付', en: 'Paid' }} of="money" beside={of(four.paid, four.allocated, { zh: '占安排', en: 'of allocated' })}>
        <MoneyText fen={four.paid} unit strong />
      </Figure>
      <Figure label={{ zh: '审定', en: 'Recognised' }} of="money">
        <MoneyText fen={four.recognised} unit strong />
      </Figure>
      <Figure label={{ zh: '项目', en: 'Projects' }} of="projects">
        {figures.projects}
      </Figure>
      <Figure label={{ zh: '乡镇 / 村', en: 'Townships / villages' }} of="places">
        {figures.townships} / {figures.villages}
      </Figure>
      <Figure label={{ zh: '受益户', en: 'Households' }} of="households">
        {figures.households}
      </Figure>
      <Figure label={{ zh: '完工结清合同', en: 'Contracts finished' }} of="contracts">
        {figures.contractsFinished}
      </Figure>
    </div>
  )
}

export function Definitions() {
  const say = useSay()
  return (
    <Card className="page-card" title={say({ zh: '口径', en: 'How each figure is made' })}>
      <dl className="credit-definitions">
        {Object.values(creditDefinitions).map(({ label, how }) => (
          <div key={label.zh}>
            <dt>{say(label)}</dt>
            <dd>{say(how)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
