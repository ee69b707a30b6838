/**
 * The packages: each has its reason written down, and the lock file has every platform's binary. npm writes a lock file
 * without the binaries a registry has not served yet, and `npm ci` then refuses it everywhere (seen with oxlint 1.94).
 */
import { describe, expect, test } from 'vitest'
import { read } from './source.ts'

interface LockEntry {
  readonly version?: string
  readonly integrity?: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
}
type Lock = Readonly<Record<string, LockEntry>>

/** Optional packages a lock file's entries ask for and it does not hold whole. */
function incomplete(lock: Lock): string[] {
  const holds = (name: string, from: string): boolean => {
    const entry = lock[`${from ? `${from}/` : ''}node_modules/${name}`]
    if (entry) return entry.version !== undefined && entry.integrity !== undefined
    if (from === '') return false
    return holds(name, from.slice(0, Math.max(0, from.lastIndexOf('node_modules/') - 1)))
  }
  return Object.entries(lock).flatMap(([from, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !holds(name, from))
      .map((name) => `${from}: ${name}`),
  )
}

/** Names of `wanted` that have no table row with a reason in the document. */
function unexplained(document: string, wanted: readonly string[]): string[] {
  const rows = document.split('\n').map((line) => line.split('|').map((cell) => cell.trim()))
  return wanted.filter((name) => !rows.some(([, package_, reason]) => package_ === `\`${name}\`` && (reason ?? '').length >= 10))
}

const manifest = JSON.parse(read('package.json')) as Readonly<
  Record<'dependencies' | 'devDependencies' | 'overrides', Readonly<Record<string, string>>>
>

describe('packages', () => {
  test('each one has its reason in docs/dependencies.md', () => {
    const names = [manifest.dependencies, manifest.devDependencies, manifest.overrides].flatMap((group) => Object.keys(group))
    expect(unexplained(read('docs/dependencies.md'), names)).toEqual([])
  })

  test('a package without a line is found', () => {
    expect(unexplained('| `zod` | Checks what comes in. |\n| `pg` | |', ['zod', 'pg', 'left-pad'])).toEqual(['pg', 'left-pad'])
  })

  test('versions are exact', () => {
    const versions = [manifest.dependencies, manifest.devDependencies].flatMap((group) => Object.entries(group))
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
  })

  test('the lock file holds the binaries of every platform', () => {
    expect(incomplete((JSON.parse(read('package-lock.json')) as { packages: Lock }).packages)).toEqual([])
  })

  test('a missing binary is found, a hoisted one is not', () => {
    const lock: Lock = {
      'node_modules/tool': { version: '1.0.0', optionalDependencies: { '@tool/linux': '1.0.0', '@tool/mac': '1.0.0' } },
      'node_modules/@tool/linux': { version: '1.0.0', integrity: 'sha512-x' },
    }
    expect(incomplete(lock)).toEqual(['node_modules/tool: @tool/mac'])
  })
})
