/** The state of the desk page: what is chosen on both sides, the amount being typed, and the server's check of it all. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useReducer, useState } from 'react'
import { call } from '#contract/client.ts'
import { recall, remember } from '#ui/browser-memory.ts'
import { useSession } from '#ui/session.tsx'
import { useSettled } from '#ui/useSettled.ts'
import { checkDesk, deskPartners } from '../desk.contract.ts'
import {
  begin,
  type Change,
  type Desk,
  editsOf,
  follow,
  keyOf,
  type Place,
  put,
  sameSlices,
  type Slices,
  slicesFrom,
  sumsOf,
  wire,
  withEdits,
} from './desk-state.ts'

const CHECK_AFTER = 300
/** Unsaved changes are kept in the browser up to this size. */
const MOST_KEPT = 400_000

export interface Typing extends Place {
  readonly amountFen: bigint
}

export interface Dragged {
  readonly lotId?: string
  readonly projectId?: string
}

function recalled(desk: Desk, name: string): Slices | null {
  try {
    const list = JSON.parse(recall(name) ?? 'null') as (Place & { amountFen: string })[] | null
    const known = new Set([...desk.lots.map((l) => l.id), ...desk.projects.map((p) => p.id)])
    if (!list?.every((s) => known.has(s.lotId) && known.has(s.projectId))) return null
    return withEdits(
      slicesFrom(desk.slices),
      list.map((s) => ({ ...s, amountFen: BigInt(s.amountFen) })),
    )
  } catch {
    return null
  }
}

export function useDesk(desk: Desk) {
  const { user } = useSession()
  const name = `desk-edits.${user.id}.${desk.id}`
  const [history, dispatch] = useReducer(follow, desk, (d) => {
    const first = begin(slicesFrom(d.slices))
    const kept = recalled(d, name)
    return kept ? follow(first, { to: () => kept }) : first
  })
  const [restored] = useState(() => history.past.length > 0)
  const [lotId, setLot] = useState<string | null>(null)
  const [projectId, setProject] = useState<string | null>(null)
  const [typing, setTyping] = useState<Typing | null>(null)
  const [dragged, setDragged] = useState<Dragged | null>(null)
  const { slices, no } = history.now
  const original = useMemo(() => slicesFrom(desk.slices), [desk])
  const changed = !sameSlices(original, slices)

  useEffect(() => {
    const edits = editsOf(original, slices).map((s) => ({ ...s, amountFen: s.amountFen.toString() }))
    const text = edits.length > 0 ? JSON.stringify(edits) : 'null'
    remember(name, text.length > MOST_KEPT ? 'null' : text)
  }, [name, slices, original])

  const change = (to: Change) => {
    setTyping(null)
    dispatch(to)
  }
  return {
    desk,
    slices,
    original,
    changed,
    restored,
    sums: useMemo(() => sumsOf(desk, slices), [desk, slices]),
    lotId,
    projectId,
    typing,
    setTyping,
    /** Choosing what is chosen lets it go. */
    chooseLot: (id: string | null) => setLot((now) => (now === id ? null : id)),
    chooseProject: (id: string | null) => setProject((now) => (now === id ? null : id)),
    /** What a drop says: this lot for this project. */
    pair: (lot: string, project: string) => {
      setDragged(null)
      setLot(lot)
      setProject(project)
    },
    setDragged,
    letGo: () => {
      setLot(null)
      setProject(null)
      setTyping(null)
    },
    change,
    undo: history.past.length > 0 ? () => change('undo') : null,
    redo: history.future.length > 0 ? () => change('redo') : null,
    forget: () => remember(name, 'null'),
    check: useCheck(desk, slices, no, typing),
    partners: usePartners(desk, slices, no, lotId, projectId),
    /** Who fits what is in the hand: only coloured, so that nothing moves under the pointer until it is let go. */
    reach: usePartners(desk, slices, no, dragged?.lotId ?? null, dragged?.projectId ?? null),
  }
}

export type DeskState = ReturnType<typeof useDesk>

/** Checks what stands, with the amount that is being typed put in its place. */
function useCheck(desk: Desk, slices: Slices, no: number, typing: Typing | null) {
  const asked = useMemo(() => ({ no, slices, typing }), [no, slices, typing])
  const settled = useSettled(asked, CHECK_AFTER)
  const typed = settled.typing
  const query = useQuery({
    queryKey: [checkDesk.path, desk.id, settled.no, typed ? `${keyOf(typed)} ${typed.amountFen}` : ''],
    queryFn: () =>
      call(checkDesk, {
        params: { id: desk.id },
        body: { slices: wire(typed ? put(settled.slices, typed, typed.amountFen) : settled.slices) },
      }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: CHECK_AFTER,
  })
  return { data: query.data, error: query.isError ? query.error : null, waiting: query.isFetching || settled !== asked }
}

/** The other side of what is chosen: for a lot its projects, for a project its lots; for both, the project's lots. */
function usePartners(desk: Desk, slices: Slices, no: number, lotId: string | null, projectId: string | null) {
  const ask = (of: { lotId?: string; projectId?: string }, enabled: boolean) => ({
    queryKey: [deskPartners.path, desk.id, no, of.lotId ?? '', of.projectId ?? ''],
    queryFn: () => call(deskPartners, { params: { id: desk.id }, body: { slices: wire(slices), ...of } }),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: CHECK_AFTER,
  })
  const ofLot = useQuery(ask(lotId ? { lotId } : {}, lotId !== null))
  const ofProject = useQuery(ask(projectId ? { projectId } : {}, projectId !== null))
  const byId = (data: typeof ofLot.data) => data && new Map(data.partners.map((p) => [p.id, p]))
  return { projects: lotId ? byId(ofLot.data) : undefined, lots: projectId ? byId(ofProject.data) : undefined }
}
