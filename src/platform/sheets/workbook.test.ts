import { readFileSync } from 'node:fs'
import { crc32, deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readWorkbook, type Workbook } from './workbook.ts'
import { writeWorkbook } from './writer.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

async function read(bytes: Uint8Array, name = 'x.xlsx'): Promise<Workbook> {
  const outcome = await readWorkbook(bytes, name)
  if (!outcome.ok) throw new Error(outcome.refusal.message.en)
  return outcome.value
}

async function refusal(bytes: Uint8Array, name = 'x.xlsx'): Promise<string> {
  const outcome = await readWorkbook(bytes, name)
  if (outcome.ok) throw new Error('was read')
  const { zh, en } = outcome.refusal.message
  expect(zh).toContain(name)
  expect(en).toContain(name)
  expect(`${zh}${en}`).not.toMatch(/\{\w+\}/)
  return outcome.refusal.code
}

/** A zip by hand, so that sizes and contents can lie. */
function zip(files: Record<string, string | Uint8Array>): Uint8Array {
  const [local, central]: Buffer[][] = [[], []]
  let offset = 0
  for (const [name, content] of Object.entries(files)) {
    const raw = Buffer.from(typeof content === 'string' ? utf8(content) : content)
    const data = deflateRawSync(raw)
    const path = Buffer.from(name)
    const sizes = Buffer.alloc(12)
    sizes.writeUInt32LE(crc32(raw), 0)
    sizes.writeUInt32LE(data.length, 4)
    sizes.writeUInt32LE(raw.length, 8)
    const names = Buffer.alloc(4)
    names.writeUInt16LE(path.length, 0)
    const head = Buffer.concat([Buffer.from([20, 0, 0, 8, 8, 0, 0, 0, 0x21, 0x50]), sizes, names])
    local!.push(Buffer.from([0x50, 0x4b, 3, 4]), head, path, data)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    central!.push(Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), head, tail, path)
    offset += 4 + head.length + path.length + data.length
  }
  const directory = Buffer.concat(central!)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Object.keys(files).length, 8)
  end.writeUInt16LE(Object.keys(files).length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...local!, directory, end])
}

const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

function xlsx(sheetXml: string, more: Record<string, string> = {}): Uint8Array {
  return zip({
    'xl/workbook.xml': `<x:workbook xmlns:x="m" xmlns:r="${REL}"><x:sheets>
      <x:sheet name="表一" sheetId="1" r:id="rId1"/></x:sheets></x:workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>
      <Relationship Id="rId1" Type="${REL}/worksheet" Target="/xl/worksheets/sheet1.xml"/>
      <Relationship Id="rId2" Type="${REL}/sharedStrings" Target="sharedStrings.xml"/>
      <Relationship Id="rId3" Type="${REL}/styles" Target="styles.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': sheetXml,
    ...more,
  })
}

const rowsXml = (rows: string): string => `<?xml version="1.0"?><x:worksheet xmlns:x="m"><x:sheetData>${rows}</x:sheetData></x:worksheet>`

test('cells of every kind, with prefixes, without addresses, with formulas and rich text', async () => {
  const sheet = `<?xml version="1.0"?><x:worksheet xmlns:x="m"><x:sheetData>
    <x:row r="2"><x:c t="s"><x:v>0</x:v></x:c><x:c><x:v>67.907120000000006</x:v></x:c>
      <x:c r="D2"><x:f>B2*2</x:f><x:v>1.5E-2</x:v></x:c>
      <x:c t="str"><x:f t="shared" si="0" ref="E2:E3">A2&amp;"x"</x:f><x:v>甲x</x:v></x:c>
      <x:c s="1"><x:v>42799</x:v></x:c><x:c t="b"><x:v>1</x:v></x:c>
      <x:c t="e"><x:v>#REF!</x:v></x:c><x:c t="inlineStr"><x:is><x:t>内</x:t></x:is></x:c><x:c><x:f>SUM(B9)</x:f></x:c></x:row>
    <x:row hidden="1"><x:c r="E3" t="str"><x:f t="shared" si="0"/><x:v>乙x</x:v></x:c>
      <x:c r="F3" s="1"/><x:c r="G3"><x:v>123456789012345678</x:v></x:c></x:row>
    </x:sheetData><x:mergeCells><x:mergeCell ref="A2:B4"/></x:mergeCells></x:worksheet>`
  const workbook = await read(
    xlsx(sheet, {
      'xl/sharedStrings.xml': '<sst><si><r><t>甲</t></r><r><t xml:space="preserve"> 乙</t></r><rPh><t>jia</t></rPh></si></sst>',
      'xl/styles.xml': `<styleSheet><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>
        <cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="176"/></cellXfs></styleSheet>`,
    }),
  )
  expect(workbook.format).toBe('xlsx')
  const [sheet1] = workbook.sheets
  expect(sheet1!.name).toBe('表一')
  expect(sheet1!.merges).toEqual([{ top: 2, left: 1, bottom: 4, right: 2 }])
  expect([...sheet1!.rows[0]!.cells]).toEqual([
    [1, { text: '甲 乙', kind: 'text' }],
    [2, { text: '67.90712', kind: 'number' }],
    [4, { text: '0.015', kind: 'number', formula: 'B2*2' }],
    [5, { text: '甲x', kind: 'text', formula: 'A2&"x"' }],
    [6, { text: '2017-03-05', kind: 'date' }],
    [7, { text: 'TRUE', kind: 'boolean' }],
    [8, { text: '#REF!', kind: 'error' }],
    [9, { text: '内', kind: 'text' }],
    [10, { text: '', kind: 'text', formula: 'SUM(B9)' }],
  ])
  expect(sheet1!.rows[1]).toMatchObject({ row: 3, hidden: true })
  expect([...sheet1!.rows[1]!.cells]).toEqual([
    [5, { text: '乙x', kind: 'text', formula: 'A2&"x"' }],
    [7, { text: '123456789012345678', kind: 'number' }],
  ])
})

test('a zip bomb, a billion laughs, a lying size and too many entries are refused before they swell', async () => {
  const before = process.memoryUsage().rss
  expect(await refusal(xlsx(rowsXml(`<x:row><x:c t="str"><x:v>${'0'.repeat(60_000_000)}</x:v></x:c></x:row>`)))).toBe('file_is_a_bomb')
  const laughs =
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><worksheet><sheetData>&b;</sheetData></worksheet>'
  expect(await refusal(xlsx(laughs))).toBe('file_is_a_bomb')
  const many = Object.fromEntries(Array.from({ length: 2100 }, (_, i) => [`xl/media/${i}`, '']))
  expect(await refusal(xlsx(rowsXml(''), many))).toBe('file_is_a_bomb')
  const lying = Buffer.from(xlsx(rowsXml('<x:row><x:c><x:v>1</x:v></x:c></x:row>')))
  for (let at = lying.indexOf('PK\u0001\u0002'); at >= 0; at = lying.indexOf('PK\u0001\u0002', at + 1)) lying.writeUInt32LE(3, at + 24)
  expect(await refusal(lying)).toBe('file_damaged')
  expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024)
})

test('sheets beyond the limits are refused with the limit in the sentence', async () => {
  expect(await refusal(xlsx(rowsXml('<x:row r="1"><x:c r="XFD1"><x:v>1</x:v></x:c></x:row>')))).toBe('too_many_cells')
  expect(await refusal(xlsx(rowsXml('<x:row r="1048576"><x:c r="A1048576"><x:v>1</x:v></x:c></x:row>')))).toBe('too_many_cells')
  expect(await refusal(xlsx(rowsXml('<x:row r="1"><x:c r="ZZZZ1"><x:v>1</x:v></x:c></x:row>')))).toBe('file_damaged')
  // formatted but empty cells to the end of the sheet are common and harmless
  const styled = rowsXml('<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row><x:row r="1048576"><x:c r="XFD1048576" s="0"/></x:row>')
  expect((await read(xlsx(styled))).sheets[0]!.rows).toHaveLength(1)
})

test('a file that is no spreadsheet is named for what it is, whatever it is called', async () => {
  expect(await refusal(new Uint8Array(0))).toBe('file_empty')
  expect(await refusal(new Uint8Array(100 * 1024 * 1024), '大.xlsx')).toBe('file_too_big')
  expect(await refusal(utf8('%PDF-1.7 ...'), 'a.xlsx')).toBe('not_a_spreadsheet')
  expect(await refusal(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), 'a.csv')).toBe('not_a_spreadsheet')
  expect(await refusal(utf8('<html><table><tr><td>1</td></tr></table></html>'), 'a.xls')).toBe('other_spreadsheet')
  expect(await refusal(utf8('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'), 'a.xls')).toBe(
    'other_spreadsheet',
  )
  expect(await refusal(utf8('{"a": 1, "b": 2}'), 'a.csv')).toBe('not_a_spreadsheet')
  expect(await refusal(utf8('只是一段话\n没有表格'), 'a.csv')).toBe('not_a_spreadsheet')
  expect(await refusal(Uint8Array.from([0xff, 0xff, 0x2c, 0x0a, 0xff]), 'a.csv')).toBe('not_a_spreadsheet')
  expect(await refusal(zip({ 'word/document.xml': '<a/>' }))).toBe('not_a_spreadsheet')
  expect(await refusal(zip({ 'content.xml': '<a/>', mimetype: 'x' }))).toBe('other_spreadsheet')
  expect(await refusal(zip({ 'readme.txt': 'x' }))).toBe('not_a_spreadsheet')
  expect(await refusal(xlsx(rowsXml('')))).toBe('no_content')
  expect(await refusal(xlsx('<x:worksheet><x:sheetData><x:row>'))).toBe('file_damaged')
  const good = xlsx(rowsXml('<x:row><x:c><x:v>1</x:v></x:c></x:row>'))
  expect(await refusal(good.slice(0, good.length / 2))).toBe('file_damaged')
  expect(await refusal(utf8(',,,\n\n , '), 'a.csv')).toBe('no_content')
})

test('password-protected workbooks, new and old, say so', async () => {
  const ole = Buffer.alloc(4096)
  Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(ole)
  Buffer.from('EncryptedPackage', 'utf16le').copy(ole, 1024)
  expect(await refusal(ole)).toBe('password_protected')
  const old = Buffer.from(oldXls([...cell(0, 0, 1)]))
  old.set([0x2f, 0], old.indexOf(Buffer.from([0x85, 0]), 512))
  expect(await refusal(old, 'a.xls')).toBe('password_protected')
})

test('CSV: encodings, quotes, ragged rows, other delimiters', async () => {
  const gbk = readFileSync(new URL('../../../test/fixtures/published/06_舞钢市_2020.csv', import.meta.url))
  const fromGbk = await read(gbk, 'a.txt')
  expect(fromGbk).toMatchObject({ format: 'csv', encoding: 'GBK' })
  expect(fromGbk.sheets[0]!.rows[2]!.cells.get(2)).toEqual({ text: '小额贴息', kind: 'text' })
  const quoted = await read(utf8('\ufeff名称,"说 ""明""\n第二行",金额\r\n\r\n甲,,-1.50,\n"乙,丙"'), 'a.csv')
  expect(quoted.encoding).toBe('UTF-8 BOM')
  expect(quoted.sheets[0]!.rows.map((row) => [row.row, [...row.cells].map(([c, cell]) => [c, cell.text, cell.kind])])).toEqual([
    [
      1,
      [
        [1, '名称', 'text'],
        [2, '说 "明"\n第二行', 'text'],
        [3, '金额', 'text'],
      ],
    ],
    [
      3,
      [
        [1, '甲', 'text'],
        [3, '-1.50', 'number'],
      ],
    ],
    [4, [[1, '乙,丙', 'text']]],
  ])
  const wide = await read(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('项目\t金额\n路\t5', 'utf16le')]), 'a.xls')
  expect(wide).toMatchObject({ format: 'csv', encoding: 'UTF-16' })
  expect(wide.sheets[0]!.rows[1]!.cells.get(2)).toEqual({ text: '5', kind: 'number' })
})

/** BIFF records of one number cell. */
function* cell(row: number, column: number, value: number): Generator<number> {
  const data = Buffer.alloc(14)
  data.writeUInt16LE(row, 0)
  data.writeUInt16LE(column, 2)
  data.writeDoubleLE(value, 6)
  yield* [0x03, 0x02, 14, 0, ...data]
}

function* label(row: number, column: number, text: string): Generator<number> {
  const chars = Buffer.from(text, 'utf16le')
  const data = Buffer.alloc(9)
  data.writeUInt16LE(row, 0)
  data.writeUInt16LE(column, 2)
  data.writeUInt16LE(text.length, 6)
  data[8] = 1
  yield* [0x04, 0x02, 9 + chars.length, 0, ...data, ...chars]
}

/** The smallest .xls: an OLE container with one Workbook stream of one sheet. */
function oldXls(cells: readonly number[]): Uint8Array {
  const name = Buffer.from('表', 'utf16le')
  const bof = (kind: number): number[] => [0x09, 0x08, 0x10, 0, 0, 6, kind, 0, ...Buffer.alloc(12)]
  const bound = [0x85, 0, 8 + name.length, 0, 0, 0, 0, 0, 0, 0, 1, 1, ...name]
  const start = 20 + bound.length + 4
  bound[4] = start
  const stream = Buffer.from([...bof(5), ...bound, 0x0a, 0, 0, 0, ...bof(0x10), ...cells, 0x0a, 0, 0, 0])
  const sectors = Math.max(8, Math.ceil(stream.length / 512))
  const file = Buffer.alloc(512 * (3 + sectors))
  Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(file)
  file.set([0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0], 24)
  for (const [at, value] of [
    [44, 1],
    [48, 1],
    [56, 4096],
    [60, 0xfffffffe],
    [64, 0],
    [68, 0xfffffffe],
    [72, 0],
    [76, 0],
  ] as const)
    file.writeUInt32LE(value, at)
  file.fill(0xff, 80, 512)
  const fat = 512
  file.fill(0xff, fat, fat + 512)
  file.writeUInt32LE(0xfffffffd, fat)
  file.writeUInt32LE(0xfffffffe, fat + 4)
  for (let i = 0; i < sectors; i++) file.writeUInt32LE(i === sectors - 1 ? 0xfffffffe : 3 + i, fat + 8 + i * 4)
  const entry = (at: number, title: string, type: number, child: number, first: number, size: number): void => {
    Buffer.from(title, 'utf16le').copy(file, at)
    file.writeUInt16LE(title.length * 2 + 2, at + 64)
    file.set([type, 1], at + 66)
    file.fill(0xff, at + 68, at + 80)
    file.writeInt32LE(child, at + 76)
    file.writeUInt32LE(first, at + 116)
    file.writeUInt32LE(size, at + 120)
  }
  entry(1024, 'Root Entry', 5, 1, 0xfffffffe, 0)
  entry(1152, 'Workbook', 2, -1, 2, sectors * 512)
  stream.copy(file, 1536)
  return file
}

test('an old .xls is read; a damaged one is refused', async () => {
  const bytes = oldXls([
    ...label(0, 0, '项目名称'),
    ...label(0, 1, '金额'),
    ...label(1, 0, '路'),
    ...cell(1, 1, 67.90712),
    ...cell(3, 1, 0.1 + 0.2),
  ])
  const workbook = await read(bytes, 'a.xlsx')
  expect(workbook.format).toBe('xls')
  expect(workbook.sheets[0]!.name).toBe('表')
  expect(workbook.sheets[0]!.rows.map((row) => [row.row, [...row.cells.values()].map((c) => c.text)])).toEqual([
    [1, ['项目名称', '金额']],
    [2, ['路', '67.90712']],
    [4, ['0.3']],
  ])
  expect(await refusal(bytes.slice(0, 1800), 'a.xls')).toBe('file_damaged')
  const hostile = oldXls([...cell(0, 16_383, 1), ...cell(65_535, 0, 1)])
  expect(await refusal(hostile, 'a.xls')).toBe('file_damaged')
})

test('what we write ourselves is read', async () => {
  const workbook = await read(await writeWorkbook([{ name: 'a', columns: [{ header: '名', kind: 'text' }], rows: [['=x']] }]))
  expect(workbook.sheets[0]!.rows[1]!.cells.get(1)).toEqual({ text: '=x', kind: 'text' })
})
