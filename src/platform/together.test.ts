import { expect, test } from 'vitest'
import { together } from './together.ts'

/** A look that ends when it is told to, and remembers what it was asked. */
function slowLook() {
  const asked: { keys: readonly string[]; end: (error?: Error) => void }[] = []
  const look = together<string, string>(
    (keys) =>
      new Promise((resolve, reject) => {
        const end = (error?: Error) => (error ? reject(error) : resolve(new Map(keys.filter((k) => k !== 'none').map((k) => [k, `${k}!`]))))
        asked.push({ keys, end })
      }),
  )
  return { asked, look }
}
/** Long enough for a look that was waited for to begin. */
const turn = async () => {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve))
}

test('what arrives while a look is on its way goes in the next one, each key once', async () => {
  const { asked, look } = slowLook()
  const first = look('a')
  await turn()
  const others = Promise.all([look('b'), look('a'), look('b'), look('none')])
  await turn()
  expect(asked.map((a) => a.keys)).toEqual([['a']])
  asked[0]!.end()
  expect(await first).toBe('a!')
  await turn()
  expect(asked.map((a) => a.keys)).toEqual([['a'], ['b', 'a', 'none']])
  asked[1]!.end()
  expect(await others).toEqual(['b!', 'a!', 'b!', undefined])
})

test('of one turn all go together, and a later question is never answered by an earlier look', async () => {
  const { asked, look } = slowLook()
  const both = Promise.all([look('a'), look('b')])
  await turn()
  asked[0]!.end()
  await both
  const again = look('a')
  await turn()
  expect(asked.map((a) => a.keys)).toEqual([['a', 'b'], ['a']])
  asked[1]!.end()
  expect(await again).toBe('a!')
})

test('a look that fails fails those who asked, and not those who come after', async () => {
  const { asked, look } = slowLook()
  const first = look('a').catch((error: unknown) => (error as Error).message)
  await turn()
  const second = look('b')
  asked[0]!.end(new Error('gone'))
  expect(await first).toBe('gone')
  await turn()
  asked[1]!.end()
  expect(await second).toBe('b!')
})
