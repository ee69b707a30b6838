import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Refused } from '#kernel/outcome.ts'
import { lockFolder } from './folder-lock.ts'
import { type Owner, thisProcess } from './lock-owner.ts'
import { openWitness } from './lock-witness.ts'

const CHILD = join(import.meta.dirname, '../../../test/storage/lock-child.ts')
const onLinux = test.runIf(process.platform === 'linux')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headgate-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const remains = (): string[] => readdirSync(folder).filter((name) => name.startsWith('lock.'))
const refusalOf = async (path = folder) => {
  const error: unknown = await lockFolder(path).catch((reason: unknown) => reason)
  return error instanceof Refused ? error.refusal : expect.fail(`no refusal: ${String(error)}`)
}

/** Writes a lock as another process would have left it; `held` because it had not just begun to claim. */
function plant(change: Partial<Owner>, token = 'abcdef'.repeat(4)): string {
  const file = join(folder, `lock.${token}`)
  writeFileSync(file, JSON.stringify({ ...thisProcess(), witness: false, ...change }))
  writeFileSync(`${file}.held`, '')
  return file
}

/** A pid that was in use a moment ago and is not any more. */
const deadPid = (): number => spawnSync(process.execPath, ['-e', '0']).pid

/** Starts a process that takes the lock and keeps it; resolves with what it said first. */
async function openElsewhere() {
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD, folder], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const said = await new Promise<string>((resolve) => child.stdout.once('data', (text: Buffer) => resolve(text.toString().trim())))
  return { child, ended, said }
}

describe('a data folder has one owner', () => {
  test('a second opening in the same process is refused until the first is released, and nothing is left over', async () => {
    const first = await lockFolder(folder)
    const refusal = await refusalOf()
    expect(refusal.code).toBe('data_folder_open_here')
    expect(refusal.message.en).toContain(folder)
    first.release()
    expect(remains()).toEqual([])
    const second = await lockFolder(folder)
    second.release()
  })

  test('another process is refused, in both languages, with who holds it and what to do; kill -9 frees it at once', async () => {
    const other = await openElsewhere()
    expect(other.said).toBe('locked')
    const refusal = await refusalOf()
    expect(refusal).toMatchObject({ code: 'data_folder_in_use', kind: 'conflict' })
    for (const text of [refusal.message.zh, refusal.message.en]) {
      expect(text).toContain(String(other.child.pid))
      expect(text).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/)
      expect(text).toContain('HEADGATE_DATA')
    }
    other.child.kill('SIGKILL')
    await other.ended
    const mine = await lockFolder(folder)
    expect(remains().filter((name) => /^lock\.[0-9a-f]+$/.test(name))).toHaveLength(1)
    mine.release()
  })

  test('of many processes that race for a dead owner’s folder exactly one gets it', async () => {
    plant({ pid: deadPid() })
    const racers = await Promise.all(Array.from({ length: 5 }, openElsewhere))
    expect(racers.map(({ said }) => said).sort()).toEqual([
      'data_folder_in_use',
      'data_folder_in_use',
      'data_folder_in_use',
      'data_folder_in_use',
      'locked',
    ])
    for (const { child } of racers) child.kill('SIGKILL')
    await Promise.all(racers.map(({ ended }) => ended))
  })

  test('of many openings at the same moment exactly one succeeds', async () => {
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})

describe('a dead owner is recognised', () => {
  const isTakenOver = async (): Promise<void> => {
    const lock = await lockFolder(folder)
    lock.release()
    expect(remains()).toEqual([])
  }

  test('its pid is gone', async () => {
    plant({ pid: deadPid() })
    await isTakenOver()
  })

  onLinux('its pid belongs to another process by now', async () => {
    plant({ pid: process.pid, started: '1' })
    await isTakenOver()
  })

  onLinux('the machine has been started again since', async () => {
    plant({ boot: '00000000-0000-0000-0000-000000000000' })
    await isTakenOver()
  })

  test('its lock file was cut short when the power went', async () => {
    writeFileSync(plant({}), '{"pid":')
    await isTakenOver()
  })

  test('but a living one is not', async () => {
    plant({})
    expect((await refusalOf()).code).toBe('data_folder_open_here')
  })
})

describe('an owner that cannot be looked into', () => {
  test('on another machine it is left alone, and the file to remove is named', async () => {
    const file = plant({ host: 'elsewhere', boot: '00000000-0000-0000-0000-000000000000', pid: 1 })
    const refusal = await refusalOf()
    expect(refusal.code).toBe('data_folder_owner_unknown')
    expect(refusal.message.zh).toContain(file)
    expect(refusal.message.en).toContain(file)
  })

  onLinux('in another container of this machine its socket tells', async () => {
    const file = plant({ namespace: 'pid:[1]', pid: 1, witness: true })
    const witness = await openWitness(file)
    expect(witness.present).toBe(true)
    expect((await refusalOf()).code).toBe('data_folder_in_use')
    // What kill -9 leaves is the name of a socket that nobody listens on; closing it here would remove the name as well.
    renameSync(`${file}.sock`, `${file}.kept`)
    witness.close()
    renameSync(`${file}.kept`, `${file}.sock`)
    const lock = await lockFolder(folder)
    lock.release()
    expect(remains()).toEqual([])
  })
})

test('a path that cannot be a folder is refused in words', async () => {
  const file = join(folder, 'a-file')
  writeFileSync(file, '')
  const refusal = await refusalOf(join(file, 'data'))
  expect(refusal.code).toBe('data_folder_unusable')
  expect(readFileSync(file, 'utf8')).toBe('')
})
