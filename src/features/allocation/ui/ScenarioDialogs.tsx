/** Copying a scenario under another name, and retiring one with a reason. */
import { Form, Input, Modal } from 'antd'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { ReasonDialog } from '#ui/ReasonDialog.tsx'
import { useGo } from '#ui/routing.ts'
import { useAct } from '#ui/useAct.ts'
import { copyScenario, retireScenario } from '../scenario.contract.ts'
import type { ShownScenario } from './ScenarioPage.tsx'

interface DialogProps {
  readonly scenario: ShownScenario
  readonly onClose: () => void
}

export function CopyDialog({ scenario, onClose }: DialogProps) {
  const say = useSay()
  const go = useGo()
  const [form] = Form.useForm<{ readonly name: string }>()
  const copy = useAct(copyScenario, { success: { zh: '已复制', en: 'Copied' }, quiet: true })
  const confirm = async ({ name }: { name: string }) => {
    const kept = await copy.run({ params: { id: scenario.id }, body: { name, version: scenario.version } })
    if (kept) go(`/scenarios/${kept.scenarioId}`)
    if (kept) onClose()
  }
  return (
    <Modal
      open
      title={say({ zh: '复制成新的测算口径', en: 'Copy into a new scenario' })}
      okText={say({ zh: '复制', en: 'Copy' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      confirmLoading={copy.busy}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ name: `${scenario.name}（副本）` }}
        onFinish={(values) => void confirm(values)}
      >
        <Form.Item
          name="name"
          label={say({ zh: '新口径的名称', en: 'Name of the copy' })}
          rules={[
            {
              required: true,
              whitespace: true,
              min: 2,
              max: 60,
              message: say({ zh: '请写名称，2到60字', en: 'Give a name of 2 to 60 characters' }),
            },
          ]}
        >
          <Input maxLength={60} autoFocus />
        </Form.Item>
      </Form>
      <ErrorNote error={copy.error} />
    </Modal>
  )
}

export function RetireDialog({ scenario, onClose }: DialogProps) {
  const retire = useAct(retireScenario, { success: { zh: '已停用', en: 'Retired' }, quiet: true })
  const confirm = async (note: string) => {
    if (await retire.run({ params: { id: scenario.id }, body: { note, seen: scenario.version } })) onClose()
  }
  return (
    <ReasonDialog
      title={{ zh: `停用“${scenario.name}”`, en: `Retire “${scenario.name}”` }}
      label={{ zh: '为什么停用（以后只能查看和复制）', en: 'Why (it can then only be read and copied)' }}
      ok={{ zh: '停用', en: 'Retire' }}
      busy={retire.busy}
      error={retire.error}
      onReason={(note) => void confirm(note)}
      onClose={onClose}
    />
  )
}
