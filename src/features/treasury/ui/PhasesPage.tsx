/** 年度阶段: a project planned once over several years, what is given to each phase, and every version with who and why. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Card, Form, InputNumber } from 'antd'
import { useState } from 'react'
import { formatFen } from '#kernel/money.ts'
import { AmountInput, amountRule } from '#ui/AmountInput.tsx'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import type { AnswerOf } from '#ui/answer-of.ts'
import { useSay } from '#ui/language.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { usePathParam } from '#ui/routing.ts'
import { RowsTable } from '#ui/RowsTable.tsx'
import { useMay } from '#ui/session.tsx'
import { Timeline } from '#ui/Timeline.tsx'
import { useAct } from '#ui/useAct.ts'
import { planPhases, showPhases } from '../treasury.contract.ts'
import { type Decision, DecisionDialog } from './DecisionDialog.tsx'
import './treasury.css'

type Phases = AnswerOf<typeof showPhases>

export function PhasesPage() {
  const id = usePathParam('id')
  return <Answer query={useAnswer(showPhases, { params: { id } })}>{(data) => <PhasesView data={data} />}</Answer>
}

function PhasesView({ data }: { data: Phases }) {
  const say = useSay()
  const may = useMay()
  const [planning, setPlanning] = useState(false)
  return (
    <>
      <PageHead
        title={say({ zh: '年度阶段', en: 'Phases' })}
        crumbs={[
          { label: { zh: '项目库', en: 'The library' }, to: '/projects' },
          { label: { zh: data.name, en: data.name }, to: `/projects/${data.projectId}` },
        ]}
        description={say({
          zh: '一次规划、分年实施：每年要多少钱先定下来，后面的阶段可以用未到账的资金预留。已安排的部分只能增不能减。',
          en: 'Planned once, carried out by year. Later phases can be promised money that has not come; what is given cannot be planned away.',
        })}
        extra={
          may('treasury.phases') ? (
            <Button type="primary" onClick={() => setPlanning(true)}>
              {say({ zh: '调整阶段', en: 'Change the phases' })}
            </Button>
          ) : null
        }
      />
      <Card className="page-card">
        <RowsTable
          rows={data.phases}
          rowKey={(row) => String(row.year)}
          empty={{ zh: '没有阶段', en: 'No phases' }}
          total
          columns={[
            { title: { zh: '年度', en: 'Year' }, width: 100, cell: (row) => say({ zh: `${row.year}年`, en: String(row.year) }) },
            { title: { zh: '应有资金', en: 'Needed' }, money: (row) => row.needFen },
            { title: { zh: '已安排（含预留）', en: 'Allocated (promises included)' }, money: (row) => row.filledFen },
            { title: { zh: '还缺', en: 'Missing' }, money: (row) => BigInt(row.needFen) - BigInt(row.filledFen), strong: true },
          ]}
        />
      </Card>
      <Card className="page-card" title={say({ zh: '历次规划', en: 'Versions' })}>
        <Timeline items={data.versions.map((v) => versionItem(v))} />
      </Card>
      {planning ? <PlanDialog data={data} onClose={() => setPlanning(false)} /> : null}
    </>
  )
}

function versionItem(v: Phases['versions'][number]) {
  const zh = v.phases.map((p) => `${p.year}年 ${formatFen(BigInt(p.needFen), '万元')} 万元`).join('、')
  const en = v.phases.map((p) => `${p.year} ${formatFen(BigInt(p.needFen))} yuan`).join(', ')
  const first = v.version === 1
  return {
    at: v.at,
    sentence: { zh: `${first ? '入库时' : `第 ${v.version} 版`}：${zh}`, en: `${first ? 'As entered' : `Version ${v.version}`}: ${en}` },
    ...(first ? {} : { detail: `${v.document}，${v.reason}（${v.by ?? '–'}）` }),
  }
}

interface Fields {
  readonly phases: { year: number; needFen: string }[]
}

function PlanDialog({ data, onClose }: { data: Phases; onClose: () => void }) {
  const say = useSay()
  const [form] = Form.useForm<Fields & Decision>()
  const act = useAct(planPhases, { success: { zh: '阶段已调整', en: 'The phases are changed' }, quiet: true })
  const decide = async ({ phases, document, reason }: Fields & Decision) => {
    if (await act.run({ params: { id: data.projectId }, body: { phases, document, reason } })) onClose()
  }
  return (
    <DecisionDialog<Fields>
      title={{ zh: `调整阶段：${data.name}`, en: `Change the phases: ${data.name}` }}
      ok={{ zh: '确认调整', en: 'Change' }}
      form={form}
      initial={{ phases: data.phases.map(({ year, needFen }) => ({ year, needFen })) }}
      act={act}
      undated
      onDecide={(decision) => void decide(decision)}
      onClose={onClose}
    >
      <Form.List name="phases">
        {(rows, { add, remove }) => (
          <>
            {rows.map((row, i) => (
              <div key={row.key} className="phase-row">
                <Form.Item name={[row.name, 'year']} label={i === 0 ? say({ zh: '年度', en: 'Year' }) : ''} rules={[{ required: true }]}>
                  <InputNumber min={data.year} max={data.lastYear} disabled={i === 0} controls={false} style={{ width: '100%' }} />
                </Form.Item>
                <Form.Item
                  name={[row.name, 'needFen']}
                  label={i === 0 ? say({ zh: '应有资金', en: 'Needed' }) : ''}
                  rules={[amountRule(say)]}
                >
                  <AmountInput unit="万元" />
                </Form.Item>
                {i === 0 ? (
                  <span />
                ) : (
                  <Button
                    aria-label={say({ zh: '删去这个阶段', en: 'Remove this phase' })}
                    icon={<DeleteOutlined aria-hidden />}
                    onClick={() => remove(row.name)}
                  />
                )}
              </div>
            ))}
            <Button
              icon={<PlusOutlined aria-hidden />}
              disabled={rows.length > data.lastYear - data.year}
              style={{ marginBottom: 16 }}
              onClick={() => add({ year: Math.min(data.lastYear, data.year + rows.length), needFen: undefined })}
            >
              {say({ zh: '加一个阶段', en: 'Add a phase' })}
            </Button>
          </>
        )}
      </Form.List>
    </DecisionDialog>
  )
}
