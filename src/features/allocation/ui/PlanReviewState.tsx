/** The state of a plan as a tag. */
import type { Text } from '#kernel/outcome.ts'
import { StateTag, type Tone } from '#ui/StateTag.tsx'

const TONES: Readonly<Record<string, Tone>> = { consulting: 'waiting', published: 'good' }

export function PlanState({ state, label }: { state: string; label: Text }) {
  const tone = TONES[state]
  return <StateTag state={state} label={label} {...(tone ? { tone } : {})} />
}
