/** A new person: name, role, the place or department the role is bound to, a first password. */
import { Alert, Form, Input, Modal, Select } from 'antd'
import { type RoleKey, roles } from '#policy/roles.ts'
import { useAnswer } from '#ui/Answer.tsx'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { useAct } from '#ui/useAct.ts'
import { addPerson, listDivisions } from '../people.contract.ts'

interface NewPerson {
  readonly name: string
  readonly username: string
  readonly role: RoleKey
  readonly scope?: string
  readonly password: string
}

export function AddPersonDialog({ onClose }: { onClose: () => void }) {
  const say = useSay()
  const [form] = Form.useForm<NewPerson>()
  const role = Form.useWatch('role', form)
  const add = useAct(addPerson, { success: { zh: '已新增', en: 'Added' }, quiet: true })
  const save = async ({ scope, ...person }: NewPerson) => {
    if (await add.run({ body: { ...person, scope: scope?.trim() || null } })) onClose()
  }
  return (
    <Modal
      open
      title={say({ zh: '新增人员', en: 'Add a person' })}
      okText={say({ zh: '新增', en: 'Add' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      confirmLoading={add.busy}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form<NewPerson> form={form} layout="vertical" requiredMark={false} onFinish={(person) => void save(person)}>
        <Form.Item
          name="name"
          label={say({ zh: '姓名', en: 'Name' })}
          rules={[{ required: true, whitespace: true, message: say({ zh: '请填写姓名', en: 'Enter the name' }) }]}
        >
          <Input maxLength={40} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="username"
          label={say({ zh: '用户名', en: 'User name' })}
          rules={[
            {
              required: true,
              pattern: /^[a-z][a-z0-9_.-]{1,31}$/,
              message: say({
                zh: '小写字母开头，2到32个字母、数字、点、横线',
                en: '2 to 32 lower-case letters, digits, dots, dashes; a letter first',
              }),
            },
          ]}
        >
          <Input maxLength={32} autoComplete="off" autoCapitalize="none" />
        </Form.Item>
        <Form.Item
          name="role"
          label={say({ zh: '岗位', en: 'Role' })}
          rules={[{ required: true, message: say({ zh: '请选择岗位', en: 'Choose a role' }) }]}
        >
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={Object.entries(roles).map(([value, one]) => ({ value, label: say(one.label) }))}
            onChange={() => form.resetFields(['scope'])}
          />
        </Form.Item>
        {role ? <Scope role={role} /> : null}
        <Form.Item
          name="password"
          label={say({ zh: '初始密码', en: 'First password' })}
          extra={say({ zh: '至少10位，当面或电话告诉本人。', en: 'At least 10 characters; tell the person directly.' })}
          rules={[{ required: true, min: 10, message: say({ zh: '至少10位', en: 'At least 10 characters' }) }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
      </Form>
      <ErrorNote error={add.error} />
    </Modal>
  )
}

function Scope({ role }: { role: RoleKey }) {
  const say = useSay()
  const divisions = useAnswer(listDivisions)
  const { scope, duty } = roles[role]
  const level = scope === 'township' || scope === 'village' ? scope : null
  return (
    <>
      <Alert type="info" showIcon title={say(duty)} style={{ marginBottom: 16 }} />
      {level ? (
        <Form.Item
          name="scope"
          label={level === 'village' ? say({ zh: '哪个村', en: 'Which village' }) : say({ zh: '哪个乡镇', en: 'Which township' })}
          rules={[{ required: true, message: say({ zh: '请选择', en: 'Choose one' }) }]}
        >
          <Select
            loading={divisions.isLoading}
            showSearch={{ optionFilterProp: 'label' }}
            options={(divisions.data?.rows ?? []).filter((row) => row.level === level).map((row) => ({ value: row.code, label: row.name }))}
          />
        </Form.Item>
      ) : null}
      {scope === 'department' ? (
        <Form.Item
          name="scope"
          label={say({ zh: '哪个部门', en: 'Which department' })}
          extra={say({ zh: '写法要和项目的责任单位一致，例如：区交通运输局', en: "Written as in the projects' responsible unit" })}
          rules={[{ required: true, whitespace: true, message: say({ zh: '请填写部门', en: 'Enter the department' }) }]}
        >
          <Input maxLength={40} />
        </Form.Item>
      ) : null}
    </>
  )
}
