import { describe, expect, it } from 'vitest'
import { jsonFault } from './json-fault.ts'

describe('jsonFault', () => {
  it.each([
    ['{"a":1,}', 7],
    ['{"a" 1}', 5],
    ['[1 2]', 3],
    ['[1,]', 3],
    ['{"a":[}', 6],
    ['{a:1}', 1],
    ['{"a":01}', 6],
    ['{"a":"x\ny"}', 5],
    ['[1}', 2],
    ['{"a":1', 6],
    ['{"a":1}}', 7],
    [',', 0],
    ['[tru]', 1],
  ])('%j stops being JSON at %i', (text, at) => {
    expect(() => JSON.parse(text) as unknown).toThrow()
    expect(jsonFault(text)).toBe(at)
  })
})
