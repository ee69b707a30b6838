import { expect, test } from 'vitest'
import { openZip } from '../sheets/zip-parts.ts'
import { type WordPaper, writeWord } from './word.ts'

const paper = {
  title: '2017年实施方案',
  under: ['（草案）'],
  sections: [
    {
      landscape: false,
      blocks: [
        { kind: 'heading', level: 1, text: '一、编制依据' },
        { kind: 'text', text: '依据 <文件> & 规定，共 3 笔。' },
        { kind: 'attachments', titles: ['来源清单', '使用清单'] },
        { kind: 'signed', by: '茅箭区扶贫开发领导小组', on: '2017年4月18日' },
      ],
    },
    {
      landscape: true,
      blocks: [
        {
          kind: 'table',
          attachment: 1,
          title: '来源清单',
          unit: '单位：万元',
          columns: [
            { header: '文号', width: 3, align: 'left' },
            { header: '名称', width: 3, align: 'left' },
            { header: '金额', width: 1, align: 'right' },
          ],
          rows: [1, 2, 3].map((n) => [`甲〔2017〕${n}号`, '资金', '10.00']),
          total: ['合计', '', '30.00'],
        },
      ],
    },
  ],
} satisfies WordPaper

async function partOf(bytes: Uint8Array, name: string): Promise<string> {
  let text = ''
  await (await openZip(bytes)).read(name, (chunk) => (text += chunk))
  return text
}

test('a paper is a Word file: official faces with stand-ins, heads that come again, numbers at the right, pages numbered', async () => {
  const bytes = await writeWord(paper)
  const xml = await partOf(bytes, 'word/document.xml')
  expect(xml).toContain('w:eastAsia="方正小标宋简体"')
  expect(xml).toContain('w:eastAsia="仿宋_GB2312"')
  expect(xml).toContain('依据&lt;文件&gt; &amp;规定，共3笔。')
  expect(xml.match(/<w:tblHeader\/>/g)).toHaveLength(1)
  expect(xml.match(/<w:cantSplit\/>/g)).toHaveLength(5)
  const amounts = xml.split('<w:tc>').filter((cell) => /\d0\.00/.test(cell))
  expect(amounts).toHaveLength(4)
  for (const cell of amounts) expect(cell).toContain('<w:jc w:val="right"/>')
  expect([...xml.matchAll(/<w:pgSz ([^/]*)\/>/g)].map((m) => m[1])).toEqual([
    'w:w="11906" w:h="16838" w:orient="portrait"',
    'w:w="16838" w:h="11906" w:orient="landscape"',
  ])
  const fonts = await partOf(bytes, 'word/fontTable.xml')
  expect(fonts).toContain('<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋"/><w:charset w:val="86"/>')
  // Nothing in the body is coloured.
  expect([...new Set([...xml.matchAll(/<w:color w:val="(\w+)"/g)].map((m) => m[1]))]).toEqual(['000000'])
})

test('page numbers stand at the outer edge: right on odd pages, left on even ones', async () => {
  const bytes = await writeWord(paper)
  const sides = await Promise.all([1, 2, 3, 4].map((n) => partOf(bytes, `word/footer${n}.xml`)))
  for (const side of sides) expect(side).toContain('PAGE')
  expect(sides.map((side) => /<w:jc w:val="(\w+)"/.exec(side)![1])).toEqual(['right', 'left', 'right', 'left'])
  expect(await partOf(bytes, 'word/settings.xml')).toContain('<w:evenAndOddHeaders/>')
})

test('a total takes two rows with it to the next page and reaches over its empty columns', async () => {
  const rows = (await partOf(await writeWord(paper), 'word/document.xml')).split('<w:tr>').slice(1)
  expect(rows.map((row) => row.includes('<w:keepNext/>'))).toEqual([true, false, true, true, false])
  expect(rows.at(-1)).toContain('<w:gridSpan w:val="2"/>')
  expect(rows.at(-1)!.match(/<w:tc>/g)).toHaveLength(2)
})

test('attachments are named before the signature, which stands in the middle above its day', async () => {
  const xml = await partOf(await writeWord(paper), 'word/document.xml')
  const inOrder = ['附件：1．来源清单', '2．使用清单', '茅箭区扶贫开发领导小组', '2017年4月18日', '附件1']
  const found = inOrder.map((words) => xml.indexOf(`>${words}<`))
  expect(found).toEqual([...found].sort((a, b) => a - b))
  expect(found).not.toContain(-1)
  // Eleven squares above six and a half, whose end is four from the edge: the longer line ends two and a quarter further out.
  expect(xml.slice(0, found[2]).lastIndexOf('<w:ind w:right="560"/>')).toBeGreaterThan(0)
})
