/** The printed annual plan and its adjustment, from the figures of the plan alone: chapters, tables, and the three lists. Pure. */
import { groupBy } from '#kernel/collect.ts'
import { type Fen, fen, formatFen, sum } from '#kernel/money.ts'
import type { Text } from '#kernel/outcome.ts'
import { books } from '#policy/books.ts'
import { categories } from '#policy/categories.ts'
import { fundLevels } from '#policy/fund-catalogue.ts'
import { planAnswers } from '#policy/plan-consent.ts'
import { paperBasis, paperChapters } from '#policy/plan-paper.ts'
import { roles } from '#policy/roles.ts'
import { goals } from '#policy/scenario-terms.ts'
import type { PartSizes, SliceFen } from './allocation.model.ts'
import type { Objective } from './engine/format.ts'
import type { Difference, ReleaseFen } from './plan-adjust.model.ts'
import { changeKinds } from './plan-compare.model.ts'
import { type Named, type PlanLists, planLists } from './plan-lists.model.ts'
import type { Standing } from './plan-review.model.ts'

type Align = 'left' | 'center' | 'right'

interface PaperTable {
  readonly kind: 'table'
  readonly attachment: number | null
  readonly title: string
  readonly unit: string
  readonly columns: readonly { readonly header: string; readonly width: number; readonly align: Align }[]
  readonly rows: readonly (readonly string[])[]
  readonly total: readonly string[] | null
}

type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'attachments'; readonly titles: readonly string[] }
  | { readonly kind: 'signed'; readonly by: string; readonly on: string }
  | PaperTable

export interface PlanPaper {
  readonly title: string
  readonly under: readonly string[]
  readonly sections: readonly { readonly landscape: boolean; readonly blocks: readonly Block[] }[]
}

export interface PaperFacts extends Named {
  readonly district: string
  readonly plan: {
    readonly name: string
    readonly year: number
    readonly stateLabel: string
    readonly decisionNo: string | null
    readonly decidedOn: string | null
    readonly publishedNo: string | null
    readonly overReason: string | null
    readonly cause: string | null
    readonly causeDocument: string | null
    readonly parentName: string | null
    readonly parentDecisionNo: string | null
  }
  readonly slices: readonly SliceFen[]
  readonly releases: readonly ReleaseFen[]
  readonly difference: readonly (Difference & { readonly because: Text })[]
  readonly unfunded: readonly { readonly projectId: string; readonly because: Text }[]
  readonly idle: readonly { readonly lotId: string; readonly amountFen: Fen; readonly because: Text }[]
  readonly rules: { readonly objectives: readonly Objective[]; readonly maxSources: number; readonly minSliceFen: Fen }
  readonly standing: Standing
  /** Projects that are built in part: so many of so many units. */
  readonly parts: PartSizes
  readonly verified: boolean
}

const UNIT = '单位：万元'
const wan = (amount: bigint): string => formatFen(amount, '万元')
const heading = (text: string): Block => ({ kind: 'heading', level: 1, text })
const text = (words: string): Block => ({ kind: 'text', text: words })
const totalOf = (slices: readonly SliceFen[]): Fen => sum(slices.map((s) => s.amountFen))
const share = (part: bigint, whole: bigint): string => {
  const permille = whole === 0n ? 0n : (part * 1000n + whole / 2n) / whole
  return `${permille / 10n}.${permille % 10n}%`
}

type Columns = readonly (readonly [header: string, width: number, align: Align])[]

const table = (title: string, columns: Columns, rows: PaperTable['rows'], total: PaperTable['total']): PaperTable => ({
  kind: 'table',
  attachment: null,
  title,
  unit: UNIT,
  columns: columns.map(([header, width, align]) => ({ header, width, align })),
  rows,
  total,
})

/** Amounts of slices by a word, largest first. */
function groupsOf(slices: readonly SliceFen[], wordOf: (s: SliceFen) => string) {
  return [...groupBy(slices, wordOf)]
    .map(([word, own]) => ({ word, amountFen: totalOf(own), projects: new Set(own.map((s) => s.projectId)).size }))
    .sort((a, b) => (a.amountFen === b.amountFen ? a.word.localeCompare(b.word, 'zh-CN') : a.amountFen > b.amountFen ? -1 : 1))
}

const listed = (groups: readonly { word: string; amountFen: Fen }[]): string =>
  groups.map((g) => `${g.word} ${wan(g.amountFen)} 万元`).join('，')

function groupTable(title: string, head: string, groups: ReturnType<typeof groupsOf>, all: readonly SliceFen[]): PaperTable {
  const whole = totalOf(all)
  return table(
    title,
    [
      [head, 4, 'left'],
      ['项目数', 2, 'right'],
      ['安排资金', 3, 'right'],
      ['占比', 2, 'right'],
    ],
    groups.map((g) => [g.word, String(g.projects), wan(g.amountFen), share(g.amountFen, whole)]),
    ['合计', String(new Set(all.map((s) => s.projectId)).size), wan(whole), share(whole, whole)],
  )
}

function basisChapter({ plan, slices, lotOf }: PaperFacts): Block[] {
  const documents = [...new Set(slices.map((s) => lotOf.get(s.lotId)!.docNo))].sort()
  const decided = plan.decisionNo
    ? `本方案经 ${plan.decisionNo}（${dateWords(plan.decidedOn!)}）决定。`
    : `本方案现为${plan.stateLabel}，尚未决定。`
  return [
    heading(paperChapters.basis),
    text(`依据${paperBasis.join('、')}编制。${decided}`),
    ...(documents.length > 0 ? [text(`资金来自 ${documents.length} 份资金文件：${documents.join('、')}。`)] : []),
    ...(plan.cause
      ? [text(`本方案是“${plan.parentName}”（${plan.parentDecisionNo}）的调整方案，依据 ${plan.causeDocument}，调整原因：${plan.cause}。`)]
      : []),
    ...(slices.length === 0 ? [text('本方案只收回资金，没有重新安排。')] : []),
  ]
}

function principleChapter({ rules, plan }: PaperFacts): Block[] {
  const order = rules.objectives.map((o) => goals[o].label.zh).join('；')
  const limits = `每个项目每一年最多使用 ${rules.maxSources} 笔资金，每笔不少于 ${wan(rules.minSliceFen)} 万元（项目本身更小的除外）`
  return [
    heading(paperChapters.principle),
    text(`${plan.year} 年资金统一测算、一次安排，依次考虑：${order}。`),
    text(`${limits}。每笔资金只用于其文件允许的用途，并始终保留文号、级次和主管部门。`),
  ]
}

function sourcesChapter({ slices, lotOf }: PaperFacts): Block[] {
  const levels = groupsOf(slices, (s) => fundLevels[lotOf.get(s.lotId)!.level].zh)
  const ledgers = groupsOf(slices, (s) => books[lotOf.get(s.lotId)!.book].label.zh)
  const departments = groupsOf(slices, (s) => lotOf.get(s.lotId)!.department)
  const lots = new Set(slices.map((s) => s.lotId)).size
  return [
    heading(paperChapters.sources),
    text(`本方案使用资金 ${lots} 笔，共 ${wan(totalOf(slices))} 万元。按级次：${listed(levels)}。按专账：${listed(ledgers)}。`),
    groupTable('按主管部门', '主管部门', departments, slices),
  ]
}

function arrangementChapter({ slices, projectOf, unfunded, idle }: PaperFacts): Block[] {
  const uses = groupsOf(slices, (s) => categories[projectOf.get(s.projectId)!.category].label.zh)
  const places = groupsOf(slices, (s) => projectOf.get(s.projectId)!.townshipName)
  const projects = new Set(slices.map((s) => s.projectId)).size
  const left = unfunded.map((u) => u.because.zh)
  const idleFen = sum(idle.map((i) => i.amountFen))
  const words = `安排项目 ${projects} 个，资金 ${wan(totalOf(slices))} 万元。`
  const waiting =
    left.length > 0 ? `参加测算而没有安排的项目 ${left.length} 个，每个的原因见系统中本方案的“未安排项目”。` : '参加测算的项目全部安排。'
  const money = idleFen > 0n ? `测算后仍可安排的资金 ${wan(idleFen)} 万元，涉及 ${idle.length} 笔。` : '参加测算的资金全部用完。'
  return [
    heading(paperChapters.arrangement),
    text(`${words}${waiting}${money}`),
    groupTable('按项目类别', '类别', uses, slices),
    groupTable('按乡镇', '乡镇', places, slices),
  ]
}

/** What the figures of the plan say to each of the five; nothing is promised here. */
function preventionsChapter({ slices, lotOf, projectOf }: PaperFacts): Block[] {
  const whole = totalOf(slices)
  const where = (test: (s: SliceFen) => boolean) => totalOf(slices.filter(test))
  const lot = (s: SliceFen) => lotOf.get(s.lotId)!
  const project = (s: SliceFen) => projectOf.get(s.projectId)!
  const own = where((s) => lot(s).level === 'district')
  const poverty = where((s) => lot(s).book === 'poverty')
  const strayed = where((s) => lot(s).book === 'poverty' && !project(s).poverty)
  const villages = groupsOf(
    slices.filter((s) => project(s).villageName),
    (s) => `${project(s).townshipName}${project(s).villageName}`,
  )
  const [most] = villages
  const sources = [...groupBy(slices, (s) => `${s.projectId}/${s.year}`).values()].map((parts) => parts.length)
  const smallest = slices.reduce<Fen | null>((least, s) => (least === null || s.amountFen < least ? s.amountFen : least), null)
  const personal = where((s) => lot(s).poolClass === 'personal')
  const misplaced = where((s) => lot(s).poolClass === 'personal' && !project(s).household)
  const household = slices.filter((s) => project(s).household)
  const served = [...new Set(household.map((s) => s.projectId))].reduce((n, id) => n + projectOf.get(id)!.households, 0)
  const perHousehold = served > 0 ? `，按填报的 ${served} 户计，户均 ${formatFen(totalOf(household) / BigInt(served))} 元` : ''
  return [
    heading(paperChapters.preventions),
    text(
      `防上进下退、挪出扶贫：本方案使用区级资金 ${wan(own)} 万元，占 ${share(own, whole)}；使用扶贫专账 ${wan(poverty)} 万元，其中付给非扶贫项目 ${wan(strayed)} 万元。`,
    ),
    text(
      most
        ? `防盆景式扶贫：资金落在 ${villages.length} 个村，最多的是${most.word}，${wan(most.amountFen)} 万元，占 ${share(most.amountFen, whole)}。`
        : '防盆景式扶贫：本方案的项目都没有登记到村，集中程度无法按村计算。',
    ),
    text(
      `防平衡关系、再度分散：${sources.length} 个项目年度共 ${slices.length} 笔资金，一个项目一年最多 ${Math.max(0, ...sources)} 笔，最小一笔 ${wan(smallest ?? 0n)} 万元。`,
    ),
    text(`防到户到人资金用于生产和基建：使用到户到人资金 ${wan(personal)} 万元，其中付给非到户项目 ${wan(misplaced)} 万元。`),
    text(`防降低贫困户应享标准：到户项目安排 ${wan(totalOf(household))} 万元${perHousehold}。`),
  ]
}

function scheduleChapter({ slices, lotOf }: PaperFacts): Block[] {
  const years = [...groupBy(slices, (s) => s.year)].sort((a, b) => a[0] - b[0])
  const lapses = [...groupBy(slices, (s) => lotOf.get(s.lotId)!.usableTo)].sort((a, b) => a[0] - b[0])
  return [
    heading(paperChapters.schedule),
    text(`按项目年度：${years.map(([year, own]) => `${year} 年 ${wan(totalOf(own))} 万元`).join('，')}。`),
    text(`按资金使用年限：${lapses.map(([year, own]) => `须在 ${year} 年底前用完 ${wan(totalOf(own))} 万元`).join('，')}。`),
  ]
}

function performanceChapter({ slices, projectOf, parts }: PaperFacts): Block[] {
  const ids = [...new Set(slices.map((s) => s.projectId))]
  const households = ids.reduce((n, id) => n + projectOf.get(id)!.households, 0)
  const built = [...parts].filter(([, part]) => part.units < part.of)
  const words = built.map(([id, part]) => `${projectOf.get(id)?.name ?? id}建设 ${part.units}/${part.of}`).join('，')
  return [
    heading(paperChapters.performance),
    text(`安排的 ${ids.length} 个项目填报受益户合计 ${households} 户次（一户受益于几个项目的重复计算）。`),
    ...(built.length > 0 ? [text(`部分建设的项目 ${built.length} 个：${words}；金额等于建设数量乘单位造价。`)] : []),
  ]
}

function safeguardsChapter({ slices, projectOf, standing, verified, plan }: PaperFacts): Block[] {
  const units = new Set(slices.map((s) => projectOf.get(s.projectId)!.unit).filter((unit) => unit !== ''))
  const asked = standing.departments.filter((d) => d.reachable)
  const said = asked.map((d) => `${d.department}${d.answered ? planAnswers[d.answered.answer].label.zh : '未答复'}`)
  const consent = standing.round > 0 ? `第 ${standing.round} 轮征求意见：${said.join('，')}。` : '本方案没有发送部门征求意见。'
  return [
    heading(paperChapters.safeguards),
    ...(units.size > 0 ? [text(`责任单位 ${units.size} 个，各自负责的项目和金额见责任清单。`)] : []),
    text(`${consent}${plan.overReason ? `意见没有齐仍然采纳的理由：${plan.overReason}。` : ''}`),
    text(verified ? '方案经与测算程序分开编写的核验程序逐条复核，没有发现违反规则之处。' : '方案没有通过独立核验。'),
  ]
}

const numbered = (rows: readonly (readonly string[])[]) => rows.map((cells, i) => [String(i + 1), ...cells])

function sourceTable({ sources, totalFen }: PlanLists): PaperTable {
  return table(
    '来源清单',
    [
      ['序号', 2, 'center'],
      ['文号', 6, 'left'],
      ['资金名称', 8, 'left'],
      ['级次', 2, 'center'],
      ['主管部门', 4, 'left'],
      ['专账', 4, 'left'],
      ['本方案使用', 4, 'right'],
    ],
    numbered(sources.map((s) => [s.docNo, s.fundName, fundLevels[s.level].zh, s.department, books[s.book].label.zh, wan(s.amountFen)])),
    ['合计', '', '', '', '', '', wan(totalFen)],
  )
}

function usesTable({ uses, totalFen }: PlanLists): PaperTable {
  return table(
    '使用清单',
    [
      ['序号', 2, 'center'],
      ['项目编号', 4.4, 'left'],
      ['项目', 6.4, 'left'],
      ['地点', 4, 'left'],
      ['类别', 3.2, 'left'],
      ['建设内容', 6, 'left'],
      ['资金来源', 7.2, 'left'],
      ['年度', 2, 'center'],
      ['安排资金', 3.8, 'right'],
    ],
    numbered(
      uses.map((u) => [u.code, u.project, u.place, categories[u.category].label.zh, u.content, u.docNo, String(u.year), wan(u.amountFen)]),
    ),
    ['合计', '', '', '', '', '', '', '', wan(totalFen)],
  )
}

function dutyTable({ duties, totalFen }: PlanLists): PaperTable {
  return table(
    '责任清单',
    [
      ['序号', 2, 'center'],
      ['责任单位', 5, 'left'],
      ['资金主管部门', 6, 'left'],
      ['项目编号', 4, 'left'],
      ['项目', 8, 'left'],
      ['资金使用期限', 4, 'center'],
      ['负责资金', 4, 'right'],
    ],
    numbered(duties.map((d) => [d.unit, d.departments.join('、'), d.code, d.project, `${d.usableTo}年底`, wan(d.amountFen)])),
    ['合计', '', '', '', '', '', wan(totalFen)],
  )
}

/** Who gains and who loses, against what was adopted before. */
function differenceTable({ difference, projectOf }: PaperFacts): PaperTable {
  const total = (of: (d: Difference) => Fen) => wan(sum(difference.map(of)))
  const change = (d: Difference): Fen => fen(d.afterFen - d.beforeFen)
  return table(
    '调整前后对照表',
    [
      ['序号', 2, 'center'],
      ['项目', 7, 'left'],
      ['原安排', 4, 'right'],
      ['收回', 4, 'right'],
      ['重新安排', 4, 'right'],
      ['调整后', 4, 'right'],
      ['增减', 4, 'right'],
      ['变化', 4, 'center'],
      ['说明', 9, 'left'],
    ],
    numbered(
      difference.map((d) => [
        projectOf.get(d.id)?.name ?? d.id,
        wan(d.beforeFen),
        wan(d.releasedFen),
        wan(d.givenFen),
        wan(d.afterFen),
        wan(change(d)),
        changeKinds[d.kind].zh,
        d.because.zh,
      ]),
    ),
    [
      '合计',
      '',
      total((d) => d.beforeFen),
      total((d) => d.releasedFen),
      total((d) => d.givenFen),
      total((d) => d.afterFen),
      total(change),
      '',
      '',
    ],
  )
}

const NUMERALS = '一二三四五六七八九十'

/** Chapters are numbered as they come: a plan that gives nothing has fewer. */
const numberedChapter = (blocks: readonly Block[], i: number): Block[] =>
  blocks.map((block) => (block.kind === 'heading' ? { ...block, text: `${NUMERALS[i]}、${block.text}` } : block))

export function planPaper(f: PaperFacts): PlanPaper {
  const lists = planLists(f.slices, f)
  const { plan } = f
  const kind = plan.cause ? '年度统筹整合使用财政涉农资金实施方案（调整）' : '年度统筹整合使用财政涉农资金实施方案'
  const under = [plan.name, plan.publishedNo ?? plan.decisionNo ?? `（${plan.stateLabel}，未经决定）`]
  const chapters = f.slices.length > 0 ? [sourcesChapter, arrangementChapter, preventionsChapter, scheduleChapter, performanceChapter] : []
  const body = [basisChapter, principleChapter, ...chapters, safeguardsChapter].flatMap((chapter, i) => numberedChapter(chapter(f), i))
  const three = f.slices.length > 0 ? [sourceTable(lists), usesTable(lists), dutyTable(lists)] : []
  const tables = [...(plan.cause ? [differenceTable(f)] : []), ...three]
  // The leading group decides on the yearly plan.
  const by = `${f.district}${roles.leading_group.label.zh}`
  const ending: Block[] = [
    { kind: 'attachments', titles: tables.map((one) => one.title) },
    ...(plan.decidedOn ? [{ kind: 'signed' as const, by, on: dateWords(plan.decidedOn) }] : []),
  ]
  return {
    title: `${f.district}${plan.year}${kind}`,
    under,
    sections: [
      { landscape: false, blocks: [...body, ...ending] },
      ...tables.map((one, i) => ({ landscape: true, blocks: [{ ...one, attachment: i + 1 }] })),
    ],
  }
}

const dateWords = (date: string): string => `${date.slice(0, 4)}年${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`
