/** The free reversal, bound to its endpoints. The dry run is the command itself, rolled back, so it refuses as the real one does. */
import { monthKey } from '#kernel/civil-date.ts'
import { ok, type Outcome } from '#kernel/outcome.ts'
import { keeperRows } from '#features/ledger/book-state.store.ts'
import { postByHand } from '#features/ledger/ledger.commands.ts'
import { monthText } from '#features/ledger/ledger.model.ts'
import { findPosting } from '#features/ledger/ledger-list.store.ts'
import { refuse } from '#features/ledger/ledger-refusals.model.ts'
import { type Actor, mayDo, runCommand } from '#platform/command.ts'
import { bind, type Binding } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { type BookKey, books } from '#policy/books.ts'
import { reversal } from '#policy/postings.ts'
import { periodRows, periodStates } from './periods.store.ts'
import * as contract from './reversal.contract.ts'
import { openFrom, turnedRound, whyNotReversed } from './reversal.model.ts'
import { subjectLabel } from './table.model.ts'
import { detailWords, summaryOf, voucherLines } from './vouchers.model.ts'
import { findPostingVoucher, type VoucherPosting } from './vouchers.store.ts'

const booksOf = (p: VoucherPosting): BookKey[] => [p.book, ...(p.otherBook ? [p.otherBook] : [])]

async function reversalOut({ database, clock }: Services, actor: Actor, id: string) {
  const on = database.db
  const found = await findPosting(on, actor.district, id)
  const posting = found && (await findPostingVoucher(on, actor.district, id))
  if (!found || !posting) return refuse('unknown_posting', { posting: id })
  const states = await periodStates(on, actor.district)
  const closedThrough = (book: BookKey) => states.find((s) => s.book === book)?.closedThrough ?? 0
  const keepers = (await keeperRows(on, actor.district)).filter((k) => k.book === posting.book)
  const because = whyNotReversed({
    mayPost: mayDo(actor, postByHand.permission),
    personId: actor.personId,
    today: clock.today(),
    book: posting.book,
    entryKind: posting.entryKind,
    reversed: found.reversed_by !== null,
    state: {
      closedThrough: closedThrough(posting.book),
      keepers: keepers.map((k) => ({ personId: k.person_id, from: k.from_date, to: k.to_date })),
    },
  })
  const red = turnedRound(posting)
  return ok({
    action: { name: 'reverse', label: reversal.label, allowed: because === null, because },
    from: openFrom(posting.businessDate, booksOf(posting).map(closedThrough)),
    summary: summaryOf({ kind: 'reversal', entryKind: posting.entryKind, basis: posting.basis }),
    vouchers: booksOf(posting).map((book) => ({
      book,
      label: books[book].label,
      lines: voucherLines(red, book).map((l) => ({
        ledger: l.ledger,
        subject: l.subject,
        subjectLabel: subjectLabel(l.subject),
        detail: detailWords(l.detail),
        debitFen: l.debitFen,
        creditFen: l.creditFen,
      })),
    })),
  })
}

export function reversalRoutes(services: Services): Binding[] {
  const { database, clock } = services
  return [
    bind(contract.showReversal, ({ actor, params }) => reversalOut(services, actor, params.id)),
    bind(contract.previewReversal, async ({ actor, params, body, key }): Promise<Outcome<PreviewOut>> => {
      const input = { ...body, key: `preview:${key}`, kind: 'reversal', reverses: params.id }
      const tried = await runCommand(database, postByHand, input, { actor, key, clock, preview: true })
      if (!tried.ok) return tried
      const posting = await findPostingVoucher(database.db, actor.district, params.id)
      const month = monthKey(body.businessDate)
      const taken = await periodRows(database.db, actor.district)
      const nextNo = (book: BookKey) => (taken.find((p) => p.book === book && p.month === month)?.vouchers ?? 0) + 1
      const vouchers = booksOf(posting!).map((book) => ({ book, month: monthText(month), no: nextNo(book) }))
      return ok({ amountFen: tried.value.amountFen, vouchers })
    }),
  ]
}

interface PreviewOut {
  readonly amountFen: bigint
  readonly vouchers: { book: string; month: string; no: number }[]
}
