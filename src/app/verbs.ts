/** What `headgate <verb>` does. A verb gets a console of its own, so that it runs alike here and inside a running server. */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { canonical } from '#kernel/json.ts'
import { formatFen } from '#kernel/money.ts'
import { Refused, type Text } from '#kernel/outcome.ts'
import { understand } from '#features/imports/imports.model.ts'
import { previewJson } from '#features/imports/preview-json.ts'
import { verifyBooks } from '#features/ledger/verify.store.ts'
import { addPersonWithPassword, disablePerson, resetPassword } from '#features/people/people.commands.ts'
import { actorOf, type District, findDistrict, listPeople } from '#features/people/people.store.ts'
import { traceOf } from '#features/trace/trace.routes.ts'
import { findSubjects, type SubjectKind } from '#features/trace/trace.store.ts'
import { newId, newSecret } from '#platform/clock.ts'
import { type Actor, runCommand } from '#platform/command.ts'
import { readWorkbook } from '#platform/sheets/workbook.ts'
import { argon2Hash } from '#platform/password.ts'
import type { Services } from '#platform/services.ts'
import { stages } from '#policy/books.ts'
import { loadDemoIfEmpty } from './open.ts'

export interface Console {
  out(text: string): void
  err(text: string): void
}

export type Verb = (args: readonly string[], io: Console, open: () => Promise<Services>) => Promise<number>

const both = (text: Text): string => `${text.zh}\n${text.en}`

class WrongUse extends Error {}

/** bigint leaves as decimal text. */
const jsonText = (value: unknown): string => JSON.stringify(JSON.parse(canonical(value)), null, 2)

async function districtOf(services: Services): Promise<District> {
  const district = await findDistrict(services.database.db)
  if (!district) throw new WrongUse('数据库是空的,请先启动一次 The database is empty; start the server once')
  return district
}

const importVerb: Verb = async (args, io) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      'dry-run': { type: 'boolean' },
      year: { type: 'string' },
      level: { type: 'string' },
      'doc-no': { type: 'string' },
    },
  })
  const [kind, file] = positionals
  if ((kind !== 'funds' && kind !== 'projects') || !file)
    throw new WrongUse('用法 usage: headgate import funds|projects FILE --dry-run [--json] [--year Y] [--level L] [--doc-no N]')
  if (!values['dry-run'])
    throw new WrongUse(
      '请在网页“导入”中确认入账;命令行只做预览,请加 --dry-run\nConfirm imports on the page, where an officer signs for them; here only --dry-run',
    )
  const bytes = await readFile(file).catch(() => null)
  if (!bytes) throw new WrongUse(`读不到文件 Cannot read: ${file}`)
  const workbook = await readWorkbook(bytes, basename(file))
  if (!workbook.ok) {
    if (values.json)
      io.out(
        jsonText({
          rows: [],
          errors: [{ row: null, field: null, value: basename(file), message: workbook.refusal.message.zh }],
          warnings: [],
          totals: { rows: 0, amountFen: '0' },
        }),
      )
    else io.err(both(workbook.refusal.message))
    return 1
  }
  const preview = understand(kind, workbook.value, {
    defaults: {
      ...(values.year ? { year: Number.parseInt(values.year, 10) } : {}),
      ...(values.level ? { level: values.level } : {}),
      ...(values['doc-no'] ? { docNo: values['doc-no'] } : {}),
    },
  })
  if (values.json) io.out(jsonText(previewJson(preview)))
  else {
    io.out(`${preview.title || preview.fileName}`)
    io.out(`行 rows ${preview.totals.rows},合计 total ${formatFen(preview.totals.amountFen)} 元`)
    if (preview.publishedTotalFen !== null) io.out(`公布合计 published total ${formatFen(preview.publishedTotalFen)} 元`)
    for (const f of preview.errors) io.out(`错误 error: ${f.message.zh}`)
    for (const f of preview.warnings) io.out(`提醒 warning: ${f.message.zh}`)
  }
  return preview.errors.length > 0 ? 1 : 0
}

const TRACEABLE = ['document', 'lot', 'payment', 'project', 'contract', 'payee']

const traceVerb: Verb = async (args, io, open) => {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { json: { type: 'boolean' } } })
  const [kind, wanted] = positionals
  if (!kind || !wanted || !TRACEABLE.includes(kind)) throw new WrongUse(`用法 usage: headgate trace ${TRACEABLE.join('|')} ID [--json]`)
  const services = await open()
  const district = await districtOf(services)
  const found = await findSubjects(services.database.db, district.code, wanted, 50)
  const id = found.find((s) => s.kind === kind)?.id ?? wanted
  const answer = await traceOf(services.database.db, district.code, kind as SubjectKind, id)
  if (!answer.ok) {
    io.err(both(answer.refusal.message))
    return 1
  }
  if (values.json) {
    io.out(jsonText(answer.value))
    return 0
  }
  io.out(answer.value.subject.label)
  for (const p of answer.value.paths)
    io.out(
      [
        p.docNo,
        p.fundName,
        p.bookLabel.zh,
        p.projectCode,
        p.projectName,
        p.contractNo,
        p.payee,
        stages[p.stage].label.zh,
        `${formatFen(p.amountFen)} 元`,
      ]
        .filter((part) => part !== null)
        .join(' → '),
    )
  return 0
}

const verifyVerb: Verb = async (args, io, open) => {
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean' }, data: { type: 'string' } } })
  const services = await open()
  const district = await districtOf(services)
  const checked = await verifyBooks(services.database.db, district.code)
  if (values.json) io.out(jsonText(checked))
  else {
    io.out(`记账 postings ${checked.postings},账户 accounts ${checked.accounts},操作记录 events ${checked.events}`)
    for (const head of checked.heads) io.out(`${head.book} #${head.number} ${head.hash}`)
    for (const fault of checked.faults) io.out(`${fault.invariant} ${both(fault.detail)}`)
    io.out(checked.ok ? '账实相符,链完整 The books are whole' : '有问题,见上 Faults found, see above')
  }
  return checked.ok ? 0 : 1
}

const demoVerb: Verb = async (_args, io, open) => {
  const loaded = await loadDemoIfEmpty(await open(), (line) => io.err(line))
  if (!loaded) io.err('数据库不是空的,没有载入示范区 The database is not empty; nothing was loaded')
  return loaded ? 0 : 1
}

async function administrator(services: Services, district: District): Promise<Actor> {
  const people = await listPeople(services.database.db, district.code, undefined, 10_000, 0)
  const admin = people.rows.find((p) => p.role === 'admin' && !p.disabled)
  if (!admin) throw new WrongUse('没有在用的系统管理员 There is no active administrator')
  return actorOf(district.code, admin)
}

const userVerb: Verb = async (args, io, open) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { role: { type: 'string' }, name: { type: 'string' }, scope: { type: 'string' }, password: { type: 'string' } },
  })
  const [act, username] = positionals
  if (!username || !['add', 'reset', 'disable'].includes(act ?? ''))
    throw new WrongUse(
      '用法 usage: headgate user add NAME --role R [--name N] [--scope S] [--password P] | reset NAME [--password P] | disable NAME',
    )
  const services = await open()
  const { database, clock } = services
  const actor = await administrator(services, await districtOf(services))
  const password = values.password ?? newSecret().slice(0, 16)
  const options = { actor, clock, key: newId('command', clock) }
  if (act === 'add')
    await addPersonWithPassword(database, clock, actor, {
      username,
      name: values.name ?? username,
      role: values.role ?? '',
      scope: values.scope ?? null,
      password,
    })
  else {
    const outcome =
      act === 'reset'
        ? await runCommand(database, resetPassword, { username, passwordHash: await argon2Hash(password) }, options)
        : await runCommand(database, disablePerson, { username }, options)
    if (!outcome.ok) throw new Refused(outcome.refusal)
  }
  io.out(act === 'disable' ? `已停用 disabled: ${username}` : `${username} 的密码 password: ${password}`)
  return 0
}

/** Verbs that touch the database, and may therefore run inside a server that holds it. */
export const databaseVerbs: Readonly<Record<string, Verb>> = { trace: traceVerb, verify: verifyVerb, demo: demoVerb, user: userVerb }

export const plainVerbs: Readonly<Record<string, Verb>> = { import: importVerb }

/** Runs a verb and turns every expected failure into words and an exit code. */
export async function runVerb(verb: Verb, args: readonly string[], io: Console, open: () => Promise<Services>): Promise<number> {
  try {
    return await verb(args, io, open)
  } catch (error) {
    if (error instanceof WrongUse) io.err(error.message)
    else if (error instanceof Refused) io.err(both(error.refusal.message))
    else if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) io.err(error.message)
    else throw error
    return 2
  }
}
