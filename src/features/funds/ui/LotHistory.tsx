/** Every adjustment of a lot: when, who, by which document and why, and each entry before and after. */
import { formatFen } from '#kernel/money.ts'
import type { Text } from '#kernel/outcome.ts'
import { useSay } from '#ui/language.tsx'
import { PageLink } from '#ui/PageLink.tsx'
import { useMay } from '#ui/session.tsx'
import { Timeline } from '#ui/Timeline.tsx'
import type { Lot } from './LotPage.tsx'

type Version = Lot['history'][number]

export function LotHistory({ history }: { history: Lot['history'] }) {
  const say = useSay()
  if (history.length === 0)
    return <p className="cell-second">{say({ zh: '登记以后没有调整过。', en: 'Never adjusted since it was registered.' })}</p>
  return (
    <Timeline
      label={{ zh: '调整经过', en: 'Adjustments' }}
      items={history.map((version) => ({ at: version.at, sentence: sentenceOf(version), detail: <Entries version={version} /> }))}
    />
  )
}

function sentenceOf({ by, document, reason, changeFen }: Version): Text {
  const change = BigInt(changeFen)
  const zh = change > 0n ? `，指标调增 ${formatFen(change)} 元` : change < 0n ? `，指标调减 ${formatFen(-change)} 元` : ''
  const en = change > 0n ? `, quota raised by ${formatFen(change)} yuan` : change < 0n ? `, quota cut by ${formatFen(-change)} yuan` : ''
  return { zh: `${by} 按“${document}”调整${zh}。原因：${reason}`, en: `${by} adjusted it by “${document}”${en}. Reason: ${reason}` }
}

function Entries({ version }: { version: Version }) {
  const say = useSay()
  const may = useMay()
  const none = say({ zh: '（空）', en: '(empty)' })
  return (
    <>
      {version.changes.length > 0 ? (
        <ul className="lot-changes">
          {version.changes.map((change) => (
            <li key={change.field}>
              {say(change.label)}：<del>{say(change.before) || none}</del> → <ins>{say(change.after) || none}</ins>
            </li>
          ))}
        </ul>
      ) : null}
      {version.postingId && may('ledger.read') ? (
        <PageLink to={`/books/postings/${version.postingId}`}>{say({ zh: '看这笔记账', en: 'See the posting' })}</PageLink>
      ) : null}
    </>
  )
}
