/**
 * The ledger's writing half: one way to post, used by every command that moves money. Chain heads are locked first, then
 * accounts, always in the same order; the pure guard decides; one statement writes postings and moves, and the database
 * moves the balances (I11) and checks again.
 */
import { canonical } from '#kernel/json.ts'
import { type Fen, fen, sum } from '#kernel/money.ts'
import { invariant, must } from '#kernel/outcome.ts'
import type { CommandContext } from '#platform/command.ts'
import { row, rows, run, sql, tableOf, type Tx } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { chainHash } from '#platform/hash.ts'
import { type BookKey, books, type StageKey } from '#policy/books.ts'
import {
  type AccountName,
  accountText,
  decidePosting,
  type LotFacts,
  type Move,
  nameAccount,
  type PostingDraft,
  type PurposeFacts,
  refuse,
} from './ledger.model.ts'

export interface Posted {
  readonly id: string
  readonly book: BookKey
  readonly number: bigint
  readonly hash: string
  readonly amountFen: Fen
}

interface AccountRow {
  readonly account_id: bigint
  readonly lot_id: string
  readonly book: BookKey
  readonly stage: StageKey
  readonly project_id: string
  readonly contract_id: string
  readonly claim_id: string
  readonly payee_id: string
  readonly balance_fen: bigint
}

const accountOf = (r: AccountRow): AccountName =>
  nameAccount(r.lot_id, r.book, r.stage, {
    projectId: r.project_id,
    contractId: r.contract_id,
    claimId: r.claim_id,
    payeeId: r.payee_id,
  })

const accountColumns = {
  lot_id: 'text',
  book: 'text',
  stage: 'text',
  project_id: 'text',
  contract_id: 'text',
  claim_id: 'text',
  payee_id: 'text',
} as const

const columnsOf = (a: AccountName) => ({
  lot_id: a.lotId,
  book: a.book,
  stage: a.stage,
  project_id: a.projectId,
  contract_id: a.contractId,
  claim_id: a.claimId,
  payee_id: a.payeeId,
})

/** Posts all drafts or none; throws Refused with the rule's words. Call it once in a command, with everything it posts. */
export async function post(context: CommandContext, drafts: readonly PostingDraft[]): Promise<Posted[]> {
  if (drafts.length === 0) return []
  const { tx, district } = context
  const heads = await lockHeads(tx, district, [...new Set(drafts.flatMap((d) => d.moves.map((m) => m.from.book)))])
  const lots = await loadLotFacts(tx, district, [...new Set(drafts.flatMap((d) => d.moves.map((m) => m.from.lotId)))])
  const projectIds = [...new Set(drafts.flatMap((d) => d.moves.map((m) => m.to.projectId)))].filter((id) => id !== '')
  const purposes = await loadPurposes(tx, district, projectIds)
  let balances: ReadonlyMap<string, Fen> = await lockBalances(tx, district, drafts)
  for (const draft of drafts) balances = must(decidePosting(draft, { today: context.today, balances, lots, purposes }))
  const ids = await openAccounts(tx, district, drafts)
  return write(context, drafts, heads, ids)
}

/**
 * Takes the books before anything else is read that a posting depends on. Every command that posts calls it first in its
 * `load`, so that commands queue at one place and never wait for each other in a circle.
 */
export async function lockBooks(context: CommandContext): Promise<void> {
  await lockHeads(context.tx, context.district, Object.keys(books))
}

async function lockHeads(tx: Tx, district: string, names: readonly string[]) {
  const sorted = [...names].sort()
  await run(
    tx,
    sql`insert into chain_head (district, book, number, hash)
      select ${district}, book, 0, '' from unnest(${sorted}::text[]) as b(book) on conflict do nothing`,
  )
  const found = await rows(
    tx,
    sql<{ book: string; number: bigint; hash: string }>`select book, number, hash from chain_head
      where district = ${district} and book = any(${sorted}::text[]) order by book for update`,
  )
  return new Map(found.map((h) => [h.book, { number: h.number, hash: h.hash }]))
}

/** Balances of every account the drafts touch, locked; an account that does not exist yet holds nothing. */
async function lockBalances(tx: Tx, district: string, drafts: readonly PostingDraft[]): Promise<Map<string, Fen>> {
  const found = await findAccounts(tx, district, distinctAccounts(drafts), true)
  return new Map(found.map((r) => [accountText(accountOf(r)), fen(r.balance_fen)]))
}

function distinctAccounts(drafts: readonly PostingDraft[]): AccountName[] {
  const all = new Map<string, AccountName>()
  for (const draft of drafts)
    for (const { from, to } of draft.moves) {
      all.set(accountText(from), from)
      all.set(accountText(to), to)
    }
  return [...all.keys()].sort().map((key) => all.get(key)!)
}

const findAccounts = (tx: Tx, district: string, accounts: readonly AccountName[], lock: boolean) =>
  rows(
    tx,
    sql<AccountRow>`select a.account_id, a.lot_id, a.book, a.stage, a.project_id, a.contract_id, a.claim_id, a.payee_id, a.balance_fen
      from ${tableOf('k', accountColumns, accounts.map(columnsOf))}
      join account a on a.district = ${district} and a.lot_id = k.lot_id and a.book = k.book and a.stage = k.stage
        and a.project_id = k.project_id and a.contract_id = k.contract_id and a.claim_id = k.claim_id and a.payee_id = k.payee_id
      order by a.account_id ${lock ? sql`for update of a` : sql``}`,
  )

async function openAccounts(tx: Tx, district: string, drafts: readonly PostingDraft[]): Promise<Map<string, bigint>> {
  const accounts = distinctAccounts(drafts)
  await run(
    tx,
    sql`insert into account (district, lot_id, book, stage, project_id, contract_id, claim_id, payee_id)
      select ${district}, lot_id, book, stage, project_id, contract_id, claim_id, payee_id
      from ${tableOf('k', accountColumns, accounts.map(columnsOf))} on conflict do nothing`,
  )
  const found = await findAccounts(tx, district, accounts, false)
  return new Map(found.map((r) => [accountText(accountOf(r)), r.account_id]))
}

/** The exact text that is hashed: what happened, when, who recorded it, why, and every move. */
function bytesOf(context: CommandContext, draft: PostingDraft, id: string, number: bigint): string {
  const { actor, key, now, district } = context
  return canonical({
    id,
    district,
    book: draft.moves[0]!.from.book,
    number,
    kind: draft.kind,
    businessDate: draft.businessDate,
    recordedAt: now,
    person: actor.personId,
    key,
    basis: draft.basis,
    reason: draft.reason ?? null,
    reverses: draft.reverses ?? null,
    moves: draft.moves.map((m) => [accountText(m.from), accountText(m.to), m.amountFen]),
  })
}

async function write(
  context: CommandContext,
  drafts: readonly PostingDraft[],
  heads: Map<string, { number: bigint; hash: string }>,
  accountIds: ReadonlyMap<string, bigint>,
): Promise<Posted[]> {
  const { tx, district, actor, key, now } = context
  const postingRows: Record<keyof typeof postingColumns, unknown>[] = []
  const moveRows: Record<keyof typeof moveColumns, unknown>[] = []
  const posted: Posted[] = []
  for (const draft of drafts) {
    const book = draft.moves[0]!.from.book
    const head = heads.get(book)
    invariant(head, 'I4', 'chain head is locked')
    const id = context.newId('posting')
    const number = head.number + 1n
    const bytes = bytesOf(context, draft, id, number)
    const hash = chainHash(head.hash, bytes)
    const amountFen = sum(draft.moves.map((m) => m.amountFen))
    postingRows.push({
      id,
      book,
      number,
      kind: draft.kind,
      business_date: draft.businessDate,
      basis: draft.basis,
      reason: draft.reason ?? null,
      reverses: draft.reverses ?? null,
      amount_fen: amountFen,
      bytes,
      previous_hash: head.hash,
      hash,
    })
    draft.moves.forEach((m, i) => moveRows.push(moveRow(id, i + 1, m, accountIds)))
    heads.set(book, { number, hash })
    posted.push({ id, book, number, hash, amountFen })
  }
  await run(
    tx,
    sql`with p as (
        insert into posting (district, posting_id, book, number, kind, business_date, recorded_at, person_id, command_key, basis, reason,
          reverses, amount_fen, bytes, previous_hash, hash)
        select ${district}, id, book, number, kind, business_date, ${now}, ${actor.personId}, ${key}, basis, reason, reverses, amount_fen,
          bytes, previous_hash, hash from ${tableOf('x', postingColumns, postingRows)})
      insert into move (district, posting_id, line, lot_id, from_account, to_account, amount_fen)
      select ${district}, posting_id, line, lot_id, from_account, to_account, amount_fen from ${tableOf('y', moveColumns, moveRows)}`,
  )
  const moved = [...heads].map(([book, head]) => ({ book, number: head.number, hash: head.hash }))
  await run(
    tx,
    sql`update chain_head h set number = n.number, hash = n.hash
      from ${tableOf('n', { book: 'text', number: 'bigint', hash: 'text' }, moved)} where h.district = ${district} and h.book = n.book`,
  )
  return posted
}

const postingColumns = {
  id: 'text',
  book: 'text',
  number: 'bigint',
  kind: 'text',
  business_date: 'date',
  basis: 'text',
  reason: 'text',
  reverses: 'text',
  amount_fen: 'bigint',
  bytes: 'text',
  previous_hash: 'text',
  hash: 'text',
} as const

const moveColumns = {
  posting_id: 'text',
  line: 'integer',
  lot_id: 'text',
  from_account: 'bigint',
  to_account: 'bigint',
  amount_fen: 'bigint',
} as const

const moveRow = (postingId: string, line: number, m: Move, ids: ReadonlyMap<string, bigint>) => ({
  posting_id: postingId,
  line,
  lot_id: m.from.lotId,
  from_account: ids.get(accountText(m.from)),
  to_account: ids.get(accountText(m.to)),
  amount_fen: m.amountFen,
})

export async function loadLotFacts(on: Executor, district: string, ids: readonly string[] | null): Promise<Map<string, LotFacts>> {
  const found = await rows(
    on,
    sql<{
      lot_id: string
      doc_no: string
      fund_name: string
      book: BookKey
      pool_class: string
      regions: string[] | null
      usable_to: number
      uses: string[]
    }>`
      select l.lot_id, d.doc_no, l.fund_name, l.book, l.pool_class, l.regions, l.usable_to,
        array(select u.use_code from lot_use u where u.district = l.district and u.lot_id = l.lot_id order by u.use_code) as uses
      from lot l join fund_document d on d.district = l.district and d.doc_id = l.doc_id
      where l.district = ${district} ${ids ? sql`and l.lot_id = any(${[...ids]}::text[])` : sql``}`,
  )
  return new Map(
    found.map((l) => [
      l.lot_id,
      {
        lotId: l.lot_id,
        name: `${l.doc_no} ${l.fund_name}`,
        uses: l.uses,
        book: l.book,
        poolClass: l.pool_class,
        regions: l.regions,
        usableTo: l.usable_to,
      },
    ]),
  )
}

export async function loadPurposes(on: Executor, district: string, ids: readonly string[] | null): Promise<Map<string, PurposeFacts>> {
  const found = await rows(
    on,
    sql<{
      project_id: string
      name: string
      category: string
      poverty: boolean
      agriculture: boolean
      household: boolean
      region: string | null
      year: number
    }>`
      select project_id, name, category, poverty, agriculture, household, region, year from project
      where district = ${district} ${ids ? sql`and project_id = any(${[...ids]}::text[])` : sql``}`,
  )
  return new Map(
    found.map((p) => [
      p.project_id,
      {
        projectId: p.project_id,
        name: p.name,
        category: p.category,
        poverty: p.poverty,
        agriculture: p.agriculture,
        household: p.household,
        regions: divisionsAbove(p.region ?? district),
        year: p.year,
      },
    ]),
  )
}

/** 420302202200 → itself, its township 420302202, its district 420302. */
const divisionsAbove = (code: string): string[] => [code, code.slice(0, 9), code.slice(0, 6)].filter((c, i, all) => all.indexOf(c) === i)

/** What the accounts of one stage hold, for a project, contract or claim; locked so that what was read stays true. */
export async function lockHoldings(
  tx: Tx,
  district: string,
  stage: StageKey,
  of: { readonly projectId?: string; readonly contractId?: string; readonly claimId?: string },
) {
  const found = await rows(
    tx,
    sql<
      AccountRow & { usable_to: number }
    >`select a.account_id, a.lot_id, a.book, a.stage, a.project_id, a.contract_id, a.claim_id, a.payee_id,
        a.balance_fen, l.usable_to
      from account a join lot l on l.district = a.district and l.lot_id = a.lot_id
      where a.district = ${district} and a.stage = ${stage} and a.balance_fen > 0
      ${of.projectId ? sql`and a.project_id = ${of.projectId}` : sql``}
      ${of.contractId ? sql`and a.contract_id = ${of.contractId}` : sql``}
      ${of.claimId ? sql`and a.claim_id = ${of.claimId}` : sql``}
      order by a.account_id for update of a`,
  )
  return found.map((r) => ({ account: accountOf(r), balanceFen: fen(r.balance_fen), usableTo: r.usable_to }))
}

/** The moves of an earlier posting, for its reversal. Refused when it does not exist or is reversed already. */
export async function loadMoves(tx: Tx, district: string, postingId: string): Promise<Move[]> {
  const known = await row(
    tx,
    sql<{
      reversed: boolean
    }>`select exists (select 1 from posting r where r.district = p.district and r.reverses = p.posting_id) as reversed
      from posting p where p.district = ${district} and p.posting_id = ${postingId}`,
  )
  if (!known) return must(refuse('unknown_posting', { posting: postingId }))
  if (known.reversed) return must(refuse('already_reversed', { posting: postingId }))
  const found = await rows(
    tx,
    sql<{ [K in keyof AccountRow as `f_${K}` | `t_${K}`]: AccountRow[K] } & { amount_fen: bigint }>`
      select m.amount_fen, f.lot_id as f_lot_id, f.book as f_book, f.stage as f_stage, f.project_id as f_project_id,
        f.contract_id as f_contract_id, f.claim_id as f_claim_id, f.payee_id as f_payee_id,
        t.lot_id as t_lot_id, t.book as t_book, t.stage as t_stage, t.project_id as t_project_id,
        t.contract_id as t_contract_id, t.claim_id as t_claim_id, t.payee_id as t_payee_id
      from move m join account f on f.district = m.district and f.account_id = m.from_account
      join account t on t.district = m.district and t.account_id = m.to_account
      where m.district = ${district} and m.posting_id = ${postingId} order by m.line`,
  )
  return found.map((r) => ({
    from: nameAccount(r.f_lot_id, r.f_book, r.f_stage, {
      projectId: r.f_project_id,
      contractId: r.f_contract_id,
      claimId: r.f_claim_id,
      payeeId: r.f_payee_id,
    }),
    to: nameAccount(r.t_lot_id, r.t_book, r.t_stage, {
      projectId: r.t_project_id,
      contractId: r.t_contract_id,
      claimId: r.t_claim_id,
      payeeId: r.t_payee_id,
    }),
    amountFen: fen(r.amount_fen),
  }))
}
