/** The solver's phases in words; a phase that is not listed is shown under its own name. */
import type { Text } from '#kernel/outcome.ts'

const PHASES: Readonly<Record<string, Text>> = {
  start: { zh: '读取资金和项目', en: 'Reading money and projects' },
  exact: { zh: '规模不大，直接求最优', en: 'Small enough to solve exactly' },
  relax: { zh: '计算可证明的上限', en: 'Proving the bound' },
  wishes: { zh: '先看指定和限额能否同时做到', en: 'Seeing whether pins and limits can hold together' },
  choose: { zh: '选定项目', en: 'Choosing projects' },
  place: { zh: '给每个项目配资金', en: 'Placing money' },
  swap: { zh: '换进效益更高的项目', en: 'Swapping in better projects' },
  ruin: { zh: '拆开一部分重新安排', en: 'Taking a part apart and placing it anew' },
  neighbourhoods: { zh: '分片寻找更好的方案', en: 'Improving part by part' },
  prove: { zh: '写明原因，独立核验', en: 'Explaining and checking' },
  conflict: { zh: '找出互相矛盾的条件', en: 'Finding the terms that contradict' },
  done: { zh: '完成', en: 'Done' },
}

export const phaseLabel = (phase: string): Text => PHASES[phase] ?? { zh: phase, en: phase }
