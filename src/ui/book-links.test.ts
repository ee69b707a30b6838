import { expect, test } from 'vitest'
import { bookLinks, yearsOf } from './book-links.ts'

test('the period runs from the year of the money to this one, and never backwards', () => {
  expect(yearsOf(2017, '2026-11-29')).toBe('2017..2026')
  expect(yearsOf(2026, '2026-11-29')).toBe('2026')
  expect(yearsOf(2027, '2026-11-29')).toBe('2027')
})

test('every address is narrowed to the same money; the execution is divided by the other of lot and project', () => {
  for (const scope of [{ lot: 'lot_1' }, { project: 'prj_1' }, { department: '区扶贫办' }])
    for (const { to } of bookLinks(scope, '2017')) {
      const query = new URLSearchParams(to.split('?')[1])
      expect([query.get('period'), ...Object.keys(scope).map((key) => query.get(key))]).toEqual(['2017', ...Object.values(scope)])
    }
  const by = (scope: object) => new URLSearchParams(bookLinks(scope, '2017').at(-1)!.to.split('?')[1]).get('by')
  expect([by({ lot: 'lot_1' }), by({ project: 'prj_1' }), by({ department: '区扶贫办' })]).toEqual(['project', 'lot', 'lot'])
})
