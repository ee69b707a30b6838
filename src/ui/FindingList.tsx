/** What is wrong with an input, line by line: where it stands, what stands there, and what to do about it. */
import { Button } from 'antd'
import { useState } from 'react'
import type { Text } from '#kernel/outcome.ts'
import { type FindingGroup, groupFindings, type ShownFinding } from './findings.ts'
import { useSay } from './language.tsx'

export type { ShownFinding } from './findings.ts'

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
  const groups = groupFindings(findings)
  const shown = all ? groups : groups.slice(0, FIRST)
  return (
    <>
      <ul className={`findings findings-${severity}`} aria-label={label ? say(label) : say({ zh: '发现的问题', en: 'Findings' })}>
        {shown.map((group, index) => (
          <li key={index}>
            {group.places.length === 1 ? (
              <Place finding={group.places[0]!} fieldName={fieldName} onOpen={onOpen} />
            ) : (
              <Places group={group} fieldName={fieldName} onOpen={onOpen} />
            )}
            <span className="finding-text">
              {say(group.message)}
              {group.value ? <q className="finding-value">{group.value}</q> : null}
            </span>
          </li>
        ))}
      </ul>
      {groups.length > shown.length ? (
        <Button type="link" size="small" onClick={() => setAll(true)}>
          {say({ zh: `全部显示（共 ${groups.length} 条）`, en: `Show all ${groups.length}` })}
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

/** More rows than these are counted; the rest is the same mistake. */
const ROWS_NAMED = 8

/** Several rows of one column with the same mistake: the column once, each row a way to it. */
function Places({ group, fieldName, onOpen }: { group: FindingGroup } & Omit<PlaceProps, 'finding'>) {
  const say = useSay()
  const { places } = group
  const { sheet, field } = places[0]!
  const head = [sheet, field ? (fieldName?.(field) ?? field) : null].filter((part) => part !== null && part !== undefined && part !== '')
  const named = places.slice(0, ROWS_NAMED)
  const rows = named.map((place) => String(place.row))
  const more = places.length > named.length
  return (
    <span className="finding-place finding-places">
      {head.length > 0 ? <span>{head.join(' · ')}</span> : null}
      {onOpen ? (
        <span className="finding-rows">
          {named.map((place) => (
            <button key={place.row} type="button" className="finding-place finding-open" onClick={() => onOpen(place)}>
              {say({ zh: `第${place.row}行`, en: `row ${place.row}` })}
            </button>
          ))}
        </span>
      ) : (
        <span>{say({ zh: `第${rows.join('、')}行`, en: `rows ${rows.join(', ')}` })}</span>
      )}
      {more ? <span>{say({ zh: `等 ${places.length} 行`, en: `and others, ${places.length} rows` })}</span> : null}
    </span>
  )
}
