/** Papers and uploaded sheets: kept by content in the database, so one backup holds everything and nothing half-uploaded stays. */
import { ok, type Outcome, refusals } from '#kernel/outcome.ts'
import type { Permission } from '#policy/roles.ts'
import { defineCommand } from './command.ts'
import { row, run, sql, type Tx } from './db/sql.ts'
import type { Executor } from './db/tables.ts'
import { sha256 } from './hash.ts'

export interface StoredFile {
  readonly fileId: string
  readonly name: string
  readonly mediaType: string
  readonly sha256: string
  readonly size: number
}

export interface Upload {
  readonly name: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

export const FILE_LIMIT_BYTES = 20 * 1024 * 1024

export const refuse = refusals({
  file_unknown: { kind: 'not-found', zh: '找不到这个文件，请重新上传', en: 'The file is not there; upload it again' },
  file_empty: {
    kind: 'invalid',
    zh: '文件“{name}”是空的，请检查后重新上传',
    en: 'The file "{name}" is empty; check it and upload it again',
  },
  file_too_big: {
    kind: 'invalid',
    zh: '文件太大，超过 {limit} MB；请拆分或压缩图片后再上传',
    en: 'The file is above {limit} MB; split it or shrink its pictures and upload again',
  },
})

/** Keeps a file for people with this permission; the same content under the same name is kept once. */
export const keepFile = (permission: Permission) =>
  defineCommand({
    name: 'files.keep',
    permission,
    identity: (input: Upload) => [input.name, sha256(input.bytes)],
    load: (context, input: Upload) => findByContent(context.tx, context.district, sha256(input.bytes), input.name),
    decide: (known, input): Outcome<StoredFile | null> => {
      if (input.bytes.length === 0) return refuse('file_empty', { name: input.name })
      if (input.bytes.length > FILE_LIMIT_BYTES) return refuse('file_too_big', { limit: FILE_LIMIT_BYTES / 1024 / 1024 })
      return ok(known)
    },
    save: async (context, known, input): Promise<StoredFile> => {
      if (known) return known
      const file = {
        fileId: context.newId('file'),
        name: input.name,
        mediaType: input.mediaType,
        sha256: sha256(input.bytes),
        size: input.bytes.length,
      }
      await run(
        context.tx,
        sql`insert into file (district, file_id, sha256, name, media_type, size, content, uploaded_by, uploaded_at)
          values (${context.district}, ${file.fileId}, ${file.sha256}, ${file.name}, ${file.mediaType}, ${BigInt(file.size)}, ${input.bytes},
            ${context.actor.personId}, ${context.now})`,
      )
      return file
    },
    sentence: (file) => ({ zh: `上传文件“${file.name}”`, en: `Uploaded "${file.name}"` }),
    subjects: (file) => [file.fileId],
  })

interface FileRow {
  readonly file_id: string
  readonly name: string
  readonly media_type: string
  readonly sha256: string
  readonly size: bigint
}

const fileOf = (f: FileRow): StoredFile => ({
  fileId: f.file_id,
  name: f.name,
  mediaType: f.media_type,
  sha256: f.sha256,
  size: Number(f.size),
})

async function findByContent(tx: Tx, district: string, hash: string, name: string): Promise<StoredFile | null> {
  const found = await row(
    tx,
    sql<FileRow>`select file_id, name, media_type, sha256, size from file
      where district = ${district} and sha256 = ${hash} and name = ${name} order by file_id limit 1`,
  )
  return found ? fileOf(found) : null
}

export async function findFile(on: Executor, district: string, fileId: string): Promise<StoredFile | null> {
  const found = await row(
    on,
    sql<FileRow>`select file_id, name, media_type, sha256, size from file where district = ${district} and file_id = ${fileId}`,
  )
  return found ? fileOf(found) : null
}

export async function loadContent(on: Executor, district: string, fileId: string): Promise<(StoredFile & { bytes: Uint8Array }) | null> {
  const found = await row(
    on,
    sql<FileRow & { content: Uint8Array }>`select file_id, name, media_type, sha256, size, content from file
      where district = ${district} and file_id = ${fileId}`,
  )
  return found ? { ...fileOf(found), bytes: found.content } : null
}
