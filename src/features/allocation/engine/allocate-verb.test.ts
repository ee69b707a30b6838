/** Bad input through the command line itself: a process of its own, its exit code and every word it says. */
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tinyInstance } from '../../../../bench/allocation/tiny.ts'
import type { Instance, Result } from './format.ts'

const CLI = join(import.meta.dirname, '../../../app/cli.ts')
const free = { pin: [], forbid: [], include: [], exclude: [] }
const valid: Instance = { ...tinyInstance(3), overrides: free }
const [lot] = valid.lots
const [project] = valid.projects

type Thing = Record<string, unknown>
interface Loose {
  readonly lots: Thing[]
  readonly projects: Thing[]
  readonly regions: Thing[]
  readonly overrides: Thing
}

/** The file's text with one thing changed. */
const changed = (change: (json: Loose) => unknown): string => {
  const json = JSON.parse(JSON.stringify(valid)) as Loose
  change(json)
  return JSON.stringify(json)
}

describe('headgate allocate on bad input', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'headgate-bad-'))
  })
  afterAll(async () => {
    await rm(folder, { recursive: true })
  })

  async function allocate(text: string | Buffer, options: readonly string[] = []) {
    const file = join(folder, 'instance.json')
    await writeFile(file, text)
    const child = spawnSync(process.execPath, ['--import', 'tsx', CLI, 'allocate', file, ...options], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '--max-old-space-size=96' },
    })
    return { exit: child.status, out: child.stdout, said: child.stderr }
  }

  it.each([
    [
      'a cap below a pinned amount',
      changed((x) => {
        x.lots[0]!['caps'] = [{ categories: [project!.category], max: 50_000 }]
        x.overrides['pin'] = [{ lot: lot!.id, project: project!.id, year: null, amount: 100_000 }]
      }),
      [/overrides\.pin\[0\]\.amount = 100000/, /上限 50000.*请调低指定金额/s, /above the cap of 50000.*lower the pin or raise the cap/],
    ],
    ['a lot with negative money', changed((x) => (x.lots[1]!['amount'] = -50_000)), [/lots\[1\]\.amount = -50000/, /金额为负/, /negative/]],
    ['a project with no phase', changed((x) => (x.projects[0]!['phases'] = [])), [/projects\[0\]\.phases/, /没有任何一期/, /no phase/]],
    [
      'a cycle of regions',
      changed((x) => (x.regions[0]!['parent'] = 'T1')),
      [/regions\[0\]\.parent = T1/, /请断开/, /cycle \(C → T1 → C\)/],
    ],
    ['an unknown field', changed((x) => (x.lots[0]!['amuont'] = 1)), [/lots\[0\]\.amuont = 1/, /没有这个字段/, /no such field/]],
    [
      'an unknown id',
      changed((x) => (x.overrides['include'] = ['P99'])),
      [/overrides\.include\[0\] = P99/, /没有这个项目/, /no such project/],
    ],
    ['money off the grain', changed((x) => (x.lots[0]!['amount'] = 50_001)), [/lots\[0\]\.amount = 50001/, /整数倍/, /multiple of 50000/]],
    ['broken JSON', '{\n "format": "fund-alloc-instance/1",\n "lots": [}\n', [/第 3 行第 11 列/, /line 3, column 11/, /重新导出/]],
    ['an empty file', '', [/文件是空的/, /empty/]],
    ['a list instead of an object', '[]', [/应为对象/, /must be an object/]],
    ['another format', '{"format":"x/1"}', [/fund-alloc-instance\/1/, /export the problem again/]],
  ])('refuses %s in words, in both languages, without a stack trace', async (_, text, words) => {
    const { exit, out, said } = await allocate(text)
    expect([exit, out]).toEqual([2, ''])
    for (const word of words) expect(said).toMatch(word)
    expect(said).not.toMatch(/\n\s+at .*:\d+/)
  })

  it('refuses a million projects in a heap that could not hold them', async () => {
    const projects = `{"id":"P","phases":[{"year":2024,"need":1}]},`.repeat(1_000_000)
    const { exit, said } = await allocate(`{"format":"fund-alloc-instance/1","lots":[],"projects":[${projects}{}]}`)
    expect(exit).toBe(2)
    expect(said).toMatch(/projects 超过 100000 项的上限;请按县\(市\)拆分/)
    expect(said).toMatch(/projects .*more entries than the limit of 100000/)
    expect(said).not.toMatch(/\n\s+at .*:\d+/)
  })

  it('reads a file that begins with a byte order mark', async () => {
    const { exit, out } = await allocate(`\ufeff${JSON.stringify(valid)}`, ['--seconds', '5'])
    expect([exit, (JSON.parse(out) as { status: string }).status]).toEqual([0, 'optimal'])
  })

  it('says so when the answer cannot be written', async () => {
    const { exit, said } = await allocate(JSON.stringify(valid), ['--seconds', '5', '--out', join(folder, 'nowhere', 'out.json')])
    expect(exit).toBe(1)
    expect(said).toMatch(/无法写入.*cannot be written/)
    expect(said).not.toMatch(/\n\s+at .*:\d+/)
  })

  it('names what cannot be kept together by field and value', async () => {
    const road = {
      ...project!,
      category: 'road',
      poverty: true,
      household: false,
      banned: false,
      statutory: false,
      units: null,
      match: null,
    }
    const only = { ...road, phases: [{ year: valid.years[0]!, need: 100_000 }], maxDebtShare: null }
    const bare = { household: false, regions: null, industries: null, maxShare: null, minShare: null, caps: [] }
    const rich = { ...lot!, ...bare, ledger: 'A', categories: ['road'], amount: 200_000, from: valid.years[0]!, to: valid.years[0]! }
    const text = JSON.stringify({
      ...valid,
      rules: { ...valid.rules, grain: 1, minSlice: 1 },
      lots: [rich],
      projects: [only],
      groups: [{ id: 'G', region: project!.region, village: null, projects: null, years: null, min: 0, max: 50_000 }],
      overrides: { ...free, pin: [{ lot: lot!.id, project: project!.id, year: null, amount: 80_000 }] },
    })
    const { exit, out, said } = await allocate(text, ['--seconds', '5'])
    expect(said).toContain('groups G: max = 50000')
    expect(said).toContain(`overrides.pin ${lot!.id} → ${project!.id}: amount = 80000`)
    expect(said).toContain('放宽其中任何一条即可')
    expect([exit, (JSON.parse(out) as Result).status]).toEqual([0, 'infeasible'])
  })
})
