/** Lots and projects chosen by seeking: what is typed is asked of the server, which knows all of them; what is chosen keeps its words. */
import { Select } from 'antd'
import { useMemo, useState } from 'react'
import type { Text } from '#kernel/outcome.ts'
import { useAnswer } from '#ui/Answer.tsx'
import { useSay } from '#ui/language.tsx'
import { formatMoney } from '#ui/MoneyText.tsx'
import { useSettled } from '#ui/useSettled.ts'
import { lotChoices, projectChoices } from '../scenario.contract.ts'
import type { LotChoice, ProjectChoice } from './terms-wire.ts'
import './allocation.css'

const ASK_AFTER = 250

export interface Years {
  readonly year: number
  readonly horizon: number
}

/** Words of what was once seen, by its id. */
export type KnownWords = Map<string, string>

interface Option {
  readonly value: string
  readonly label: string
}

type Kind = 'lots' | 'projects'
type Say = (text: Text) => string

const wan = (fen: string): string => `${formatMoney(fen, '万元')} 万元`

export function lotWords(l: LotChoice, say: Say): string {
  if (l.availableFen === '0') return say({ zh: `${l.name}（现在没有可安排的）`, en: `${l.name} (nothing to give now)` })
  return say({ zh: `${l.name}（可安排 ${wan(l.availableFen)}）`, en: `${l.name} (${wan(l.availableFen)})` })
}

export function projectWords(p: ProjectChoice, say: Say): string {
  if (p.needFen === '0') return say({ zh: `${p.name}（现在不需要资金）`, en: `${p.name} (needs no money now)` })
  const years = p.years.length > 1 ? say({ zh: `，${p.years.join('、')} 年`, en: `, ${p.years.join(', ')}` }) : ''
  return `${p.name}（${[p.code, p.place].filter(Boolean).join(' ')}，${wan(p.needFen)}${years}）`
}

/** What the server finds while the list is open. */
function useSought(kind: Kind, { year, horizon }: Years) {
  const say = useSay()
  const [open, setOpen] = useState(false)
  const [q, setQ] = useState('')
  const settled = useSettled(q, ASK_AFTER)
  const query = { q: settled, year, horizon }
  const lots = useAnswer(lotChoices, { query }, { enabled: open && kind === 'lots' })
  const projects = useAnswer(projectChoices, { query }, { enabled: open && kind === 'projects' })
  const answer = kind === 'lots' ? lots : projects
  const options = useMemo<Option[]>(
    () =>
      kind === 'lots'
        ? (lots.data?.rows ?? []).map((l) => ({ value: l.id, label: lotWords(l, say) }))
        : (projects.data?.rows ?? []).map((p) => ({ value: p.id, label: projectWords(p, say) })),
    [kind, lots.data, projects.data, say],
  )
  const waiting = open && (answer.isFetching || settled !== q)
  return { q, setQ, setOpen, options, waiting, failed: answer.isError, more: answer.data?.more ?? false }
}

const HINTS: Record<Kind, Text> = {
  lots: { zh: '输入文号、名称或主管部门查找', en: 'Type a document number, name or department' },
  projects: { zh: '输入名称、编号或村名查找', en: 'Type a name, code or village' },
}

function useSelectProps(kind: Kind, years: Years, besides: readonly Option[]) {
  const say = useSay()
  const { q, setQ, setOpen, options, waiting, failed, more } = useSought(kind, years)
  const own = besides.filter((o) => o.label.includes(q.trim()))
  const ids = new Set(besides.map((o) => o.value))
  return {
    options: [...own, ...options.filter((o) => !ids.has(o.value))],
    loading: waiting,
    popupMatchSelectWidth: false,
    onOpenChange: setOpen,
    notFoundContent: waiting
      ? say({ zh: '正在查找…', en: 'Seeking…' })
      : failed
        ? say({ zh: '没有查到，请检查网络后再试', en: 'Could not seek; check the network and try again' })
        : say({ zh: '没有找到。可以换一个词，或少写几个字', en: 'Nothing found; try another word or fewer letters' }),
    popupRender: (menu: React.ReactElement) => (
      <>
        {menu}
        {more ? <p className="seek-more">{say({ zh: `还有更多：${HINTS[kind].zh}`, en: `There are more: ${HINTS[kind].en}` })}</p> : null}
      </>
    ),
    showSearch: { filterOption: false as const, onSearch: setQ },
  }
}

interface SeekProps {
  readonly kind: Kind
  readonly years: Years
  readonly known: KnownWords
  readonly label: Text
}

interface SeekOneProps extends SeekProps {
  readonly value: string
  readonly onChange: (id: string) => void
  /** Choices beside what the server finds. */
  readonly besides?: readonly Option[]
  readonly className?: string
}

const NONE: readonly Option[] = []

export function SeekOne({ kind, years, known, label, value, onChange, besides = NONE, className = 'term-pick' }: SeekOneProps) {
  const say = useSay()
  const props = useSelectProps(kind, years, besides)
  return (
    <Select<Option | null, Option>
      {...props}
      labelInValue
      className={className}
      aria-label={say(label)}
      placeholder={say({ zh: `${label.zh}：${HINTS[kind].zh}`, en: `${label.en}: ${HINTS[kind].en}` })}
      value={value === '' ? null : { value, label: known.get(value) ?? value }}
      status={value === '' ? 'warning' : ''}
      onChange={(chosen) => {
        if (!chosen) return
        known.set(chosen.value, chosen.label)
        onChange(chosen.value)
      }}
    />
  )
}

interface SeekManyProps extends SeekProps {
  readonly id?: string
  readonly value?: readonly string[]
  readonly onChange?: (ids: string[]) => void
}

export function SeekMany({ kind, years, known, label, id, value = [], onChange }: SeekManyProps) {
  const say = useSay()
  const props = useSelectProps(kind, years, NONE)
  return (
    <Select<Option[], Option>
      {...props}
      {...(id === undefined ? {} : { id })}
      labelInValue
      mode="multiple"
      allowClear
      className="term-many"
      aria-label={say(label)}
      placeholder={say(HINTS[kind])}
      value={value.map((one) => ({ value: one, label: known.get(one) ?? one }))}
      onChange={(chosen) => {
        for (const one of chosen) known.set(one.value, one.label)
        onChange?.(chosen.map((one) => one.value))
      }}
    />
  )
}
