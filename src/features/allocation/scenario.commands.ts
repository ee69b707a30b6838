/** Keeping a scenario, changing it by a new version, retiring it. Nothing is ever overwritten. */
import { type CommandContext, defineCommand } from '#platform/command.ts'
import { findScenario, insertScenario, lockScenarios, scenarioOf, scenariosNamed, termNames } from './scenario.store.ts'
import { decideCreate, decideRevise, inForce, type ScenarioDraft, type ScenarioState } from './scenario.model.ts'

async function loadState(context: CommandContext, draft: ScenarioDraft, scenarioId: string | null): Promise<ScenarioState> {
  const { tx, district } = context
  await lockScenarios(tx, district)
  const found = scenarioId === null ? undefined : await findScenario(tx, district, scenarioId)
  return {
    current: found && scenarioOf(found),
    sameName: await scenariosNamed(tx, district, draft.name),
    names: await termNames(tx, district, draft.terms),
  }
}

export const createScenario = defineCommand({
  name: 'scenario.create',
  permission: 'allocation.solve',
  load: (context, input: ScenarioDraft) => loadState(context, input, null),
  decide: (state, input) => decideCreate(input, state),
  save: async (context, draft) => {
    const scenarioId: string = context.newId('scenario')
    const first = { ...draft, scenarioId, version: 1, retired: false }
    await insertScenario(context.tx, context.district, first, context.actor.personId, context.now)
    return { scenarioId, version: 1 }
  },
  sentence: (_, draft) => ({
    zh: `建立测算口径“${draft.name}”（${draft.terms.year} 年）：${draft.note}`,
    en: `Set up the scenario “${draft.name}” (${draft.terms.year}): ${draft.note}`,
  }),
  subjects: (result) => [result.scenarioId],
})

export interface ReviseInput extends ScenarioDraft {
  readonly scenarioId: string
  /** The version that was on the screen. */
  readonly seen: number
}

export const reviseScenario = defineCommand({
  name: 'scenario.revise',
  permission: 'allocation.solve',
  load: (context, input: ReviseInput) => loadState(context, input, input.scenarioId),
  decide: (state, input) => decideRevise(input, state, input.scenarioId, input.seen),
  save: async (context, scenario, { note }) => {
    await insertScenario(context.tx, context.district, { ...scenario, note }, context.actor.personId, context.now)
    return { scenarioId: scenario.scenarioId, version: scenario.version }
  },
  sentence: (result, scenario, { note }) => ({
    zh: `修改测算口径“${scenario.name}”为第 ${result.version} 版：${note}`,
    en: `Changed the scenario “${scenario.name}” to version ${result.version}: ${note}`,
  }),
  subjects: (result) => [result.scenarioId],
})

export interface RetireInput {
  readonly scenarioId: string
  readonly seen: number
  readonly note: string
}

export const retireScenario = defineCommand({
  name: 'scenario.retire',
  permission: 'allocation.solve',
  load: async (context, input: RetireInput) => {
    await lockScenarios(context.tx, context.district)
    const found = await findScenario(context.tx, context.district, input.scenarioId)
    return found && scenarioOf(found)
  },
  decide: (current, input) => inForce(current, input.scenarioId, input.seen),
  save: async (context, scenario, { note }) => {
    const last = { ...scenario, version: scenario.version + 1, retired: true, note }
    await insertScenario(context.tx, context.district, last, context.actor.personId, context.now)
    return { scenarioId: scenario.scenarioId, version: last.version }
  },
  sentence: (_, scenario, { note }) => ({
    zh: `停用测算口径“${scenario.name}”：${note}`,
    en: `Retired the scenario “${scenario.name}”: ${note}`,
  }),
  subjects: (result) => [result.scenarioId],
})
