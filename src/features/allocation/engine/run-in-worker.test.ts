import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { generate } from '../../../../bench/allocation/generate.ts'
import { tinyInstance } from '../../../../bench/allocation/tiny.ts'
import { allocateVerb } from './allocate-verb.ts'
import type { Result } from './format.ts'
import { allocateInWorker } from './run-in-worker.ts'
import { verify } from './verify.ts'

describe('allocateInWorker', () => {
  it('keeps the best plan found when it is cancelled', async () => {
    const county = generate('county', 1)
    const job = allocateInWorker(county, {
      seconds: 300,
      seed: 1,
      onProgress: (p) => {
        if (p.phase === 'choose') job.cancel()
      },
    })
    const result = await job.result
    expect(verify(county, result)).toEqual([])
    expect(result.funded.length).toBeGreaterThan(0)
  }, 60_000)
})

describe('headgate allocate', () => {
  let folder: string
  const heard: string[] = []
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'headgate-allocate-'))
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => heard.push(String(text)) > 0)
  })
  afterAll(async () => {
    vi.restoreAllMocks()
    await rm(folder, { recursive: true })
  })
  const file = async (name: string, text: string) => {
    await writeFile(join(folder, name), text)
    return join(folder, name)
  }

  it('writes a verified result', async () => {
    const instance = tinyInstance(3)
    const out = join(folder, 'out.json')
    expect(
      await allocateVerb([await file('a.json', JSON.stringify(instance)), '--out', out, '--seconds', '10', '--seed', '2', '--json']),
    ).toBe(0)
    expect(verify(instance, JSON.parse(await readFile(out, 'utf8')) as Result)).toEqual([])
  })

  it.each([
    ['is not there', () => Promise.resolve(join(folder, 'none.json')), /there is no file/],
    ['is not JSON', () => file('b.json', '{"format":'), /not valid JSON/],
    [
      'has a negative lot',
      () => file('c.json', JSON.stringify({ ...tinyInstance(3), lots: [{ ...tinyInstance(3).lots[0], amount: -50_000 }] })),
      /money is negative/,
    ],
  ])('says in words when the file %s, and exits 2', async (_, path, words) => {
    heard.length = 0
    expect(await allocateVerb([await path()])).toBe(2)
    expect(heard.join('')).toMatch(words)
  })

  it('exits 2 on arguments it does not know', async () => {
    expect(await allocateVerb(['x.json', '--fast'])).toBe(2)
    expect(await allocateVerb([])).toBe(2)
    expect(await allocateVerb(['x.json', '--seconds', '-1'])).toBe(2)
    expect(await allocateVerb(['x.json', '--threads', '3'])).toBe(2)
  })
})
