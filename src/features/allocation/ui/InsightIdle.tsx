/** Money that is left: which rule keeps it, which project is nearest, and the smallest change that would use it. */
import { Button } from 'antd'
import { useState } from 'react'
import { useSay } from '#ui/language.tsx'
import { LinkIfAllowed } from '#ui/PageLink.tsx'
import { usePrinting } from '#ui/printing.ts'
import { RowsTable } from '#ui/RowsTable.tsx'
import { Facts, LotPanel, RemedyText } from './InsightRemedies.tsx'
import type { Insight } from './insight-answer.ts'

/** Facts of a row on the screen; the panel and the paper have them all. */
const SHOWN = 2

type Row = Insight['idle'][number]

export function InsightIdle({ planId, rows }: { planId: string; rows: readonly Row[] }) {
  const say = useSay()
  const printing = usePrinting()
  const [open, setOpen] = useState<string | null>(null)
  return (
    <>
      <RowsTable
        rows={rows}
        rowKey={(row) => row.lotId}
        label={{ zh: '剩余资金和原因', en: 'Money left and why' }}
        empty={{ zh: '没有闲置资金', en: 'No money is left idle' }}
        pageSize={20}
        total
        columns={[
          {
            title: { zh: '资金', en: 'Money' },
            cell: (row) => (
              <div>
                <span className="insight-project">
                  <LinkIfAllowed permission="funds.read" to={`/money/lots/${row.lotId}`}>
                    {row.name}
                  </LinkIfAllowed>
                </span>
                <span className="insight-note">{`${row.docNo} · ${say(row.book)}`}</span>
              </div>
            ),
          },
          { title: { zh: '剩余', en: 'Left' }, money: (row) => row.amountFen, width: 120 },
          {
            title: { zh: '为什么剩下', en: 'Why it is left' },
            cell: (row) => (
              <div className="insight-why">
                <Facts facts={row.facts} most={printing ? row.facts.length : SHOWN} />
              </div>
            ),
          },
          {
            title: { zh: '最小的改变', en: 'Smallest change' },
            cell: (row) => (
              <div className="insight-what">
                {row.best ? (
                  <RemedyText remedy={row.best} />
                ) : (
                  <span className="insight-note">
                    {row.looked
                      ? say({ zh: '没有找到单项改变', en: 'No single change was found' })
                      : say({ zh: '打开后计算', en: 'Worked out when opened' })}
                  </span>
                )}
                <div className="no-print">
                  <Button type="link" size="small" style={{ padding: 0 }} onClick={() => setOpen(row.lotId)}>
                    {say({ zh: '全部办法', en: 'All ways' })}
                  </Button>
                </div>
              </div>
            ),
          },
        ]}
      />
      {open ? <LotPanel planId={planId} lotId={open} onClose={() => setOpen(null)} /> : null}
    </>
  )
}
