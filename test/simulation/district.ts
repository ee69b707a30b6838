/** The real thing under test: requests become commands of the one write path, and the books are read back from the rows. */
import { civilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import type { Outcome } from '#kernel/outcome.ts'
import { changeClaim, compileClaim, sendBackClaim, signClaim, submitClaim } from '#features/claims/claims.commands.ts'
import { findClaim } from '#features/claims/claims.store.ts'
import { registerContract } from '#features/contracts/contracts.commands.ts'
import { recordReceipt } from '#features/funds/funds.commands.ts'
import { postByHand } from '#features/ledger/ledger.commands.ts'
import { verifyBooks } from '#features/ledger/verify.store.ts'
import { orderPayment, recordResult, reopenClaim } from '#features/payments/payments.commands.ts'
import type { Command } from '#platform/command.ts'
import { rows, sql, theRow } from '#platform/db/sql.ts'
import { chainHash } from '#platform/hash.ts'
import { contractors } from '#scenario/contractors.ts'
import { PASSWORD, type PersonName, type World } from '../support/world.ts'
import type { Reply, Request } from './requests.ts'

interface Options {
  readonly key: string
  readonly preview?: boolean
}

export class District {
  readonly world: World
  #papers: { code: string; fileId: string }[] = []
  #heads = new Map<string, { number: bigint; hash: string }>()

  constructor(world: World) {
    this.world = world
  }

  async prepare(): Promise<void> {
    this.#papers = await this.world.papers('progress')
    await this.newPostings()
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
      case 'release': {
        const moves = r.lines.map((l) => ({ lotId: l.lot, projectId: l.project, amountFen: fen(l.amount) }))
        const kind = r.act === 'reserve' ? 'reservation' : 'release'
        return act(postByHand, { key: '', kind, businessDate: civilDate(r.on), basis: r.basis, moves })
      }
      case 'hand': {
        const { line } = r
        const payeeId = await this.#payeeOf(line.payee)
        const ids = {
          projectId: line.project || undefined,
          contractId: line.contract || undefined,
          claimId: line.claim || undefined,
          payeeId,
        }
        const moves = [{ lotId: line.lot, from: line.from, to: line.to, ...ids, amountFen: fen(line.amount) }]
        return act(postByHand, { key: '', kind: r.hand, businessDate: civilDate(r.on), basis: r.basis, moves })
      }
      case 'reverse':
        return act(postByHand, { key: '', kind: '', businessDate: civilDate(r.on), basis: '更正', reverses: r.posting })
      case 'contract': {
        const contractor = { ...contractors[r.firm]!, accountNo: r.account }
        const signedOn = civilDate(r.on)
        return act(registerContract, {
          projectId: r.project,
          contractNo: r.no,
          name: '合同',
          signedOn,
          amountFen: fen(r.amount),
          contractor,
        })
      }
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
      default:
        return this.#sign(r, act)
    }
  }

  /** The id under which the district knows a firm. */
  async #payeeOf(firm: string): Promise<string | undefined> {
    if (firm === '') return undefined
    return [...(await this.#firms())].find(([, number]) => number === firm)?.[0]
  }

  async #firms(): Promise<Map<string, string>> {
    const found = await rows(
      this.world.database.db,
      sql<{
        id: string
        code: string
      }>`select contractor_id as id, credit_code as code from contractor where district = ${this.world.district}`,
    )
    return new Map(found.map((f) => [f.id, String(contractors.findIndex((c) => c.creditCode === f.code))]))
  }

  async #sign(
    r: Extract<Request, { act: 'sign' }>,
    act: <I, S, D, R>(command: Command<I, S, D, R>, input: I) => Promise<Outcome<Reply>>,
  ): Promise<Outcome<Reply>> {
    const claim = await findClaim(this.world.database.db, this.world.district, r.claim)
    const contentHash = r.stale || !claim ? 'f'.repeat(64) : claim.content_hash
    return act(signClaim, { claimId: r.claim, contentHash, opinion: '同意', password: r.wrongPassword ? 'wrong' : PASSWORD })
  }

  #content(r: { readonly on: string; readonly amount: bigint; readonly invoice: string }) {
    return {
      kind: 'progress',
      amountFen: fen(r.amount),
      invoiceNo: r.invoice,
      invoiceDate: civilDate(r.on),
      description: '',
      statement: '',
      papers: this.#papers,
    }
  }

  /** Every account that holds something, keyed as the auditor keys it. */
  async balances(): Promise<Map<string, bigint>> {
    const found = await rows(
      this.world.database.db,
      sql<{
        key: string
        payee_id: string
        balance_fen: bigint
      }>`select concat_ws('/', lot_id, stage, project_id, contract_id, claim_id) as key,
        payee_id, balance_fen from account where district = ${this.world.district} and balance_fen <> 0`,
    )
    const firms = await this.#firms()
    return new Map(found.map((f) => [`${f.key}/${firms.get(f.payee_id) ?? ''}`, f.balance_fen]))
  }

  async events(): Promise<bigint> {
    const head = await theRow(
      this.world.database.db,
      sql<{ seq: bigint }>`select seq from event_head where district = ${this.world.district}`,
    )
    return head.seq
  }

  /** How many postings are new since the last call, and what is wrong with them: chain, amount, who and why (I4, I7, I8). */
  async newPostings(): Promise<{ count: number; faults: string[] }> {
    const { database, district } = this.world
    const last = [...this.#heads]
    const found = await rows(
      database.db,
      sql<{
        book: string
        number: bigint
        bytes: string
        hash: string
        previous_hash: string
        amount_fen: bigint
        moved: bigint
        named: boolean
      }>`select p.book, p.number, p.bytes, p.hash, p.previous_hash, p.amount_fen,
          (select sum(m.amount_fen)::bigint from move m where m.district = p.district and m.posting_id = p.posting_id) as moved,
          exists (select 1 from person w where w.district = p.district and w.person_id = p.person_id) as named
        from posting p
        left join unnest(${last.map(([book]) => book)}::text[], ${last.map(([, h]) => h.number)}::bigint[]) as seen(book, number)
          on seen.book = p.book
        where p.district = ${district} and p.number > coalesce(seen.number, 0) order by p.book, p.number`,
    )
    const faults: string[] = []
    for (const p of found) {
      const head = this.#heads.get(p.book) ?? { number: 0n, hash: '' }
      if (p.number !== head.number + 1n || p.previous_hash !== head.hash || p.hash !== chainHash(head.hash, p.bytes))
        faults.push(`posting ${p.number} of ${p.book} is not on the chain`)
      if (p.moved !== p.amount_fen) faults.push(`posting ${p.number} of ${p.book} is not the sum of its moves`)
      if (!p.named) faults.push(`posting ${p.number} of ${p.book} names nobody`)
      this.#heads.set(p.book, { number: p.number, hash: p.hash })
    }
    return { count: found.length, faults }
  }

  /** The slow look at everything, and at I10 of every order: five signatures, five people, none the compiler, one registered account. */
  async audit(): Promise<string[]> {
    const { database, district } = this.world
    const { faults } = await verifyBooks(database.db, district)
    const unsigned = await rows(
      database.db,
      sql<{ order_no: string }>`select o.order_no from payment_order o join claim c on c.district = o.district and c.claim_id = o.claim_id
        join contract k on k.district = c.district and k.contract_id = c.contract_id
        join contractor r on r.district = k.district and r.contractor_id = k.contractor_id
        where o.district = ${district} and (o.account_no <> r.account_no or 5 <> (
          select count(distinct s.person_id) from claim_signature s where s.district = o.district and s.claim_id = o.claim_id
            and s.version = o.version and s.person_id <> c.compiled_by))`,
    )
    return [...faults.map((f) => `${f.invariant}: ${f.detail.en}`), ...unsigned.map((u) => `I10: order ${u.order_no}`)]
  }
}
