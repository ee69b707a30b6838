// @ts-check
/**
 * What every script needs before its own work: the right Node, the packages of the lock file, a build of these sources.
 * Node built-ins only, because it runs before anything is installed. Each step says in one line what it does, and does
 * nothing (and says nothing) when there is nothing to do.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
export const CLI = path.join(ROOT, 'dist', 'server', 'cli.js')
export const STAMP = path.join(ROOT, 'dist', 'build.json')
const OLDEST_NODE = [20, 19]
/** Everything that decides what a build contains. Tests beside the sources do not. */
const SOURCES = ['src', 'policy', 'migrations', 'scenario', 'scripts/build.mjs', 'package.json', 'package-lock.json', 'vite.config.ts']
const NOT_BUILT = /(^|\/)\.|\.(test|cases)\.[^/]+$/

/** @typedef {(line: string) => void} Say */
/** @type {Say} */
export const sayOut = (line) => console.log(line)
/** For the command line, whose standard output belongs to its result. @type {Say} */
export const sayErr = (line) => console.error(line)

/** Ends the process in words when this Node is too old. @param {string} version e.g. 20.19.0 */
export function requireNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [needMajor = 0, needMinor = 0] = OLDEST_NODE
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return
  console.error(`渠首需要 Node.js ${needMajor}.${needMinor} 或更高版本，当前为 ${version}。请到 nodejs.org 安装长期支持版后重试。`)
  console.error(
    `Headgate needs Node.js ${needMajor}.${needMinor} or newer; this is ${version}. Install a long-term release from nodejs.org and try again.`,
  )
  process.exit(1)
}

/**
 * Runs a program and resolves to its exit code (128 + n after a signal, as a shell counts).
 * @param {string} command @param {readonly string[]} args @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', ...options })
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)))
  })
}

/**
 * Runs a JavaScript file with this Node.
 * @param {readonly string[]} args @param {import('node:child_process').SpawnOptions} [options]
 */
export const runNode = (args, options = {}) => run(process.execPath, args, options)

/** A program of an installed package, as a file to give to Node. @param {string} name @param {string} file */
export const tool = (name, file) => path.join(ROOT, 'node_modules', name, file)

/** @param {string} file @returns {any} the parsed file, or null when it is absent or unreadable */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

/** @typedef {{ version?: string, integrity?: string, dev?: boolean, devOptional?: boolean, optional?: boolean }} Locked */
/** @typedef {Locked & { os?: string[], cpu?: string[], libc?: string[] }} Entry */

/**
 * Whether what npm recorded as installed (`found`) is what the lock file wants. Folders copied from another platform are not.
 * @param {Record<string, Entry>} wanted @param {Record<string, Entry>} found
 * @param {{ dev: boolean }} need dev: the tools for building and testing too
 */
export function lockMatches(wanted, found, { dev }) {
  return Object.entries(wanted).every(([name, entry]) => {
    if (name === '') return true
    const have = found[name]
    if (have) return have.version === entry.version && have.integrity === entry.integrity
    if (!dev && (entry.dev || entry.devOptional)) return true
    return entry.optional ? !belongsHere(entry) : false
  })
}

/**
 * npm's own record in node_modules is the evidence, so an `npm ci` by hand counts, and a half-finished one does not
 * (npm writes the record last). @param {{ dev: boolean }} need
 */
export function dependenciesMatch(need) {
  const wanted = readJson(path.join(ROOT, 'package-lock.json'))?.packages
  const found = readJson(path.join(ROOT, 'node_modules', '.package-lock.json'))?.packages
  return Boolean(wanted && found) && lockMatches(wanted, found, need)
}

/**
 * An optional binary this platform must have. Where the C library decides, npm chooses.
 * @param {Entry} entry
 */
function belongsHere({ os, cpu, libc }) {
  return Boolean(os?.includes(process.platform) && cpu?.includes(process.arch) && !libc)
}

/** @param {Say} say @param {{ dev: boolean }} need */
export async function ensureDependencies(say, need = { dev: true }) {
  if (dependenciesMatch(need)) return
  say('正在安装依赖包（npm ci，约一分钟） · Installing packages (npm ci, about a minute) …')
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--prefer-offline']
  // npm gives its own path to the scripts it runs; the bare name is for `node scripts/start.mjs`. On Windows it is a .cmd.
  const npm = process.env['npm_execpath']
  const code = npm?.endsWith('npm-cli.js')
    ? await runNode([npm, ...args], { stdio: ['ignore', 2, 2] })
    : await run('npm', args, { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  if (code !== 0)
    stop(code, '依赖包安装失败，原因见上；联网后重试。 · Installing packages failed, see above; try again once the network is there.')
}

/** @param {number} code @param {string} words @returns {never} */
export function stop(code, words) {
  console.error(words)
  process.exit(code)
}

/** Paths of all sources of the build, relative and sorted. @returns {string[]} */
function sourceFiles() {
  /** @type {string[]} */
  const files = []
  /** @param {string} relative */
  const walk = (relative) => {
    const info = statSync(path.join(ROOT, relative), { throwIfNoEntry: false })
    if (!info || NOT_BUILT.test(relative)) return
    if (info.isFile()) files.push(relative)
    else for (const name of readdirSync(path.join(ROOT, relative))) walk(`${relative}/${name}`)
  }
  for (const source of SOURCES) walk(source)
  return files.sort()
}

/**
 * Two fingerprints of the sources: `quick` from sizes and times (milliseconds to take), `exact` from contents, which
 * a fresh checkout or a touched file does not change.
 * @param {string[]} files
 */
function fingerprints(files) {
  const quick = createHash('sha256')
  for (const file of files) {
    const { size, mtimeMs } = statSync(path.join(ROOT, file))
    quick.update(`${file} ${size} ${mtimeMs}\n`)
  }
  const exact = () => {
    const hash = createHash('sha256')
    for (const file of files) hash.update(`${file}\n`).update(readFileSync(path.join(ROOT, file)))
    return hash.digest('hex')
  }
  return { quick: quick.digest('hex'), exact }
}

/** The fingerprints to store beside a finished build. Take them before building: an edit during the build makes it stale. */
export function stampNow() {
  const { quick, exact } = fingerprints(sourceFiles())
  return { quick, exact: exact() }
}

/** @param {{ quick: string, exact: string }} stamp */
export function writeStamp(stamp) {
  mkdirSync(path.dirname(STAMP), { recursive: true })
  writeFileSync(STAMP, `${JSON.stringify(stamp)}\n`)
}

/** Whether dist/ was built from these sources. */
export function buildIsFresh() {
  const stored = readJson(STAMP)
  if (!stored || !existsSync(CLI)) return false
  const { quick, exact } = fingerprints(sourceFiles())
  if (stored.quick === quick) return true
  if (stored.exact !== exact()) return false
  writeStamp({ quick, exact: stored.exact })
  return true
}

/** Builds in a child: the bundler's memory (over a gigabyte) goes with it. @param {Say} say */
export async function ensureBuild(say) {
  if (buildIsFresh()) return
  say('正在构建服务端与网页（约十几秒） · Building server and pages (some ten seconds) …')
  const code = await runNode([path.join(ROOT, 'scripts', 'build.mjs'), '--quiet'], { stdio: ['ignore', 2, 2] })
  if (code !== 0) stop(code, '构建失败，原因见上。 · The build failed, see above.')
}

/** Node, packages and build, in this order. @param {Say} say */
export async function prepare(say) {
  requireNode()
  await ensureDependencies(say, { dev: !buildIsFresh() })
  await ensureBuild(say)
}

/** Runs the built command line in this very process, so that signals reach it. @param {readonly string[]} args verb and arguments */
export async function enterCli(args) {
  process.argv = [process.execPath, CLI, ...args]
  await import(pathToFileURL(CLI).href)
}
