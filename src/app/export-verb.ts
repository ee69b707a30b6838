/**
 * `headgate export journal --out DIR`: the books as a plain-text accounting journal, so that hledger or ledger can compute every balance
 * once more. Files are written aside and put in place together; what stands there already is not overwritten.
 */
import { appendFile, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { CivilDate } from '#kernel/civil-date.ts'
import { must } from '#kernel/outcome.ts'
import { readMoment } from '#features/ledger/moment.model.ts'
import { findDistrict } from '#features/people/people.store.ts'
import { exportJournal } from '#features/statements/journal.store.ts'
import { type Verb, WrongUse } from './verb.ts'

const USAGE = '用法 usage: headgate export journal --out DIR [--year Y] [--as-of YYYY-MM-DD] [--known-at YYYY-MM-DD|INSTANT]'

const OPTIONS = {
  out: { type: 'string' },
  year: { type: 'string' },
  'as-of': { type: 'string' },
  'known-at': { type: 'string' },
  data: { type: 'string' },
} as const

/** Pieces are gathered to this many characters before they go to the disk. */
const PIECE = 1_000_000

export const exportVerb: Verb = async (args, io, open) => {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS })
  if (positionals.join() !== 'journal' || !values.out) throw new WrongUse(USAGE)
  if (values.year !== undefined && !/^(19|20|21)\d{2}$/.test(values.year))
    throw new WrongUse(`年度“${values.year}”看不懂，请写成 2017 There is no year "${values.year}"; write it like 2017`)
  const folder = resolve(values.out)
  await refuseFilled(folder)
  const { database, clock } = await open()
  const district = await findDistrict(database.db)
  if (!district) throw new WrongUse('数据库是空的，请先启动一次 The database is empty; start the server once')
  const today = clock.today()
  const moment = must(readMoment({ asOf: values['as-of'], knownAt: values['known-at'] }, today))
  const year = values.year ? Number(values.year) : undefined
  if (year && year > Number(today.slice(0, 4)))
    throw new WrongUse(`${year} 年还没有到，今天是 ${today} The year ${year} has not come; today is ${today}`)
  const asOf = moment.asOf as CivilDate | undefined
  if (year && asOf && Number(asOf.slice(0, 4)) < year)
    throw new WrongUse(`截至日期 ${asOf} 早于 ${year} 年 The date ${asOf} is before the year ${year}`)
  await mkdir(dirname(folder), { recursive: true })
  const aside = await mkdtemp(join(dirname(folder), `.${basename(folder)}-`))
  try {
    const waiting = new Map<string, string>()
    const flush = async (file: string) => {
      await appendFile(join(aside, file), waiting.get(file) ?? '')
      waiting.set(file, '')
    }
    const { transactions } = await exportJournal(
      database.db,
      district.code,
      { year, asOf, knownAt: moment.knownAt, today },
      async (file, text) => {
        waiting.set(file, (waiting.get(file) ?? '') + text)
        if (waiting.get(file)!.length > PIECE) await flush(file)
      },
    )
    for (const file of waiting.keys()) await flush(file)
    await rm(folder, { recursive: true, force: true })
    await rename(aside, folder)
    io.out(`${join(folder, 'main.journal')}：${transactions} 笔 transactions`)
    return 0
  } catch (error) {
    await rm(aside, { recursive: true, force: true })
    throw error
  }
}

async function refuseFilled(folder: string): Promise<void> {
  const there = await readdir(folder).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'ENOENT') return []
    throw code === 'ENOTDIR' ? new WrongUse(`${folder} 不是文件夹 is not a folder`) : error
  })
  if (there.length > 0) throw new WrongUse(`${folder} 里已有文件，请另选一个空文件夹 The folder is not empty; choose another one`)
}
