/** What describes a lot, to be corrected by a document; what it may pay is settled once it has reached a project. */
import { Form, Input, InputNumber, Select } from 'antd'
import type { Text } from '#kernel/outcome.ts'
import { listDivisions } from '#features/people/people.contract.ts'
import { economicSubjects, functionalSubjects } from '#policy/budget-subjects.ts'
import { categories } from '#policy/categories.ts'
import { fundCatalogue } from '#policy/fund-catalogue.ts'
import { fundNatures, poolClasses } from '#policy/fund-terms.ts'
import { useAnswer } from '#ui/Answer.tsx'
import { useSay } from '#ui/language.tsx'
import type { Lot } from './LotPage.tsx'

export function AdjustFields({ lot }: { lot: Lot }) {
  const say = useSay()
  const settled = lot.projects.length > 0
  const places = useAnswer(listDivisions)
  const choices = (table: Readonly<Record<string, { readonly label: Text }>>) =>
    Object.entries(table).map(([value, { label }]) => ({ value, label: say(label) }))
  return (
    <div className="adjust-grid">
      {settled ? (
        <p className="cell-second adjust-wide">
          {say({
            zh: '这笔资金已经安排到项目，用途和统筹类别不能再改。',
            en: 'The lot has reached projects: its uses and its class stay as they are.',
          })}
        </p>
      ) : null}
      <Form.Item name="fundName" label={say({ zh: '资金名称', en: 'Fund' })}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="department" label={say({ zh: '主管部门', en: 'Department' })}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item name="nature" label={say({ zh: '资金性质', en: 'Nature' })}>
        <Select options={choices(fundNatures)} />
      </Form.Item>
      <Form.Item name="catalogueCode" label={say({ zh: '资金目录', en: 'Catalogue' })}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={Object.entries(fundCatalogue).map(([value, kind]) => ({ value, label: `${value} ${say(kind.label)}` }))}
        />
      </Form.Item>
      <Form.Item name="uses" label={say({ zh: '可用于', en: 'May pay for' })} className="adjust-wide">
        <Select mode="multiple" disabled={settled} options={choices(categories)} />
      </Form.Item>
      <Form.Item name="poolClass" label={say({ zh: '统筹类别', en: 'Pooling' })}>
        <Select disabled={settled} options={choices(poolClasses)} />
      </Form.Item>
      <Form.Item name="poolReason" label={say({ zh: '不可整合原因', en: 'Why it may not be pooled' })}>
        <Input maxLength={300} />
      </Form.Item>
      <Subjects />
      <Form.Item name="usableUntil" label={say({ zh: '资金到期日', en: 'Lapses on' })}>
        <Input type="date" />
      </Form.Item>
      <Form.Item name="carriedFrom" label={say({ zh: '原资金年度（结转）', en: 'Carried over from' })}>
        <InputNumber min={1990} max={2100} controls={false} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item
        name="regions"
        label={say({ zh: '限用地域（不选为不限）', en: 'Only in (anywhere unless chosen)' })}
        className="adjust-wide"
      >
        <Select
          mode="multiple"
          disabled={settled}
          optionFilterProp="label"
          options={(places.data?.rows ?? []).filter((p) => p.level !== 'district').map((p) => ({ value: p.code, label: p.name }))}
        />
      </Form.Item>
      <Form.Item name="purpose" label={say({ zh: '文件用途', en: 'Purpose in the document' })} className="adjust-wide">
        <Input.TextArea rows={2} maxLength={1000} />
      </Form.Item>
    </div>
  )
}

function Subjects() {
  const say = useSay()
  return (
    <>
      <Form.Item name="funcCode" label={say({ zh: '功能科目', en: 'Functional subject' })}>
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          options={functionalSubjects.map((s) => ({ value: s.code, label: `${s.code} ${s.names.at(-1)!.zh}` }))}
        />
      </Form.Item>
      <Form.Item name="econCode" label={say({ zh: '经济科目', en: 'Economic subject' })}>
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          options={economicSubjects.map((s) => ({ value: s.code, label: `${s.code} ${s.zh}` }))}
        />
      </Form.Item>
    </>
  )
}
