/** Drawing up an adjustment of an adopted plan: what goes back, what is given anew, why and by which document. Nothing is posted here. */
import { Alert, Button, Card, Checkbox, Form, Input, Radio } from 'antd'
import { useState } from 'react'
import type { BookKey } from '#policy/books.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'
import { useGo, usePathParam, useQueryParam } from '#ui/routing.ts'
import { useAct } from '#ui/useAct.ts'
import { listPlans } from '../allocation.contract.ts'
import { adjustmentBase, drawUpAdjustment } from '../plan-adjust.contract.ts'
import { type GiveLine, PlanGives } from './PlanAdjustGives.tsx'
import { SolveProgress } from './SolveProgress.tsx'
import { TermsSaid } from './TermsSaid.tsx'
import './allocation.css'
import './plan-life.css'

export type Base = AnswerOf<typeof adjustmentBase>
type Holding = Base['holdings'][number]
type Give = 'solve' | 'hand' | 'none'

const keyOf = (h: Holding) => `${h.projectId}/${h.lotId}/${h.book}`

export function PlanAdjustPage() {
  const id = usePathParam('id')
  return <Answer query={useAnswer(adjustmentBase, { params: { id } })}>{(base) => <Adjust base={base} />}</Answer>
}

interface Words {
  readonly name: string
  readonly cause: string
  readonly document: string
}

function Adjust({ base }: { base: Base }) {
  const say = useSay()
  const go = useGo()
  const runId = useQueryParam('run')
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set())
  const [giving, setGiving] = useState<Giving>({ give: 'solve', again: false, gives: [] })
  const releases = base.holdings.filter((h) => taken.has(keyOf(h)))
  return (
    <>
      <PageHead
        title={runId ? say({ zh: '测算进度', en: 'Progress' }) : say({ zh: '编制调整方案', en: 'Draw up an adjustment' })}
        crumbs={[
          { label: { zh: '分配方案', en: 'Plans' }, to: '/plans' },
          { label: { zh: base.plan.name, en: base.plan.name }, to: `/plans/${base.plan.id}` },
        ]}
        description={say({
          zh: `${base.plan.decisionNo} 采纳的方案。已签合同的项目不动；没有签约的钱可以收回，退回原来的资金，再重新安排。这里只出草案，不动账。`,
          en: `Adopted by ${base.plan.decisionNo}. Projects under contract stay; other money may go back to its lots and be given anew. Only a draft is made here.`,
        })}
      />
      {runId ? (
        <Card className="page-card">
          <SolveProgress runId={runId} onAgain={() => go(`/plans/${base.plan.id}/adjust`)} />
        </Card>
      ) : null}
      {/* What was chosen stays while a solve runs, so that it can be changed when there is no way. */}
      <div className="plan-adjust" hidden={runId !== null}>
        <Card className="page-card" title={say({ zh: '一、收回哪些', en: '1. What goes back' })}>
          <Takings base={base} taken={taken} onChange={setTaken} />
        </Card>
        <Card className="page-card" title={say({ zh: '二、怎样重新安排', en: '2. How it is given anew' })}>
          <GivingParts base={base} releases={releases} giving={giving} onChange={setGiving} />
        </Card>
        <Card className="page-card" title={say({ zh: '三、为什么调整', en: '3. Why' })}>
          <Reasons base={base} releases={releases} giving={giving} />
        </Card>
      </div>
    </>
  )
}

interface Giving {
  readonly give: Give
  /** Projects the money is taken from may get some again. */
  readonly again: boolean
  readonly gives: readonly GiveLine[]
}

interface GivingProps {
  readonly base: Base
  readonly releases: readonly Holding[]
  readonly giving: Giving
}

function GivingParts({ base, releases, giving, onChange }: GivingProps & { readonly onChange: (giving: Giving) => void }) {
  const say = useSay()
  const { give, again, gives } = giving
  return (
    <>
      <Radio.Group
        value={give}
        onChange={(event) => onChange({ ...giving, give: event.target.value as Give })}
        options={[
          { value: 'solve', label: say({ zh: '由系统测算', en: 'Work it out' }) },
          { value: 'hand', label: say({ zh: '手工指定', en: 'By hand' }) },
          { value: 'none', label: say({ zh: '只收回，不安排', en: 'Only take back' }) },
        ]}
      />
      {give === 'hand' ? (
        <PlanGives base={base} releases={[...releases]} gives={gives} onChange={(lines) => onChange({ ...giving, gives: lines })} />
      ) : null}
      {give === 'solve' ? (
        <>
          <Checkbox
            style={{ display: 'flex', marginTop: 12 }}
            checked={again}
            onChange={(event) => onChange({ ...giving, again: event.target.checked })}
          >
            {say({ zh: '被收回的项目也可以重新得到资金', en: 'Projects the money is taken from may get some again' })}
          </Checkbox>
          <p className="help-text">
            {say({
              zh: '用收回的和现有可安排的资金，给项目库里待安排的项目；沿用原方案的口径，它已安排的算在上下限里。',
              en: 'What is free then goes to waiting projects, under the terms of the adopted plan; what it keeps counts in their limits.',
            })}
          </p>
          <details className="plan-asked">
            <summary>{say({ zh: '原方案的目标和限制', en: 'Goals and limits of the adopted plan' })}</summary>
            <TermsSaid said={base.said} />
          </details>
        </>
      ) : null}
    </>
  )
}

const isWhole = (g: GiveLine) => g.projectId !== undefined && g.lotId !== undefined && g.amountFen !== undefined

function useDrawUp({ base, releases, giving }: GivingProps) {
  const go = useGo()
  const draw = useAct(drawUpAdjustment, { refresh: [[listPlans.path]], quiet: true })
  const { give, again, gives } = giving
  const send = async (words: Words) => {
    const lines = give === 'hand' ? gives.filter(isWhole) : []
    const body = {
      ...words,
      releases: releases.map((h) => ({ projectId: h.projectId, lotId: h.lotId, book: h.book as BookKey, amountFen: h.reservedFen })),
      give,
      gives: lines.map((g) => ({ projectId: g.projectId!, lotId: g.lotId!, amountFen: g.amountFen! })),
      leaveOut: again ? [] : [...new Set(releases.map((h) => h.projectId))],
    }
    const kept = await draw.run({ params: { id: base.plan.id }, body })
    if (kept) go(kept.runId ? `/plans/${base.plan.id}/adjust?run=${encodeURIComponent(kept.runId)}` : `/plans/${kept.planId}`)
  }
  return { draw, send }
}

function Reasons(props: GivingProps) {
  const say = useSay()
  const [form] = Form.useForm<Words>()
  const { draw, send } = useDrawUp(props)
  const { base, giving } = props
  const halves = giving.give === 'hand' && (giving.gives.length === 0 || !giving.gives.every(isWhole))
  return (
    <Form<Words>
      form={form}
      layout="vertical"
      requiredMark={false}
      className="plan-form"
      initialValues={{ name: `${base.plan.name.slice(0, 70)}（调整）` }}
      onFinish={(words) => void send(words)}
    >
      <WordFields />
      {halves ? (
        <Alert
          type="warning"
          showIcon
          style={{ marginBottom: 12 }}
          title={say({ zh: '手工指定的每一笔都要选好项目、资金并填金额', en: 'Each line by hand needs a project, money and an amount' })}
        />
      ) : null}
      {draw.error ? <ErrorNote error={draw.error} /> : null}
      <Button type="primary" htmlType="submit" size="large" loading={draw.busy} disabled={halves}>
        {giving.give === 'solve' ? say({ zh: '开始测算', en: 'Start' }) : say({ zh: '生成调整方案草案', en: 'Make the draft' })}
      </Button>
    </Form>
  )
}

function WordFields() {
  const say = useSay()
  return (
    <>
      <Form.Item
        name="name"
        label={say({ zh: '名称', en: 'Name' })}
        rules={[{ required: true, whitespace: true, message: say({ zh: '请填写名称', en: 'Enter a name' }) }]}
      >
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item
        name="cause"
        label={say({ zh: '调整原因', en: 'Cause' })}
        rules={[{ required: true, whitespace: true, min: 2, message: say({ zh: '请写明原因，至少两个字', en: 'State the cause' }) }]}
      >
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
      <Form.Item
        name="document"
        label={say({ zh: '依据文件', en: 'Document' })}
        rules={[{ required: true, whitespace: true, message: say({ zh: '请填写依据文件的文号', en: 'Enter the document number' }) }]}
      >
        <Input maxLength={80} placeholder={say({ zh: '例如 茅扶组〔2017〕15号', en: 'for example 茅扶组〔2017〕15号' })} />
      </Form.Item>
    </>
  )
}

interface TakingsProps {
  readonly base: Base
  readonly taken: ReadonlySet<string>
  readonly onChange: (taken: ReadonlySet<string>) => void
}

function Takings({ base, taken, onChange }: TakingsProps) {
  const say = useSay()
  const [words, setWords] = useState('')
  const asked = words.trim()
  const rows = base.holdings.filter((h) => asked === '' || `${h.project}${h.lot}`.includes(asked))
  const total = base.holdings.filter((h) => taken.has(keyOf(h))).reduce((sum, h) => sum + BigInt(h.reservedFen), 0n)
  const tick = (h: Holding, on: boolean) => {
    const next = new Set(taken)
    if (on) next.add(keyOf(h))
    else next.delete(keyOf(h))
    onChange(next)
  }
  return (
    <>
      <div className="plan-bar">
        <Input.Search
          allowClear
          className="plan-search"
          value={words}
          placeholder={say({ zh: '项目、资金', en: 'Project or money' })}
          aria-label={say({ zh: '项目、资金', en: 'Project or money' })}
          onChange={(event) => setWords(event.target.value)}
        />
        <span aria-live="polite">
          {say({ zh: `已选 ${taken.size} 笔，收回 `, en: `${taken.size} chosen, back: ` })}
          <MoneyText fen={total} unit strong />
        </span>
      </div>
      <RowsTable
        rows={rows}
        rowKey={keyOf}
        label={{ zh: '可以收回的资金', en: 'What may go back' }}
        empty={{ zh: '没有已安排、未签约的资金', en: 'No reserved money is left' }}
        hint={{ zh: '已签约的钱不在这里。', en: 'Money under contract is not here.' }}
        pageSize={20}
        columns={[
          { title: { zh: '项目', en: 'Project' }, cell: (row) => <div className="cell-wrap">{row.project}</div> },
          {
            title: { zh: '收回', en: 'Back' },
            width: 60,
            cell: (row) => (
              <Checkbox
                className="plan-tick"
                checked={taken.has(keyOf(row))}
                disabled={row.fixed !== null}
                aria-label={say({ zh: `收回 ${row.project} 的 ${row.lot}`, en: `Take back ${row.lot} of ${row.project}` })}
                onChange={(event) => tick(row, event.target.checked)}
              />
            ),
          },
          { title: { zh: '资金', en: 'Money' }, cell: (row) => <div className="cell-wrap">{row.lot}</div> },
          { title: { zh: '专账', en: 'Book' }, cell: (row) => say(row.bookLabel) },
          { title: { zh: '已安排未签约', en: 'Reserved' }, money: (row) => row.reservedFen },
          { title: { zh: '说明', en: 'Note' }, cell: (row) => <div className="cell-wrap">{row.fixed ? say(row.fixed) : '–'}</div> },
        ]}
      />
    </>
  )
}
