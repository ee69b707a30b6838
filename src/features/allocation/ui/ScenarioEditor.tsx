/** Changing a scenario in words: every term a sentence with its fields, checked against today's money and projects while it is written. */
import { Button, Card, Form, Input } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { useGo } from '#ui/routing.ts'
import { useAct } from '#ui/useAct.ts'
import { createScenario, reviseScenario, termChoices } from '../scenario.contract.ts'
import type { ShownScenario } from './ScenarioPage.tsx'
import { type KnownWords, lotWords, projectWords } from './SeekPick.tsx'
import { TermsCheck, useFieldName, useTermsCheck } from './TermsCheck.tsx'
import { TermsGoals } from './TermsGoals.tsx'
import { TermsLimits, TermsLots } from './TermsLimits.tsx'
import { TermsProjects } from './TermsProjects.tsx'
import { type Choices, isUnfinished, sectionOf, type WireTerms } from './terms-wire.ts'

interface EditorProps {
  /** The scenario that is changed; null: a new one is begun from `start`. */
  readonly scenario: ShownScenario | null
  readonly start?: WireTerms
  /** The term to go to: `pins.0`. */
  readonly focus: string | null
  readonly onClose: () => void
}

export function ScenarioEditor(props: EditorProps) {
  const say = useSay()
  const { scenario, start, focus } = props
  const [terms, setTerms] = useState<WireTerms>(() => structuredClone(start ?? scenario!.terms))
  const [known] = useState<KnownWords>(() => new Map())
  const named = useAnswer(termChoices, { query: scenario ? { scenario: scenario.id, version: scenario.version } : {} })
  return (
    <Answer query={named}>
      {(found) => {
        for (const l of found.lots) known.set(l.id, lotWords(l, say))
        for (const p of found.projects) known.set(p.id, projectWords(p, say))
        const choices = { regions: found.regions, years: { year: terms.year, horizon: terms.horizon }, known }
        return (
          <div className="terms-editor form-page">
            <Fields terms={terms} choices={choices} focus={focus} onChange={(part) => setTerms((now) => ({ ...now, ...part }))} />
            <SaveBox {...props} terms={terms} />
          </div>
        )
      }}
    </Answer>
  )
}

interface FieldsProps {
  readonly terms: WireTerms
  readonly choices: Choices
  readonly focus: string | null
  readonly onChange: (part: Partial<WireTerms>) => void
}

function Fields({ terms, choices, focus, onChange }: FieldsProps) {
  const went = useRef(false)
  useEffect(() => {
    if (focus === null || went.current) return
    const target = document.getElementById(`term-${focus}`) ?? document.getElementById(`term-${sectionOf(focus).section}`)
    if (!target) return
    went.current = true
    target.classList.add('term-wanted')
    target.scrollIntoView({ block: 'center' })
    target.focus({ preventScroll: true })
  }, [focus])
  const common = { terms, change: onChange, choices }
  return (
    <>
      <TermsGoals {...common} />
      <TermsLimits {...common} />
      <TermsLots {...common} />
      <TermsProjects {...common} />
    </>
  )
}

interface SaveFields {
  readonly name: string
  readonly note: string
}

function SaveBox({ scenario, terms, onClose }: EditorProps & { readonly terms: WireTerms }) {
  const say = useSay()
  const fieldName = useFieldName()
  const [form] = Form.useForm<SaveFields>()
  const check = useTermsCheck(terms)
  const { save, busy, error } = useSave(scenario, onClose)
  const unfinished = isUnfinished(terms)
  return (
    <Card className="page-card" title={say({ zh: '核对和保存', en: 'Check and save' })}>
      {unfinished ? (
        <p className="help-text">
          {say({ zh: '还有没选完的资金、项目，或不是金额的数字。', en: 'Some choice is missing, or some figure is no amount.' })}
        </p>
      ) : (
        <TermsCheck checked={check.data} error={check.error} waiting={check.isFetching} />
      )}
      <Form<SaveFields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ name: scenario?.name ?? `${terms.year}年度测算口径` }}
        onFinish={(fields) => void save(fields, terms)}
      >
        <Form.Item
          name="name"
          label={say({ zh: '名称', en: 'Name' })}
          rules={[
            {
              required: true,
              whitespace: true,
              min: 2,
              max: 60,
              message: say({ zh: '请写名称，2到60字', en: 'Give a name of 2 to 60 characters' }),
            },
          ]}
        >
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item
          name="note"
          label={scenario ? say({ zh: '为什么修改', en: 'Why it is changed' }) : say({ zh: '说明用途', en: 'What it is for' })}
          rules={[
            {
              required: true,
              whitespace: true,
              min: 2,
              message: say({ zh: '请写明原因，至少两个字', en: 'Say why, two characters at least' }),
            },
          ]}
        >
          <Input.TextArea rows={2} maxLength={300} showCount />
        </Form.Item>
        <ErrorNote error={error} fieldName={fieldName} />
        <div className="form-buttons">
          <Button type="primary" htmlType="submit" loading={busy} disabled={unfinished}>
            {scenario ? say({ zh: '保存为新版本', en: 'Save as a new version' }) : say({ zh: '保存', en: 'Save' })}
          </Button>{' '}
          <Button onClick={onClose}>{say({ zh: '不保存', en: 'Do not save' })}</Button>
        </div>
      </Form>
    </Card>
  )
}

function useSave(scenario: ShownScenario | null, onClose: () => void) {
  const go = useGo()
  const saved = { success: { zh: '测算口径已保存', en: 'The scenario is saved' }, quiet: true }
  const create = useAct(createScenario, saved)
  const revise = useAct(reviseScenario, saved)
  const save = async ({ name, note }: SaveFields, terms: WireTerms) => {
    const body = { name: name.trim(), note: note.trim(), terms }
    const kept = scenario
      ? await revise.run({ params: { id: scenario.id }, body: { ...body, seen: scenario.version } })
      : await create.run({ body })
    if (!kept) return
    onClose()
    go(`/scenarios/${kept.scenarioId}`)
  }
  return { save, busy: create.busy || revise.busy, error: revise.error ?? create.error }
}
