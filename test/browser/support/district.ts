/**
 * One server for all journeys of a file: a demo district (made once for a run, then copied, because making it takes many
 * seconds) or an empty one. Nothing is shared between files.
 */
import { cp, mkdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { type TestInfo, test } from '@playwright/test'
import { type RunningServer, startServer } from '../server.ts'

export interface District {
  /** `http://127.0.0.1:PORT`; only inside a test or a hook. */
  readonly url: string
}

interface DistrictOptions {
  /** false: nothing is loaded, as with HEADGATE_DEMO=off. */
  readonly demo?: boolean
  /** The only project these journeys run in; in the other they are skipped before a server starts. */
  readonly only?: 'desktop' | 'phone'
}

const MOST_MS = 240_000

/** Call once at the top of a spec file. */
export function district({ demo = true, only }: DistrictOptions = {}): District {
  let server: RunningServer | null = null
  let copy: string | null = null
  test.beforeAll(async ({ browserName: _ }, info) => {
    test.skip(only !== undefined && info.project.name !== only, `shown on the ${only} only`)
    test.setTimeout(MOST_MS)
    if (demo) copy = await copyOfDemo(info)
    server = await startServer({ demo, env: copy ? { HEADGATE_DATA: copy } : {} })
  })
  test.afterAll(async () => {
    await server?.stop()
    if (copy) await rm(copy, { recursive: true, force: true })
  })
  return {
    get url() {
      if (!server) throw new Error('the server runs only inside tests and hooks')
      return server.url
    },
  }
}

const isThere = (folder: string) =>
  stat(folder).then(
    () => true,
    () => false,
  )

/** The folder of results is emptied when a run begins, so a district of an older build cannot stay. */
async function copyOfDemo({ project, workerIndex }: TestInfo): Promise<string> {
  const made = path.join(project.outputDir, 'demo-district')
  await mkdir(project.outputDir, { recursive: true })
  if (!(await isThere(made))) await makeDemo(made, `${made}-${process.pid}-making`)
  const copy = path.join(project.outputDir, `district-${workerIndex}-${process.pid}-${performance.now().toFixed(0)}`)
  await cp(made, copy, { recursive: true })
  return copy
}

async function makeDemo(folder: string, making: string): Promise<void> {
  const server = await startServer({ env: { HEADGATE_DATA: making } })
  await server.stop()
  await rename(making, folder)
}
