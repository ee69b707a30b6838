/** The real thing under test: requests become commands of the one write path, and the books are read back from the rows. */
import { civilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import { must, type Outcome } from '#kernel/outcome.ts'
import { adoptPlan, discardPlan } from '#features/allocation/allocation.commands.ts'
import { changeClaim, compileClaim, sendBackClaim, signClaim, submitClaim } from '#features/claims/claims.commands.ts'
import { findClaim } from '#features/claims/claims.store.ts'
import { registerContract } from '#features/contracts/contracts.commands.ts'
import { recordReceipt } from '#features/funds/funds.commands.ts'
import { interestPayments, loadFlows, loadLoans } from '#features/financing/financing.store.ts'
import { calendarOf, costOf } from '#features/financing/loan.model.ts'
import { postByHand, type PostingInput } from '#features/ledger/ledger.commands.ts'
import { PostingDesk } from '#features/ledger/posting-desk.commands.ts'
import { orderPayment, recordResult, reopenClaim } from '#features/payments/payments.commands.ts'
import { recordLateReturn } from '#features/payments/late-return.commands.ts'
import { verifyEverything } from '#features/payments/verify.store.ts'
import { readQuery } from '#features/statements/statement-query.model.ts'
import { sumsOf } from '#features/statements/statements.store.ts'
import type { Command } from '#platform/command.ts'
import { rows, sql, theRow } from '#platform/db/sql.ts'
import { chainHash } from '#platform/hash.ts'
import { contractors } from '#scenario/contractors.ts'
import { PASSWORD, type PersonName, type World } from '../support/world.ts'
import { BOOKS } from './book-rules.ts'
import { performTreasury } from './district-acts.ts'
import type { LoanFigures } from './loan-figures.ts'
import type { Answered, Call, Recorded } from './recorded-order.ts'
import type { ByHand, ClaimKind, Content, DeskCall, Reply, Request, RequestOf } from './requests.ts'

interface Options {
  readonly key: string
  readonly preview?: boolean
}

const KINDS: readonly ClaimKind[] = ['advance', 'progress', 'final', 'retention']

/** A posting as the rows have it. */
export interface Posted {
  readonly book: string
  readonly number: bigint
  readonly posting_id: string
  readonly entry_kind: string
  readonly date: string
  readonly voucher_no: number
  readonly other_book: string | null
  readonly other_voucher_no: number | null
  readonly red: boolean
  readonly who: string | null
  readonly keeper: string | null
  readonly amount: bigint
  readonly hash: string
}

const contractOf = (r: RequestOf<'contract'>) => ({
  projectId: r.project,
  contractNo: r.no,
  name: '合同',
  signedOn: civilDate(r.on),
  amountFen: fen(r.amount),
  contractor: { ...contractors[r.firm]!, accountNo: r.account },
  terms: r.terms
    ? {
        advanceRate: r.terms.advance,
        progressRate: r.terms.progress,
        acceptedRate: r.terms.accepted,
        retentionRate: r.terms.retention,
        retentionMonths: r.terms.months,
      }
    : undefined,
})

export class District {
  readonly world: World
  readonly #papers = new Map<ClaimKind, { code: string; fileId: string }[]>()
  /** Two on one database, as two servers would have them. */
  readonly #desks: readonly [PostingDesk, PostingDesk]
  #firmIds = new Map<string, string>()
  readonly #names: ReadonlyMap<string, string>
  #heads = new Map<string, { number: bigint; hash: string }>()
  #arrivals = 0

  /** Commands beside the officers' own, such as handing in a file. */
  ownActs = 0
  readonly #seen = new WeakMap<Request, unknown>()

  constructor(world: World) {
    this.world = world
    this.#names = new Map([...world.people.values()].map((p) => [p.personId, p.username]))
    this.#desks = [new PostingDesk(world.database, world.clock), new PostingDesk(world.database, world.clock)]
  }

  /** What an officer looked at before asking; the same request asks again with the same. */
  async once<T>(r: Request, look: () => Promise<T>): Promise<T> {
    if (!this.#seen.has(r)) this.#seen.set(r, await look())
    return this.#seen.get(r) as T
  }

  async prepare(): Promise<void> {
    for (const kind of KINDS) this.#papers.set(kind, await this.world.papers(kind))
  }

  async perform(r: Request, options: Options): Promise<Outcome<Reply>> {
    const act = <I, S, D, R>(command: Command<I, S, D, R>, input: I) =>
      this.world.act(r.who as PersonName, command, input, options) as Promise<Outcome<Reply>>
    switch (r.act) {
      case 'receive': {
        const lines = r.lines.map((l) => ({ lotId: l.lot, amountFen: fen(l.amount) }))
        return act(recordReceipt, { receivedOn: civilDate(r.on), bankReference: r.basis, lines })
      }
      case 'reserve':
      case 'release':
      case 'hand':
      case 'reverse':
        return act(postByHand, await this.inputOf(r))
      case 'contract':
        return act(registerContract, contractOf(r))
      case 'compile':
        return act(compileClaim, { ...this.#content(r), contractId: r.contract })
      case 'change':
        return act(changeClaim, { ...this.#content(r), claimId: r.claim })
      case 'submit':
        return act(submitClaim, { claimId: r.claim })
      case 'send-back':
        return act(sendBackClaim, { claimId: r.claim, reason: '退回补正' })
      case 'order':
        return act(orderPayment, { claimId: r.claim })
      case 'adopt':
        return act(adoptPlan, { planId: r.plan, decisionNo: r.basis, decidedOn: civilDate(r.on), minutes: '会议审定' })
      case 'discard':
        return act(discardPlan, { planId: r.plan })
      case 'reopen':
        return act(reopenClaim, { claimId: r.claim, reason: '更正账户' })
      case 'result':
        return act(recordResult, {
          paymentId: r.payment,
          result: r.paid ? ('paid' as const) : ('returned' as const),
          resultOn: civilDate(r.on),
          bankReference: r.basis,
          returnReason: '行号有误',
        })
      case 'late-return': {
        const { payment: paymentId, basis: bankReference } = r
        return act(recordLateReturn, { paymentId, returnedOn: civilDate(r.on), bankReference, reason: '账户销户' })
      }
      case 'sign':
        return this.#sign(r, act)
      default:
        return performTreasury(this, r, act)
    }
  }

  /** What a keeper writes by hand, as the ledger takes it. */
  async inputOf(r: ByHand, key = '', total: bigint | null = null): Promise<PostingInput> {
    const businessDate = civilDate(r.on)
    if (r.act === 'reverse') return { key, kind: '', businessDate, basis: '更正', reverses: r.posting }
    const said = total === null ? {} : { totalFen: fen(total) }
    if (r.act !== 'hand') {
      const moves = r.lines.map((l) => ({ lotId: l.lot, projectId: l.project, amountFen: fen(l.amount) }))
      return { key, kind: r.act === 'reserve' ? 'reservation' : 'release', businessDate, basis: r.basis, ...said, moves }
    }
    const { line } = r
    const ids = {
      projectId: line.project || undefined,
      contractId: line.contract || undefined,
      claimId: line.claim || undefined,
      payeeId: await this.#payeeOf(line.payee),
    }
    const moves = [{ lotId: line.lot, from: line.from, to: line.to, ...ids, amountFen: fen(line.amount) }]
    return { key, kind: r.hand, businessDate, basis: r.basis, ...said, moves }
  }

  /** A call of a posting desk as the posting API makes it; the error where the database broke on it, which must leave nothing. */
  async post(call: DeskCall): Promise<Call> {
    const { who, key, desk, items } = call
    const inputs: PostingInput[] = []
    for (const item of items) inputs.push(await this.inputOf(item.request, item.key, item.total))
    const arrival = ++this.#arrivals
    const answers = await this.#desks[desk]
      .post(this.world.actor(who as PersonName), key, inputs)
      .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
    return { call, answers, arrival }
  }

  /** What the record of actions has after that number. */
  async eventsAfter(seq: bigint): Promise<Recorded[]> {
    const found = await rows(
      this.world.database.db,
      sql<Recorded>`select e.person_id as who, e.command, e.command_key as key, e.recorded_at as at, e.sentence ->> 'zh' as sentence
        from audit_event e where e.district = ${this.world.district} and e.seq > ${seq} order by e.seq`,
    )
    return found.map((e) => ({ ...e, who: this.#names.get(e.who) ?? e.who }))
  }

  /** Of postings that a desk answered: when they were recorded, and what all that was posted under the same key comes to. */
  async answered(ids: readonly string[]): Promise<Map<string, Answered>> {
    const found = await rows(
      this.world.database.db,
      sql<Answered>`select p.posting_id as id, p.recorded_at as at, p.book, p.number, (
          select sum(o.amount_fen)::bigint from posting o
          where o.district = p.district and o.person_id = p.person_id and o.command_key = p.command_key) as amount
        from posting p where p.district = ${this.world.district} and p.posting_id = any(${[...ids]}::text[])`,
    )
    return new Map(found.map((f) => [f.id, f]))
  }

  /** The id under which the district knows a firm. */
  async #payeeOf(firm: string): Promise<string | undefined> {
    if (firm === '') return undefined
    return [...(await this.#firms())].find(([, number]) => number === firm)?.[0]
  }

  async #firms(): Promise<Map<string, string>> {
    if (this.#firmIds.size < 3) {
      const found = await rows(
        this.world.database.db,
        sql<{
          id: string
          code: string
        }>`select contractor_id as id, credit_code as code from contractor where district = ${this.world.district}`,
      )
      this.#firmIds = new Map(found.map((f) => [f.id, String(contractors.findIndex((c) => c.creditCode === f.code))]))
    }
    return this.#firmIds
  }

  async #sign(
    r: Extract<Request, { act: 'sign' }>,
    act: <I, S, D, R>(command: Command<I, S, D, R>, input: I) => Promise<Outcome<Reply>>,
  ): Promise<Outcome<Reply>> {
    const claim = await findClaim(this.world.database.db, this.world.district, r.claim)
    const contentHash = r.stale || !claim ? 'f'.repeat(64) : claim.content_hash
    return act(signClaim, { claimId: r.claim, contentHash, opinion: '同意', password: r.wrongPassword ? 'wrong' : PASSWORD })
  }

  #content(r: { readonly on: string } & Content) {
    const simple = r.recover === 0n && r.retain === 0n && r.defer === 0n && r.certified === 0n
    return {
      kind: r.kind,
      amountFen: fen(r.amount),
      ...(simple ? {} : { certifiedFen: fen(r.certified), recoverFen: fen(r.recover), retainFen: fen(r.retain), deferFen: fen(r.defer) }),
      invoiceNo: r.invoice,
      invoiceDate: civilDate(r.on),
      description: '',
      statement: '',
      papers: this.#papers.get(r.kind)!,
    }
  }

  /** A paper for whoever needs one. */
  get report(): string {
    return this.#papers.get('final')![0]!.fileId
  }

  /** Every account that holds something, keyed as the auditor keys it. */
  async balances(): Promise<Map<string, bigint>> {
    const found = await rows(
      this.world.database.db,
      sql<{
        key: string
        payee_id: string
        balance_fen: bigint
      }>`select concat_ws('/', lot_id, book, stage, project_id, contract_id, claim_id) as key,
        payee_id, balance_fen from account where district = ${this.world.district} and balance_fen <> 0`,
    )
    const firms = await this.#firms()
    return new Map(found.map((f) => [`${f.key}/${firms.get(f.payee_id) ?? ''}`, f.balance_fen]))
  }

  /** Where the record of actions and the chains of the books end. */
  async heads(): Promise<{ readonly events: bigint; readonly postings: bigint }> {
    return theRow(
      this.world.database.db,
      sql<{ events: bigint; postings: bigint }>`select seq as events,
          (select coalesce(sum(number), 0)::bigint from chain_head where district = ${this.world.district}) as postings
        from event_head where district = ${this.world.district}`,
    )
  }

  /** The postings since the last call, and what is wrong with them: chain, amount, who and why (I4, I7, I8). */
  async newPostings(): Promise<{ postings: Posted[]; faults: string[] }> {
    const { database, district } = this.world
    const seen = BOOKS.map((book) => this.#heads.get(book)?.number ?? 0n)
    const found = await rows(
      database.db,
      sql<Omit<Posted, 'who' | 'keeper'> & { bytes: string; previous_hash: string; amount_fen: bigint; person: string; kept: string }>`
        select p.book, p.number, p.posting_id, p.entry_kind, p.business_date as date, p.voucher_no, p.other_book, p.other_voucher_no, p.red,
          p.bytes, p.hash, p.previous_hash, p.amount_fen, p.person_id as person, p.keeper_id as kept,
          (select sum(m.amount_fen)::bigint from move m where m.district = p.district and m.posting_id = p.posting_id) as amount
        from unnest(${BOOKS}::text[], ${seen}::bigint[]) as seen(book, number)
        join posting p on p.district = ${district} and p.book = seen.book and p.number > seen.number order by p.book, p.number`,
    )
    const faults: string[] = []
    for (const p of found) {
      const head = this.#heads.get(p.book) ?? { number: 0n, hash: '' }
      if (p.number !== head.number + 1n || p.previous_hash !== head.hash || p.hash !== chainHash(head.hash, p.bytes))
        faults.push(`posting ${p.number} of ${p.book} is not on the chain`)
      if (p.amount !== p.amount_fen) faults.push(`posting ${p.number} of ${p.book} is not the sum of its moves`)
      this.#heads.set(p.book, { number: p.number, hash: p.hash })
    }
    const postings = found.map((p) => ({ ...p, who: this.#names.get(p.person) ?? null, keeper: this.#names.get(p.kept) ?? null }))
    return { postings, faults }
  }

  /** Debit less credit of every title as the trial balance prints it, `book title`, zero left out. */
  async trial(): Promise<Map<string, bigint>> {
    const today = this.world.today()
    const all = new Map<string, bigint>()
    for (const book of ['poverty', 'coordination', 'financing']) {
      const query = must(readQuery('trial', { book, period: today.slice(0, 4), asOf: today }, today))
      const { sums } = await sumsOf(this.world.database.db, this.world.district, query)
      for (const [title, { closing }] of sums) if (closing !== 0n) all.set(`${book} ${title}`, closing)
    }
    return all
  }

  /** Every loan as its calendar and its cost have it today. */
  async loans(): Promise<Map<string, LoanFigures>> {
    const { database, district } = this.world
    const today = this.world.today()
    const [flows, paid] = [await loadFlows(database.db, district), await interestPayments(database.db, district)]
    return new Map(
      (await loadLoans(database.db, district)).map((loan) => {
        const interestPaid = paid.filter((p) => p.loan_id === loan.loanId).reduce((sum, p) => sum + p.amount_fen, 0n)
        const facts = { loan, flows: flows.get(loan.loanId) ?? [], interestPaidFen: fen(interestPaid) }
        const cost = costOf(facts, today)
        const calendar = calendarOf(facts, today, today)
        const due = calendar.reduce((sum, l) => sum + l.principalFen, 0n)
        const duePaid = calendar.reduce((sum, l) => sum + l.principalPaidFen, 0n)
        const { drawnFen: drawn, repaidFen: repaid, interestToDateFen: interest } = cost
        return [loan.loanId, { drawn, repaid, interest, interestPaid: cost.interestPaidFen, due, duePaid }]
      }),
    )
  }

  /** Counts the rows, as a server does by itself: without it the engine guesses, and some plans are a hundred times too dear. */
  async takeStock(): Promise<void> {
    await sql`analyze`.execute(this.world.database.db)
  }

  /** The slow look at everything: what `headgate verify` finds, with I10 of every order. */
  async audit(): Promise<string[]> {
    const { faults } = await verifyEverything(this.world.database.db, this.world.district)
    return faults.map((f) => `${f.invariant}: ${f.detail.en}`)
  }
}
