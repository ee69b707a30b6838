/** What the result of a solve means, for somebody who meets it for the first time. Pure. */
import type { Text } from '#kernel/outcome.ts'
import type { Plan } from './plan-groups.ts'

export const checkedWords: Text = {
  zh: '“独立核验”：另写的一套程序逐笔复核用途、专账、年限、金额和限额，并重算效益上限，不采信测算程序自己的说法。',
  en: 'The independent check is a program of its own: it goes through use, book, years, amount and limits slice by slice, computes the bound again, and believes nothing the solver says.',
}

const OPTIMAL: Text = {
  zh: '“已证明最优”：用同样的资金、项目和限制，没有别的方案按目标的先后顺序比它更好。',
  en: 'Proven optimal: with the same money, projects and limits no other plan does better by the goals in their order.',
}

const NO_BOUND: Text = {
  zh: '“可行”：符合全部规定和限制；没有算过离最好的方案还有多远。',
  en: 'Feasible: it keeps every rule and limit; how far it is from the best plan was not worked out.',
}

const AT_BOUND: Text = {
  zh: '效益分已到可证明的上限，没有方案能更高；排在后面的目标（如资金笔数）没有全部证明最优。',
  en: 'The benefit has reached its proven bound; the later goals, such as fewest slices, are not all proven.',
}

const figure = (value: number): string => value.toLocaleString('zh-CN', { maximumFractionDigits: 0 })

/** Null where nothing was searched for, or there is no plan. */
export function proofWords({
  status,
  bound,
  allProjects,
  comparison,
}: Pick<Plan, 'status' | 'bound' | 'allProjects' | 'comparison'>): Text | null {
  if (status === 'infeasible' || allProjects === 0) return null
  if (status === 'optimal') return OPTIMAL
  if (!bound) return NO_BOUND
  if (Number(bound.gapPercent) === 0) return AT_BOUND
  const reached = comparison.find((row) => row.key === 'benefit')?.plan
  if (reached === undefined) return null
  const most = Number(bound.benefit)
  const [has, top, missing] = [figure(Number(reached)), figure(Math.ceil(most)), figure(Math.ceil(most - Number(reached)))]
  const gap = `${bound.gapPercent}%`
  const proven: Text = {
    zh: `效益分 ${has}；已证明，用同样的资金、项目和限制，任何方案都不超过 ${top}。`,
    en: `Its benefit is ${has}; no plan with the same money, projects and limits can exceed ${top}, which is proven.`,
  }
  const left: Text = {
    zh: `所以它离最好的方案最多还差 ${missing} 分（上限的 ${gap}），实际往往更近。要再缩小，可重新测算并多给时间。`,
    en: `So it misses the best by at most ${missing} (${gap} of the bound), often by less. More time may bring it closer.`,
  }
  return { zh: proven.zh + left.zh, en: `${proven.en} ${left.en}` }
}
