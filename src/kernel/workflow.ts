/**
 * A workflow is a table: action → from which states, to which state, who may. This reader answers what may be done now
 * and why not the rest; enforcement, buttons, diagrams and the exhaustive tests all come from the same table (I6).
 */
import type { Text } from './outcome.ts'

export interface Transition<State extends string = string, Permission extends string = string> {
  readonly from: readonly State[]
  readonly to: State
  readonly permission: Permission
  readonly label: Text
}

export interface Workflow<State extends string = string, Action extends string = string, Permission extends string = string> {
  readonly states: Readonly<Record<State, { readonly label: Text; readonly final?: boolean }>>
  readonly initial: State
  readonly actions: Readonly<Record<Action, Transition<State, Permission>>>
}

/** What a person may do with an object; the page draws these and owns no permission logic. */
export interface AvailableAction {
  readonly name: string
  readonly label: Text
  readonly allowed: boolean
  readonly because: Text | null
}

export function nextState<S extends string, A extends string>(flow: Workflow<S, A>, action: A, state: S): S | null {
  const row = flow.actions[action]
  return row.from.includes(state) ? row.to : null
}

export function notInState<S extends string, A extends string>(flow: Workflow<S, A>, action: A, state: S): Text {
  const now = flow.states[state].label
  const needed = flow.actions[action].from.map((s) => flow.states[s].label)
  return {
    zh: `现在是“${now.zh}”，须在“${needed.map((l) => l.zh).join('、')}”时办理`,
    en: `It is "${now.en}"; this needs "${needed.map((l) => l.en).join('" or "')}"`,
  }
}

/** All actions of the table for one object, each allowed or with the reason why not. `extra` may object with a reason. */
export function availableActions<S extends string, A extends string, P extends string>(
  flow: Workflow<S, A, P>,
  state: S,
  mayDo: (permission: P) => boolean,
  extra: (action: A) => Text | null = () => null,
): AvailableAction[] {
  return (Object.keys(flow.actions) as A[]).map((name) => {
    const row = flow.actions[name]
    let because: Text | null = null
    if (!row.from.includes(state)) because = notInState(flow, name, state)
    else if (!mayDo(row.permission)) because = { zh: '您的岗位没有这项权限', en: 'Your role does not have this permission' }
    else because = extra(name)
    return { name, label: row.label, allowed: because === null, because }
  })
}

/** States that can be reached from the initial one; the tests demand that all can. */
export function reachable<S extends string, A extends string>(flow: Workflow<S, A>): Set<S> {
  const seen = new Set<S>([flow.initial])
  let grew = true
  while (grew) {
    grew = false
    for (const row of Object.values(flow.actions) as Transition<S>[])
      if (row.from.some((s) => seen.has(s)) && !seen.has(row.to)) {
        seen.add(row.to)
        grew = true
      }
  }
  return seen
}

/** The table as a Mermaid state diagram, for the generated rule book. */
export function diagram(flow: Workflow, language: 'zh' | 'en'): string {
  const lines = Object.values(flow.actions).flatMap((row) =>
    row.from.map((from) => `  ${flow.states[from]!.label[language]} --> ${flow.states[row.to]!.label[language]}: ${row.label[language]}`),
  )
  return ['stateDiagram-v2', `  [*] --> ${flow.states[flow.initial]!.label[language]}`, ...lines].join('\n')
}
