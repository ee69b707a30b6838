/**
 * `headgate import funds|projects FILE`: the same reading as the page. `--dry-run` needs no database and saves nothing;
 * without it the rows are registered by the person named with `--as`, through the same commands as on the page.
 */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { formatFen } from '#kernel/money.ts'
import { type Outcome, Refused } from '#kernel/outcome.ts'
import { previewFunds, registerFunds } from '#features/funds/funds.commands.ts'
import { understand } from '#features/imports/imports.model.ts'
import type { ImportPreview } from '#features/imports/import-preview.ts'
import { previewJson } from '#features/imports/preview-json.ts'
import { actorOf, findDistrict, findPersonByUsername } from '#features/people/people.store.ts'
import { importProjects, previewProjects } from '#features/projects/projects.commands.ts'
import { newId } from '#platform/clock.ts'
import { type Actor, runCommand } from '#platform/command.ts'
import { keepFile } from '#platform/files.ts'
import { argon2Verify } from '#platform/password.ts'
import type { Services } from '#platform/services.ts'
import { readWorkbook } from '#platform/sheets/workbook.ts'
import { levelKey } from '#features/funds/fund-words.model.ts'
import { type Console, jsonText, type Verb, WrongUse } from './verb.ts'

const USAGE = `用法 usage: headgate import funds|projects FILE [--dry-run] [--json]
  --year Y --level L --doc-no N --department D   整张表通用的内容 values for every row
  --as NAME [--password P]                        以谁的名义登记(不加 --dry-run 时必填) who registers it`

const OPTIONS = {
  json: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  year: { type: 'string' },
  level: { type: 'string' },
  'doc-no': { type: 'string' },
  department: { type: 'string' },
  as: { type: 'string' },
  password: { type: 'string' },
} as const

const readArgs = (args: readonly string[]) => parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS })
type Values = ReturnType<typeof readArgs>['values']

export const importVerb: Verb = async (args, io, open) => {
  const { values, positionals } = readArgs(args)
  const [kind, file] = positionals
  if ((kind !== 'funds' && kind !== 'projects') || !file) throw new WrongUse(USAGE)
  const bytes = await readFile(file).catch(() => null)
  if (!bytes) throw new WrongUse(`读不到文件 Cannot read: ${file}`)
  const workbook = await readWorkbook(bytes, basename(file))
  if (!workbook.ok) {
    const { message } = workbook.refusal
    if (values.json)
      io.out(
        jsonText({
          rows: [],
          errors: [{ row: null, field: null, value: basename(file), message: message.zh }],
          warnings: [],
          totals: { rows: 0, amountFen: 0n },
        }),
      )
    io.err(`${message.zh}\n${message.en}`)
    return 1
  }
  const preview = understand(kind, workbook.value, { defaults: defaultsOf(values) })
  if (values.json) io.out(jsonText(previewJson(preview)))
  else tell(io, preview)
  if (values['dry-run']) return 0
  if (!values.as)
    throw new WrongUse(`没有登记:请用 --as 指明由谁登记,或加 --dry-run\nNothing was saved: name who registers it with --as\n${USAGE}`)
  const services = await open()
  const actor = await signIn(services, values.as, values.password ?? '')
  const saved = await register(services, actor, kind, { name: basename(file), mediaType: 'application/octet-stream', bytes }, values)
  if (!saved.ok) throw new Refused(saved.refusal)
  io.err(`已登记 Registered: ${jsonText(saved.value)}`)
  return 0
}

const defaultsOf = (values: Values) => ({
  ...(values.year ? { year: Number.parseInt(values.year, 10) } : {}),
  ...(values.level ? { level: values.level } : {}),
  ...(values['doc-no'] ? { docNo: values['doc-no'] } : {}),
  ...(values.department ? { department: values.department } : {}),
})

function tell(io: Console, preview: ImportPreview): void {
  io.out(preview.title || preview.fileName)
  io.out(`行 rows ${preview.totals.rows},合计 total ${formatFen(preview.totals.amountFen)} 元`)
  if (preview.publishedTotalFen !== null) io.out(`公布合计 published total ${formatFen(preview.publishedTotalFen)} 元`)
  for (const f of preview.errors) io.out(`错误 error: ${f.message.zh}`)
  for (const f of preview.warnings) io.out(`提醒 warning: ${f.message.zh}`)
}

async function signIn(services: Services, username: string, password: string): Promise<Actor> {
  const district = await findDistrict(services.database.db)
  const person = district && (await findPersonByUsername(services.database.db, district.code, username))
  if (!district || !person || person.disabled || !(await argon2Verify(person.password_hash, password)))
    throw new WrongUse(
      '用户名或密码不对,没有登记(密码用 --password 或环境变量 HEADGATE_PASSWORD)\nWrong user name or password; nothing was saved',
    )
  return actorOf(district.code, person)
}

async function register(
  services: Services,
  actor: Actor,
  kind: 'funds' | 'projects',
  upload: { name: string; mediaType: string; bytes: Uint8Array },
  values: Values,
): Promise<Outcome<unknown>> {
  const { database, clock } = services
  const options = () => ({ actor, clock, key: newId('command', clock) })
  const kept = await runCommand(database, keepFile(kind === 'funds' ? 'funds.import' : 'projects.import'), upload, options())
  if (!kept.ok) return kept
  const base = { fileId: kept.value.fileId, corrections: {} }
  const said = defaultsOf(values)
  if (kind === 'funds') {
    const input = { ...base, defaults: { ...said, level: levelKey(said.level) ?? said.level } }
    const { contentHash } = await previewFunds(database.db, actor.district, input)
    return runCommand(database, registerFunds, { ...input, contentHash }, options())
  }
  const input = { ...base, defaults: { year: said.year } }
  const { contentHash } = await previewProjects(database.db, actor.district, input)
  return runCommand(database, importProjects, { ...input, contentHash }, options())
}
