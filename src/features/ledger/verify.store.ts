/**
 * The auditor inside: replays the books from the first posting. Every byte and link of the chain, every move against the rules, every
 * balance against the sum of its moves, every lot against what came in, every account against the lot's permitted uses.
 */
import { groupBy } from '#kernel/collect.ts'
import type { Text } from '#kernel/outcome.ts'
import { rows, sql, tableOf } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { type ChainFault, verifyEvents } from '#platform/event-log.ts'
import { chainHash } from '#platform/hash.ts'
import { type StageKey, stages } from '#policy/books.ts'
import { type HashAlgorithm, hashAlgorithms } from '#policy/integrity.ts'
import { accountText } from './ledger.model.ts'
import { postingBytes } from './posting-bytes.model.ts'
import type { AccountName } from './ledger.model.ts'
import { type End, moveFaults } from './move-rules.model.ts'
import { verifyRules } from './verify-rules.store.ts'

export interface Verification {
  readonly ok: boolean
  readonly postings: number
  readonly accounts: number
  readonly events: number
  /** `algorithm`: what the next link will be hashed with. */
  readonly heads: { readonly book: string; readonly number: number; readonly hash: string; readonly algorithm: HashAlgorithm }[]
  readonly record: { readonly number: number; readonly hash: string; readonly algorithm: HashAlgorithm }
  readonly faults: ChainFault[]
}

interface PostingRow {
  readonly posting_id: string
  readonly book: string
  readonly number: bigint
  readonly kind: string
  readonly business_date: string
  readonly recorded_at: string
  readonly person_id: string
  readonly command_key: string
  readonly basis: string
  readonly reason: string | null
  readonly reverses: string | null
  readonly amount_fen: bigint
  readonly bytes: string
  readonly previous_hash: string
  readonly hash: string
  readonly voucher_no: number
  readonly other_book: string | null
  readonly other_voucher_no: number | null
  readonly keeper_id: string | null
  readonly entry_kind: string
  readonly red: boolean
  readonly format: number
}

interface MoveRow {
  readonly posting_id: string
  readonly line: number
  readonly lot_id: string
  readonly from_account: bigint
  readonly to_account: bigint
  readonly amount_fen: bigint
}

const PAGE = 5000n

export async function verifyBooks(on: Executor, district: string): Promise<Verification> {
  const faults: ChainFault[] = []
  const accounts = await loadAccounts(on, district)
  const sums = new Map<bigint, bigint>()
  const heads = await rows(
    on,
    sql<{
      book: string
      number: bigint
      hash: string
      format: number
    }>`select book, number, hash, format from chain_head where district = ${district} order by book`,
  )
  let postings = 0
  for (const head of heads) {
    const last = await replayBook(on, district, head.book, accounts, sums, faults)
    postings += Number(last.number)
    if (last.number !== head.number || last.hash !== head.hash)
      faults.push(fault('I4', `专账 ${head.book} 的末尾与链头不符`, `The tail of book ${head.book} does not meet the head of its chain`))
  }
  const count = await rows(on, sql<{ n: bigint }>`select count(*) as n from posting where district = ${district}`)
  if (Number(count[0]!.n) !== postings) faults.push(fault('I4', '有记账不在任何链上', 'Some postings are on no chain'))
  for (const [id, account] of accounts)
    if ((sums.get(id) ?? 0n) !== account.balance)
      faults.push(
        fault('I11', `账户 ${account.text} 余额与分录合计不符`, `Account ${account.text}: stored balance is not the sum of its moves`),
      )
  faults.push(...(await verifyLots(on, district)), ...(await verifyRules(on, district)))
  const events = await verifyEvents(on, district)
  faults.push(...events.faults)
  return {
    ok: faults.length === 0,
    postings,
    accounts: accounts.size,
    events: events.count,
    heads: heads.map((h) => ({ book: h.book, number: Number(h.number), hash: h.hash, algorithm: algorithmOf(h.format) })),
    record: { number: events.count, hash: events.hash, algorithm: algorithmOf(events.format) },
    faults,
  }
}

const algorithmOf = (format: number): HashAlgorithm =>
  (Object.keys(hashAlgorithms) as HashAlgorithm[]).find((key) => hashAlgorithms[key].format === format) ?? 'sha256'

const fault = (invariant: string, zh: string, en: string): { invariant: string; detail: Text } => ({ invariant, detail: { zh, en } })

interface KnownAccount extends End {
  readonly text: string
  readonly balance: bigint
}

async function loadAccounts(on: Executor, district: string): Promise<Map<bigint, KnownAccount>> {
  const found = await rows(
    on,
    sql<{ id: bigint; balance_fen: bigint } & AccountName>`select account_id as id, balance_fen, lot_id as "lotId", book, stage,
      project_id as "projectId", contract_id as "contractId", claim_id as "claimId", payee_id as "payeeId" from account
      where district = ${district}`,
  )
  return new Map(found.map((a) => [a.id, { text: accountText(a), balance: a.balance_fen, lotId: a.lotId, book: a.book, stage: a.stage }]))
}

interface Link {
  readonly number: bigint
  readonly hash: string
  /** The first form ends where the second begins. */
  readonly format: number
}

async function replayBook(
  on: Executor,
  district: string,
  book: string,
  accounts: ReadonlyMap<bigint, KnownAccount>,
  sums: Map<bigint, bigint>,
  faults: ChainFault[],
): Promise<Link> {
  let last = { number: 0n, hash: '', format: 1 }
  for (;;) {
    const upTo = last.number + PAGE
    const page = await rows(
      on,
      sql<PostingRow>`select posting_id, book, number, kind, business_date, recorded_at, person_id, command_key, basis, reason, reverses, amount_fen,
        bytes, previous_hash, hash, voucher_no, other_book, other_voucher_no, keeper_id, entry_kind, red, format from posting
        where district = ${district} and book = ${book} and number > ${last.number} and number <= ${upTo} order by number`,
    )
    if (page.length === 0) return last
    const moves = await rows(
      on,
      sql<MoveRow>`select m.posting_id, m.line, m.lot_id, m.from_account, m.to_account, m.amount_fen from posting p
        join move m on m.district = p.district and m.posting_id = p.posting_id
        where p.district = ${district} and p.book = ${book} and p.number > ${last.number} and p.number <= ${upTo} order by m.posting_id, m.line`,
    )
    const byPosting = groupBy(moves, (m) => m.posting_id)
    for (const p of page) {
      const own = byPosting.get(p.posting_id) ?? []
      checkPosting(district, p, own, last, accounts, faults)
      for (const m of own) {
        sums.set(m.from_account, (sums.get(m.from_account) ?? 0n) - m.amount_fen)
        sums.set(m.to_account, (sums.get(m.to_account) ?? 0n) + m.amount_fen)
      }
      last = { number: p.number, hash: p.hash, format: p.format }
    }
  }
}

/** Postings of the first form have vouchers too, given when the books learned of them, but did not name them in their bytes. */
const voucherOf = (p: PostingRow) =>
  p.format === 1
    ? null
    : { no: p.voucher_no, otherBook: p.other_book, otherNo: p.other_voucher_no, keeper: p.keeper_id, entryKind: p.entry_kind, red: p.red }

function checkPosting(
  district: string,
  p: PostingRow,
  moves: readonly MoveRow[],
  last: Link,
  accounts: ReadonlyMap<bigint, KnownAccount>,
  faults: ChainFault[],
): void {
  const known = p.format >= last.format || p.format > 1
  if (!known || p.number !== last.number + 1n || p.previous_hash !== last.hash || p.hash !== chainHash(last.hash, p.bytes, p.format))
    faults.push(fault('I4', `专账 ${p.book} 第 ${p.number} 笔与链不符`, `Book ${p.book}, posting ${p.number} does not fit the chain`))
  const rebuilt = postingBytes({
    id: p.posting_id,
    district,
    book: p.book,
    number: p.number,
    kind: p.kind,
    businessDate: p.business_date,
    recordedAt: p.recorded_at,
    person: p.person_id,
    key: p.command_key,
    basis: p.basis,
    reason: p.reason,
    reverses: p.reverses,
    voucher: voucherOf(p),
    moves: moves.map((m) => [accounts.get(m.from_account)?.text ?? '?', accounts.get(m.to_account)?.text ?? '?', m.amount_fen]),
  })
  const amount = moves.reduce((sum, m) => sum + m.amount_fen, 0n)
  const strayed = moves.some((m) => !accounts.get(m.from_account)?.text.startsWith(`${m.lot_id}/`))
  if (rebuilt !== p.bytes || amount !== p.amount_fen || strayed)
    faults.push(
      fault('I4', `专账 ${p.book} 第 ${p.number} 笔被改动过`, `Book ${p.book}, posting ${p.number} was altered after it was recorded`),
    )
  faults.push(
    ...moveFaults(
      { ...p, entryKind: p.entry_kind, otherBook: p.other_book },
      moves.map((m) => ({ from: accounts.get(m.from_account), to: accounts.get(m.to_account) })),
    ),
  )
}

const sides = (Object.keys(stages) as StageKey[]).map((stage) => ({ stage, side: stages[stage].side }))
const openStages = (Object.keys(stages) as StageKey[]).filter((stage) => 'open' in stages[stage])

/** I2: what came into a lot is what its stages hold. I3: nothing below zero. I13: permitted uses. */
async function verifyLots(on: Executor, district: string): Promise<ChainFault[]> {
  const unequal = await rows(
    on,
    sql<{
      lot_id: string
    }>`select distinct a.lot_id from account a join ${tableOf('s', { stage: 'text', side: 'text' }, sides)} on s.stage = a.stage
      where a.district = ${district} group by a.lot_id, s.side having sum(a.balance_fen) <> 0`,
  )
  const altered = await rows(
    on,
    sql<{ lot_id: string }>`select l.lot_id from lot l where l.district = ${district} and exists (
      select 1 from account a where a.district = l.district and a.lot_id = l.lot_id and a.stage = 'source' and -a.balance_fen <>
        l.amount_fen + (select coalesce(sum(v.change_fen), 0) from lot_version v where v.district = l.district and v.lot_id = l.lot_id)
      -- Money that came by mistake and was taken back whole: nothing is left of it in the books.
      and not (a.balance_fen = 0 and exists (
        select 1 from move m join posting p on p.district = m.district and p.posting_id = m.posting_id
        where m.district = a.district and m.to_account = a.account_id and p.red)))`,
  )
  const negative = await rows(
    on,
    sql<{
      lot_id: string
    }>`select lot_id from account where district = ${district} and balance_fen < 0 and stage <> all(${openStages}::text[])`,
  )
  const forbidden = await rows(
    on,
    sql<{ lot_id: string; name: string }>`select a.lot_id, p.name from account a
      join project p on p.district = a.district and p.project_id = a.project_id
      where a.district = ${district} and a.project_id <> '' and not exists (
        select 1 from lot_use u where u.district = a.district and u.lot_id = a.lot_id and u.use_code = p.category)`,
  )
  return [
    ...unequal.map((l) => fault('I2', `资金 ${l.lot_id} 收支不平`, `Lot ${l.lot_id}: what came in is not what the stages hold`)),
    ...altered.map((l) => fault('I2', `资金 ${l.lot_id} 的金额与下达记账不符`, `Lot ${l.lot_id}: its amount is not what was announced`)),
    ...negative.map((l) => fault('I3', `资金 ${l.lot_id} 有账户为负`, `Lot ${l.lot_id} has an account below zero`)),
    ...forbidden.map((l) => fault('I13', `资金 ${l.lot_id} 不得用于“${l.name}”`, `Lot ${l.lot_id} may not pay "${l.name}"`)),
  ]
}
