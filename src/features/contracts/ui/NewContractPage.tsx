/** Register a contract: only a project with reserved money, never more than is reserved, to an account that cannot be changed later. */
import { Alert, Button, Card, Checkbox, Form, Space } from 'antd'
import { useState } from 'react'
import { useSay } from '#ui/language.tsx'
import { ErrorNote } from '#ui/ErrorNote.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { useGo, useQueryParam } from '#ui/routing.ts'
import { useSession } from '#ui/session.tsx'
import { useAct } from '#ui/useAct.ts'
import { showProject } from '#features/projects/projects.contract.ts'
import { useAnswer } from '#ui/Answer.tsx'
import { registerContract } from '../contracts.contract.ts'
import { ContractFields } from './ContractFields.tsx'
import { usualTerms } from './contract-shape.ts'
import { ContractorFields } from './ContractorFields.tsx'
import { type TermsDraft, termsDraft, TermsFields, termsOf } from './TermsFields.tsx'
import { ProjectPicker } from './ProjectPicker.tsx'

export interface ContractDraft {
  readonly projectId: string
  readonly contractNo: string
  readonly name: string
  readonly signedOn: string
  readonly amountFen: string
  readonly terms?: TermsDraft
  readonly contractor: {
    readonly name: string
    readonly creditCode: string
    readonly bankName: string
    readonly accountNo: string
    readonly accountName: string
  }
}

export function NewContractPage() {
  const say = useSay()
  const go = useGo()
  const { today } = useSession()
  const fromAddress = useQueryParam('project')
  const [form] = Form.useForm<ContractDraft>()
  const projectId = Form.useWatch('projectId', form) ?? fromAddress ?? undefined
  const project = useAnswer(showProject, { params: { id: projectId ?? '' } }, { enabled: Boolean(projectId) })
  const register = useAct(registerContract, {
    success: { zh: '合同已登记，资金已锁定到合同', en: 'Registered; the money is committed' },
    quiet: true,
  })
  const [withTerms, setWithTerms] = useState(false)
  const signedOn = Form.useWatch('signedOn', form) ?? today
  const category = project.data?.category ?? ''
  const agree = (checked: boolean) => {
    setWithTerms(checked)
    if (checked) form.setFieldValue('terms', termsDraft(usualTerms(signedOn, category)))
  }
  const save = async ({ terms, ...rest }: ContractDraft) => {
    const answer = await register.run({ body: { ...rest, ...(withTerms && terms ? { terms: termsOf(terms) } : {}) } })
    if (answer) go(`/contracts/${answer.id}`)
  }
  return (
    <>
      <PageHead
        title={say({ zh: '登记合同', en: 'Register a contract' })}
        crumbs={[{ label: { zh: '合同', en: 'Contracts' }, to: '/contracts' }]}
      />
      <Form<ContractDraft>
        form={form}
        layout="vertical"
        requiredMark={false}
        className="form-page"
        initialValues={{ signedOn: today, ...(fromAddress ? { projectId: fromAddress } : {}) }}
        scrollToFirstError={{ behavior: 'smooth', block: 'center' }}
        onFinish={(body) => void save(body)}
      >
        <Card title={say({ zh: '项目', en: 'Project' })} className="page-card">
          <ProjectPicker project={project.data ?? null} />
        </Card>
        <Card title={say({ zh: '合同', en: 'Contract' })} className="page-card">
          <ContractFields remaining={project.data?.amounts.reserved ?? null} today={today} />
        </Card>
        <TermsCard agreed={withTerms} onAgree={agree} signedOn={signedOn} category={category} />
        <Card title={say({ zh: '承包单位', en: 'Contractor' })} className="page-card">
          <Alert
            type="info"
            showIcon
            style={{ marginBottom: 16 }}
            title={say({
              zh: '以后这个合同的钱只能付到这里登记的账户。请对照合同和开户许可证填写。',
              en: 'Money of this contract can only ever reach the account registered here. Copy it from the contract and the account licence.',
            })}
          />
          <ContractorFields form={form} />
        </Card>
        <ErrorNote error={register.error} />
        <Space className="form-buttons">
          <Button type="primary" htmlType="submit" size="large" loading={register.busy}>
            {say({ zh: '登记合同', en: 'Register' })}
          </Button>
          <Button size="large" onClick={() => go('/contracts')}>
            {say({ zh: '取消', en: 'Cancel' })}
          </Button>
        </Space>
      </Form>
    </>
  )
}

interface TermsCardProps {
  readonly agreed: boolean
  readonly onAgree: (agreed: boolean) => void
  readonly signedOn: string
  readonly category: string
}

function TermsCard({ agreed, onAgree, signedOn, category }: TermsCardProps) {
  const say = useSay()
  return (
    <Card title={say({ zh: '付款约定', en: 'Payment terms' })} className="page-card">
      <Checkbox checked={agreed} onChange={(event) => onAgree(event.target.checked)}>
        {say({ zh: '合同约定了预付、进度付款和质保金的比例', en: 'The contract agrees rates for advance, progress and retention' })}
      </Checkbox>
      {agreed ? (
        <div style={{ marginTop: 16 }}>
          <TermsFields signedOn={signedOn} category={category} />
        </div>
      ) : (
        <p className="help-text" style={{ marginTop: 8 }}>
          {say({
            zh: '不勾选则按合同额报账，没有预付、进度比例和质保金；以后可以补登一次。',
            en: 'Unticked, claims are held to the contract amount alone; the terms may be recorded later, once.',
          })}
        </p>
      )}
    </Card>
  )
}
