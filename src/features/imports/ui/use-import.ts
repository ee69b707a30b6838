/**
 * The state of one import: the file's preview, what was corrected, defaults. Every correction asks the server again by
 * itself; only the latest answer counts. Nothing is saved until `confirm` in the page.
 */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Corrections, DraftBase, Preview } from './import-shapes.ts'

export interface Reading<Defaults> {
  readonly fileId: string
  readonly corrections: Corrections
  readonly defaults: Defaults
}

export type AskAgain<Row extends DraftBase, Defaults> = (reading: Reading<Defaults>) => Promise<Preview<Row>>

/** Typing in a default pauses this long before the table is read again. */
const AFTER_MILLISECONDS = 350

interface ImportState<Row extends DraftBase, Defaults> {
  readonly preview: Preview<Row> | null
  readonly corrections: Corrections
  readonly defaults: Defaults
  /** The table is being read again; what is on the screen is the reading before. */
  readonly stale: boolean
  readonly error: unknown
}

export function useImport<Row extends DraftBase, Defaults extends object>(askAgain: AskAgain<Row, Defaults>, nothing: Defaults) {
  const fresh: ImportState<Row, Defaults> = { preview: null, corrections: {}, defaults: nothing, stale: false, error: null }
  const [state, setState] = useState(fresh)
  const latest = useRef(0)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(() => () => clearTimeout(timer.current ?? undefined), [])

  const ask = useCallback(
    (reading: Reading<Defaults>, wait: number) => {
      const turn = ++latest.current
      clearTimeout(timer.current ?? undefined)
      timer.current = setTimeout(() => {
        askAgain(reading).then(
          (preview) => turn === latest.current && setState((now) => ({ ...now, preview, stale: false, error: null })),
          (error: unknown) => turn === latest.current && setState((now) => ({ ...now, stale: false, error })),
        )
      }, wait)
    },
    [askAgain],
  )

  const correct = (corrections: Corrections) => {
    if (!state.preview) return
    setState({ ...state, corrections, stale: true })
    ask({ fileId: state.preview.fileId, corrections, defaults: state.defaults }, 0)
  }
  const setDefaults = (defaults: Defaults) => {
    if (!state.preview) return
    setState({ ...state, defaults, stale: true })
    ask({ fileId: state.preview.fileId, corrections: state.corrections, defaults }, AFTER_MILLISECONDS)
  }
  const again = () => {
    if (!state.preview) return
    setState({ ...state, stale: true })
    ask({ fileId: state.preview.fileId, corrections: state.corrections, defaults: state.defaults }, 0)
  }
  const open = (preview: Preview<Row>) => setState({ ...fresh, preview })
  const restart = () => {
    latest.current++
    setState(fresh)
  }
  return { ...state, correct, setDefaults, again, open, restart }
}
