/** One lot and one project chosen: how much is lawful now, the amount in 万元 filled in with it, or every reason why nothing is. */
import { Button, Segmented } from 'antd'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { AmountInput } from '#ui/AmountInput.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { amountAt, type DeskLot, type DeskProject, type Partner, put } from './desk-state.ts'
import type { DeskState } from './useDesk.ts'

interface DeskGiveProps {
  readonly state: DeskState
  readonly lot: DeskLot
  readonly project: DeskProject
  readonly onDone?: () => void
}

export function DeskGive({ state, lot, project, onDone }: DeskGiveProps) {
  const say = useSay()
  const partner = state.partners.lots?.get(lot.id)
  return (
    <section className="desk-give" aria-label={say({ zh: '安排这一笔', en: 'Give this' })}>
      <p className="desk-pair">
        <strong>{lot.fundName}</strong>
        <span aria-hidden> → </span>
        <strong>{project.name}</strong>
      </p>
      {partner === undefined ? (
        <p aria-busy="true">{say({ zh: '正在计算能给多少…', en: 'Working out how much…' })}</p>
      ) : partner.year === null ? (
        <>
          <p className="desk-cannot">{say({ zh: '现在不能安排：', en: 'Not possible now:' })}</p>
          <ul className="desk-reasons">
            {partner.because.map((reason) => (
              <li key={reason.zh}>{say(reason)}</li>
            ))}
          </ul>
          <Button onClick={state.letGo}>{say({ zh: '另选', en: 'Choose others' })}</Button>
        </>
      ) : (
        <Amount key={`${lot.id} ${project.id} ${partner.mostFen}`} {...{ state, lot, project, partner }} {...(onDone ? { onDone } : {})} />
      )}
    </section>
  )
}

function Amount({ state, lot, project, partner, onDone }: DeskGiveProps & { readonly partner: Partner }) {
  const say = useSay()
  const id = useId()
  const form = useRef<HTMLFormElement>(null)
  const [year, setYear] = useState(partner.year!)
  const most = partner.years.find((y) => y.year === year)?.mostFen ?? '0'
  const [value, setValue] = useState<string | undefined>(most)
  const place = { lotId: lot.id, projectId: project.id, year }
  const has = amountAt(state.slices, place)
  const amount = value !== undefined && /^\d+$/.test(value) ? BigInt(value) : 0n
  const { setTyping } = state
  useEffect(() => {
    form.current?.querySelector('input')?.select()
  }, [])
  const type = (next: string | undefined) => {
    setValue(next)
    setTyping(next !== undefined && /^\d+$/.test(next) ? { ...place, amountFen: has + BigInt(next) } : null)
  }
  const give = (event: FormEvent) => {
    event.preventDefault()
    if (amount <= 0n) return
    state.change({ to: (slices) => put(slices, place, amountAt(slices, place) + amount) })
    state.letGo()
    onDone?.()
  }
  return (
    <form ref={form} onSubmit={give}>
      {partner.years.length > 1 ? (
        <Segmented<number>
          value={year}
          aria-label={say({ zh: '年度', en: 'Year' })}
          options={partner.years.map((y) => ({ value: y.year, label: String(y.year) }))}
          onChange={(next) => {
            setYear(next)
            setValue(partner.years.find((y) => y.year === next)?.mostFen ?? '0')
            setTyping(null)
          }}
        />
      ) : null}
      <p className="desk-most">
        {say({ zh: `${year} 年最多可以安排 `, en: `At most in ${year}: ` })}
        <MoneyText fen={most} unit strong />
        {has > 0n ? (
          <>
            {say({ zh: '（在已有的 ', en: ' (on top of ' })}
            <MoneyText fen={has} unit />
            {say({ zh: ' 之外）', en: ')' })}
          </>
        ) : null}
      </p>
      <label htmlFor={id}>{say({ zh: '安排金额', en: 'Amount' })}</label>
      <AmountInput id={id} unit="万元" value={value} onChange={type} />
      <div className="desk-buttons">
        <Button type="primary" htmlType="submit" disabled={amount <= 0n}>
          {say({ zh: '安排', en: 'Give' })}
        </Button>
        <Button onClick={state.letGo}>{say({ zh: '另选', en: 'Choose others' })}</Button>
      </div>
    </form>
  )
}
