/** A library large enough that a solve can be watched: the demo's own rows again and again, each a project of its own with its own need. */
import { expect, type Page } from '@playwright/test'
import { writeWorkbook } from '#platform/sheets/writer.ts'
import { projectTable } from '#scenario/tables.ts'
import type { District } from './district.ts'
import { Api } from './people.ts'

async function tableOf(count: number): Promise<Buffer> {
  const kinds = projectTable.rows.filter((row) => row[4] !== '危房改造')
  const rows = Array.from({ length: count }, (_, i) => {
    const [, name, township, village, kind, content, unit, households] = kinds[i % kinds.length]!
    return [`${i + 1}`, `${name}第${i + 2}期`, township, village, kind, content, unit, households, `${11 + ((i * 37) % 90)}.${i % 10}`]
  })
  const columns = projectTable.header.map((header) => ({ header, kind: 'text' as const }))
  return Buffer.from(await writeWorkbook([{ name: '项目', columns, rows }]))
}

/** So many projects of 2017 into the library, by the API; the page is of somebody who may import them. */
export async function enterProjects(page: Page, district: District, count: number): Promise<void> {
  const api = await Api.of(page, district)
  const seen = await api.upload<{ fileId: string }>('/api/imports/projects/preview', '项目.xlsx', await tableOf(count))
  const input = { fileId: seen.fileId, corrections: {}, defaults: { year: 2017 } }
  const { contentHash } = await api.post<{ contentHash: string }>('/api/imports/projects/preview-again', input)
  const done = await api.post<{ projects: number }>('/api/imports/projects/confirm', { ...input, contentHash })
  expect(done.projects).toBe(count)
}
