/** Building blocks of the terms' page: a section with its meaning and basis, a row that reads as a sentence, and searchable choices. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Card, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'
import type { Text } from '#kernel/outcome.ts'
import { useSay } from '#ui/language.tsx'
import { SeekMany, SeekOne } from './SeekPick.tsx'
import type { Choices } from './terms-wire.ts'

interface SectionProps {
  readonly id: string
  readonly label: Text
  readonly meaning: Text
  readonly basis: Text
  readonly children: ReactNode
  /** Adds another row. */
  readonly add?: { readonly label: Text; readonly onAdd: () => void }
}

export function TermSection({ id, label, meaning, basis, children, add }: SectionProps) {
  const say = useSay()
  return (
    <Card className="page-card term-section" id={`term-${id}`} title={say(label)}>
      <p className="help-text term-meaning">
        {say(meaning)}
        <span className="term-basis">{say({ zh: `依据：${basis.zh}`, en: `Basis: ${basis.en}` })}</span>
      </p>
      {children}
      {add ? (
        <Button icon={<PlusOutlined aria-hidden />} onClick={add.onAdd}>
          {say(add.label)}
        </Button>
      ) : null}
    </Card>
  )
}

/** One term as a sentence with its fields, and the way to take it out. */
export function TermRow({ at, onRemove, children }: { at: string; onRemove: () => void; children: ReactNode }) {
  const say = useSay()
  return (
    <div className="term-row" id={`term-${at}`} tabIndex={-1}>
      <div className="term-sentence">{children}</div>
      <Button
        type="text"
        className="term-remove"
        icon={<DeleteOutlined aria-hidden />}
        aria-label={say({ zh: '删去这一条', en: 'Remove this term' })}
        onClick={onRemove}
      />
    </div>
  )
}

/** Words between the fields of a sentence. */
export const Words = ({ text }: { text: Text }) => <span className="term-words">{useSay()(text)}</span>

/** Words and the field they belong to, never parted by the end of a line. */
export function Pair({ text, children }: { text: Text; children: ReactNode }) {
  return (
    <span className="term-pair">
      <Words text={text} />
      {children}
    </span>
  )
}

interface PickProps<V> {
  readonly label: Text
  readonly value: V
  readonly onChange: (value: V) => void
}

interface SeekPickProps extends PickProps<string> {
  readonly choices: Choices
}

export const LotPick = ({ choices, ...props }: SeekPickProps) => (
  <SeekOne kind="lots" years={choices.years} known={choices.known} {...props} />
)

export const ProjectPick = ({ choices, ...props }: SeekPickProps) => (
  <SeekOne kind="projects" years={choices.years} known={choices.known} {...props} />
)

interface OptionPickProps extends PickProps<string> {
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

export function Search({ label, value, onChange, options }: OptionPickProps) {
  const say = useSay()
  return (
    <Select<string>
      className="term-pick"
      aria-label={say(label)}
      placeholder={say(label)}
      value={value === '' ? null : value}
      options={[...options]}
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      status={value === '' ? 'warning' : ''}
      onChange={onChange}
    />
  )
}

interface ProjectsPickProps extends PickProps<string[]> {
  readonly choices: Choices
}

export const ProjectsPick = ({ choices, ...props }: ProjectsPickProps) => (
  <SeekMany kind="projects" years={choices.years} known={choices.known} {...props} />
)

/** A share as people say it, in percent; kept in thousandths. */
export function PercentInput({ label, value, onChange }: PickProps<number | null>) {
  const say = useSay()
  return (
    <InputNumber<number>
      className="term-number"
      aria-label={say(label)}
      value={value === null ? null : value / 10}
      min={0}
      max={100}
      precision={1}
      suffix="%"
      controls={false}
      placeholder={say({ zh: '不限', en: 'none' })}
      onChange={(percent) => onChange(percent === null ? null : Math.round(percent * 10))}
    />
  )
}

export function CountInput({ label, value, onChange, min, max }: PickProps<number> & { readonly min: number; readonly max: number }) {
  const say = useSay()
  return (
    <InputNumber<number>
      className="term-number"
      aria-label={say(label)}
      value={value}
      min={min}
      max={max}
      precision={0}
      controls={false}
      onChange={(count) => onChange(count ?? min)}
    />
  )
}
