/** Every posting of the books, newest first; nothing here was ever changed or deleted. */
import { Input, Tag } from 'antd'
import { books, type BookKey } from '#policy/books.ts'
import { postings, reversal } from '#policy/postings.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import type { DataColumn } from '#ui/DataTable.tsx'
import { DataPage } from '#ui/DataPage.tsx'
import { useSay } from '#ui/language.tsx'
import { useQueryParams, useSetQueryParams } from '#ui/routing.ts'
import { listPostings } from '../ledger.contract.ts'
import './ledger.css'

export const bookName = (book: string) => books[book as BookKey]?.label ?? { zh: book, en: book }

export function PostingsPage() {
  const columns = useColumns()
  return (
    <DataPage
      title={{ zh: '记账记录', en: 'Postings' }}
      description={{
        zh: '只增不改：错了用红字冲销。每一笔都连着前一笔的校验码。',
        en: 'Append only: a mistake is reversed. Each posting carries the hash of the one before.',
      }}
      crumbs={[{ label: { zh: '三个专账', en: 'Three books' }, to: '/books' }]}
      endpoint={listPostings}
      moment
      searchHint={{ zh: '依据、经办人', en: 'Basis, actor' }}
      filters={() => [
        { name: 'book', label: { zh: '专账', en: 'Book' }, options: Object.entries(books).map(([value, { label }]) => ({ value, label })) },
        {
          name: 'kind',
          label: { zh: '业务', en: 'Kind' },
          width: 150,
          options: [
            ...Object.entries(postings).map(([value, { label }]) => ({ value, label })),
            { value: 'reversal', label: reversal.label },
          ],
        },
      ]}
      extra={<Narrowing />}
      rowKey={(row) => row.id}
      rowHref={(row) => `/books/postings/${row.id}`}
      empty={{
        title: { zh: '还没有记账', en: 'No postings yet' },
        hint: { zh: '登记资金文件后，这里会有第一笔。', en: 'The first one appears when a fund document is registered.' },
      }}
      rowClassName={(row) => (row.reversedBy ? 'row-reversed' : '')}
      columns={columns}
    />
  )
}

type Row = AnswerOf<typeof listPostings>['rows'][number]

function useColumns(): DataColumn<Row>[] {
  const say = useSay()
  return [
    { key: 'number', title: { zh: '凭证号', en: 'No.' }, value: (row) => `${say(bookName(row.book))} ${row.number}`, width: 130 },
    {
      key: 'kind',
      title: { zh: '业务', en: 'Kind' },
      value: (row) => row.kind,
      render: (row) => say(row.kindLabel),
      width: 130,
      card: 'title',
    },
    {
      key: 'businessDate',
      title: { zh: '业务日期', en: 'Date' },
      kind: 'date',
      value: (row) => row.businessDate,
      sortable: true,
      width: 110,
    },
    { key: 'amountFen', title: { zh: '金额', en: 'Amount' }, kind: 'money', value: (row) => row.amountFen, sortable: true, width: 150 },
    { key: 'basis', title: { zh: '依据', en: 'Basis' }, value: (row) => row.basis },
    { key: 'actor', title: { zh: '经办人', en: 'Actor' }, value: (row) => row.actor },
    {
      key: 'note',
      title: { zh: '备注', en: 'Note' },
      value: (row) => (row.reverses || row.reversedBy ? '1' : null),
      render: (row) =>
        row.reverses ? (
          <Tag color="red">{say({ zh: '冲销', en: 'reversal' })}</Tag>
        ) : row.reversedBy ? (
          <Tag>{say({ zh: '已冲销', en: 'reversed' })}</Tag>
        ) : null,
      width: 90,
    },
    {
      key: 'hash',
      title: { zh: '校验码', en: 'Hash' },
      value: (row) => row.hash,
      render: (row) => <span className="hash">{row.hash.slice(0, 8)}</span>,
      width: 90,
      card: 'hidden',
    },
  ]
}

/** Dates, and a lot or project that a link has brought along. */
function Narrowing() {
  const say = useSay()
  const params = useQueryParams()
  const set = useSetQueryParams()
  const date = (name: 'from' | 'to', label: string) => (
    <Input
      type="date"
      aria-label={label}
      title={label}
      value={params[name] ?? ''}
      style={{ width: 144 }}
      onChange={(event) => set({ [name]: event.target.value, page: undefined })}
    />
  )
  const given = (['lot', 'project'] as const).filter((name) => params[name])
  return (
    <>
      {given.map((name) => (
        <Tag key={name} closable onClose={() => set({ [name]: undefined, page: undefined })}>
          {name === 'lot' ? say({ zh: '只看一笔资金', en: 'One lot only' }) : say({ zh: '只看一个项目', en: 'One project only' })}
        </Tag>
      ))}
      <span className="help-text">{say({ zh: '业务日期', en: 'Date' })}</span>
      {date('from', say({ zh: '业务日期从', en: 'From' }))}
      {date('to', say({ zh: '业务日期到', en: 'To' }))}
    </>
  )
}
