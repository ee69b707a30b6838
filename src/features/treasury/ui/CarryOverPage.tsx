/** 结转结余: unspent money by age, what must be decided, the yearly run, and every decision there was. */
import { Button, Card } from 'antd'
import { useState } from 'react'
import type { Text } from '#kernel/outcome.ts'
import { type BookKey, books } from '#policy/books.ts'
import { type CarryActionKey, carryActions } from '#policy/carry-over.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import type { AnswerOf } from '#ui/answer-of.ts'
import { useSay } from '#ui/language.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { PageLink } from '#ui/PageLink.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'
import { useMay } from '#ui/session.tsx'
import { StateTag, type Tone } from '#ui/StateTag.tsx'
import { carryBoard } from '../treasury.contract.ts'
import { CarryDialog } from './CarryDialog.tsx'
import { Figures } from './Figures.tsx'
import { YearEndDialog } from './YearEndDialog.tsx'
import './treasury.css'

type Board = AnswerOf<typeof carryBoard>
export type CarryLot = Board['rows'][number]

const STANDINGS: Readonly<Record<string, { readonly label: Text; readonly tone: Tone; readonly bar?: 'bad' | 'waiting' | 'good' }>> = {
  decide: { label: { zh: '必须决定', en: 'decision due' }, tone: 'bad', bar: 'bad' },
  warn: { label: { zh: '满一年未用完', en: 'unspent for a year' }, tone: 'waiting', bar: 'waiting' },
  decided: { label: { zh: '已决定', en: 'decided' }, tone: 'good', bar: 'good' },
  fresh: { label: { zh: '一年以内', en: 'within a year' }, tone: 'neutral' },
}

export function CarryOverPage() {
  const say = useSay()
  const may = useMay()
  const [deciding, setDeciding] = useState<CarryLot | null>(null)
  const [yearEnd, setYearEnd] = useState(false)
  return (
    <>
      <PageHead
        title={say({ zh: '结转结余', en: 'Carry-over' })}
        description={say({
          zh: '没用完的钱按已放多久排列：满一年提醒，满两年必须决定结转、重新安排还是上缴，决定之前不能再从它安排新项目。',
          en: 'Unspent money by age: a warning after a year, a decision after two; until then nothing new is given from it.',
        })}
        extra={
          may('treasury.carry') ? (
            <Button type="primary" onClick={() => setYearEnd(true)}>
              {say({ zh: '年终结转', en: 'Year-end run' })}
            </Button>
          ) : null
        }
      />
      <Answer query={useAnswer(carryBoard)}>{(board) => <BoardView board={board} onDecide={setDeciding} />}</Answer>
      {deciding ? <CarryDialog lot={deciding} onClose={() => setDeciding(null)} /> : null}
      {yearEnd ? <YearEndDialog onClose={() => setYearEnd(false)} /> : null}
    </>
  )
}

function BoardView({ board, onDecide }: { board: Board; onDecide: (lot: CarryLot) => void }) {
  const say = useSay()
  return (
    <>
      <Card className="page-card">
        <Figures
          figures={board.sums.map((s) => ({
            label: STANDINGS[s.standing]!.label,
            fen: s.unspentFen,
            more: say({ zh: `${s.lots} 笔`, en: `${s.lots} lots` }),
            ...(STANDINGS[s.standing]!.bar && s.lots > 0 ? { tone: STANDINGS[s.standing]!.bar! } : {}),
          }))}
        />
        {board.rule ? (
          <p className="help-text" style={{ margin: '12px 0 0' }}>
            {say({
              zh: `依据 ${board.rule.basis}。满 ${board.rule.warnMonths} 个月提醒，满 ${board.rule.decideMonths} 个月必须决定，一次决定管 ${board.rule.holdsMonths} 个月。`,
              en: `Basis: ${board.rule.basis}. Warned at ${board.rule.warnMonths} months, decided at ${board.rule.decideMonths}; a decision holds ${board.rule.holdsMonths}.`,
            })}
          </p>
        ) : null}
      </Card>
      <Card className="page-card" title={say({ zh: '没用完的资金', en: 'Unspent money' })}>
        <UnspentLots rows={board.rows} onDecide={onDecide} />
      </Card>
      <Card className="page-card" title={say({ zh: '决定记录', en: 'Decisions' })}>
        <Decisions rows={board.decisions} />
      </Card>
    </>
  )
}

function UnspentLots({ rows, onDecide }: { rows: readonly CarryLot[]; onDecide: (lot: CarryLot) => void }) {
  const say = useSay()
  const may = useMay()
  return (
    <RowsTable
      rows={rows}
      rowKey={(row) => row.lotId}
      empty={{ zh: '没有结余', en: 'Nothing is unspent' }}
      total
      columns={[
        {
          title: { zh: '资金', en: 'Money' },
          cell: (row) => (
            <>
              <PageLink to={`/money/lots/${row.lotId}`}>{row.name}</PageLink>
              <div className="cell-second">{say(books[row.book as BookKey].label)}</div>
            </>
          ),
        },
        {
          title: { zh: '放了多久', en: 'Age' },
          width: 110,
          half: true,
          cell: (row) => (
            <>
              {say({ zh: `${row.months} 个月`, en: `${row.months} months` })}
              <div className="cell-second">{say({ zh: `自 ${row.since}`, en: `since ${row.since}` })}</div>
            </>
          ),
        },
        {
          title: { zh: '状态', en: 'Standing' },
          width: 120,
          half: true,
          cell: (row) => (
            <>
              <StateTag label={STANDINGS[row.standing]!.label} tone={STANDINGS[row.standing]!.tone} />
              {row.nextOn ? <div className="cell-second">{say({ zh: `到 ${row.nextOn}`, en: `until ${row.nextOn}` })}</div> : null}
            </>
          ),
        },
        { title: { zh: '没用完', en: 'Unspent' }, money: (row) => row.unspentFen, strong: true, half: true },
        { title: { zh: '其中可安排', en: 'Of it, available' }, money: (row) => row.availableFen, half: true },
        { title: { zh: '已结转', en: 'Carried over' }, money: (row) => row.carriedFen, half: true },
        { title: { zh: '可用到', en: 'Usable to' }, width: 72, half: true, cell: (row) => row.usableTo },
        ...(may('treasury.carry')
          ? [
              {
                title: { zh: '办理', en: 'Act' },
                width: 72,
                half: true,
                cell: (row: CarryLot) => (
                  <Button size="small" {...(row.standing === 'decide' ? { type: 'primary' as const } : {})} onClick={() => onDecide(row)}>
                    {say({ zh: '决定', en: 'Decide' })}
                  </Button>
                ),
              },
            ]
          : []),
      ]}
    />
  )
}

function Decisions({ rows }: { rows: Board['decisions'] }) {
  const say = useSay()
  return (
    <RowsTable
      rows={rows}
      rowKey={(row) => `${row.lotId} ${row.decidedOn} ${row.action} ${row.postingId ?? ''}`}
      empty={{ zh: '还没有决定', en: 'No decisions yet' }}
      pageSize={20}
      columns={[
        {
          title: { zh: '日期', en: 'Date' },
          width: 92,
          half: true,
          cell: (row) => (row.postingId ? <PageLink to={`/books/postings/${row.postingId}`}>{row.decidedOn}</PageLink> : row.decidedOn),
        },
        {
          title: { zh: '资金', en: 'Money' },
          card: 'title',
          cell: (row) => <PageLink to={`/money/lots/${row.lotId}`}>{row.lot}</PageLink>,
        },
        {
          title: { zh: '决定', en: 'Decision' },
          width: 130,
          half: true,
          cell: (row) => (
            <>
              {say(carryActions[row.action as CarryActionKey].label)}
              {row.reversed ? <StateTag tone="bad" label={{ zh: '已冲销', en: 'reversed' }} /> : null}
            </>
          ),
        },
        { title: { zh: '金额', en: 'Amount' }, money: (row) => row.amountFen, half: true },
        {
          title: { zh: '使用年限', en: 'Usable to' },
          width: 110,
          half: true,
          cell: (row) => (row.usableToAfter > row.usableToBefore ? `${row.usableToBefore} → ${row.usableToAfter}` : row.usableToAfter),
        },
        { title: { zh: '办理人', en: 'By' }, width: 110, half: true, cell: (row) => row.decidedBy ?? '–' },
        {
          title: { zh: '依据和原因', en: 'Basis and reason' },
          cell: (row) => (
            <>
              {row.document}
              <div className="cell-second">{row.reason}</div>
            </>
          ),
        },
      ]}
    />
  )
}
