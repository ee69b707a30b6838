/** Ledgers and statements of the books: choose book, statement, period and moment; every line leads to what it is made of. */
import { DownloadOutlined, FilePdfOutlined, PrinterOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Pagination } from 'antd'
import { call, hrefOf } from '#contract/client.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { Answer } from '#ui/Answer.tsx'
import { useSay } from '#ui/language.tsx'
import { MomentBar } from '#ui/MomentBar.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { useSetQueryParams } from '#ui/routing.ts'
import { useSession } from '#ui/session.tsx'
import { showStatement, statementPdf, statementSheet } from '../statements.contract.ts'
import { StatementChoice, StatementControls } from './StatementControls.tsx'
import { StatementTable } from './StatementTable.tsx'
import { useStatement } from './use-statement.ts'
import './statements.css'

type Shown = AnswerOf<typeof showStatement>

const PAGE = 100

export function StatementsPage() {
  const say = useSay()
  const { name, raw, page } = useStatement()
  const query = { ...raw, page, pageSize: PAGE } as never
  const answer = useQuery({
    queryKey: [showStatement.path, { name }, query],
    queryFn: () => call(showStatement, { params: { name }, query }),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <div className="no-print">
        <PageHead
          title={say({ zh: '账簿报表', en: 'Statements' })}
          crumbs={[{ label: { zh: '三个专账', en: 'Three books' }, to: '/books' }]}
          description={say({
            zh: '账簿和报表都由逐笔记账算出，点一行就看到它由哪些分录、凭证和单据组成。',
            en: 'All of it is computed from the postings; follow a line to the entries, vouchers and papers behind it.',
          })}
          extra={
            <>
              <Button icon={<DownloadOutlined aria-hidden />} href={hrefOf(statementSheet, { params: { name }, query: raw })} download>
                Excel
              </Button>
              <Button icon={<FilePdfOutlined aria-hidden />} href={hrefOf(statementPdf, { params: { name }, query: raw })} download>
                PDF
              </Button>
              <Button icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>
                {say({ zh: '打印', en: 'Print' })}
              </Button>
            </>
          }
        />
      </div>
      <StatementChoice />
      <MomentBar />
      <StatementControls />
      <Answer query={answer}>{(shown) => <Statement shown={shown} fetching={answer.isFetching} />}</Answer>
    </>
  )
}

function Statement({ shown, fetching }: { shown: Shown; fetching: boolean }) {
  const say = useSay()
  const { district } = useSession()
  const set = useSetQueryParams()
  const { table } = shown
  return (
    <section className="statement" aria-label={say(shown.title)} aria-busy={fetching}>
      <h2 className="statement-title">{say(shown.title)}</h2>
      <div className="statement-head">
        <span>{say({ zh: `编制单位：${district.name}`, en: district.name })}</span>
        <span>
          {[shown.period, ...(shown.moment ? [shown.moment] : []), ...shown.scope.map((s) => s.label)].map((part) => say(part)).join(' · ')}
        </span>
        <span>{say({ zh: '单位：元', en: 'In yuan' })}</span>
      </div>
      <StatementTable table={table} label={say(shown.title)} />
      <ul className="statement-proofs">
        {table.proofs.map((proof) => (
          <li key={proof.label.zh} className={proof.holds ? 'proof-holds' : 'proof-fails'}>
            <span aria-hidden>{proof.holds ? '✓' : '✗'}</span> {say(proof.label)}
          </li>
        ))}
      </ul>
      {table.lines !== null && table.lines > 0 ? (
        <div className="data-pages no-print">
          <span className="data-total">{say({ zh: `共 ${table.lines} 行`, en: `${table.lines} lines` })}</span>
          {table.lines > shown.pageSize ? (
            <Pagination
              size="small"
              current={shown.page}
              pageSize={shown.pageSize}
              total={table.lines}
              showSizeChanger={false}
              onChange={(next) => set({ page: next === 1 ? undefined : String(next) })}
            />
          ) : null}
        </div>
      ) : null}
      <div className="print-only statement-signatures">
        {[
          { zh: '单位负责人：', en: 'Head:' },
          { zh: '财务主管：', en: 'Finance:' },
          { zh: '复核：', en: 'Checked:' },
          { zh: '制表：', en: 'Made:' },
        ].map((who) => (
          <span key={who.zh}>{say(who)}</span>
        ))}
      </div>
    </section>
  )
}
