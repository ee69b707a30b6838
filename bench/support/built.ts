/** Builds one program of the benchmarks as the product itself is built, so that what is measured is what is run. */
import { basename, join } from 'node:path'
import { build } from 'vite'

const ROOT = join(import.meta.dirname, '../..')

/** Of `posting-server.ts` in this folder the path of the program to start with plain Node. */
export async function built(name: string): Promise<string> {
  const outDir = join(ROOT, 'dist/bench')
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    publicDir: false,
    build: { ssr: join(import.meta.dirname, name), outDir, target: 'node20', minify: false, emptyOutDir: true },
  })
  return join(outDir, `${basename(name, '.ts')}.js`)
}
