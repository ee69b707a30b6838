import type { Text } from '#kernel/outcome.ts'

/**
 * What a scenario (测算口径) may ask of a plan: the goals in their order, the limits, what each means and rests on, and the values a
 * scenario starts from. Basis: 国办发〔2016〕22号; 财农〔2017〕8号; 财农〔2021〕19号; the report's five preventions (五个防止).
 */

export const scenarioDefaults = {
  horizon: 1,
  objectives: ['statutory', 'benefit', 'debt', 'ledgerA', 'expiring', 'slices'],
  maxSources: 3,
  minSliceFen: '1000000',
  seconds: 10,
} as const

/** What one solve may be about; beyond it nothing is loaded. */
export const scenarioLimits = {
  horizonYears: 5,
  projects: 30_000,
  lots: 5_000,
  listed: 2_000,
  sources: 20,
  seconds: 120,
  /** The solver counts in whole steps; a step is never larger than this (100 yuan), so that one need may be paid by several lots. */
  coarsestStepFen: 10_000n,
  /** Findings shown at once. */
  findings: 50,
} as const

interface Worded {
  readonly label: Text
  readonly meaning: Text
  readonly basis: Text
}

export const goals = {
  statutory: {
    label: { zh: '法定项目先足额安排', en: 'Statutory projects first, in full' },
    meaning: {
      zh: '列为“法定必保”的项目，能安排的先足额安排。',
      en: 'Projects listed as statutory come first, as far as lawful money exists.',
    },
    basis: { zh: '资金下达文件的约束性任务；报告“五个防止”', en: 'Tasks that documents bind; the five preventions' },
  },
  benefit: {
    label: { zh: '效益得分最高', en: 'Most benefit' },
    meaning: { zh: '安排的项目在项目库里的得分合计最高。', en: 'The scores of the funded projects add up to the most.' },
    basis: { zh: '国办发〔2018〕35号：资金绩效管理，择优安排', en: 'State Council Office (2018) 35: performance decides' },
  },
  debt: {
    label: { zh: '少用融资', en: 'Least debt' },
    meaning: { zh: '城投融资专账的钱用得最少，扶贫、统筹资金不够时才用。', en: 'The financing book is used last and least.' },
    basis: { zh: '财预〔2017〕50号、87号：严控政府举债融资', en: 'Caiyu (2017) 50 and 87 on borrowing' },
  },
  ledgerA: {
    label: { zh: '先用扶贫专账', en: 'The poverty book first' },
    meaning: {
      zh: '扶贫项目先用扶贫专账的钱，统筹资金只补不足。',
      en: 'Poverty projects take the poverty book first; the coordination book makes good.',
    },
    basis: { zh: '报告“一个专户、三个专账”：统筹资金弥补扶贫资金不足', en: 'The report: one account, three books' },
  },
  expiring: {
    label: { zh: '先用快到期的资金', en: 'Expiring money first' },
    meaning: { zh: '使用年限先到的资金先安排，避免收回。', en: 'What lapses sooner is used sooner.' },
    basis: { zh: '国办发〔2014〕70号：两年未用完的资金收回', en: 'State Council Office (2014) 70: unspent money is taken back' },
  },
  slices: {
    label: { zh: '资金笔数最少', en: 'Fewest slices' },
    meaning: { zh: '同样的结果里，选来源笔数最少的，报账和验收都省事。', en: 'Of equal plans the one with the fewest slices.' },
    basis: { zh: '报告“五个防止”：防止平衡关系、再度分散', en: 'The report: no scattering again' },
  },
} as const satisfies Record<string, Worded>

export type GoalKey = keyof typeof goals

/** The kinds of terms beside the goals, in the order the page shows them. `said` is the sentence; its {fields} are filled in. */
interface TermKind extends Worded {
  readonly said: Text
}

export const termKinds = {
  sources: {
    label: { zh: '防“撒胡椒面”', en: 'Against scattering' },
    said: {
      zh: '一个项目一年最多用 {count} 笔资金，每笔不少于 {amount} 元',
      en: 'A project takes at most {count} lots a year, each at least {amount} yuan',
    },
    meaning: {
      zh: '来源太多、零头太小，报账和验收都难办；比这个数还小的项目一笔付清。',
      en: 'Many small sources make claims and acceptance hard; a project that is itself smaller is paid at once.',
    },
    basis: { zh: '报告“五个防止”：防止平衡关系、再度分散', en: 'The report: no scattering again' },
  },
  village: {
    label: { zh: '防“造盆景”：一个村', en: 'Against showcases: a village' },
    said: { zh: '一个村最多安排 {amount} 元{counts}', en: 'At most {amount} yuan to one village{counts}' },
    meaning: {
      zh: '安排给同一个村的项目，合计不超过这个数；以前已安排、已支付给同年度阶段的钱算在内，除非口径写明只算本次。',
      en: 'What the projects of one village get together; money given or paid before to phases of the same years counts, unless the scenario says otherwise.',
    },
    basis: { zh: '报告“五个防止”：防止盆景式扶贫', en: 'The report: no showcase places' },
  },
  township: {
    label: { zh: '防“造盆景”：一个乡镇', en: 'Against showcases: a township' },
    said: { zh: '一个乡镇最多安排 {amount} 元{counts}', en: 'At most {amount} yuan to one township{counts}' },
    meaning: {
      zh: '安排给同一个乡镇（含各村）的项目，合计不超过这个数；以前已安排的同样算在内，除非口径写明只算本次。',
      en: 'What one township gets, its villages included; money given before counts in the same way, unless the scenario says otherwise.',
    },
    basis: { zh: '报告“五个防止”：防止盆景式扶贫', en: 'The report: no showcase places' },
  },
  debtShare: {
    label: { zh: '融资占比', en: 'Share of debt' },
    said: { zh: '每个项目每年用融资不超过 {share}', en: 'At most {share} of a project’s year from debt' },
    meaning: { zh: '城投融资专账最多付一个项目当年需要的这个比例。', en: 'The most of a phase that the financing book pays.' },
    basis: { zh: '财预〔2017〕50号、87号；财农〔2021〕19号', en: 'Caiyu (2017) 50 and 87' },
  },
  limits: {
    label: { zh: '片区、类别、项目组的上下限', en: 'Limits of areas, categories and lists' },
    said: { zh: '“{label}”（{on}）{years}：{range}{counts}', en: '“{label}” ({on}) {years}: {range}{counts}' },
    meaning: {
      zh: '这些项目的资金合计，不少于下限、不超过上限；区域含下级区划。以前已安排、已支付给同年度阶段的钱算在内：上限只剩其余部分，下限只要求补足差额；除非口径写明只算本次。',
      en: 'All money of these projects lies between the two, what was given before for these years included, unless the scenario says otherwise.',
    },
    basis: { zh: '年度统筹整合方案对重点片区、重点项目、重点产业的规定', en: 'The yearly plan on key areas, projects and industries' },
  },
  lots: {
    label: { zh: '对某笔资金的要求', en: 'Terms of a lot' },
    said: { zh: '“{lot}”：{asks}', en: '“{lot}”: {asks}' },
    meaning: {
      zh: '本次不用、留出一部分，或限定它在一个项目里的占比。用途、专账、年限、地域按资金文件，不用填。',
      en: 'Left out, partly kept back, or its share of one phase limited. Use, book, years and area follow its document.',
    },
    basis: { zh: '该笔资金的下达文件和管理办法', en: 'The document of the lot' },
  },
  statutory: {
    label: { zh: '法定必保的项目', en: 'Statutory projects' },
    said: { zh: '“{project}”列为法定必保', en: '“{project}” is statutory' },
    meaning: { zh: '在第一个目标里先保它们；钱不合用途的，照样不能安排。', en: 'The first goal cares for them; money still has to fit.' },
    basis: { zh: '资金下达文件的约束性任务', en: 'Tasks that documents bind' },
  },
  include: {
    label: { zh: '必须安排的项目', en: 'Projects that must be funded' },
    said: { zh: '必须安排“{project}”', en: '“{project}” must be funded' },
    meaning: { zh: '方案里一定要有它；做不到时会说明与哪些要求冲突。', en: 'Every plan funds it, or says what it clashes with.' },
    basis: { zh: '领导小组决定', en: 'A decision of the leading group' },
  },
  exclude: {
    label: { zh: '本次不参加的项目', en: 'Projects left out' },
    said: { zh: '“{project}”本次不参加', en: '“{project}” is left out' },
    meaning: { zh: '留在项目库里，本次不安排。', en: 'Stays in the library and is not funded this time.' },
    basis: { zh: '领导小组决定', en: 'A decision of the leading group' },
  },
  scalable: {
    label: { zh: '可以部分建设的项目', en: 'Projects that may be built in part' },
    said: {
      zh: '“{project}”分 {units} 份建设，最少建 {min} 份，每份造价不变',
      en: '“{project}” in {units} units, at least {min}; the price of a unit never changes',
    },
    meaning: {
      zh: '钱不够时可以少建几份（如少硬化几公里），但不压低单价，不降低标准。',
      en: 'With less money fewer units are built; the price and standard of a unit stay.',
    },
    basis: { zh: '报告“五个防止”：防止降低贫困户应享标准', en: 'The report: no lowered standards' },
  },
  matching: {
    label: { zh: '配套比例', en: 'Matching money' },
    said: { zh: '“{project}”每年至少 {share} 由{levels}资金承担', en: 'At least {share} of “{project}” each year from {levels} money' },
    meaning: {
      zh: '这些级次的财政资金至少要出这个比例；融资不算配套。区县级含社会资金。',
      en: 'Fiscal money of these levels pays at least this share; debt does not count. District includes donations.',
    },
    basis: { zh: '报告“五个防止”：防止上进下退；资金文件的配套要求', en: 'The report: no withdrawal of own money' },
  },
  pins: {
    label: { zh: '指定资金用于项目', en: 'Money pinned to projects' },
    said: { zh: '指定“{lot}”用于“{project}”{year}{amount}', en: '“{lot}” is pinned to “{project}”{year}{amount}' },
    meaning: {
      zh: '这笔资金必须用到这个项目（所选年度；不选为第一个待安排的年度），不少于所填金额；不填金额为任意合规金额。',
      en: 'The lot pays the project in the year chosen, else in its first open year, at least the amount; without one, any lawful slice.',
    },
    basis: { zh: '资金文件指定项目，或领导小组决定', en: 'The document names the project, or a decision' },
  },
  bans: {
    label: { zh: '不得搭配的资金和项目', en: 'Pairs that are banned' },
    said: { zh: '“{lot}”不得用于“{project}”', en: '“{lot}” may not pay “{project}”' },
    meaning: { zh: '用途上允许，但本次不这样用。', en: 'Lawful, but not this time.' },
    basis: { zh: '主管部门意见或领导小组决定', en: 'A department’s opinion, or a decision' },
  },
} as const satisfies Record<string, TermKind>

export type TermKey = keyof typeof termKinds

/** What caps and limits count beside the plan. */
export const capCounts = {
  given: { zh: '（此前安排的也算）', en: ', what was given before included' },
  planOnly: { zh: '（只算本次）', en: ', this plan alone' },
  /** A limit by what is left of it for the plan, and by all of it. */
  left: { zh: '{name}（此前安排的 {amount} 元之外）', en: '{name} (beside {amount} yuan given before)' },
  whole: { zh: '{name}，其中此前已安排 {amount} 元', en: '{name}, of which {amount} was given before' },
  /** What a limit leaves and still asks once that is counted. */
  room: { zh: '上限还剩 {amount} 元', en: '{amount} left below its cap' },
  full: { zh: '上限已用完', en: 'its cap is used up' },
  missing: { zh: '下限还差 {amount} 元', en: '{amount} missing to its floor' },
  met: { zh: '下限已经达到', en: 'its floor is met' },
} as const satisfies Record<string, Text>

/** The report's five preventions (五个防止) and what in a solve answers to each. */
export const preventions = [
  {
    label: { zh: '防上进下退、挪出扶贫', en: 'No withdrawal of own money, none outside poverty work' },
    answer: {
      zh: '扶贫专账只付扶贫项目（程序强制）；“配套比例”保证本级不退。',
      en: 'The poverty book pays poverty projects only (enforced); matching keeps the district’s own money in.',
    },
  },
  {
    label: { zh: '防盆景式扶贫', en: 'No showcase places' },
    answer: { zh: '“一个村、一个乡镇最多安排”限制集中度。', en: 'Caps on a village and a township.' },
  },
  {
    label: { zh: '防平衡关系、再度分散', en: 'No scattering to please' },
    answer: { zh: '“最多几笔、每笔最少”限制零散，按得分择优。', en: 'Few lots, no small slices, scores decide.' },
  },
  {
    label: { zh: '防到户到人资金用于生产和基建', en: 'Household money stays with households' },
    answer: {
      zh: '到户到人资金只付到户项目，融资不付到户补助（程序强制）。',
      en: 'Enforced: household money pays household projects only; debt never does.',
    },
  },
  {
    label: { zh: '防降低贫困户应享标准', en: 'No lowered standards' },
    answer: { zh: '部分建设只减数量，不压单价；到户项目足额或不安排。', en: 'A project built in part keeps the price of its units.' },
  },
] as const satisfies readonly { readonly label: Text; readonly answer: Text }[]

/** Why a lot may not pay a project, in the order the solver asks. */
export const paymentBars = {
  YEAR: { zh: '项目年度不在资金使用年限内', en: 'the year is outside the years of the money' },
  NEGATIVE_LIST: { zh: '项目列入负面清单', en: 'the project is on the negative list' },
  LEDGER: { zh: '该专账不得支付这类项目（扶贫专账只付扶贫项目，其他专账只付扶贫或涉农项目）', en: 'the book may not pay such a project' },
  CATEGORY: { zh: '资金文件不允许该用途', en: 'the document does not permit this use' },
  HOUSEHOLD: { zh: '到户到人资金只能付到户到人项目', en: 'money due to persons pays household projects only' },
  DEBT_FOR_HOUSEHOLD: { zh: '融资资金不得付到户到人项目', en: 'debt never pays what is due to persons' },
  REGION: { zh: '项目不在资金规定的地域内', en: 'the project lies outside the area of the money' },
  INDUSTRY: { zh: '项目不在资金规定的产业内', en: 'the project is outside the industry of the money' },
  FORBIDDEN_BY_HAND: { zh: '测算口径规定二者不得搭配', en: 'the scenario bans the pair' },
} as const satisfies Record<string, Text>
