/** One posting as a voucher: each move from where to where, basis, who, and its place in the chain. Prints as it stands. */
import { PrinterOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { formatFen } from '#kernel/money.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { BookLinks } from '#ui/BookLinks.tsx'
import { formatInstant } from '#ui/instant.ts'
import { useSay } from '#ui/language.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { LinkIfAllowed, PageLink } from '#ui/PageLink.tsx'
import { PaperFields, PaperForm, PaperTable } from '#ui/PaperForm.tsx'
import { useGo, usePathParam } from '#ui/routing.ts'
import { useMay, useSession } from '#ui/session.tsx'
import { QrCode } from '#ui/QrCode.tsx'
import { shortHash } from '#ui/short-hash.ts'
import { StateTag } from '#ui/StateTag.tsx'
import { showPosting } from '../ledger.contract.ts'
import { bookName } from './PostingsPage.tsx'
import './ledger.css'

type Posting = AnswerOf<typeof showPosting>
type Move = Posting['moves'][number]

export function PostingPage() {
  const id = usePathParam('id')
  return <Answer query={useAnswer(showPosting, { params: { id } })}>{(posting) => <PostingView posting={posting} />}</Answer>
}

function PostingView({ posting }: { posting: Posting }) {
  const say = useSay()
  const go = useGo()
  const may = useMay()
  return (
    <>
      <div className="no-print">
        <PageHead
          title={`${say(posting.kindLabel)} · ${say(bookName(posting.book))} ${posting.number}`}
          crumbs={[
            { label: { zh: '三个专账', en: 'Three books' }, to: '/books' },
            { label: { zh: '记账记录', en: 'Postings' }, to: '/books/postings' },
          ]}
          state={posting.reversedBy ? <StateTag tone="bad" label={{ zh: '已冲销', en: 'Reversed' }} /> : null}
          extra={
            <>
              <Button onClick={() => go(`/vouchers/${posting.book}/${posting.month}/${posting.voucherNo}`)}>
                {say(may('ledger.post') ? { zh: '凭证和冲销', en: 'Voucher, reversal' } : { zh: '会计凭证', en: 'Voucher' })}
              </Button>
              <Button icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>
                {say({ zh: '打印', en: 'Print' })}
              </Button>
            </>
          }
        />
      </div>
      <Voucher posting={posting} />
      <div className="posting-links">
        <BookLinks since={Number(posting.month.slice(0, 4))} first={voucherLinks(posting)} of={scopesOf(posting)} />
      </div>
    </>
  )
}

const voucherLinks = ({ book, month, voucherNo }: Posting) => [
  { label: { zh: `记-${voucherNo}`, en: `no. ${voucherNo}` }, to: `/vouchers/${book}/${month}/${voucherNo}` },
  { label: { zh: `${month} 的全部凭证`, en: `all vouchers of ${month}` }, to: `/vouchers?book=${book}&month=${month}` },
]

/** More lots, departments or projects than these would be a list of its own. */
const SCOPES = 3

/** Whose money it was and what it was for, each with its way into the statements. */
function scopesOf({ moves }: Posting) {
  const once = <T extends { readonly key: string }>(all: readonly T[]): T[] => [...new Map(all.map((one) => [one.key, one])).values()]
  const same = (zh: string) => ({ zh, en: zh })
  const lots = once(moves.map((m) => ({ key: m.lotId, name: same(`${m.docNo} ${m.lotName}`), scope: { lot: m.lotId } })))
  const departments = once(moves.map((m) => ({ key: m.department, name: same(m.department), scope: { department: m.department } })))
  const ofProjects = moves.filter((m) => m.projectId !== '')
  const projects = once(ofProjects.map((m) => ({ key: m.projectId, name: same(m.project ?? ''), scope: { project: m.projectId } })))
  return [...lots.slice(0, SCOPES), ...departments.slice(0, SCOPES), ...projects.slice(0, SCOPES)]
}

function Voucher({ posting }: { posting: Posting }) {
  const { district } = useSession()
  const say = useSay()
  return (
    <PaperForm
      title={say({ zh: '记账凭证', en: 'Voucher' })}
      subtitle={district.name}
      head={[
        `${say(bookName(posting.book))} ${say({ zh: `第 ${posting.number} 号`, en: `no. ${posting.number}` })}`,
        say({ zh: `业务日期 ${posting.businessDate}`, en: `Date ${posting.businessDate}` }),
        say({ zh: '单位：元', en: 'In yuan' }),
      ]}
      foot={
        <>
          <span>{say({ zh: `经办人：${posting.actor}`, en: `By ${posting.actor}` })}</span>
          <span>{say({ zh: `记账时间：${formatInstant(posting.recordedAt)}`, en: `Recorded ${formatInstant(posting.recordedAt)}` })}</span>
        </>
      }
    >
      <PaperTable<Move>
        columns={[
          {
            title: say({ zh: '资金', en: 'Money' }),
            width: '28%',
            render: (move) => (
              <>
                <LinkIfAllowed permission="funds.read" to={`/money/lots/${move.lotId}`}>
                  {move.lotName}
                </LinkIfAllowed>
                <div className="help-text">{move.docNo}</div>
              </>
            ),
          },
          {
            title: say({ zh: '从 → 到', en: 'From → to' }),
            width: '22%',
            render: (move) => (
              <span className="from-to">
                <span>{say(move.from)}</span>
                <span aria-hidden>→</span>
                <span>{say(move.to)}</span>
              </span>
            ),
          },
          { title: say({ zh: '项目、合同、收款人', en: 'Project, contract, payee' }), render: (move) => whoOf(move) },
          { title: say({ zh: '金额', en: 'Amount' }), number: true, render: (move) => formatFen(BigInt(move.amountFen)) },
        ]}
        rows={posting.moves}
        rowKey={(_, index) => String(index)}
        total={[say({ zh: '合计', en: 'Total' }), null, null, formatFen(BigInt(posting.amountFen))]}
      />
      <PaperFields
        fields={[
          { label: say({ zh: '依据', en: 'Basis' }), value: posting.basis, wide: true },
          ...(posting.reason ? [{ label: say({ zh: '说明', en: 'Reason' }), value: posting.reason, wide: true }] : []),
          ...linkedPosting(say({ zh: '冲销哪一笔', en: 'Reverses' }), posting.reverses, say),
          ...linkedPosting(say({ zh: '被哪一笔冲销', en: 'Reversed by' }), posting.reversedBy, say),
          { label: say({ zh: '账链校验码', en: 'Chain code' }), value: <ChainCode posting={posting} />, wide: true },
          { label: say({ zh: '本笔校验码', en: 'Hash' }), value: <span className="hash">{posting.hash}</span>, wide: true },
          {
            label: say({ zh: '前一笔校验码', en: 'Hash before' }),
            value: <span className="hash">{posting.previousHash || '—'}</span>,
            wide: true,
          },
        ]}
      />
    </PaperForm>
  )
}

/** Read by a phone or a scanner, and typed from paper on the page that verifies the books. */
function ChainCode({ posting }: { posting: Posting }) {
  const say = useSay()
  return (
    <span className="chain-code">
      <QrCode content={posting.chainCode} label={{ zh: '账链校验码的二维码', en: 'QR of the chain code' }} />
      <span>
        <strong className="hash">{shortHash(posting.hash)}</strong>
        <span className="help-text">{`${posting.book}:${posting.number}:${posting.hash.slice(0, 8).toUpperCase()}`}</span>
        <span className="help-text">
          {say({
            zh: '在“账簿校验”里填写或扫描，可知这笔账印出后有没有被改动。',
            en: 'Type or scan it under "Verify the books" to see whether this was changed later.',
          })}
        </span>
      </span>
    </span>
  )
}

const whoOf = (move: Move) => [move.project, move.contract, move.payee].filter((part) => part !== null).join(' · ') || '—'

function linkedPosting(label: string, id: string | null, say: ReturnType<typeof useSay>) {
  if (!id) return []
  return [
    { label, value: <PageLink to={`/books/postings/${id}`}>{say({ zh: '打开那一笔', en: 'Open that posting' })}</PageLink>, wide: true },
  ]
}
