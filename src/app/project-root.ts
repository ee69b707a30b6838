/** Where the project lies: the nearest folder above this file with a package.json, in source and in the built bundle alike. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Fault } from '#kernel/outcome.ts'

function find(): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); ; at = dirname(at)) {
    if (existsSync(join(at, 'package.json'))) return at
    if (dirname(at) === at) throw new Fault('project-root', 'no package.json above this file')
  }
}

export const PROJECT_ROOT = find()
export const MIGRATIONS = join(PROJECT_ROOT, 'migrations')
export const WEB_ROOT = join(PROJECT_ROOT, 'dist', 'web')
export const VERSION = (JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as { version: string }).version
