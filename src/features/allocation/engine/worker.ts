/**
 * Worker-thread entry of the solver. Receives `WorkerTask`, posts `WorkerNews` while it works and at the end; or `HelpTask`, as a second thread.
 * Cancelling sets the shared flag: the solver looks at it between and inside its steps and hands over the best plan it has.
 */
import { constants, platform, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { classify } from './classes.ts'
import { Construction } from './construction.ts'
import type { Instance, Result } from './format.ts'
import { type HelpTask, Line } from './partner.ts'
import { prepare } from './prepare.ts'
import { type Progress, solve } from './solve.ts'

export interface WorkerTask {
  readonly kind: 'solve'
  readonly instance: Instance
  readonly seconds: number
  readonly seed: number
  readonly stop: SharedArrayBuffer
}

export type WorkerNews =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'result'; readonly result: Result }
  | { readonly kind: 'error'; readonly message: string }

parentPort?.once('message', (task: WorkerTask | HelpTask) => void (task.kind === 'help' ? help(task) : run(task)))

async function run(task: WorkerTask): Promise<void> {
  const flag = new Int32Array(task.stop)
  const post = (news: WorkerNews) => parentPort!.postMessage(news)
  const signal = {
    get aborted() {
      return Atomics.load(flag, 0) !== 0
    },
  }
  try {
    const { seconds, seed } = task
    const result = await solve(task.instance, { seconds, seed, signal, onProgress: (progress) => post({ kind: 'progress', progress }) })
    post({ kind: 'result', result })
  } catch (error) {
    post({ kind: 'error', message: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}

/** The second of two threads: it ends with the first, and what it finds goes over the line. */
async function help({ instance, port, known, decided, left, seed, seconds }: HelpTask): Promise<void> {
  const deadline = performance.now() + left
  // Only where a priority is a thread's own: the second thread takes what nobody else wants of the machine.
  if (platform() === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
  const prep = prepare(instance)
  const given = { ...known, prep, classes: classify(prep, true) }
  const limits = { deadline, seed, seconds, stopped: () => false }
  await new Construction(given, limits, { phase: () => {}, found: () => {} }).help(new Line(prep, port), decided)
}
