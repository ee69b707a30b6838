import { describe, expect, test } from 'vitest'
import { fen } from '#kernel/money.ts'
import { civilDate } from '#kernel/civil-date.ts'
import type { ConsentRule } from '#policy/plan-consent.ts'
import {
  type Answered,
  checkAnswer,
  checkConsent,
  checkConsult,
  consentRuleOn,
  missingConsent,
  planActions,
  standingOf,
} from './plan-review.model.ts'

const asked = (department: string, reachable = true) => ({ department, reachable, givesFen: fen(1n), getsFen: fen(0n) })
const said = (department: string, answer: Answered['answer']): Answered => ({ department, answer, words: '', by: '某', at: '' })
const rule = (more: Partial<ConsentRule> = {}): ConsentRule => ({
  from: '2016-04-22',
  districts: 'everywhere',
  answers: 'optional',
  basis: { zh: '某规定', en: 'a rule' },
  ...more,
})
const optional = rule()
const all = rule({ from: '2018-01-01', districts: ['420302'], answers: 'all', basis: { zh: '茅扶组〔2017〕30号', en: 'document 30' } })
const three = [asked('农业局'), asked('交通局'), asked('林场', false)]

test('a round stands by what reachable departments said; one without people is named and not waited for', () => {
  expect(standingOf(1, three, [said('农业局', 'agree')])).toMatchObject({ waiting: ['交通局'], objected: [], agreed: false })
  expect(standingOf(1, three, [said('农业局', 'agree'), said('交通局', 'remark')])).toMatchObject({ waiting: [], agreed: true })
  expect(standingOf(0, [], []).agreed).toBe(false)
})

describe('adoption', () => {
  const never = standingOf(0, [], [])
  const objected = standingOf(2, three, [said('农业局', 'object')])

  const code = (outcome: ReturnType<typeof checkConsent>) => (outcome.ok ? 'ok' : outcome.refusal.code)

  test('is open when all agreed, and otherwise only with a reason that says why it goes on', () => {
    expect(missingConsent(objected, optional)).toEqual({
      zh: '农业局不同意；交通局没有答复',
      en: '农业局 objects; 交通局 has not answered',
    })
    expect(code(checkConsent(objected, ' ', optional))).toBe('consent_missing')
    expect(code(checkConsent(objected, '汛期将至', optional))).toBe('ok')
    expect(code(checkConsent(standingOf(1, [asked('农业局')], [said('农业局', 'agree')]), '', optional))).toBe('ok')
  })

  test('of a plan that was never sent round is open where answers are optional, and before there was a rule', () => {
    expect(code(checkConsent(never, '', optional))).toBe('ok')
    expect(code(checkConsent(never, '', null))).toBe('ok')
  })

  test('where all must answer no reason stands in for an answer; an objection is one, and is answered with a reason', () => {
    const refused = checkConsent(never, '已当面商定', all)
    expect(refused.ok ? '' : refused.refusal.message.zh).toBe(
      '部门意见没有齐：还没有征求部门意见。按规定（茅扶组〔2017〕30号，自 2018-01-01 起施行），涉及的部门全部答复后才能采纳，不能用理由代替；请先征求意见，等部门答复',
    )
    expect(code(checkConsent(objected, '汛期将至', all))).toBe('consent_required')
    const answered = standingOf(2, three, [said('农业局', 'object'), said('交通局', 'agree')])
    expect(code(checkConsent(answered, '', all))).toBe('consent_missing')
    expect(code(checkConsent(answered, '汛期将至', all))).toBe('ok')
    expect(code(checkConsent(standingOf(1, three, [said('农业局', 'agree'), said('交通局', 'remark')]), '', all))).toBe('ok')
  })

  test('the rule is the last that has begun on the day where the district lies', () => {
    const rules = [optional, all]
    const on = (date: string, district: string) => consentRuleOn(civilDate(date), district, rules)
    expect(on('2016-04-21', '420302')).toBe(null)
    expect(on('2017-12-31', '420302')).toBe(optional)
    expect(on('2018-01-01', '420302')).toBe(all)
    expect(on('2018-01-01', '420303')).toBe(optional)
  })
})

test('a department answers once, for itself, and says why when it objects', () => {
  const standing = standingOf(1, three, [said('农业局', 'agree')])
  const code = (department: string, answer: Answered['answer'], words = '') => {
    const checked = checkAnswer(standing, department, answer, words)
    return checked.ok ? 'ok' : checked.refusal.code
  }
  expect(code('农业局', 'agree')).toBe('answered_already')
  expect(code('水利局', 'agree')).toBe('not_asked')
  expect(code('林场', 'agree')).toBe('not_asked')
  expect(code('交通局', 'object', ' ')).toBe('words_missing')
  expect(code('交通局', 'object', '未批路线')).toBe('ok')
})

test('a round is opened when there is somebody to ask and the last one was heard', () => {
  const code = (outcome: ReturnType<typeof checkConsult>) => (outcome.ok ? 'ok' : outcome.refusal.code)
  expect(code(checkConsult(standingOf(0, [], []), three))).toBe('ok')
  expect(code(checkConsult(standingOf(1, three, []), three))).toBe('still_waiting')
  expect(code(checkConsult(standingOf(1, three, [said('农业局', 'object')]), three))).toBe('ok')
  expect(code(checkConsult(standingOf(0, [], []), [asked('林场', false)]))).toBe('nobody_to_ask')
})

test('each step is offered with the reason why not', () => {
  const at = { standing: standingOf(1, three, []), moves: true, isAdjustment: false, department: '农业局', rule: optional }
  const allowed = (state: Parameters<typeof planActions>[0]['state'], more = {}) =>
    planActions({ ...at, ...more, state }, () => true)
      .filter((a) => a.allowed)
      .map((a) => a.name)
  expect(allowed('draft', { standing: standingOf(0, [], []) })).toEqual(['consult', 'adopt', 'discard', 'comment'])
  expect(allowed('consulting')).toEqual(['adopt', 'discard', 'comment', 'answer'])
  expect(allowed('consulting', { department: '水利局' })).not.toContain('answer')
  expect(allowed('consulting', { rule: all })).not.toContain('adopt')
  expect(planActions({ ...at, state: 'consulting', rule: all }, () => true).find((a) => a.name === 'adopt')!.because!.zh).toContain(
    '交通局没有答复',
  )
  expect(allowed('adopted')).toEqual(['publish', 'adjust', 'comment'])
  expect(allowed('published')).toEqual(['adjust', 'comment'])
  expect(allowed('published', { isAdjustment: true })).toEqual(['comment'])
  expect(allowed('discarded')).toEqual([])
  for (const action of planActions({ ...at, state: 'discarded' }, () => true)) expect(action.because!.zh).toMatch(/[一-龥]{3}/)
})
