/**
 * A throw-away PostgreSQL server for benchmarks. Unlike the one for tests (scripts/with-postgres.mjs, which turns syncing
 * off to be quick) it runs as installed: fsync on, nothing tuned, so that its figures are those of a real server.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { accessSync, chmodSync, chownSync, constants, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../../test/browser/server.ts'

export interface BenchServer {
  /** `PostgreSQL 15.13`, for the heading. */
  readonly version: string
  /** The address of a new database on it. */
  readonly newDatabase: () => string
  /** A folder of its own for whatever a benchmark must write to a file; gone when it stops. */
  readonly folder: string
  /** Runs one of PostgreSQL's own programs to its end and gives back what it printed. */
  readonly tool: (name: string, args: readonly string[]) => string
  readonly stop: () => Promise<void>
}

function hasServer(folder: string): boolean {
  try {
    accessSync(join(folder, 'initdb'), constants.X_OK)
    return true
  } catch {
    return false
  }
}

function findBinaries(): string | undefined {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : []
  return [...versions.map((version) => join(root, version, 'bin')), ...(process.env['PATH'] ?? '').split(delimiter)].find(hasServer)
}

/** PostgreSQL refuses to run as root: then the account of Debian's package, or nobody, runs it. */
function account(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const people = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const found = people.find(([name]) => name === 'postgres') ?? people.find(([name]) => name === 'nobody')
  return found && { uid: Number(found[2]), gid: Number(found[3]) }
}

/** null when this machine has no PostgreSQL server programs. */
export async function startPostgres(): Promise<BenchServer | null> {
  const binaries = findBinaries()
  if (!binaries) return null
  const folder = mkdtempSync(join(tmpdir(), 'headgate-bench-postgres-'))
  const as = account()
  if (as) chownSync(folder, as.uid, as.gid)
  chmodSync(folder, 0o700)
  const options = { ...as, cwd: folder, env: { PATH: process.env['PATH'], LC_ALL: 'C' }, encoding: 'utf8' as const }
  const tool = (name: string, args: readonly string[]) => spawnSync(join(binaries, name), args, options)
  const data = join(folder, 'data')
  let server: ChildProcess | undefined
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const atExit = () => {
    server?.kill('SIGQUIT')
    remove()
  }
  process.once('exit', atExit)
  const made = tool('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-instructions'])
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`)
  const port = await freePort()
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'max_connections=120', 'fsync=on']
  const running = spawn(join(binaries, 'postgres'), ['-D', data, ...settings.flatMap((s) => ['-c', s])], { ...options, stdio: 'ignore' })
  server = running
  const psql = (statement: string) =>
    tool('psql', ['-X', '-q', '-t', '-A', '-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', '-c', statement])
  const version = await untilItAnswers(running, () => psql('show server_version'))
  let count = 0
  return {
    version: `PostgreSQL ${version.split(' ')[0]}`,
    newDatabase: () => {
      const name = `headgate_bench_${++count}`
      const created = psql(`create database ${name}`)
      if (created.status !== 0) throw new Error(`create database failed: ${created.stderr}`)
      return `postgresql://postgres@127.0.0.1:${port}/${name}`
    },
    folder,
    tool: (name, args) => {
      const ran = tool(name, args)
      if (ran.status !== 0) throw new Error(`${name} failed: ${ran.stderr}`)
      return ran.stdout
    },
    stop: async () => {
      process.off('exit', atExit)
      const gone = new Promise((resolve) => running.once('exit', resolve))
      if (running.exitCode === null && running.kill('SIGQUIT')) await gone
      remove()
    },
  }
}

async function untilItAnswers(
  running: ChildProcess,
  ask: () => { status: number | null; stdout: string; stderr: string },
): Promise<string> {
  const deadline = performance.now() + 30_000
  for (;;) {
    const answer = ask()
    if (answer.status === 0) return answer.stdout.trim()
    if (running.exitCode !== null || performance.now() > deadline) throw new Error(`PostgreSQL did not start: ${answer.stderr}`)
    await pause(100)
  }
}
