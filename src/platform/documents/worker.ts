/** Worker-thread entry of the printer: takes `PrintTask`s one after the other, answers each with its bytes. Fonts are read once. */
import { parentPort } from 'node:worker_threads'
import { readFonts } from './fonts.ts'
import { type DocumentKind, type Documents, layout } from './layout.ts'
import { type Fonts, type Imprint, paint } from './paint.ts'

export interface PrintTask {
  readonly id: number
  readonly kind: DocumentKind
  readonly data: Documents[DocumentKind]
  readonly imprint: Imprint
}

export type PrintNews = { readonly id: number; readonly bytes: Uint8Array } | { readonly id: number; readonly problem: string }

let fonts: Promise<Fonts> | null = null
let line: Promise<void> = Promise.resolve()

async function print(task: PrintTask): Promise<PrintNews> {
  try {
    fonts ??= readFonts()
    const bytes = await paint(layout(task.kind, task.data as never), task.imprint, await fonts)
    return { id: task.id, bytes }
  } catch (error) {
    return { id: task.id, problem: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

parentPort?.on('message', (task: PrintTask) => {
  line = line.then(async () => parentPort!.postMessage(await print(task)))
})
