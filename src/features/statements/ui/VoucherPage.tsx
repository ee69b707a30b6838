/** One voucher as the form that is printed: its entries in the cash and the quota book, who signs, its papers, its place in the chain. */
import { FilePdfOutlined, PrinterOutlined } from '@ant-design/icons'
import { Button, Card } from 'antd'
import { useState } from 'react'
import { hrefOf } from '#contract/client.ts'
import { formatFen } from '#kernel/money.ts'
import { downloadFile } from '#features/claims/claims.contract.ts'
import { books, type BookKey } from '#policy/books.ts'
import { ledgerLabels } from '#policy/statements.ts'
import { ActionBar } from '#ui/ActionBar.tsx'
import type { AnswerOf } from '#ui/answer-of.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { formatInstant } from '#ui/instant.ts'
import { useSay } from '#ui/language.tsx'
import { useNarrow } from '#ui/media.ts'
import { PageHead } from '#ui/PageHead.tsx'
import { LinkIfAllowed, PageLink } from '#ui/PageLink.tsx'
import { PaperFields, PaperForm, PaperTable } from '#ui/PaperForm.tsx'
import { QrCode } from '#ui/QrCode.tsx'
import { usePathParam } from '#ui/routing.ts'
import { RowsTable } from '#ui/RowsTable.tsx'
import { useMay, useSession } from '#ui/session.tsx'
import { shortHash } from '#ui/short-hash.ts'
import { StateTag } from '#ui/StateTag.tsx'
import { showReversal } from '../reversal.contract.ts'
import { showVoucher, voucherPdf } from '../statements.contract.ts'
import { ReversalDialog } from './ReversalDialog.tsx'
import './statements.css'

type Voucher = AnswerOf<typeof showVoucher>
type Line = Voucher['lines'][number]

const bookLabel = (book: string) => books[book as BookKey].label

export function VoucherPage() {
  const params = { book: usePathParam('book'), month: usePathParam('month'), no: usePathParam('no') }
  return <Answer query={useAnswer(showVoucher, { params })}>{(voucher) => <VoucherView voucher={voucher} />}</Answer>
}

function VoucherView({ voucher }: { voucher: Voucher }) {
  const say = useSay()
  const { book, month, no } = voucher
  const may = useMay()
  const [reversing, setReversing] = useState(false)
  const reversal = useAnswer(showReversal, { params: { id: voucher.postingId } }).data
  return (
    <>
      <div className="no-print">
        <PageHead
          title={`${say(bookLabel(book))} ${month} ${voucher.word}`}
          crumbs={[
            { label: { zh: '三个专账', en: 'Three books' }, to: '/books' },
            { label: { zh: '记账凭证', en: 'Vouchers' }, to: `/vouchers?book=${book}&month=${month}` },
          ]}
          state={
            voucher.red ? (
              <StateTag tone="bad" label={{ zh: '红字冲销', en: 'Reversal' }} />
            ) : voucher.reversed ? (
              <StateTag tone="bad" label={{ zh: '已冲销', en: 'Reversed' }} />
            ) : null
          }
          extra={
            <>
              {reversal && (may('ledger.post') || reversal.action.allowed) ? (
                <ActionBar actions={[reversal.action]} onAction={() => setReversing(true)} primary="" />
              ) : null}
              <Button icon={<FilePdfOutlined aria-hidden />} href={hrefOf(voucherPdf, { params: { book, month, no } })} download>
                PDF
              </Button>
              <Button icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>
                {say({ zh: '打印', en: 'Print' })}
              </Button>
            </>
          }
        />
      </div>
      <Form voucher={voucher} />
      <nav className="voucher-nav no-print" aria-label={say({ zh: '前后凭证', en: 'Neighbouring vouchers' })}>
        {no > 1 ? (
          <PageLink to={`/vouchers/${book}/${month}/${no - 1}`}>{say({ zh: `← 记-${no - 1}`, en: `← ${no - 1}` })}</PageLink>
        ) : (
          <span />
        )}
        {no < voucher.last ? (
          <PageLink to={`/vouchers/${book}/${month}/${no + 1}`}>{say({ zh: `记-${no + 1} →`, en: `${no + 1} →` })}</PageLink>
        ) : null}
      </nav>
      <Papers voucher={voucher} />
      {reversal && reversing ? (
        <ReversalDialog postingId={voucher.postingId} reversal={reversal} onClose={() => setReversing(false)} />
      ) : null}
    </>
  )
}

function Form({ voucher }: { voucher: Voucher }) {
  const { district } = useSession()
  const say = useSay()
  return (
    <PaperForm
      title={say({ zh: '记账凭证', en: 'Voucher' })}
      subtitle={`${district.name} ${say(bookLabel(voucher.book))}`}
      head={[
        say({ zh: `记字第 ${String(voucher.no).padStart(4, '0')} 号（${voucher.month}）`, en: `No. ${voucher.no} of ${voucher.month}` }),
        voucher.businessDate,
        say({ zh: `附单据 ${voucher.papers.length} 张　单位：元`, en: `${voucher.papers.length} papers, in yuan` }),
      ]}
      foot={
        <>
          <span>
            <LinkIfAllowed permission="ledger.read" to={`/books/postings/${voucher.postingId}`}>
              {say({ zh: `记账记录第 ${voucher.number} 笔`, en: `Posting ${voucher.number}` })}
            </LinkIfAllowed>
          </span>
          <span>{say({ zh: `记账时间：${formatInstant(voucher.recordedAt)}`, en: `Recorded ${formatInstant(voucher.recordedAt)}` })}</span>
        </>
      }
    >
      {voucher.totals.map((total) => (
        <LedgerLines key={total.ledger} voucher={voucher} total={total} />
      ))}
      <PaperFields fields={fieldsOf(voucher, say)} />
      <Signatures voucher={voucher} />
      <Chain voucher={voucher} />
    </PaperForm>
  )
}

function LedgerLines({ voucher, total }: { voucher: Voucher; total: Voucher['totals'][number] }) {
  const say = useSay()
  const narrow = useNarrow(768)
  if (narrow) return <NarrowLines voucher={voucher} total={total} />
  const amount = (fen: string) =>
    fen === '0' ? '' : <span className={fen.startsWith('-') ? 'voucher-red' : ''}>{formatFen(BigInt(fen))}</span>
  return (
    <PaperTable<Line>
      caption={say(ledgerLabels[total.ledger])}
      columns={[
        { title: say({ zh: '摘要', en: 'Summary' }), width: '24%', render: () => say(voucher.summary) },
        {
          title: say({ zh: '科目', en: 'Title' }),
          width: '20%',
          render: (line) => <PageLink to={detailLink(voucher, line)}>{`${line.subject} ${say(line.subjectLabel)}`}</PageLink>,
        },
        {
          title: say({ zh: '明细', en: 'Detail' }),
          render: (line) => (
            <LinkIfAllowed permission="funds.read" to={`/money/lots/${line.lotId}`}>
              {line.detail}
            </LinkIfAllowed>
          ),
        },
        { title: say({ zh: '借方', en: 'Debit' }), number: true, width: '15%', render: (line) => amount(line.debitFen) },
        { title: say({ zh: '贷方', en: 'Credit' }), number: true, width: '15%', render: (line) => amount(line.creditFen) },
      ]}
      rows={voucher.lines.filter((line) => line.ledger === total.ledger)}
      rowKey={(_, index) => String(index)}
      total={[
        say({ zh: '合计', en: 'Total' }),
        null,
        <span key="capital" className="paper-capital">
          {total.capital}
        </span>,
        amount(total.debitFen),
        amount(total.creditFen),
      ]}
    />
  )
}

/** On a phone each line stands by itself: side and title, amount, and below it what it is about. */
function NarrowLines({ voucher, total }: { voucher: Voucher; total: Voucher['totals'][number] }) {
  const say = useSay()
  const own = voucher.lines.filter((line) => line.ledger === total.ledger)
  return (
    <section className="voucher-lines" aria-label={say(ledgerLabels[total.ledger])}>
      <h3>{`${say(ledgerLabels[total.ledger])} · ${say(voucher.summary)}`}</h3>
      <ul>
        {own.map((line, index) => {
          const debit = line.debitFen !== '0'
          const fen = debit ? line.debitFen : line.creditFen
          return (
            <li key={index}>
              <span className="voucher-line-head">
                <PageLink to={detailLink(voucher, line)}>
                  {`${say(debit ? { zh: '借', en: 'Dr' } : { zh: '贷', en: 'Cr' })} ${line.subject} ${say(line.subjectLabel)}`}
                </PageLink>
                <span className={`money${fen.startsWith('-') ? ' voucher-red' : ''}`}>{formatFen(BigInt(fen))}</span>
              </span>
              <span className="help-text">{line.detail}</span>
            </li>
          )
        })}
      </ul>
      <p className="paper-capital">
        {say({ zh: '合计', en: 'Total' })} {formatFen(BigInt(total.debitFen))}（{total.capital}）
      </p>
    </section>
  )
}

/** The title's entries of the month, with this one among them. */
const detailLink = (voucher: Voucher, line: Line): string =>
  `/statements?${new URLSearchParams({ statement: 'detail', subject: line.subject, book: voucher.book, period: voucher.month }).toString()}`

function fieldsOf(voucher: Voucher, say: ReturnType<typeof useSay>) {
  const { other } = voucher
  return [
    { label: say({ zh: '依据', en: 'Basis' }), value: voucher.basis, wide: true },
    ...(voucher.reason ? [{ label: say({ zh: '说明', en: 'Reason' }), value: voucher.reason, wide: true }] : []),
    ...(other
      ? [
          {
            label: say({ zh: '对应凭证', en: 'Counterpart' }),
            value: (
              <PageLink
                to={`/vouchers/${other.book}/${voucher.month}/${other.no}`}
              >{`${say(bookLabel(other.book))} 记-${other.no}`}</PageLink>
            ),
            wide: true,
          },
        ]
      : []),
    ...voucher.claims.slice(0, 4).map((claim, index) => ({
      label: say({ zh: index === 0 ? '报账' : `报账 ${index + 1}`, en: `Claim ${index + 1}` }),
      value: (
        <LinkIfAllowed permission="claims.read" to={`/claims/${claim.id}`}>
          {say({ zh: '打开报账单', en: 'Open the claim' })}
        </LinkIfAllowed>
      ),
      wide: true,
    })),
  ]
}

/** 财务主管 and 复核 sign by hand on the printed form. */
function Signatures({ voucher }: { voucher: Voucher }) {
  const say = useSay()
  const people = [
    [{ zh: '财务主管', en: 'Finance head' }, ''],
    [{ zh: '记账', en: 'Keeper' }, voucher.keeper ?? ''],
    [{ zh: '复核', en: 'Checked' }, ''],
    [{ zh: '制单', en: 'Made' }, voucher.maker],
  ] as const
  return (
    <>
      <div className="voucher-signatures">
        {people.map(([label, name]) => (
          <span key={label.zh}>{`${say(label)}：${name}`}</span>
        ))}
      </div>
      {voucher.checkers.length > 0 ? (
        <div className="voucher-signatures">
          <span>{`${say({ zh: '审核（五级审签）', en: 'Signed (five levels)' })}：${voucher.checkers.join('、')}`}</span>
        </div>
      ) : null}
    </>
  )
}

function Chain({ voucher }: { voucher: Voucher }) {
  const say = useSay()
  return (
    <div className="voucher-chain">
      <QrCode content={voucher.head} side={84} label={{ zh: '账簿校验码', en: 'Chain code' }} />
      <div>
        <div className="help-text">{say({ zh: '账簿校验码', en: 'Chain code' })}</div>
        <div className="voucher-chain-code hash">{shortHash(voucher.hash)}</div>
        <div className="help-text">
          {say({ zh: '印在纸上的码与账簿对不上，就说明账被改过。', en: 'Paper whose code does not meet the chain proves a change.' })}
        </div>
      </div>
    </div>
  )
}

function Papers({ voucher }: { voucher: Voucher }) {
  const say = useSay()
  const may = useMay()
  if (voucher.papers.length === 0) return null
  return (
    <Card
      className="page-card voucher-papers no-print"
      title={say({ zh: `附单据 ${voucher.papers.length} 张`, en: `${voucher.papers.length} papers` })}
    >
      <RowsTable
        rows={voucher.papers}
        rowKey={(paper) => `${paper.of}/${paper.label.zh}/${paper.fileId}`}
        empty={{ zh: '没有单据', en: 'No papers' }}
        columns={[
          { title: { zh: '单据', en: 'Paper' }, cell: (paper) => say(paper.label) },
          { title: { zh: '属于', en: 'Of' }, cell: (paper) => paper.of },
          {
            title: { zh: '文件', en: 'File' },
            cell: (paper) =>
              may('claims.read') ? (
                <a href={hrefOf(downloadFile, { params: { id: paper.fileId } })} target="_blank" rel="noreferrer">
                  {paper.name}
                </a>
              ) : (
                paper.name
              ),
          },
        ]}
      />
    </Card>
  )
}
