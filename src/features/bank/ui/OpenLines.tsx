/**
 * What has no match, bank on the left, books on the right, each with the reason. Lines are chosen on both sides and matched when
 * they are the same money. Keys: arrows move, space chooses, Enter matches, Escape drops the choice.
 */
import { Button, Checkbox, Input } from 'antd'
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { formatFen, magnitude } from '#kernel/money.ts'
import type { Text } from '#kernel/outcome.ts'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { ItemDialog, ItemNote } from './ItemDialog.tsx'
import { BankText, BookText } from './LineParts.tsx'
import type { Matching, OpenBankLine, OpenBookLine } from './MatchPage.tsx'
import { type HandMatch, type Side, useHandMatch } from './use-hand-match.ts'

const yuan = (fen: string | bigint): string => formatFen(BigInt(fen))
const wordsOfBank = (l: OpenBankLine): string =>
  `${l.counterparty} ${l.summary} ${l.reference} ${l.on} ${yuan(l.amountFen)} ${l.ofSeveral ? l.accountTail : ''}`
const wordsOfBook = (l: OpenBookLine): string =>
  `${l.parties.join()} ${l.basis} ${l.funds.join()} ${l.documents.join()} ${l.on} ${yuan(l.amountFen)}`

export function OpenLines({ data, may }: { data: Matching; may: boolean }) {
  const say = useSay()
  const hand = useHandMatch(data, may)
  const [word, setWord] = useState('')
  const [explaining, setExplaining] = useState<OpenBankLine | null>(null)
  const bank = data.bank.filter((l) => wordsOfBank(l).includes(word.trim()))
  const book = data.book.filter((l) => wordsOfBook(l).includes(word.trim()))
  return (
    <div className="list-panel">
      <div className="list-filters no-print">
        <Input.Search
          className="list-search"
          allowClear
          value={word}
          onChange={(event) => setWord(event.target.value)}
          placeholder={say({ zh: '按户名、摘要、流水号、金额查找', en: 'Search both sides' })}
          aria-label={say({ zh: '查找', en: 'Search' })}
        />
        {may ? (
          <span className="cell-second">
            {say({ zh: '方向键移动，空格选择，回车勾对', en: 'Arrows move, space chooses, Enter matches' })}
          </span>
        ) : null}
      </div>
      <div className="bank-columns">
        <Column side="bank" title={{ zh: '银行流水', en: 'Bank' }} shown={bank.length} total={data.counts.bank}>
          {bank.map((line) => (
            <OpenLine key={line.id} side="bank" line={line} hand={hand} may={may}>
              <BankText line={line} />
              <div className="bank-why-not">{say(line.why)}</div>
              <div className="bank-open-item">
                <ItemNote line={line} />
                {may ? (
                  <Button type="link" size="small" onClick={() => setExplaining(line)}>
                    {line.item ? say({ zh: '改说明', en: 'Change' }) : say({ zh: '说明是什么', en: 'Say what it is' })}
                  </Button>
                ) : null}
              </div>
            </OpenLine>
          ))}
        </Column>
        <Column side="book" title={{ zh: '账上记账', en: 'Books' }} shown={book.length} total={data.counts.book}>
          {book.map((line) => (
            <OpenLine key={line.id} side="book" line={line} hand={hand} may={may}>
              <BookText line={line} />
              <div className="bank-why-not">{say(line.why)}</div>
            </OpenLine>
          ))}
        </Column>
      </div>
      {may && hand.count > 0 ? <HandBar hand={hand} /> : null}
      {explaining ? <ItemDialog line={explaining} kinds={data.itemKinds} onClose={() => setExplaining(null)} /> : null}
    </div>
  )
}

interface ColumnProps {
  readonly side: Side
  readonly title: Text
  readonly shown: number
  readonly total: number
  readonly children: ReactNode
}

function Column({ side, title, shown, total, children }: ColumnProps) {
  const say = useSay()
  return (
    <section aria-labelledby={`bank-column-${side}`}>
      <h2 className="bank-column-head" id={`bank-column-${side}`}>
        {say(title)} <span className="cell-second">{shown === total ? total : `${shown} / ${total}`}</span>
        {total === 0 ? <span className="cell-second">{say({ zh: '，没有待勾对的', en: ', nothing open' })}</span> : null}
      </h2>
      <ul className="bank-open">{children}</ul>
    </section>
  )
}

interface OpenLineProps {
  readonly side: Side
  readonly line: OpenBankLine | OpenBookLine
  readonly hand: HandMatch
  readonly may: boolean
  readonly children: ReactNode
}

function OpenLine({ side, line, hand, may, children }: OpenLineProps) {
  const say = useSay()
  const { id } = line
  const chosen = hand.chosen[side].has(id)
  const label =
    side === 'bank'
      ? say({ zh: `选择银行流水 ${line.on} ${yuan(line.amountFen)} 元`, en: `Choose the bank line of ${line.on}, ${yuan(line.amountFen)}` })
      : say({ zh: `选择记账 ${line.on} ${yuan(line.amountFen)} 元`, en: `Choose the posting of ${line.on}, ${yuan(line.amountFen)}` })
  return (
    <li
      data-side={side}
      className={`bank-open-line${chosen ? ' bank-chosen' : ''}${hand.near.has(id) ? ' bank-near' : ''}`}
      {...(may ? { tabIndex: 0, onKeyDown: (event: KeyboardEvent<HTMLElement>) => hand.onKey(event, side, id) } : {})}
    >
      {may ? <Checkbox checked={chosen} aria-label={label} tabIndex={-1} onChange={() => hand.toggle(side, id)} /> : null}
      <div className="bank-open-body">{children}</div>
    </li>
  )
}

function HandBar({ hand }: { hand: HandMatch }) {
  const say = useSay()
  const { chosen, sums } = hand
  const away = sums.bank - sums.book
  return (
    <div className="bank-hand no-print">
      <span className="bank-hand-sum">
        {say({
          zh: `银行 ${chosen.bank.size} 笔 ${yuan(sums.bank)} 元，账上 ${chosen.book.size} 笔 ${yuan(sums.book)} 元，`,
          en: `Bank ${chosen.bank.size}: ${yuan(sums.bank)}, books ${chosen.book.size}: ${yuan(sums.book)}, `,
        })}
        <strong className={away === 0n ? 'bank-fits' : 'bank-apart'}>
          {away === 0n
            ? say({ zh: '金额一致', en: 'the same' })
            : say({ zh: `相差 ${yuan(magnitude(away))} 元`, en: `${yuan(magnitude(away))} apart` })}
        </strong>
      </span>
      <Input
        value={hand.note}
        maxLength={300}
        onChange={(event) => hand.setNote(event.target.value)}
        placeholder={
          hand.oneSided
            ? say({ zh: '只有一边时请写明原因', en: 'Say why only one side' })
            : say({ zh: '说明（可不填）', en: 'Note (optional)' })
        }
        aria-label={say({ zh: '说明', en: 'Note' })}
      />
      <Button onClick={hand.clear}>{say({ zh: '清除', en: 'Clear' })}</Button>
      <Button type="primary" disabled={!hand.ready} loading={hand.busy} onClick={() => void hand.send()}>
        {say({ zh: '勾对', en: 'Match' })}
      </Button>
      <ErrorNote error={hand.error} />
    </div>
  )
}
