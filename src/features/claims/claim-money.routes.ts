/** What the form of a claim offers before anything is written, bound to its endpoint. */
import { type Fen, subtract } from '#kernel/money.ts'
import { ok, type Outcome, type Text } from '#kernel/outcome.ts'
import type { CivilDate } from '#kernel/civil-date.ts'
import { findContract } from '#features/contracts/contracts.store.ts'
import { bind, type Binding } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { acceptancePaper } from '#policy/contract-money.ts'
import { type PaymentKindKey, paymentKinds } from '#policy/papers.ts'
import {
  checkAllowed,
  checkFigures,
  type ContractMoney,
  isCertified,
  kindsFor,
  leftFor,
  type Usual,
  usualParts,
} from './claim-money.model.ts'
import { loadContractMoney } from './claim-money.store.ts'
import { offerClaim } from './claims.contract.ts'
import { refuse } from './claims.model.ts'

interface OfferQuery {
  readonly kind: string
  readonly certifiedFen?: Fen | undefined
  readonly accepted?: 'yes' | undefined
  readonly claim?: string | undefined
}

async function offer(services: Services, district: string, contractId: string, query: OfferQuery, today: CivilDate) {
  const on = services.database.db
  if (!(await findContract(on, district, contractId))) return refuse('contract_unknown', { contract: contractId })
  const kind = query.kind in paymentKinds ? (query.kind as PaymentKindKey) : 'progress'
  const { money } = await loadContractMoney(on, district, contractId, query.claim ?? null)
  const accepted = query.accepted === 'yes'
  const certified = isCertified(kind) && (money.terms !== null || money.advancedFen > 0n)
  const usual = certified ? usualParts(kind as 'progress' | 'final', query.certifiedFen ?? null, money, accepted, today) : null
  return ok({
    category: money.category,
    kinds: kindsFor(money),
    leftFen: leftFor(kind, money),
    advanceLeftFen: subtract(money.advancedFen, money.openRecoverFen),
    deferredFen: money.deferBeforeFen,
    contractFen: money.contractFen,
    auditedFen: money.audited?.fen ?? null,
    terms: money.terms,
    certified,
    usual,
    refusal: usual ? whyNot(kind, usual, money, accepted, today) : null,
  })
}

function whyNot(kind: PaymentKindKey, usual: Usual, money: ContractMoney, accepted: boolean, today: CivilDate): Text | null {
  const figures = checkFigures({ ...usual, kind })
  if (figures.length > 0) return figures[0]!.message
  const papers = accepted ? [{ code: acceptancePaper }] : []
  const allowed: Outcome<null> = checkAllowed({ ...usual, kind, papers }, money, today)
  return allowed.ok ? null : allowed.refusal.message
}

export function claimMoneyRoutes(services: Services): Binding[] {
  return [bind(offerClaim, ({ actor, params, query }) => offer(services, actor.district, params.id, query, services.clock.today()))]
}
