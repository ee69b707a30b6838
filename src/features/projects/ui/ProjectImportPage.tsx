/** Importing project tables into the library: each row becomes a project with category, place, need and beneficiaries. */
import { Button, Input, InputNumber, Segmented } from 'antd'
import { call } from '#contract/client.ts'
import type { DraftColumn, Preview } from '#features/imports/ui/import-shapes.ts'
import { ImportWizard } from '#features/imports/ui/ImportWizard.tsx'
import type { Reading } from '#features/imports/ui/use-import.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { useGo } from '#ui/routing.ts'
import { useMay } from '#ui/session.tsx'
import { useAct } from '#ui/useAct.ts'
import { confirmProjects, previewProjects, previewProjectsAgain } from '../projects.contract.ts'

type Draft = AnswerOf<typeof previewProjects>['rows'][number]

interface Defaults {
  readonly year?: number
  readonly responsibleUnit?: string
  readonly poverty?: boolean
}

const NOTHING: Defaults = {}
const NO_REFRESH: readonly (readonly string[])[] = []
const again = (body: Reading<Defaults>) => call(previewProjectsAgain, { body })

function useColumns(): DraftColumn<Draft>[] {
  const say = useSay()
  return [
    {
      key: 'name',
      title: { zh: '项目名称', en: 'Project' },
      value: (draft) => draft.name,
      fields: ['projectName', 'name', '项目名称'],
      width: 280,
      long: true,
    },
    {
      key: 'needFen',
      title: { zh: '需要资金', en: 'Needs' },
      kind: 'money',
      value: (draft) => draft.needFen,
      fields: ['amount', 'money', 'fundingSources', '金额'],
      width: 130,
    },
    {
      key: 'category',
      title: { zh: '类别', en: 'Category' },
      value: (draft) => say(draft.categoryLabel),
      fields: ['category', '类别'],
      width: 100,
    },
    {
      key: 'place',
      title: { zh: '地点', en: 'Place' },
      value: (draft) => draft.place,
      fields: ['village', 'township', 'location', '建设地点'],
      width: 170,
      long: true,
    },
    { key: 'year', title: { zh: '年度', en: 'Year' }, kind: 'number', value: (draft) => draft.year, fields: ['year', '年度'], width: 66 },
    {
      key: 'responsibleUnit',
      title: { zh: '责任单位', en: 'Responsible unit' },
      value: (draft) => draft.responsibleUnit,
      fields: ['responsibleUnit', '责任单位'],
      width: 160,
      long: true,
    },
    {
      key: 'households',
      title: { zh: '受益户数', en: 'Households' },
      kind: 'number',
      value: (draft) => draft.households || null,
      fields: ['households'],
      width: 88,
    },
    {
      key: 'content',
      title: { zh: '建设内容', en: 'Content' },
      value: (draft) => draft.content,
      fields: ['content'],
      width: 380,
      long: true,
    },
  ]
}

export function ProjectImportPage() {
  const say = useSay()
  const go = useGo()
  const may = useMay()
  const upload = useAct(previewProjects, { quiet: true, refresh: NO_REFRESH })
  const confirm = useAct(confirmProjects, { quiet: true })
  return (
    <ImportWizard<Draft, Defaults, AnswerOf<typeof confirmProjects>>
      title={{ zh: '导入项目', en: 'Import projects' }}
      crumbs={[{ label: { zh: '项目库', en: 'The library' }, to: '/projects' }]}
      expects={{
        zh: '表里要有：项目名称、金额，最好还有乡镇、村、建设内容、责任单位、受益户数、年度。',
        en: 'The table needs project names and amounts; township, village, content, responsible unit, households and year are welcome.',
      }}
      confirmLabel={{ zh: '确认入库', en: 'Take into the library' }}
      columns={useColumns()}
      nothing={NOTHING}
      DefaultsForm={ProjectDefaults}
      upload={{ ...upload, run: (file) => upload.run({ file }) }}
      again={again}
      confirm={{ ...confirm, run: (body) => confirm.run({ body }) }}
      done={(answer, _preview, restart) => ({
        title: say({ zh: `${answer.projects} 个项目已入库`, en: `${answer.projects} projects are in the library` }),
        text: (
          <>
            {say({ zh: '共需要', en: 'They need' })} <MoneyText fen={answer.needFen} unit strong />
            <div>
              {say({
                zh: '下一步：测算分配方案，看看手上的钱最好怎样安排到这些项目。',
                en: 'Next: solve a plan to see how the money at hand serves them best.',
              })}
            </div>
          </>
        ),
        next: (
          <>
            <Button type="primary" onClick={() => go('/projects')}>
              {say({ zh: '看项目库', en: 'See the library' })}
            </Button>
            {may('allocation.solve') ? (
              <Button onClick={() => go('/plans/new')}>{say({ zh: '测算分配方案', en: 'Solve a plan' })}</Button>
            ) : null}
            <Button onClick={restart}>{say({ zh: '再导入一份', en: 'Import another' })}</Button>
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

type Poverty = 'yes' | 'no'

function ProjectDefaults({ value, onChange, preview }: DefaultsProps) {
  const say = useSay()
  const missing = (test: (draft: Draft) => boolean) => preview.rows.filter((draft) => !draft.leftOut && test(draft)).length
  const hint = (count: number) => (count > 0 ? say({ zh: `，${count} 行缺`, en: `, ${count} rows lack it` }) : '')
  const without = (name: keyof Defaults): Defaults => Object.fromEntries(Object.entries(value).filter(([key]) => key !== name))
  // What the server takes when nothing is said.
  const poverty: Poverty = value.poverty === false ? 'no' : 'yes'
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
          {say({ zh: '项目年度', en: 'Year' }) + hint(missing((draft) => draft.year === null))}
          <InputNumber
            value={value.year ?? null}
            min={2000}
            max={2100}
            controls={false}
            style={{ width: '100%' }}
            placeholder="2017"
            onChange={(year) => onChange(year !== null && year >= 2000 ? { ...value, year } : without('year'))}
          />
        </label>
        <label>
          {say({ zh: '责任单位', en: 'Responsible unit' }) + hint(missing((draft) => draft.responsibleUnit === ''))}
          <Input
            value={value.responsibleUnit ?? ''}
            maxLength={80}
            placeholder={say({ zh: '例如 区交通运输局', en: 'for example 区交通运输局' })}
            onChange={(event) =>
              onChange(event.target.value ? { ...value, responsibleUnit: event.target.value } : without('responsibleUnit'))
            }
          />
        </label>
        <div className="defaults-choice">
          <span>{say({ zh: '是不是扶贫项目', en: 'Are these poverty projects' })}</span>
          <Segmented<Poverty>
            value={poverty}
            aria-label={say({ zh: '是不是扶贫项目', en: 'Are these poverty projects' })}
            options={[
              { value: 'yes', label: say({ zh: '都是', en: 'All are' }) },
              { value: 'no', label: say({ zh: '都不是', en: 'None is' }) },
            ]}
            onChange={(choice) => onChange({ ...value, poverty: choice === 'yes' })}
          />
        </div>
      </div>
    </>
  )
}
