import { describe, expect, test } from 'vitest'
import { fen } from '#kernel/money.ts'
import { type ReadPage, readPdf, readQr, rowAt, wordsOf } from '../../../test/support/pdf-reader.ts'
import { batchVoucher, paymentVoucher, RARE_NAME, redVoucher } from '../../../test/support/printed-examples.ts'
import { renderPdf } from './pdf.ts'
import type { Imprint } from './paint.ts'
import { chainMark, type VoucherDocument, type VoucherPaper } from './voucher.ts'

const IMPRINT: Imprint = { title: '记账凭证', author: '茅箭区财政局', createdAt: '2017-06-30T08:00:00.000Z' }
const RED = '#c00000'

const print = async (paper: VoucherPaper['paper'], ...vouchers: VoucherDocument[]) =>
  readPdf(await renderPdf('vouchers', { paper, vouchers }, IMPRINT))

/** Amounts of a page by row, as the digit boxes say them, debit and credit. */
function amountsOf(page: ReadPage, lower = false): string[][] {
  const [top, bottom] = lower ? [page.height / 2, page.height] : [0, page.width / 1.4]
  const digits = page.texts.filter(({ text, x, y }) => /^\d$/.test(text) && x > 360 && y > top && y < bottom)
  const rows = [...new Set(digits.map(({ y }) => Math.round(y)))].toSorted((a, b) => a - b)
  return rows.map((y) => [rowAt(page, y, 360, 467), rowAt(page, y, 467, 600)])
}

describe('a voucher on paper', () => {
  test('says what happened, in the places of the form', async () => {
    const { pages } = await print('A5', paymentVoucher)
    const page = pages[0]!
    expect([pages.length, Math.round(page.width), Math.round(page.height)]).toEqual([1, 595, 421])
    const words = wordsOf(page)
    for (const expected of [
      '记账凭证',
      '核算单位：茅箭区财政局（整合资金专户）',
      '扶贫专账 · 资金账',
      '记字第 0012 号',
      '2017 年 06 月 30 日',
      '附单据 7 张',
      '借方金额',
      '贷方金额',
      '501 项目支出',
      '合计（大写）',
      '肆拾玖万柒仟贰佰玖拾叁元捌角捌分',
      '财务主管：',
      '钱卫东',
      '复核：',
      RARE_NAME,
      '9F2C 4AB1 D07E 6355',
      '扶贫专账第 1208 笔',
    ])
      expect(words).toContain(expected)
    expect(words.join('')).toContain(`收款人 ${RARE_NAME}𬭚`)
    expect(words.join('')).not.toContain('〔U+')
  })

  test('puts each digit into its box and adds up both sides', async () => {
    const { pages } = await print('A5', paymentVoucher)
    expect(amountsOf(pages[0]!)).toEqual([
      ['48237506', ''],
      ['', '48237506'],
      ['1491882', ''],
      ['', '1491882'],
      ['¥49729388', '¥49729388'],
    ])
    const heads = pages[0]!.texts.filter(({ text }) => text === '分' || text === '亿').map(({ text }) => text)
    expect(heads).toEqual(['亿', '分', '亿', '分'])
  })

  test('carries both kinds of type face with it', async () => {
    const { fonts, embedded } = await print('A5', paymentVoucher)
    expect(fonts.map((name) => name.replace(/^\w+\+/, '')).toSorted()).toEqual(['NotoSerifSC-Bold', 'NotoSerifSC-Regular'])
    expect(embedded.toSorted()).toEqual(fonts.toSorted())
  })

  test('proves the chain by its QR', async () => {
    const { pages } = await print('A5', paymentVoucher)
    expect(readQr(pages[0]!)).toBe(chainMark(paymentVoucher.chain))
    expect(chainMark(paymentVoucher.chain)).toBe(`headgate:420302:poverty:1208:${paymentVoucher.chain.hash}`)
  })

  test('is red where it is red-letter, and nowhere else', async () => {
    const [red, black] = (await print('A5', redVoucher, paymentVoucher)).pages
    expect(black!.texts.filter(({ color }) => color === RED)).toEqual([])
    const digits = red!.texts.filter(({ text, x, y }) => /^[\d¥]$/.test(text) && x > 360 && y > 100 && y < 320)
    expect(digits.length).toBe(4 * 8 + 2)
    expect(new Set(digits.map(({ color }) => color))).toEqual(new Set([RED]))
    const words = red!.texts.filter(({ color, text }) => color === RED && text.length > 1).map(({ text }) => text)
    expect(words).toEqual(['红字', '负壹拾万元伍角整', '冲销 2017 年 6 月 记字第 0012 号'])
    expect(wordsOf(red!)).toContain('扶贫专账 · 指标账')
  })

  test('goes on to further sheets, carrying the sums', async () => {
    const { pages } = await print('A5', batchVoucher)
    expect(pages.map((page) => wordsOf(page).find((w) => w.startsWith('记字第')))).toEqual([
      '记字第 1043 号（1/3）',
      '记字第 1043 号（2/3）',
      '记字第 1043 号（3/3）',
    ])
    const [first, second, third] = pages.map((page) => amountsOf(page))
    expect([first!.length, first!.at(-1)]).toEqual([7, ['600021', '']])
    expect([second![0], second!.at(-1)]).toEqual([
      ['600021', ''],
      ['1100066', ''],
    ])
    expect(third).toEqual([
      ['1100066', ''],
      ['100012', ''],
      ['', '1200078'],
      ['¥1200078', '¥1200078'],
    ])
    const marks = pages.map((page) => wordsOf(page).filter((w) => ['承前页', '过次页', '合计（大写）'].includes(w)))
    expect(marks).toEqual([['过次页'], ['承前页', '过次页'], ['承前页', '合计（大写）']])
    expect(wordsOf(pages[2]!)).toContain('壹万贰仟元柒角捌分')
  })

  test('stands twice on a sheet of A4, both whole', async () => {
    const { pages } = await print('A4', paymentVoucher, redVoucher, batchVoucher)
    expect(pages.map(({ height }) => Math.round(height))).toEqual([842, 842, 842])
    expect(pages.map((page) => wordsOf(page).filter((w) => w === '记账凭证').length)).toEqual([2, 2, 1])
    expect([amountsOf(pages[0]!).at(-1), amountsOf(pages[0]!, true).at(-1)]).toEqual([
      ['¥49729388', '¥49729388'],
      ['¥10000050', '¥10000050'],
    ])
    for (const page of pages) for (const { y } of page.texts) expect(y < page.height - 12 && y > 12).toBe(true)
  })

  test('has boxes for sums of any size', async () => {
    const most = 9_223_372_036_854_775_807n
    const lines = paymentVoucher.lines
      .slice(0, 2)
      .map((l, i) => ({ ...l, debitFen: i === 0 ? fen(most) : null, creditFen: i === 1 ? fen(most) : null }))
    const { pages } = await print('A5', { ...paymentVoucher, lines })
    expect(amountsOf(pages[0]!)).toEqual([
      [`${most}`, ''],
      ['', `${most}`],
      [`${most}`, `${most}`],
    ])
    expect(wordsOf(pages[0]!).join('')).toContain('玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿')
  })

  test('keeps long words inside their cells and says that some are left out', async () => {
    const endless = '统筹整合财政涉农资金用于茅塔乡东沟村通村公路硬化工程第一标段'.repeat(20)
    const lines = [{ ...paymentVoucher.lines[0]!, summary: endless, detail: 'X'.repeat(400) }]
    const { pages } = await print('A5', { ...paymentVoucher, lines })
    const summary = pages[0]!.texts.filter(({ text }) => endless.includes(text.slice(0, 10)) && text.length > 9)
    expect(summary.length).toBeGreaterThan(2)
    expect(wordsOf(pages[0]!).filter((w) => w.endsWith('…')).length).toBe(2)
    const ys = pages[0]!.texts.filter(({ text }) => text.includes('XXX')).map(({ y }) => y)
    expect(Math.min(...ys) > 111 && Math.max(...ys) < 141).toBe(true)
  })

  test('prints a character that the font lacks by its number', async () => {
    const { pages } = await print('A5', { ...paymentVoucher, office: `\u{30EDE}县` })
    expect(wordsOf(pages[0]!)).toContain('核算单位：〔U+30EDE〕县')
  })
})

test('equal input gives equal bytes, another time other bytes', async () => {
  const data = { paper: 'A5', vouchers: [paymentVoucher] } as const
  const [one, two, later] = await Promise.all([
    renderPdf('vouchers', data, IMPRINT),
    renderPdf('vouchers', data, IMPRINT),
    renderPdf('vouchers', data, { ...IMPRINT, createdAt: '2017-07-01T08:00:00.000Z' }),
  ])
  expect(Buffer.compare(one, two)).toBe(0)
  expect(Buffer.compare(one, later)).not.toBe(0)
})

test('the printer survives a document that is wrong', async () => {
  const broken = { ...paymentVoucher, lines: null } as unknown as VoucherDocument
  await expect(renderPdf('vouchers', { paper: 'A5', vouchers: [broken] }, IMPRINT)).rejects.toThrow('print-worker')
  expect((await print('A5', paymentVoucher)).pages.length).toBe(1)
})
