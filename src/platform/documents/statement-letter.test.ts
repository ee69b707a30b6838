/** A heading of a letter never stands alone at the end of a page: what it heads begins below it. */
import { expect, test } from 'vitest'
import { type LetterBlock, layoutLetter, type StatementLetter } from './statement-letter.ts'

const letter = (blocks: readonly LetterBlock[]): StatementLetter => ({
  office: '茅箭区统筹办',
  title: '关于区交通局资金使用成效的说明',
  number: null,
  addressee: '区交通局：',
  blocks,
  signatures: [],
  date: '2017 年 6 月 30 日',
  chains: [],
})
const line = { kind: 'paragraph', text: '一行字。' } as const
const heading = { kind: 'heading', text: '三、支持的项目' } as const
const table: LetterBlock = {
  kind: 'table',
  table: {
    columns: [
      { title: '项目', kind: 'text' },
      { title: '金额', kind: 'money' },
    ],
    rows: [{ cells: ['东沟村产业路硬化工程', 1_860_000_00n], tone: 'plain' }],
  },
}
const facts: LetterBlock = { kind: 'facts', facts: [{ label: '指标下达', value: '860.00 万元' }] }

/** On which page each text stands. */
const pageOf = (blocks: readonly LetterBlock[], wanted: string): number =>
  layoutLetter(letter(blocks)).findIndex((sheet) =>
    sheet.marks.some((mark) => JSON.stringify(mark, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v)).includes(wanted)),
  )

test.each([
  ['a table', table, '东沟村产业路硬化工程'],
  ['figures', facts, '指标下达'],
  ['a paragraph', { kind: 'paragraph', text: '口径如下。' } as const, '口径如下'],
])('above %s', (_, block, wanted) => {
  const pages = new Set<number>()
  for (let lines = 0; lines < 60; lines++) {
    const blocks = [...Array.from({ length: lines }, () => line), heading, block]
    const at = pageOf(blocks, heading.text)
    expect(pageOf(blocks, wanted), `after ${lines} lines`).toBe(at)
    pages.add(at)
  }
  // The heading was really pushed over an end of a page.
  expect(pages.size).toBeGreaterThan(1)
})
