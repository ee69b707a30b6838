/** How kinds of money are called on the pages of the list. */
import type { Text } from '#kernel/outcome.ts'
import { type FundLevel, fundLevels } from '#policy/fund-catalogue.ts'

const poolClasses: Readonly<Record<string, Text>> = {
  poolable: { zh: '可统筹整合', en: 'May be pooled' },
  earmarked: { zh: '专项，不可整合', en: 'Earmarked' },
  personal: { zh: '到人到户，不可整合', en: 'Due to persons' },
}

export const poolClassLabel = (poolClass: string): Text => poolClasses[poolClass] ?? { zh: poolClass, en: poolClass }
export const levelLabel = (level: string): Text => fundLevels[level as FundLevel] ?? { zh: level, en: level }
