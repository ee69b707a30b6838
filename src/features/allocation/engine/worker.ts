/**
 * Worker-thread entry of the solver. Receives `WorkerTask`, posts `WorkerNews` while it works and at the end.
 * Cancelling sets the shared flag: the solver looks at it between and inside its steps and hands over the best plan it has.
 */
import { parentPort } from 'node:worker_threads'
import type { Instance, Result } from './format.ts'
import { type Progress, solve } from './solve.ts'

export interface WorkerTask {
  readonly instance: Instance
  readonly seconds: number
  readonly seed: number
  readonly stop: SharedArrayBuffer
}

export type WorkerNews =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'result'; readonly result: Result }
  | { readonly kind: 'error'; readonly message: string }

parentPort?.once('message', (task: WorkerTask) => {
  const flag = new Int32Array(task.stop)
  const post = (news: WorkerNews) => parentPort!.postMessage(news)
  const signal = {
    get aborted() {
      return Atomics.load(flag, 0) !== 0
    },
  }
  solve(task.instance, {
    seconds: task.seconds,
    seed: task.seed,
    signal,
    onProgress: (progress) => post({ kind: 'progress', progress }),
  }).then(
    (result) => post({ kind: 'result', result }),
    (error: unknown) => post({ kind: 'error', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  )
})
