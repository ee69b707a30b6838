/** Worker-thread entry of the explanations: gets its question as it starts, posts one answer. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Instance, Result } from '../format.ts'
import { answer, type Question } from './insight.ts'

export interface InsightTask {
  readonly instance: Instance
  readonly result: Result
  readonly question: Question
}

export type InsightNews = { readonly kind: 'answer'; readonly answer: unknown } | { readonly kind: 'error'; readonly message: string }

const post = (news: InsightNews) => parentPort?.postMessage(news)
const { instance, result, question } = workerData as InsightTask
answer(instance, result, question).then(
  (found) => post({ kind: 'answer', answer: found }),
  (error: unknown) => post({ kind: 'error', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
)
