/** Signing in. In the demo district the people stand beside the form, grouped by what they do; a click fills the form. */
import { Form } from 'antd'
import { useEffect } from 'react'
import { welcome } from '#features/people/people.contract.ts'
import { useAnswer } from '#ui/Answer.tsx'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { useGo, useQueryParam } from '#ui/routing.ts'
import { Brand } from './Brand.tsx'
import { DemoPeople } from './DemoPeople.tsx'
import { LanguageSwitch } from './HeaderTools.tsx'
import { type Credentials, SignInForm } from './SignInForm.tsx'

/** Only addresses of this application: never leads anywhere else after signing in. */
const isOwnAddress = (address: string | null): address is string => address !== null && /^\/(?![/\\])/.test(address)

export function LoginPage() {
  const say = useSay()
  const go = useGo()
  const next = useQueryParam('next')
  const [form] = Form.useForm<Credentials>()
  const answer = useAnswer(welcome)
  const demo = answer.data?.demo ?? null
  useEffect(() => {
    document.title = '登录 · 渠首 Headgate'
  }, [])
  useEffect(() => {
    if (answer.data?.ready === false) go('/setup', { replace: true })
  }, [answer.data, go])
  const fill = (username: string, password: string) => {
    form.setFieldsValue({ username, password })
    document.querySelector<HTMLButtonElement>('[data-testid="sign-in"]')?.focus()
  }
  return (
    <div className={demo ? 'login login-demo' : 'login'}>
      <section className="login-panel">
        <div className="login-top">
          <Brand />
          <LanguageSwitch />
        </div>
        <div className="login-middle">
          {answer.data?.districtName ? <p className="login-district">{answer.data.districtName}</p> : null}
          <h1>{say({ zh: '财政涉农资金统筹与监管', en: 'Pooling and supervising public money' })}</h1>
          <p className="login-motto">
            {say({
              zh: '多个渠道进水，一个龙头出水；每一分钱，从文件追到收款人。',
              en: 'Many channels in, one tap out; every fen from document to payee.',
            })}
          </p>
          {answer.isError ? <ErrorNote error={answer.error} /> : null}
          <SignInForm form={form} onEnter={() => go(isOwnAddress(next) ? next : '/')} />
        </div>
        <a className="login-public" href="/public">
          {say({ zh: '不登录，查看公示 →', en: 'See the public page without signing in →' })}
        </a>
      </section>
      {demo ? <DemoPeople password={demo.password} people={demo.people} onPick={fill} /> : <Canal />}
    </div>
  )
}

/** Channels that run together into one gate. Drawn, so that the page needs no picture file. */
function Canal() {
  return (
    <div className="login-canal" aria-hidden>
      <svg viewBox="0 0 600 800" preserveAspectRatio="xMidYMid slice">
        {[40, 140, 240, 340, 440, 540].map((x, index) => (
          <path key={x} d={`M${x} -10 C${x} 220 ${292 + index * 3} 260 ${292 + index * 3} 430`} className="canal-in" />
        ))}
        <path d="M300 470 L300 810" className="canal-out" />
        <rect x="244" y="424" width="112" height="14" rx="2" className="canal-gate" />
        <rect x="252" y="404" width="10" height="84" rx="2" className="canal-gate" />
        <rect x="338" y="404" width="10" height="84" rx="2" className="canal-gate" />
      </svg>
    </div>
  )
}
