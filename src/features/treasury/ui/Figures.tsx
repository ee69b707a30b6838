/** Amounts in a row under their names, and a sum as it is worked out. */
import { Fragment, type ReactNode } from 'react'
import type { Text } from '#kernel/outcome.ts'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import './treasury.css'

export interface Figure {
  readonly label: Text
  readonly fen?: string | bigint
  readonly value?: ReactNode
  readonly more?: ReactNode
  readonly tone?: 'bad' | 'waiting' | 'good'
}

export function Figures({ figures }: { figures: readonly Figure[] }) {
  const say = useSay()
  return (
    <dl className="figures">
      {figures.map(({ label, fen, value, more, tone }) => (
        <div key={label.zh} className={`figure${tone ? ` figure-${tone}` : ''}`}>
          <dt>{say(label)}</dt>
          <dd>
            {fen === undefined ? value : <MoneyText fen={fen} unit strong rounded />}
            {more ? <div className="figure-more">{more}</div> : null}
          </dd>
        </div>
      ))}
    </dl>
  )
}

interface Part {
  readonly label: Text
  readonly fen: string | bigint
}

/** first − second − third = result */
export function Working({ parts, result }: { parts: readonly Part[]; result: Part }) {
  const say = useSay()
  const cell = ({ label, fen }: Part) => (
    <span className="working-part">
      <span>{say(label)}</span>
      <span>
        <MoneyText fen={fen} unit />
      </span>
    </span>
  )
  return (
    <div className="working">
      {parts.map((part, i) => (
        <Fragment key={part.label.zh}>
          {i > 0 ? <span className="working-sign">−</span> : null}
          {cell(part)}
        </Fragment>
      ))}
      <span className="working-sign">=</span>
      {cell(result)}
    </div>
  )
}
