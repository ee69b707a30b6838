/** Terms to read: each in its sentence, put together by kind, with what the kind means. */
import type { Text } from '#kernel/outcome.ts'
import { type TermKey, termKinds } from '#policy/scenario-terms.ts'
import { useSay } from '#ui/language.tsx'

export interface Said {
  readonly key: string
  readonly field: string
  readonly text: Text
}

const GOALS = { zh: '目标', en: 'Goals' }

const labelOf = (key: string): Text => (key in termKinds ? termKinds[key as TermKey].label : GOALS)

export function TermsSaid({ said, meanings = false }: { said: readonly Said[]; meanings?: boolean }) {
  const say = useSay()
  const kinds = [...new Set(said.map((s) => s.key))]
  return (
    <dl className="terms-said">
      {kinds.map((key) => (
        <div key={key}>
          <dt>{say(labelOf(key))}</dt>
          {said
            .filter((s) => s.key === key)
            .map((s) => (
              <dd key={s.field} id={`term-${s.field}`} tabIndex={-1}>
                {say(s.text)}
              </dd>
            ))}
          {meanings && key in termKinds ? (
            <dd className="term-basis">
              {say(termKinds[key as TermKey].meaning)}
              {say({ zh: `依据：${termKinds[key as TermKey].basis.zh}`, en: ` Basis: ${termKinds[key as TermKey].basis.en}` })}
            </dd>
          ) : null}
        </div>
      ))}
    </dl>
  )
}
