/** A decision with its document, date and reason; what is decided stands above these as fields of its own. */
import { Form, type FormInstance, Input, Modal } from 'antd'
import type { ReactNode } from 'react'
import type { Text } from '#kernel/outcome.ts'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { useSession } from '#ui/session.tsx'
import './treasury.css'

export interface Decision {
  readonly document: string
  readonly reason: string
  readonly decidedOn: string
}

interface DecisionDialogProps<V extends object> {
  readonly title: Text
  readonly ok: Text
  readonly form: FormInstance<V & Decision>
  readonly initial?: Partial<V & Decision>
  readonly children?: ReactNode
  /** Under the fields: what will happen. */
  readonly below?: ReactNode
  readonly act: { readonly busy: boolean; readonly error: unknown }
  readonly disabled?: boolean
  /** The decision carries no date of its own. */
  readonly undated?: boolean
  readonly words?: { readonly document?: Text; readonly reason?: Text; readonly date?: Text }
  readonly onDecide: (decision: V & Decision) => void
  readonly onClose: () => void
}

export function DecisionDialog<V extends object>(props: DecisionDialogProps<V>) {
  const { title, ok, form, initial, children, below, act, disabled = false, undated = false, words = {}, onDecide, onClose } = props
  const say = useSay()
  const { today } = useSession()
  return (
    <Modal
      open
      width={760}
      title={say(title)}
      okText={say(ok)}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      okButtonProps={{ disabled }}
      confirmLoading={act.busy}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form<V & Decision>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ decidedOn: today, ...initial }}
        onFinish={onDecide}
      >
        {children}
        <DecisionFields words={words} undated={undated} />
      </Form>
      {below}
      <ErrorNote error={act.error} />
    </Modal>
  )
}

function DecisionFields({ words, undated }: { words: NonNullable<DecisionDialogProps<object>['words']>; undated: boolean }) {
  const say = useSay()
  const { today } = useSession()
  const filled = (message: Text) => [{ required: true, whitespace: true, min: 2, message: say(message) }]
  return (
    <div className="form-grid">
      <Form.Item
        name="document"
        label={say(words.document ?? { zh: '决定文号', en: 'Document of the decision' })}
        rules={filled({ zh: '请填写文号或凭证号', en: 'Enter the number of the document' })}
      >
        <Input maxLength={120} autoComplete="off" />
      </Form.Item>
      <Form.Item
        hidden={undated}
        name="decidedOn"
        label={say(words.date ?? { zh: '决定日期', en: 'Decided on' })}
        rules={[{ required: true, message: say({ zh: '请选择日期', en: 'Choose the date' }) }]}
      >
        <Input type="date" max={today} />
      </Form.Item>
      <Form.Item
        className="form-wide"
        name="reason"
        label={say(words.reason ?? { zh: '原因', en: 'Reason' })}
        rules={filled({ zh: '请写明原因，至少两个字', en: 'Give the reason' })}
      >
        <Input.TextArea rows={2} maxLength={300} />
      </Form.Item>
    </div>
  )
}
