/** Lists of projects and contracts: allocation, payment and audited cost are each an amount of its own, and sorted by. On both engines. */
import { beforeAll, describe, expect, test } from 'vitest'
import { fourAmounts } from '#features/ledger/amounts.model.ts'
import { listContracts } from '#features/contracts/contracts.store.ts'
import { orderPayment, recordResult } from '#features/payments/payments.commands.ts'
import { listProjects, sumProjects } from '#features/projects/projects.store.ts'
import type { Database } from '#platform/db/database.ts'
import { engines } from '../support/database.ts'
import { World } from '../support/world.ts'

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  const page = { limit: 10, offset: 0 }

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
    const [lot] = (await w.lots({ docNo: '甲〔2017〕1号', uses: ['road'], amountFen: 1_000_00n })) as [string]
    const [road, lane] = (await w.projects(
      { name: '产业路', category: 'road', needFen: 500_00n },
      { name: '通组路', category: 'road', needFen: 400_00n },
    )) as [string, string]
    await w.receive([lot, 1_000_00n])
    await w.reserve(road, [lot, 300_00n])
    await w.reserve(lane, [lot, 400_00n])
    const claimId = await w.claim(await w.contract(road, 200_00n), 50_00n, 'advance')
    await w.sign(claimId)
    const { id } = await w.do('finance', orderPayment, { claimId })
    await w.do('bank', recordResult, { paymentId: id, result: 'paid', resultOn: w.today(), bankReference: 'F1' })
  })

  test('what is under contract or advanced is allocated, what is advanced is paid', async () => {
    const sorted = async (sort: string) =>
      (await listProjects(database.db, w.district, { ...page, sort })).rows.map((p) => {
        const { allocated, paid, recognised } = fourAmounts(p)
        return [p.name, allocated, paid, recognised]
      })
    const [road, lane] = [
      ['产业路', 300_00n, 50_00n, 0n],
      ['通组路', 400_00n, 0n, 0n],
    ]
    expect(await sorted('allocated')).toEqual([road, lane])
    expect(await sorted('-allocated')).toEqual([lane, road])
    expect(await sorted('paid')).toEqual([lane, road])
    expect(fourAmounts((await sumProjects(database.db, w.district, {})).money)).toMatchObject({ allocated: 700_00n, paid: 50_00n })
    const [contract] = (await listContracts(database.db, w.district, page)).rows
    expect(fourAmounts(contract!)).toMatchObject({ allocated: 200_00n, paid: 50_00n, recognised: 0n })
  })
})
