/** What a fund's name, a header or a title says about its level, name and year. */
import { CATEGORY_WORDS, LEVEL_WORDS, TITLE_TAILS } from '#policy/import-words.ts'
import { squash, tidy, wordsOf } from './sheet-grid.ts'

export type FundLevel = keyof typeof LEVEL_WORDS

const LEVELS = (Object.entries(LEVEL_WORDS) as [FundLevel, string][]).map(
  ([level, words]) => [level, wordsOf(words).sort((a, b) => b.length - a.length)] as const,
)
const PUBLIC_LEVELS: readonly FundLevel[] = ['中央', '省', '市', '县']

/** All levels a text names, each once, in the order 中央 … 其他. A word of one character must be the whole text. */
export function levelsIn(text: string): FundLevel[] {
  let plain = squash(text).replace(/\([^)]*元\)/g, '')
  const found: FundLevel[] = []
  for (const [level, words] of LEVELS) {
    const word = words.find((one) => (one.length === 1 ? plain === one : plain.includes(one)))
    if (word === undefined) continue
    found.push(level)
    // 市本级 must not count again as 本级
    plain = plain.replaceAll(word, '')
  }
  return found
}

/** One level or a mix such as `中央+省`; null when nothing is said. Public levels win over how the money arose (结余, 债券). */
export function levelOf(text: string | null | undefined): string | null {
  if (!text) return null
  const levels = levelsIn(text)
  const open = levels.filter((level) => PUBLIC_LEVELS.includes(level))
  if (levels.includes('自筹')) return '自筹'
  if (levels.includes('东西部协作')) return '东西部协作'
  if (open.length > 0) return open.join('+')
  return levels.length > 0 ? levels.join('+') : null
}

/** A level cell (`省级`, `省`, `中央财政`): the level, or the text itself when it is none of ours. */
export function levelOfCell(text: string): string {
  const plain = squash(text)
  return levelOf(plain.replace(/级$/, '')) ?? levelOf(plain) ?? plain
}

const TAILS = wordsOf(TITLE_TAILS).sort((a, b) => b.length - a.length)

/** `北塔区2020年第一批中央财政扶贫专项资金安排表` → `第一批中央财政扶贫专项资金`; null when the title names no fund. */
const FUND_IN_TITLE = ['资金|公益金|债券', '补助'].map(
  (tail) =>
    new RegExp(
      `((?:第[一二三四五六七八九十]+批|提前批)?(?:中央|省级|省财政|自治区|市级|州级|区本级|县本级|区级|县级|财政|专项)[^,。;()]*?(?:${tail})(?:\\([^)]*\\))?)`,
    ),
)

export function fundNameIn(title: string): string | null {
  const plain = squash(title)
  for (const pattern of FUND_IN_TITLE) {
    const match = pattern.exec(plain)
    if (match) return match[1]!
  }
  return null
}

/** The project a whole table is about, when the table has no name column: the title without place, year and "…表". */
export function projectNameIn(title: string): string | null {
  let plain = squash(title)
    .replace(/^(?:附件|附表|表)\d*[::]?/, '')
    .replace(/\((?:单位[::])?(?:万元|元)\)/g, '')
  plain = plain.replace(/^.{0,12}?20\d{2}(?:年度|年|-20\d{2}年)?/, '')
  const tail = TAILS.find((word) => plain.endsWith(word))
  if (tail) plain = plain.slice(0, -tail.length)
  return plain === '' ? null : plain.replace(/项目资金$/, '').replace(/专项$/, '专项资金')
}

export function yearIn(text: string): number | null {
  const year = /(?<!\d)(20[0-4]\d|19[89]\d)(?!\d)(?:年|-|$|[^\d号])/.exec(squash(text))?.[1]
  return year === undefined ? null : Number(year)
}

const CATEGORIES = Object.entries(CATEGORY_WORDS).map(([category, words]) => [category, wordsOf(words)] as const)

/** The category by the published column if it is one of ours, else by the words in it or in the name. */
export function categoryOf(published: string | null, name: string | null): string | null {
  if (published !== null && CATEGORIES.some(([category]) => category === published)) return published
  for (const text of [published, name])
    if (text) {
      const found = CATEGORIES.find(([, words]) => words.some((word) => text.includes(word)))
      if (found) return found[0]
    }
  return null
}

/** Telephone and identity numbers inside a text are replaced; they are not kept anywhere. */
export function withoutPersonalNumbers(text: string): { text: string; found: boolean } {
  const masked = text.replace(/(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx]|0\d{2,3}-\d{7,8})(?!\d)/g, '***')
  return { text: masked, found: masked !== text }
}

export const textOf = (raw: string): string => tidy(raw)
