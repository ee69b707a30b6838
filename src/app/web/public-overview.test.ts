import { expect, test } from 'vitest'
import { matching, type PublicProject } from './public-overview.ts'

const project = (code: string, name: string, place: string, payees: string[]): PublicProject => ({
  code,
  name,
  place,
  category: { zh: '道路桥梁', en: 'Roads' },
  reserved: '0',
  paid: '0',
  payees,
})
const projects = [project('XM-1', '通组公路', '东沟村', []), project('XM-2', '饮水工程', '大坪村', ['春禾公司'])]

test('projects are found by name, code, place and payee; nothing typed finds all', () => {
  const found = (words: string) => matching(projects, words).map((one) => one.code)
  expect(found(' ')).toEqual(['XM-1', 'XM-2'])
  expect(found('公路')).toEqual(['XM-1'])
  expect(found('XM-2')).toEqual(['XM-2'])
  expect(found('东沟')).toEqual(['XM-1'])
  expect(found(' 春禾 ')).toEqual(['XM-2'])
  expect(found('没有')).toEqual([])
})
