/** What the rules found: the doubtful ones first, each confirmed by a person; the certain ones together with one button. */
import { Button, Card } from 'antd'
import { type ReactNode, useState } from 'react'
import { EmptyNote } from '#ui/EmptyNote.tsx'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { StateTag } from '#ui/StateTag.tsx'
import { useAct } from '#ui/useAct.ts'
import { confirmMatches } from '../bank.contract.ts'
import { confidenceWords } from './bank-words.ts'
import { Sides, Why } from './LineParts.tsx'
import type { Matching, Proposal } from './MatchPage.tsx'

const FIRST = 50

export function ProposalList({ data, may }: { data: Matching; may: boolean }) {
  const say = useSay()
  const confirm = useAct(confirmMatches, { success: { zh: '已勾对', en: 'Matched' }, quiet: true })
  const of = (confidence: Proposal['confidence']) => data.proposals.filter((p) => p.confidence === confidence)
  const [likely, certain] = [of('likely'), of('certain')]
  const send = (proposals: readonly Proposal[]) => void confirm.run({ body: { keys: proposals.map((p) => p.key) } })
  if (data.proposals.length === 0)
    return (
      <Card>
        <EmptyNote
          title={{ zh: '没有新的可以勾对', en: 'Nothing new was found' }}
          hint={{
            zh: '导入对账单或记账后，系统会自动比对。没有对上的在旁边一栏，可以人工勾对。',
            en: 'The rules look again after each import and posting. What is open stands beside and can be matched by hand.',
          }}
        />
      </Card>
    )
  const one = (proposal: Proposal) => (
    <ProposalRow key={proposal.key} proposal={proposal} {...(may ? { onConfirm: () => send([proposal]) } : {})} busy={confirm.busy} />
  )
  return (
    <>
      <ErrorNote error={confirm.error} />
      {likely.length > 0 ? (
        <Card className="page-card" title={say({ zh: `请人工核对（${likely.length} 组）`, en: `For a person (${likely.length})` })}>
          <Few rows={likely} one={one} />
        </Card>
      ) : null}
      {certain.length > 0 ? (
        <Card
          className="page-card"
          title={say({ zh: `有把握（${certain.length} 组）`, en: `Certain (${certain.length})` })}
          extra={
            may ? (
              <Button type="primary" loading={confirm.busy} onClick={() => send(certain)}>
                {say({ zh: `全部确认 ${certain.length} 组`, en: `Confirm all ${certain.length}` })}
              </Button>
            ) : null
          }
        >
          <Few rows={certain} one={one} />
        </Card>
      ) : null}
    </>
  )
}

function Few({ rows, one }: { rows: readonly Proposal[]; one: (proposal: Proposal) => ReactNode }) {
  const say = useSay()
  const [all, setAll] = useState(false)
  return (
    <>
      <ul className="bank-matches">{(all ? rows : rows.slice(0, FIRST)).map(one)}</ul>
      {!all && rows.length > FIRST ? (
        <Button type="link" onClick={() => setAll(true)}>
          {say({ zh: `全部显示（共 ${rows.length} 组）`, en: `Show all ${rows.length}` })}
        </Button>
      ) : null}
    </>
  )
}

function ProposalRow({ proposal, onConfirm, busy }: { proposal: Proposal; onConfirm?: () => void; busy: boolean }) {
  const say = useSay()
  const { label, tone } = confidenceWords[proposal.confidence]
  return (
    <li className="bank-match">
      <Sides bank={proposal.bank} book={proposal.book} />
      <div className="bank-match-foot">
        <StateTag label={label} tone={tone} />
        <Why agrees={proposal.agrees} differs={proposal.differs} />
        {onConfirm ? (
          <Button size="small" disabled={busy} onClick={onConfirm}>
            {say({ zh: '确认', en: 'Confirm' })}
          </Button>
        ) : null}
      </div>
    </li>
  )
}
