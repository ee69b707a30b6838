/** The books, bound to their endpoints. */
import { ok } from '#kernel/outcome.ts'
import { runCommand } from '#platform/command.ts'
import { bind, type Binding } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { type BookKey, books, type StageKey, stages } from '#policy/books.ts'
import { type PostingKindKey, postings, reversal } from '#policy/postings.ts'
import { postByHand } from './ledger.commands.ts'
import * as contract from './ledger.contract.ts'
import { bookSums, findPosting, listPostings, movesOf, type PostingRow } from './ledger-list.store.ts'
import { refuse } from './ledger.model.ts'
import { NO_MONEY, type StageAmounts, stageAmountsOf } from './stage-sums.store.ts'

const kindLabel = (kind: string) => (kind === 'reversal' ? reversal.label : postings[kind as PostingKindKey].label)

const postingOut = (p: PostingRow) => ({
  id: p.posting_id,
  book: p.book,
  number: Number(p.number),
  kind: p.kind,
  kindLabel: kindLabel(p.kind),
  businessDate: p.business_date,
  recordedAt: p.recorded_at,
  actor: p.actor,
  basis: p.basis,
  reason: p.reason,
  reverses: p.reverses,
  reversedBy: p.reversed_by,
  amountFen: p.amount_fen,
  hash: p.hash,
})

/** I9: what lies at the bank is the sum of the stages that are in the account. */
const inBank = (amounts: StageAmounts): bigint =>
  (Object.keys(stages) as StageKey[]).filter((s) => stages[s].inBank).reduce((sum, s) => sum + amounts[s as keyof StageAmounts], 0n)

export function ledgerRoutes(services: Services): Binding[] {
  const { database, clock } = services
  return [
    bind(contract.bookSummary, async ({ actor }) => {
      const found = await bookSums(database.db, actor.district)
      return {
        books: (Object.keys(books) as BookKey[]).map((book) => {
          const own = found.find((b) => b.book === book)
          const amounts = own ? stageAmountsOf(own) : NO_MONEY
          return { book, label: books[book].label, lots: Number(own?.lots ?? 0n), amounts, inBank: inBank(amounts) }
        }),
      }
    }),
    bind(contract.listPostings, async ({ actor, query }) => {
      const { page, pageSize, ...filter } = query
      const found = await listPostings(database.db, actor.district, { ...filter, limit: pageSize, offset: (page - 1) * pageSize })
      return { rows: found.rows.map(postingOut), total: found.total }
    }),
    bind(contract.showPosting, async ({ actor, params }) => {
      const found = await findPosting(database.db, actor.district, params.id)
      if (!found) return refuse('unknown_posting', { posting: params.id })
      const moves = await movesOf(database.db, actor.district, params.id)
      return ok({
        ...postingOut(found),
        previousHash: found.previous_hash,
        moves: moves.map((m) => ({
          lotId: m.lot_id,
          lotName: m.fund_name,
          docNo: m.doc_no,
          book: m.book,
          from: stages[m.from_stage].label,
          to: stages[m.to_stage].label,
          project: m.project,
          contract: m.contract,
          payee: m.payee,
          amountFen: m.amount_fen,
        })),
      })
    }),
    bind(contract.postToLedger, async ({ actor, body }) => {
      const results = []
      for (const request of Array.isArray(body) ? body : [body]) {
        const outcome = await runCommand(database, postByHand, request, { actor, key: `posting:${request.key}`, clock })
        results.push(
          outcome.ok
            ? { key: request.key, ok: true as const, id: outcome.value.id, hash: outcome.value.hash }
            : { key: request.key, ok: false as const, code: outcome.refusal.code, message: outcome.refusal.message },
        )
      }
      return { results }
    }),
  ]
}
