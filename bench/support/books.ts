/**
 * A district whose books have room: one lot that everybody draws on (hot), five thousand that nobody shares (spread: ten
 * thousand accounts with their reservations), all with money received, and one project that each of them may pay.
 */
import { civilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import { must, ok } from '#kernel/outcome.ts'
import { insertDocuments, insertLots, type NewLot } from '#features/funds/funds.store.ts'
import { insertKeepers } from '#features/ledger/book-state.store.ts'
import { atStage, nameAccount, type PostingDraft } from '#features/ledger/ledger.model.ts'
import { lockBooks, post } from '#features/ledger/ledger.store.ts'
import { addPerson, firstRun } from '#features/people/people.commands.ts'
import { actorOf, findPersonByUsername } from '#features/people/people.store.ts'
import { insertProjects } from '#features/projects/projects.store.ts'
import { newId, systemClock } from '#platform/clock.ts'
import { type Actor, type CommandContext, defineCommand, runCommand } from '#platform/command.ts'
import type { Database } from '#platform/db/database.ts'
import { argon2Hash } from '#platform/password.ts'
import { SPREAD_ACCOUNTS } from './pgbench.ts'

export const BENCH_PASSWORD = 'bench-password'
export const DISTRICT = '420399'
/** Each has an account of what is available and one of what is reserved. */
const LOTS = SPREAD_ACCOUNTS / 2
const LOT_FEN = 1_000_000_000_000n
export const DAY = civilDate('2017-06-30')

export interface BenchBooks {
  /** The first is the hot one. */
  readonly lotIds: readonly string[]
  readonly projectId: string
}

const NO_FILE = { fileId: 'bench', name: 'bench', sheet: 'bench', row: 1 }

function newLots(context: CommandContext, docId: string): NewLot[] {
  return Array.from({ length: LOTS + 1 }, (_, i) => ({
    lotId: context.newId('lot'),
    docId,
    line: i + 1,
    fundName: `基准资金${i + 1}`,
    catalogueCode: 'D01',
    level: 'district',
    department: '区财政局',
    poolClass: 'poolable',
    book: 'coordination' as const,
    year: 2017,
    usableTo: 2099,
    amountFen: LOT_FEN,
    purpose: '产业发展',
    uses: ['industry'],
    source: NO_FILE,
  }))
}

const newProject = (projectId: string) => ({
  projectId,
  code: 'B-0001',
  name: '基准项目',
  nameKey: '基准项目',
  year: 2017,
  category: 'industry',
  poverty: true,
  agriculture: true,
  household: false,
  region: null,
  place: '',
  location: '',
  content: '',
  responsibleUnit: '',
  households: 0,
  score: 0,
  state: 'in-library' as const,
  needFen: LOT_FEN,
  source: null,
})

/** Documents, lots, project, announcement, receipt and the reserved accounts: the room in which the benchmark posts. */
const openBooks = defineCommand({
  name: 'bench.open-books',
  permission: 'ledger.post',
  load: (context: CommandContext, _: null) => lockBooks(context),
  decide: () => ok(null),
  save: async (context) => {
    const { tx, district, actor, now } = context
    const docId = context.newId('fundDocument')
    const document = { docId, docNo: '基准〔2017〕1号', title: '基准', level: 'district', issuedOn: null, fileId: 'bench' }
    await insertDocuments(tx, district, [document], actor.personId, now)
    const lots = newLots(context, docId)
    await insertLots(tx, district, lots, now)
    const projectId = context.newId('project')
    await insertProjects(tx, district, [newProject(projectId)], actor.personId, now)
    const step = (kind: PostingDraft['kind'], from: 'source' | 'expected' | 'available', to: 'expected' | 'available' | 'reserved') => ({
      kind,
      businessDate: DAY,
      basis: '基准',
      moves: lots.map((lot) => {
        const account = nameAccount(lot.lotId, lot.book, from)
        return { from: account, to: atStage(account, to, { projectId }), amountFen: fen(to === 'reserved' ? 1n : lot.amountFen) }
      }),
    })
    const keeper = { no: 1n, book: 'coordination', personId: actor.personId, from: DAY, document: '基准任命' }
    await insertKeepers(tx, district, [keeper], actor.personId, now)
    await post(context, [
      step('announcement', 'source', 'expected'),
      step('receipt', 'expected', 'available'),
      step('reservation', 'available', 'reserved'),
    ])
    return { lotIds: lots.map((lot) => lot.lotId), projectId }
  },
  sentence: () => ({ zh: '建立基准账簿', en: 'Set up books for a benchmark' }),
  subjects: () => [],
})

/** The database must be migrated and without a district. */
export async function makeBooks(database: Database): Promise<BenchBooks & { readonly actor: Actor }> {
  const passwordHash = await argon2Hash(BENCH_PASSWORD)
  const district = { code: DISTRICT, name: '基准区', demo: false }
  const administrator = { username: 'admin', name: '管理员', passwordHash }
  const admin = must(await firstRun(database, systemClock, { district, divisions: [], administrator }))
  const finance = { username: 'finance', name: '财政', role: 'finance', scope: null, passwordHash }
  must(await runCommand(database, addPerson, finance, { actor: admin, clock: systemClock, key: newId('command') }))
  const person = await findPersonByUsername(database.db, DISTRICT, 'finance')
  const actor = actorOf(DISTRICT, person!)
  const made = must(await runCommand(database, openBooks, null, { actor, clock: systemClock, key: newId('command') }))
  return { actor, ...made }
}

let postings = 0
let state = 1

/** Hot: the one lot that everybody draws on; spread: any other, by a sequence that comes back the same in every run. */
function lotOf({ lotIds }: BenchBooks, place: 'hot' | 'spread'): string {
  if (place === 'hot') return lotIds[0]!
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return lotIds[1 + (state % LOTS)]!
}

/** A reservation of one fen, under a key of its own: the request of the posting API. */
export function reservation(books: BenchBooks, place: 'hot' | 'spread') {
  const moves = [{ lotId: lotOf(books, place), projectId: books.projectId, amountFen: '1' }]
  return { key: `bench-${process.pid}-${++postings}`, kind: 'reservation', businessDate: DAY, basis: '基准决定', moves }
}

/** The same as bytes of JSON, put together by hand, because the clients share the machine with what is measured. */
export function reservationText(books: BenchBooks, place: 'hot' | 'spread', many: number): string {
  const one = () =>
    `{"key":"bench-${process.pid}-${++postings}","kind":"reservation","businessDate":"${DAY}","basis":"基准决定",` +
    `"moves":[{"lotId":"${lotOf(books, place)}","projectId":"${books.projectId}","amountFen":"1"}]}`
  return many === 1 ? one() : `[${Array.from({ length: many }, one).join(',')}]`
}
