/** Every supplement with the shortfall that was proven for it; one that is no longer needed is given back. */
import { Button, Card, Form } from 'antd'
import { useState } from 'react'
import { type BookKey, books } from '#policy/books.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import type { AnswerOf } from '#ui/answer-of.ts'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { PageLink } from '#ui/PageLink.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'
import { useMay } from '#ui/session.tsx'
import { StateTag } from '#ui/StateTag.tsx'
import { useAct } from '#ui/useAct.ts'
import { giveBackSupplement, listSupplements } from '../treasury.contract.ts'
import { type Decision, DecisionDialog } from './DecisionDialog.tsx'
import './treasury.css'

type Supplement = AnswerOf<typeof listSupplements>['rows'][number]

export function SupplementHistory() {
  const say = useSay()
  const [chosen, setChosen] = useState<Supplement | null>(null)
  return (
    <Card className="page-card" style={{ marginTop: 16 }} title={say({ zh: '补充记录', en: 'Supplements there were' })}>
      <Answer query={useAnswer(listSupplements, { query: { page: 1, pageSize: 500 } })}>
        {({ rows }) => <History rows={rows} onGiveBack={setChosen} />}
      </Answer>
      {chosen ? <GiveBackDialog supplement={chosen} onClose={() => setChosen(null)} /> : null}
    </Card>
  )
}

function History({ rows, onGiveBack }: { rows: readonly Supplement[]; onGiveBack: (row: Supplement) => void }) {
  const say = useSay()
  const may = useMay()
  return (
    <RowsTable
      rows={rows}
      rowKey={(row) => row.id}
      empty={{ zh: '还没有补充过', en: 'There were none' }}
      hint={{ zh: '在上面的清单里选一个有缺口的项目办理。', en: 'Choose a project with a shortfall above.' }}
      pageSize={20}
      columns={[
        {
          title: { zh: '日期', en: 'Date' },
          width: 110,
          cell: (row) => (
            <>
              <PageLink to={`/books/postings/${row.postingId}`}>{row.decidedOn}</PageLink>
              <div className="cell-second">{row.decidedBy}</div>
            </>
          ),
        },
        {
          title: { zh: '项目', en: 'Project' },
          cell: (row) => (
            <>
              <PageLink to={`/projects/${row.projectId}`}>{row.project}</PageLink>
              <div className="cell-second cell-wrap">{`${row.document}，${row.reason}`}</div>
            </>
          ),
        },
        {
          title: { zh: '由 → 到', en: 'From → to' },
          cell: (row) => (
            <span className="book-step">{`${say(books[row.giver as BookKey].label)} → ${say(books[row.receiver as BookKey].label)}`}</span>
          ),
        },
        { title: { zh: '补充金额', en: 'Amount' }, money: (row) => row.amountFen, strong: true },
        { title: { zh: '当时缺口', en: 'Shortfall then' }, money: (row) => row.shortfallFen },
        {
          title: { zh: '缺口怎么算的', en: 'How it was worked out' },
          cell: (row) => (
            <span className="cell-second">
              <MoneyText fen={row.needFen} unit />
              {' − '}
              <MoneyText fen={row.allocatedFen} unit />
              {' − '}
              <MoneyText fen={row.ownFen} unit />
            </span>
          ),
        },
        {
          title: { zh: '状态', en: 'State' },
          width: 84,
          cell: (row) =>
            row.givenBackBy ? (
              <StateTag tone="neutral" label={{ zh: '已退回', en: 'given back' }} />
            ) : may('treasury.supplement') ? (
              <Button size="small" onClick={() => onGiveBack(row)}>
                {say({ zh: '退回', en: 'Give back' })}
              </Button>
            ) : (
              <StateTag tone="good" label={{ zh: '有效', en: 'in force' }} />
            ),
        },
      ]}
    />
  )
}

function GiveBackDialog({ supplement, onClose }: { supplement: Supplement; onClose: () => void }) {
  const say = useSay()
  const [form] = Form.useForm<Decision>()
  const act = useAct(giveBackSupplement, { success: { zh: '已退回原专账', en: 'Given back' }, quiet: true })
  const decide = async (body: Decision) => {
    if (await act.run({ params: { id: supplement.id }, body })) onClose()
  }
  return (
    <DecisionDialog<object>
      title={{ zh: `退回补充：${supplement.project}`, en: `Give back: ${supplement.project}` }}
      ok={{ zh: '确认退回', en: 'Give back' }}
      form={form}
      act={act}
      onDecide={(decision) => void decide(decision)}
      onClose={onClose}
    >
      <p className="help-text">
        {say({
          zh: `整笔退回${books[supplement.giver as BookKey].label.zh}原来的资金，用红字冲销。已签合同的部分要先从合同退出。`,
          en: 'All of it goes back to the lots it came from, by a reversal. What is under contract must be released first.',
        })}
      </p>
    </DecisionDialog>
  )
}
