/** All contracts with what is committed, ordered and paid on each. */
import { Button } from 'antd'
import { DataPage } from '#ui/DataPage.tsx'
import { useSay } from '#ui/language.tsx'
import { useGo } from '#ui/routing.ts'
import { useMay } from '#ui/session.tsx'
import { StageBar } from '#ui/StageBar.tsx'
import { listContracts } from '../contracts.contract.ts'

export function ContractsPage() {
  const say = useSay()
  const go = useGo()
  const may = useMay()
  return (
    <DataPage
      title={{ zh: '合同', en: 'Contracts' }}
      description={{
        zh: '钱只能付到合同登记的账户；合同金额从项目已安排的资金里锁定。',
        en: 'Money reaches only the account of a contract; its amount is committed from what the project holds.',
      }}
      endpoint={listContracts}
      moment
      searchHint={{ zh: '合同编号、名称、项目、承包单位', en: 'Number, name, project, contractor' }}
      extra={
        may('contracts.register') ? (
          <Button type="primary" onClick={() => go('/contracts/new')}>
            {say({ zh: '登记合同', en: 'New contract' })}
          </Button>
        ) : null
      }
      rowKey={(row) => row.id}
      rowHref={(row) => `/contracts/${row.id}`}
      empty={{
        title: { zh: '还没有合同', en: 'No contracts yet' },
        hint: {
          zh: '分配方案采纳后，项目有了资金，主管部门就可以登记合同。',
          en: 'Once a plan is adopted and a project holds money, its department can register a contract.',
        },
      }}
      columns={[
        { key: 'contractNo', title: { zh: '合同编号', en: 'Number' }, value: (row) => row.contractNo, sortable: true, width: 130 },
        { key: 'name', title: { zh: '合同名称', en: 'Name' }, value: (row) => row.name, card: 'title' },
        { key: 'projectName', title: { zh: '项目', en: 'Project' }, value: (row) => row.projectName },
        { key: 'contractor', title: { zh: '承包单位', en: 'Contractor' }, value: (row) => row.contractor },
        {
          key: 'signedOn',
          title: { zh: '签订日期', en: 'Signed on' },
          kind: 'date',
          value: (row) => row.signedOn,
          sortable: true,
          width: 96,
        },
        {
          key: 'amountFen',
          title: { zh: '合同金额', en: 'Amount' },
          kind: 'money',
          value: (row) => row.amountFen,
          sortable: true,
          width: 110,
        },
        { key: 'paid', title: { zh: '支付', en: 'Paid' }, kind: 'money', value: (row) => row.four.paid, width: 84 },
        { key: 'recognised', title: { zh: '审定', en: 'Audited' }, kind: 'money', value: (row) => row.four.recognised, width: 84 },
        {
          key: 'progress',
          title: { zh: '资金进度', en: 'Progress' },
          value: (row) => row.four.paid,
          render: (row) => <StageBar amounts={row.amounts} compact />,
          width: 84,
        },
      ]}
    />
  )
}
