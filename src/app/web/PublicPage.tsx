/** 公示: what was announced, allocated and paid, plan by plan and project by project, and the heads of the chain of the books. */
import { useState } from 'react'
import { type MoneyUnit, formatFen } from '#kernel/money.ts'
import type { Text } from '#kernel/outcome.ts'
import { stages } from '#policy/books.ts'
import { useLanguage, useSay } from '#ui/language.tsx'
import { Brand } from './Brand.tsx'
import { askedPlan } from './public-plan.ts'
import { PublicPlan, PublishedPlans } from './PublicPlan.tsx'
import { PublicProjects } from './PublicProjects.tsx'
import { type Overview, useOverview } from './public-overview.ts'

export function PublicPage() {
  const say = useSay()
  const { language, setLanguage } = useLanguage()
  const [unit, setUnit] = useState<MoneyUnit>('万元')
  const { overview, error } = useOverview()
  const plan = askedPlan(window.location.search)
  return (
    <>
      <header className="public-header">
        <Brand district={overview?.district} />
        <div className="public-tools">
          <button type="button" onClick={() => setUnit(unit === '万元' ? '元' : '万元')}>
            {say({ zh: `单位：${unit}`, en: `Unit: ${unit}` })}
          </button>
          <button type="button" onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}>
            {language === 'zh' ? 'English' : '中文'}
          </button>
          <a href="/login">{say({ zh: '工作人员登录', en: 'Staff sign-in' })}</a>
        </div>
      </header>
      <main className="public-main">
        {error ? (
          <p className="public-error" role="alert">
            {say(error.text)}
          </p>
        ) : null}
        {plan ? (
          <PublicPlan id={plan} unit={unit} />
        ) : overview ? (
          <Figures overview={overview} unit={unit} />
        ) : error ? null : (
          <p className="public-opening">{say({ zh: '正在读取…', en: 'Loading…' })}</p>
        )}
      </main>
      <footer className="public-footer">
        <p>
          {say({
            zh: '本页数字直接由账簿算出，与账上一分不差；不含任何个人证件、电话、账号。对资金使用有疑问，可拨打 12317 监督举报电话。',
            en: 'Every figure on this page is computed from the books, to the fen. No personal numbers are shown. Questions or reports: telephone 12317.',
          })}
        </p>
      </footer>
    </>
  )
}

const shown = [
  { key: 'announced', label: { zh: '上级下达和本级安排', en: 'Announced' } },
  { key: 'received', label: { zh: '已经到账', en: 'Received' } },
  { key: 'allocated', label: { zh: '已安排到项目', en: 'Allocated to projects' } },
  { key: 'paid', label: { zh: '已支付到收款人', en: 'Paid to payees' } },
] as const satisfies readonly { key: string; label: Text }[]

/** Four figures, each containing the next: announced ⊇ received ⊇ allocated ⊇ paid. */
function fourFigures({ sum }: Overview): Record<(typeof shown)[number]['key'], bigint> {
  const [announced, expected, available, paid] = [BigInt(sum.announced), BigInt(sum.expected), BigInt(sum.available), BigInt(sum.paid)]
  return { announced, received: announced - expected, allocated: announced - expected - available, paid }
}

function Figures({ overview, unit }: { overview: Overview; unit: MoneyUnit }) {
  const say = useSay()
  const figures = fourFigures(overview)
  const width = (amount: bigint) => `${figures.announced > 0n ? Number((amount * 1000n) / figures.announced) / 10 : 0}%`
  return (
    <>
      <h1>{say({ zh: `${overview.district}财政涉农统筹资金公示`, en: `Public money of ${overview.district}: where it is` })}</h1>
      <p className="public-note">
        {say({ zh: `截至 ${overview.asOf}，单位：${unit}`, en: `As of ${overview.asOf}, in ${unit}` })}
        {figures.received > figures.allocated ? (
          <span>
            {say({
              zh: `（其中${stages.available.label.zh} ${formatFen(figures.received - figures.allocated, unit)}）`,
              en: ` (available: ${formatFen(figures.received - figures.allocated, unit)})`,
            })}
          </span>
        ) : null}
      </p>
      <dl className="public-figures">
        {shown.map(({ key, label }) => (
          <div key={key}>
            <dt>{say(label)}</dt>
            <dd>
              <span className="public-amount">{formatFen(figures[key], unit)}</span>
              <span className="public-track" aria-hidden>
                <span style={{ width: width(figures[key]) }} />
              </span>
            </dd>
          </div>
        ))}
      </dl>
      <Plans overview={overview} unit={unit} />
      <PublishedPlans unit={unit} />
      <PublicProjects projects={overview.projects} unit={unit} />
      <Heads overview={overview} />
    </>
  )
}

function Plans({ overview, unit }: { overview: Overview; unit: MoneyUnit }) {
  const say = useSay()
  return (
    <section>
      <h2>{say({ zh: '资金安排决定', en: 'Decisions on allocation' })}</h2>
      {overview.plans.length === 0 ? (
        <p className="public-none">{say({ zh: '还没有公布的安排决定。', en: 'No decision has been published yet.' })}</p>
      ) : (
        <table className="public-cards">
          <thead>
            <tr>
              <th>{say({ zh: '方案', en: 'Plan' })}</th>
              <th>{say({ zh: '决定文号', en: 'Decision' })}</th>
              <th>{say({ zh: '决定日期', en: 'Date' })}</th>
              <th className="public-number">{say({ zh: '项目数', en: 'Projects' })}</th>
              <th className="public-number">{`${say({ zh: '安排资金', en: 'Allocated' })}(${unit})`}</th>
            </tr>
          </thead>
          <tbody>
            {overview.plans.map((plan) => (
              <tr key={`${plan.decisionNo}-${plan.name}`}>
                <td>
                  <strong>{plan.name}</strong>
                </td>
                <td data-label={say({ zh: '决定文号', en: 'Decision' })}>{plan.decisionNo}</td>
                <td data-label={say({ zh: '决定日期', en: 'Date' })}>{plan.decidedOn}</td>
                <td data-label={say({ zh: '项目数', en: 'Projects' })} className="public-number">
                  {plan.projects}
                </td>
                <td data-label={`${say({ zh: '安排资金', en: 'Allocated' })}(${unit})`} className="public-number">
                  {formatFen(BigInt(plan.amountFen), unit)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Heads({ overview }: { overview: Overview }) {
  const say = useSay()
  if (overview.chainHeads.length === 0) return null
  return (
    <section>
      <h2>{say({ zh: '账簿指纹', en: 'Fingerprints of the books' })}</h2>
      <p className="public-note">
        {say({
          zh: '每一笔账都和前一笔连成链。公布最后一笔的指纹后，以前的账改动任何一个字，指纹都会对不上。',
          en: 'Each posting is chained to the one before. Once these are published, no earlier posting can be changed unseen.',
        })}
      </p>
      <ul className="public-heads">
        {overview.chainHeads.map((head) => (
          <li key={head.book.zh}>
            <span>{say({ zh: `${head.book.zh} 第 ${head.number} 笔`, en: `${head.book.en}, posting ${head.number}` })}</span>
            <code>{head.hash}</code>
          </li>
        ))}
      </ul>
    </section>
  )
}
