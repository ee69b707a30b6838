/** Asks a question about a plan in a worker thread of its own, so that the server keeps answering. */
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { Fault } from '#kernel/outcome.ts'
import type { Instance, Result } from '../format.ts'
import type { Answers, Question } from './insight.ts'
import type { InsightNews, InsightTask } from './worker.ts'

/** Rejects with a Fault when the worker dies; a process may end while one is thinking. */
export function askInWorker<Q extends Question>(instance: Instance, result: Result, question: Q): Promise<Answers[Q['kind']]> {
  const task: InsightTask = { instance, result, question }
  const worker = start(task)
  worker.unref()
  const fault = (message: string) => new Fault('insight-worker', message)
  return new Promise<Answers[Q['kind']]>((resolve, reject) => {
    worker.once('message', (news: InsightNews) => {
      if (news.kind === 'answer') resolve(news.answer as Answers[Q['kind']])
      else reject(fault(news.message))
    })
    worker.once('error', (error) => reject(fault(String(error))))
    worker.once('exit', (code) => reject(fault(`the worker ended with code ${code} before it had an answer`)))
  }).finally(() => void worker.terminate())
}

/** worker.ts beside this file, or insight-worker.js beside a bundle. From source tsx is registered inside, as flags do not reach a worker. */
function start(task: InsightTask): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./insight-worker.js', import.meta.url), { workerData: task })
  const home = createRequire(import.meta.url).resolve('tsx/package.json')
  const tsx = new URL('./dist/esm/api/index.mjs', pathToFileURL(home)).href
  const script = new URL('./worker.ts', import.meta.url).href
  const code = `import(${JSON.stringify(tsx)}).then(({ register }) => { register(); return import(${JSON.stringify(script)}) })`
  return new Worker(code, { eval: true, workerData: task })
}
