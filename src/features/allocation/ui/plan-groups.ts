/** Slices of a plan put together by project or by lot, with exact sums; largest first. */
import type { AnswerOf } from '#ui/answer-of.ts'
import type { showPlan } from '../allocation.contract.ts'

export type Plan = AnswerOf<typeof showPlan>
export type Slice = Plan['slices'][number]

export interface SliceGroup {
  readonly id: string
  readonly title: string
  readonly code: string
  readonly amount: bigint
  readonly slices: readonly Slice[]
}

export function groupSlices(slices: readonly Slice[], by: 'project' | 'lot'): SliceGroup[] {
  const groups = new Map<string, { title: string; code: string; amount: bigint; slices: Slice[] }>()
  for (const slice of slices) {
    const id = by === 'project' ? slice.projectId : slice.lotId
    const group = groups.get(id) ?? {
      title: by === 'project' ? slice.projectName : slice.fundName,
      code: by === 'project' ? slice.projectCode : slice.docNo,
      amount: 0n,
      slices: [],
    }
    group.amount += BigInt(slice.amountFen)
    group.slices.push(slice)
    groups.set(id, group)
  }
  return [...groups].map(([id, group]) => ({ id, ...group })).sort((a, b) => (a.amount === b.amount ? 0 : a.amount > b.amount ? -1 : 1))
}
