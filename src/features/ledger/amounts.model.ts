/** Money by stage, and the four amounts that follow from it and are never mixed: 指标 · 安排 · 支付 · 审定 (domain §0.2). Pure. */
import { type AmountKey, type StageKey, stages } from '#policy/books.ts'

export const STAGE_COLUMNS = [
  'announced',
  'expected',
  'promised',
  'available',
  'reserved',
  'committed',
  'ordered',
  'returned',
  'retained',
  'advanced',
  'paid',
  'recoverable',
  'placed',
  'compensated',
  'treasury',
  'recognised',
] as const

/** In fen. `announced` is what came out of the source, above zero. */
export type StageAmounts = Readonly<Record<(typeof STAGE_COLUMNS)[number], bigint>>

export const NO_MONEY: StageAmounts = Object.fromEntries(STAGE_COLUMNS.map((name) => [name, 0n])) as Record<keyof StageAmounts, bigint>

export type FourAmounts = Readonly<Record<AmountKey, bigint>>

const stagesOf = (key: AmountKey): (keyof StageAmounts)[] =>
  STAGE_COLUMNS.filter((name) =>
    ((name === 'announced' ? stages.source : stages[name as StageKey]).counts as readonly AmountKey[]).includes(key),
  )

/** The stages that each of the four amounts is the sum of. */
export const COUNTED = {
  announced: stagesOf('announced'),
  allocated: stagesOf('allocated'),
  paid: stagesOf('paid'),
  recognised: stagesOf('recognised'),
}

export function fourAmounts(amounts: StageAmounts): FourAmounts {
  const of = (key: AmountKey) => COUNTED[key].reduce((sum, name) => sum + amounts[name], 0n)
  return { announced: of('announced'), allocated: of('allocated'), paid: of('paid'), recognised: of('recognised') }
}

const IN_BANK = STAGE_COLUMNS.filter((name) => name !== 'announced' && stages[name].inBank)

/** I9: what lies at the bank is the sum of the stages that are in the account. */
export const inBank = (amounts: StageAmounts): bigint => IN_BANK.reduce((sum, name) => sum + amounts[name], 0n)
