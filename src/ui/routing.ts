/** Addresses as pages see them: path and query parameters as plain text, and going somewhere. Hides the router's tree. */
import { useParams, useRouter, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import { Fault } from '#kernel/outcome.ts'

/** A parameter of the page's own path; asking for one the path does not have is a fault of the program. */
export function usePathParam(name: string): string {
  const params: Record<string, string | undefined> = useParams({ strict: false })
  const value = params[name]
  if (value === undefined) throw new Fault('routing', `the path has no parameter ${name}`)
  return value
}

export type QueryParams = Readonly<Record<string, string | undefined>>

export const useQueryParams = (): QueryParams => useSearch({ strict: false })

export const useQueryParam = (name: string): string | null => useQueryParams()[name] ?? null

/** Goes to a page by its address, query included: `go('/contracts/new?project=prj_1')`. */
export function useGo(): (address: string, options?: { replace?: boolean }) => void {
  const router = useRouter()
  return useCallback(
    (address: string, { replace = false }: { replace?: boolean } = {}) => {
      void router.navigate({ href: address, replace })
    },
    [router],
  )
}

/** Changes query parameters of the page that is open; undefined or empty removes one. */
export function useSetQueryParams(): (changes: QueryParams) => void {
  const router = useRouter()
  return useCallback(
    (changes: QueryParams) => {
      const search = new URLSearchParams(window.location.search)
      for (const [name, value] of Object.entries(changes))
        if (value === undefined || value === '') search.delete(name)
        else search.set(name, value)
      const tail = search.toString()
      void router.navigate({ href: `${window.location.pathname}${tail ? `?${tail}` : ''}`, replace: true })
    },
    [router],
  )
}
