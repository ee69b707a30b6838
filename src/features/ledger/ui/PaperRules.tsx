/** Which papers each kind of payment needs before it can be submitted. */
import { papers, paymentKinds, type PaperCode, type PaymentKindKey } from '#policy/papers.ts'
import { useSay } from '#ui/language.tsx'

const kinds = Object.keys(paymentKinds) as PaymentKindKey[]

export function PaperRules() {
  const say = useSay()
  return (
    <>
      <p className="help-text">
        {say({
          zh: '“必需”的凭证不齐，报账单不能提交。其他凭证可以随附。',
          en: 'Without every required paper a claim cannot be submitted. Others may be added.',
        })}
      </p>
      <div className="rule-scroll">
        <table className="rule-matrix" style={{ maxWidth: 860 }}>
          <thead>
            <tr>
              <th scope="col">{say({ zh: '凭证', en: 'Paper' })}</th>
              {kinds.map((kind) => (
                <th key={kind} scope="col">
                  {say(paymentKinds[kind].label)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(Object.keys(papers) as PaperCode[]).map((code) => (
              <tr key={code}>
                <th scope="row">
                  {say(papers[code])}
                  <span className="rule-note">{code}</span>
                </th>
                {kinds.map((kind) => {
                  const needed = (paymentKinds[kind].required as readonly PaperCode[]).includes(code)
                  return (
                    <td key={kind} className={needed ? 'rule-yes' : undefined}>
                      {needed ? say({ zh: '必需', en: 'required' }) : ''}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
