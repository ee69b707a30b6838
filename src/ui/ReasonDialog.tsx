/** Asks for a reason before something is sent back or put back; the reason is kept with the act. */
import { Form, Input, Modal } from 'antd'
import type { ReactNode } from 'react'
import type { Text } from '#kernel/outcome.ts'
import { ErrorNote } from './ErrorNote.tsx'
import { useSay } from './language.tsx'

interface ReasonDialogProps {
  readonly title: Text
  readonly label: Text
  readonly ok: Text
  readonly children?: ReactNode
  readonly busy: boolean
  readonly error: unknown
  readonly onReason: (reason: string) => void
  readonly onClose: () => void
}

export function ReasonDialog({ title, label, ok, children, busy, error, onReason, onClose }: ReasonDialogProps) {
  const say = useSay()
  const [form] = Form.useForm<{ readonly reason: string }>()
  return (
    <Modal
      open
      title={say(title)}
      okText={say(ok)}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      confirmLoading={busy}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      {children}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={({ reason }) => onReason(reason.trim())}>
        <Form.Item
          name="reason"
          label={say(label)}
          rules={[{ required: true, whitespace: true, min: 2, message: say({ zh: '请写明原因，至少两个字', en: 'Give the reason' }) }]}
        >
          <Input.TextArea rows={3} maxLength={300} showCount autoFocus />
        </Form.Item>
      </Form>
      <ErrorNote error={error} />
    </Modal>
  )
}
