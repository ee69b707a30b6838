/** 登记到账: the lots with money that was announced and has not arrived; choose those on the bank advice and record them. */
import { Button, Checkbox, Input } from 'antd'
import { useMemo, useState } from 'react'
import type { AnswerOf } from '#ui/answer-of.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { type DataColumn, DataTable } from '#ui/DataTable.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { PageLink } from '#ui/PageLink.tsx'
import { listLots } from '../funds.contract.ts'
import { awaited } from './list-columns.tsx'
import { LotMarks } from './LotMarks.tsx'
import type { ReceiptLine } from './receipt-lines.ts'
import { ReceiptDialog } from './ReceiptDialog.tsx'
import './funds.css'

type Lot = AnswerOf<typeof listLots>['rows'][number]

const lineOf = (lot: Lot): ReceiptLine => ({ lotId: lot.id, name: lot.fundName, docNo: lot.docNo, expectedFen: awaited(lot) })
const MOST_AT_ONCE = 500

export function ReceiptsPage() {
  const say = useSay()
  const waiting = useAnswer(listLots, { query: { state: 'expected', page: 1, pageSize: MOST_AT_ONCE, sort: 'docNo' } })
  return (
    <>
      <PageHead
        title={say({ zh: '登记到账', en: 'Record receipts' })}
        crumbs={[{ label: { zh: '资金清单', en: 'The list of money' }, to: '/money' }]}
        description={say({
          zh: '下面是文件已下达、钱还没有到专户的资金。按银行回单勾选，登记后这些钱才能安排到项目。',
          en: 'Money that was announced and has not reached the account. Tick what the bank advice names; only received money can be allocated.',
        })}
      />
      <Answer query={waiting}>{({ rows, total }) => <Waiting lots={rows} total={total} />}</Answer>
    </>
  )
}

function Waiting({ lots, total }: { lots: readonly Lot[]; total: number }) {
  const say = useSay()
  const [word, setWord] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [receiving, setReceiving] = useState(false)
  const shown = useMemo(() => lots.filter((lot) => `${lot.docNo}${lot.fundName}${lot.department}`.includes(word.trim())), [lots, word])
  const lines = lots.filter((lot) => chosen.has(lot.id)).map(lineOf)
  const sum = lines.reduce((total, line) => total + BigInt(line.expectedFen), 0n)
  const choose = (ids: readonly string[], on: boolean) =>
    setChosen((now) => new Set(on ? [...now, ...ids] : [...now].filter((id) => !ids.includes(id))))
  const shownIds = shown.map((lot) => lot.id)
  const allChosen = shownIds.length > 0 && shownIds.every((id) => chosen.has(id))
  return (
    <div className="list-panel">
      {lots.length > 0 ? (
        <div className="list-filters">
          <Input.Search
            className="list-search"
            allowClear
            value={word}
            onChange={(event) => setWord(event.target.value)}
            placeholder={say({ zh: '按文号、名称、部门查找', en: 'Search' })}
            aria-label={say({ zh: '查找资金', en: 'Search money' })}
          />
          <Checkbox
            checked={allChosen}
            indeterminate={!allChosen && chosen.size > 0}
            onChange={(event) => choose(shownIds, event.target.checked)}
          >
            {say({ zh: `全选（${shown.length} 笔）`, en: `All ${shown.length}` })}
          </Checkbox>
          {total > lots.length ? (
            <span className="cell-second">
              {say({ zh: `共 ${total} 笔，这里是前 ${lots.length} 笔`, en: `The first ${lots.length} of ${total}` })}
            </span>
          ) : null}
        </div>
      ) : null}
      <DataTable
        rows={shown}
        rowKey={(lot) => lot.id}
        columns={useColumns(chosen, choose)}
        onRow={(lot) => choose([lot.id], !chosen.has(lot.id))}
        empty={
          lots.length > 0
            ? { title: { zh: '没有符合条件的资金', en: 'Nothing matches' } }
            : {
                title: { zh: '没有等待到账的资金', en: 'No money is awaited' },
                hint: {
                  zh: '导入新的资金文件后，未到账的资金会列在这里。',
                  en: 'After new documents are imported, what has not arrived stands here.',
                },
              }
        }
      />
      {lots.length > 0 ? (
        <div className="receipt-foot no-print">
          <div>
            {say({ zh: `已选 ${lines.length} 笔，未到账合计`, en: `${lines.length} chosen, expected` })} <MoneyText fen={sum} unit strong />
            <small>{say({ zh: '下一步填写日期、银行回单号，可以逐笔改金额', en: 'Date, bank reference and amounts come next' })}</small>
          </div>
          <Button type="primary" size="large" disabled={lines.length === 0} onClick={() => setReceiving(true)}>
            {say({ zh: '登记到账', en: 'Record the receipt' })}
          </Button>
        </div>
      ) : null}
      {receiving ? <ReceiptDialog lines={lines} onClose={() => setReceiving(false)} onDone={() => setChosen(new Set())} /> : null}
    </div>
  )
}

function useColumns(chosen: ReadonlySet<string>, choose: (ids: readonly string[], on: boolean) => void): DataColumn<Lot>[] {
  const say = useSay()
  return [
    {
      key: 'choose',
      title: { zh: '选择', en: 'Choose' },
      value: (lot) => lot.id,
      card: 'title',
      operable: true,
      width: 60,
      render: (lot) => (
        <Checkbox
          checked={chosen.has(lot.id)}
          aria-label={say({ zh: `选择 ${lot.fundName}`, en: `Choose ${lot.fundName}` })}
          onChange={(event) => choose([lot.id], event.target.checked)}
        />
      ),
    },
    {
      key: 'fundName',
      title: { zh: '资金名称', en: 'Fund' },
      value: (lot) => lot.fundName,
      render: (lot) => (
        <span className="two-lines">
          <span>
            <PageLink to={`/money/lots/${lot.id}`}>{lot.fundName}</PageLink>
          </span>
          <span>
            <LotMarks marks={lot.marks.filter((one) => one.mark === 'overdue')} />
          </span>
        </span>
      ),
    },
    { key: 'docNo', title: { zh: '文号', en: 'Document' }, value: (lot) => lot.docNo, width: 210 },
    { key: 'department', title: { zh: '主管部门', en: 'Department' }, value: (lot) => lot.department, width: 160 },
    { key: 'announced', title: { zh: '指标下达', en: 'Announced' }, kind: 'money', value: (lot) => lot.four.announced, width: 130 },
    { key: 'received', title: { zh: '已到账', en: 'Received' }, kind: 'money', value: (lot) => lot.receivedFen, width: 130 },
    { key: 'expected', title: { zh: '未到账', en: 'Not received' }, kind: 'money', value: awaited, width: 130 },
  ]
}
