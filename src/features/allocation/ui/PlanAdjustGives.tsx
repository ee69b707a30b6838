/** What is given anew by hand: project, money, amount, line by line, with what each project still needs. */
import { Button, Select } from 'antd'
import { useState } from 'react'
import { groupBy } from '#kernel/collect.ts'
import { AmountInput } from '#ui/AmountInput.tsx'
import { useSay } from '#ui/language.tsx'
import { formatMoney } from '#ui/MoneyText.tsx'
import type { AnswerOf } from '#ui/answer-of.ts'
import type { adjustmentBase } from '../plan-adjust.contract.ts'
import { type KnownWords, SeekOne } from './SeekPick.tsx'

type Base = AnswerOf<typeof adjustmentBase>

export interface GiveLine {
  readonly key: number
  readonly projectId?: string | undefined
  readonly lotId?: string | undefined
  readonly amountFen?: string | undefined
}

interface PlanGivesProps {
  readonly base: Base
  /** Chosen to go back: their money and their projects can be chosen here. */
  readonly releases: Base['holdings']
  readonly gives: readonly GiveLine[]
  readonly onChange: (gives: readonly GiveLine[]) => void
}

const wan = (fen: bigint | string) => `${formatMoney(fen.toString(), '万元')} 万元`

export function PlanGives({ base, releases, gives, onChange }: PlanGivesProps) {
  const say = useSay()
  const change = (key: number, to: Partial<GiveLine>) => onChange(gives.map((g) => (g.key === key ? { ...g, ...to } : g)))
  const [known] = useState<KnownWords>(() => new Map())
  const [back, lots] = [released(releases), lotOptions(base, releases)]
  return (
    <div className="plan-gives" style={{ marginTop: 12 }}>
      <p className="help-text">
        {say({
          zh: '一个项目当年还需要多少，就要安排足额；可以用几笔资金凑。',
          en: 'A project gets all it still needs in the year; several lots may pay it together.',
        })}
      </p>
      {gives.map((g) => (
        <div className="plan-give" key={g.key}>
          <SeekOne
            kind="projects"
            className=""
            label={{ zh: '项目', en: 'Project' }}
            years={{ year: base.plan.year, horizon: 1 }}
            known={known}
            besides={back}
            value={g.projectId ?? ''}
            onChange={(projectId) => change(g.key, { projectId })}
          />
          <Select
            value={g.lotId ?? null}
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={say({ zh: '资金', en: 'Money' })}
            aria-label={say({ zh: '资金', en: 'Money' })}
            options={lots}
            onChange={(lotId: string) => change(g.key, { lotId })}
          />
          <AmountInput
            unit="万元"
            value={g.amountFen}
            label={say({ zh: '金额', en: 'Amount' })}
            onChange={(amountFen) => change(g.key, { amountFen: amountFen === 'invalid' ? undefined : amountFen })}
          />
          <Button onClick={() => onChange(gives.filter((x) => x.key !== g.key))}>{say({ zh: '去掉', en: 'Remove' })}</Button>
        </div>
      ))}
      <div>
        <Button onClick={() => onChange([...gives, { key: Math.max(0, ...gives.map((g) => g.key)) + 1 }])}>
          {say({ zh: '加一笔', en: 'Add a line' })}
        </Button>
      </div>
    </div>
  )
}

/** Projects that will wait once their money has gone back: the server does not know of it yet. */
function released(releases: Base['holdings']) {
  const back = groupBy(releases, (h) => h.projectId)
  return [...back].map(([value, own]) => {
    const amount = own.reduce((sum, h) => sum + BigInt(h.reservedFen), 0n)
    return { value, label: `${own[0]!.project}（收回 ${wan(amount)}）` }
  })
}

function lotOptions(base: Base, releases: Base['holdings']) {
  const free = new Map(base.lots.map((l) => [l.lotId, { name: l.lot, fen: BigInt(l.availableFen) }]))
  for (const h of releases) {
    const known = free.get(h.lotId)
    free.set(h.lotId, { name: known?.name ?? h.lot, fen: (known?.fen ?? 0n) + BigInt(h.reservedFen) })
  }
  return [...free].map(([value, l]) => ({ value, label: `${l.name}（可安排 ${wan(l.fen)}）` }))
}
