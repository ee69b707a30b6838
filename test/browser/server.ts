/**
 * A real server for a journey: the built one, in its own process, on a free port, with a fresh data folder that goes when
 * it stops. What it printed is in the error when it does not come up or dies.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { CLI } from '../../scripts/steps.mjs'

export interface RunningServer {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string
  /** Its data folder, for looking at what was stored. */
  readonly data: string
  /** Ends the server (SIGTERM, after 10 s SIGKILL) and removes its data. May be called twice. */
  readonly stop: () => Promise<void>
}

export interface ServerOptions {
  /** Load the demo district (the default of `serve`); false starts empty. */
  readonly demo?: boolean
  /** More settings for the environment of the server. */
  readonly env?: Readonly<Record<string, string>>
}

/** The first start creates the database and loads the demo: minutes on a busy machine. */
const PATIENCE_MS = 180_000
const GRACE_MS = 10_000

export async function startServer({ demo = true, env = {} }: ServerOptions = {}): Promise<RunningServer> {
  const data = await mkdtemp(path.join(tmpdir(), 'headgate-journey-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const { DATABASE_URL: _own, ...inherited } = process.env
  const child = spawn(process.execPath, [CLI, 'serve'], {
    env: { ...inherited, HOST: '127.0.0.1', PORT: String(port), HEADGATE_DATA: data, HEADGATE_DEMO: demo ? 'on' : 'off', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = record(child)
  const stop = async () => {
    await end(child)
    await rm(data, { recursive: true, force: true })
  }
  try {
    await untilHealthy(url, child, output)
  } catch (error) {
    await stop()
    throw error
  }
  return { url, data, stop }
}

/** Asks the system for a port nobody has. Another program may take it in between; that is a failed start, with its words. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

/** Keeps the last 20,000 characters a child printed, and keeps its pipes flowing. */
function record(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text = (text + chunk).slice(-20_000)
    })
  }
  return () => text
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null

async function untilHealthy(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS
  while (performance.now() < deadline) {
    if (hasEnded(child)) throw new Error(`the server ended (${child.exitCode ?? child.signalCode}) before it listened:\n${output()}`)
    const healthy = await fetch(`${url}/api/health`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (healthy) return
    await pause(150)
  }
  throw new Error(`the server did not answer ${url}/api/health in ${PATIENCE_MS / 1000} s:\n${output()}`)
}

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const forced = setTimeout(() => child.kill('SIGKILL'), GRACE_MS)
  await gone
  clearTimeout(forced)
}
