/**
 * Adjusting lots by a document: the quota is raised or cut, what describes the lot is corrected. What may be paid, to whom it is
 * due and where it may be used stays once the money has reached a project. Pure; the database guards the last again (I13).
 */
import { type CivilDate, yearOf } from '#kernel/civil-date.ts'
import { type Fen, formatFen } from '#kernel/money.ts'
import { type Finding, ok, type Outcome, refusals, type Text } from '#kernel/outcome.ts'
import { canonical } from '#kernel/json.ts'
import type { BookKey } from '#policy/books.ts'
import { categories, type CategoryKey } from '#policy/categories.ts'
import { type FundCatalogueCode, fundCatalogue, type PoolClass } from '#policy/fund-catalogue.ts'
import { assetIncomeUses, type DocumentKind, type FundNature, poolClasses } from '#policy/fund-terms.ts'

/** What describes a lot and may be corrected; everything its money rests on (document, level, book, year) may not. */
export interface LotFields {
  readonly fundName: string
  readonly catalogueCode: FundCatalogueCode
  readonly department: string
  readonly nature: FundNature
  readonly funcCode: string | null
  readonly econCode: string | null
  readonly poolClass: PoolClass
  readonly poolReason: string | null
  readonly usableTo: number
  readonly usableUntil: CivilDate | null
  readonly carriedFrom: number | null
  readonly regions: readonly string[] | null
  readonly purpose: string
  readonly uses: readonly CategoryKey[]
}

export interface LotNow extends LotFields {
  readonly lotId: string
  readonly docNo: string
  readonly documentKind: DocumentKind
  readonly book: BookKey
  readonly fiscalYear: number
  readonly announcedFen: Fen
  /** Announced, not received and promised to nobody: the only money a cut can take. */
  readonly freeExpectedFen: Fen
  readonly reachedProject: boolean
  readonly version: number
}

export interface Adjustment {
  readonly lotId: string
  /** Above zero raises the quota, below zero cuts it. */
  readonly changeFen?: Fen | undefined
  readonly fields?: { readonly [K in keyof LotFields]?: LotFields[K] | undefined } | undefined
  /** Of the spreadsheet it came from. */
  readonly row?: number | undefined
}

export interface LotChange {
  readonly lot: LotNow
  readonly after: LotFields
  readonly changeFen: Fen
  readonly changed: readonly (keyof LotFields)[]
}

export const fieldNames: Readonly<Record<keyof LotFields, Text>> = {
  fundName: { zh: '资金名称', en: 'Fund' },
  catalogueCode: { zh: '资金目录', en: 'Catalogue' },
  department: { zh: '主管部门', en: 'Department' },
  nature: { zh: '资金性质', en: 'Nature' },
  funcCode: { zh: '功能科目', en: 'Functional subject' },
  econCode: { zh: '经济科目', en: 'Economic subject' },
  poolClass: { zh: '统筹类别', en: 'Pooling' },
  poolReason: { zh: '不可整合原因', en: 'Why not pooled' },
  usableTo: { zh: '可用到', en: 'Usable to' },
  usableUntil: { zh: '资金到期日', en: 'Lapses on' },
  carriedFrom: { zh: '原资金年度', en: 'Carried over from' },
  regions: { zh: '限用地域', en: 'Only in' },
  purpose: { zh: '文件用途', en: 'Purpose' },
  uses: { zh: '可用于', en: 'May pay for' },
}

const SETTLED: readonly (keyof LotFields)[] = ['uses', 'poolClass', 'regions']

export const refuse = refusals({
  nothing_changes: {
    kind: 'invalid',
    zh: '没有任何变化；请填写要调整的金额，或改动至少一项',
    en: 'Nothing changes; give an amount or change at least one entry',
  },
  adjustment_refused: {
    kind: 'rule-not-met',
    zh: '有 {count} 处不能调整，什么都没有保存：{first}',
    en: '{count} adjustments are not possible and nothing was saved: {firstEn}',
  },
})

const BREACHES = {
  lot_unknown: ['没有编号为 {lot} 的资金', 'There is no lot {lot}'],
  lot_twice: ['“{lot}”出现两次，请合并成一行', '"{lot}" appears twice; put it into one row'],
  cut_too_deep: [
    '“{lot}”未到账且未预留的只有 {free} 元，不能调减 {cut} 元；已到账的走“上缴国库”，已预留的先收回预留',
    '"{lot}" has {free} yuan neither received nor promised; {cut} yuan cannot be cut. Received money is returned to the treasury, a promise is released first',
  ],
  income_not_adjusted: [
    '“{lot}”是利息、收益或提款，金额以银行回单为准；记错了请红字冲销',
    '"{lot}" is interest, income or a drawdown: its amount is the bank’s; reverse a mistake',
  ],
  use_settled: [
    '“{lot}”已经安排到项目，不能再改{field}；先收回安排，或另行登记',
    '"{lot}" has reached projects; {fieldEn} stays. Release the money first or register another lot',
  ],
  asset_income_use: ['资产收益只能用于{uses}，“{lot}”不能改成别的用途', 'Asset income pays only for {usesEn}; "{lot}" stays so'],
  uses_empty: ['“{lot}”至少要有一种用途', '"{lot}" needs at least one use'],
  pool_reason_missing: [
    '“{lot}”按目录可以统筹，改为“{class}”须写明不可整合原因',
    '"{lot}" may be pooled by its kind; say why it may not now',
  ],
  lapses_before_year: ['“{lot}”的资金年度是 {year}，不能在 {until} 到期', '"{lot}" is money of {year} and cannot lapse on {until}'],
  carried_from_late: ['“{lot}”的原资金年度 {from} 应早于资金年度 {year}', '"{lot}": carried over from {from} is not before {year}'],
  name_empty: ['“{lot}”的{field}不能为空', '"{lot}": {fieldEn} may not be empty'],
} as const satisfies Record<string, readonly [string, string]>

type BreachCode = keyof typeof BREACHES

const filled = (sentence: string, facts: Readonly<Record<string, string>>): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => facts[name] ?? whole)

/** All that is wrong is told at once, row by row; after an ok the adjustment must succeed. */
export function decideAdjustments(items: readonly Adjustment[], lots: ReadonlyMap<string, LotNow>): Outcome<LotChange[]> {
  const findings = adjustmentFindings(items, lots)
  if (findings.length > 0)
    return refuse(
      'adjustment_refused',
      { count: findings.length, first: findings[0]!.message.zh, firstEn: findings[0]!.message.en },
      findings,
    )
  const changes = items.map((item) => changeOf(item, lots.get(item.lotId)!)).filter((c) => c.changeFen !== 0n || c.changed.length > 0)
  return changes.length > 0 ? ok(changes) : refuse('nothing_changes')
}

export function adjustmentFindings(items: readonly Adjustment[], lots: ReadonlyMap<string, LotNow>): Finding[] {
  const seen = new Set<string>()
  return items.flatMap((item) => {
    const lot = lots.get(item.lotId)
    const again = seen.has(item.lotId)
    seen.add(item.lotId)
    const name = lot ? `${lot.docNo} ${lot.fundName}` : item.lotId
    const say: Say = (code, field, facts = {}) => {
      const [zh, en] = BREACHES[code]
      const all = { lot: name, ...facts }
      const at = item.row === undefined ? { zh: '', en: '' } : { zh: `第 ${item.row} 行：`, en: `Row ${item.row}: ` }
      const message = { zh: at.zh + filled(zh, all), en: at.en + filled(en, all) }
      return { ...(item.row === undefined ? {} : { row: item.row }), field, code, message }
    }
    if (!lot) return [say('lot_unknown', '资金编号')]
    if (again) return [say('lot_twice', '资金编号')]
    return [...moneyBreaches(item, lot, say), ...fieldBreaches(changeOf(item, lot), say)]
  })
}

type Say = (code: BreachCode, field: string, facts?: Readonly<Record<string, string>>) => Finding & { readonly code: string }

function moneyBreaches(item: Adjustment, lot: LotNow, say: Say): Finding[] {
  const change = item.changeFen ?? 0n
  if (change === 0n) return []
  if (lot.documentKind !== 'quota') return [say('income_not_adjusted', '指标下达')]
  if (-change > lot.freeExpectedFen)
    return [say('cut_too_deep', '指标下达', { free: formatFen(lot.freeExpectedFen), cut: formatFen(-change) })]
  return []
}

function fieldBreaches({ lot, after, changed }: LotChange, say: Say): Finding[] {
  const found: Finding[] = []
  if (lot.reachedProject)
    for (const key of SETTLED.filter((one) => changed.includes(one)))
      found.push(say('use_settled', fieldNames[key].zh, { field: fieldNames[key].zh, fieldEn: fieldNames[key].en }))
  for (const key of ['fundName', 'department'] as const)
    if (after[key].trim() === '')
      found.push(say('name_empty', fieldNames[key].zh, { field: fieldNames[key].zh, fieldEn: fieldNames[key].en }))
  if (after.uses.length === 0) found.push(say('uses_empty', '可用于'))
  if (after.nature === 'asset-income' && after.uses.some((use) => !(assetIncomeUses as readonly CategoryKey[]).includes(use)))
    found.push(
      say('asset_income_use', '可用于', {
        uses: assetIncomeUses.map((use) => categories[use].label.zh).join('、'),
        usesEn: assetIncomeUses.map((use) => categories[use].label.en).join(', '),
      }),
    )
  const kind = fundCatalogue[after.catalogueCode]
  if (changed.includes('poolClass') && after.poolClass !== 'poolable' && kind.poolClass === 'poolable' && !after.poolReason)
    found.push(say('pool_reason_missing', '不可整合原因', { class: poolClasses[after.poolClass].label.zh }))
  if (after.usableTo < lot.fiscalYear)
    found.push(
      say('lapses_before_year', '资金到期日', { year: String(lot.fiscalYear), until: after.usableUntil ?? String(after.usableTo) }),
    )
  if (after.carriedFrom !== null && after.carriedFrom >= lot.fiscalYear)
    found.push(say('carried_from_late', '原资金年度', { from: String(after.carriedFrom), year: String(lot.fiscalYear) }))
  return found
}

/** What the lot will be. A last day sets the year of use; lists are compared without regard to their order. */
export function changeOf(item: Adjustment, lot: LotNow): LotChange {
  const before = fieldsOf(lot)
  const said = Object.fromEntries(Object.entries(item.fields ?? {}).filter(([, value]) => value !== undefined))
  const merged = { ...before, ...said } as LotFields
  const after = { ...merged, usableTo: merged.usableUntil ? yearOf(merged.usableUntil) : merged.usableTo }
  const changed = (Object.keys(fieldNames) as (keyof LotFields)[]).filter((key) => plain(before[key]) !== plain(after[key]))
  return { lot, after, changeFen: (item.changeFen ?? 0n) as Fen, changed }
}

const plain = (value: LotFields[keyof LotFields]): string =>
  canonical(Array.isArray(value) ? [...(value as readonly string[])].sort() : value)

export const fieldsOf = (lot: LotFields): LotFields => ({
  fundName: lot.fundName,
  catalogueCode: lot.catalogueCode,
  department: lot.department,
  nature: lot.nature,
  funcCode: lot.funcCode,
  econCode: lot.econCode,
  poolClass: lot.poolClass,
  poolReason: lot.poolReason,
  usableTo: lot.usableTo,
  usableUntil: lot.usableUntil,
  carriedFrom: lot.carriedFrom,
  regions: lot.regions,
  purpose: lot.purpose,
  uses: lot.uses,
})
