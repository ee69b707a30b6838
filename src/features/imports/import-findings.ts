/** Everything that can be wrong or odd in a table, as sentences with the remedy; and the list they are collected in. */
import { type Facts, fill } from '#kernel/outcome.ts'
import type { ImportFinding } from './import-preview.ts'

const E = 'error'
const W = 'warning'

type Line = readonly [severity: typeof E | typeof W, zh: string, en: string]

export const IMPORT_FINDINGS = {
  amount_blank: [
    E,
    '{where}：金额是空的。请补填金额，没有金额的行请删去或标为“忽略”。',
    '{where}: the amount is empty. Fill it in, or ignore the row.',
  ],
  amount_masked: [
    E,
    '{where}：金额“{value}”已被遮盖或省略，不能当作 0。请向公布单位索取原数后补填。',
    '{where}: the amount "{value}" is masked or left out; it is not 0. Ask the publisher for the figure and fill it in.',
  ],
  amount_text: [
    E,
    '{where}：金额“{value}”不是数字。请只填数字，单位写在表头或单元格末尾（如 20万元）。',
    '{where}: the amount "{value}" is no number. Write digits only; the unit goes into the header or behind the number.',
  ],
  amount_several: [
    E,
    '{where}：金额格“{value}”里有几个数，不能确定取哪一个。请分成几列或几行。',
    '{where}: the amount cell "{value}" holds several figures. Split them into columns or rows.',
  ],
  amount_negative: [
    E,
    '{where}：金额“{value}”是负数。收回资金请走调整，不能作为导入行。',
    '{where}: the amount "{value}" is negative. Take money back by an adjustment, not by an import row.',
  ],
  amount_too_fine: [
    E,
    '{where}：金额“{value}”比分还细，换算后不是整分。请改成到分为止的数。',
    '{where}: the amount "{value}" is finer than a fen. Round it to whole fen in the file.',
  ],
  amount_not_calculated: [
    E,
    '{where}：公式“{value}”没有保存计算结果。请用 WPS 或 Excel 打开、重新计算并保存。',
    '{where}: the formula "{value}" has no stored result. Open the file in WPS or Excel, recalculate and save it.',
  ],
  amount_cell_error: [
    E,
    '{where}：单元格是错误值“{value}”。请改正公式后重新上传。',
    '{where}: the cell holds the error "{value}". Correct the formula and upload the file again.',
  ],
  amount_zero: [W, '{where}：金额是 0。如不安排资金，请忽略这一行。', '{where}: the amount is 0. Ignore the row if no money is meant.'],
  amount_has_remark: [
    W,
    '{where}：金额后面有附注“{value}”，取括号外的数 {amount} 元，附注不另计。',
    '{where}: a remark follows the amount ("{value}"); {amount} yuan outside the bracket is taken and nothing is added.',
  ],
  amount_names_fund: [
    W,
    '{where}：金额后的括号写明另一笔资金“{value}”，已作为这一行的资金来源，请核对。',
    '{where}: the bracket after the amount names another fund, "{value}"; it was taken as the source of this row. Check it.',
  ],
  amount_full_width: [
    W,
    '{where}：“{value}”用了全角数字，已按 {amount} 读取。',
    '{where}: "{value}" is written in full-width digits; read as {amount}.',
  ],
  amount_separators: [
    W,
    '{where}：“{value}”是带千分位的文本，已按 {amount} 读取。',
    '{where}: "{value}" is text with thousands separators; read as {amount}.',
  ],
  amount_formula: [
    W,
    '{where}：金额由公式“={value}”算出，采用文件保存的结果 {amount}。请核对公式。',
    '{where}: the amount comes from the formula "={value}"; the stored result {amount} is used. Check the formula.',
  ],
  amount_sum_of_columns: [
    W,
    '{where}：没有合计列，金额按各列之和计算：{columns}。如不对请更正列的含义。',
    '{where}: there is no total column; the amount is the sum of {columns}. Correct the columns if this is wrong.',
  ],
  several_amount_columns: [
    W,
    '{where}：有几列都像金额，采用“{value}”，其余为 {columns}。如不对请更正列的含义。',
    '{where}: several columns look like the amount; "{value}" is used, the others are {columns}. Correct the columns if this is wrong.',
  ],
  amount_column_guessed: [
    W,
    '{where}：表头没有写明金额列，按内容取“{value}”列。请核对。',
    '{where}: no header names the amount; column "{value}" was taken by its content. Check it.',
  ],
  no_amount_column: [
    E,
    '{where}：找不到金额列。请在“列的含义”中指定哪一列是金额。',
    '{where}: no amount column was found. Say under "columns" which one it is.',
  ],
  no_table: [
    E,
    '文件里找不到带表头的表格。请检查是否有“项目名称”“资金名称”“金额”等表头，或手工指定表头行。',
    'No table with a header was found. See that there are headers such as 项目名称， 资金名称， 金额， or name the header rows by hand.',
  ],
  no_rows: [E, '表格里没有一行数据。请检查文件内容。', 'There is not one data row in the table. Check the file.'],
  sheet_without_table: [W, '工作表“{value}”里没有找到表格，未导入。', 'No table was found in the sheet "{value}"; it was not imported.'],
  hidden_sheet: [
    W,
    '工作表“{value}”是隐藏的，未导入。需要时请取消隐藏。',
    'The sheet "{value}" is hidden and was not imported. Unhide it if it is needed.',
  ],
  hidden_rows: [
    W,
    '工作表“{where}”有隐藏行（{value}），已照常读取。请确认是否应当导入。',
    'The sheet "{where}" has hidden rows ({value}); they were read like the others. Check whether they belong.',
  ],
  unit_assumed: [
    W,
    '{where}：没有写明金额单位，按“{value}”理解。请核对，不对请更正单位。',
    '{where}: no unit of money is written; "{value}" was assumed. Check it and correct the unit if needed.',
  ],
  unit_yuan: [
    W,
    '{where}：金额单位是“元”（多数表用万元）。若误按万元读取会放大 10000 倍，请核对。',
    '{where}: the unit is 元 (most tables use 万元). Read as 万元 the amounts would be 10,000 times too large. Check it.',
  ],
  unit_odd: [
    W,
    '{where}：按“{value}”换算，金额中位数是 {amount} 元，不像正常数额。请核对单位。',
    '{where}: with the unit {value} the median amount is {amount} yuan, which looks odd. Check the unit.',
  ],
  units_mixed: [
    W,
    '{where}：单元格写的单位“{value}”与本表单位“{unit}”不同，以单元格为准。',
    '{where}: the cell says {value} while the table says {unit}; the cell counts.',
  ],
  year_from_title: [
    W,
    '年度 {value} 取自标题，与通知、附件所写年度不一致时请更正。',
    'The year {value} was taken from the title; correct it if the notice or its attachment says another.',
  ],
  years_differ: [
    W,
    '文件里出现不同年度：{value}。请核对应按哪一年度入账。',
    'The file names different years: {value}. Check which year the money belongs to.',
  ],
  row_shifted_left: [
    W,
    '第 {row} 行比表头少一格，序号处是“{value}”：整行左移了一列，已按移位读取。请核对。',
    'Row {row} has a cell too few ("{value}" stands in the number column): it was read as shifted one column to the left.',
  ],
  row_shifted_right: [
    W,
    '第 {row} 行整行右移了一列（“{value}”），已按移位读取。请核对。',
    'Row {row} is shifted one column to the right ("{value}") and was read so. Check it.',
  ],
  total_differs: [
    W,
    '{where}：公布的{label} {published} 元，与各行之和 {sum} 元相差 {difference} 元。请核对后决定以哪个为准。',
    '{where}: published total ({label}) {published} yuan, sum of the rows {sum} yuan, difference {difference} yuan. Decide which holds.',
  ],
  total_unlabelled: [
    W,
    '{where}：这一行没有写“合计”，但 {published} 元等于所含各行之和，按{label}处理，不作为数据行。',
    '{where}: this row has no label, but its {published} yuan equal the sum of its rows; it is taken as a total ({label}), not as data.',
  ],
  looks_like_total: [
    W,
    '{where}：这一行的 {published} 元恰好等于其余各行之和，可能是合计。如果是，请忽略这一行。',
    '{where}: the {published} yuan of this row equal the sum of all others; it may be a total. If so, ignore the row.',
  ],
  published_total_differs: [
    W,
    '文件公布总额 {published} 元，导入各行合计 {sum} 元，相差 {difference} 元。可能缺行、重复或单位有误，请核对。',
    'Published total {published} yuan, imported rows {sum} yuan, difference {difference} yuan: rows missing, doubled, or a wrong unit?',
  ],
  same_money_twice: [
    W,
    '“{where}”与“{value}”的合计都是 {amount} 元，可能是同一笔资金的汇总和明细。请只导入一份。',
    '"{where}" and "{value}" both add up to {amount} yuan; they may be summary and details of the same money. Import only one.',
  ],
  sources_differ: [
    W,
    '{where}：各来源之和 {sum} 元与金额 {amount} 元相差 {difference} 元。请核对。',
    '{where}: the sources add up to {sum} yuan, the amount is {amount} yuan; the difference is {difference} yuan. Check it.',
  ],
  parts_differ: [
    W,
    '{where}：{parts} = {sum} 元，计划 {amount} 元，相差 {difference} 元。请核对。',
    '{where}: {parts} = {sum} yuan, the plan is {amount} yuan; the difference is {difference} yuan. Check it.',
  ],
  parts_missing: [
    W,
    '{where}：“{value}”没有数，不能核对计划与结算。请补齐。',
    '{where}: "{value}" is empty, so plan and settlement cannot be compared. Fill it in.',
  ],
  quantity_differs: [
    W,
    '{where}：{value} = {sum} 元，与金额 {amount} 元相差 {difference} 元。请核对数量和标准。',
    '{where}: {value} = {sum} yuan, but the amount is {amount} yuan; the difference is {difference} yuan. Check quantity and standard.',
  ],
  subjects_split: [
    W,
    '{where}：科目格“{value}”写了几个科目和金额（{subjects}），合计 {sum} 元，金额 {amount} 元。请核对分拆。',
    '{where}: "{value}" holds several budget subjects ({subjects}), together {sum} yuan of {amount} yuan. Check the split.',
  ],
  no_place: [
    W,
    '第 {row} 行没有写{label}（可能是全县性项目）。请核对，需要时补填。',
    'Row {row} names no place ({label}); it may be county-wide. Check it and fill it in if needed.',
  ],
  place_filled_down: [
    W,
    '{where}：空格按上面一行的地名填入（合并单元格丢失）。请核对。',
    '{where}: empty places were filled from the row above, as lost merged cells. Check them.',
  ],
  name_missing: [
    E,
    '第 {row} 行有金额但没有{label}。请补填，或忽略这一行。',
    'Row {row} has an amount but no {label}. Fill it in or ignore the row.',
  ],
  seq_gap: [
    W,
    '第 {row} 行序号是 {value}，前一个是 {before}：中间可能缺行。请核对。',
    'Row {row} has number {value} after {before}: rows may be missing. Check it.',
  ],
  duplicate_row: [
    W,
    '第 {row} 行与第 {other} 行的项目、地点和金额完全相同。请核对是否重复。',
    'Row {row} has the same project, place and amount as row {other}. Check whether it stands twice.',
  ],
  duplicate_document: [
    E,
    '第 {row} 行与第 {other} 行重复：同一文号“{value}”、同一资金、同一金额。请删去其中一行。',
    'Row {row} repeats row {other}: the same document number "{value}", fund and amount. Remove one of them.',
  ],
  document_twice: [
    W,
    '第 {row} 行与第 {other} 行是同一文号“{value}”的同一资金，金额不同。请核对是否分次下达。',
    'Row {row} and row {other} have the same document number "{value}" and fund with different amounts. Check whether it came in parts.',
  ],
  doc_no_missing: [
    E,
    '第 {row} 行没有文号。请补填指标文号，或为全部行指定一个文号。',
    'Row {row} has no document number. Fill it in, or give one number for all rows.',
  ],
  doc_no_several: [
    W,
    '{where}：“{value}”里有几个文号。请核对金额属于哪一个，必要时拆行。',
    '{where}: "{value}" holds several document numbers. Check which one the amount belongs to; split the row if needed.',
  ],
  doc_no_odd: [
    W,
    '{where}：文号“{value}”不完整或写法不对（应如 鄂财农发〔2017〕12号）。请核对。',
    '{where}: the document number "{value}" is incomplete or oddly written (it should look like 鄂财农发〔2017〕12号). Check it.',
  ],
  doc_no_year: [
    W,
    '{where}：文号“{value}”的年份与年度 {year} 不同。请核对。',
    '{where}: the year in the document number "{value}" differs from the year {year}. Check it.',
  ],
  doc_no_from_title: [
    W,
    '文号“{value}”取自标题或说明，用于没有写文号的各行。请核对。',
    'The document number "{value}" was taken from the title or a note for rows that name none. Check it.',
  ],
  level_unknown: [
    W,
    '第 {row} 行没有写资金级次，名称中也看不出。请补填中央、省、市或县。',
    'Row {row} does not say the level of the money, nor does its name. Fill in 中央， 省， 市 or 县.',
  ],
  level_differs: [
    W,
    '第 {row} 行级次“{value}”与资金名称所示“{label}”不同。请核对。',
    'Row {row} has the level "{value}" while the name of the fund says "{label}". Check it.',
  ],
  fee_above_rate: [
    W,
    '第 {row} 行管理费 {amount} 元，超过本表合计 {sum} 元的 {percent}%。计提基数未公布，请核对。',
    'Row {row}: the management fee of {amount} yuan is more than {percent}% of {sum} yuan. Its base is not published; check it.',
  ],
  personal_column: [W, '“{value}”列是个人信息，未读取。', 'Column "{value}" holds personal data; it was left out.'],
  personal_number: [
    W,
    '{where}：文字中有电话或证件号码，已用 *** 代替。',
    '{where}: a telephone or identity number in the text was replaced by ***.',
  ],
  amount_over_rows: [
    W,
    '{where}：金额合并在几行上，算作第 {row} 行的一笔；其下各行不另计。',
    '{where}: the amount is merged over several rows and counts once, for row {row}.',
  ],
} as const satisfies Record<string, Line>

export type FindingCode = keyof typeof IMPORT_FINDINGS

export interface Place {
  readonly sheet?: string | undefined
  readonly row?: number | undefined
  readonly cell?: string | undefined
  readonly field?: string | undefined
  readonly value?: string | undefined
}

export class FindingList {
  readonly errors: ImportFinding[] = []
  readonly warnings: ImportFinding[] = []

  add(code: FindingCode, place: Place, facts: Facts = {}): void {
    const [severity, zh, en] = IMPORT_FINDINGS[code]
    const where = place.cell ?? place.sheet ?? ''
    const value = place.value ?? ''
    const all = { where, value, ...(place.row === undefined ? {} : { row: place.row }), ...facts }
    const finding: ImportFinding = { code, ...defined(place), message: { zh: fill(zh, all), en: fill(en, all) } }
    ;(severity === E ? this.errors : this.warnings).push(finding)
  }
}

function defined(place: Place): { sheet?: string; row?: number; cell?: string; field?: string; value?: string } {
  const kept: { sheet?: string; row?: number; cell?: string; field?: string; value?: string } = {}
  if (place.sheet !== undefined) kept.sheet = place.sheet
  if (place.row !== undefined) kept.row = place.row
  if (place.cell !== undefined) kept.cell = place.cell
  if (place.field !== undefined) kept.field = place.field
  if (place.value !== undefined) kept.value = place.value
  return kept
}
