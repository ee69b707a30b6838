import { describe, expect, test } from 'vitest'
import { fen } from '#kernel/money.ts'
import { type Answered, checkAnswer, checkConsent, checkConsult, missingConsent, planActions, standingOf } from './plan-review.model.ts'

const asked = (department: string, reachable = true) => ({ department, reachable, givesFen: fen(1n), getsFen: fen(0n) })
const said = (department: string, answer: Answered['answer']): Answered => ({ department, answer, words: '', by: '某', at: '' })
const three = [asked('农业局'), asked('交通局'), asked('林场', false)]

test('a round stands by what reachable departments said; one without people is named and not waited for', () => {
  expect(standingOf(1, three, [said('农业局', 'agree')])).toMatchObject({ waiting: ['交通局'], objected: [], agreed: false })
  expect(standingOf(1, three, [said('农业局', 'agree'), said('交通局', 'remark')])).toMatchObject({ waiting: [], agreed: true })
  expect(standingOf(0, [], []).agreed).toBe(false)
})

describe('adoption', () => {
  const never = standingOf(0, [], [])
  const objected = standingOf(2, three, [said('农业局', 'object')])

  test('is open when all agreed, and otherwise only with a reason that says why it goes on', () => {
    expect(missingConsent(objected)).toEqual({ zh: '农业局不同意；交通局没有答复', en: '农业局 objects; 交通局 has not answered' })
    expect(checkConsent(objected, ' ').ok).toBe(false)
    expect(checkConsent(objected, '汛期将至').ok).toBe(true)
    expect(checkConsent(standingOf(1, [asked('农业局')], [said('农业局', 'agree')]), '').ok).toBe(true)
  })

  test('of a plan that was never sent round follows the rule of policy', () => {
    expect(checkConsent(never, '', { alwaysAsk: false }).ok).toBe(true)
    expect(checkConsent(never, '', { alwaysAsk: true }).ok).toBe(false)
    expect(checkConsent(never, '已当面商定', { alwaysAsk: true }).ok).toBe(true)
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
  const at = { standing: standingOf(1, three, []), moves: true, isAdjustment: false, department: '农业局' }
  const allowed = (state: Parameters<typeof planActions>[0]['state'], more = {}) =>
    planActions({ ...at, ...more, state }, () => true)
      .filter((a) => a.allowed)
      .map((a) => a.name)
  expect(allowed('draft', { standing: standingOf(0, [], []) })).toEqual(['consult', 'adopt', 'discard', 'comment'])
  expect(allowed('consulting')).toEqual(['adopt', 'discard', 'comment', 'answer'])
  expect(allowed('consulting', { department: '水利局' })).not.toContain('answer')
  expect(allowed('adopted')).toEqual(['publish', 'adjust', 'comment'])
  expect(allowed('published')).toEqual(['adjust', 'comment'])
  expect(allowed('published', { isAdjustment: true })).toEqual(['comment'])
  expect(allowed('discarded')).toEqual([])
  for (const action of planActions({ ...at, state: 'discarded' }, () => true)) expect(action.because!.zh).toMatch(/[一-龥]{3}/)
})
