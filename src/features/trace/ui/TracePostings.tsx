/** The postings that moved this money, oldest first. */
import { Card } from 'antd'
import { useSay } from '#ui/language.tsx'
import { LinkIfAllowed } from '#ui/PageLink.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'
import type { Trace } from './TracePage.tsx'

export function TracePostings({ trace: { postings, morePostings: more } }: { trace: Trace }) {
  const say = useSay()
  return (
    <Card
      className="page-card"
      title={say(
        more
          ? { zh: `动过这笔钱的记账（最早的 ${postings.length} 笔）`, en: `Postings that moved it (the first ${postings.length})` }
          : { zh: `动过这笔钱的记账（${postings.length}）`, en: `Postings that moved it (${postings.length})` },
      )}
    >
      <RowsTable
        rows={postings}
        rowKey={(row) => row.id}
        pageSize={20}
        empty={{ zh: '还没有记账', en: 'No postings yet' }}
        columns={[
          { title: { zh: '业务日期', en: 'Date' }, cell: (row) => row.businessDate, width: 110 },
          {
            title: { zh: '业务', en: 'Act' },
            cell: (row) => (
              <LinkIfAllowed permission="ledger.read" to={`/books/postings/${row.id}`}>
                {say(row.kindLabel)}
              </LinkIfAllowed>
            ),
          },
          { title: { zh: '依据', en: 'Basis' }, cell: (row) => row.basis },
          { title: { zh: '经办人', en: 'Actor' }, cell: (row) => row.actor },
          { title: { zh: '金额', en: 'Amount' }, money: (row) => row.amountFen, width: 150 },
        ]}
      />
    </Card>
  )
}
