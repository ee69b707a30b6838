/** What the independent check found, in sentences that name lot, project, amounts and what to do. Pure. */
import { groupBy } from '#kernel/collect.ts'
import { type Facts, fill, type Text } from '#kernel/outcome.ts'
import { formatFen } from '#kernel/money.ts'
import { books } from '#policy/books.ts'
import { byHandWords, type PlanViolationKey, planViolations } from '#policy/plan-violations.ts'
import type { Lot, Project } from './engine/format.ts'
import { shareCeil, shareFloor, sliceBounds } from './engine/verify-books.ts'
import type { Violation } from './engine/verify.ts'
import { bareResult, type HandSlice, type Parent, stepsAround, yuan } from './desk.model.ts'
import { bookOf, rulesOf } from './desk-partners.model.ts'
import { type Places, usesOf } from './matches.model.ts'

export interface Names {
  lot(id: string): string
  project(id: string): string
  group(id: string): Text
}

/** A change that would mend it: this much of the slice of `lotId` is taken over by `byLotId`. */
export interface Mend {
  readonly lotId: string
  readonly byLotId: string
  readonly projectId: string
  readonly year: number
  readonly amount: number
}

export interface ToldViolation {
  readonly rule: string
  readonly text: Text
  readonly lotId: string | null
  readonly projectId: string | null
  readonly year: number | null
  readonly mend: Mend | null
}

const LEVELS: Readonly<Record<string, Text>> = {
  central: { zh: '中央', en: 'central' },
  province: { zh: '省级', en: 'province' },
  city: { zh: '市级', en: 'city' },
  county: { zh: '县区级', en: 'county' },
  debt: { zh: '融资', en: 'debt' },
}

interface Place {
  readonly lot: Lot | undefined
  readonly project: Project | undefined
  readonly lotId: string
  readonly projectId: string
  readonly year: number | null
}

/** `lot→project 2017`, `project 2017`, `lot#0`, `lot` or `project`, as the check writes a place. */
function placeOf(at: string, { instance }: Parent): Place {
  const [before, after] = at.includes('→') ? (at.split('→') as [string, string]) : ['', at]
  const dated = /^(.*) (\d{4})$/.exec(after)
  const name = dated ? dated[1]! : after
  const lotId = before || name.replace(/#\d+$/, '')
  const lot = instance.lots.find((l) => l.id === lotId)
  const project = instance.projects.find((p) => p.id === name)
  return { lot, project, lotId, projectId: name, year: dated ? Number(dated[2]) : null }
}

/** One violation with everything its sentence may name. Amounts are of steps. */
interface Case extends Place {
  readonly v: Violation
  readonly parent: Parent
  readonly names: Names
  /** Slices of the lot for the project, of the phase, and the one slice meant. */
  readonly pair: readonly HandSlice[]
  readonly phase: readonly HandSlice[]
  readonly slice: number
  readonly sliceFen: bigint
  readonly ofLot: readonly HandSlice[]
  readonly need: number
  readonly bounds: readonly [number, number]
  readonly own: Facts
  readonly because: readonly Text[]
}

type Said = readonly [PlanViolationKey, Facts, Mend?]

const stepsOf = (parent: Parent, list: readonly HandSlice[]) => list.reduce((a, s) => a + Number(s.amountFen / parent.step), 0)
const words = ({ parent }: Case, steps: number) => yuan(Math.max(0, steps), parent.step)

const limited = (c: Case, given: number, limit: number, more: Facts = {}): Facts => ({
  ...c.own,
  ...more,
  given: words(c, given),
  limit: words(c, limit),
  difference: words(c, Math.abs(given - limit)),
})

const plain =
  (key: PlanViolationKey) =>
  (c: Case): Said => [key, c.own]

const group =
  (key: 'group-min' | 'group-max') =>
  (c: Case): Said => {
    const [sum = 0, limit = 0] = (c.v.detail.match(/\d+/g) ?? []).map(Number)
    const name = c.names.group(c.v.at)
    return [key, limited(c, sum, limit, { group: name.zh, groupEn: name.en })]
  }

function inFull(c: Case): Said {
  const given = stepsOf(c.parent, c.phase)
  const way = given > c.need ? { wayZh: '多了', wayEn: 'too much' } : { wayZh: '还差', wayEn: 'short' }
  return ['in-full', { ...limited(c, given, c.need, way), need: words(c, c.need) }]
}

function coFunding(c: Case): Said {
  const { instance } = c.parent
  const levels = c.project?.match?.levels ?? []
  const matched = c.phase.filter((s) => instance.lots.some((l) => l.id === s.lotId && l.ledger !== 'C' && levels.includes(l.level)))
  const least = shareCeil(c.project?.match?.minShare ?? 0, c.need, instance.rules.grain)
  const named = levels.map((l) => LEVELS[l] ?? { zh: l, en: l })
  const list = { levels: named.map((l) => l.zh).join('、'), levelsEn: named.map((l) => l.en).join(', ') }
  return ['match', limited(c, stepsOf(c.parent, matched), least, list)]
}

function debtShare(c: Case): Said {
  const { instance } = c.parent
  const debt = c.phase.filter((s) => instance.lots.some((l) => l.id === s.lotId && l.ledger === 'C'))
  return ['debt-share', limited(c, stepsOf(c.parent, debt), shareFloor(c.project?.maxDebtShare ?? 1, c.need, instance.rules.grain))]
}

function capPassed(c: Case): Said {
  const cap = c.lot?.caps[Number(/#(\d+)$/.exec(c.v.at)?.[1] ?? 0)]
  const uses = usesOf(cap?.categories ?? [])
  const over = Number(/(\d+)$/.exec(c.v.detail)?.[1] ?? 0)
  const max = cap?.max ?? 0
  return ['cap', limited(c, max + over, max, { categories: uses.zh, categoriesEn: uses.en })]
}

function pinned(c: Case): Said {
  const pins = c.parent.instance.overrides.pin
  const pin = pins.find((p) => p.lot === c.lotId && p.project === c.projectId && (p.year ?? c.year) === c.year)
  return ['pin', limited(c, c.slice, Math.max(pin?.amount ?? 0, c.bounds[0], 1))]
}

function waterfall(c: Case): Said {
  const { instance, step } = c.parent
  const said = /^(.+) could take over (\d+)$/.exec(c.v.detail)
  const other = said ? instance.lots.find((l) => l.id === said[1]) : undefined
  if (!said || !other || !c.lot || c.year === null) return unforeseen(c)
  const amount = Number(said[2])
  const [book, otherBook] = [books[bookOf(c.lot.ledger)].label, books[bookOf(other.ledger)].label]
  const labels = { book: book.zh, bookEn: book.en, otherBook: otherBook.zh, otherBookEn: otherBook.en }
  const facts = { ...c.own, ...labels, other: c.names.lot(other.id), amount: yuan(amount, step) }
  return ['waterfall', facts, { lotId: c.lotId, byLotId: other.id, projectId: c.projectId, year: c.year, amount }]
}

const unforeseen = (c: Case): Said => ['other', { rule: c.v.rule, place: c.v.at, detail: c.v.detail }]

const sayings: Readonly<Record<string, (c: Case) => Said>> = {
  step: (c) => {
    const { lower, upper } = stepsAround(c.sliceFen, c.parent.step)
    return ['step', { ...c.own, amount: formatFen(c.sliceFen), lower: formatFen(lower), upper: formatFen(upper) }]
  },
  'in-full': inFull,
  compatible: (c) => {
    const sides = { because: c.because.map((b) => b.zh).join('；'), becauseEn: c.because.map((b) => b.en).join('; ') }
    return ['compatible', { ...c.own, ...sides }]
  },
  'smallest-slice': (c) => ['smallest-slice', { ...c.own, amount: words(c, c.slice), limit: words(c, c.bounds[0]) }],
  'largest-slice': (c) => ['largest-slice', { ...limited(c, c.slice, c.bounds[1]), amount: words(c, c.slice) }],
  'max-sources': (c) => ['max-sources', { ...c.own, count: c.phase.length, limit: c.parent.instance.rules.maxSources }],
  match: coFunding,
  'debt-share': debtShare,
  lot: (c) => ['lot', { ...limited(c, stepsOf(c.parent, c.ofLot), c.lot?.amount ?? 0), amount: words(c, c.lot?.amount ?? 0) }],
  cap: capPassed,
  'group-min': group('group-min'),
  'group-max': group('group-max'),
  include: plain('include'),
  exclude: plain('exclude'),
  pin: pinned,
  units: (c) => ['units', { ...c.own, min: c.project?.units?.min ?? 1, max: c.project?.units?.max ?? 1 }],
  grain: plain('grain'),
  unknown: plain('unknown'),
  twice: plain('twice'),
  waterfall,
}

/** Every rule of the check has a sentence of its own. */
export const toldRules = Object.keys(sayings)

/** One idle lot that could take over at many places is one thing to mend: the first place stands for all. */
export function oneForEachIdleLot(told: readonly ToldViolation[], names: Pick<Names, 'lot'>): ToldViolation[] {
  const idleLotOf = ({ rule, mend }: ToldViolation) => (rule === 'waterfall' && mend?.byLotId) || null
  const places = groupBy(told, idleLotOf)
  return told.flatMap((one) => {
    const idle = idleLotOf(one)
    const same = places.get(idle)!
    if (idle === null || same.length === 1) return [one]
    if (same[0] !== one) return []
    const said = planViolations['waterfall-many']
    const facts = { other: names.lot(idle), more: same.length - 1 }
    return [{ ...one, text: { zh: fill(said.zh, { ...facts, first: one.text.zh }), en: fill(said.en, { ...facts, first: one.text.en }) } }]
  })
}

export function tell(parent: Parent, slices: readonly HandSlice[], names: Names, places: Places): (v: Violation) => ToldViolation {
  const { instance, step } = parent
  const units = new Map(bareResult(parent, instance.name, slices).funded.map((f) => [f.project, f.units]))
  const rules = rulesOf(instance, places)
  const caseOf = (v: Violation): Case => {
    const place = placeOf(v.at, parent)
    const { lot, project, lotId, projectId } = place
    const pair = slices.filter((s) => s.lotId === lotId && s.projectId === projectId)
    const year = place.year ?? pair[0]?.year ?? project?.phases[0]?.year ?? null
    const sliceFen = pair.find((s) => s.year === year)?.amountFen ?? 0n
    const unitNeed = project?.phases.find((p) => p.year === year)?.need ?? 0
    const need = unitNeed * (units.get(projectId) ?? project?.units?.min ?? 1)
    return {
      ...place,
      v,
      parent,
      names,
      pair,
      year,
      need,
      sliceFen,
      phase: slices.filter((s) => s.projectId === projectId && s.year === year),
      slice: Number(sliceFen / step),
      ofLot: slices.filter((s) => s.lotId === lotId),
      bounds: lot && project ? sliceBounds(instance, lot, project, unitNeed, need) : [0, 0],
      own: { lot: names.lot(lotId), project: names.project(projectId), year: year ?? '', step: formatFen(step) },
      because: lot && project ? pair.flatMap((s) => rules(lot, project, s.year)) : [],
    }
  }
  return (v) => {
    const c = caseOf(v)
    const [key, facts, mend = null] = (sayings[v.rule] ?? unforeseen)(c)
    return {
      rule: v.rule,
      text: { zh: fill(planViolations[key].zh, facts), en: fill(planViolations[key].en, facts) },
      lotId: c.lot ? c.lotId : null,
      projectId: c.project ? c.projectId : null,
      year: c.project ? c.year : null,
      mend,
    }
  }
}

/** What keeping the plan will say of a project the rest could have paid. */
export function tellLeftOut({ instance, step }: Parent, projectId: string, names: Names): Text {
  const project = instance.projects.find((p) => p.id === projectId)
  const need = project?.phases.reduce((a, p) => a + p.need * (project.units?.min ?? 1), 0) ?? 0
  const facts = { project: names.project(projectId), need: yuan(need, step) }
  return { zh: fill(byHandWords.leftOut.zh, facts), en: fill(byHandWords.leftOut.en, facts) }
}
