/** What the contract says about advance, progress and retention; the rules of its day are offered and never exceeded. */
import { Form, InputNumber } from 'antd'
import type { Text } from '#kernel/outcome.ts'
import { useSay } from '#ui/language.tsx'
import { rateText, rulesOf, type Terms } from './contract-shape.ts'
import './contract-money.css'

type RateName = 'advanceRate' | 'progressRate' | 'acceptedRate' | 'retentionRate'

const LABELS: Readonly<Record<RateName, Text>> = {
  advanceRate: { zh: '预付款', en: 'Advance' },
  progressRate: { zh: '进度款', en: 'Progress' },
  acceptedRate: { zh: '验收后', en: 'After acceptance' },
  retentionRate: { zh: '质保金', en: 'Retention' },
}

/** The form keeps rates as the person reads them, in percent; the wire has hundredths of a percent. */
export type TermsDraft = Readonly<Record<RateName | 'retentionMonths', number>>

export const termsDraft = (terms: Terms): TermsDraft => ({
  advanceRate: terms.advanceRate / 100,
  progressRate: terms.progressRate / 100,
  acceptedRate: terms.acceptedRate / 100,
  retentionRate: terms.retentionRate / 100,
  retentionMonths: terms.retentionMonths,
})

export const termsOf = (draft: TermsDraft): Terms => ({
  advanceRate: Math.round(draft.advanceRate * 100),
  progressRate: Math.round(draft.progressRate * 100),
  acceptedRate: Math.round(draft.acceptedRate * 100),
  retentionRate: Math.round(draft.retentionRate * 100),
  retentionMonths: draft.retentionMonths,
})

export function TermsFields({ signedOn, category }: { signedOn: string; category: string }) {
  const say = useSay()
  const rules = rulesOf(signedOn, category)
  const most: Readonly<Record<RateName, number>> = {
    advanceRate: rules.advanceMost,
    progressRate: rules.progressMost,
    acceptedRate: rules.acceptedMost,
    retentionRate: rules.retentionMost,
  }
  const needed = [{ required: true, message: say({ zh: '请填写', en: 'Fill this in' }) }]
  return (
    <>
      <div className="terms-fields">
        {(Object.keys(LABELS) as RateName[]).map((name) => (
          <Form.Item
            key={name}
            name={['terms', name]}
            label={say(LABELS[name])}
            extra={say({ zh: `不超过 ${rateText(most[name])}`, en: `at most ${rateText(most[name])}` })}
            rules={needed}
          >
            <InputNumber min={0} max={most[name] / 100} precision={2} suffix="%" controls={false} style={{ width: '100%' }} />
          </Form.Item>
        ))}
        <Form.Item
          name={['terms', 'retentionMonths']}
          label={say({ zh: '缺陷责任期', en: 'Defect period' })}
          extra={say({ zh: `不超过 ${rules.retentionMonthsMost} 个月`, en: `at most ${rules.retentionMonthsMost} months` })}
          rules={needed}
        >
          <InputNumber
            min={0}
            max={rules.retentionMonthsMost}
            precision={0}
            suffix={say({ zh: '个月', en: 'months' })}
            controls={false}
            style={{ width: '100%' }}
          />
        </Form.Item>
      </div>
      <p className="help-text">
        {say({
          zh: `预付款按合同额计，其余按计量价款计；扣回的预付款算在进度款之内。依据：${rules.basis.zh}`,
          en: `The advance is of the contract, the rest of the certified value, recovered advance included. Basis: ${rules.basis.en}`,
        })}
      </p>
    </>
  )
}
