/** The session ended while a page was open: sign in on top of it, so that nothing typed is lost. */
import { Button, Form, Modal } from 'antd'
import { useSay } from '#ui/language.tsx'
import { SignInForm, type Credentials } from './SignInForm.tsx'
import { useLeave } from './session-query.ts'

export function SignInAgain({ username }: { username: string }) {
  const say = useSay()
  const leave = useLeave()
  const [form] = Form.useForm<Credentials>()
  return (
    <Modal
      open
      closable={false}
      footer={null}
      width={400}
      title={say({ zh: '登录已过期，请重新登录', en: 'Your session ended; please sign in again' })}
    >
      <p>{say({ zh: '您刚才填写的内容还在页面上，登录后接着办。', en: 'What you typed is still on the page; go on after signing in.' })}</p>
      <SignInForm form={form} username={username} />
      <Button type="link" block onClick={() => void leave()}>
        {say({ zh: '换一个人登录', en: 'Sign in as somebody else' })}
      </Button>
    </Modal>
  )
}
