/**
 * A district of its own for one test: people of every role, lots and projects from literals, and the road from money to
 * payee, each step by the real command. For speed people are written by the store at once, and lots and projects skip
 * their spreadsheet: two small commands write them through the stores and the real posting, in the same one write path.
 */
import { hash } from '@node-rs/argon2'
import { type CivilDate, civilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import { must, ok, type Outcome } from '#kernel/outcome.ts'
import type { Usual } from '#features/claims/claim-money.model.ts'
import { compileClaim, signClaim, submitClaim } from '#features/claims/claims.commands.ts'
import { findClaim } from '#features/claims/claims.store.ts'
import type { Terms } from '#features/contracts/contract-terms.model.ts'
import { registerContract } from '#features/contracts/contracts.commands.ts'
import type { ContractInput } from '#features/contracts/contracts.model.ts'
import { recordReceipt } from '#features/funds/funds.commands.ts'
import { insertDocuments, insertLots } from '#features/funds/funds.store.ts'
import { postByHand } from '#features/ledger/ledger.commands.ts'
import { atStage, byBook, nameAccount } from '#features/ledger/ledger.model.ts'
import { insertKeepers } from '#features/ledger/book-state.store.ts'
import { lockBooks, post } from '#features/ledger/ledger.store.ts'
import { insertDistrict, insertDivisions, insertPeople } from '#features/people/people.store.ts'
import { nameKey } from '#features/projects/projects.model.ts'
import { insertProjects, takeNumbers } from '#features/projects/projects.store.ts'
import { type Clock, clockFrom, newId } from '#platform/clock.ts'
import { type Actor, type Command, defineCommand, runCommand } from '#platform/command.ts'
import type { Database } from '#platform/db/database.ts'
import { keepFile } from '#platform/files.ts'
import { rows, sql } from '#platform/db/sql.ts'
import { type BookKey, books } from '#policy/books.ts'
import { categories, type CategoryKey } from '#policy/categories.ts'
import { type PaperCode, type PaymentKindKey, paymentKinds } from '#policy/papers.ts'
import { projectWorkflow } from '#policy/project-workflow.ts'
import { freshDistrict } from './database.ts'

export const PASSWORD = '示例口令-2017'

export interface LotLiteral {
  readonly docNo: string
  readonly level?: 'central' | 'province' | 'city' | 'district'
  readonly department?: string
  readonly fundName?: string
  readonly book?: BookKey
  readonly poolClass?: 'poolable' | 'earmarked' | 'personal'
  readonly uses: readonly CategoryKey[]
  readonly year?: number
  readonly usableTo?: number
  readonly amountFen: bigint
}

export interface ProjectLiteral {
  readonly name: string
  readonly category: CategoryKey
  readonly needFen: bigint
  readonly year?: number
  readonly poverty?: boolean
  readonly agriculture?: boolean
  /** The end of a division code: '' is the district, '201' a township, '201201' a village. */
  readonly place?: string
}

export const PEOPLE = [
  ['pool_office', 'pool_office', null],
  ['pool_office2', 'pool_office', null],
  ['pov_office', 'pov_office', null],
  ['finance', 'finance', null],
  ['finance2', 'finance', null],
  ['finance3', 'finance', null],
  ['leading_group', 'leading_group', null],
  ['dept', 'dept', '区交通局'],
  ['dept2', 'dept', '区农业局'],
  ['dept3', 'dept', '区水利局'],
  ['village', 'village', '201201'],
  ['village2', 'village', '202201'],
  ['township', 'township', '201'],
  ['township2', 'township', '202'],
  ['leader', 'leader', null],
  ['leader2', 'leader', null],
  ['bank', 'bank', null],
  ['audit', 'audit', null],
] as const

export type PersonName = 'admin' | (typeof PEOPLE)[number][0]

export const CONTRACTOR: ContractInput['contractor'] = {
  name: '十堰市青山路桥工程有限公司',
  creditCode: '91420302MA49000107',
  bankName: '中国农业银行十堰茅箭支行',
  accountNo: '17220101040008801',
  accountName: '十堰市青山路桥工程有限公司',
}

interface NumberedLot extends LotLiteral {
  readonly lotId: string
  readonly line: number
}

/** Fund documents with their lots, announced by the real posting. */
export const registerLiterals = defineCommand({
  name: 'test.register-lots',
  permission: 'funds.import',
  load: (context, _input: readonly LotLiteral[]) => lockBooks(context),
  decide: (_, input): Outcome<readonly LotLiteral[]> => ok(input),
  save: async (context, literals) => {
    const { tx, district, actor, now } = context
    const docIds = new Map([...new Set(literals.map((l) => l.docNo))].map((docNo) => [docNo, context.newId('fundDocument') as string]))
    const documents = [...docIds].map(([docNo, docId]) => ({
      docId,
      docNo,
      title: docNo,
      level: literals.find((l) => l.docNo === docNo)!.level ?? 'province',
      issuedOn: null,
      fileId: '',
    }))
    // Sorted, so that the order of ids is the order of the literals and a seeded run can be had again.
    const ids = literals.map(() => context.newId('lot') as string).sort()
    const lots = literals.map((l, i): NumberedLot => ({ ...l, lotId: ids[i]!, line: i + 1 }))
    await insertDocuments(tx, district, documents, actor.personId, now)
    await insertLots(
      tx,
      district,
      lots.map((l) => ({
        lotId: l.lotId,
        docId: docIds.get(l.docNo)!,
        line: l.line,
        fundName: l.fundName ?? `资金${l.line}`,
        catalogueCode: 'C01',
        level: l.level ?? 'province',
        department: l.department ?? '区扶贫办',
        poolClass: l.poolClass ?? 'poolable',
        book: l.book ?? 'poverty',
        year: l.year ?? 2017,
        usableTo: l.usableTo ?? 2018,
        amountFen: l.amountFen,
        purpose: '',
        uses: l.uses,
        source: { fileId: '', name: '', sheet: '', row: l.line },
      })),
      now,
    )
    const moves = lots.map((l) => {
      const from = nameAccount(l.lotId, l.book ?? 'poverty', 'source')
      return { from, to: atStage(from, 'expected'), amountFen: fen(l.amountFen) }
    })
    await post(context, byBook({ kind: 'announcement', businessDate: context.today, basis: literals[0]!.docNo, moves }))
    return { lotIds: lots.map((l) => l.lotId) }
  },
  sentence: (result) => ({ zh: `登记资金 ${result.lotIds.length} 笔`, en: `Registered ${result.lotIds.length} lots` }),
  subjects: (result) => result.lotIds,
})

const enterLiterals = defineCommand({
  name: 'test.enter-projects',
  permission: 'projects.import',
  load: async (_context, _input: readonly ProjectLiteral[]) => null,
  decide: (_, input): Outcome<readonly ProjectLiteral[]> => ok(input),
  save: async (context, literals) => {
    const first = await takeNumbers(context.tx, context.district, 'project-test', literals.length)
    const projects = literals.map((p, i) => ({
      projectId: context.newId('project') as string,
      code: `XM-${String(first + BigInt(i)).padStart(4, '0')}`,
      name: p.name,
      nameKey: nameKey(p.name),
      year: p.year ?? 2017,
      category: p.category,
      poverty: p.poverty ?? true,
      agriculture: p.agriculture ?? true,
      household: categories[p.category].household,
      region: `${context.district}${p.place ?? '201201'}`,
      place: '某村',
      location: '某村',
      content: '',
      responsibleUnit: '区交通局',
      households: 20,
      score: 120,
      state: projectWorkflow.initial,
      needFen: p.needFen,
      source: null,
    }))
    await insertProjects(context.tx, context.district, projects, context.actor.personId, context.now)
    return { projectIds: projects.map((p) => p.projectId) }
  },
  sentence: (result) => ({ zh: `入库 ${result.projectIds.length} 个项目`, en: `Entered ${result.projectIds.length} projects` }),
  subjects: (result) => result.projectIds,
})

/** One cheap hash for everybody: what a password costs is not what these tests are about. */
const cheapHash = hash(PASSWORD, { memoryCost: 64, timeCost: 1, parallelism: 1 })

export class World {
  readonly database: Database
  readonly district: string
  readonly people: ReadonlyMap<string, Actor>
  readonly clock: Clock
  #at: number
  #papers = new Map<string, string>()
  #serial = 0

  private constructor(database: Database, district: string, people: Map<string, Actor>) {
    this.database = database
    this.district = district
    this.people = people
    this.#at = Date.parse('2017-03-01T01:00:00Z')
    this.clock = clockFrom(() => this.#at++)
  }

  /** A new district in this database; today is 1 March 2017. */
  static async open(database: Database): Promise<World> {
    const district = freshDistrict()
    const people = new Map<string, Actor>()
    const world = new World(database, district, people)
    const passwordHash = await cheapHash
    for (const [username, role, scope] of [['admin', 'admin', null] as const, ...PEOPLE]) {
      const full = scope !== null && /^\d/.test(scope) ? `${district}${scope}` : scope
      people.set(username, { district, personId: newId('user'), username, name: `${username}同志`, role, scope: full })
    }
    await database.transaction(async (tx) => {
      await insertDistrict(tx, { code: district, name: `测试区${district}`, demo: false }, world.clock.now())
      await insertDivisions(tx, district, divisionsOf(district))
      const rows = [...people.values()].map((p) => ({ ...p, passwordHash }))
      await insertPeople(tx, district, rows, world.clock.now())
      await insertKeepers(tx, district, keepersOf(people), people.get('leading_group')!.personId, '2010-01-01T01:00:00.000Z')
    })
    return world
  }

  today(): CivilDate {
    return this.clock.today()
  }

  goTo(date: string): CivilDate {
    this.#at = Date.parse(`${date}T01:00:00Z`)
    return civilDate(date)
  }

  actor(name: PersonName): Actor {
    return this.people.get(name)!
  }

  /** A new key for each call unless one is given. */
  act<I, S, D, R>(
    who: PersonName,
    command: Command<I, S, D, R>,
    input: I,
    options: { key?: string; preview?: boolean } = {},
  ): Promise<Outcome<R>> {
    const { key = `key-${++this.#serial}`, preview = false } = options
    return runCommand(this.database, command, input, { actor: this.actor(who), clock: this.clock, key, preview })
  }

  async do<I, S, D, R>(who: PersonName, command: Command<I, S, D, R>, input: I): Promise<R> {
    return must(await this.act(who, command, input))
  }

  async lots(...literals: LotLiteral[]): Promise<string[]> {
    return (await this.do('pool_office', registerLiterals, literals)).lotIds
  }

  async projects(...literals: ProjectLiteral[]): Promise<string[]> {
    return (await this.do('pov_office', enterLiterals, literals)).projectIds
  }

  receive(...lines: (readonly [lotId: string, amountFen: bigint])[]) {
    return this.do('finance', recordReceipt, {
      receivedOn: this.today(),
      bankReference: `收-${++this.#serial}`,
      lines: lines.map(([lotId, amountFen]) => ({ lotId, amountFen: fen(amountFen) })),
    })
  }

  reserve(projectId: string, ...lines: (readonly [lotId: string, amountFen: bigint])[]) {
    return this.do('finance', postByHand, this.byHand('reservation', projectId, ...lines))
  }

  byHand(kind: string, projectId: string | undefined, ...lines: (readonly [lotId: string, amountFen: bigint])[]) {
    const moves = lines.map(([lotId, amountFen]) => ({ lotId, projectId, amountFen: fen(amountFen) }))
    return { key: '', kind, businessDate: this.today(), basis: '茅扶组〔2017〕6号', moves }
  }

  async contract(projectId: string, amountFen: bigint, contractor = CONTRACTOR, terms?: Terms): Promise<string> {
    const contractNo = `合-${++this.#serial}`
    const input = { projectId, contractNo, name: '施工合同', signedOn: this.today(), amountFen: fen(amountFen), terms, contractor }
    return (await this.do('dept', registerContract, input)).id
  }

  async papers(kind: PaymentKindKey) {
    const list: { code: string; fileId: string }[] = []
    for (const code of paymentKinds[kind].required) list.push({ code, fileId: await this.#paper(code) })
    return list
  }

  async #paper(code: PaperCode): Promise<string> {
    const known = this.#papers.get(code)
    if (known) return known
    const upload = { name: `${code}.txt`, mediaType: 'text/plain', bytes: new TextEncoder().encode(code) }
    const { fileId } = await this.do('dept', keepFile('claims.compile'), upload)
    this.#papers.set(code, fileId)
    return fileId
  }

  /** `parts`: certified value, recovery, retention and what is left until the settlement; a simple claim has none. */
  async claimInput(contractId: string, amountFen: bigint, kind: PaymentKindKey = 'progress', parts: Partial<Usual> = {}) {
    return {
      contractId,
      kind,
      ...parts,
      amountFen: fen(amountFen),
      invoiceNo: `0420-${++this.#serial}`,
      invoiceDate: this.today(),
      description: '工程款',
      statement: '本人对真实性、合法性、完整性负责。',
      papers: await this.papers(kind),
    }
  }

  /** Compiled by `dept` and submitted. */
  async claim(contractId: string, amountFen: bigint, kind: PaymentKindKey = 'progress', parts: Partial<Usual> = {}): Promise<string> {
    const { id } = await this.do('dept', compileClaim, await this.claimInput(contractId, amountFen, kind, parts))
    await this.do('dept', submitClaim, { claimId: id })
    return id
  }

  async signing(claimId: string) {
    const claim = await findClaim(this.database.db, this.district, claimId)
    return { claimId, contentHash: claim!.content_hash, opinion: '同意', password: PASSWORD }
  }

  /** The five levels in order, up to and including the given one. */
  async sign(claimId: string, upTo = 5): Promise<void> {
    const signers: PersonName[] = ['village', 'township', 'dept2', 'pool_office', 'leader']
    for (const who of signers.slice(0, upTo)) await this.do(who, signClaim, await this.signing(claimId))
  }

  /** What the books hold, by stage, zero left out: `{ available: 40n }`. Narrowed to one lot when given. */
  async stages(lotId?: string): Promise<Record<string, bigint>> {
    const found = await rows(
      this.database.db,
      sql<{ stage: string; sum: bigint }>`select stage, sum(balance_fen)::bigint as sum from account where district = ${this.district}
        ${lotId ? sql`and lot_id = ${lotId}` : sql``} group by stage having sum(balance_fen) <> 0`,
    )
    return Object.fromEntries(found.map((f) => [f.stage, f.sum]))
  }
}

/** Two finance officers keep all three books, the third the financing book alone. */
const keepersOf = (people: ReadonlyMap<string, Actor>) => {
  const kept = (['finance', 'finance2'] as const).flatMap((name) => (Object.keys(books) as BookKey[]).map((book) => ({ name, book })))
  return [...kept, { name: 'finance3', book: 'financing' }].map(({ name, book }, i) => ({
    no: BigInt(i + 1),
    book,
    personId: people.get(name)!.personId,
    from: civilDate('2010-01-01'),
    document: '任命书',
  }))
}

const divisionsOf = (district: string) => [
  { code: district, name: `测试区${district}`, level: 'district' as const, parent: null },
  ...['201', '202'].flatMap((town) => [
    { code: `${district}${town}`, name: `${town}乡`, level: 'township' as const, parent: district },
    { code: `${district}${town}201`, name: `${town}村`, level: 'village' as const, parent: `${district}${town}` },
  ]),
]
