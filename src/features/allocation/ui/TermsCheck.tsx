/** What terms meet today: money and projects that take part, what stands in the way, and what will be put first. Saves nothing. */
import { useQuery } from '@tanstack/react-query'
import { Alert, Skeleton } from 'antd'
import { useDeferredValue } from 'react'
import { call } from '#contract/client.ts'
import { type TermKey, termKinds } from '#policy/scenario-terms.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { Facts } from '#ui/Facts.tsx'
import { FindingList } from '#ui/FindingList.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { checkTerms } from '../scenario.contract.ts'
import { isUnfinished, sectionOf, type WireTerms } from './terms-wire.ts'

export type Checked = AnswerOf<typeof checkTerms>

/** Asks again whenever the terms change; not while a field is half filled. */
export function useTermsCheck(terms: WireTerms | null) {
  const settled = useDeferredValue(terms)
  const ready = settled !== null && !isUnfinished(settled)
  const query = useQuery<Checked>({
    queryKey: [checkTerms.path, settled],
    queryFn: () => call(checkTerms, { body: { terms: settled! } }),
    enabled: ready,
    placeholderData: (before) => before,
  })
  return { ...query, ready }
}

/** `pins.0.amountFen` → “指定资金用于项目 第1条”. */
export function useFieldName(): (field: string) => string {
  const say = useSay()
  return (field) => {
    const { section, row } = sectionOf(field)
    const label = section in termKinds ? termKinds[section as TermKey].label : { zh: '年度和目标', en: 'Years and goals' }
    return row === null ? say(label) : say({ zh: `${label.zh} 第${row + 1}条`, en: `${label.en}, ${row + 1}` })
  }
}

export function TermsCheck({ checked, error, waiting }: { checked: Checked | undefined; error: unknown; waiting: boolean }) {
  const say = useSay()
  const fieldName = useFieldName()
  if (error) return <ErrorNote error={error} fieldName={fieldName} />
  if (!checked) return waiting ? <Skeleton active paragraph={{ rows: 2 }} /> : null
  const { live, findings, notes, refusal } = checked
  return (
    <div className="terms-check" aria-live="polite">
      {live ? <LiveFacts live={live} /> : null}
      {refusal ? (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={say(refusal)}
          description={findings.length > 0 ? <FindingList findings={findings} fieldName={fieldName} /> : undefined}
        />
      ) : (
        notes.map((note) => <Alert key={note.zh} className="terms-note" type="info" showIcon title={say(note)} />)
      )}
    </div>
  )
}

function LiveFacts({ live }: { live: NonNullable<Checked['live']> }) {
  const say = useSay()
  return (
    <Facts
      items={[
        {
          label: { zh: '参加的资金', en: 'Money' },
          value: (
            <>
              {say({ zh: `${live.lots} 笔，`, en: `${live.lots} lots, ` })}
              <MoneyText fen={live.availableFen} unit />
            </>
          ),
        },
        {
          label: { zh: '待安排的项目', en: 'Projects' },
          value: (
            <>
              {say({ zh: `${live.projects} 个，`, en: `${live.projects}, ` })}
              <MoneyText fen={live.needFen} unit />
            </>
          ),
        },
        {
          label: { zh: '其中等后续阶段的', en: 'Begun, waiting for a later phase' },
          value: say({ zh: `${live.due} 个`, en: `${live.due}` }),
        },
      ]}
    />
  )
}
