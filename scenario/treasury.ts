/**
 * The demo district's treasurer: a loan with its calendar, a project planned over two years with a promise for the second, and a
 * supplement with its proven shortfall. Agreement, documents and amounts are invented.
 */
import { addDays, civilDate } from '#kernel/civil-date.ts'
import { type Fen, fen } from '#kernel/money.ts'
import { drawLoan, recordInterest, registerLoan } from '#features/financing/financing.commands.ts'
import { previewFunds, registerFunds } from '#features/funds/funds.commands.ts'
import { listLots } from '#features/funds/lot-list.store.ts'
import { decideOnLot } from '#features/treasury/carry.commands.ts'
import { loadUnspent } from '#features/treasury/carry.store.ts'
import { loadAvailable, loadNeeds } from '#features/treasury/needs.store.ts'
import { planPhases, promise } from '#features/treasury/phases.commands.ts'
import { helpFor } from '#features/treasury/shortfall.model.ts'
import { supplement } from '#features/treasury/supplements.commands.ts'
import { systemClock } from '#platform/clock.ts'
import { loadBank } from './bank.ts'
import type { DemoDistrict } from './demo.ts'
import { SPECIAL_ACCOUNT } from './tables.ts'

const nextYearTable = {
  name: '提前下达2018年中央财政专项扶贫资金(示例)',
  header: ['序号', '资金名称', '文号', '资金级次', '主管部门', '用途', '年度', '金额(万元)'],
  rows: [['1', '中央财政专项扶贫资金', '鄂财农发〔2017〕96号', '中央', '区扶贫办', '产业发展、村组道路', '2018', '500']],
} as const

export async function loadTreasury(demo: DemoDistrict): Promise<void> {
  const loanId = await borrowing(demo)
  await loadBank(demo, SPECIAL_ACCOUNT)
  const decidedOn = demo.calendar.goTo('2017-07-24')
  const homestay = await demo.project('坪子村乡村旅游民宿示范')
  const village = await demo.project('王家村人居环境整治')
  await demo.as('pov_office', planPhases, {
    projectId: homestay.project_id,
    phases: [
      { year: 2017, needFen: fen(2_160_000_00n) },
      { year: 2018, needFen: fen(1_800_000_00n) },
    ],
    document: '茅扶组〔2017〕9号',
    reason: '分两年实施，2018年续建18户',
  })
  await demo.as('pov_office', planPhases, {
    projectId: village.project_id,
    phases: [{ year: 2017, needFen: await beyondOwnMoney(demo, village.project_id) }],
    document: '茅扶组〔2017〕9号',
    reason: '扩大到三个自然村',
  })
  await demo.as('finance', supplement, {
    giver: 'financing',
    receiver: 'poverty',
    projectId: village.project_id,
    year: 2017,
    amountFen: fen(600_000_00n),
    document: '茅扶组〔2017〕10号',
    reason: '扶贫、统筹资金均不足，由融资补充',
    decidedOn,
  })
  const interest = { loanId, document: '付息回单20170930', paidFrom: '城投公司经营收入', amountFen: fen(39_744_44n) }
  await demo.as('finance3', recordInterest, { ...interest, paidOn: demo.calendar.goTo('2017-09-30') })
  await secondYear(demo, homestay.project_id)
  await decideOnOldMoney(demo)
}

/**
 * The demo is of 2017 and is looked at today, when all of its money is old. All but one lot are decided on as of yesterday, so that they can
 * still be given to projects; the one left shows what a forced decision looks like.
 */
async function decideOnOldMoney(demo: DemoDistrict): Promise<void> {
  const decidedOn = demo.calendar.goTo(addDays(systemClock.today(), -1))
  const lots = await loadUnspent(demo.database.db, demo.district, {})
  const about = { action: 'reallocate', document: '茅财农〔存量〕1号', reason: '结转资金收回重新安排', decidedOn } as const
  for (const lot of lots.filter((l) => l.unspentFen > 0n && !l.name.startsWith('茅城投〔2017〕1号')))
    await demo.as('finance', decideOnLot, { ...about, lotId: lot.lotId })
}

/** What the plan left in the poverty book depends on the plan: so much more that 800,000 yuan and the odd part of a 万 are short. */
async function beyondOwnMoney(demo: DemoDistrict, projectId: string): Promise<Fen> {
  const { db } = demo.database
  const [project] = await loadNeeds(db, demo.district, 2017, { projectIds: [projectId] })
  const { allocatedFen, ownFen } = helpFor(project!, 'poverty', 2017, await loadAvailable(db, demo.district))
  const wan = 10_000_00n
  return fen(((allocatedFen + ownFen + 800_000_00n) / wan + 1n) * wan)
}

async function borrowing(demo: DemoDistrict): Promise<string> {
  demo.calendar.goTo('2017-07-17')
  const { loanId } = await demo.as('finance3', registerLoan, {
    instrument: 'loan',
    lender: '农发行十堰市分行',
    borrower: '区城投公司',
    agreementNo: '十农发借〔2017〕12号',
    lineFen: fen(12_000_000_00n),
    ratePpm: 49_000,
    dayCount: 'actual-360',
    startsOn: civilDate('2017-06-30'),
    endsOn: civilDate('2022-06-30'),
    interestMonths: 3,
    repayment: 'equal',
    principalMonths: 6,
  })
  const drawn = { loanId, docNo: '十农发提〔2017〕1号', bankReference: '中行收2017071901', amountFen: fen(4_000_000_00n) }
  await demo.as('finance3', drawLoan, { ...drawn, drawnOn: demo.calendar.goTo('2017-07-19'), purpose: '村组道路、人居环境' })
  return loanId
}

/** Next year's money is announced before the year ends: a later phase waits for it. */
async function secondYear(demo: DemoDistrict, projectId: string): Promise<void> {
  demo.calendar.goTo('2017-11-20')
  const file = await demo.keepSheet('pool_office', 'funds.import', nextYearTable)
  const input = { fileId: file.fileId, corrections: {}, defaults: {} }
  const preview = await previewFunds(demo.database.db, demo.district, input)
  await demo.as('pool_office', registerFunds, { ...input, contentHash: preview.contentHash })
  const [lot] = (await listLots(demo.database.db, demo.district, { q: '鄂财农发〔2017〕96号', limit: 1, offset: 0 })).rows
  await demo.as('pool_office', promise, {
    projectId,
    lotId: lot!.lot_id,
    year: 2018,
    amountFen: fen(1_800_000_00n),
    document: '茅扶组〔2017〕15号',
    reason: '提前下达资金到账后续建',
    decidedOn: demo.calendar.goTo('2017-12-01'),
  })
}
