/** What the caps and limits of a problem count that was given before it, in words for the person who reads the plan. Pure. */
import { type Fen, fen, formatFen } from '#kernel/money.ts'
import { fill, type Text } from '#kernel/outcome.ts'
import { capCounts } from '#policy/scenario-terms.ts'
import { groupIdOf, yearsOf } from './instance.model.ts'
import type { TermNames } from './scenario-checks.model.ts'
import type { Limit, ScenarioTerms } from './scenario-terms.model.ts'

type BeforeByGroup = ReadonlyMap<string, Fen>

/** No more than so many are named, those that were given most first. */
const NAMED = 8

export const beforeNotes = (terms: ScenarioTerms, before: BeforeByGroup, names: TermNames): Text[] => [
  ...placeNotes(terms, before, names),
  ...limitNotes(terms, before),
]

function placeNotes(terms: ScenarioTerms, before: BeforeByGroup, names: TermNames): Text[] {
  const places = [...before]
    .filter(([id]) => !id.startsWith(groupIdOf.limit('')))
    .sort(([, a], [, b]) => (a === b ? 0 : a < b ? 1 : -1))
    .map(([id, amountFen]) => {
      const code = id.slice(id.indexOf(':') + 1)
      return `“${names.regions.get(code)?.name ?? code}”${formatFen(amountFen)} 元`
    })
  if (places.length === 0) return []
  const some = places.slice(0, NAMED).join('、')
  const [more, moreEn] = places.length > NAMED ? [` 等 ${places.length} 处`, `, ${places.length} places in all`] : ['', '']
  const years = yearsOf(terms).join('、')
  return [
    {
      zh: `一个村、一个乡镇的上限里，已扣除此前安排给 ${years} 年阶段的资金：${some}${more}`,
      en: `The caps of villages and townships count what was given before to their phases of ${years}: ${some}${moreEn}`,
    },
  ]
}

function limitNotes(terms: ScenarioTerms, before: BeforeByGroup): Text[] {
  const counted = terms.limits.flatMap((limit, i) => {
    const has = before.get(groupIdOf.limit(i)) ?? 0n
    return has > 0n ? [{ has, said: limitNote(limit, has) }] : []
  })
  if (counted.length === 0) return []
  counted.sort((a, b) => (a.has === b.has ? 0 : a.has < b.has ? 1 : -1))
  const some = counted.slice(0, NAMED)
  const [more, moreEn] = counted.length > NAMED ? [` 等 ${counted.length} 条`, `; ${counted.length} limits in all`] : ['', '']
  return [
    {
      zh: `上下限里已计入此前安排给同年度阶段的资金：${some.map((c) => c.said.zh).join('；')}${more}`,
      en: `Limits count what was given before to phases of their years: ${some.map((c) => c.said.en).join('; ')}${moreEn}`,
    },
  ]
}

function limitNote({ label, minFen, maxFen }: Limit, has: bigint): Text {
  const rest: Text[] = []
  const add = (said: Text, amountFen: bigint) => {
    const amount = { amount: formatFen(fen(amountFen)) }
    rest.push({ zh: fill(said.zh, amount), en: fill(said.en, amount) })
  }
  if (maxFen !== null) add(has < maxFen ? capCounts.room : capCounts.full, maxFen - has)
  if (minFen > 0n) add(has < minFen ? capCounts.missing : capCounts.met, minFen - has)
  return {
    zh: [`“${label}”已有 ${formatFen(fen(has))} 元`, ...rest.map((r) => r.zh)].join('，'),
    en: [`“${label}” has ${formatFen(fen(has))} yuan`, ...rest.map((r) => r.en)].join(', '),
  }
}
