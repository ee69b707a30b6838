import { describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import { type Adjustment, changeOf, decideAdjustments, type LotNow } from './adjust.model.ts'

const lot = (more: Partial<LotNow> = {}): LotNow => ({
  lotId: 'lot_a',
  docNo: '鄂水财〔2017〕9号',
  documentKind: 'quota',
  book: 'coordination',
  fiscalYear: 2017,
  announcedFen: fen(100_00n),
  freeExpectedFen: fen(40_00n),
  reachedProject: false,
  version: 1,
  fundName: '农田水利建设资金',
  catalogueCode: 'P02',
  department: '区水利局',
  nature: 'budget',
  funcCode: null,
  econCode: null,
  poolClass: 'poolable',
  poolReason: null,
  usableTo: 2018,
  usableUntil: null,
  carriedFrom: null,
  regions: null,
  purpose: '灌溉渠系',
  uses: ['water', 'ecology'],
  ...more,
})

const told = (item: Omit<Adjustment, 'lotId'>, more: Partial<LotNow> = {}) => {
  const outcome = decideAdjustments([{ lotId: 'lot_a', ...item }], new Map([['lot_a', lot(more)]]))
  return outcome.ok ? 'ok' : (outcome.refusal.findings?.map((f) => ('code' in f ? String(f.code) : '')).join(' ') ?? outcome.refusal.code)
}

describe('an adjustment', () => {
  test.each<[string, Omit<Adjustment, 'lotId'>, Partial<LotNow>, string]>([
    ['all that is neither received nor promised may be cut', { changeFen: fen(-40_00n) }, {}, 'ok'],
    ['a fen more may not', { changeFen: fen(-40_01n) }, {}, 'cut_too_deep'],
    ['a raise has no limit', { changeFen: fen(1_000_000_00n) }, {}, 'ok'],
    ['income has no quota', { changeFen: fen(1n) }, { documentKind: 'interest' }, 'income_not_adjusted'],
    ['what income is called may be corrected', { fields: { fundName: '专户利息' } }, { documentKind: 'interest' }, 'ok'],
    ['uses while nothing has reached a project', { fields: { uses: ['water'] } }, {}, 'ok'],
    ['uses once it has', { fields: { uses: ['water'] } }, { reachedProject: true }, 'use_settled'],
    [
      'the same uses in another order are no change',
      { fields: { uses: ['ecology', 'water'] } },
      { reachedProject: true },
      'nothing_changes',
    ],
    [
      'class and places are settled as well',
      { fields: { poolClass: 'personal', regions: ['420302201'] } },
      { reachedProject: true },
      'use_settled use_settled pool_reason_missing',
    ],
    ['no use at all', { fields: { uses: [] } }, {}, 'uses_empty'],
    ['earmarked without a reason', { fields: { poolClass: 'earmarked' } }, {}, 'pool_reason_missing'],
    ['earmarked with one', { fields: { poolClass: 'earmarked', poolReason: '专款专用' } }, {}, 'ok'],
    ['asset income for roads', { fields: { nature: 'asset-income', uses: ['road'] } }, {}, 'asset_income_use'],
    ['a last day before its own year', { fields: { usableUntil: civilDate('2016-12-31') } }, {}, 'lapses_before_year'],
    ['carried over from its own year', { fields: { carriedFrom: 2017 } }, {}, 'carried_from_late'],
    ['a name of nothing', { fields: { fundName: ' ' } }, {}, 'name_empty'],
    ['nothing at all', { fields: { purpose: '灌溉渠系' } }, {}, 'nothing_changes'],
  ])('%s', (_, item, more, code) => {
    expect(told(item, more)).toBe(code)
  })

  test('the same lot twice and a lot that is not there are told with their rows', () => {
    const items = [
      { lotId: 'lot_a', row: 2, changeFen: fen(1n) },
      { lotId: 'lot_a', row: 3, changeFen: fen(1n) },
      { lotId: 'lot_b', row: 4 },
    ]
    const outcome = decideAdjustments(items, new Map([['lot_a', lot()]]))
    expect(outcome.ok ? [] : outcome.refusal.findings!.map((f) => f.message.zh)).toEqual([
      '第 3 行：“鄂水财〔2017〕9号 农田水利建设资金”出现两次，请合并成一行',
      '第 4 行：没有编号为 lot_b 的资金',
    ])
  })

  test('a last day sets the year of use', () => {
    const { after, changed } = changeOf({ lotId: 'lot_a', fields: { usableUntil: civilDate('2019-06-30') } }, lot())
    expect([after.usableTo, changed]).toEqual([2019, ['usableTo', 'usableUntil']])
  })
})
