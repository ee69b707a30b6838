/** Money that comes without being announced: interest, income of poverty assets, a drawdown. Which book takes it, and for what. Pure. */
import type { CivilDate } from '#kernel/civil-date.ts'
import type { Fen } from '#kernel/money.ts'
import { ok, type Outcome, refusals } from '#kernel/outcome.ts'
import { normaliseDocNo } from '#features/imports/document-number.ts'
import { type BookKey, books } from '#policy/books.ts'
import { categories, type CategoryKey } from '#policy/categories.ts'
import { financingProfiles } from '#policy/financing.ts'
import { type FundCatalogueCode, fundCatalogue } from '#policy/fund-catalogue.ts'
import { assetIncomeUses, type IncomeKindKey, incomeKinds } from '#policy/fund-terms.ts'

export interface Income {
  readonly kind: IncomeKindKey
  readonly book: BookKey
  /** 结息单、收益分配单、提款通知 and its number. */
  readonly docNo: string
  readonly documentOn: CivilDate
  /** What the lot is called. */
  readonly name: string
  /** Who earned it: department, company or village. */
  readonly department: string
  readonly receivedOn: CivilDate
  readonly bankReference: string
  readonly amountFen: Fen
  /** Narrower than the book's or the kind's uses; all of them when absent. */
  readonly uses?: readonly CategoryKey[] | undefined
  readonly purpose?: string | undefined
}

export interface IncomeLot extends Income {
  readonly catalogueCode: FundCatalogueCode
  readonly uses: readonly CategoryKey[]
}

export const refuse = refusals({
  income_not_positive: { kind: 'invalid', zh: '金额必须大于零', en: 'The amount must be above zero' },
  income_in_future: {
    kind: 'invalid',
    zh: '到账日期 {date} 晚于今天 {today}，请改正',
    en: 'The date of receipt {date} is after today {today}; correct it',
  },
  drawdowns_stopped: {
    kind: 'rule-not-met',
    zh: '{from} 起的规定（{basis}）不允许再提贷款；政府债券资金请在“城投融资”页面按合同登记',
    en: 'The rules since {from} ({basis}) allow no new loan money; register bonds by their agreement on the page "Financing"',
  },
  document_after_receipt: {
    kind: 'invalid',
    zh: '单据日期 {document} 晚于到账日期 {received}，请核对',
    en: 'The document of {document} is later than the receipt of {received}; check the dates',
  },
  income_wrong_book: {
    kind: 'rule-not-met',
    zh: '“{kind}”不能记入{book}，只能记入{may}',
    en: '"{kind}" does not go into the {bookEn}, only into: {mayEn}',
  },
  income_wrong_use: {
    kind: 'rule-not-met',
    zh: '“{kind}”只能用于{may}，不能用于{wrong}',
    en: '"{kind}" pays only for {mayEn}, not for {wrongEn}',
  },
  document_registered: {
    kind: 'conflict',
    zh: '单据“{document}”已经登记过，同一单据不能登记两次；请核对编号',
    en: 'The document "{document}" is registered already; check its number',
  },
})

const namesOf = (keys: readonly CategoryKey[], language: 'zh' | 'en'): string =>
  keys.map((key) => categories[key].label[language]).join(language === 'zh' ? '、' : ', ')

/** `registered` holds the document numbers that the books know. */
export function decideIncome(income: Income, registered: ReadonlySet<string>, today: CivilDate): Outcome<IncomeLot> {
  const kind = incomeKinds[income.kind]
  if (income.amountFen <= 0n) return refuse('income_not_positive')
  if (income.receivedOn > today) return refuse('income_in_future', { date: income.receivedOn, today })
  if (income.documentOn > income.receivedOn)
    return refuse('document_after_receipt', { document: income.documentOn, received: income.receivedOn })
  const rules = [...financingProfiles].reverse().find((profile) => profile.from <= income.receivedOn)
  if (income.kind === 'drawdown' && rules?.drawdowns === 'bonds-only')
    return refuse('drawdowns_stopped', { from: rules.from, basis: rules.basis })
  const byBook: Readonly<Partial<Record<BookKey, FundCatalogueCode>>> = kind.books
  const code = byBook[income.book]
  if (!code) {
    const may = Object.keys(byBook) as BookKey[]
    return refuse('income_wrong_book', {
      kind: kind.label.zh,
      book: books[income.book].label.zh,
      bookEn: books[income.book].label.en,
      may: may.map((b) => books[b].label.zh).join('、'),
      mayEn: may.map((b) => books[b].label.en).join(', '),
    })
  }
  const permitted: readonly CategoryKey[] = income.kind === 'asset-income' ? assetIncomeUses : fundCatalogue[code].uses
  const wrong = (income.uses ?? []).filter((use) => !permitted.includes(use))
  if (wrong.length > 0)
    return refuse('income_wrong_use', {
      kind: kind.label.zh,
      may: namesOf(permitted, 'zh'),
      mayEn: namesOf(permitted, 'en'),
      wrong: namesOf(wrong, 'zh'),
      wrongEn: namesOf(wrong, 'en'),
    })
  const docNo = normaliseDocNo(income.docNo)
  if (registered.has(docNo)) return refuse('document_registered', { document: docNo })
  return ok({ ...income, docNo, catalogueCode: code, uses: income.uses?.length ? income.uses : permitted })
}
