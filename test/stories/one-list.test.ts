/**
 * The one list for a year with real figures: eight departments, four levels, from the template filled in to adjustments, income
 * and what the clocks say; the three faces and their groups add up to the fen. Figures by hand, on both engines.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { type CivilDate, civilDate } from '#kernel/civil-date.ts'
import { fen, formatFen, parseFen } from '#kernel/money.ts'
import { must } from '#kernel/outcome.ts'
import { adjustFunds } from '#features/funds/adjust.commands.ts'
import { lotVersionFaults } from '#features/funds/adjust.store.ts'
import { previewFunds, registerFunds } from '#features/funds/funds.commands.ts'
import { registerIncome } from '#features/funds/income.commands.ts'
import type { Income } from '#features/funds/income.model.ts'
import { lotSheetRoutes } from '#features/funds/lot-sheets.routes.ts'
import { lotsRoutes } from '#features/funds/lots.routes.ts'
import { groupLots, listLots, type LotFilter, type LotRow, sumLots } from '#features/funds/lot-list.store.ts'
import { listUses } from '#features/funds/lot-uses.store.ts'
import { fourAmounts } from '#features/ledger/amounts.model.ts'
import { verifyBooks } from '#features/ledger/verify.store.ts'
import { keepFile } from '#platform/files.ts'
import type { Database } from '#platform/db/database.ts'
import { readWorkbook, type Workbook } from '#platform/sheets/workbook.ts'
import { writeWorkbook } from '#platform/sheets/writer.ts'
import type { ListGrouping, LotState } from '#policy/fund-lists.ts'
import { sourceColumns } from '#policy/fund-lists.ts'
import { servicesOn } from '#app/open.ts'
import { engines } from '../support/database.ts'
import { World } from '../support/world.ts'

const wan = (text: string) => parseFen(text, '万元')!

/** 文号, 资金名称, 级次, 主管部门, 年度, 金额（万元）, 用途, 可用于, 收文日期, 原资金年度 */
const DOCUMENTS = [
  ['鄂财农发〔2017〕12号', '中央财政专项扶贫资金', '中央', '区扶贫办', 2017, wan('860'), '产业发展', '道路桥梁', '2017-03-01', null],
  ['鄂财农发〔2017〕35号', '省级财政专项扶贫资金', '省级', '区扶贫办', 2017, wan('520.5'), '产业发展', null, '2017-03-01', null],
  ['鄂交财〔2017〕18号', '车辆购置税补助农村公路资金', '中央', '区交通局', 2017, wan('400'), '农村公路建设', null, '2017-03-01', null],
  ['鄂水财〔2017〕9号', '农田水利建设资金', '省级', '区水利局', 2017, wan('230.86'), '灌溉渠系', null, '2017-03-01', null],
  ['鄂林计〔2017〕4号', '林业补助资金', '中央', '区林业局', 2017, wan('88.0001'), '造林', null, '2017-03-01', null],
  ['鄂农计〔2017〕21号', '现代农业生产发展资金', '中央', '区农业局', 2017, wan('312.345678'), '', '产业发展', '2017-03-01', null],
  ['鄂旅发〔2017〕6号', '旅游发展基金', '中央', '区旅游局', 2017, wan('60'), '乡村旅游', null, '2017-03-01', null],
  ['鄂建文〔2017〕11号', '农村危房改造补助资金', '省级', '区住建局', 2017, wan('45.6'), '危房改造', null, '2017-03-01', null],
  ['十财农〔2017〕25号', '市级扶贫专项资金', '市级', '区扶贫办', 2017, wan('150'), '产业发展', null, '2017-03-01', null],
  ['茅财农〔2017〕3号', '区级财政扶贫配套资金', '区县级', '区财政局', 2017, wan('300'), '产业发展、人居环境', null, '2017-03-01', 2016],
] as const

const TOTAL = wan('2967.305778')
const TEMPLATE = ['文号', '资金名称', '级次', '主管部门', '年度', '金额（万元）', '用途', '可用于', '收文日期', '原资金年度']

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  const at: Record<string, string> = {}

  const list = async (f: LotFilter = {}) =>
    (await listLots(database.db, w.district, { today: w.today(), ...f, limit: 500, offset: 0 })).rows
  const inState = async (state: LotState, days?: number) => (await list({ state, days })).map((l) => l.doc_no).sort()
  const one = async (docNo: string): Promise<LotRow> => (await list({ q: docNo }))[0]!
  const four = async (f: LotFilter = {}) => fourAmounts((await sumLots(database.db, w.district, f))!)
  const groups = async (by: ListGrouping, f: LotFilter = {}) =>
    Object.fromEntries((await groupLots(database.db, w.district, by, f)).map((g) => [g.key, g.announced]))

  /** Calls the binding of an endpoint as the HTTP edge does after shaping; `sent` collects what is answered as a file. */
  async function ask(who: Parameters<World['actor']>[0], path: string, call: Record<string, unknown> = {}) {
    const services = { ...servicesOn(database), clock: w.clock }
    const binding = [...lotSheetRoutes(services), ...lotsRoutes(services)].find((b) => b.endpoint.path === path)!
    let sent: Buffer | null = null
    const reply = { type: () => reply, header: () => reply, send: (bytes: Buffer) => ((sent = bytes), reply) }
    const answer = (await binding.handle({
      actor: w.actor(who),
      key: `ask-${Math.abs(Object.keys(at).length)}-${path}`,
      reply,
      ...call,
    } as never)) as {
      ok?: boolean
      value?: unknown
      refusal?: { code: string; findings?: { row?: number; message: { zh: string } }[] }
    }
    return { answer, sent: sent as Buffer | null }
  }

  const workbookOf = async (bytes: Uint8Array): Promise<Workbook> => must(await readWorkbook(bytes, '清单.xlsx'))

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
  })

  test('the template offers lists, explains itself, and filled in it is registered without a question', async () => {
    const { sent } = await ask('pool_office', '/api/lots/template.xlsx')
    const blank = await workbookOf(sent!)
    expect(blank.sheets.map((s) => [s.name, s.hidden ?? false])).toEqual([
      ['资金文件登记表', false],
      ['填写说明', false],
      ['选项', true],
    ])
    const heads = [...blank.sheets[0]!.rows[0]!.cells.values()].map((c) => c.text)
    for (const head of TEMPLATE) expect(heads).toContain(head)

    const filled = await writeWorkbook([
      {
        name: '资金文件登记表',
        columns: TEMPLATE.map((header, i) => ({
          header,
          kind: [4, 5, 9].includes(i) ? 'number' : i === 8 ? 'date' : 'text',
        })),
        rows: DOCUMENTS.map((d) => d.map((cell) => (typeof cell === 'bigint' ? Number(formatFen(cell, '万元').replace(/,/g, '')) : cell))),
        blankRows: 1990,
        dropDowns: [{ column: '级次', values: ['中央', '省级'] }],
      },
      {
        name: '填写说明',
        columns: [
          { header: '列', kind: 'text' },
          { header: '金额（万元）', kind: 'text' },
        ],
        rows: [['文号', '8600000.00']],
      },
    ])
    const file = await w.do('pool_office', keepFile('funds.import'), { name: '登记表.xlsx', mediaType: '', bytes: filled })
    const input = { fileId: file.fileId, corrections: {}, defaults: {} }
    const preview = await previewFunds(database.db, w.district, input)
    expect([...preview.reading.kept.errors, ...preview.reading.kept.warnings, ...preview.errors, ...preview.warnings]).toEqual([])
    const done = await w.do('pool_office', registerFunds, { ...input, contentHash: preview.contentHash })
    expect(done).toMatchObject({ documents: 10, lots: 10, amountFen: TOTAL })
    for (const l of await list()) at[l.doc_no] = l.lot_id
  })

  test('grouped by level, department, nature, book, year and kind: each adds up to the whole', async () => {
    expect(await groups('level')).toEqual({
      central: wan('860') + wan('400') + wan('88.0001') + wan('312.345678') + wan('60'),
      province: wan('520.5') + wan('230.86') + wan('45.6'),
      city: wan('150'),
      district: wan('300'),
    })
    expect(await groups('department')).toEqual({
      区扶贫办: wan('1530.5'),
      区交通局: wan('400'),
      区水利局: wan('230.86'),
      区林业局: wan('88.0001'),
      区农业局: wan('312.345678'),
      区旅游局: wan('60'),
      区住建局: wan('45.6'),
      区财政局: wan('300'),
    })
    expect(await groups('book')).toEqual({
      poverty: wan('860') + wan('520.5') + wan('45.6') + wan('150') + wan('300'),
      coordination: wan('400') + wan('230.86') + wan('88.0001') + wan('312.345678') + wan('60'),
    })
    expect(await groups('nature')).toEqual({ budget: TOTAL })
    expect(await groups('year')).toEqual({ '2017': TOTAL })
    expect(Object.keys(await groups('catalogue')).sort()).toEqual(['C01', 'C03', 'C05', 'C10', 'C11', 'C19', 'D02', 'M01', 'P01', 'P02'])
    expect(await groups('department', { level: 'province' })).toEqual({
      区扶贫办: wan('520.5'),
      区水利局: wan('230.86'),
      区住建局: wan('45.6'),
    })
  })

  test('after 31 days nothing has come: all are overdue; what comes is not', async () => {
    expect(await inState('overdue')).toEqual([])
    w.goTo('2017-04-02')
    expect(await inState('overdue')).toHaveLength(10)
    await w.receive(
      [at['鄂财农发〔2017〕12号']!, wan('860')],
      [at['鄂交财〔2017〕18号']!, wan('400')],
      [at['鄂林计〔2017〕4号']!, wan('50')],
    )
    expect(await inState('overdue')).toHaveLength(8)
    expect(await inState('idle')).toEqual(['鄂交财〔2017〕18号', '鄂林计〔2017〕4号', '鄂财农发〔2017〕12号'].sort())
  })

  test('use and duty lists follow the money to project, contract and unit; their sums are the books', async () => {
    const [road] = (await w.projects({ name: '产业路', category: 'road', needFen: wan('600') })) as [string]
    await w.reserve(road, [at['鄂财农发〔2017〕12号']!, wan('300')], [at['鄂交财〔2017〕18号']!, wan('250.5')])
    const contract = await w.contract(road, wan('500'))
    const whole = { limit: 100, offset: 0 }
    const uses = await listUses(database.db, w.district, whole, false)
    expect(uses.rows.map((u) => [u.doc_no, u.project, fourAmounts(u).allocated])).toEqual([
      ['鄂交财〔2017〕18号', '产业路', wan('250.5')],
      ['鄂财农发〔2017〕12号', '产业路', wan('300')],
    ])
    const duties = await listUses(database.db, w.district, { ...whole, sort: '-allocated' }, true)
    expect(duties.rows.map((u) => [u.responsible_unit, u.contract_id === contract, fourAmounts(u).allocated > 0n])).toEqual([
      ['区交通局', true, true],
      ['区交通局', true, true],
      ['区交通局', false, true],
      ['区交通局', false, true],
    ])
    expect(fourAmounts(duties.sum)).toEqual(fourAmounts(uses.sum))
    expect(await four()).toEqual({ announced: TOTAL, allocated: wan('550.5'), paid: 0n, recognised: 0n })
    expect((await listUses(database.db, w.district, { ...whole, department: '区交通局' }, false)).sum.reserved).toBeGreaterThan(0n)
    expect(await inState('idle')).toHaveLength(3)
  })

  test('a quota is raised and cut by a document, never below what has come; the history says who, why, before and after', async () => {
    const lotId = at['鄂林计〔2017〕4号']!
    const adjust = (items: Parameters<typeof adjustFunds.decide>[1]['items']) =>
      w.act('pool_office', adjustFunds, { document: '鄂林计〔2017〕19号', reason: '省厅调整任务', items })
    const deep = await adjust([{ lotId, changeFen: fen(-wan('38.000101')) }])
    expect(deep.ok ? null : [deep.refusal.code, deep.refusal.findings![0]!.message.zh]).toEqual([
      'adjustment_refused',
      '“鄂林计〔2017〕4号 林业补助资金”未到账且未预留的只有 380,001.00 元，不能调减 380,001.01 元；已到账的走“上缴国库”，已预留的先收回预留',
    ])
    const cut = must(
      await adjust([{ lotId, changeFen: fen(-wan('38.0001')), fields: { department: '区林业和草原局', uses: ['ecology', 'industry'] } }]),
    )
    expect(cut).toMatchObject({ lots: 1, raisedFen: 0n, cutFen: wan('38.0001') })
    const raised = must(await adjust([{ lotId: at['鄂旅发〔2017〕6号']!, changeFen: wan('15.5') }]))
    expect(raised).toMatchObject({ lots: 1, raisedFen: wan('15.5'), cutFen: 0n })
    expect(await one('鄂林计〔2017〕4号')).toMatchObject({ department: '区林业和草原局', announced: wan('50'), amount_fen: wan('88.0001') })
    const { answer } = await ask('audit', '/api/lots/:id', { params: { id: lotId } })
    expect(answer.value).toMatchObject({
      history: [
        {
          version: 2,
          by: 'pool_office同志',
          document: '鄂林计〔2017〕19号',
          reason: '省厅调整任务',
          changeFen: -wan('38.0001'),
          changes: [
            { field: 'department', before: { zh: '区林业局' }, after: { zh: '区林业和草原局' } },
            { field: 'uses', before: { zh: '生态扶贫' }, after: { zh: '生态扶贫、产业发展' } },
          ],
        },
      ],
    })
  })

  test('what a lot may pay stays once it has reached a project, also past the commands', async () => {
    const lotId = at['鄂交财〔2017〕18号']!
    const widened = await w.act('pool_office', adjustFunds, {
      document: '更正',
      reason: '扩大用途',
      items: [{ lotId, fields: { uses: ['road', 'industry'] } }],
    })
    expect(widened.ok ? null : widened.refusal.findings!.map((f) => f.field)).toEqual(['可用于'])
    const nothing = await w.act('pool_office', adjustFunds, {
      document: '更正',
      reason: '没有变化',
      items: [{ lotId, fields: { uses: ['road'] } }],
    })
    expect(nothing.ok ? null : nothing.refusal.code).toBe('nothing_changes')
    expect((await w.act('finance', adjustFunds, { document: '更正', reason: '越权', items: [] })).ok).toBe(false)
  })

  test('interest, asset income and a drawdown come in one step, each only into its book and for its uses', async () => {
    const today: CivilDate = civilDate('2017-06-21')
    w.goTo('2017-06-22')
    const income = (more: Partial<Income>): Income => ({
      kind: 'interest',
      book: 'poverty',
      docNo: '中行结息〔2017〕2号',
      documentOn: today,
      name: '专户存款利息',
      department: '区财政局',
      receivedOn: today,
      bankReference: '中行收2017062101',
      amountFen: fen(12_345_67n),
      ...more,
    })
    const tell = async (more: Partial<Income>, who: 'finance' | 'pool_office' = 'finance') => {
      const done = await w.act(who, registerIncome, income(more))
      return done.ok ? 'ok' : done.refusal.code
    }
    const before = await w.stages()
    expect(await tell({})).toBe('ok')
    expect(await tell({})).toBe('document_registered')
    expect(await tell({ docNo: '收益〔2017〕1号', kind: 'asset-income' })).toBe('income_wrong_book')
    expect(await tell({ docNo: '收益〔2017〕1号', kind: 'asset-income', book: 'coordination', uses: ['road'] })).toBe('income_wrong_use')
    expect(
      await tell({ docNo: '收益〔2017〕1号', kind: 'asset-income', book: 'coordination', name: '光伏电站收益', amountFen: wan('18.6') }),
    ).toBe('ok')
    expect(await tell({ docNo: '提款〔2017〕1号', kind: 'drawdown', book: 'poverty' })).toBe('income_wrong_book')
    expect(
      await tell({ docNo: '提款〔2017〕1号', kind: 'drawdown', book: 'financing', name: '城投贷款第一笔', amountFen: wan('600') }),
    ).toBe('ok')
    expect(await tell({ docNo: '另〔2017〕1号', receivedOn: civilDate('2017-06-23') })).toBe('income_in_future')
    expect(await tell({ docNo: '另〔2017〕1号' }, 'pool_office')).toBe('not_permitted')
    const after = await w.stages()
    expect(after['available']! - before['available']!).toBe(12_345_67n + wan('18.6') + wan('600'))
    expect(after['owed']).toBe(wan('600'))
    expect(await one('收益〔2017〕1号')).toMatchObject({
      book: 'coordination',
      nature: 'asset-income',
      uses: ['industry', 'public-service', 'relief'],
    })
    expect(await one('中行结息')).toMatchObject({ book: 'poverty', level: 'district', doc_kind: 'interest' })
    expect(await groups('nature')).toMatchObject({ loan: wan('600'), 'asset-income': wan('18.6') })
    const cut = await w.act('pool_office', adjustFunds, {
      document: '更正',
      reason: '记错',
      items: [{ lotId: (await one('中行结息')).lot_id, changeFen: fen(1n) }],
    })
    expect(cut.ok ? null : cut.refusal.findings![0]!.message.zh).toContain('金额以银行回单为准')
  })

  test('the exported list comes back edited as one adjustment; what may not be edited is refused row by row', async () => {
    const { sent } = await ask('pool_office', '/api/lots/export.xlsx', { query: { face: 'source', page: 1, pageSize: 20, sort: 'docNo' } })
    const exported = await workbookOf(sent!)
    const [sheet] = exported.sheets
    const columns = sourceColumns.map((c) => c.key as string)
    const texts = sheet!.rows.map((r) => columns.map((_, i) => r.cells.get(i + 1)?.text ?? ''))
    const total = texts.at(-1)!
    expect(total[0]).toBe('合计')
    expect(parseFen(total[columns.indexOf('announced')]!, '元')).toBe((await four()).announced)

    const lines = texts.slice(1, -1)
    const edited = (change: Record<string, Record<string, string>>) =>
      writeWorkbook([
        {
          name: '来源清单',
          columns: texts[0]!.map((header) => ({ header, kind: 'text' as const })),
          rows: lines.map((line) => columns.map((key, i) => change[line[columns.indexOf('docNo')]!]?.[key] ?? line[i]!)),
        },
      ])
    const upload = async (change: Record<string, Record<string, string>>, key: string) => {
      const file = { name: `清单-${key}.xlsx`, mediaType: '', bytes: await edited(change) }
      const { answer } = await ask('pool_office', '/api/imports/lots/preview', { file, key })
      return answer.value as {
        fileId: string
        contentHash: string
        changes: { docNo: string; changeFen: bigint; fields: { label: { zh: string }; before: { zh: string }; after: { zh: string } }[] }[]
        errors: { row?: number; field?: string; message: { zh: string } }[]
      }
    }
    expect(await upload({}, 'same')).toMatchObject({ changes: [], errors: [] })

    const wrong = await upload(
      {
        '十财农〔2017〕25号': { book: '统筹专账', available: '1.00' },
        '鄂交财〔2017〕18号': { uses: '道路桥梁、产业发展', announced: '约四百万' },
      },
      'wrong',
    )
    const rowOf = (docNo: string) => lines.findIndex((line) => line[columns.indexOf('docNo')] === docNo) + 2
    expect(wrong.errors.map((e) => `${e.row} ${e.field}`).sort()).toEqual(
      [
        `${rowOf('十财农〔2017〕25号')} 专账`,
        `${rowOf('十财农〔2017〕25号')} 可安排`,
        `${rowOf('鄂交财〔2017〕18号')} 指标下达`,
        `${rowOf('鄂交财〔2017〕18号')} 可用于`,
      ].sort(),
    )
    for (const error of wrong.errors) expect(error.message.zh).toMatch(/^第 \d+ 行：.*[，；]/)

    const right = await upload(
      {
        '十财农〔2017〕25号': { announced: formatFen(wan('160')), funcCode: '2130505', lapsesOn: '2018-06-30' },
        '茅财农〔2017〕3号': { announced: formatFen(wan('280')), poolClass: '专项，不可整合', poolReason: '配套协议约定' },
      },
      'right',
    )
    expect(right.errors).toEqual([])
    expect(right.changes.map((c) => [c.docNo, c.changeFen, c.fields.map((f) => f.label.zh)])).toEqual([
      ['十财农〔2017〕25号', wan('10'), ['指标下达', '功能科目', '资金到期日']],
      ['茅财农〔2017〕3号', -wan('20'), ['指标下达', '统筹类别', '不可整合原因']],
    ])
    const body = { fileId: right.fileId, contentHash: right.contentHash, document: '茅统筹〔2017〕2号', reason: '年中调整' }
    const stale = await ask('pool_office', '/api/imports/lots/confirm', { body: { ...body, contentHash: 'other' }, key: 'stale' })
    expect(stale.answer.refusal?.code).toBe('content_changed')
    const { answer } = await ask('pool_office', '/api/imports/lots/confirm', { body, key: 'confirmed' })
    expect(answer.value).toMatchObject({ lots: 2, raisedFen: wan('10'), cutFen: wan('20') })
    expect(await one('十财农〔2017〕25号')).toMatchObject({
      announced: wan('160'),
      func_code: '2130505',
      lapses_on: '2018-06-30',
      usable_to: 2018,
    })
    expect(await one('茅财农〔2017〕3号')).toMatchObject({ announced: wan('280'), pool_class: 'earmarked', pool_reason: '配套协议约定' })
  })

  test('each face is exported with its filters and totals that are the list', async () => {
    const { sent } = await ask('audit', '/api/lots/export.xlsx', { query: { face: 'use', page: 1, pageSize: 20, department: '区交通局' } })
    const sheet = (await workbookOf(sent!)).sheets[0]!
    const texts = sheet.rows.map((r) => [...r.cells.values()].map((c) => c.text))
    expect(texts).toHaveLength(3)
    expect(texts[1]).toContain('鄂交财〔2017〕18号')
    expect(texts[2]).toContain('2505000')
  })

  test('towards the end of use money lapses soon, then has lapsed; used money does neither', async () => {
    w.goTo('2018-05-01')
    expect(await inState('expiring')).toEqual(['十财农〔2017〕25号'])
    expect(await inState('expiring', 300)).toHaveLength(13)
    w.goTo('2019-01-02')
    expect(await inState('lapsed')).toHaveLength(13)
    expect(await inState('used')).toEqual([])
  })

  test('the books are whole: lots are what was announced and adjusted, and show their last version', async () => {
    expect((await verifyBooks(database.db, w.district)).faults).toEqual([])
    expect(await lotVersionFaults(database.db, w.district)).toEqual([])
    expect(await groups('year')).toEqual({ '2017': (await four()).announced })
  })
})
