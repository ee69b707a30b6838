/** What stands where nothing is: why it is empty, and the way to fill it. */
import { InboxOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import type { Text } from '#kernel/outcome.ts'
import { useSay } from './language.tsx'

export interface EmptyWords {
  readonly title: Text
  readonly hint?: Text
  readonly action?: ReactNode
}

export function EmptyNote({ title, hint, action }: EmptyWords) {
  const say = useSay()
  return (
    <div className="empty-note">
      <InboxOutlined aria-hidden />
      <p className="empty-title">{say(title)}</p>
      {hint ? <p className="empty-hint">{say(hint)}</p> : null}
      {action}
    </div>
  )
}
