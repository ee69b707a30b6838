/**
 * Reachability: which files of the product no entry leads to. A file nobody imports is either forgotten or not wired in.
 * Entries are those the build knows (vite.config.ts); a page's entry is the script its HTML names.
 */
import path from 'node:path'
import { SERVER_ENTRIES, WEB_ENTRIES } from '../../vite.config.ts'
import { importsOf, ROOT, read, resolve } from './source.ts'

const relative = (file: string) => path.relative(ROOT, file).replaceAll('\\', '/')

/** The files builds start from. */
export function entryFiles(): string[] {
  const scripts = WEB_ENTRIES.map(relative).flatMap((page) =>
    [...read(page).matchAll(/<script[^>]*\bsrc="([^"]+)"/g)].map((match) => path.posix.join(path.posix.dirname(page), match[1] ?? '')),
  )
  return [...Object.values(SERVER_ENTRIES).map(relative), ...scripts]
}

/** The files among `files` that no chain of imports from `entries` arrives at. `textOf` reads a file. */
export function unreachable(files: readonly string[], entries: readonly string[], textOf: (file: string) => string): string[] {
  const known = new Set(files)
  const seen = new Set<string>()
  const waiting = [...entries]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file) || !known.has(file)) continue
    seen.add(file)
    const text = textOf(file)
    for (const { specifier } of importsOf(file, text)) waiting.push(resolve(file, specifier) ?? '')
  }
  return files.filter((file) => !seen.has(file))
}
