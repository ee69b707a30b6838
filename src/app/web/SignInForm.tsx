/** User name and password. `onEnter` gets the session; refusals stand under the fields in the server's words. */
import { Button, Form, Input } from 'antd'
import type { FormInstance } from 'antd'
import { signIn } from '#features/people/people.contract.ts'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { useAct } from '#ui/useAct.ts'
import { type Session, useEnter } from './session-query.ts'

export interface Credentials {
  readonly username: string
  readonly password: string
}

interface SignInFormProps {
  readonly form: FormInstance<Credentials>
  readonly onEnter?: (session: Session) => void
  readonly username?: string
}

const NOTHING: readonly (readonly string[])[] = []

export function SignInForm({ form, onEnter, username }: SignInFormProps) {
  const say = useSay()
  const enter = useEnter()
  const act = useAct(signIn, { quiet: true, refresh: NOTHING })
  const submit = async (body: Credentials) => {
    const session = await act.run({ body: { username: body.username.trim(), password: body.password } })
    if (!session) return
    enter(session)
    onEnter?.(session)
  }
  return (
    <Form<Credentials>
      form={form}
      layout="vertical"
      size="large"
      requiredMark={false}
      initialValues={{ username: username ?? '' }}
      onFinish={(body) => void submit(body)}
      className="sign-in-form"
    >
      <Form.Item
        name="username"
        label={say({ zh: '用户名', en: 'User name' })}
        rules={[{ required: true, whitespace: true, message: say({ zh: '请填写用户名', en: 'Enter your user name' }) }]}
      >
        <Input
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus={username === undefined}
          readOnly={username !== undefined}
        />
      </Form.Item>
      <Form.Item
        name="password"
        label={say({ zh: '密码', en: 'Password' })}
        rules={[{ required: true, message: say({ zh: '请填写密码', en: 'Enter your password' }) }]}
      >
        <Input.Password autoComplete="current-password" autoFocus={username !== undefined} />
      </Form.Item>
      <ErrorNote error={act.error} />
      <Button type="primary" htmlType="submit" block loading={act.busy} data-testid="sign-in">
        {say({ zh: '登录', en: 'Sign in' })}
      </Button>
    </Form>
  )
}
