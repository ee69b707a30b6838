/** What one header text means, by the words counties use: a field, or a column of money in some role. */
import type { MoneyUnit } from '#kernel/money.ts'
import { HEADER_WORDS, MONEY_WORDS } from '#policy/import-words.ts'
import { unitOf } from './amount-text.ts'
import { squash, wordsOf } from './sheet-grid.ts'

export type TextField = keyof typeof HEADER_WORDS
export type MoneyRole = keyof typeof MONEY_WORDS

export type Meaning =
  | { readonly is: 'text'; readonly field: TextField; readonly score: number }
  | { readonly is: 'money'; readonly role: MoneyRole; readonly order: number; readonly score: number }

interface Word {
  readonly word: string
  readonly field?: TextField
  readonly role?: MoneyRole
  readonly order: number
}

const WORDS: readonly Word[] = [
  ...(Object.entries(HEADER_WORDS) as [TextField, string][]).flatMap(([field, list]) =>
    wordsOf(list).map((word, order) => ({ word: squash(word), field, order })),
  ),
  ...(Object.entries(MONEY_WORDS) as [MoneyRole, string][]).flatMap(([role, list]) =>
    wordsOf(list).map((word, order) => ({ word: squash(word), role, order })),
  ),
]

export const EXACT = 1000
/** These roles say what the money is not; their words count wherever they stand in the header. */
const SIDE_ROLES: readonly MoneyRole[] = [
  'paid',
  'payable',
  'surplus',
  'settlement',
  'submitted',
  'managementFee',
  'contract',
  'before',
  'recovered',
  'change',
  'loan',
]

const UNIT_IN_HEADER = /[((]?(?:单位[::])?(亿元|万元|元)[))]?$|[((](?:单位[::])?(亿元|万元|元)[))]/

export function unitInHeader(text: string): MoneyUnit | null {
  const match = UNIT_IN_HEADER.exec(squash(text))
  return unitOf(match?.[1] ?? match?.[2])
}

const cache = new Map<string, Meaning | null>()

export function meaningOf(header: string): Meaning | null {
  const text = squash(header)
  const known = cache.get(text)
  if (known !== undefined) return known
  let best: Meaning | null = null
  const bare = text.replace(UNIT_IN_HEADER, '')
  const plain = bare.replace(/\([^)]*\)/g, '')
  for (const word of WORDS) {
    const score = scoreOf(word, text, bare, plain)
    if (score > (best?.score ?? 0))
      best =
        word.field !== undefined ? { is: 'text', field: word.field, score } : { is: 'money', role: word.role!, order: word.order, score }
  }
  // Headers repeat from file to file; hostile ones must not fill the memory.
  if (cache.size < 5000 && text.length < 60) cache.set(text, best)
  return best
}

function scoreOf({ word, field, role }: Word, text: string, bare: string, plain: string): number {
  if (text === word || plain === word || bare === word) return EXACT + word.length
  if (word.length < 2 || text.length > 30) return 0
  const weight = word.length * 10
  if (role !== undefined && SIDE_ROLES.includes(role)) return text.includes(word) ? 600 + weight : 0
  if (plain.endsWith(word)) return 500 + weight
  if (word.length >= 3 && plain.includes(word)) return 300 + weight
  // two-character nouns such as 项目 or 资金 begin far too many headers to say anything
  if (role === 'thisAllotment' && plain.startsWith(word)) return 400 + weight
  return field !== undefined && plain.startsWith(word) && word !== '项目' && word !== '名称' ? 100 + weight : 0
}
