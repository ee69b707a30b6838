/** A district whose rule requires every answer, from its day on: on both engines no reason stands in for one that is missing. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { adoptPlan, keepPlan } from '#features/allocation/allocation.commands.ts'
import { buildInstance } from '#features/allocation/allocation.model.ts'
import { findPlan, loadWorld } from '#features/allocation/allocation.store.ts'
import { solve } from '#features/allocation/engine/solve.ts'
import { standardTerms } from '#features/allocation/instance.model.ts'
import { answerPlan, consultPlan } from '#features/allocation/plan-review.commands.ts'
import type { Database } from '#platform/db/database.ts'
import { type ConsentRule, consentRules } from '#policy/plan-consent.ts'
import { engines } from '../support/database.ts'
import { type PersonName, World } from '../support/world.ts'

/** A line such a district adds to the policy. */
const required = (district: string): ConsentRule => ({
  from: '2017-04-01',
  districts: [district],
  answers: 'all',
  basis: { zh: '茅扶组〔2017〕8号', en: 'document 8' },
})

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let planId = ''
  const rules = consentRules as ConsentRule[]
  const adopt = (overReason?: string) =>
    w.act('leading_group', adoptPlan, { planId, decisionNo: '茅扶组〔2017〕9号', decidedOn: w.today(), minutes: '会议审定。', overReason })
  const code = (outcome: { ok: boolean; refusal?: { code: string } }) => (outcome.ok ? 'ok' : outcome.refusal!.code)
  const answer = (who: PersonName, given: 'agree' | 'object', words = '') => w.act(who, answerPlan, { planId, answer: given, words })

  beforeEach(async () => {
    database = await open()
    w = await World.open(database)
    rules.push(required(w.district))
    const [lot] = await w.lots({ docNo: '甲〔2017〕1号', department: '区农业局', uses: ['road'], amountFen: 900_00n })
    await w.projects({ name: '产业路', category: 'road', needFen: 600_00n })
    await w.receive([lot!, 900_00n])
    const terms = { ...standardTerms(2017), minSliceFen: 100n }
    const world = await loadWorld(database.db, w.district, 2017)
    const { instance, step } = buildInstance('方案', terms, world.lots, world.projects, world.regions)
    const result = await solve(instance, { seconds: 2, seed: 1 })
    ;({ planId } = await w.do('pool_office', keepPlan, { name: '方案', settings: terms, instance, result, step, comparison: {} }))
  })

  afterEach(() => void rules.pop())

  test('before its day a plan may be decided on without asking', async () => {
    expect(code(await adopt())).toBe('ok')
  })

  test('from its day on every department answers first; an objection then needs a reason', async () => {
    w.goTo('2017-04-01')
    const never = await adopt('已当面商定')
    expect([code(never), never.ok ? '' : never.refusal.message.zh]).toEqual([
      'consent_required',
      expect.stringContaining('还没有征求部门意见。按规定（茅扶组〔2017〕8号，自 2017-04-01 起施行）') as string,
    ])
    await w.do('pool_office', consultPlan, { planId, note: '' })
    await answer('dept', 'object', '路线未定')
    const half = await adopt('汛期将至')
    expect(half.ok ? '' : half.refusal.message.zh).toContain('区农业局没有答复')
    expect(code(await answer('dept2', 'agree'))).toBe('ok')
    expect(code(await adopt())).toBe('consent_missing')
    expect(code(await adopt('汛期将至'))).toBe('ok')
    expect((await findPlan(database.db, w.district, planId))!.over_reason).toBe('汛期将至')
  })
})
