/** The vouchers of a book and month: in order, their numbers checked for gaps, printed one by one or all at once. */
import { CheckCircleOutlined, FilePdfOutlined, WarningOutlined } from '@ant-design/icons'
import { Button, Segmented, Tag } from 'antd'
import { hrefOf } from '#contract/client.ts'
import { books, type BookKey } from '#policy/books.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { useAnswer } from '#ui/Answer.tsx'
import type { DataColumn } from '#ui/DataTable.tsx'
import { DataPage } from '#ui/DataPage.tsx'
import { useSay } from '#ui/language.tsx'
import { useQueryParams, useSetQueryParams } from '#ui/routing.ts'
import { listVouchers, vouchersPdf } from '../statements.contract.ts'
import './statements.css'

type List = AnswerOf<typeof listVouchers>
type Row = List['rows'][number]

export const voucherHref = (row: { book: string; month: string; no: number }) => `/vouchers/${row.book}/${row.month}/${row.no}`

export function VouchersPage() {
  const columns = useColumns()
  return (
    <DataPage
      title={{ zh: '记账凭证', en: 'Vouchers' }}
      description={{
        zh: '每笔记账在它所属的专账里有一张凭证，按月连续编号，不断号、不重号。',
        en: 'Each posting has a voucher in its book, numbered through the month without gaps.',
      }}
      crumbs={[{ label: { zh: '三个专账', en: 'Three books' }, to: '/books' }]}
      endpoint={listVouchers}
      searchHint={{ zh: '凭证号、依据、经办人', en: 'Number, basis, person' }}
      filters={(data) => [
        {
          name: 'month',
          label: { zh: '月份（最近一个月）', en: 'Month (the latest)' },
          width: 168,
          options: (data?.months ?? []).map((m) => ({
            value: m.month,
            label: { zh: `${m.month}（${m.vouchers} 张）`, en: `${m.month} (${m.vouchers})` },
          })),
        },
      ]}
      extra={<PrintMonth />}
      above={(data) => <MonthCheck data={data} />}
      rowKey={(row) => row.postingId}
      rowHref={voucherHref}
      empty={{
        title: { zh: '这本账还没有凭证', en: 'No vouchers in this book yet' },
        hint: { zh: '登记资金文件、到账或支付后，这里会有凭证。', en: 'They appear with the first posting.' },
        action: <BookChoice />,
      }}
      columns={columns}
    />
  )
}

function BookChoice() {
  const say = useSay()
  const set = useSetQueryParams()
  const book = useQueryParams()['book'] ?? 'poverty'
  return (
    <Segmented
      aria-label={say({ zh: '专账', en: 'Book' })}
      value={book}
      options={Object.entries(books).map(([value, { label }]) => ({ value, label: say(label) }))}
      onChange={(next) => set({ book: next, month: undefined, page: undefined })}
    />
  )
}

function PrintMonth() {
  const say = useSay()
  const { book = 'poverty', month } = useQueryParams()
  const { data } = useAnswer(listVouchers, { query: { book, month, pageSize: 1 } })
  if (!data?.month) return null
  return (
    <Button icon={<FilePdfOutlined aria-hidden />} href={hrefOf(vouchersPdf, { params: { book, month: data.month } })} download>
      {say({ zh: `打印 ${data.month} 全部凭证`, en: `Print all of ${data.month}` })}
    </Button>
  )
}

function MonthCheck({ data }: { data: List }) {
  const say = useSay()
  const { last, missing, twice } = data.check
  const whole = missing.length === 0 && twice.length === 0
  const book = books[data.book as BookKey].label
  return (
    <div className="month-check">
      <BookChoice />
      <span className={whole ? 'proof-holds' : 'proof-fails'} role="status">
        {whole ? <CheckCircleOutlined aria-hidden /> : <WarningOutlined aria-hidden />}{' '}
        {whole
          ? say({
              zh: `${book.zh} ${data.month}：记-1 至 记-${last}，号码连续`,
              en: `${book.en} ${data.month}: 1 to ${last} without a gap`,
            })
          : say({
              zh: `断号 ${missing.join('、') || '无'}；重号 ${twice.join('、') || '无'}，请校验账簿`,
              en: `Missing ${missing.join(', ') || 'none'}; twice ${twice.join(', ') || 'none'}: verify the books`,
            })}
      </span>
    </div>
  )
}

function useColumns(): DataColumn<Row>[] {
  const say = useSay()
  return [
    { key: 'no', title: { zh: '凭证号', en: 'No.' }, kind: 'code', value: (row) => row.word, width: 90 },
    { key: 'businessDate', title: { zh: '日期', en: 'Date' }, kind: 'date', value: (row) => row.businessDate, width: 110 },
    { key: 'summary', title: { zh: '摘要', en: 'Summary' }, value: (row) => say(row.summary), card: 'title' },
    { key: 'amountFen', title: { zh: '金额', en: 'Amount' }, kind: 'money', value: (row) => row.amountFen, width: 150 },
    { key: 'maker', title: { zh: '制单', en: 'Made by' }, value: (row) => row.maker, width: 120 },
    { key: 'keeper', title: { zh: '记账', en: 'Keeper' }, value: (row) => row.keeper, width: 120 },
    {
      key: 'note',
      title: { zh: '备注', en: 'Note' },
      value: (row) => (row.red || row.reversed ? '1' : null),
      render: (row) =>
        row.red ? (
          <Tag color="red">{say({ zh: '红字', en: 'red' })}</Tag>
        ) : row.reversed ? (
          <Tag>{say({ zh: '已冲销', en: 'reversed' })}</Tag>
        ) : null,
      width: 86,
    },
  ]
}
