import { expect, it } from 'vitest'
import { must } from '#kernel/outcome.ts'
import { headText, judgeHead, readHead } from './heads.model.ts'

const HASH = '9f3a61c07b2e4d5a9f3a61c07b2e4d5a9f3a61c07b2e4d5a9f3a61c07b2e4d5a'
const read = (code: string) => must(readHead(code, '420302'))
const refusal = (code: string) => {
  const outcome = readHead(code, '420302')
  return outcome.ok ? 'read' : outcome.refusal.code
}

it('reads back what is printed, and what people type of it', () => {
  expect(read(headText('420302', 'poverty', 12, HASH))).toEqual({ book: 'poverty', number: 12n, hash: HASH })
  const head = { book: 'poverty', number: 12n, hash: HASH.slice(0, 16) }
  for (const code of ['poverty:12:9F3A61C07B2E4D5A', '扶贫专账：12：9f3a 61c0 7b2e 4d5a', ' A : #12 : 9F3A61C07B2E4D5A '])
    expect(read(code)).toEqual(head)
})

it('refuses what cannot be read, what is too short to prove anything, and another district', () => {
  const bad = [
    '',
    'poverty',
    'poverty:12',
    'poverty:0:9F3A61C0',
    'nobook:12:9F3A61C0',
    'poverty:12:9F3A61CX',
    `poverty:12:${HASH}0`,
    'headgate:420302:poverty:12',
  ]
  for (const code of bad) expect(refusal(code)).toBe('head_unreadable')
  expect(refusal('poverty:12:9F3A61C')).toBe('head_too_short')
  expect(refusal(headText('420303', 'poverty', 12, HASH))).toBe('head_other_district')
})

it('says whether the posting is there as printed, rewritten, or cut away', () => {
  const head = read('poverty:12:9F3A61C0')
  expect(judgeHead(head, HASH, 20n).verdict).toBe('kept')
  expect(judgeHead(head, HASH.replace('9f3a', '9f3b'), 20n).verdict).toBe('rewritten')
  expect(judgeHead(head, null, 11n)).toMatchObject({ verdict: 'cut', sentence: { zh: expect.stringContaining('只到第 11 笔') } })
})
