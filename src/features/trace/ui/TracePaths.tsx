/**
 * Every path the money lies in or went through, page by page, all of them in the spreadsheet. What they all come to is compared, to the
 * fen, with the subject's own money.
 */
import { CheckCircleFilled, CloseCircleFilled, DownloadOutlined } from '@ant-design/icons'
import { Button, Card } from 'antd'
import type { ReactNode } from 'react'
import { hrefOf } from '#contract/client.ts'
import { formatFen } from '#kernel/money.ts'
import type { Permission } from '#policy/roles.ts'
import { DataTable, type DataColumn } from '#ui/DataTable.tsx'
import { useSay } from '#ui/language.tsx'
import { useMoment } from '#ui/MomentBar.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { LinkIfAllowed } from '#ui/PageLink.tsx'
import { useSetQueryParams } from '#ui/routing.ts'
import { stageOrder } from '#ui/StageBar.tsx'
import { exportWays } from '../trace.contract.ts'
import type { Direction, SubjectKind, Trace } from './TracePage.tsx'
import { useWaysPage } from './ways-page.ts'

type Path = Trace['paths'][number]

export function TracePaths({ trace, direction }: { trace: Trace; direction: Direction }) {
  const say = useSay()
  const set = useSetQueryParams()
  const { page, pageSize } = useWaysPage()
  const moment = useMoment()
  const columns = useColumns(trace.paths)
  const rows = trace.paths.map((path, index) => ({ ...path, index }))
  const params = { kind: trace.subject.kind as SubjectKind, id: trace.subject.id }
  return (
    <Card
      className="page-card"
      title={say({ zh: `每一条去向（${trace.pathsTotal}）`, en: `Every path (${trace.pathsTotal})` })}
      extra={
        <>
          <Balanced trace={trace} />
          <Button
            className="no-print"
            type="text"
            icon={<DownloadOutlined aria-hidden />}
            href={hrefOf(exportWays, { params, query: moment })}
            download
          >
            {say({ zh: '导出 Excel', en: 'Export to Excel' })}
          </Button>
        </>
      }
    >
      <DataTable
        rows={rows}
        rowKey={(row) => String(row.index)}
        label={{ zh: '每一条去向', en: 'Every path' }}
        empty={{ title: { zh: '这一页没有去向', en: 'No paths on this page' } }}
        total={trace.pathsTotal}
        page={page}
        pageSize={pageSize}
        onChange={(change) =>
          set({
            ...(change.page ? { page: change.page === 1 ? undefined : String(change.page) } : {}),
            ...(change.pageSize ? { pageSize: String(change.pageSize) } : {}),
          })
        }
        summary={{ amount: <MoneyText fen={trace.pathsFen} strong /> }}
        columns={[
          ...(direction === 'forward' ? columns : [...columns].reverse()),
          { key: 'amount', title: { zh: '金额', en: 'Amount' }, kind: 'money', value: (row) => row.amountFen },
        ]}
      />
    </Card>
  )
}

const drawn = (key: string, title: DataColumn<Path>['title'], render: (path: Path) => ReactNode): DataColumn<Path> => ({
  key,
  title,
  value: (path) => path.lotId,
  render,
})

function useColumns(paths: readonly Path[]): DataColumn<Path>[] {
  const say = useSay()
  const has = (key: 'projectId' | 'contractId' | 'payee') => paths.some((path) => path[key] !== null)
  const columns: (DataColumn<Path> | null)[] = [
    drawn('money', { zh: '文件、资金', en: 'Document, money' }, (path) => <MoneyCell path={path} />),
    drawn('department', { zh: '部门、专账', en: 'Department, book' }, (path) => (
      <Two first={path.department} second={say(path.bookLabel)} />
    )),
    has('projectId')
      ? drawn('project', { zh: '项目', en: 'Project' }, (path) => (
          <Place permission="projects.read" to="/projects" id={path.projectId} name={path.projectName ?? path.projectCode} />
        ))
      : null,
    has('contractId')
      ? drawn('contract', { zh: '合同、报账单', en: 'Contract, claim' }, (path) => (
          <Two
            first={<Place permission="contracts.read" to="/contracts" id={path.contractId} name={path.contractNo} />}
            second={path.claims.length > 0 ? <Claims claims={path.claims} /> : null}
          />
        ))
      : null,
    has('payee') ? drawn('payee', { zh: '收款单位', en: 'Payee' }, (path) => <Wrapped>{path.payee}</Wrapped>) : null,
    drawn('stage', { zh: '现在在', en: 'Now' }, (path) => say(path.stageLabel)),
  ]
  return columns.filter((column) => column !== null)
}

function Claims({ claims }: { claims: Path['claims'] }) {
  return claims.map((claim) => (
    <div key={claim.id}>
      <Place permission="claims.read" to="/claims" id={claim.id} name={claim.no} />
      {claims.length > 1 ? <> {formatFen(BigInt(claim.amountFen))}</> : null}
    </div>
  ))
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
  const paths = BigInt(trace.pathsFen)
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
