/** Documents as a district prints them, with figures and names that are hard to print: the examples of the printing tests. */
import { civilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import type { StatementLetter } from '#platform/documents/statement-letter.ts'
import type { ReportRow, TableReport } from '#platform/documents/table-report.ts'
import type { VoucherDocument, VoucherLine } from '#platform/documents/voucher.ts'

const HASH = '9f2c4ab1d07e63558bc0f1e2a94d77c3e15b08aa6d3f4c21907be6d5f3a8c410'
/** Outside the common set of characters, as names of people and villages are: 㛃, 䶮, 𬭚. */
export const RARE_NAME = '张㛃䶮'

const debit = (summary: string, subject: string, detail: string, amount: bigint): VoucherLine => ({
  summary,
  subject,
  detail,
  debitFen: fen(amount),
  creditFen: null,
})
const credit = (summary: string, subject: string, detail: string, amount: bigint): VoucherLine => ({
  ...debit(summary, subject, detail, amount),
  debitFen: null,
  creditFen: fen(amount),
})

const ROAD = '支付进度款 茅塔乡东沟村通村公路硬化工程'

export const paymentVoucher: VoucherDocument = {
  office: '茅箭区财政局（整合资金专户）',
  book: '扶贫专账',
  ledger: '资金',
  no: 12,
  date: civilDate('2017-06-30'),
  papers: 7,
  red: false,
  note: null,
  lines: [
    debit(ROAD, '501 项目支出', '东沟村通村公路硬化工程 · 十堰市远达路桥工程有限公司', 48_237_506n),
    credit(ROAD, '101 专户存款', '农发行茅箭支行 鄂财农发〔2017〕12号', 48_237_506n),
    debit('缴存质保金 3%', '501 项目支出', '东沟村通村公路硬化工程', 1_491_882n),
    credit('缴存质保金 3%', '211 应付质保金', `收款人 ${RARE_NAME}𬭚`, 1_491_882n),
  ],
  signatures: { manager: '钱卫东', keeper: '赵敏', reviewer: null, cashier: '吴融', maker: RARE_NAME },
  chain: { district: '420302', book: 'poverty', number: 1_208n, hash: HASH },
}

export const redVoucher: VoucherDocument = {
  ...paymentVoucher,
  no: 31,
  ledger: '指标',
  red: true,
  papers: 2,
  note: '冲销 2017 年 6 月 记字第 0012 号',
  lines: [
    debit('冲销：支付 收款账号有误', '816 已支付指标', '东沟村通村公路硬化工程', -10_000_050n),
    credit('冲销：支付 收款账号有误', '815 支付在途指标', '东沟村通村公路硬化工程', -10_000_050n),
  ],
  chain: { ...paymentVoucher.chain, number: 1_240n, hash: [...HASH].reverse().join('') },
}

/** Thirteen lines: three sheets. The twelve households get 1,000.01 to 1,000.12 yuan. */
export const batchVoucher: VoucherDocument = {
  ...paymentVoucher,
  no: 1_043,
  papers: 13,
  lines: [
    ...Array.from({ length: 12 }, (_, i) =>
      debit('发放产业到户奖补', '503 到户补助', `东沟村 第 ${i + 1} 户（一折通 6217 **** **** ${1000 + i}）`, 100_001n + BigInt(i)),
    ),
    credit('发放产业到户奖补', '101 专户存款', '农发行茅箭支行', 1_200_078n),
  ],
}

const MONEY = ['期初余额', '本期发生额', '本年累计', '期末余额'].flatMap((group) => [
  { title: '借方', group, kind: 'money' as const },
  { title: '贷方', group, kind: 'money' as const },
])
const row = (tone: ReportRow['tone'], ...cells: ReportRow['cells']): ReportRow => ({ tone, cells })

export const trialBalance: TableReport = {
  title: '扶贫专账科目余额表',
  office: '茅箭区财政局（整合资金专户）',
  facts: ['期间：2017 年 6 月', '截至：2017-06-30', '数据时点：2017-07-02 09:15'],
  columns: [{ title: '科目', kind: 'code' }, { title: '科目名称', kind: 'text' }, ...MONEY],
  rows: [
    row('head', null, '资金账', null, null, null, null, null, null, null, null),
    row('plain', '101', '专户存款', 1_508_001_713n, 0n, 300_000_000n, 48_237_506n, 2_308_001_713n, 548_237_506n, 1_759_764_207n, 0n),
    row('plain', '211', '应付质保金', 0n, 0n, 0n, 1_491_882n, 0n, 1_491_882n, 0n, 1_491_882n),
    row('plain', '401', '拨入资金', 0n, 1_508_001_713n, 0n, 300_000_000n, 0n, 1_808_001_713n, 0n, 1_808_001_713n),
    row('red', '501', '项目支出（红字冲销支付退回）', 0n, 0n, 49_729_388n, 0n, 49_729_388n, -10_000_050n, 49_729_388n, 0n),
    row(
      'total',
      null,
      '合计',
      1_508_001_713n,
      1_508_001_713n,
      349_729_388n,
      349_729_388n,
      2_357_731_101n,
      2_357_731_101n,
      1_809_493_595n,
      1_809_493_595n,
    ),
  ],
  notes: ['校验：资金账期初、本期、本年、期末借贷相等。'],
  signatures: [
    { label: '负责人', name: '钱卫东' },
    { label: '复核人', name: null },
    { label: '制表人', name: RARE_NAME },
  ],
}

export const longReport = (rows: number): TableReport => ({
  ...trialBalance,
  title: '资金来源清单',
  columns: [
    { title: '序号', kind: 'count' },
    { title: '资金名称', kind: 'text' },
    { title: '文号', kind: 'text' },
    { title: '下达单位', kind: 'text' },
    { title: '下达日期', kind: 'date' },
    { title: '指标金额', group: '金额', kind: 'money' },
    { title: '已到账', group: '金额', kind: 'money' },
    { title: '已支付', group: '金额', kind: 'money' },
  ],
  rows: Array.from({ length: rows }, (_, i) =>
    row(
      'plain',
      String(i + 1),
      i % 3 === 0
        ? `中央财政专项扶贫发展资金（第 ${i + 1} 批，用于茅塔乡、大川镇产业发展和村组道路）`
        : `省级农村综合改革转移支付资金 ${i + 1}`,
      `鄂财农发〔2017〕${i + 1}号`,
      '区农业局',
      '2017-03-15',
      BigInt(i + 1) * 1_000_001n,
      BigInt(i + 1) * 700_000n,
      i % 5 === 0 ? null : BigInt(i + 1) * 500_000n,
    ),
  ),
})

export const departmentLetter: StatementLetter = {
  office: '茅箭区统筹整合财政涉农资金领导小组办公室',
  title: '关于区农业局 2017 年度整合资金使用情况的说明',
  number: '茅统筹办函〔2017〕18号',
  addressee: '区农业局：',
  blocks: [
    {
      kind: 'paragraph',
      text: '按照“各炒一盘菜、共办一桌席”的要求，你单位 2017 年纳入整合的资金共 4 笔，全部进入专户，分账核算、逐笔可溯。截至 2017 年 6 月 30 日，资金使用情况说明如下。',
    },
    {
      kind: 'facts',
      facts: [
        { label: '指标下达（万元）', value: '1,508.001713' },
        { label: '已安排（万元）', value: '1,180.25' },
        { label: '已支付（万元）', value: '482.37506' },
      ],
    },
    { kind: 'heading', text: '一、资金所处环节' },
    {
      kind: 'table',
      table: {
        columns: [
          { title: '环节', kind: 'text' },
          { title: '金额（元）', kind: 'money' },
          { title: '占比', kind: 'count' },
        ],
        rows: [
          row('plain', '可安排', 327_751_713n, '21.7%'),
          row('plain', '已安排未签约', 402_500_000n, '26.7%'),
          row('plain', '已签约未支付', 295_374_940n, '19.6%'),
          row('plain', '已支付', 482_375_060n, '32.0%'),
          row('total', '合计', 1_508_001_713n, '100.0%'),
        ],
      },
    },
    { kind: 'heading', text: '二、资金办成的项目' },
    {
      kind: 'table',
      table: {
        columns: [
          { title: '项目', kind: 'text' },
          { title: '村', kind: 'text' },
          { title: '安排（元）', kind: 'money' },
          { title: '支付（元）', kind: 'money' },
          { title: '受益户', kind: 'count' },
        ],
        rows: [
          row('plain', '东沟村通村公路硬化工程', '茅塔乡东沟村', 580_000_000n, 482_375_060n, '212'),
          row('plain', '廖家村茶叶基地提质改造', '茅塔乡廖家村', 400_250_000n, 0n, '96'),
          row('plain', '康家村安全饮水巩固提升', '茅塔乡康家村', 200_000_000n, 0n, '143'),
          row('total', '合计', null, 1_180_250_000n, 482_375_060n, '451'),
        ],
      },
    },
    { kind: 'paragraph', text: '以上金额由专户账簿逐笔汇总，可凭所附校验码核对。' },
  ],
  signatures: [
    { label: '负责人', name: '王丽华' },
    { label: '经办人', name: RARE_NAME },
  ],
  date: '2017 年 7 月 3 日',
  chains: [
    { district: '420302', book: 'poverty', label: '扶贫专账', number: 1_240n, hash: HASH },
    { district: '420302', book: 'coordination', label: '统筹专账', number: 377n, hash: [...HASH].reverse().join('') },
  ],
}
