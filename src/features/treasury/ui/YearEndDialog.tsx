/** The yearly run: every lot with money on the last day of a year is carried over in one go, except those that must be decided on one by one. */
import { Alert, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import type { AnswerOf } from '#ui/answer-of.ts'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'
import { useSession } from '#ui/session.tsx'
import { useAct } from '#ui/useAct.ts'
import { carryYearEnd, previewYearEnd } from '../treasury.contract.ts'

type Preview = AnswerOf<typeof previewYearEnd>

export function YearEndDialog({ onClose }: { onClose: () => void }) {
  const say = useSay()
  const { today } = useSession()
  const last = Number(today.slice(0, 4)) - (today.slice(5) === '12-31' ? 0 : 1)
  const [year, setYear] = useState(last)
  const [form] = Form.useForm<{ readonly document: string }>()
  const preview = useAnswer(previewYearEnd, { query: { year } })
  const act = useAct(carryYearEnd, { success: { zh: '年终结转已记账', en: 'Carried over' }, quiet: true })
  const confirm = async (seen: Preview, document: string) => {
    if (await act.run({ body: { year, document, contentHash: seen.contentHash } })) onClose()
  }
  const ready = preview.data !== undefined && preview.data.over && preview.data.carry.length > 0
  return (
    <Modal
      open
      width={860}
      title={say({ zh: '年终结转', en: 'Year-end run' })}
      okText={say({ zh: '确认结转', en: 'Carry over' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      okButtonProps={{ disabled: !ready }}
      confirmLoading={act.busy}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ document }) => preview.data && void confirm(preview.data, document)}
      >
        <div className="form-grid">
          <Form.Item label={say({ zh: '年度', en: 'Year' })}>
            <Select
              value={year}
              options={Array.from({ length: 12 }, (_, i) => ({ value: last - i, label: String(last - i) }))}
              onChange={setYear}
            />
          </Form.Item>
          <Form.Item
            name="document"
            label={say({ zh: '结转文号', en: 'Document' })}
            rules={[{ required: true, whitespace: true, min: 2, message: say({ zh: '请填写文号', en: 'Enter the document' }) }]}
          >
            <Input maxLength={120} autoComplete="off" />
          </Form.Item>
        </div>
      </Form>
      <Answer query={preview}>{(seen) => <Seen seen={seen} />}</Answer>
      <ErrorNote error={act.error} />
    </Modal>
  )
}

function Seen({ seen }: { seen: Preview }) {
  const say = useSay()
  return (
    <>
      {seen.over ? null : (
        <Alert
          type="warning"
          showIcon
          title={say({ zh: `${seen.year} 年还没有结束，12 月 31 日以后办理`, en: `${seen.year} is not over yet` })}
          style={{ marginBottom: 12 }}
        />
      )}
      {seen.apart.length > 0 ? (
        <Alert
          type="warning"
          showIcon
          style={{ marginBottom: 12 }}
          title={say({
            zh: `另有 ${seen.apart.length} 笔满两年未用完，不在这里一并结转，请逐笔决定`,
            en: `${seen.apart.length} more are two years old and must be decided on one by one`,
          })}
        />
      ) : null}
      <p className="help-text">
        {say({
          zh: `${seen.year} 年 12 月 31 日没用完的资金 ${seen.carry.length} 笔，共 `,
          en: `${seen.carry.length} lots unspent on 31 December ${seen.year}: `,
        })}
        <MoneyText fen={seen.amountFen} unit strong />
      </p>
      <RowsTable
        rows={seen.carry}
        rowKey={(row) => row.lotId}
        empty={{ zh: '没有需要结转的资金', en: 'Nothing to carry over' }}
        pageSize={10}
        total
        columns={[
          { title: { zh: '资金', en: 'Money' }, cell: (row) => row.name },
          { title: { zh: '月数', en: 'Months' }, width: 72, cell: (row) => row.months },
          { title: { zh: '结转金额', en: 'Carried over' }, money: (row) => row.unspentFen },
        ]}
      />
    </>
  )
}
