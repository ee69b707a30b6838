/** 我的待办: computed from the state of everything, never stored. One group for each thing that waits for this role. */
import type { Text } from '#kernel/outcome.ts'
import { type Actor, mayDo } from '#platform/command.ts'
import { bind, type Binding } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { type Permission, roles } from '#policy/roles.ts'
import { signOff } from '#policy/sign-off.ts'
import { listPlans } from '#features/allocation/allocation.store.ts'
import { departmentOf } from '#features/allocation/plan-review.model.ts'
import { plansAwaiting } from '#features/allocation/plan-review.store.ts'
import { staleLines } from '#features/bank/reconciliation.store.ts'
import { type ClaimRow, listClaims, signaturesOf } from '#features/claims/claims.store.ts'
import { calendarWithNames, loadLoanFacts } from '#features/financing/financing.routes.ts'
import { listLots } from '#features/funds/lot-list.store.ts'
import type { Standing } from '#features/ledger/carry-clock.model.ts'
import { listPayments } from '#features/payments/payments.store.ts'
import { myTasks } from '#features/people/people.contract.ts'
import { listProjects, type ProjectRow } from '#features/projects/projects.store.ts'
import { lotStanding } from '#features/treasury/carry.model.ts'
import { loadUnspent } from '#features/treasury/carry.store.ts'

interface Item {
  readonly id: string
  readonly title: string
  readonly detail: Text
  readonly href: string
  readonly amountFen: string | null
  readonly since: string | null
}

interface Group {
  readonly key: string
  readonly label: Text
  readonly href: string
  readonly total: number
  readonly items: Item[]
}

const SHOWN = 8

type Source = (services: Services, actor: Actor) => Promise<Group>

const first = { limit: SHOWN, offset: 0 }

const receipts: Source = async ({ database }, actor) => {
  const found = await listLots(database.db, actor.district, { ...first, state: 'expected' })
  return {
    key: 'receipts',
    label: { zh: '待登记到账的资金', en: 'Money waiting for its receipt' },
    href: '/money/receipts',
    total: found.total,
    items: found.rows.map((l) => ({
      id: l.lot_id,
      title: l.fund_name,
      detail: { zh: l.doc_no, en: l.doc_no },
      href: `/money/lots/${l.lot_id}`,
      amountFen: (l.expected + l.promised).toString(),
      since: null,
    })),
  }
}

const projectItem = (p: ProjectRow, href: string): Item => ({
  id: p.project_id,
  title: `${p.code} ${p.name}`,
  detail: { zh: p.responsible_unit || p.place, en: p.responsible_unit || p.place },
  href,
  amountFen: (p.reserved > 0n ? p.reserved : p.need_fen).toString(),
  since: null,
})

const unfunded: Source = async ({ database }, actor) => {
  const found = await listProjects(database.db, actor.district, { ...first, state: 'in-library' })
  return {
    key: 'unfunded',
    label: { zh: '待安排资金的项目', en: 'Projects waiting for money' },
    href: '/plans/new',
    total: found.total,
    items: found.rows.map((p) => projectItem(p, `/projects/${p.project_id}`)),
  }
}

/** Drafts, and plans that every department asked has answered. */
const drafts: Source = async ({ database }, actor) => {
  const found = await listPlans(database.db, actor.district, { ...first, state: 'draft' })
  const asked = await listPlans(database.db, actor.district, { limit: 200, offset: 0, state: 'consulting' })
  const waiting = new Set((await plansAwaiting(database.db, actor.district, null)).map((p) => p.plan_id))
  const answered = asked.rows.filter((p) => !waiting.has(p.plan_id))
  return {
    key: 'plans',
    label: { zh: '待决定的分配方案', en: 'Plans waiting for a decision' },
    href: '/plans?state=draft',
    total: found.total + answered.length,
    items: [...answered, ...found.rows].slice(0, SHOWN).map((p) => ({
      id: p.plan_id,
      title: p.name,
      detail:
        p.state === 'consulting'
          ? { zh: `部门已答复，安排 ${p.funded} 个项目`, en: `Departments have answered; ${p.funded} projects` }
          : { zh: `安排 ${p.funded} 个项目`, en: `${p.funded} projects` },
      href: `/plans/${p.plan_id}`,
      amountFen: p.allocated.toString(),
      since: p.created_at,
    })),
  }
}

/** For a department: plans it has not answered. For the office: plans that departments still have to answer. */
const consents: Source = async ({ database }, actor) => {
  const department = departmentOf(actor)
  const found = department === '' ? [] : await plansAwaiting(database.db, actor.district, department)
  return {
    key: 'consents',
    label: department
      ? { zh: '待答复的分配方案', en: 'Plans that wait for our answer' }
      : { zh: '等部门答复的方案', en: 'Plans out for consent' },
    href: '/plans?state=consulting',
    total: found.length,
    items: found.slice(0, SHOWN).map((p) => ({
      id: p.plan_id,
      title: p.name,
      detail: department
        ? { zh: '请答复：同意、有意见或不同意', en: 'Answer: agree, remark or object' }
        : { zh: `${p.waiting} 个部门未答复`, en: `${p.waiting} departments have not answered` },
      href: `/plans/${p.plan_id}`,
      amountFen: department ? p.amount.toString() : null,
      since: p.asked_at,
    })),
  }
}

const contracts: Source = async ({ database }, actor) => {
  const found = await listProjects(database.db, actor.district, { ...first, state: 'funded' })
  return {
    key: 'contracts',
    label: { zh: '待登记合同的项目', en: 'Projects waiting for a contract' },
    href: '/projects?state=funded',
    total: found.total,
    items: found.rows.map((p) => projectItem(p, `/contracts/new?project=${p.project_id}`)),
  }
}

const claimItem = (c: ClaimRow): Item => ({
  id: c.claim_id,
  title: `${c.claim_no} ${c.project_name}`,
  detail: { zh: c.contractor, en: c.contractor },
  href: `/claims/${c.claim_id}`,
  amountFen: c.amount_fen.toString(),
  since: c.state_since,
})

const claimGroup =
  (key: string, label: Text, states: readonly string[], own: boolean): Source =>
  async ({ database }, actor) => {
    const found = await listClaims(database.db, actor.district, {
      ...first,
      states,
      ...(own ? { compiledBy: actor.personId } : {}),
      ...(actor.scope && /^\d+$/.test(actor.scope) ? { scope: actor.scope } : {}),
    })
    return { key, label, href: `/claims?state=${states.join(',')}`, total: found.total, items: found.rows.map(claimItem) }
  }

/** Claims at this person's level, without those they compiled or have signed already. */
const toSign: Source = async (services, actor) => {
  const level = signOff.levels.find((l) => mayDo(actor, l.permission) && (l.roles as readonly string[]).includes(actor.role))!
  const group = await claimGroup(
    'sign',
    { zh: '待我审签的报账', en: 'Claims waiting for my signature' },
    [`L${level.level}`],
    false,
  )(services, actor)
  const found = await listClaims(services.database.db, actor.district, { limit: 200, offset: 0, states: [`L${level.level}`] })
  const notMine = new Set<string>()
  for (const c of found.rows) {
    const signed = await signaturesOf(services.database.db, actor.district, c.claim_id, c.version)
    if (c.compiled_by === actor.personId || signed.some((s) => s.person_id === actor.personId)) notMine.add(c.claim_id)
  }
  return { ...group, total: Math.max(0, group.total - notMine.size), items: group.items.filter((i) => !notMine.has(i.id)) }
}

const results: Source = async ({ database }, actor) => {
  const found = await listPayments(database.db, actor.district, { ...first, state: 'sent' })
  return {
    key: 'results',
    label: { zh: '待登记银行回单的支付令', en: 'Orders waiting for the bank result' },
    href: '/payments?state=sent',
    total: found.total,
    items: found.rows.map((p) => ({
      id: p.payment_id,
      title: `${p.order_no} ${p.payee_name}`,
      detail: { zh: p.project_name, en: p.project_name },
      href: `/payments/${p.payment_id}`,
      amountFen: p.amount_fen.toString(),
      since: p.ordered_on,
    })),
  }
}

/** Lines of the bank that nobody has matched for days; which of them a person has named stands beside them. */
const bankLines: Source = async ({ database, clock }, actor) => {
  const found = await staleLines(database.db, actor.district, clock.today())
  return {
    key: 'bank',
    label: { zh: '银行流水超期未勾对', en: 'Bank lines without a match' },
    href: '/bank/match',
    total: found.length,
    items: found.slice(0, SHOWN).map((l) => ({
      id: l.line_id,
      title: l.counterparty || l.summary || l.reference,
      detail: { zh: l.summary, en: l.summary },
      href: '/bank/match',
      amountFen: l.amount_fen.toString(),
      since: l.booked_on,
    })),
  }
}

/** Unspent for so long that somebody must decide, or soon will have to. */
const unspent =
  (key: string, label: Text, standing: Standing): Source =>
  async ({ database, clock }, actor) => {
    const lots = await loadUnspent(database.db, actor.district, {})
    const found = lots.map((lot) => ({ lot, ...lotStanding(lot, clock.today()) })).filter((l) => l.standing === standing)
    return {
      key,
      label,
      href: '/carry-over',
      total: found.length,
      items: found.slice(0, SHOWN).map(({ lot, months }) => ({
        id: lot.lotId,
        title: lot.name,
        detail: { zh: `${months} 个月未用完`, en: `unspent for ${months} months` },
        href: '/carry-over',
        amountFen: lot.unspentFen.toString(),
        since: lot.clock?.since ?? null,
      })),
    }
  }

/** Principal and interest due within the policy's days, or overdue. */
const debtDue: Source = async ({ database, clock }, actor) => {
  const facts = await loadLoanFacts(database.db, actor.district)
  const found = facts.flatMap((f) => {
    const lines = calendarWithNames(f, clock.today()).filter((l) => l.state === 'due' || l.state === 'overdue')
    return lines.length > 0 ? [{ loan: f.loan, lines, overdue: lines.filter((l) => l.state === 'overdue').length }] : []
  })
  return {
    key: 'debt',
    label: { zh: '到期要还的融资本息', en: 'Principal and interest that are due' },
    href: '/financing',
    total: found.length,
    items: found.slice(0, SHOWN).map(({ loan, lines, overdue }) => ({
      id: loan.loanId,
      title: `${loan.agreementNo} ${loan.lender}`,
      detail: {
        zh: overdue > 0 ? `${overdue} 期逾期` : `${lines.length} 期即将到期`,
        en: overdue > 0 ? `${overdue} payments overdue` : `${lines.length} payments due soon`,
      },
      href: `/financing/loans/${loan.loanId}`,
      amountFen: lines.reduce((sum, l) => sum + l.principalFen - l.principalPaidFen + l.interestFen - l.interestPaidFen, 0n).toString(),
      since: lines[0]!.dueOn,
    })),
  }
}

const SOURCES: readonly { readonly permission: Permission; readonly source: Source }[] = [
  { permission: 'funds.receive', source: receipts },
  { permission: 'allocation.solve', source: unfunded },
  { permission: 'allocation.adopt', source: drafts },
  { permission: 'allocation.answer', source: consents },
  { permission: 'allocation.solve', source: consents },
  { permission: 'contracts.register', source: contracts },
  {
    permission: 'claims.compile',
    source: claimGroup('drafts', { zh: '我编制的报账草稿（含退回）', en: 'My draft claims, also sent back' }, ['draft'], true),
  },
  ...signOff.levels.map((l) => ({ permission: l.permission, source: toSign })),
  {
    permission: 'payments.order',
    source: claimGroup('order', { zh: '审签完毕、待开支付令', en: 'Signed claims waiting for a payment order' }, ['approved'], false),
  },
  { permission: 'payments.result', source: results },
  {
    permission: 'treasury.carry',
    source: unspent('carry-decide', { zh: '满两年未用完、必须决定的资金', en: 'Unspent for two years: decide' }, 'decide'),
  },
  { permission: 'treasury.carry', source: unspent('carry-warn', { zh: '满一年未用完的资金', en: 'Unspent for a year' }, 'warn') },
  { permission: 'financing.manage', source: debtDue },
  { permission: 'bank.reconcile', source: bankLines },
  {
    permission: 'payments.order',
    source: claimGroup('returned', { zh: '银行退回、待处理', en: 'Returned by the bank' }, ['bank-returned'], false),
  },
]

export function taskRoutes(services: Services): Binding[] {
  return [
    bind(myTasks, async ({ actor }) => {
      const own = SOURCES.filter((s) => (roles[actor.role].permissions as readonly Permission[]).includes(s.permission))
      const groups = await Promise.all(own.map((s) => s.source(services, actor)))
      return { groups: groups.filter((g) => g.total > 0) }
    }),
  ]
}
