/** How the two sides of the desk are searched and narrowed. */
import type { Text } from '#kernel/outcome.ts'
import type { ColumnFilter } from './DeskColumn.tsx'
import type { DeskLot, DeskProject, Sums } from './desk-state.ts'

type Say = (text: Text) => string

export const lotHint: Text = { zh: '资金、文号、专账、用途', en: 'Money, document, book, use' }
export const projectHint: Text = { zh: '项目、编号、类别', en: 'Project, code, category' }

export const lotWords = (say: Say) => (l: DeskLot) => `${l.fundName} ${l.docNo} ${say(l.bookLabel)} ${say(l.usesText)}`
export const projectWords = (p: DeskProject) => `${p.name} ${p.code} ${p.categoryLabel.zh} ${p.categoryLabel.en}`

export const lotFilters = ({ left }: Sums): ColumnFilter<DeskLot>[] => [
  { value: 'left', label: { zh: '有余额', en: 'With money left' }, fits: (l) => left.get(l.id) !== 0n },
  { value: 'all', label: { zh: '全部', en: 'All' }, fits: () => true },
  { value: 'over', label: { zh: '超支', en: 'Overdrawn' }, fits: (l) => left.get(l.id)! < 0n },
]

export const projectFilters = ({ given, lacks }: Sums): ColumnFilter<DeskProject>[] => [
  { value: 'open', label: { zh: '还缺钱', en: 'Lacking money' }, fits: (p) => lacks.get(p.id) !== 0n },
  { value: 'funded', label: { zh: '已安排', en: 'Funded' }, fits: (p) => given.get(p.id)! > 0n },
  { value: 'part', label: { zh: '没付清', en: 'Not paid in full' }, fits: (p) => given.get(p.id)! > 0n && lacks.get(p.id) !== 0n },
  { value: 'all', label: { zh: '全部', en: 'All' }, fits: () => true },
]
