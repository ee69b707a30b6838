/** First run on an empty database: which district this is, and the person who manages people and roles. */
import { Button, Form, Input } from 'antd'
import { useEffect } from 'react'
import { firstRun, welcome } from '#features/people/people.contract.ts'
import { useAnswer } from '#ui/Answer.tsx'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { useGo } from '#ui/routing.ts'
import { useAct } from '#ui/useAct.ts'
import { Brand } from './Brand.tsx'
import { LanguageSwitch } from './HeaderTools.tsx'
import { useEnter } from './session-query.ts'

interface SetUp {
  readonly districtCode: string
  readonly districtName: string
  readonly username: string
  readonly name: string
  readonly password: string
  readonly passwordAgain: string
}

export function SetupPage() {
  const say = useSay()
  const go = useGo()
  const enter = useEnter()
  const answer = useAnswer(welcome)
  const act = useAct(firstRun, { quiet: true })
  useEffect(() => {
    document.title = '首次启用 · 渠首 Headgate'
  }, [])
  useEffect(() => {
    if (answer.data?.ready) go('/login', { replace: true })
  }, [answer.data, go])
  const submit = async ({ passwordAgain: _again, ...body }: SetUp) => {
    const session = await act.run({ body })
    if (!session) return
    enter(session)
    go('/people')
  }
  return (
    <main className="setup">
      <div className="login-top">
        <Brand />
        <LanguageSwitch />
      </div>
      <h1>{say({ zh: '首次启用', en: 'First run' })}</h1>
      <p>
        {say({
          zh: '填好本区县和系统管理员，就可以开始。管理员只管人员和岗位，不经手资金；其他人由管理员登录后添加。',
          en: 'Name the district and its administrator to begin. The administrator manages people and roles and never touches money; add the others after signing in.',
        })}
      </p>
      <Form<SetUp> layout="vertical" requiredMark={false} onFinish={(body) => void submit(body)}>
        <SetUpFields />
        <ErrorNote error={act.error} />
        <Button type="primary" size="large" htmlType="submit" loading={act.busy}>
          {say({ zh: '启用', en: 'Begin' })}
        </Button>
      </Form>
    </main>
  )
}

function SetUpFields() {
  const say = useSay()
  return (
    <div className="setup-grid">
      <Form.Item
        name="districtCode"
        label={say({ zh: '区划代码', en: 'Division code' })}
        extra={say({ zh: '6位数字，如茅箭区 420302', en: 'Six digits, for example 420302' })}
        rules={[{ required: true, pattern: /^\d{6}$/, message: say({ zh: '请填写6位区划代码', en: 'Enter the six-digit code' }) }]}
      >
        <Input inputMode="numeric" maxLength={6} />
      </Form.Item>
      <Form.Item
        name="districtName"
        label={say({ zh: '区县名称', en: 'Name of the district' })}
        rules={[{ required: true, min: 2, max: 40, message: say({ zh: '请填写区县名称', en: 'Enter the name' }) }]}
      >
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item
        name="name"
        label={say({ zh: '管理员姓名', en: "Administrator's name" })}
        rules={[{ required: true, message: say({ zh: '请填写姓名', en: 'Enter the name' }) }]}
      >
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item
        name="username"
        label={say({ zh: '管理员用户名', en: "Administrator's user name" })}
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
        <Input autoCapitalize="none" autoComplete="username" />
      </Form.Item>
      <Form.Item
        name="password"
        label={say({ zh: '密码', en: 'Password' })}
        rules={[{ required: true, min: 10, message: say({ zh: '至少10位', en: 'At least 10 characters' }) }]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="passwordAgain"
        label={say({ zh: '再填一次密码', en: 'Password again' })}
        dependencies={['password']}
        rules={[
          { required: true, message: say({ zh: '请再填一次', en: 'Enter it again' }) },
          ({ getFieldValue }) => ({
            validator: async (_, value: string) => {
              if (value && value !== getFieldValue('password')) throw new Error(say({ zh: '两次填的不一样', en: 'The two differ' }))
            },
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </div>
  )
}
