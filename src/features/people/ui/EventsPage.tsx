/** Every command that was done, newest first, in sentences; each hashed onto the one before. */
import { useLanguage } from '#ui/language.tsx'
import type { AnswerOf } from '#ui/answer-of.ts'
import type { DataColumn } from '#ui/DataTable.tsx'
import { DataPage } from '#ui/DataPage.tsx'
import { formatInstant } from '#ui/instant.ts'
import { listEvents } from '../people.contract.ts'

type Event = AnswerOf<typeof listEvents>['rows'][number]

export function EventsPage() {
  const { language } = useLanguage()
  const columns: DataColumn<Event>[] = [
    { key: 'seq', title: { zh: '序号', en: 'No.' }, kind: 'number', value: (row) => row.seq, width: 72 },
    { key: 'recordedAt', title: { zh: '时间', en: 'When' }, kind: 'date', value: (row) => formatInstant(row.recordedAt), width: 148 },
    { key: 'actor', title: { zh: '经办人', en: 'Who' }, value: (row) => row.actor, width: 120 },
    { key: 'sentence', title: { zh: '做了什么', en: 'What was done' }, value: (row) => row.sentence[language], card: 'title' },
    {
      key: 'hash',
      title: { zh: '链上指纹', en: 'Hash in the chain' },
      value: (row) => row.hash,
      render: (row) => (
        <span className="hash" title={row.hash}>
          {row.hash.slice(0, 16)}
        </span>
      ),
      width: 150,
    },
  ]
  return (
    <DataPage
      title={{ zh: '操作记录', en: 'Record of actions' }}
      description={{
        zh: '系统里办过的每一件事，按时间倒排。每条记录都含上一条的指纹，改动任何一条，后面的都对不上。',
        en: 'Everything that was done, newest first. Each record carries the hash of the one before, so a changed record breaks all after it.',
      }}
      endpoint={listEvents}
      searchHint={{ zh: '按人名、内容查找', en: 'Search people and words' }}
      columns={columns}
      rowKey={(row) => String(row.seq)}
      empty={{ title: { zh: '还没有操作记录', en: 'Nothing was done yet' } }}
    />
  )
}
