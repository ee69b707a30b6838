/** The figures of the public page. The endpoint's shape is taken as a type only, so that zod stays out of this small page. */
import { useEffect, useState } from 'react'
import { RefusedByServer } from '#contract/client.ts'
import type { publicOverview } from '#features/trace/trace.contract.ts'
import type { AnswerOf } from '#ui/answer-of.ts'

export type Overview = AnswerOf<typeof publicOverview>
export type PublicProject = Overview['projects'][number]

const ADDRESS = '/api/public/overview'

export interface Asked {
  readonly overview: Overview | null
  readonly error: RefusedByServer | null
}

async function ask(): Promise<Overview> {
  const response = await fetch(ADDRESS, { headers: { Accept: 'application/json' } })
  const body: unknown = await response.json().catch(() => null)
  if (response.ok && body !== null) return body as Overview
  throw new RefusedByServer(
    response.status,
    'unavailable',
    { zh: '公示数据暂时取不到，请稍后再打开。', en: 'The figures cannot be had right now; please open this page later.' },
    [],
  )
}

export function useOverview(): Asked {
  const [asked, setAsked] = useState<Asked>({ overview: null, error: null })
  useEffect(() => {
    ask().then(
      (overview) => setAsked({ overview, error: null }),
      (error: unknown) =>
        setAsked({
          overview: null,
          error:
            error instanceof RefusedByServer
              ? error
              : new RefusedByServer(
                  0,
                  'offline',
                  { zh: '连不上服务器，请检查网络后再打开。', en: 'The server cannot be reached; check the network.' },
                  [],
                ),
        }),
    )
  }, [])
  return asked
}

/** Every money word on the page is found by name, code or place. */
export function matching(projects: readonly PublicProject[], words: string): PublicProject[] {
  const asked = words.trim()
  return asked === '' ? [...projects] : projects.filter((p) => [p.name, p.code, p.place, ...p.payees].some((text) => text.includes(asked)))
}
