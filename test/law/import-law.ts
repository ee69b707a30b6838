/**
 * The import law: who may import whom. Roles are told from the path, the arrows are one table, features stand in one
 * order. Read the table as the map of the house; an exception is a change of the map and belongs in an ADR.
 */
import { type Import, importsOf, packageOf, resolve } from './source.ts'

/** A feature may use features before it, never after it. A new feature gets its place here first. */
export const FEATURE_ORDER = [
  'people',
  'ledger',
  'imports',
  'funds',
  'projects',
  'allocation',
  'contracts',
  'claims',
  'payments',
  'treasury',
  'financing',
  'bank',
  'statements',
  'trace',
] as const

export type Role =
  | 'kernel'
  | 'policy'
  | 'contract'
  | 'platform'
  | 'model'
  | 'engine'
  | 'endpoints'
  | 'store'
  | 'commands'
  | 'routes'
  | 'ui'
  | 'kit'
  | 'web'
  | 'scenario'
  | 'app'
  | 'migration'
  | 'test'

interface Arrows {
  /** How the role is called in a sentence. */
  readonly name: string
  readonly values: readonly Role[]
  /** Roles of which only types may be imported; they are erased, so nothing is carried over. */
  readonly types?: readonly Role[]
  /** npm packages and `node:` modules; a name ending in `*` is a prefix. */
  readonly packages: readonly string[]
}

const SCREEN = ['react', 'react-dom', 'antd', '@ant-design/icons', '@tanstack/*', 'echarts']
const WHOLE_FEATURE = ['model', 'engine', 'endpoints', 'store', 'commands', 'routes'] as const

export const LAW: Readonly<Record<Exclude<Role, 'test' | 'migration'>, Arrows>> = {
  kernel: { name: 'the kernel', values: ['kernel'], packages: [] },
  policy: { name: 'a policy file', values: [], types: ['kernel', 'policy'], packages: [] },
  contract: { name: 'the contract', values: ['kernel', 'policy', 'contract'], packages: ['zod'] },
  platform: { name: 'the platform', values: ['kernel', 'policy', 'contract', 'platform', 'migration'], packages: ['*'] },
  model: { name: 'a model', values: ['kernel', 'policy', 'model', 'engine'], packages: [] },
  engine: { name: 'the engine', values: ['kernel', 'policy', 'model', 'engine'], packages: ['highs', 'node:*'] },
  endpoints: { name: 'a contract file', values: ['kernel', 'policy', 'contract', 'endpoints'], types: ['model'], packages: ['zod'] },
  store: {
    name: 'a store',
    values: ['kernel', 'policy', 'model', 'engine', 'platform', 'store'],
    packages: ['kysely', 'zod', 'node:crypto'],
  },
  commands: {
    name: 'a command',
    values: ['kernel', 'policy', 'contract', 'platform', 'model', 'engine', 'endpoints', 'store', 'commands'],
    packages: ['zod', 'node:crypto'],
  },
  routes: {
    name: 'a route',
    values: ['kernel', 'policy', 'contract', 'platform', 'model', 'engine', 'endpoints', 'store', 'commands'],
    packages: [],
  },
  ui: { name: 'a page', values: ['kernel', 'policy', 'contract', 'endpoints', 'kit', 'ui'], packages: SCREEN },
  kit: { name: 'the ui kit', values: ['kernel', 'policy', 'contract', 'kit'], packages: [...SCREEN, 'uqr'] },
  web: { name: 'the web shell', values: ['kernel', 'policy', 'contract', 'endpoints', 'kit', 'ui', 'web'], packages: SCREEN },
  scenario: {
    name: 'the scenario',
    values: ['kernel', 'policy', 'contract', 'platform', 'model', 'engine', 'endpoints', 'store', 'commands', 'scenario'],
    packages: ['node:fs'],
  },
  app: { name: 'the app', values: ['kernel', 'policy', 'contract', 'platform', ...WHOLE_FEATURE, 'scenario', 'app'], packages: ['*'] },
}

const ROLE_ENDINGS: readonly (readonly [RegExp, Role])[] = [
  [/^src\/features\/[^/]+\/ui\//, 'ui'],
  [/^src\/features\/allocation\/engine\//, 'engine'],
  [/^src\/features\/imports\/[^/.]+\.ts$/, 'model'],
  [/^src\/features\/[^/]+\/[^/]+\.model\.ts$/, 'model'],
  [/^src\/features\/[^/]+\/[^/]+\.contract\.ts$/, 'endpoints'],
  [/^src\/features\/[^/]+\/[^/]+\.store\.ts$/, 'store'],
  [/^src\/features\/[^/]+\/[^/]+\.commands\.ts$/, 'commands'],
  [/^src\/features\/[^/]+\/[^/]+\.routes\.ts$/, 'routes'],
]

const ROLE_FOLDERS: readonly (readonly [string, Role])[] = [
  ['policy/', 'policy'],
  ['migrations/', 'migration'],
  ['scenario/', 'scenario'],
  ['src/kernel/', 'kernel'],
  ['src/contract/', 'contract'],
  ['src/platform/', 'platform'],
  ['src/ui/', 'kit'],
  ['src/app/web/', 'web'],
  ['src/app/', 'app'],
]

/** null: the file has no role, which is itself against the law. */
export function roleOf(file: string): Role | null {
  if (/\.(test|spec|bench)\.tsx?$/.test(file) || /^(test|bench|scripts)\//.test(file) || /^[^/]+\.config\.ts$/.test(file)) return 'test'
  if (file.startsWith('src/features/')) return ROLE_ENDINGS.find(([pattern]) => pattern.test(file))?.[1] ?? null
  return ROLE_FOLDERS.find(([folder]) => file.startsWith(folder))?.[1] ?? null
}

export const featureOf = (file: string): string | null => /^src\/features\/([^/]+)\//.exec(file)?.[1] ?? null
const placeOf = (feature: string): number => (FEATURE_ORDER as readonly string[]).indexOf(feature)
const allows = (list: readonly string[], name: string) =>
  list.some((entry) => (entry.endsWith('*') ? name.startsWith(entry.slice(0, -1)) : entry === name))

/** Every breach of the law in one file, as a sentence with file and line; empty when it keeps the law. */
export function breaches(file: string, text: string): string[] {
  const role = roleOf(file)
  const feature = featureOf(file)
  if (role === null) return [`${file}: has no role; a file of a feature is x.model, x.contract, x.store, x.commands, x.routes or in ui/`]
  if (role === 'test' || role === 'migration') return []
  if (feature !== null && placeOf(feature) < 0) return [`${file}: the feature "${feature}" has no place in FEATURE_ORDER`]
  return importsOf(file, text).flatMap((found) => {
    const reason = forbidden(file, LAW[role], found)
    return reason ? [`${file}:${found.line}: ${reason}`] : []
  })
}

function forbidden(file: string, arrows: Arrows, { specifier, typeOnly }: Import): string | null {
  const target = resolve(file, specifier)
  if (target === null) {
    const name = packageOf(specifier)
    return allows(arrows.packages, name) ? null : `${arrows.name} may not import ${name}`
  }
  const role = roleOf(target)
  if (role === null) return `${arrows.name} imports ${target}, which has no role`
  if (!arrows.values.includes(role)) {
    if (!arrows.types?.includes(role)) return `${arrows.name} may not import ${describe(role)} (${target})`
    if (!typeOnly) return `${arrows.name} may import only types from ${describe(role)} (${target})`
  }
  const [from, to] = [featureOf(file), featureOf(target)]
  if (from !== null && to !== null && placeOf(to) > placeOf(from)) return `"${from}" may not use "${to}", which stands to its right`
  return null
}

const describe = (role: Role): string => (role === 'test' || role === 'migration' ? `a ${role}` : LAW[role].name)
