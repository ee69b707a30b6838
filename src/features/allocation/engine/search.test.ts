import { describe, expect, it } from 'vitest'
import { generate } from '../../../../bench/allocation/generate.ts'
import { prepare } from './prepare.ts'
import { search } from './search.ts'

describe('the search', () => {
  it('goes on to the end of its time where the law cannot be met in full', async () => {
    const prep = prepare(generate('county', 7))
    let phase = ''
    const asked = new Map<string, number>()
    const stopped = () => {
      asked.set(phase, (asked.get(phase) ?? 0) + 1)
      return false
    }
    const news = { phase: (name: string) => void (phase = name), found: () => {} }
    const found = await search(prep, { seconds: 4, seed: 1, deadline: performance.now() + 4000, stopped }, news, null)
    expect(found.statutory.kind).toBe('none')
    // Whoever ends at once asks once.
    expect(asked.get('neighbourhoods')).toBeGreaterThan(20)
  }, 30_000)
})
