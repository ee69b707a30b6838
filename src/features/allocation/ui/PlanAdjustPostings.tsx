/** What the adoption of a plan wrote into the books, line by line, and where the money went on from there. */
import { useState } from 'react'
import { Input } from 'antd'
import type { AnswerOf } from '#ui/answer-of.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { useSay } from '#ui/language.tsx'
import { LinkIfAllowed } from '#ui/PageLink.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'
import { planPostings } from '../allocation.contract.ts'

export type PostingLine = AnswerOf<typeof planPostings>['lines'][number]

export function PlanPostings({ planId }: { planId: string }) {
  return (
    <Answer query={useAnswer(planPostings, { params: { id: planId } })}>
      {({ lines }) => <PostingLines lines={lines} links={true} />}
    </Answer>
  )
}

/** `links`: the postings are there and can be opened; in a trial run they are not. */
export function PostingLines({ lines, links }: { lines: readonly PostingLine[]; links: boolean }) {
  const say = useSay()
  const [words, setWords] = useState('')
  const found = words.trim() === '' ? lines : lines.filter((l) => `${l.lot}${l.project}${l.kindLabel.zh}`.includes(words.trim()))
  return (
    <>
      {lines.length > 8 ? (
        <Input.Search
          allowClear
          className="plan-search"
          value={words}
          aria-label={say({ zh: '按项目、资金查找', en: 'Search project or money' })}
          placeholder={say({ zh: '按项目、资金查找', en: 'Search project or money' })}
          onChange={(event) => setWords(event.target.value)}
        />
      ) : null}
      <RowsTable
        rows={found.map((line, i) => ({ ...line, key: String(i) }))}
        rowKey={(row) => row.key}
        label={{ zh: '记账明细', en: 'Postings' }}
        empty={{ zh: '没有记账', en: 'Nothing is posted' }}
        pageSize={links ? 20 : 8}
        total={new Set(found.map((l) => l.kind)).size === 1}
        columns={[
          {
            title: { zh: '项目', en: 'Project' },
            cell: (row) => (
              <div className="cell-wrap">
                {links ? (
                  <LinkIfAllowed permission="trace.read" to={`/trace/project/${row.projectId}`}>
                    {row.project}
                  </LinkIfAllowed>
                ) : (
                  row.project
                )}
              </div>
            ),
          },
          {
            title: { zh: '资金', en: 'Money' },
            cell: (row) => (
              <div className="cell-wrap">
                {row.lot}
                <span className="plan-under">{say(row.bookLabel)}</span>
              </div>
            ),
          },
          { title: { zh: '记账种类', en: 'Kind' }, width: 100, cell: (row) => kindCell(row, links, say) },
          { title: { zh: '金额', en: 'Amount' }, width: 110, money: (row) => row.amountFen },
        ]}
      />
    </>
  )
}

function kindCell(row: PostingLine, links: boolean, say: ReturnType<typeof useSay>) {
  if (!links) return say(row.kindLabel)
  return (
    <LinkIfAllowed permission="ledger.read" to={`/books/postings/${row.postingId}`}>
      {say(row.kindLabel)}
    </LinkIfAllowed>
  )
}
