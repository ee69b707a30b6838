/** Scattered or whole, beside what the spreadsheet habit would have done; and what lapses when. */
import { useSay } from '#ui/language.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'
import { PlanComparison } from './PlanComparison.tsx'
import type { Insight } from './insight-answer.ts'

export function InsightScatter({ scatter, lapses }: Pick<Insight, 'scatter' | 'lapses'>) {
  const say = useSay()
  return (
    <>
      <p className="insight-basis">
        {say({
          zh: '左边是本方案，右边是按得分排名、逐个用最先够得着的资金去凑的老办法，两者用的是同一份资金和项目。',
          en: 'The plan beside the old habit: by rank, each from the first money that fits, on the same money and projects.',
        })}
      </p>
      <PlanComparison rows={scatter} />
      <h3 className="insight-section">{say({ zh: '到期资金', en: 'Money by the year it lapses' })}</h3>
      <RowsTable
        rows={lapses}
        rowKey={(row) => String(row.year)}
        label={{ zh: '到期资金', en: 'Money by the year it lapses' }}
        empty={{ zh: '没有资金', en: 'No money' }}
        total
        columns={[
          { title: { zh: '失效年度', en: 'Lapses at the end of' }, cell: (row) => row.year },
          { title: { zh: '本方案用上', en: 'Used' }, money: (row) => row.usedFen },
          { title: { zh: '本方案剩下', en: 'Left' }, money: (row) => row.leftFen },
          { title: { zh: '老办法用上', en: 'Habit: used' }, money: (row) => row.greedyUsedFen },
          { title: { zh: '老办法剩下', en: 'Habit: left' }, money: (row) => row.greedyLeftFen },
        ]}
      />
    </>
  )
}
