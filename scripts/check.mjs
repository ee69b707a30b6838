// @ts-check
/** `npm run check`: types, lint, format and the law of the house. All of them run, so that one run tells everything. */
import { ensureDependencies, requireNode, runNode, sayOut, tool } from './steps.mjs'

requireNode()
await ensureDependencies(sayOut)

/** @type {readonly (readonly [string, readonly string[]])[]} */
const CHECKS = [
  ['types', [tool('typescript', 'bin/tsc'), '-p', '.']],
  ['lint', [tool('oxlint', 'bin/oxlint'), '--type-aware', '--deny-warnings']],
  ['format', [tool('@biomejs/biome', 'bin/biome'), 'format', '--max-diagnostics=20']],
  ['law', [tool('vitest', 'vitest.mjs'), 'run', 'test/law']],
]

/** @type {string[]} */
const failed = []
for (const [name, args] of CHECKS) {
  const began = performance.now()
  const code = await runNode(args)
  sayOut(`${name}: ${code === 0 ? 'ok' : 'FAILED'} (${((performance.now() - began) / 1000).toFixed(1)} s)`)
  if (code !== 0) failed.push(name)
}
sayOut(failed.length === 0 ? 'check passed' : `check failed: ${failed.join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1
