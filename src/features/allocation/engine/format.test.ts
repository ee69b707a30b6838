import { describe, expect, it } from 'vitest'
import type { Instance } from './format.ts'
import { parseInstance } from './parse.ts'
import { tinyInstance } from '../../../../bench/allocation/tiny.ts'

// biome-ignore lint: tests build broken input on purpose
type Loose = Record<string, unknown> & { [key: string]: never }
const copy = (change: (x: Loose) => void): unknown => {
  const json = JSON.parse(JSON.stringify(valid)) as Loose
  change(json)
  return json
}
const set = (path: string, value: unknown) =>
  copy((json) => {
    const keys = path.split(/[.[\]]+/).filter(Boolean)
    let at = json as Record<string, unknown>
    for (const key of keys.slice(0, -1)) at = at[key] as Record<string, unknown>
    at[keys.at(-1)!] = value
  })
const valid: Instance = { ...tinyInstance(3), overrides: { pin: [], forbid: [], include: [], exclude: [] } }

/** Two hundred lots of the largest amount each. */
function manyLots(json: { lots: Record<string, unknown>[] }): void {
  json.lots.push(...Array.from({ length: 200 }, (_, i) => ({ ...json.lots[0], id: `M${i}`, amount: 99_999_999_950_000, caps: [] })))
}

function findings(json: unknown) {
  const outcome = parseInstance(json)
  return outcome.ok ? [] : (outcome.refusal.findings ?? [])
}

describe('parseInstance', () => {
  it('reads a valid instance back unchanged', () => {
    const outcome = parseInstance(JSON.parse(JSON.stringify(valid)))
    expect(outcome).toEqual({ ok: true, value: valid })
  })

  const lot = valid.lots[0]!
  const project = valid.projects[0]!
  it.each([
    ['a negative amount', set('lots[1].amount', -50_000), 'lots[1].amount', /negative/],
    ['an amount off the grain', set('lots[1].amount', 50_001), 'lots[1].amount', /multiple of 50000/],
    ['an amount in words', set('lots[1].amount', '五万'), 'lots[1].amount', /whole number of yuan/],
    ['a project without a phase', set('projects[0].phases', []), 'projects[0].phases', /no phase/],
    ['a phase outside the years', set('projects[0].phases', [{ year: 2031, need: 50_000 }]), 'projects[0].phases[0].year', /planned years/],
    ['a repeated lot', set('lots[1].id', lot.id), 'lots[1].id', /repeats lots\[0\]/],
    ['a repeated project', set('projects[1].id', project.id), 'projects[1].id', /repeats projects\[0\]/],
    ['a cycle of regions', set('regions[0].parent', 'T1'), 'regions[0].parent', /cycle \(C → T1 → C\)/],
    ['an unknown parent', set('regions[1].parent', 'X'), 'regions[1].parent', /no such parent region/],
    ['categories that are no list', set('lots[0].categories', 'road'), 'lots[0].categories', /must be a list/],
    ['a category that is a number', set('lots[0].categories', [7]), 'lots[0].categories[0]', /text that is not empty/],
    ['a share above one', set('lots[0].maxShare', 1.5), 'lots[0].maxShare', /between 0 and 1/],
    ['an unknown objective', set('rules.objectives', ['fame']), 'rules.objectives[0]', /one of statutory/],
    [
      'a ledger that is not debt with level debt',
      set('lots[0].level', lot.ledger === 'C' ? 'county' : 'debt'),
      'lots[0].level',
      /ledger C has level debt/,
    ],
    ['an unknown lot in a pin', set('overrides.pin', [{ lot: 'L99', project: project.id }]), 'overrides.pin[0].lot', /no such lot/],
    ['an unknown project to include', set('overrides.include', ['P99']), 'overrides.include[0]', /no such project/],
    ['a floor above its ceiling', set('groups[0].min', 50_000_000), 'groups[0].min', /above the ceiling/],
    ['a misspelt field', set('lots[0].maxshare', 0.5), 'lots[0].maxshare', /no such field.*maxShare/],
    ['a misspelt rule', set('rules.maxSource', 3), 'rules.maxSource', /no such field.*maxSources/],
    ['a field nobody knows', set('projects[0].colour', 'red'), 'projects[0].colour', /no such field/],
    ['an unknown region of a lot', set('lots[0].regions', ['X9']), 'lots[0].regions[0]', /no such region/],
    ['an unknown project in a group', set('groups[1].projects', ['P99']), 'groups[1].projects[0]', /no such project/],
    ['a phase of a fraction of the grain', set('projects[0].phases[0].need', 125_000), 'projects[0].phases[0].need', /multiple of 50000/],
    ['more money than can be added up', copy((x) => manyLots(x as never)), 'lots', /too much to add up/],
    ['the wrong format', set('format', 'x/2'), 'format', /fund-alloc-instance\/1/],
    ['something that is no object', [], '(root)', /must be an object/],
  ])('refuses %s, naming field and remedy', (_, json, field, words) => {
    const found = findings(json).find((f) => f.field === field)
    expect(found?.message.en).toMatch(words)
    expect(found?.message.zh).toContain(field)
  })

  it('refuses a cap below a pinned amount', () => {
    const json = copy((x) => {
      const json = x as unknown as { lots: { caps: unknown[] }[]; overrides: { pin: unknown[] } }
      json.lots[0]!.caps = [{ categories: [project.category], max: 50_000 }]
      json.overrides.pin = [{ lot: lot.id, project: project.id, year: null, amount: 100_000 }]
    })
    const found = findings(json)
    expect(found.map((f) => [f.field, f.value])).toContainEqual(['overrides.pin[0].amount', '100000'])
    expect(found[0]!.message.en).toMatch(/above the cap of 50000/)
  })

  it('refuses a pin above all the lot has', () => {
    const json = set('overrides.pin', [{ lot: lot.id, project: project.id, year: null, amount: lot.amount + 50_000 }])
    const found = findings(json)
    expect(found.map((f) => [f.field, f.value])).toContainEqual(['overrides.pin[0].amount', String(lot.amount + 50_000)])
    expect(found[0]!.message.en).toMatch(/above all that lot/)
  })

  it('refuses a million projects without reading them', () => {
    const projects = new Array(1_000_000).fill(null)
    const found = findings({ ...valid, projects })
    expect(found).toHaveLength(1)
    expect(found[0]!.field).toBe('projects')
    expect(found[0]!.message.en).toMatch(/1000000 entries, more than the limit/)
  })

  it('lists at most fifty findings and says how many there are', () => {
    const outcome = parseInstance({ ...valid, projects: new Array(2000).fill(7) })
    if (outcome.ok) throw new Error('accepted')
    expect(outcome.refusal.findings).toHaveLength(50)
    expect(outcome.refusal.message.en).toMatch(/1000 error/)
  })
})
