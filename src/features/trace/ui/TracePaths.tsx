/** Every path the money lies in or went through. The total is compared, to the fen, with the subject's own money. */
import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons'
import { Card } from 'antd'
import type { ReactNode } from 'react'
import { formatFen } from '#kernel/money.ts'
import type { Permission } from '#policy/roles.ts'
import { useSay } from '#ui/language.tsx'
import { LinkIfAllowed } from '#ui/PageLink.tsx'
import { RowsTable, type RowsColumn } from '#ui/RowsTable.tsx'
import { stageOrder } from '#ui/StageBar.tsx'
import type { Direction, Trace } from './TracePage.tsx'

type Path = Trace['paths'][number]

export function TracePaths({ trace, direction }: { trace: Trace; direction: Direction }) {
  const say = useSay()
  const columns = useColumns(trace.paths)
  const rows = trace.paths.map((path, index) => ({ ...path, index }))
  return (
    <Card
      className="page-card"
      title={say({ zh: `每一条去向（${rows.length}）`, en: `Every path (${rows.length})` })}
      extra={<Balanced trace={trace} />}
    >
      <RowsTable
        rows={rows}
        rowKey={(row) => String(row.index)}
        label={{ zh: '每一条去向', en: 'Every path' }}
        empty={{ zh: '没有资金', en: 'No money' }}
        total
        columns={[
          ...(direction === 'forward' ? columns : [...columns].reverse()),
          { title: { zh: '金额', en: 'Amount' }, money: (row) => row.amountFen },
        ]}
      />
    </Card>
  )
}

function useColumns(paths: readonly Path[]): RowsColumn<Path>[] {
  const say = useSay()
  const has = (key: 'projectId' | 'contractId' | 'payee') => paths.some((path) => path[key] !== null)
  const columns: (RowsColumn<Path> | null)[] = [
    { title: { zh: '文件、资金', en: 'Document, money' }, cell: (path) => <MoneyCell path={path} /> },
    {
      title: { zh: '部门、专账', en: 'Department, book' },
      cell: (path) => <Two first={path.department} second={say(path.bookLabel)} />,
    },
    has('projectId')
      ? {
          title: { zh: '项目', en: 'Project' },
          cell: (path) => (
            <Place permission="projects.read" to="/projects" id={path.projectId} name={path.projectName ?? path.projectCode} />
          ),
        }
      : null,
    has('contractId')
      ? {
          title: { zh: '合同、报账单', en: 'Contract, claim' },
          cell: (path) => (
            <Two
              first={<Place permission="contracts.read" to="/contracts" id={path.contractId} name={path.contractNo} />}
              second={path.claimId ? <Place permission="claims.read" to="/claims" id={path.claimId} name={path.claimNo} /> : null}
            />
          ),
        }
      : null,
    has('payee') ? { title: { zh: '收款单位', en: 'Payee' }, cell: (path) => <Wrapped>{path.payee}</Wrapped> } : null,
    { title: { zh: '现在在', en: 'Now' }, cell: (path) => say(path.stageLabel) },
  ]
  return columns.filter((column) => column !== null)
}

function MoneyCell({ path }: { path: Path }) {
  return <Two first={path.docNo} second={<Place permission="funds.read" to="/money/lots" id={path.lotId} name={path.fundName} />} />
}

const Wrapped = ({ children }: { children: ReactNode }) => (
  <div className="cell-wrap">{children ?? <span className="cell-none">–</span>}</div>
)

function Two({ first, second }: { first: ReactNode; second: ReactNode }) {
  return (
    <div className="cell-wrap">
      <div>{first}</div>
      {second ? <div className="cell-second">{second}</div> : null}
    </div>
  )
}

interface PlaceProps {
  readonly permission: Permission
  readonly to: string
  readonly id: string | null
  readonly name: string | null
}

function Place({ permission, to, id, name }: PlaceProps) {
  if (!id) return <span className="cell-none">–</span>
  return (
    <span className="cell-wrap">
      <LinkIfAllowed permission={permission} to={`${to}/${id}`}>
        {name ?? id}
      </LinkIfAllowed>
    </span>
  )
}

function Balanced({ trace }: { trace: Trace }) {
  const say = useSay()
  const paths = trace.paths.reduce((sum, path) => sum + BigInt(path.amountFen), 0n)
  const subject = stageOrder.reduce((sum, stage) => sum + BigInt(trace.sum[stage]), 0n)
  if (paths === subject)
    return (
      <span className="trace-check">
        <CheckCircleFilled aria-hidden />
        {say({ zh: `合计 ${formatFen(paths)} 元，分毫不差`, en: `${formatFen(paths)} yuan in all, to the fen` })}
      </span>
    )
  return (
    <span className="trace-check trace-check-bad">
      <CloseCircleFilled aria-hidden />
      {say({
        zh: `明细 ${formatFen(paths)} 元，对象 ${formatFen(subject)} 元，对不上，请运行账簿校验`,
        en: `Paths ${formatFen(paths)}, subject ${formatFen(subject)} yuan: they differ; run the check of the books`,
      })}
    </span>
  )
}
