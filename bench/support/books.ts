/** A district whose books have room: one hundred lots with money received, and one project that each of them may pay. */
import { civilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import { must, ok } from '#kernel/outcome.ts'
import { insertDocuments, insertLots, type NewLot } from '#features/funds/funds.store.ts'
import { postByHand, type PostingInput } from '#features/ledger/ledger.commands.ts'
import { atStage, nameAccount, type PostingDraft } from '#features/ledger/ledger.model.ts'
import { lockBooks, post } from '#features/ledger/ledger.store.ts'
import { addPerson, firstRun } from '#features/people/people.commands.ts'
import { actorOf, findPersonByUsername } from '#features/people/people.store.ts'
import { insertProjects } from '#features/projects/projects.store.ts'
import { newId, systemClock } from '#platform/clock.ts'
import { type Actor, type CommandContext, defineCommand, runCommand } from '#platform/command.ts'
import type { Database } from '#platform/db/database.ts'
import { argon2Hash } from '#platform/password.ts'

export const BENCH_PASSWORD = 'bench-password'
export const LOTS = 100
const DISTRICT = '420399'
const LOT_FEN = 1_000_000_000_000n

export interface BenchBooks {
  readonly actor: Actor
  readonly lotIds: readonly string[]
  readonly projectId: string
}

const NO_FILE = { fileId: 'bench', name: 'bench', sheet: 'bench', row: 1 }

function newLots(context: CommandContext, docId: string): NewLot[] {
  return Array.from({ length: LOTS }, (_, i) => ({
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

/** Documents, lots, project, announcement and receipt in one command: the room in which the benchmark posts. */
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
    const step = (kind: 'announcement' | 'receipt', from: 'source' | 'expected', to: 'expected' | 'available'): PostingDraft => ({
      kind,
      businessDate: context.today,
      basis: '基准',
      moves: lots.map((lot) => {
        const account = nameAccount(lot.lotId, lot.book, from)
        return { from: account, to: atStage(account, to), amountFen: fen(lot.amountFen) }
      }),
    })
    await post(context, [step('announcement', 'source', 'expected'), step('receipt', 'expected', 'available')])
    return { lotIds: lots.map((lot) => lot.lotId), projectId }
  },
  sentence: () => ({ zh: '建立基准账簿', en: 'Set up books for a benchmark' }),
  subjects: () => [],
})

/** The database must be migrated and without a district. */
export async function makeBooks(database: Database): Promise<BenchBooks> {
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

/** A reservation of one fen from each of the given lots, under a key of its own. */
export const reservation = (books: Omit<BenchBooks, 'actor'>, lotIds: readonly string[]): PostingInput => ({
  key: `bench-${process.pid}-${++postings}`,
  kind: 'reservation',
  businessDate: civilDate('2017-06-30'),
  basis: '基准决定',
  moves: lotIds.map((lotId) => ({ lotId, projectId: books.projectId, amountFen: fen(1n) })),
})

/** One command, one posting: what the page and the posting API do. */
export async function postOne(database: Database, books: BenchBooks, input: PostingInput): Promise<void> {
  must(await runCommand(database, postByHand, input, { actor: books.actor, clock: systemClock, key: `posting:${input.key}` }))
}

/** One command that hands many postings to one `post` call, as an adopted plan or a receipt of many lots does. */
export const postMany = defineCommand({
  name: 'bench.post-many',
  permission: 'ledger.post',
  load: (context: CommandContext, _: Pick<BenchBooks, 'lotIds' | 'projectId'>) => lockBooks(context),
  decide: () => ok(null),
  save: async (context, _, { lotIds, projectId }) => {
    const drafts = lotIds.map((lotId): PostingDraft => {
      const from = nameAccount(lotId, 'coordination', 'available')
      const move = { from, to: atStage(from, 'reserved', { projectId }), amountFen: fen(1n) }
      return { kind: 'reservation', businessDate: civilDate('2017-06-30'), basis: '基准决定', moves: [move] }
    })
    return (await post(context, drafts)).length
  },
  sentence: () => ({ zh: '基准批量记账', en: 'Posted a batch for a benchmark' }),
  subjects: () => [],
})
