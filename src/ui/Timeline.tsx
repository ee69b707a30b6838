/** What happened to one thing, in sentences, newest first or last. An ordered list: readable aloud and on paper. */
import { Empty } from 'antd'
import type { ReactNode } from 'react'
import type { Text } from '#kernel/outcome.ts'
import { formatInstant } from './instant.ts'
import { useSay } from './language.tsx'
import './timeline.css'

export interface TimelineItem {
  readonly at: string
  readonly sentence: Text | string
  readonly detail?: ReactNode
  readonly tone?: 'plain' | 'good' | 'bad'
}

export function Timeline({ items, label }: { items: readonly TimelineItem[]; label?: Text }) {
  const say = useSay()
  if (items.length === 0)
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say({ zh: '还没有记录', en: 'Nothing recorded yet' })} />
  return (
    <ol className="timeline" aria-label={label ? say(label) : say({ zh: '办理经过', en: 'History' })}>
      {items.map((item, index) => (
        <li key={`${item.at}-${index}`} className={`timeline-item timeline-${item.tone ?? 'plain'}`}>
          <time dateTime={item.at}>{formatInstant(item.at)}</time>
          <div>
            {typeof item.sentence === 'string' ? item.sentence : say(item.sentence)}
            {item.detail ? <div className="timeline-detail">{item.detail}</div> : null}
          </div>
        </li>
      ))}
    </ol>
  )
}
