/** Every reason and every change of random small plans becomes a whole sentence in both languages. */
import { expect, it } from 'vitest'
import { tinyInstance } from '../../../bench/allocation/tiny.ts'
import { greedyPlan } from './engine/greedy.ts'
import { answer } from './engine/insight/insight.ts'
import { firstBreach } from './engine/legal.ts'
import { prepare } from './engine/prepare.ts'
import { toResult } from './engine/result.ts'
import { Told } from './insight-told.model.ts'
import { Words } from './insight-words.model.ts'

const named = (id: string) => `名${id}`

it('leaves no value out and no id unnamed', async () => {
  const causes = new Set<string>()
  let sentences = 0
  for (let seed = 1; seed <= 60; seed++) {
    const instance = tinyInstance(seed)
    const plan = greedyPlan(prepare(instance))
    if (firstBreach(plan) !== null) continue
    const overview = await answer(instance, toResult(plan, 'feasible'), { kind: 'overview', ahead: 9, seconds: 600, places: [] })
    const words = new Words(instance, 1n, { lot: named, project: named, region: named })
    const texts = [
      ...overview.unfunded.flatMap(({ why, remedies }) => [
        ...words.unfunded(why, remedies),
        ...(remedies?.found ?? []).map((r) => words.change(r.change)),
      ]),
      ...overview.idle.flatMap(({ why, remedies }) => [...words.idle(why), ...(remedies?.found ?? []).map((r) => words.change(r.change))]),
    ]
    for (const { why, remedies } of overview.unfunded) {
      expect(words.unfunded(why, remedies).length).toBeGreaterThan(0)
      causes.add(words.causeOf(why, remedies))
    }
    for (const { zh, en } of texts) {
      sentences++
      for (const text of [zh, en]) expect(text).not.toMatch(/[{}]|undefined|NaN|\+lot|\+project/)
    }
  }
  expect(sentences).toBeGreaterThan(300)
  for (const cause of ['no-lot', 'never-enough', 'group', 'money-gone', 'excluded']) expect([...causes]).toContain(cause)
})

it('says yuan whatever the step, and never a negative or a fraction', () => {
  const words = new Words(tinyInstance(1), 50n, { lot: named, project: named, region: named })
  expect([words.yuan(3), words.yuan(2_000_000), words.yuan(-4), words.yuan(0)]).toEqual(['1.50', '1,000,000', '0', '0'])
})

it('calls a limit as its scenario does, and by its number where none is kept', () => {
  const group = { id: 'limit:1', region: null, village: null, projects: null, years: null, min: 0, max: 5 }
  const instance = { ...tinyInstance(1), groups: [group] }
  const names = { lot: named, project: named, region: named }
  const labels = ['甲', '道路合计']
  expect(new Words(instance, 1n, { ...names, limit: (i) => labels[i] }).group('limit:1').zh).toBe('道路合计')
  expect(new Words(instance, 1n, names).group('limit:1').zh).toBe('第 2 条限额')
  const plan = {
    name: '',
    year: 2017,
    problem: instance,
    scale_fen: 1n,
    settings: { terms: { limits: labels.map((label) => ({ label })) } },
  }
  const told = new Told(plan, { lots: new Map(), projects: new Map() }, new Map())
  expect(told.words.change({ kind: 'group-max', group: 'limit:1', amount: 3 }).zh).toContain('“道路合计”')
})

it('has a row of the spreadsheet for what cannot be helped, with what was tried', async () => {
  const instance = tinyInstance(1)
  const lot = { ...instance.lots[0]!, ledger: 'A' as const, household: false, regions: null, industries: null }
  const project = { ...instance.projects[0]!, poverty: false, agri: false, banned: false }
  const alone = {
    ...instance,
    lots: [lot],
    projects: [project],
    groups: [],
    overrides: { pin: [], forbid: [], include: [], exclude: [] },
  }
  const { unfunded } = await answer(alone, toResult(greedyPlan(prepare(alone)), 'feasible'), {
    kind: 'overview',
    ahead: 9,
    seconds: 600,
    places: [],
  })
  const told = new Told({ name: '', year: 2024, problem: alone, scale_fen: 100n }, { lots: new Map(), projects: new Map() }, new Map())
  const row = told.sheetRow(unfunded[0]!)
  expect(row[7]).toBe('没有资金可以支付')
  expect(row.slice(-3, -1)).toEqual(['', null])
  expect(row.at(-1)).toContain('新增资金')
})
