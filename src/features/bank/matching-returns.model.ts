/**
 * Money that went out and came back at the bank, or moved from one special account to its successor: in the books it never left, so the
 * two lines of the bank explain each other. Pure.
 */
import { daysBetween } from '#kernel/civil-date.ts'
import { groupBy } from '#kernel/collect.ts'
import type { Text } from '#kernel/outcome.ts'
import { type BankLine, daysApart, plainReference, type ReturnNote, sameName, sameNumber } from './matching-evidence.model.ts'
import type { Board } from './matching.model.ts'

/** `told`: the bank or the books say that it came back. `guessed`: only amount and name do. */
export function matchReturns(board: Board, notes: readonly ReturnNote[], how: 'told' | 'guessed'): void {
  const bankBy = groupBy(board.bank, (l) => l.amountFen as bigint)
  const bookBy = groupBy(board.book, (l) => l.amountFen as bigint)
  for (const credit of board.bank.filter((l) => l.amountFen > 0n)) {
    // The books know this money as received: then it is matched there.
    const booked = bookBy.get(credit.amountFen)?.some((k) => daysApart(k, credit) <= board.policy.windowDays)
    if (!board.isFree(credit.id) || booked) continue
    const word = board.policy.returnWords.find((w) => credit.summary.toUpperCase().includes(w))
    const note = notes.find((n) => n.amountFen === credit.amountFen && daysApart(n, credit) <= board.policy.windowDays)
    if (how === 'told' && !word && !note) continue
    const debits = (bankBy.get(-credit.amountFen) ?? []).filter((d) => board.isFree(d.id) && cameBack(board, d, credit))
    const named = debits.filter((d) => sameOtherSide(d, credit))
    const debit = named.at(-1) ?? (debits.length === 1 && nameless(debits[0]!, credit) ? debits[0] : undefined)
    if (!debit || (how === 'guessed' && named.length === 0)) continue
    const referenced = note?.references.some((r) =>
      [credit, debit].some((l) => l.reference !== '' && plainReference(r) === plainReference(l.reference)),
    )
    const certain = how === 'told' && (referenced === true || named.length === 1)
    board.take('returned', certain ? 'certain' : 'likely', [debit, credit], [], reasons(debit, credit, word, note, named.length))
  }
}

const cameBack = (board: Board, debit: BankLine, credit: BankLine): boolean => {
  const days = daysBetween(debit.on, credit.on)
  return debit.ofAccount === credit.ofAccount && days >= 0 && days <= board.policy.returnDays
}

/** When the bank is changed the money goes from the old account to the new one; one of the two lines names the other's account. */
export function matchMoved(board: Board): void {
  const bankBy = groupBy(board.bank, (l) => l.amountFen as bigint)
  for (const credit of board.bank.filter((l) => l.amountFen > 0n)) {
    const debits = (bankBy.get(-credit.amountFen) ?? []).filter(
      (d) =>
        board.isFree(d.id) &&
        d.ofAccount !== credit.ofAccount &&
        daysApart(d, credit) <= board.policy.windowDays &&
        (sameNumber(credit.counterpartyAccount, d.ofAccount) || sameNumber(d.counterpartyAccount, credit.ofAccount)),
    )
    const [debit] = debits
    if (!debit || !board.isFree(credit.id)) continue
    const agrees: Text[] = [
      {
        zh: `从专户 ${debit.ofAccount} 划入 ${credit.ofAccount}，账上没有离开专户`,
        en: `moved from the account ${debit.ofAccount} to ${credit.ofAccount}; in the books it never left`,
      },
    ]
    board.take('moved', debits.length === 1 ? 'certain' : 'likely', [debit, credit], [], { agrees, differs: [] })
  }
}

const sameOtherSide = (a: BankLine, b: BankLine): boolean =>
  sameName(a.counterparty, b.counterparty) || sameNumber(a.counterpartyAccount, b.counterpartyAccount)

const nameless = (a: BankLine, b: BankLine): boolean => a.counterparty === '' || b.counterparty === ''

function reasons(debit: BankLine, credit: BankLine, word: string | undefined, note: ReturnNote | undefined, named: number) {
  const agrees: Text[] = [{ zh: '付出后原额退回，账上没有离开专户', en: 'paid out and returned in full; in the books it never left' }]
  const differs: Text[] = []
  if (word) agrees.push({ zh: `银行摘要写明“${word}”`, en: `the bank says "${word}"` })
  if (note) agrees.push({ zh: `账上 ${note.on} 登记了银行退回`, en: `the books have a return of ${note.on}` })
  if (named > 0)
    agrees.push({ zh: `对方一致：${debit.counterparty || debit.counterpartyAccount}`, en: `counterparty ${debit.counterparty}` })
  const days = daysBetween(debit.on, credit.on)
  agrees.push({
    zh: days === 0 ? '当天退回' : `${days} 天后退回`,
    en: days === 0 ? 'returned the same day' : `returned after ${days} days`,
  })
  if (named > 1) differs.push({ zh: `有 ${named} 笔付出可能是它，取最近的一笔`, en: `${named} debits might be it; the latest is taken` })
  if (!word && !note) differs.push({ zh: '银行和账上都没有写明是退汇', en: 'neither side says that it was returned' })
  return { agrees, differs }
}
