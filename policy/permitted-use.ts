import type { Condition } from '#kernel/condition.ts'

/**
 * When a lot may pay a project (I13, A2–A4, E1 fourth prevention). Facts: `lot.*` from the fund document, `project.*` from
 * the library. Each labelled part is what a person is told when it does not hold.
 */
export const permittedUse = {
  all: [
    {
      label: { zh: '资金文件允许该用途', en: "The lot's document permits this use" },
      fact: 'project.category',
      is: 'one-of',
      than: { fact: 'lot.uses' },
    },
    {
      label: { zh: '扶贫专账只用于扶贫项目', en: 'The poverty book pays poverty projects only' },
      any: [
        { fact: 'lot.book', is: 'not-equal', than: { value: 'poverty' } },
        { fact: 'project.poverty', is: 'equal', than: { value: true } },
      ],
    },
    {
      label: { zh: '统筹资金只用于扶贫或涉农项目', en: 'Pooled money pays poverty or agricultural projects only' },
      any: [
        { fact: 'project.poverty', is: 'equal', than: { value: true } },
        { fact: 'project.agriculture', is: 'equal', than: { value: true } },
      ],
    },
    {
      label: { zh: '到户到人资金不得用于生产和基础设施', en: 'Money due to persons may not go into production or infrastructure' },
      any: [
        { fact: 'lot.poolClass', is: 'not-equal', than: { value: 'personal' } },
        { fact: 'project.household', is: 'equal', than: { value: true } },
      ],
    },
    {
      label: { zh: '融资资金不得用于到户到人补助', en: 'Debt never pays what is due to persons' },
      any: [
        { fact: 'lot.book', is: 'not-equal', than: { value: 'financing' } },
        { fact: 'project.household', is: 'equal', than: { value: false } },
      ],
    },
    {
      label: { zh: '在资金规定的地域内', en: 'Within the area the document names' },
      fact: 'project.regions',
      is: 'within-or-free',
      than: { fact: 'lot.regions' },
    },
    {
      label: { zh: '在资金使用年限内', en: 'Within the years the money may be used' },
      fact: 'project.year',
      is: 'at-most',
      than: { fact: 'lot.usableTo' },
    },
  ],
} as const satisfies Condition
