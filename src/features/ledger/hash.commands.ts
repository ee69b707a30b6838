/** Chooses what the next links of all chains are hashed with (SHA-256 or SM3). Links that are there stay as they are. */
import { ok, type Outcome, refusals } from '#kernel/outcome.ts'
import { defineCommand } from '#platform/command.ts'
import { run, sql, theRow } from '#platform/db/sql.ts'
import { type HashAlgorithm, hashAlgorithms } from '#policy/integrity.ts'
import { lockBooks } from './ledger.store.ts'

const refuse = refusals({
  hash_unknown: {
    kind: 'invalid',
    zh: '没有“{algorithm}”这种杂凑算法；可选：{known}',
    en: 'There is no hash algorithm "{algorithm}"; choose one of {known}',
  },
  hash_already: { kind: 'conflict', zh: '现在用的就是 {algorithm}，不必再选', en: '{algorithm} is in use already' },
})

export const chooseHash = defineCommand({
  name: 'ledger.choose-hash',
  permission: 'people.manage',
  load: async (context, _input: { readonly algorithm: string }) => {
    await lockBooks(context)
    return theRow(
      context.tx,
      sql<{ hash_format: number }>`select hash_format from district where district = ${context.district} for update`,
    )
  },
  decide: (now, input): Outcome<(typeof hashAlgorithms)[HashAlgorithm]> => {
    if (!Object.hasOwn(hashAlgorithms, input.algorithm))
      return refuse('hash_unknown', { algorithm: input.algorithm, known: Object.keys(hashAlgorithms).join(', ') })
    const chosen = hashAlgorithms[input.algorithm as HashAlgorithm]
    return chosen.format === now.hash_format ? refuse('hash_already', { algorithm: chosen.label.zh }) : ok(chosen)
  },
  save: async ({ tx, district }, { format }) => {
    await run(tx, sql`update chain_head set format = ${format} where district = ${district}`)
    await run(tx, sql`update event_head set format = ${format} where district = ${district}`)
    await run(tx, sql`update district set hash_format = ${format} where district = ${district}`)
    return { format }
  },
  sentence: (_, { label, basis }) => ({
    zh: `账簿和操作记录自下一条起用 ${label.zh}（${basis}）计算校验码`,
    en: `Books and record of actions are hashed with ${label.en} (${basis}) from the next link on`,
  }),
  subjects: () => [],
})
