/** 待到账预留: who waits for which money, since when, and whether it is late; promising and releasing. */
import { Button, Card, Form } from 'antd'
import { useState } from 'react'
import type { Text } from '#kernel/outcome.ts'
import { type BookKey, books } from '#policy/books.ts'
import { AmountInput, amountRule } from '#ui/AmountInput.tsx'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import type { AnswerOf } from '#ui/answer-of.ts'
import { useSay } from '#ui/language.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { PageLink } from '#ui/PageLink.tsx'
import { type RowsColumn, RowsTable } from '#ui/RowsTable.tsx'
import { useMay } from '#ui/session.tsx'
import { useAct } from '#ui/useAct.ts'
import { listPromises, releasePromise } from '../treasury.contract.ts'
import { type Decision, DecisionDialog } from './DecisionDialog.tsx'
import { Figures } from './Figures.tsx'
import { PromiseDialog } from './PromiseDialog.tsx'
import './treasury.css'

type Promises = AnswerOf<typeof listPromises>
type Waiting = Promises['rows'][number]

export function PromisesPage() {
  const say = useSay()
  const may = useMay()
  const [promising, setPromising] = useState(false)
  const [releasing, setReleasing] = useState<Waiting | null>(null)
  return (
    <>
      <PageHead
        title={say({ zh: '待到账预留', en: 'Promises before receipt' })}
        description={say({
          zh: '指标已下达、钱还没到，先答应给跨年度项目的阶段。没到账之前不能签合同、不能付款；一到账就先归它，先答应的先得。',
          en: 'Announced money promised to a phase before it comes. Until then nothing is signed or paid from it; when it comes, the oldest promise is served first.',
        })}
        extra={
          may('treasury.promise') ? (
            <Button type="primary" onClick={() => setPromising(true)}>
              {say({ zh: '预留资金', en: 'Promise money' })}
            </Button>
          ) : null
        }
      />
      <Answer query={useAnswer(listPromises)}>{(data) => <Board data={data} onRelease={setReleasing} />}</Answer>
      {promising ? <PromiseDialog onClose={() => setPromising(false)} /> : null}
      {releasing ? <ReleaseDialog waiting={releasing} onClose={() => setReleasing(null)} /> : null}
    </>
  )
}

function Board({ data, onRelease }: { data: Promises; onRelease: (row: Waiting) => void }) {
  const say = useSay()
  return (
    <>
      <Card className="page-card">
        <Figures
          figures={[
            { label: { zh: '等待到账', en: 'Waiting' }, fen: data.promisedFen, tone: 'waiting' },
            {
              label: { zh: '其中逾期未到', en: 'Of it, late' },
              fen: data.overdueFen,
              ...(BigInt(data.overdueFen) > 0n ? { tone: 'bad' as const } : {}),
            },
            {
              label: { zh: '项目', en: 'Projects' },
              value: new Set(data.rows.map((r) => r.projectId)).size,
              more: say({
                zh: `来自 ${new Set(data.rows.map((r) => r.lotId)).size} 笔资金`,
                en: `of ${new Set(data.rows.map((r) => r.lotId)).size} lots`,
              }),
            },
          ]}
        />
      </Card>
      <Card className="page-card" title={say({ zh: '谁在等哪笔钱', en: 'Who waits for which money' })}>
        <Waitings rows={data.rows} onRelease={onRelease} />
      </Card>
    </>
  )
}

function Waitings({ rows, onRelease }: { rows: readonly Waiting[]; onRelease: (row: Waiting) => void }) {
  const say = useSay()
  const may = useMay()
  const act: RowsColumn<Waiting> = {
    title: { zh: '办理', en: 'Act' },
    width: 72,
    half: true,
    cell: (row) => (
      <Button size="small" onClick={() => onRelease(row)}>
        {say({ zh: '收回', en: 'Release' })}
      </Button>
    ),
  }
  return (
    <RowsTable
      rows={rows}
      rowKey={(row) => `${row.projectId} ${row.lotId}`}
      empty={{ zh: '没有等待到账的预留', en: 'Nothing is promised' }}
      hint={{ zh: '跨年度项目的后续阶段可以先用已下达未到账的资金预留。', en: 'Later phases can be promised money that is announced.' }}
      total
      columns={[...waitingColumns(say), ...(may('treasury.promise') ? [act] : [])]}
    />
  )
}

const waitingColumns = (say: (text: Text) => string): RowsColumn<Waiting>[] => [
  {
    title: { zh: '项目', en: 'Project' },
    cell: (row) => (
      <>
        <PageLink to={`/projects/${row.projectId}`}>{row.project}</PageLink>
        <div className="cell-second">{row.code}</div>
      </>
    ),
  },
  {
    title: { zh: '阶段', en: 'Phase' },
    width: 84,
    half: true,
    cell: (row) => (
      <PageLink to={`/phases/${row.projectId}`}>{row.years.map((y) => say({ zh: `${y}年`, en: String(y) })).join('、') || '–'}</PageLink>
    ),
  },
  {
    title: { zh: '等待的资金', en: 'Money it waits for' },
    cell: (row) => (
      <>
        <PageLink to={`/money/lots/${row.lotId}`}>{row.fundName}</PageLink>
        <div className="cell-second">{`${row.docNo} · ${say(books[row.book as BookKey].label)}`}</div>
      </>
    ),
  },
  { title: { zh: '预留金额', en: 'Promised' }, money: (row) => row.promisedFen, strong: true, half: true },
  {
    title: { zh: '自', en: 'Since' },
    width: 120,
    half: true,
    cell: (row) => (
      <>
        <PageLink to={`/books/postings/${row.postingId}`}>{row.since}</PageLink>
        <div className="cell-second">{say({ zh: `已等 ${row.days} 天`, en: `${row.days} days` })}</div>
      </>
    ),
  },
  {
    title: { zh: '到账', en: 'Receipt' },
    width: 110,
    half: true,
    cell: (row) =>
      row.overdueDays > 0 ? (
        <span className="overdue">{say({ zh: `逾期 ${row.overdueDays} 天`, en: `${row.overdueDays} days late` })}</span>
      ) : (
        say({ zh: '未到期', en: 'not due' })
      ),
  },
]

interface Fields {
  readonly amountFen: string
}

function ReleaseDialog({ waiting, onClose }: { waiting: Waiting; onClose: () => void }) {
  const say = useSay()
  const [form] = Form.useForm<Fields & Decision>()
  const act = useAct(releasePromise, { success: { zh: '预留已收回', en: 'Released' }, quiet: true })
  const decide = async (decision: Fields & Decision) => {
    if (await act.run({ body: { projectId: waiting.projectId, lotId: waiting.lotId, ...decision } })) onClose()
  }
  return (
    <DecisionDialog<Fields>
      title={{ zh: `收回预留：${waiting.project}`, en: `Release the promise: ${waiting.project}` }}
      ok={{ zh: '确认收回', en: 'Release' }}
      form={form}
      initial={{ amountFen: waiting.promisedFen }}
      act={act}
      onDecide={(decision) => void decide(decision)}
      onClose={onClose}
    >
      <Form.Item
        name="amountFen"
        label={say({ zh: '收回金额', en: 'Amount' })}
        rules={[amountRule(say, { most: { fen: waiting.promisedFen, name: { zh: '已预留的', en: 'what is promised' } } })]}
      >
        <AmountInput unit="万元" capital />
      </Form.Item>
    </DecisionDialog>
  )
}
