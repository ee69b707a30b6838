/** What an act will post, lot by lot, before anybody confirms it: the server worked it out and kept nothing. */
import type { Text } from '#kernel/outcome.ts'
import { books, type BookKey, type StageKey, stages } from '#policy/books.ts'
import { type PostingKindKey, postings, reversal } from '#policy/postings.ts'
import { useSay } from '#ui/language.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'
import './contract-money.css'

export interface PostedLine {
  readonly key: string
  readonly kind: string
  readonly reverses: string | null
  readonly book: string
  readonly lot?: string
  readonly from?: string
  readonly to?: string
  readonly amountFen: string
}

function kindLabel({ kind, reverses }: PostedLine): Text {
  if (kind !== 'reversal') return postings[kind as PostingKindKey].label
  const of = postings[reverses as PostingKindKey].label
  return { zh: `${reversal.label.zh}“${of.zh}”`, en: `${reversal.label.en} of "${of.en}"` }
}
const stageLabel = (stage: string) => stages[stage as StageKey].label

export function PostedPreview({ lines }: { lines: readonly PostedLine[] }) {
  const say = useSay()
  const byLot = lines.some((line) => line.lot !== undefined)
  return (
    <>
      <p className="posted-sum">{say({ zh: '确认后将记下面的账：', en: 'Confirming will post:' })}</p>
      <RowsTable
        rows={lines}
        rowKey={(line) => line.key}
        label={{ zh: '将要记的账', en: 'What will be posted' }}
        empty={{ zh: '不记账', en: 'Nothing is posted' }}
        columns={[
          { title: { zh: '记账', en: 'Posting' }, cell: (line) => say(kindLabel(line)) },
          byLot
            ? { title: { zh: '资金', en: 'Money' }, cell: (line) => line.lot }
            : { title: { zh: '专账', en: 'Book' }, cell: (line) => say(books[line.book as BookKey].label) },
          ...(byLot
            ? [
                {
                  title: { zh: '从 → 到', en: 'From → to' },
                  cell: (line: PostedLine) => `${say(stageLabel(line.from ?? 'paid'))} → ${say(stageLabel(line.to ?? 'paid'))}`,
                },
              ]
            : []),
          { title: { zh: '金额', en: 'Amount' }, money: (line) => line.amountFen },
        ]}
      />
    </>
  )
}
