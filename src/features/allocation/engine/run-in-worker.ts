/** Runs the solver in a worker thread, so that the server keeps answering; cancelling keeps the best plan found so far. */
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { Fault } from '#kernel/outcome.ts'
import type { Instance, Result } from './format.ts'
import type { Progress } from './solve.ts'
import type { WorkerNews, WorkerTask } from './worker.ts'

export interface WorkerOptions {
  readonly seconds: number
  readonly seed: number
  readonly onProgress?: (progress: Progress) => void
  /** Aborting is the same as `cancel()`. */
  readonly signal?: AbortSignal
  /** The worker's script: by default worker.ts beside this file, or allocation-worker.js beside a bundle. */
  readonly workerUrl?: URL
}

export interface Allocation {
  readonly result: Promise<Result>
  /** Asks the solver to stop; `result` then resolves with the best plan found. */
  cancel(): void
}

/** Starts an allocation. `result` rejects with a Fault when the worker dies or the solver is wrong, never for an infeasible instance. */
export function allocateInWorker(instance: Instance, options: WorkerOptions): Allocation {
  const stop = new SharedArrayBuffer(4)
  const flag = new Int32Array(stop)
  const cancel = () => void Atomics.store(flag, 0, 1)
  const url = options.workerUrl ?? defaultWorker()
  const worker = url.pathname.endsWith('.ts') ? typescriptWorker(url) : new Worker(url)
  const result = new Promise<Result>((resolve, reject) => {
    worker.on('message', (news: WorkerNews) => {
      if (news.kind === 'progress') options.onProgress?.(news.progress)
      else if (news.kind === 'result') resolve(news.result)
      else reject(new Fault('allocation-worker', news.message))
    })
    worker.once('error', (error) => reject(new Fault('allocation-worker', String(error))))
    worker.once('exit', (code) => reject(new Fault('allocation-worker', `the worker ended with code ${code} before it had a result`)))
  }).finally(() => void worker.terminate())
  if (options.signal?.aborted) cancel()
  options.signal?.addEventListener('abort', cancel, { once: true })
  const task: WorkerTask = { instance, seconds: options.seconds, seed: options.seed, stop }
  worker.postMessage(task)
  return { result, cancel }
}

function defaultWorker(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './allocation-worker.js', import.meta.url)
}

/** From source: the worker first registers tsx inside itself, because a loader given by flag does not reach a worker thread. */
function typescriptWorker(url: URL): Worker {
  const home = createRequire(import.meta.url).resolve('tsx/package.json')
  const tsx = new URL('./dist/esm/api/index.mjs', pathToFileURL(home)).href
  const start = `import(${JSON.stringify(tsx)}).then(({ register }) => { register(); return import(${JSON.stringify(url.href)}) })`
  return new Worker(start, { eval: true })
}
