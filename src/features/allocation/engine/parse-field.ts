/** Reads one JSON value at a time and remembers, in both languages, what was wrong where. Never throws on bad input. */
import type { Finding } from '#kernel/outcome.ts'

/** A file of nothing but errors must not grow a list without end; parsing goes on, remembering stops. */
const REMEMBERED = 1000

export class FieldReader {
  readonly findings: Finding[] = []
  /** Id of the thing being read, named in its messages. */
  subject = ''

  wrong(field: string, value: unknown, zh: string, en: string): void {
    if (this.findings.length >= REMEMBERED) return
    const shown = show(value)
    const who = this.subject ? `${this.subject} ` : ''
    const at = field || '(root)'
    this.findings.push({ field: at, value: shown, message: { zh: `${who}${at} = ${shown}:${zh}`, en: `${who}${at} = ${shown}: ${en}` } })
  }

  /** `known`: the fields the format has; any other is wrong, because a misspelt rule would silently not hold. */
  object(json: unknown, at: string, known: readonly string[]): Record<string, unknown> | null {
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) {
      for (const key in json) {
        if (known.includes(key)) continue
        this.wrong(
          at ? `${at}.${key}` : key,
          (json as Record<string, unknown>)[key],
          `格式中没有这个字段;请删去,或改成:${known.join('、')}`,
          `the format has no such field; remove it, or use one of ${known.join(', ')}`,
        )
      }
      return json as Record<string, unknown>
    }
    this.wrong(at, json, '应为对象;请检查文件结构', 'must be an object; check the shape of the file')
    return null
  }

  list(json: unknown, at: string, most: number): readonly unknown[] {
    if (!Array.isArray(json)) {
      this.wrong(at, json, '应为列表', 'must be a list')
      return []
    }
    if (json.length > most) {
      this.wrong(
        at,
        json.length,
        `有 ${json.length} 项,超过上限 ${most};请按县(市)拆分后分别分配`,
        `has ${json.length} entries, more than the limit of ${most}; split the problem by county`,
      )
      return []
    }
    return json
  }

  text(json: unknown, at: string): string {
    if (typeof json === 'string') return json
    this.wrong(at, json, '应为文字', 'must be text')
    return ''
  }

  id(json: unknown, at: string): string {
    if (typeof json === 'string' && json !== '') return json
    this.wrong(at, json, '应为非空的文字', 'must be a text that is not empty')
    return ''
  }

  idOrNull(json: unknown, at: string): string | null {
    return json == null ? null : this.id(json, at)
  }

  ids(json: unknown, at: string): readonly string[] {
    return this.list(json, at, 100_000).map((x, i) => this.id(x, `${at}[${i}]`))
  }

  flag(json: unknown, at: string): boolean {
    if (json == null) return false
    if (typeof json === 'boolean') return json
    this.wrong(at, json, '应为 true 或 false', 'must be true or false')
    return false
  }

  number(json: unknown, at: string, least: number, most: number): number {
    if (typeof json !== 'number' || !Number.isFinite(json)) this.wrong(at, json, '应为数字', 'must be a number')
    else if (json < least || json > most) this.wrong(at, json, `应在 ${least} 到 ${most} 之间`, `must lie between ${least} and ${most}`)
    else return json
    return least
  }

  integer(json: unknown, at: string, least: number, most: number): number {
    if (Number.isSafeInteger(json)) return this.number(json, at, least, most)
    this.wrong(at, json, '应为整数', 'must be a whole number')
    return least
  }

  /** Yuan: whole, not negative, a multiple of the grain. */
  money(json: unknown, at: string, grain: number): number {
    if (!Number.isSafeInteger(json)) this.wrong(at, json, '金额应为整数元', 'money must be a whole number of yuan')
    else if ((json as number) < 0) this.wrong(at, json, '金额为负;请填写不小于 0 的金额', 'money is negative; give an amount of at least 0')
    else if ((json as number) > 1e14) this.wrong(at, json, '金额超过 100 万亿元;请检查单位', 'money is above 10^14 yuan; check the unit')
    else if ((json as number) % grain !== 0)
      this.wrong(at, json, `金额不是 ${grain} 元的整数倍;请取整`, `money is not a multiple of ${grain} yuan; round it`)
    else return json as number
    return 0
  }

  share(json: unknown, at: string): number {
    return this.number(json, at, 0, 1)
  }

  shareOrNull(json: unknown, at: string): number | null {
    return json == null ? null : this.share(json, at)
  }

  oneOf<T extends string>(json: unknown, at: string, allowed: readonly T[]): T {
    if (typeof json === 'string' && (allowed as readonly string[]).includes(json)) return json as T
    this.wrong(at, json, `应为 ${allowed.join('、')} 之一`, `must be one of ${allowed.join(', ')}`)
    return allowed[0]!
  }
}

function show(value: unknown): string {
  if (value === undefined) return '(缺失 missing)'
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? typeof value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
