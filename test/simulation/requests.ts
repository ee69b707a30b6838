/** What officers ask for in the simulation, as plain data: the only thing that workload, district and auditor share. */

export interface Line {
  readonly lot: string
  readonly project: string
  readonly amount: bigint
}

/** What a keeper may write by hand besides receipt, reservation and release; the auditor's own list, see auditor.ts. */
export type HandKind = string

/** One move by hand: where the money lies now, where it goes, how much. */
export interface HandLine {
  readonly lot: string
  readonly from: string
  readonly to: string
  readonly project: string
  readonly contract: string
  readonly claim: string
  readonly payee: string
  readonly amount: bigint
}

/** What a contract agrees, in hundredths of a percent and months. */
export interface Terms {
  readonly advance: number
  readonly progress: number
  readonly accepted: number
  readonly retention: number
  readonly months: number
}

export type ClaimKind = 'advance' | 'progress' | 'final' | 'retention'

/** The money of a claim. `certified` is what the officer wrote beside the parts. */
export interface Content {
  readonly kind: ClaimKind
  readonly amount: bigint
  readonly recover: bigint
  readonly retain: bigint
  readonly defer: bigint
  readonly certified: bigint
  readonly invoice: string
}

export interface Phase {
  readonly year: number
  readonly need: bigint
}

/** A line of the bank's statement; `no` is how the bank numbers it. */
export interface BankLine {
  readonly no: number
  readonly on: string
  readonly amount: bigint
  readonly summary: string
}

/** Most acts have a day and a paper. */
interface Paper {
  readonly on: string
  readonly basis: string
}

export interface LoanPaper {
  readonly no: string
  readonly bond: boolean
  readonly line: bigint
  readonly ratePpm: number
  readonly days: 360 | 365
  readonly starts: string
  readonly ends: string
  readonly months: number
  readonly repayment: 'bullet' | 'equal' | 'schedule'
  readonly schedule: readonly { readonly on: string; readonly principal: bigint }[]
}

/** One variant for each act. */
type Each<A extends string, T> = A extends string ? { readonly act: A } & T : never

type Money = Paper & { readonly amount: bigint }

export type Request = { readonly who: string } & (
  | Each<'receive' | 'reserve' | 'release', Paper & { readonly lines: readonly Line[] }>
  | (Paper & { readonly act: 'hand'; readonly hand: HandKind; readonly line: HandLine })
  | { readonly act: 'reverse'; readonly on: string; readonly posting: string }
  | {
      readonly act: 'contract'
      readonly on: string
      readonly project: string
      readonly no: string
      readonly amount: bigint
      readonly firm: number
      readonly account: string
      readonly terms: Terms | null
    }
  | ({ readonly act: 'compile'; readonly on: string; readonly contract: string } & Content)
  | ({ readonly act: 'change'; readonly on: string; readonly claim: string } & Content)
  | Each<'submit' | 'send-back' | 'order' | 'reopen', { readonly claim: string }>
  | { readonly act: 'sign'; readonly claim: string; readonly stale: boolean; readonly wrongPassword: boolean }
  | (Paper & { readonly act: 'result'; readonly payment: string; readonly paid: boolean })
  | (Paper & { readonly act: 'late-return'; readonly payment: string })
  | (Paper & { readonly act: 'settle'; readonly contract: string; readonly audited: bigint; readonly accepted: string })
  | (Paper & { readonly act: 'withdraw'; readonly contract: string })
  | (Money & { readonly act: 'contract-act'; readonly contract: string; readonly doing: ContractAct; readonly from: string })
  | (Paper & { readonly act: 'adopt'; readonly plan: string })
  | { readonly act: 'discard'; readonly plan: string }
  | { readonly act: 'phases'; readonly project: string; readonly phases: readonly Phase[]; readonly basis: string }
  | (Money & { readonly act: 'promise'; readonly lot: string; readonly project: string; readonly year: number })
  | (Money & { readonly act: 'promise-release'; readonly lot: string; readonly project: string })
  | (Money & {
      readonly act: 'supplement'
      readonly giver: string
      readonly receiver: string
      readonly project: string
      readonly year: number
    })
  | (Paper & { readonly act: 'give-back'; readonly supplement: string })
  | (Paper & {
      readonly act: 'carry'
      readonly lot: string
      readonly doing: 'carry-over' | 'reallocate' | 'return'
      readonly amount: bigint | null
      readonly usableTo: number | null
    })
  | (Money & {
      readonly act: 'income'
      readonly kind: string
      readonly book: string
      readonly docNo: string
      readonly documentOn: string
      readonly uses: readonly string[]
    })
  | { readonly act: 'year-end'; readonly year: number; readonly basis: string; readonly stale: boolean }
  | Each<'close' | 'reopen-month', { readonly book: string; readonly month: number; readonly reason: string }>
  | Each<'close-year' | 'reopen-year', { readonly book: string; readonly year: number; readonly reason: string }>
  | { readonly act: 'appoint'; readonly book: string; readonly person: string; readonly on: string }
  | { readonly act: 'relieve'; readonly keeper: number; readonly on: string }
  | ({ readonly act: 'loan' } & LoanPaper)
  | (Money & { readonly act: 'draw'; readonly loan: string; readonly notice: string })
  | Each<'repay' | 'interest', Money & { readonly loan: string; readonly source: string }>
  | (Money & { readonly act: 'return-unused'; readonly loan: string })
  | { readonly act: 'statement'; readonly from: string; readonly to: string; readonly opening: bigint; readonly lines: readonly BankLine[] }
  | { readonly act: 'match'; readonly bank: readonly number[]; readonly book: readonly string[]; readonly note: string }
  | { readonly act: 'explain'; readonly line: number; readonly kind: string }
  | { readonly act: 'undo'; readonly match: string }
)

/** What a keeper writes by hand; so it may also come over the posting desk. */
export type ByHand = RequestOf<'reserve' | 'release' | 'hand' | 'reverse'>

/** An item that is sent to the posting desk under a key of its own; `total` is what the sender believes its moves come to. */
export interface DeskItem {
  readonly key: string
  readonly request: ByHand
  readonly total: bigint | null
}

/** One call of a posting desk, one item or many. */
export interface DeskCall {
  readonly who: string
  /** The key of the request; each item has its own. */
  readonly key: string
  /** Which of the two desks on the database. */
  readonly desk: 0 | 1
  readonly items: readonly DeskItem[]
}

export type ContractAct = 'release' | 'fine' | 'refund' | 'recovery'
export type Act = Request['act']
export type RequestOf<A extends Act> = Extract<Request, { act: A }>

/** What the auditor is told of a new lot or project: it is what the paper says. */
export interface LotPaper {
  readonly book: string
  readonly uses: readonly string[]
  readonly personal: boolean
  readonly usableTo: number
  readonly amount: bigint
  /** The day its clocks start. */
  readonly since: string
}

export interface ProjectPaper {
  readonly category: string
  readonly poverty: boolean
  readonly agriculture: boolean
  readonly household: boolean
  readonly region: string
  readonly year: number
  readonly need: bigint
}

export interface Officer {
  readonly role: string
  readonly scope: string | null
}

/** What came back: ids of what was made. */
export interface Reply {
  readonly id?: string
  readonly lotId?: string
  readonly loanId?: string
}
