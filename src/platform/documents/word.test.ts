import { expect, test } from 'vitest'
import { openZip } from '../sheets/zip-parts.ts'
import { writeWord } from './word.ts'

const paper = {
  title: '2017年实施方案',
  under: ['（草案）'],
  sections: [
    {
      landscape: false,
      blocks: [
        { kind: 'heading', level: 1, text: '一、编制依据' },
        { kind: 'text', text: '依据 <文件> & 规定。' },
      ],
    },
    {
      landscape: true,
      blocks: [
        {
          kind: 'table',
          title: '来源清单',
          unit: '单位：万元',
          columns: [
            { header: '文号', width: 3, align: 'left' },
            { header: '金额', width: 1, align: 'right' },
          ],
          rows: [['甲〔2017〕1号', '10.00']],
          total: ['合计', '10.00'],
        },
      ],
    },
  ],
} as const

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
  expect(xml).toContain('依据 &lt;文件&gt; &amp; 规定。')
  expect(xml.match(/<w:tblHeader\/>/g)).toHaveLength(1)
  expect(xml.match(/<w:cantSplit\/>/g)).toHaveLength(3)
  const amounts = xml.split('<w:tc>').filter((cell) => cell.includes('10.00'))
  expect(amounts).toHaveLength(2)
  for (const cell of amounts) expect(cell).toContain('<w:jc w:val="right"/>')
  expect([...xml.matchAll(/<w:pgSz ([^/]*)\/>/g)].map((m) => m[1])).toEqual([
    'w:w="11906" w:h="16838" w:orient="portrait"',
    'w:w="16838" w:h="11906" w:orient="landscape"',
  ])
  expect(await partOf(bytes, 'word/footer1.xml')).toContain('PAGE')
  const fonts = await partOf(bytes, 'word/fontTable.xml')
  expect(fonts).toContain('<w:font w:name="方正小标宋简体"><w:altName w:val="方正小标宋_GBK;')
  // Nothing in the body is coloured.
  expect([...new Set([...xml.matchAll(/<w:color w:val="(\w+)"/g)].map((m) => m[1]))]).toEqual(['000000'])
})
