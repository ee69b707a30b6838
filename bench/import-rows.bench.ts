/**
 * Rows a second from the bytes of a county's table to understood rows: readWorkbook, then understand, as the preview does.
 * Baseline: the bare cost of reading the same file, which is inflating it and counting its cells by SAX (.xlsx), or
 * decoding it and splitting it at line ends and commas (.csv): nothing kept, nothing understood.
 */
import { SaxesParser } from 'saxes'
import { fromBufferPromise } from 'yauzl'
import { must } from '#kernel/outcome.ts'
import { understand } from '#features/imports/imports.model.ts'
import { readWorkbook } from '#platform/sheets/workbook.ts'
import { countyCsv, countyXlsx } from './support/county-sheet.ts'
import { figure, median, QUICK, rate, rounds, spread, table, times, title } from './support/measure.ts'

const SHARE = QUICK ? 1 : 500
/** What each line may take before it stops at two rounds. */
const BUDGET_MS = 10_000
const SIZES = QUICK ? [100, 1000] : [1000, 20_000]

async function countXlsxCells(bytes: Uint8Array): Promise<number> {
  const zip = await fromBufferPromise(Buffer.from(bytes), { lazyEntries: true })
  let cells = 0
  for await (const entry of zip.eachEntry()) {
    if (!/^xl\/(sharedStrings|worksheets\/.*)\.xml$/.test(entry.fileName)) continue
    const parser = new SaxesParser()
    parser.on('opentag', (tag) => {
      if (tag.name === 'c') cells++
    })
    const decoder = new TextDecoder()
    for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
      parser.write(decoder.decode(chunk, { stream: true }))
    }
    parser.write(decoder.decode()).close()
  }
  return cells
}

function countCsvCells(bytes: Uint8Array): number {
  let cells = 0
  for (const line of new TextDecoder('utf-8', { fatal: true }).decode(bytes).split('\r\n')) cells += line.split(',').length
  return cells
}

/** Both halves of the preview. A figure only counts when every row was understood and the printed total agreed. */
async function preview(bytes: Uint8Array, fileName: string, rows: number): Promise<void> {
  const found = understand('projects', must(await readWorkbook(bytes, fileName)))
  if (found.rows.length !== rows || found.errors.length > 0 || found.publishedTotalFen !== found.totals.amountFen)
    throw new Error(`${fileName}: ${found.rows.length} rows, ${found.errors.length} errors, total ${found.publishedTotalFen}`)
}

async function measure(format: 'xlsx' | 'csv', rows: number): Promise<string[]> {
  const bytes = format === 'xlsx' ? await countyXlsx(rows) : countyCsv(rows)
  const fileName = `bench.${format}`
  const count = async () => {
    const cells = format === 'xlsx' ? await countXlsxCells(bytes) : countCsvCells(bytes)
    if (cells < rows * 9) throw new Error(`${fileName}: ${cells} cells`)
  }
  const found = await rounds(
    QUICK ? 1 : 5,
    {
      whole: async () => rows * (await rate(SHARE, () => preview(bytes, fileName, rows))),
      read: async () => rows * (await rate(SHARE, async () => void must(await readWorkbook(bytes, fileName)))),
      bare: async () => rows * (await rate(SHARE, count)),
    },
    BUDGET_MS,
  )
  const [whole, read, bare] = [median(found.whole), median(found.read), median(found.bare)]
  const size = `${Math.round(bytes.length / 1024).toLocaleString('en')} kB`
  const name = `${format}, ${rows.toLocaleString('en')} rows`
  return [name, size, figure(whole), spread(found.whole), figure(read), figure(bare), times(bare / whole)]
}

title('Import: rows a second, read and understood, against the bare cost of reading the same file')
const lines: string[][] = []
for (const rows of SIZES) for (const format of ['xlsx', 'csv'] as const) lines.push(await measure(format, rows))
table(['', 'file', 'rows/s', 'rounds', 'reading only', 'inflate+SAX / split', 'cost ÷ baseline'], lines)
