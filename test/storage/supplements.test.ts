/**
 * Supplements on both engines: downhill only, within a shortfall that is proven and kept, debt last. Each no is said with its figures and
 * leaves nothing behind; the database takes no supplement without its proof.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { fen } from '#kernel/money.ts'
import { verifyBooks } from '#features/ledger/verify.store.ts'
import { firstYearOf, listSupplements } from '#features/treasury/needs.store.ts'
import { giveBackSupplement, supplement } from '#features/treasury/supplements.commands.ts'
import type { Database } from '#platform/db/database.ts'
import { rows, run, sql, type Tx } from '#platform/db/sql.ts'
import { engines } from '../support/database.ts'
import { World } from '../support/world.ts'

const document = '茅扶组〔2017〕9号'
const reason = '补足缺口'

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  const postings = async () =>
    (await rows(database.db, sql<{ n: bigint }>`select count(*) as n from posting where district = ${w.district}`))[0]!.n
  let [road, industry] = ['', '']
  let [poor, pooled, pooledLater, debt, narrow] = ['', '', '', '', '']
  const ask = (giver: 'poverty' | 'coordination' | 'financing', receiver: 'poverty' | 'coordination', yuan: bigint, projectId = road) => ({
    giver,
    receiver,
    projectId,
    year: 2017,
    amountFen: fen(yuan * 100n),
    document,
    reason,
    decidedOn: w.today(),
  })

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
    ;[poor, pooled, pooledLater, debt, narrow] = (await w.lots(
      { docNo: '甲〔2017〕1号', book: 'poverty', uses: ['road', 'industry'], amountFen: 1_000_00n },
      { docNo: '乙〔2017〕2号', book: 'coordination', uses: ['road'], usableTo: 2017, amountFen: 300_00n },
      { docNo: '乙〔2017〕3号', book: 'coordination', uses: ['road'], usableTo: 2018, amountFen: 200_00n },
      { docNo: '丙〔2017〕4号', book: 'financing', uses: ['road', 'housing'], amountFen: 5_000_00n },
      { docNo: '乙〔2017〕5号', book: 'coordination', uses: ['water'], amountFen: 9_000_00n },
    )) as [string, string, string, string, string]
    ;[road, industry] = (await w.projects(
      { name: '产业路', category: 'road', needFen: 2_000_00n },
      { name: '茶园', category: 'industry', needFen: 100_00n },
    )) as [string, string]
    await w.receive([poor, 1_000_00n], [pooled, 300_00n], [pooledLater, 200_00n], [debt, 5_000_00n], [narrow, 9_000_00n])
    await w.reserve(industry, [poor, 100_00n])
  })

  test('the years to choose from begin with the first that any money or phase is of; an empty district has none', async () => {
    expect(await firstYearOf(database.db, w.district)).toBe(2017)
    expect(await firstYearOf(database.db, 'nowhere')).toBeNull()
  })

  test.each([
    ['uphill', 'poverty', 'coordination', 100n, 'supplement', 'uphill', '扶贫专账不能补充统筹专账'],
    // 2,000 needed, nothing given, the poverty book itself still has 900: 1,100 short.
    [
      'above the shortfall',
      'coordination',
      'poverty',
      1_101n,
      'supplement',
      'above_shortfall',
      '缺口 1,100.00 元（需要 2,000.00 − 已安排 0.00',
    ],
    ['debt before the coordination book is used', 'financing', 'poverty', 100n, 'supplement', 'debt_last', '统筹专账还有 500.00 元'],
    ['more than the lots that may pay it hold', 'coordination', 'poverty', 501n, 'supplement', 'giver_short', '只有 500.00 元'],
    ['nothing', 'coordination', 'poverty', 0n, 'supplement', 'amount_not_positive', '大于零'],
  ] as const)('%s is refused in words, and leaves nothing', async (_, giver, receiver, yuan, __, code, words) => {
    const before = await postings()
    const no = await w.act('finance', supplement, ask(giver, receiver, yuan))
    expect(no).toMatchObject({ ok: false, refusal: { code } })
    expect(no.ok ? '' : no.refusal.message.zh).toContain(words)
    expect(await postings()).toBe(before)
  })

  test('a project without a shortfall gets none: the book itself can pay', async () => {
    const [field] = (await w.projects({ name: '机耕路', category: 'road', needFen: 50_00n })) as [string]
    expect(await w.act('finance', supplement, ask('coordination', 'poverty', 1n, field))).toMatchObject({
      ok: false,
      refusal: { code: 'no_shortfall' },
    })
  })

  test('somebody who may not, and somebody who keeps no such book', async () => {
    expect(await w.act('pool_office', supplement, ask('coordination', 'poverty', 100n))).toMatchObject({
      refusal: { code: 'not_permitted' },
    })
    await run(
      database.db,
      sql`insert into book_keeper_end select district, keeper_no, date '2017-01-31', '免职', appointed_by, appointed_at from book_keeper
        where district = ${w.district} and book = 'coordination' and person_id = ${w.actor('finance2').personId}`,
    )
    expect(await w.act('finance2', supplement, ask('coordination', 'poverty', 100n))).toMatchObject({ refusal: { code: 'not_keeper' } })
  })

  let first = ''
  test('takes the lots that lapse soonest, shown beforehand, and keeps its proof', async () => {
    const input = ask('coordination', 'poverty', 400n)
    const preview = await w.act('finance', supplement, input, { preview: true })
    expect(preview).toMatchObject({
      ok: true,
      value: {
        lots: [
          { lotId: pooled, amountFen: 300_00n },
          { lotId: pooledLater, amountFen: 100_00n },
        ],
      },
    })
    const done = await w.do('finance', supplement, input)
    first = done.id
    expect([await w.stages(pooled), await w.stages(pooledLater)]).toEqual([
      { source: -300_00n, reserved: 300_00n },
      { source: -200_00n, available: 100_00n, reserved: 100_00n },
    ])
    const { rows: kept } = await listSupplements(database.db, w.district, { limit: 10, offset: 0 })
    expect(kept).toMatchObject([
      { giver: 'coordination', need_fen: 2_000_00n, allocated_fen: 0n, own_fen: 900_00n, shortfall_fen: 1_100_00n, amount_fen: 400_00n },
    ])
    const [posting] = await rows(
      database.db,
      sql<{ book: string; other_book: string; other_voucher_no: number }>`select book, other_book, other_voucher_no from posting
        where district = ${w.district} and posting_id = ${done.postingId}`,
    )
    expect(posting).toMatchObject({ book: 'coordination', other_book: 'poverty' })
  })

  test('then the rest of the coordination book, then debt, and not a fen beyond the shortfall', async () => {
    await w.do('finance', supplement, ask('coordination', 'poverty', 100n))
    expect(await w.act('finance', supplement, ask('financing', 'poverty', 601n))).toMatchObject({ refusal: { code: 'above_shortfall' } })
    await w.do('finance', supplement, ask('financing', 'poverty', 600n))
    expect(await w.act('finance', supplement, ask('financing', 'poverty', 1n))).toMatchObject({ refusal: { code: 'no_shortfall' } })
  })

  test('what was given goes back to its own lots; once', async () => {
    const back = { supplementId: first, document: '茅扶组〔2017〕11号', reason: '项目调减', decidedOn: w.today() }
    await w.do('finance', giveBackSupplement, back)
    expect(await w.stages(pooled)).toEqual({ source: -300_00n, available: 300_00n })
    expect(await w.act('finance', giveBackSupplement, back)).toMatchObject({ refusal: { code: 'supplement_gone' } })
    expect((await verifyBooks(database.db, w.district)).faults).toEqual([])
  })

  test('nor is the coordination book given debt while the poverty book can pay the project', async () => {
    const other = await World.open(database)
    const [own, borrowed] = (await other.lots(
      { docNo: '甲〔2017〕1号', book: 'poverty', uses: ['road'], amountFen: 1_00n },
      { docNo: '丙〔2017〕2号', book: 'financing', uses: ['road'], amountFen: 100_00n },
    )) as [string, string]
    await other.receive([own, 1_00n], [borrowed, 100_00n])
    const [lane] = (await other.projects({ name: '巷道', category: 'road', needFen: 50_00n })) as [string]
    const input = { ...ask('financing', 'coordination', 10n, lane), decidedOn: other.today() }
    const no = await other.act('finance', supplement, input)
    expect(no).toMatchObject({ refusal: { code: 'debt_last' } })
    expect(no.ok ? '' : no.refusal.message.zh).toContain('扶贫专账还有 1.00 元')
    await other.reserve(lane, [own, 1_00n])
    await other.do('finance', supplement, input)
    expect(await other.stages(borrowed)).toEqual({ source: -100_00n, available: 90_00n, reserved: 10_00n })
  })

  test('debt does not reach households through another book', async () => {
    const [house] = (await w.projects({ name: '危房改造', category: 'housing', needFen: 100_00n })) as [string]
    expect(await w.act('finance', supplement, ask('financing', 'poverty', 10n, house))).toMatchObject({
      refusal: { code: 'giver_short' },
    })
  })

  test('the database takes no supplement without its proof', async () => {
    const forge = async (tx: Tx) => {
      await run(
        tx,
        sql`insert into period as d (district, book, month, vouchers) values (${w.district}, 'financing', 201704, 1), (${w.district}, 'poverty', 201704, 1)
          on conflict (district, book, month) do update set vouchers = d.vouchers + 1`,
      )
      await run(
        tx,
        sql`with head as (select * from chain_head where district = ${w.district} and book = 'financing'),
          p as (insert into posting (district, posting_id, book, number, kind, business_date, recorded_at, person_id, command_key, basis,
              amount_fen, bytes, previous_hash, hash, voucher_no, other_book, other_voucher_no, entry_kind, red, format)
            select district, 'pst_forged', book, number + 1, 'supplement', date '2017-04-01', now(), 'x', 'x', 'x', 1, '', hash, 'f', 1,
              'poverty', 1, 'supplement', false, 2 from head)
          insert into move select ${w.district}, 'pst_forged', 1, ${debt}, f.account_id, t.account_id, 1
            from account f, account t where f.district = ${w.district} and f.lot_id = ${debt} and f.stage = 'available'
              and t.district = ${w.district} and t.lot_id = ${debt} and t.stage = 'reserved' and t.book = 'poverty'`,
      )
    }
    await expect(database.transaction(forge)).rejects.toThrow('I14: a supplement rests on its proven shortfall')
    const proven = async (tx: Tx) => {
      await forge(tx)
      await run(
        tx,
        sql`insert into supplement select district, 'sup_forged', 'pst_forged', 'financing', 'poverty', project_id, 2017, 1, 1, 0, 0, 0, 1, 'x', 'x',
            date '2017-04-01', 'x', now() from project where district = ${w.district} and project_id = ${road}`,
      )
      await run(tx, sql`set constraints all immediate`)
      throw new Error('so far so good')
    }
    await expect(database.transaction(proven)).rejects.toThrow('so far so good')
  })
})
