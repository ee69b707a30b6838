import { setImmediate as turn } from 'node:timers/promises'

/**
 * Look-ups that arrive while one is on its way go together in the next. Nothing is remembered: each is answered by a look that
 * began after it was asked, so what was true before never answers for now.
 */
export function together<K, V>(look: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>): (key: K) => Promise<V | undefined> {
  let waiting: { keys: Set<K>; answer: Promise<ReadonlyMap<K, V>> } | null = null
  let last: Promise<unknown> = Promise.resolve()
  return async (key) => {
    if (!waiting) {
      const keys = new Set<K>()
      const begin = async () => {
        waiting = null
        return look([...keys])
      }
      // What arrives in the same turn of the event loop goes along.
      const answer = last.then(turn, turn).then(begin)
      waiting = { keys, answer }
      last = answer
    }
    waiting.keys.add(key)
    return (await waiting.answer).get(key)
  }
}
