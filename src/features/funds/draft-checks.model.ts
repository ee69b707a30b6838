/** What the lots of a table lack or contradict, row by row, each with its remedy. Pure. */
import type { Finding, Text } from '#kernel/outcome.ts'
import { books } from '#policy/books.ts'
import { subjectNotInTable } from '#policy/budget-subjects.ts'
import { categories, type CategoryKey } from '#policy/categories.ts'
import { fundCatalogue } from '#policy/fund-catalogue.ts'
import { assetIncomeUses, fundNatures, poolClasses } from '#policy/fund-terms.ts'
import { economicName, functionalName } from './fund-words.model.ts'
import type { LotDraft } from './funds.model.ts'

type Say = (code: string, field: string, value: string, zh: string, en: string) => void

const listed = (labels: readonly Text[]): Text => ({ zh: labels.map((l) => l.zh).join('、'), en: labels.map((l) => l.en).join(', ') })

/** `registered` holds document numbers that the books know already. */
export const checkDrafts = (drafts: readonly LotDraft[], registered: ReadonlySet<string>): Finding[] =>
  found(drafts, (d, say) => {
    checkDocument(d, registered, say)
    for (const word of d.unread) checkWord(word, say)
    checkMeaning(d, say)
  })

/** Codes that stand in no table of their year are kept as written, and said. */
export const warnDrafts = (drafts: readonly LotDraft[]): Finding[] =>
  found(drafts, (d, say) => {
    if (d.funcCode !== null && d.year !== null && functionalName(d.funcCode, d.year) === null)
      say(
        'subject_unknown',
        '功能科目',
        d.funcCode,
        `功能科目 ${d.funcCode} ${subjectNotInTable.zh}（${d.year}年）`,
        `The functional subject ${d.funcCode} ${subjectNotInTable.en} (${d.year})`,
      )
    if (d.econCode !== null && economicName(d.econCode) === null)
      say(
        'subject_unknown',
        '经济科目',
        d.econCode,
        `经济科目 ${d.econCode} ${subjectNotInTable.zh}`,
        `The economic subject ${d.econCode} ${subjectNotInTable.en}`,
      )
  })

function found(drafts: readonly LotDraft[], check: (draft: LotDraft, say: Say) => void): Finding[] {
  const findings: (Finding & { sheet: string; code: string })[] = []
  for (const d of drafts.filter((one) => !one.leftOut))
    check(d, (code, field, value, zh, en) =>
      findings.push({
        sheet: d.sheet,
        row: d.row,
        code,
        field,
        value,
        message: { zh: `第 ${d.row} 行：${zh}`, en: `Row ${d.row}: ${en}` },
      }),
    )
  return findings
}

function checkDocument(d: LotDraft, registered: ReadonlySet<string>, say: Say): void {
  if (d.docNo && registered.has(d.docNo))
    say(
      'document_registered',
      '文号',
      d.docNo,
      `文件“${d.docNo}”已经登记过，同一文件不能登记两次；请核对文号，或剔除这一行`,
      `The document "${d.docNo}" is registered already; check the number or leave the row out`,
    )
  if (d.exported)
    say(
      'exported_list',
      '资金编号',
      d.exported,
      `这是本系统导出的清单，${d.exported} 已经登记；要改已登记的资金，请到“资金清单—调整”上传这张表`,
      `This is a list exported from here and ${d.exported} is registered; to change it, upload the table under "Adjust the list"`,
    )
  if (d.level === null)
    say(
      'level_missing',
      '资金级次',
      '',
      '看不出资金级次，请在“级次”列注明或在上方选择',
      'The level is not stated; name it in the column or choose it above',
    )
  if (d.year === null)
    say(
      'year_missing',
      '年度',
      '',
      '看不出资金年度，请在“年度”列注明或在上方填写',
      'The year is not stated; name it in the column or enter it above',
    )
  if (d.department === '')
    say('department_missing', '主管部门', '', '没有主管部门，请在上方填写', 'The department is missing; enter it above')
}

const CHOICES: Readonly<Record<string, readonly [field: string, choices: readonly Text[]]>> = {
  nature: ['资金性质', Object.values(fundNatures).map((n) => n.label)],
  book: ['记入专账', Object.values(books).map((b) => b.label)],
  poolClass: ['统筹类别', Object.values(poolClasses).map((c) => c.label)],
  uses: ['可用于', Object.values(categories).map((c) => c.label)],
}

/** A word in a column of ours that is none of the words it may be. */
function checkWord(word: LotDraft['unread'][number], say: Say): void {
  const { value } = word
  const choice = CHOICES[word.field]
  if (choice) {
    const words = listed(choice[1])
    say('word_unknown', choice[0], value, `“${value}”不是可填的${choice[0]}，请填：${words.zh}`, `"${value}" is none of: ${words.en}`)
  } else if (word.field === 'catalogue')
    say(
      'catalogue_unknown',
      '资金目录',
      value,
      `“${value}”不在资金目录里，请填目录编码，例如 C01`,
      `"${value}" is not in the catalogue; give a code such as C01`,
    )
  else if (word.field === 'regions')
    say(
      'region_unknown',
      '限用地域',
      value,
      `本区没有唯一叫“${value}”的乡镇或村，请写全称；不限地域的留空`,
      `No single township or village is called "${value}"; give its full name, or leave the cell empty`,
    )
  else say('date_unknown', '资金到期日', value, `“${value}”不是日期，请写成 2018-12-31`, `"${value}" is not a date; write 2018-12-31`)
}

function checkMeaning(d: LotDraft, say: Say): void {
  const financing = d.level === 'financing'
  if (d.level !== null && (d.book === 'financing') !== financing)
    say(
      'book_of_level',
      '记入专账',
      books[d.book].label.zh,
      financing ? '融资资金只能记入城投融资专账' : '财政和社会资金不能记入城投融资专账，请改专账或级次',
      financing ? 'Financing belongs into the financing book' : 'Only financing belongs into the financing book',
    )
  if (d.nature === 'asset-income') {
    const wrong = d.uses.filter((use) => !(assetIncomeUses as readonly CategoryKey[]).includes(use))
    const three = listed(assetIncomeUses.map((use) => categories[use].label))
    if (wrong.length > 0)
      say(
        'asset_income_use',
        '可用于',
        listed(wrong.map((use) => categories[use].label)).zh,
        `资产收益只能用于${three.zh}，请改“可用于”`,
        `Asset income pays only for ${three.en}`,
      )
    if (d.book !== 'coordination')
      say(
        'asset_income_book',
        '记入专账',
        books[d.book].label.zh,
        '资产收益记入统筹专账',
        'Asset income belongs into the coordination book',
      )
  }
  const kind = fundCatalogue[d.catalogueCode]
  if (d.poolClass !== 'poolable' && kind.poolClass === 'poolable' && !d.poolReason)
    say(
      'pool_reason_missing',
      '不可整合原因',
      '',
      `“${kind.label.zh}”属于可统筹范围，列为“${poolClasses[d.poolClass].label.zh}”须写明不可整合原因`,
      `This kind of money may be pooled; say why this lot may not`,
    )
  if (d.carriedFrom !== null && d.year !== null && d.carriedFrom >= d.year)
    say(
      'carried_from_late',
      '原资金年度',
      String(d.carriedFrom),
      `原资金年度 ${d.carriedFrom} 应早于资金年度 ${d.year}`,
      `It cannot be carried over from ${d.carriedFrom} into ${d.year}`,
    )
  if (d.usableUntil !== null && d.year !== null && d.usableUntil < `${d.year}-01-01`)
    say(
      'lapsed_before',
      '资金到期日',
      d.usableUntil,
      `资金到期日 ${d.usableUntil} 早于资金年度 ${d.year}`,
      `It lapses on ${d.usableUntil}, before its own year ${d.year}`,
    )
}
