// @ts-check
/**
 * `npm run build`: server and pages into dist/, pages also compressed. Built beside the old one and moved into place at
 * the end, so that a failed build leaves the last good one, and the stamp says which sources it came from.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { ensureDependencies, ROOT, requireNode, STAMP, sayOut, stampNow, writeStamp } from './steps.mjs'

const DIST = path.join(ROOT, 'dist')
const NEXT = path.join(DIST, `next-${process.pid}`)
const QUIET = process.argv.includes('--quiet')
/** Pages (.html) are filled in per request and stay as they are; pictures and fonts are compressed already. */
const COMPRESSED = /\.(js|css|svg|json|txt|webmanifest)$/
const WORTH_IT = 1024

/** Writes file.br and file.gz beside each text file that is worth it. @param {string} folder */
async function precompress(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => COMPRESSED.test(name))
  let before = 0
  let after = 0
  await Promise.all(
    files.map(async (name) => {
      const file = path.join(folder, name)
      const content = readFileSync(file)
      if (content.length < WORTH_IT) return
      const params = { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: content.length }
      const [small, zipped] = await Promise.all([promisify(brotliCompress)(content, { params }), promisify(gzip)(content, { level: 9 })])
      writeFileSync(`${file}.br`, small)
      writeFileSync(`${file}.gz`, zipped)
      before += content.length
      after += small.length
    }),
  )
  return { before, after }
}

async function buildAll() {
  const { build } = await import('vite')
  const logLevel = QUIET ? 'warn' : 'info'
  const configFile = path.join(ROOT, 'vite.config.ts')
  await build({ configFile, logLevel, build: { outDir: path.join(NEXT, 'server'), emptyOutDir: true, ssr: true } })
  copyFonts(path.join(NEXT, 'server', 'fonts'))
  await build({ configFile, logLevel, build: { outDir: path.join(NEXT, 'web'), emptyOutDir: true } })
  return precompress(path.join(NEXT, 'web'))
}

/** The type face of printed documents (src/platform/documents/fonts.ts), with its licence. @param {string} folder */
function copyFonts(folder) {
  const from = path.join(ROOT, 'node_modules', '@expo-google-fonts', 'noto-serif-sc')
  cpSync(path.join(from, '400Regular', 'NotoSerifSC_400Regular.ttf'), path.join(folder, 'noto-serif-sc-regular.ttf'))
  cpSync(path.join(from, '700Bold', 'NotoSerifSC_700Bold.ttf'), path.join(folder, 'noto-serif-sc-bold.ttf'))
  cpSync(path.join(from, 'LICENSE_FONT'), path.join(folder, 'LICENSE_FONT'))
}

/** What a build that was killed left behind; one that is still running keeps its folder. */
function clearAbandoned() {
  for (const name of readdirSync(DIST)) {
    const pid = /^next-(\d+)$/.exec(name)?.[1]
    if (pid && !isRunning(Number(pid))) rmSync(path.join(DIST, name), { recursive: true, force: true })
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function moveIntoPlace() {
  rmSync(STAMP, { force: true }) // cut short from here on, the build counts as missing
  for (const part of ['server', 'web']) {
    rmSync(path.join(DIST, part), { recursive: true, force: true })
    renameSync(path.join(NEXT, part), path.join(DIST, part))
  }
}

requireNode()
await ensureDependencies(sayOut)
const began = performance.now()
const stamp = stampNow()
mkdirSync(NEXT, { recursive: true })
clearAbandoned()
try {
  const { before, after } = await buildAll()
  moveIntoPlace()
  writeStamp(stamp)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  if (!QUIET) sayOut(`built dist/ in ${seconds} s; pages ${Math.round(before / 1024)} kB, ${Math.round(after / 1024)} kB as sent`)
} finally {
  rmSync(NEXT, { recursive: true, force: true })
}
