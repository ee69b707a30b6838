import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { groupBy } from '#kernel/collect.ts'
import { formatFen } from '#kernel/money.ts'
import { type ReadPage, readPdf, readQr, wordsOf } from '../../../test/support/pdf-reader.ts'
import { departmentLetter, longReport, paymentVoucher, RARE_NAME, trialBalance } from '../../../test/support/printed-examples.ts'
import { widthOf } from './measure.ts'
import { renderPdf } from './pdf.ts'
import { layoutReport, type TableReport } from './table-report.ts'

const IMPRINT = { title: '报表', author: '茅箭区财政局', createdAt: '2017-07-02T01:15:00.000Z' }
const print = async (report: TableReport) => readPdf(await renderPdf('report', report, IMPRINT))

/** Texts of each line of a table's page, from the left. */
function lines(page: ReadPage): string[][] {
  const byLine = [...groupBy(page.texts, ({ y }) => Math.round(y))]
  return byLine.toSorted(([a], [b]) => a - b).map(([, texts]) => texts.toSorted((a, b) => a.x - b.x).map(({ text }) => text))
}

describe('a statement on paper', () => {
  test('has its title, who, when, unit, groups, figures and signatures', async () => {
    const { pages } = await print(trialBalance)
    expect(pages.length).toBe(1)
    const [page] = pages
    expect([Math.round(page!.width), Math.round(page!.height)]).toEqual([842, 595])
    const read = lines(page!)
    expect(read[0]).toEqual(['扶贫专账科目余额表'])
    expect(read[1]).toEqual([
      '编制单位：茅箭区财政局（整合资金专户）　　期间：2017 年 6 月　　截至：2017-06-30　　数据时点：2017-07-02 09:15',
      '单位：元',
    ])
    expect(read[2]).toEqual(['期初余额', '本期发生额', '本年累计', '期末余额'])
    expect(read).toContainEqual(['101', '专户存款', ...trialBalance.rows[1]!.cells.slice(2).map((cell) => formatFen(cell as bigint))])
    expect(read).toContainEqual(['负责人：', '钱卫东', '复核人：', '制表人：', RARE_NAME])
    expect(read.at(-1)).toEqual(['第 1 页　共 1 页'])
  })

  test('is bold in totals and red below zero', async () => {
    const [page] = (await print(trialBalance)).pages
    const total = page!.texts.filter(({ text }) => text === '23,577,311.01' || text === '合计')
    expect(total.length).toBe(3)
    for (const { font } of total) expect(font).toMatch(/Bold$/)
    expect(page!.texts.find(({ text }) => text === '-100,000.50')!.color).toBe('#c00000')
    expect(page!.texts.find(({ text }) => text === '3,000,000.00')!.color).toBe('#111111')
  })

  test('is upright with few columns, and can be told', () => {
    const few = { ...trialBalance, columns: trialBalance.columns.slice(0, 4) }
    const isUpright = (report: TableReport) => layoutReport(report).every(({ width, height }) => width < height)
    expect([isUpright(few), isUpright({ ...few, landscape: true }), isUpright(trialBalance)]).toEqual([true, false, false])
  })

  test('shows money in 万元 to the very fen', async () => {
    const [page] = (await print({ ...trialBalance, unit: '万元' })).pages
    expect(wordsOf(page!)).toEqual(expect.arrayContaining(['单位：万元', '1,508.001713', '48.237506']))
  })

  test('three thousand rows: each once, in order, whole, under the heads of every page', async () => {
    const { pages } = await print(longReport(3000))
    expect(pages.length).toBeGreaterThan(50)
    const numbers: string[] = []
    pages.forEach((page, i) => {
      const read = lines(page)
      expect(read.at(-1)).toEqual([`第 ${i + 1} 页　共 ${pages.length} 页`])
      if (i > 0) expect(read[0]).toEqual(['资金来源清单（续）', '单位：元'])
      expect(wordsOf(page).filter((w) => ['序号', '金额', '已支付'].includes(w)).length).toBe(3)
      numbers.push(...page.texts.filter(({ text, x }) => /^\d+$/.test(text) && x < 70).map(({ text }) => text))
      for (const { y } of page.texts.slice(0, -1)) expect(y).toBeLessThan(page.height - 36)
    })
    expect(numbers).toEqual(Array.from({ length: 3000 }, (_, i) => String(i + 1)))
    expect(wordsOf(pages.at(-1)!)).toEqual(expect.arrayContaining([formatFen(3000n * 1_000_001n), '制表人：', RARE_NAME]))
  })

  test('any sums have their room: no text runs into the next column or off the page', () => {
    const most = 9_223_372_036_854_775_807n
    const rows = trialBalance.rows.map((row) => ({ ...row, cells: row.cells.map((cell) => (typeof cell === 'bigint' ? most : cell)) }))
    const [sheet] = layoutReport({ ...trialBalance, rows })
    const texts = sheet!.marks.filter((mark) => mark.kind === 'text')
    const figures = texts.filter(({ text }) => text === formatFen(most))
    expect(figures.length).toBe(40)
    const edges = [...new Set(figures.map(({ x }) => x))].toSorted((a, b) => a - b)
    const widest = Math.max(...figures.map(({ text, size, bold }) => widthOf(text, size, bold)))
    edges.slice(1).forEach((edge, i) => expect(edge - edges[i]!).toBeGreaterThan(widest))
    expect(edges.at(-1)).toBeLessThan(sheet!.width - 36)
  })

  test('notes and signatures never run into the foot of a page, whatever the number of rows', () => {
    for (let rows = 0; rows < 60; rows += 1) {
      const sheets = layoutReport({ ...longReport(rows), notes: ['一', '二', '三'] })
      const last = sheets.at(-1)!
      const signed = last.marks.find((mark) => mark.kind === 'text' && mark.text === '负责人：')
      const foot = last.marks.find((mark) => mark.kind === 'text' && mark.text.startsWith('第 '))
      expect(signed?.kind === 'text' && foot?.kind === 'text' && signed.y < foot.y - 12).toBe(true)
      expect(last.marks.filter((mark) => mark.kind === 'text' && /^[一二三]$/.test(mark.text)).length).toBe(3)
    }
  })

  test('a text longer than a page is cut where one can see it, and the next row stands below it', () => {
    const [row] = longReport(1).rows
    const endless = { ...row!, cells: ['1', '统筹整合'.repeat(2000), null, null, null, 1n, 1n, 1n] }
    const sheets = layoutReport({ ...longReport(1), rows: [row!, endless, row!] })
    const texts = sheets.flatMap(({ marks, height }) => marks.flatMap((m) => (m.kind === 'text' ? [{ ...m, height }] : [])))
    expect(texts.filter(({ text }) => text.endsWith('…')).length).toBe(1)
    for (const { y, height } of texts) expect(y < height - 30).toBe(true)
    expect(texts.filter(({ text }) => text === '鄂财农发〔2017〕1号').length).toBe(2)
  })

  test('an empty statement is a page with heads and the proof of nothing', async () => {
    const { pages } = await print({ ...trialBalance, rows: [] })
    expect(pages.length).toBe(1)
    expect(wordsOf(pages[0]!)).toEqual(expect.arrayContaining(['期初余额', '负责人：']))
  })
})

describe('a letter to a department', () => {
  test('says what became of its money, on one page, with the chains it stands on', async () => {
    const { pages } = readPdf(await renderPdf('letter', departmentLetter, IMPRINT))
    expect(pages.length).toBe(1)
    const words = wordsOf(pages[0]!)
    for (const expected of [
      '关于区农业局 2017 年度整合资金使用情况的说明',
      '区农业局：',
      '1,508.001713',
      '已签约未支付',
      '2,953,749.40',
      '2017 年 7 月 3 日',
    ])
      expect(words).toContain(expected)
    expect(words).toContain('9F2C 4AB1 D07E 6355')
    const head = pages[0]!.texts.find(({ text }) => text === departmentLetter.office)!
    expect([head.color, head.x > 60]).toEqual(['#c00000', true])
    const chains = departmentLetter.chains.map((c) => `headgate:420302:${c.book}:${c.number}:${c.hash}`)
    expect(readQr(pages[0]!)).toBe(chains.join('\n'))
  })

  test('a long table of projects goes on to numbered pages', async () => {
    const table = longReport(120)
    const letter = { ...departmentLetter, blocks: [...departmentLetter.blocks, { kind: 'table' as const, table }] }
    const { pages } = readPdf(await renderPdf('letter', letter, IMPRINT))
    expect(pages.length).toBeGreaterThan(3)
    pages.forEach((page, i) => {
      expect(wordsOf(page)).toContain(`— ${i + 1} —`)
      for (const { y, text } of page.texts) if (!text.startsWith('—')) expect(y).toBeLessThan(page.height - 60)
    })
    expect(wordsOf(pages.at(-1)!)).toContain('2017 年 7 月 3 日')
  })
})

function isInstalled(program: string): boolean {
  try {
    execFileSync(program, ['-v'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

test.skipIf(!isInstalled('pdftotext'))('another reader (poppler) finds the same words and fonts', async () => {
  const read = (bytes: Uint8Array) => execFileSync('pdftotext', ['-layout', '-', '-'], { input: bytes, encoding: 'utf8' })
  const statement = read(await renderPdf('report', trialBalance, IMPRINT))
  expect(statement).toMatch(/101\s+专户存款\s+15,080,017\.13\s+0\.00\s+3,000,000\.00\s+482,375\.06/)
  const voucher = read(await renderPdf('vouchers', { paper: 'A5', vouchers: [paymentVoucher] }, IMPRINT))
  expect(voucher).toMatch(/合计（大写）\s*肆拾玖万柒仟贰佰玖拾叁元捌角捌分\s+¥ 4 9 7 2 9 3 8 8\s+¥ 4 9 7 2 9 3 8 8/)
  expect(voucher).toContain(`${RARE_NAME}𬭚`)
})
