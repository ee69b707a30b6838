/** What the independent check says of the plan as it stands, while it is being changed, and its figures beside the original. */
import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { planMeasures } from '#policy/allocation-reasons.ts'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { grouped } from '#ui/grouped.ts'
import { useSay } from '#ui/language.tsx'
import { formatMoney, useMoneyUnit } from '#ui/MoneyText.tsx'
import { useNarrow } from '#ui/media.ts'
import { type Checked, takeOver, type Told } from './desk-state.ts'
import type { DeskState } from './useDesk.ts'

const SHOWN = 4

export function DeskChecks({ state }: { state: DeskState }) {
  const say = useSay()
  const { data, error, waiting } = state.check
  return (
    <section className="desk-checks" aria-label={say({ zh: '核验', en: 'The check' })} aria-live="polite" aria-busy={waiting}>
      <ErrorNote error={error} />
      {data ? (
        <>
          <Verdict data={data} waiting={waiting} typing={state.typing !== null} />
          <ToldList list={data.violations} state={state} />
          {data.violations.some((v) => v.rule === 'waterfall') ? null : <ToldList list={data.hints} state={state} hint />}
          {data.leftOut.length > 0 ? <LeftOut list={data.leftOut} /> : null}
          <Figures data={data} />
        </>
      ) : (
        <p>{say({ zh: '正在核验…', en: 'Checking…' })}</p>
      )}
    </section>
  )
}

function Verdict({ data, waiting, typing }: { data: Checked; waiting: boolean; typing: boolean }) {
  const say = useSay()
  const count = data.violations.length
  const with_ = typing ? say({ zh: '（含正在填的这一笔）', en: ' (with the amount being typed)' }) : ''
  return (
    <p className={data.ok ? 'desk-verdict desk-verdict-good' : 'desk-verdict desk-verdict-bad'} data-ok={data.ok}>
      {data.ok ? <CheckCircleFilled aria-hidden /> : <CloseCircleFilled aria-hidden />}{' '}
      {data.ok
        ? say({ zh: `独立核验通过${with_}`, en: `The independent check accepts it${with_}` })
        : say({
            zh: `有 ${count} 处不合规${with_}，改正后才能保存`,
            en: `${count} places break a rule${with_}; correct them before saving`,
          })}
      {waiting ? <span className="desk-waiting">{say({ zh: ' 正在核验…', en: ' checking…' })}</span> : null}
    </p>
  )
}

function ToldList({ list, state, hint = false }: { list: readonly Told[]; state: DeskState; hint?: boolean }) {
  const say = useSay()
  const [all, setAll] = useState(false)
  if (list.length === 0) return null
  const shown = all ? list : list.slice(0, SHOWN)
  return (
    <ul className={hint ? 'desk-told desk-hints' : 'desk-told'}>
      {shown.map((told) => (
        <li key={`${told.rule} ${told.text.zh}`}>
          <span>{say(told.text)}</span>
          <span className="desk-told-acts">
            {told.mend ? (
              <Button size="small" onClick={() => state.change({ to: (slices) => takeOver(slices, told.mend!) })}>
                {say({ zh: '照此替换', en: 'Do so' })}
              </Button>
            ) : null}
            {told.projectId && told.projectId !== state.projectId ? (
              <Button size="small" type="text" onClick={() => state.chooseProject(told.projectId)}>
                {say({ zh: '看项目', en: 'Show' })}
              </Button>
            ) : told.lotId && !told.projectId && told.lotId !== state.lotId ? (
              <Button size="small" type="text" onClick={() => state.chooseLot(told.lotId)}>
                {say({ zh: '看资金', en: 'Show' })}
              </Button>
            ) : null}
          </span>
        </li>
      ))}
      {list.length > SHOWN ? (
        <li>
          <Button size="small" type="link" onClick={() => setAll((now) => !now)}>
            {all ? say({ zh: '收起', en: 'Fewer' }) : say({ zh: `还有 ${list.length - SHOWN} 处`, en: `${list.length - SHOWN} more` })}
          </Button>
        </li>
      ) : null}
    </ul>
  )
}

function LeftOut({ list }: { list: Checked['leftOut'] }) {
  const say = useSay()
  return (
    <details className="desk-left-out">
      <summary>
        {say({
          zh: `有 ${list.length} 个项目剩下的钱还付得起，保存时记为手工撤下`,
          en: `${list.length} projects could still be paid; they will be recorded as left out by hand`,
        })}
      </summary>
      <ul>
        {list.map((one) => (
          <li key={one.projectId}>{say(one.text)}</li>
        ))}
      </ul>
    </details>
  )
}

const UNITS = { count: { zh: '个', en: '' }, points: { zh: '分', en: 'points' } } as const
const SLICES = { zh: '笔', en: '' }
const LESS_IS_BETTER = new Set(['debt', 'slices', 'idle'])
const order = Object.keys(planMeasures)

const LIVE = 2

/** The same in short, where the hand is: whether it passes, and what concerns the chosen lot or project. */
export function DeskLive({ state }: { state: DeskState }) {
  const say = useSay()
  const { data, waiting } = state.check
  if (!data || (data.ok && !state.changed && state.typing === null)) return null
  const { lotId, projectId } = state
  const concerns = (told: Told) =>
    (projectId !== null && told.projectId === projectId) || (lotId !== null && told.lotId === lotId && told.projectId === null)
  const near = data.violations.filter(concerns)
  const shown = (near.length > 0 ? near : data.violations).slice(0, LIVE)
  return (
    <div className={`desk-live ${data.ok ? 'desk-live-good' : 'desk-live-bad'}`} aria-busy={waiting}>
      <strong>
        {data.ok
          ? say({ zh: '独立核验通过', en: 'The check accepts it' })
          : say({ zh: `有 ${data.violations.length} 处不合规`, en: `${data.violations.length} broken rules` })}
      </strong>
      {shown.map((told) => (
        <span key={`${told.rule} ${told.text.zh}`}>{say(told.text)}</span>
      ))}
    </div>
  )
}

/** On a phone the figures wait behind one line, so that what is to be done stays in sight. */
function Figures({ data }: { data: Checked }) {
  const say = useSay()
  const phone = useNarrow(768)
  if (!phone) return <Measures data={data} />
  return (
    <details className="desk-figures">
      <summary>{say({ zh: '各项指标，与原方案相比', en: 'The figures beside the original' })}</summary>
      <Measures data={data} />
    </details>
  )
}

function Measures({ data }: { data: Checked }) {
  const say = useSay()
  const { unit } = useMoneyUnit()
  const text = ({ key, unit: kind }: Checked['measures'][number], value: string) =>
    kind === 'fen' ? `${formatMoney(value, unit)} ${unit}` : `${grouped(value)} ${say(key === 'slices' ? SLICES : UNITS[kind])}`
  return (
    <dl className="desk-measures">
      {[...data.measures]
        .sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key))
        .map((m) => {
          const difference = BigInt(m.now) - BigInt(m.original)
          const better = LESS_IS_BETTER.has(m.key) ? difference < 0n : difference > 0n
          return (
            <div key={m.key}>
              <dt>{say(m.label)}</dt>
              <dd>{text(m, m.now)}</dd>
              <dd className="desk-was">
                {difference === 0n ? (
                  say({ zh: '同原方案', en: 'as before' })
                ) : (
                  <span className={better ? 'desk-better' : 'desk-worse'}>
                    {`${difference > 0n ? '+' : ''}${text(m, difference.toString())}`}
                    <span className="desk-original">
                      {say({ zh: `（原 ${text(m, m.original)}）`, en: ` (was ${text(m, m.original)})` })}
                    </span>
                  </span>
                )}
              </dd>
            </div>
          )
        })}
    </dl>
  )
}
