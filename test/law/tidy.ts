/**
 * The house rules that a machine can tell for certain, each a function from a file to its breaches in words.
 * What types and lint already refuse (any, enums, floating promises, circles, long functions) is not repeated here.
 */
import { isNode, isTest, type Node, parse } from './source.ts'

export interface Rule {
  readonly name: string
  /** Which files it is about. */
  readonly about: (file: string) => boolean
  readonly breaches: (file: string, text: string) => readonly string[]
}

const isCode = (file: string) => /\.(ts|tsx|mjs)$/.test(file)
const isProduct = (file: string) => isCode(file) && /^(src|policy|scenario)\//.test(file) && !isTest(file)
const isPolicy = (file: string) => /^policy\/.+\.ts$/.test(file) && !isTest(file)
const isLaw = (file: string) => file.startsWith('test/law/')
const isLock = (file: string) => file === 'package-lock.json'

/** Comments say words that code must not; line numbers stay. */
const withoutComments = (text: string) =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|[\s;{}()])\/\/[^\n]*/g, (comment, before: string) => before + ' '.repeat(comment.length - before.length))

function linesWith(pattern: RegExp, words: string, strip: (text: string) => string = (text) => text) {
  return (file: string, text: string) =>
    strip(text)
      .split('\n')
      .flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1}: ${words}`] : []))
}

/** A sentence in quotes may run on to 240 characters, for the formatter does not break it; code and comments may not. */
function isTooWide(line: string): boolean {
  const width = [...line].length
  if (width <= 160) return false
  const withoutTexts = line.replace(/'[^']*'|"[^"]*"|`[^`]*`/g, "''")
  return width > 240 || /^\s*(\/\/|\/?\*)/.test(line) || [...withoutTexts].length > 125
}

const CLOCKS = ['src/platform/clock.ts', 'src/kernel/civil-date.ts']
const EMPTY_NAMES = /(^|\/)(index\.(ts|tsx|mjs)|(utils?|helpers?|common|misc)(\.[^/]*)?(\/|$))/

export const RULES: readonly Rule[] = [
  {
    name: 'the time comes from the clock',
    about: (file) => isProduct(file) && !CLOCKS.includes(file),
    breaches: linesWith(
      /\bnew Date\b|\bDate\.now\b|(?<!new )(?<![\w.])Date\(/,
      'asks the machine for the time; use the clock of the platform',
      withoutComments,
    ),
  },
  {
    name: 'chance is seeded or secure, never Math.random',
    about: (file) => isCode(file) && !isLaw(file),
    breaches: linesWith(/\bMath\.random\b/, 'uses Math.random', withoutComments),
  },
  {
    name: 'no text becomes a floating number',
    about: isProduct,
    breaches: linesWith(/\bparseFloat\b/, 'uses parseFloat; money is whole fen', withoutComments),
  },
  {
    name: 'files are at most 400 lines, lines at most 160 characters',
    about: isCode,
    breaches: (file, text) => {
      const lines = text.replace(/\n$/, '').split('\n')
      const wide = lines.flatMap((line, i) => (isTooWide(line) ? [`${file}:${i + 1}: ${[...line].length} characters`] : []))
      return lines.length > 400 ? [`${file}: ${lines.length} lines`, ...wide] : wide
    },
  },
  {
    name: 'a name says what is inside',
    about: isCode,
    breaches: (file) => (EMPTY_NAMES.test(file) ? [`${file}: a name that says nothing`] : []),
  },
  {
    name: 'files are kebab-case.ts, React files PascalCase.tsx',
    about: (file) => /\.tsx?$/.test(file) && file !== 'src/app/web/main.tsx',
    breaches: (file) => {
      const name = file.slice(file.lastIndexOf('/') + 1)
      // A hook is called like a function, and a feature's list of pages is no component.
      if (/^(use[A-Z][A-Za-z]*\.tsx?|[a-z-]+\.pages\.tsx)$/.test(name)) return []
      const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.tsx?$/.test(name)
      const right = isTest(file) ? true : name.endsWith('.tsx') ? /^([A-Z][A-Za-z0-9]*|[a-z][a-z0-9-]*)\.tsx$/.test(name) : kebab
      return right ? [] : [`${file}: neither kebab-case.ts nor PascalCase.tsx`]
    },
  },
  {
    name: 'no default exports outside tool configuration',
    about: (file) => isCode(file) && !/^[^/]+\.config\.ts$/.test(file) && !isLaw(file),
    breaches: linesWith(/^\s*export default\b|\bas default\b/, 'has a default export', withoutComments),
  },
  {
    name: 'nothing is left to do',
    about: (file) => !isLaw(file) && !isLock(file),
    breaches: linesWith(/\b(TODO|FIXME)\b/, 'leaves work behind; finish it or file an issue'),
  },
  {
    name: 'a switched-off check gives its reason',
    about: (file) => isCode(file) && !isLaw(file),
    breaches: linesWith(
      /(oxlint|eslint)-disable(?!.* -- \S)|biome-ignore(?!.*: \S)|@ts-ignore|@ts-nocheck/,
      'switches a check off without a reason (` -- reason`)',
    ),
  },
  {
    name: 'no paths of a machine',
    about: (file) => !isLaw(file),
    breaches: linesWith(
      /(^|[\s"'`(=:<])(\/(home|Users)\/\w|\/root(\/|\b)|\/work\/(main|shared)|[A-Z]:\\Users\\)|file:\/\/\/\w/,
      'names a path of one machine',
    ),
  },
  {
    name: 'no hosts of package registries',
    about: (file) => !isLaw(file),
    breaches: linesWith(
      /registry\.(npmjs|yarnpkg|npmmirror)|npm\.pkg\.github|"resolved": *"http|^\s*registry\s*=|\/artifactory\/|:4873\b/i,
      'names a package registry',
    ),
  },
  { name: 'policy is literals only', about: isPolicy, breaches: (file, text) => policyBreaches(file, text) },
]

/** What a policy file may contain: type imports, types, and constants made of literals. Functions and arithmetic are code. */
function policyBreaches(file: string, text: string): string[] {
  const body = parse(file, text).program.body as unknown as readonly Node[]
  const statements = body.map((node) =>
    node['type'] === 'ExportNamedDeclaration' && isNode(node['declaration']) ? node['declaration'] : node,
  )
  const constants = statements.filter((node) => node['type'] === 'VariableDeclaration' && node['kind'] === 'const')
  const declared = constants.flatMap((node) => node['declarations'] as readonly Node[])
  const names = new Set(declared.flatMap(({ id }) => (isNode(id) ? [String(id['name'])] : [])))
  const foreign = statements.filter((node) => {
    if (node['type'] === 'ImportDeclaration') return node['importKind'] !== 'type'
    return !constants.includes(node) && node['type'] !== 'TSTypeAliasDeclaration' && node['type'] !== 'TSInterfaceDeclaration'
  })
  return [...foreign, ...declared.flatMap((one) => notLiteral(one['init'], names))].map((node) => {
    const line = text.slice(0, Number(node['start'])).split('\n').length
    return `${file}:${line}: is no literal (${String(node['type'])})`
  })
}

/** The parts of an expression that are computed. A constant of the same file may be named (`names`), so lists can be shared. */
function notLiteral(value: unknown, names: ReadonlySet<string>): Node[] {
  if (!isNode(value)) return []
  const inside = (part: unknown) => notLiteral(part, names)
  switch (value['type']) {
    case 'Literal':
      return []
    case 'Identifier':
      return names.has(String(value['name'])) ? [] : [value]
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return inside(value['expression'])
    case 'SpreadElement':
      return inside(value['argument'])
    case 'TemplateLiteral':
      return (value['expressions'] as readonly Node[]).length === 0 ? [] : [value]
    case 'UnaryExpression':
      return value['operator'] === '-' && isNode(value['argument']) && value['argument']['type'] === 'Literal' ? [] : [value]
    case 'ArrayExpression':
      return (value['elements'] as readonly unknown[]).flatMap(inside)
    case 'ObjectExpression':
      return (value['properties'] as readonly Node[]).flatMap((entry) => {
        if (entry['type'] === 'SpreadElement') return inside(entry)
        return entry['computed'] !== true && entry['kind'] === 'init' ? inside(entry['value']) : [entry]
      })
    default:
      return [value]
  }
}
