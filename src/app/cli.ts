/** `headgate <verb>`: the command line, and what `npm start` ends in. Exit 0 only on success. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Fault, Refused } from '#kernel/outcome.ts'
import { allocateVerb } from '#features/allocation/engine/allocate-verb.ts'
import { settleAll } from '#features/ledger/settled.store.ts'
import type { Services } from '#platform/services.ts'
import { readConfig } from './config.ts'
import { openServices } from './open.ts'
import { serve } from './serve.ts'
import { askServer } from './verb-socket.ts'
import { type Console, runVerb } from './verb.ts'
import { databaseVerbs } from './verbs.ts'

const HELP = `用法 usage: headgate <verb>
  serve                                    启动服务 start the server
  import funds|projects FILE [--dry-run]   导入表格 import a spreadsheet [--json] [--as NAME]
  allocate INSTANCE.json [--out F]         求解分配 solve an allocation [--seconds N] [--seed N]
  trace document|lot|payment|project|contract|payee ID   追踪资金 trace the money [--json]
  verify [--data DIR] [--head BOOK:NUMBER:HASH]…   校验账簿和凭证上的校验码 check the books and printed codes [--json]
  export journal --out DIR [--year Y] [--as-of D] [--known-at T]   导出记账文本(hledger、ledger) plain-text journal
  demo                                     在空库载入示范区 load the demo district into an empty database
  user add|reset|disable NAME              管理人员 manage people
`

const io: Console = {
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
}

async function serveUntilStopped(): Promise<number> {
  const running = await serve(readConfig(), io.out)
  io.out(`渠首已启动,请在浏览器打开 Headgate is ready: ${running.address}`)
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  await running.stop()
  return 0
}

/** A dry run needs no database; its file and the password of the one who imports are this process's to know. */
async function importTable(args: readonly string[]): Promise<number> {
  if (args.includes('--dry-run'))
    return runVerb(databaseVerbs['import']!, args, io, () => {
      throw new Fault('import', 'a dry run opens no database')
    })
  const secret = process.env['HEADGATE_PASSWORD']
  const full = args.map((arg) => (existsSync(arg) ? resolve(arg) : arg))
  return onDatabase('import', secret && !args.includes('--password') ? [...full, '--password', secret] : full)
}

/** The folder is meant from where this process stands, also when the running server writes it. */
const wholePaths = (args: readonly string[]): string[] => args.map((arg, i) => (args[i - 1] === '--out' ? resolve(arg) : arg))

/** Verbs that post much at once. */
const POSTING: ReadonlySet<string> = new Set(['import', 'demo'])

/** Without a server nobody else moves the settled sums on. What is not summed is read from the moves, so a failure is told and no more. */
async function settleEverything({ database }: Services): Promise<void> {
  try {
    await settleAll(database.db, null)
  } catch (error) {
    io.err(`汇总数没有更新,服务启动后会补上 Sums were not moved on; the server will do it: ${String(error)}`)
  }
}

/** A verb on the database: by the running server when there is one, otherwise on the folder itself. */
async function onDatabase(name: string, args: readonly string[]): Promise<number> {
  const at = args.indexOf('--data')
  const config = readConfig(at >= 0 && args[at + 1] ? { ...process.env, HEADGATE_DATA: args[at + 1]! } : process.env)
  if (!config.databaseUrl) {
    const exit = await askServer(config.dataFolder, [name, ...args], io)
    if (exit !== null) return exit
  }
  let services: Services | null = null
  const open = async () => (services ??= await openServices(config, io.err))
  try {
    const exit = await runVerb(databaseVerbs[name]!, args, io, open)
    if (POSTING.has(name) && services) await settleEverything(services)
    return exit
  } finally {
    await (services as Services | null)?.database.close()
  }
}

async function main([verb = 'help', ...args]: readonly string[]): Promise<number> {
  if (verb === 'serve') return serveUntilStopped()
  if (verb === 'allocate') return allocateVerb([...args])
  if (verb === 'import') return importTable(args)
  if (verb === 'export') return onDatabase('export', wholePaths(args))
  if (verb in databaseVerbs) return onDatabase(verb, args)
  const asked = ['help', '--help', '-h'].includes(verb)
  ;(asked ? io.out : io.err)(asked ? HELP : `没有这个命令 There is no such verb: ${verb}\n${HELP}`)
  return asked ? 0 : 2
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (error instanceof Refused) io.err(`${error.refusal.message.zh}\n${error.refusal.message.en}`)
  else io.err(error instanceof Error ? (error.stack ?? error.message) : String(error))
  process.exitCode = 1
}
