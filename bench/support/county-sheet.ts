/** County tables of any length, in the shape they are published in: merged title, unit line, header, rows, total. */
import { formatFen, fen } from '#kernel/money.ts'
import { writeWorkbook } from '#platform/sheets/writer.ts'

const TOWNS = ['茅塔乡', '大川镇', '鸳鸯乡']
const KINDS = [
  ['产业路硬化工程', '道路桥梁', '硬化产业路3.2公里,宽4.5米'],
  ['茶叶基地建设', '产业发展', '新建高标准茶园600亩'],
  ['饮水安全巩固工程', '饮水水利', '新建蓄水池2座、管网6.5公里'],
  ['人居环境整治', '人居环境', '污水管网1.8公里、垃圾收集点6处'],
  ['文化卫生综合服务点', '公共服务', '村卫生室80平方米'],
] as const
const HEADER = ['序号', '项目名称', '乡镇', '村', '项目类别', '建设内容', '责任单位', '受益户数', '补助资金(万元)', '备注']
const TITLE = '某某县2017年统筹整合财政涉农资金项目明细表'

/** Fen of row `n`: whole yuan and now and then a broken one, never the same twice in a row. */
const amountOf = (n: number): bigint => 100_000_00n + BigInt((n * 7919) % 900_000) * 100n + (n % 10 === 0 ? 37n : 0n)

function linesOf(rows: number): { body: string[][]; total: string } {
  let total = 0n
  const body = Array.from({ length: rows }, (_, n) => {
    const [name, category, content] = KINDS[n % KINDS.length]!
    const village = `${String.fromCodePoint(0x4e1c + (n % 400))}沟村`
    total += amountOf(n)
    const amount = formatFen(fen(amountOf(n)), '万元').replaceAll(',', '')
    const unit = category === '产业发展' ? '区农业局' : '区交通局'
    return [`${n + 1}`, `${village}${n + 1}组${name}`, TOWNS[n % 3]!, village, category, content, unit, `${20 + (n % 180)}`, amount, '']
  })
  return { body, total: formatFen(fen(total), '万元').replaceAll(',', '') }
}

export async function countyXlsx(rows: number): Promise<Uint8Array> {
  const { body, total } = linesOf(rows)
  const kinds = HEADER.map((header) => ({
    header,
    kind: header === '受益户数' || header.startsWith('补助') ? ('number' as const) : ('text' as const),
  }))
  const cells = [...body, ['合计', '', '', '', '', '', '', '', total, '']].map((line) =>
    line.map((text, c) => (kinds[c]!.kind === 'number' && text !== '' ? Number(text) : text)),
  )
  return writeWorkbook([{ name: '明细表', lead: [TITLE, '单位:万元'], columns: kinds, rows: cells }])
}

export function countyCsv(rows: number): Uint8Array {
  const { body, total } = linesOf(rows)
  const quoted = (text: string) => (text.includes(',') ? `"${text}"` : text)
  const lines = [[TITLE], ['单位:万元'], HEADER, ...body, ['合计', '', '', '', '', '', '', '', total, '']]
  return new TextEncoder().encode(`${lines.map((line) => line.map(quoted).join(',')).join('\r\n')}\r\n`)
}
