/** What the scripts decide before anything is installed: the Node they refuse, where they look for a browser, what they print last. */
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { chromiumPlaces, findChromium } from './chromium.mjs'
import { dependenciesMatch, lockMatches, ROOT } from './steps.mjs'

/** Runs a line of script in its own process, for functions that end theirs. */
function runLine(line: string) {
  const script = `import { requireNode } from './scripts/steps.mjs'; ${line}; console.log('went on')`
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: ROOT, encoding: 'utf8' })
}

describe('the Node', () => {
  test.each(['18.20.8', '20.18.3', '9.0.0'])('%s is refused in both languages', (version) => {
    const { status, stderr, stdout } = runLine(`requireNode('${version}')`)
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toContain(`当前为 ${version}`)
    expect(stderr).toContain(`this is ${version}`)
  })

  test.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0'])('%s is taken', (version) => {
    expect(runLine(`requireNode('${version}')`)).toMatchObject({ status: 0, stdout: 'went on\n', stderr: '' })
  })
})

describe('the packages', () => {
  const zod = { version: '4.6.7', integrity: 'sha512-z' }
  const vite = { version: '8.3.8', integrity: 'sha512-v', dev: true }
  const here = { version: '1.0.0', integrity: 'sha512-h', optional: true, os: [process.platform], cpu: [process.arch] }
  const elsewhere = { version: '1.0.0', integrity: 'sha512-e', optional: true, os: ['sunos'], cpu: ['s390'] }
  const wanted = { '': {}, zod, vite, here, elsewhere }

  test('that run this test match the lock file', () => {
    expect(dependenciesMatch({ dev: true })).toBe(true)
  })

  test('of another platform need not be there', () => {
    expect(lockMatches(wanted, { zod, vite, here }, { dev: true })).toBe(true)
  })

  test('for building are not needed to run', () => {
    expect(lockMatches(wanted, { zod, here }, { dev: true })).toBe(false)
    expect(lockMatches(wanted, { zod, here }, { dev: false })).toBe(true)
  })

  test.each([
    ['is missing', { vite, here }],
    ['has another version', { zod: { ...zod, version: '4.6.6' }, vite, here }],
    ['has another content', { zod: { ...zod, integrity: 'sha512-x' }, vite, here }],
    ['was copied from another platform', { zod, vite, elsewhere }],
  ])('do not match when one %s', (_what, found) => {
    expect(lockMatches(wanted, found, { dev: true })).toBe(false)
  })
})

describe('the browser', () => {
  test('is looked for where each system keeps it', () => {
    expect(chromiumPlaces({ PATH: ['/a', '/b'].join(path.delimiter) }, 'linux').slice(0, 3)).toEqual([
      path.join('/a', 'chromium'),
      path.join('/b', 'chromium'),
      path.join('/usr/bin', 'chromium'),
    ])
    expect(chromiumPlaces({ HOME: '/h' }, 'darwin')).toContain('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome')
    expect(chromiumPlaces({ ProgramFiles: 'C:\\Programs' }, 'win32')).toContain('C:\\Programs\\Google\\Chrome\\Application\\chrome.exe')
  })

  test('named by hand is taken, and a wrong name is an error, not a skip', () => {
    expect(findChromium({ CHROMIUM_PATH: process.execPath }, 'linux')).toBe(process.execPath)
    expect(() => findChromium({ CHROMIUM_PATH: path.join(ROOT, 'no-such-program') }, 'linux')).toThrow(/CHROMIUM_PATH/)
  })
})
