/** One line of the bank or of the books, short enough for a column: day, amount, who, what, reference. */
import type { AnswerOf } from '#ui/answer-of.ts'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { LinkIfAllowed } from '#ui/PageLink.tsx'
import type { listMatches } from '../bank.contract.ts'

type Match = AnswerOf<typeof listMatches>['rows'][number]
export type BankRow = Match['bank'][number]
export type BookRow = Match['book'][number]

export function Amount({ fen }: { fen: string }) {
  const say = useSay()
  const into = BigInt(fen) > 0n
  return (
    <span className={into ? 'bank-in' : 'bank-out'}>
      <span className="bank-way">{into ? say({ zh: '收', en: 'in' }) : say({ zh: '付', en: 'out' })}</span>
      <MoneyText fen={into ? fen : (-BigInt(fen)).toString()} unit strong />
    </span>
  )
}

export function BankText({ line }: { line: BankRow }) {
  const say = useSay()
  return (
    <div className="bank-line-text">
      <div className="bank-line-head">
        <span className="bank-day">{line.on}</span>
        <Amount fen={line.amountFen} />
      </div>
      <div className="bank-line-who">
        {line.counterparty || say({ zh: '（没有对方户名）', en: '(no counterparty)' })}
        {line.counterpartyAccountMasked ? <span className="cell-second"> {line.counterpartyAccountMasked}</span> : null}
      </div>
      <div className="cell-second">
        {[
          line.ofSeveral ? say({ zh: `专户尾号 ${line.accountTail}`, en: `account …${line.accountTail}` }) : '',
          line.summary,
          line.reference,
          line.parts > 0 ? say({ zh: `批量 ${line.parts} 笔`, en: `batch of ${line.parts}` }) : '',
        ]
          .filter((t) => t !== '')
          .join(' · ') || '–'}
      </div>
    </div>
  )
}

export function BookText({ line }: { line: BookRow }) {
  const say = useSay()
  const who = line.parties.length > 0 ? line.parties : line.documents
  return (
    <div className="bank-line-text">
      <div className="bank-line-head">
        <span className="bank-day">{line.on}</span>
        <Amount fen={line.amountFen} />
      </div>
      <div className="bank-line-who">
        {who.length > 2 ? say({ zh: `${who[0]} 等 ${who.length} 家`, en: `${who[0]} and ${who.length - 1} more` }) : who.join('、') || '–'}
      </div>
      <div className="cell-second">
        <LinkIfAllowed permission="ledger.read" to={`/books/postings/${line.id}`}>
          {say({
            zh: `${line.bookLabel.zh} ${line.label.zh} 记 ${line.voucherNo} 号`,
            en: `${line.bookLabel.en}: ${line.label.en}, voucher ${line.voucherNo}`,
          })}
        </LinkIfAllowed>
        {' · '}
        {line.basis}
        {line.orderNos.length > 0 ? ` · ${line.orderNos.join('、')}` : ''}
      </div>
    </div>
  )
}

/** The lines of a match side by side; an empty side says that nothing stands there, which is the point of such a match. */
export function Sides({ bank, book }: { bank: readonly BankRow[]; book: readonly BookRow[] }) {
  const say = useSay()
  return (
    <div className="bank-sides">
      <div>
        {bank.map((l) => (
          <BankText key={l.id} line={l} />
        ))}
        {bank.length === 0 ? <p className="bank-nothing">{say({ zh: '银行没有发生', en: 'nothing at the bank' })}</p> : null}
      </div>
      <div>
        {book.map((l) => (
          <BookText key={l.id} line={l} />
        ))}
        {book.length === 0 ? (
          <p className="bank-nothing">{say({ zh: '账上没有离开专户', en: 'it never left the account in the books' })}</p>
        ) : null}
      </div>
    </div>
  )
}

interface WhyProps {
  readonly agrees: readonly { readonly zh: string; readonly en: string }[]
  readonly differs: readonly { readonly zh: string; readonly en: string }[]
}

export function Why({ agrees, differs }: WhyProps) {
  const say = useSay()
  return (
    <ul className="bank-why">
      {agrees.map((t) => (
        <li key={t.zh} className="bank-agrees">
          {say(t)}
        </li>
      ))}
      {differs.map((t) => (
        <li key={t.zh} className="bank-differs">
          {say(t)}
        </li>
      ))}
    </ul>
  )
}
