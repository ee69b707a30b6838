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

export type Request = { readonly who: string } & (
  | { readonly act: 'receive'; readonly on: string; readonly basis: string; readonly lines: readonly Line[] }
  | { readonly act: 'reserve' | 'release'; readonly on: string; readonly basis: string; readonly lines: readonly Line[] }
  | { readonly act: 'hand'; readonly on: string; readonly basis: string; readonly hand: HandKind; readonly line: HandLine }
  | { readonly act: 'reverse'; readonly on: string; readonly posting: string }
  | {
      readonly act: 'contract'
      readonly on: string
      readonly project: string
      readonly no: string
      readonly amount: bigint
      readonly firm: number
      readonly account: string
    }
  | { readonly act: 'compile'; readonly on: string; readonly contract: string; readonly amount: bigint; readonly invoice: string }
  | { readonly act: 'change'; readonly on: string; readonly claim: string; readonly amount: bigint; readonly invoice: string }
  | { readonly act: 'submit'; readonly claim: string }
  | { readonly act: 'send-back'; readonly claim: string }
  | { readonly act: 'order'; readonly claim: string }
  | { readonly act: 'reopen'; readonly claim: string }
  | { readonly act: 'sign'; readonly claim: string; readonly stale: boolean; readonly wrongPassword: boolean }
  | { readonly act: 'result'; readonly on: string; readonly payment: string; readonly paid: boolean; readonly basis: string }
)

export type Act = Request['act']
export type RequestOf<A extends Act> = Extract<Request, { act: A }>

/** What the auditor is told of a new lot or project: it is what the paper says. */
export interface LotPaper {
  readonly book: string
  readonly uses: readonly string[]
  readonly personal: boolean
  readonly usableTo: number
  readonly amount: bigint
}

export interface ProjectPaper {
  readonly category: string
  readonly poverty: boolean
  readonly agriculture: boolean
  readonly household: boolean
  readonly region: string
  readonly year: number
}

export interface Officer {
  readonly role: string
  readonly scope: string | null
}

/** What came back: ids of what was made. */
export interface Reply {
  readonly id?: string
  readonly postingIds?: readonly string[]
}
