/** Projects or lots of compared plans: what changed, narrowed and ordered on the spot. */
import { Checkbox, Input, Select } from 'antd'
import { useMemo, useState } from 'react'
import { magnitude } from '#kernel/money.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { useSay } from '#ui/language.tsx'
import { LinkIfAllowed } from '#ui/PageLink.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'
import type { comparePlans } from '../plan-compare.contract.ts'
import { ChangeTag } from './PlanCompareTag.tsx'

type Comparison = AnswerOf<typeof comparePlans>
type Row = Comparison['projects'][number]
type Order = 'code' | 'change' | 'amount'

const ORDERS: Readonly<Record<Order, { zh: string; en: string }>> = {
  change: { zh: '变化从大到小', en: 'Largest change first' },
  amount: { zh: '金额从大到小', en: 'Largest amount first' },
  code: { zh: '按编号或文号', en: 'By code or document' },
}

const changeOf = (row: Row) =>
  row.amounts
    .slice(1)
    .reduce(
      (most, a) => (magnitude(BigInt(a) - BigInt(row.amounts[0]!)) > most ? magnitude(BigInt(a) - BigInt(row.amounts[0]!)) : most),
      0n,
    )
const largest = (row: Row) => row.amounts.reduce((most, a) => (BigInt(a) > most ? BigInt(a) : most), 0n)

function inOrder(rows: readonly Row[], order: Order): Row[] {
  if (order === 'code') return [...rows].sort((a, b) => a.code.localeCompare(b.code, 'zh-CN'))
  const key = order === 'change' ? changeOf : largest
  return [...rows].sort((a, b) => {
    const [x, y] = [key(a), key(b)]
    return x === y ? a.code.localeCompare(b.code, 'zh-CN') : x > y ? -1 : 1
  })
}

interface ComparedRowsProps {
  readonly rows: readonly Row[]
  readonly plans: Comparison['plans']
  readonly kind: 'projects' | 'lots'
}

export function ComparedRows({ rows, plans, kind }: ComparedRowsProps) {
  const say = useSay()
  const [words, setWords] = useState('')
  const [changedOnly, setChangedOnly] = useState(true)
  const [order, setOrder] = useState<Order>('change')
  const shown = useMemo(() => {
    const asked = words.trim()
    const found = rows.filter(
      (r) => (!changedOnly || r.changed) && (asked === '' || `${r.code}${r.name}${r.of}${r.group.zh}`.includes(asked)),
    )
    return inOrder(found, order)
  }, [rows, words, changedOnly, order])
  const search = say({ zh: '名称、编号、地点或部门', en: 'Name, code, place or department' })
  return (
    <>
      <div className="plan-bar no-print">
        <Input.Search
          allowClear
          className="plan-search"
          value={words}
          placeholder={search}
          aria-label={search}
          onChange={(event) => setWords(event.target.value)}
        />
        <Checkbox checked={changedOnly} onChange={(event) => setChangedOnly(event.target.checked)}>
          {say({ zh: '只看有变化的', en: 'Changed only' })}
        </Checkbox>
        <Select<Order>
          value={order}
          onChange={setOrder}
          style={{ width: 160 }}
          aria-label={say({ zh: '排序', en: 'Order' })}
          options={(Object.keys(ORDERS) as Order[]).map((value) => ({ value, label: say(ORDERS[value]) }))}
        />
        <span className="help-text">{say({ zh: `${shown.length} 条`, en: `${shown.length} rows` })}</span>
      </div>
      <ComparedTable rows={shown} plans={plans} kind={kind} changedOnly={changedOnly} />
    </>
  )
}

function ComparedTable({ rows, plans, kind, changedOnly }: ComparedRowsProps & { readonly changedOnly: boolean }) {
  const say = useSay()
  return (
    <RowsTable
      rows={rows}
      rowKey={(row) => row.id}
      label={kind === 'projects' ? { zh: '项目比较', en: 'Projects compared' } : { zh: '资金比较', en: 'Money compared' }}
      empty={changedOnly ? { zh: '没有变化', en: 'Nothing changed' } : { zh: '没有找到', en: 'Nothing found' }}
      pageSize={20}
      total
      columns={[
        {
          title: kind === 'projects' ? { zh: '项目', en: 'Project' } : { zh: '资金', en: 'Money' },
          cell: (row) => (
            <div className="cell-wrap">
              <LinkIfAllowed
                permission={kind === 'projects' ? 'projects.read' : 'funds.read'}
                to={kind === 'projects' ? `/projects/${row.id}` : `/money/lots/${row.id}`}
              >
                {row.name}
              </LinkIfAllowed>
              <span className="plan-under">{`${row.code} · ${row.of} · ${say(row.group)}`}</span>
            </div>
          ),
        },
        ...plans.map((_, i) => ({
          title: { zh: `方案${'甲乙丙'[i]}`, en: `Plan ${'ABC'[i]}` },
          width: 110,
          money: (row: Row) => row.amounts[i]!,
        })),
        ...plans.slice(1).map((_, i) => ({
          title: { zh: `甲→${'乙丙'[i]}`, en: `A→${'BC'[i]}` },
          cell: (row: Row) => <ChangeTag kind={row.changes[i]!.kind} label={row.changes[i]!.label} />,
        })),
        {
          title: { zh: '给谁、为什么', en: 'For whom and why' },
          cell: (row) => (
            <div className="plan-reason">
              {row.changes
                .map((c) => say(c.because))
                .filter((text) => text !== '')
                .join('；') || '–'}
            </div>
          ),
        },
      ]}
    />
  )
}
