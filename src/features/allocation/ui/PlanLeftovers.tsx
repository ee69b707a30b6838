/** What the plan does not do, and why, in words: projects without money, and money without a project. */
import { Select } from 'antd'
import { useState } from 'react'
import type { Text } from '#kernel/outcome.ts'
import { useSay } from '#ui/language.tsx'
import { LinkIfAllowed } from '#ui/PageLink.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'
import type { Plan } from './plan-groups.ts'

export function PlanUnfunded({ rows }: { rows: Plan['unfunded'] }) {
  const say = useSay()
  const [reason, setReason] = useState<string | undefined>(undefined)
  const reasons = [...new Set(rows.map((row) => row.reason))]
  return (
    <>
      {reasons.length > 1 ? (
        <Select
          allowClear
          style={{ width: 260, maxWidth: '100%', marginBottom: 8 }}
          {...(reason ? { value: reason } : {})}
          placeholder={say({ zh: '全部原因', en: 'All reasons' })}
          aria-label={say({ zh: '按原因筛选', en: 'Filter by reason' })}
          options={reasons.map((code) => ({
            value: code,
            label: `${say(reasonNames[code] ?? { zh: code, en: code })}(${rows.filter((row) => row.reason === code).length})`,
          }))}
          onChange={setReason}
        />
      ) : null}
      <RowsTable
        rows={reason ? rows.filter((row) => row.reason === reason) : rows}
        rowKey={(row) => row.projectId}
        label={{ zh: '未安排项目', en: 'Unfunded projects' }}
        empty={{ zh: '所有项目都安排到了资金', en: 'Every project has its money' }}
        pageSize={20}
        total
        columns={[
          {
            title: { zh: '项目', en: 'Project' },
            cell: (row) => (
              <div className="cell-wrap">
                <LinkIfAllowed permission="projects.read" to={`/projects/${row.projectId}`}>
                  {row.name}
                </LinkIfAllowed>
              </div>
            ),
          },
          { title: { zh: '编号', en: 'Code' }, cell: (row) => row.code },
          { title: { zh: '需要', en: 'Needs' }, money: (row) => row.needFen },
          { title: { zh: '为什么没有安排', en: 'Why not' }, cell: (row) => <div className="plan-reason">{say(row.because)}</div> },
        ]}
      />
    </>
  )
}

export function PlanIdle({ rows }: { rows: Plan['idle'] }) {
  const say = useSay()
  return (
    <RowsTable
      rows={rows}
      rowKey={(row) => row.lotId}
      label={{ zh: '闲置资金', en: 'Idle money' }}
      empty={{ zh: '没有闲置资金', en: 'No money is left idle' }}
      pageSize={20}
      total
      columns={[
        {
          title: { zh: '资金', en: 'Money' },
          cell: (row) => (
            <div className="cell-wrap">
              <LinkIfAllowed permission="funds.read" to={`/money/lots/${row.lotId}`}>
                {row.fundName}
              </LinkIfAllowed>
            </div>
          ),
        },
        { title: { zh: '文号', en: 'Document' }, cell: (row) => row.docNo },
        { title: { zh: '剩余', en: 'Left over' }, money: (row) => row.amountFen },
        { title: { zh: '为什么闲置', en: 'Why idle' }, cell: (row) => <div className="plan-reason">{say(row.because)}</div> },
      ]}
    />
  )
}

const reasonNames: Readonly<Record<string, Text>> = {
  NEGATIVE_LIST: { zh: '触碰负面清单', en: 'On the negative list' },
  EXCLUDED: { zh: '本次不参加', en: 'Left out of this plan' },
  NO_COMPATIBLE_LOT: { zh: '没有可用的资金', en: 'No money may pay it' },
  TOO_BIG_FOR_COMPATIBLE_LOTS: { zh: '可用资金不够大', en: 'Too big for the money that may pay it' },
  GROUP_CAP: { zh: '超出分组上限', en: 'Would pass a group limit' },
  MONEY_LEFT_TOO_SMALL: { zh: '剩余资金不足', en: 'What is left is too small' },
  OUTCOMPETED: { zh: '被效益更高的项目占用', en: 'The money does more elsewhere' },
}
