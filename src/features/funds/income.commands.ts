/** Registering money that simply comes: its document, its lot and its posting in one step, by a keeper of the book. */
import { yearOf } from '#kernel/civil-date.ts'
import { formatFen } from '#kernel/money.ts'
import { normaliseDocNo } from '#features/imports/document-number.ts'
import { atStage, type Move, nameAccount, type PostingDraft } from '#features/ledger/ledger.model.ts'
import { lockBooks, post } from '#features/ledger/ledger.store.ts'
import { type CommandContext, defineCommand } from '#platform/command.ts'
import { fundCatalogue } from '#policy/fund-catalogue.ts'
import { fundTerms, incomeKinds } from '#policy/fund-terms.ts'
import { insertDocuments, insertLots, registeredDocNos } from './funds.store.ts'
import { decideIncome, type Income, type IncomeLot } from './income.model.ts'

/**
 * Writes document and lot and gives back what is to be posted, for a command that has called lockBooks, has decided by
 * decideIncome, and posts it with whatever else it posts.
 */
export async function writeIncome(
  context: CommandContext,
  income: IncomeLot,
): Promise<{ lotId: string; docId: string; draft: PostingDraft }> {
  const { tx, district, actor, now } = context
  const kind = incomeKinds[income.kind]
  const docId = context.newId('fundDocument')
  const lotId = context.newId('lot')
  const year = yearOf(income.receivedOn)
  const document = {
    docId,
    docNo: income.docNo,
    title: income.name,
    level: kind.level,
    issuedOn: income.documentOn,
    fileId: null,
    kind: kind.document,
    receivedOn: income.receivedOn,
  }
  await insertDocuments(tx, district, [document], actor.personId, now)
  const lot = {
    lotId,
    docId,
    line: 1,
    fundName: income.name,
    catalogueCode: income.catalogueCode,
    level: kind.level,
    department: income.department,
    poolClass: fundCatalogue[income.catalogueCode].poolClass,
    book: income.book,
    year,
    usableTo: year + fundTerms.usableYears - 1,
    amountFen: income.amountFen,
    purpose: income.purpose ?? '',
    uses: income.uses,
    nature: kind.nature,
    source: null,
  }
  await insertLots(tx, district, [lot], now)
  return { lotId, docId, draft: incomePosting(lotId, income) }
}

/** A drawdown is owed to its lender from the moment it comes. */
function incomePosting(lotId: string, income: IncomeLot): PostingDraft {
  const { amountFen, book } = income
  const source = nameAccount(lotId, book, 'source')
  const moves: Move[] = [{ from: source, to: atStage(source, 'available'), amountFen }]
  if (income.kind === 'drawdown') moves.push({ from: atStage(source, 'lender'), to: atStage(source, 'owed'), amountFen })
  const basis = `${income.docNo}，${income.bankReference}`
  return { kind: incomeKinds[income.kind].posting, businessDate: income.receivedOn, basis, moves }
}

export const registerIncome = defineCommand({
  name: 'funds.income',
  permission: 'funds.receive',
  load: async (context, input: Income) => {
    await lockBooks(context)
    return registeredDocNos(context.tx, context.district, [normaliseDocNo(input.docNo)])
  },
  decide: (registered, input, { today }) => decideIncome(input, registered, today),
  save: async (context, income) => {
    const { lotId, docId, draft } = await writeIncome(context, income)
    const [posted] = await post(context, [draft])
    return { lotId, docId, postingId: posted!.id, amountFen: income.amountFen }
  },
  sentence: (result, income) => {
    const { label } = incomeKinds[income.kind]
    return {
      zh: `登记${label.zh} ${formatFen(result.amountFen)} 元，单据“${income.docNo}”，银行回单 ${income.bankReference}`,
      en: `Registered ${label.en.toLowerCase()} of ${formatFen(result.amountFen)} yuan, document "${income.docNo}", bank reference ${income.bankReference}`,
    }
  },
  subjects: (result) => [result.lotId, result.docId, result.postingId],
})
