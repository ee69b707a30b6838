/** The three lists of one plan: where the money comes from, what it pays, who answers. Each adds up to the plan. Pure. */
import { groupBy } from '#kernel/collect.ts'
import { type Fen, sum } from '#kernel/money.ts'
import type { BookKey } from '#policy/books.ts'
import type { CategoryKey } from '#policy/categories.ts'
import type { FundLevel } from '#policy/fund-catalogue.ts'
import { publicMask } from '#policy/plan-paper.ts'
import type { SliceFen } from './allocation.model.ts'
import type { PlanLot, PlanProject } from './plan-compare.model.ts'

export interface SourceLine {
  readonly docNo: string
  readonly fundName: string
  readonly level: FundLevel
  readonly department: string
  readonly book: BookKey
  readonly amountFen: Fen
}

export interface UseLine {
  readonly code: string
  readonly project: string
  readonly place: string
  readonly category: CategoryKey
  readonly content: string
  readonly docNo: string
  readonly fundName: string
  readonly year: number
  readonly amountFen: Fen
}

export interface DutyLine {
  readonly unit: string
  /** Departments whose money pays it. */
  readonly departments: readonly string[]
  readonly code: string
  readonly project: string
  /** The year in which the first of its money lapses. */
  readonly usableTo: number
  readonly amountFen: Fen
}

export interface PlanLists {
  readonly sources: readonly SourceLine[]
  readonly uses: readonly UseLine[]
  readonly duties: readonly DutyLine[]
  readonly totalFen: Fen
}

export interface Named {
  readonly lotOf: ReadonlyMap<string, PlanLot>
  readonly projectOf: ReadonlyMap<string, PlanProject>
}

const byText = (a: string, b: string) => a.localeCompare(b, 'zh-CN')

export function planLists(slices: readonly SliceFen[], { lotOf, projectOf }: Named): PlanLists {
  const sources = [...groupBy(slices, (s) => s.lotId)].map(([lotId, own]): SourceLine => {
    const { docNo, fundName, level, department, book } = lotOf.get(lotId)!
    return { docNo, fundName, level, department, book, amountFen: sum(own.map((s) => s.amountFen)) }
  })
  const uses = slices.map((s): UseLine => {
    const [project, lot] = [projectOf.get(s.projectId)!, lotOf.get(s.lotId)!]
    return {
      code: project.code,
      project: project.name,
      place: placeOf(project),
      category: project.category,
      content: project.content,
      docNo: lot.docNo,
      fundName: lot.fundName,
      year: s.year,
      amountFen: s.amountFen,
    }
  })
  const duties = [...groupBy(slices, (s) => s.projectId)].map(([projectId, own]): DutyLine => {
    const project = projectOf.get(projectId)!
    const lots = own.map((s) => lotOf.get(s.lotId)!)
    return {
      unit: project.unit,
      departments: [...new Set(lots.map((l) => l.department))].sort(byText),
      code: project.code,
      project: project.name,
      usableTo: Math.min(...lots.map((l) => l.usableTo)),
      amountFen: sum(own.map((s) => s.amountFen)),
    }
  })
  return {
    sources: sources.sort((a, b) => byText(a.docNo, b.docNo) || byText(a.fundName, b.fundName)),
    uses: uses.sort((a, b) => byText(a.code, b.code) || a.year - b.year || byText(a.docNo, b.docNo)),
    duties: duties.sort((a, b) => byText(a.unit, b.unit) || byText(a.code, b.code)),
    totalFen: sum(slices.map((s) => s.amountFen)),
  }
}

/** Township and village where they are known, else what the library says. */
export const placeOf = (p: PlanProject): string =>
  p.township === '' ? p.place || p.townshipName : `${p.townshipName}${p.villageName ?? ''}`

/** For the public: what is paid to households keeps its amount and its township, and loses its name and its village. */
export function masked({ lotOf, projectOf }: Named): Named {
  const open = [...projectOf].map(([id, p]): [string, PlanProject] =>
    p.household
      ? [id, { ...p, name: publicMask.project.zh, content: '', place: p.townshipName, village: null, villageName: null, unit: p.unit }]
      : [id, p],
  )
  return { lotOf, projectOf: new Map(open) }
}
