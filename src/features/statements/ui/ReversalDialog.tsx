/** 红字冲销: day, paper and reason, the red voucher as it will stand, and only then the posting. */
import { Alert, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { newKey } from '#contract/client.ts'
import type { Text } from '#kernel/outcome.ts'
import { postToLedger } from '#features/ledger/ledger.contract.ts'
import { ledgerLabels } from '#policy/statements.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'
import { useGo } from '#ui/routing.ts'
import { useSession } from '#ui/session.tsx'
import { useAct } from '#ui/useAct.ts'
import { previewReversal, type showReversal } from '../reversal.contract.ts'

export type Reversal = AnswerOf<typeof showReversal>
type Tried = AnswerOf<typeof previewReversal>

interface Values {
  readonly businessDate: string
  readonly basis: string
  readonly reason: string
}

interface ReversalDialogProps {
  readonly postingId: string
  readonly reversal: Reversal
  readonly onClose: () => void
}

const NO_REFRESH: readonly (readonly string[])[] = []

export function ReversalDialog({ postingId, reversal, onClose }: ReversalDialogProps) {
  const say = useSay()
  const go = useGo()
  const [form] = Form.useForm<Values>()
  const [seen, setSeen] = useState<{ readonly values: Values; readonly tried: Tried; readonly key: string } | null>(null)
  const [refusal, setRefusal] = useState<Text | null>(null)
  const preview = useAct(previewReversal, { quiet: true, refresh: NO_REFRESH })
  const post = useAct(postToLedger, { quiet: true })
  const look = async (values: Values) => {
    setRefusal(null)
    const tried = await preview.run({ params: { id: postingId }, body: values })
    // One key for what was seen: pressing twice cannot reverse twice.
    if (tried) setSeen({ values, tried, key: newKey() })
  }
  const confirm = async () => {
    if (!seen) return
    const answer = await post.run({ body: { ...seen.values, key: seen.key, kind: 'reversal', reverses: postingId } })
    const [result] = answer?.results ?? []
    if (!result) return
    if (!result.ok) return setRefusal(result.message)
    const { book, month, no } = seen.tried.vouchers[0]!
    onClose()
    go(`/vouchers/${book}/${month}/${no}`)
  }
  return (
    <Modal
      open
      width={760}
      title={say(reversal.action.label)}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={
        <>
          <Button onClick={() => (seen ? setSeen(null) : onClose())}>
            {say(seen ? { zh: '返回修改', en: 'Back' } : { zh: '取消', en: 'Cancel' })}
          </Button>
          {seen ? (
            <Button type="primary" danger loading={post.busy} onClick={() => void confirm()}>
              {say({ zh: '确认冲销', en: 'Reverse' })}
            </Button>
          ) : (
            <Button type="primary" loading={preview.busy} onClick={() => form.submit()}>
              {say({ zh: '预览红字凭证', en: 'Preview the red voucher' })}
            </Button>
          )}
        </>
      }
    >
      <div hidden={seen !== null}>
        <Fields form={form} from={reversal.from} onFinish={(values) => void look(values)} />
        <ErrorNote error={preview.error} />
      </div>
      {seen ? <RedVoucher reversal={reversal} seen={seen.values} tried={seen.tried} /> : null}
      <ErrorNote error={post.error} />
      {refusal ? <Alert className="error-note" type="error" showIcon role="alert" title={say(refusal)} /> : null}
    </Modal>
  )
}

interface FieldsProps {
  readonly form: ReturnType<typeof Form.useForm<Values>>[0]
  readonly from: string
  readonly onFinish: (values: Values) => void
}

function Fields({ form, from, onFinish }: FieldsProps) {
  const say = useSay()
  const { today } = useSession()
  const need = (zh: string, en: string, min = 1) => [{ required: true, whitespace: true, min, message: say({ zh, en }) }]
  return (
    <Form form={form} layout="vertical" requiredMark={false} initialValues={{ businessDate: today }} onFinish={onFinish}>
      <p className="help-text">
        {say({
          zh: '原凭证不改不删；另记一张红字凭证，方向相同、金额为负，把它冲平。只能记在没有结账的月份。',
          en: 'The voucher stays as it is; a red one with amounts below zero cancels it, in a month that is open.',
        })}
      </p>
      <Form.Item
        name="businessDate"
        label={say({ zh: '记账日期', en: 'Date' })}
        extra={say({ zh: `最早 ${from}，最晚今天`, en: `From ${from} to today` })}
        rules={need('请选择记账日期', 'Choose the day')}
      >
        <Input type="date" min={from} max={today} />
      </Form.Item>
      <Form.Item
        name="basis"
        label={say({ zh: '依据（文号或更正单号）', en: 'Basis (document or correction slip)' })}
        rules={need('请填写依据的文号或单号', 'Give the number of the document')}
      >
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item name="reason" label={say({ zh: '冲销原因', en: 'Reason' })} rules={need('请写明原因，至少两个字', 'Give the reason', 2)}>
        <Input.TextArea rows={2} maxLength={300} showCount />
      </Form.Item>
    </Form>
  )
}

/** What will stand in the books, line by line; nothing of it is kept yet. */
function RedVoucher({ reversal, seen, tried }: { reversal: Reversal; seen: Values; tried: Tried }) {
  const say = useSay()
  const amount = (fen: string) => (fen === '0' ? null : fen)
  return (
    <>
      <p className="help-text">
        {say({
          zh: `${say(reversal.summary)}；${seen.businessDate}；依据 ${seen.basis}；${seen.reason}`,
          en: `${say(reversal.summary)}; ${seen.businessDate}; ${seen.basis}; ${seen.reason}`,
        })}
      </p>
      {reversal.vouchers.map((voucher) => {
        const numbered = tried.vouchers.find((v) => v.book === voucher.book)
        const heading = {
          zh: `${voucher.label.zh} ${numbered?.month ?? ''} 记-${numbered?.no ?? ''}（红字）`,
          en: `${voucher.label.en} ${numbered?.month ?? ''} no. ${numbered?.no ?? ''} (red)`,
        }
        return (
          <section key={voucher.book} aria-label={say(heading)}>
            <h3 className="reversal-book">{say(heading)}</h3>
            <RowsTable
              rows={voucher.lines.map((line, place) => ({ ...line, place }))}
              rowKey={(line) => String(line.place)}
              label={heading}
              empty={{ zh: '这类记账没有分录', en: 'This kind has no entries' }}
              columns={[
                { title: { zh: '账', en: 'Ledger' }, width: 80, cell: (line) => say(ledgerLabels[line.ledger]) },
                { title: { zh: '科目', en: 'Title' }, cell: (line) => `${line.subject} ${say(line.subjectLabel)}` },
                { title: { zh: '明细', en: 'Detail' }, cell: (line) => line.detail },
                { title: { zh: '借方', en: 'Debit' }, money: (line) => amount(line.debitFen) },
                { title: { zh: '贷方', en: 'Credit' }, money: (line) => amount(line.creditFen) },
              ]}
            />
          </section>
        )
      })}
    </>
  )
}
