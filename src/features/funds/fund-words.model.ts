/** What the words of a table say of a lot, as keys of policy: level, kind, nature, book, class, uses, subjects. Pure. */
import { type BookKey, books } from '#policy/books.ts'
import { economicSubjects, functionalSubjects } from '#policy/budget-subjects.ts'
import { categories, type CategoryKey } from '#policy/categories.ts'
import { type FundCatalogueCode, catalogueOfLevel, fundCatalogue, type FundLevel, type PoolClass } from '#policy/fund-catalogue.ts'
import { type FundNature, fundNatures, natureOfLevel, poolClasses } from '#policy/fund-terms.ts'

const LEVEL_OF: readonly (readonly [RegExp, FundLevel])[] = [
  [/中央|国家/, 'central'],
  [/省|自治区/, 'province'],
  [/市|州/, 'city'],
  [/区|县/, 'district'],
  [/债券|贷款|融资/, 'financing'],
  [/社会|协作|帮扶|捐/, 'social'],
]

export function levelKey(said: string | null | undefined): FundLevel | null {
  if (!said) return null
  return LEVEL_OF.find(([pattern]) => pattern.test(said))?.[1] ?? null
}

const UNSAID = { families: ['C', 'R', 'A', 'F', 'S'], otherwise: 'D01' } as const

/** The kind of fund whose longest word stands in the name, else in the purpose; otherwise the other money of its level. */
export function catalogueOf(name: string, purpose: string, level: FundLevel | null = null): FundCatalogueCode {
  const { families, otherwise } = level === null ? UNSAID : catalogueOfLevel[level]
  return wordedKind(name, families) ?? wordedKind(purpose, families) ?? otherwise
}

export function wordedKind(text: string, families: readonly string[] = UNSAID.families): FundCatalogueCode | null {
  let best: { code: FundCatalogueCode | null; length: number } = { code: null, length: 0 }
  for (const [code, kind] of Object.entries(fundCatalogue)) {
    // What is owed to persons is so whoever gives it: the household part of dilapidated houses is in the central list.
    if (!families.includes(code[0]!) && kind.poolClass !== 'personal') continue
    for (const word of kind.words as readonly string[]) {
      const length = kind.poolClass === 'personal' ? word.length + 10 : word.length
      if (text.includes(word) && length > best.length) best = { code: code as FundCatalogueCode, length }
    }
  }
  return best.code
}

/** A document that names its purpose permits that purpose; one that does not permits what its kind of fund permits. */
export function usesOf(code: FundCatalogueCode, purpose: string): readonly CategoryKey[] {
  const named = (Object.keys(categories) as CategoryKey[]).filter((key) =>
    (categories[key].words as readonly string[]).some((word) => purpose.includes(word)),
  )
  const permitted: readonly CategoryKey[] = fundCatalogue[code].uses
  if (code[0] === 'A') return named.some((use) => permitted.includes(use)) ? named.filter((use) => permitted.includes(use)) : permitted
  return named.length > 0 ? named : permitted
}

/** What a lot is by nature while nothing says so. */
export const natureOf = (code: string, level: FundLevel): FundNature =>
  code[0] === 'A' ? 'asset-income' : code === 'F02' ? 'bond' : natureOfLevel[level]

/** `C01`, `C01 财政专项扶贫资金` or the bare name. */
export function catalogueKey(said: string): FundCatalogueCode | null {
  const code = /^[A-Z]\d{2}/.exec(said.trim().toUpperCase())?.[0]
  if (code !== undefined) return code in fundCatalogue ? (code as FundCatalogueCode) : null
  const entries = Object.entries(fundCatalogue) as [FundCatalogueCode, { label: { zh: string } }][]
  return entries.find(([, kind]) => kind.label.zh === said.trim())?.[0] ?? null
}

export function natureKey(said: string): FundNature | null {
  const entries = Object.entries(fundNatures) as [FundNature, { label: { zh: string }; words: readonly string[] }][]
  return (
    entries.find(([, nature]) => nature.label.zh === said)?.[0] ??
    entries.find(([, nature]) => nature.words.some((word) => said.includes(word)))?.[0] ??
    null
  )
}

const byLabel =
  <K extends string>(table: Readonly<Record<K, { readonly label: { readonly zh: string } }>>) =>
  (said: string): K | null =>
    (Object.keys(table) as K[]).find((key) => table[key].label.zh === said.trim() || key === said.trim()) ?? null

export const bookKey: (said: string) => BookKey | null = byLabel<BookKey>(books)
export const poolClassKey: (said: string) => PoolClass | null = byLabel<PoolClass>(poolClasses)
const useKey: (said: string) => CategoryKey | null = byLabel<CategoryKey>(categories)

const parts = (said: string): string[] =>
  said
    .split(/[、，,；;/\s]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** Each part as a use; what is none of ours comes back as it was written. */
export function usesIn(said: string): { readonly uses: readonly CategoryKey[]; readonly unknown: readonly string[] } {
  const all = parts(said).map((part) => [part, useKey(part)] as const)
  const known = new Set(all.flatMap(([, key]) => key ?? []))
  return {
    uses: (Object.keys(categories) as CategoryKey[]).filter((key) => known.has(key)),
    unknown: all.flatMap(([part, key]) => (key === null ? [part] : [])),
  }
}

/** Names of townships and villages as codes; a name must be one place of the district. */
export function regionsIn(said: string, divisions: readonly { readonly code: string; readonly name: string }[]) {
  const all = parts(said).map((part) => [part, divisions.filter((d) => d.name === part || d.code === part)] as const)
  return {
    codes: all.flatMap(([, found]) => (found.length === 1 ? [found[0]!.code] : [])),
    unknown: all.flatMap(([part, found]) => (found.length === 1 ? [] : [part])),
  }
}

/** `2130505`, `2130505 生产发展` → 2130505; a bare name is looked up in the table. */
export function subjectCode(said: string | null, kind: 'functional' | 'economic'): string | null {
  if (said === null) return null
  const code = /(?<!\d)\d{5,7}(?!\d)/.exec(said)?.[0]
  if (code !== undefined) return code
  if (kind === 'economic') return economicSubjects.find((s) => s.zh === said.trim())?.code ?? null
  return functionalSubjects.find((s) => s.names.some((name) => name.zh === said.trim()))?.code ?? null
}

/** The name of a functional subject in a year; null when the code was not in force. */
export function functionalName(code: string, year: number): string | null {
  const subject = functionalSubjects.find((s) => s.code === code)
  if (!subject || ('until' in subject && year > subject.until)) return null
  return subject.names.findLast((name) => name.from <= year)?.zh ?? null
}

export const economicName = (code: string): string | null => economicSubjects.find((s) => s.code === code)?.zh ?? null
