/** Findings that say the same of several rows are one finding with several places: a column that is wrong throughout is one mistake. */
import type { Text } from '#kernel/outcome.ts'

export interface ShownFinding {
  readonly sheet?: string | undefined
  readonly row?: number | undefined
  readonly field?: string | undefined
  readonly value?: string | undefined
  readonly message: Text
}

export interface FindingGroup {
  readonly message: Text
  /** What stands there, where it is the same in every row. */
  readonly value?: string | undefined
  /** In the order they were found; at least one. */
  readonly places: readonly ShownFinding[]
}

/** Sentences that name their own row or cell would never be the same. */
const OWN_PLACE = { zh: /^(?:第\s*\d+\s*行|[A-Z]{1,3}\d+)[：:]\s*/, en: /^(?:Row \d+|[A-Z]{1,3}\d+)[：:]\s*/ }
const withoutPlace = ({ zh, en }: Text): Text => ({ zh: zh.replace(OWN_PLACE.zh, ''), en: en.replace(OWN_PLACE.en, '') })

/** The same mistake with another value in the cell is the same mistake: what stands there is then left open. */
function withoutValue({ message, value }: ShownFinding): Text {
  const { zh, en } = withoutPlace(message)
  if (!value) return { zh, en }
  return { zh: zh.replace(`“${value}”`, '“…”'), en: en.replace(`"${value}"`, '"…"').replace(`“${value}”`, '“…”') }
}

export function groupFindings(findings: readonly ShownFinding[]): FindingGroup[] {
  const groups = new Map<string, ShownFinding[]>()
  findings.forEach((finding, at) => {
    const { sheet, row, field } = finding
    const key = row === undefined ? `#${at}` : JSON.stringify([sheet, field, withoutValue(finding).zh])
    groups.set(key, [...(groups.get(key) ?? []), finding])
  })
  return [...groups.values()].map((places) => {
    const [first] = places as [ShownFinding]
    if (places.length === 1) return { message: first.message, value: first.value, places }
    const same = places.every((p) => p.value === first.value)
    return { message: same ? withoutPlace(first.message) : withoutValue(first), value: same ? first.value : undefined, places }
  })
}
