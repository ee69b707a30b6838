/** One lot: where it came from, what it may pay, where it stands, which projects it went to. */
import { NodeIndexOutlined } from '@ant-design/icons'
import { Button, Card } from 'antd'
import { useState } from 'react'
import type { AnswerOf } from '#ui/answer-of.ts'
import { ActionBar } from '#ui/ActionBar.tsx'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { DataTable } from '#ui/DataTable.tsx'
import { Facts } from '#ui/Facts.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { useGo, usePathParam } from '#ui/routing.ts'
import { useMay } from '#ui/session.tsx'
import { StageBar, stageLabel } from '#ui/StageBar.tsx'
import { showLot } from '../funds.contract.ts'
import { poolClassLabel } from './fund-words.ts'
import { ReceiptDialog } from './ReceiptDialog.tsx'
import './funds.css'

type Lot = AnswerOf<typeof showLot>

export function LotPage() {
  const id = usePathParam('id')
  return <Answer query={useAnswer(showLot, { params: { id } })}>{(lot) => <LotView lot={lot} />}</Answer>
}

function LotView({ lot }: { lot: Lot }) {
  const say = useSay()
  const go = useGo()
  const may = useMay()
  const [receiving, setReceiving] = useState(false)
  return (
    <>
      <PageHead
        title={lot.fundName}
        crumbs={[{ label: { zh: '资金清单', en: 'The list of money' }, to: '/money' }]}
        description={lot.docNo}
        extra={
          <>
            {may('trace.read') ? (
              <Button icon={<NodeIndexOutlined aria-hidden />} onClick={() => go(`/trace/lot/${lot.id}`)}>
                {say({ zh: '追踪这笔钱', en: 'Trace it' })}
              </Button>
            ) : null}
            <ActionBar actions={lot.actions} onAction={() => setReceiving(true)} />
          </>
        }
      />
      <Card className="page-card">
        <p className="lot-amount">
          <MoneyText fen={lot.amountFen} unit strong capital />
        </p>
        <StageBar amounts={lot.amounts} />
      </Card>
      <Card className="page-card" title={say({ zh: '来源和用途', en: 'Origin and permitted use' })}>
        <LotFacts lot={lot} />
      </Card>
      <Card className="page-card" title={say({ zh: '安排到的项目', en: 'Projects it went to' })}>
        <DataTable
          rows={lot.projects}
          rowKey={(project) => project.id}
          rowHref={(project) => `/projects/${project.id}`}
          columns={[
            { key: 'name', title: { zh: '项目', en: 'Project' }, value: (project) => project.name, card: 'title' },
            { key: 'code', title: { zh: '编号', en: 'Code' }, value: (project) => project.code, width: 150 },
            ...(['reserved', 'committed', 'ordered', 'paid'] as const).map((stage) => ({
              key: stage,
              title: stageLabel(stage),
              kind: 'money' as const,
              value: (project: Lot['projects'][number]) => project.amounts[stage],
              width: 130,
            })),
          ]}
          empty={{
            title: { zh: '还没有安排到项目', en: 'Not allocated yet' },
            hint: { zh: '采纳分配方案后，这里列出用到这笔钱的项目。', en: 'When a plan is adopted, its projects stand here.' },
          }}
        />
      </Card>
      {receiving ? (
        <ReceiptDialog
          lines={[{ lotId: lot.id, name: lot.fundName, docNo: lot.docNo, expectedFen: lot.amounts.expected }]}
          onClose={() => setReceiving(false)}
        />
      ) : null}
    </>
  )
}

function LotFacts({ lot }: { lot: Lot }) {
  const say = useSay()
  const source = lot.sourceFile
  return (
    <Facts
      items={[
        { label: { zh: '文号', en: 'Document' }, value: lot.docNo },
        { label: { zh: '发文日期', en: 'Issued on' }, value: lot.issuedOn },
        { label: { zh: '级次', en: 'Level' }, value: say(lot.levelLabel) },
        { label: { zh: '主管部门', en: 'Department' }, value: lot.department },
        { label: { zh: '专账', en: 'Book' }, value: say(lot.bookLabel) },
        { label: { zh: '统筹性质', en: 'Pooling' }, value: say(poolClassLabel(lot.poolClass)) },
        { label: { zh: '资金年度', en: 'Fiscal year' }, value: lot.fiscalYear },
        { label: { zh: '可用到', en: 'Usable to' }, value: say({ zh: `${lot.usableTo}年底`, en: `end of ${lot.usableTo}` }) },
        { label: { zh: '可用于', en: 'May pay for' }, value: lot.useLabels.map(say).join(say({ zh: '、', en: ', ' })), wide: true },
        { label: { zh: '文件用途', en: 'Purpose in the document' }, value: lot.purpose, wide: true },
        {
          label: { zh: '原表位置', en: 'Where in the file' },
          value: source
            ? say({
                zh: `${source.name}，工作表“${source.sheet}”第 ${source.row} 行`,
                en: `${source.name}, sheet “${source.sheet}”, row ${source.row}`,
              })
            : null,
          wide: true,
        },
      ]}
    />
  )
}
