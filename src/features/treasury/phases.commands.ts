/** Planning a project over several years, and promising it money that is announced but has not come. */
import { formatFen, sum } from '#kernel/money.ts'
import { loadLotFacts, loadPurposes, lockBooks, post } from '#features/ledger/ledger.store.ts'
import { type CommandContext, defineCommand } from '#platform/command.ts'
import { decidePhases, type PhasesInput } from './phases.model.ts'
import { awaitedOf, insertPhases, loadPhases } from './phases.store.ts'
import { decidePromise, decideRelease, type PromiseFacts, type PromiseInput, type ReleaseInput } from './promises.model.ts'

export const planPhases = defineCommand({
  name: 'treasury.plan-phases',
  permission: 'treasury.phases',
  load: async (context, input: PhasesInput) => {
    // What is allocated must not change while the need is compared with it.
    await lockBooks(context)
    return loadPhases(context.tx, context.district, input.projectId, true)
  },
  decide: (now, input) => decidePhases(input, now),
  save: async (context, { now, phases }, input) => {
    await insertPhases(context.tx, context.district, now, phases, { ...input, by: context.actor.personId, at: context.now })
    return { projectId: now.projectId, version: now.version + 1, needFen: sum(phases.map((p) => p.needFen)) }
  },
  sentence: (result, { now, phases }, input) => ({
    zh: `规划项目“${now.name}”的年度阶段：${phases.map((p) => `${p.year}年 ${formatFen(p.needFen)} 元`).join('、')}，共 ${formatFen(result.needFen)} 元（${input.document}：${input.reason}）`,
    en: `Planned the phases of "${now.name}": ${phases.map((p) => `${p.year} ${formatFen(p.needFen)}`).join(', ')} yuan, ${formatFen(result.needFen)} in all (${input.document}: ${input.reason})`,
  }),
  subjects: (result) => [result.projectId],
})

async function loadPromise(context: CommandContext, input: Pick<PromiseInput, 'lotId' | 'projectId'>): Promise<PromiseFacts> {
  await lockBooks(context)
  const { tx, district } = context
  const now = await loadPhases(tx, district, input.projectId)
  return {
    purpose: (await loadPurposes(tx, district, [input.projectId])).get(input.projectId),
    phases: now?.phases ?? [],
    allocatedFen: now?.allocatedFen ?? sum([]),
    lot: (await loadLotFacts(tx, district, [input.lotId])).get(input.lotId),
    ...(await awaitedOf(tx, district, input.lotId, input.projectId)),
  }
}

export const promise = defineCommand({
  name: 'treasury.promise',
  permission: 'treasury.promise',
  load: (context, input: PromiseInput) => loadPromise(context, input),
  decide: (facts, input, { today }) => decidePromise(input, facts, today),
  save: async (context, draft) => {
    const [posted] = await post(context, [draft])
    return { postingId: posted!.id, amountFen: posted!.amountFen }
  },
  sentence: (result, _, input) => ({
    zh: `为项目 ${input.year} 年阶段预留未到账资金 ${formatFen(result.amountFen)} 元，依据 ${input.document}`,
    en: `Promised ${formatFen(result.amountFen)} yuan that has not come to the ${input.year} phase of a project, basis ${input.document}`,
  }),
  subjects: (result, _, input) => [result.postingId, input.projectId, input.lotId],
})

export const releasePromise = defineCommand({
  name: 'treasury.release-promise',
  permission: 'treasury.promise',
  load: (context, input: ReleaseInput) => loadPromise(context, input),
  decide: (facts, input, { today }) => decideRelease(input, facts, today),
  save: async (context, draft) => {
    const [posted] = await post(context, [draft])
    return { postingId: posted!.id, amountFen: posted!.amountFen }
  },
  sentence: (result, _, input) => ({
    zh: `收回待到账预留 ${formatFen(result.amountFen)} 元，依据 ${input.document}`,
    en: `Released a promise of ${formatFen(result.amountFen)} yuan, basis ${input.document}`,
  }),
  subjects: (result, _, input) => [result.postingId, input.projectId, input.lotId],
})
