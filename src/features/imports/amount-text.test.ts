import { fen, formatFen, type MoneyUnit } from '#kernel/money.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { budgetSubjects, namedAmounts, readAmountText } from './amount-text.ts'
import { docNosIn, docNoState, normaliseDocNo } from './document-number.ts'
import { fundNameIn, levelOf, levelOfCell, projectNameIn, withoutPersonalNumbers, yearIn } from './fund-words.ts'
import { meaningOf, unitInHeader } from './headers.ts'
import { letterOf } from './sheet-grid.ts'
import { announcedTotal } from './table-totals.ts'
import { seqLevelOf, totalLabel } from './table-lines.ts'

test.each([
  ['20万元', '20000000', null],
  ['653万元(财政资金)', '653000000', '财政资金'],
  ['10(其中,灾情因素6万元)', '10000000', '其中,灾情因素6万元'],
  ['1508.001713万', '1508001713', null],
  ['７４４', '744000000', null],
  ['31,988.5', '31988500000', null],
  [' 3 ', '3000000', null],
  ['1.27亿', '12700000000', null],
  ['投资20万元', '20000000', '投资'],
  ['¥237240.8元', '23724080', null],
  ['0', '0', null],
] as const)('%s in a column of 万元', (text, amount, remark) => {
  const reading = readAmountText(text, '万元')
  expect([String(reading.fen), reading.remark, reading.problem]).toEqual([amount, remark, null])
})

test('every amount written in any unit comes back to the fen, or is refused as too fine', () => {
  const units: readonly MoneyUnit[] = ['元', '万元', '亿元']
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 15n), fc.constantFrom(...units), fc.constantFrom(...units), (amount, unit, column) => {
      const text = formatFen(fen(amount), unit)
      expect(readAmountText(text, unit).fen).toBe(amount)
      expect(readAmountText(`${text}${unit}`, column).fen).toBe(amount)
      expect(readAmountText(`${text.replace(/[^.]*$/, '')}1234567890123`, unit).problem).toBe('too_fine')
    }),
  )
})

test('no text whatever makes an amount out of nothing, or throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'万元亿1,.(其中)*略-—年座村〔〕 5') }), (text) => {
      const reading = readAmountText(text, '万元')
      expect(reading.fen === null).toBe(reading.problem !== null)
      if (reading.fen !== null) expect(text).toMatch(/\d/)
    }),
    { numRuns: 2000 },
  )
})

test('amounts with names, and budget subjects', () => {
  expect(namedAmounts('中央资金50万元、省级20.5万;其他3000元')).toEqual([
    { label: '中央资金', amountFen: 50000000n },
    { label: '省级', amountFen: 20500000n },
    { label: '其他', amountFen: 300000n },
  ])
  expect(budgetSubjects('其中39.046万款列2110302;10.954万元款列2160699;', fen(50000000n))).toEqual([
    { code: '2110302', amountFen: 39046000n },
    { code: '2160699', amountFen: 10954000n },
  ])
  expect(budgetSubjects('2110302-水体', fen(7n))).toEqual([{ code: '2110302', amountFen: 7n }])
})

test('document numbers of all spellings become one', () => {
  const same = [
    '豫财农水[2020]30号',
    '豫财农水【2020】30 号',
    '豫财农水（2020）30号',
    '豫财农水﹝2020﹞第30号',
    '《豫财农水〔2020年〕３０号》',
    '豫财农水〔2020〕30',
  ]
  expect(new Set(same.map(normaliseDocNo))).toEqual(new Set(['豫财农水〔2020〕30号']))
  expect(normaliseDocNo('黑财指（农）〔2023〕34号')).toBe('黑财指(农)〔2023〕34号')
  expect(['豫财农〔2020〕1号', '豫财农202030号', '豫财农〔2020〕148、149号'].map(docNoState)).toEqual(['complete', 'odd', 'several'])
  expect(docNosIn('根据鄂财农发[2017]12号和十财农(2017)8号文件')).toEqual(['鄂财农发〔2017〕12号', '十财农〔2017〕8号'])
  expect(docNosIn('关于下达资金的通知(鄂财农发〔2017〕12号)')).toEqual(['鄂财农发〔2017〕12号'])
})

test('levels, funds, projects and years in words', () => {
  expect(
    ['2021年中央和省级水利发展资金', '区本级财政衔接资金', '地方计划自筹', '城市管理资金', '自治区补助资金', '中央财政资金(结余)'].map(
      levelOf,
    ),
  ).toEqual(['中央+省', '县', '自筹', null, '省', '中央'])
  expect(['省级', '省', '中央', '市本级', '县(区)级', '某某'].map(levelOfCell)).toEqual(['省', '省', '中央', '市', '县', '某某'])
  expect(fundNameIn('于田县2017年中央财政专项扶贫资金(发展资金)项目明细')).toBe('中央财政专项扶贫资金(发展资金)')
  expect(fundNameIn('某县道路建设一览表')).toBeNull()
  expect(projectNameIn('表1:2023年小型农业水利设施建设(畅通“中梗阻”渠道)项目资金明细表')).toContain(
    '小型农业水利设施建设(畅通“中梗阻”渠道)',
  )
  expect([yearIn('2024年度区本级'), yearIn('鄂财〔2017〕2018号'), yearIn('第2018号')]).toEqual([2024, 2017, null])
  expect(withoutPersonalNumbers('电话13812345678,身份证42030119800101123X,编码2110302')).toEqual({
    text: '电话***,身份证***,编码2110302',
    found: true,
  })
})

test.each([
  ['投资\n规模', 'whole'],
  ['资金规模(万元)', 'fiscal'],
  ['补助资金', 'fiscal'],
  ['本次安排资金', 'thisAllotment'],
  ['已下达资金', 'paid'],
  ['项目结余', 'surplus'],
  ['资金使用单位', 'responsibleUnit'],
  ['补助标准(元)', 'standard'],
  ['建设内容及规模', 'content'],
  ['项目主管部门', 'department'],
  ['资金来源', 'fundName'],
  ['上级资金文号', 'docNo'],
  ['项目负责人', 'personal'],
  ['责任单位及责任人', 'responsibleUnit'],
  ['(市、区)', 'county'],
  ['天气', null],
])('the header %s means %s', (header, meaning) => {
  const found = meaningOf(header)
  expect(found === null ? null : found.is === 'text' ? found.field : found.role).toBe(meaning)
})

test('units in headers, numbers of lines, labels of totals, letters of columns', () => {
  expect(['金额(万元)', '补助标准(元)', '资金(单位:亿元)', '受益户', '数量(公里)'].map(unitInHeader)).toEqual([
    '万元',
    '元',
    '亿元',
    null,
    null,
  ])
  expect(['一、', '(二)', '3.', '(4)', '1.1', '甲', null].map(seqLevelOf)).toEqual([1, 2, 3, 4, 4, 0, 0])
  expect(['合  计', '小计:', '产业发展合计', '总计(3个)', '合计数', '会计室建设', '累计灌溉面积工程', '小计'].map(totalLabel)).toEqual([
    'total',
    'subtotal',
    'subtotal',
    'total',
    'total',
    null,
    null,
    'subtotal',
  ])
  expect([1, 26, 27, 52, 703].map(letterOf)).toEqual(['A', 'Z', 'AA', 'AZ', 'AAA'])
  expect(announcedTotal(['2020年安排表', '共安排资金1,234.5万元'])).toBe(1234500000n)
  expect(announcedTotal(['共3个项目', '每户补助2万元'])).toBeNull()
})
