/** What the clocks say of a lot, as small tags behind its document number: overdue, idle, about to lapse. */
import type { AnswerOf } from '#ui/answer-of.ts'
import { useSay } from '#ui/language.tsx'
import type { listLots } from '../funds.contract.ts'
import './funds.css'

type Marks = AnswerOf<typeof listLots>['rows'][number]['marks']

/** `most` shows so many of them, gravest first; the words of all are in the title. */
export function LotMarks({ marks, most = 4 }: { readonly marks: Marks; readonly most?: number }) {
  const say = useSay()
  return (
    <>
      {marks.slice(0, most).map((one) => (
        <span
          key={one.mark}
          title={marks.map((each) => say(each.because)).join('；')}
          className={`lot-mark ${one.grave ? 'mark-grave' : 'mark-plain'}`}
        >
          {say(one.label)}
        </span>
      ))}
    </>
  )
}
