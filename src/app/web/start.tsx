/** The web application: providers around the router, drawn into `#root`. */
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import 'antd/dist/reset.css'
import { RefusedByServer } from '#contract/client.ts'
import { LanguageProvider } from '#ui/language.tsx'
import { MoneyUnitProvider } from '#ui/MoneyText.tsx'
import '#ui/kit.css'
import '#ui/print.css'
import { Look } from './Look.tsx'
import { makeRouter } from './router.tsx'
import { SESSION_KEY } from './session-query.ts'
import './shell.css'

/** A refusal is an answer; only a missing answer or a broken server is worth a second try. */
const mayHelpToRetry = (error: unknown) => error instanceof RefusedByServer && (error.status === 0 || error.status >= 502)

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      const signedOut = error instanceof RefusedByServer && error.status === 401
      if (signedOut && query.queryKey[0] !== SESSION_KEY[0]) void queries.invalidateQueries({ queryKey: SESSION_KEY })
    },
  }),
  defaultOptions: { queries: { retry: (times, error) => times < 1 && mayHelpToRetry(error), refetchOnWindowFocus: false } },
})

export function start(root: HTMLElement): void {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <LanguageProvider>
          <MoneyUnitProvider>
            <Look>
              <RouterProvider router={makeRouter()} />
            </Look>
          </MoneyUnitProvider>
        </LanguageProvider>
      </QueryClientProvider>
    </StrictMode>,
  )
}
