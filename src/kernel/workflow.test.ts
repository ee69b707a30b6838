import { describe, expect, test } from 'vitest'
import { claimWorkflow } from '#policy/claim-workflow.ts'
import { planWorkflow } from '#policy/plan-workflow.ts'
import { projectWorkflow } from '#policy/project-workflow.ts'
import { permissions } from '#policy/roles.ts'
import { availableActions, diagram, nextState, notInState, reachable, type Workflow } from './workflow.ts'

const label = (name: string) => ({ zh: `${name}。`, en: name })
const door = {
  initial: 'open',
  states: { open: { label: label('open') }, shut: { label: label('shut') }, walled: { label: label('walled'), final: true } },
  actions: {
    shut: { from: ['open'], to: 'shut', permission: 'push', label: label('Shut') },
    open: { from: ['shut'], to: 'open', permission: 'push', label: label('Open') },
    wall: { from: ['open', 'shut'], to: 'walled', permission: 'build', label: label('Wall up') },
  },
} as const satisfies Workflow

describe('the reader', () => {
  test('gives the next state where the table lists it, nothing elsewhere', () => {
    const table = (['open', 'shut', 'walled'] as const).map((s) => (['shut', 'open', 'wall'] as const).map((a) => nextState(door, a, s)))
    expect(table).toEqual([
      ['shut', null, 'walled'],
      [null, 'open', 'walled'],
      [null, null, null],
    ])
  })

  test('says in which state an action is possible', () => {
    expect(notInState(door, 'wall', 'walled')).toEqual({
      zh: '现在是“walled。”，须在“open。、shut。”时办理',
      en: 'It is "walled"; this needs "open" or "shut"',
    })
  })

  test('an action is allowed, or says why not: the state first, then the permission, then the objection', () => {
    const objection = { zh: '铰链坏了', en: 'The hinge is broken' }
    const say = (state: 'open' | 'shut' | 'walled', may: string[]) =>
      availableActions(
        door,
        state,
        (p) => may.includes(p),
        (a) => (a === 'open' ? objection : null),
      ).map((a) => [a.name, a.allowed, a.because?.en ?? null])
    expect(say('shut', ['push'])).toEqual([
      ['shut', false, 'It is "shut"; this needs "open"'],
      ['open', false, 'The hinge is broken'],
      ['wall', false, 'Your role does not have this permission'],
    ])
    expect(say('open', ['push', 'build'])).toEqual([
      ['shut', true, null],
      ['open', false, 'It is "open"; this needs "shut"'],
      ['wall', true, null],
    ])
  })

  test('finds what can be reached, also round a circle, and what cannot', () => {
    expect(reachable(door)).toEqual(new Set(['open', 'shut', 'walled']))
    const cut: Workflow = { ...door, actions: { open: door.actions.open, shut: door.actions.shut } }
    expect(reachable(cut)).toEqual(new Set(['open', 'shut']))
  })

  test('draws the table', () => {
    expect(diagram(door, 'en')).toBe(
      [
        'stateDiagram-v2',
        '  [*] --> open',
        '  open --> shut: Shut',
        '  shut --> open: Open',
        '  open --> walled: Wall up',
        '  shut --> walled: Wall up',
      ].join('\n'),
    )
  })
})

/** A bank may give back what it had paid; nothing else leaves an end. */
const LEAVES_AN_END: readonly string[] = ['late-return']

/** Where an object may rest for ever. A change here is a change of what the district promises. */
const ENDS: readonly (readonly [string, Workflow, readonly string[]])[] = [
  ['claim', claimWorkflow, ['paid']],
  ['plan', planWorkflow, ['published', 'discarded']],
  ['project', projectWorkflow, ['contracted']],
]

describe.each(ENDS)('the workflow of a %s', (_, flow, ends) => {
  const states = Object.keys(flow.states)
  const actions = Object.entries(flow.actions)
  const leaves = (state: string) => actions.filter(([name, a]) => a.from.includes(state) && a.to !== state && !LEAVES_AN_END.includes(name))

  test('reaches every state', () => {
    expect([...reachable(flow)].sort()).toEqual([...states].sort())
  })

  test('ends where it is meant to end and nowhere else', () => {
    expect(states.filter((s) => flow.states[s]!.final)).toEqual(ends)
    expect(states.filter((s) => leaves(s).length === 0)).toEqual(ends)
  })

  test('can come to an end from every state', () => {
    const stuck = states.filter((state) => !ends.some((end) => reachable({ ...flow, initial: state }).has(end)))
    expect(stuck).toEqual([])
  })

  test('names only states and permissions that exist, in both languages', () => {
    for (const [, action] of actions) {
      expect(states).toEqual(expect.arrayContaining([...action.from, action.to]))
      expect(Object.keys(permissions)).toContain(action.permission)
      expect(action.label.zh !== '' && action.label.en !== '').toBe(true)
    }
  })
})

test('no claim is paid but through five signatures and an order', () => {
  const without = (action: keyof typeof claimWorkflow.actions): Workflow => {
    const { [action]: _, ...actions } = claimWorkflow.actions
    return { ...claimWorkflow, actions }
  }
  const steps = ['submit', 'sign-L1', 'sign-L2', 'sign-L3', 'sign-L4', 'sign-L5', 'order', 'record-paid'] as const
  expect(steps.filter((step) => reachable(without(step)).has('paid'))).toEqual([])
})
