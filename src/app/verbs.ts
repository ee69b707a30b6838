/** What `headgate <verb>` does on the books. */
import { parseArgs } from 'node:util'
import { formatFen } from '#kernel/money.ts'
import { must, Refused, type Text } from '#kernel/outcome.ts'
import { readHead } from '#features/ledger/heads.model.ts'
import { checkHead } from '#features/ledger/heads.store.ts'
import { verifyEverything } from '#features/payments/verify.store.ts'
import { addPersonWithPassword, disablePerson, resetPassword } from '#features/people/people.commands.ts'
import { actorOf, type District, findDistrict, listPeople } from '#features/people/people.store.ts'
import { traceOf } from '#features/trace/trace.routes.ts'
import { findSubjects, type SubjectKind } from '#features/trace/trace.store.ts'
import { newId, newSecret } from '#platform/clock.ts'
import { type Actor, runCommand } from '#platform/command.ts'
import { argon2Hash } from '#platform/password.ts'
import type { Services } from '#platform/services.ts'
import { stages } from '#policy/books.ts'
import { hashAlgorithms } from '#policy/integrity.ts'
import { exportVerb } from './export-verb.ts'
import { importVerb } from './import-verb.ts'
import { loadDemoIfEmpty } from './open.ts'
import { jsonText, type Verb, WrongUse } from './verb.ts'

const both = (text: Text): string => `${text.zh}\n${text.en}`

async function districtOf(services: Services): Promise<District> {
  const district = await findDistrict(services.database.db)
  if (!district) throw new WrongUse('数据库是空的,请先启动一次 The database is empty; start the server once')
  return district
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
  const answer = await traceOf(services.database.db, district.code, kind as SubjectKind, id, {}, { offset: 0 })
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
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean' }, data: { type: 'string' }, head: { type: 'string', multiple: true } },
  })
  const services = await open()
  const { db } = services.database
  const district = await districtOf(services)
  const heads = []
  for (const code of values.head ?? []) heads.push({ code, ...(await checkHead(db, district.code, must(readHead(code, district.code)))) })
  const checked = await verifyEverything(db, district.code)
  const ok = checked.ok && heads.every((head) => head.verdict === 'kept')
  if (values.json) io.out(jsonText({ ...checked, ok, printed: heads }))
  else {
    io.out(`记账 postings ${checked.postings}，账户 accounts ${checked.accounts}，操作记录 events ${checked.events}`)
    for (const head of [...checked.heads, { book: '操作记录 record', ...checked.record }])
      io.out(`${head.book} #${head.number} ${head.hash} ${hashAlgorithms[head.algorithm].label.en}`)
    for (const fault of checked.faults) io.out(`${fault.invariant} ${both(fault.detail)}`)
    for (const head of heads) io.out(`${head.code}: ${both(head.sentence)}`)
    io.out(ok ? '账实相符，链完整 The books are whole' : '有问题，见上 Faults found, see above')
  }
  return ok ? 0 : 1
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
export const databaseVerbs: Readonly<Record<string, Verb>> = {
  import: importVerb,
  export: exportVerb,
  trace: traceVerb,
  verify: verifyVerb,
  demo: demoVerb,
  user: userVerb,
}
