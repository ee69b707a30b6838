/** A client of the posting API, over keep-alive connections; call `postOne` as often at once as there should be clients. */
import { fork } from 'node:child_process'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { BENCH_PASSWORD, reservation } from './books.ts'
import type { Listening } from './posting-server.ts'

export interface PostingServer {
  /** Posts one posting in one request, on the next lot; throws when it is not accepted. */
  readonly postOne: () => Promise<void>
  readonly stop: () => Promise<void>
}

interface Reply {
  readonly status: number
  readonly text: string
  readonly cookie: string
}

function call(agent: Agent, port: number, path: string, headers: Record<string, string>, body: unknown): Promise<Reply> {
  const text = JSON.stringify(body)
  const all = { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(text)), ...headers }
  return new Promise((resolve, reject) => {
    const asked = request({ agent, host: '127.0.0.1', port, path, method: 'POST', headers: all }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', reject)
      answer.on('end', () => {
        const cookie = (answer.headers['set-cookie'] ?? []).map((c) => c.split(';')[0]).join('; ')
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString(), cookie })
      })
    })
    asked.on('error', reject)
    asked.end(text)
  })
}

/** Starts the server on a folder or a database and signs in as the finance bureau. */
export async function startPostingServer(on: { dataFolder: string } | { url: string }): Promise<PostingServer> {
  const child = fork(join(import.meta.dirname, 'posting-server.ts'), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, HEADGATE_BENCH_ON: JSON.stringify(on) },
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const place = await new Promise<Listening>((resolve, reject) => {
    child.once('message', (said) => resolve(said as Listening))
    child.once('exit', (code) => reject(new Error(`the posting server ended with ${code}`)))
  })
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const signedIn = await call(agent, place.port, '/api/session', {}, { username: 'finance', password: BENCH_PASSWORD })
  if (signedIn.status !== 200) throw new Error(`sign-in: ${signedIn.status} ${signedIn.text}`)
  const headers = { Cookie: signedIn.cookie, 'X-CSRF-Token': (JSON.parse(signedIn.text) as { csrfToken: string }).csrfToken }
  let n = 0
  const postOne = async () => {
    const input = reservation(place, [place.lotIds[n++ % place.lotIds.length]!])
    const body = { ...input, moves: input.moves!.map((m) => ({ ...m, amountFen: m.amountFen.toString() })) }
    const answer = await call(agent, place.port, '/api/ledger/postings', { ...headers, 'Idempotency-Key': input.key }, body)
    if (answer.status !== 200 || !answer.text.includes('"ok":true')) throw new Error(`posting: ${answer.status} ${answer.text}`)
  }
  return {
    postOne,
    stop: async () => {
      agent.destroy()
      child.disconnect()
      await gone
    },
  }
}
