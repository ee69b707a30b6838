/**
 * `node scripts/with-postgres.mjs -- <command…>`: runs a command beside a throw-away PostgreSQL server of its own, with
 * TEST_DATABASE_URL set to it, and returns the command's exit code. The server is gone afterwards, however it ends:
 * the command's end, Ctrl-C, SIGTERM, or (a watcher notices) kill -9 of this process. Exit code 1: it could not start.
 */
import { spawn, spawnSync } from 'node:child_process'
import { accessSync, chmodSync, chownSync, constants, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { constants as system, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

const DATABASE = 'headgate_test'
const log = (text) => process.stderr.write(`with-postgres: ${text}\n`)

function fail(text) {
  log(text)
  process.exit(1)
}

const separator = process.argv.indexOf('--')
const command = separator === -1 ? [] : process.argv.slice(separator + 1)
if (command.length === 0) fail('usage: node scripts/with-postgres.mjs -- <command…>')

const isExecutable = (path) => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The newest of Debian's versioned folders that has a server, or the first folder of PATH that has. */
function findBinaries() {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : []
  const wanted = process.env.HEADGATE_POSTGRES_VERSION
  const debian = versions.filter((version) => !wanted || version === wanted).map((version) => join(root, version, 'bin'))
  return [...debian, ...(process.env.PATH ?? '').split(delimiter)].find((folder) => folder && isExecutable(join(folder, 'initdb')))
}

/** PostgreSQL refuses to run as root: then the account that Debian's package makes, or nobody, runs it. */
function accountForRoot() {
  if (process.getuid?.() !== 0) return null
  const lines = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const found = lines.find(([name]) => name === 'postgres') ?? lines.find(([name]) => name === 'nobody')
  if (!found) fail('running as root, and there is neither a user postgres nor nobody to run the server as')
  return { uid: Number(found[2]), gid: Number(found[3]) }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

const binaries = findBinaries()
if (!binaries) fail('no PostgreSQL server programs in /usr/lib/postgresql/*/bin or PATH (Debian: apt-get install postgresql)')

const account = accountForRoot()
const folder = mkdtempSync(join(tmpdir(), 'headgate-postgres-'))
if (account) chownSync(folder, account.uid, account.gid)
chmodSync(folder, 0o700)
const asAccount = { ...account, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' } }
const data = join(folder, 'data')

let server
let child
let cleaned = false

/** Synchronous, so that it also works in the exit event. The data are thrown away: nothing needs to be saved. */
function cleanUp() {
  if (cleaned) return
  cleaned = true
  if (server?.pid && server.exitCode === null && server.signalCode === null)
    spawnSync(join(binaries, 'pg_ctl'), ['stop', '-D', data, '-m', 'immediate', '-w', '-t', '20'], { ...asAccount, stdio: 'ignore' })
  rmSync(folder, { recursive: true, force: true })
}

process.on('exit', cleanUp)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // The command gets the signal too; its end ends this. Before there is a command, there is only the server to stop.
    if (child) child.kill(signal)
    else process.exit(128 + system.signals[signal])
  })
}

const initdb = spawnSync(
  join(binaries, 'initdb'),
  ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync', '--no-instructions'],
  { ...asAccount, encoding: 'utf8' },
)
if (initdb.status !== 0) fail(`initdb failed: ${initdb.stderr || initdb.error}`)

const port = await freePort()
const settings = {
  port,
  listen_addresses: '127.0.0.1',
  unix_socket_directories: folder,
  max_connections: 200,
  fsync: 'off',
  // A server of another mind than ours, so that the tests see whether the program depends on its settings.
  timezone: 'Asia/Shanghai',
  datestyle: 'SQL, DMY',
}
const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])

server = spawn(join(binaries, 'postgres'), ['-D', data, ...flags], { ...asAccount, stdio: ['ignore', 'ignore', 'pipe'] })
let complaints = ''
server.stderr.on('data', (text) => {
  complaints = (complaints + text).slice(-4000)
})

// Its input closes when this process is gone, however it went; in the regular end the folder is gone before that.
const afterwards = 'read _; if [ -d "$1" ]; then kill -QUIT "$2"; sleep 1; rm -rf "$1"; fi'
const watcher = spawn('/bin/sh', ['-c', afterwards, 'watch', folder, String(server.pid)], {
  ...asAccount,
  cwd: '/',
  detached: true,
  stdio: ['pipe', 'ignore', 'ignore'],
})
watcher.unref()

const psql = (database, statement) =>
  spawnSync(
    join(binaries, 'psql'),
    ['-X', '-q', '-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', '-d', database, '-c', statement],
    {
      ...asAccount,
      encoding: 'utf8',
    },
  )

const deadline = performance.now() + 30_000
let made = psql('postgres', `create database ${DATABASE}`)
while (made.status !== 0) {
  if (server.exitCode !== null || performance.now() > deadline) fail(`the server did not start: ${complaints || made.stderr}`)
  await new Promise((resolve) => setTimeout(resolve, 100))
  made = psql('postgres', `create database ${DATABASE}`)
}

const url = `postgresql://postgres@127.0.0.1:${port}/${DATABASE}`
log(`PostgreSQL of ${binaries} on port ${port}`)
child = spawn(command[0], command.slice(1), { stdio: 'inherit', env: { ...process.env, TEST_DATABASE_URL: url } })
child.once('error', (error) => {
  log(`cannot run ${command[0]}: ${error.message}`)
  finish(1)
})
child.once('exit', (code, signal) => finish(signal ? 128 + system.signals[signal] : code))

/** SIGQUIT ends PostgreSQL at once; waiting for it leaves nothing behind, not even an entry in the process table. */
function finish(code) {
  process.exitCode = code
  if (server.exitCode !== null || server.signalCode !== null) process.exit()
  server.once('exit', () => process.exit())
  server.kill('SIGQUIT')
}
