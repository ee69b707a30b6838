/** What the plan does not do, and why, in words: projects without money, and money without a project. */
import { Table } from 'antd'
import { useSay } from '#ui/language.tsx'
import { MoneyText, useMoneyUnit } from '#ui/MoneyText.tsx'
import { LinkIfAllowed } from '#ui/PageLink.tsx'
import type { Plan } from './plan-groups.ts'

const paging = { pageSize: 20, showSizeChanger: false, hideOnSinglePage: true } as const

export function PlanUnfunded({ rows }: { rows: Plan['unfunded'] }) {
  const say = useSay()
  const { unit } = useMoneyUnit()
  return (
    <Table
      size="small"
      rowKey="projectId"
      dataSource={rows}
      pagination={paging}
      scroll={{ x: 720 }}
      locale={{ emptyText: say({ zh: '所有项目都安排到了资金', en: 'Every project has its money' }) }}
      columns={[
        {
          title: say({ zh: '项目', en: 'Project' }),
          width: '30%',
          render: (_, row) => (
            <LinkIfAllowed permission="projects.read" to={`/projects/${row.projectId}`}>
              {row.name}
            </LinkIfAllowed>
          ),
        },
        { title: say({ zh: '编号', en: 'Code' }), dataIndex: 'code', width: 130 },
        {
          title: `${say({ zh: '需要', en: 'Needs' })}(${unit})`,
          align: 'right',
          width: 130,
          sorter: (a, b) => compare(a.needFen, b.needFen),
          render: (_, row) => <MoneyText fen={row.needFen} />,
        },
        {
          title: say({ zh: '为什么没有安排', en: 'Why not' }),
          filters: reasonsOf(rows, say),
          onFilter: (value, row) => row.reason === value,
          render: (_, row) => <span className="plan-reason">{say(row.because)}</span>,
        },
      ]}
    />
  )
}

export function PlanIdle({ rows }: { rows: Plan['idle'] }) {
  const say = useSay()
  const { unit } = useMoneyUnit()
  return (
    <Table
      size="small"
      rowKey="lotId"
      dataSource={rows}
      pagination={paging}
      scroll={{ x: 720 }}
      locale={{ emptyText: say({ zh: '没有闲置资金', en: 'No money is left idle' }) }}
      columns={[
        {
          title: say({ zh: '资金', en: 'Money' }),
          width: '26%',
          render: (_, row) => (
            <LinkIfAllowed permission="funds.read" to={`/money/lots/${row.lotId}`}>
              {row.fundName}
            </LinkIfAllowed>
          ),
        },
        { title: say({ zh: '文号', en: 'Document' }), dataIndex: 'docNo', width: 190 },
        {
          title: `${say({ zh: '剩余', en: 'Left over' })}(${unit})`,
          align: 'right',
          width: 130,
          sorter: (a, b) => compare(a.amountFen, b.amountFen),
          render: (_, row) => <MoneyText fen={row.amountFen} />,
        },
        { title: say({ zh: '为什么闲置', en: 'Why idle' }), render: (_, row) => <span className="plan-reason">{say(row.because)}</span> },
      ]}
    />
  )
}

function reasonsOf(rows: Plan['unfunded'], say: (text: Plan['unfunded'][number]['because']) => string) {
  const counts = new Map<string, { count: number; example: Plan['unfunded'][number]['because'] }>()
  for (const row of rows) {
    const entry = counts.get(row.reason)
    counts.set(row.reason, { count: (entry?.count ?? 0) + 1, example: entry?.example ?? row.because })
  }
  return [...counts].map(([value, { count, example }]) => ({ value, text: `${say(reasonNames[value] ?? example)}(${count})` }))
}

const reasonNames: Record<string, { zh: string; en: string }> = {
  NEGATIVE_LIST: { zh: '触碰负面清单', en: 'On the negative list' },
  EXCLUDED: { zh: '本次不参加', en: 'Left out of this plan' },
  NO_COMPATIBLE_LOT: { zh: '没有可用的资金', en: 'No money may pay it' },
  TOO_BIG_FOR_COMPATIBLE_LOTS: { zh: '可用资金不够大', en: 'Too big for the money that may pay it' },
  GROUP_CAP: { zh: '超出分组上限', en: 'Would pass a group limit' },
  MONEY_LEFT_TOO_SMALL: { zh: '剩余资金不足', en: 'What is left is too small' },
  OUTCOMPETED: { zh: '被效益更高的项目占用', en: 'The money does more elsewhere' },
}

const compare = (a: string, b: string): number => {
  const difference = BigInt(a) - BigInt(b)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}
