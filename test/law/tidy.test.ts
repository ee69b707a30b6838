/** The house is tidy, and each rule of tidiness catches a breach planted for it. */
import { describe, expect, test } from 'vitest'
import { entryFiles, unreachable } from './reach.ts'
import { codeFiles, exists, isTest, keptFiles, read } from './source.ts'
import { RULES } from './tidy.ts'

const MODEL = 'src/features/funds/funds.model.ts'
/** Put together so that this file itself keeps the rules. */
const word = (...parts: string[]) => parts.join('')

/** Rule, file, text that breaks it. */
const PLANTED: readonly (readonly [string, string, string])[] = [
  ['the time comes from the clock', MODEL, 'const now = new Date()'],
  ['the time comes from the clock', 'src/ui/Clock.tsx', 'const now = Date.now()'],
  ['chance is seeded or secure, never Math.random', 'src/platform/db.ts', 'const id = Math.random()'],
  ['no text becomes a floating number', MODEL, "const amount = parseFloat('0.1')"],
  ['files are at most 400 lines, lines at most 160 characters', MODEL, 'export {}\n'.repeat(401)],
  ['files are at most 400 lines, lines at most 160 characters', MODEL, `const sum = ${'a + '.repeat(40)}b`],
  ['files are at most 400 lines, lines at most 160 characters', MODEL, `// ${'why '.repeat(40)}`],
  ['files are at most 400 lines, lines at most 160 characters', MODEL, `const text = '${'x'.repeat(240)}'`],
  ['a name says what is inside', 'src/features/funds/index.ts', ''],
  ['a name says what is inside', 'src/platform/utils.ts', ''],
  ['a name says what is inside', 'src/common/dates.ts', ''],
  ['files are kebab-case.ts, React files PascalCase.tsx', 'src/platform/commandRunner.ts', ''],
  ['files are kebab-case.ts, React files PascalCase.tsx', 'src/ui/money_text.tsx', ''],
  ['no default exports outside tool configuration', MODEL, 'export default function lot() {}'],
  ['nothing is left to do', 'README.md', word('TO', 'DO: write this')],
  ['nothing is left to do', MODEL, word('// FIX', 'ME later')],
  ['a switched-off check gives its reason', MODEL, '// oxlint-disable-next-line eqeqeq'],
  ['no paths of a machine', 'docs/guide.md', 'see /home/anna/headgate'],
  ['no paths of a machine', 'src/platform/config.ts', "const data = '/root/data'"],
  ['no hosts of package registries', '.npmrc', word('regis', 'try=https://npm.example.org')],
  ['no hosts of package registries', 'package-lock.json', '"resolved": "https://npm.example.org/zod-4.6.7.tgz"'],
  ['policy is literals only', 'policy/books.ts', "import { fen } from '#kernel/money.ts'"],
  ['policy is literals only', 'policy/books.ts', 'export const limit = fen(5n)'],
  ['policy is literals only', 'policy/books.ts', 'export const rule = { when: () => true }'],
  ['policy is literals only', 'policy/books.ts', 'export const limits = { ...others, a: 1 }'],
  ['policy is literals only', 'policy/books.ts', 'export const limit = 5 * 60'],
  ['policy is literals only', 'policy/books.ts', 'export function limit() {}'],
]

/** Rule, file, text that looks like a breach and is none. */
const ALLOWED: readonly (readonly [string, string, string])[] = [
  ['the time comes from the clock', 'src/platform/clock.ts', 'export const now = () => new Date()'],
  ['the time comes from the clock', MODEL, '// a new Date() would not do here\nexport const isDate = parseCivilDate(text)'],
  ['files are at most 400 lines, lines at most 160 characters', MODEL, `  zh: '${'字'.repeat(150)}',`],
  ['a name says what is inside', 'src/platform/common-name.ts', ''],
  ['files are kebab-case.ts, React files PascalCase.tsx', 'src/features/funds/funds.model.ts', ''],
  ['files are kebab-case.ts, React files PascalCase.tsx', 'src/ui/MoneyText.tsx', ''],
  ['no default exports outside tool configuration', 'vite.config.ts', 'export default {}'],
  ['nothing is left to do', 'src/ui/Todo.tsx', 'const todo = 1 // what is to do'],
  ['a switched-off check gives its reason', MODEL, '// oxlint-disable-next-line eqeqeq -- null and undefined are one here'],
  ['no paths of a machine', 'docs/guide.md', 'open https://example.org/home/page or /api/work/1'],
  [
    'policy is literals only',
    'policy/books.ts',
    "export const a = { b: [-1, 'x', null, `y`, 5n] } as const satisfies Shape\nexport type A = keyof typeof a",
  ],
  ['policy is literals only', 'policy/books.ts', "const read = ['a'] as const\nexport const roles = { x: [...read, 'b'], y: read }"],
]

const ruleCalled = (name: string) => {
  const rule = RULES.find((one) => one.name === name)
  if (!rule) throw new Error(`no rule is called "${name}"`)
  return rule
}

describe('the house', () => {
  const texts = keptFiles().flatMap((file) => {
    const text = read(file)
    return text.includes('\0') || text.includes('\uFFFD') ? [] : [{ file, text }]
  })

  test.each(RULES.map((rule) => [rule.name, rule] as const))('%s', (_name, rule) => {
    expect(texts.flatMap(({ file, text }) => (rule.about(file) ? rule.breaches(file, text) : []))).toEqual([])
  })

  test('every file of the product is reached from an entry', () => {
    // The compiler finds a declaration of a package by itself.
    const product = codeFiles().filter((file) => /^(src|policy|scenario)\//.test(file) && !isTest(file) && !file.endsWith('.d.ts'))
    expect(entryFiles().filter((file) => !exists(file))).toEqual([])
    expect(unreachable(product, entryFiles(), read)).toEqual([])
  })
})

describe('the rules', () => {
  test.each(PLANTED)('"%s" catches a breach in %s', (name, file, text) => {
    const rule = ruleCalled(name)
    expect(rule.about(file)).toBe(true)
    expect(rule.breaches(file, text)).not.toEqual([])
  })

  test.each(ALLOWED)('"%s" lets %s be', (name, file, text) => {
    const rule = ruleCalled(name)
    expect(rule.about(file) ? rule.breaches(file, text) : []).toEqual([])
  })

  test('each has a planted breach', () => {
    const planted = new Set(PLANTED.map(([name]) => name))
    expect(RULES.map((rule) => rule.name).filter((name) => !planted.has(name))).toEqual([])
  })

  test('a file no entry leads to is found, a type import leads', () => {
    const files: Record<string, string> = {
      'src/app/cli.ts': `import type { Fen } from '#kernel/money.ts'`,
      'src/kernel/money.ts': `export type Fen = bigint`,
      'src/kernel/forgotten.ts': `export const x = 1`,
    }
    expect(unreachable(Object.keys(files), ['src/app/cli.ts'], (file) => files[file] ?? '')).toEqual(['src/kernel/forgotten.ts'])
  })
})
