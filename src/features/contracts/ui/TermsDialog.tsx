/** Payment terms of a contract that was registered without them: recorded once, never changed. */
import { Form, Modal } from 'antd'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { useSay } from '#ui/language.tsx'
import { useAct } from '#ui/useAct.ts'
import { recordTerms } from '../contract-money.contract.ts'
import { type Contract, usualTerms } from './contract-shape.ts'
import { type TermsDraft, termsDraft, TermsFields, termsOf } from './TermsFields.tsx'

export function TermsDialog({ contract, onClose }: { contract: Contract; onClose: () => void }) {
  const say = useSay()
  const [form] = Form.useForm<{ readonly terms: TermsDraft }>()
  const record = useAct(recordTerms, { success: { zh: '付款约定已登记', en: 'Recorded' }, quiet: true })
  const save = async ({ terms }: { readonly terms: TermsDraft }) => {
    if (await record.run({ params: { id: contract.id }, body: { terms: termsOf(terms) } })) onClose()
  }
  return (
    <Modal
      open
      width={720}
      title={say({ zh: '登记付款约定', en: 'Record the payment terms' })}
      okText={say({ zh: '登记', en: 'Record' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      confirmLoading={record.busy}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p className="help-text">
        {say({
          zh: '照合同填写；登记以后不能改，报账按此核对。',
          en: 'Copy them from the contract; they cannot be changed, and claims are held to them.',
        })}
      </p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ terms: termsDraft(usualTerms(contract.signedOn, contract.category)) }}
        onFinish={(values) => void save(values)}
      >
        <TermsFields signedOn={contract.signedOn} category={contract.category} />
      </Form>
      <ErrorNote error={record.error} />
    </Modal>
  )
}
