/** Asks a question about a plan in a worker thread of its own, so that the server keeps answering. */
import { Fault } from '#kernel/outcome.ts'
import { startThread } from '../threads.ts'
import type { Instance, Result } from '../format.ts'
import type { Answers, Question } from './insight.ts'
import type { InsightNews, InsightTask } from './worker.ts'

/** Rejects with a Fault when the worker dies; a process may end while one is thinking. */
export function askInWorker<Q extends Question>(instance: Instance, result: Result, question: Q): Promise<Answers[Q['kind']]> {
  const task: InsightTask = { instance, result, question }
  const worker = startThread('insight-worker', new URL('./worker.ts', import.meta.url), { workerData: task })
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
