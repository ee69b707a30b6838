/** Register a contract: only a project with reserved money, never more than is reserved, to an account that cannot be changed later. */
import { Alert, Button, Card, Form, Space } from 'antd'
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
import { ContractorFields } from './ContractorFields.tsx'
import { ProjectPicker } from './ProjectPicker.tsx'

export interface ContractDraft {
  readonly projectId: string
  readonly contractNo: string
  readonly name: string
  readonly signedOn: string
  readonly amountFen: string
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
  const save = async (body: ContractDraft) => {
    const answer = await register.run({ body })
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
