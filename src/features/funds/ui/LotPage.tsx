/** One lot: where it came from, what it may pay, where it stands, which projects it went to, and every adjustment of it. */
import { NodeIndexOutlined } from '@ant-design/icons'
import { Button, Card } from 'antd'
import { useState } from 'react'
import type { AnswerOf } from '#ui/answer-of.ts'
import { ActionBar } from '#ui/ActionBar.tsx'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { BookLinks } from '#ui/BookLinks.tsx'
import { DataTable } from '#ui/DataTable.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { useGo, usePathParam } from '#ui/routing.ts'
import { useMay } from '#ui/session.tsx'
import { StageBar } from '#ui/StageBar.tsx'
import { showLot } from '../funds.contract.ts'
import { AdjustDialog } from './AdjustDialog.tsx'
import { awaited } from './list-columns.tsx'
import { LotFacts } from './LotFacts.tsx'
import { LotHistory } from './LotHistory.tsx'
import { LotMarks } from './LotMarks.tsx'
import { ReceiptDialog } from './ReceiptDialog.tsx'
import './funds.css'

export type Lot = AnswerOf<typeof showLot>

export function LotPage() {
  const id = usePathParam('id')
  return <Answer query={useAnswer(showLot, { params: { id } })}>{(lot) => <LotView lot={lot} />}</Answer>
}

function LotView({ lot }: { lot: Lot }) {
  const say = useSay()
  const go = useGo()
  const may = useMay()
  const [doing, setDoing] = useState<string | null>(null)
  const close = () => setDoing(null)
  return (
    <>
      <PageHead
        title={lot.fundName}
        crumbs={[{ label: { zh: '资金清单', en: 'The list of money' }, to: '/money' }]}
        description={lot.docNo}
        state={<LotMarks marks={lot.marks} />}
        extra={
          <>
            {may('trace.read') ? (
              <Button icon={<NodeIndexOutlined aria-hidden />} onClick={() => go(`/trace/lot/${lot.id}`)}>
                {say({ zh: '追踪这笔钱', en: 'Trace it' })}
              </Button>
            ) : null}
            {may('allocation.read') ? (
              <Button onClick={() => go(`/matches?lot=${lot.id}`)}>{say({ zh: '资金找项目', en: 'Find projects' })}</Button>
            ) : null}
            <ActionBar actions={lot.actions} onAction={setDoing} />
          </>
        }
      />
      <BookLinks
        since={lot.fiscalYear}
        of={[
          { name: { zh: '这笔资金的账', en: 'This money in the books' }, scope: { lot: lot.id } },
          { name: { zh: `${lot.department}的账`, en: `${lot.department} in the books` }, scope: { department: lot.department } },
        ]}
      />
      <Card className="page-card">
        <FourAmounts lot={lot} />
        <StageBar amounts={lot.amounts} />
      </Card>
      <Card className="page-card" title={say({ zh: '来源和用途', en: 'Origin and permitted use' })}>
        <LotFacts lot={lot} />
      </Card>
      <Card className="page-card" title={say({ zh: '安排到的项目', en: 'Projects it went to' })}>
        <LotProjects lot={lot} />
      </Card>
      <Card className="page-card" title={say({ zh: '调整经过', en: 'Adjustments' })}>
        <LotHistory history={lot.history} />
      </Card>
      {doing === 'receive' ? (
        <ReceiptDialog lines={[{ lotId: lot.id, name: lot.fundName, docNo: lot.docNo, expectedFen: awaited(lot) }]} onClose={close} />
      ) : null}
      {doing === 'adjust' ? <AdjustDialog lot={lot} onClose={close} /> : null}
    </>
  )
}

/** 指标 · 到账 · 安排 · 支付 · 审定, beside each other and never mixed. */
function FourAmounts({ lot }: { lot: Lot }) {
  const say = useSay()
  const figures = [
    { label: { zh: '指标下达', en: 'Announced' }, fen: lot.four.announced, capital: true },
    { label: { zh: '已到账', en: 'Received' }, fen: lot.receivedFen },
    { label: { zh: '安排', en: 'Allocated' }, fen: lot.four.allocated },
    { label: { zh: '支付', en: 'Paid' }, fen: lot.four.paid },
    { label: { zh: '审定', en: 'Audited cost' }, fen: lot.four.recognised },
  ]
  return (
    <dl className="lot-figures">
      {figures.map((figure) => (
        <div key={figure.label.zh}>
          <dt>{say(figure.label)}</dt>
          <dd>
            <MoneyText fen={figure.fen} unit strong capital={figure.capital ?? false} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function LotProjects({ lot }: { lot: Lot }) {
  type Project = Lot['projects'][number]
  const money = (key: string, title: { zh: string; en: string }, value: (project: Project) => string) => ({
    key,
    title,
    kind: 'money' as const,
    value,
    width: 130,
  })
  return (
    <DataTable
      rows={lot.projects}
      rowKey={(project) => project.id}
      rowHref={(project) => `/projects/${project.id}`}
      columns={[
        { key: 'name', title: { zh: '项目', en: 'Project' }, value: (project) => project.name, card: 'title' },
        { key: 'code', title: { zh: '编号', en: 'Code' }, value: (project) => project.code, width: 150 },
        money('allocated', { zh: '安排', en: 'Allocated' }, (project) => project.four.allocated),
        money('reserved', { zh: '待签约', en: 'Reserved' }, (project) => project.amounts.reserved),
        money('committed', { zh: '已签约', en: 'Committed' }, (project) => project.amounts.committed),
        money('paid', { zh: '支付', en: 'Paid' }, (project) => project.four.paid),
        money('recognised', { zh: '审定', en: 'Audited cost' }, (project) => project.four.recognised),
      ]}
      empty={{
        title: { zh: '还没有安排到项目', en: 'Not allocated yet' },
        hint: { zh: '采纳分配方案后，这里列出用到这笔钱的项目。', en: 'When a plan is adopted, its projects stand here.' },
      }}
    />
  )
}
