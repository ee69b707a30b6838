/** How the entries of a lot are said in both languages: for pages, histories and spreadsheets alike. Pure. */
import type { Text } from '#kernel/outcome.ts'
import { type CategoryKey, categories } from '#policy/categories.ts'
import { fundCatalogue, type FundCatalogueCode, type PoolClass } from '#policy/fund-catalogue.ts'
import { type FundNature, fundNatures, poolClasses } from '#policy/fund-terms.ts'
import type { LotFields } from './adjust.model.ts'
import { economicName, functionalName } from './fund-words.model.ts'

const plain = (text: string): Text => ({ zh: text, en: text })
const NONE = plain('')

export const textOfUses = (uses: readonly string[]): Text => ({
  zh: uses.map((use) => categories[use as CategoryKey]?.label.zh ?? use).join('、'),
  en: uses.map((use) => categories[use as CategoryKey]?.label.en ?? use).join(', '),
})

export function catalogueText(code: string): Text {
  const kind = fundCatalogue[code as FundCatalogueCode]
  return kind ? { zh: `${code} ${kind.label.zh}`, en: `${code} ${kind.label.en}` } : plain(code)
}

export const natureText = (nature: string): Text => fundNatures[nature as FundNature]?.label ?? plain(nature)
export const poolClassText = (poolClass: string): Text => poolClasses[poolClass as PoolClass]?.label ?? plain(poolClass)

export function functionalText(code: string | null, year: number): Text {
  if (code === null) return NONE
  const name = functionalName(code, year)
  return plain(name === null ? code : `${code} ${name}`)
}

export const economicText = (code: string | null): Text => (code === null ? NONE : plain([code, economicName(code) ?? ''].join(' ').trim()))

/** Why the lot may not be pooled, or only in part: what the officer wrote, and what the catalogue and the class say. */
export function poolWhy(lot: { readonly poolClass: string; readonly catalogueCode: string; readonly poolReason: string | null }): Text {
  const kind: { readonly limit?: Text; readonly poolClass: string } | undefined = fundCatalogue[lot.catalogueCode as FundCatalogueCode]
  const policy = kind?.limit && (kind.poolClass === lot.poolClass || lot.poolClass === 'poolable') ? kind.limit : null
  const rule = policy ?? poolClasses[lot.poolClass as PoolClass]?.why ?? NONE
  return lot.poolReason ? { zh: `${lot.poolReason}（${rule.zh}）`, en: `${lot.poolReason} (${rule.en})` } : rule
}

/** One entry as words; an empty text where there is nothing. */
export function fieldText<K extends keyof LotFields>(key: K, value: LotFields[K], fiscalYear: number): Text {
  if (value === null) return NONE
  switch (key) {
    case 'catalogueCode':
      return catalogueText(String(value))
    case 'nature':
      return natureText(String(value))
    case 'poolClass':
      return poolClassText(String(value))
    case 'uses':
      return textOfUses(value as readonly string[])
    case 'funcCode':
      return functionalText(String(value), fiscalYear)
    case 'econCode':
      return economicText(String(value))
    case 'regions':
      return plain((value as readonly string[]).join('、'))
    default:
      return plain(String(value))
  }
}
