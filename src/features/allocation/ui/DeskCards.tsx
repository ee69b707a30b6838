/** A lot and a project on the desk: a button to choose it, dragged or dropped on with the mouse, with what it could give or take. */
import { type DragEvent, useState } from 'react'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import type { DeskLot, DeskProject, Partner } from './desk-state.ts'

const LOT = 'application/x-headgate-lot'
const PROJECT = 'application/x-headgate-project'

interface CardProps {
  readonly chosen: boolean
  readonly partner: Partner | undefined
  /** What it is to the card that is being dragged. */
  readonly reach?: Partner | undefined
  readonly onChoose: () => void
  /** The id of the other side that was dropped here; without it the card is not dragged, as on a phone. */
  readonly onDropped?: (id: string) => void
  readonly onDragged?: (dragged: boolean) => void
}

/** Dragged as one kind, open to the other. */
function useDrag(own: string, other: string, id: string, { onDropped, onDragged }: Pick<CardProps, 'onDropped' | 'onDragged'>) {
  const [over, setOver] = useState(false)
  const fits = (event: DragEvent) => event.dataTransfer.types.includes(other)
  if (!onDropped) return { over: false, handlers: {} }
  return {
    over,
    handlers: {
      draggable: true,
      onDragStart: (event: DragEvent) => {
        event.dataTransfer.setData(own, id)
        event.dataTransfer.effectAllowed = 'link' as const
        onDragged?.(true)
      },
      onDragEnd: () => onDragged?.(false),
      onDragOver: (event: DragEvent) => {
        if (!fits(event)) return
        event.preventDefault()
        setOver(true)
      },
      onDragLeave: () => setOver(false),
      onDrop: (event: DragEvent) => {
        setOver(false)
        if (!fits(event)) return
        event.preventDefault()
        onDropped(event.dataTransfer.getData(other))
      },
    },
  }
}

const classOf = (chosen: boolean, over: boolean, partner: Partner | undefined): string =>
  ['desk-card', chosen ? 'desk-chosen' : '', over ? 'desk-over' : '', partner ? (partner.year === null ? 'desk-no' : 'desk-yes') : '']
    .filter(Boolean)
    .join(' ')

export function LotCard({ lot, left, ...props }: CardProps & { readonly lot: DeskLot; readonly left: bigint }) {
  const say = useSay()
  const { over, handlers } = useDrag(LOT, PROJECT, lot.id, props)
  return (
    <button
      type="button"
      className={classOf(props.chosen, over, props.reach ?? props.partner)}
      aria-pressed={props.chosen}
      onClick={props.onChoose}
      {...handlers}
    >
      <span className="desk-name">{lot.fundName}</span>
      <span className="desk-under">{`${lot.docNo} · ${say(lot.bookLabel)} · ${say({ zh: `用到${lot.usableTo}年`, en: `until ${lot.usableTo}` })}`}</span>
      <span className="desk-money">
        {say({ zh: '剩', en: 'left' })} <MoneyText fen={left} unit strong />
        <span className="desk-of">
          {' / '}
          <MoneyText fen={lot.amountFen} unit />
        </span>
      </span>
      <Offer partner={props.partner} />
    </button>
  )
}

interface ProjectCardProps extends CardProps {
  readonly project: DeskProject
  readonly given: bigint
  readonly lacks: bigint
}

export function ProjectCard({ project, given, lacks, ...props }: ProjectCardProps) {
  const say = useSay()
  const { over, handlers } = useDrag(PROJECT, LOT, project.id, props)
  return (
    <button
      type="button"
      className={classOf(props.chosen, over, props.reach ?? props.partner)}
      aria-pressed={props.chosen}
      onClick={props.onChoose}
      {...handlers}
    >
      <span className="desk-name">{project.name}</span>
      <span className="desk-under">
        {`${project.code} · ${say(project.categoryLabel)} · ${say({ zh: `得分 ${project.score}`, en: `score ${project.score}` })}${
          project.statutory ? say({ zh: ' · 法定', en: ' · statutory' }) : ''
        }`}
      </span>
      <span className="desk-money">
        <Standing given={given} lacks={lacks} />
      </span>
      <Offer partner={props.partner} />
    </button>
  )
}

export function Standing({ given, lacks }: { given: bigint; lacks: bigint }) {
  const say = useSay()
  if (given === 0n)
    return (
      <>
        <span className="desk-tag">{say({ zh: '未安排', en: 'unfunded' })}</span> {say({ zh: '要', en: 'needs' })}{' '}
        <MoneyText fen={lacks} unit strong />
      </>
    )
  if (lacks === 0n)
    return (
      <>
        <span className="desk-tag desk-tag-good">{say({ zh: '已付清', en: 'paid in full' })}</span> <MoneyText fen={given} unit />
      </>
    )
  return (
    <>
      <span className="desk-tag desk-tag-bad">{lacks > 0n ? say({ zh: '还差', en: 'short' }) : say({ zh: '多了', en: 'too much' })}</span>{' '}
      <MoneyText fen={lacks > 0n ? lacks : -lacks} unit strong />
    </>
  )
}

/** What it could give or take now, or the first reason why not; all reasons are told when both are chosen. */
function Offer({ partner }: { partner: Partner | undefined }) {
  const say = useSay()
  if (!partner) return null
  if (partner.year !== null)
    return (
      <span className="desk-offer">
        {say({ zh: '可安排', en: 'could take' })} <MoneyText fen={partner.mostFen} unit strong />
      </span>
    )
  return <span className="desk-why">{partner.because[0] ? say(partner.because[0]) : null}</span>
}
