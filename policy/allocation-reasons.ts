import type { Text } from '#kernel/outcome.ts'

/** What the reasons of a plan mean, in words, and what would help. Codes: the allocation format. */

export const unfundedReasons = {
  NEGATIVE_LIST: { zh: '列入负面清单，不得安排', en: 'On the negative list; it may not be funded' },
  EXCLUDED: { zh: '测算时已排除', en: 'Left out of this plan by hand' },
  NO_COMPATIBLE_LOT: {
    zh: '没有一笔资金的用途、专账和年限允许用于它；可争取用途相符的资金',
    en: 'No lot may pay it by use, book and year; money with a fitting use would help',
  },
  TOO_BIG_FOR_COMPATIBLE_LOTS: {
    zh: '即使只安排它一个，可用于它的资金也不够；可分期或缩小规模',
    en: 'Even alone it is larger than the money that may pay it; phase it or make it smaller',
  },
  GROUP_CAP: { zh: '超过所在片区或类别的上限', en: 'It would pass the cap of its area or group' },
  MONEY_LEFT_TOO_SMALL: {
    zh: '剩下的资金零散，凑不成符合“来源个数、最小份额”限制的一笔；放宽限制可安排',
    en: 'What is left is too scattered for the limits on sources and slices; wider limits would help',
  },
  OUTCOMPETED: {
    zh: '可用于它的资金已安排给效益更高的项目；再有同类资金时优先',
    en: 'The money that may pay it went to projects with more benefit',
  },
} as const satisfies Record<string, Text>

export const idleReasons = {
  NO_PROJECT: { zh: '库中没有它可以支付的项目；可组织申报用途相符的项目', en: 'No project in the library may be paid by it' },
  ALL_SERVED: { zh: '它可以支付的项目都已安排', en: 'Every project it may pay is served' },
  CAP_REACHED: { zh: '已到文件规定的类别上限', en: 'A cap of its document is reached' },
  TOO_SMALL: { zh: '余额不足以支付任何一个剩余项目', en: 'What is left is too small for any remaining project' },
  RULES_BIND: { zh: '受来源个数、最小份额或配套比例限制', en: 'Held by the limits on sources, slices or matching' },
} as const satisfies Record<string, Text>

/** Of every project of a plan whose terms contradict one another. */
export const unsolved: Text = {
  zh: '这个方案的条件互相矛盾，什么都没有安排',
  en: 'The terms of this plan contradict one another; it gives nothing',
}

/** What a plan is compared by, beside what the spreadsheet habit would have done. */
export const planMeasures = {
  statutory: { zh: '法定项目安排', en: 'Statutory projects funded' },
  benefit: { zh: '效益分合计', en: 'Benefit points' },
  funded: { zh: '安排项目数', en: 'Projects funded' },
  allocated: { zh: '安排资金', en: 'Money allocated' },
  ledgerA: { zh: '扶贫专账使用', en: 'Taken from the poverty book' },
  debt: { zh: '动用融资', en: 'Debt used' },
  slices: { zh: '资金笔数（越少越集中）', en: 'Slices (fewer is less scattered)' },
  idle: { zh: '未安排资金', en: 'Money left' },
} as const satisfies Record<string, Text>

/** The causes that explanations of a plan sort unfunded projects by; what stands first is named when several are true. */
export const unfundedCauses = {
  'negative-list': { zh: '负面清单', en: 'Negative list' },
  excluded: { zh: '测算时排除', en: 'Left out by hand' },
  room: { zh: '现在就能安排', en: 'There is room for it' },
  'no-lot': { zh: '没有资金可以支付', en: 'No money may pay it' },
  'never-enough': { zh: '可用资金总量不够', en: 'Even all its money is too little' },
  group: { zh: '到了上限', en: 'A limit is reached' },
  'money-gone': { zh: '资金已用完', en: 'Its money is spent' },
  pieces: { zh: '零头凑不成', en: 'What is left does not fit together' },
  goals: { zh: '按目标次序不安排', en: 'The order of goals leaves it out' },
} as const satisfies Record<string, Text>

/** Why a lot may not pay a project. `{…}` are values of the two. */
export const brokenRuleWords = {
  year: { zh: '使用年限 {from}—{to} 年，项目 {year} 年用钱', en: 'usable {from}–{to}, needed in {year}' },
  'negative-list': { zh: '项目列入负面清单', en: 'the project is on the negative list' },
  book: { zh: '属“{book}”，项目未标明“{mark}”', en: 'belongs to the {book}; the project is not marked "{mark}"' },
  use: { zh: '只用于{uses}，项目为{category}', en: 'only for {uses}; the project is {category}' },
  household: { zh: '是到户到人资金，项目不到户', en: 'is for households; the project is not' },
  'debt-for-household': { zh: '是融资资金，不得用于到户项目', en: 'is debt, which may not go to households' },
  region: { zh: '限用于{regions}，项目在{region}', en: 'only for {regions}; the project is in {region}' },
  industry: { zh: '限用于产业“{industries}”', en: 'only for the industries {industries}' },
  ban: { zh: '本次口径指定它不支付该项目', en: 'kept from this project by the terms of the plan' },
} as const satisfies Record<string, Text>

/** Facts behind a cause, as sentences. Amounts are yuan. */
export const whyWords = {
  'negative-list': { zh: '项目列入负面清单，任何资金都不得支付。', en: 'It is on the negative list; no money may pay it.' },
  excluded: { zh: '测算口径已把它排除在外。', en: 'The terms of the plan leave it out.' },
  goals: {
    zh: '资金够用，但按目标的先后次序，安排它不会使方案更好。',
    en: 'There is money, but by the order of goals funding it does not make the plan better.',
  },
  room: { zh: '不改任何条件、不减任何项目就能安排它。', en: 'It can be funded with nothing changed and nobody given less.' },
  roomShifted: {
    zh: '不改任何条件就能安排它：把已安排项目的 {shifted} 元换由其他资金支付，各项目金额不减。',
    en: 'It can be funded with nothing changed: {shifted} yuan of funded projects would come from other lots, nobody gets less.',
  },
  'no-lot': { zh: '{year} 年需 {need} 元，没有一笔资金可以支付。', en: 'It needs {need} yuan in {year}, and no lot may pay it.' },
  unmarked: {
    zh: '项目没有标明“扶贫”或“涉农”，三个专账都不得支付；这是规定，改变方案条件也不行。如属登记错误，请更正项目的标注。',
    en: 'It is marked neither as poverty nor as agriculture, so none of the three books may pay it, whatever the terms. If that is a mistake, correct its marks.',
  },
  near: { zh: '最接近的资金“{lot}”（剩 {left} 元）：{rules}。', en: 'Nearest is "{lot}" ({left} yuan left): {rules}.' },
  'never-enough': {
    zh: '{year} 年需 {need} 元，可支付它的 {lots} 笔资金共 {had} 元，即使全部给它，按来源个数、份额和配套规则也凑不成。',
    en: 'It needs {need} yuan in {year}; the {lots} lots that may pay it hold {had}, and even all of it does not pay it by the rules.',
  },
  'money-gone': {
    zh: '{year} 年需 {need} 元，可支付它的 {lots} 笔资金原有 {had} 元，只剩 {left} 元，差 {lack} 元。',
    en: 'It needs {need} yuan in {year}; the {lots} lots that may pay it had {had} and have {left} left: {lack} short.',
  },
  pieces: {
    zh: '{year} 年需 {need} 元，还剩 {left} 元，但分在 {pieces} 笔里（最大一笔 {largest} 元，{tooSmall} 笔够不上最小份额）；每个项目最多 {sources} 笔来源、每笔至少 {minSlice} 元，凑不成。',
    en: 'It needs {need} yuan in {year}; {left} are left in {pieces} pieces (largest {largest}, {tooSmall} below the least slice), and at most {sources} sources of {minSlice} or more may pay it.',
  },
  tooSmall: {
    zh: '剩下的 {pieces} 笔里有 {tooSmall} 笔够不上每笔至少 {minSlice} 元，不能用。',
    en: '{tooSmall} of the {pieces} pieces left are below the least slice of {minSlice} yuan and can not be used.',
  },
  takers: { zh: '这些资金给了：{list}。', en: 'Their money went to: {list}.' },
  taker: { zh: '{project} {amount} 元', en: '{project} {amount}' },
  otherTakers: { zh: '另有 {count} 个项目', en: '{count} others' },
  group: {
    zh: '“{group}”的上限是 {limit} 元，已安排 {used} 元，本项目要 {needed} 元，会超出 {over} 元。',
    en: 'The limit of "{group}" is {limit} yuan, {used} are given, this needs {needed}: {over} too much.',
  },
  cap: {
    zh: '资金“{lot}”对这类用途的上限是 {limit} 元，已用 {used} 元。',
    en: 'The cap of "{lot}" on this use is {limit} yuan, {used} are used.',
  },
  match: {
    zh: '须有配套资金至少 {needed} 元，配套来源只剩 {left} 元。',
    en: 'It needs {needed} yuan of co-funding; {left} are left.',
  },
  debt: {
    zh: '融资最多出 {ceiling} 元，其他资金只剩 {left} 元。',
    en: 'Debt may pay {ceiling} yuan at most; other money has {left} left.',
  },
  together: {
    zh: '项目各年要一起安排，单看每一年都够，合起来不够。',
    en: 'Its years are funded together; each alone could be paid, all of them can not.',
  },
  unplaced: {
    zh: '本方案没有给它找到资金组合。',
    en: 'The plan found no way of paying it.',
  },
  idleLeft: {
    zh: '原有 {had} 元，还剩 {left} 元，{year} 年底失效。',
    en: 'It had {had} yuan, {left} are left; it lapses at the end of {year}.',
  },
  idleNone: { zh: '没有一个待安排项目是它可以支付的。', en: 'It may pay none of the projects that wait.' },
  idleServed: { zh: '它可以支付的 {served} 个项目都已安排。', en: 'All {served} projects it may pay are funded.' },
  idleNear: { zh: '最接近的项目“{project}”（需 {need} 元）：{rules}。', en: 'Nearest is "{project}" (needs {need}): {rules}.' },
  idleShort: {
    zh: '待安排的“{project}”需 {need} 元，这笔能出 {gives} 元，可支付它的全部资金合计只剩 {all} 元。',
    en: '"{project}" waits for {need} yuan; this lot can give {gives}, all its lots together {all}.',
  },
  idleBound: {
    zh: '待安排的“{project}”需 {need} 元，这笔能出 {gives} 元（每笔至少 {least} 元），受来源个数、份额、配套或上限约束没有用上。',
    en: '"{project}" waits for {need} yuan; this lot can give {gives} (at least {least} a slice), but limits on sources, shares or sums keep it out.',
  },
} as const satisfies Record<string, Text>

/** Changes that would fund a project or use a lot. */
export const changeWords = {
  'more-money': { zh: '资金“{lot}”再增加 {amount} 元', en: '{amount} yuan more in "{lot}"' },
  'new-money': {
    zh: '新增一笔可用于{category}的{book}资金 {amount} 元（{year} 年）',
    en: 'A new lot of {amount} yuan for {category} in the {book} ({year})',
  },
  'lot-cap': { zh: '资金“{lot}”的用途上限提高 {amount} 元', en: 'Raise the cap of "{lot}" by {amount} yuan' },
  'group-max': { zh: '“{group}”的上限提高 {amount} 元', en: 'Raise the limit of "{group}" by {amount} yuan' },
  'max-sources': { zh: '每个项目的资金来源由 {old} 笔放宽到 {to} 笔', en: 'Allow {to} sources a project instead of {old}' },
  'min-slice': { zh: '最小份额由 {old} 元降到 {to} 元', en: 'Lower the least slice from {old} to {to} yuan' },
  smaller: { zh: '{year} 年规模减少 {amount} 元', en: 'Make it {amount} yuan smaller in {year}' },
  'fewer-units': { zh: '最少建设由 {old} 个单位减到 {to} 个', en: 'Build at least {to} units instead of {old}' },
  use: {
    zh: '资金“{lot}”增加用途“{category}”（须经下达部门同意）',
    en: 'Permit "{lot}" for {category} as well (its department must agree)',
  },
  region: {
    zh: '资金“{lot}”的使用区域扩大到{region}（须经下达部门同意）',
    en: 'Widen the earmark of "{lot}" to {region} (its department must agree)',
  },
  industry: { zh: '资金“{lot}”增加产业“{industry}”', en: 'Permit "{lot}" for the industry {industry} as well' },
  year: {
    zh: '资金“{lot}”的使用年限延到 {year} 年（须经下达部门同意）',
    en: 'Let "{lot}" be used in {year} (its department must agree)',
  },
  unban: { zh: '取消“{lot}”不支付该项目的指定', en: 'Lift the ban between "{lot}" and the project' },
  admit: { zh: '取消排除，让它参加测算', en: 'Let it take part in the plan' },
  match: { zh: '配套比例由 {old} 降到 {to}', en: 'Lower the share of co-funding from {old} to {to}' },
  'debt-share': { zh: '融资占比上限由 {old} 提高到 {to}', en: 'Raise the largest share of debt from {old} to {to}' },
  'lot-share': { zh: '资金“{lot}”的占比上限由 {old} 提高到 {to}', en: 'Raise the largest share of "{lot}" from {old} to {to}' },
  'new-project': {
    zh: '申报一个{region}的{category}项目，需要不超过 {amount} 元',
    en: 'A new project for {category} in {region} that needs up to {amount} yuan',
  },
  together: { zh: '{list}', en: '{list}' },
} as const satisfies Record<string, Text>

/** A smaller project is offered as a change while this share of it is left, in thousandths: less is another project. */
export const smallestProjectPermille = 300

/** What was tried, when nothing works; the name of each kind of change. */
export const changeKinds = {
  'more-money': { zh: '现有资金加钱', en: 'more money in a lot' },
  'new-money': { zh: '新增资金', en: 'a new lot' },
  'lot-cap': { zh: '提高资金用途上限', en: 'a higher cap' },
  'group-max': { zh: '提高区域或类别上限', en: 'a higher limit' },
  'max-sources': { zh: '放宽来源笔数', en: 'more sources' },
  'min-slice': { zh: '降低最小份额', en: 'a smaller least slice' },
  smaller: { zh: '缩小项目规模', en: 'a smaller project' },
  'fewer-units': { zh: '减少建设单位', en: 'fewer units' },
  use: { zh: '增加资金用途', en: 'a further use' },
  region: { zh: '扩大使用区域', en: 'a wider earmark' },
  industry: { zh: '增加产业', en: 'a further industry' },
  year: { zh: '延长使用年限', en: 'a longer life' },
  unban: { zh: '取消指定', en: 'a ban lifted' },
  admit: { zh: '取消排除', en: 'taking part' },
  match: { zh: '降低配套比例', en: 'less co-funding' },
  'debt-share': { zh: '提高融资占比', en: 'a larger share of debt' },
  'lot-share': { zh: '提高资金占比', en: 'a larger share of a lot' },
  'new-project': { zh: '申报新项目', en: 'a new project' },
  together: { zh: '几项一起改', en: 'several together' },
} as const satisfies Record<string, Text>

/** Figures of scatter and of what public money draws along, beside the spreadsheet habit (B5). */
export const scatterMeasures = {
  sources: { zh: '平均每个项目资金来源', en: 'Sources a project, mean' },
  mostSources: { zh: '来源最多的项目', en: 'Sources of the project with most' },
  oneSource: { zh: '只用一笔资金的项目', en: 'Projects paid by one lot' },
  slicesLot: { zh: '平均每笔资金拆成', en: 'Slices a lot, mean' },
  mostSlices: { zh: '拆得最多的资金', en: 'Slices of the lot with most' },
  smallest: { zh: '最小一笔安排', en: 'Smallest slice' },
  median: { zh: '中间一笔安排', en: 'Median slice' },
  expiringUsed: { zh: '今年到期资金已安排', en: 'Lapsing this year: used' },
  expiringLeft: { zh: '今年到期资金未安排', en: 'Lapsing this year: left' },
  debtUsed: { zh: '动用融资', en: 'Debt used' },
  leverage: { zh: '每 100 元财政资金带动融资', en: 'Debt beside 100 yuan of public money' },
} as const satisfies Record<string, Text>

/** What the explanations rest on, said on the page. */
export const insightBasis = {
  prices: {
    zh: '按方案最优性证明里的影子价格估算：资金只多一点点时的得分，实际项目不能拆开时会少一些。',
    en: 'An estimate by the prices that prove the bound: what a little more money is worth; whole projects may gain less.',
  },
  resolved: {
    zh: '逐笔资金加上这笔钱重新求解，前后两次都证明最优，得分差是精确的。',
    en: 'Solved again with the money added to each lot; where both solves are proven optimal the gain is exact.',
  },
  households: {
    zh: '户数按各地项目申报的受益户相加，同一户可能计入几个项目；贫困户取扶贫项目的受益户，因为库里没有分村贫困户数。“之前”是测算时今年已安排的资金。',
    en: 'Households are those the projects of a place name, so one may count twice; poor ones are those of poverty projects, as no figures by place are kept. "Before" is what was allocated this year when the plan was solved.',
  },
} as const satisfies Record<string, Text>
