/** Adjusting lots by a document: quota raised or cut, descriptions corrected; every change is a version that says who and why. */
import { fen, type Fen, formatFen, sum } from '#kernel/money.ts'
import type { Outcome } from '#kernel/outcome.ts'
import { atStage, type Move, nameAccount, type PostingDraft } from '#features/ledger/ledger.model.ts'
import { lockBooks, post } from '#features/ledger/ledger.store.ts'
import { defineCommand } from '#platform/command.ts'
import { type BookKey, books } from '#policy/books.ts'
import { type Adjustment, decideAdjustments, fieldNames, type LotChange } from './adjust.model.ts'
import { insertVersions, loadLotsNow } from './adjust.store.ts'

export interface AdjustInput {
  readonly document: string
  readonly reason: string
  readonly items: readonly Adjustment[]
}

export const adjustFunds = defineCommand({
  name: 'funds.adjust',
  permission: 'funds.adjust',
  load: async (context, input: AdjustInput) => {
    await lockBooks(context)
    return loadLotsNow(
      context.tx,
      context.district,
      input.items.map((item) => item.lotId),
    )
  },
  decide: (lots, input): Outcome<LotChange[]> => decideAdjustments(input.items, lots),
  save: async (context, changes, input) => {
    const planned = postingsOf(changes, input, context.today)
    const posted = await post(
      context,
      planned.map((p) => p.draft),
    )
    const postingOf = new Map(planned.flatMap((p, i) => p.lotIds.map((lotId) => [lotId, posted[i]!.id] as const)))
    await insertVersions(
      context.tx,
      context.district,
      changes.map((change) => ({ ...change, postingId: postingOf.get(change.lot.lotId) ?? null })),
      { document: input.document.trim(), reason: input.reason.trim(), by: context.actor.personId, now: context.now },
    )
    return {
      lots: changes.length,
      raisedFen: sum(changes.filter((c) => c.changeFen > 0n).map((c) => c.changeFen)),
      cutFen: sum(changes.filter((c) => c.changeFen < 0n).map((c) => fen(-c.changeFen))),
      postingIds: posted.map((p) => p.id),
    }
  },
  sentence: (result, changes, input) => {
    const money = { zh: amounts(result, '调增', '调减', '元'), en: amounts(result, 'raised', 'cut', 'yuan') }
    const keys = [...new Set(changes.flatMap((c) => c.changed))]
    const zh = [money.zh, keys.length > 0 ? `更正${keys.map((k) => fieldNames[k].zh).join('、')}` : ''].filter((t) => t !== '').join('，')
    const en = [money.en, keys.length > 0 ? `corrected ${keys.map((k) => fieldNames[k].en).join(', ')}` : '']
      .filter((t) => t !== '')
      .join(', ')
    return {
      zh: `按“${input.document}”调整资金 ${result.lots} 笔：${zh}。原因：${input.reason}`,
      en: `Adjusted ${result.lots} lots by "${input.document}": ${en}. Reason: ${input.reason}`,
    }
  },
  subjects: (result, changes) => [...changes.map((c) => c.lot.lotId), ...result.postingIds],
})

const amounts = (result: { raisedFen: Fen; cutFen: Fen }, raised: string, cut: string, yuan: string): string =>
  [
    result.raisedFen > 0n ? `${raised} ${formatFen(result.raisedFen)} ${yuan}` : '',
    result.cutFen > 0n ? `${cut} ${formatFen(result.cutFen)} ${yuan}` : '',
  ]
    .filter((part) => part !== '')
    .join(yuan === '元' ? '，' : ', ')

interface Planned {
  readonly draft: PostingDraft
  readonly lotIds: readonly string[]
}

/** One posting for each book and direction. */
function postingsOf(changes: readonly LotChange[], input: AdjustInput, today: PostingDraft['businessDate']): Planned[] {
  const plan = (book: BookKey, kind: 'announcement' | 'quota-cut'): Planned[] => {
    const own = changes.filter((c) => c.lot.book === book && (kind === 'announcement' ? c.changeFen > 0n : c.changeFen < 0n))
    if (own.length === 0) return []
    const moves = own.map(({ lot, changeFen }): Move => {
      const source = nameAccount(lot.lotId, book, 'source')
      const expected = atStage(source, 'expected')
      return changeFen > 0n
        ? { from: source, to: expected, amountFen: changeFen }
        : { from: expected, to: source, amountFen: fen(-changeFen) }
    })
    const draft = { kind, businessDate: today, basis: input.document.trim(), reason: input.reason.trim(), moves }
    return [{ draft, lotIds: own.map((c) => c.lot.lotId) }]
  }
  return (Object.keys(books) as BookKey[]).flatMap((book) => [...plan(book, 'announcement'), ...plan(book, 'quota-cut')])
}
