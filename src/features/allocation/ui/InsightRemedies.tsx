/** Changes that would help, in a panel at the side: each was tried on the changed problem and accepted by the independent check. */
import { Drawer } from 'antd'
import type { ReactNode } from 'react'
import type { Text } from '#kernel/outcome.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { useNarrow } from '#ui/media.ts'
import { LinkIfAllowed } from '#ui/PageLink.tsx'
import { lotInsight, projectInsight } from '../insight.contract.ts'

interface Slice {
  readonly lotId: string
  readonly name: string
  readonly year: number
  readonly amountFen: string
}

export interface RemedyOut {
  readonly kind: string
  readonly text: Text
  readonly sizeFen: string
  readonly slices: readonly Slice[]
  readonly shiftedFen: string
  readonly projectId?: string | null
  readonly projectName?: string
  readonly usesFen?: string
}

/** `most`: how many of the facts stand here, the decisive ones come first. */
export function Facts({ facts, most = facts.length }: { facts: readonly Text[]; most?: number }) {
  const say = useSay()
  const more = facts.length - most
  return (
    <ul className="insight-facts">
      {facts.slice(0, most).map((fact) => (
        <li key={fact.zh}>{say(fact)}</li>
      ))}
      {more > 0 ? <li>{say({ zh: `另有 ${more} 条说明，见“全部办法”。`, en: `${more} more under "All ways".` })}</li> : null}
    </ul>
  )
}

export function ProjectPanel({ planId, projectId, onClose }: { planId: string; projectId: string; onClose: () => void }) {
  const say = useSay()
  const query = useAnswer(projectInsight, { params: { id: planId, projectId } })
  return (
    <Panel title={say({ zh: '这个项目怎样才能安排', en: 'What would fund this project' })} onClose={onClose}>
      <Answer query={query}>
        {(one) => (
          <>
            <h3 className="insight-section">
              <LinkIfAllowed permission="projects.read" to={`/projects/${one.projectId}`}>
                {one.name}
              </LinkIfAllowed>
            </h3>
            <p>
              {one.code} · {one.place} · <MoneyText fen={one.needFen} unit />
            </p>
            <h3 className="insight-section">{say({ zh: '为什么没有安排', en: 'Why it goes without' })}</h3>
            <Facts facts={one.facts} />
            <Remedies remedies={one.remedies} tried={one.tried} always={one.cause === 'room' || one.cause === 'negative-list'} />
          </>
        )}
      </Answer>
    </Panel>
  )
}

export function LotPanel({ planId, lotId, onClose }: { planId: string; lotId: string; onClose: () => void }) {
  const say = useSay()
  const query = useAnswer(lotInsight, { params: { id: planId, lotId } })
  return (
    <Panel title={say({ zh: '这笔钱怎样才能用上', en: 'What would use this money' })} onClose={onClose}>
      <Answer query={query}>
        {(one) => (
          <>
            <h3 className="insight-section">
              <LinkIfAllowed permission="funds.read" to={`/money/lots/${one.lotId}`}>
                {one.name}
              </LinkIfAllowed>
            </h3>
            <p>
              {one.docNo} · {say(one.book)} · <MoneyText fen={one.amountFen} unit />
            </p>
            <h3 className="insight-section">{say({ zh: '为什么剩下', en: 'Why it is left' })}</h3>
            <Facts facts={one.facts} />
            <Remedies remedies={one.remedies} tried={one.tried} always={false} />
          </>
        )}
      </Answer>
    </Panel>
  )
}

function Panel({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const narrow = useNarrow(768)
  return (
    <Drawer open title={title} onClose={onClose} size={narrow ? '100%' : 620}>
      {children}
    </Drawer>
  )
}

function Remedies({ remedies, tried, always }: { remedies: readonly RemedyOut[]; tried: Text | null; always: boolean }) {
  const say = useSay()
  if (always) return null
  return (
    <>
      <h3 className="insight-section">{say({ zh: '改变其中一项就可以', en: 'Any one of these would do' })}</h3>
      {remedies.length === 0 ? (
        <p>{say({ zh: '没有找到单项改变就能成的办法。', en: 'No single change was found that would do.' })}</p>
      ) : (
        <p className="insight-note">
          {say({
            zh: '每一项都按改变后的条件重新搭配并通过独立核验，已安排的项目一分不减；按涉及的金额从小到大排列。',
            en: 'Each was worked out anew under the changed terms and accepted by the independent check; no funded project gets less. Smallest first.',
          })}
        </p>
      )}
      <ol className="insight-remedies">
        {remedies.map((r) => (
          <li key={r.text.zh + (r.projectId ?? '')}>
            <RemedyText remedy={r} />
            <PaidBy slices={r.slices} />
          </li>
        ))}
      </ol>
      {tried ? <p className="insight-note">{`${say({ zh: '试过的改变：', en: 'Tried: ' })}${say(tried)}`}</p> : null}
    </>
  )
}

export function RemedyText({ remedy }: { remedy: RemedyOut }) {
  const say = useSay()
  const { text, sizeFen, shiftedFen, projectName, usesFen } = remedy
  return (
    <div className="insight-change">
      <strong>{say(text)}</strong>
      <div className="insight-note">
        {say({ zh: '涉及 ', en: 'Rests on ' })}
        <MoneyText fen={sizeFen} unit />
        {projectName ? say({ zh: `；用于“${projectName}”`, en: `; for "${projectName}"` }) : null}
        {usesFen ? (
          <>
            {say({ zh: '；用上 ', en: '; uses ' })}
            <MoneyText fen={usesFen} unit />
          </>
        ) : null}
        {shiftedFen === '0' ? null : (
          <>
            {say({ zh: '；已安排项目中有 ', en: '; of funded projects ' })}
            <MoneyText fen={shiftedFen} unit />
            {say({ zh: ' 换由其他资金支付，金额不减', en: ' come from other lots, nobody gets less' })}
          </>
        )}
      </div>
    </div>
  )
}

function PaidBy({ slices }: { slices: readonly Slice[] }) {
  const say = useSay()
  if (slices.length === 0) return null
  return (
    <ul className="insight-facts">
      {slices.map((s) => (
        <li key={`${s.lotId}-${s.year}`} className="insight-note">
          {`${s.year} · ${s.name || say({ zh: '新增资金', en: 'new money' })} · `}
          <MoneyText fen={s.amountFen} unit />
        </li>
      ))}
    </ul>
  )
}
