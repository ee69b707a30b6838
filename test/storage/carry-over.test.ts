/** Unspent money on both engines: the run of a year, the decision at 24 months, what stops until it is taken, and what a reversal undoes. */
import { beforeAll, describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import { postByHand } from '#features/ledger/ledger.commands.ts'
import { verifyBooks } from '#features/ledger/verify.store.ts'
import { carryYearEnd, decideOnLot, previewYearEnd } from '#features/treasury/carry.commands.ts'
import { carryRows } from '#features/treasury/carry.store.ts'
import type { Database } from '#platform/db/database.ts'
import { rows, sql } from '#platform/db/sql.ts'
import { engines } from '../support/database.ts'
import { World } from '../support/world.ts'

const document = '茅扶组〔2017〕9号'

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let [old, young, debt] = ['', '', '']
  let road = ''
  const decide = (lotId: string, action: 'carry-over' | 'reallocate' | 'return', more: object = {}) => ({
    lotId,
    action,
    document: '茅政办〔2019〕5号',
    reason: '工期跨年',
    decidedOn: w.today(),
    ...more,
  })

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
    ;[old] = (await w.lots({ docNo: '旧〔2017〕1号', uses: ['road'], usableTo: 2019, amountFen: 1_000_00n })) as [string]
    ;[debt] = (await w.lots({ docNo: '融〔2017〕1号', uses: ['road'], book: 'financing', usableTo: 2019, amountFen: 70_00n })) as [string]
    await w.receive([old, 1_000_00n], [debt, 70_00n])
    ;[road] = (await w.projects({ name: '产业路', category: 'road', needFen: 900_00n })) as [string]
    await w.reserve(road, [old, 400_00n])
    w.goTo('2018-01-10')
    ;[young] = (await w.lots({ docNo: '新〔2018〕1号', uses: ['road'], year: 2018, usableTo: 2019, amountFen: 50_00n })) as [string]
    await w.receive([young, 50_00n])
  })

  const endOf = async (year: number, who: 'finance' | 'finance2' = 'finance') => {
    const { contentHash } = await previewYearEnd(database.db, w.district, year)
    return w.act(who, carryYearEnd, { year, document: `茅财〔${year + 1}〕1号`, contentHash })
  }

  test('the run of a year carries what was unspent on its last day, once', async () => {
    expect(await endOf(2018)).toMatchObject({ refusal: { code: 'year_not_over' } })
    expect(await endOf(2017)).toMatchObject({ ok: true, value: { lots: 2, apart: 0, amountFen: 1_070_00n } })
    expect(await w.stages(old)).toMatchObject({ uncarried: -1_000_00n, carried: 1_000_00n })
    expect(await w.stages(young)).not.toHaveProperty('carried')
    expect(await endOf(2017)).toMatchObject({ refusal: { code: 'nothing_to_carry' } })
  })

  test('figures that changed since they were seen are refused', async () => {
    w.goTo('2018-12-31')
    const { contentHash } = await previewYearEnd(database.db, w.district, 2018)
    await w.do('finance', postByHand, w.byHand('return-to-treasury', undefined, [young, 10_00n]))
    expect(await w.act('finance', carryYearEnd, { year: 2018, document, contentHash })).toMatchObject({
      refusal: { code: 'figures_changed' },
    })
  })

  test('at 24 months nothing new is given from it until somebody decides; what is given already goes on', async () => {
    w.goTo('2019-02-28')
    await w.reserve(road, [old, 100_00n])
    w.goTo('2019-03-01')
    const no = await w.act('finance', postByHand, w.byHand('reservation', road, [old, 1_00n]))
    expect(no).toMatchObject({ refusal: { code: 'lot_undecided' } })
    expect(no.ok ? '' : no.refusal.message.zh).toContain('自 2017-03-01 起已 24 个月未用完')
    await w.contract(road, 100_00n)
  })

  test('the yearly run does not decide for it', async () => {
    w.goTo('2020-01-05')
    const { proposal } = await previewYearEnd(database.db, w.district, 2019)
    expect(proposal.apart.map((l) => l.lotId).sort()).toEqual([old, debt].sort())
    expect(proposal.carry.map((l) => l.lotId)).toEqual([young])
  })

  test.each([
    ['a shorter term', 'carry-over', { usableTo: 2018 }, 'usable_to_shorter'],
    ['returning what is given to a project', 'return', { amountFen: fen(501_00n) }, 'return_more_than_available'],
    ['tomorrow', 'carry-over', { decidedOn: civilDate('2020-01-06') }, 'decided_in_future'],
  ] as const)('%s is refused', async (_, action, more, code) => {
    expect(await w.act('finance', decideOnLot, decide(old, action, more))).toMatchObject({ refusal: { code } })
  })

  test('borrowed money does not go to the treasury', async () => {
    expect(await w.act('finance', decideOnLot, decide(debt, 'return'))).toMatchObject({ refusal: { code: 'debt_not_to_treasury' } })
  })

  test('carried over with a longer term it may be given again, for a year', async () => {
    await w.do('finance', decideOnLot, decide(old, 'carry-over', { usableTo: 2021 }))
    expect(await w.stages(old)).toMatchObject({ uncarried: -1_000_00n, carried: 1_000_00n })
    await w.reserve(road, [old, 50_00n])
    const [lot] = await rows(
      database.db,
      sql<{ usable_to: number }>`select usable_to from lot where district = ${w.district} and lot_id = ${old}`,
    )
    expect(lot).toEqual({ usable_to: 2021 })
    w.goTo('2021-01-05')
    expect(await w.act('finance', postByHand, w.byHand('reservation', road, [old, 1_00n]))).toMatchObject({
      refusal: { code: 'lot_undecided' },
    })
  })

  test('the rest is returned, and every decision stays on record', async () => {
    await w.do('finance', decideOnLot, decide(old, 'return'))
    expect(await w.stages(old)).toMatchObject({ treasury: 450_00n, reserved: 450_00n, committed: 100_00n })
    const kept = await carryRows(database.db, w.district, 10)
    expect(kept.filter((c) => c.lot_id === old).map((c) => [c.action, c.amount_fen, c.usable_to_after])).toEqual([
      ['return', 450_00n, 2021],
      ['carry-over', 1_000_00n, 2021],
      ['year-end', 1_000_00n, 2019],
    ])
    expect((await verifyBooks(database.db, w.district)).faults).toEqual([])
  })

  test('a decision whose posting is reversed no longer holds', async () => {
    w.goTo('2021-02-01')
    const { postingId } = await w.do('finance', decideOnLot, decide(debt, 'carry-over', { usableTo: 2022 }))
    await w.reserve(road, [debt, 1_00n])
    const undo = { key: '', kind: 'reversal', businessDate: w.today(), basis: '更正', reverses: postingId! }
    await w.do('finance', postByHand, undo)
    expect(await w.act('finance', postByHand, w.byHand('reservation', road, [debt, 1_00n]))).toMatchObject({
      refusal: { code: 'lot_undecided' },
    })
  })
})
