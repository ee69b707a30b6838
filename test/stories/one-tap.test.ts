/**
 * One tap for a year with real figures: two drafts compared, the departments asked, a decision with its trial run, the plan published and
 * printed, a project given up in summer and its money given anew. Every sum is worked out by hand; through the endpoints, on both engines.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { parseFen } from '#kernel/money.ts'
import { keepPlan } from '#features/allocation/allocation.commands.ts'
import { allocationRoutes } from '#features/allocation/allocation.routes.ts'
import { buildInstance } from '#features/allocation/allocation.model.ts'
import { loadWorld, planSlices } from '#features/allocation/allocation.store.ts'
import { solve } from '#features/allocation/engine/solve.ts'
import { standardTerms } from '#features/allocation/instance.model.ts'
import { drawUp, planAdjustRoutes } from '#features/allocation/plan-adjust.routes.ts'
import { planCompareRoutes } from '#features/allocation/plan-compare.routes.ts'
import { loadPlanLots, loadPlanProjects } from '#features/allocation/plan-compare.store.ts'
import { masked, planLists } from '#features/allocation/plan-lists.model.ts'
import { planPaperRoutes } from '#features/allocation/plan-paper.routes.ts'
import { planReviewRoutes } from '#features/allocation/plan-review.routes.ts'
import { compare, SolveRuns } from '#features/allocation/solve-runs.commands.ts'
import type { ScenarioTerms } from '#features/allocation/scenario-terms.model.ts'
import { verifyBooks } from '#features/ledger/verify.store.ts'
import type { Database } from '#platform/db/database.ts'
import { readWorkbook } from '#platform/sheets/workbook.ts'
import { openZip } from '#platform/sheets/zip-parts.ts'
import { must } from '#kernel/outcome.ts'
import { servicesOn } from '#app/open.ts'
import { engines } from '../support/database.ts'
import { type PersonName, World } from '../support/world.ts'

const wan = (text: string) => parseFen(text, '万元')!

/** Tables of a Word file as rows of texts. */
async function tablesOf(bytes: Uint8Array): Promise<string[][][]> {
  let xml = ''
  await (await openZip(bytes)).read('word/document.xml', (chunk) => (xml += chunk))
  const texts = (part: string) => [...part.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)].map((m) => m[1]).join('')
  const parts = (whole: string, tag: string) => [...whole.matchAll(new RegExp(`<w:${tag}>[\\s\\S]*?</w:${tag}>`, 'g'))].map((m) => m[0])
  return parts(xml, 'tbl').map((table) => parts(table, 'tr').map((row) => parts(row, 'tc').map(texts)))
}

/** The last column of a table, its last line apart: each amount and the printed total. */
const sumsOf = (table: string[][]) => {
  const amounts = table.slice(1).map((row) => wan(row.at(-1)!))
  return { rows: amounts.slice(0, -1), total: amounts.at(-1)! }
}

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let [poor, roads, mixed] = ['', '', '']
  let [road, tea, house, bridge] = ['', '', '', '']
  let [first, second, adjustment] = ['', '', '']
  let keys = 0

  /** Calls the binding of an endpoint as the HTTP edge does after shaping; a file that is answered is `sent`. */
  async function ask<T>(who: PersonName, method: string, path: string, call: Record<string, unknown> = {}) {
    const services = { ...servicesOn(database), clock: w.clock }
    const all = [
      ...allocationRoutes(services, undefined as unknown as SolveRuns),
      ...planCompareRoutes(services),
      ...planReviewRoutes(services),
      ...planAdjustRoutes(services, undefined as unknown as SolveRuns),
      ...planPaperRoutes(services),
    ]
    const binding = all.find((b) => b.endpoint.path === path && b.endpoint.method === method)!
    let sent: Buffer | null = null
    const reply = { type: () => reply, header: () => reply, send: (bytes: Buffer) => ((sent = bytes), reply) }
    const answer = (await binding.handle({ actor: w.actor(who), key: `k${++keys}`, reply, ...call } as never)) as {
      ok?: boolean
      value?: T
      refusal?: { code: string; message: { zh: string } }
    }
    return { value: (answer.value ?? answer) as T, refusal: answer.refusal ?? null, sent: sent as Buffer | null }
  }

  async function solved(name: string, changes: Partial<ScenarioTerms> = {}): Promise<string> {
    const terms = { ...standardTerms(2017), ...changes }
    const world = await loadWorld(database.db, w.district, 2017, { today: w.today() })
    const { instance, step } = buildInstance(name, terms, world.lots, world.projects, world.regions)
    const result = await solve(instance, { seconds: 2, seed: 1 })
    const comparison = compare(instance, result, step)
    return (await w.do('pool_office', keepPlan, { name, settings: { ...terms, year: 2017 }, instance, result, step, comparison })).planId
  }

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
    ;[poor, roads, mixed] = (await w.lots(
      {
        docNo: '鄂财农发〔2017〕12号',
        department: '区农业局',
        level: 'central',
        uses: ['road', 'industry', 'housing'],
        amountFen: wan('860'),
      },
      {
        docNo: '鄂交财〔2017〕18号',
        book: 'coordination',
        department: '区交通局',
        level: 'central',
        uses: ['road'],
        amountFen: wan('400'),
      },
      { docNo: '茅财农〔2017〕3号', book: 'coordination', level: 'district', uses: ['industry', 'road'], amountFen: wan('300.5') },
    )) as [string, string, string]
    ;[road, tea, house, bridge] = (await w.projects(
      { name: '产业路', category: 'road', needFen: wan('420.25') },
      { name: '茶园', category: 'industry', needFen: wan('350'), place: '202201' },
      { name: '张家危房改造', category: 'housing', needFen: wan('120.75') },
      { name: '便民桥', category: 'road', needFen: wan('180'), place: '202201' },
    )) as [string, string, string, string]
    await w.receive([poor, wan('860')], [roads, wan('400')], [mixed, wan('300.5')])
  })

  test('two drafts stand side by side: who gains, who loses and why, on the page and in the spreadsheet', async () => {
    first = await solved('第一稿')
    second = await solved('第二稿', { excludeProjects: [tea] })
    const { value } = await ask<{
      projects: { id: string; amounts: bigint[]; changes: { kind: string; because: { zh: string } }[]; changed: boolean }[]
      townships: { key: string; amounts: bigint[]; projects: number[] }[]
    }>('dept', 'GET', '/api/plans/compare', { query: { a: first, b: second } })
    const row = value.projects.find((p) => p.id === tea)!
    expect([row.amounts, row.changes[0]!.kind, row.changed]).toEqual([[wan('350'), 0n], 'lost', true])
    expect(row.changes[0]!.because.zh).toContain('测算时已排除')
    expect(value.townships.map((t) => [t.key, t.amounts, t.projects])).toEqual([
      ['201乡', [wan('541'), wan('541')], [2, 2]],
      ['202乡', [wan('530'), wan('180')], [2, 1]],
    ])
    const file = await ask('dept', 'GET', '/api/plans/compare.xlsx', { query: { a: first, b: second } })
    const book = must(await readWorkbook(file.sent!, '比较.xlsx'))
    expect(book.sheets.map((s) => s.name)).toEqual(['项目', '资金', '乡镇', '类别'])
    const total = [...book.sheets[0]!.rows.at(-1)!.cells.values()].map((c) => c.text)
    expect([total[0], Number(total[1]), Number(total[2])]).toEqual(['合计', 10_710_000, 7_210_000])
    expect((await ask('dept', 'GET', '/api/plans/compare', { query: { a: first, b: first } })).refusal!.code).toBe('compare_two')
  })

  test('the departments see their own first, answer, and the decision comes after a trial run that it equals', async () => {
    const sentOut = await ask('pool_office', 'POST', '/api/plans/:id/consult', { params: { id: first }, body: { note: '' } })
    expect(sentOut.refusal).toBe(null)
    const seen = await ask<{ slices: { own: boolean }[]; actions: { name: string; allowed: boolean }[] }>('dept', 'GET', '/api/plans/:id', {
      params: { id: first },
    })
    const owns = seen.value.slices.map((s) => s.own)
    expect(owns.indexOf(false) === -1 || owns.lastIndexOf(true) < owns.indexOf(false)).toBe(true)
    expect(owns[0]).toBe(true)
    expect(seen.value.actions.find((a) => a.name === 'answer')!.allowed).toBe(true)
    for (const who of ['dept', 'dept2'] as const)
      await ask(who, 'POST', '/api/plans/:id/answer', { params: { id: first }, body: { answer: 'agree', words: '' } })
    const tried = await ask<{ lines: { kind: string; projectId: string; lotId: string; amountFen: bigint }[]; amountFen: bigint }>(
      'leading_group',
      'POST',
      '/api/plans/:id/adopt/preview',
      { params: { id: first }, body: {} },
    )
    const body = { decisionNo: '茅扶组〔2017〕6号', decidedOn: w.today(), minutes: '第三次会议审定。' }
    const done = await ask<{ amountFen: bigint }>('leading_group', 'POST', '/api/plans/:id/adopt', { params: { id: first }, body })
    expect(done.refusal).toBe(null)
    const real = await ask<typeof tried.value>('audit', 'GET', '/api/plans/:id/postings', { params: { id: first } })
    const texts = ({ lines }: typeof tried.value) => lines.map((l) => [l.kind, l.lotId, l.projectId, l.amountFen].join()).sort()
    expect(texts(tried.value)).toEqual(texts(real.value))
    expect([tried.value.amountFen, done.value.amountFen]).toEqual([wan('1071'), wan('1071')])
    // The other draft wanted the same money.
    const late = await ask('leading_group', 'POST', '/api/plans/:id/adopt', { params: { id: second }, body })
    expect(late.refusal!.code).toBe('world_changed')
    expect(late.refusal).toMatchObject({ message: { en: expect.stringContaining(' yuan available, the plan takes ') as string } })
  })

  test('published with its three lists: every list adds up, and no household is named', async () => {
    const before = await ask('pool_office', 'GET', '/api/public/plans/:id', { params: { id: first } })
    expect(before.refusal!.code).toBe('not_published')
    const body = { documentNo: '茅政公〔2017〕2号', publishedOn: w.today() }
    await ask('pool_office', 'POST', '/api/plans/:id/publish', { params: { id: first }, body })
    // The public page is the first district's; the lists themselves are asked for here as the endpoint builds them.
    const slices = await planSlices(database.db, w.district, first)
    const named = {
      lotOf: await loadPlanLots(database.db, w.district, [poor, roads, mixed]),
      projectOf: await loadPlanProjects(database.db, w.district, [road, tea, house, bridge]),
    }
    const lists = planLists(slices, masked(named))
    for (const list of [lists.sources, lists.uses, lists.duties])
      expect((list as readonly { amountFen: bigint }[]).reduce((sum, l) => sum + l.amountFen, 0n)).toBe(wan('1071'))
    const said = JSON.stringify(lists, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
    expect(said).not.toContain('张家')
    expect(said).toContain('到户项目（名称不公开）')
    expect(JSON.stringify(planLists(slices, named).uses.map((u) => u.project))).toContain('张家危房改造')
  })

  test('printed: every amount and total of the Word file is the plan', async () => {
    const { sent } = await ask('leader', 'GET', '/api/plans/:id/paper.docx', { params: { id: first } })
    const tables = await tablesOf(sent!)
    expect(tables.map((t) => t[0]!.at(-1))).toEqual(['占比', '占比', '占比', '本方案使用', '安排资金', '负责资金'])
    for (const list of tables.slice(3)) {
      const { rows, total } = sumsOf(list)
      expect([rows.reduce((sum, a) => sum + a, 0n), total]).toEqual([wan('1071'), wan('1071')])
    }
    const { value } = await ask<{ slices: { projectCode: string; docNo: string; amountFen: bigint }[] }>(
      'leader',
      'GET',
      '/api/plans/:id',
      {
        params: { id: first },
      },
    )
    const printed = tables[4]!.slice(1, -1).map((r) => [r[1], r[6], wan(r[8]!)].join())
    expect(printed.sort()).toEqual(value.slices.map((s) => [s.projectCode, s.docNo, s.amountFen].join()).sort())
    // The tables of the body: by department, category and township, each with the total of the plan.
    for (const table of tables.slice(0, 3)) expect(wan(table.at(-1)![2]!)).toBe(wan('1071'))
  })

  test('in summer one project is given up: its money goes back to its lots and builds another; the paper shows the difference', async () => {
    w.goTo('2017-07-10')
    const [school] = await w.projects({ name: '通组路', category: 'road', needFen: wan('260') })
    type Held = { projectId: string; lotId: string; book: string; reservedFen: bigint; fixed: unknown }
    const base = await ask<{ holdings: Held[] }>('pool_office', 'GET', '/api/plans/:id/adjustable', { params: { id: first } })
    const releases = base.value.holdings
      .filter((h) => h.projectId === tea)
      .map(({ projectId, lotId, book, reservedFen }) => ({ projectId, lotId, book: book as 'poverty', amountFen: reservedFen as never }))
    const services = { ...servicesOn(database), clock: w.clock }
    const runs = new SolveRuns(services)
    const drawn = await drawUp(
      services,
      runs,
      w.actor('pool_office'),
      first,
      {
        name: '年中调整',
        cause: '茶园停建',
        document: '茅扶组〔2017〕15号',
        releases,
        give: 'solve',
        gives: [],
        leaveOut: [tea],
        seconds: 2,
      },
      'adjust',
    )
    const run = runs.find(w.district, must(drawn).runId!)!
    await expect.poll(() => run.state, { timeout: 60_000 }).toBe('done')
    adjustment = run.planId!
    const body = { decisionNo: '茅扶组〔2017〕16号', decidedOn: w.today(), minutes: '会议同意调整。' }
    const done = await ask<{ amountFen: bigint; releasedFen: bigint }>('leading_group', 'POST', '/api/plans/:id/adopt', {
      params: { id: adjustment },
      body,
    })
    expect([done.refusal, done.value.releasedFen, done.value.amountFen]).toEqual([null, wan('350'), wan('260')])
    const { sent } = await ask('leader', 'GET', '/api/plans/:id/paper.docx', { params: { id: adjustment } })
    const difference = (await tablesOf(sent!)).find((t) => t[0]!.includes('原安排'))!
    const found = Object.fromEntries(difference.slice(1, -1).map((r) => [r[1], r.slice(2, 8)]))
    expect(found).toEqual({
      茶园: ['350.00', '350.00', '0.00', '0.00', '-350.00', '不再安排'],
      通组路: ['0.00', '0.00', '260.00', '260.00', '260.00', '新安排'],
    })
    expect(difference.at(-1)!.slice(1, 6)).toEqual(['350.00', '350.00', '260.00', '260.00', '-90.00'])
    expect(school).not.toBe('')
    expect((await w.stages())['reserved']).toBe(wan('981'))
    expect((await verifyBooks(database.db, w.district)).faults).toEqual([])
  })

  test('what is given by hand is given in full, and what contradicts the rules is said', async () => {
    const [pond] = await w.projects({ name: '鱼塘', category: 'industry', needFen: wan('90') })
    const services = { ...servicesOn(database), clock: w.clock }
    const hand = (amount: string, lotId: string) =>
      drawUp(
        services,
        new SolveRuns(services),
        w.actor('pool_office'),
        first,
        {
          name: '手工调整',
          cause: '补建',
          document: '茅扶组〔2017〕17号',
          releases: [],
          give: 'hand',
          gives: [{ projectId: pond!, lotId, amountFen: wan(amount) }],
          leaveOut: [],
          seconds: 2,
        },
        `hand-${amount}-${lotId}`,
      )
    const half = await hand('45', mixed)
    expect(half.ok ? '' : half.refusal.message.zh).toContain('还需 900,000.00 元，手工安排了 450,000.00 元')
    const wrong = await hand('90', roads)
    expect(wrong.ok ? '' : wrong.refusal.code).toBe('give_infeasible')
    const [free] = [await w.stages(mixed), await w.stages(poor)].map((s) => s['available'] ?? 0n)
    const kept = must(await hand('90', (free ?? 0n) >= wan('90') ? mixed : poor))
    expect((await planSlices(database.db, w.district, kept.planId!)).map((s) => [s.projectId, s.amountFen])).toEqual([[pond, wan('90')]])
  })
})
