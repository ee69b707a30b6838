/**
 * The folder of the embedded engine, with disk syncs that are real. PGlite's own file system for Node never syncs: its
 * `fsync` does nothing, and `fdatasync` is not reachable at all, so the engine must be started with
 * `wal_sync_method=fsync` and without `-F`. With both, a commit is acknowledged only after its log is on the disk.
 */
import { closeSync, fsyncSync, openSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'

type EngineOptions = Parameters<NodeFS['init']>[1]

/** The part of Emscripten's file system that is hooked; it is not in PGlite's types. */
interface NodeFiles {
  readonly NODEFS: { stream_ops: { fsync?: (stream: { readonly nfd: number; readonly node: { readonly mode: number } }) => number } }
  readonly FS: { readonly ErrnoError: new (errno: number) => Error; isDir(mode: number): boolean }
}

const EIO = 29
const EINVAL = 28

export class SyncedFolder extends NodeFS {
  readonly #sync: (descriptor: number) => void

  /** `sync` is there for the tests that count or break it. */
  constructor(folder: string, sync: (descriptor: number) => void = fsyncSync) {
    super(folder)
    this.#sync = sync
  }

  override async init(engine: PGlite, options: EngineOptions): ReturnType<NodeFS['init']> {
    const prepared = await super.init(engine, options)
    const hook = (module: unknown): void => {
      const { NODEFS, FS } = module as NodeFiles
      NODEFS.stream_ops.fsync = (stream) => {
        try {
          this.#sync(stream.nfd)
          return 0
        } catch {
          // PostgreSQL forgives EINVAL for folders (some systems cannot sync them) and stops hard on everything else.
          throw new FS.ErrnoError(FS.isDir(stream.node.mode) ? EINVAL : EIO)
        }
      }
    }
    return { emscriptenOpts: { ...prepared.emscriptenOpts, preRun: [...(prepared.emscriptenOpts.preRun ?? []), hook] } }
  }
}

/** Syncs every file and folder below, and the folder itself: for files that were written without syncing. */
export function syncTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) syncTree(path)
    else if (entry.isFile()) syncPath(path, 'r+')
  }
  syncFolder(folder)
}

/** Makes a rename, a new name or a removed name in this folder last. A no-op where folders cannot be synced (Windows). */
export function syncFolder(folder: string): void {
  if (process.platform !== 'win32') syncPath(folder, 'r')
}

function syncPath(path: string, flags: 'r' | 'r+'): void {
  const descriptor = openSync(path, flags)
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
