/** Starts the posting server in its own process, signs in as the finance bureau, and drives it over HTTP or without. */
import { fork } from 'node:child_process'
import { built } from './built.ts'
import { BENCH_PASSWORD, reservationText } from './books.ts'
import type { DirectWork } from './direct.ts'
import { load } from './load.ts'
import type { Answer, Listening, Order } from './posting-server.ts'

export interface PostingServer {
  /** Postings a second. */
  readonly overHttp: (work: DirectWork) => Promise<number>
  readonly withoutHttp: (work: DirectWork) => Promise<number>
  /** Replays the books; how many postings they hold. Throws when anything is wrong with them. */
  readonly verify: () => Promise<number>
  readonly stop: () => Promise<void>
}

async function signIn(port: number): Promise<Record<string, string>> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username: 'finance', password: BENCH_PASSWORD }),
  })
  if (!answer.ok) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`)
  const { csrfToken } = (await answer.json()) as { csrfToken: string }
  const cookies = answer.headers.getSetCookie().map((c) => c.split(';')[0])
  return { Cookie: cookies.join('; '), 'X-CSRF-Token': csrfToken }
}

export async function startPostingServer(on: { dataFolder: string } | { url: string }): Promise<PostingServer> {
  const child = fork(await built('posting-server.ts'), {
    execArgv: ['--max-semi-space-size=128', ...(process.env['HEADGATE_BENCH_NODE'] ?? '').split(' ').filter(Boolean)],
    env: { ...process.env, HEADGATE_BENCH_ON: JSON.stringify(on) },
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const place = await new Promise<Listening>((resolve, reject) => {
    child.once('message', (said) => resolve(said as Listening))
    child.once('exit', (code) => reject(new Error(`the posting server ended with ${code}`)))
  })
  const headers = await signIn(place.port)
  let orders = 0
  const ask = (order: { do: 'verify' } | ({ do: 'post' } & DirectWork)) =>
    new Promise<number>((resolve, reject) => {
      const id = ++orders
      const hear = (said: unknown) => {
        const answer = said as Answer
        if (answer.id !== id) return
        child.off('message', hear)
        if (answer.error === undefined) resolve(answer.value as number)
        else reject(new Error(answer.error))
      }
      child.on('message', hear)
      child.send({ id, ...order } satisfies Order)
    })
  return {
    overHttp: async ({ place: where, many, clients, milliseconds }) => {
      const body = () => reservationText(place, where, many)
      return many * (await load({ port: place.port, path: '/api/ledger/postings', headers, clients, milliseconds, body }))
    },
    withoutHttp: (work) => ask({ do: 'post', ...work }),
    verify: () => ask({ do: 'verify' }),
    stop: async () => {
      child.disconnect()
      await gone
    },
  }
}
