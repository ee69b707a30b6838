/** Projects without money: the true reason in numbers and the smallest change that would fund each; filtered, searched, sorted, exported. */
import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons'
import { Button, Input, Select, Tag } from 'antd'
import { useMemo, useState } from 'react'
import { hrefOf } from '#contract/client.ts'
import { useSay } from '#ui/language.tsx'
import { LinkIfAllowed } from '#ui/PageLink.tsx'
import { usePrinting } from '#ui/printing.ts'
import { RowsTable } from '#ui/RowsTable.tsx'
import { unfundedCauses } from '#policy/allocation-reasons.ts'
import { exportUnfunded } from '../insight.contract.ts'
import { Facts, ProjectPanel, RemedyText } from './InsightRemedies.tsx'
import type { Insight } from './insight-answer.ts'

/** Facts of a row on the screen; the panel and the paper have them all. */
const SHOWN = 2

type Row = Insight['unfunded'][number]

const SORTS = {
  score: { zh: '按得分从高到低', en: 'By score' },
  change: { zh: '按改变金额从小到大', en: 'By size of the change' },
  need: { zh: '按需要资金从大到小', en: 'By need' },
} as const
type Sort = keyof typeof SORTS

const bigger = (a: bigint, b: bigint): number => (a === b ? 0 : a > b ? -1 : 1)

function sorted(rows: readonly Row[], by: Sort): Row[] {
  const compare = (a: Row, b: Row): number => {
    if (by === 'need') return bigger(BigInt(a.needFen), BigInt(b.needFen))
    if (by === 'score') return b.score - a.score
    if (a.best === null || b.best === null) return Number(a.best === null) - Number(b.best === null)
    return bigger(BigInt(b.best.sizeFen), BigInt(a.best.sizeFen))
  }
  return [...rows].sort((a, b) => compare(a, b) || a.code.localeCompare(b.code))
}

interface Choice {
  readonly cause: string | null
  readonly q: string
  readonly sort: Sort
}

function chosen(rows: readonly Row[], { cause, q, sort }: Choice): Row[] {
  const wanted = q.trim().toLowerCase()
  const has = (row: Row) => [row.name, row.code, row.place, row.category.zh].some((text) => text.toLowerCase().includes(wanted))
  return sorted(
    rows.filter((row) => (cause === null || row.cause === cause) && (wanted === '' || has(row))),
    sort,
  )
}

export function InsightUnfunded({ planId, rows }: { planId: string; rows: readonly Row[] }) {
  const [choice, setChoice] = useState<Choice>({ cause: null, q: '', sort: 'score' })
  const [open, setOpen] = useState<string | null>(null)
  const printing = usePrinting()
  const shown = useMemo(() => chosen(rows, choice), [rows, choice])
  return (
    <>
      <Bar planId={planId} rows={rows} choice={choice} onChange={setChoice} />
      <RowsTable
        rows={shown}
        rowKey={(row) => row.projectId}
        label={{ zh: '未安排项目和原因', en: 'Unfunded projects and reasons' }}
        empty={
          rows.length === 0
            ? { zh: '所有项目都安排到了资金', en: 'Every project has its money' }
            : { zh: '没有符合条件的项目', en: 'No project matches' }
        }
        pageSize={20}
        total
        columns={[
          { title: { zh: '项目', en: 'Project' }, cell: (row) => <ProjectCell row={row} /> },
          { title: { zh: '需要', en: 'Needs' }, money: (row) => row.needFen, width: 120 },
          { title: { zh: '为什么没有安排', en: 'Why not' }, cell: (row) => <WhyCell row={row} all={printing} /> },
          {
            title: { zh: '最小的改变', en: 'Smallest change' },
            cell: (row) => <ChangeCell row={row} onOpen={() => setOpen(row.projectId)} />,
          },
        ]}
      />
      {open ? <ProjectPanel planId={planId} projectId={open} onClose={() => setOpen(null)} /> : null}
    </>
  )
}

interface BarProps {
  readonly planId: string
  readonly rows: readonly Row[]
  readonly choice: Choice
  readonly onChange: (choice: Choice) => void
}

/** Search, reason and order; spreadsheet and paper. */
function Bar({ planId, rows, choice, onChange }: BarProps) {
  const say = useSay()
  const causes = Object.entries(unfundedCauses).flatMap(([value, label]) => {
    const count = rows.filter((row) => row.cause === value).length
    return count > 0 ? [{ value, label: `${say(label)}（${count}）` }] : []
  })
  return (
    <div className="insight-bar no-print">
      <Input.Search
        allowClear
        className="insight-grow"
        placeholder={say({ zh: '项目、编号、地点、类别', en: 'Project, code, place, category' })}
        aria-label={say({ zh: '查找未安排项目', en: 'Find a project' })}
        onChange={(event) => onChange({ ...choice, q: event.target.value })}
      />
      <Select
        allowClear
        {...(choice.cause ? { value: choice.cause } : {})}
        placeholder={say({ zh: `全部原因（${rows.length}）`, en: `All reasons (${rows.length})` })}
        aria-label={say({ zh: '按原因筛选', en: 'Filter by reason' })}
        options={causes}
        onChange={(value?: string) => onChange({ ...choice, cause: value ?? null })}
      />
      <Select<Sort>
        value={choice.sort}
        aria-label={say({ zh: '排列次序', en: 'Order' })}
        options={(Object.keys(SORTS) as Sort[]).map((value) => ({ value, label: say(SORTS[value]) }))}
        onChange={(sort) => onChange({ ...choice, sort })}
      />
      <Button icon={<DownloadOutlined aria-hidden />} href={hrefOf(exportUnfunded, { params: { id: planId } })} download>
        {say({ zh: '导出 Excel', en: 'Excel' })}
      </Button>
      <Button icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>
        {say({ zh: '打印', en: 'Print' })}
      </Button>
    </div>
  )
}

function ProjectCell({ row }: { row: Row }) {
  const say = useSay()
  return (
    <div>
      <span className="insight-project">
        <LinkIfAllowed permission="projects.read" to={`/projects/${row.projectId}`}>
          {row.name}
        </LinkIfAllowed>
      </span>
      <span className="insight-note">
        {`${row.code} · ${row.place} · ${say(row.category)} · ${say({ zh: `${row.score} 分`, en: `${row.score} points` })}`}
      </span>
    </div>
  )
}

function WhyCell({ row, all }: { row: Row; all: boolean }) {
  const say = useSay()
  return (
    <div className="insight-why">
      <Tag className="insight-cause">{say(row.causeLabel)}</Tag>
      <Facts facts={row.facts} most={all ? row.facts.length : SHOWN} />
    </div>
  )
}

function ChangeCell({ row, onOpen }: { row: Row; onOpen: () => void }) {
  const say = useSay()
  const settled = row.cause === 'negative-list' || row.cause === 'room'
  const note = !row.looked
    ? say({ zh: '打开后计算', en: 'Worked out when opened' })
    : settled
      ? null
      : say({ zh: '没有找到单项改变', en: 'No single change was found' })
  return (
    <div className="insight-what">
      {row.best ? <RemedyText remedy={row.best} /> : note ? <span className="insight-note">{note}</span> : '–'}
      {settled ? null : (
        <div className="no-print">
          <Button type="link" size="small" style={{ padding: 0 }} onClick={onOpen}>
            {say({ zh: '全部办法', en: 'All ways' })}
          </Button>
        </div>
      )}
    </div>
  )
}
