/** The projects on the public page: found by a word, a page at a time, a card each on phones. */
import { useState } from 'react'
import { formatFen, type MoneyUnit } from '#kernel/money.ts'
import { useSay } from '#ui/language.tsx'
import { matching, type PublicProject } from './public-overview.ts'

const PAGE = 50
const dash = (amount: string, unit: MoneyUnit) => (amount === '0' ? '–' : formatFen(BigInt(amount), unit))

export function PublicProjects({ projects, unit }: { projects: readonly PublicProject[]; unit: MoneyUnit }) {
  const say = useSay()
  const [words, setWords] = useState('')
  const [pages, setPages] = useState(1)
  const found = matching(projects, words)
  const rows = found.slice(0, pages * PAGE)
  return (
    <section>
      <div className="public-line">
        <h2>{say({ zh: `项目（${found.length}）`, en: `Projects (${found.length})` })}</h2>
        <input
          type="search"
          value={words}
          aria-label={say({ zh: '按项目、地点、收款人查找', en: 'Search projects, places, payees' })}
          placeholder={say({ zh: '按项目、地点、收款人查找', en: 'Search projects, places, payees' })}
          onChange={(event) => {
            setWords(event.target.value)
            setPages(1)
          }}
        />
      </div>
      {rows.length === 0 ? (
        <p className="public-none">
          {say(
            projects.length === 0
              ? { zh: '还没有安排资金的项目。', en: 'No project has been given money yet.' }
              : { zh: '没有找到。', en: 'Nothing found.' },
          )}
        </p>
      ) : (
        <ProjectTable rows={rows} unit={unit} />
      )}
      {found.length > rows.length ? (
        <button type="button" className="public-more" onClick={() => setPages(pages + 1)}>
          {say({
            zh: `再看 ${Math.min(PAGE, found.length - rows.length)} 个`,
            en: `Show ${Math.min(PAGE, found.length - rows.length)} more`,
          })}
        </button>
      ) : null}
    </section>
  )
}

function ProjectTable({ rows, unit }: { rows: readonly PublicProject[]; unit: MoneyUnit }) {
  const say = useSay()
  return (
    <table className="public-cards">
      <thead>
        <tr>
          <th>{say({ zh: '项目', en: 'Project' })}</th>
          <th>{say({ zh: '地点', en: 'Place' })}</th>
          <th>{say({ zh: '类别', en: 'Category' })}</th>
          <th className="public-number">{`${say({ zh: '已安排', en: 'Allocated' })}(${unit})`}</th>
          <th className="public-number">{`${say({ zh: '已支付', en: 'Paid' })}(${unit})`}</th>
          <th>{say({ zh: '收款人', en: 'Payees' })}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((project) => (
          <tr key={project.code}>
            <td data-label="">
              <strong>{project.name}</strong>
              <span className="public-code">{project.code}</span>
            </td>
            <td data-label={say({ zh: '地点', en: 'Place' })}>{project.place || '–'}</td>
            <td data-label={say({ zh: '类别', en: 'Category' })}>{say(project.category)}</td>
            <td data-label={`${say({ zh: '已安排', en: 'Allocated' })}(${unit})`} className="public-number">
              {dash(project.reserved, unit)}
            </td>
            <td data-label={`${say({ zh: '已支付', en: 'Paid' })}(${unit})`} className="public-number">
              {dash(project.paid, unit)}
            </td>
            <td data-label={say({ zh: '收款人', en: 'Payees' })}>{project.payees.join('、') || '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
