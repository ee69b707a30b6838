/** Which requests were accepted and refused, for the sentence at the end and to see that everything happens. */
import type { Call } from './recorded-order.ts'

export interface Tally {
  readonly accepted: Record<string, number>
  readonly refused: Record<string, number>
  commands: number
}

export const newTally = (): Tally => ({ accepted: {}, refused: {}, commands: 0 })
export const count = (of: Record<string, number>, name: string) => Object.assign(of, { [name]: (of[name] ?? 0) + 1 })

/** Each item of a call at a posting desk. */
export function countCall(tally: Tally, { call, answers }: Call): void {
  if (answers instanceof Error) return void count(tally.refused, 'broken')
  call.items.forEach(({ request }, i) => {
    const answer = answers[i]!
    count(answer.ok ? tally.accepted : tally.refused, answer.ok ? `desk ${request.act}` : answer.refusal.code)
  })
}
