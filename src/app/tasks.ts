/** 我的待办: computed from the state of everything, never stored. One group for each thing that waits for this role. */
import type { Text } from '#kernel/outcome.ts'
import { type Actor, mayDo } from '#platform/command.ts'
import { bind, type Binding } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { type Permission, roles } from '#policy/roles.ts'
import { signOff } from '#policy/sign-off.ts'
import { listPlans } from '#features/allocation/allocation.store.ts'
import { type ClaimRow, listClaims, signaturesOf } from '#features/claims/claims.store.ts'
import { listLots } from '#features/funds/funds.store.ts'
import { listPayments } from '#features/payments/payments.store.ts'
import { myTasks } from '#features/people/people.contract.ts'
import { listProjects, type ProjectRow } from '#features/projects/projects.store.ts'

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
  const found = await listLots(database.db, actor.district, { ...first, stage: 'expected' })
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
      amountFen: l.expected.toString(),
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

const drafts: Source = async ({ database }, actor) => {
  const found = await listPlans(database.db, actor.district, { ...first, state: 'draft' })
  return {
    key: 'plans',
    label: { zh: '待决定的分配方案', en: 'Plans waiting for a decision' },
    href: '/plans?state=draft',
    total: found.total,
    items: found.rows.map((p) => ({
      id: p.plan_id,
      title: p.name,
      detail: { zh: `安排 ${p.funded} 个项目`, en: `${p.funded} projects` },
      href: `/plans/${p.plan_id}`,
      amountFen: p.allocated.toString(),
      since: p.created_at,
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

const SOURCES: readonly { readonly permission: Permission; readonly source: Source }[] = [
  { permission: 'funds.receive', source: receipts },
  { permission: 'allocation.solve', source: unfunded },
  { permission: 'allocation.adopt', source: drafts },
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
