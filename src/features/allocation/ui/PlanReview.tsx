/** What departments and people say of a plan: the round of consent with its answers, earlier rounds, and comments in the order they came. */
import { Alert, Button, Form, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import { type PlanAnswer, planAnswers } from '#policy/plan-consent.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { formatInstant } from '#ui/instant.ts'
import { useSay } from '#ui/language.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'
import { StateTag } from '#ui/StateTag.tsx'
import { useAct } from '#ui/useAct.ts'
import { answerPlan, commentPlan, showReview } from '../plan-review.contract.ts'
import type { Plan } from './plan-groups.ts'

type Review = AnswerOf<typeof showReview>
type Round = Review['rounds'][number]

export function PlanReview({ plan }: { plan: Plan }) {
  const review = useAnswer(showReview, { params: { id: plan.id } })
  return (
    <Answer query={review}>
      {(found) => (
        <div className="plan-review">
          <OwnAnswer plan={plan} review={found} />
          <Consent review={found} plan={plan} />
          <Comments plan={plan} review={found} />
        </div>
      )}
    </Answer>
  )
}

function OwnAnswer({ plan, review }: { plan: Plan; review: Review }) {
  const say = useSay()
  const [form] = Form.useForm<{ answer: PlanAnswer; words: string }>()
  const answer = useAct(answerPlan, { success: { zh: '已答复', en: 'Answered' }, quiet: true })
  const chosen = Form.useWatch('answer', form) ?? 'agree'
  if (!review.actions.find((a) => a.name === 'answer')?.allowed) return null
  const own = review.rounds[0]?.departments.find((d) => d.department === review.ownDepartment)
  return (
    <section className="plan-answer" aria-label={say({ zh: '答复征求意见', en: 'Answer for the department' })}>
      <strong>{say({ zh: `请代表${review.ownDepartment}答复`, en: `Answer for ${review.ownDepartment}` })}</strong>
      {own ? (
        <p className="help-text">
          {say({
            zh: '方案用到本部门的资金、安排到本部门的项目，排在“资金安排”最前面。一轮只能答复一次。',
            en: 'Your own money and projects come first among the slices. One answer a round.',
          })}
        </p>
      ) : null}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ answer: 'agree', words: '' }}
        onFinish={(body) => void answer.run({ params: { id: plan.id }, body })}
      >
        <Form.Item name="answer" label={say({ zh: '意见', en: 'Answer' })}>
          <Radio.Group
            options={(Object.keys(planAnswers) as PlanAnswer[]).map((value) => ({ value, label: say(planAnswers[value].label) }))}
          />
        </Form.Item>
        <Form.Item
          name="words"
          label={say({ zh: '意见或理由', en: 'Remark or reason' })}
          rules={[
            {
              required: planAnswers[chosen].words,
              whitespace: planAnswers[chosen].words,
              message: say({ zh: '请写明意见或理由', en: 'Write the remark or the reason' }),
            },
          ]}
        >
          <Input.TextArea rows={2} maxLength={1000} />
        </Form.Item>
        <ErrorNote error={answer.error} />
        <Button type="primary" htmlType="submit" loading={answer.busy}>
          {say({ zh: '提交答复', en: 'Send the answer' })}
        </Button>
      </Form>
    </section>
  )
}

function Consent({ plan, review }: { plan: Plan; review: Review }) {
  const say = useSay()
  const [shown, setShown] = useState(0)
  const round = review.rounds[shown]
  const demand = review.demand && ['draft', 'consulting'].includes(plan.state) ? <p className="help-text">{say(review.demand)}</p> : null
  if (!round)
    return (
      <>
        {demand}
        <Concerned review={review} />
      </>
    )
  const unreachable = round.departments.filter((d) => !d.reachable).map((d) => d.department)
  return (
    <>
      {demand}
      <h3>{say({ zh: `第 ${round.round} 轮征求意见`, en: `Round ${round.round}` })}</h3>
      {review.rounds.length > 1 ? (
        <Select
          value={shown}
          onChange={setShown}
          style={{ width: 220, marginBottom: 8 }}
          aria-label={say({ zh: '看哪一轮', en: 'Which round' })}
          options={review.rounds.map((r, i) => ({
            value: i,
            label: say({ zh: `第 ${r.round} 轮（${formatInstant(r.askedAt).slice(0, 10)}）`, en: `Round ${r.round}` }),
          }))}
        />
      ) : null}
      <p className="help-text">
        {say({
          zh: `${round.askedBy} ${formatInstant(round.askedAt)} 发出`,
          en: `Sent by ${round.askedBy}, ${formatInstant(round.askedAt)}`,
        })}
        {round.note ? `：${round.note}` : ''}
      </p>
      {shown === 0 && ['draft', 'consulting'].includes(plan.state) ? <Missing review={review} /> : null}
      <AnswerTable round={round} />
      {unreachable.length > 0 ? (
        <p className="help-text">
          {say({
            zh: `${unreachable.join('、')}在系统里没有“主管部门”岗位的人员，没有发到，需另行征求意见。`,
            en: `${unreachable.join(', ')} has nobody here who answers as a department and was not reached; ask on paper.`,
          })}
        </p>
      ) : null}
    </>
  )
}

function Missing({ review }: { review: Review }) {
  const say = useSay()
  return review.missing ? (
    <Alert
      type="warning"
      showIcon
      style={{ marginBottom: 10 }}
      title={say({ zh: `部门意见没有齐：${review.missing.zh}`, en: `Not all have agreed: ${review.missing.en}` })}
    />
  ) : (
    <Alert type="success" showIcon style={{ marginBottom: 10 }} title={say({ zh: '各部门都同意', en: 'All departments agree' })} />
  )
}

const ANSWER_TONES = { agree: 'good', remark: 'waiting', object: 'bad' } as const

function AnswerTable({ round }: { round: Round }) {
  const say = useSay()
  return (
    <RowsTable
      rows={round.departments.filter((d) => d.reachable)}
      rowKey={(row) => row.department}
      label={{ zh: '部门答复', en: 'Answers' }}
      empty={{ zh: '没有部门', en: 'No department' }}
      columns={[
        { title: { zh: '部门', en: 'Department' }, cell: (row) => row.department },
        { title: { zh: '涉及它的资金', en: 'Its money' }, money: (row) => row.givesFen },
        { title: { zh: '涉及它的项目', en: 'Its projects' }, money: (row) => row.getsFen },
        {
          title: { zh: '答复', en: 'Answer' },
          cell: (row) =>
            row.answered ? (
              <StateTag label={row.answered.label} tone={ANSWER_TONES[row.answered.answer as PlanAnswer]} />
            ) : (
              say({ zh: '未答复', en: 'not yet' })
            ),
        },
        {
          title: { zh: '意见或理由', en: 'Remark or reason' },
          cell: (row) => <div className="plan-reason">{row.answered?.words || '–'}</div>,
        },
        {
          title: { zh: '答复人', en: 'By' },
          cell: (row) => (row.answered ? `${row.answered.by} ${formatInstant(row.answered.at)}` : '–'),
        },
      ]}
    />
  )
}

/** Before anybody is asked: who would be. */
function Concerned({ review }: { review: Review }) {
  const say = useSay()
  return (
    <>
      <h3>{say({ zh: '涉及的部门', en: 'Departments concerned' })}</h3>
      <p className="help-text">{say({ zh: '还没有征求意见。', en: 'Nobody has been asked yet.' })}</p>
      <RowsTable
        rows={review.concerned}
        rowKey={(row) => row.department}
        label={{ zh: '涉及的部门', en: 'Departments concerned' }}
        empty={{ zh: '方案没有涉及部门', en: 'No department is concerned' }}
        columns={[
          { title: { zh: '部门', en: 'Department' }, cell: (row) => row.department },
          { title: { zh: '涉及它的资金', en: 'Its money' }, money: (row) => row.givesFen },
          { title: { zh: '涉及它的项目', en: 'Its projects' }, money: (row) => row.getsFen },
          {
            title: { zh: '能否发到', en: 'Reachable' },
            cell: (row) =>
              row.reachable ? say({ zh: '能', en: 'yes' }) : say({ zh: '没有“主管部门”岗位的人员', en: 'nobody answers for it here' }),
          },
        ]}
      />
    </>
  )
}

function Comments({ plan, review }: { plan: Plan; review: Review }) {
  const say = useSay()
  const allowed = review.actions.find((a) => a.name === 'comment')?.allowed ?? false
  return (
    <>
      <h3>{say({ zh: `意见（${review.comments.length}）`, en: `Comments (${review.comments.length})` })}</h3>
      {allowed ? <CommentForm plan={plan} /> : null}
      {review.comments.length === 0 ? <p className="help-text">{say({ zh: '还没有意见。', en: 'No comments yet.' })}</p> : null}
      <ol className="plan-comments" reversed>
        {review.comments.map((c) => (
          <li key={c.no}>
            <div className="plan-comment-head">
              <span>{say({ zh: `第 ${c.no} 条`, en: `No. ${c.no}` })}</span>
              <span>{`${c.by}${c.role ? `（${say(c.role)}）` : ''}`}</span>
              <time dateTime={c.at}>{formatInstant(c.at)}</time>
              {c.about ? <span>{say({ zh: `关于：${c.about}`, en: `On: ${c.about}` })}</span> : null}
            </div>
            <div className="plan-comment-words">{c.words}</div>
          </li>
        ))}
      </ol>
    </>
  )
}

function CommentForm({ plan }: { plan: Plan }) {
  const say = useSay()
  const [form] = Form.useForm<{ about?: string; words: string }>()
  const comment = useAct(commentPlan, { success: { zh: '意见已记下', en: 'Noted' }, quiet: true })
  const send = async ({ about, words }: { about?: string; words: string }) => {
    const [kind, id] = about?.split(':') ?? []
    const body = { words, projectId: kind === 'project' ? id! : null, lotId: kind === 'lot' ? id! : null }
    if (await comment.run({ params: { id: plan.id }, body })) form.resetFields()
  }
  return (
    <Form form={form} layout="vertical" requiredMark={false} style={{ maxWidth: 760 }} onFinish={(body) => void send(body)}>
      <Form.Item name="about" label={say({ zh: '对什么写意见', en: 'About' })}>
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={say({ zh: '整个方案', en: 'The whole plan' })}
          options={aboutOptions(plan)}
        />
      </Form.Item>
      <Form.Item
        name="words"
        label={say({ zh: '意见', en: 'Comment' })}
        extra={say({
          zh: '写下后不能修改或删除，并记下姓名和时间。',
          en: 'It can not be changed or removed, and carries your name and the time.',
        })}
        rules={[{ required: true, whitespace: true, message: say({ zh: '请写下意见', en: 'Write the comment' }) }]}
      >
        <Input.TextArea rows={2} maxLength={1000} />
      </Form.Item>
      <ErrorNote error={comment.error} />
      <Button htmlType="submit" loading={comment.busy}>
        {say({ zh: '记下意见', en: 'Note it' })}
      </Button>
    </Form>
  )
}

function aboutOptions(plan: Plan) {
  const projects = new Map(plan.slices.map((s) => [s.projectId, `${s.projectCode} ${s.projectName}`]))
  for (const u of plan.unfunded) projects.set(u.projectId, `${u.code} ${u.name}`)
  const lots = new Map(plan.slices.map((s) => [s.lotId, `${s.docNo} ${s.fundName}`]))
  for (const i of plan.idle) lots.set(i.lotId, `${i.docNo} ${i.fundName}`)
  return [
    ...[...projects].map(([id, label]) => ({ value: `project:${id}`, label })),
    ...[...lots].map(([id, label]) => ({ value: `lot:${id}`, label })),
  ]
}
