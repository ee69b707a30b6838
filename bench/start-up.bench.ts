/**
 * From starting the process to the first 200 of /api/health, on a warm folder with the demo district and on an empty one.
 * Baseline: a bare Node HTTP server with PGlite as it comes (bench/support/bare-server.mjs) on a folder of the same kind,
 * copied for the warm start from the very same database.
 */
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { CLI, prepare, ROOT } from '../scripts/steps.mjs'
import { freePort } from '../test/browser/server.ts'
import { median, QUICK, rounds, say, spread, table, times, title } from './support/measure.ts'

const WARM_ROUNDS = QUICK ? 1 : 5
const COLD_ROUNDS = QUICK ? 1 : 3
/** What each half may take before it stops at two rounds. */
const BUDGET_MS = 20_000
const PATIENCE_MS = 120_000
const BARE = join(import.meta.dirname, 'support/bare-server.mjs')

interface Start {
  readonly args: readonly string[]
  readonly data: string
  readonly demo?: boolean
}

/** Milliseconds to the first healthy answer; the process is stopped cleanly before this returns. */
async function timeToHealthy({ args, data, demo = false }: Start): Promise<number> {
  const port = await freePort()
  const { DATABASE_URL: _own, npm_lifecycle_event: _npm, ...inherited } = process.env
  const env = { ...inherited, HOST: '127.0.0.1', PORT: String(port), HEADGATE_DATA: data, HEADGATE_DEMO: demo ? 'on' : 'off' }
  const began = performance.now()
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'inherit'] })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  try {
    for (;;) {
      if (child.exitCode !== null) throw new Error(`${args.join(' ')} ended with ${child.exitCode}`)
      if (performance.now() - began > PATIENCE_MS) throw new Error(`${args.join(' ')} did not answer`)
      const healthy = await fetch(`http://127.0.0.1:${port}/api/health`).then(
        (answer) => answer.ok,
        () => false,
      )
      if (healthy) return performance.now() - began
      await pause(10)
    }
  } finally {
    child.kill('SIGTERM')
    await gone
  }
}

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`

function line(name: string, figures: readonly number[], baseline: readonly number[]): string[] {
  return [name, seconds(median(figures)), spread(figures, seconds), seconds(median(baseline)), times(median(figures) / median(baseline))]
}

await prepare(say)
title('Start to the first 200 of /api/health, against a bare Node server with PGlite on the same kind of folder')
const root = mkdtempSync(join(tmpdir(), 'headgate-bench-start-'))
let folders = 0
const fresh = () => join(root, `fresh-${++folders}`)
try {
  const [ours, bare] = [join(root, 'warm'), join(root, 'bare')]
  const firstWithDemo = await timeToHealthy({ args: [CLI, 'serve'], data: ours, demo: true })
  cpSync(join(ours, 'database'), join(bare, 'database'), { recursive: true })
  const warm = await rounds(
    WARM_ROUNDS,
    {
      serve: () => timeToHealthy({ args: [CLI, 'serve'], data: ours, demo: true }),
      script: () => timeToHealthy({ args: [join(ROOT, 'scripts/start.mjs')], data: ours, demo: true }),
      bare: () => timeToHealthy({ args: [BARE], data: bare }),
    },
    BUDGET_MS,
  )
  const cold = await rounds(
    COLD_ROUNDS,
    {
      empty: () => timeToHealthy({ args: [CLI, 'serve'], data: fresh() }),
      demo: async () => (QUICK ? firstWithDemo : timeToHealthy({ args: [CLI, 'serve'], data: fresh(), demo: true })),
      bare: () => timeToHealthy({ args: [BARE], data: fresh() }),
    },
    BUDGET_MS,
  )
  table(
    ['', 'median', 'rounds', 'bare server', 'ratio'],
    [
      line('warm: headgate serve, demo district', warm.serve, warm.bare),
      line('warm: what npm start runs, all built', warm.script, warm.bare),
      line('first start, empty folder, no demo', cold.empty, cold.bare),
      line('first start, loading the demo district', cold.demo, cold.bare),
    ],
  )
} finally {
  rmSync(root, { recursive: true, force: true })
}
