/** Published plans for the public page. Shapes are taken as types only, so that zod stays out of this small page. */
import { useEffect, useState } from 'react'
import { RefusedByServer } from '#contract/client.ts'
import type { publicPlan, publicPlans } from '#features/allocation/plan-paper.contract.ts'
import type { Text } from '#kernel/outcome.ts'
import type { AnswerOf } from '#ui/answer-of.ts'

export type PublishedPlan = AnswerOf<typeof publicPlan>
export type PublishedRow = AnswerOf<typeof publicPlans>['plans'][number]

const LATER: Text = { zh: '公布的方案暂时取不到，请稍后再打开。', en: 'The plan cannot be had right now; please open this page later.' }

async function ask<T>(address: string): Promise<T> {
  const response = await fetch(address, { headers: { Accept: 'application/json' } })
  const body: unknown = await response.json().catch(() => null)
  if (response.ok && body !== null) return body as T
  const said = (body as { error?: { message?: Text } } | null)?.error?.message
  throw new RefusedByServer(response.status, 'unavailable', response.status === 404 && said ? said : LATER, [])
}

export interface Fetched<T> {
  readonly data: T | null
  readonly error: Text | null
}

function useFetched<T>(address: string | null): Fetched<T> {
  const [fetched, setFetched] = useState<Fetched<T>>({ data: null, error: null })
  useEffect(() => {
    if (address === null) return
    ask<T>(address).then(
      (data) => setFetched({ data, error: null }),
      (error: unknown) => setFetched({ data: null, error: error instanceof RefusedByServer ? error.text : LATER }),
    )
  }, [address])
  return fetched
}

export const usePublishedPlans = () => useFetched<AnswerOf<typeof publicPlans>>('/api/public/plans')
export const usePublishedPlan = (id: string) => useFetched<PublishedPlan>(`/api/public/plans/${encodeURIComponent(id)}`)

/** The plan that the address asks for: `/public?plan=…`. */
export const askedPlan = (search: string): string | null => new URLSearchParams(search).get('plan')
