/**
 * What the auditor knows of books: places and what tells them apart, sides, titles of account, months. It imports nothing of the ledger
 * and nothing of policy: what stands in the tables here was read out of the rule book by a person.
 */
export interface Place {
  readonly lot: string
  readonly book: string
  readonly stage: string
  readonly project: string
  readonly contract: string
  readonly claim: string
  /** The number of the firm. */
  readonly payee: string
}

export interface Moved {
  readonly from: Place
  readonly to: Place
  readonly amount: bigint
}

/** A posting as it must stand in the books. */
export interface Written {
  /** In the order of all postings; and among those of its book. */
  readonly n: number
  readonly number: number
  readonly kind: string
  readonly book: string
  /** The other book of a supplement and its number there; else '' and 0. */
  readonly other: string
  readonly otherNo: number
  readonly date: string
  readonly no: number
  readonly red: boolean
  readonly moves: readonly Moved[]
  /** The officer who acted, and in whose name it stands. */
  readonly who: string
  readonly keeper: string
  readonly reverses: Written | null
  /** Of the closing of a year: what each title was brought to zero with. */
  readonly closing: ReadonlyMap<string, bigint>
  reversed: boolean
  /** As the district names it, known afterwards. */
  id: string
  /** The line of the bank that it was matched with, by the day on which both sides were there. */
  matched: string | null
}

export const BOOKS = ['poverty', 'coordination', 'financing']
const DOWNHILL = ['coordination>poverty', 'financing>poverty', 'financing>coordination']
export const isDownhill = (giver: string, receiver: string): boolean => DOWNHILL.includes(`${giver}>${receiver}`)

/** By what each place is told apart; what is not named is left behind there. */
type Known = 'project' | 'contract' | 'claim' | 'payee'
const KEPT: Readonly<Record<string, readonly Known[]>> = {
  promised: ['project'],
  reserved: ['project'],
  committed: ['project', 'contract'],
  retained: ['project', 'contract'],
  recognised: ['project', 'contract'],
  ordered: ['project', 'contract', 'claim', 'payee'],
  returned: ['project', 'contract', 'claim', 'payee'],
  advanced: ['project', 'contract', 'claim', 'payee'],
  paid: ['project', 'contract', 'claim', 'payee'],
  recoverable: ['project', 'contract', 'payee'],
  placed: ['project', 'payee'],
  compensated: ['project', 'payee'],
}
/** Which may fall below zero: the far ends. */
export const FAR = ['source', 'unrecognised', 'lender', 'uncarried', 'result', 'surplus']
const SIDE: Readonly<Record<string, string>> = {
  unrecognised: 'cost',
  recognised: 'cost',
  lender: 'debt',
  owed: 'debt',
  repaid: 'debt',
  uncarried: 'carry',
  carried: 'carry',
  result: 'closing',
  surplus: 'closing',
}
export const AT_BANK = ['available', 'reserved', 'committed', 'ordered', 'returned', 'retained']
export const UNSPENT = ['expected', 'promised', ...AT_BANK]
/** Given to a project or spent on it. */
export const GIVEN = [
  'promised',
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
]

/** Debit and credit in the cash book: kind from to. */
const CASH: Readonly<Record<string, readonly [debit: string, credit: string]>> = {
  'receipt expected available': ['101', '401'],
  'receipt promised reserved': ['101', '401'],
  'interest source available': ['101', '402'],
  'asset-income source available': ['101', '403'],
  'financing-drawdown source available': ['101', '201'],
  'financing-repayment owed repaid': ['201', '401'],
  'financing-return available treasury': ['401', '101'],
  'financing-return owed repaid': ['201', '401'],
  'advance ordered advanced': ['111', '101'],
  'advance-recovery advanced paid': ['501', '111'],
  'payment ordered paid': ['501', '101'],
  'household-batch ordered paid': ['503', '101'],
  'reward ordered paid': ['504', '101'],
  'retention committed retained': ['501', '211'],
  'retention-payment ordered paid': ['211', '101'],
  'audit-cut retained reserved': ['211', '501'],
  'audit-cut paid recoverable': ['112', '501'],
  'household-audit-cut paid recoverable': ['112', '503'],
  'reward-audit-cut paid recoverable': ['112', '504'],
  'fine retained reserved': ['211', '501'],
  'late-return paid committed': ['101', '501'],
  'late-return advanced committed': ['101', '111'],
  'late-return paid retained': ['101', '211'],
  'household-late-return paid committed': ['101', '503'],
  'reward-late-return paid committed': ['101', '504'],
  'refund paid reserved': ['101', '501'],
  'household-refund paid reserved': ['101', '503'],
  'reward-refund paid reserved': ['101', '504'],
  'refund advanced reserved': ['101', '111'],
  'recovery recoverable reserved': ['101', '112'],
  'recovery recoverable available': ['101', '112'],
  'misuse-recovery paid available': ['101', '501'],
  'household-misuse-recovery paid available': ['101', '503'],
  'reward-misuse-recovery paid available': ['101', '504'],
  'risk-fund-placement paid placed': ['121', '501'],
  'reward-risk-fund-placement paid placed': ['121', '504'],
  'compensation placed compensated': ['122', '121'],
  'compensation-recovery compensated placed': ['121', '122'],
  'compensation-loss compensated paid': ['505', '122'],
  'compensation-loss-recovery paid placed': ['121', '505'],
  'return-to-treasury available treasury': ['601', '101'],
}
/** What takes paid money back: how it is called for works, for households, for rewards and for what was written off, if it is for that at all. */
export const TAKEN_BACK: readonly (readonly [works: string, households: string | null, rewards: string, lost: string | null])[] = [
  ['refund', 'household-refund', 'reward-refund', null],
  ['audit-cut', 'household-audit-cut', 'reward-audit-cut', null],
  ['misuse-recovery', 'household-misuse-recovery', 'reward-misuse-recovery', null],
  ['risk-fund-placement', null, 'reward-risk-fund-placement', 'compensation-loss-recovery'],
]
/** The title of the quota book that each place stands for. */
const QUOTA: Readonly<Record<string, string>> = {
  source: '801',
  expected: '811',
  available: '811',
  promised: '812',
  reserved: '813',
  committed: '814',
  returned: '814',
  retained: '814',
  ordered: '815',
  advanced: '816',
  paid: '816',
  recoverable: '816',
  placed: '816',
  compensated: '816',
  treasury: '817',
  unrecognised: '820',
  recognised: '821',
  lender: '830',
  owed: '831',
  repaid: '832',
  uncarried: '840',
  carried: '841',
}

/** A place of another stage with what that stage keeps of the first. */
export const placeOf = (stage: string, p: Omit<Place, 'stage'>): Place => {
  const known = (name: Known) => (KEPT[stage]?.includes(name) ? p[name] : '')
  const { lot, book } = p
  return { lot, book, stage, project: known('project'), contract: known('contract'), claim: known('claim'), payee: known('payee') }
}
export const bare = (lot: string, book: string) => ({ lot, book, project: '', contract: '', claim: '', payee: '' })
export const keyOf = (p: Place): string => [p.lot, p.book, p.stage, p.project, p.contract, p.claim, p.payee].join('/')
export const total = (amounts: readonly { readonly amount: bigint }[]): bigint => amounts.reduce((sum, a) => sum + a.amount, 0n)
export const monthOf = (date: string): number => Number(date.slice(0, 4)) * 100 + Number(date.slice(5, 7))
export const monthText = (month: number): string => `${Math.floor(month / 100)}-${String(month % 100).padStart(2, '0')}`
export const addDay = (date: string, days = 1): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
export const after = (month: number): number => (month % 100 === 12 ? month + 89 : month + 1)
export const before = (month: number): number => (month % 100 === 1 ? month - 89 : month - 1)

export interface Line {
  readonly book: string
  readonly lot: string
  readonly debit: string
  readonly credit: string
  readonly amount: bigint
}

/** The entries of a posting in cash and quota book; below zero in red. */
export function linesOf(w: Pick<Written, 'kind' | 'red' | 'moves'>): Line[] {
  return w.moves.flatMap((m): Line[] => {
    const [from, to] = w.red ? [m.to, m.from] : [m.from, m.to]
    const amount = w.red ? -m.amount : m.amount
    const line = (book: string, debit: string, credit: string) => ({ book, lot: from.lot, debit, credit, amount })
    const [credit, debit] = [QUOTA[from.stage], QUOTA[to.stage]]
    if (from.book !== to.book)
      return [line(from.book, '502', '101'), line(to.book, '101', '404'), line(from.book, '801', credit!), line(to.book, debit!, '801')]
    const cash = CASH[`${w.kind} ${from.stage} ${to.stage}`]
    return [...(cash ? [line(from.book, ...cash)] : []), ...(credit && debit && credit !== debit ? [line(from.book, debit, credit)] : [])]
  })
}

export const sideOf = (p: Place): string => SIDE[p.stage] ?? 'money'
