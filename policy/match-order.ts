import type { Text } from '#kernel/outcome.ts'

/** In which order money is offered to a project, and projects to money. Each rule decides only between those that all rules before it leave equal. */
interface OrderRule<Key extends string> {
  readonly by: Key
  readonly label: Text
  /** Why the order is so; stands beside the list. */
  readonly reason: Text
}

export type LotOrderKey = 'book' | 'expiry' | 'earmark' | 'region' | 'covers' | 'available'

export const lotOrder = [
  {
    by: 'book',
    label: { zh: '专账', en: 'Book' },
    reason: {
      zh: '先扶贫专账，再统筹专账，融资最后：要求用于扶贫的钱先用，借来的钱后用',
      en: 'The poverty book first, then coordination, debt last: what must go to poverty relief goes first, what was borrowed goes last',
    },
  },
  {
    by: 'expiry',
    label: { zh: '使用期限', en: 'Expiry' },
    reason: { zh: '先到期的先用，免得被收回', en: 'What lapses sooner is used first, before it is taken back' },
  },
  {
    by: 'earmark',
    label: { zh: '允许用途', en: 'Permitted uses' },
    reason: {
      zh: '用途窄的先用，把用途宽的留给别的项目',
      en: 'What permits fewer uses goes first; what permits many is kept for other projects',
    },
  },
  {
    by: 'region',
    label: { zh: '地域', en: 'Area' },
    reason: { zh: '限定地域的先用，不限的留着', en: 'What is bound to an area goes before what is free' },
  },
  {
    by: 'covers',
    label: { zh: '能否一笔付清', en: 'Covers the need alone' },
    reason: { zh: '一笔能付清的在前，少拆几笔，报账好办', en: 'What covers the need alone goes first: fewer slices, simpler claims' },
  },
  {
    by: 'available',
    label: { zh: '可安排余额', en: 'Available' },
    reason: { zh: '余额大的在前', en: 'More money available goes first' },
  },
] as const satisfies readonly OrderRule<LotOrderKey>[]

export type ProjectOrderKey = 'statutory' | 'running' | 'score' | 'households' | 'need'

export const projectOrder = [
  {
    by: 'statutory',
    label: { zh: '法定项目', en: 'Statutory' },
    reason: { zh: '法定必须安排的在前', en: 'What the law demands comes first' },
  },
  {
    by: 'running',
    label: { zh: '已实施项目的后续年度', en: 'Later phases of running projects' },
    reason: { zh: '已经开工的先续上，免得半途停工', en: 'What has begun is carried on first, so that no work stops half-way' },
  },
  {
    by: 'score',
    label: { zh: '排序得分', en: 'Score' },
    reason: { zh: '项目库得分高的在前', en: 'The higher score in the library comes first' },
  },
  {
    by: 'households',
    label: { zh: '受益户数', en: 'Households' },
    reason: { zh: '受益户多的在前', en: 'More households that gain come first' },
  },
  {
    by: 'need',
    label: { zh: '尚缺资金', en: 'Open need' },
    reason: { zh: '缺得少的在前，先付清一个算一个', en: 'The smaller open need comes first, so that it is met in full' },
  },
] as const satisfies readonly OrderRule<ProjectOrderKey>[]
