/** Who gets how much: townships and villages, money a household before and after the plan, and how unequal it is. */
import { Segmented } from 'antd'
import { useState } from 'react'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { useNarrow } from '#ui/media.ts'
import { RowsTable } from '#ui/RowsTable.tsx'
import type { Insight } from './insight-answer.ts'

type Fairness = Insight['fairness']
type Place = Fairness['places'][number]
type Level = Place['level']

/** Bars on the screen before the chart would be longer than a page. */
const BARS = 30

export function InsightPlaces({ fairness }: { fairness: Fairness }) {
  const say = useSay()
  const narrow = useNarrow(768)
  const [level, setLevel] = useState<Level>('township')
  const places = fairness.places
    .filter((p) => p.level === level)
    .sort((a, b) => Number(BigInt(b.perHouseholdAfterFen ?? 0) - BigInt(a.perHouseholdAfterFen ?? 0)) || a.id.localeCompare(b.id))
  const spread = fairness.spreads.find((s) => s.level === level)
  const known = places.filter((p) => p.perHouseholdAfterFen !== null)
  return (
    <>
      <div className="insight-bar no-print">
        <Segmented<Level>
          value={level}
          onChange={setLevel}
          options={[
            { value: 'township', label: say({ zh: '按乡镇', en: 'Townships' }) },
            { value: 'village', label: say({ zh: '按村', en: 'Villages' }) },
          ]}
        />
      </div>
      <p className="insight-basis">{say(fairness.basis)}</p>
      {spread && known.length > 0 ? <Spreads spread={spread} most={known[0]!.name} least={known.at(-1)!.name} /> : null}
      {narrow ? null : <Chart places={known.slice(0, BARS)} />}
      <RowsTable
        rows={places}
        rowKey={(row) => row.id}
        label={{ zh: '各地所得', en: 'What places get' }}
        empty={{ zh: '项目没有登记乡镇和村', en: 'Projects name no township or village' }}
        pageSize={30}
        total
        columns={[
          {
            title: { zh: '地方', en: 'Place' },
            cell: (row) => (
              <div>
                {row.name}
                {row.township ? <span className="insight-note">{` · ${row.township}`}</span> : null}
              </div>
            ),
          },
          { title: { zh: '受益户', en: 'Households' }, count: (row) => row.households, width: 90, summed: true },
          { title: { zh: '贫困户', en: 'Poor' }, count: (row) => row.poorHouseholds, width: 90, summed: true },
          { title: { zh: '之前', en: 'Before' }, money: (row) => row.beforeFen },
          { title: { zh: '本方案', en: 'This plan' }, money: (row) => row.planFen },
          { title: { zh: '每户之前', en: 'A household before' }, cell: (row) => <Each fen={row.perHouseholdBeforeFen} /> },
          { title: { zh: '每户之后', en: 'A household after' }, cell: (row) => <Each fen={row.perHouseholdAfterFen} /> },
          { title: { zh: '每贫困户之后', en: 'A poor household after' }, cell: (row) => <Each fen={row.perPoorAfterFen} /> },
        ]}
      />
    </>
  )
}

const Each = ({ fen }: { fen: string | null }) => (fen === null ? <>–</> : <MoneyText fen={fen} unit rounded />)

function Spreads({ spread, most, least }: { spread: Fairness['spreads'][number]; most: string; least: string }) {
  const say = useSay()
  const one = (title: string, s: Fairness['spreads'][number]['after'], names: boolean) => (
    <div className="insight-spread">
      <h4>{title}</h4>
      <dl>
        <dt>{say({ zh: '基尼系数（0 为完全均等）', en: 'Gini (0: all equal)' })}</dt>
        <dd>{s.gini ?? '–'}</dd>
        <dt>{say({ zh: '每户最多', en: 'Most a household' })}</dt>
        <dd>
          <MoneyText fen={s.mostFen} unit rounded />
          {names ? ` ${most}` : null}
        </dd>
        <dt>{say({ zh: '每户最少', en: 'Least a household' })}</dt>
        <dd>
          <MoneyText fen={s.leastFen} unit rounded />
          {names ? ` ${least}` : null}
        </dd>
      </dl>
    </div>
  )
  return (
    <div className="insight-spreads">
      {one(say({ zh: '本方案之前', en: 'Before the plan' }), spread.before, false)}
      {one(say({ zh: '本方案之后', en: 'After the plan' }), spread.after, true)}
    </div>
  )
}

/** Bars of money a household: what was there and what the plan adds. The table below says the same in figures. */
function Chart({ places }: { places: readonly Place[] }) {
  const say = useSay()
  const top = places.reduce((max, p) => Math.max(max, Number(p.perHouseholdAfterFen)), 0)
  if (top === 0) return null
  const width = (fen: number) => `${(fen / top) * 100}%`
  return (
    <figure aria-label={say({ zh: '每户资金', en: 'Money a household' })}>
      <figcaption className="insight-legend">
        <span>
          <i className="insight-chart-before" />
          {say({ zh: '之前每户', en: 'before, a household' })}
        </span>
        <span>
          <i className="insight-chart-plan" />
          {say({ zh: '本方案每户增加', en: 'added by the plan' })}
        </span>
      </figcaption>
      <div className="insight-chart">
        {places.map((p) => {
          const before = Number(p.perHouseholdBeforeFen)
          const after = Number(p.perHouseholdAfterFen)
          return [
            <span key={`${p.id}-name`}>{p.name}</span>,
            <span key={`${p.id}-bar`} className="insight-chart-bar" aria-hidden>
              <span className="insight-chart-before" style={{ width: width(before) }} />
              <span className="insight-chart-plan" style={{ width: width(Math.max(0, after - before)) }} />
            </span>,
            <MoneyText key={`${p.id}-sum`} fen={p.perHouseholdAfterFen} unit rounded />,
          ]
        })}
      </div>
    </figure>
  )
}
