/** Runs the solver in a worker thread, so that the server keeps answering; cancelling keeps the best plan found so far. */
import { Fault } from '#kernel/outcome.ts'
import { startThread } from './threads.ts'
import type { Instance, Result } from './format.ts'
import type { Progress } from './solve.ts'
import type { WorkerNews, WorkerTask } from './worker.ts'

export interface WorkerOptions {
  readonly seconds: number
  readonly seed: number
  readonly onProgress?: (progress: Progress) => void
  /** Aborting is the same as `cancel()`. */
  readonly signal?: AbortSignal
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
  const worker = startThread('allocation-worker', new URL('./worker.ts', import.meta.url))
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
  const task: WorkerTask = { kind: 'solve', instance, seconds: options.seconds, seed: options.seed, stop }
  worker.postMessage(task)
  return { result, cancel }
}
