/** The five levels in order: who signed when, what each one asserts, which level it waits for, and signatures that no longer hold. */
import { CheckOutlined, CloseOutlined } from '@ant-design/icons'
import { signOff } from '#policy/sign-off.ts'
import { formatInstant } from '#ui/instant.ts'
import { useSay } from '#ui/language.tsx'
import type { Claim } from './claim-shape.ts'
import './claims.css'

type Level = Claim['chain'][number]
type Mark = 'signed' | 'now' | 'void' | 'waiting'

function markOf(level: Level, state: string): Mark {
  if (level.signedBy && level.valid === false) return 'void'
  if (level.signedBy) return 'signed'
  return state === `L${level.level}` ? 'now' : 'waiting'
}

export function SignChain({ chain, state }: { chain: readonly Level[]; state: string }) {
  const say = useSay()
  return (
    <ol className="chain" aria-label={say({ zh: '五级审签', en: 'Five-level sign-off' })}>
      {chain.map((level) => {
        const mark = markOf(level, state)
        return (
          <li key={level.level} className={`chain-level chain-${mark}`} aria-current={mark === 'now' ? 'step' : undefined}>
            <span className="chain-mark" aria-hidden>
              {mark === 'signed' ? <CheckOutlined /> : mark === 'void' ? <CloseOutlined /> : level.level}
            </span>
            <div className="chain-title">{say(level.label)}</div>
            <div className="chain-asserts">{say(level.asserts)}</div>
            <LevelState level={level} mark={mark} />
          </li>
        )
      })}
    </ol>
  )
}

function LevelState({ level, mark }: { level: Level; mark: Mark }) {
  const say = useSay()
  const days = signOff.levels.find((row) => row.level === level.level)?.workingDays
  if (mark === 'waiting') return <div className="chain-who chain-state">{say({ zh: '未到', en: 'not yet' })}</div>
  if (mark === 'now')
    return (
      <div className="chain-who chain-state">
        {say({ zh: `正在审签，应在 ${days} 个工作日内办结`, en: `waiting here; due in ${days} working days` })}
      </div>
    )
  return (
    <div className="chain-who">
      <div>{`${level.signedBy} ${formatInstant(level.signedAt)}`}</div>
      {level.opinion ? <div className="chain-opinion">{`“${level.opinion}”`}</div> : null}
      {mark === 'void' ? (
        <div className="chain-state">{say({ zh: '内容已变，签字作废', en: 'Content has changed; the signature is void' })}</div>
      ) : null}
    </div>
  )
}
