/** Starts worker threads alike from source and from a bundle. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker, type WorkerOptions } from 'node:worker_threads'

/**
 * A thread of the script `source` (a URL of a .ts file, as `new URL('./worker.ts', import.meta.url)` gives it) or, in a bundle, of
 * `NAME.js` beside the calling file or above its folder of chunks. From source tsx is registered inside the thread, because a loader
 * given by flag does not reach it.
 */
export function startThread(name: string, source: URL, options: WorkerOptions = {}): Worker {
  if (existsSync(source)) return fromSource(source, options)
  const beside = new URL(`./${name}.js`, source)
  return new Worker(existsSync(beside) ? beside : new URL(`../${name}.js`, source), options)
}

function fromSource(source: URL, options: WorkerOptions): Worker {
  const home = createRequire(import.meta.url).resolve('tsx/package.json')
  const tsx = new URL('./dist/esm/api/index.mjs', pathToFileURL(home)).href
  const code = `import(${JSON.stringify(tsx)}).then(({ register }) => { register(); return import(${JSON.stringify(source.href)}) })`
  return new Worker(code, { ...options, eval: true })
}
