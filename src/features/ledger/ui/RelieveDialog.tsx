/** Relieving a keeper: the appointment ends by a day and a document, and stays on record. */
import { Form, Input, Modal, Select } from 'antd'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { useSession } from '#ui/session.tsx'
import { useAct } from '#ui/useAct.ts'
import { relieve } from '../keepers.contract.ts'
import type { Keeper } from './KeepersPage.tsx'

interface Entered {
  readonly keeperNo: string
  readonly to: string
  readonly document: string
}

export function RelieveDialog({ keepers, onClose }: { keepers: readonly Keeper[]; onClose: () => void }) {
  const say = useSay()
  const { today } = useSession()
  const [form] = Form.useForm<Entered>()
  const act = useAct(relieve, { success: { zh: '已解除任命', en: 'Relieved' }, quiet: true })
  const confirm = async ({ keeperNo, to, document }: Entered) => {
    if (await act.run({ params: { no: keeperNo }, body: { to, document: document.trim() } })) onClose()
  }
  const required = [{ required: true, whitespace: true, message: say({ zh: '请填写', en: 'Required' }) }]
  return (
    <Modal
      open
      title={say({ zh: '解除任命', en: 'Relieve a keeper' })}
      okText={say({ zh: '解除', en: 'Relieve' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      confirmLoading={act.busy}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form<Entered> form={form} layout="vertical" requiredMark={false} initialValues={{ to: today }} onFinish={(e) => void confirm(e)}>
        <Form.Item name="keeperNo" label={say({ zh: '哪一项任命', en: 'Which appointment' })} rules={required}>
          <Select options={keepers.map((k) => ({ value: k.keeperNo, label: `${say(k.bookLabel)} · ${k.name} · ${k.from}` }))} />
        </Form.Item>
        <Form.Item name="to" label={say({ zh: '最后一日', en: 'Last day' })} rules={required}>
          <Input type="date" style={{ width: 180 }} />
        </Form.Item>
        <Form.Item name="document" label={say({ zh: '文件号', en: 'Document' })} rules={required}>
          <Input maxLength={120} autoComplete="off" />
        </Form.Item>
      </Form>
      <ErrorNote error={act.error} />
    </Modal>
  )
}
