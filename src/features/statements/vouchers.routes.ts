/** Vouchers, bound to their endpoints: the list of a month with its check of numbers, one voucher, and both on paper. */
import { capitalNumerals } from '#kernel/money.ts'
import { ok, type Outcome } from '#kernel/outcome.ts'
import { monthText } from '#features/ledger/ledger.model.ts'
import type { Actor } from '#platform/command.ts'
import { renderPdf } from '#platform/documents/pdf.ts'
import { chainMark } from '#platform/documents/voucher.ts'
import { bind, type Binding } from '#platform/http/bind.ts'
import { sendPdf } from '#platform/http/send-pdf.ts'
import type { Services } from '#platform/services.ts'
import { type BookKey, books } from '#policy/books.ts'
import { type PaperCode, papers as paperWords } from '#policy/papers.ts'
import { parseMonth } from './periods.model.ts'
import { readBook } from './statement-query.model.ts'
import { refuse } from './statement-refusals.model.ts'
import * as contract from './statements.contract.ts'
import { subjectLabel } from './table.model.ts'
import { voucherDocuments } from './voucher-documents.store.ts'
import { detailWords, summaryOf, totalsOf, voucherLines, voucherWord } from './vouchers.model.ts'
import {
  checkersOf,
  checkMonth,
  districtName,
  findVoucher,
  listVouchers,
  numberIn,
  papersOf,
  voucherMonths,
  type VoucherPaper,
  type VoucherPosting,
  type VoucherRow,
  vouchersOfMonth,
} from './vouchers.store.ts'

const rowOut = (book: BookKey, r: VoucherRow) => ({
  book,
  month: monthText(r.month),
  no: r.no,
  word: voucherWord(r.no),
  businessDate: r.business_date,
  summary: summaryOf({ kind: r.kind, entryKind: r.entry_kind, basis: r.basis }),
  amountFen: r.red ? -r.amount_fen : r.amount_fen,
  maker: r.maker,
  keeper: r.keeper,
  red: r.red,
  reversed: r.reversed,
  postingId: r.posting_id,
})

const paperLabel = (code: string) =>
  Object.hasOwn(paperWords, code) ? paperWords[code as PaperCode] : { zh: '资金文件', en: 'Fund document' }
const paperOut = (p: VoucherPaper) => ({ fileId: p.file_id, name: p.name, label: paperLabel(p.code), of: p.of })

interface Asked {
  readonly book: string
  readonly month: string
}

function readPlace({ book, month }: Asked): Outcome<{ book: BookKey; month: number }> {
  const key = readBook(book)
  if (!key.ok) return key
  const number = parseMonth(month)
  return number ? ok({ book: key.value, month: number }) : refuse('month_unreadable', { month: month.slice(0, 20) })
}

const naming = (book: BookKey, month: number) => ({ book: books[book].label.zh, bookEn: books[book].label.en, month: monthText(month) })

async function load({ database }: Services, actor: Actor, asked: Asked & { no: number }) {
  const place = readPlace(asked)
  if (!place.ok) return place
  const { book, month } = place.value
  const posting = await findVoucher(database.db, actor.district, book, month, asked.no)
  if (posting) return ok({ book, month, posting })
  const { last } = await checkMonth(database.db, actor.district, book, month)
  return last === 0 ? refuse('month_empty', naming(book, month)) : refuse('voucher_unknown', { ...naming(book, month), no: asked.no, last })
}

async function voucherOut(
  { database }: Services,
  actor: Actor,
  { book, month, posting }: { book: BookKey; month: number; posting: VoucherPosting },
) {
  const on = database.db
  const lines = voucherLines(posting, book)
  const claims = new Map(posting.moves.filter((m) => m.detail.claimId !== '').map((m) => [m.detail.claimId, m.detail.contractId]))
  const checkers = await checkersOf(on, actor.district, [...claims.keys()])
  const papers = (await papersOf(on, actor.district, [posting])).get(posting.postingId) ?? []
  const totals = totalsOf(lines)
  const found = await listVouchers(on, actor.district, { book, month, q: String(numberIn(posting, book)) }, 50, 0)
  const row = found.rows.find((r) => r.posting_id === posting.postingId)!
  const other = posting.otherBook ? (posting.book === book ? posting.otherBook : posting.book) : null
  return {
    ...rowOut(book, row),
    basis: posting.basis,
    reason: posting.reason,
    number: Number(posting.number),
    hash: posting.hash,
    head: chainMark({ district: actor.district, book: posting.book, number: posting.number, hash: posting.hash }),
    recordedAt: posting.recordedAt,
    checkers: [...new Set([...checkers.values()].flat())],
    claims: [...claims].map(([id, contractId]) => ({ id, contractId })),
    lines: lines.map((l) => ({
      ledger: l.ledger,
      subject: l.subject,
      subjectLabel: subjectLabel(l.subject),
      lotId: l.detail.lotId,
      projectId: l.detail.projectId,
      contractId: l.detail.contractId,
      detail: detailWords(l.detail),
      debitFen: l.debitFen,
      creditFen: l.creditFen,
    })),
    totals: totals.map((t) => ({ ...t, capital: capitalNumerals(t.debitFen) })),
    papers: papers.map(paperOut),
    other: other ? { book: other, no: numberIn(posting, other) } : null,
    last: (await checkMonth(on, actor.district, book, month)).last,
  }
}

export function vouchersRoutes(services: Services): Binding[] {
  const { database, clock } = services
  const print = async (actor: Actor, book: BookKey, vouchers: readonly VoucherPosting[], title: string) => {
    const name = await districtName(database.db, actor.district)
    const documents = await voucherDocuments(database.db, { district: actor.district, name }, book, vouchers)
    return renderPdf('vouchers', { paper: 'A5', vouchers: documents }, { title, author: name, createdAt: clock.now() })
  }
  return [
    bind(contract.listVouchers, async ({ actor, query }) => {
      const book = readBook(query.book)
      if (!book.ok) return book
      const months = (await voucherMonths(database.db, actor.district)).filter((m) => m.book === book.value)
      const asked = query.month ? parseMonth(query.month) : (months[0]?.month ?? null)
      if (query.month && !asked) return refuse('month_unreadable', { month: query.month.slice(0, 20) })
      const out = { book: book.value, months: months.map((m) => ({ month: monthText(m.month), vouchers: m.vouchers })) }
      if (!asked) return ok({ ...out, month: null, rows: [], total: 0, check: { last: 0, missing: [], twice: [] } })
      const filter = { book: book.value, month: asked, q: query.q }
      const found = await listVouchers(database.db, actor.district, filter, query.pageSize, (query.page - 1) * query.pageSize)
      const check = await checkMonth(database.db, actor.district, book.value, asked)
      return ok({ ...out, month: monthText(asked), rows: found.rows.map((r) => rowOut(book.value, r)), total: found.total, check })
    }),
    bind(contract.showVoucher, async ({ actor, params }) => {
      const found = await load(services, actor, params)
      return found.ok ? ok(await voucherOut(services, actor, found.value)) : found
    }),
    bind(contract.voucherPdf, async ({ actor, params, reply }) => {
      const found = await load(services, actor, params)
      if (!found.ok) return found
      const { book, month, posting } = found.value
      const title = `${books[book].label.zh}记账凭证 ${monthText(month)} ${voucherWord(params.no)}`
      return sendPdf(reply, `${title}.pdf`, await print(actor, book, [posting], title))
    }),
    bind(contract.vouchersPdf, async ({ actor, params, reply }) => {
      const place = readPlace(params)
      if (!place.ok) return place
      const { book, month } = place.value
      const vouchers = await vouchersOfMonth(database.db, actor.district, book, month)
      if (vouchers.length === 0) return refuse('month_empty', naming(book, month))
      const title = `${books[book].label.zh}记账凭证 ${monthText(month)}`
      return sendPdf(reply, `${title}.pdf`, await print(actor, book, vouchers, title))
    }),
  ]
}
