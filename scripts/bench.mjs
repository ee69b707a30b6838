// @ts-check
/**
 * `npm run bench [-- WORD]`: every bench/**\/*.bench.ts (whose name contains the word) one after the other, each in its own process.
 * A bench file prints its own table, with its baseline measured in the same run; nothing here knows what is measured.
 */
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { prepare, ROOT, runNode, sayOut } from './steps.mjs'

await prepare(sayOut)
const word = process.argv[2] ?? ''
const files = readdirSync(path.join(ROOT, 'bench'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.bench.ts') && name.includes(word))
  .sort()

if (files.length === 0) {
  console.error(word ? `没有名称含“${word}”的基准 · no benchmark has "${word}" in its name` : '没有基准 · no benchmarks')
  process.exitCode = 1
}
for (const name of files) {
  sayOut(`\n── ${name.slice(0, -'.bench.ts'.length)}`)
  const code = await runNode(['--import', 'tsx', path.join(ROOT, 'bench', name)])
  if (code === 0) continue
  sayOut(`${name}: FAILED (exit code ${code})`)
  process.exitCode = 1
}
