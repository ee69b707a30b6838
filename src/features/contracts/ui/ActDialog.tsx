/** An act on money in two steps: fill in, see what will be posted, confirm. Any change of an entry asks for the preview again. */
import { Button, Form, type FormInstance, Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Text } from '#kernel/outcome.ts'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { type PostedLine, PostedPreview } from './PostedPreview.tsx'

interface ActDialogProps<Values extends object> {
  readonly title: Text
  readonly form: FormInstance<Values>
  readonly initial: Partial<Values>
  readonly children: ReactNode
  readonly busy: boolean
  readonly error: unknown
  /** Sends it, to be tried or to be done; null when it was refused. */
  readonly run: (values: Values, preview: boolean) => Promise<readonly PostedLine[] | null>
  readonly onClose: () => void
}

export function ActDialog<Values extends object>({ title, form, initial, children, busy, error, run, onClose }: ActDialogProps<Values>) {
  const say = useSay()
  const [lines, setLines] = useState<readonly PostedLine[] | null>(null)
  const finish = async (values: Values) => {
    if (lines === null) setLines(await run(values, true))
    else if (await run(values, false)) onClose()
  }
  return (
    <Modal
      open
      width={720}
      title={say(title)}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={[
        <Button key="cancel" onClick={onClose}>
          {say({ zh: '取消', en: 'Cancel' })}
        </Button>,
        <Button key="ok" type="primary" loading={busy} onClick={() => form.submit()}>
          {lines === null ? say({ zh: '下一步：看将要记的账', en: 'Next: see what is posted' }) : say({ zh: '确认登记', en: 'Confirm' })}
        </Button>,
      ]}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initial}
        onValuesChange={() => setLines(null)}
        onFinish={(values) => void finish(values)}
      >
        {children}
      </Form>
      {lines === null ? null : <PostedPreview lines={lines} />}
      <ErrorNote error={error} />
    </Modal>
  )
}
