/**
 * Books of the size of several counties, to be read: ten thousand lots of three books in two hundred documents, two thousand projects,
 * each with its contract and payee. A million postings are a year of business, ten million are ten years: reservations, commitments,
 * orders and payments, each thousand on its day, posted by the general path and recorded three days later, at one transaction for each
 * thousand. One lot and one project are known to everybody: each has fourteen thousand moves in the first million.
 */
import { addDays, type CivilDate, civilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import { must, ok } from '#kernel/outcome.ts'
import { insertDocuments, insertLots } from '#features/funds/funds.store.ts'
import { insertKeepers } from '#features/ledger/book-state.store.ts'
import { type AccountName, atStage, nameAccount, type PostingDraft } from '#features/ledger/ledger.model.ts'
import { lockBooks, post } from '#features/ledger/ledger.store.ts'
import { addPerson, firstRun } from '#features/people/people.commands.ts'
import { actorOf, findPersonByUsername } from '#features/people/people.store.ts'
import { insertProjects } from '#features/projects/projects.store.ts'
import { type Clock, clockFrom, newId, systemClock } from '#platform/clock.ts'
import { type Actor, type CommandContext, defineCommand, runCommand } from '#platform/command.ts'
import type { Database } from '#platform/db/database.ts'
import { run, sql, type Tx } from '#platform/db/sql.ts'
import type { BookKey } from '#policy/books.ts'
import { DISTRICT } from './books.ts'

const LOTS = 10_000
const DOCUMENTS = 200
export const PROJECTS = 2_000
export const PAYEES = 400
const LOT_FEN = 1_000_000_000_000n
export const FIRST_DAY = civilDate('2016-01-01')
const PER_YEAR = 1_000_000
/** Every so many ways one goes through the lot, and another through the project, that everybody knows. */
const KNOWN = 71
/** Ways of one lot that are claimed together. */
const WAYS_PER_CLAIM = 10
const AT_ONCE = 1_000

export const DEPARTMENT = '区农业局'
const DEPARTMENTS = ['财政局', '农业局', '林业局', '水务局', '交通局', '扶贫办', '住建局', '教育局', '民政局', '环保局', '发改局', '畜牧局']
const LEVELS = ['central', 'province', 'city', 'district']
const bookOf = (lot: number): BookKey => (lot % 5 < 2 ? 'poverty' : lot % 5 < 4 ? 'coordination' : 'financing')

export interface CountyBooks {
  readonly actor: Actor
  readonly lotIds: readonly string[]
}

export const projectId = (n: number): string => `prj_bench${n}`
const contractId = (n: number): string => `con_bench${n}`
export const payeeId = (n: number): string => `ctr_bench${n % PAYEES}`

/** Which lot pays which project the n-th time, and how often that lot did before. */
function pairOf(n: number): { lot: number; project: number; turn: number } {
  if (n % KNOWN === 0) return { lot: 0, project: (n / KNOWN) % PROJECTS, turn: Math.floor(n / KNOWN / PROJECTS) }
  const lot = 1 + (n % (LOTS - 1))
  const turn = Math.floor(n / (LOTS - 1))
  return n % KNOWN === 1 ? { lot, project: 0, turn } : { lot, project: lot % PROJECTS, turn }
}

/** The n-th way of one fen to a payee: four postings. */
function way(lotIds: readonly string[], n: number): PostingDraft[] {
  const { lot, project, turn } = pairOf(n)
  const claimId = `clm_${project}_${Math.floor(turn / WAYS_PER_CLAIM)}`
  const more = { projectId: projectId(project), contractId: contractId(project), claimId, payeeId: payeeId(project) }
  const base = nameAccount(lotIds[lot]!, bookOf(lot), 'available')
  const step = (kind: PostingDraft['kind'], from: AccountName['stage'], to: AccountName['stage']): PostingDraft => ({
    kind,
    businessDate: dayOf(n),
    basis: `基准第 ${n} 笔`,
    moves: [{ from: atStage(base, from, more), to: atStage(base, to, more), amountFen: fen(1n) }],
  })
  return [
    step('reservation', 'available', 'reserved'),
    step('commitment', 'reserved', 'committed'),
    step('payment-order', 'committed', 'ordered'),
    step('payment', 'ordered', 'paid'),
  ]
}

const batchOf = (n: number): number => Math.floor((n * 4) / AT_ONCE)
/** The n-th way happens on this day; a million postings fill a year. */
const dayOf = (n: number): CivilDate => addDays(FIRST_DAY, Math.floor((batchOf(n) * AT_ONCE * 365) / PER_YEAR))

const newLots = (context: CommandContext, docIds: readonly string[]) =>
  Array.from({ length: LOTS }, (_, i) => ({
    lotId: context.newId('lot'),
    docId: docIds[i % DOCUMENTS]!,
    line: Math.floor(i / DOCUMENTS) + 1,
    fundName: `基准资金${i}`,
    catalogueCode: 'D01',
    level: LEVELS[(i % DOCUMENTS) % LEVELS.length]!,
    department: `区${DEPARTMENTS[i % DEPARTMENTS.length]}`,
    poolClass: 'poolable',
    book: bookOf(i),
    year: 2016,
    usableTo: 2099,
    amountFen: LOT_FEN,
    purpose: '产业发展',
    uses: ['industry'],
    source: null,
  }))

const newProject = (n: number) => ({
  projectId: projectId(n),
  code: `B-${String(n).padStart(4, '0')}`,
  name: `基准项目${n}`,
  nameKey: `基准项目${n}`,
  year: 2016,
  category: 'industry',
  poverty: true,
  agriculture: true,
  household: false,
  region: null,
  place: '',
  location: '',
  content: '',
  responsibleUnit: `基准单位${n % 50}`,
  households: 0,
  score: 0,
  state: 'in-library' as const,
  needFen: LOT_FEN,
  source: null,
})

async function makeContracts(context: CommandContext): Promise<void> {
  const { tx, district, actor, now } = context
  await run(
    tx,
    sql`insert into contractor (district, contractor_id, name, credit_code, bank_name, account_no, account_name, created_by, created_at)
      select ${district}, 'ctr_bench' || n, '基准公司' || n, 'B' || n, '农行', '622' || n, '基准公司' || n, ${actor.personId}, ${now}
      from generate_series(0, ${PAYEES - 1}::integer) n`,
  )
  await run(
    tx,
    sql`insert into contract (district, contract_id, contract_no, name, project_id, contractor_id, signed_on, amount_fen, created_by, created_at)
      select ${district}, 'con_bench' || n, 'HT-' || n, '基准合同' || n, 'prj_bench' || n, 'ctr_bench' || n % ${PAYEES}::integer,
        ${FIRST_DAY}, ${LOT_FEN}, ${actor.personId}, ${now}
      from generate_series(0, ${PROJECTS - 1}::integer) n`,
  )
}

const openBooks = defineCommand({
  name: 'bench.open-county',
  permission: 'ledger.post',
  load: (context: CommandContext, _: null) => lockBooks(context),
  decide: () => ok(null),
  save: async (context) => {
    const { tx, district, actor, now } = context
    const docIds = Array.from({ length: DOCUMENTS }, () => context.newId('fundDocument'))
    const documents = docIds.map((docId, i) => ({
      docId,
      docNo: `基准〔2016〕${i + 1}号`,
      title: '基准',
      level: LEVELS[i % LEVELS.length]!,
      issuedOn: FIRST_DAY,
      fileId: 'bench',
    }))
    await insertDocuments(tx, district, documents, actor.personId, now)
    const lots = newLots(context, docIds)
    await insertLots(tx, district, lots, now)
    const projects = Array.from({ length: PROJECTS }, (_, n) => newProject(n))
    await insertProjects(tx, district, projects, actor.personId, now)
    await makeContracts(context)
    const keepers = (['poverty', 'coordination', 'financing'] as const).map((book, i) => ({
      no: BigInt(i + 1),
      book,
      personId: actor.personId,
      from: FIRST_DAY,
      document: '基准任命',
    }))
    await insertKeepers(tx, district, keepers, actor.personId, now)
    // A document is of one book, and has one announcement and one receipt.
    const step = (kind: PostingDraft['kind'], docId: string, from: AccountName['stage'], to: AccountName['stage']): PostingDraft => ({
      kind,
      businessDate: FIRST_DAY,
      basis: '基准',
      moves: lots
        .filter((lot) => lot.docId === docId)
        .map(({ lotId, book, amountFen }) => ({
          from: nameAccount(lotId, book, from),
          to: nameAccount(lotId, book, to),
          amountFen: fen(amountFen),
        })),
    })
    await post(
      context,
      docIds.flatMap((docId) => [step('announcement', docId, 'source', 'expected'), step('receipt', docId, 'expected', 'available')]),
    )
    return { lotIds: lots.map((lot) => lot.lotId) }
  },
  sentence: () => ({ zh: '建立基准账簿', en: 'Set up books for a benchmark' }),
  subjects: () => [],
})

const postWays = defineCommand({
  name: 'bench.post-ways',
  permission: 'ledger.post',
  load: (context, _: readonly PostingDraft[]) => lockBooks(context),
  decide: () => ok(null),
  save: async (context, _, drafts) => ({ count: (await post(context, drafts)).length }),
  sentence: ({ count }) => ({ zh: `基准记账 ${count} 笔`, en: `Posted ${count} for a benchmark` }),
  subjects: () => [],
})

const clockAt = (day: CivilDate, second: number): Clock => clockFrom(() => Date.parse(`${day}T01:00:00Z`) + second * 1000)

/** The database must be migrated and without a district. */
export async function makeCounty(database: Database): Promise<CountyBooks> {
  const passwordHash = 'no-password'
  const district = { code: DISTRICT, name: '基准区', demo: false }
  const administrator = { username: 'admin', name: '管理员', passwordHash }
  const admin = must(await firstRun(database, systemClock, { district, divisions: [], administrator }))
  const finance = { username: 'finance', name: '财政', role: 'finance', scope: null, passwordHash }
  must(await runCommand(database, addPerson, finance, { actor: admin, clock: systemClock, key: newId('command') }))
  const actor = actorOf(DISTRICT, (await findPersonByUsername(database.db, DISTRICT, 'finance'))!)
  const opened = await runCommand(database, openBooks, null, { actor, clock: clockAt(FIRST_DAY, 0), key: newId('command') })
  return { actor, ...must(opened) }
}

/** Posts the ways from `done` up to `size` postings. */
export async function postUpTo(database: Database, { actor, lotIds }: CountyBooks, done: number, size: number): Promise<number> {
  for (let posted = done; posted < size; posted += AT_ONCE) {
    const first = posted / 4
    const drafts = Array.from({ length: AT_ONCE / 4 }, (_, i) => way(lotIds, first + i)).flat()
    // Recorded three days after it happened.
    const clock = clockAt(addDays(dayOf(first), 3), batchOf(first) % 20_000)
    must(await runCommand(database, postWays, drafts, { actor, clock, key: newId('command') }))
  }
  return size
}

/** The same moves for plain-text accounting tools, one way at a time. */
export function waysAsText(n: number): string {
  const { lot, project } = pairOf(n)
  const steps = ['available', 'reserved', 'committed', 'ordered', 'paid']
  return steps
    .slice(1)
    .map((to, i) => {
      const name = (stage: string) => `${bookOf(lot)}:${stage}:lot${lot}${stage === 'available' ? '' : `:project${project}`}`
      return `${dayOf(n)} ${to}\n    ${name(steps[i]!)}  CNY -0.01\n    ${name(to)}  CNY 0.01\n\n`
    })
    .join('')
}

/**
 * A further year, `later` years after the first: the database copies the first year month by month, all its triggers on, so that balances,
 * turnover, chains and vouchers follow as they do when somebody posts. The copies have claims of their own. What is not made anew are the
 * bytes: a copy's link is hashed over the bytes of its original, so `verify` would say no to it. Reading does not look at them.
 */
export async function copyYear(database: Database, later: number): Promise<void> {
  await database.transaction(async (tx) => {
    await run(
      tx,
      sql`insert into account (district, lot_id, book, stage, project_id, contract_id, claim_id, payee_id)
        select district, lot_id, book, stage, project_id, contract_id, claim_id || '/' || ${later}::integer, payee_id
        from account where claim_id <> '' and claim_id not like '%/%' order by account_id`,
    )
    await run(
      tx,
      sql`create temporary table copied_account on commit drop as
        select o.district, o.account_id as original, coalesce(c.account_id, o.account_id) as account_id from account o
        left join account c on c.district = o.district and c.lot_id = o.lot_id and c.book = o.book and c.stage = o.stage
          and c.project_id = o.project_id and c.contract_id = o.contract_id and c.payee_id = o.payee_id
          and o.claim_id <> '' and c.claim_id = o.claim_id || '/' || ${later}::integer
        where o.claim_id not like '%/%'`,
    )
    await run(tx, sql`create unique index on copied_account (original)`)
    await run(tx, sql`analyze copied_account`)
    await run(
      tx,
      sql`insert into period (district, book, month, vouchers)
        select district, book, month + ${later * 100}::integer, vouchers from period where month / 100 = 2016`,
    )
    for (const book of ['poverty', 'coordination', 'financing'])
      for (let month = 201_601; month <= 201_612; month++) await copyMonth(tx, later, book, month)
  })
}

const copyMonth = (tx: Tx, later: number, book: string, month: number) =>
  run(
    tx,
    sql`with head as (select number, hash from chain_head where district = ${DISTRICT} and book = ${book}),
      source as materialized (
        select p.*, p.posting_id || ${later}::integer as copy, row_number() over (order by p.number) as n,
          encode(sha256(convert_to(p.bytes || ${later}::integer, 'UTF8')), 'hex') as link
        from posting p where p.district = ${DISTRICT} and p.book = ${book} and p.month = ${month}::integer),
      postings as (
        insert into posting (district, posting_id, book, number, kind, business_date, recorded_at, person_id, command_key, basis, reason,
          reverses, amount_fen, bytes, previous_hash, hash, voucher_no, keeper_id, entry_kind, red, format)
        select s.district, s.copy, s.book, h.number + s.n, s.kind, (s.business_date + make_interval(years => ${later}::integer))::date,
          s.recorded_at + make_interval(years => ${later}::integer), s.person_id, s.command_key, s.basis, s.reason, null, s.amount_fen,
          s.bytes, lag(s.link, 1, h.hash) over (order by s.n), s.link, s.voucher_no, s.keeper_id, s.entry_kind, s.red, s.format
        from source s cross join head h order by s.n),
      heads as (
        update chain_head c set number = c.number + s.n, hash = s.link from (select n, link from source order by n desc limit 1) s
        where c.district = ${DISTRICT} and c.book = ${book})
      insert into move (district, posting_id, line, lot_id, from_account, to_account, amount_fen)
      select m.district, s.copy, m.line, m.lot_id, f.account_id, t.account_id, m.amount_fen
      from source s join move m on m.district = s.district and m.posting_id = s.posting_id
      join copied_account f on f.original = m.from_account
      join copied_account t on t.original = m.to_account order by s.n, m.line`,
  )
