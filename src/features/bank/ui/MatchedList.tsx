/** Matches that were made, by month, with who and why; one can be undone with a reason and stays on record. */
import { Button, Card, Input } from 'antd'
import { useState } from 'react'
import type { AnswerOf } from '#ui/answer-of.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { EmptyNote } from '#ui/EmptyNote.tsx'
import { formatInstant } from '#ui/instant.ts'
import { useSay } from '#ui/language.tsx'
import { ReasonDialog } from '#ui/ReasonDialog.tsx'
import { useQueryParam, useSetQueryParams } from '#ui/routing.ts'
import { StateTag } from '#ui/StateTag.tsx'
import { useAct } from '#ui/useAct.ts'
import { listMatches, undoMatch } from '../bank.contract.ts'
import { confidenceWords } from './bank-words.ts'
import { Sides, Why } from './LineParts.tsx'

type Match = AnswerOf<typeof listMatches>['rows'][number]

export function MatchedList({ undone, may }: { undone: boolean; may: boolean }) {
  const say = useSay()
  const month = useQueryParam('month')
  const setParams = useSetQueryParams()
  const [undoing, setUndoing] = useState<Match | null>(null)
  const found = useAnswer(listMatches, { query: { undone: undone ? 'yes' : 'no', ...(month ? { month } : {}) } })
  return (
    <Card
      className="page-card"
      title={undone ? say({ zh: '取消过的勾对', en: 'Undone matches' }) : say({ zh: '已勾对', en: 'Matched' })}
      extra={
        <Input
          type="month"
          size="small"
          value={month ?? ''}
          aria-label={say({ zh: '月份', en: 'Month' })}
          onChange={(event) => setParams({ month: event.target.value })}
          style={{ width: 150 }}
        />
      }
    >
      <Answer query={found}>
        {({ rows, total }) =>
          rows.length === 0 ? (
            <EmptyNote
              title={undone ? { zh: '没有取消过勾对', en: 'Nothing was undone' } : { zh: '还没有勾对', en: 'Nothing is matched yet' }}
            />
          ) : (
            <>
              {total > rows.length ? (
                <p className="help-text">
                  {say({
                    zh: `共 ${total} 组，这里是最近 ${rows.length} 组；选月份可以看更早的`,
                    en: `The last ${rows.length} of ${total}; choose a month for others`,
                  })}
                </p>
              ) : null}
              <ul className="bank-matches">
                {rows.map((match) => (
                  <MatchRow key={match.id} match={match} {...(may && !match.undone ? { onUndo: () => setUndoing(match) } : {})} />
                ))}
              </ul>
            </>
          )
        }
      </Answer>
      {undoing ? <Undo match={undoing} onClose={() => setUndoing(null)} /> : null}
    </Card>
  )
}

function MatchRow({ match, onUndo }: { match: Match; onUndo?: () => void }) {
  const say = useSay()
  const { label, tone } = confidenceWords[match.confidence]
  const made = say({ zh: `${match.by} ${formatInstant(match.at)} 确认`, en: `confirmed by ${match.by} ${formatInstant(match.at)}` })
  return (
    <li className="bank-match">
      <Sides bank={match.bank} book={match.book} />
      <div className="bank-match-foot">
        <StateTag label={label} tone={tone} />
        <Why agrees={match.agrees} differs={match.differs} />
        {onUndo ? (
          <Button size="small" onClick={onUndo}>
            {say({ zh: '取消勾对', en: 'Undo' })}
          </Button>
        ) : null}
      </div>
      <div className="cell-second">
        {[made, match.note].filter((t) => t !== '').join(' · ')}
        {match.undone
          ? say({
              zh: ` · ${match.undone.by} ${formatInstant(match.undone.at)} 取消：${match.undone.reason}`,
              en: ` · undone by ${match.undone.by} ${formatInstant(match.undone.at)}: ${match.undone.reason}`,
            })
          : null}
      </div>
    </li>
  )
}

function Undo({ match, onClose }: { match: Match; onClose: () => void }) {
  const say = useSay()
  const undo = useAct(undoMatch, { success: { zh: '勾对已取消', en: 'Undone' }, quiet: true })
  const send = async (reason: string) => {
    if (await undo.run({ params: { id: match.id }, body: { reason } })) onClose()
  }
  return (
    <ReasonDialog
      title={{ zh: '取消勾对', en: 'Undo the match' }}
      label={{ zh: '原因', en: 'Reason' }}
      ok={{ zh: '取消勾对', en: 'Undo' }}
      busy={undo.busy}
      error={undo.error}
      onReason={(reason) => void send(reason)}
      onClose={onClose}
    >
      <p className="help-text">
        {say({
          zh: '两边的流水回到“没有对上的”，这次取消和原因都留在记录里。',
          en: 'Both sides become open again; the undoing and its reason stay on record.',
        })}
      </p>
    </ReasonDialog>
  )
}
