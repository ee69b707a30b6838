/** The session of this browser: asked once, kept in the query cache, its CSRF token handed to the client. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { call, setCsrfToken } from '#contract/client.ts'
import { currentSession, signOut } from '#features/people/people.contract.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { useGo } from '#ui/routing.ts'

export type Session = AnswerOf<typeof currentSession>
export const SESSION_KEY = [currentSession.path] as const

export function useSessionQuery({ enabled = true }: { enabled?: boolean } = {}) {
  return useQuery({
    queryKey: SESSION_KEY,
    queryFn: async () => {
      const session = await call(currentSession)
      setCsrfToken(session.csrfToken)
      return session
    },
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** After signing in: everything another person saw is forgotten. */
export function useEnter(): (session: Session) => void {
  const queries = useQueryClient()
  return useCallback(
    (session: Session) => {
      const before = queries.getQueryData<Session>(SESSION_KEY)
      setCsrfToken(session.csrfToken)
      queries.setQueryData(SESSION_KEY, session)
      const others = { predicate: (query: { queryKey: readonly unknown[] }) => query.queryKey[0] !== SESSION_KEY[0] }
      if (before?.user.id === session.user.id) void queries.invalidateQueries(others)
      else queries.removeQueries(others)
    },
    [queries],
  )
}

export function useLeave(): () => Promise<void> {
  const queries = useQueryClient()
  const go = useGo()
  return useCallback(async () => {
    // Whether or not the server still knew this session, this browser forgets it.
    await call(signOut).catch(() => null)
    setCsrfToken('')
    go('/login')
    queries.clear()
  }, [queries, go])
}
