/** What is told about a plan: its explanations with names, money in fen, words in two languages. Pure. */
import type { Text } from '#kernel/outcome.ts'
import { idleReasons, insightBasis, unfundedCauses } from '#policy/allocation-reasons.ts'
import { type BookKey, books } from '#policy/books.ts'
import type { Instance } from './engine/format.ts'
import { NEW_PROJECT } from './engine/insight/changes.ts'
import type { IdleInsight, Overview, UnfundedInsight } from './engine/insight/insight.ts'
import type { Prices } from './engine/insight/shadow.ts'
import type { Remedy } from './engine/insight/smallest.ts'
import type { IdleRemedy } from './engine/insight/why-idle.ts'
import { pointsOf } from './insight-figures.model.ts'
import { categoryOf, kindsText, Words } from './insight-words.model.ts'
import { toFen } from './instance.model.ts'
import { beforeOf, type StoredBefore } from './scenario.model.ts'

export interface ToldPlan {
  readonly name: string
  readonly year: number
  readonly problem: Instance
  readonly scale_fen: bigint
  /** The terms it was solved under, whose limits have names; older plans keep none. */
  readonly settings?: { readonly terms?: { readonly limits: readonly { readonly label: string }[] }; readonly before?: StoredBefore }
}

export interface PlanNames {
  readonly lots: ReadonlyMap<string, { readonly doc_no: string; readonly fund_name: string; readonly book: BookKey }>
  readonly projects: ReadonlyMap<string, { readonly code: string; readonly name: string }>
}

/** A plan with the names its explanations use. */
export class Told {
  readonly plan: ToldPlan
  readonly words: Words
  readonly names: PlanNames
  readonly divisions: ReadonlyMap<string, string>

  constructor(plan: ToldPlan, names: PlanNames, divisions: ReadonlyMap<string, string>) {
    this.plan = plan
    this.names = names
    this.divisions = divisions
    this.words = new Words(plan.problem, plan.scale_fen, {
      lot: (id) => this.lotName(id),
      project: (id) => names.projects.get(id)?.name ?? id,
      region: (id) => divisions.get(id) ?? id,
      limit: (index) => plan.settings?.terms?.limits[index]?.label,
      before: beforeOf(plan.settings ?? {}),
    })
  }

  lotName(id: string): string {
    const lot = this.names.lots.get(id)
    return lot ? `${lot.fund_name}（${lot.doc_no}）` : id
  }

  fen(steps: number) {
    return toFen(steps, this.plan.scale_fen)
  }

  remedy(r: Remedy) {
    return {
      kind: r.change.kind,
      text: this.words.change(r.change),
      sizeFen: this.fen(r.size),
      slices: r.slices.map((s) => ({
        lotId: this.names.lots.has(s.lot) ? s.lot : '',
        name: this.names.lots.has(s.lot) ? this.lotName(s.lot) : '',
        year: s.year,
        amountFen: this.fen(s.amount),
      })),
      shiftedFen: this.fen(r.shifted),
    }
  }

  idleRemedy(r: IdleRemedy) {
    const isNew = r.project === NEW_PROJECT
    return {
      ...this.remedy(r),
      projectId: isNew ? null : r.project,
      projectName: this.words.projectName(r.project),
      usesFen: this.fen(r.uses),
    }
  }

  unfunded({ why, remedies }: UnfundedInsight) {
    const project = this.plan.problem.projects.find((p) => p.id === why.project)!
    const named = this.names.projects.get(why.project)
    const cause = this.words.causeOf(why, remedies)
    const best = remedies?.found[0]
    return {
      projectId: why.project,
      code: named?.code ?? why.project,
      name: named?.name ?? why.project,
      place: this.divisions.get(project.region) ?? '',
      category: categoryOf(project.category),
      score: project.score,
      households: project.households,
      needFen: this.fen(why.need),
      cause,
      causeLabel: unfundedCauses[cause],
      facts: this.words.unfunded(why, remedies),
      looked: remedies !== null,
      best: best ? this.remedy(best) : null,
    }
  }

  idle({ why, remedies }: IdleInsight) {
    const lot = this.names.lots.get(why.lot)
    const best = remedies?.found[0]
    return {
      lotId: why.lot,
      docNo: lot?.doc_no ?? '',
      name: lot?.fund_name ?? why.lot,
      book: lot ? books[lot.book].label : { zh: '', en: '' },
      amountFen: this.fen(why.amount),
      reason: why.reason,
      because: idleReasons[why.reason],
      facts: this.words.idle(why),
      looked: remedies !== null,
      best: best ? this.idleRemedy(best) : null,
    }
  }

  worth({ prices }: Overview) {
    if (!prices) return null
    return {
      basis: insightBasis.prices,
      lots: prices.lots.map(({ id, price }) => this.#lotWorth(id, price)),
      limits: this.#limitWorths(prices),
      places: prices.places.map(({ id, price }) => {
        const name = this.divisions.get(id) ?? id
        const what = { zh: `${name}再有 1 万元不限用途的资金`, en: `10,000 yuan more for ${name}, free of purpose` }
        return this.#worth(id, price, same(name), '', what)
      }),
    }
  }

  #lotWorth(id: string, price: number) {
    const name = this.names.lots.get(id)?.fund_name ?? id
    const what = { zh: `“${name}”再有 1 万元`, en: `10,000 yuan more in "${name}"` }
    return this.#worth(id, price, same(name), this.names.lots.get(id)?.doc_no ?? '', what)
  }

  #limitWorths({ caps, groups }: Prices) {
    const ofCaps = caps.map(({ id, price }) => {
      const name = this.lotName(id.slice(0, id.lastIndexOf('#')))
      const what = { zh: `“${name}”的用途上限提高 1 万元`, en: `A cap of "${name}" 10,000 yuan higher` }
      return this.#worth(id, price, same(name), '', what)
    })
    const ofGroups = groups.map(({ id, price }) => {
      const name = this.words.group(id)
      const what = { zh: `“${name.zh}”的上限提高 1 万元`, en: `The limit of "${name.en}" 10,000 yuan higher` }
      return this.#worth(id, price, name, '', what)
    })
    return [...ofCaps, ...ofGroups]
  }

  #worth(id: string, price: number, name: Text, note: string, what: Text) {
    const points = pointsOf(price, this.plan.scale_fen)
    return { id, name, note, points, text: { zh: `${what.zh}，可多得 ${points} 分`, en: `${what.en}: ${points} points more` } }
  }

  projectDetail(found: UnfundedInsight) {
    const { found: list = [], tried = [] } = found.remedies ?? {}
    return { ...this.unfunded(found), remedies: list.map((r) => this.remedy(r)), tried: tried.length > 0 ? kindsText(tried) : null }
  }

  lotDetail(found: IdleInsight) {
    const { found: list = [], tried = [] } = found.remedies ?? {}
    return { ...this.idle(found), remedies: list.map((r) => this.idleRemedy(r)), tried: tried.length > 0 ? kindsText(tried) : null }
  }

  /** Gain of a solve with money added to a lot, in words. */
  resolved(lot: string, yuan: string, gain: number, exact: boolean) {
    const name = this.lotName(lot)
    const how = exact ? { zh: '精确重算', en: 'exact' } : { zh: '未证明最优，仅供参考', en: 'not proven optimal' }
    const what: Text =
      gain > 0
        ? { zh: `“${name}”再有 ${yuan} 元，可多得 ${gain} 分`, en: `${yuan} yuan more in "${name}": ${gain} points more` }
        : { zh: `“${name}”再有 ${yuan} 元，得分不变`, en: `${yuan} yuan more in "${name}" changes nothing` }
    return { id: lot, name, gain: String(gain), exact, text: { zh: `${what.zh}（${how.zh}）`, en: `${what.en} (${how.en})` } }
  }

  /** Rows of the spreadsheet: code, name, place, category, score, households, need, cause, facts, change, its size, what was tried in vain. */
  sheetRow(u: UnfundedInsight) {
    const row = this.unfunded(u)
    const tried = u.remedies && u.remedies.found.length === 0 ? kindsText(u.remedies.tried).zh : ''
    const facts = row.facts.map((f) => f.zh).join('')
    const change = [row.best?.text.zh ?? '', row.best?.sizeFen ?? null, tried]
    return [row.code, row.name, row.place, row.category.zh, row.score, row.households, row.needFen, row.causeLabel.zh, facts, ...change]
  }
}

const same = (name: string): Text => ({ zh: name, en: name })
