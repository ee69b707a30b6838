/** Vouchers on paper: from what a posting is to the printed form, one for its cash entries and one for its quota entries. */
import { groupBy } from '#kernel/collect.ts'
import { monthText } from '#features/ledger/ledger.model.ts'
import type { VoucherDocument } from '#platform/documents/voucher.ts'
import type { Executor } from '#platform/db/tables.ts'
import { type BookKey, books } from '#policy/books.ts'
import { subjectWords } from './table.model.ts'
import { detailWords, summaryOf, voucherLines, voucherWord } from './vouchers.model.ts'
import { checkersOf, findPostingVoucher, numberIn, papersOf, type VoucherPosting } from './vouchers.store.ts'

const LEDGERS = { cash: '资金', quota: '指标' } as const

export interface Office {
  readonly district: string
  readonly name: string
}

/** In the order of the vouchers; 复核 and 财务主管 sign by hand. */
export async function voucherDocuments(
  on: Executor,
  office: Office,
  book: BookKey,
  vouchers: readonly VoucherPosting[],
): Promise<VoucherDocument[]> {
  const papers = await papersOf(on, office.district, vouchers)
  const claims = [...new Set(vouchers.flatMap(claimsOf))]
  const checkers = claims.length > 0 ? await checkersOf(on, office.district, claims) : new Map<string, string[]>()
  const documents: VoucherDocument[] = []
  for (const posting of vouchers) {
    const note =
      [await noteOf(on, office.district, book, posting), checkedBy(posting, checkers)].filter((part) => part !== null).join('　') || null
    for (const [ledger, lines] of groupBy(voucherLines(posting, book), (l) => l.ledger))
      documents.push({
        office: office.name,
        book: books[book].label.zh,
        ledger: LEDGERS[ledger],
        no: numberIn(posting, book),
        date: posting.businessDate,
        papers: papers.get(posting.postingId)?.length ?? 0,
        red: posting.red,
        note,
        lines: lines.map((l) => ({
          summary: summaryOf(posting).zh,
          subject: subjectWords(l.subject).zh,
          detail: detailWords(l.detail),
          debitFen: l.debitFen === 0n ? null : l.debitFen,
          creditFen: l.creditFen === 0n ? null : l.creditFen,
        })),
        signatures: { manager: null, keeper: posting.keeper, reviewer: null, cashier: null, maker: posting.maker },
        chain: { district: office.district, book: posting.book, number: posting.number, hash: posting.hash },
      })
  }
  return documents
}

const claimsOf = (posting: VoucherPosting): string[] => [...new Set(posting.moves.map((m) => m.detail.claimId))].filter((id) => id !== '')

/** 审核: who signed the claim that it pays. A person's name is the last word, behind the office. */
function checkedBy(posting: VoucherPosting, checkers: ReadonlyMap<string, readonly string[]>): string | null {
  const names = [...new Set(claimsOf(posting).flatMap((id) => checkers.get(id) ?? []))].map((name) => name.split(' ').at(-1)!)
  return names.length > 0 ? `审核：${names.slice(0, 5).join('、')}${names.length > 5 ? '等' : ''}` : null
}

/** What a red voucher corrects, or the voucher of the other book. */
async function noteOf(on: Executor, district: string, book: BookKey, posting: VoucherPosting): Promise<string | null> {
  if (posting.reverses) {
    const original = await findPostingVoucher(on, district, posting.reverses)
    return original ? `冲销 ${monthText(original.month)} ${voucherWord(numberIn(original, book))}` : null
  }
  if (!posting.otherBook) return null
  const other = posting.book === book ? posting.otherBook : posting.book
  return `对应${books[other].label.zh} ${voucherWord(numberIn(posting, other))}`
}
