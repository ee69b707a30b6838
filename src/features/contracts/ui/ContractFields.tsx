/** Number, name, date and amount of a contract; the amount is checked against what is still reserved. */
import { Form, Input } from 'antd'
import { AmountInput, amountRule } from '#ui/AmountInput.tsx'
import { useSay } from '#ui/language.tsx'
import { formatMoney } from '#ui/MoneyText.tsx'

export function ContractFields({ remaining, today }: { remaining: string | null; today: string }) {
  const say = useSay()
  const limit = remaining === null ? {} : { most: { fen: remaining, name: { zh: '项目可签约资金', en: 'the reserved money' } } }
  return (
    <div className="form-grid">
      <Form.Item
        name="contractNo"
        label={say({ zh: '合同编号', en: 'Contract number' })}
        rules={[{ required: true, whitespace: true, message: say({ zh: '请填写合同编号', en: 'Enter the contract number' }) }]}
      >
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="signedOn"
        label={say({ zh: '签订日期', en: 'Signed on' })}
        rules={[{ required: true, message: say({ zh: '请选择签订日期', en: 'Choose the date' }) }]}
      >
        <Input type="date" max={today} />
      </Form.Item>
      <Form.Item
        name="name"
        label={say({ zh: '合同名称', en: 'Name of the contract' })}
        className="form-wide"
        rules={[{ required: true, whitespace: true, message: say({ zh: '请填写合同名称', en: 'Enter the name' }) }]}
      >
        <Input maxLength={120} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="amountFen"
        label={say({ zh: '合同金额', en: 'Amount' })}
        className="form-wide"
        extra={
          remaining === null
            ? say({
                zh: '先选项目，这里会写明最多能签多少。',
                en: 'Choose the project first; the most that can be committed is then shown.',
              })
            : say({ zh: `最多 ${formatMoney(remaining, '元')} 元`, en: `At most ${formatMoney(remaining, '元')} yuan` })
        }
        rules={[amountRule(say, limit)]}
      >
        <AmountInput capital />
      </Form.Item>
    </div>
  )
}
