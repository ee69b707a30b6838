/**
 * One process at a time on a data folder. Every opener first puts down a file of its own (`lock.<token>`) and only then
 * looks at those of others, so of two openers at least one sees the other, and a dead owner's file can be removed
 * without a race, since no name is ever used twice. Whoever sees a living owner withdraws, in words.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Refused, refusals } from '#kernel/outcome.ts'
import { isOwner, type Life, lifeOf, type Owner, thisProcess } from './lock-owner.ts'
import { openWitness, type Witness } from './lock-witness.ts'

export interface FolderLock {
  release(): void
}

const refuse = refusals({
  data_folder_unusable: {
    kind: 'conflict',
    zh: '数据文件夹 {folder} 不能使用：{reason}。请检查它是否为文件夹、是否可写、磁盘是否已满，或另设 HEADGATE_DATA',
    en:
      'The data folder {folder} cannot be used: {reason}. ' +
      'See that it is a folder, writable, with room on the disk, or set another HEADGATE_DATA',
  },
  data_folder_open_here: {
    kind: 'conflict',
    zh: '数据文件夹 {folder} 已由本进程打开（自 {since} 起），不能再开一次。请先关闭前一次',
    en: 'This very process already has the data folder {folder} open (since {since}). Close it before opening it again',
  },
  data_folder_in_use: {
    kind: 'conflict',
    zh: '数据文件夹 {folder} 正由另一个进程使用：进程号 {pid}，用户 {user}，主机 {host}，自 {since} 起。请先停止该进程，或另设 HEADGATE_DATA',
    en:
      'Another process is using the data folder {folder}: pid {pid}, user {user}, host {host}, since {since}. ' +
      'Stop it first, or set another HEADGATE_DATA',
  },
  data_folder_owner_unknown: {
    kind: 'conflict',
    zh:
      '数据文件夹 {folder} 登记由主机 {host} 上的进程 {pid}（用户 {user}）自 {since} 起使用，从本机无法核实它是否仍在运行。' +
      '确认它已停止后，请删除文件 {file} 再试',
    en:
      'The data folder {folder} is marked as used by pid {pid} (user {user}) on host {host} since {since}, ' +
      'and whether that still runs cannot be seen from here. Once you are sure it has stopped, remove the file {file} and try again',
  },
})

/** Two openers at the same moment give way to each other in order of token; this bounds the dance, not the normal case. */
const ROUNDS = 100
const LOCK = /^lock\.([0-9a-f]{24})$/

/** Throws Refused when the folder cannot be used or somebody has it. An owner that died is taken over at once. */
export async function lockFolder(path: string): Promise<FolderLock> {
  const folder = resolve(path)
  const mine = new Claim(folder)
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw unusable(folder, error)
  }
  try {
    await mine.put()
    for (let round = 1; ; round++) {
      const other = await firstLiving(folder, mine.token)
      if (!other) break
      const bothClaiming = other.life === 'alive' && !existsSync(other.heldMark)
      if (!bothClaiming || round === ROUNDS) throw inUse(folder, other)
      if (other.token < mine.token) mine.withdraw()
      await pause(5 + 10 * mine.haste)
      if (other.token < mine.token) await mine.put()
    }
    mine.hold()
    return { release: () => mine.withdraw() }
  } catch (error) {
    mine.withdraw()
    throw unusable(folder, error)
  }
}

/** What the file system refuses, in words; anything else stays what it is. */
function unusable(folder: string, error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error)) return error
  return new Refused(refuse('data_folder_unusable', { folder, reason: error.message }).refusal)
}

class Claim {
  readonly token = randomBytes(12).toString('hex')
  /** 0 to 5, so that two who withdrew do not come back in step. */
  readonly haste = Number.parseInt(this.token.slice(-1), 16) / 3
  readonly #path: string
  #witness: Witness | undefined

  constructor(folder: string) {
    this.#path = join(folder, `lock.${this.token}`)
  }

  async put(): Promise<void> {
    this.#witness ??= await openWitness(this.#path)
    // Written aside and renamed, so that nobody ever reads half an owner.
    const aside = `${this.#path}.new`
    writeFileSync(aside, `${JSON.stringify({ ...thisProcess(), witness: this.#witness.present }, null, 2)}\n`)
    renameSync(aside, this.#path)
  }

  hold(): void {
    writeFileSync(`${this.#path}.held`, '')
  }

  withdraw(): void {
    this.#witness?.close()
    this.#witness = undefined
    removeLock(this.#path)
  }
}

function removeLock(path: string): void {
  // The mark goes last: without the lock file it means nothing, with a lock file its absence would.
  for (const name of [path, `${path}.held`, `${path}.sock`, `${path}.new`]) rmSync(name, { force: true })
}

interface Other {
  readonly token: string
  readonly file: string
  readonly heldMark: string
  readonly owner: Owner
  readonly life: Exclude<Life, 'dead'>
}

/** The first other owner that lives or may live; the remains of dead ones are cleared away on the way. */
async function firstLiving(folder: string, own: string): Promise<Other | undefined> {
  for (const name of readdirSync(folder).sort()) {
    const token = LOCK.exec(name)?.[1]
    if (!token || token === own) continue
    const file = join(folder, name)
    const owner = readOwner(file)
    if (owner === 'gone') continue
    const life = owner === 'damaged' ? 'dead' : await lifeOf(owner, file)
    if (life === 'dead' || owner === 'damaged') removeLock(file)
    else return { token, file, heldMark: `${file}.held`, owner, life }
  }
  return undefined
}

/** A lock file appears whole or not at all; one that cannot be read is left from a machine that lost power. */
function readOwner(file: string): Owner | 'gone' | 'damaged' {
  try {
    const owner: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return isOwner(owner) ? owner : 'damaged'
  } catch (error) {
    if (error instanceof SyntaxError) return 'damaged'
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'gone'
    throw error
  }
}

function inUse(folder: string, other: Other): Error {
  const { pid, user, host } = other.owner
  const facts = { folder, pid, user, host, file: other.file, since: sinceWhen(other.file) }
  if (other.life === 'unknown') return new Refused(refuse('data_folder_owner_unknown', facts).refusal)
  const isThisProcess = pid === process.pid && host === thisProcess().host
  return new Refused(refuse(isThisProcess ? 'data_folder_open_here' : 'data_folder_in_use', facts).refusal)
}

/** The local time in Shanghai when the lock was put down. */
function sinceWhen(file: string): string {
  const time = statSync(file, { throwIfNoEntry: false })?.mtime
  return time ? time.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }) : '?'
}
