/** Published plans: their list on the public page, and one plan with its three lists and document number. */
import { useState } from 'react'
import { formatFen, type MoneyUnit } from '#kernel/money.ts'
import { useSay } from '#ui/language.tsx'
import { type PublishedPlan, usePublishedPlan, usePublishedPlans } from './public-plan.ts'

export function PublishedPlans({ unit }: { unit: MoneyUnit }) {
  const say = useSay()
  const { data } = usePublishedPlans()
  if (!data || data.plans.length === 0) return null
  return (
    <section>
      <h2>{say({ zh: '已公布的年度实施方案', en: 'Published yearly plans' })}</h2>
      <table className="public-cards">
        <thead>
          <tr>
            <th>{say({ zh: '方案', en: 'Plan' })}</th>
            <th>{say({ zh: '公布文号', en: 'Document' })}</th>
            <th>{say({ zh: '公布日期', en: 'Date' })}</th>
            <th className="public-number">{say({ zh: '项目数', en: 'Projects' })}</th>
            <th className="public-number">{`${say({ zh: '安排资金', en: 'Allocated' })}（${unit}）`}</th>
          </tr>
        </thead>
        <tbody>
          {data.plans.map((plan) => (
            <tr key={plan.id}>
              <td>
                <a href={`/public?plan=${plan.id}`}>{plan.name}</a>
                {plan.adjusts ? (
                  <span className="public-code">{say({ zh: `调整“${plan.adjusts}”`, en: `adjusts "${plan.adjusts}"` })}</span>
                ) : null}
              </td>
              <td data-label={say({ zh: '公布文号', en: 'Document' })}>{plan.documentNo}</td>
              <td data-label={say({ zh: '公布日期', en: 'Date' })}>{plan.publishedOn}</td>
              <td data-label={say({ zh: '项目数', en: 'Projects' })} className="public-number">
                {plan.projects}
              </td>
              <td data-label={`${say({ zh: '安排资金', en: 'Allocated' })}（${unit}）`} className="public-number">
                {formatFen(BigInt(plan.amountFen), unit)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

export function PublicPlan({ id, unit }: { id: string; unit: MoneyUnit }) {
  const say = useSay()
  const { data: plan, error } = usePublishedPlan(id)
  return (
    <>
      <p className="public-note">
        <a href="/public">{say({ zh: '← 返回公示页', en: '← Back to the public page' })}</a>
      </p>
      {error ? (
        <p className="public-error" role="alert">
          {say(error)}
        </p>
      ) : null}
      {plan ? (
        <Lists plan={plan} unit={unit} />
      ) : error ? null : (
        <p className="public-opening">{say({ zh: '正在读取…', en: 'Loading…' })}</p>
      )}
    </>
  )
}

function Lists({ plan, unit }: { plan: PublishedPlan; unit: MoneyUnit }) {
  const say = useSay()
  const money = (fen: string) => formatFen(BigInt(fen), unit)
  const amount = `${say({ zh: '资金', en: 'Amount' })}（${unit}）`
  return (
    <>
      <h1>{plan.name}</h1>
      <p className="public-note">
        {say({
          zh: `${plan.district}，公布文号 ${plan.documentNo}，${plan.publishedOn} 公布；决定文号 ${plan.decisionNo}，${plan.decidedOn} 决定。`,
          en: `${plan.district}, published by ${plan.documentNo} on ${plan.publishedOn}; decided by ${plan.decisionNo} on ${plan.decidedOn}.`,
        })}
        {plan.adjusts
          ? say({ zh: `调整“${plan.adjusts}”：${plan.cause ?? ''}。`, en: ` Adjusts "${plan.adjusts}": ${plan.cause ?? ''}.` })
          : ''}
      </p>
      <p className="public-note">
        {say({
          zh: `共安排 ${plan.projects} 个项目，${money(plan.amountFen)} ${unit}。到户项目不公开名称和村。`,
          en: `${plan.projects} projects, ${money(plan.amountFen)} ${unit}. Household projects appear without name and village.`,
        })}
      </p>
      <PublicList
        title={say({ zh: '来源清单', en: 'Where it comes from' })}
        heads={[
          say({ zh: '资金', en: 'Fund' }),
          say({ zh: '文号', en: 'Document' }),
          say({ zh: '级次', en: 'Level' }),
          say({ zh: '主管部门', en: 'Department' }),
          say({ zh: '专账', en: 'Book' }),
          amount,
        ]}
        rows={plan.sources.map((s) => [s.fundName, s.docNo, say(s.level), s.department, say(s.book), money(s.amountFen)])}
        total={money(plan.amountFen)}
      />
      <PublicList
        title={say({ zh: '使用清单', en: 'What it pays' })}
        heads={[
          say({ zh: '项目', en: 'Project' }),
          say({ zh: '编号', en: 'Code' }),
          say({ zh: '地点', en: 'Place' }),
          say({ zh: '类别', en: 'Category' }),
          say({ zh: '资金来源', en: 'Paid from' }),
          say({ zh: '年度', en: 'Year' }),
          amount,
        ]}
        rows={plan.uses.map((u) => [u.project, u.code, u.place, say(u.category), u.docNo, String(u.year), money(u.amountFen)])}
        total={money(plan.amountFen)}
      />
      <Duties plan={plan} amount={amount} money={money} />
    </>
  )
}

interface DutiesProps {
  readonly plan: PublishedPlan
  readonly amount: string
  readonly money: (fen: string) => string
}

function Duties({ plan, amount, money }: DutiesProps) {
  const say = useSay()
  return (
    <PublicList
      title={say({ zh: '责任清单', en: 'Who answers' })}
      heads={[
        say({ zh: '项目', en: 'Project' }),
        say({ zh: '编号', en: 'Code' }),
        say({ zh: '责任单位', en: 'Responsible unit' }),
        say({ zh: '资金主管部门', en: 'Department' }),
        say({ zh: '使用期限', en: 'To be spent by' }),
        amount,
      ]}
      rows={plan.duties.map((d) => [
        d.project,
        d.code,
        d.unit || '–',
        d.departments.join('、'),
        say({ zh: `${d.usableTo}年底`, en: `end of ${d.usableTo}` }),
        money(d.amountFen),
      ])}
      total={money(plan.amountFen)}
    />
  )
}

const PAGE = 50

interface PublicListProps {
  readonly title: string
  readonly heads: readonly string[]
  /** The first cell names the row, the last is its amount. */
  readonly rows: readonly (readonly string[])[]
  readonly total: string
}

function PublicList({ title, heads, rows, total }: PublicListProps) {
  const say = useSay()
  const [words, setWords] = useState('')
  const [pages, setPages] = useState(1)
  const found = words.trim() === '' ? rows : rows.filter((row) => row.some((cell) => cell.includes(words.trim())))
  const shown = found.slice(0, pages * PAGE)
  const last = heads.length - 1
  return (
    <section>
      <div className="public-line">
        <h2>{`${title}（${found.length}）`}</h2>
        <input
          type="search"
          value={words}
          aria-label={say({ zh: `在${title}里查找`, en: `Search ${title}` })}
          placeholder={say({ zh: '查找', en: 'Search' })}
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
      <table className="public-cards">
        <thead>
          <tr>
            {heads.map((head, i) => (
              <th key={head} {...(i === last ? { className: 'public-number' } : {})}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row.join('|')}>
              {row.map((cell, i) => (
                <td key={heads[i]} data-label={i === 0 ? '' : heads[i]} {...(i === last ? { className: 'public-number' } : {})}>
                  {i === 0 ? <strong>{cell}</strong> : cell}
                </td>
              ))}
            </tr>
          ))}
          <tr>
            <td colSpan={last}>
              <strong>{say({ zh: '全部合计', en: 'Total of all' })}</strong>
            </td>
            <td className="public-number" data-label="">
              <strong>{total}</strong>
            </td>
          </tr>
        </tbody>
      </table>
      {found.length > shown.length ? (
        <button type="button" className="public-more" onClick={() => setPages(pages + 1)}>
          {say({
            zh: `再看 ${Math.min(PAGE, found.length - shown.length)} 行`,
            en: `Show ${Math.min(PAGE, found.length - shown.length)} more`,
          })}
        </button>
      ) : null}
    </section>
  )
}
