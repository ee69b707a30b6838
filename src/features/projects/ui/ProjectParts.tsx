/** The money of a project: where it came from, its contracts, and every lot that may or may not pay it. */
import { Card, Segmented } from 'antd'
import { useState } from 'react'
import { books, type BookKey } from '#policy/books.ts'
import { type DataColumn, DataTable } from '#ui/DataTable.tsx'
import { useSay } from '#ui/language.tsx'
import { stageLabel } from '#ui/StageBar.tsx'
import { StateTag } from '#ui/StateTag.tsx'
import type { LotChoice, Project } from './project-shape.ts'

const bookLabel = (book: string) => books[book as BookKey]?.label ?? { zh: book, en: book }

export function ProjectMoney({ project }: { project: Project }) {
  const say = useSay()
  return (
    <Card className="page-card" title={say({ zh: '用到的资金', en: 'Money it has' })}>
      <DataTable
        rows={project.money}
        rowKey={(line) => line.lotId}
        rowHref={(line) => `/money/lots/${line.lotId}`}
        columns={[
          { key: 'fundName', title: { zh: '资金名称', en: 'Fund' }, value: (line) => line.fundName, card: 'title' },
          { key: 'docNo', title: { zh: '文号', en: 'Document' }, value: (line) => line.docNo, width: 200 },
          { key: 'book', title: { zh: '专账', en: 'Book' }, value: (line) => say(bookLabel(line.book)), width: 120 },
          ...(['reserved', 'committed', 'ordered', 'paid'] as const).map((stage) => ({
            key: stage,
            title: stageLabel(stage),
            kind: 'money' as const,
            value: (line: Project['money'][number]) => line.amounts[stage],
            width: 130,
          })),
        ]}
        empty={{
          title: { zh: '还没有安排资金', en: 'No money yet' },
          hint: { zh: '采纳分配方案后，这里逐笔列出用的是哪份文件的钱。', en: 'When a plan is adopted, each source stands here.' },
        }}
      />
    </Card>
  )
}

export function ProjectContracts({ project }: { project: Project }) {
  const say = useSay()
  if (project.contracts.length === 0) return null
  return (
    <Card className="page-card" title={say({ zh: '合同', en: 'Contracts' })}>
      <DataTable
        rows={project.contracts}
        rowKey={(contract) => contract.id}
        rowHref={(contract) => `/contracts/${contract.id}`}
        columns={[
          { key: 'contractNo', title: { zh: '合同编号', en: 'Contract' }, value: (contract) => contract.contractNo, card: 'title' },
          { key: 'contractor', title: { zh: '承包人', en: 'Contractor' }, value: (contract) => contract.contractor },
          { key: 'amountFen', title: { zh: '合同金额', en: 'Amount' }, kind: 'money', value: (contract) => contract.amountFen, width: 140 },
        ]}
        empty={{ title: { zh: '还没有合同', en: 'No contract yet' } }}
      />
    </Card>
  )
}

type Show = 'may' | 'may-not'

export function ProjectLots({ project }: { project: Project }) {
  const say = useSay()
  const may = project.lots.filter((lot) => lot.may)
  const mayNot = project.lots.filter((lot) => !lot.may)
  const [show, setShow] = useState<Show>('may')
  const columns: DataColumn<LotChoice>[] = [
    { key: 'fundName', title: { zh: '资金名称', en: 'Fund' }, value: (lot) => lot.fundName, card: 'title' },
    { key: 'docNo', title: { zh: '文号', en: 'Document' }, value: (lot) => lot.docNo, width: 200 },
    { key: 'book', title: { zh: '专账', en: 'Book' }, value: (lot) => say(bookLabel(lot.book)), width: 120 },
    { key: 'availableFen', title: { zh: '可安排', en: 'Available' }, kind: 'money', value: (lot) => lot.availableFen, width: 130 },
    show === 'may'
      ? {
          key: 'may',
          title: { zh: '能否用', en: 'May pay' },
          value: () => 'may',
          render: () => <StateTag label={{ zh: '可以用', en: 'May pay it' }} tone="good" />,
          width: 100,
        }
      : {
          key: 'because',
          title: { zh: '为什么不能用', en: 'Why not' },
          value: (lot) => lot.because.map(say).join(say({ zh: '；', en: '; ' })),
        },
  ]
  return (
    <Card
      className="page-card"
      title={say({ zh: '哪些钱可以用', en: 'Which money may pay it' })}
      extra={
        <Segmented<Show>
          size="small"
          value={show}
          onChange={setShow}
          options={[
            { value: 'may', label: say({ zh: `可以用（${may.length}）`, en: `May (${may.length})` }) },
            { value: 'may-not', label: say({ zh: `不能用（${mayNot.length}）`, en: `May not (${mayNot.length})` }) },
          ]}
        />
      }
    >
      <DataTable<LotChoice>
        rows={show === 'may' ? may : mayNot}
        rowKey={(lot) => lot.lotId}
        rowHref={(lot) => `/money/lots/${lot.lotId}`}
        columns={columns}
        empty={
          show === 'may'
            ? {
                title: { zh: '现在没有可以用的钱', en: 'No money may pay it now' },
                hint: { zh: '看“不能用”一栏，每笔钱都写明了原因。', en: 'See “May not”: each lot says why.' },
              }
            : { title: { zh: '所有资金都可以用', en: 'All money may pay it' } }
        }
      />
    </Card>
  )
}
