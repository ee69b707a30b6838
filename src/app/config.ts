/** Settings from the environment, read once (design §9.1). */
import { resolve } from 'node:path'
import { Refused } from '#kernel/outcome.ts'
import { type HashAlgorithm, hashAlgorithms } from '#policy/integrity.ts'
import { PROJECT_ROOT } from './project-root.ts'

export interface Config {
  readonly port: number
  readonly host: string
  readonly dataFolder: string
  readonly databaseUrl: string | undefined
  readonly demo: boolean
  readonly logLevel: string
  /** What a new district's chains are hashed with; one that exists keeps its own setting. */
  readonly hash: HashAlgorithm
}

export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const port = Number.parseInt(env['PORT'] ?? '8080', 10)
  if (!(port >= 0 && port < 65_536))
    throw new Refused({
      code: 'port_invalid',
      kind: 'invalid',
      message: {
        zh: `PORT 应为 0 到 65535 的整数，现为“${env['PORT']}”`,
        en: `PORT is a whole number from 0 to 65535, not "${env['PORT']}"`,
      },
    })
  const hash = env['HEADGATE_HASH'] || 'sha256'
  if (!Object.hasOwn(hashAlgorithms, hash))
    throw new Refused({
      code: 'hash_invalid',
      kind: 'invalid',
      message: {
        zh: `HEADGATE_HASH 只能是 ${Object.keys(hashAlgorithms).join(' 或 ')}，现为“${hash}”`,
        en: `HEADGATE_HASH is ${Object.keys(hashAlgorithms).join(' or ')}, not "${hash}"`,
      },
    })
  return {
    port,
    host: env['HOST'] ?? '127.0.0.1',
    dataFolder: resolve(env['HEADGATE_DATA'] ?? `${PROJECT_ROOT}/data`),
    databaseUrl: env['DATABASE_URL'] || undefined,
    demo: env['HEADGATE_DEMO'] !== 'off',
    logLevel: env['HEADGATE_LOG'] ?? 'warn',
    hash: hash as HashAlgorithm,
  }
}
