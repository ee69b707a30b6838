/** What the solver's explanations say, in sentences: ids become names, steps become yuan. Pure. */
import { fill, type Facts, type Text } from '#kernel/outcome.ts'
import { formatFen } from '#kernel/money.ts'
import { brokenRuleWords, changeKinds, changeWords, type unfundedCauses, whyWords } from '#policy/allocation-reasons.ts'
import { type BookKey, books } from '#policy/books.ts'
import { categories, type CategoryKey } from '#policy/categories.ts'
import type { BrokenRule } from './engine/insight/broken-rules.ts'
import { type Change, NEW_PROJECT } from './engine/insight/changes.ts'
import type { Instance, Ledger, Lot } from './engine/format.ts'
import type { Remedies } from './engine/insight/smallest.ts'
import type { IdleWhy } from './engine/insight/why-idle.ts'
import type { PhaseWhy, UnfundedWhy } from './engine/insight/why-unfunded.ts'
import { toFen } from './instance.model.ts'
import { limitName } from './scenario-words.model.ts'

export type UnfundedCause = keyof typeof unfundedCauses

/** Names for the ids a problem uses. */
export interface Names {
  lot(id: string): string
  project(id: string): string
  region(id: string): string
  /** What the scenario calls its limit of this number, from 0. */
  limit?(index: number): string | undefined
  /** What a group counts that was given before the plan. */
  before?(group: string): bigint
}

export class Words {
  readonly #instance: Instance
  readonly #step: bigint
  readonly #names: Names
  readonly #lots: ReadonlyMap<string, Lot>

  constructor(instance: Instance, step: bigint, names: Names) {
    this.#instance = instance
    this.#step = step
    this.#names = names
    this.#lots = new Map(instance.lots.map((l) => [l.id, l]))
  }

  yuan(steps: number): string {
    return formatFen(toFen(Math.max(0, steps), this.#step)).replace(/\.00$/, '')
  }

  /** `limit:0`, `village:…`, `township:…`, as the instance names its groups. */
  group(id: string): Text {
    return limitName(this.#groupName(id), this.#names.before?.(id) ?? 0n)
  }

  #groupName(id: string): Text {
    const [kind = '', key = ''] = id.split(':')
    const group = this.#instance.groups.find((g) => g.id === id)
    if (kind === 'village' || kind === 'township') return same(this.#names.region(key))
    const label = kind === 'limit' ? this.#names.limit?.(Number(key)) : undefined
    if (label) return same(label)
    if (group?.region) return same(this.#names.region(group.region))
    const number = Number(key) + 1
    const counted = Number.isInteger(number) ? String(number) : id
    return { zh: `第 ${counted} 条限额`, en: `limit ${counted}` }
  }

  rules(broken: readonly BrokenRule[]): Text {
    const parts = broken.map((rule) => this.#rule(rule))
    return { zh: parts.map((p) => p.zh).join('；'), en: parts.map((p) => p.en).join('; ') }
  }

  #rule(rule: BrokenRule): Text {
    const words = brokenRuleWords[rule.rule]
    switch (rule.rule) {
      case 'year':
        return both(words, { ...rule })
      case 'book':
        return {
          zh: fill(words.zh, { book: bookOf(rule.ledger).zh, mark: rule.ledger === 'A' ? '扶贫' : '扶贫或涉农' }),
          en: fill(words.en, { book: bookOf(rule.ledger).en, mark: rule.ledger === 'A' ? 'poverty' : 'poverty or agriculture' }),
        }
      case 'use': {
        const uses = rule.uses.map(categoryOf)
        return {
          zh: fill(words.zh, { uses: uses.map((u) => u.zh).join('、'), category: categoryOf(rule.category).zh }),
          en: fill(words.en, { uses: uses.map((u) => u.en).join(', '), category: categoryOf(rule.category).en }),
        }
      }
      case 'region':
        return both(words, { regions: rule.regions.map((r) => this.#names.region(r)).join('、'), region: this.#names.region(rule.region) })
      case 'industry':
        return both(words, { industries: rule.industries.join('、') })
      default:
        return words
    }
  }

  causeOf(why: UnfundedWhy, remedies: Remedies | null): UnfundedCause {
    if (why.reason === 'NEGATIVE_LIST') return 'negative-list'
    if (why.reason === 'EXCLUDED') return 'excluded'
    const stuck = (kind: PhaseWhy['stuck']) => why.phases.some((p) => p.stuck === kind)
    if (stuck('no-lot')) return 'no-lot'
    if (stuck('never-enough')) return 'never-enough'
    if (why.rule === 'objectives') return 'goals'
    if (remedies?.asItIs) return 'room'
    if (why.groups.length > 0) return 'group'
    if (stuck('money-gone')) return 'money-gone'
    return 'pieces'
  }

  /** The facts of a project without money, the decisive ones first. */
  unfunded(why: UnfundedWhy, remedies: Remedies | null): Text[] {
    const cause = this.causeOf(why, remedies)
    if (cause === 'negative-list' || cause === 'excluded' || cause === 'goals') return [whyWords[cause]]
    if (cause === 'room') {
      const { shifted } = remedies!.asItIs!
      return [shifted > 0 ? both(whyWords.roomShifted, { shifted: this.yuan(shifted) }) : whyWords.room]
    }
    const groups = why.groups.map((g) => {
      const facts = {
        limit: this.yuan(g.limit),
        used: this.yuan(g.used),
        needed: this.yuan(g.needed),
        over: this.yuan(g.used + g.needed - g.limit),
      }
      const name = this.group(g.group)
      return { zh: fill(whyWords.group.zh, { ...facts, group: name.zh }), en: fill(whyWords.group.en, { ...facts, group: name.en }) }
    })
    if (!why.marked) return [whyWords.unmarked, ...why.phases.flatMap((p) => this.#phase(p))]
    const phases = why.phases.filter((p) => p.stuck !== 'nothing').flatMap((p) => this.#phase(p))
    if (groups.length + phases.length > 0) return [...groups, ...phases]
    return [why.phases.length > 1 ? whyWords.together : whyWords.unplaced]
  }

  #phase(p: PhaseWhy): Text[] {
    const { maxSources, minSlice } = this.#instance.rules
    const facts: Facts = {
      year: p.year,
      need: this.yuan(p.need),
      lots: p.lots,
      had: this.yuan(p.had),
      left: this.yuan(p.left),
      lack: this.yuan(p.need - p.left),
      pieces: p.pieces,
      largest: this.yuan(p.largest),
      tooSmall: p.tooSmall,
      sources: maxSources,
      minSlice: this.yuan(minSlice),
    }
    const out: Text[] = [p.stuck === 'nothing' ? whyWords.unplaced : both(whyWords[p.stuck], facts)]
    if (p.stuck === 'money-gone' && p.tooSmall > 0) out.push(both(whyWords.tooSmall, facts))
    for (const n of p.near) {
      const rules = this.rules(n.broken)
      const own = { lot: this.#names.lot(n.lot), left: this.yuan(n.left) }
      out.push({ zh: fill(whyWords.near.zh, { ...own, rules: rules.zh }), en: fill(whyWords.near.en, { ...own, rules: rules.en }) })
    }
    if (p.match && p.match.left < p.match.needed)
      out.push(both(whyWords.match, { needed: this.yuan(p.match.needed), left: this.yuan(p.match.left) }))
    if (p.debt && p.debt.otherLeft + p.debt.ceiling < p.need)
      out.push(both(whyWords.debt, { ceiling: this.yuan(p.debt.ceiling), left: this.yuan(p.debt.otherLeft) }))
    for (const c of p.fullCaps)
      out.push(both(whyWords.cap, { lot: this.#names.lot(c.lot), limit: this.yuan(c.limit), used: this.yuan(c.used) }))
    if (p.takers.length > 0 && p.stuck !== 'never-enough') out.push(this.#takers(p))
    return out
  }

  #takers(p: PhaseWhy): Text {
    const list = p.takers.map((t) => both(whyWords.taker, { project: this.#names.project(t.project), amount: this.yuan(t.amount) }))
    if (p.otherTakers > 0) list.push(both(whyWords.otherTakers, { count: p.otherTakers }))
    return {
      zh: fill(whyWords.takers.zh, { list: list.map((t) => t.zh).join('、') }),
      en: fill(whyWords.takers.en, { list: list.map((t) => t.en).join(', ') }),
    }
  }

  idle(why: IdleWhy): Text[] {
    const out: Text[] = [both(whyWords.idleLeft, { had: this.yuan(why.had), left: this.yuan(why.amount), year: why.lastYear })]
    if (why.served > 0 && why.waiting === 0) out.push(both(whyWords.idleServed, { served: why.served }))
    else if (why.waiting === 0) out.push(whyWords.idleNone)
    for (const c of why.fullCaps)
      out.push(both(whyWords.cap, { lot: this.#names.lot(c.lot), limit: this.yuan(c.limit), used: this.yuan(c.used) }))
    for (const n of why.near) {
      const facts = {
        project: this.#names.project(n.project),
        need: this.yuan(n.need),
        gives: this.yuan(n.gives),
        all: this.yuan(n.allGive),
        least: this.yuan(n.least),
      }
      if (n.broken.length > 0) {
        const rules = this.rules(n.broken)
        out.push({
          zh: fill(whyWords.idleNear.zh, { ...facts, rules: rules.zh }),
          en: fill(whyWords.idleNear.en, { ...facts, rules: rules.en }),
        })
      } else out.push(both(n.allGive < n.need ? whyWords.idleShort : whyWords.idleBound, facts))
    }
    return out
  }

  change(change: Change): Text {
    const words: Text = changeWords[change.kind]
    if (change.kind === 'together') {
      const parts = change.parts.map((part) => this.change(part))
      return {
        zh: fill(words.zh, { list: parts.map((p) => p.zh).join('，同时') }),
        en: fill(words.en, { list: parts.map((p) => p.en).join(', and ') }),
      }
    }
    return { zh: fill(words.zh, this.#facts(change, 'zh')), en: fill(words.en, this.#facts(change, 'en')) }
  }

  #facts(change: Exclude<Change, { kind: 'together' }>, language: 'zh' | 'en'): Facts {
    const { rules, projects } = this.#instance
    const lot = 'lot' in change ? { lot: this.#names.lot(change.lot) } : {}
    const own = 'project' in change ? projects.find((p) => p.id === change.project) : undefined
    const category = 'category' in change ? { category: categoryOf(change.category)[language] } : {}
    const common = { ...lot, ...category, ...('amount' in change ? { amount: this.yuan(change.amount) } : {}) }
    switch (change.kind) {
      case 'new-money':
        return { ...common, book: bookOf(change.ledger)[language], year: change.year }
      case 'group-max':
        return { ...common, group: this.group(change.group)[language] }
      case 'max-sources':
        return { old: rules.maxSources, to: change.to }
      case 'min-slice':
        return { old: this.yuan(rules.minSlice), to: this.yuan(change.to) }
      case 'fewer-units':
        return { old: own?.units?.min ?? 1, to: change.to }
      case 'smaller':
      case 'year':
        return { ...common, year: change.year }
      case 'region':
        return { ...common, region: this.#names.region(change.region) }
      case 'industry':
        return { ...common, industry: change.industry }
      case 'match':
        return { old: percent(own?.match?.minShare ?? 0), to: percent(change.permille / 1000) }
      case 'debt-share':
        return { old: percent(own?.maxDebtShare ?? 1), to: percent(change.permille / 1000) }
      case 'lot-share':
        return { ...common, old: percent(this.#lots.get(change.lot)?.maxShare ?? 1), to: percent(change.permille / 1000) }
      case 'new-project': {
        const region = this.#lots.get(change.like)?.regions?.[0] ?? this.#instance.regions.find((r) => r.parent === null)?.id
        return { ...common, region: region ? this.#names.region(region) : '' }
      }
      default:
        return common
    }
  }

  projectName(id: string): string {
    return id === NEW_PROJECT ? '' : this.#names.project(id)
  }
}

export const kindsText = (kinds: readonly (keyof typeof changeKinds)[]): Text => ({
  zh: kinds.map((k) => changeKinds[k].zh).join('、'),
  en: kinds.map((k) => changeKinds[k].en).join(', '),
})

const both = (words: Text, facts: Facts): Text => ({ zh: fill(words.zh, facts), en: fill(words.en, facts) })
const same = (name: string): Text => ({ zh: name, en: name })
const percent = (share: number): string => `${Math.round(share * 1000) / 10}%`

export const categoryOf = (key: string): Text => categories[key as CategoryKey]?.label ?? same(key)

const bookOf = (ledger: Ledger): Text => {
  const key = (Object.keys(books) as BookKey[]).find((b) => books[b].letter === ledger)
  return key ? books[key].label : same(ledger)
}
