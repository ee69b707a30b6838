/** What is given anew by hand: project, money, amount, line by line, with what each project still needs. */
import { Button, Select } from 'antd'
import { AmountInput } from '#ui/AmountInput.tsx'
import { useSay } from '#ui/language.tsx'
import { formatMoney } from '#ui/MoneyText.tsx'
import type { AnswerOf } from '#ui/answer-of.ts'
import type { adjustmentBase } from '../plan-adjust.contract.ts'

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
  const [projects, lots] = [projectOptions(base, releases), lotOptions(base, releases)]
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
          <Select
            value={g.projectId ?? null}
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={say({ zh: '项目', en: 'Project' })}
            aria-label={say({ zh: '项目', en: 'Project' })}
            options={projects}
            onChange={(projectId: string) => change(g.key, { projectId })}
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

/** Waiting projects, and those that will wait once their money has gone back. */
function projectOptions(base: Base, releases: Base['holdings']) {
  const open = new Map(base.waiting.map((p) => [p.projectId, { name: p.project, fen: BigInt(p.openFen) }]))
  for (const h of releases) {
    const known = open.get(h.projectId)
    open.set(h.projectId, { name: known?.name ?? h.project, fen: (known?.fen ?? 0n) + BigInt(h.reservedFen) })
  }
  return [...open].map(([value, p]) => ({ value, label: `${p.name}（还需 ${wan(p.fen)}）` }))
}

function lotOptions(base: Base, releases: Base['holdings']) {
  const free = new Map(base.lots.map((l) => [l.lotId, { name: l.lot, fen: BigInt(l.availableFen) }]))
  for (const h of releases) {
    const known = free.get(h.lotId)
    free.set(h.lotId, { name: known?.name ?? h.lot, fen: (known?.fen ?? 0n) + BigInt(h.reservedFen) })
  }
  return [...free].map(([value, l]) => ({ value, label: `${l.name}（可安排 ${wan(l.fen)}）` }))
}
