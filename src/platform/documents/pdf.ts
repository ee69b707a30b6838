/**
 * `renderPdf(kind, data, imprint)`: the PDF of a voucher, a statement or a letter. Made in one worker thread that starts with the first
 * document and ends after a minute without one, so that the server goes on answering. Types of the data: voucher.ts,
 * table-report.ts, statement-letter.ts.
 */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { Fault } from '#kernel/outcome.ts'
import type { DocumentKind, Documents } from './layout.ts'
import type { Imprint } from './paint.ts'
import type { PrintNews, PrintTask } from './worker.ts'

interface Waiting {
  readonly resolve: (bytes: Uint8Array) => void
  readonly reject: (fault: Fault) => void
}

const IDLE_MS = 60_000
/** A document too large for it ends the thread and fails, and the server goes on. 60,000 rows fit. */
const LIMITS = { maxOldGenerationSizeMb: 768 }
const waiting = new Map<number, Waiting>()
let printer: Worker | null = null
let idle: NodeJS.Timeout | null = null
let lastId = 0

/** The bytes of a document; equal input gives equal bytes. Throws a Fault when the layout is wrong, never because of what a text says. */
export function renderPdf<K extends DocumentKind>(kind: K, data: Documents[K], imprint: Imprint): Promise<Uint8Array> {
  lastId += 1
  const id = lastId
  if (idle) clearTimeout(idle)
  idle = null
  printer ??= startPrinter()
  const worker = printer
  worker.ref()
  return new Promise<Uint8Array>((resolve, reject) => {
    waiting.set(id, { resolve, reject })
    const task: PrintTask = { id, kind, data, imprint }
    worker.postMessage(task)
  })
}

function startPrinter(): Worker {
  const url = workerUrl()
  const worker = url.pathname.endsWith('.ts') ? fromSource(url) : new Worker(url, { resourceLimits: LIMITS })
  worker.on('message', (news: PrintNews) => {
    const who = waiting.get(news.id)
    waiting.delete(news.id)
    if ('bytes' in news) who?.resolve(news.bytes)
    else who?.reject(new Fault('print-worker', news.problem))
    if (waiting.size === 0) rest(worker)
  })
  worker.once('error', (error) => lose(worker, String(error)))
  worker.once('exit', (code) => lose(worker, `the worker ended with code ${code}`))
  return worker
}

/** A bundler may put this file into a folder of chunks below the worker's. */
function workerUrl(): URL {
  if (import.meta.url.endsWith('.ts')) return new URL('./worker.ts', import.meta.url)
  const beside = new URL('./print-worker.js', import.meta.url)
  return existsSync(beside) ? beside : new URL('../print-worker.js', import.meta.url)
}

/** Nothing is printed: the thread holds no process open, and ends by and by. */
function rest(worker: Worker): void {
  worker.unref()
  idle = setTimeout(() => {
    if (printer === worker) printer = null
    void worker.terminate()
  }, IDLE_MS)
  idle.unref()
}

function lose(worker: Worker, why: string): void {
  if (printer !== worker) return
  printer = null
  for (const { reject } of waiting.values()) reject(new Fault('print-worker', why))
  waiting.clear()
}

/** From source: the worker first registers tsx inside itself, because a loader given by flag does not reach a worker thread. */
function fromSource(url: URL): Worker {
  const home = createRequire(import.meta.url).resolve('tsx/package.json')
  const tsx = new URL('./dist/esm/api/index.mjs', pathToFileURL(home)).href
  const start = `import(${JSON.stringify(tsx)}).then(({ register }) => { register(); return import(${JSON.stringify(url.href)}) })`
  return new Worker(start, { eval: true, resourceLimits: LIMITS })
}
