/** Keepers of the books (专账记账人): appointed to a book from a day on by a document, and relieved by another. Nothing is edited. */
import { addDays, type CivilDate } from '#kernel/civil-date.ts'
import { ok, type Outcome, refusals } from '#kernel/outcome.ts'
import { type CommandContext, defineCommand } from '#platform/command.ts'
import { lockName, row, run, sql } from '#platform/db/sql.ts'
import { type BookKey, books } from '#policy/books.ts'
import { type RoleKey, roles } from '#policy/roles.ts'
import { insertKeepers, keeperRows, type KeeperRow } from './book-state.store.ts'

export const refuse = refusals({
  book_unknown: { kind: 'invalid', zh: '没有专账“{book}”', en: 'There is no book "{book}"' },
  person_unknown: { kind: 'not-found', zh: '没有编号为 {person} 的人员', en: 'There is no person {person}' },
  cannot_keep: {
    kind: 'rule-not-met',
    zh: '{name}的岗位“{role}”不记账，不能任命为记账人；请任命有“记账”权限的人员',
    en: '{name} is "{roleEn}", a role that does not keep books; appoint somebody who may post',
  },
  keeper_already: {
    kind: 'conflict',
    zh: '{name}自 {from} 起已是{book}的记账人，不必重复任命',
    en: '{name} has been a keeper of this book since {from}',
  },
  keeper_unknown: { kind: 'not-found', zh: '没有编号为 {keeper} 的任命', en: 'There is no appointment {keeper}' },
  keeper_ended: { kind: 'conflict', zh: '这项任命已于 {to} 解除', en: 'This appointment ended on {to}' },
  ends_before_start: {
    kind: 'invalid',
    zh: '解除日期 {to} 早于任命日期 {from}，请改正',
    en: 'It cannot end on {to}, before it began on {from}',
  },
  would_be_unkept: {
    kind: 'rule-not-met',
    zh: '{book}在 {to} 之后没有记账人，将记不了账；请先任命接任的人',
    en: '{bookEn} would have no keeper after {to}; appoint a successor first',
  },
})

interface Person {
  readonly person_id: string
  readonly name: string
  readonly role: RoleKey
}

const findPerson = (context: CommandContext, id: string) =>
  row(context.tx, sql<Person>`select person_id, name, role from person where district = ${context.district} and person_id = ${id}`)

const onDuty = (keepers: readonly KeeperRow[], book: string, date: CivilDate) =>
  keepers.filter((k) => k.book === book && k.from_date <= date && (k.to_date === null || date <= k.to_date))

/** The last day until which somebody keeps the book from `from` on, day for day; null where it is kept for good. */
function keptUntil(keepers: readonly KeeperRow[], book: string, from: CivilDate): CivilDate | null {
  for (let day = from; ; ) {
    const there = onDuty(keepers, book, day)
    if (there.length === 0) return addDays(day, -1)
    if (there.some((k) => k.to_date === null)) return null
    day = addDays(
      there.map((k) => k.to_date!).reduce((a, b) => (a > b ? a : b)),
      1,
    )
  }
}

async function loadKeepers(context: CommandContext): Promise<KeeperRow[]> {
  await lockName(context.tx, `keepers ${context.district}`)
  return keeperRows(context.tx, context.district)
}

interface Appointment {
  readonly book: string
  readonly personId: string
  readonly from: CivilDate
  readonly document: string
}

export const appointKeeper = defineCommand({
  name: 'ledger.appoint',
  permission: 'ledger.appoint',
  load: async (context, input: Appointment) => ({ keepers: await loadKeepers(context), person: await findPerson(context, input.personId) }),
  decide: ({ keepers, person }, input): Outcome<{ person: Person; no: bigint }> => {
    if (!Object.hasOwn(books, input.book)) return refuse('book_unknown', { book: input.book })
    if (!person) return refuse('person_unknown', { person: input.personId })
    const role = roles[person.role]
    if (!(role.permissions as readonly string[]).includes('ledger.post'))
      return refuse('cannot_keep', { name: person.name, role: role.label.zh, roleEn: role.label.en })
    const before = onDuty(keepers, input.book, input.from).find((k) => k.person_id === person.person_id)
    if (before) return refuse('keeper_already', { name: person.name, from: before.from_date, book: books[input.book as BookKey].label.zh })
    return ok({ person, no: (keepers.at(-1)?.keeper_no ?? 0n) + 1n })
  },
  save: async (context, { person, no }, input) => {
    await insertKeepers(context.tx, context.district, [{ no, ...input, personId: person.person_id }], context.actor.personId, context.now)
    return { keeperNo: no }
  },
  sentence: (_, { person }, input) => ({
    zh: `任命${person.name}自 ${input.from} 起为${books[input.book as BookKey].label.zh}记账人（${input.document}）`,
    en: `Appointed ${person.name} keeper of the ${books[input.book as BookKey].label.en.toLowerCase()} from ${input.from} (${input.document})`,
  }),
  subjects: (_, { person }) => [person.person_id],
})

interface Relief {
  readonly keeperNo: bigint
  /** The last day. */
  readonly to: CivilDate
  readonly document: string
}

export const relieveKeeper = defineCommand({
  name: 'ledger.relieve',
  permission: 'ledger.appoint',
  load: async (context, input: Relief) => {
    const keepers = await loadKeepers(context)
    const keeper = keepers.find((k) => k.keeper_no === input.keeperNo)
    return { keepers, keeper, person: keeper && (await findPerson(context, keeper.person_id)) }
  },
  decide: ({ keepers, keeper, person }, input): Outcome<{ keeper: KeeperRow; person: Person }> => {
    if (!keeper || !person) return refuse('keeper_unknown', { keeper: input.keeperNo })
    if (keeper.to_date) return refuse('keeper_ended', { to: keeper.to_date })
    if (input.to < keeper.from_date) return refuse('ends_before_start', { to: input.to, from: keeper.from_date })
    // Others may be relieved already from a later day on: one of them must be there to the end, not only tomorrow.
    const others = keepers.filter((k) => k.keeper_no !== keeper.keeper_no)
    const until = keptUntil(others, keeper.book, addDays(input.to, 1))
    if (until) return refuse('would_be_unkept', { book: books[keeper.book].label.zh, bookEn: books[keeper.book].label.en, to: until })
    return ok({ keeper, person })
  },
  save: async (context, { keeper }, input) => {
    await run(
      context.tx,
      sql`insert into book_keeper_end (district, keeper_no, to_date, document, ended_by, ended_at)
        values (${context.district}, ${keeper.keeper_no}, ${input.to}, ${input.document}, ${context.actor.personId}, ${context.now})`,
    )
    return { keeperNo: keeper.keeper_no }
  },
  sentence: (_, { keeper, person }, input) => ({
    zh: `解除${person.name}的${books[keeper.book].label.zh}记账人任命，最后一日 ${input.to}（${input.document}）`,
    en: `Relieved ${person.name} as keeper of the ${books[keeper.book].label.en.toLowerCase()}, last day ${input.to} (${input.document})`,
  }),
  subjects: (_, { person }) => [person.person_id],
})
