/**
 * The time machine on a page: "as of" (when it happened) and "as known on" (when it was recorded), kept in the address. When the page
 * does not show today, a band says so, on the screen and on paper.
 */
import { HistoryOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useSay } from './language.tsx'
import { useQueryParams, useSetQueryParams } from './routing.ts'
import { useSession } from './session.tsx'
import './moment-bar.css'

export interface AskedMoment {
  readonly asOf: string | undefined
  readonly knownAt: string | undefined
}

/** What the address asks for, to send along with a query. */
export function useMoment(): AskedMoment {
  const { asOf, knownAt } = useQueryParams()
  return { asOf: asOf || undefined, knownAt: knownAt || undefined }
}

/** `?asOf=…&knownAt=…` for links that stay in the same moment; empty today. */
export function useMomentTail(): string {
  const asked = Object.entries(useMoment()).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return asked.length > 0 ? `?${new URLSearchParams(asked).toString()}` : ''
}

export function MomentBar() {
  const say = useSay()
  const moment = useMoment()
  const set = useSetQueryParams()
  const { today } = useSession()
  const past = Boolean(moment.asOf || moment.knownAt)
  const [open, setOpen] = useState(false)
  if (!past && !open)
    return (
      <div className="moment-bar no-print">
        <Button size="small" type="text" icon={<HistoryOutlined aria-hidden />} onClick={() => setOpen(true)}>
          {say({ zh: '看过去某一天的账', en: 'See an earlier day' })}
        </Button>
      </div>
    )
  const back = () => {
    setOpen(false)
    set({ asOf: undefined, knownAt: undefined, page: undefined })
  }
  return (
    <section className={past ? 'moment-bar moment-past' : 'moment-bar'} aria-label={say({ zh: '时点', en: 'Moment' })}>
      <DateBox name="asOf" value={moment.asOf} max={today} label={say({ zh: '截至日期', en: 'As of' })} />
      <DateBox name="knownAt" value={moment.knownAt} max={today} label={say({ zh: '已知于', en: 'As known on' })} />
      <Button className="no-print" size="small" onClick={back}>
        {past ? say({ zh: '回到今天', en: 'Back to today' }) : say({ zh: '收起', en: 'Close' })}
      </Button>
      {past ? <strong role="status">{say(noticeOf(moment))}</strong> : <Hint />}
    </section>
  )
}

const Hint = () => {
  const say = useSay()
  return (
    <span className="help-text">
      {say({
        zh: '截至日期：业务发生到哪一天；已知于：当时账上已经记了哪些。',
        en: 'As of: what had happened by that day. As known on: what had been recorded by then.',
      })}
    </span>
  )
}

function noticeOf({ asOf, knownAt }: AskedMoment) {
  if (asOf && knownAt)
    return {
      zh: `这不是今天的数：业务截至 ${asOf}，只算到 ${knownAt} 为止已经记下的账`,
      en: `Not today: business up to ${asOf}, from what had been recorded by ${knownAt}`,
    }
  if (asOf)
    return {
      zh: `这不是今天的数：业务截至 ${asOf}，含以后补记的账`,
      en: `Not today: business up to ${asOf}, including what was recorded later`,
    }
  return { zh: `这不是今天的数：${knownAt} 那天账上已经记下的`, en: `Not today: what the books held on ${knownAt}` }
}

interface DateBoxProps {
  readonly name: 'asOf' | 'knownAt'
  readonly value: string | undefined
  readonly max: string
  readonly label: string
}

/** A year that is still being typed (0002, 0020, 0201) is no date yet. */
const WHOLE = /^(19|20)\d\d-\d\d-\d\d$/

function DateBox({ name, value, max, label }: DateBoxProps) {
  const set = useSetQueryParams()
  const [typed, setTyped] = useState({ text: value ?? '', of: value })
  if (typed.of !== value) setTyped({ text: value ?? '', of: value })
  return (
    <label className="moment-date">
      <span>{label}</span>
      <Input
        type="date"
        size="small"
        value={typed.text}
        min="1990-01-01"
        max={max}
        onChange={({ target }) => {
          setTyped({ text: target.value, of: value })
          if (target.value === '' || WHOLE.test(target.value)) set({ [name]: target.value, page: undefined })
        }}
      />
    </label>
  )
}
