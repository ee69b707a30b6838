import type { Text } from '#kernel/outcome.ts'

/**
 * What the independent check found, in words: one sentence for each of its rules, and what to do. `{lot}`, `{project}`, `{year}` and
 * amounts in yuan are filled from the plan. The keys are the rules of engine/verify.ts; `step` is of the desk itself.
 */
export const planViolations = {
  step: {
    zh: '“{lot}”给 {project} 的 {amount} 元不是 {step} 元的整数倍；请改为 {lower} 或 {upper} 元',
    en: '"{lot}" gives {project} {amount} yuan, not a multiple of {step} yuan; make it {lower} or {upper} yuan',
  },
  'in-full': {
    zh: '{project}（{year} 年）需要 {need} 元，安排了 {given} 元，{wayZh} {difference} 元；项目要么付清，要么不安排',
    en: '{project} ({year}) needs {need} yuan and gets {given} yuan, {difference} yuan {wayEn}; a project is paid in full or not at all',
  },
  compatible: {
    zh: '“{lot}”不能付 {project}（{year} 年）：{because}。请收回这一笔',
    en: '"{lot}" may not pay {project} ({year}): {becauseEn}. Take this slice back',
  },
  'smallest-slice': {
    zh: '“{lot}”给 {project}（{year} 年）的 {amount} 元低于一笔最少 {limit} 元；请加到 {limit} 元以上，或收回并到别的资金上',
    en: '"{lot}" gives {project} ({year}) {amount} yuan, below the smallest slice of {limit} yuan; raise it or take it back',
  },
  'largest-slice': {
    zh: '“{lot}”给 {project}（{year} 年）的 {amount} 元超过它在一个项目里最多 {limit} 元；请减少 {difference} 元',
    en: '"{lot}" gives {project} ({year}) {amount} yuan, above its share of {limit} yuan; lower it by {difference} yuan',
  },
  'max-sources': {
    zh: '{project}（{year} 年）用了 {count} 笔资金，最多 {limit} 笔；请把小的并到大的上',
    en: '{project} ({year}) has {count} sources, {limit} at most; merge the small ones into the large ones',
  },
  match: {
    zh: '{project}（{year} 年）的配套资金只有 {given} 元，至少要 {limit} 元；请用{levels}的资金补足 {difference} 元',
    en: '{project} ({year}) has {given} yuan of co-funding and needs {limit}; add {difference} yuan of money of {levelsEn} level',
  },
  'debt-share': {
    zh: '{project}（{year} 年）用融资 {given} 元，最多 {limit} 元；请换下 {difference} 元',
    en: '{project} ({year}) takes {given} yuan of debt, {limit} at most; replace {difference} yuan',
  },
  lot: {
    zh: '“{lot}”共 {amount} 元，安排了 {given} 元，超出 {difference} 元；请从它付的项目里收回',
    en: '"{lot}" has {amount} yuan and gives {given} yuan, {difference} too much; take some back from the projects it pays',
  },
  cap: {
    zh: '“{lot}”用于{categories}最多 {limit} 元，超出 {difference} 元；请收回超出的部分',
    en: '"{lot}" pays {limit} yuan for {categoriesEn} at most, {difference} too much; take the excess back',
  },
  'group-max': {
    zh: '“{group}”合计安排 {given} 元，最多 {limit} 元，超出 {difference} 元；请撤下其中的项目',
    en: '"{groupEn}" gets {given} yuan, {limit} at most, {difference} too much; unfund a project of it',
  },
  'group-min': {
    zh: '“{group}”合计安排 {given} 元，至少要 {limit} 元，还差 {difference} 元；请再安排其中的项目',
    en: '"{groupEn}" gets {given} yuan and needs {limit} at least, {difference} short; fund another project of it',
  },
  include: {
    zh: '{project} 在测算口径里必须安排，现在没有安排；请给它安排资金',
    en: 'The terms of the plan demand {project}, which gets nothing; give it money',
  },
  exclude: {
    zh: '{project} 在测算口径里本次不参加，现在安排了资金；请撤下',
    en: 'The terms of the plan leave {project} out, yet it gets money; unfund it',
  },
  pin: {
    zh: '测算口径里写明“{lot}”给 {project}（{year} 年）至少 {limit} 元，现在是 {given} 元；请补足',
    en: 'The terms of the plan say "{lot}" gives {project} ({year}) {limit} yuan at least; now it is {given} yuan; make it up',
  },
  units: {
    zh: '{project} 的建设规模不在允许的范围（{min} 至 {max} 份）内；请调整各年金额',
    en: '{project} is outside the size it may have ({min} to {max} units); change its amounts',
  },
  grain: {
    zh: '“{lot}”给 {project}（{year} 年）的金额不能这样拆；请改为 {step} 元的整数倍',
    en: '"{lot}" gives {project} ({year}) an amount that cannot be; make it a multiple of {step} yuan',
  },
  unknown: {
    zh: '“{lot}”给 {project}（{year} 年）这一笔不在方案的资金和项目里；请收回',
    en: 'The slice of "{lot}" for {project} ({year}) is not of this plan; take it back',
  },
  twice: {
    zh: '“{lot}”给 {project}（{year} 年）写了两笔；请合成一笔',
    en: '"{lot}" gives {project} ({year}) two slices; make them one',
  },
  waterfall: {
    zh: '{project}（{year} 年）用了{book}的“{lot}”，而{otherBook}的“{other}”闲着，可以接替 {amount} 元；请先用{otherBook}的钱',
    en: '{project} ({year}) takes "{lot}" of the {bookEn} while "{other}" of the {otherBookEn} lies idle and could take over {amount} yuan; use that first',
  },
  /** One idle lot could stand in at many places: each is named by the check, one of them is enough. */
  'waterfall-many': {
    zh: '{first}。能由“{other}”接替的还有 {more} 处，替换到它用完为止',
    en: '{first}. "{other}" could take over at {more} more places; replace until it is used up',
  },
  other: { zh: '核验没有通过（{rule}）：{place} {detail}', en: 'The check refused it ({rule}): {place} {detail}' },
} as const satisfies Record<string, Text>

export type PlanViolationKey = keyof typeof planViolations

/** How a plan by hand is called, and the words of what saving it does to projects that could have been paid. */
export const byHandWords = {
  suffix: { zh: '（手工调整）', en: ' (by hand)' },
  version: {
    zh: '按方案“{plan}”的手工安排：固定 {pins} 笔，禁止 {bans} 对',
    en: 'As set by hand in the plan "{plan}": {pins} slices kept, {bans} pairs barred',
  },
  again: { zh: '（按手工安排重新测算）', en: ' (solved around what was set by hand)' },
  leftOut: {
    zh: '剩下的钱还付得起 {project}（{need} 元）；保存时记为“手工撤下”，不说成没有钱',
    en: 'What is left could pay {project} ({need} yuan); it will be recorded as left out by hand, not as lacking money',
  },
} as const satisfies Record<string, Text>
