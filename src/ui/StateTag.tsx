/** The state of something as a small tag; the word carries the meaning, the colour only helps (AA contrast on each tone). */
import type { Text } from '#kernel/outcome.ts'
import { useSay } from './language.tsx'

export type Tone = 'neutral' | 'waiting' | 'moving' | 'good' | 'bad'

const TONES: Readonly<Record<string, Tone>> = {
  draft: 'neutral',
  candidate: 'neutral',
  discarded: 'neutral',
  L1: 'waiting',
  L2: 'waiting',
  L3: 'waiting',
  L4: 'waiting',
  L5: 'waiting',
  running: 'waiting',
  library: 'moving',
  approved: 'moving',
  reserved: 'moving',
  funded: 'moving',
  committed: 'moving',
  contracted: 'moving',
  ordered: 'moving',
  adopted: 'good',
  paid: 'good',
  done: 'good',
  settled: 'good',
  'bank-returned': 'bad',
  returned: 'bad',
  'late-returned': 'bad',
  failed: 'bad',
  disabled: 'bad',
}

interface StateTagProps {
  readonly label: Text
  /** The state's key chooses the tone, unless a tone is given. */
  readonly state?: string
  readonly tone?: Tone
}

export function StateTag({ label, state = '', tone }: StateTagProps) {
  const say = useSay()
  return <span className={`state-tag state-${tone ?? TONES[state] ?? 'neutral'}`}>{say(label)}</span>
}
