/** Pages for when there is no page: not there, not allowed, broken. Each says what happened and where to go on. */
import type { ErrorComponentProps } from '@tanstack/react-router'
import { Button } from 'antd'
import { RefusedByServer } from '#contract/client.ts'
import type { Text } from '#kernel/outcome.ts'
import { type Permission, permissions } from '#policy/roles.ts'
import { useSay } from '#ui/language.tsx'
import { useGo } from '#ui/routing.ts'

interface NoticeProps {
  readonly code: string
  readonly title: Text
  readonly text: Text
  readonly again?: () => void
}

export function Notice({ code, title, text, again }: NoticeProps) {
  const say = useSay()
  const go = useGo()
  return (
    <main className="notice">
      <p className="notice-code" aria-hidden>
        {code}
      </p>
      <h1>{say(title)}</h1>
      <p>{say(text)}</p>
      <div className="notice-buttons">
        {again ? (
          <Button type="primary" onClick={again}>
            {say({ zh: '重新打开', en: 'Open again' })}
          </Button>
        ) : null}
        <Button type={again ? 'default' : 'primary'} onClick={() => go('/')}>
          {say({ zh: '回到工作台', en: 'To my desk' })}
        </Button>
      </div>
    </main>
  )
}

export const MissingPage = () => (
  <Notice
    code="404"
    title={{ zh: '没有这个页面', en: 'There is no such page' }}
    text={{
      zh: '地址可能写错了，或者这项内容已经不在这里。请从左边的菜单进入，或者回到工作台。',
      en: 'The address may be wrong, or this is no longer here. Use the menu on the left, or go to your desk.',
    }}
  />
)

export const ForbiddenPage = ({ permission }: { permission: Permission }) => (
  <Notice
    code="403"
    title={{ zh: '您的岗位不能打开这个页面', en: 'Your role may not open this page' }}
    text={{
      zh: `打开它需要“${permissions[permission].zh}”的权限。如果工作需要，请找系统管理员调整岗位。`,
      en: `It needs the permission “${permissions[permission].en}”. If your work needs it, ask the administrator.`,
    }}
  />
)

/** After an update of the server, files that an open page still wants are gone. */
const isOldVersion = (error: unknown) =>
  error instanceof TypeError && /dynamically imported module|module script|importing a module/i.test(error.message)

export function BrokenPage({ error }: ErrorComponentProps) {
  const reload = () => window.location.reload()
  const detail = error instanceof Error ? error.message : String(error)
  if (error instanceof RefusedByServer)
    return <Notice code={String(error.status || '!')} title={{ zh: '打不开', en: 'Cannot open' }} text={error.text} again={reload} />
  if (isOldVersion(error))
    return (
      <Notice
        code="↻"
        title={{ zh: '系统已经更新', en: 'The system was updated' }}
        text={{ zh: '请重新打开这个页面，就会用上新版本。', en: 'Open the page again to use the new version.' }}
        again={reload}
      />
    )
  return (
    <Notice
      code="500"
      title={{ zh: '页面出错了', en: 'The page broke' }}
      text={{
        zh: `您没有做错什么，账上也没有任何变动。请重新打开；如果还是这样，请把这句话告诉系统管理员：${detail}`,
        en: `You did nothing wrong and nothing was posted. Open it again; if it stays, tell the administrator: ${detail}`,
      }}
      again={reload}
    />
  )
}
