/** Importing fund documents: each row of the table becomes a lot with its document, level, department, book and uses. */
import { DownloadOutlined } from '@ant-design/icons'
import { Button, Input, InputNumber, Select } from 'antd'
import { call, hrefOf } from '#contract/client.ts'
import { capitalNumerals, type Fen } from '#kernel/money.ts'
import { fundLevels } from '#policy/fund-catalogue.ts'
import type { Preview } from '#features/imports/ui/import-shapes.ts'
import { ImportWizard } from '#features/imports/ui/ImportWizard.tsx'
import type { Reading } from '#features/imports/ui/use-import.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { useGo } from '#ui/routing.ts'
import { useAct } from '#ui/useAct.ts'
import { confirmFunds, lotTemplate, previewFunds, previewFundsAgain } from '../funds.contract.ts'
import { type Draft, useDraftColumns } from './draft-columns.ts'

interface Defaults {
  readonly fundName?: string
  readonly docNo?: string
  readonly level?: string
  readonly department?: string
  readonly year?: number
}

const NOTHING: Defaults = {}
const NO_REFRESH: readonly (readonly string[])[] = []
const again = (body: Reading<Defaults>) => call(previewFundsAgain, { body })

export function FundImportPage() {
  const say = useSay()
  const go = useGo()
  const upload = useAct(previewFunds, { quiet: true, refresh: NO_REFRESH })
  const confirm = useAct(confirmFunds, { quiet: true })
  return (
    <ImportWizard<Draft, Defaults, AnswerOf<typeof confirmFunds>>
      title={{ zh: '导入资金文件', en: 'Import fund documents' }}
      crumbs={[{ label: { zh: '资金清单', en: 'The list of money' }, to: '/money' }]}
      expects={{
        zh: '表里要有：资金名称、金额，最好还有文号、级次、主管部门、年度、用途。文件里没有的，下一步统一补填。从头填写的，请用资金文件登记表（模板），填好不用再问。',
        en: 'The table needs the name of the fund and the amount; document number, level, department, year and purpose are welcome. What the file lacks is entered in the next step. To start from nothing, use the template.',
      }}
      extra={
        <Button icon={<DownloadOutlined aria-hidden />} href={hrefOf(lotTemplate)} download>
          {say({ zh: '下载登记表模板', en: 'Download the template' })}
        </Button>
      }
      confirmLabel={{ zh: '确认登记', en: 'Register the money' }}
      columns={useDraftColumns()}
      nothing={NOTHING}
      DefaultsForm={FundDefaults}
      upload={{ ...upload, run: (file) => upload.run({ file }) }}
      again={again}
      confirm={{ ...confirm, run: (body) => confirm.run({ body }) }}
      done={(answer, _preview, restart) => ({
        title: say({
          zh: `已登记 ${answer.documents} 份文件、${answer.lots} 笔资金`,
          en: `${answer.documents} documents with ${answer.lots} lots registered`,
        }),
        text: (
          <>
            <MoneyText fen={answer.amountFen} unit strong /> <span>{capitalNumerals(BigInt(answer.amountFen) as Fen)}</span>
            <div>
              {say({
                zh: '下一步：钱到专户后，由财政局登记到账；到账的钱才能安排到项目。',
                en: 'Next: when the money reaches the account, the finance bureau records the receipt; then it can be allocated.',
              })}
            </div>
          </>
        ),
        next: (
          <>
            <Button type="primary" onClick={() => go('/money')}>
              {say({ zh: '看资金清单', en: 'See the list' })}
            </Button>
            <Button onClick={restart}>{say({ zh: '再导入一份', en: 'Import another' })}</Button>
            <Button onClick={() => go('/projects/import')}>{say({ zh: '导入项目', en: 'Import projects' })}</Button>
          </>
        ),
      })}
    />
  )
}

interface DefaultsProps {
  readonly value: Defaults
  readonly onChange: (value: Defaults) => void
  readonly preview: Preview<Draft>
}

/** Empty text means: not given. */
function changed(value: Defaults, name: keyof Defaults, next: string | number | null | undefined): Defaults {
  const { [name]: _before, ...rest } = value
  return next === null || next === undefined || next === '' ? rest : { ...rest, [name]: next }
}

function FundDefaults({ value, onChange, preview }: DefaultsProps) {
  const say = useSay()
  const missing = (test: (draft: Draft) => boolean) => preview.rows.filter((draft) => !draft.leftOut && test(draft)).length
  const hint = (count: number) => (count > 0 ? say({ zh: `，${count} 行缺`, en: `, ${count} rows lack it` }) : '')
  return (
    <>
      <p className="defaults-help">
        {say({
          zh: '表里没有写的，在这里补一次，用于所有缺这一项的行；表里写了的以表为准。',
          en: 'Enter here what the table does not say; it fills the rows that lack it. What a row says itself stays.',
        })}
      </p>
      <div className="defaults-form">
        <label>
          {say({ zh: '资金名称', en: 'Name of the fund' }) + hint(missing((draft) => draft.fundName === ''))}
          <Input
            value={value.fundName ?? ''}
            maxLength={120}
            placeholder={say({ zh: '例如 中央财政专项扶贫资金', en: 'for example 中央财政专项扶贫资金' })}
            onChange={(event) => onChange(changed(value, 'fundName', event.target.value))}
          />
        </label>
        <label>
          {say({ zh: '文号', en: 'Document number' }) + hint(missing((draft) => draft.docNo === null))}
          <Input
            value={value.docNo ?? ''}
            maxLength={80}
            placeholder="鄂财农发〔2017〕12号"
            onChange={(event) => onChange(changed(value, 'docNo', event.target.value))}
          />
        </label>
        <label>
          {say({ zh: '级次', en: 'Level' }) + hint(missing((draft) => draft.level === null))}
          <Select
            value={value.level ?? null}
            allowClear
            aria-label={say({ zh: '级次', en: 'Level' })}
            placeholder={say({ zh: '以表为准', en: 'as in the table' })}
            options={Object.entries(fundLevels).map(([key, label]) => ({ value: key, label: say(label) }))}
            onChange={(level: string | null | undefined) => onChange(changed(value, 'level', level))}
          />
        </label>
        <label>
          {say({ zh: '主管部门', en: 'Department' }) + hint(missing((draft) => draft.department === ''))}
          <Input
            value={value.department ?? ''}
            maxLength={80}
            placeholder={say({ zh: '例如 区农业农村局', en: 'for example 区农业农村局' })}
            onChange={(event) => onChange(changed(value, 'department', event.target.value))}
          />
        </label>
        <label>
          {say({ zh: '资金年度', en: 'Fiscal year' }) + hint(missing((draft) => draft.year === null))}
          <InputNumber
            value={value.year ?? null}
            min={2000}
            max={2100}
            controls={false}
            style={{ width: '100%' }}
            placeholder="2017"
            onChange={(year) => onChange(changed(value, 'year', year !== null && year >= 2000 ? year : null))}
          />
        </label>
      </div>
    </>
  )
}
