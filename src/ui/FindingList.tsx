/** What is wrong with an input, line by line: where it stands, what stands there, and what to do about it. */
import { Button } from 'antd'
import { useState } from 'react'
import type { Text } from '#kernel/outcome.ts'
import { useSay } from './language.tsx'

export interface ShownFinding {
  readonly sheet?: string | undefined
  readonly row?: number | undefined
  readonly field?: string | undefined
  readonly value?: string | undefined
  readonly message: Text
}

interface FindingListProps {
  readonly findings: readonly ShownFinding[]
  readonly severity?: 'error' | 'warning'
  /** Turns a field's key into its word. */
  readonly fieldName?: (field: string) => string
  /** Makes the place of each finding a button. */
  readonly onOpen?: (finding: ShownFinding) => void
  readonly label?: Text
}

const FIRST = 30

export function FindingList({ findings, severity = 'error', fieldName, onOpen, label }: FindingListProps) {
  const say = useSay()
  const [all, setAll] = useState(false)
  if (findings.length === 0) return null
  const shown = all ? findings : findings.slice(0, FIRST)
  return (
    <>
      <ul className={`findings findings-${severity}`} aria-label={label ? say(label) : say({ zh: '发现的问题', en: 'Findings' })}>
        {shown.map((finding, index) => (
          <li key={index}>
            <Place finding={finding} fieldName={fieldName} onOpen={onOpen} />
            <span className="finding-text">
              {say(finding.message)}
              {finding.value ? <q className="finding-value">{finding.value}</q> : null}
            </span>
          </li>
        ))}
      </ul>
      {findings.length > shown.length ? (
        <Button type="link" size="small" onClick={() => setAll(true)}>
          {say({ zh: `全部显示（共 ${findings.length} 条）`, en: `Show all ${findings.length}` })}
        </Button>
      ) : null}
    </>
  )
}

interface PlaceProps {
  readonly finding: ShownFinding
  readonly fieldName: FindingListProps['fieldName']
  readonly onOpen: FindingListProps['onOpen']
}

function Place({ finding, fieldName, onOpen }: PlaceProps) {
  const say = useSay()
  const { sheet, row, field } = finding
  const parts = [
    sheet && row !== undefined ? sheet : null,
    row === undefined ? null : say({ zh: `第${row}行`, en: `row ${row}` }),
    field ? (fieldName?.(field) ?? field) : null,
  ].filter((part) => part !== null)
  const place = parts.length === 0 ? say({ zh: '整张表', en: 'Whole table' }) : parts.join(' · ')
  if (!onOpen || row === undefined) return <span className="finding-place">{place}</span>
  return (
    <button type="button" className="finding-place finding-open" onClick={() => onOpen(finding)}>
      {place}
    </button>
  )
}
