/** One account, three books: what each is for, what lies in the bank, and through which stages its money has gone. */
import { Card, Tag } from 'antd'
import { books as bookPolicy, type BookKey, stages } from '#policy/books.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { Facts } from '#ui/Facts.tsx'
import { useSay } from '#ui/language.tsx'
import { MomentBar, useMoment, useMomentTail } from '#ui/MomentBar.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { LinkIfAllowed, PageLink } from '#ui/PageLink.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'
import { stageColumns } from '#ui/stage-columns.ts'
import { StageBar } from '#ui/StageBar.tsx'
import { bookSummary } from '../ledger.contract.ts'
import './ledger.css'

const inBankStages = Object.values(stages).filter((stage) => stage.inBank)

/** The four amounts that are compared and never mixed. */
const fourAmountLabels = [
  { key: 'announced', label: { zh: '指标下达', en: 'Announced' } },
  { key: 'allocated', label: { zh: '安排', en: 'Allocated' } },
  { key: 'paid', label: { zh: '支付', en: 'Paid' } },
  { key: 'recognised', label: { zh: '审定', en: 'Recognised' } },
] as const

type Book = AnswerOf<typeof bookSummary>['books'][number]

export function BooksPage() {
  const say = useSay()
  return (
    <>
      <PageHead
        title={say({ zh: '三个专账', en: 'Three books' })}
        description={say({
          zh: '一个专户、三个专账。先用扶贫专账，不足的由统筹专账弥补，最后才用融资；钱只能往下补，不能倒流。',
          en: 'One bank account, three books. The poverty book is spent first, coordination covers what is short, debt comes last.',
        })}
      />
      <MomentBar />
      <Answer query={useAnswer(bookSummary, { query: useMoment() })}>{({ books }) => <Books books={books} />}</Answer>
    </>
  )
}

function Books({ books }: { books: readonly Book[] }) {
  const say = useSay()
  const inBank = books.reduce((sum, book) => sum + BigInt(book.inBank), 0n)
  return (
    <>
      <div className="books">
        {books.map((book) => (
          <BookCard key={book.book} book={book} />
        ))}
      </div>
      <Card
        className="page-card"
        title={say({ zh: '各阶段资金', en: 'Money by stage' })}
        extra={
          <>
            {say({ zh: '专户余额合计 ', en: 'Bank balance of all books ' })}
            <MoneyText fen={inBank} unit strong />
          </>
        }
      >
        <RowsTable
          rows={books}
          rowKey={(book) => book.book}
          empty={{ zh: '还没有资金', en: 'No money yet' }}
          total
          columns={[
            { title: { zh: '专账', en: 'Book' }, cell: (book) => say(book.label) },
            ...stageColumns(books),
            { title: { zh: '专户余额', en: 'In the bank' }, money: (book) => book.inBank, strong: true },
          ]}
        />
        <p className="help-text" style={{ marginTop: 8 }}>
          {say({
            zh: `专户余额 = ${inBankStages.map((s) => s.label.zh).join(' + ')}。未到账和已支付的钱不在专户里。`,
            en: `In the bank = ${inBankStages.map((s) => s.label.en).join(' + ')}. What is not received or already paid is not there.`,
          })}
        </p>
      </Card>
    </>
  )
}

function BookCard({ book }: { book: Book }) {
  const say = useSay()
  const policy = bookPolicy[book.book as BookKey]
  const tail = useMomentTail().replace('?', '&')
  return (
    <section className={`book book-${book.book}`} aria-label={say(book.label)}>
      <header className="book-head">
        <h2>{say(book.label)}</h2>
        {policy ? (
          <Tag>{say({ zh: `第 ${'ABC'.indexOf(policy.letter) + 1} 使用`, en: `spent no. ${'ABC'.indexOf(policy.letter) + 1}` })}</Tag>
        ) : null}
      </header>
      <p className="book-purpose">{policy ? say(policy.purpose) : null}</p>
      <div className="book-balance">
        <span className="help-text">{say({ zh: '专户余额', en: 'In the bank' })}</span>
        <MoneyText fen={book.inBank} unit strong />
      </div>
      <StageBar amounts={book.amounts} />
      <Facts
        items={[
          ...fourAmountLabels.map(({ key, label }) => ({ label, value: <MoneyText fen={book.four[key]} unit /> })),
          { label: { zh: '已结账到', en: 'Closed through' }, value: book.closedThrough ?? say({ zh: '未结过账', en: 'never closed' }) },
          { label: { zh: '资金笔数', en: 'Lots' }, value: book.lots },
        ]}
      />
      <footer className="book-links">
        <PageLink to={`/money?book=${book.book}${tail}`}>{say({ zh: '看资金清单', en: 'Its lots' })}</PageLink>
        <LinkIfAllowed permission="ledger.read" to={`/books/postings?book=${book.book}${tail}`}>
          {say({ zh: '看记账记录', en: 'Its postings' })}
        </LinkIfAllowed>
      </footer>
    </section>
  )
}
