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
