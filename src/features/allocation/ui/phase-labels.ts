/** The solver's phases in words; a phase that is not listed is shown under its own name. */
import type { Text } from '#kernel/outcome.ts'

const PHASES: Readonly<Record<string, Text>> = {
  queued: { zh: '排队等候', en: 'Waiting' },
  load: { zh: '读取资金和项目', en: 'Reading money and projects' },
  prepare: { zh: '整理哪笔钱能用于哪个项目', en: 'Working out which money may pay which project' },
  greedy: { zh: '按排名先排一个方案', en: 'A first plan by rank' },
  statutory: { zh: '保证法定项目', en: 'Securing statutory projects' },
  bound: { zh: '计算可证明的上限', en: 'Proving the bound' },
  benefit: { zh: '提高效益', en: 'Raising the benefit' },
  search: { zh: '寻找更好的方案', en: 'Searching for better plans' },
  debt: { zh: '减少举债', en: 'Using less debt' },
  ledgerA: { zh: '扶贫专账优先', en: 'Poverty book first' },
  expiring: { zh: '先用快到期的资金', en: 'Expiring money first' },
  slices: { zh: '合并零散安排', en: 'Fewer slices' },
  repair: { zh: '修补细节', en: 'Repairing details' },
  explain: { zh: '写明未安排和闲置的原因', en: 'Explaining what is left out' },
  verify: { zh: '独立核验', en: 'Independent check' },
  done: { zh: '完成', en: 'Done' },
}

export const phaseLabel = (phase: string): Text => PHASES[phase] ?? { zh: phase, en: phase }
