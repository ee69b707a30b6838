import type { Text } from '#kernel/outcome.ts'

/**
 * The printed annual plan (实施方案): its chapters and the words around figures that are computed. Basis: 国办发〔2016〕22号 asks for a yearly
 * plan with goals, money, projects, schedule, performance and safeguards; 国办发〔2018〕11号 has it and its adjustments published.
 */
export const paperChapters = {
  basis: '编制依据',
  principle: '整合原则',
  sources: '资金来源',
  arrangement: '资金安排',
  preventions: '五个防止',
  schedule: '进度安排',
  performance: '绩效目标',
  safeguards: '保障措施',
} as const

/** Documents a plan rests on whatever its money. */
export const paperBasis = [
  '《国务院办公厅关于支持贫困县开展统筹整合使用财政涉农资金试点的意见》（国办发〔2016〕22号）',
  '《中央财政专项扶贫资金管理办法》（财农〔2017〕8号）',
] as const

/** On the public page nothing names a household (国办发〔2018〕11号; domain: privacy). */
export const publicMask = {
  project: { zh: '到户项目（名称不公开）', en: 'Household project (name withheld)' },
} as const satisfies Record<string, Text>
