/** A plan before its decision: which departments are asked, what they answered, and whether that is enough to adopt. Pure. */
import type { CivilDate } from '#kernel/civil-date.ts'
import type { Fen } from '#kernel/money.ts'
import { ok, type Outcome, refusals, type Text } from '#kernel/outcome.ts'
import { type AvailableAction, availableActions } from '#kernel/workflow.ts'
import { type ConsentRule, consentRules, type PlanAnswer, planAnswers } from '#policy/plan-consent.ts'
import { type PlanAct, planActs, type PlanState, planWorkflow } from '#policy/plan-workflow.ts'
import { type Permission, type RoleKey, roles } from '#policy/roles.ts'

export const refuse = refusals({
  not_consulting: {
    kind: 'conflict',
    zh: '方案现在是“{state}”，只有“征求意见”中的方案才能答复',
    en: 'The plan is "{state}"; only a plan that is being consulted on can be answered',
  },
  not_asked: {
    kind: 'forbidden',
    zh: '第 {round} 轮征求意见没有发给{department}；请由涉及的部门答复，或请区统筹办再发一轮',
    en: 'Round {round} was not sent to {department}; ask the office to send the plan again',
  },
  answered_already: {
    kind: 'conflict',
    zh: '{department}在第 {round} 轮已经答复“{answer}”；一轮只答复一次，要改请区统筹办再发一轮',
    en: '{department} has answered round {round} already ("{answer}"); the office can open another round',
  },
  words_missing: {
    kind: 'invalid',
    zh: '选了“{answer}”，请写明意见或理由',
    en: 'You chose "{answer}"; write the remark or the reason',
  },
  nobody_to_ask: {
    kind: 'rule-not-met',
    zh: '方案涉及的部门（{departments}）在系统里都没有“主管部门”岗位的人员，无法征求意见；请管理员先登记',
    en: 'None of the departments of this plan ({departments}) has a person with the role of a department; the administrator must add one first',
  },
  still_waiting: {
    kind: 'conflict',
    zh: '第 {round} 轮已经发出，还没有部门答复；请等答复后再决定是否重发',
    en: 'Round {round} is out and nobody has answered yet; wait before sending another',
  },
  consent_missing: {
    kind: 'rule-not-met',
    zh: '部门意见没有齐：{what}；要继续采纳，请写明理由',
    en: 'Not all departments have agreed: {what}; to go on, state the reason',
  },
  consent_required: {
    kind: 'rule-not-met',
    zh: '部门意见没有齐：{what}。按规定（{basis}，自 {from} 起施行），涉及的部门全部答复后才能采纳，不能用理由代替；请先征求意见，等部门答复',
    en: 'Not all departments have answered: {what}. By rule ({basisEn}, from {from}) a plan is adopted only after all have, and no reason stands in for it; ask them and wait',
  },
  comment_nothing: { kind: 'invalid', zh: '请写下意见', en: 'Write the comment' },
  comment_elsewhere: {
    kind: 'invalid',
    zh: '“{id}”不在这个方案里，请对方案中的项目或资金写意见',
    en: '"{id}" is not part of this plan; comment on one of its projects or lots',
  },
  comment_discarded: { kind: 'conflict', zh: '方案已经作废，不能再写意见', en: 'The plan is discarded; it takes no more comments' },
  not_adopted: {
    kind: 'conflict',
    zh: '方案现在是“{state}”，采纳以后、公布以前才能办理公布',
    en: 'The plan is "{state}"; it is published once, after its adoption',
  },
  published_wrong_day: {
    kind: 'invalid',
    zh: '公布日期 {date} 应在采纳决定（{decided}）当天或以后，并且不晚于今天',
    en: 'The date {date} must be on or after the decision ({decided}) and not in the future',
  },
})

export interface AskedDepartment {
  readonly department: string
  /** Somebody of it has an account here; otherwise it is named and not waited for. */
  readonly reachable: boolean
  /** Its money that the plan uses, and what its projects get. */
  readonly givesFen: Fen
  readonly getsFen: Fen
}

export interface Answered {
  readonly department: string
  readonly answer: PlanAnswer
  readonly words: string
  readonly by: string
  readonly at: string
}

/** How one round stands. `round` 0: the departments were never asked. */
export interface Standing {
  readonly round: number
  readonly departments: readonly (AskedDepartment & { readonly answered: Answered | null })[]
  readonly waiting: readonly string[]
  readonly objected: readonly string[]
  readonly agreed: boolean
}

export function standingOf(round: number, asked: readonly AskedDepartment[], answers: readonly Answered[]): Standing {
  const given = new Map(answers.map((a) => [a.department, a]))
  const departments = asked.map((d) => ({ ...d, answered: given.get(d.department) ?? null }))
  const waiting = departments.filter((d) => d.reachable && !d.answered).map((d) => d.department)
  const objected = departments.filter((d) => d.answered?.answer === 'object').map((d) => d.department)
  return { round, departments, waiting, objected, agreed: round > 0 && waiting.length === 0 && objected.length === 0 }
}

/** The rule of a district on a day, or null before there was one. */
export const consentRuleOn = (date: CivilDate, district: string, rules = consentRules): ConsentRule | null =>
  rules.findLast((r) => r.from <= date && (r.districts === 'everywhere' || r.districts.includes(district))) ?? null

const demandsAll = (rule: ConsentRule | null): rule is ConsentRule => rule?.answers === 'all'

/** What is missing from consent, in words; null when nothing is. */
export function missingConsent(standing: Standing, rule: ConsentRule | null): { zh: string; en: string } | null {
  if (standing.round === 0) return demandsAll(rule) ? { zh: '还没有征求部门意见', en: 'no department was asked' } : null
  if (standing.agreed) return null
  const parts = [
    ...(standing.objected.length > 0
      ? [{ zh: `${standing.objected.join('、')}不同意`, en: `${standing.objected.join(', ')} objects` }]
      : []),
    ...(standing.waiting.length > 0
      ? [{ zh: `${standing.waiting.join('、')}没有答复`, en: `${standing.waiting.join(', ')} has not answered` }]
      : []),
  ]
  return { zh: parts.map((p) => p.zh).join('；'), en: parts.map((p) => p.en).join('; ') }
}

/** Where every answer is required: refused while one is missing, whatever reason is given. */
export function checkAnswers(standing: Standing, rule: ConsentRule | null): Outcome<null> {
  const missing = missingConsent(standing, rule)
  const all = standing.round > 0 && standing.waiting.length === 0
  if (!missing || all || !demandsAll(rule)) return ok(null)
  return refuse('consent_required', { what: missing.zh, basis: rule.basis.zh, basisEn: rule.basis.en, from: rule.from })
}

/** Adoption is open when all agreed, or when it says why it goes on, as far as the rule lets a reason stand in. */
export function checkConsent(standing: Standing, overReason: string, rule: ConsentRule | null): Outcome<null> {
  const answered = checkAnswers(standing, rule)
  if (!answered.ok) return answered
  const missing = missingConsent(standing, rule)
  return missing && overReason.trim() === '' ? refuse('consent_missing', { what: missing.zh }) : ok(null)
}

/** What the rule demands before an adoption, for those who are to keep it; null where a recorded reason is enough. */
export const demandOf = (rule: ConsentRule | null): Text | null =>
  demandsAll(rule)
    ? {
        zh: `涉及的部门全部答复后才能采纳（${rule.basis.zh}，自 ${rule.from} 起施行）`,
        en: `Adopted only after every department has answered (${rule.basis.en}, from ${rule.from})`,
      }
    : null

/** Who is asked now; refused while a round is out that nobody has answered. */
export function checkConsult(standing: Standing, asked: readonly AskedDepartment[]): Outcome<readonly AskedDepartment[]> {
  const reachable = standing.departments.filter((d) => d.reachable)
  if (standing.round > 0 && reachable.every((d) => !d.answered)) return refuse('still_waiting', { round: standing.round })
  if (!asked.some((d) => d.reachable)) return refuse('nobody_to_ask', { departments: asked.map((d) => d.department).join('、') })
  return ok(asked)
}

export function checkAnswer(standing: Standing, department: string, answer: PlanAnswer, words: string): Outcome<null> {
  const { round } = standing
  const own = standing.departments.find((d) => d.department === department && d.reachable)
  if (!own) return refuse('not_asked', { round, department: department || '您的单位' })
  if (own.answered) return refuse('answered_already', { department, round, answer: planAnswers[own.answered.answer].label.zh })
  if (planAnswers[answer].words && words.trim() === '') return refuse('words_missing', { answer: planAnswers[answer].label.zh })
  return ok(null)
}

/** The department a person speaks for: the scope of a role that is bound to one. */
export const departmentOf = (person: { readonly role: RoleKey; readonly scope: string | null }): string | null =>
  roles[person.role].scope === 'department' ? person.scope : null

interface Standpoint {
  readonly state: PlanState
  readonly standing: Standing
  /** Anything given or taken back. */
  readonly moves: boolean
  readonly isAdjustment: boolean
  /** The rule on consent of the day. */
  readonly rule: ConsentRule | null
  /** The department of who looks, or null. */
  readonly department: string | null
}

const objection = (outcome: Outcome<unknown>): Text | null => (outcome.ok ? null : outcome.refusal.message)

/** Every step of a plan's life, allowed or with the reason why not. */
export function planActions(at: Standpoint, mayDo: (permission: Permission) => boolean): AvailableAction[] {
  const steps = availableActions(planWorkflow, at.state, mayDo, (action) => {
    if ((action === 'adopt' || action === 'consult') && !at.moves) return { zh: '方案没有安排任何资金', en: 'The plan allocates nothing' }
    if (action === 'adopt') return objection(checkAnswers(at.standing, at.rule))
    const open = at.standing.departments.filter((d) => d.reachable)
    if (action === 'consult' && at.standing.round > 0 && open.every((d) => !d.answered))
      return objection(refuse('still_waiting', { round: at.standing.round }))
    return null
  })
  const acts = (Object.keys(planActs) as PlanAct[]).map((name): AvailableAction => {
    const act = planActs[name]
    const because = whyNotAct(name, at, mayDo(act.permission))
    return { name, label: act.label, allowed: because === null, because }
  })
  return [...steps, ...acts]
}

function whyNotAct(name: PlanAct, at: Standpoint, may: boolean): Text | null {
  const { from } = planActs[name]
  if (!(from as readonly PlanState[]).includes(at.state)) {
    const [now, needed] = [planWorkflow.states[at.state].label, from.map((s) => planWorkflow.states[s].label)]
    return {
      zh: `现在是“${now.zh}”，须在“${needed.map((l) => l.zh).join('、')}”时办理`,
      en: `It is "${now.en}"; this needs "${needed.map((l) => l.en).join('" or "')}"`,
    }
  }
  if (!may) return { zh: '您的岗位没有这项权限', en: 'Your role does not have this permission' }
  if (name === 'answer') return objection(checkAnswer(at.standing, at.department ?? '', 'agree', ''))
  if (name === 'adjust' && at.isAdjustment)
    return { zh: '这本身是调整方案，请从原方案再编制', en: 'This is an adjustment itself; start from the plan it changes' }
  return null
}
