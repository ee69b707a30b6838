/** The books, bound to their endpoints. */
import { ok } from '#kernel/outcome.ts'
import { attempt, bind, type Binding } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import type { Standings } from '#platform/standing.ts'
import { type BookKey, books, stages } from '#policy/books.ts'
import { type PostingKindKey, postings, reversal } from '#policy/postings.ts'
import { fourAmounts, inBank, NO_MONEY } from './amounts.model.ts'
import { headText } from './heads.model.ts'
import * as contract from './ledger.contract.ts'
import { bookSums, findPosting, listPostings, movesOf, type PostingRow } from './ledger-list.store.ts'
import { monthText } from './ledger.model.ts'
import { PostingDesk } from './posting-desk.commands.ts'
import { readMoment } from './moment.model.ts'
import { refuse } from './ledger-refusals.model.ts'
import { stageAmountsOf } from './stage-sums.store.ts'

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
  month: monthText(p.month),
  voucherNo: p.voucher_no,
  keeper: p.keeper,
})

const bookSummary = ({ database, clock }: Services): Binding =>
  bind(contract.bookSummary, async ({ actor, query }) => {
    const moment = readMoment(query, clock.today())
    if (!moment.ok) return moment
    const found = await bookSums(database.db, actor.district, moment.value)
    return ok({
      books: (Object.keys(books) as BookKey[]).map((book) => {
        const own = found.find((b) => b.book === book)
        const amounts = own ? stageAmountsOf(own) : NO_MONEY
        return {
          book,
          label: books[book].label,
          lots: Number(own?.lots ?? 0n),
          amounts,
          four: fourAmounts(amounts),
          inBank: inBank(amounts),
          closedThrough: own?.closed_through ? monthText(own.closed_through) : null,
        }
      }),
    })
  })

export function ledgerRoutes(services: Services, standings: Standings): Binding[] {
  const { database, clock } = services
  const desk = new PostingDesk(database, clock, standings)
  return [
    bookSummary(services),
    bind(contract.listPostings, async ({ actor, query }) => {
      const { page, pageSize, asOf, knownAt, ...filter } = query
      const moment = readMoment({ asOf, knownAt }, clock.today())
      if (!moment.ok) return moment
      const found = await listPostings(database.db, actor.district, {
        ...filter,
        moment: moment.value,
        limit: pageSize,
        offset: (page - 1) * pageSize,
      })
      return ok({ rows: found.rows.map(postingOut), total: found.total })
    }),
    bind(contract.showPosting, async ({ actor, params }) => {
      const found = await findPosting(database.db, actor.district, params.id)
      if (!found) return refuse('unknown_posting', { posting: params.id })
      const moves = await movesOf(database.db, actor.district, params.id)
      return ok({
        ...postingOut(found),
        previousHash: found.previous_hash,
        chainCode: headText(actor.district, found.book, found.number, found.hash),
        moves: moves.map((m) => ({
          lotId: m.lot_id,
          lotName: m.fund_name,
          docNo: m.doc_no,
          book: m.book,
          from: stages[m.from_stage].label,
          to: stages[m.to_stage].label,
          department: m.department,
          projectId: m.project_id,
          project: m.project,
          contract: m.contract,
          payee: m.payee,
          amountFen: m.amount_fen,
        })),
      })
    }),
    bind(contract.postToLedger, async ({ actor, body, key, standing }) =>
      attempt(async () => {
        const inputs = Array.isArray(body) ? body : [body]
        const answers = await desk.post(actor, key, inputs, standing)
        return {
          results: answers.map((answer, i) =>
            answer.ok
              ? { key: inputs[i]!.key, ok: true as const, id: answer.value.id, hash: answer.value.hash }
              : { key: inputs[i]!.key, ok: false as const, code: answer.refusal.code, message: answer.refusal.message },
          ),
        }
      }),
    ),
  ]
}
