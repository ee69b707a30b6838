/** Labels and values of one thing in a grid: two or three columns on a wide screen, one on a phone. */
import type { ReactNode } from 'react'
import type { Text } from '#kernel/outcome.ts'
import { useSay } from './language.tsx'

export interface Fact {
  readonly label: Text
  readonly value: ReactNode
  /** Takes a whole line. */
  readonly wide?: boolean
}

export function Facts({ items }: { items: readonly Fact[] }) {
  const say = useSay()
  return (
    <dl className="facts">
      {items.map((item) => (
        <div key={item.label.zh} className={item.wide ? 'fact fact-wide' : 'fact'}>
          <dt>{say(item.label)}</dt>
          <dd>{item.value === null || item.value === '' || item.value === undefined ? '–' : item.value}</dd>
        </div>
      ))}
    </dl>
  )
}
