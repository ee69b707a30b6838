/** What fiscal money has drawn along: money of the city investment company and of society beside it, each lot by name. */
import { Card } from 'antd'
import { listLots } from '#features/funds/funds.contract.ts'
import { bookSummary } from '#features/ledger/ledger.contract.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { PageLink } from '#ui/PageLink.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'
import { StageBar } from '#ui/StageBar.tsx'
import { ratio } from './ratio.ts'
import './trace.css'

type Lots = AnswerOf<typeof listLots>

const MANY = 500

export function LeveragePage() {
  const say = useSay()
  const all = useAnswer(listLots, { query: { page: 1, pageSize: 1 } })
  const financing = useAnswer(listLots, { query: { level: 'financing', page: 1, pageSize: MANY } })
  const social = useAnswer(listLots, { query: { level: 'social', page: 1, pageSize: MANY } })
  return (
    <>
      <PageHead
        title={say({ zh: '融资撬动', en: 'Leverage' })}
        description={say({
          zh: '财政资金带动了多少融资和社会资金。只算账上登记的钱，不算计划和意向。',
          en: 'How much financing and social money fiscal money has drawn along. Only money on the books counts.',
        })}
      />
      <Answer query={all}>
        {(whole) => (
          <Answer query={financing}>
            {(debt) => (
              <Answer query={social}>
                {(gifts) => (
                  <>
                    <Figures whole={whole} debt={debt} gifts={gifts} />
                    <FinancingBook />
                    <LotList
                      title={say({ zh: '融资资金', en: 'Financing' })}
                      lots={debt}
                      empty={{ zh: '没有登记融资资金', en: 'No financing is registered' }}
                    />
                    <LotList
                      title={say({ zh: '社会资金', en: 'Social money' })}
                      lots={gifts}
                      empty={{ zh: '没有登记社会资金', en: 'No social money is registered' }}
                    />
                  </>
                )}
              </Answer>
            )}
          </Answer>
        )}
      </Answer>
    </>
  )
}

function Figures({ whole, debt, gifts }: { whole: Lots; debt: Lots; gifts: Lots }) {
  const say = useSay()
  const financed = BigInt(debt.sum.announced)
  const given = BigInt(gifts.sum.announced)
  const fiscal = BigInt(whole.sum.announced) - financed - given
  const drawn = financed + given
  return (
    <Card className="page-card">
      <div className="leverage">
        <Figure label={say({ zh: '财政资金', en: 'Fiscal money' })}>
          <MoneyText fen={fiscal} unit strong />
        </Figure>
        <Figure label={say({ zh: '融资资金', en: 'Financing' })}>
          <MoneyText fen={financed} unit strong />
        </Figure>
        <Figure label={say({ zh: '社会资金', en: 'Social money' })}>
          <MoneyText fen={given} unit strong />
        </Figure>
        <Figure label={say({ zh: '每 1 元财政资金带动', en: 'Drawn along by each fiscal yuan' })}>
          {fiscal === 0n ? '–' : say({ zh: `${ratio(drawn, fiscal)} 元`, en: `${ratio(drawn, fiscal)} yuan` })}
        </Figure>
      </div>
      <p className="help-text" style={{ margin: '12px 0 0' }}>
        {say({
          zh: '口径：资金清单上已下达的金额。财政资金 = 全部 − 融资 − 社会；带动 = （融资 + 社会） ÷ 财政。',
          en: 'Definition: announced amounts of the list. Fiscal = all − financing − social; drawn along = (financing + social) ÷ fiscal.',
        })}
      </p>
    </Card>
  )
}

function Figure({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <div className="leverage-label">{label}</div>
      <div className="leverage-value">{children}</div>
    </div>
  )
}

function FinancingBook() {
  const say = useSay()
  return (
    <Answer query={useAnswer(bookSummary)}>
      {({ books }) => {
        const book = books.find((candidate) => candidate.book === 'financing')
        return book ? (
          <Card className="page-card" title={say({ zh: '城投融资专账用到哪一步', en: 'The financing book by stage' })}>
            <StageBar amounts={book.amounts} />
          </Card>
        ) : null
      }}
    </Answer>
  )
}

function LotList({ title, lots, empty }: { title: string; lots: Lots; empty: { zh: string; en: string } }) {
  const say = useSay()
  return (
    <Card className="page-card" title={`${title}(${lots.total})`}>
      <RowsTable
        rows={lots.rows}
        rowKey={(row) => row.id}
        empty={empty}
        total
        columns={[
          { title: { zh: '资金', en: 'Money' }, cell: (row) => <PageLink to={`/money/lots/${row.id}`}>{row.fundName}</PageLink> },
          { title: { zh: '文号', en: 'Document' }, cell: (row) => row.docNo },
          { title: { zh: '专账', en: 'Book' }, cell: (row) => say(row.bookLabel) },
          { title: { zh: '年度', en: 'Year' }, cell: (row) => row.fiscalYear, width: 80 },
          { title: { zh: '已下达', en: 'Announced' }, money: (row) => row.amountFen },
          { title: { zh: '已支付', en: 'Paid' }, money: (row) => row.amounts.paid },
        ]}
      />
    </Card>
  )
}
