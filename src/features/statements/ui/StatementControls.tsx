/** Which statement, of which book, for which months, narrowed to what; all of it stands in the address. */
import { Button, Segmented, Select, Tag } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Text } from '#kernel/outcome.ts'
import { listLots } from '#features/funds/funds.contract.ts'
import { listProjects } from '#features/projects/projects.contract.ts'
import { books } from '#policy/books.ts'
import { groupings, ledgerLabels, type StatementName, statements } from '#policy/statements.ts'
import { subjects } from '#policy/subjects.ts'
import { useAnswer } from '#ui/Answer.tsx'
import { useSay } from '#ui/language.tsx'
import { useNarrow } from '#ui/media.ts'
import { useQueryParams, useSetQueryParams } from '#ui/routing.ts'
import { useMay, useSession } from '#ui/session.tsx'
import { statementChoices } from '../statements.contract.ts'
import { useStatement } from './use-statement.ts'

export function StatementChoice() {
  const say = useSay()
  const narrow = useNarrow(768)
  const { name } = useStatement()
  const set = useSetQueryParams()
  const options = Object.entries(statements).map(([value, label]) => ({ value, label: say(label) }))
  const choose = (next: string) =>
    set({ statement: next, page: undefined, by: undefined, ...(next === 'detail' ? {} : { subject: undefined }) })
  const label = say({ zh: '哪一种账簿或报表', en: 'Which statement' })
  return (
    <div className="statement-choice no-print">
      {narrow ? (
        <Select aria-label={label} value={name} options={options} onChange={choose} style={{ width: '100%' }} />
      ) : (
        <Segmented aria-label={label} value={name} options={options} onChange={choose} />
      )}
    </div>
  )
}

interface Option {
  readonly value: string
  readonly label: string
}

/** Which controls a statement has beside book, period and scope. */
const HAS: Readonly<Record<StatementName, readonly ('ledger' | 'subject' | 'by')[]>> = {
  trial: ['ledger'],
  sheet: [],
  income: ['by'],
  execution: ['by'],
  general: ['ledger', 'subject'],
  detail: ['subject'],
  journal: ['ledger'],
}

export function StatementControls() {
  const say = useSay()
  const { name, raw } = useStatement()
  const set = useSetQueryParams()
  const { data: choices } = useAnswer(statementChoices)
  const pick = (key: string, label: Text, options: readonly Option[], width: number, clear = true) => (
    <Select<string>
      className="list-filter"
      aria-label={say(label)}
      placeholder={say(label)}
      style={{ minWidth: width }}
      allowClear={clear}
      showSearch={options.length > 9 ? { optionFilterProp: 'label' } : false}
      popupMatchSelectWidth={false}
      value={raw[key] ?? (clear ? null : options[0]!.value)}
      options={[...options]}
      onChange={(value: string | undefined) => set({ [key]: value, page: undefined })}
    />
  )
  const listOf = (table: Readonly<Record<string, Text>>): Option[] =>
    Object.entries(table).map(([value, label]) => ({ value, label: say(label) }))
  const same = (values: readonly string[]): Option[] => values.map((value) => ({ value, label: value }))
  const bookOptions = [
    { value: 'all', label: say({ zh: '三个专账合计', en: 'All three books' }) },
    ...Object.entries(books).map(([value, { label }]) => ({ value, label: say(label) })),
  ]
  const subjectOptions = Object.entries(subjects)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([value, { label }]) => ({ value, label: `${value} ${say(label)}` }))
  const has = HAS[name]
  return (
    <div className="list-filters statement-controls no-print" role="search">
      {pick('book', { zh: '专账', en: 'Book' }, bookOptions, 132, false)}
      <PeriodPicker months={choices?.months ?? []} />
      {has.includes('ledger') ? pick('ledger', { zh: '资金账或指标账', en: 'Cash or quota' }, listOf(ledgerLabels), 140) : null}
      {has.includes('subject') ? pick('subject', { zh: '科目', en: 'Title' }, subjectOptions, 168, name !== 'detail') : null}
      {has.includes('by')
        ? pick(
            'by',
            { zh: '按什么分', en: 'Divide by' },
            Object.entries(groupings).map(([value, { zh, en }]) => ({
              value,
              label: say({ zh: `按${zh}`, en: `By ${en.toLowerCase()}` }),
            })),
            108,
          )
        : null}
      <More>
        {pick('department', { zh: '全部部门', en: 'All departments' }, same(choices?.departments ?? []), 116)}
        {pick(
          'level',
          { zh: '全部级次', en: 'All levels' },
          (choices?.levels ?? []).map((l) => ({ value: l.key, label: say(l.label) })),
          104,
        )}
        <Narrowing />
      </More>
    </div>
  )
}

/** On a phone what is seldom needed waits behind a button; while it narrows the statement it is open. */
function More({ children }: { children: ReactNode }) {
  const say = useSay()
  const narrow = useNarrow(768)
  const asked = useQueryParams()
  const [open, setOpen] = useState(false)
  const used = ['department', 'level', 'lot', 'project'].some((name) => asked[name])
  if (!narrow || open || used) return children
  return (
    <Button type="text" size="small" onClick={() => setOpen(true)}>
      {say({ zh: '更多条件', en: 'More conditions' })}
    </Button>
  )
}

const TWO = (month: number) => String(month).padStart(2, '0')

/** A whole year, one month, or several; `2017`, `2017-03`, `2017-01..2017-06` in the address. */
function PeriodPicker({ months }: { months: readonly string[] }) {
  const say = useSay()
  const set = useSetQueryParams()
  const { today } = useSession()
  const asked = useQueryParams()['period'] || (months[0] ?? today).slice(0, 4)
  const [first = asked, last = first] = asked.split('..')
  const year = last.slice(0, 4)
  // Followed from an opening balance, the period is everything up to a month: it is shown as what it is, and any choice leaves it.
  const longer = first.slice(0, 4) !== year
  const [from, to] = longer ? ['', ''] : [first.slice(5), last.slice(5)]
  const years = [...new Set([today.slice(0, 4), year, ...months.map((m) => m.slice(0, 4))])].sort().reverse()
  const go = (y: string, a: string, b: string) => {
    const period = a === '' ? y : b === '' || b <= a ? `${y}-${a}` : `${y}-${a}..${y}-${b}`
    set({ period, page: undefined })
  }
  const monthOptions = Array.from({ length: 12 }, (_, i) => ({ value: TWO(i + 1), label: say({ zh: `${i + 1}月`, en: TWO(i + 1) }) }))
  const label = (zh: string, en: string) => say({ zh, en })
  return (
    <span className="period-picker">
      <Select
        aria-label={label('年度', 'Year')}
        value={longer ? asked : year}
        options={[
          ...(longer ? [{ value: asked, label: say({ zh: `截至 ${last}`, en: `Up to ${last}` }), disabled: true }] : []),
          ...years.map((value) => ({ value, label: say({ zh: `${value}年`, en: value }) })),
        ]}
        onChange={(y: string) => go(y, from, to)}
        style={{ width: longer ? 132 : 92 }}
      />
      <Select
        aria-label={label('从哪个月', 'From month')}
        value={from}
        options={[{ value: '', label: label('全年', 'Whole year') }, ...monthOptions]}
        onChange={(a: string) => go(year, a, a)}
        style={{ width: 84 }}
      />
      {from ? (
        <>
          <span aria-hidden>–</span>
          <Select
            aria-label={label('到哪个月', 'To month')}
            value={to}
            options={monthOptions.filter((m) => m.value >= from)}
            onChange={(b: string) => go(year, from, b)}
            style={{ width: 76 }}
          />
        </>
      ) : null}
    </span>
  )
}

/** One lot or one project, found by typing; a tag while one is chosen. */
function Narrowing() {
  const may = useMay()
  return (
    <>
      {may('funds.read') ? <LotPicker /> : null}
      {may('projects.read') ? <ProjectPicker /> : null}
    </>
  )
}

function LotPicker() {
  const [q, setQ] = useState('')
  const found = useAnswer(listLots, { query: { q, page: 1, pageSize: 20 } }, { enabled: q !== '' })
  const options = (found.data?.rows ?? []).map((row) => ({ value: row.id, label: `${row.docNo} ${row.fundName}` }))
  return <OnePicker name="lot" label={{ zh: '只看一笔资金', en: 'One lot only' }} options={options} onSearch={setQ} />
}

function ProjectPicker() {
  const [q, setQ] = useState('')
  const found = useAnswer(listProjects, { query: { q, page: 1, pageSize: 20 } }, { enabled: q !== '' })
  const options = (found.data?.rows ?? []).map((row) => ({ value: row.id, label: `${row.code} ${row.name}` }))
  return <OnePicker name="project" label={{ zh: '只看一个项目', en: 'One project only' }} options={options} onSearch={setQ} />
}

interface OnePickerProps {
  readonly name: 'lot' | 'project'
  readonly label: Text
  readonly options: readonly Option[]
  readonly onSearch: (q: string) => void
}

function OnePicker({ name, label, options, onSearch }: OnePickerProps) {
  const say = useSay()
  const chosen = useQueryParams()[name]
  const set = useSetQueryParams()
  if (chosen)
    return (
      <Tag closable onClose={() => set({ [name]: undefined, page: undefined })}>
        {say(label)}
      </Tag>
    )
  return (
    <Select<string>
      className="list-filter"
      aria-label={say(label)}
      placeholder={say(label)}
      style={{ minWidth: 136 }}
      popupMatchSelectWidth={false}
      showSearch={{ filterOption: false, onSearch }}
      value={null}
      options={[...options]}
      notFoundContent={say({ zh: '输入名称或编号查找', en: 'Type a name or number' })}
      onChange={(value: string) => set({ [name]: value, page: undefined })}
    />
  )
}
