/**
 * Who holds a lock, and whether that process still lives. A pid alone can be reused, so its start time goes with it; a
 * machine restarts, so its boot id does; a container has pids of its own, so their namespace does. Where the system does
 * not tell these (no /proc), the pid decides.
 */
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname, userInfo } from 'node:os'
import { askWitness } from './lock-witness.ts'

export interface Owner {
  readonly pid: number
  /** Clock ticks from boot to the start of the process. */
  readonly started: string | null
  readonly boot: string | null
  readonly namespace: string | null
  readonly host: string
  readonly user: string
  readonly witness: boolean
}

export type Life = 'alive' | 'dead' | 'unknown'

export function isOwner(value: unknown): value is Owner {
  return typeof value === 'object' && value !== null && 'pid' in value && Number.isSafeInteger(value.pid) && 'host' in value
}

const orNull = (read: () => string): string | null => {
  try {
    return read()
  } catch {
    return null
  }
}

export function thisProcess(): Omit<Owner, 'witness'> {
  return {
    pid: process.pid,
    started: processStatus(process.pid)?.started ?? null,
    boot: orNull(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    namespace: orNull(() => readlinkSync('/proc/self/ns/pid')),
    host: hostname(),
    user: orNull(() => userInfo().username) ?? '?',
  }
}

/** State letter and start time of a process from /proc; null where there is none to read. */
function processStatus(pid: number): { state: string; started: string } | null {
  const line = orNull(() => readFileSync(`/proc/${pid}/stat`, 'utf8'))
  if (line === null) return null
  // The name stands in brackets and may itself hold spaces and brackets: the last one ends it.
  const words = line.slice(line.lastIndexOf(')') + 2).split(' ')
  return { state: words[0] ?? '', started: words[19] ?? '' }
}

/** `file` is the owner's lock file; its witness, if it has one, stands beside it. */
export async function lifeOf(owner: Owner, file: string): Promise<Life> {
  const here = thisProcess()
  const bothKnown = owner.boot !== null && here.boot !== null
  const sameMachine = bothKnown ? owner.boot === here.boot : owner.host === here.host
  // The same host under another boot id has restarted; another host on a shared disk cannot be looked into.
  if (!sameMachine) return owner.host === here.host ? 'dead' : 'unknown'
  if (owner.namespace !== here.namespace) return owner.witness ? askWitness(file) : 'unknown'
  return processLives(owner)
}

function processLives(owner: Owner): Life {
  try {
    process.kill(owner.pid, 0)
  } catch (error) {
    // EPERM: it is there and belongs to another user.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return 'dead'
  }
  const found = processStatus(owner.pid)
  if (!found || owner.started === null) return 'alive'
  // A killed process that its parent has not collected yet still has a pid, but holds no file any more.
  return found.started === owner.started && found.state !== 'Z' && found.state !== 'X' ? 'alive' : 'dead'
}
