/** Amounts and remarks of the plain-text journal. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { accountOf, amountText, remark } from './journal-text.model.ts'

test('amounts are exact, with two decimals and a sign', () => {
  expect([0n, 5n, -5n, 100n, 123456789012345678n, -99n].map(amountText)).toEqual([
    '0.00 CNY',
    '0.05 CNY',
    '-0.05 CNY',
    '1.00 CNY',
    '1234567890123456.78 CNY',
    '-0.99 CNY',
  ])
})

test('a remark is one line that neither tool can take for a comment, a tag, a note or a date', () => {
  expect(remark('合同;乙方\n付款 | date:2017-99-99 [2017-01-01]  完')).toBe('合同；乙方 付款 ｜ date：2017-99-99 〔2017-01-01〕 完')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
      const safe = remark(text)
      expect(safe).not.toMatch(/[;|:[\]\n\r\t]| {2}/)
      expect(safe).toBe(safe.trim())
      expect(remark(safe)).toBe(safe)
    }),
  )
})

test('an account says book, ledger, title, lot and project', () => {
  expect(accountOf('poverty', 'cash', '101', 'lot_1', '')).toBe('poverty:cash:101:lot_1')
  expect(accountOf('financing', 'quota', '813', 'lot_1', 'prj_2')).toBe('financing:quota:813:lot_1:prj_2')
})
