/**
 * A socket beside the lock file that the system itself closes when its process dies, however it dies. It answers for an
 * owner in another container on the same machine, whose pid means nothing here. Linux only; elsewhere there is none.
 */
import { closeSync, openSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { basename, dirname } from 'node:path'

export interface Witness {
  readonly present: boolean
  close(): void
}

const none: Witness = { present: false, close: () => {} }

/** Socket paths are limited to 107 bytes; a descriptor of the folder makes any path short. */
const shortPath = (folder: number, lockFile: string): string => `/proc/self/fd/${folder}/${basename(lockFile)}.sock`

export async function openWitness(lockFile: string): Promise<Witness> {
  if (process.platform !== 'linux') return none
  const folder = openSync(dirname(lockFile), 'r')
  try {
    const server = createServer((socket) => socket.destroy())
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(shortPath(folder, lockFile), resolve)
    })
    server.unref()
    return { present: true, close: () => server.close() }
  } catch {
    // Some network and shared folders hold no sockets; the pid has to do there.
    return none
  } finally {
    closeSync(folder)
  }
}

export async function askWitness(lockFile: string): Promise<'alive' | 'dead' | 'unknown'> {
  if (process.platform !== 'linux') return 'unknown'
  const folder = openSync(dirname(lockFile), 'r')
  try {
    return await new Promise((resolve) => {
      const socket = connect(shortPath(folder, lockFile))
      socket.once('connect', () => {
        socket.destroy()
        resolve('alive')
      })
      socket.once('error', (error: NodeJS.ErrnoException) => {
        resolve(error.code === 'ECONNREFUSED' || error.code === 'ENOENT' ? 'dead' : 'unknown')
      })
    })
  } finally {
    closeSync(folder)
  }
}
