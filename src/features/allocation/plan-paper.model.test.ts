import { describe, expect, test } from 'vitest'
import { fen, parseFen } from '#kernel/money.ts'
import type { PlanLot, PlanProject } from './plan-compare.model.ts'
import { masked, placeOf, planLists } from './plan-lists.model.ts'
import { type PaperFacts, planPaper } from './plan-paper.model.ts'
import { standingOf } from './plan-review.model.ts'

const wan = (text: string) => parseFen(text, '万元')!

const lot = (lotId: string, changes: Partial<PlanLot> = {}): [string, PlanLot] => [
  lotId,
  {
    lotId,
    docNo: `${lotId}〔2017〕1号`,
    fundName: `${lotId}资金`,
    level: 'central',
    department: '区扶贫办',
    book: 'poverty',
    poolClass: 'poolable',
    usableTo: 2018,
    catalogue: 'C01',
    ...changes,
  },
]
const project = (projectId: string, changes: Partial<PlanProject> = {}): [string, PlanProject] => [
  projectId,
  {
    projectId,
    code: `XM-${projectId}`,
    name: `${projectId}工程`,
    category: 'road',
    poverty: true,
    household: false,
    place: '',
    content: '',
    unit: '区交通局',
    households: 10,
    township: '420302201',
    townshipName: '茅塔乡',
    village: '420302201203',
    villageName: '东沟村',
    needs: new Map([[2017, wan('100')]]),
    ...changes,
  },
]
const slice = (lotId: string, projectId: string, amount: string, year = 2017) => ({ lotId, projectId, year, amountFen: wan(amount) })

const facts = (changes: Partial<PaperFacts> = {}): PaperFacts => ({
  district: '茅箭区',
  plan: {
    name: '第一批',
    year: 2017,
    stateLabel: '草案',
    decisionNo: null,
    decidedOn: null,
    publishedNo: null,
    overReason: null,
    cause: null,
    causeDocument: null,
    parentName: null,
    parentDecisionNo: null,
  },
  slices: [slice('甲', '路', '60'), slice('乙', '路', '15.5'), slice('乙', '房', '4.5'), slice('甲', '茶', '20', 2018)],
  releases: [],
  difference: [],
  unfunded: [],
  idle: [],
  rules: { objectives: ['statutory', 'benefit'], maxSources: 3, minSliceFen: wan('1') },
  standing: standingOf(0, [], []),
  parts: new Map(),
  verified: true,
  lotOf: new Map([lot('甲'), lot('乙', { level: 'district', poolClass: 'personal', book: 'coordination', usableTo: 2017 })]),
  projectOf: new Map([
    project('路'),
    project('房', { household: true, category: 'housing', name: '张某危房改造', households: 3, villageName: '廖家村' }),
    project('茶', { villageName: null, poverty: false }),
  ]),
  ...changes,
})

const textsOf = (f: PaperFacts) =>
  planPaper(f).sections.flatMap((s) => s.blocks.flatMap((b) => (b.kind === 'text' || b.kind === 'heading' ? [b.text] : [])))
const said = (f: PaperFacts, beginning: string) => textsOf(f).find((text) => text.startsWith(beginning))

describe('the five preventions are figures of the plan', () => {
  test('own money, poverty money that strays, the largest village, scatter, personal money in works, households', () => {
    const f = facts()
    expect(said(f, '防上进下退')).toContain('区级资金 20.00 万元，占 20.0%；使用扶贫专账 80.00 万元，其中付给非扶贫项目 20.00 万元')
    expect(said(f, '防盆景')).toContain('2 个村，最多的是茅塔乡东沟村，75.50 万元，占 75.5%')
    expect(said(f, '防平衡')).toContain('3 个项目年度共 4 笔资金，一个项目一年最多 2 笔，最小一笔 4.50 万元')
    expect(said(f, '防到户')).toContain('到户到人资金 20.00 万元，其中付给非到户项目 15.50 万元')
    expect(said(f, '防降低')).toContain('4.50 万元，按填报的 3 户计，户均 15,000.00 元')
  })
})

test('what is built in part is said as units of units, and nothing is said when everything is built whole', () => {
  expect(said(facts(), '部分建设')).toBe(undefined)
  const parts = new Map([
    ['路', { units: 2, of: 3 }],
    ['茶', { units: 4, of: 4 }],
  ])
  expect(said(facts({ parts }), '部分建设')).toContain('1 个：路工程建设 2/3')
})

test('a draft says that it is one; a decision over an objection says why; an adjustment names its plan and prints the difference', () => {
  expect(said(facts(), '依据')).toContain('本方案现为草案，尚未决定')
  const plan = { ...facts().plan, decisionNo: '茅扶组〔2017〕6号', decidedOn: '2017-04-08', overReason: '汛期将至' }
  expect(said(facts({ plan }), '依据')).toContain('（2017年4月8日）决定')
  expect(textsOf(facts({ plan })).join('')).toContain('意见没有齐仍然采纳的理由：汛期将至')
  const changed = {
    ...plan,
    cause: '停建',
    causeDocument: '茅扶组〔2017〕9号',
    parentName: '年度方案',
    parentDecisionNo: '茅扶组〔2017〕5号',
  }
  const row = { beforeFen: wan('30'), releasedFen: wan('30'), givenFen: fen(0n), afterFen: fen(0n), kind: 'lost' as const }
  const paper = planPaper(facts({ plan: changed, difference: [{ id: '茶', ...row, because: { zh: '停建', en: '' } }] }))
  const [table] = paper.sections[1]!.blocks
  expect(table).toMatchObject({
    title: '调整前后对照表',
    rows: [['1', '茶工程', '30.00', '30.00', '0.00', '0.00', '-30.00', '不再安排', '停建']],
  })
})

test('the three lists add up to the plan; for the public a household project has no name and no village', () => {
  const f = facts()
  const lists = planLists(f.slices, f)
  const total = (lines: readonly { amountFen: bigint }[]) => lines.reduce((sum, l) => sum + l.amountFen, 0n)
  expect([lists.sources, lists.uses, lists.duties].map(total)).toEqual([wan('100'), wan('100'), wan('100')])
  expect(lists.duties.find((d) => d.code === 'XM-路')).toMatchObject({ usableTo: 2017, amountFen: wan('75.5') })
  const open = planLists(f.slices, masked(f))
  expect(open.uses.find((u) => u.code === 'XM-房')).toMatchObject({ project: '到户项目（名称不公开）', place: '茅塔乡', content: '' })
  expect(total(open.uses)).toBe(wan('100'))
  expect(placeOf(f.projectOf.get('路')!)).toBe('茅塔乡东沟村')
})

test('chapters are numbered as they come; a plan that only takes back says so and has no empty lists', () => {
  const headings = (f: PaperFacts) =>
    planPaper(f).sections.flatMap((s) => s.blocks.flatMap((b) => (b.kind === 'heading' ? [b.text.slice(0, 2)] : [])))
  expect(headings(facts())).toEqual(['一、', '二、', '三、', '四、', '五、', '六、', '七、', '八、'])
  const bare = facts({ slices: [], plan: { ...facts().plan, cause: '停建', decidedOn: '2017-04-08', decisionNo: '茅扶组〔2017〕6号' } })
  expect(headings(bare)).toEqual(['一、', '二、', '三、'])
  expect(textsOf(bare)).toContain('本方案只收回资金，没有重新安排。')
  expect(textsOf(bare).join('')).not.toContain('责任清单')
  const ending = planPaper(bare).sections[0]!.blocks.slice(-2)
  expect(ending).toEqual([
    { kind: 'attachments', titles: ['调整前后对照表'] },
    { kind: 'signed', by: expect.stringMatching(/扶贫开发领导小组$/) as string, on: '2017年4月8日' },
  ])
  expect(planPaper(bare).sections).toHaveLength(2)
})
