/** Departments' credit as spreadsheets: the same figures as the pages, with the definitions in the lead. Pure. */
import { creditDefinitions } from '#policy/credit.ts'

interface Figures {
  readonly four: Readonly<Record<'announced' | 'allocated' | 'paid' | 'recognised', bigint>>
  readonly amounts: Readonly<Record<'available' | 'reserved' | 'committed', bigint>>
  readonly projects: number
  readonly townships: number
  readonly villages: number
  readonly households: number
  readonly contractsFinished: number
}

interface Dated {
  readonly asOf: string
  readonly knownAt: string
}

const text = (header: string, width = 24) => ({ header, kind: 'text' as const, width })
const money = (header: string) => ({ header, kind: 'money' as const, width: 18 })
const count = (header: string) => ({ header, kind: 'number' as const, width: 12 })

const lead = (title: string, { asOf, knownAt }: Dated, ...definitions: (keyof typeof creditDefinitions)[]) => [
  title,
  `截至 ${asOf}（按 ${knownAt} 已知的账）　单位：元`,
  ...definitions.map((key) => `${creditDefinitions[key].label.zh}：${creditDefinitions[key].how.zh}`),
]

const FIGURE_COLUMNS = [
  money('指标下达'),
  money('安排'),
  money('支付'),
  money('审定'),
  money('可安排'),
  money('已安排未签约'),
  money('已签约'),
  count('项目'),
  count('乡镇'),
  count('村'),
  count('受益户'),
  count('完工结清合同'),
]

const figureCells = (f: Figures) => [
  f.four.announced,
  f.four.allocated,
  f.four.paid,
  f.four.recognised,
  f.amounts.available,
  f.amounts.reserved,
  f.amounts.committed,
  f.projects,
  f.townships,
  f.villages,
  f.households,
  f.contractsFinished,
]

interface ListOut {
  readonly rows: readonly (Figures & { readonly department: string; readonly levels: readonly { readonly zh: string }[] })[]
  readonly total: Figures
}

export const creditListSheet = (list: ListOut, dated: Dated) => ({
  name: '各部门资金成效',
  lead: lead('各部门资金成效（各记其功）', dated, 'money', 'projects', 'places', 'households', 'contracts'),
  columns: [text('部门'), text('资金层级', 16), ...FIGURE_COLUMNS],
  rows: [
    ...list.rows.map((r) => [r.department, r.levels.map((l) => l.zh).join('、'), ...figureCells(r)]),
    ['全区合计', '', ...figureCells(list.total)],
  ],
})

interface StatementOut {
  readonly department: string
  readonly projectRows: readonly {
    readonly code: string
    readonly name: string
    readonly place: string
    readonly year: number
    readonly allocatedFen: bigint
    readonly paidFen: bigint
    readonly wholeFen: bigint
    readonly share: number
    readonly households: number
    readonly wholeHouseholds: number
    readonly contractsFinished: number
  }[]
}

export const creditStatementSheet = (out: StatementOut, dated: Dated) => ({
  name: '资金成效',
  lead: lead(`${out.department}资金成效（各记其功）`, dated, 'money', 'projects', 'households', 'contracts'),
  columns: [
    text('项目编号', 14),
    text('项目名称', 40),
    text('地点', 20),
    count('年度'),
    money('本部门安排'),
    money('本部门支付'),
    money('项目全部安排'),
    count('出资比例%'),
    count('计入受益户'),
    count('项目受益户'),
    count('完工结清合同'),
  ],
  rows: out.projectRows.map((p) => [
    p.code,
    p.name,
    p.place,
    p.year,
    p.allocatedFen,
    p.paidFen,
    p.wholeFen,
    p.share,
    p.households,
    p.wholeHouseholds,
    p.contractsFinished,
  ]),
})
