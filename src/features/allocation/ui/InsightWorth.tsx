/** What the next ten thousand yuan is worth: by lot, by limit, by township; estimated by prices, or exact by solving again. */
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { useSay } from '#ui/language.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'
import { resolvedWorth } from '../insight.contract.ts'
import type { Insight } from './insight-answer.ts'

type Worth = NonNullable<Insight['worth']>
type Row = Worth['lots'][number]

interface Props {
  readonly planId: string
  readonly worth: Worth | null
  readonly mayResolve: boolean
}

export function InsightWorth({ planId, worth, mayResolve }: Props) {
  const say = useSay()
  const [resolve, setResolve] = useState(false)
  return (
    <>
      {worth ? (
        <>
          <p className="insight-basis">{say(worth.basis)}</p>
          <Section title={{ zh: '哪笔资金最值得再争取', en: 'Which money to ask for' }} rows={worth.lots} />
          <Section title={{ zh: '哪条上限最值得放宽', en: 'Which limit to raise' }} rows={worth.limits} />
          <Section title={{ zh: '给哪个乡镇最见效', en: 'Which township gains most' }} rows={worth.places} />
        </>
      ) : (
        <Alert
          type="info"
          showIcon
          title={say({
            zh: '这个方案没有最优性证明，算不出资金的边际价值',
            en: 'This plan has no proof of a bound, so more money cannot be priced',
          })}
        />
      )}
      <h3 className="insight-section">{say({ zh: '精确重算', en: 'Solved again' })}</h3>
      {mayResolve ? (
        resolve ? (
          <Resolved planId={planId} />
        ) : (
          <Button onClick={() => setResolve(true)}>
            {say({ zh: '逐笔加 1 万元重新求解', en: 'Solve again with 10,000 yuan more in each lot' })}
          </Button>
        )
      ) : (
        <p className="insight-note">
          {say({
            zh: '方案规模较大或没有证明最优，逐笔重新求解太久，以上面的估算为准。',
            en: 'Too large to be solved again for each lot; the estimate above stands.',
          })}
        </p>
      )}
    </>
  )
}

function Section({ title, rows }: { title: { zh: string; en: string }; rows: readonly Row[] }) {
  const say = useSay()
  return (
    <>
      <h3 className="insight-section">{say(title)}</h3>
      {rows.length === 0 ? <p className="insight-note">{say(NOTHING)}</p> : <WorthTable title={title} rows={rows} />}
    </>
  )
}

const NOTHING = { zh: '再多一点也不会使得分增加。', en: 'A little more would gain nothing.' }

function WorthTable({ title, rows }: { title: { zh: string; en: string }; rows: readonly Row[] }) {
  const say = useSay()
  return (
    <RowsTable
      rows={rows}
      rowKey={(row) => row.id}
      label={title}
      empty={NOTHING}
      pageSize={10}
      columns={[
        {
          title: { zh: '名称', en: 'Name' },
          cell: (row) => (
            <div>
              <span className="insight-project">{say(row.name)}</span>
              {row.note ? <span className="insight-note">{row.note}</span> : null}
            </div>
          ),
        },
        { title: { zh: '多得的分', en: 'Points' }, count: (row) => Number(row.points), width: 110 },
        { title: { zh: '意思', en: 'Meaning' }, cell: (row) => <div className="insight-why">{say(row.text)}</div> },
      ]}
    />
  )
}

function Resolved({ planId }: { planId: string }) {
  const say = useSay()
  return (
    <Answer query={useAnswer(resolvedWorth, { params: { id: planId } })}>
      {(found) => (
        <>
          <p className="insight-basis">{say(found.basis)}</p>
          <RowsTable
            rows={[...found.lots].sort((a, b) => Number(b.gain) - Number(a.gain))}
            rowKey={(row) => row.id}
            label={{ zh: '精确重算', en: 'Solved again' }}
            empty={{ zh: '没有资金', en: 'No lots' }}
            pageSize={10}
            columns={[
              { title: { zh: '资金', en: 'Money' }, cell: (row) => <span className="insight-project">{row.name}</span> },
              { title: { zh: '多得的分', en: 'Points' }, count: (row) => Number(row.gain), width: 110 },
              { title: { zh: '意思', en: 'Meaning' }, cell: (row) => <div className="insight-why">{say(row.text)}</div> },
            ]}
          />
        </>
      )}
    </Answer>
  )
}
