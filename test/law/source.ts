/**
 * Reads the repository as text and as imports, for the law tests. Parsing is oxc by way of Vite, so that comments and
 * strings that look like imports do not count. Paths are relative to the root, with forward slashes.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'vite'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const CODE_FOLDERS = ['src', 'policy', 'scenario', 'test', 'bench', 'scripts']
const SCRIPT = /\.(ts|tsx|mjs)$/

export interface Import {
  /** As written: `#kernel/money.ts`, `zod`, `node:fs`. */
  readonly specifier: string
  /** Erased by the compiler: only types cross. */
  readonly typeOnly: boolean
  readonly line: number
}

export const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8')
export const exists = (file: string): boolean => existsSync(path.join(ROOT, file))
export const isTest = (file: string): boolean => /\.(test|spec|bench)\.tsx?$/.test(file)

/** Every TypeScript and script file of the house. */
export function codeFiles(): string[] {
  const configs = readdirSync(ROOT).filter((name) => name.endsWith('.config.ts'))
  const inside = CODE_FOLDERS.filter(exists).flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
  )
  return [...configs, ...inside.filter((file) => SCRIPT.test(file) && !file.startsWith('test/fixtures/'))].sort()
}

/** Everything git keeps or would keep. An unpacked archive has no git; then the code files stand for it. */
export function keptFiles(): string[] {
  const git = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' })
  if (git.status !== 0) return codeFiles()
  return git.stdout.split('\0').filter((file) => file !== '' && exists(file))
}

export function parse(file: string, text: string) {
  const parsed = parseSync(file, text)
  const [error] = parsed.errors
  if (error) throw new Error(`${file}: ${error.message}`)
  return parsed
}

/** What a file imports: static, re-exported, dynamic with a literal, and `import('…')` in types. */
export function importsOf(file: string, text: string): Import[] {
  const { module, program } = parse(file, text)
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length
  const found: Import[] = []
  for (const { moduleRequest, entries, start } of module.staticImports) {
    const typeOnly = entries.length > 0 && entries.every((entry) => entry.isType)
    found.push({ specifier: moduleRequest.value, typeOnly, line: lineAt(start) })
  }
  for (const { entries, start } of module.staticExports)
    for (const { moduleRequest, isType } of entries)
      if (moduleRequest) found.push({ specifier: moduleRequest.value, typeOnly: isType, line: lineAt(start) })
  for (const { moduleRequest, start } of module.dynamicImports) {
    const literal = /^(['"`])([^'"`$]+)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end))
    if (literal?.[2]) found.push({ specifier: literal[2], typeOnly: false, line: lineAt(start) })
  }
  walk(program, (node) => {
    if (node['type'] !== 'TSImportType') return
    const source = node['source']
    if (isNode(source) && typeof source['value'] === 'string')
      found.push({ specifier: source['value'], typeOnly: true, line: lineAt(Number(node['start'])) })
  })
  return found
}

export type Node = Readonly<Record<string, unknown>>
export const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

/** Visits every node of a syntax tree, parents first. */
export function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const item of value) walk(item, visit)
  else if (isNode(value)) {
    if (typeof value['type'] === 'string') visit(value)
    for (const child of Object.values(value)) if (isNode(child)) walk(child, visit)
  }
}

const SHORTCUTS: readonly (readonly [string, string])[] = Object.entries(
  (JSON.parse(read('package.json')) as { imports: Record<string, string> }).imports,
).map(([from, to]) => [from.replace('*', ''), to.replace('./', '').replace('*', '')])

/** The file of ours a specifier means, or null for a package or a Node module. A query such as `?raw` does not count. */
export function resolve(from: string, specifier: string): string | null {
  const bare = specifier.replace(/\?.*$/, '')
  if (bare.startsWith('.')) return path.posix.normalize(path.posix.join(path.posix.dirname(from), bare))
  for (const [prefix, folder] of SHORTCUTS) if (bare.startsWith(prefix)) return folder + bare.slice(prefix.length)
  return null
}

/** `@scope/name/deep/file.js` → `@scope/name`; `node:fs/promises` stays whole. */
export function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
