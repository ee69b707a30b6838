/** The parts of a page, one shown at a time: tabs where there is room, a list to choose from on a phone. */
import { Select, Tabs } from 'antd'
import type { ReactNode } from 'react'
import { useSay } from './language.tsx'
import { useNarrow } from './media.ts'

export interface Part {
  readonly key: string
  readonly label: string
  readonly children: ReactNode
}

interface PartsProps {
  readonly parts: readonly Part[]
  readonly shown: string
  readonly onChange: (key: string) => void
}

export function Parts({ parts, shown, onChange }: PartsProps) {
  const say = useSay()
  const narrow = useNarrow()
  const part = parts.find((p) => p.key === shown) ?? parts[0]!
  const list = () => (
    <Select
      aria-label={say({ zh: '看哪一部分', en: 'Which part' })}
      value={part.key}
      onChange={onChange}
      options={parts.map(({ key, label }) => ({ value: key, label }))}
      style={{ width: '100%', marginBottom: 16 }}
    />
  )
  // The same panels under either bar: turning a phone round must not empty a form that is half written.
  return <Tabs activeKey={part.key} onChange={onChange} items={[...parts]} {...(narrow ? { renderTabBar: list } : {})} />
}
