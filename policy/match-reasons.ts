import type { Text } from '#kernel/outcome.ts'

/**
 * Why a lot does not pay a project, each naming the values that clash. `{…}` are filled; a name ending in `En` is its English side.
 * Those of permitted use answer to the parts of policy/permitted-use.ts (by the facts that a part compares).
 */
export const matchReasons = {
  USE: {
    zh: '资金文件只允许用于{uses}，项目属于{category}',
    en: 'The document permits {usesEn} only; the project is {categoryEn}',
  },
  BOOK: {
    zh: '扶贫专账的钱只用于扶贫项目，项目没有标明是扶贫项目',
    en: 'Money of the poverty book pays poverty projects only; the project is not marked as one',
  },
  FIELD: {
    zh: '{book}的钱只用于扶贫或涉农项目，项目两样都没有标明',
    en: 'Money of the {bookEn} pays poverty or agricultural projects only; the project is neither',
  },
  PERSONAL: {
    zh: '这笔是到户到人资金，项目（{category}）不是发到农户手里的',
    en: 'This is money due to persons; the project ({categoryEn}) does not pay households',
  },
  DEBT_PERSONAL: {
    zh: '融资资金不得用于到户到人补助，项目（{category}）是发到农户手里的',
    en: 'Debt never pays what is due to persons; the project ({categoryEn}) does',
  },
  REGION: {
    zh: '资金限用于{regions}，项目在{place}',
    en: 'The money is for {regionsEn} only; the project is in {placeEn}',
  },
  YEAR: {
    zh: '资金只能用到 {usableTo} 年，项目 {year} 年用钱',
    en: 'The money may be used until {usableTo}; the project needs it in {year}',
  },
  EARLY: {
    zh: '资金从 {from} 年起才能用，项目 {year} 年用钱',
    en: 'The money may be used from {from} on; the project needs it in {year}',
  },
  STOPPED: {
    zh: '资金到位 {months} 个月还没有用完，满 {limit} 个月须先决定结转、重新安排或上缴，之前不能再安排（{rule}）',
    en: 'The money has been unspent for {months} months; from {limit} months on somebody must first decide what becomes of it ({rule})',
  },
  NOT_RECEIVED: {
    zh: '没有可安排的余额：下达 {announced} 元，其中 {expected} 元还没有到账',
    en: 'Nothing is available: {announced} yuan announced, {expected} yuan of it not yet received',
  },
  NO_MONEY: {
    zh: '没有可安排的余额：下达的 {announced} 元都已安排',
    en: 'Nothing is available: all of the {announced} yuan announced is arranged',
  },
  NO_NEED: {
    zh: '项目不缺钱：需要 {need} 元，已安排 {given} 元',
    en: 'The project lacks nothing: it needs {need} yuan and has {given} yuan',
  },
  OTHER: { zh: '规则“{rule}”不成立', en: 'The rule "{ruleEn}" does not hold' },
  NEGATIVE_LIST: { zh: '项目在负面清单上，什么钱都不能付', en: 'The project is on the negative list; no money may pay it' },
  INDUSTRY: {
    zh: '资金限用于指定产业（{industries}），项目的产业是{industry}',
    en: 'The money is for named industries ({industries}); the project has {industry}',
  },
  FORBIDDEN_BY_HAND: {
    zh: '测算口径里写明这笔钱不给这个项目',
    en: 'The terms of the plan keep this money from this project',
  },
  EXCLUDED: { zh: '测算口径里写明这个项目本次不参加', en: 'The terms of the plan leave this project out' },
  LOT_EMPTY: {
    zh: '这笔钱在方案里已安排完：共 {amount} 元，没有剩余',
    en: 'The plan has given out all of this money: {amount} yuan, nothing left',
  },
  FULL: {
    zh: '项目 {year} 年需要 {need} 元，方案已安排 {given} 元，不再缺；要换资金，先收回其中一笔',
    en: 'The project needs {need} yuan in {year} and the plan gives {given} yuan; to change its money take a slice back first',
  },
  SOURCES: {
    zh: '项目 {year} 年已有 {count} 笔资金，最多 {max} 笔；先收回一笔，或加在已有的资金上',
    en: 'The project already has {count} sources in {year}, {max} at most; take one back, or add to one it has',
  },
  SMALL: {
    zh: '现在最多能给 {most} 元，而一笔最少要 {least} 元；先收回别的安排腾出余额',
    en: 'It could give {most} yuan now, and a slice must be {least} yuan at least; take another slice back first',
  },
  SHARE: {
    zh: '这笔钱在一个项目里最多占 {share}，已经给到 {given} 元',
    en: 'This money pays {share} of a project at most and has given {given} yuan already',
  },
  CAP: {
    zh: '文件对{category}有上限，只剩 {left} 元',
    en: 'The document caps {categoryEn}; {left} yuan is left of the cap',
  },
  DEBT_SHARE: {
    zh: '项目 {year} 年融资最多付 {most} 元，已付 {given} 元',
    en: 'Debt pays {most} yuan of the project in {year} at most and has given {given} yuan',
  },
  GROUP: {
    zh: '“{group}”合计最多 {most} 元，已安排 {given} 元，再加上本项目的 {need} 元就超了',
    en: '"{groupEn}" gets {most} yuan at most and has {given} yuan; {need} yuan for this project would pass it',
  },
} as const satisfies Record<string, Text>

export type MatchReasonKey = keyof typeof matchReasons

/** A part of permitted use is told by the facts it compares. */
export const useReasons: Readonly<Record<string, MatchReasonKey>> = {
  'project.category,lot.uses': 'USE',
  'lot.book,project.poverty': 'BOOK',
  'project.poverty,project.agriculture': 'FIELD',
  'lot.poolClass,project.household': 'PERSONAL',
  'lot.book,project.household': 'DEBT_PERSONAL',
  'project.regions,lot.regions': 'REGION',
  'project.year,lot.usableTo': 'YEAR',
}
