/**
 * The money of a certificate: certified value, what of it recovers the advance, what is withheld, what is paid now, and what is left until
 * the settlement. The server offers the parts that contract and policy would have; the arithmetic is live and exact.
 */
import { Alert, Form } from 'antd'
import { useEffect, useRef } from 'react'
import { formatFen } from '#kernel/money.ts'
import type { Text } from '#kernel/outcome.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { paidAsInCategory } from '#policy/contract-money.ts'
import { AmountInput, amountRule } from '#ui/AmountInput.tsx'
import { useSay } from '#ui/language.tsx'
import { formatMoney } from '#ui/MoneyText.tsx'
import { useSession } from '#ui/session.tsx'
import { rateText, rulesOf } from '#features/contracts/ui/contract-shape.ts'
import type { offerClaim } from '../claims.contract.ts'
import type { ClaimDraft } from './ClaimForm.tsx'
import './claims.css'

export type Offer = AnswerOf<typeof offerClaim>

/** Fen of what stands in a field; nothing and no amount count as nothing. */
export const fenOf = (text: string | undefined): bigint => (text !== undefined && /^-?\d+$/.test(text) ? BigInt(text) : 0n)

/** What is left of the certified value: below zero where earlier remainders are paid now. */
export const deferredOf = (d: Pick<ClaimDraft, 'certifiedFen' | 'amountFen' | 'recoverFen' | 'retainFen'>): bigint =>
  fenOf(d.certifiedFen) - fenOf(d.amountFen) - fenOf(d.recoverFen) - fenOf(d.retainFen)

/** Fills in the usual parts once for each certified value; what the person then changes stays. */
function useUsual({ usual }: Offer, filled: string | undefined, final: boolean) {
  const form = Form.useFormInstance<ClaimDraft>()
  const last = useRef(filled)
  useEffect(() => {
    const wanted = form.getFieldValue('certifiedFen') as string | undefined
    if (!usual || last.current === usual.certifiedFen) return
    if (wanted === undefined ? !final : wanted !== usual.certifiedFen) return
    last.current = usual.certifiedFen
    const { certifiedFen, amountFen, recoverFen, retainFen } = usual
    form.setFieldsValue({ certifiedFen, amountFen, recoverFen, retainFen })
  }, [usual, final, form])
}

/** The agreed rate, or the lower one that the rules of the day allow. */
function retentionHint({ category, terms }: Offer, today: string): Text {
  if (category in paidAsInCategory) return { zh: '到户和奖补资金不留质保金', en: 'households and rewards have no retention' }
  const agreed = terms?.retentionRate ?? 0
  if (agreed === 0) return { zh: '合同没有约定质保金', en: 'no retention agreed' }
  const most = rulesOf(today, category).retentionMost
  return most < agreed
    ? {
        zh: `按 ${rateText(most)}（合同约定 ${rateText(agreed)}，现行规定不超过 ${rateText(most)}）`,
        en: `${rateText(most)}; ${rateText(agreed)} was agreed`,
      }
    : { zh: `约定 ${rateText(agreed)}`, en: `${rateText(agreed)} agreed` }
}

interface CertifiedFieldsProps {
  readonly offer: Offer
  /** The certified value whose parts are in the fields already. */
  readonly filled: string | undefined
  readonly final: boolean
}

export function CertifiedFields({ offer, filled, final }: CertifiedFieldsProps) {
  const say = useSay()
  const form = Form.useFormInstance<ClaimDraft>()
  const values = Form.useWatch([], form) ?? {}
  const { today } = useSession()
  useUsual(offer, filled, final)
  return (
    <>
      <Form.Item
        name="certifiedFen"
        label={say({ zh: '计量价款', en: 'Certified value' })}
        extra={say({
          zh: '监理签证或结算确认的本次完成价款；填好后自动算出下面各项，可以改。',
          en: 'As certified; the parts below follow and may be changed.',
        })}
        rules={[amountRule(say)]}
      >
        <AmountInput />
      </Form.Item>
      <div className="form-grid">
        <Form.Item
          name="recoverFen"
          label={say({ zh: '扣回预付款', en: 'Advance recovered' })}
          extra={say({
            zh: `未扣回 ${formatMoney(offer.advanceLeftFen, '元')} 元`,
            en: `${formatMoney(offer.advanceLeftFen, '元')} yuan left`,
          })}
          rules={[partRule(say, offer.advanceLeftFen)]}
        >
          <AmountInput />
        </Form.Item>
        <Form.Item
          name="retainFen"
          label={say({ zh: '预留质保金', en: 'Retention withheld' })}
          extra={say(retentionHint(offer, today))}
          rules={[partRule(say)]}
        >
          <AmountInput />
        </Form.Item>
      </div>
      <PaidField leftFen={offer.leftFen} />
      <Arithmetic draft={values} deferredBefore={offer.deferredFen} />
      {offer.refusal && values.certifiedFen === offer.usual?.certifiedFen ? (
        <Alert type="warning" showIcon style={{ marginBottom: 16 }} title={say(offer.refusal)} />
      ) : null}
    </>
  )
}

/** Zero or more, and no more than is there. */
function partRule(say: (text: Text) => string, most?: string) {
  return {
    validator: async (_: unknown, value: string | undefined): Promise<void> => {
      if (value === undefined || value === '') return
      if (!/^\d+$/.test(value))
        throw new Error(say({ zh: '请填写不小于零的金额，精确到分', en: 'Enter an amount of zero or more, to the fen' }))
      if (most !== undefined && BigInt(value) > BigInt(most))
        throw new Error(say({ zh: `最多 ${formatFen(BigInt(most))} 元，请改小`, en: `At most ${formatFen(BigInt(most))} yuan; lower it` }))
    },
  }
}

function Arithmetic({ draft, deferredBefore }: { draft: Partial<ClaimDraft>; deferredBefore: string }) {
  const say = useSay()
  const left = deferredOf(draft as ClaimDraft)
  const parts: readonly (readonly [string, Text, bigint])[] = [
    ['', { zh: '计量价款', en: 'Certified' }, fenOf(draft.certifiedFen)],
    ['−', { zh: '扣回预付款', en: 'recovered' }, fenOf(draft.recoverFen)],
    ['−', { zh: '预留质保金', en: 'withheld' }, fenOf(draft.retainFen)],
    left < 0n
      ? ['+', { zh: '补付以前留待结算', en: 'left before, paid now' }, -left]
      : ['−', { zh: '留待结算', en: 'left until settlement' }, left],
    ['=', { zh: '本次支付', en: 'paid now' }, fenOf(draft.amountFen)],
  ]
  return (
    <div className="claim-sum" role="status" aria-label={say({ zh: '金额算式', en: 'Arithmetic' })}>
      {parts.map(([sign, label, amount]) => (
        <div key={label.en} className={sign === '=' ? 'claim-sum-part claim-sum-result' : 'claim-sum-part'}>
          <span className="claim-sum-sign" aria-hidden={sign === ''}>
            {sign}
          </span>
          <span>
            <span className="claim-sum-label">{say(label)}</span>
            <span className="claim-sum-amount">{formatFen(amount)}</span>
          </span>
        </div>
      ))}
      {left + BigInt(deferredBefore) < 0n ? (
        <p className="claim-sum-note claim-sum-wrong" role="alert">
          {say({
            zh: `本次支付多了 ${formatFen(-left - BigInt(deferredBefore))} 元：超过计量价款减去扣回、预留的余额，请改小`,
            en: `${formatFen(-left - BigInt(deferredBefore))} too much is paid: more than is left of the certified value; lower it`,
          })}
        </p>
      ) : null}
      {deferredBefore === '0' ? null : (
        <p className="claim-sum-note">
          {say({
            zh: `以前留待结算 ${formatFen(BigInt(deferredBefore))} 元`,
            en: `${formatFen(BigInt(deferredBefore))} yuan was left before`,
          })}
        </p>
      )}
    </div>
  )
}

function PaidField({ leftFen }: { leftFen: string }) {
  const say = useSay()
  return (
    <Form.Item
      name="amountFen"
      label={say({ zh: '报账金额', en: 'Amount' })}
      extra={say({
        zh: `这个合同还可以报 ${formatMoney(leftFen, '元')} 元`,
        en: `${formatMoney(leftFen, '元')} yuan left on this contract`,
      })}
      rules={[amountRule(say, { most: { fen: leftFen, name: { zh: '合同未报账金额', en: 'what is left on the contract' } } })]}
    >
      <AmountInput capital />
    </Form.Item>
  )
}
