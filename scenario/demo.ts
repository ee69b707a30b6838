/**
 * Loads the demo district through the very commands that real work uses: documents, receipts, library, plan, contracts,
 * claims, signatures, payments. It stops half-way on purpose, so that every role finds something waiting.
 */
import { readFileSync } from 'node:fs'
import { type CivilDate, civilDate } from '#kernel/civil-date.ts'
import { type Fen, fen } from '#kernel/money.ts'
import { must, type Outcome } from '#kernel/outcome.ts'
import { type Clock, clockFrom, newId } from '#platform/clock.ts'
import { type Actor, type Command, runCommand } from '#platform/command.ts'
import type { Database } from '#platform/db/database.ts'
import { keepFile } from '#platform/files.ts'
import { argon2Hash } from '#platform/password.ts'
import { writeWorkbook } from '#platform/sheets/writer.ts'
import { adoptPlan, keepPlan } from '#features/allocation/allocation.commands.ts'
import { buildInstance } from '#features/allocation/allocation.model.ts'
import { loadWorld } from '#features/allocation/allocation.store.ts'
import { solve } from '#features/allocation/engine/solve.ts'
import { compare } from '#features/allocation/solve-runs.commands.ts'
import { registerAccount } from '#features/bank/bank.commands.ts'
import { compileClaim, signClaim, submitClaim } from '#features/claims/claims.commands.ts'
import { findClaim } from '#features/claims/claims.store.ts'
import { registerContract } from '#features/contracts/contracts.commands.ts'
import { appointKeeper } from '#features/ledger/keepers.commands.ts'
import { previewFunds, recordReceipt, registerFunds } from '#features/funds/funds.commands.ts'
import { listLots } from '#features/funds/lot-list.store.ts'
import { orderPayment, recordResult } from '#features/payments/payments.commands.ts'
import { addPerson, firstRun } from '#features/people/people.commands.ts'
import { actorOf, findPersonByUsername } from '#features/people/people.store.ts'
import { importProjects, previewProjects } from '#features/projects/projects.commands.ts'
import { listProjects, type ProjectRow } from '#features/projects/projects.store.ts'
import type { BookKey } from '#policy/books.ts'
import type { HashAlgorithm } from '#policy/integrity.ts'
import { papers, paymentKinds, type PaymentKindKey } from '#policy/papers.ts'
import { contractors } from './contractors.ts'
import { DEMO_PASSWORD, demoAdministrator, demoPeople } from './people.ts'
import { fundTable, projectTable, SPECIAL_ACCOUNT } from './tables.ts'
import { loadTreasury } from './treasury.ts'

const DISTRICT = '420302'

interface Divisions {
  readonly district: { readonly code: string; readonly name: string }
  readonly townships: readonly { code: string; name: string; villages: readonly { code: string; name: string }[] }[]
}

function divisions(scenarioFolder: string) {
  const read = JSON.parse(readFileSync(`${scenarioFolder}/maojian-divisions.json`, 'utf8')) as Divisions
  return [
    { code: read.district.code, name: read.district.name, level: 'district' as const, parent: null },
    ...read.townships.flatMap((t) => [
      { code: t.code, name: t.name, level: 'township' as const, parent: read.district.code },
      ...t.villages.map((v) => ({ code: v.code, name: v.name, level: 'village' as const, parent: t.code })),
    ]),
  ]
}

/** The district's own calendar: each act happens on its day, in order, a second apart. */
class Calendar {
  #at = Date.parse('2017-02-20T01:00:00Z')
  readonly clock: Clock = clockFrom(() => (this.#at += 1000))
  goTo(date: string): CivilDate {
    this.#at = Date.parse(`${date}T01:00:00Z`)
    return civilDate(date)
  }
}

/** A sheet as a county would send it. */
export interface DemoTable {
  readonly name: string
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export class DemoDistrict {
  readonly database: Database
  readonly district = DISTRICT
  readonly calendar = new Calendar()
  readonly #actors = new Map<string, Actor>()

  constructor(database: Database) {
    this.database = database
  }

  async as<I, S, D, R>(username: string, command: Command<I, S, D, R>, input: I): Promise<R> {
    const actor = await this.actor(username)
    const key = newId('command', this.calendar.clock)
    const outcome: Outcome<R> = await runCommand(this.database, command, input, { actor, clock: this.calendar.clock, key })
    return must(outcome)
  }

  async actor(username: string): Promise<Actor> {
    const known = this.#actors.get(username)
    if (known) return known
    const person = await findPersonByUsername(this.database.db, DISTRICT, username)
    const actor = actorOf(DISTRICT, person!)
    this.#actors.set(username, actor)
    return actor
  }

  async people(scenarioFolder: string, hash: HashAlgorithm): Promise<void> {
    const passwordHash = await argon2Hash(DEMO_PASSWORD)
    const all = divisions(scenarioFolder)
    must(
      await firstRun(this.database, this.calendar.clock, {
        district: { code: DISTRICT, name: all[0]!.name, demo: true },
        divisions: all,
        administrator: { ...demoAdministrator, passwordHash },
        hash,
      }),
    )
    for (const person of demoPeople) await this.as('admin', addPerson, { ...person, passwordHash })
  }

  /** Each book gets its keepers before the first fen: both finance officers, and for the financing book one who keeps no other. */
  async keepers(): Promise<void> {
    const from = this.calendar.goTo('2017-01-03')
    const appoint = async (username: string, kept: readonly BookKey[]) => {
      const { personId } = await this.actor(username)
      for (const book of kept) await this.as('leading_group', appointKeeper, { book, personId, from, document: '茅统筹办〔2017〕1号' })
    }
    await appoint('finance', ['poverty', 'coordination', 'financing'])
    await appoint('finance2', ['poverty', 'coordination'])
    await appoint('finance3', ['financing'])
  }

  /** The one account behind the three books. */
  async specialAccount(): Promise<void> {
    await this.as('finance', registerAccount, {
      bankName: '中国银行十堰茅箭支行',
      accountNo: SPECIAL_ACCOUNT,
      accountName: '茅箭区财政统筹整合资金专户',
      openedOn: this.calendar.goTo('2017-01-05'),
      document: '茅统筹办〔2017〕2号',
    })
  }

  async keepSheet(username: string, permission: 'funds.import' | 'projects.import', table: DemoTable) {
    const bytes = await writeWorkbook([
      {
        name: '一览表',
        columns: table.header.map((header) => ({ header, kind: 'text' as const })),
        rows: table.rows.map((r) => [...r]),
      },
    ])
    return this.as(username, keepFile(permission), { name: `${table.name}.xlsx`, mediaType: 'application/octet-stream', bytes })
  }

  async funds(): Promise<void> {
    this.calendar.goTo('2017-03-06')
    const file = await this.keepSheet('pool_office', 'funds.import', fundTable)
    const input = { fileId: file.fileId, corrections: {}, defaults: {} }
    const preview = await previewFunds(this.database.db, DISTRICT, input)
    await this.as('pool_office', registerFunds, { ...input, contentHash: preview.contentHash })
    const receivedOn = this.calendar.goTo('2017-03-20')
    const lots = await listLots(this.database.db, DISTRICT, { limit: 100, offset: 0 })
    // The loan has not been drawn yet: the finance bureau finds it among its to-dos.
    const arrived = lots.rows.filter((l) => l.book !== 'financing')
    await this.as('finance', recordReceipt, {
      receivedOn,
      bankReference: '中行收2017032001',
      lines: arrived.map((l) => ({ lotId: l.lot_id, amountFen: fen(l.amount_fen) })),
    })
  }

  async library(): Promise<void> {
    this.calendar.goTo('2017-03-28')
    const file = await this.keepSheet('pov_office', 'projects.import', projectTable)
    const input = { fileId: file.fileId, corrections: {}, defaults: { year: 2017 } }
    const preview = await previewProjects(this.database.db, DISTRICT, input)
    await this.as('pov_office', importProjects, { ...input, contentHash: preview.contentHash })
  }

  async plan(): Promise<void> {
    const settings = { year: 2017, maxSources: 3, minSliceFen: 10_000_00n, excludeProjects: [], includeProjects: [] }
    const decidedOn = this.calendar.goTo('2017-04-18')
    const world = await loadWorld(this.database.db, DISTRICT, settings.year)
    const name = '2017年第一批统筹整合资金分配方案'
    const { instance, step } = buildInstance(name, settings, world.lots, world.projects, world.regions)
    const result = await solve(instance, { seconds: 10, seed: 1 })
    const comparison = compare(instance, result, step)
    const plan = await this.as('pool_office', keepPlan, { name, settings, instance, result, step, comparison })
    await this.as('leading_group', adoptPlan, {
      planId: plan.planId,
      decisionNo: '茅扶组〔2017〕6号',
      decidedOn,
      minutes: '区扶贫开发领导小组第三次会议审定。',
    })
  }

  async project(name: string): Promise<ProjectRow> {
    const found = await listProjects(this.database.db, DISTRICT, { q: name, limit: 1, offset: 0 })
    return found.rows[0]!
  }

  async contract(projectName: string, number: number, date: string): Promise<string> {
    const project = await this.project(projectName)
    const signedOn = this.calendar.goTo(date)
    const contract = await this.as('dept', registerContract, {
      projectId: project.project_id,
      contractNo: `茅合〔2017〕${number}号`,
      name: `${projectName}施工合同`,
      signedOn,
      amountFen: fen(project.reserved - project.reserved / 50n),
      contractor: contractors[(number - 1) % contractors.length]!,
    })
    return contract.id
  }

  async paper(name: string): Promise<string> {
    const bytes = new TextEncoder().encode(`${name}（示例附件，真实业务中为扫描件）\n`)
    const file = await this.as('dept', keepFile('claims.compile'), { name: `${name}（示例）.txt`, mediaType: 'text/plain', bytes })
    return file.fileId
  }

  async claim(contractId: string, kind: PaymentKindKey, amountFen: Fen, invoiceNo: string, date: string): Promise<string> {
    const invoiceDate = this.calendar.goTo(date)
    const required = await Promise.all(
      paymentKinds[kind].required.map(async (code) => ({ code, fileId: await this.paper(`${papers[code].zh}-${invoiceNo}`) })),
    )
    const claim = await this.as('dept', compileClaim, {
      contractId,
      kind,
      amountFen,
      invoiceNo,
      invoiceDate,
      description: `${paymentKinds[kind].label.zh}报账`,
      statement: '本人对本次报账事项及凭证的真实性、合法性、完整性负责。',
      papers: required,
    })
    await this.as('dept', submitClaim, { claimId: claim.id })
    return claim.id
  }

  /** Signs up to and including the level; the village of the project's place signs first. */
  async sign(claimId: string, upTo: number, village: string, township: string): Promise<void> {
    const signers = [village, township, 'dept2', 'pool_office2', 'leader']
    for (const username of signers.slice(0, upTo)) {
      const claim = await findClaim(this.database.db, DISTRICT, claimId)
      await this.as(username, signClaim, {
        claimId,
        contentHash: claim!.content_hash,
        opinion: '已核对，同意。',
        password: DEMO_PASSWORD,
      })
    }
  }

  async spending(): Promise<void> {
    const road = await this.contract('东沟村产业路硬化工程', 1, '2017-05-22')
    const tea = await this.contract('廖家村茶叶基地建设', 2, '2017-05-25')
    await this.contract('康家村通组公路加宽', 3, '2017-06-02')

    const advance = await this.claim(road, 'advance', fen(540_000_00n), '04200170010001', '2017-06-05')
    await this.sign(advance, 5, 'village', 'township')
    const first = await this.as('finance', orderPayment, { claimId: advance })
    await this.as('finance', recordResult, {
      paymentId: first.id,
      result: 'paid',
      resultOn: this.calendar.goTo('2017-06-16'),
      bankReference: '中行付2017061603',
    })

    const teaAdvance = await this.claim(tea, 'advance', fen(700_000_00n), '04200170010002', '2017-06-20')
    await this.sign(teaAdvance, 5, 'village2', 'township')
    const second = await this.as('finance', orderPayment, { claimId: teaAdvance })
    await this.as('finance', recordResult, {
      paymentId: second.id,
      result: 'returned',
      resultOn: this.calendar.goTo('2017-06-28'),
      bankReference: '中行退2017062801',
      returnReason: '收款行行号有误',
    })

    const progress = await this.claim(road, 'progress', fen(612_345_67n), '04200170010003', '2017-07-10')
    await this.sign(progress, 5, 'village', 'township')
    const started = await this.claim(road, 'progress', fen(200_000_00n), '04200170010004', '2017-07-12')
    await this.sign(started, 1, 'village', 'township')
    await this.claim(road, 'progress', fen(100_000_00n), '04200170010005', '2017-07-14')
  }
}

/** Everything, in order. `say` gets one line for each step. */
export async function loadDemo(
  database: Database,
  scenarioFolder: string,
  say: (line: string) => void = () => {},
  hash: HashAlgorithm = 'sha256',
): Promise<void> {
  const demo = new DemoDistrict(database)
  say('示范区：人员和行政区划 Demo district: people and divisions')
  await demo.people(scenarioFolder, hash)
  await demo.keepers()
  await demo.specialAccount()
  say('示范区：资金文件和到账 Demo district: fund documents and receipts')
  await demo.funds()
  say('示范区：项目库和分配方案 Demo district: library and plan')
  await demo.library()
  await demo.plan()
  say('示范区：合同、报账、审签、支付 Demo district: contracts, claims, signatures, payments')
  await demo.spending()
  say('示范区：融资、银行对账、补充、跨年度 Demo district: financing, bank, supplements, several years')
  await loadTreasury(demo)
}
