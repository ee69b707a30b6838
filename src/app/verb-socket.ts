/**
 * The embedded database has one owner. So that `headgate trace`, `verify` and `user` also work while the server runs, the
 * server listens on a socket that only its own user can open, and runs the verb itself. Whoever may open the socket may
 * read the data folder anyway.
 */
import { createHash } from 'node:crypto'
import { chmodSync, rmSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Services } from '#platform/services.ts'
import { type Console, runVerb } from './verb.ts'
import { databaseVerbs } from './verbs.ts'

interface Line {
  readonly out?: string
  readonly err?: string
  readonly exit?: number
}

/** Socket paths are short by nature, data folders are not: the name is a hash of the folder. */
export function socketPath(dataFolder: string): string {
  const name = `headgate-${createHash('sha256').update(dataFolder).digest('hex').slice(0, 16)}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`)
}

export async function listenForVerbs(services: Services, dataFolder: string): Promise<Server> {
  const path = socketPath(dataFolder)
  if (process.platform !== 'win32') rmSync(path, { force: true })
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let input = ''
    socket.setEncoding('utf8')
    socket.on('error', () => socket.destroy())
    socket.on('data', (text: string) => {
      input += text
    })
    socket.on('end', () => {
      const send = (line: Line) => void socket.write(`${JSON.stringify(line)}\n`)
      const io: Console = { out: (out) => send({ out }), err: (err) => send({ err }) }
      const [name = '', ...args] = JSON.parse(input) as string[]
      const verb = databaseVerbs[name]
      if (!verb) {
        send({ err: `正在运行的服务不认识“${name}”,请先重启服务 The running server does not know "${name}"; restart it first` })
        return void socket.end(`${JSON.stringify({ exit: 2 })}\n`)
      }
      runVerb(verb, args, io, async () => services).then(
        (exit) => socket.end(`${JSON.stringify({ exit })}\n`),
        (error: unknown) => socket.end(`${JSON.stringify({ err: String(error) })}\n${JSON.stringify({ exit: 1 })}\n`),
      )
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
  if (process.platform !== 'win32') chmodSync(path, 0o600)
  return server
}

/** The exit code when a running server did the verb, or null when none listens. */
export function askServer(dataFolder: string, argv: readonly string[], io: Console): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath(dataFolder))
    let connected = false
    let rest = ''
    let exit = 1
    socket.setEncoding('utf8')
    socket.on('connect', () => {
      connected = true
      socket.end(JSON.stringify(argv))
    })
    socket.on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const said = JSON.parse(line) as Line
        if (said.out !== undefined) io.out(said.out)
        if (said.err !== undefined) io.err(said.err)
        if (said.exit !== undefined) exit = said.exit
      }
    })
    socket.on('error', (error) => (connected ? reject(error) : resolve(null)))
    socket.on('close', () => connected && resolve(exit))
  })
}
