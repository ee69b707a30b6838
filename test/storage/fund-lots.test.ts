/**
 * Past the commands: a lot changes by its versions alone, they follow each other, and what it may pay stays once it has reached a
 * project. With the triggers off, verification sees what was changed. On both engines.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { fen } from '#kernel/money.ts'
import { adjustFunds } from '#features/funds/adjust.commands.ts'
import { lotVersionFaults } from '#features/funds/adjust.store.ts'
import { recordReceipt } from '#features/funds/funds.commands.ts'
import { verifyEverything } from '#features/payments/verify.store.ts'
import { promise } from '#features/treasury/phases.commands.ts'
import type { Database } from '#platform/db/database.ts'
import { row, run, sql, type Tx } from '#platform/db/sql.ts'
import { engines } from '../support/database.ts'
import { World } from '../support/world.ts'

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let [fresh, spent, road] = ['', '', '']

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
    const lots = await w.lots(
      { docNo: '甲〔2017〕1号', uses: ['road'], amountFen: 100_00n },
      { docNo: '乙〔2017〕2号', uses: ['road'], amountFen: 100_00n },
    )
    ;[fresh, spent] = lots as [string, string]
    road = (await w.projects({ name: '产业路', category: 'road', needFen: 300_00n }))[0]!
    await w.receive([spent, 50_00n])
    await w.reserve(road, [spent, 10_00n])
  })

  /** What the database answers, with everything undone. */
  async function answer(change: (tx: Tx) => Promise<unknown>): Promise<string> {
    try {
      await database.transaction(async (tx) => {
        await change(tx)
        throw new Error('accepted')
      })
    } catch (error) {
      const found = error as { code?: string; message: string }
      return found.code ?? found.message
    }
    return ''
  }
  const statement = (text: ReturnType<typeof sql>) => (tx: Tx) => run(tx, text)
  const versions = () => row(database.db, sql<{ n: bigint }>`select count(*) as n from lot_version where district = ${w.district}`)

  const version = (lotId: string, no: number, more: { uses?: string[]; poolClass?: string } = {}) => sql`
    insert into lot_version (district, lot_id, version, fund_name, catalogue_code, department, pool_class, usable_to, purpose, uses, document,
      reason, changed_by, changed_at)
    select district, lot_id, ${no}, '改名', catalogue_code, department, ${more.poolClass ?? 'poolable'}, usable_to, purpose,
      ${more.uses ?? ['road']}::text[], '文', '因', 'p', now() from lot where district = ${w.district} and lot_id = ${lotId}`

  test.each<[string, string, () => ReturnType<typeof sql>]>([
    ['the name of a lot by hand', 'HG004', () => sql`update lot set fund_name = 'x' where district = ${w.district}`],
    ['the amount of a lot by hand', 'HG004', () => sql`update lot set amount_fen = 1 where district = ${w.district}`],
    ['a lot taken away', 'HG004', () => sql`delete from lot where district = ${w.district}`],
    ['a use taken away by hand', 'HG004', () => sql`delete from lot_use where district = ${w.district}`],
    ['a use added by hand', 'HG013', () => sql`insert into lot_use values (${w.district}, ${fresh}, 'water')`],
    ['a version that follows none', 'HG004', () => version(fresh, 3)],
    ['another use once it has reached a project', 'HG013', () => version(spent, 1, { uses: ['road', 'water'] })],
    ['another class once it has reached a project', 'HG013', () => version(spent, 1, { poolClass: 'personal' })],
    ['a new name, which a version may give', 'accepted', () => version(spent, 1)],
    ['another use while nothing has reached a project', 'accepted', () => version(fresh, 1, { uses: ['water'] })],
  ])('%s: %s', async (_, code, change) => {
    expect(await answer(statement(change()))).toBe(code)
  })

  test('a refused adjustment leaves nothing; a good one leaves two versions, and neither can be changed', async () => {
    const adjust = (changeFen: bigint) =>
      w.act('pool_office', adjustFunds, {
        document: '甲〔2017〕9号',
        reason: '任务调整',
        items: [{ lotId: fresh, changeFen: fen(changeFen) }],
      })
    expect((await adjust(-100_01n)).ok).toBe(false)
    expect(await versions()).toEqual({ n: 0n })
    expect((await adjust(-100_00n)).ok).toBe(true)
    expect(await versions()).toEqual({ n: 2n })
    expect(await w.stages(fresh)).toEqual({})
    expect((await adjust(25_00n)).ok).toBe(true)
    expect(await w.stages(fresh)).toEqual({ source: -25_00n, expected: 25_00n })
    expect(await answer(statement(sql`update lot_version set reason = 'x' where district = ${w.district}`))).toBe('HG004')
    expect(await answer(statement(sql`delete from lot_version where district = ${w.district}`))).toBe('HG004')
    expect((await verifyEverything(database.db, w.district)).faults).toEqual([])
  })

  test('with the triggers off, verification sees a lot that is not its last version', async () => {
    const faults = async (change: ReturnType<typeof sql>) => {
      let found: { invariant: string }[] = []
      await answer(async (tx) => {
        await run(tx, sql`set local session_replication_role = replica`)
        await run(tx, change)
        found = await lotVersionFaults(tx, w.district)
      })
      return found.map((f) => f.invariant)
    }
    expect(await faults(sql`update lot set department = '别家' where district = ${w.district} and lot_id = ${fresh}`)).toEqual(['I4'])
    expect(await faults(sql`insert into lot_use values (${w.district}, ${fresh}, 'water')`)).toEqual(['I4'])
    expect(await faults(sql`update lot set department = department where district = ${w.district}`)).toEqual([])
  })

  test('money promised before it came belongs to its project when it comes, the rest is free', async () => {
    const decided = { document: '茅扶组〔2017〕8号', reason: '待到账', decidedOn: w.today() }
    await w.do('pool_office', promise, { projectId: road, lotId: spent, year: 2017, amountFen: fen(20_00n), ...decided })
    expect(await w.stages(spent)).toMatchObject({ expected: 30_00n, promised: 20_00n, reserved: 10_00n, available: 40_00n })
    const receive = (amountFen: bigint) =>
      w.act('finance', recordReceipt, { receivedOn: w.today(), bankReference: '收', lines: [{ lotId: spent, amountFen: fen(amountFen) }] })
    expect((await receive(15_00n)).ok).toBe(true)
    expect(await w.stages(spent)).toMatchObject({ expected: 30_00n, promised: 5_00n, reserved: 25_00n, available: 40_00n })
    const over = await receive(35_01n)
    expect(over.ok ? null : over.refusal.code).toBe('receipt_too_large')
    expect((await receive(35_00n)).ok).toBe(true)
    expect(await w.stages(spent)).toEqual({ source: -100_00n, reserved: 30_00n, available: 70_00n })
  })
})
