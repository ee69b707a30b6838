/** The buttons of one object, as the server lists them. One that is not allowed says why: on hover, and in words on phones. */
import { Button, Tooltip } from 'antd'
import type { Text } from '#kernel/outcome.ts'
import { useSay } from './language.tsx'
import { useNarrow } from './media.ts'

export interface Action {
  readonly name: string
  readonly label: Text
  readonly allowed: boolean
  readonly because: Text | null
}

interface ActionBarProps {
  readonly actions: readonly Action[]
  readonly onAction: (name: string) => void
  /** Name of the main action; without it the first allowed one is. */
  readonly primary?: string
  readonly busy?: boolean
}

const isOff = (action: Action, narrow: boolean): boolean => narrow && !action.allowed && action.because !== null

export function ActionBar({ actions, onAction, primary, busy = false }: ActionBarProps) {
  const say = useSay()
  const narrow = useNarrow()
  const main = primary ?? actions.find((action) => action.allowed)?.name
  if (actions.length === 0) return null
  return (
    <div className="action-bar" role="group" aria-label={say({ zh: '可办事项', en: 'What can be done' })}>
      {actions.map((action) => (
        <div key={action.name} className={`action-bar-item${isOff(action, narrow) ? ' action-bar-item-off' : ''}`}>
          <Tooltip title={!action.allowed && action.because && !narrow ? say(action.because) : ''}>
            <Button
              type={isOff(action, narrow) ? 'text' : action.name === main && action.allowed ? 'primary' : 'default'}
              disabled={!action.allowed}
              loading={busy && action.name === main}
              onClick={() => onAction(action.name)}
              {...(action.because ? { 'aria-description': say(action.because) } : {})}
            >
              {say(action.label)}
            </Button>
          </Tooltip>
          {isOff(action, narrow) && action.because ? <span className="action-because">{say(action.because)}</span> : null}
        </div>
      ))}
    </div>
  )
}
