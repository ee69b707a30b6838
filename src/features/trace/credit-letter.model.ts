/** The statement to a department: what its own money achieved, as a letter of the coordination office. Plain data for the printer. Pure. */
import { type CivilDate, formatDate } from '#kernel/civil-date.ts'
import { formatFen } from '#kernel/money.ts'
import { type BookKey, books, stages } from '#policy/books.ts'
import { creditDefinitions } from '#policy/credit.ts'
import type { StageAmounts } from '#features/ledger/amounts.model.ts'

interface Figures {
  readonly amounts: StageAmounts
  readonly four: Readonly<Record<'announced' | 'allocated' | 'paid' | 'recognised', bigint>>
  readonly projects: number
  readonly townships: number
  readonly villages: number
  readonly households: number
  readonly contractsFinished: number
}

interface Achieved extends Figures {
  readonly department: string
  readonly byLevel: readonly (Figures & { readonly label: { readonly zh: string } })[]
  readonly projectRows: readonly {
    readonly name: string
    readonly place: string
    readonly allocatedFen: bigint
    readonly paidFen: bigint
    readonly wholeFen: bigint
    readonly share: number
    readonly households: number
  }[]
  readonly placeRows: readonly {
    readonly township: string
    readonly place: string
    readonly projects: number
    readonly allocatedFen: bigint
    readonly paidFen: bigint
    readonly households: number
  }[]
}

interface Circumstances {
  readonly district: { readonly code: string; readonly name: string }
  readonly asOf: CivilDate
  readonly knownAt: string
  /** Which money: its level and year, where not all of it. */
  readonly only: string
  readonly chains: readonly { readonly book: BookKey; readonly number: bigint; readonly hash: string }[]
}

const column = (title: string, kind: 'text' | 'money' | 'count') => ({ title, kind })
type Cell = string | bigint | null
const line = (...cells: Cell[]) => ({ cells, tone: 'plain' as const })
const total = (...cells: Cell[]) => ({ cells, tone: 'total' as const })
const heading = (text: string) => ({ kind: 'heading' as const, text })
const paragraph = (text: string) => ({ kind: 'paragraph' as const, text })
const table = (columns: readonly ReturnType<typeof column>[], rows: readonly (ReturnType<typeof line> | ReturnType<typeof total>)[]) => ({
  kind: 'table' as const,
  table: { columns, rows },
})

const wan = (fen: bigint): string => `${formatFen(fen, '万元', 2)} 万元`

export function creditLetter(a: Achieved, c: Circumstances) {
  const office = `${c.district.name}统筹办`
  return {
    office,
    title: `关于${a.department}${c.only}资金使用成效的说明`,
    number: null,
    addressee: `${a.department}：`,
    blocks: [
      paragraph(
        `按照“管理不变、各记其功”的要求，现将你单位${c.only}资金统筹使用的成效说明如下。以下数字截至 ${c.asOf}，按 ${c.knownAt} 已经记下的账由账簿直接算出，逐笔可查。`,
      ),
      { kind: 'facts' as const, facts: factsOf(a) },
      heading('一、资金现在在哪里'),
      stageTable(a),
      heading('二、按资金层级'),
      levelTable(a),
      heading('三、支持的项目'),
      projectTable(a),
      heading('四、惠及的乡镇和村'),
      placeTable(a),
      heading('五、口径'),
      ...Object.values(creditDefinitions)
        .filter((d) => d !== creditDefinitions.months)
        .map((d) => paragraph(`${d.label.zh}：${d.how.zh}`)),
    ],
    signatures: [
      { label: '经办人', name: null },
      { label: '负责人', name: null },
    ],
    date: formatDate(c.asOf, 'zh'),
    chains: c.chains.map((h) => ({ ...h, district: c.district.code, label: books[h.book].label.zh })),
  }
}

const factsOf = (a: Achieved) => [
  { label: '指标下达', value: wan(a.four.announced) },
  { label: '安排', value: wan(a.four.allocated) },
  { label: '支付', value: wan(a.four.paid) },
  { label: '审定', value: wan(a.four.recognised) },
  { label: '项目', value: `${a.projects} 个` },
  { label: '受益户', value: `${a.households} 户` },
  { label: '乡镇 / 村', value: `${a.townships} / ${a.villages}` },
  { label: '完工结清合同', value: `${a.contractsFinished} 份` },
]

const SIDES = Object.entries(stages).filter(([key, stage]) => stage.side === 'money' && key !== 'source')

const stageTable = (a: Achieved) => {
  const held = SIDES.map(([key, stage]) => [stage.label.zh, a.amounts[key as keyof StageAmounts]] as const).filter(
    ([, amount]) => amount !== 0n,
  )
  return table(
    [column('阶段', 'text'), column('金额', 'money')],
    [
      ...held.map(([label, amount]) => line(label, amount)),
      total(
        '合计',
        held.reduce((sum, [, amount]) => sum + amount, 0n),
      ),
    ],
  )
}

const levelTable = (a: Achieved) =>
  table(
    [
      column('层级', 'text'),
      column('指标下达', 'money'),
      column('安排', 'money'),
      column('支付', 'money'),
      column('审定', 'money'),
      column('受益户', 'count'),
    ],
    [
      ...a.byLevel.map((l) => line(l.label.zh, l.four.announced, l.four.allocated, l.four.paid, l.four.recognised, String(l.households))),
      total('合计', a.four.announced, a.four.allocated, a.four.paid, a.four.recognised, String(a.households)),
    ],
  )

const projectTable = (a: Achieved) =>
  a.projectRows.length === 0
    ? paragraph('资金还没有安排到项目。')
    : table(
        [
          column('项目', 'text'),
          column('地点', 'text'),
          column('本部门安排', 'money'),
          column('其中已支付', 'money'),
          column('出资比例', 'count'),
          column('计入受益户', 'count'),
        ],
        [
          ...a.projectRows.map((p) => line(p.name, p.place, p.allocatedFen, p.paidFen, `${p.share.toFixed(2)}%`, String(p.households))),
          total('合计', null, a.four.allocated, a.four.paid, null, String(a.households)),
        ],
      )

const placeTable = (a: Achieved) =>
  a.placeRows.length === 0
    ? paragraph('资金还没有落到村。')
    : table(
        [
          column('乡镇', 'text'),
          column('村', 'text'),
          column('项目', 'count'),
          column('安排', 'money'),
          column('支付', 'money'),
          column('受益户', 'count'),
        ],
        a.placeRows.map((p) => line(p.township, p.place, String(p.projects), p.allocatedFen, p.paidFen, String(p.households))),
      )
