import type { Text } from '#kernel/outcome.ts'
import type { AmountKey } from './books.ts'

/**
 * Departments' credit (各记其功): what is counted for whom, and how each figure is made. The page and the statement print these words.
 * Basis: the report, 「管理不变、各记其功」; domain §0.2(3).
 */

/** Households of a project are shared by the money tied to it, and a project belongs to whoever has such money in it. */
export const creditWeight: AmountKey = 'allocated'

/** A contract is finished when it was paid and nothing of it lies in these stages any more. */
export const unfinishedStages = ['committed', 'ordered', 'returned', 'retained', 'advanced'] as const

export const creditDefinitions = {
  money: {
    label: { zh: '四个金额', en: 'The four amounts' },
    how: {
      zh: '按资金血缘统计：指标文件把每笔资金记在一个部门、一个层级名下，统筹使用、跨账补充以后仍是这一笔。各部门之和等于全区合计，分毫不差。',
      en: 'By lineage: its document names department and level of each lot, which stays that lot however it is pooled or supplements another book. Departments add up to the district, to the fen.',
    },
  },
  projects: {
    label: { zh: '项目', en: 'Projects' },
    how: {
      zh: '有本部门资金安排（预留、签约、支付等）的项目。一个项目由几个部门出资的，各记一次，所以各部门之和可以大于全区项目数；出资比例 = 本部门资金在该项目安排额中的份额。',
      en: 'Projects with money of the department allocated to them. A project of several departments counts for each, so departments may add up to more than the district; its share is its part of all money allocated to the project.',
    },
  },
  places: {
    label: { zh: '乡镇、村', en: 'Townships, villages' },
    how: {
      zh: '上述项目所在的乡镇和村，按行政区划代码去重。',
      en: 'Where those projects lie, each division counted once.',
    },
  },
  households: {
    label: { zh: '受益户', en: 'Households' },
    how: {
      zh: '项目的受益户数按各部门、层级、年度资金在该项目安排额中的比例分摊，最大余数法取整，所以各部门之和正好等于全区合计。同一户受益于两个项目的，在两个项目里各计一次。',
      en: 'The households of a project are shared by the money allocated to it, largest remainder, so departments add up to the district exactly.',
    },
  },
  contracts: {
    label: { zh: '完工结清合同', en: 'Contracts finished' },
    how: {
      zh: '本部门资金支付过、合同项下不再有已签约、在途、退回、质保金和预付款余额的合同。几个部门出资的各记一次。',
      en: 'Contracts that its money paid and that hold nothing committed, ordered, returned, retained or advanced any more. Those of several departments count for each.',
    },
  },
  months: {
    label: { zh: '分月支付', en: 'Paid by month' },
    how: {
      zh: '按业务日期，当月从专户付出去的本部门资金减去当月收回的。',
      en: 'By business date: its money that left the account for projects in the month, less what came back.',
    },
  },
} as const satisfies Record<string, { readonly label: Text; readonly how: Text }>

export type CreditDefinition = keyof typeof creditDefinitions
