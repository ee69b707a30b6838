/**
 * Doing something: one press, one effect. The idempotency key stays the same while the outcome of a press is unknown
 * (no answer, or the server broke), so that pressing again cannot do it twice. A refusal is shown in the server's words.
 */
import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useCallback, useRef, useState } from 'react'
import { call, type CallInput, newKey, RefusedByServer } from '#contract/client.ts'
import type { Endpoint, OutputOf, Schema } from '#contract/endpoint.ts'
import type { Text } from '#kernel/outcome.ts'
import { textOfError } from './ErrorNote.tsx'
import { useSay } from './language.tsx'

interface ActOptions {
  readonly success?: Text
  /** Query keys to ask again, each as the beginning of a key (`[listLots.path]`); without it everything is asked again. */
  readonly refresh?: readonly QueryKey[]
  /** The page shows the error itself (ErrorNote), so no message flies in. */
  readonly quiet?: boolean
}

const outcomeIsUnknown = (error: unknown) => !(error instanceof RefusedByServer) || error.status === 0 || error.status >= 500

/** `run` answers with what the server answered, or null when it refused; then `error` holds why. */
export function useAct<
  P extends Schema | undefined,
  Q extends Schema | undefined,
  B extends Schema | undefined,
  R extends Schema | undefined,
>(endpoint: Endpoint<P, Q, B, R>, { success, refresh, quiet = false }: ActOptions = {}) {
  const client = useQueryClient()
  const { message } = App.useApp()
  const say = useSay()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const press = useRef<{ readonly input: string; readonly key: string } | null>(null)

  const run = useCallback(
    async (input: CallInput<P, Q, B> = {}): Promise<OutputOf<R> | null> => {
      const { file, ...rest } = input
      const described = JSON.stringify([rest, file ? [file.name, file.size, file.lastModified] : null])
      if (press.current?.input !== described) press.current = { input: described, key: newKey() }
      setBusy(true)
      setError(null)
      try {
        const output = await call(endpoint, { ...input, idempotencyKey: press.current.key })
        press.current = null
        if (success) void message.success(say(success))
        if (refresh) await Promise.all(refresh.map((queryKey) => client.invalidateQueries({ queryKey })))
        else await client.invalidateQueries()
        return output
      } catch (caught) {
        if (!outcomeIsUnknown(caught)) press.current = null
        setError(caught)
        if (!quiet) void message.error(say(textOfError(caught)), 6)
        return null
      } finally {
        setBusy(false)
      }
    },
    [endpoint, success, refresh, quiet, client, message, say],
  )
  const clear = useCallback(() => setError(null), [])
  return { run, busy, error, clear }
}
