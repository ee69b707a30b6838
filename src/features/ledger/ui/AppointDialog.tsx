/** Appointing a keeper to a book. */
import { Form, Input, Modal, Select } from 'antd'
import { books } from '#policy/books.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { useSession } from '#ui/session.tsx'
import { useAct } from '#ui/useAct.ts'
import { appoint, type listKeepers } from '../keepers.contract.ts'

interface Entered {
  readonly book: string
  readonly personId: string
  readonly from: string
  readonly document: string
}

interface AppointDialogProps {
  readonly candidates: AnswerOf<typeof listKeepers>['candidates']
  readonly onClose: () => void
}

export function AppointDialog({ candidates, onClose }: AppointDialogProps) {
  const say = useSay()
  const { today } = useSession()
  const [form] = Form.useForm<Entered>()
  const act = useAct(appoint, { success: { zh: '已任命', en: 'Appointed' }, quiet: true })
  const confirm = async (entered: Entered) => {
    if (await act.run({ body: { ...entered, document: entered.document.trim() } })) onClose()
  }
  const required = [{ required: true, whitespace: true, message: say({ zh: '请填写', en: 'Required' }) }]
  return (
    <Modal
      open
      title={say({ zh: '任命记账人', en: 'Appoint a keeper' })}
      okText={say({ zh: '任命', en: 'Appoint' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      confirmLoading={act.busy}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form<Entered>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ from: today }}
        onFinish={(entered) => void confirm(entered)}
      >
        <Form.Item name="book" label={say({ zh: '专账', en: 'Book' })} rules={required}>
          <Select options={Object.entries(books).map(([value, book]) => ({ value, label: say(book.label) }))} />
        </Form.Item>
        <Form.Item name="personId" label={say({ zh: '人员', en: 'Person' })} rules={required}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={candidates.map((c) => ({ value: c.personId, label: `${c.name}（${say(c.roleLabel)}）` }))}
          />
        </Form.Item>
        <Form.Item name="from" label={say({ zh: '自哪一天起', en: 'From' })} rules={required}>
          <Input type="date" style={{ width: 180 }} />
        </Form.Item>
        <Form.Item name="document" label={say({ zh: '任命文件号', en: 'Document' })} rules={required}>
          <Input maxLength={120} autoComplete="off" />
        </Form.Item>
      </Form>
      <ErrorNote error={act.error} />
    </Modal>
  )
}
