/** How kinds of money are called on the pages of the list. */
import type { Text } from '#kernel/outcome.ts'
import { type FundCatalogueCode, fundCatalogue, type FundLevel, fundLevels, type PoolClass } from '#policy/fund-catalogue.ts'
import { type FundNature, fundNatures, poolClasses } from '#policy/fund-terms.ts'

const same = (key: string): Text => ({ zh: key, en: key })

export const poolClassLabel = (poolClass: string): Text => poolClasses[poolClass as PoolClass]?.label ?? same(poolClass)
export const levelLabel = (level: string): Text => fundLevels[level as FundLevel] ?? same(level)
export const natureLabel = (nature: string): Text => fundNatures[nature as FundNature]?.label ?? same(nature)

export function catalogueLabel(code: string): Text {
  const kind = fundCatalogue[code as FundCatalogueCode]
  return kind ? { zh: `${code} ${kind.label.zh}`, en: `${code} ${kind.label.en}` } : same(code)
}
