/** One answer of the server on the page: waiting, refused in words with a way to try again, or there. */
import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { call, type CallInput } from '#contract/client.ts'
import type { Endpoint, OutputOf, Schema } from '#contract/endpoint.ts'
import { ErrorNote } from './ErrorNote.tsx'
import { useSay } from './language.tsx'
import './page.css'

interface AskOptions {
  readonly enabled?: boolean
  /** Ask again after so many milliseconds, or never. */
  readonly every?: number | false
  /** The answer stays while another page of the same thing is fetched. */
  readonly keep?: boolean
}

/** Asks the server; the key begins with the endpoint's path, so that a write can refresh everything under it. */
export function useAnswer<
  P extends Schema | undefined,
  Q extends Schema | undefined,
  B extends Schema | undefined,
  R extends Schema | undefined,
>(endpoint: Endpoint<P, Q, B, R>, input: CallInput<P, Q, B> = {}, { enabled = true, every = false, keep = false }: AskOptions = {}) {
  return useQuery<OutputOf<R>>({
    queryKey: [endpoint.path, input.params ?? null, input.query ?? null],
    queryFn: () => call(endpoint, input),
    enabled,
    refetchInterval: every,
    ...(keep ? { placeholderData: (before, last) => (sameThing(last?.queryKey[1], input.params) ? before : undefined) } : {}),
  })
}

const sameThing = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

export function Answer<T>({ query, children }: { query: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  const say = useSay()
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.isError)
    return (
      <div style={{ padding: 24 }}>
        <ErrorNote error={query.error} />
        <Button style={{ marginTop: 12 }} onClick={() => void query.refetch()}>
          {say({ zh: '再试一次', en: 'Try again' })}
        </Button>
      </div>
    )
  return (
    <div style={{ padding: 24 }} aria-busy="true" aria-label={say({ zh: '正在读取', en: 'Loading' })}>
      <Skeleton active paragraph={{ rows: 8 }} />
    </div>
  )
}
