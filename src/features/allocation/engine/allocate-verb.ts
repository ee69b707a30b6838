/**
 * `headgate allocate INSTANCE.json`: read, solve, verify, print. Exit 0 when a verified answer was printed (also "infeasible":
 * the verb has done its job and the JSON says so); 2 when the input is wrong; 1 when no valid plan was found.
 */
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { Refused } from '#kernel/outcome.ts'
import type { Instance, Result, Wish } from './format.ts'
import { objectives } from './objectives.ts'
import { readInstanceFile } from './read-instance.ts'
import { solve } from './solve.ts'
import { verify } from './verify.ts'

const DEFAULT_SECONDS = 20

const HELP = `用法 usage: headgate allocate INSTANCE.json [--out F] [--seconds N] [--seed N] [--threads 1] [--json]
  读入 fund-alloc-instance/1,求解、独立核验,输出 fund-alloc-result/1。
  Reads fund-alloc-instance/1, solves it, verifies the answer independently, prints fund-alloc-result/1.
  --out F       写入文件 F(默认标准输出) · write to F instead of standard output
  --seconds N   时间上限,默认 ${DEFAULT_SECONDS} · time limit, default ${DEFAULT_SECONDS}
  --seed N      随机种子,默认取问题自带的 · seed, by default the instance's own
  --threads 1   只用一个线程(大问题默认用两个,较快,但不易逐次重现) · one thread; large problems use two, faster and less repeatable
  --json        标准输出只有 JSON(默认即如此) · JSON only on standard output (always so)
  退出码 exit: 0 已核验(含 status "infeasible") verified answer, also when infeasible · 1 未找到可行方案 no plan found · 2 输入有误 bad input
`

export async function allocateVerb(argv: string[]): Promise<number> {
  const args = readArgs(argv)
  if (typeof args === 'string') return stop(2, args)
  if (args.help) {
    process.stdout.write(HELP)
    return 0
  }
  const instance = await readInstanceFile(args.file)
  if (!instance.ok) {
    const { message, findings } = instance.refusal
    return stop(2, [both(message), ...(findings ?? []).map((f) => `  ${both(f.message)}`)].join('\n'))
  }
  return allocate(instance.value, args)
}

const both = (text: { zh: string; en: string }) => `${text.zh}\n    ${text.en}`

interface Args {
  readonly file: string
  readonly out: string | null
  readonly seconds: number
  readonly seed: number | null
  readonly threads: 1 | 2
  readonly help: boolean
}

function readArgs(argv: string[]): Args | string {
  const options = {
    out: { type: 'string' },
    seconds: { type: 'string' },
    seed: { type: 'string' },
    threads: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const
  try {
    const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true })
    const help = values.help ?? false
    if (!help && positionals.length !== 1) return `请给出一个问题文件 · give exactly one instance file\n${HELP}`
    const seconds = Number(values.seconds ?? DEFAULT_SECONDS)
    const seed = values.seed === undefined ? null : Number(values.seed)
    if (!(seconds > 0 && seconds <= 86_400)) return `--seconds ${values.seconds}:应为大于 0 的秒数 · must be a number of seconds above 0`
    if (seed !== null && !(Number.isSafeInteger(seed) && seed >= 0))
      return `--seed ${values.seed}:应为非负整数 · must be a whole number of at least 0`
    const threads = Number(values.threads ?? 2)
    if (threads !== 1 && threads !== 2) return `--threads ${values.threads}:应为 1 或 2 · must be 1 or 2`
    return { file: positionals[0] ?? '', out: values.out ?? null, seconds, seed, threads, help }
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${HELP}`
  }
}

async function allocate(instance: Instance, args: Args): Promise<number> {
  let result: Result
  try {
    result = await solve(instance, { seconds: args.seconds, seed: args.seed ?? instance.seed, threads: args.threads })
  } catch (error) {
    if (error instanceof Refused) return stop(1, both(error.refusal.message))
    const why = error instanceof Error ? error.message : String(error)
    return stop(
      1,
      `求解程序出错,没有输出任何方案:${why};请保留此文件并报告 · the solver failed, no plan was printed; keep this file and report it`,
    )
  }
  const violations = verify(instance, result)
  if (violations.length > 0) {
    const list = violations.slice(0, 20).map((v) => `  ${v.rule} ${v.at}: ${v.detail}`)
    return stop(1, [`方案未通过独立核验,不予输出 · the plan failed the independent check and is not printed`, ...list].join('\n'))
  }
  const json = `${JSON.stringify(result)}\n`
  if (args.out === null) process.stdout.write(json)
  else {
    const failure = await writeFile(args.out, json).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
    if (failure !== null)
      return stop(1, `无法写入 ${args.out}:${failure};请检查目录和权限 · cannot be written; check the folder and its permissions`)
  }
  process.stderr.write(`${summary(instance, result)}\n`)
  return 0
}

function summary(instance: Instance, result: Result): string {
  if (result.status === 'infeasible')
    return [
      '无可行方案:下列要求不能同时满足,放宽其中任何一条即可',
      '    infeasible: these cannot be kept together; relaxing any one of them is enough',
      ...(result.wishes ?? []).map((wish) => `  ${fieldOf(wish)}`),
    ].join('\n')
  const total = objectives(instance, result)
  const bound = result.bounds?.benefit
  const gap = bound ? ` ≤ ${((100 * (bound - total.benefit)) / bound).toFixed(3)} %` : ''
  return `${result.status}:资助 funded ${result.funded.length} · 效益 benefit ${total.benefit}${gap ? ` · 差距 gap${gap}` : ''} · 债务 debt ${total.debt} 元`
}

/** Where a wish stands in the file, with its value. */
function fieldOf(wish: Wish): string {
  switch (wish.kind) {
    case 'pin':
      return `overrides.pin ${wish.lot} → ${wish.project}${wish.year === null ? '' : ` (${wish.year})`}: amount = ${wish.amount ?? 'null'}`
    case 'group-min':
    case 'group-max':
      return `groups ${wish.group}: ${wish.kind === 'group-min' ? 'min' : 'max'} = ${wish.amount}`
    case 'forbid':
      return `overrides.forbid = ${wish.lot} → ${wish.project}`
    case 'include':
    case 'exclude':
      return `overrides.${wish.kind} = ${wish.project}`
  }
}

function stop(code: number, words: string): number {
  process.stderr.write(`${words}\n`)
  return code
}
