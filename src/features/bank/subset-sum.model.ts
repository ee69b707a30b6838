/** Which few of these amounts add up to exactly that one? Bounded: it gives up after so many steps and says so. Pure. */

interface Bounds {
  readonly mostLines: number
  readonly mostSteps: number
}

export interface SubsetAnswer {
  /** Indexes into the amounts; the first two that were found, for one is an answer and two are a doubt. */
  readonly found: readonly (readonly number[])[]
  /** False: the search was cut short, so what was found may not be all. */
  readonly complete: boolean
}

/** All amounts and the target above zero; at least two amounts make a subset. */
export function subsetsOf(target: bigint, amounts: readonly bigint[], { mostLines, mostSteps }: Bounds): SubsetAnswer {
  const order = amounts
    .map((amount, index) => ({ amount, index }))
    .sort((a, b) => (a.amount === b.amount ? a.index - b.index : a.amount > b.amount ? -1 : 1))
  const rest = order.map(() => 0n)
  for (let i = order.length - 1; i >= 0; i--) rest[i] = order[i]!.amount + (rest[i + 1] ?? 0n)
  const found: number[][] = []
  let steps = 0
  const walk = (from: number, left: bigint, taken: readonly number[]): void => {
    if (found.length >= 2 || steps >= mostSteps) return
    steps++
    if (left === 0n) {
      if (taken.length >= 2) found.push([...taken].sort((a, b) => a - b))
      return
    }
    if (from >= order.length || taken.length >= mostLines || rest[from]! < left) return
    const { amount, index } = order[from]!
    if (amount <= left) walk(from + 1, left - amount, [...taken, index])
    walk(from + 1, left, taken)
  }
  walk(0, target, [])
  return { found, complete: steps < mostSteps }
}
