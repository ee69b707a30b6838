/** Who carries the contract out and where money may go. A known contractor fills name, code and bank; the account is typed anew. */
import { AutoComplete, Form, Input, type FormInstance } from 'antd'
import { useState } from 'react'
import { useAnswer } from '#ui/Answer.tsx'
import { useSay } from '#ui/language.tsx'
import { findContractors } from '../contracts.contract.ts'
import type { ContractDraft } from './NewContractPage.tsx'

/** GB 32100: 18 digits and capitals without I, O, S, V, Z. */
const CREDIT_CODE = /^[0-9A-HJ-NP-RTUWXY]{18}$/
const ACCOUNT = /^\d{8,32}$/

export function ContractorFields({ form }: { form: FormInstance<ContractDraft> }) {
  const say = useSay()
  const [q, setQ] = useState('')
  const found = useAnswer(findContractors, { query: { q } })
  const known = found.data?.rows ?? []
  const fill = (creditCode: string) => {
    const row = known.find((candidate) => candidate.creditCode === creditCode)
    if (!row) return
    form.setFieldsValue({ contractor: { name: row.name, creditCode: row.creditCode, bankName: row.bankName, accountName: row.name } })
  }
  const must = useRequired()
  return (
    <div className="form-grid">
      <Form.Item
        name={['contractor', 'name']}
        label={say({ zh: '单位名称', en: 'Name' })}
        rules={[must('请填写单位全称', 'Enter the full name'), { min: 2, message: say({ zh: '请写全称', en: 'Write the full name' }) }]}
      >
        <AutoComplete
          options={known.map((row) => ({
            value: row.name,
            key: row.id,
            label: `${row.name}(${row.creditCode}，尾号 ${row.accountNoMasked})`,
            code: row.creditCode,
          }))}
          showSearch={{ filterOption: false, onSearch: setQ }}
          onSelect={(_, option) => fill(option.code)}
          maxLength={120}
        />
      </Form.Item>
      <Form.Item
        name={['contractor', 'creditCode']}
        label={say({ zh: '统一社会信用代码', en: 'Unified social credit code' })}
        extra={say({
          zh: '18位数字和大写字母，没有 I、O、S、V、Z；系统核对校验码。',
          en: '18 digits and capitals without I, O, S, V, Z; the check digit is verified.',
        })}
        normalize={(value: string) => value.trim().toUpperCase()}
        rules={[
          must('请填写统一社会信用代码', 'Enter the credit code'),
          { pattern: CREDIT_CODE, message: say({ zh: '应为18位数字和大写字母', en: 'Must be 18 digits and capitals' }) },
        ]}
      >
        <Input maxLength={18} autoComplete="off" />
      </Form.Item>
      <AccountFields />
    </div>
  )
}

function useRequired() {
  const say = useSay()
  return (zh: string, en: string) => ({ required: true, whitespace: true, message: say({ zh, en }) })
}

function AccountFields() {
  const say = useSay()
  const must = useRequired()
  return (
    <>
      <Form.Item
        name={['contractor', 'accountName']}
        label={say({ zh: '账户名称', en: 'Account name' })}
        extra={say({
          zh: '必须与单位名称一致；项目资金不付个人账户。',
          en: 'Must equal the name of the firm; project money never goes to a personal account.',
        })}
        rules={[must('请填写账户名称', 'Enter the account name')]}
      >
        <Input maxLength={120} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name={['contractor', 'bankName']}
        label={say({ zh: '开户银行', en: 'Bank' })}
        extra={say({ zh: '写到支行，例如 中国农业银行十堰茅箭支行。', en: 'Down to the branch.' })}
        rules={[must('请填写开户银行', 'Enter the bank')]}
      >
        <Input maxLength={120} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name={['contractor', 'accountNo']}
        label={say({ zh: '银行账号', en: 'Account number' })}
        className="form-wide"
        normalize={(value: string) => value.replace(/[\s-]/g, '')}
        extra={say({ zh: '只有数字，不带空格。保存后屏幕上只显示尾号。', en: 'Digits only. Once saved, only its end is shown.' })}
        rules={[
          must('请填写银行账号', 'Enter the account number'),
          { pattern: ACCOUNT, message: say({ zh: '账号应为8到32位数字', en: '8 to 32 digits' }) },
        ]}
      >
        <Input maxLength={40} inputMode="numeric" autoComplete="off" />
      </Form.Item>
    </>
  )
}
