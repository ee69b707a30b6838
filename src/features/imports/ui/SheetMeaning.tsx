/** How one sheet was understood: unit, header rows, the meaning of each column, and the rows that are no data. All correctable. */
import { Input, Select } from 'antd'
import { useState } from 'react'
import type { Text } from '#kernel/outcome.ts'
import { useSay } from '#ui/language.tsx'
import { parseHeaderRows, type PreviewHead, type SheetCorrections, type SheetHead } from './import-shapes.ts'

const unitSources: Readonly<Record<string, Text>> = {
  cell: { zh: '写在单元格里', en: 'from the cells' },
  header: { zh: '写在表头里', en: 'from the header' },
  line: { zh: '写在单位行里', en: 'from the unit line' },
  title: { zh: '写在标题里', en: 'from the title' },
  assumed: { zh: '没有写明，按数额推断，请核对', en: 'not stated, assumed; please check' },
  corrected: { zh: '您更正的', en: 'corrected by you' },
}

/** Meanings the reader finds by itself and nobody chooses by hand. */
const foundMeanings: Readonly<Record<string, Text>> = {
  other: { zh: '（未识别，不导入）', en: '(not recognised, left out)' },
  part: { zh: '（其中：分项金额）', en: '(part of the amount)' },
  personal: { zh: '（个人信息，不读取）', en: '(personal data, not read)' },
  county: { zh: '（区县）', en: '(county)' },
  city: { zh: '（市）', en: '(city)' },
  nature: { zh: '（建设性质）', en: '(nature of works)' },
  benefit: { zh: '（绩效目标）', en: '(benefit)' },
  fundNature: { zh: '（资金性质）', en: '(nature of the fund)' },
  budgetSubject: { zh: '（预算科目）', en: '(budget subject)' },
  economicSubject: { zh: '（经济科目）', en: '(economic subject)' },
  projectCode: { zh: '（项目编号）', en: '(project code)' },
  schedule: { zh: '（建设期限）', en: '(schedule)' },
  quantity: { zh: '（数量）', en: '(quantity)' },
  quantityUnit: { zh: '（计量单位）', en: '(unit of quantity)' },
  standard: { zh: '（补助标准）', en: '(standard)' },
  status: { zh: '（进展）', en: '(status)' },
  paid: { zh: '（已拨金额）', en: '(paid)' },
  payable: { zh: '（应拨金额）', en: '(payable)' },
  surplus: { zh: '（结余）', en: '(surplus)' },
  settlement: { zh: '（结算金额）', en: '(settlement)' },
  submitted: { zh: '（送审金额）', en: '(submitted)' },
  managementFee: { zh: '（管理费）', en: '(management fee)' },
  contract: { zh: '（合同金额）', en: '(contract)' },
  before: { zh: '（调整前金额）', en: '(before adjustment)' },
  recovered: { zh: '（收回金额）', en: '(recovered)' },
  change: { zh: '（增减额）', en: '(change)' },
  loan: { zh: '（贷款金额）', en: '(loan)' },
}

const rowReasons: readonly (readonly [RegExp, Text])[] = [
  [/^title/, { zh: '标题', en: 'title' }],
  [/^unit line/, { zh: '单位行', en: 'unit line' }],
  [/^subtotal/, { zh: '小计', en: 'subtotal' }],
  [/^total/, { zh: '合计', en: 'total' }],
  [/^blank/, { zh: '空行', en: 'blank' }],
  [/^header/, { zh: '重复的表头', en: 'header repeated' }],
  [/^column numbers/, { zh: '栏次行', en: 'column numbers' }],
  [/^remark|^note/, { zh: '备注或落款', en: 'remark' }],
  [/^group/, { zh: '分组标题', en: 'group title' }],
  [/^continues/, { zh: '合并单元格的续行', en: 'goes on from the row above' }],
  [/^ignored/, { zh: '您剔除的', en: 'left out by you' }],
]

interface SheetMeaningProps {
  readonly sheet: SheetHead
  readonly fieldNames: PreviewHead['fieldNames']
  readonly disabled: boolean
  readonly onCorrect: (change: SheetCorrections) => void
}

export function SheetMeaning({ sheet, fieldNames, disabled, onCorrect }: SheetMeaningProps) {
  const say = useSay()
  return (
    <section className="sheet-meaning" aria-label={say({ zh: `工作表 ${sheet.sheet}`, en: `Sheet ${sheet.sheet}` })}>
      <div className="sheet-line">
        <h3>{say({ zh: `工作表“${sheet.sheet}”`, en: `Sheet “${sheet.sheet}”` })}</h3>
        <label>
          {say({ zh: '金额单位', en: 'Unit' })}
          <Select
            size="small"
            value={sheet.unit}
            disabled={disabled}
            aria-label={say({ zh: `工作表 ${sheet.sheet} 的金额单位`, en: `Unit of sheet ${sheet.sheet}` })}
            options={['元', '万元', '亿元'].map((unit) => ({ value: unit, label: unit }))}
            onChange={(unit: string) => onCorrect({ unit: unit as NonNullable<SheetCorrections['unit']> })}
          />
        </label>
        <span className={sheet.unitFrom === 'assumed' ? 'import-warn' : 'import-none'}>
          {say(unitSources[sheet.unitFrom] ?? { zh: sheet.unitFrom, en: sheet.unitFrom })}
        </span>
        <HeaderRows sheet={sheet} disabled={disabled} onCorrect={onCorrect} />
      </div>
      <Columns sheet={sheet} fieldNames={fieldNames} disabled={disabled} onCorrect={onCorrect} />
      <NotData sheet={sheet} />
    </section>
  )
}

function HeaderRows({ sheet, disabled, onCorrect }: Omit<SheetMeaningProps, 'fieldNames'>) {
  const say = useSay()
  const [text, setText] = useState<string | null>(null)
  const shown = text ?? sheet.headerRows.join('、')
  const rows = parseHeaderRows(shown)
  const send = () => {
    if (text !== null && rows && rows.join() !== sheet.headerRows.join()) onCorrect({ headerRows: rows })
    if (rows) setText(null)
  }
  return (
    <label>
      {say({ zh: '表头在第', en: 'Header rows' })}
      <Input
        size="small"
        style={{ width: 72 }}
        value={shown}
        disabled={disabled}
        {...(rows ? {} : { status: 'error' as const })}
        aria-label={say({ zh: `工作表 ${sheet.sheet} 的表头行`, en: `Header rows of sheet ${sheet.sheet}` })}
        onChange={(event) => setText(event.target.value)}
        onBlur={send}
        onPressEnter={send}
      />
      {say({ zh: '行', en: '' })}
    </label>
  )
}

function Columns({ sheet, fieldNames, disabled, onCorrect }: SheetMeaningProps) {
  const say = useSay()
  const choices = fieldNames.map(({ name, label }) => ({ value: name, label: say(label) }))
  return (
    <ol className="sheet-columns" aria-label={say({ zh: '列的含义', en: 'What the columns mean' })}>
      {Object.entries(sheet.columns).map(([letter, { field, header }]) => {
        const known = choices.some((choice) => choice.value === field)
        const found = foundMeanings[field] ?? { zh: `（${header}）`, en: `(${header})` }
        const options = known ? choices : [{ value: field, label: say(found) }, ...choices]
        return (
          <li
            key={letter}
            className={field === 'amount' ? 'sheet-column-amount' : field === 'ignore' || field === 'other' ? 'sheet-column-out' : ''}
          >
            <span className="sheet-letter">{letter}</span>
            <span className="sheet-header" title={header}>
              {header || say({ zh: '（没有表头）', en: '(no header)' })}
            </span>
            <Select
              size="small"
              value={field}
              disabled={disabled}
              options={options}
              popupMatchSelectWidth={190}
              showSearch={{ optionFilterProp: 'label' }}
              aria-label={say({ zh: `${letter} 列“${header}”的含义`, en: `Meaning of column ${letter} “${header}”` })}
              onChange={(value: string) => onCorrect({ columns: { [letter]: value } })}
            />
          </li>
        )
      })}
    </ol>
  )
}

function NotData({ sheet }: { sheet: SheetHead }) {
  const say = useSay()
  const rows = sheet.notData.filter((line) => !line.reason.startsWith('blank'))
  if (rows.length === 0) return null
  const reason = (text: string) => say(rowReasons.find(([pattern]) => pattern.test(text))?.[1] ?? { zh: text, en: text })
  return (
    <details className="sheet-not-data">
      <summary>{say({ zh: `有 ${rows.length} 行不是数据，没有计入`, en: `${rows.length} rows are no data and were not counted` })}</summary>
      <ul>
        {rows.map((line) => (
          <li key={line.row}>
            {say({ zh: `第${line.row}行：${reason(line.reason)}`, en: `Row ${line.row}: ${reason(line.reason)}` })}
            {line.text ? <q>{line.text}</q> : null}
          </li>
        ))}
      </ul>
    </details>
  )
}
