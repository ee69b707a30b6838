/** What became of a project or a lot, in a word; the colour only helps. */
import type { Text } from '#kernel/outcome.ts'
import { StateTag, type Tone } from '#ui/StateTag.tsx'

const TONES: Readonly<Record<string, Tone>> = { gained: 'good', more: 'good', lost: 'bad', less: 'waiting', moved: 'moving' }

export const ChangeTag = ({ kind, label }: { kind: string; label: Text }) =>
  kind === 'same' ? <span className="plan-same">–</span> : <StateTag label={label} tone={TONES[kind] ?? 'neutral'} />
