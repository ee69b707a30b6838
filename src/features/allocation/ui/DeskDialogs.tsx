/** Keeping the plan by hand under a name, and solving again around what was set. A refusal stays beside what was done; nothing is lost. */
import { Checkbox, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { formatMoney } from '#ui/MoneyText.tsx'
import { useGo } from '#ui/routing.ts'
import { useAct } from '#ui/useAct.ts'
import { listPlans } from '../allocation.contract.ts'
import { keepByHand, solveAround } from '../desk.contract.ts'
import { changesOf, keyOf, wire } from './desk-state.ts'
import type { DeskState } from './useDesk.ts'

const NAME_MOST = 80

const pairOf = (p: { readonly lotId: string; readonly projectId: string }): string => `${p.lotId} ${p.projectId}`

function NameField({ value, onChange }: { value: string; onChange: (name: string) => void }) {
  const say = useSay()
  return (
    <Form.Item label={say({ zh: '方案名称', en: 'Name of the plan' })} htmlFor="desk-name" layout="vertical">
      <Input id="desk-name" value={value} maxLength={NAME_MOST} onChange={(event) => onChange(event.target.value)} />
    </Form.Item>
  )
}

export function KeepDialog({ state, onClose }: { state: DeskState; onClose: () => void }) {
  const say = useSay()
  const go = useGo()
  const [name, setName] = useState(state.desk.nameByHand)
  const keep = useAct(keepByHand, {
    success: { zh: '已保存为新草案', en: 'Kept as a new draft' },
    refresh: [[listPlans.path]],
    quiet: true,
  })
  const save = async () => {
    const kept = await keep.run({ params: { id: state.desk.id }, body: { name: name.trim(), slices: wire(state.slices) } })
    if (!kept) return
    state.forget()
    go(`/plans/${kept.planId}`)
  }
  return (
    <Modal
      open
      title={say({ zh: '保存为新草案', en: 'Keep as a new draft' })}
      okText={say({ zh: '保存', en: 'Save' })}
      cancelText={say({ zh: '再改改', en: 'Go on changing' })}
      okButtonProps={{ disabled: name.trim() === '', loading: keep.busy }}
      onOk={() => void save()}
      onCancel={onClose}
    >
      <p className="help-text">
        {say({
          zh: `“${state.desk.name}”保持不变；手工方案另存为一个草案，重新独立核验，照样可以比较、征求意见和采纳。`,
          en: `"${state.desk.name}" stays as it is. The plan by hand becomes a draft of its own, checked anew; it can be compared and adopted like any other.`,
        })}
      </p>
      <NameField value={name} onChange={setName} />
      <ErrorNote error={keep.error} />
    </Modal>
  )
}

/** What of the changes becomes a condition; everything that was changed is, until it is unticked. */
function useAround({ desk, slices }: DeskState) {
  const { changed, gone, unfunded } = changesOf(desk, slices)
  const [pins, setPins] = useState<readonly string[]>(changed.map(keyOf))
  const [bans, setBans] = useState<readonly string[]>(gone.filter((g) => !unfunded.includes(g.projectId)).map(pairOf))
  const [out, setOut] = useState<readonly string[]>(unfunded)
  const asked = {
    pins: changed.filter((s) => pins.includes(keyOf(s))).map((s) => ({ ...s, amountFen: s.amountFen.toString() })),
    bans: gone.filter((g) => bans.includes(pairOf(g))).map(({ lotId, projectId }) => ({ lotId, projectId })),
    excludeProjects: [...out],
  }
  return { changed, gone, unfunded, pins, setPins, bans, setBans, out, setOut, asked }
}

export function AroundDialog({ state, onClose }: { state: DeskState; onClose: () => void }) {
  const say = useSay()
  const go = useGo()
  const { desk } = state
  const { changed, gone, unfunded, pins, setPins, bans, setBans, out, setOut, asked } = useAround(state)
  const [name, setName] = useState(desk.nameAgain)
  const solve = useAct(solveAround, { quiet: true })
  const lotName = (id: string) => desk.lots.find((l) => l.id === id)?.fundName ?? id
  const projectName = (id: string) => desk.projects.find((p) => p.id === id)?.name ?? id
  const pairName = (p: { lotId: string; projectId: string }) => `${lotName(p.lotId)} → ${projectName(p.projectId)}`
  /** Of projects with one phase the year says nothing. */
  const yearOf = (s: { projectId: string; year: number }) =>
    (desk.projects.find((p) => p.id === s.projectId)?.phases.length ?? 1) > 1 ? say({ zh: `（${s.year} 年）`, en: ` (${s.year})` }) : ''
  const start = async () => {
    const started = await solve.run({ params: { id: desk.id }, body: { name: name.trim(), seconds: 10, ...asked } })
    if (started) go(`/plans/new?run=${encodeURIComponent(started.runId)}`)
  }
  return (
    <Modal
      open
      width={680}
      title={say({ zh: '围绕手工安排重新测算', en: 'Solve again around what was set by hand' })}
      okText={say({ zh: '开始测算', en: 'Start' })}
      cancelText={say({ zh: '返回', en: 'Back' })}
      okButtonProps={{ disabled: name.trim() === '', loading: solve.busy }}
      onOk={() => void start()}
      onCancel={onClose}
    >
      <p className="help-text">
        {say({
          zh: '选中的作为条件，其余的钱按现在的账由系统重新安排，得到一个新草案。您在这里的改动不丢。',
          en: 'What is ticked becomes a condition; the rest is worked out anew from the books as they are, into a new draft. Your changes here stay.',
        })}
      </p>
      <NameField value={name} onChange={setName} />
      <Choice
        title={say({ zh: '固定这些安排（至少这么多）', en: 'Keep these slices (at least so much)' })}
        options={changed.map((s) => ({ value: keyOf(s), label: `${pairName(s)}${yearOf(s)}：${formatMoney(s.amountFen, '万元')} 万元` }))}
        value={pins}
        onChange={setPins}
      />
      <Choice
        title={say({ zh: '不再这样搭配', en: 'No longer pair these' })}
        options={gone.map((g) => ({ value: pairOf(g), label: pairName(g) }))}
        value={bans}
        onChange={setBans}
      />
      <Choice
        title={say({ zh: '本次不安排这些项目', en: 'Leave these projects out' })}
        options={unfunded.map((id) => ({ value: id, label: projectName(id) }))}
        value={out}
        onChange={setOut}
      />
      <p>
        {state.changed
          ? null
          : say({ zh: '还没有改动，会按原来的条件重新测算。', en: 'Nothing was changed; it solves under the same terms.' })}
      </p>
      <ErrorNote error={solve.error} />
    </Modal>
  )
}

interface ChoiceProps {
  readonly title: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly value: readonly string[]
  readonly onChange: (value: readonly string[]) => void
}

function Choice({ title, options, value, onChange }: ChoiceProps) {
  if (options.length === 0) return null
  return (
    <fieldset className="desk-choice">
      <legend>{title}</legend>
      <Checkbox.Group value={[...value]} options={[...options]} onChange={(next) => onChange(next)} />
    </fieldset>
  )
}
