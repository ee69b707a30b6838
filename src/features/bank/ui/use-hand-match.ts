/** Choosing lines on both sides and matching them: what is chosen, what it adds up to, and whether it may be matched. */
import { type KeyboardEvent, useState } from 'react'
import { useAct } from '#ui/useAct.ts'
import { matchByHand } from '../bank.contract.ts'
import type { Matching } from './MatchPage.tsx'

export type Side = 'bank' | 'book'
export type Chosen = Readonly<Record<Side, ReadonlySet<string>>>
const NOTHING: Chosen = { bank: new Set(), book: new Set() }

const sumOf = (lines: readonly { id: string; amountFen: string }[], chosen: ReadonlySet<string>): bigint =>
  lines.filter((l) => chosen.has(l.id)).reduce((sum, l) => sum + BigInt(l.amountFen), 0n)

function toggled(chosen: Chosen, side: Side, id: string): Chosen {
  const next = new Set(chosen[side])
  if (!next.delete(id)) next.add(id)
  return { ...chosen, [side]: next }
}

export function useHandMatch(data: Matching, may: boolean) {
  const [chosen, setChosen] = useState<Chosen>(NOTHING)
  const [note, setNote] = useState('')
  const match = useAct(matchByHand, { success: { zh: '已勾对', en: 'Matched' }, quiet: true })
  const sums = { bank: sumOf(data.bank, chosen.bank), book: sumOf(data.book, chosen.book) }
  const count = chosen.bank.size + chosen.book.size
  const oneSided = chosen.bank.size === 0 || chosen.book.size === 0
  const ready = may && count >= 2 && sums.bank === sums.book && (!oneSided || note.trim() !== '')
  const clear = () => setChosen(NOTHING)
  const toggle = (side: Side, id: string) => setChosen(toggled(chosen, side, id))
  const send = async () => {
    if (!ready) return
    const answer = await match.run({ body: { bank: [...chosen.bank], book: [...chosen.book], note } })
    if (!answer) return
    clear()
    setNote('')
  }
  /** The nearest candidates of what is chosen, to be marked on the other side. */
  const near = new Set(
    [...data.bank, ...data.book].filter((l) => chosen.bank.has(l.id) || chosen.book.has(l.id)).flatMap((l) => l.nearest ?? []),
  )
  const onKey = (event: KeyboardEvent<HTMLElement>, side: Side, id: string) => {
    if (event.target !== event.currentTarget) return
    if (event.key === ' ') toggle(side, id)
    else if (event.key === 'Enter') void send()
    else if (event.key === 'Escape') clear()
    else if (!moveFocus(event, side)) return
    event.preventDefault()
  }
  return { chosen, toggle, clear, note, setNote, sums, count, oneSided, ready, send, near, onKey, busy: match.busy, error: match.error }
}

export type HandMatch = ReturnType<typeof useHandMatch>

/** Up and down within the column, left and right to the other one. True when the key was one of these. */
function moveFocus(event: KeyboardEvent<HTMLElement>, side: Side): boolean {
  const here = event.currentTarget
  const across = event.key === 'ArrowLeft' || event.key === 'ArrowRight'
  const target = across
    ? here.closest('.bank-columns')?.querySelector(`[data-side="${side === 'bank' ? 'book' : 'bank'}"]`)
    : event.key === 'ArrowDown'
      ? here.nextElementSibling
      : event.key === 'ArrowUp'
        ? here.previousElementSibling
        : null
  if (target instanceof HTMLElement) target.focus()
  return across || event.key === 'ArrowDown' || event.key === 'ArrowUp'
}
